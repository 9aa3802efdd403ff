"""Institutions can be listed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "listing_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=40), nullable=True),
        sa.Column("sheet", sa.String(length=100), nullable=True),
        sa.Column("rows_listed", sa.Integer(), nullable=False),
        sa.Column("persons_set_apart", sa.Integer(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("written", sa.JSON(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name="fk_listing_imports_job_id"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_listing_imports_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_listing_imports"),
        sa.UniqueConstraint("public_id", name="uq_listing_imports_public_id"),
    )
    op.create_index("ix_listing_imports_sha256", "listing_imports", ["sha256"], unique=False)
    op.create_table(
        "listings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("legal_basis", sa.String(length=300), nullable=True),
        sa.Column("decision_no", sa.String(length=80), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("authority", sa.String(length=120), nullable=True),
        sa.Column("penalty", sa.String(length=300), nullable=True),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("notice_served_on", sa.Date(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("answer_note", sa.Text(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        sa.Column("term_months", sa.Integer(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("content_digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_by_person", sa.Integer(), nullable=True),
        sa.Column("proposed_by_person", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_person", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_digest", sa.String(length=64), nullable=True),
        sa.Column("published_by_person", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("ended_by_person", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=True),
        sa.Column("closed_edition", sa.Integer(), nullable=True),
        sa.Column("ending", sa.String(length=32), nullable=True),
        sa.Column("ending_category", sa.String(length=32), nullable=True),
        sa.Column("ending_reason", sa.String(length=500), nullable=True),
        sa.Column("ending_scan_id", sa.Integer(), nullable=True),
        sa.Column("ending_proposed_by_person", sa.Integer(), nullable=True),
        sa.Column("ending_proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("import_row", sa.Integer(), nullable=True),
        sa.Column("import_values", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state in ('draft', 'proposed', 'approved', 'listed', 'rejected', 'withdrawn', 'removed', 'expired', 'revoked')",
            name="ck_listings_state_is_known",
        ),
        sa.CheckConstraint(
            "state not in ('approved', 'listed', 'removed', 'expired', 'revoked') or (proposed_by_person is not null and approved_by_person is not null and approved_at is not null and approved_digest is not null)",
            name="ck_listings_approved_by_a_person",
        ),
        sa.CheckConstraint(
            "state not in ('listed', 'removed', 'expired', 'revoked') or (published_by_person is not null and published_at is not null and edition is not null and content_digest = approved_digest)",
            name="ck_listings_published_by_a_person",
        ),
        sa.CheckConstraint(
            "state not in ('proposed', 'approved', 'listed') or (proposed_by_person is not null and proposed_at is not null and ground is not null and legal_basis is not null and decision_no is not null and decision_on is not null and authority is not null and scan_id is not null and notice_served_on is not null and listed_on is not null and ends_on is not null)",
            name="ck_listings_proposed_is_complete",
        ),
        sa.CheckConstraint(
            "state not in ('rejected', 'withdrawn', 'removed', 'expired', 'revoked') or ended_on is not null",
            name="ck_listings_ended_on_a_day",
        ),
        sa.CheckConstraint(
            "state not in ('rejected', 'withdrawn', 'removed', 'revoked') or (end_reason is not null and ended_by_person is not null)",
            name="ck_listings_ended_with_a_reason",
        ),
        sa.CheckConstraint(
            "ending is null or (ending_reason is not null and ending_scan_id is not null "
            "and ending_proposed_by_person is not null and ending_proposed_at is not null "
            "and state in ('listed', 'removed', 'expired', 'revoked'))",
            name="ck_listings_ending_is_documented",
        ),
        sa.CheckConstraint(
            "state not in ('removed', 'revoked') or (ending is not null "
            "and ended_by_person <> ending_proposed_by_person)",
            name="ck_listings_ended_by_two_persons",
        ),
        sa.CheckConstraint(
            "(state <> 'revoked' or (ending = 'set_aside' and ending_category is not null)) "
            "and (state <> 'removed' or ending = 'removal')",
            name="ck_listings_ended_as_proposed",
        ),
        sa.CheckConstraint(
            "approved_by_person is null or approved_by_person <> proposed_by_person",
            name="ck_listings_approver_is_another_person",
        ),
        sa.CheckConstraint(
            "published_by_person is null or (published_by_person <> proposed_by_person and published_by_person <> approved_by_person)",
            name="ck_listings_publisher_is_a_third_person",
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_person"], ["persons.id"], name="fk_listings_approved_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_person"], ["persons.id"], name="fk_listings_drafted_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_person"], ["persons.id"], name="fk_listings_ended_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["ending_proposed_by_person"],
            ["persons.id"],
            name="fk_listings_ending_proposed_by_person",
        ),
        sa.ForeignKeyConstraint(
            ["ending_scan_id"], ["stored_files.id"], name="fk_listings_ending_scan_id"
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["listing_imports.id"], name="fk_listings_import_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_listings_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_person"], ["persons.id"], name="fk_listings_proposed_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["published_by_person"], ["persons.id"], name="fk_listings_published_by_person"
        ),
        sa.ForeignKeyConstraint(["scan_id"], ["stored_files.id"], name="fk_listings_scan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listings"),
        sa.UniqueConstraint("public_id", name="uq_listings_public_id"),
    )
    op.create_index("ix_listings_import", "listings", ["import_id"], unique=False)
    op.create_index("ix_listings_institution", "listings", ["institution_id"], unique=False)
    op.create_index("ix_listings_name_key", "listings", ["name_key"], unique=False)
    op.create_index(
        "ix_listings_scope_state", "listings", ["scope_code", "state", "id"], unique=False
    )
    op.create_index("ix_listings_state_ends", "listings", ["state", "ends_on"], unique=False)
    op.create_index(
        "uq_listings_open_institution",
        "listings",
        ["institution_id"],
        unique=True,
        sqlite_where=sa.text("state in ('draft', 'proposed', 'approved', 'listed')"),
        postgresql_where=sa.text("state in ('draft', 'proposed', 'approved', 'listed')"),
    )
    op.create_table(
        "listing_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("listing_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name="fk_listing_events_listing_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_listing_events_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_listing_events"),
    )
    op.create_index(
        "ix_listing_events_listing", "listing_events", ["listing_id", "id"], unique=False
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_listing_events_listing", table_name="listing_events")
    op.drop_table("listing_events")
    op.drop_index(
        "uq_listings_open_institution",
        table_name="listings",
        sqlite_where=sa.text("state in ('draft', 'proposed', 'approved', 'listed')"),
        postgresql_where=sa.text("state in ('draft', 'proposed', 'approved', 'listed')"),
    )
    op.drop_index("ix_listings_state_ends", table_name="listings")
    op.drop_index("ix_listings_scope_state", table_name="listings")
    op.drop_index("ix_listings_name_key", table_name="listings")
    op.drop_index("ix_listings_institution", table_name="listings")
    op.drop_index("ix_listings_import", table_name="listings")
    op.drop_table("listings")
    op.drop_index("ix_listing_imports_sha256", table_name="listing_imports")
    op.drop_table("listing_imports")
