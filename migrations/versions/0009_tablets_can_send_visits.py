"""Tablets can send their visits."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# as in 0007: both look-ups are sub-selects, so that they are made once for a query
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or {column} = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
POLICIES = {
    "held_manifests": IN_SCOPE.format(column="scope_code"),
    "manifest_files": "exists (select from visit_manifests where visit_manifests.id = manifest_id)",
    "received_files": IN_SCOPE.format(column="scope_code"),
    "visit_manifests": IN_SCOPE.format(column="scope_code"),
}
# read before anybody is known: they say who is asking
WITHOUT_POLICY = ("devices", "officer_keys")
TABLES = (*POLICIES, *WITHOUT_POLICY)
APPEND_ONLY = ("visit_manifests",)
REFUSAL = "a locked record is never changed; amend the visit instead"
LOCKS = {
    "sqlite": [
        f"create trigger visit_manifests_no_{deed} before {deed} on visit_manifests "
        f"begin select raise(abort, '{REFUSAL}'); end"
        for deed in ("update", "delete")
    ],
    # the function is that of the visits
    "postgresql": [
        "create trigger visit_manifests_no_change before update or delete on visit_manifests "
        "for each row execute function refuse_visit_change()",
        "create trigger visit_manifests_no_truncate before truncate on visit_manifests "
        "for each statement execute function refuse_visit_change()",
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "devices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("public_key", sa.JSON(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("enrolled_by_person", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("oldest_waiting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_person", sa.Integer(), nullable=True),
        sa.Column("revoke_reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["enrolled_by_person"], ["persons.id"], name="fk_devices_enrolled_by_person"
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_person"], ["persons.id"], name="fk_devices_revoked_by_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_devices"),
        sa.UniqueConstraint("public_id", name="uq_devices_public_id"),
    )
    op.create_index("ix_devices_scope", "devices", ["scope_code"], unique=False)
    op.create_table(
        "officer_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.JSON(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_officer_keys_device_id"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name="fk_officer_keys_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_officer_keys"),
        sa.UniqueConstraint("public_id", name="uq_officer_keys_public_id"),
    )
    op.create_index("ix_officer_keys_person", "officer_keys", ["person_id"], unique=False)
    op.create_index(
        "uq_officer_keys_current",
        "officer_keys",
        ["device_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at is null"),
        postgresql_where=sa.text("replaced_at is null"),
    )
    op.create_table(
        "received_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_received_files_device_id"),
        sa.PrimaryKeyConstraint("id", name="pk_received_files"),
        sa.UniqueConstraint("device_id", "sha256", name="uq_received_files_device_id_sha256"),
    )
    op.create_index("ix_received_files_sha256", "received_files", ["sha256"], unique=False)
    op.create_table(
        "held_manifests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device_sequence", sa.BigInteger(), nullable=False),
        sa.Column("held_for", sa.String(length=32), nullable=False),
        sa.Column("refusals", sa.JSON(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_person", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_person"], ["persons.id"], name="fk_held_manifests_decided_by_person"
        ),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_held_manifests_device_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_held_manifests_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_held_manifests"),
        sa.UniqueConstraint(
            "device_id", "uuid", "digest", name="uq_held_manifests_device_id_uuid_digest"
        ),
        sa.UniqueConstraint("public_id", name="uq_held_manifests_public_id"),
    )
    op.create_index(
        "ix_held_manifests_scope", "held_manifests", ["scope_code", "state"], unique=False
    )
    op.create_table(
        "visit_manifests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("device_sequence", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("signed_at", sa.String(length=40), nullable=False),
        sa.Column("signature", sa.String(length=120), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("running", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_visit_manifests_device_id"),
        sa.ForeignKeyConstraint(
            ["version_id"], ["visit_versions.id"], name="fk_visit_manifests_version_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit_manifests"),
        sa.UniqueConstraint(
            "scope_code",
            "received_on",
            "running",
            name="uq_visit_manifests_scope_code_received_on_running",
        ),
        sa.UniqueConstraint("uuid", name="uq_visit_manifests_uuid"),
        sa.UniqueConstraint("version_id", name="uq_visit_manifests_version_id"),
    )
    op.create_index(
        "ix_visit_manifests_device",
        "visit_manifests",
        ["device_id", "device_sequence"],
        unique=False,
    )
    op.create_index("ix_visit_manifests_digest", "visit_manifests", ["digest"], unique=False)
    op.create_table(
        "manifest_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("manifest_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=True),
        sa.Column("item", sa.String(length=40), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=True),
        sa.Column("taken_at", sa.String(length=40), nullable=True),
        sa.Column("lng_wgs84", sa.Double(), nullable=True),
        sa.Column("lat_wgs84", sa.Double(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["devices.id"], name="fk_manifest_files_device_id"),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence_files.id"], name="fk_manifest_files_evidence_id"
        ),
        sa.ForeignKeyConstraint(
            ["manifest_id"], ["visit_manifests.id"], name="fk_manifest_files_manifest_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_manifest_files"),
        sa.UniqueConstraint("manifest_id", "sha256", name="uq_manifest_files_manifest_id_sha256"),
    )
    op.create_index(
        "ix_manifest_files_device", "manifest_files", ["device_id", "sha256"], unique=False
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
    op.execute(f"grant select, insert on {', '.join(TABLES)} to {ROLE}")
    changed = [table for table in TABLES if table not in APPEND_ONLY]
    op.execute(f"grant update on {', '.join(changed)} to {ROLE}")
    op.execute(f"grant usage, select on all sequences in schema public to {ROLE}")


def downgrade() -> None:
    """Take it back."""
    for table in (
        "manifest_files",
        "visit_manifests",
        "held_manifests",
        "received_files",
        "officer_keys",
        "devices",
    ):
        op.drop_table(table)
