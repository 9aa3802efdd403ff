"""Local standards can be entered."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# published law: no policy by district, read wherever its area lies above
TABLES = ("local_instruments", "discretion_bands")
REFUSAL = "a row of a local standard is never changed"
# what may still be written on an instrument: that it was compared, that it was taken down
LATER = (
    "compared_at",
    "compared_by_person",
    "withdrawn_at",
    "withdrawn_by_person",
    "withdrawal_reason",
)
FIXED = (
    "district_code",
    "title",
    "number",
    "valid_from",
    "valid_to",
    "fine_person_fen",
    "fine_self_employed_fen",
    "fine_organisation_fen",
    "confiscation_fen",
    "goods_fen",
    "entered_at",
    "entered_by_person",
)
LOCKS = {
    "sqlite": [
        *(
            f"create trigger discretion_bands_no_{deed} before {deed} on discretion_bands "
            f"begin select raise(abort, '{REFUSAL}'); end"
            for deed in ("update", "delete")
        ),
        "create trigger local_instruments_no_delete before delete on local_instruments "
        f"begin select raise(abort, '{REFUSAL}'); end",
        f"create trigger local_instruments_no_update before update of {', '.join(FIXED)} "
        f"on local_instruments begin select raise(abort, '{REFUSAL}'); end",
    ],
    "postgresql": [
        "create function refuse_standard_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        "create trigger discretion_bands_no_change before update or delete on discretion_bands "
        "for each row execute function refuse_standard_change()",
        "create trigger local_instruments_no_delete before delete on local_instruments "
        "for each row execute function refuse_standard_change()",
        *(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_standard_change()"
            for table in TABLES
        ),
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "local_instruments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("fine_person_fen", sa.BigInteger(), nullable=True),
        sa.Column("fine_self_employed_fen", sa.BigInteger(), nullable=True),
        sa.Column("fine_organisation_fen", sa.BigInteger(), nullable=True),
        sa.Column("confiscation_fen", sa.BigInteger(), nullable=True),
        sa.Column("goods_fen", sa.BigInteger(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_person", sa.Integer(), nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compared_by_person", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_person", sa.Integer(), nullable=True),
        sa.Column("withdrawal_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "compared_by_person is null or compared_by_person <> entered_by_person",
            name="ck_local_instruments_compared_by_another",
        ),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawal_reason is null)",
            name="ck_local_instruments_withdrawn_for_a_reason",
        ),
        sa.CheckConstraint(
            "valid_to is null or valid_to >= valid_from", name="ck_local_instruments_days_in_order"
        ),
        *(
            sa.ForeignKeyConstraint([column], ["persons.id"], name=f"fk_local_instruments_{column}")
            for column in ("entered_by_person", "compared_by_person", "withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_local_instruments"),
        sa.UniqueConstraint("public_id", name="uq_local_instruments_public_id"),
    )
    stands = sa.text("withdrawn_at is null")
    op.create_index(
        "ix_local_instruments_entered_once",
        "local_instruments",
        ["district_code", "number"],
        unique=True,
        sqlite_where=stands,
        postgresql_where=stands,
    )
    op.create_table(
        "discretion_bands",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("instrument_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("violation", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("circumstances", sa.Text(), nullable=False),
        sa.Column("min_fen", sa.BigInteger(), nullable=True),
        sa.Column("max_fen", sa.BigInteger(), nullable=True),
        sa.Column("min_percent", sa.Integer(), nullable=True),
        sa.Column("max_percent", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(min_fen is null) = (max_fen is null)", name="ck_discretion_bands_amounts_in_pairs"
        ),
        sa.CheckConstraint(
            "(min_percent is null) = (max_percent is null)",
            name="ck_discretion_bands_multiples_in_pairs",
        ),
        sa.ForeignKeyConstraint(
            ["instrument_id"], ["local_instruments.id"], name="fk_discretion_bands_instrument_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_discretion_bands"),
        sa.UniqueConstraint(
            "instrument_id", "number", name="uq_discretion_bands_instrument_id_number"
        ),
    )
    op.create_index("ix_discretion_bands_violation", "discretion_bands", ["violation"])
    dialect = op.get_bind().dialect.name
    for statement in LOCKS[dialect]:
        op.execute(statement)
    if dialect != "postgresql":
        return
    op.execute(f"grant select, insert on {', '.join(TABLES)} to {ROLE}")
    op.execute(f"grant update ({', '.join(LATER)}) on local_instruments to {ROLE}")
    op.execute(f"grant usage, select on all sequences in schema public to {ROLE}")


def downgrade() -> None:
    """Take it back."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_standard_change()")
