"""The three samples a bureau might send, held against every line of their expected results."""

import json
from pathlib import Path

import pytest

from app.importing.reports import read_register, row_report

SAMPLES = Path(__file__).parent / "samples"


@pytest.mark.parametrize("expected", sorted(SAMPLES.glob("*.expected.json")), ids=lambda p: p.stem)
def test_a_sample_gives_what_is_expected_of_it(expected):
    wanted = json.loads(expected.read_text(encoding="utf-8"))

    reading = read_register(SAMPLES / wanted["file"], home="210100")

    assert reading.encoding == wanted.get("encoding")
    assert reading.sheet == wanted.get("sheet")
    assert list(reading.header_rows) == wanted["header_rows"]
    assert len(reading.rows) == wanted["summary"]["rows_listed"]
    assert reading.outcomes() == wanted["summary"]["outcomes"]
    assert [_comparable(row_report(reading, row, "zh")) for row in reading.rows] == [
        _comparable(row) for row in wanted["rows"]
    ]


def _comparable(row):
    return {
        "row": row["row"],
        "outcome": row["outcome"],
        "values": row.get("values") if row["outcome"] in ("accept", "warn") else None,
        "problems": [p if isinstance(p, str) else p["field"] for p in row.get("problems", [])],
        "duplicate_of": row.get("duplicate_of"),
    }
