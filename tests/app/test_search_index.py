"""The index of search words: each act looks for its notes once, whatever a process made before."""

from sqlalchemy import event

from app.db import act, db
from app.search_index import ANY_NOTE
from tests.app.conftest import office_on


def test_a_second_office_of_a_process_does_not_look_for_notes_twice(
    office, database_url, tmp_path, compiled_templates
):
    with office_on(database_url, tmp_path / "second", compiled_templates) as second:
        asked = []
        with second.app_context():
            event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

            with act():
                db.session.connection()

    expected = 1 if second.config["SETTINGS"].database_url.startswith("sqlite") else 0
    assert asked.count(ANY_NOTE.text) == expected
