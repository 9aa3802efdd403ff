"""The rows of a list taken over, as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.access import Viewer
from app.importing.outcomes import CONFLICT, REJECT, SKIP
from app.models.blacklist import Listing, ListingImport
from app.models.imports import ImportOutcome
from app.models.register import Institution
from app.queries.listing_matches import institutions_named, listings_of_import
from app.words import language
from inspections.listing_policy import policies
from inspections.problems import Problem
from maps import districts

KINDS = {"accept": "jade", "warn": "amb", "duplicate": "slate", "skip": "slate"}


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row: what it says, what is wrong with it, whom it means, what became of it."""

    number: int
    outcome: ImportOutcome
    kind: str
    is_person: bool
    values: dict[str, Any]
    district: str
    ground: str
    problems: list[Problem]
    institution: Institution | None
    candidates: list[Institution]
    former: frozenset[str]
    listing: Listing | None


def filtered(rows: Sequence[dict[str, Any]], chosen: str) -> list[dict[str, Any]]:
    """Return the rows of one outcome; header and other lines that are no entry only on request."""
    if chosen:
        return [row for row in rows if row["outcome"] == chosen]
    return [row for row in rows if row["outcome"] != SKIP or row["person"]]


def rows_shown(
    viewer: Viewer, rows: Sequence[dict[str, Any]], batch: ListingImport
) -> list[RowShown]:
    """Return the rows with the institutions that they mean or may mean."""
    wanted = {row.get("institution") for row in rows}
    wanted |= {one for row in rows for one in row.get("candidates", ())}
    known = institutions_named(viewer, [one for one in wanted if one])
    drafts = listings_of_import(viewer, batch) if batch.written_at else {}
    return [_row(row, known, drafts) for row in rows]


def _row(
    row: dict[str, Any], known: dict[str, Institution], drafts: dict[int, Listing]
) -> RowShown:
    values = row["values"]
    code = values.get("district_code")
    reason = values.get("list_reason")
    found = [policy.ground_for_reason(reason) for policy in policies()]
    ground = next((one for one in found if one is not None), None)
    return RowShown(
        number=row["row"],
        outcome=ImportOutcome(row["outcome"]),
        kind="cin" if row["outcome"] in (CONFLICT, REJECT) else KINDS.get(row["outcome"], "slate"),
        is_person=row["person"],
        values=values,
        district=districts.name(code, language()) if code else "",
        ground=ground.word(language()) if ground else "",
        problems=[Problem(*one) for one in row["problems"]],
        institution=known.get(row.get("institution") or ""),
        candidates=[known[one] for one in row.get("candidates", ()) if one in known],
        former=frozenset(row.get("former", ())),
        listing=drafts.get(row["row"]),
    )
