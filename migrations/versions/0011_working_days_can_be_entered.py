"""Working days can be entered."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# the State Council's calendar holds everywhere: no policy by district
TABLES = ("calendar_notices", "calendar_days")
REFUSAL = "what was entered of the calendar is never changed"
LOCKS = {
    "sqlite": [
        f"create trigger {table}_no_{deed} before {deed} on {table} "
        f"begin select raise(abort, '{REFUSAL}'); end"
        for table in TABLES
        for deed in ("update", "delete")
    ],
    "postgresql": [
        "create function refuse_calendar_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        *(
            f"create trigger {table}_no_change before update or delete on {table} "
            "for each row execute function refuse_calendar_change()"
            for table in TABLES
        ),
        *(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_calendar_change()"
            for table in TABLES
        ),
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawn", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_person", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "replaces_id is null or reason is not null",
            name="ck_calendar_notices_replaced_for_a_reason",
        ),
        sa.CheckConstraint(
            "not is_withdrawn or replaces_id is not null",
            name="ck_calendar_notices_withdrawn_after_entry",
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_person"], ["persons.id"], name="fk_calendar_notices_entered_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["calendar_notices.id"], name="fk_calendar_notices_replaces_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_notices"),
        sa.UniqueConstraint("public_id", name="uq_calendar_notices_public_id"),
        sa.UniqueConstraint("replaces_id", name="uq_calendar_notices_replaces_id"),
    )
    first = sa.text("replaces_id is null")
    op.create_index(
        "ix_calendar_notices_entered_once",
        "calendar_notices",
        ["year", "number"],
        unique=True,
        sqlite_where=first,
        postgresql_where=first,
    )
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_worked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["calendar_notices.id"], name="fk_calendar_days_notice_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_days"),
        sa.UniqueConstraint("notice_id", "day", name="uq_calendar_days_notice_id_day"),
    )
    dialect = op.get_bind().dialect.name
    for statement in LOCKS[dialect]:
        op.execute(statement)
    if dialect != "postgresql":
        return
    op.execute(f"grant select, insert on {', '.join(TABLES)} to {ROLE}")
    op.execute(f"grant usage, select on all sequences in schema public to {ROLE}")


def downgrade() -> None:
    """Take it back."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_calendar_change()")
