"""Visits can be entered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LOCKED = ("visit_versions", "visit_answers", "visit_files")
REFUSAL = "a locked record is never changed; amend the visit instead"
# a version is locked when it is written; a correction is a further version
LOCKS = {
    "sqlite": [
        f"create trigger {table}_no_{deed} before {deed} on {table} "
        f"begin select raise(abort, '{REFUSAL}'); end"
        for table in LOCKED
        for deed in ("update", "delete")
    ],
    "postgresql": [
        "create function refuse_visit_change() returns trigger language plpgsql as "
        f"$$ begin raise exception '{REFUSAL}'; end $$",
        *(
            f"create trigger {table}_no_change before update or delete on {table} "
            "for each row execute function refuse_visit_change()"
            for table in LOCKED
        ),
        *(
            f"create trigger {table}_no_truncate before truncate on {table} "
            "for each statement execute function refuse_visit_change()"
            for table in LOCKED
        ),
    ],
}
OPEN_AGAIN = {"sqlite": [], "postgresql": ["drop function refuse_visit_change()"]}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_visits_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        sa.UniqueConstraint("public_id", name="uq_visits_public_id"),
    )
    op.create_index("ix_visits_scope_day", "visits", ["scope_code", "happened_on"], unique=False)
    op.create_index("ix_visits_scope_kind", "visits", ["scope_code", "kind"], unique=False)
    op.create_index("ix_visits_scope_result", "visits", ["scope_code", "result"], unique=False)
    op.create_index("ix_visits_site", "visits", ["site_id", "happened_on"], unique=False)
    op.create_table(
        "evidence_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("view_sha256", sa.String(length=64), nullable=True),
        sa.Column("thumb_sha256", sa.String(length=64), nullable=True),
        sa.Column("claims", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name="fk_evidence_files_file_id"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_files"),
        sa.UniqueConstraint("file_id", name="uq_evidence_files_file_id"),
    )
    op.create_table(
        "visit_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ground", sa.String(length=120), nullable=True),
        sa.Column("sweep", sa.String(length=10), nullable=True),
        sa.Column("checklist", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_certificate", sa.String(length=40), nullable=False),
        sa.Column("second_officer_id", sa.Integer(), nullable=False),
        sa.Column("second_officer_certificate", sa.String(length=40), nullable=False),
        sa.Column("certificate_shown", sa.Boolean(), nullable=True),
        sa.Column("result", sa.String(length=32), nullable=False),
        sa.Column("met_name", sa.String(length=80), nullable=True),
        sa.Column("met_role", sa.String(length=80), nullable=True),
        sa.Column("signing", sa.String(length=32), nullable=True),
        sa.Column("signing_note", sa.String(length=300), nullable=True),
        sa.Column("school_day", sa.String(length=32), nullable=True),
        sa.Column("stages", sa.String(length=100), nullable=True),
        sa.Column("trainees_present", sa.Integer(), nullable=True),
        sa.Column("other_findings", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("amends", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(length=40), nullable=True),
        sa.Column("device_sequence", sa.BigInteger(), nullable=True),
        sa.Column("previous_digest", sa.String(length=64), nullable=True),
        sa.Column("lng_wgs84", sa.Double(), nullable=True),
        sa.Column("lat_wgs84", sa.Double(), nullable=True),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("receipt_signature", sa.String(length=120), nullable=True),
        sa.CheckConstraint("author_id <> second_officer_id", name="ck_visit_versions_two_persons"),
        sa.CheckConstraint(
            "number = 1 or reason is not null", name="ck_visit_versions_amended_with_a_reason"
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_visit_versions_account_id"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["persons.id"], name="fk_visit_versions_author_id"),
        sa.ForeignKeyConstraint(
            ["second_officer_id"], ["persons.id"], name="fk_visit_versions_second_officer_id"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_visit_versions_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visit_versions"),
        sa.UniqueConstraint("uuid", name="uq_visit_versions_uuid"),
        sa.UniqueConstraint("visit_id", "number", name="uq_visit_versions_visit_id_number"),
    )
    op.create_index("ix_visit_versions_author", "visit_versions", ["author_id"], unique=False)
    op.create_index(
        "ix_visit_versions_second", "visit_versions", ["second_officer_id"], unique=False
    )
    op.create_table(
        "pending_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_pending_files_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_pending_files_evidence_id"
        ),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name="fk_pending_files_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pending_files"),
        sa.UniqueConstraint("evidence_id", name="uq_pending_files_evidence_id"),
    )
    op.create_index(
        "ix_pending_files_draft", "pending_files", ["account_id", "draft"], unique=False
    )
    op.create_table(
        "visit_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=32), nullable=False),
        sa.Column("seen", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["visit_versions.id"], name="fk_visit_answers_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit_answers"),
        sa.UniqueConstraint("version_id", "item", name="uq_visit_answers_version_id_item"),
    )
    op.create_index("ix_visit_answers_item", "visit_answers", ["item", "answer"], unique=False)
    op.create_table(
        "visit_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_visit_files_evidence_id"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["visit_versions.id"], name="fk_visit_files_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit_files"),
        sa.UniqueConstraint(
            "version_id", "evidence_id", name="uq_visit_files_version_id_evidence_id"
        ),
    )
    op.create_index("ix_visit_files_evidence_id", "visit_files", ["evidence_id"], unique=False)
    for statement in LOCKS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_visit_files_evidence_id", table_name="visit_files")
    op.drop_table("visit_files")
    op.drop_index("ix_visit_answers_item", table_name="visit_answers")
    op.drop_table("visit_answers")
    op.drop_index("ix_pending_files_draft", table_name="pending_files")
    op.drop_table("pending_files")
    op.drop_index("ix_visit_versions_second", table_name="visit_versions")
    op.drop_index("ix_visit_versions_author", table_name="visit_versions")
    op.drop_table("visit_versions")
    op.drop_table("evidence_files")
    op.drop_index("ix_visits_site", table_name="visits")
    op.drop_index("ix_visits_scope_result", table_name="visits")
    op.drop_index("ix_visits_scope_kind", table_name="visits")
    op.drop_index("ix_visits_scope_day", table_name="visits")
    op.drop_table("visits")
    for statement in OPEN_AGAIN[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
