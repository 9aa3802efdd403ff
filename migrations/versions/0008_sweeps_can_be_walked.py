"""Sweeps can be planned and walked."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# as in 0007: both look-ups are sub-selects, so that they are made once for a query
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or {column} = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
# a sweep is seen where it was ordered and in every district that it covers
POLICIES = {
    "recusals": IN_SCOPE.format(column="scope_code"),
    "sweep_extensions": "exists (select from sweeps where sweeps.id = sweep_id)",
    "sweep_officers": "exists (select from sweep_teams where sweep_teams.id = team_id)",
    "sweep_sites": IN_SCOPE.format(column="scope_code"),
    "sweep_teams": IN_SCOPE.format(column="scope_code"),
    "sweeps": IN_SCOPE.format(column="scope_code")
    + " or exists (select from sweep_districts where sweep_districts.sweep_id = sweeps.id and "
    + IN_SCOPE.format(column="district_code")
    + ")",
}
TABLES = (*POLICIES, "sweep_districts")
DELETES = ("sweep_districts", "sweep_officers", "sweep_sites", "sweep_teams")


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "recusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_by_person", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_by_person", sa.Integer(), nullable=True),
        sa.Column("lifting_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("decided_by_person <> person_id", name="ck_recusals_decided_by_another"),
        sa.CheckConstraint("lifted_by_person <> person_id", name="ck_recusals_lifted_by_another"),
        sa.CheckConstraint(
            "(lifted_on is null) = (lifted_by_person is null)"
            " and (lifted_on is null) = (lifting_reason is null)",
            name="ck_recusals_lifted_with_a_reason",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_person"], ["persons.id"], name="fk_recusals_decided_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_recusals_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["lifted_by_person"], ["persons.id"], name="fk_recusals_lifted_by_person"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_recusals_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_recusals"),
        sa.UniqueConstraint("public_id", name="uq_recusals_public_id"),
    )
    op.create_index(
        "uq_recusals_in_force",
        "recusals",
        ["person_id", "institution_id"],
        unique=True,
        sqlite_where=sa.text("lifted_on is null"),
        postgresql_where=sa.text("lifted_on is null"),
    )
    op.create_index("ix_recusals_institution", "recusals", ["institution_id"], unique=False)
    op.create_table(
        "sweeps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("legal_basis", sa.String(length=300), nullable=False),
        sa.Column("departments", sa.JSON(), nullable=False),
        sa.Column("checklist", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("planner_person", sa.Integer(), nullable=False),
        sa.Column("plan_no", sa.String(length=80), nullable=True),
        sa.Column("approving_authority", sa.String(length=120), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("approved_by_person", sa.Integer(), nullable=True),
        sa.Column("plan_paper_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_person", sa.Integer(), nullable=True),
        sa.Column("statement", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("statement_digest", sa.String(length=64), nullable=True),
        sa.Column("statement_paper_id", sa.Integer(), nullable=True),
        sa.Column("statement_signed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_sweeps_dates_in_order"),
        sa.ForeignKeyConstraint(
            ["approved_by_person"], ["persons.id"], name="fk_sweeps_approved_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_person"], ["persons.id"], name="fk_sweeps_closed_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["plan_paper_id"], ["stored_files.id"], name="fk_sweeps_plan_paper_id"
        ),
        sa.ForeignKeyConstraint(
            ["planner_person"], ["persons.id"], name="fk_sweeps_planner_person"
        ),
        sa.ForeignKeyConstraint(
            ["statement_paper_id"], ["stored_files.id"], name="fk_sweeps_statement_paper_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sweeps"),
        sa.UniqueConstraint("public_id", name="uq_sweeps_public_id"),
    )
    op.create_index("ix_sweeps_scope_state", "sweeps", ["scope_code", "state"], unique=False)
    op.create_table(
        "sweep_districts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("district_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_sweep_districts_sweep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sweep_districts"),
        sa.UniqueConstraint(
            "sweep_id", "district_code", name="uq_sweep_districts_sweep_id_district_code"
        ),
    )
    op.create_index(
        "ix_sweep_districts_district_code", "sweep_districts", ["district_code"], unique=False
    )
    op.create_table(
        "sweep_extensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("plan_no", sa.String(length=80), nullable=False),
        sa.Column("approving_authority", sa.String(length=120), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("entered_by_person", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until > ended_on", name="ck_sweep_extensions_later_than_before"),
        sa.ForeignKeyConstraint(
            ["entered_by_person"], ["persons.id"], name="fk_sweep_extensions_entered_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["paper_id"], ["stored_files.id"], name="fk_sweep_extensions_paper_id"
        ),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_sweep_extensions_sweep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sweep_extensions"),
        sa.UniqueConstraint("public_id", name="uq_sweep_extensions_public_id"),
    )
    op.create_index("ix_sweep_extensions_sweep_id", "sweep_extensions", ["sweep_id"], unique=False)
    op.create_table(
        "sweep_teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_sweep_teams_sweep_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sweep_teams"),
        sa.UniqueConstraint("public_id", name="uq_sweep_teams_public_id"),
        sa.UniqueConstraint("sweep_id", "number", name="uq_sweep_teams_sweep_id_number"),
    )
    op.create_index("ix_sweep_teams_scope", "sweep_teams", ["scope_code"], unique=False)
    op.create_table(
        "sweep_officers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_sweep_officers_person_id"),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_sweep_officers_sweep_id"),
        sa.ForeignKeyConstraint(["team_id"], ["sweep_teams.id"], name="fk_sweep_officers_team_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sweep_officers"),
        sa.UniqueConstraint("sweep_id", "person_id", name="uq_sweep_officers_sweep_id_person_id"),
    )
    op.create_index("ix_sweep_officers_person_id", "sweep_officers", ["person_id"], unique=False)
    op.create_index("ix_sweep_officers_team_id", "sweep_officers", ["team_id"], unique=False)
    op.create_table(
        "sweep_sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sweep_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("street", sa.String(length=60), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("found_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(visit_id is null) = (result is null)", name="ck_sweep_sites_result_of_a_visit"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_sweep_sites_institution_id"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_sweep_sites_site_id"),
        sa.ForeignKeyConstraint(["sweep_id"], ["sweeps.id"], name="fk_sweep_sites_sweep_id"),
        sa.ForeignKeyConstraint(["team_id"], ["sweep_teams.id"], name="fk_sweep_sites_team_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_sweep_sites_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sweep_sites"),
        sa.UniqueConstraint("sweep_id", "site_id", name="uq_sweep_sites_sweep_id_site_id"),
    )
    op.create_index(
        "ix_sweep_sites_scope_result",
        "sweep_sites",
        ["sweep_id", "scope_code", "result"],
        unique=False,
    )
    op.create_index("ix_sweep_sites_site", "sweep_sites", ["site_id"], unique=False)
    op.create_index("ix_sweep_sites_team", "sweep_sites", ["team_id", "position"], unique=False)
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, condition in POLICIES.items():
        op.execute(
            f"create policy by_district on {table} using ({condition}) with check ({condition})"
        )
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
    op.execute(f"grant select, insert, update on {', '.join(TABLES)} to {ROLE}")
    op.execute(f"grant delete on {', '.join(DELETES)} to {ROLE}")
    op.execute(f"grant usage, select on all sequences in schema public to {ROLE}")


def downgrade() -> None:
    """Take it back."""
    for table in (
        "sweep_extensions",
        "sweep_officers",
        "sweep_sites",
        "sweep_teams",
        "sweep_districts",
        "recusals",
        "sweeps",
    ):
        op.drop_table(table)
