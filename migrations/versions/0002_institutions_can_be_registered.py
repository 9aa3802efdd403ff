"""Institutions and the places they use can be registered and found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Search by two characters: an index of the words in institutions.search_grams. No trigger may write
# to SQLite's full-text table (app/search_index.py says why), so triggers note what changed.
# On PostgreSQL the index is a table of its own as well: under row-level security no operator that
# isn't leakproof may use an index, and none on arrays or patterns is. Nobody but the owner may read
# it; institutions_found asks it on behalf of a scope, and looks into no other district.
IN_SCOPE = (
    "((select current_setting('mingcha.scope', true)) = '*' or scope_code = any "
    "((select string_to_array(current_setting('mingcha.scope', true), ','))::text[]))"
)
OF_THE_OWNER = "security definer set search_path = pg_catalog, public, pg_temp"
SEARCH = {
    "sqlite": [
        "create virtual table institutions_search using fts5(search_grams, "
        "content='institutions', content_rowid='id', detail=none, tokenize='unicode61')",
        "create table institutions_search_notes (id integer primary key, old text)",
        "create trigger institutions_search_added after insert on institutions begin "
        "insert or ignore into institutions_search_notes values (new.id, null); end",
        "create trigger institutions_search_removed after delete on institutions begin "
        "insert or ignore into institutions_search_notes values (old.id, old.search_grams); end",
        "create trigger institutions_search_changed after update of search_grams "
        "on institutions when old.search_grams is not new.search_grams begin "
        "insert or ignore into institutions_search_notes values (old.id, old.search_grams); end",
    ],
    "postgresql": [
        "create table institutions_search (institution_id integer primary key "
        "references institutions on delete cascade, scope_code varchar(6) not null, "
        "grams text[] not null)",
        "create index ix_institutions_search on institutions_search using gin (grams)",
        f"create function note_added_institutions() returns trigger language plpgsql {OF_THE_OWNER} "
        "as $$ begin insert into public.institutions_search select id, scope_code, "
        "string_to_array(search_grams, ' ') from added; return null; end $$",
        f"create function note_changed_institution() returns trigger language plpgsql "
        f"{OF_THE_OWNER} as $$ begin update public.institutions_search set "
        "scope_code = new.scope_code, grams = string_to_array(new.search_grams, ' ') "
        "where institution_id = new.id; return null; end $$",
        "create trigger institutions_search_added after insert on institutions "
        "referencing new table as added for each statement "
        "execute function note_added_institutions()",
        "create trigger institutions_search_changed after update on institutions for each row "
        "when (old.search_grams is distinct from new.search_grams "
        "or old.scope_code is distinct from new.scope_code) "
        "execute function note_changed_institution()",
        "create function institutions_found(pairs text[]) returns integer[] language sql stable "
        f"{OF_THE_OWNER} as $$ select array(select institution_id from public.institutions_search "
        f"where grams @> pairs and {IN_SCOPE}) $$",
    ],
}
NO_SEARCH = {
    "sqlite": [
        "drop trigger institutions_search_added",
        "drop trigger institutions_search_removed",
        "drop trigger institutions_search_changed",
        "drop table institutions_search_notes",
        "drop table institutions_search",
    ],
    "postgresql": [
        "drop function institutions_found(text[])",
        "drop trigger institutions_search_added on institutions",
        "drop trigger institutions_search_changed on institutions",
        "drop function note_added_institutions()",
        "drop function note_changed_institution()",
        "drop table institutions_search",
    ],
}


def upgrade() -> None:
    """Allow it."""
    op.create_table(
        "institutions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("core_name", sa.String(length=200), nullable=False),
        sa.Column("short_name", sa.String(length=100), nullable=True),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("legal_form", sa.String(length=32), nullable=True),
        sa.Column("organiser", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=60), nullable=True),
        sa.Column("licence_no", sa.String(length=60), nullable=True),
        sa.Column("licence_issued", sa.Date(), nullable=True),
        sa.Column("licence_expires", sa.Date(), nullable=True),
        sa.Column("licence_status", sa.String(length=32), nullable=False),
        sa.Column("renewal_pending", sa.Boolean(), nullable=False),
        sa.Column("stop_enrolling", sa.Boolean(), nullable=False),
        sa.Column("subject_class", sa.String(length=32), nullable=True),
        sa.Column("subject_group", sa.String(length=32), nullable=True),
        sa.Column("subjects", sa.String(length=300), nullable=True),
        sa.Column("stages", sa.String(length=100), nullable=True),
        sa.Column("delivery_mode", sa.String(length=32), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("search_grams", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("absent_since", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_institutions"),
        sa.UniqueConstraint("credit_code", name="uq_institutions_credit_code"),
        sa.UniqueConstraint("public_id", name="uq_institutions_public_id"),
    )
    op.create_index("ix_institutions_absent", "institutions", ["absent_since"], unique=False)
    op.create_index("ix_institutions_core_name", "institutions", ["core_name"], unique=False)
    op.create_index(
        "ix_institutions_licence_expires",
        "institutions",
        ["licence_expires", "id", "scope_code"],
        unique=False,
    )
    op.create_index(
        "ix_institutions_updated",
        "institutions",
        ["updated_at", "id", "scope_code"],
        unique=False,
    )
    op.create_index(
        "ix_institutions_standing",
        "institutions",
        [
            "scope_code",
            "subject_group",
            "licence_status",
            "renewal_pending",
            "licence_expires",
            "licence_no",
        ],
        unique=False,
    )
    op.create_index("ix_institutions_licence_no", "institutions", ["licence_no"], unique=False)
    op.create_index(
        "ix_institutions_name", "institutions", ["name", "id", "scope_code"], unique=False
    )
    op.create_index("ix_institutions_name_key", "institutions", ["name_key"], unique=False)
    op.create_index(
        "ix_institutions_scope_name", "institutions", ["scope_code", "name"], unique=False
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=10), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=True),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("district_code", sa.String(length=6), nullable=True),
        sa.Column("scope_code", sa.String(length=6), nullable=False),
        sa.Column("lng_wgs84", sa.Double(), nullable=True),
        sa.Column("lat_wgs84", sa.Double(), nullable=True),
        sa.Column("point_source", sa.String(length=40), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_sites_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sites"),
        sa.UniqueConstraint("public_id", name="uq_sites_public_id"),
    )
    op.create_index("ix_sites_institution", "sites", ["institution_id"], unique=False)
    op.create_index("ix_sites_point", "sites", ["lng_wgs84", "lat_wgs84"], unique=False)
    op.create_index("ix_sites_scope", "sites", ["scope_code"], unique=False)
    op.create_index(
        "uq_sites_main",
        "sites",
        ["institution_id"],
        unique=True,
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )
    op.create_table(
        "register_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.String(length=300), nullable=True),
        sa.Column("new", sa.String(length=300), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_register_changes_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institutions.id"], name="fk_register_changes_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_register_changes"),
    )
    op.create_index(
        "ix_register_changes_import_id", "register_changes", ["import_id"], unique=False
    )
    op.create_index(
        "ix_register_changes_institution",
        "register_changes",
        ["institution_id", "id"],
        unique=False,
    )
    # ### end Alembic commands ###
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Take it back."""
    for statement in NO_SEARCH[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    op.drop_index("ix_register_changes_institution", table_name="register_changes")
    op.drop_index("ix_register_changes_import_id", table_name="register_changes")
    op.drop_table("register_changes")
    op.drop_index(
        "uq_sites_main",
        table_name="sites",
        sqlite_where=sa.text("is_main"),
        postgresql_where=sa.text("is_main"),
    )
    op.drop_index("ix_sites_scope", table_name="sites")
    op.drop_index("ix_sites_point", table_name="sites")
    op.drop_index("ix_sites_institution", table_name="sites")
    op.drop_table("sites")
    op.drop_index("ix_institutions_standing", table_name="institutions")
    op.drop_index("ix_institutions_updated", table_name="institutions")
    op.drop_index("ix_institutions_scope_name", table_name="institutions")
    op.drop_index("ix_institutions_name_key", table_name="institutions")
    op.drop_index("ix_institutions_name", table_name="institutions")
    op.drop_index("ix_institutions_licence_no", table_name="institutions")
    op.drop_index("ix_institutions_licence_expires", table_name="institutions")
    op.drop_index("ix_institutions_core_name", table_name="institutions")
    op.drop_index("ix_institutions_absent", table_name="institutions")
    op.drop_table("institutions")
    # ### end Alembic commands ###
