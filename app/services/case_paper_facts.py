"""What the papers of a case state: from what was entered with their steps, else as it is weighed.

A paper that is served must be printed before its step is taken; until then its charge is that of
the newest weighing, and its facts are those of the report.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import select

from app.db import db
from app.errors import NotFound
from app.models.case_evidence import CaseEvidence, CaseWeighing
from app.models.cases import Case, CasePaper, CaseStep
from app.models.people import Person
from app.papers.offices import office_book
from app.queries.case_facts import CaseRecord, case_record, weighing_of
from app.queries.sweeps import officer_facts
from app.services.case_weighing import lines_of
from app.services.papers import Stated
from inspections.illegal_gains import gains_from
from inspections.papers.case_words import Charge, defence_words, hearing_words, penalties_of
from inspections.papers.closing import ClosingForm
from inspections.papers.decisions import NoPenaltyDecision, PenaltyDecision
from inspections.papers.filing import Condition, FilingForm
from inspections.papers.investigation import Gains, InvestigationReport, Proof
from inspections.papers.notices import PriorNotice
from inspections.papers.persons import Head, Officer, Opinion, Party
from inspections.procedure.facts import CaseFacts
from inspections.procedure.facts import Condition as Met
from inspections.procedure.terms import HearingRight
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyKind

CONDITIONS = (
    "party_known",
    "first_evidence",
    "penalty_due",
    "own_jurisdiction",
    "inside_limitation",
)
PUBLISHED = "依据《中华人民共和国行政处罚法》第四十八条的规定，本决定将依法公开"


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a paper of a case is written from."""

    case: Case
    paper: CasePaper
    record: CaseRecord
    facts: CaseFacts
    weighing: tuple[CaseWeighing, ...]

    @property
    def step(self) -> CaseStep | None:
        """Return the step that the paper came with, once it is taken."""
        return self.paper.step

    def said(self, step: str) -> Any:
        """Return what was said with the newest step of this code, None before it."""
        found = [one.said for one in self.record.entries if one.act.step == step]
        return found[-1] if found else None


def stated_of(case: Case, paper: CasePaper) -> Stated:
    """Return a paper of a case, to be made; raises `NotFound` for a kind that isn't made here."""
    make = MADE.get(paper.kind)
    if make is None:
        raise NotFound
    record = case_record(case)
    basis = Basis(case, paper, record, record.facts(paper.dated_on), tuple(weighing_of(case)))
    return Stated(paper.kind, make(basis), paper.public_id, case.scope_code)


def _filing_form(basis: Basis) -> FilingForm:
    filing = basis.facts.filing
    ticked = {name: getattr(filing, name, Met()) for name in CONDITIONS}
    more: dict[str, Any] = {
        name: Condition(met=one.met, note=one.note) for name, one in ticked.items()
    }
    return FilingForm(
        head=_head(basis),
        source=basis.case.source.zh,
        party=_party(basis.case),
        summary=basis.case.summary,
        suspected_rule="、".join(_rules(basis.case.violations)),
        officers=_officers(basis),
        **more,
        **_opinions(basis, "同意立案"),
    )


def _investigation_report(basis: Basis) -> InvestigationReport:
    report, charge = basis.said("close_investigation"), _charge(basis, "")
    tiers = [f"{row.tier.zh}：{row.tier_reasons}" for row in basis.weighing]
    proposed = "；".join(penalties_of(charge, with_money=True))
    return InvestigationReport(
        head=_head(basis),
        party=_party(basis.case),
        facts=report.facts if report else "",
        evidence=_proofs(basis.case),
        character="、".join(_titles(basis.case.violations)),
        basis=_lines(report.basis) if report else (),
        circumstances=report.circumstances if report else "",
        discretion_tier="；".join(tiers),
        proposal=proposed or (report.proposal.zh if report and report.proposal else ""),
        officers=_officers(basis),
        gains=_gains(basis.case),
    )


def _prior_notice(basis: Basis) -> PriorNotice:
    head, charge = _head(basis), _charge(basis, "serve_prior_notice")
    report, said = basis.said("close_investigation"), basis.said("serve_prior_notice")
    first = basis.case.first_officer
    may_be_heard = basis.facts.hearing_right is HearingRight.YES
    return PriorNotice(
        head=head,
        party=_party(basis.case),
        facts="\n".join(charge.facts),
        evidence=_proofs(basis.case),
        reasons=report.circumstances if report else "",
        basis=charge.bases,
        proposed=tuple(penalties_of(charge, with_money=True)),
        where=head.office.address,
        contact=first.display if first else "",
        hearing_where=head.office.address if may_be_heard else "",
        answer_by=said.answer_by if said else None,
    )


def _penalty_decision(basis: Basis) -> PenaltyDecision:
    charge, said = _charge(basis, "decide_penalty"), basis.said("decide_penalty")
    report = basis.said("report_hearing")
    until = f"（履行期限：{said.duties_by.isoformat()}）" if said and said.duties_by else ""
    duties = (f"{said.duties_text}{until}",) if said and said.duties_text else ()
    return PenaltyDecision(
        head=_head(basis),
        party=_party(basis.case),
        facts="\n".join(charge.facts),
        evidence=_proofs(basis.case),
        defence=defence_words(basis.facts.notice),
        hearing=hearing_words(basis.facts, report.opinion if report else ""),
        basis=charge.bases,
        reasons=_reasons(basis),
        penalties=tuple(penalties_of(charge, with_money=False)),
        performance=duties,
        fine_fen=charge.fine_fen,
        confiscate_fen=charge.confiscate_fen,
        publication=PUBLISHED,
    )


def _no_penalty_decision(basis: Basis) -> NoPenaltyDecision:
    said, report = basis.said("decide_no_penalty"), basis.said("close_investigation")
    found = (said.established if said else "") or (report.facts if report else "")
    return NoPenaltyDecision(
        head=_head(basis),
        party=_party(basis.case),
        facts=found,
        evidence=_proofs(basis.case),
        ground=said.ground.zh if said and said.ground else "",
        basis=_lines(report.basis) if report else (),
        education=said.education if said else "",
    )


def _closing_form(basis: Basis) -> ClosingForm:
    said, archived = basis.said("close"), basis.said("archive")
    outcome = basis.case.outcome
    ground: Any = said.ground if said else None
    return ClosingForm(
        head=_head(basis),
        party=_party(basis.case),
        outcome=(said.outcome if said else "") or (outcome.zh if outcome else ""),
        execution=basis.step.reason or "" if basis.step else "",
        property_handled=said.property_handled or "没有涉案财物" if said else "",
        ground=ground,
        officers=_officers(basis),
        archive_index=archived.archive_number if archived else "",
        **_opinions(basis, "同意结案"),
    )


MADE: Mapping[str, Callable[[Basis], Any]] = {
    "filing_form": _filing_form,
    "investigation_report": _investigation_report,
    "prior_notice": _prior_notice,
    "hearing_rights_notice": _prior_notice,
    "penalty_decision": _penalty_decision,
    "no_penalty_decision": _no_penalty_decision,
    "closing_form": _closing_form,
}


def _head(basis: Basis) -> Head:
    case, paper = basis.case, basis.paper
    own = paper.number or ""
    return Head(
        office=office_book().office(case.scope_code),
        dated=paper.dated_on,
        number=own,
        case_number=case.number or (own if paper.kind == "filing_form" else ""),
    )


def _party(case: Case) -> Party:
    is_natural = case.party_type is PartyType.NATURAL_PERSON
    return Party(
        name=case.party_name or "",
        type=case.party_type,
        id_kind="身份证件号码" if is_natural else "统一社会信用代码",
        id_number=case.party_code or "",
        representative=case.party_representative or "",
        address=case.party_address or "",
        phone=case.party_phone or "",
    )


def _officers(basis: Basis) -> tuple[Officer, ...]:
    case = basis.case
    persons = [one for one in (case.first_officer, case.second_officer) if one]
    return tuple(_officer(one, basis.paper.dated_on) for one in persons)


def _officer(person: Person, day: date) -> Officer:
    held = officer_facts(person).certificate_on(day)
    return Officer(name=person.display, certificate=held.number if held else "")


def _opinions(basis: Basis, agreed: str) -> dict[str, Any]:
    """Return who approved the step of a form; opinions that aren't recorded are written by hand."""
    step = basis.step
    name = (step.approver.display if step.approver else step.approver_name) if step else None
    if step is None or not name:
        return {}
    return {"head_opinion": Opinion(text=agreed, name=name, on=step.happened_on)}


def _proofs(case: Case) -> tuple[Proof, ...]:
    statement = select(CaseEvidence).where(
        CaseEvidence.case_id == case.id, CaseEvidence.excluded_on.is_(None)
    )
    rows = db.session.scalars(statement.order_by(CaseEvidence.number))
    return tuple(Proof(name=row.title, kind=row.kind.zh, proves=row.proves or "") for row in rows)


def _charge(basis: Basis, step: str) -> Charge:
    """Return what is charged and imposed: as said with the step, else as it is weighed."""
    said = basis.said(step)
    if said is not None:
        names = [one.name for one in fields(Charge)]
        return Charge(**{name: getattr(said, name) for name in names})
    report = basis.said("close_investigation")
    rows = basis.weighing
    return Charge(
        facts=_lines(report.facts) if report else (),
        bases=tuple(_rules([row.violation for row in rows])),
        kinds=tuple(dict.fromkeys(PenaltyKind(one) for row in rows for one in row.kinds)),
        fine_fen=sum(row.fine_fen or 0 for row in rows),
        confiscate_fen=sum(row.confiscated_fen or 0 for row in rows),
    )


def _reasons(basis: Basis) -> str:
    rows = basis.weighing
    weighed = [f"{row.tier_reasons}；{row.weight.zh}：{row.weight_reasons}" for row in rows]
    report = basis.said("close_investigation")
    return "；".join(weighed) or (report.circumstances if report else "")


def _gains(case: Case) -> Gains | None:
    lines = lines_of(case)
    if not lines:
        return None
    gains = gains_from(lines)
    return Gains(
        received_fen=gains.received_fen,
        untaught_refund_fen=gains.refunded_untaught_fen,
        other_refund_fen=gains.refunded_taught_fen,
        base_fen=gains.base_fen,
        left_fen=gains.left_to_confiscate_fen,
    )


def _rules(codes: list[Any] | tuple[str, ...]) -> list[str]:
    known = violations()
    return list(dict.fromkeys(known[code].place("zh") for code in codes if code in known))


def _titles(codes: list[Any]) -> list[str]:
    known = violations()
    return [known[code].title("zh") for code in codes if code in known]


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
