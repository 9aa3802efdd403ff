from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from inspections.checklists import Checklist, GivenAnswer, checklist_on
from inspections.rulebook import RULES
from inspections.visit_facts import CertificateFacts, OfficerFacts, Signing, VisitFacts
from inspections.visits import days_late, refusals
from inspections.vocabulary import Answer, InspectionKind, VisitResult

DAY = date(2026, 11, 18)
VALID = CertificateFacts("证1", date(2024, 1, 1), date(2026, 12, 31))
ZHOU = OfficerFacts("p1", "周拟衡", (VALID,))
LI = OfficerFacts("p2", "李拟安", (VALID,))
THREE = Checklist("test", checklist_on(DAY).items[:3])
CODES = [item.code for item in THREE.items]
ALL_YES = {code: GivenAnswer(Answer.YES) for code in CODES}
ONE_NO = {**ALL_YES, CODES[1]: GivenAnswer(Answer.NO, "前台没有许可证")}


def visit(**changes):
    complete = VisitFacts(
        kind=InspectionKind.DAILY,
        happened_on=DAY,
        recorded_on=date(2026, 11, 19),
        recorded_at=datetime(2026, 11, 19, 4, tzinfo=UTC),
        officers=(ZHOU, LI),
        checklist=THREE,
        started_at=datetime(2026, 11, 18, 2, tzinfo=UTC),
        ended_at=datetime(2026, 11, 18, 3, tzinfo=UTC),
        ground="沈和教检〔2026〕14号",
        result=VisitResult.COMPLIANT,
        answers=ALL_YES,
        certificate_shown=True,
        met_name="马拟然",
        signing=Signing.SIGNED,
        records=1,
    )
    return replace(complete, **changes)


def codes(facts):
    return [refusal.code.removeprefix("visits.") for refusal in refusals(facts)]


def test_a_complete_record_is_refused_nothing():
    assert codes(visit()) == []


def test_one_person_with_two_certificates_is_one_officer():
    twice = OfficerFacts("p1", "周拟衡", (replace(VALID, number="证2"),))

    assert codes(visit(officers=(ZHOU, twice))) == ["two_officers_were_present"]


@pytest.mark.parametrize(
    ("first", "last", "refused"),
    [
        (date(2026, 11, 18), date(2026, 11, 18), []),
        (date(2026, 11, 19), date(2027, 1, 1), ["officers_were_certified"]),
        (date(2024, 1, 1), date(2026, 11, 17), ["officers_were_certified"]),
    ],
    ids=["valid that day only", "valid from tomorrow", "ended yesterday"],
)
def test_the_certificate_must_be_valid_on_the_day_of_the_visit(first, last, refused):
    officer = OfficerFacts("p2", "李拟安", (CertificateFacts("证2", first, last),))

    assert codes(visit(officers=(ZHOU, officer))) == refused


def test_the_officer_without_a_valid_certificate_is_named():
    facts = visit(officers=(ZHOU, OfficerFacts("p2", "李拟安")))

    assert refusals(facts)[0].about == "李拟安"


def test_a_visit_of_tomorrow_can_be_recorded_from_tomorrow():
    facts = visit(happened_on=date(2026, 11, 20))

    assert [(one.code, one.until) for one in refusals(facts)] == [
        ("visits.day_has_come", date(2026, 11, 20))
    ]


def test_a_visit_does_not_end_before_it_starts():
    assert codes(visit(ended_at=datetime(2026, 11, 18, 1, tzinfo=UTC))) == ["end_follows_start"]


def test_start_and_end_may_be_the_same_minute():
    assert codes(visit(ended_at=datetime(2026, 11, 18, 2, tzinfo=UTC))) == []


def test_a_special_inspection_is_not_entered_without_its_plan():
    assert codes(visit(kind=InspectionKind.SPECIAL)) == ["sweep_has_an_approved_plan"]


@pytest.mark.parametrize(
    ("kind", "day", "refused"),
    [
        (InspectionKind.DAILY, DAY, ["ground_is_named"]),
        (InspectionKind.DAILY, date(2024, 12, 29), []),
        (InspectionKind.DAILY, date(2024, 12, 30), ["ground_is_named"]),
        (InspectionKind.CASE, date(2024, 12, 29), ["ground_is_named"]),
    ],
)
def test_the_ground_is_needed_for_leads_always_and_for_all_since_document_54(kind, day, refused):
    facts = visit(kind=kind, happened_on=day, started_at=None, ended_at=None, ground=" ")

    assert codes(facts) == refused


def test_a_visit_without_result_is_no_record():
    assert "result_is_stated" in codes(visit(result=None))


def test_an_item_left_blank_is_counted():
    facts = visit(answers={CODES[0]: GivenAnswer(Answer.YES)})

    assert [(one.code, one.about) for one in refusals(facts)] == [
        ("visits.every_item_is_answered", "2")
    ]


def test_not_checked_is_an_answer():
    answers = {**ALL_YES, CODES[2]: GivenAnswer(Answer.NOT_CHECKED)}

    assert codes(visit(answers=answers)) == []


def test_a_no_without_what_was_seen_is_refused():
    answers = {**ALL_YES, CODES[1]: GivenAnswer(Answer.NO, "  ")}

    facts = visit(answers=answers, result=VisitResult.CORRECTION_ORDERED)

    assert codes(facts) == ["every_no_says_what_was_seen"]


@pytest.mark.parametrize(
    ("result", "answers", "refused"),
    [
        (VisitResult.COMPLIANT, ONE_NO, ["result_agrees_with_findings"]),
        (VisitResult.CORRECTED_ON_SITE, ONE_NO, []),
        (VisitResult.CORRECTION_ORDERED, ALL_YES, ["result_agrees_with_findings"]),
        (VisitResult.LEAD_CREATED, ALL_YES, ["result_agrees_with_findings"]),
    ],
)
def test_the_result_agrees_with_what_was_found(result, answers, refused):
    assert codes(visit(result=result, answers=answers)) == refused


def test_a_finding_outside_the_checklist_is_a_finding():
    facts = visit(result=VisitResult.LEAD_CREATED, other_findings="隔壁房间另有人授课")

    assert codes(facts) == []


def test_nothing_checked_is_not_in_order():
    answers = {code: GivenAnswer(Answer.NOT_CHECKED) for code in CODES}

    assert codes(visit(answers=answers)) == ["something_was_checked"]


CLOSED = {
    "result": VisitResult.CLOSED_PREMISES,
    "answers": {},
    "signing": None,
    "records": 0,
    "met_name": "",
    "certificate_shown": None,
}


@pytest.mark.parametrize(
    ("proof", "refused"),
    [({}, ["failed_visit_is_proven"]), ({"photos": 1}, []), ({"note": "门上贴有转租告示"}, [])],
    ids=["nothing", "a photo", "a note"],
)
def test_closed_premises_need_a_photo_or_a_note_but_no_answers(proof, refused):
    assert codes(visit(**{**CLOSED, **proof})) == refused


def test_nobody_answers_yes_behind_a_closed_door():
    facts = visit(**{**CLOSED, "photos": 1, "answers": ALL_YES})

    assert codes(facts) == ["result_agrees_with_findings"]


def test_a_refusal_is_the_partys_right_where_no_certificate_was_shown():
    refused = {**CLOSED, "result": VisitResult.REFUSED_ENTRY, "note": "门卫不让进"}

    assert codes(visit(**{**refused, "certificate_shown": False})) == ["certificate_was_shown"]
    assert codes(visit(**{**refused, "certificate_shown": True})) == []


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"records": 0}, ["record_is_signed"]),
        ({"met_name": ""}, ["record_is_signed"]),
        ({"signing": Signing.REFUSED}, ["record_is_signed"]),
        ({"signing": Signing.REFUSED, "signing_note": "不愿签，见证人社区王某"}, []),
        ({"signing": None}, ["record_is_signed"]),
    ],
    ids=["no scan", "nobody met", "refused, no reason", "refused with witness", "not said"],
)
def test_the_record_is_signed_or_says_why_not(changes, refused):
    assert codes(visit(**changes)) == refused


def test_a_correction_says_why():
    assert codes(visit(amends=True)) == ["amendment_says_why"]
    assert codes(visit(amends=True, reason="证号写错")) == []


def test_all_reasons_come_at_once():
    facts = visit(officers=(ZHOU,), result=None, ground="")

    assert codes(facts) == ["two_officers_were_present", "ground_is_named", "result_is_stated"]


def test_late_entry_is_counted_never_refused():
    facts = visit(recorded_on=date(2026, 12, 18))

    assert codes(facts) == []
    assert days_late(DAY, date(2026, 12, 18)) == 30


def test_every_rule_speaks_chinese_and_cites_its_law():
    rules = [rule for code, rule in RULES.items() if code.startswith("visits.")]

    assert len(rules) == 17
    assert all(rule.zh and rule.basis_zh and rule.basis_en for rule in rules)
