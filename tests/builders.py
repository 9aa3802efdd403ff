"""Plain facts for tests of rules: a case that is taken step by step, each with all it asks for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from inspections.procedure.facts import (
    Act,
    CaseFacts,
    Condition,
    Content,
    Correction,
    Crime,
    Decision,
    Defence,
    Demand,
    Discussion,
    Filing,
    Hearing,
    Preservation,
    PriorNotice,
    Recusal,
    Remedy,
    Report,
    Review,
)
from inspections.procedure.judging import refusals, state_after
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    ClosingGround,
    HearingRight,
    NoPenaltyGround,
    Outcome,
    PoliceAnswer,
    RemedyKind,
    RemedyOutcome,
    ReviewResult,
)
from inspections.serving import ServiceFacts
from inspections.visit_facts import CertificateFacts, OfficerFacts
from inspections.vocabulary import PenaltyKind, ServiceMethod

START = date(2026, 3, 2)  # a Monday
OFFICER_1, OFFICER_2, HEAD, REVIEWER, CHAIR, CLERK = "o1", "o2", "head", "rev", "chair", "clerk"
CERTIFICATE = CertificateFacts("L-1", date(2015, 1, 1), date(2030, 12, 31))
OFFICERS = (
    OfficerFacts(OFFICER_1, "周一", (CERTIFICATE,)),
    OfficerFacts(OFFICER_2, "周二", (CERTIFICATE,)),
)
HANDED_OVER = ServiceFacts(method=ServiceMethod.DIRECT, receiver="王某", proofs=1)
ANNOUNCED = ServiceFacts(method=ServiceMethod.ANNOUNCEMENT, note="下落不明，已经两次邮寄", proofs=1)
MET = Condition(met=True, note="见立案审批表")
LEAD = Filing(
    source="检查",
    receiver=OFFICER_1,
    party_known=MET,
    first_evidence=MET,
    penalty_due=MET,
    own_jurisdiction=MET,
    inside_limitation=MET,
    act_ended_on=date(2026, 2, 1),
    discovered_on=date(2026, 2, 10),
)
FINE = Content(
    facts=("F1",),
    violations=("hidden_venue",),
    bases=("measures:18",),
    kinds=(PenaltyKind.FINE,),
    fine_fen=3_000_000,
)
NOTICE_STATES = (
    "facts",
    "reasons",
    "basis",
    "penalty",
    "right_to_defend",
    "time_to_defend",
    "where",
    "right_to_hearing",
)
DECISION_STATES = (
    "party",
    "facts_and_evidence",
    "kind_and_basis",
    "performance",
    "remedies",
    "department_and_date",
)
DEMAND_STATES = ("duty", "amount_and_way", "time_limit", "right_to_defend")


def act(step: str, day: date, **said: Any) -> Act:
    """Return an act of this step with everything that it asks for."""
    whole: dict[str, Any] = {
        "step": step,
        "happened_on": day,
        "recorded_on": day,
        "entered_by": HEAD,
        "officers": OFFICERS,
        "certificate_shown": True,
        "proposed_by": OFFICER_1,
        "approved_by": HEAD,
        "approved_by_head": True,
        "papers": STEPS[step].papers,
        "service": HANDED_OVER,
        "reason": "见审批表",
    }
    return Act(**(whole | said))


def _notice(facts: CaseFacts, **change: Any) -> CaseFacts:
    return replace(facts, notice=replace(facts.notice, **change))


def _hearing(facts: CaseFacts, **change: Any) -> CaseFacts:
    return _notice(facts, hearing=replace(facts.notice.hearing, **change))


def _crime(facts: CaseFacts, **change: Any) -> CaseFacts:
    return replace(facts, crime=replace(facts.crime, **change))


def _decided(outcome: Outcome, **said: Any) -> Callable[[CaseFacts, date], CaseFacts]:
    return lambda facts, day: replace(facts, decision=Decision(outcome=outcome, **said))


def _scheduled(facts: CaseFacts, day: date) -> CaseFacts:
    arranged = {"place": "三楼会议室", "chair": CHAIR, "clerk": CLERK}
    return _hearing(facts, scheduled_on=day + timedelta(days=25), **arranged)


def _reviewed(result: ReviewResult) -> Callable[[CaseFacts, date], CaseFacts]:
    return lambda facts, day: replace(
        facts, review=Review(reviewed_on=day, result=result, reviewer=REVIEWER, is_qualified=True)
    )


def _answered(facts: CaseFacts, day: date) -> CaseFacts:
    answer = Defence(received_on=day)
    return _notice(facts, defences=(*facts.notice.defences, answer))


def _checked(facts: CaseFacts, day: date) -> CaseFacts:
    checked = {"reviewed_on": day, "taken": False, "reasons": "与证据不符"}
    return _notice(facts, defences=tuple(replace(one, **checked) for one in facts.notice.defences))


def _discussed(facts: CaseFacts, day: date) -> CaseFacts:
    one = Discussion(held_on=day, chair=HEAD, members=("m1", "m2"), content=FINE, result="同意")
    return replace(facts, discussions=(*facts.discussions, one))


def _drafted(facts: CaseFacts, day: date) -> CaseFacts:
    tells = facts.hearing_right is not HearingRight.NO
    states = NOTICE_STATES if tells else NOTICE_STATES[:-1]
    return replace(facts, draft=PriorNotice(issued_on=day, content=FINE, states=states))


# what each step brings with it into the facts, before it is judged
BRINGS: dict[str, Callable[[CaseFacts, date], CaseFacts]] = {
    "receive_lead": lambda facts, day: replace(facts, filing=LEAD),
    "begin_investigation": lambda facts, day: replace(facts, investigators=(OFFICER_1, OFFICER_2)),
    "preserve_evidence": lambda facts, day: replace(
        facts, preservations=(*facts.preservations, Preservation(preserved_on=day, items=2))
    ),
    "dispose_evidence": lambda facts, day: replace(
        facts,
        preservations=tuple(
            replace(one, decided_on=one.decided_on or day, disposal="返还")
            for one in facts.preservations
        ),
    ),
    "order_to_correct": lambda facts, day: replace(
        facts,
        corrections=(
            *facts.corrections,
            Correction(issued_on=day, served_on=day, correct_by=day + timedelta(days=10)),
        ),
    ),
    "ask_recusal": lambda facts, day: replace(
        facts, recusals=(*facts.recusals, Recusal(person="o9", asked_on=day))
    ),
    "decide_recusal": lambda facts, day: replace(
        facts, recusals=tuple(replace(one, decided_on=day) for one in facts.recusals)
    ),
    "close_investigation": lambda facts, day: replace(
        facts,
        report=Report(
            closed_on=day,
            facts="事实",
            evidence=3,
            basis="依据",
            circumstances="一般",
            proposal=Outcome.PENALTY,
        ),
    ),
    "suspect_crime": lambda facts, day: replace(facts, crime=Crime(suspected_on=day)),
    "decline_crime_transfer": lambda facts, day: _crime(facts, declined_on=day),
    "decide_crime_transfer": lambda facts, day: replace(
        _crime(facts, decided_on=day), decision=Decision(outcome=Outcome.CRIME_TRANSFER)
    ),
    "approve_crime_transfer": lambda facts, day: _crime(facts, decided_on=day),
    "send_crime_transfer": lambda facts, day: _crime(facts, sent_on=day),
    "police_accept": lambda facts, day: _crime(
        facts, answer=PoliceAnswer.ACCEPTED, answered_on=day
    ),
    "police_refuse": lambda facts, day: _crime(facts, answer=PoliceAnswer.REFUSED, answered_on=day),
    "resume_after_transfer": lambda facts, day: replace(
        facts, decision=None, investigators=(OFFICER_1, OFFICER_2)
    ),
    "discuss": _discussed,
    "serve_prior_notice": _drafted,
    "receive_defence": _answered,
    "review_defence": _checked,
    "waive_defence": lambda facts, day: _notice(facts, defence_waived_on=day),
    "waive_hearing": lambda facts, day: _notice(facts, hearing_waived_on=day),
    "request_hearing": lambda facts, day: _notice(facts, hearing=Hearing(asked_on=day)),
    "decline_hearing": lambda facts, day: _hearing(facts, declined_on=day),
    "notify_hearing": _scheduled,
    "give_up_hearing": lambda facts, day: _hearing(facts, given_up_on=day),
    "hold_hearing": lambda facts, day: _hearing(facts, held_on=day, record_signed=True),
    "report_hearing": lambda facts, day: _hearing(facts, reported_on=day),
    "pass_legal_review": _reviewed(ReviewResult.PASSED),
    "ask_for_amendment": _reviewed(ReviewResult.AMEND),
    "return_from_review": _reviewed(ReviewResult.RETURNED),
    "decide_penalty": _decided(Outcome.PENALTY, content=FINE, states=DECISION_STATES),
    "decide_no_penalty": _decided(
        Outcome.NO_PENALTY, ground=NoPenaltyGround.FIRST_OFFENCE, education="已教育"
    ),
    "decide_not_established": _decided(Outcome.NOT_ESTABLISHED),
    "approve_payment_plan": lambda facts, day: replace(
        facts, performance=replace(facts.performance, plan_until=day + timedelta(days=60))
    ),
    "confirm_performance": lambda facts, day: replace(
        facts, performance=replace(facts.performance, paid_fen=FINE.fine_fen)
    ),
    "serve_demand": lambda facts, day: replace(facts, demand=Demand(states=DEMAND_STATES)),
    "open_remedy": lambda facts, day: replace(
        facts,
        remedies=(*facts.remedies, Remedy(kind=RemedyKind.RECONSIDERATION, opened_on=day)),
    ),
    "close_remedy": lambda facts, day: replace(
        facts,
        remedies=tuple(
            one if one.outcome else replace(one, outcome=RemedyOutcome.UPHELD, received_on=day)
            for one in facts.remedies
        ),
    ),
}


def _ground(facts: CaseFacts) -> ClosingGround:
    if facts.decision is not None and facts.decision.outcome is not Outcome.PENALTY:
        return ClosingGround.INVESTIGATION_ENDED
    if facts.latest("apply_to_court"):
        return ClosingGround.COURT_APPLIED
    return ClosingGround.PERFORMED


def about_to(facts: CaseFacts, step: str, day: date, **said: Any) -> CaseFacts:
    """Return the facts with the act of this step and all that it brings."""
    bring = BRINGS.get(step)
    facts = bring(facts, day) if bring else facts
    if step == "close":
        facts = replace(facts, closing_ground=_ground(facts))
    return replace(facts, today=max(facts.today, day), act=act(step, day, **said))


def taken(facts: CaseFacts) -> CaseFacts:
    """Return the facts once the act in them is done."""
    step = STEPS[facts.act.step]
    after = replace(facts, acts=(*facts.acts, facts.act), act=None, state=state_after(step, facts))
    if step.code == "serve_prior_notice":
        after = replace(after, notice=facts.draft, draft=None)
    if step.code == "redo_after_remedy":
        after = replace(after, decision=None)
    return after


class Course:
    """A case under way: `take` goes one step, on the given day or so many days later."""

    def __init__(self, right: HearingRight = HearingRight.YES, on: date = START) -> None:
        self.day = on
        self.facts = CaseFacts(today=on, hearing_right=right)

    def wait(self, days: int) -> "Course":
        """Let so many days pass."""
        self.day += timedelta(days=days)
        self.facts = replace(self.facts, today=max(self.facts.today, self.day))
        return self

    def take(self, *steps: str, **said: Any) -> "Course":
        """Take steps, one a day; a refusal is a failure of the test."""
        for step in steps:
            asked = about_to(self.facts, step, self.day, **said)
            assert refusals(STEPS[step], asked) == [], step
            self.facts = taken(asked)
            self.wait(1)
        return self

    def codes(self, step: str, change: dict[str, Any] | None = None, **said: Any) -> list[str]:
        """Return the codes of what speaks against a step today; `change` alters the facts last."""
        asked = replace(about_to(self.facts, step, self.day, **said), **(change or {}))
        return [refusal.code for refusal in refusals(STEPS[step], asked)]


def filed(right: HearingRight = HearingRight.YES, on: date = START) -> Course:
    """Return a case that has just been filed."""
    return Course(right, on).take("receive_lead", "begin_review", "file")


def investigated(right: HearingRight = HearingRight.YES, on: date = START) -> Course:
    """Return a case whose investigation is closed, with its order to correct."""
    return filed(right, on).take(
        "begin_investigation", "record_investigation", "order_to_correct", "close_investigation"
    )


def notified(right: HearingRight = HearingRight.YES, on: date = START) -> Course:
    """Return a case whose prior notice was served the day before."""
    return investigated(right, on).take("discuss", "serve_prior_notice")


def heard(on: date = START) -> Course:
    """Return a case whose hearing was held and reported."""
    course = notified(on=on).take("request_hearing", "notify_hearing")
    return course.wait(25).take("hold_hearing", "report_hearing")


def decided(right: HearingRight = HearingRight.YES, on: date = START) -> Course:
    """Return a case with a penalty, nobody having said anything."""
    return notified(right, on).wait(14).take("decide_penalty")


def served(right: HearingRight = HearingRight.YES, on: date = START) -> Course:
    """Return a case whose penalty was served."""
    return decided(right, on).take("serve_decision")
