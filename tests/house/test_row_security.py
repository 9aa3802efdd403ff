"""Every table has a policy or a reason, and looking across districts stays rare and known."""

import re
from pathlib import Path

from sqlalchemy import inspect, text

from app.db import db
from app.row_security import APPEND_ONLY, WITHOUT_POLICY, as_owner
from tests.app.conftest import *  # noqa: F403  (the desk fixture)

ROOT = Path(__file__).parents[2]
# what looks beyond the viewer's area: what it finds is a number, a refusal, or filtered afterwards
ACROSS = {
    "app/desk/audit.py": "the trail is whole or broken as a whole",
    "app/queries/edition_changes.py": "an edition holds the whole office's list",
    "app/queries/listing_facts.py": "one open entry for an institution, wherever it was made",
    "app/queries/kept.py": "says that something changed, not what",
    "app/queries/map.py": "arrays shared by all viewers, masked for each",
    "app/queries/publication.py": "an edition holds the whole office's list",
    "app/queries/register.py": "a credit code is unique",
}


def test_a_table_of_the_models_has_a_policy_or_a_reason(desk):
    tables = set(db.metadata.tables)
    with as_owner(), db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            query = "select relname from pg_class join pg_policy on polrelid = pg_class.oid"
            guarded = set(connection.scalars(text(query)))
        else:  # no policies there: the lists of the program stand alone
            guarded = set(inspect(connection).get_table_names()) & tables - set(WITHOUT_POLICY)

    assert guarded == tables - set(WITHOUT_POLICY)
    assert set(WITHOUT_POLICY) | set(APPEND_ONLY) <= tables
    assert all(WITHOUT_POLICY.values())


def test_only_known_places_look_across_districts():
    files = {path: path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py")}
    found = {
        str(path.relative_to(ROOT))
        for path, source in files.items()
        if re.search(r"with across_districts\(\)", source)
    }

    assert found <= set(ACROSS)


def test_the_scope_is_said_by_three_modules_alone():
    said = re.compile(r"\bscope\.(?:re)?set\(|mingcha\.scope")
    files = {path: path.read_text("utf-8") for path in (ROOT / "app").rglob("*.py")}
    found = {path.name for path, source in files.items() if said.search(source)}

    assert found == {"db.py", "gate.py", "row_security.py"}
