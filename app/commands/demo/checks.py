"""A second look at invented rows: formally valid, marked as invented, each in its place."""

from collections.abc import Iterable

from app.commands.demo.credit_codes import is_formally_valid
from app.commands.demo.rows import Row
from app.commands.demo.words import MARK
from maps.boundaries import Boundaries
from maps.points import WGS84Point


def faults_in(rows: Iterable[Row], boundaries: Boundaries) -> list[str]:
    """Return everything that is wrong with the rows, as sentences."""
    faults: list[str] = []
    names: set[str] = set()
    codes: set[str] = set()
    for row in rows:
        faults += (f"row {row['seq']}: {fault}" for fault in _faults(row, names, codes))
        point = WGS84Point(float(row["lng"]), float(row["lat"]))
        if not boundaries.contains(row["district_code"], point):
            faults.append(f"row {row['seq']}: the point is outside {row['district']}")
        names.add(row["name"])
        codes.add(row["credit_code"])
    return faults


def _faults(row: Row, names: set[str], codes: set[str]) -> list[str]:
    code = row["credit_code"]
    tests = (
        (row["name"] in names, "the name occurs twice"),
        (MARK not in row["name"], "the name lacks the marker"),
        (code and not is_formally_valid(code), f"the credit code {code} is not valid"),
        (code and code[8:10] != "YY", f"the credit code {code} could be a real one"),
        (code and code in codes, f"the credit code {code} occurs twice"),
    )
    return [fault for wrong, fault in tests if wrong]
