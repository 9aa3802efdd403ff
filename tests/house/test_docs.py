"""What the documents say of rules and steps is what the code says."""

from pathlib import Path

from app.commands.docs import pages

ROOT = Path(__file__).parents[2]


def test_the_documents_are_printed_from_the_code():
    stale = [name for name, text in pages().items() if (ROOT / name).read_text("utf-8") != text]

    assert stale == [], "type: flask --app wsgi docs write"
