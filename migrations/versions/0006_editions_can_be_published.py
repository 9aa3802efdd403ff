"""Editions can be published."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

REFUSAL = "leaves of the public log are never changed or deleted"
APPEND_ONLY = {
    "sqlite": [
        f"create trigger edition_leaves_no_{deed} before {deed} on edition_leaves "
        f"begin select raise(abort, '{REFUSAL}'); end"
        for deed in ("update", "delete")
    ]
    + [
        "create trigger edition_leaves_no_overwrite before insert on edition_leaves "
        "when exists (select 1 from edition_leaves where position = new.position) "
        f"begin select raise(abort, '{REFUSAL}'); end"
    ],
    "postgresql": [
        "create function refuse_leaf_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        "create trigger edition_leaves_no_change before update or delete on edition_leaves "
        "for each row execute function refuse_leaf_change()",
        "create trigger edition_leaves_no_truncate before truncate on edition_leaves "
        "for each statement execute function refuse_leaf_change()",
    ],
}
FREE_AGAIN = {
    "sqlite": [
        f"drop trigger edition_leaves_no_{deed}" for deed in ("update", "delete", "overwrite")
    ],
    "postgresql": [
        "drop trigger edition_leaves_no_change on edition_leaves",
        "drop trigger edition_leaves_no_truncate on edition_leaves",
        "drop function refuse_leaf_change()",
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("header", sa.Text(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("log_size", sa.Integer(), nullable=False),
        sa.Column("log_root", sa.String(length=64), nullable=False),
        sa.Column("institutions", sa.Integer(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_person", sa.Integer(), nullable=True),
        sa.Column("override_reason", sa.String(length=500), nullable=True),
        sa.Column("override_person_a", sa.Integer(), nullable=True),
        sa.Column("override_person_b", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(override_reason is null and override_person_a is null and override_person_b is null) "
            "or (override_reason is not null and override_person_a is not null "
            "and override_person_b is not null and override_person_a <> override_person_b)",
            name=op.f("ck_editions_overridden_by_two_persons"),
        ),
        sa.CheckConstraint(
            "published_by_person is null or ((override_person_a is null "
            "or override_person_a <> published_by_person) and (override_person_b is null "
            "or override_person_b <> published_by_person))",
            name=op.f("ck_editions_override_is_not_the_publishers"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_person"], ["persons.id"], name="fk_editions_published_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["override_person_a"], ["persons.id"], name="fk_editions_override_person_a"
        ),
        sa.ForeignKeyConstraint(
            ["override_person_b"], ["persons.id"], name="fk_editions_override_person_b"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_editions"),
    )
    op.create_table(
        "publication_overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("listed_before", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("asked_by_person", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_person", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_person", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "confirmed_by_person is null or confirmed_by_person <> asked_by_person",
            name="ck_publication_overrides_another_confirms",
        ),
        sa.CheckConstraint(
            "state not in ('confirmed', 'used') or (confirmed_by_person is not null "
            "and confirmed_at is not null)",
            name="ck_publication_overrides_confirmed_by_a_person",
        ),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_by_person is not null)",
            name="ck_publication_overrides_withdrawn_by_a_person",
        ),
        sa.CheckConstraint(
            "(state = 'used') = (edition is not null)",
            name="ck_publication_overrides_used_by_an_edition",
        ),
        sa.CheckConstraint(
            "state in ('asked', 'confirmed', 'withdrawn', 'void', 'used')",
            name="ck_publication_overrides_state_is_known",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["persons.id"], name=f"fk_publication_overrides_{column}"
            )
            for column in ("asked_by_person", "confirmed_by_person", "withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_publication_overrides"),
        sa.UniqueConstraint("public_id", name="uq_publication_overrides_public_id"),
    )
    op.create_index(
        "uq_publication_overrides_open",
        "publication_overrides",
        ["scope_code"],
        unique=True,
        sqlite_where=sa.text("state in ('asked', 'confirmed')"),
        postgresql_where=sa.text("state in ('asked', 'confirmed')"),
    )
    op.create_index(
        "ix_publication_overrides_digest", "publication_overrides", ["digest"], unique=False
    )
    op.create_table(
        "edition_leaves",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["edition"], ["editions.number"], name="fk_edition_leaves_edition"),
        sa.PrimaryKeyConstraint("position", name="pk_edition_leaves"),
    )
    op.create_index("ix_edition_leaves_edition", "edition_leaves", ["edition"], unique=False)
    op.create_table(
        "entry_salts",
        sa.Column("entry", sa.String(length=10), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("entry", name="pk_entry_salts"),
    )
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Take it back."""
    for statement in FREE_AGAIN[op.get_bind().dialect.name]:
        op.execute(statement)
    for table in ("entry_salts", "edition_leaves", "publication_overrides", "editions"):
        op.drop_table(table)
