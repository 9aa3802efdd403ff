"""Cases can be kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# as in 0007: both look-ups are sub-selects, so that they are made once for a query
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or scope_code = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
OF_A_CASE = "exists (select from cases where cases.id = case_id)"
POLICIES = {
    "case_clocks": IN_SCOPE,
    "case_custody": "exists (select from case_evidence where case_evidence.id = item_id)",
    "case_evidence": OF_A_CASE,
    "case_files": "exists (select from case_steps where case_steps.id = step_id)",
    "case_lines": OF_A_CASE,
    "case_papers": OF_A_CASE,
    "case_proposals": IN_SCOPE,
    "case_steps": OF_A_CASE,
    "case_weighing": OF_A_CASE,
    "cases": IN_SCOPE,
}
APPEND_ONLY = ("case_custody", "case_files", "case_lines", "case_steps", "case_weighing")
DELETES = ("case_clocks",)
REFUSAL = "what was recorded of a case is never changed"
LOCKS = {
    "sqlite": [
        f"create trigger {table}_no_{deed} before {deed} on {table} "
        f"begin select raise(abort, '{REFUSAL}'); end"
        for table in APPEND_ONLY
        for deed in ("update", "delete")
    ],
    "postgresql": [
        "create function refuse_case_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        *(
            f"create trigger {table}_no_change before update or delete on {table} "
            "for each row execute function refuse_case_change()"
            for table in APPEND_ONLY
        ),
        *(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_case_change()"
            for table in APPEND_ONLY
        ),
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("order_step_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("party_name", sa.String(length=200), nullable=True),
        sa.Column("party_type", sa.String(length=32), nullable=True),
        sa.Column("party_code", sa.String(length=60), nullable=True),
        sa.Column("party_representative", sa.String(length=80), nullable=True),
        sa.Column("party_address", sa.String(length=300), nullable=True),
        sa.Column("party_phone", sa.String(length=60), nullable=True),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("violations", sa.JSON(), nullable=False),
        sa.Column("acted_from", sa.Date(), nullable=True),
        sa.Column("acted_until", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("first_officer_id", sa.Integer(), nullable=True),
        sa.Column("second_officer_id", sa.Integer(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=True),
        sa.Column("fine_fen", sa.BigInteger(), nullable=False),
        sa.Column("confiscate_fen", sa.BigInteger(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("taken_over", sa.Boolean(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decided_on is null or outcome is not null", name="ck_cases_decided_by_an_outcome"
        ),
        sa.CheckConstraint(
            "filed_on is null or taken_over or number is not null",
            name="ck_cases_filed_with_a_number",
        ),
        sa.CheckConstraint(
            "fine_fen >= 0 and confiscate_fen >= 0", name="ck_cases_amounts_are_no_debts"
        ),
        sa.CheckConstraint("first_officer_id <> second_officer_id", name="ck_cases_two_persons"),
        sa.ForeignKeyConstraint(
            ["first_officer_id"], ["persons.id"], name="fk_cases_first_officer_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_cases_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["order_step_id"], ["order_steps.id"], name="fk_cases_order_step_id"
        ),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["persons.id"], name="fk_cases_second_officer_id"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_cases_site_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_cases_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("number", name="uq_cases_number"),
        sa.UniqueConstraint("public_id", name="uq_cases_public_id"),
    )
    op.create_index("ix_cases_first_officer", "cases", ["first_officer_id", "state"], unique=False)
    op.create_index("ix_cases_institution", "cases", ["institution_id"], unique=False)
    op.create_index("ix_cases_order_step", "cases", ["order_step_id"], unique=False)
    op.create_index("ix_cases_scope_due", "cases", ["scope_code", "due_on"], unique=False)
    op.create_index(
        "ix_cases_scope_state", "cases", ["scope_code", "state", "updated_at"], unique=False
    )
    op.create_index("ix_cases_scope_updated", "cases", ["scope_code", "updated_at"], unique=False)
    op.create_index(
        "ix_cases_second_officer", "cases", ["second_officer_id", "state"], unique=False
    )
    op.create_index("ix_cases_site", "cases", ["site_id"], unique=False)
    op.create_index("ix_cases_visit", "cases", ["visit_id"], unique=False)
    op.create_table(
        "case_clocks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("warn_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("missing_year", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_clocks_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_clocks"),
        sa.UniqueConstraint(
            "case_id", "code", "from_on", name="uq_case_clocks_case_id_code_from_on"
        ),
    )
    op.create_index(
        "ix_case_clocks_scope_due", "case_clocks", ["scope_code", "due_on"], unique=False
    )
    op.create_table(
        "case_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("proves", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("collected_on", sa.Date(), nullable=False),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("excluded_on", sa.Date(), nullable=True),
        sa.Column("exclusion_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_person", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "excluded_on is null or exclusion_reason is not null",
            name="ck_case_evidence_excluded_why",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_evidence_case_id"),
        sa.ForeignKeyConstraint(
            ["created_by_person"], ["persons.id"], name="fk_case_evidence_created_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_case_evidence_evidence_id"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_case_evidence_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_evidence"),
        sa.UniqueConstraint("case_id", "evidence_id", name="uq_case_evidence_case_id_evidence_id"),
        sa.UniqueConstraint("case_id", "number", name="uq_case_evidence_case_id_number"),
        sa.UniqueConstraint("public_id", name="uq_case_evidence_public_id"),
    )
    op.create_index("ix_case_evidence_evidence_id", "case_evidence", ["evidence_id"], unique=False)
    op.create_index("ix_case_evidence_visit", "case_evidence", ["visit_id"], unique=False)
    op.create_table(
        "case_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("untaught_prepaid", sa.Boolean(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_person", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'receipt') = (untaught_prepaid is null)",
            name="ck_case_lines_refund_says_if_taught",
        ),
        sa.CheckConstraint("amount_fen > 0", name="ck_case_lines_is_an_amount"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_lines_case_id"),
        sa.ForeignKeyConstraint(
            ["saved_by_person"], ["persons.id"], name="fk_case_lines_saved_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_lines"),
        sa.UniqueConstraint(
            "case_id", "batch", "number", name="uq_case_lines_case_id_batch_number"
        ),
    )
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Integer(), nullable=False),
        sa.Column("on_paper", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("first_officer_id", sa.Integer(), nullable=True),
        sa.Column("first_officer_certificate", sa.String(length=40), nullable=True),
        sa.Column("second_officer_id", sa.Integer(), nullable=True),
        sa.Column("second_officer_certificate", sa.String(length=40), nullable=True),
        sa.Column("proposer_id", sa.Integer(), nullable=True),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approver_name", sa.String(length=80), nullable=True),
        sa.Column("approved_on_paper", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("method", sa.String(length=32), nullable=True),
        sa.Column("receiver", sa.String(length=300), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("entry", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "step not in ('file', 'decide_penalty', 'decide_no_penalty', 'decide_not_established', 'decide_crime_transfer', 'close') or approver_id is not null or approver_name is not null",
            name="ck_case_steps_decided_with_an_approver",
        ),
        sa.CheckConstraint(
            "approved_on_paper or on_paper or approver_id is null or approver_id = person_id",
            name="ck_case_steps_approved_by_the_one_who_enters",
        ),
        sa.CheckConstraint(
            "approver_id <> first_officer_id and approver_id <> second_officer_id",
            name="ck_case_steps_approved_by_no_officer",
        ),
        sa.CheckConstraint(
            "first_officer_id <> second_officer_id", name="ck_case_steps_two_persons"
        ),
        sa.CheckConstraint(
            "not approved_on_paper or on_paper or proposer_id is null or person_id <> proposer_id",
            name="ck_case_steps_paper_entered_by_another",
        ),
        sa.CheckConstraint("proposer_id <> approver_id", name="ck_case_steps_approved_by_another"),
        sa.ForeignKeyConstraint(["approver_id"], ["persons.id"], name="fk_case_steps_approver_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_steps_case_id"),
        sa.ForeignKeyConstraint(
            ["first_officer_id"], ["persons.id"], name="fk_case_steps_first_officer_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_case_steps_person_id"),
        sa.ForeignKeyConstraint(["proposer_id"], ["persons.id"], name="fk_case_steps_proposer_id"),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["persons.id"], name="fk_case_steps_second_officer_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_steps"),
        sa.UniqueConstraint("case_id", "number", name="uq_case_steps_case_id_number"),
        sa.UniqueConstraint("public_id", name="uq_case_steps_public_id"),
    )
    op.create_index("ix_case_steps_step", "case_steps", ["step", "happened_on"], unique=False)
    op.create_table(
        "case_weighing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("violation", sa.String(length=40), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("act_on", sa.Date(), nullable=False),
        sa.Column("elements", sa.JSON(), nullable=False),
        sa.Column("tier_reasons", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("fine_fen", sa.BigInteger(), nullable=True),
        sa.Column("base_fen", sa.BigInteger(), nullable=True),
        sa.Column("left_to_confiscate_fen", sa.BigInteger(), nullable=True),
        sa.Column("confiscated_fen", sa.BigInteger(), nullable=True),
        sa.Column("weight", sa.String(length=32), nullable=False),
        sa.Column("weight_reasons", sa.Text(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("ground_notes", sa.JSON(), nullable=False),
        sa.Column("rule_reason", sa.Text(), nullable=True),
        sa.Column("joint_department", sa.String(length=120), nullable=True),
        sa.Column("joint_document", sa.String(length=120), nullable=True),
        sa.Column("joint_agreed_on", sa.Date(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_person", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_weighing_case_id"),
        sa.ForeignKeyConstraint(
            ["saved_by_person"], ["persons.id"], name="fk_case_weighing_saved_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_weighing"),
        sa.UniqueConstraint(
            "case_id", "batch", "number", name="uq_case_weighing_case_id_batch_number"
        ),
    )
    op.create_table(
        "case_custody",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("deed", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("from_whom", sa.String(length=120), nullable=True),
        sa.Column("to_whom", sa.String(length=120), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["case_evidence.id"], name="fk_case_custody_item_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_case_custody_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_custody"),
    )
    op.create_index("ix_case_custody_item", "case_custody", ["item_id", "id"], unique=False)
    op.create_table(
        "case_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("paper", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_case_files_evidence_id"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["case_steps.id"], name="fk_case_files_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_files"),
        sa.UniqueConstraint(
            "step_id", "evidence_id", "paper", name="uq_case_files_step_id_evidence_id_paper"
        ),
    )
    op.create_index("ix_case_files_evidence_id", "case_files", ["evidence_id"], unique=False)
    op.create_table(
        "case_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("made_here", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_person", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason is not null)", name="ck_case_papers_void_for_a_reason"
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_papers_case_id"),
        sa.ForeignKeyConstraint(
            ["created_by_person"], ["persons.id"], name="fk_case_papers_created_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_case_papers_evidence_id"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["case_steps.id"], name="fk_case_papers_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_papers"),
        sa.UniqueConstraint("number", name="uq_case_papers_number"),
        sa.UniqueConstraint("public_id", name="uq_case_papers_public_id"),
    )
    op.create_index("ix_case_papers_case", "case_papers", ["case_id", "kind"], unique=False)
    op.create_index("ix_case_papers_step", "case_papers", ["step_id"], unique=False)
    op.create_table(
        "case_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_person", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("step_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'taken') = (step_id is not null)", name="ck_case_proposals_taken_by_a_step"
        ),
        sa.CheckConstraint(
            "settled_by_person <> person_id or state <> 'taken'",
            name="ck_case_proposals_two_persons",
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_proposals_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_case_proposals_person_id"),
        sa.ForeignKeyConstraint(
            ["settled_by_person"], ["persons.id"], name="fk_case_proposals_settled_by_person"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["case_steps.id"], name="fk_case_proposals_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_proposals"),
        sa.UniqueConstraint("public_id", name="uq_case_proposals_public_id"),
    )
    op.create_index("ix_case_proposals_case", "case_proposals", ["case_id", "state"], unique=False)
    op.create_index(
        "ix_case_proposals_scope_state", "case_proposals", ["scope_code", "state"], unique=False
    )

    dialect = op.get_bind().dialect.name
    for statement in LOCKS[dialect]:
        op.execute(statement)
    if dialect != "postgresql":
        return
    for table, condition in POLICIES.items():
        op.execute(
            f"create policy by_district on {table} using ({condition}) with check ({condition})"
        )
        op.execute(f"alter table {table} enable row level security")
        op.execute(f"alter table {table} force row level security")
    op.execute(f"grant select, insert on {', '.join(POLICIES)} to {ROLE}")
    changed = [table for table in POLICIES if table not in APPEND_ONLY]
    op.execute(f"grant update on {', '.join(changed)} to {ROLE}")
    op.execute(f"grant delete on {', '.join(DELETES)} to {ROLE}")
    op.execute(f"grant usage, select on all sequences in schema public to {ROLE}")


def downgrade() -> None:
    """Take it back."""
    for table in (
        "case_proposals",
        "case_papers",
        "case_files",
        "case_custody",
        "case_weighing",
        "case_steps",
        "case_lines",
        "case_evidence",
        "case_clocks",
        "cases",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("drop function refuse_case_change()")
