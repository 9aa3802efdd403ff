from dataclasses import replace
from datetime import date

import pytest

from inspections.licences import LicenceFacts
from inspections.verdicts import (
    NEVER,
    ListingFacts,
    Premises,
    PublicFacts,
    Verdict,
    changes_on,
    entry_fields,
    keys_of,
    may_be_shown,
    record,
    restored,
    standing,
    stored,
    veiled_record,
    verdict_on,
)
from inspections.vocabulary import (
    LegalForm,
    LicenceStatus,
    Restriction,
    Standing,
    SubjectGroup,
)

DAY = date(2026, 11, 19)
VALID = LicenceFacts(
    number="教民121010579000318号", expires_on=date(2028, 6, 30), status=LicenceStatus.VALID
)
REVOKED = LicenceFacts(number="教民121010579000319号", status=LicenceStatus.REVOKED)
LISTING = ListingFacts(
    entry_id="e000000001",
    ground="unlicensed_institution",
    legal_basis="《校外培训行政处罚暂行办法》第十七条",
    authority="铁西区教育局",
    listed_on=date(2026, 2, 3),
    ends_on=date(2029, 2, 3),
    decision_no="铁西教罚字〔2025〕第31号",
    penalty="罚款360,000.00元",
)
LICENSED = PublicFacts(
    id="aaaaaaaaaa",
    name="沈阳市皇姑区启韵拟文化课培训学校",
    short_name="启韵拟",
    former_names=("沈阳启蕴拟补习班",),
    credit_code="52210105YY43LJ9W79",
    licence=VALID,
    district_code="210105",
    district_zh="皇姑区",
    district_en="Huanggu",
    address="皇姑区舍利塔街道宁园巷208号",
    premises=(Premises("皇姑区舍利塔街道宁园巷208号", 123.4, 41.8, True),),
    subject_group=SubjectGroup.ACADEMIC,
    legal_form=LegalForm.NON_PROFIT,
)
LISTED = replace(LICENSED, id="bbbbbbbbbb", listing=LISTING)
UNLICENSED = replace(LICENSED, id="cccccccccc", licence=REVOKED)
UNKNOWN = replace(LICENSED, id="dddddddddd", licence=LicenceFacts())


@pytest.mark.parametrize(
    ("exact", "has_candidates", "verdict"),
    [
        ([LISTED], False, Verdict.BLACKLISTED),
        ([LISTED], True, Verdict.BLACKLISTED),
        ([LICENSED], True, Verdict.LICENSED),
        ([UNLICENSED], True, Verdict.UNLICENSED),
        ([LISTED, LICENSED], False, Verdict.AMBIGUOUS),
        ([LISTED, LISTED], True, Verdict.AMBIGUOUS),
        ([], True, Verdict.AMBIGUOUS),
        ([], False, Verdict.NOT_IN_REGISTER),
    ],
    ids=[
        "one listed",
        "one listed, others like it",
        "one licensed",
        "one unlicensed",
        "two, one listed",
        "two listed",
        "none but likeness",
        "nothing",
    ],
)
def test_the_verdict_is_that_of_the_table(exact, has_candidates, verdict):
    assert verdict_on(exact, DAY, has_candidates=has_candidates) is verdict


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 2, 2), Standing.LICENSED),
        (date(2026, 2, 3), Standing.BLACKLISTED),
        (date(2029, 2, 3), Standing.UNLICENSED),
        (date(2029, 2, 4), Standing.UNLICENSED),
    ],
    ids=["the day before", "first day", "last day", "the day after"],
)
def test_a_listing_is_shown_from_its_first_to_its_last_day(day, expected):
    facts = replace(LISTED, licence=replace(VALID, expires_on=date(2028, 6, 30)))

    found = standing(facts, day)

    if day == date(2029, 2, 3):
        expected = Standing.BLACKLISTED
    assert found is expected


def test_an_institution_of_unknown_standing_is_shown_only_while_it_is_listed():
    listed = replace(UNKNOWN, listing=LISTING)

    assert not may_be_shown(UNKNOWN, DAY)
    assert may_be_shown(listed, DAY)
    assert not may_be_shown(listed, date(2029, 2, 4))


@pytest.mark.parametrize(
    ("facts", "turn"),
    [
        (LICENSED, date(2028, 7, 1)),
        (LISTED, date(2028, 7, 1)),
        (UNLICENSED, NEVER),
        (replace(UNLICENSED, listing=LISTING), date(2029, 2, 4)),
        (replace(LISTED, listing=replace(LISTING, listed_on=date(2026, 12, 1))), date(2026, 12, 1)),
    ],
    ids=["licence ends", "licence before listing", "nothing changes", "listing ends", "to come"],
)
def test_a_ready_answer_is_right_until_the_next_turn(facts, turn):
    assert changes_on(facts, DAY) == turn


def test_the_standing_never_changes_before_the_day_that_is_announced():
    days = [date(2026, 11, 19), date(2028, 6, 30)]

    assert {record(LISTED, day)["standing"] for day in days} == {"blacklisted"}


def test_an_institution_is_found_by_all_its_names_its_code_and_its_licence_number():
    assert keys_of(LICENSED) == {
        "沈阳市皇姑区启韵拟文化课培训学校",
        "启韵拟",
        "沈阳启蕴拟补习班",
        "52210105yy43lj9w79",
        "教民121010579000318号",
        "121010579000318",
    }


def test_the_record_of_the_one_that_was_meant_says_all():
    said = record(LISTED, DAY)

    assert said["standing"] == "blacklisted"
    assert said["listing"] == {
        "ground": "unlicensed_institution",
        "legal_basis": "《校外培训行政处罚暂行办法》第十七条",
        "decision_no": "铁西教罚字〔2025〕第31号",
        "authority": "铁西区教育局",
        "listed_on": "2026-02-03",
        "ends_on": "2029-02-03",
    }
    assert said["district"] == {"code": "210105", "name": "皇姑区"}


def test_restrictions_stand_beside_a_licence():
    stopped = replace(LICENSED, licence=replace(VALID, stop_enrolling=True))

    assert record(stopped, DAY)["restrictions"] == [Restriction.STOP_ENROLLING]


def test_nobody_is_accused_by_likeness():
    said = veiled_record(LISTED)

    assert said["standing"] is None
    assert said["listing"] is None
    assert "blacklist" not in str(said)


def test_an_ended_listing_leaves_no_trace_in_the_record():
    said = record(LISTED, date(2029, 2, 4))

    assert said["listing"] is None
    assert said["standing"] == "unlicensed"


def test_the_fields_of_an_entry_hold_no_institution_that_is_not_listed():
    with pytest.raises(ValueError, match="not listed"):
        entry_fields(LICENSED)


@pytest.mark.parametrize("facts", [LICENSED, LISTED, UNLICENSED, UNKNOWN])
def test_facts_are_restored_as_they_were_stored(facts):
    assert restored(stored(facts)) == facts


def test_an_institution_of_which_only_the_name_is_known_comes_back_from_the_edition() -> None:
    bare = PublicFacts(
        id="aaaaaaaaab", name="只有名字的机构", listing=replace(LISTING, ends_on=None)
    )

    assert restored(stored(bare)) == bare
