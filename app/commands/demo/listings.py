"""From blacklisted rows of a register to listings, by the services and three different persons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.commands.demo.cast import Cast
from app.commands.demo.papers import invented_scan
from app.commands.demo.rows import Row
from app.db import db
from app.models.files import StoredFile
from app.models.register import Institution
from app.services.blacklist import approve_listing, propose_listing
from app.services.listing_content import Content, Subject, subject_of
from app.services.listing_drafts import draft_listing
from app.services.scans import store_scan
from inspections.listing_policy import ListingPolicy, policy_on
from inspections.refusal import Refused
from inspections.workdays import months_after
from maps import districts

Progress = Callable[[str, int], None]

NOTICE_BEFORE = timedelta(days=40)  # longer than any answer window with a long holiday in it
OTHER_GROUND = "other_serious"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be listed, and from which day."""

    row: Row
    decided_on: date
    months: int | None = None


def entries_of(rows: Iterable[Row], *, today: date) -> list[Entry]:
    """Return what is to be listed, no decision dated later than today."""
    return [Entry(row, _day(row, today)) for row in rows]


def _day(row: Row, today: date) -> date:
    try:
        return min(date.fromisoformat(row["list_date"]), today)
    except ValueError:
        return today


def propose(
    entries: Iterable[Entry], *, cast: Cast, progress: Progress
) -> tuple[list[str], list[str]]:
    """Draft and propose all; return the ids of the proposals and the names that were refused."""
    proposer = cast.proposer
    scans: dict[str, StoredFile] = {}
    proposed: list[str] = []
    refused: list[str] = []
    for batch in _batches(entries):
        for entry, subject in zip(batch, _subjects(batch), strict=True):
            try:
                with db.session.begin_nested():
                    scan = _scan(subject, scans, actor=proposer)
                    content = _content(entry, subject, number=len(proposed) + 1)
                    listing = draft_listing(subject, content, scan=scan, actor=proposer)
                    propose_listing(listing.public_id, actor=proposer)
                proposed.append(listing.public_id)
            except Refused as problem:
                refused.append(f"{entry.row['name']}: {problem}")
        progress("proposed", len(proposed))
    return proposed, refused


def approve(public_ids: Sequence[str], *, cast: Cast, progress: Progress) -> None:
    """Approve all, as another person."""
    approver = cast.approver
    for number, public_id in enumerate(public_ids, start=1):
        approve_listing(public_id, actor=approver)
        if number % BATCH == 0 or number == len(public_ids):
            progress("approved", number)


def _content(entry: Entry, subject: Subject, *, number: int) -> Content:
    policy = policy_on(entry.decided_on)
    ground = policy.ground_for_reason(entry.row["list_reason"]) or policy.ground(OTHER_GROUND)
    if ground is None:
        raise LookupError("the policy has no ground for other violations")
    starts, months = _term(entry, policy)
    code = subject.district_code or ""
    return Content(
        ground=ground.code,
        legal_basis=ground.basis_zh or policy.instrument_zh,
        decision_no=f"沈{districts.short_name(districts.name(code))}教拟罚〔{entry.decided_on.year}〕{number}号",
        decision_on=entry.decided_on,
        authority=_authority(code),
        notice_served_on=entry.decided_on - NOTICE_BEFORE,
        listed_on=starts,
        term_months=months,
    )


def _term(entry: Entry, policy: ListingPolicy) -> tuple[date, int]:
    """Return first day and months; an old decision, its term over, counts anew from today."""
    today = clock.today()
    if months_after(entry.decided_on, policy.default_months) < today:
        return today, policy.min_months
    return entry.decided_on, entry.months or policy.default_months


def _authority(code: str) -> str:
    """Return the education bureau of a district: 沈阳市和平区教育局, 新民市教育局."""
    name = districts.name(code)
    if name.endswith("市"):
        return f"{name}教育局"
    return districts.full_name(code).partition("省")[2] + "教育局"


def _scan(subject: Subject, scans: dict[str, StoredFile], *, actor: Viewer) -> StoredFile:
    """Return the scan of a district's decisions; thousands of entries share it."""
    institution = subject.institution
    code = (institution.scope_code if institution else subject.district_code) or ""
    if code not in scans:
        content = invented_scan("Decision on a penalty", f"district {code}")
        scans[code] = store_scan(content, name="决定书.png", scope_code=code, actor=actor)
    return scans[code]


def _subjects(batch: Sequence[Entry]) -> list[Subject]:
    """Return whom each entry is about: by credit code, else by name, else the place as written."""
    rows = [entry.row for entry in batch]
    codes = [row["credit_code"] for row in rows if row["credit_code"]]
    names = [row["name"] for row in rows]
    statement = select(Institution).where(
        Institution.credit_code.in_(codes) | Institution.name.in_(names)
    )
    known: dict[str, Institution] = {}
    for institution in db.session.scalars(statement):
        known[institution.name] = institution
        if institution.credit_code:
            known[institution.credit_code] = institution
    return [_subject(row, known) for row in rows]


def _subject(row: Row, known: dict[str, Institution]) -> Subject:
    institution = known.get(row["credit_code"] or row["name"]) or known.get(row["name"])
    if institution is not None:
        return subject_of(institution)
    return Subject(
        name=row["name"],
        credit_code=row["credit_code"] or None,
        address=row.get("address") or None,
        district_code=row["district_code"],
    )


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    left = iter(entries)
    while batch := list(islice(left, BATCH)):
        yield batch
