"""Entries of a case: their fold is the facts that builders write by hand, step by step."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspections.procedure import said as early
from inspections.procedure import (
    said_decision,
    said_hearing,
    said_investigation,
    said_notice,
)
from inspections.procedure.decision import MUST_STATE as DECISION_PARTS
from inspections.procedure.entries import (
    MADE_HERE,
    SAID,
    Entry,
    entered,
    entry_from_json,
    entry_to_json,
    fields_for,
    folded,
    said_with,
)
from inspections.procedure.execution import DEMAND_MUST_STATE
from inspections.procedure.facts import CaseFacts
from inspections.procedure.given import BadGiven, Fault, as_made_here, read_given
from inspections.procedure.judging import offered, refusals
from inspections.procedure.notice import MUST_STATE, RIGHT_TO_HEARING
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import (
    ClosingGround,
    DecisionPart,
    DemandPart,
    HearingRight,
    Investigated,
    LeadSource,
    NoPenaltyGround,
    NoticePart,
    Outcome,
    RemedyKind,
    RemedyOutcome,
)
from inspections.vocabulary import Corrected, PenaltyKind
from tests.builders import (
    CHAIR,
    CLERK,
    HEAD,
    LEAD,
    OFFICER_1,
    OFFICER_2,
    REVIEWER,
    START,
    Course,
    about_to,
    filed,
    heard,
    notified,
    served,
    taken,
)

NOTE = "见立案审批表"
FINE = {
    "facts": ("F1",),
    "violations": ("hidden_venue",),
    "bases": ("measures:18",),
    "kinds": (PenaltyKind.FINE,),
    "fine_fen": 3_000_000,
}
OPINION = {"reviewer": REVIEWER, "is_qualified": True, "is_first_time": True, "opinion": "意见"}
TEN_DAYS, LATER, PLAN = timedelta(days=10), timedelta(days=25), timedelta(days=60)


def said_as_built(facts: CaseFacts, step: str, day: date) -> early.Said:
    """Return what has to be said so that the facts are those of the builders."""
    tells = facts.hearing_right is not HearingRight.NO
    parts = tuple(NoticePart) if tells else tuple(NoticePart)[:-1]
    known = {
        "receive_lead": lambda: early.LeadSaid(
            source=LeadSource.INSPECTION,
            received_by=OFFICER_1,
            discovered_on=date(2026, 2, 10),
            act_ended_on=date(2026, 2, 1),
        ),
        "file": lambda: early.FilingSaid(
            **dict.fromkeys(CONDITIONS, True), **{f"{name}_note": NOTE for name in CONDITIONS}
        ),
        "record_investigation": lambda: said_investigation.InvestigatedSaid(
            what=Investigated.INQUIRY
        ),
        "preserve_evidence": lambda: said_investigation.PreservedSaid(items=2),
        "dispose_evidence": lambda: said_investigation.DisposedSaid(disposal="返还"),
        "order_to_correct": lambda: said_investigation.OrderedSaid(correct_by=day + TEN_DAYS),
        "recheck_correction": lambda: said_investigation.RecheckedSaid(corrected=Corrected.NO),
        "ask_recusal": lambda: said_investigation.RecusalSaid(person="o9"),
        "decide_recusal": lambda: said_investigation.RecusalDecidedSaid(person="o9"),
        "close_investigation": lambda: said_investigation.ReportSaid(
            facts="事实", evidence=3, basis="依据", circumstances="一般", proposal=Outcome.PENALTY
        ),
        "discuss": lambda: said_notice.DiscussedSaid(
            chair=HEAD, members=("m1", "m2"), result="同意", **FINE
        ),
        "serve_prior_notice": lambda: said_notice.NoticeSaid(states=parts, **FINE),
        "review_defence": lambda: said_notice.DefenceReviewedSaid(
            taken=False, reasons="与证据不符"
        ),
        "notify_hearing": lambda: said_hearing.HearingNoticedSaid(
            scheduled_on=day + LATER, place="三楼会议室", chair=CHAIR, clerk=CLERK, is_public=True
        ),
        "hold_hearing": lambda: said_hearing.HearingHeldSaid(record_signed=True),
        "pass_legal_review": lambda: said_notice.ReviewPassedSaid(**OPINION),
        "ask_for_amendment": lambda: said_notice.ReviewAmendsSaid(**OPINION),
        "return_from_review": lambda: said_notice.ReviewReturnsSaid(**OPINION),
        "decide_penalty": lambda: said_decision.PenaltySaid(states=tuple(DecisionPart), **FINE),
        "decide_no_penalty": lambda: said_decision.NoPenaltySaid(
            ground=NoPenaltyGround.FIRST_OFFENCE, education="已教育"
        ),
        "approve_payment_plan": lambda: said_decision.PlanSaid(plan_until=day + PLAN),
        "serve_demand": lambda: said_decision.DemandSaid(states=tuple(DemandPart)),
        "open_remedy": lambda: said_decision.RemedySaid(kind=RemedyKind.RECONSIDERATION),
        "close_remedy": lambda: said_decision.RemedyClosedSaid(outcome=RemedyOutcome.UPHELD),
        "close": lambda: said_decision.ClosedSaid(
            ground=about_to(facts, "close", day).closing_ground or ClosingGround.OTHER
        ),
    }
    make = known.get(step)
    return make() if make else said_with(step)()


CONDITIONS = (
    "party_known",
    "first_evidence",
    "penalty_due",
    "own_jurisdiction",
    "inside_limitation",
)
# of these the builders change all at once what one entry changes singly, or pay without a receipt
OTHERWISE = {"take_over", "confirm_performance", "close_remedy", "decide_recusal"}


def alike(facts: CaseFacts) -> CaseFacts:
    """Return the facts without what builder and entry name differently: the word of the source.

    The builders' lead brings the five conditions before the filing form does.
    """
    is_filed = facts.latest("file") is not None
    filing = replace(facts.filing, source="") if facts.filing and is_filed else None
    return replace(facts, filing=filing, closing_ground=None)


def pairs(course: Course) -> tuple[CaseFacts, list[Entry]]:
    """Return a course's facts, and the entries that should fold to them."""
    entries, facts = [], CaseFacts(today=START, hearing_right=course.facts.hearing_right)
    for act in course.facts.acts:
        said = said_as_built(facts, act.step, act.happened_on)
        entries.append(Entry(act=act, said=said))
        facts = taken(about_to(facts, act.step, act.happened_on))
    return course.facts, entries


COURSES = {
    "filed": filed,
    "notified": notified,
    "notified without a right to a hearing": lambda: notified(HearingRight.NO),
    "heard": heard,
    "heard and reviewed": lambda: heard().take("pass_legal_review"),
    "sent back from the review": lambda: heard().take("return_from_review"),
    "a defence, reviewed": lambda: notified().take("receive_defence", "review_defence"),
    "both rights waived": lambda: notified().take("waive_defence", "waive_hearing"),
    "evidence preserved": lambda: filed().take(
        "begin_investigation", "preserve_evidence", "dispose_evidence"
    ),
    "a crime suspected and declined": lambda: filed().take(
        "begin_investigation", "suspect_crime", "decline_crime_transfer"
    ),
    "transferred to the police and back": lambda: filed().take(
        "begin_investigation",
        "suspect_crime",
        "decide_crime_transfer",
        "send_crime_transfer",
        "police_refuse",
        "resume_after_transfer",
    ),
    "penalty served, a plan for paying": lambda: served().take("approve_payment_plan"),
    "not established": lambda: notified().take("decide_not_established"),
    "no penalty": lambda: notified().take("decide_no_penalty", "serve_decision", "close"),
}


@pytest.mark.parametrize("make", COURSES.values(), ids=COURSES)
def test_entries_fold_to_the_facts_written_by_hand(make):
    by_hand, entries = pairs(make())

    base = CaseFacts(today=by_hand.today, hearing_right=by_hand.hearing_right)
    assert alike(folded(base, entries)) == alike(by_hand)


@pytest.mark.parametrize("make", COURSES.values(), ids=COURSES)
def test_an_entry_comes_back_from_its_json_as_it_was(make):
    _facts, entries = pairs(make())

    assert [entry_from_json(entry_to_json(one)) for one in entries] == entries


def test_chance_walks_of_entries_agree_with_the_builders():
    for seed in range(60):
        chance = random.Random(seed)
        day = START + timedelta(days=chance.randrange(200))
        facts = CaseFacts(today=day, hearing_right=chance.choice(list(HearingRight)))
        base, entries = facts, []
        for _turn in range(40):
            day += timedelta(days=chance.choice((0, 1, 3, 8, 26)))
            facts = replace(facts, today=day)
            choices = [one for one in offered(facts) if one.code not in OTHERWISE]
            if not choices:
                break
            step = chance.choice(choices)
            try:
                asked = about_to(facts, step.code, day)
            except (AttributeError, TypeError):
                continue
            entry = Entry(act=asked.act, said=said_as_built(facts, step.code, day))
            if refusals(step, asked) or step.code == "redo_after_remedy":
                continue
            mine = entered(folded(replace(base, today=day), entries), entry)
            assert refusals(step, mine) == [], step.code
            entries.append(entry)
            facts = taken(asked)
        assert alike(folded(replace(base, today=day), entries)) == alike(
            replace(facts, today=day)
        ), seed


def test_a_payment_adds_to_what_was_paid():
    facts, entries = pairs(served().take("start_performance"))
    act = about_to(facts, "record_payment", facts.today).act
    half = Entry(act=act, said=said_decision.PaymentSaid(paid_fen=1_500_000))

    after = folded(CaseFacts(today=facts.today), [*entries, half, half])

    assert after.performance.paid_fen == 3_000_000


def test_every_step_has_a_known_shape_and_no_name_twice():
    assert set(SAID) <= set(STEPS)
    for step in STEPS:
        names = [field.name for field in fields_for(step)]
        assert len(set(names)) == len(names), step
        assert all(field.zh and field.en for field in fields_for(step))


def test_the_parts_of_papers_are_those_that_the_rules_ask_for():
    assert [part.value for part in NoticePart] == [*MUST_STATE, RIGHT_TO_HEARING]
    assert [part.value for part in DecisionPart] == list(DECISION_PARTS)
    assert [part.value for part in DemandPart] == list(DEMAND_MUST_STATE)


def test_what_is_given_is_read_from_text():
    given = read_given(
        "serve_prior_notice",
        {
            "happened_on": "2026年3月9日",
            "facts": "事实一\n事实二",
            "violations": "hidden_venue",
            "bases": "《暂行办法》第十八条",
            "kinds": ["罚款", "confiscate_gains"],
            "fine_fen": "3000000",
            "officers": "o1;o2",
            "method": "direct",
            "receiver": "王某",
            "made": "prior_notice",
        },
    )

    assert given.happened_on == date(2026, 3, 9)
    assert given.officers == ("o1", "o2")
    assert given.said.facts == ("事实一", "事实二")
    assert given.said.kinds == (PenaltyKind.FINE, PenaltyKind.CONFISCATE_GAINS)


def test_every_fault_of_what_is_given_is_told_at_its_field():
    with pytest.raises(BadGiven) as bad:
        read_given(
            "decide_penalty",
            {
                "fine_fen": "-3",
                "duties_by": "2026-02-30",
                "kinds": "praise",
                "duties": "perhaps",
                "made": "service_receipt",
                "colour": "red",
            },
        )

    assert {(one.field, one.fault) for one in bad.value.faults} == {
        ("happened_on", Fault.MISSING),
        ("fine_fen", Fault.NUMBER),
        ("duties_by", Fault.DAY),
        ("kinds", Fault.TERM),
        ("duties", Fault.ANSWER),
        ("made", Fault.PAPER),
        ("colour", Fault.UNKNOWN),
    }


def test_a_text_with_a_sign_that_cannot_be_kept_is_refused():
    with pytest.raises(BadGiven) as bad:
        read_given("begin_review", {"happened_on": "2026-03-09", "reason": "甲‮乙"})

    assert [(one.field, one.fault) for one in bad.value.faults] == [("reason", Fault.SIGN)]


@pytest.mark.parametrize("right", list(HearingRight), ids=str)
def test_a_notice_made_here_tells_of_a_hearing_where_there_is_one(right):
    values = {"happened_on": "2026-03-09", "officers": "o1;o2", "method": "direct"}
    given = read_given("serve_prior_notice", {**values, "made": "prior_notice"})

    made = as_made_here(given, CaseFacts(today=START, hearing_right=right))

    tells = NoticePart.RIGHT_TO_HEARING in made.said.states
    assert tells == (right is not HearingRight.NO)


def test_papers_that_others_sign_are_not_made_here():
    assert "penalty_decision" in MADE_HERE
    assert not {"service_receipt", "hearing_record", "inquiry_record"} & MADE_HERE


def test_the_lead_keeps_what_the_filing_form_says_of_it():
    facts, entries = pairs(filed())

    filing = folded(CaseFacts(today=facts.today), entries).filing

    assert replace(filing, source="检查") == LEAD
    assert facts.acts[-1].officers[0].person == OFFICER_1 != OFFICER_2
