"""From what a person gives for a step to the entry that is judged: persons, officers, papers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.case_evidence import CaseEvidence
from app.models.cases import Case
from app.models.people import Account, Person, RoleGrant
from app.models.visits import EvidenceFile
from app.queries.sweeps import officer_facts
from app.words import gettext as _
from inspections.procedure.asked import Kind, fields_of
from inspections.procedure.entries import Entry, fields_for
from inspections.procedure.facts import Act, CaseFacts
from inspections.procedure.given import Given, as_made_here
from inspections.procedure.papers import PAPERS
from inspections.procedure.said_investigation import ReportSaid
from inspections.procedure.said_notice import Reviewed
from inspections.procedure.stages import STEPS
from inspections.serving import ServiceFacts
from inspections.vocabulary import Role
from maps import districts

HEADS = (Role.APPROVER, Role.LEADER)
RECEIPT = "service_receipt"
OPINION = "legal_review_opinion"


@dataclass(frozen=True, slots=True)
class StepFile:
    """A file that comes with a step; `paper` says of which paper it is the scan, if of any."""

    evidence: EvidenceFile
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry ready to be judged, and the persons in it as rows."""

    entry: Entry
    persons: dict[str, Person]

    def row(self, public_id: str) -> Person | None:
        """Return the person of this id, None for a name on paper."""
        return self.persons.get(public_id)


def prepared(
    case: Case,
    code: str,
    given: Given,
    files: Sequence[StepFile],
    facts: CaseFacts,
    *,
    viewer: Viewer,
    on_paper: bool = False,
) -> Prepared:
    """Return the entry that a step would be; raises `BadInput` at the field of an unknown person.

    `facts` are those before the step. Who signs in as a head and names nobody approves by that.
    """
    given = _with_own_words(as_made_here(given, facts), case, viewer)
    asks = {field.name for field in fields_for(code)}
    known = _persons(code, given, viewer)
    own = known[_me(known, viewer)].public_id if viewer.person_id is not None else ""
    if "approved_by" in asks and not given.approved_by and not given.approved_on_paper:
        given = replace(given, approved_by=own if viewer.holds(*HEADS) else "")
    approver = _named(given, known)
    act = Act(
        step=code,
        happened_on=given.happened_on,
        recorded_on=clock.today(),
        entered_by=own,
        officers=tuple(officer_facts(known[one]) for one in given.officers),
        certificate_shown=given.certificate_shown,
        proposed_by=given.proposed_by,
        approved_by=approver,
        approved_by_head=_is_head(approver, known, case.scope_code, given.approved_on_paper),
        approved_on_paper=given.approved_on_paper,
        papers=_papers(code, given, files),
        service=_service(given, files) if "method" in asks else None,
        reason=given.reason.strip(),
    )
    return Prepared(Entry(act=act, said=given.said, on_paper=on_paper), known)


def _me(known: dict[str, Person], viewer: Viewer) -> str:
    return next(code for code, person in known.items() if person.id == viewer.person_id)


def _with_own_words(given: Given, case: Case, viewer: Viewer) -> Given:
    """Fill in what the office knows itself; an opinion made here is its reviewer's own."""
    said = given.said
    if isinstance(said, ReportSaid) and not said.evidence:
        return replace(given, said=replace(said, evidence=_evidence(case)))
    if isinstance(said, Reviewed) and said.reviewer and OPINION in given.made:
        mine = db.session.get(Person, viewer.person_id) if viewer.person_id else None
        if mine is None or mine.public_id != said.reviewer:
            message = _("Who reviews enters the opinion, or brings the signed one as a scan.")
            raise _bad("reviewer", message)
    return given


def _evidence(case: Case) -> int:
    statement = select(func.count(CaseEvidence.id)).where(
        CaseEvidence.case_id == case.id, CaseEvidence.excluded_on.is_(None)
    )
    return db.session.scalar(statement) or 0


def _persons(code: str, given: Given, viewer: Viewer) -> dict[str, Person]:
    """Return everybody who is named, by public id, and the viewer."""
    named: dict[str, Sequence[str]] = {
        "officers": given.officers,
        "proposed_by": [given.proposed_by],
    }
    if not given.approved_on_paper:
        named["approved_by"] = [given.approved_by]
    for field in fields_of(type(given.said)):
        value: Any = getattr(given.said, field.name)
        if field.kind is Kind.PERSON:
            named[field.name] = [value]
        elif field.kind is Kind.PERSONS:
            named[field.name] = value
    wanted = {one for names in named.values() for one in names if one} | {given.approved_by}
    statement = select(Person).where(
        Person.public_id.in_(wanted) | (Person.id == (viewer.person_id or 0))
    )
    rows = db.session.scalars(statement.options(selectinload(Person.certificates)))
    found = {person.public_id: person for person in rows}
    for name, ids in named.items():
        if any(one and one not in found for one in ids):
            raise _bad(name, _("There is no such person. Choose one from the list."))
    return found


def _named(given: Given, known: dict[str, Person]) -> str:
    """Return who approved; a name on paper that belongs to somebody in the step is that person."""
    name = given.approved_by.strip()
    if not given.approved_on_paper or name in known:
        return name
    same = (code for code, person in known.items() if person.display == name)
    return next(same, name)


def _is_head(approver: str, known: dict[str, Person], scope_code: str, on_paper: bool) -> bool:
    """Say whether the approver heads the department; who never signs in shows it on paper."""
    person = known.get(approver)
    if person is None:
        return on_paper and bool(approver)
    above = [one.code for one in districts.ancestors(scope_code)]
    statement = (
        select(Account.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .where(
            Account.person_id == person.id,
            Account.district_code.in_(above),
            RoleGrant.role.in_(HEADS),
        )
        .limit(1)
    )
    return db.session.scalar(statement) is not None


def _papers(code: str, given: Given, files: Sequence[StepFile]) -> tuple[str, ...]:
    brought = [one.paper for one in files if one.paper in PAPERS]
    made = [paper for paper in given.made if paper in STEPS[code].papers]
    return tuple(dict.fromkeys((*made, *brought)))


def _service(given: Given, files: Sequence[StepFile]) -> ServiceFacts:
    return ServiceFacts(
        method=given.method,
        receiver=given.receiver,
        note=given.service_note,
        agreed=given.agreed,
        proofs=sum(one.paper == RECEIPT for one in files),
    )


def days_late(happened_on: date, recorded_on: date) -> int:
    """Return after how many days a step was recorded."""
    return max((recorded_on - happened_on).days, 0)


def _bad(field: str, message: str) -> BadInput:
    return BadInput("bad_input", message, [{"field": field, "message": message}])
