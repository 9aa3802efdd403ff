"""The migrations make exactly the tables that the models declare, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.db import db
from app.schema import head, revision
from tests.app.conftest import *  # noqa: F403  (the desk fixture)

BESIDE = "institutions_search"


def ours(thing, name, kind, reflected, compared):
    if name is not None and str(name).startswith(BESIDE):
        return False
    return not (kind == "index" and name == "ix_institutions_search")


def test_the_models_are_what_the_migrations_made(desk):
    with db.engine.connect() as connection:
        options = {"compare_type": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)

        assert compare_metadata(context, db.metadata) == []


def test_the_schema_is_at_its_head(desk):
    assert revision() == head()
