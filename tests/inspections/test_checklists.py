from datetime import date

import pytest

from inspections.checklists import GivenAnswer, checklist_for, checklist_on, findings
from inspections.sources import sources
from inspections.violations import violations
from inspections.vocabulary import Answer, DeliveryMode, SubjectClass

TODAY = date(2026, 11, 19)


def test_every_item_of_today_asks_in_both_languages_and_names_its_law():
    items = checklist_on(TODAY).items

    assert len(items) == 42
    assert all(item.question("zh") and item.question("en") and item.law("zh") for item in items)


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        (date(2019, 7, 1), "40分钟"),
        (date(2021, 7, 23), "40分钟"),
        (date(2021, 7, 24), "30分钟"),
        (TODAY, "30分钟"),
    ],
)
def test_the_day_of_the_visit_picks_the_longest_online_lesson(day, minutes):
    item = checklist_on(day).item("online_length")

    assert item is not None
    assert item.threshold("zh") == minutes


def test_no_day_has_two_items_under_one_code():
    for day in (date(2019, 1, 1), date(2021, 7, 24), TODAY):
        codes = [item.code for item in checklist_on(day).items]
        assert len(codes) == len(set(codes))


def test_emergency_items_are_asked_only_while_an_order_is_in_force():
    assert checklist_on(TODAY).item("emergency_measures") is None
    assert checklist_on(TODAY, emergency=True).item("emergency_measures") is not None


def test_an_offline_arts_school_is_not_asked_about_live_video_or_subject_prices():
    asked = checklist_for(
        TODAY, subject_class=SubjectClass.NON_SUBJECT, delivery_mode=DeliveryMode.OFFLINE
    )

    assert asked.item("online_video") is None
    assert asked.item("guided_price") is None
    assert asked.item("prepaid_cap") is not None


def test_what_is_not_known_of_a_site_excludes_no_item():
    asked = checklist_for(TODAY, subject_class=None, delivery_mode=None)

    assert asked == checklist_on(TODAY)


def test_a_no_about_prepaid_fees_makes_article_22_3_suspect():
    answers = {
        "prepaid_span": GivenAnswer(Answer.NO, "一次收了6个月"),
        "licence_held": GivenAnswer(Answer.YES),
    }

    found = findings(checklist_on(TODAY), answers, TODAY)

    assert [finding.item.code for finding in found] == ["prepaid_span"]
    assert found[0].seen == "一次收了6个月"
    assert [one.place("zh") for one in found[0].suspected] == ["暂行办法第二十二条第三项"]
    assert found[0].suspected[0].place("en") == "Measures Art 22(3)"


def test_before_the_measures_a_no_suspects_nothing_under_them():
    day = date(2022, 1, 10)
    answers = {"prepaid_span": GivenAnswer(Answer.NO, "一次收了6个月")}

    assert findings(checklist_on(day), answers, day)[0].suspected == ()


def test_the_measures_are_in_force_from_their_first_day():
    assert not sources()["measures"].is_in_force(date(2023, 10, 14))
    assert sources()["measures"].is_in_force(date(2023, 10, 15))


def test_every_violation_names_an_instrument():
    assert {violation.law for violation in violations().values()} <= set(sources())
