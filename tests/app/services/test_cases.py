"""Cases through the services, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.db import ALL_DISTRICTS, act, db, scope
from app.errors import BadInput, Conflict, Forbidden, NotFound
from app.models.audit import AuditEvent
from app.models.cases import Case, CaseProposal, CaseStep
from app.models.orders import OrderStep
from app.queries.case_facts import case_record
from app.services.case_proposals import approve_proposal, propose_step, reject_proposal
from app.services.case_publication import note_publication, note_withdrawal
from app.services.cases import take_step
from app.services.lead_prefill import lead_from_escalation, lead_from_version
from app.services.leads import lead_from_order, lead_from_visit
from app.services.order_steps import StepSaid
from app.services.orders import escalate_order
from inspections.procedure.terms import CaseState, HearingRight, LeadSource, Outcome, ProposalState
from inspections.refusal import Refused
from inspections.vocabulary import Corrected
from tests.app.factories.cases import (
    CHARGED,
    FINED,
    START,
    TO_THE_REPORT,
    actor,
    given,
    led,
    make_lead,
    notified,
    scans,
    step,
    values_for,
    weighed,
)
from tests.app.factories.orders import TODAY, make_order, rechecked, served
from tests.app.factories.orders import visit_with_findings as visit_of
from tests.app.factories.visits import make_site, person_of

REPORTED = date(2026, 3, 9)


@pytest.fixture
def lead(desk):
    """A lead, in one transaction with all that follows."""
    with act():
        return make_lead(actor("officer1")).public_id


@pytest.fixture
def told(desk):
    """A case whose prior notice was served on Monday 2026-03-09."""
    with act():
        return notified(actor("officer1")).public_id


def fetch(public_id: str) -> Case:
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.refusals]


def test_a_case_is_led_to_its_report(lead):
    with act():
        led(fetch(lead), *TO_THE_REPORT)

    case = fetch(lead)
    assert case.state is CaseState.INVESTIGATION_CLOSED
    assert case.number == "和平教立字〔2026〕第1号"
    assert case.filed_on == date(2026, 3, 3)
    assert [one.step for one in case.steps] == ["receive_lead", *TO_THE_REPORT]
    assert {one.code: one.due_on for one in case.clocks}["decision"] == date(2026, 6, 1)
    assert case.due_on == date(2026, 4, 1)  # the order to correct


def test_every_step_leaves_an_event_with_its_day(lead):
    with act():
        led(fetch(lead), "begin_review", "file")

    events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_id == lead))
    assert [(one.verb, one.details.get("happened_on")) for one in events] == [
        ("case.lead_received", "2026-03-02"),
        ("case.review_begun", "2026-03-02"),
        ("case.filed", "2026-03-03"),
    ]


def test_a_case_is_led_to_its_archive(told):
    with act():
        case = fetch(told)
        step(case, "decide_penalty", date(2026, 3, 25))
        led(case, "serve_decision", "start_performance", "record_payment", start=date(2026, 3, 26))
        led(case, "confirm_performance", "close", "archive", start=date(2026, 3, 29))

    case = fetch(told)
    assert case.state is CaseState.ARCHIVED
    assert (case.outcome, case.fine_fen) == (Outcome.PENALTY, 3_000_000)
    assert case.decision_number == "和平教罚字〔2026〕第1号"
    assert case.decided_on == date(2026, 3, 25)
    assert case.closed_on == date(2026, 3, 30)


def test_no_penalty_before_the_time_to_defend_is_over(told):
    with pytest.raises(Refused) as refused, act():
        step(fetch(told), "decide_penalty", date(2026, 3, 16))

    assert codes(refused) == ["defence.window_is_over"]
    assert refused.value.refusals[0].until == date(2026, 3, 17)
    assert fetch(told).state is CaseState.PRIOR_NOTICE_SERVED


def test_a_refused_step_leaves_no_number_and_no_row_behind(lead):
    with pytest.raises(Refused), act():
        step(fetch(lead), "file", START)
    with act():
        led(fetch(lead), "begin_review", "file")

    assert fetch(lead).number.endswith("第1号")
    assert [one.number for one in fetch(lead).steps] == [1, 2, 3]


def test_a_penalty_that_was_not_weighed_is_told_to_nobody(lead):
    with act():
        day = led(fetch(lead), *TO_THE_REPORT)
        led(fetch(lead), "discuss", start=day)

    with pytest.raises(Refused) as refused, act():
        step(fetch(lead), "serve_prior_notice", day + timedelta(days=1))

    assert codes(refused) == ["decision.proposal_is_within_the_law"]
    assert refused.value.refusals[0].about == "proposal.is_weighed"


def test_a_fine_other_than_the_weighed_one_is_refused(lead):
    with act():
        day = led(fetch(lead), *TO_THE_REPORT)
        weighed(fetch(lead))
        step(fetch(lead), "discuss", day, fine_fen="4000000")

    with pytest.raises(Refused) as refused, act():
        step(fetch(lead), "serve_prior_notice", day, fine_fen="4000000")

    assert refused.value.refusals[0].about == "proposal.is_what_was_weighed"


def test_a_fine_above_the_maximum_is_refused_whoever_wants_it(lead):
    with act():
        day = led(fetch(lead), *TO_THE_REPORT)
        too_much = {**CHARGED, "fine_fen": "5000001"}
        above = replace(FINED, charge=replace(FINED.charge, fine_fen=5_000_001))
        weighed(fetch(lead), above)
        step(fetch(lead), "discuss", day, **too_much)

    with pytest.raises(Refused) as refused, act():
        step(fetch(lead), "serve_prior_notice", day, **too_much)

    assert "penalty.fine_not_above_maximum" in refused.value.refusals[0].about


@pytest.mark.parametrize(
    ("fine_fen", "right"), [("9999999", HearingRight.NO), ("10000000", HearingRight.YES)]
)
def test_an_organisation_has_a_hearing_from_a_hundred_thousand_yuan(lead, fine_fen, right):
    with act():
        day = led(fetch(lead), *TO_THE_REPORT)
        step(fetch(lead), "discuss", day, fine_fen=fine_fen)

    assert case_record(fetch(lead)).facts(TODAY).hearing_right is right


def test_who_investigates_does_not_file(lead):
    with act():
        step(fetch(lead), "begin_review", START)
    with pytest.raises(Refused) as refused, act():
        step(fetch(lead), "file", START, by="officer1")

    assert "acts.approved_by_the_head" in codes(refused)


def test_a_head_who_never_signs_in_approves_on_paper(lead):
    with act():
        step(fetch(lead), "begin_review", START)
        case, who = fetch(lead), actor("reviewer1")
        said_on_paper = {"approved_by": "赵拟局长", "approved_on_paper": "yes"}
        take_step(case, "file", given("file", START, **said_on_paper), actor=who)

    row = fetch(lead).steps[-1]
    assert (row.approver_name, row.approved_on_paper) == ("赵拟局长", True)
    assert row.person.public_id == person_of("reviewer1")


def test_a_paper_approval_is_not_entered_by_the_one_who_proposed(lead):
    with act():
        step(fetch(lead), "begin_review", START)
    with pytest.raises(Refused) as refused, act():
        step(
            fetch(lead), "file", START, by="officer1",
            approved_by="赵拟局长", approved_on_paper="yes",
        )  # fmt: skip

    assert codes(refused) == ["acts.approval_is_entered_by_its_giver"]


def test_an_investigator_named_on_paper_as_head_is_known_as_that_person(lead):
    with act():
        step(fetch(lead), "begin_review", START)
    name = db.session.get(Case, fetch(lead).id) and actor("inspector1").display
    with pytest.raises(Refused) as refused, act():
        step(
            fetch(lead), "file", START, by="reviewer1",
            approved_by=name, approved_on_paper="yes",
        )  # fmt: skip

    assert "acts.approved_by_another_person" in codes(refused)


def test_a_late_entry_is_taken_and_flagged(lead):
    with act():
        step(fetch(lead), "begin_review", START)

    row = fetch(lead).steps[-1]
    assert row.late == (TODAY - START).days
    assert row.remarks == ["acts.recorded_in_time"]


def test_only_whose_role_it_is_takes_a_step(lead):
    case = fetch(lead)
    with pytest.raises(Forbidden), act():
        take_step(case, "begin_review", given("begin_review", START), actor=actor("inspector1"))
    with pytest.raises(NotFound), act():
        take_step(case, "begin_review", given("begin_review", START), actor=actor("officer2"))
    with pytest.raises(NotFound), act():
        take_step(case, "take_over", given("begin_review", START), actor=actor("officer1"))


def test_a_page_that_is_behind_is_told_so(lead):
    seen = fetch(lead).version
    with act():
        step(fetch(lead), "begin_review", START)
    with pytest.raises(Conflict), act():
        take_step(
            fetch(lead), "file", given("file", START), actor=actor("approver1"), based_on=seen
        )


def test_an_unknown_officer_is_refused_at_the_field(lead):
    with act():
        led(fetch(lead), "begin_review", "file")
    with pytest.raises(BadInput) as bad, act():
        step(fetch(lead), "begin_investigation", date(2026, 3, 4), officers="nobody;none")

    assert [one["field"] for one in bad.value.fields] == ["officers"]


def test_two_who_decide_at_once_make_one_decision(office, told):
    def decide(name: str) -> str:
        scope.set(ALL_DISTRICTS)  # as in a worker of its own
        with office.app_context():
            try:
                with act():
                    step(fetch(told), "decide_penalty", date(2026, 3, 25), by=name)
            except Refused as refused:
                return refused.refusals[0].code
            return "decided"

    with ThreadPoolExecutor(2) as two:
        ends = sorted(two.map(decide, ("approver1", "approver2")))

    assert ends == ["decided", "judging.step_fits_state"]
    db.session.rollback()
    decisions = [one for one in fetch(told).steps if one.step == "decide_penalty"]
    assert [one.number for one in decisions] == [10]
    assert fetch(told).decision_number.endswith("第1号")


def test_what_was_recorded_of_a_case_is_never_changed(lead):
    for statement in ("update case_steps set reason = 'x'", "delete from case_steps"):
        with pytest.raises(DBAPIError), act():
            db.session.execute(text(statement))


def test_the_database_itself_keeps_proposer_and_approver_apart(lead):
    with act():
        led(fetch(lead), "begin_review")
    row = fetch(lead).steps[-1]
    values = {
        "case_id": row.case_id, "number": 9, "step": "file", "happened_on": START,
        "recorded_at": row.recorded_at, "late": 0, "remarks": [], "entry": {},
        "proposer_id": 1, "approver_id": 1,
    }  # fmt: skip
    with pytest.raises(DBAPIError), act():
        db.session.add(CaseStep(**values))
        db.session.flush()


def test_a_lead_follows_from_what_a_visit_found(desk):
    with act():
        visit = visit_of(make_site(), actor("officer1"))
        wanted = lead_from_version(visit.versions[-1])
        case = lead_from_visit(visit, wanted, actor=actor("inspector1"))

    assert case.source is LeadSource.INSPECTION
    assert case.violations == ["fees_prepaid"]
    assert case.party_name == visit.site.institution.name
    assert case.visit_id == visit.id


def test_a_lead_follows_once_from_an_order_that_was_not_obeyed(desk):
    with act():
        officer = actor("officer1")
        order = served(make_order(visit_of(make_site(), officer), officer), officer)
        rechecked(order, officer, Corrected.NO, Corrected.NO)
        order.due_on = date(2026, 11, 18)
        escalation = escalate_order(order, StepSaid(TODAY, reason="拒不改正"), actor=officer)
        case = lead_from_order(escalation, lead_from_escalation(escalation), actor=officer)

    assert case.source is LeadSource.ORDER
    facts = case_record(case).facts(TODAY)
    assert [one.served_on for one in facts.corrections] == [TODAY]
    row = db.session.get(OrderStep, escalation.id)
    with pytest.raises(BadInput), act():
        lead_from_order(row, lead_from_escalation(row), actor=actor("officer1"))


def test_a_step_put_forward_is_taken_by_the_approval_of_another(lead):
    with act():
        step(fetch(lead), "begin_review", START)
        proposal = propose_step(
            fetch(lead), "file", values_for("file", START), actor=actor("officer1")
        )
        approve_proposal(proposal, seen=proposal.digest, actor=actor("approver1"))

    row = fetch(lead).steps[-1]
    assert row.step == "file"
    assert row.proposer.public_id == person_of("officer1")
    assert row.approver.public_id == person_of("approver1")
    assert db.session.scalars(select(CaseProposal)).one().state is ProposalState.TAKEN


def test_what_changed_since_it_was_put_forward_is_not_approved(lead):
    with act():
        step(fetch(lead), "begin_review", START)
        proposal = propose_step(
            fetch(lead), "file", values_for("file", START), actor=actor("officer1")
        )
        number = proposal.id
    with act():
        step(fetch(lead), "refuse_filing", START)
    row = db.session.get(CaseProposal, number)
    with pytest.raises(Conflict), act():
        approve_proposal(row, seen=row.digest, actor=actor("approver1"))


def test_a_proposal_is_rejected_with_a_reason(lead):
    with act():
        step(fetch(lead), "begin_review", START)
        row = propose_step(fetch(lead), "file", values_for("file", START), actor=actor("officer1"))
        with pytest.raises(BadInput):
            reject_proposal(row, reason=" ", actor=actor("approver1"))
        reject_proposal(row, reason="证据不足", actor=actor("approver1"))

    assert db.session.scalars(select(CaseProposal)).one().state is ProposalState.REJECTED
    assert fetch(lead).state is CaseState.PRELIMINARY_REVIEW


def test_a_service_needs_its_receipt_as_a_scan(told):
    with act():
        step(fetch(told), "decide_penalty", date(2026, 3, 25))
    with pytest.raises(Refused) as refused, act():
        take_step(
            fetch(told),
            "serve_decision",
            given("serve_decision", date(2026, 3, 26)),
            actor=actor("officer1"),
        )

    assert set(codes(refused)) == {"serving.is_proven", "judging.papers_are_there"}


def test_the_scan_of_a_paper_is_kept_with_its_step(told):
    with act():
        case = fetch(told)
        step(case, "decide_penalty", date(2026, 3, 25))
        row = take_step(
            case,
            "serve_decision",
            given("serve_decision", date(2026, 3, 26)),
            files=scans(case, "serve_decision", actor("officer1")),
            actor=actor("officer1"),
        )

    kept = [paper for paper in fetch(told).papers if paper.step_id == row.id]
    assert [(paper.kind, paper.made_here) for paper in kept] == [("service_receipt", False)]
    assert kept[0].evidence_id == row.files[0].evidence_id


def test_a_published_penalty_has_no_day_to_publish_by_any_more(told):
    with act():
        step(fetch(told), "decide_penalty", date(2026, 3, 25))
    assert "publication" in {one.code for one in fetch(told).clocks}
    with pytest.raises(BadInput), act():
        note_publication(fetch(told), published_on=date(2026, 3, 24), actor=actor("officer1"))
    with act():
        note_publication(fetch(told), published_on=date(2026, 4, 1), actor=actor("officer1"))
    assert "publication" not in {one.code for one in fetch(told).clocks}

    with act():
        note_withdrawal(fetch(told), reason="决定已被撤销", actor=actor("officer1"))
    assert fetch(told).published_on is None
