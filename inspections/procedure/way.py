"""The usual way of a case from where it stands: the steps ahead, which of them may not come.

Measures Art 26-37. It tells where a case is heading; what may be done says `judging.refusals`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inspections.procedure.decision import OUTCOMES
from inspections.procedure.facts import CaseFacts
from inspections.procedure.stages import S
from inspections.procedure.terms import CaseState, HearingRight, Outcome

TO_THE_REPORT = ("begin_review", "file", "begin_investigation", "close_investigation")
STANDS_BEFORE: dict[CaseState, str] = {
    S.LEAD_RECEIVED: "begin_review",
    S.PRELIMINARY_REVIEW: "file",
    S.FILED: "begin_investigation",
    S.INVESTIGATING: "close_investigation",
}
EXECUTION: dict[CaseState, tuple[str, ...]] = {
    S.SERVED: ("start_performance", "confirm_performance"),
    S.PERFORMING: ("confirm_performance",),
    S.OVERDUE: ("serve_demand", "apply_to_court"),
    S.DEMAND_SERVED: ("apply_to_court",),
    S.COURT_APPLIED: (),
}
# by which running deadline a step ahead has its day
DEADLINE_OF = {
    "waive_defence": "defence",
    "request_hearing": "hearing_request",
    "hold_hearing": "hearing_notice",
    "decide_penalty": "decision",
    "serve_decision": "service",
    "start_performance": "payment",
    "confirm_performance": "payment",
    "apply_to_court": "court_application",
}
ORDER = tuple(CaseState)
LEAVES_ONLY_THE_END = (S.NOT_FILED, S.TRANSFERRED_OUT, S.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Ahead:
    """One step to come; `is_conditional` where it comes only if it is asked for or required."""

    step: str
    is_conditional: bool = False

    @property
    def deadline(self) -> str:
        """Return the code of the deadline that sets its day, blank where none does."""
        return DEADLINE_OF.get(self.step, "")


def ahead(facts: CaseFacts) -> tuple[Ahead, ...]:
    """Return the steps ahead in their order; the first is the one that the case waits for."""
    state = facts.state
    if state is None or state in LEAVES_ONLY_THE_END:
        return ()
    if state in (S.CLOSED, S.FILING_WITHDRAWN):
        return (Ahead("archive"),)
    return (*_to_the_decision(state, facts), *_after_the_decision(state, facts))


def _to_the_decision(state: CaseState, facts: CaseFacts) -> Iterator[Ahead]:
    if ORDER.index(state) >= ORDER.index(S.DECIDED_PENALTY):
        return
    decision = _decision(facts)
    if decision != "decide_penalty":
        yield Ahead(decision)
        return
    yield from map(Ahead, _before_the_report(state, facts))
    yield from _notice(state, facts)
    yield from _hearing(state, facts)
    if state is not S.LEGAL_REVIEW_PASSED:
        yield Ahead("pass_legal_review", is_conditional=not facts.review_is_required)
    yield Ahead(decision)


def _before_the_report(state: CaseState, facts: CaseFacts) -> Sequence[str]:
    first = STANDS_BEFORE.get(state)
    rest = list(TO_THE_REPORT[TO_THE_REPORT.index(first) :]) if first else []
    if not any(one.in_force and one.served_on for one in facts.corrections):
        place = rest.index("close_investigation") if rest else 0
        rest.insert(place, "order_to_correct")
    return rest


def _notice(state: CaseState, facts: CaseFacts) -> Iterator[Ahead]:
    if facts.notice is not None and state not in STANDS_BEFORE:
        if not facts.notice.defences and facts.notice.defence_waived_on is None:
            yield Ahead("receive_defence", is_conditional=True)
        elif any(one.reviewed_on is None for one in facts.notice.defences):
            yield Ahead("review_defence")
        return
    if state is not S.COLLECTIVE_DISCUSSION:
        yield Ahead("discuss", is_conditional=facts.hearing_right is HearingRight.NO)
    yield Ahead("serve_prior_notice")
    yield Ahead("receive_defence", is_conditional=True)


def _hearing(state: CaseState, facts: CaseFacts) -> Iterator[Ahead]:
    hearing = facts.notice.hearing if facts.notice else None
    if state is S.HEARING_REQUESTED:
        yield from map(Ahead, ("notify_hearing", "hold_hearing", "report_hearing"))
    elif state is S.HEARING_NOTICED:
        yield from map(Ahead, ("hold_hearing", "report_hearing"))
    elif hearing is not None and hearing.held_on is not None:
        if hearing.reported_on is None:
            yield Ahead("report_hearing")
    elif hearing is None and _may_still_be_asked_for(facts):
        yield Ahead("request_hearing", is_conditional=True)


def _may_still_be_asked_for(facts: CaseFacts) -> bool:
    waived = facts.notice is not None and facts.notice.hearing_waived_on is not None
    return facts.hearing_right is not HearingRight.NO and not waived


def _decision(facts: CaseFacts) -> str:
    proposed = facts.report.proposal if facts.report else None
    outcome = proposed or Outcome.PENALTY
    return next(code for code, kind in OUTCOMES.items() if kind is outcome)


def _after_the_decision(state: CaseState, facts: CaseFacts) -> Iterator[Ahead]:
    outcome = facts.decision.outcome if facts.decision else Outcome.PENALTY
    if outcome is Outcome.CRIME_TRANSFER:
        sent = facts.crime is not None and facts.crime.sent_on is not None
        yield from map(Ahead, () if sent else ("send_crime_transfer",))
        yield from map(Ahead, ("close", "archive"))
        return
    if state not in EXECUTION:
        yield Ahead("serve_decision")
    if outcome is Outcome.PENALTY:
        later = ("start_performance", "confirm_performance")
        yield from map(Ahead, EXECUTION.get(state, later))
    yield from map(Ahead, ("close", "archive"))
