"""Cases begun on paper, taken over at their present step with dates, numbers and the scan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app import clock
from app.access import Viewer
from app.db import db
from app.errors import BadInput
from app.models.cases import Case
from app.models.people import Account, Certificate, Person
from app.models.visits import EvidenceFile
from app.permissions import require_permission
from app.queries.case_facts import CaseRecord, case_record
from app.scope import codes_below, require_scope
from app.services.case_entries import StepFile, prepared
from app.services.case_writing import add_row, write_step
from app.services.leads import NewLead, fill
from app.words import gettext as _
from app.words import language
from inspections.procedure.entries import fields_for
from inspections.procedure.given import BadGiven, Given, read_given
from inspections.procedure.judging import refusals
from inspections.procedure.paper_cases import PaperCase, past_of
from inspections.procedure.said import TakenOverSaid
from inspections.procedure.stages import STEPS
from inspections.refusal import Refused

TAKE_OVER = STEPS["take_over"]
PAPER_FILE = "paper_file"
NAMES = ("proposed_by", "chair", "clerk", "reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """How a case is taken over: when, by whose approval, and why."""

    happened_on: date
    reason: str
    proposed_by: str = ""
    approved_by: str = ""
    approved_on_paper: bool = False
    scope_code: str = ""


def take_over(paper: PaperCase, how: TakeOver, scan: EvidenceFile, *, actor: Viewer) -> Case:
    """Take a case over from paper; the one scan of its file proves each paper in it.

    Raises `Refused` with every reason why the papers don't carry the state, and `BadInput` at the
    column of a person nobody knows; then nothing is written.
    """
    require_permission(actor, TAKE_OVER.permission)
    require_scope(actor, how.scope_code)
    persons = _persons(paper, actor)
    case = _row(paper, how)
    record = case_record(case)
    for code, texts in past_of(paper):
        record = _add_past(case, record, code, _with_ids(texts, persons), scan, actor=actor)
    _number(case, paper)
    given = Given(
        happened_on=how.happened_on,
        said=TakenOverSaid(state=paper["state"], file_number=paper["file_number"]),
        proposed_by=how.proposed_by,
        approved_by=how.approved_by,
        approved_on_paper=how.approved_on_paper,
        reason=how.reason,
    )
    files, today = [StepFile(scan, PAPER_FILE)], clock.today()
    ready = prepared(case, TAKE_OVER.code, given, files, record.facts(today), viewer=actor)
    asked = record.asked(ready.entry, today)
    found = refusals(TAKE_OVER, asked)
    if found:
        raise Refused(found)
    write_step(case, record, ready, files, asked=asked, actor=actor)
    return case


def _row(paper: PaperCase, how: TakeOver) -> Case:
    lead = NewLead(
        title=paper["title"],
        source=paper["source"],
        summary=paper["summary"],
        received_on=paper["received_on"],
        scope_code=how.scope_code,
        party_name=paper["party_name"],
        party_type=paper["party_type"],
        party_code=paper["party_code"] or None,
        party_address=paper["party_address"] or None,
        violations=(paper.violation,),
        acted_until=paper["acted_until"],
    )
    case = Case(taken_over=True)
    fill(case, lead)
    db.session.add(case)
    db.session.flush()
    return case


def _add_past(
    case: Case,
    record: CaseRecord,
    code: str,
    texts: Mapping[str, str],
    scan: EvidenceFile,
    *,
    actor: Viewer,
) -> CaseRecord:
    """Write one step that was taken on paper; whether it would stand is judged at the end."""
    names = {field.name for field in fields_for(code)}
    given = _read(code, {name: text for name, text in texts.items() if name in names})
    files = [StepFile(scan, kind) for kind in STEPS[code].papers]
    facts = record.facts(clock.today())
    ready = prepared(case, code, given, files, facts, viewer=actor, on_paper=True)
    return add_row(case, record, ready, files, actor=actor)[1]


def _read(code: str, texts: Mapping[str, str]) -> Given:
    try:
        return read_given(code, texts)
    except BadGiven as bad:
        raise BadInput("bad_input", _("Some fields can't be taken."), told_of(bad, code)) from bad


def told_of(bad: BadGiven, step: str = "") -> list[dict[str, str]]:
    """Return the faults as messages; those of a step behind the case name the step."""
    word = STEPS[step].word(language()) if step else ""
    return [
        {
            "field": one.field,
            "message": " ".join(
                part for part in (word, one.fault.word(language()), one.about) if part
            ),
        }
        for one in bad.faults
    ]


def _number(case: Case, paper: PaperCase) -> None:
    """Give the papers the numbers that they carry on paper."""
    numbers = paper.numbers
    taken = [one for one in case.papers if one.kind in numbers]
    for one in taken:
        one.number = numbers[one.kind]
    case.number = paper["number"] or None
    case.decision_number = paper["decision_number"] or None


def _persons(paper: PaperCase, viewer: Viewer) -> dict[str, str]:
    """Return the id of everybody whom the row names, by name, certificate or id."""
    named: dict[str, Sequence[str]] = {"officers": paper["officers"]}
    named |= {name: [paper[name]] for name in NAMES if paper[name]}
    wanted = {one for names in named.values() for one in names}
    found: dict[str, set[str]] = {}
    for key, person in _known(wanted, viewer):
        found.setdefault(key, set()).add(person)
    faults = []
    for column, names in named.items():
        for one in names:
            if len(found.get(one, ())) != 1:
                many = len(found.get(one, ())) > 1
                message = (
                    _("Several persons have this name: give the number of a certificate.")
                    if many
                    else _("There is no such person. Choose one from the list.")
                )
                faults.append({"field": column, "message": f"{one}: {message}"})
    if faults:
        raise BadInput("unknown_person", _("Some fields can't be taken."), faults)
    return {key: next(iter(persons)) for key, persons in found.items()}


def _known(wanted: set[str], viewer: Viewer) -> Iterator[tuple[str, str]]:
    own = select(Account.person_id).where(Account.district_code.in_(codes_below(viewer)))
    people = select(Person.public_id, Person.display).where(
        Person.id.in_(own), Person.display.in_(wanted) | Person.public_id.in_(wanted)
    )
    for public_id, display in db.session.execute(people):
        yield (public_id if public_id in wanted else display), public_id
    numbers = (
        select(Certificate.number, Person.public_id)
        .join(Person, Person.id == Certificate.person_id)
        .where(Certificate.number.in_(wanted))
    )
    for number, public_id in db.session.execute(numbers):
        yield number, public_id


def _with_ids(texts: Mapping[str, str], persons: Mapping[str, str]) -> dict[str, str]:
    """Return the texts with persons by their ids; the head stays a name."""
    found = dict(texts)
    for name in ("officers", "investigators", *NAMES):
        if found.get(name):
            found[name] = ";".join(persons.get(one, one) for one in found[name].split(";"))
    return found
