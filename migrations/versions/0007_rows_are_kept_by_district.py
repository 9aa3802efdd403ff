"""Rows are kept by district on PostgreSQL: a role that owns nothing, a policy for each table."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROLE = "mingcha_app"
# Roles belong to the whole server: another database or another process may have made it already.
# Who may make no roles finds it made by the administrator; app/row_security.py says how.
MAKE_ROLE = f"""
do $$ begin
    if not exists (select from pg_roles where rolname = '{ROLE}') then
        create role {ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
exception
    when duplicate_object or unique_violation then null;
    when insufficient_privilege then
        raise exception 'the role {ROLE} is missing and this account may not make it'
        using errcode = 'insufficient_privilege', hint = 'as the administrator: '
        || 'create role {ROLE} nologin; grant {ROLE} to ' || quote_ident(session_user);
end $$"""
JOIN_ROLE = f"""
do $$ begin
    if not (select rolsuper from pg_roles where rolname = current_user)
        and not pg_has_role(current_user, '{ROLE}', 'member') then
        execute format('grant {ROLE} to %I', current_user);
    end if;
end $$"""
# both look-ups are sub-selects, so that they are made once for a query and not for each row
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or {column} = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
BY_COLUMN = {
    "audit_events": "chain",
    "audit_heads": "chain",
    "imports": "district_code",
    "institutions": "scope_code",
    "jobs": "district_code",
    "listing_imports": "scope_code",
    "listings": "scope_code",
    "publication_overrides": "scope_code",
    "sites": "scope_code",
    "stored_files": "district_code",
    "visits": "scope_code",
}
# seen and written where the row they belong to is: the policy of that table decides
BY_PARENT = {
    "evidence_files": ("stored_files", "file_id"),
    "import_absences": ("imports", "import_id"),
    "import_rows": ("imports", "import_id"),
    "listing_events": ("listings", "listing_id"),
    "pending_files": ("sites", "site_id"),
    "register_changes": ("institutions", "institution_id"),
    "visit_answers": ("visit_versions", "version_id"),
    "visit_files": ("visit_versions", "version_id"),
    "visit_versions": ("visits", "visit_id"),
}
# what an institution brought along from elsewhere is seen in its own district too, though not
# written there: otherwise a listed institution would look unlisted
OF_AN_INSTITUTION = ("listings", "sites")
WITHOUT_POLICY = (
    "accounts",
    "certificates",
    "edition_leaves",
    "editions",
    "entry_salts",
    "persons",
    "role_grants",
    "sign_in_throttles",
    "signed_in_sessions",
)
APPEND_ONLY = (
    "audit_events",
    "edition_leaves",
    "editions",
    "listing_events",
    "register_changes",
    "visit_answers",
    "visit_files",
    "visit_versions",
)
DELETES = (
    "entry_salts",
    "evidence_files",
    "import_rows",
    "imports",
    "pending_files",
    "role_grants",
    "sign_in_throttles",
    "signed_in_sessions",
    "stored_files",
)
TABLES = sorted((*BY_COLUMN, *BY_PARENT, *WITHOUT_POLICY))


def _policies() -> dict[str, tuple[str, str]]:
    """Return what may be seen and what may be written of each table."""
    by_column = {table: IN_SCOPE.format(column=column) for table, column in BY_COLUMN.items()}
    by_parent = {
        table: _seen(table, parent, column) for table, (parent, column) in BY_PARENT.items()
    }
    written = by_column | by_parent
    seen = dict(written)
    for table in OF_AN_INSTITUTION:
        seen[table] += " or " + _seen(table, "institutions", "institution_id")
    return {table: (seen[table], written[table]) for table in written}


def _seen(table: str, parent: str, column: str) -> str:
    return f"exists (select from {parent} where {parent}.id = {table}.{column})"


def upgrade() -> None:
    """Allow it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    statements = [MAKE_ROLE, JOIN_ROLE, f"grant usage on schema public to {ROLE}"]
    for table, (seen, written) in _policies().items():
        statements += [
            f"create policy by_district on {table} using ({seen}) with check ({written})",
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
        ]
    statements += [
        f"grant select, insert on {', '.join(TABLES)} to {ROLE}",
        f"grant update on {', '.join(set(TABLES) - set(APPEND_ONLY))} to {ROLE}",
        f"grant delete on {', '.join(DELETES)} to {ROLE}",
        f"grant select on alembic_version to {ROLE}",
        f"grant usage, select on all sequences in schema public to {ROLE}",
        "revoke all on function institutions_found(text[]) from public",
        f"grant execute on function institutions_found(text[]) to {ROLE}",
    ]
    for statement in statements:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take it back; the role stays, for other databases of the server may use it."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in _policies():
        op.execute(sa.text(f"alter table {table} no force row level security"))
        op.execute(sa.text(f"alter table {table} disable row level security"))
        op.execute(sa.text(f"drop policy by_district on {table}"))
    for kind in ("tables", "sequences", "functions"):
        op.execute(sa.text(f"revoke all on all {kind} in schema public from {ROLE}"))
