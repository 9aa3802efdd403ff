"""Orders can be made."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# as in 0007: both look-ups are sub-selects, so that they are made once for a query
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or {column} = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
POLICIES = {
    "order_answers": "exists (select from order_steps where order_steps.id = step_id)",
    "order_files": "exists (select from order_steps where order_steps.id = step_id)",
    "order_items": "exists (select from orders where orders.id = order_id)",
    "order_steps": "exists (select from orders where orders.id = order_id)",
    "orders": IN_SCOPE.format(column="scope_code"),
    "paper_numbers": IN_SCOPE.format(column="office"),
    "paper_series": IN_SCOPE.format(column="office"),
}
APPEND_ONLY = ("order_answers", "order_files", "order_steps")
DELETES = ("order_items",)
REFUSAL = "what was recorded of an order is never changed"
FIXED = "the items of an order that was issued are never changed"
DRAFTED = "(select state from orders where id = {row}.order_id) = 'draft'"
LOCKS = {
    "sqlite": [
        *(
            f"create trigger {table}_no_{deed} before {deed} on {table} "
            f"begin select raise(abort, '{REFUSAL}'); end"
            for table in APPEND_ONLY
            for deed in ("update", "delete")
        ),
        *(
            f"create trigger order_items_no_{deed} before {deed} on order_items "
            f"when not {DRAFTED.format(row=row)} "
            f"begin select raise(abort, '{FIXED}'); end"
            for deed, row in (("insert", "new"), ("update", "old"), ("delete", "old"))
        ),
    ],
    "postgresql": [
        "create function refuse_order_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        "create function refuse_item_change() returns trigger language plpgsql as "
        "$$ declare item order_items; begin item := coalesce(new, old); "
        f"if not {DRAFTED.format(row='item')} then raise exception '{FIXED}'; end if; "
        "return item; end $$",
        *(
            f"create trigger {table}_no_change before update or delete on {table} "
            "for each row execute function refuse_order_change()"
            for table in APPEND_ONLY
        ),
        *(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_order_change()"
            for table in APPEND_ONLY
        ),
        "create trigger order_items_no_change before insert or update or delete on order_items "
        "for each row execute function refuse_item_change()",
    ],
}
OPEN_AGAIN = ("drop function refuse_order_change()", "drop function refuse_item_change()")


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "paper_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last > 0", name="ck_paper_series_begins_with_one"),
        sa.PrimaryKeyConstraint("id", name="pk_paper_series"),
        sa.UniqueConstraint("kind", "year", "office", name="uq_paper_series_kind_year_office"),
    )
    op.create_table(
        "paper_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("void_reason", sa.String(length=300), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_person", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(state = 'void') = (void_reason is not null)",
            name="ck_paper_numbers_void_for_a_reason",
        ),
        sa.ForeignKeyConstraint(
            ["given_by_person"], ["persons.id"], name="fk_paper_numbers_given_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_paper_numbers"),
        sa.UniqueConstraint(
            "kind", "year", "office", "number", name="uq_paper_numbers_kind_year_office_number"
        ),
        sa.UniqueConstraint("text", name="uq_paper_numbers_text"),
    )
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("variant", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=True),
        sa.Column("party_name", sa.String(length=200), nullable=False),
        sa.Column("party_type", sa.String(length=32), nullable=True),
        sa.Column("party_code", sa.String(length=60), nullable=True),
        sa.Column("party_representative", sa.String(length=80), nullable=True),
        sa.Column("party_address", sa.String(length=300), nullable=True),
        sa.Column("party_phone", sa.String(length=60), nullable=True),
        sa.Column("refund_fen", sa.BigInteger(), nullable=True),
        sa.Column("recheck_how", sa.Text(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("first_officer_id", sa.Integer(), nullable=True),
        sa.Column("first_officer_certificate", sa.String(length=40), nullable=True),
        sa.Column("second_officer_id", sa.Integer(), nullable=True),
        sa.Column("second_officer_certificate", sa.String(length=40), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("extension_until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("drafted_by_person", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'closed' or (outcome is not null and outcome = 'yes')",
            name="ck_orders_closed_when_corrected",
        ),
        sa.CheckConstraint(
            "state <> 'escalated' or (outcome is not null and outcome <> 'yes')",
            name="ck_orders_escalated_for_a_lack",
        ),
        sa.CheckConstraint(
            "state in ('draft', 'issued', 'withdrawn') or (counts_on is not null and due_on is not null)",
            name="ck_orders_runs_from_its_service",
        ),
        sa.CheckConstraint(
            "state in ('draft', 'withdrawn') or number is not null",
            name="ck_orders_issued_with_a_number",
        ),
        sa.CheckConstraint("first_officer_id <> second_officer_id", name="ck_orders_two_persons"),
        sa.CheckConstraint(
            "refund_fen is null or refund_fen > 0", name="ck_orders_refund_is_an_amount"
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_person"], ["persons.id"], name="fk_orders_drafted_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["first_officer_id"], ["persons.id"], name="fk_orders_first_officer_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_orders_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["persons.id"], name="fk_orders_second_officer_id"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_orders_site_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_orders_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_orders"),
        sa.UniqueConstraint("number", name="uq_orders_number"),
        sa.UniqueConstraint("public_id", name="uq_orders_public_id"),
    )
    op.create_index("ix_orders_institution", "orders", ["institution_id"], unique=False)
    op.create_index("ix_orders_scope_due", "orders", ["scope_code", "due_on"], unique=False)
    op.create_index("ix_orders_scope_state", "orders", ["scope_code", "state"], unique=False)
    op.create_index("ix_orders_site", "orders", ["site_id", "state"], unique=False)
    op.create_index("ix_orders_visit", "orders", ["visit_id"], unique=False)

    op.create_table(
        "order_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("to_correct", sa.Text(), nullable=False),
        sa.Column("checklist_item", sa.String(length=40), nullable=True),
        sa.Column("violation", sa.String(length=40), nullable=True),
        sa.Column("is_refund", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_items_order_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_items"),
        sa.UniqueConstraint("order_id", "number", name="uq_order_items_order_id_number"),
    )
    op.create_table(
        "order_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=False),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("first_officer_id", sa.Integer(), nullable=True),
        sa.Column("second_officer_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("method", sa.String(length=32), nullable=True),
        sa.Column("receiver", sa.String(length=120), nullable=True),
        sa.Column("counts_on", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "step <> 'escalate' or reason is not null",
            name="ck_order_steps_escalated_with_a_reason",
        ),
        sa.CheckConstraint(
            "step <> 'recheck' or visit_id is not null", name="ck_order_steps_rechecked_in_a_visit"
        ),
        sa.CheckConstraint(
            "first_officer_id <> second_officer_id", name="ck_order_steps_two_persons"
        ),
        sa.ForeignKeyConstraint(
            ["first_officer_id"], ["persons.id"], name="fk_order_steps_first_officer_id"
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name="fk_order_steps_order_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_order_steps_person_id"),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["persons.id"], name="fk_order_steps_second_officer_id"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_order_steps_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_steps"),
        sa.UniqueConstraint("public_id", name="uq_order_steps_public_id"),
    )
    op.create_index("ix_order_steps_order", "order_steps", ["order_id", "id"], unique=False)
    op.create_index("ix_order_steps_visit", "order_steps", ["visit_id"], unique=False)

    op.create_table(
        "order_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Integer(), nullable=False),
        sa.Column("corrected", sa.String(length=32), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["order_steps.id"], name="fk_order_answers_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_answers"),
        sa.UniqueConstraint("step_id", "item", name="uq_order_answers_step_id_item"),
    )
    op.create_table(
        "order_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_order_files_evidence_id"
        ),
        sa.ForeignKeyConstraint(["step_id"], ["order_steps.id"], name="fk_order_files_step_id"),
        sa.PrimaryKeyConstraint("id", name="pk_order_files"),
        sa.UniqueConstraint("step_id", "evidence_id", name="uq_order_files_step_id_evidence_id"),
    )
    op.create_index("ix_order_files_evidence_id", "order_files", ["evidence_id"], unique=False)
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
        "order_files",
        "order_answers",
        "order_steps",
        "order_items",
        "orders",
        "paper_numbers",
        "paper_series",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for statement in OPEN_AGAIN:
            op.execute(statement)
