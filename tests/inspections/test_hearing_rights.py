"""Hearing rights by hand from Measures Art 5, 30 and the readings chosen; money in fen."""

from datetime import date

import pytest

from inspections.hearing_rights import (
    Exposure,
    HearingReason,
    LocalAmounts,
    NoHearingRule,
    Span,
    exposure,
    hearing_right,
)
from inspections.penalty_ranges import penalty_range
from inspections.procedure.terms import HearingRight
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

ACT, STEP = date(2025, 3, 1), date(2025, 9, 24)
PERSON, SELF, ORG = PartyType
DUE, DEPENDS, NOT_DUE = HearingRight.YES, HearingRight.DEPENDS, HearingRight.NO
OLD = date(2020, 2, 1)
BETWEEN = date(2022, 5, 1)
LOCAL = LocalAmounts(
    source="省定标准",
    fine_from_fen={PERSON: 500_000, ORG: 5_000_000},
    confiscation_from_fen=5_000_000,
)


def right(code, tier, party, **amounts):
    base_fen = amounts.pop("base_fen", None)
    found = penalty_range(code, PenaltyTier(tier), act_on=ACT, party=party, base_fen=base_fen)
    return hearing_right([exposure(found, **amounts)], party, STEP)


BY_TIER = [
    # kinds that always carry it
    ("unlicensed, gains unknown", "unlicensed_institution", "base", PERSON, {}, DUE, None),
    ("unlicensed, no gains", "unlicensed_institution", "base", ORG, {"base_fen": 0}, DUE, None),
    ("stop enrolling or revocation", "tutoring_time", "serious", ORG, {}, DUE, None),
    ("revocation by Law 62", "pe62_6", "serious", ORG, {}, DUE, None),
    ("bar of one to five years", "responsible_person", "serious", PERSON, {}, DUE, None),
    ("bar for ever", "organiser_controller", "very_serious", PERSON, {}, DUE, None),
    # warnings never do
    ("warning of a person", "hidden_venue", "base", PERSON, {}, NOT_DUE, None),
    ("warning of a landlord", "premises_provider", "after_refusal", ORG, {}, NOT_DUE, None),
    ("warning of a head", "responsible_person", "base", PERSON, {}, NOT_DUE, None),
    # fines before the amount is fixed
    ("up to 50 000, person", "hidden_venue", "serious", PERSON, {}, DEPENDS, 3_000_000),
    ("up to 50 000, self-employed", "hidden_venue", "serious", SELF, {}, DEPENDS, 3_000_000),
    ("up to 50 000, organisation", "hidden_venue", "serious", ORG, {}, NOT_DUE, None),
    ("from 50 000, person", "hidden_online", "very_serious", PERSON, {}, DUE, None),
    ("from 50 000, self-employed", "hidden_online", "very_serious", SELF, {}, DUE, None),
    ("from 50 000, organisation", "hidden_online", "very_serious", ORG, {}, DEPENDS, 10_000_000),
    ("competition, organisation", "competition", "serious", ORG, {}, NOT_DUE, None),
    # fines that are fixed, at the edges
    ("person 29 999.99", "hidden_venue", "serious", PERSON, {"fine_fen": 2_999_999}, NOT_DUE, None),
    ("person 30 000", "hidden_venue", "serious", PERSON, {"fine_fen": 3_000_000}, DUE, None),
    (
        "self-employed 29 999.99",
        "competition",
        "serious",
        SELF,
        {"fine_fen": 2_999_999},
        NOT_DUE,
        None,
    ),
    ("self-employed 30 000", "competition", "serious", SELF, {"fine_fen": 3_000_000}, DUE, None),
    (
        "organisation 99 999.99",
        "hidden_guise",
        "very_serious",
        ORG,
        {"fine_fen": 9_999_999},
        NOT_DUE,
        None,
    ),
    (
        "organisation 100 000",
        "hidden_guise",
        "very_serious",
        ORG,
        {"fine_fen": 10_000_000},
        DUE,
        None,
    ),
    # confiscation counts what is left after refunds
    ("confiscation open", "fees_prepaid", "base", ORG, {}, DEPENDS, 10_000_000),
    ("gains below 100 000", "fees_prepaid", "base", ORG, {"base_fen": 9_999_999}, NOT_DUE, None),
    (
        "gains of 100 000, left open",
        "fees_prepaid",
        "base",
        ORG,
        {"base_fen": 10_000_000},
        DEPENDS,
        10_000_000,
    ),
    (
        "gains 100 000, left 70 000",
        "fees_prepaid",
        "base",
        ORG,
        {"base_fen": 10_000_000, "confiscated_fen": 7_000_000},
        NOT_DUE,
        None,
    ),
    (
        "left 99 999.99",
        "pr63_11",
        "base",
        ORG,
        {"base_fen": 20_000_000, "confiscated_fen": 9_999_999},
        NOT_DUE,
        None,
    ),
    (
        "left 100 000",
        "pr63_11",
        "base",
        ORG,
        {"base_fen": 20_000_000, "confiscated_fen": 10_000_000},
        DUE,
        None,
    ),
    (
        "left 100 000, a person",
        "pr62_3",
        "base",
        PERSON,
        {"base_fen": 10_000_000, "confiscated_fen": 10_000_000},
        DUE,
        None,
    ),
    ("no gains", "fees_prepaid", "base", ORG, {"base_fen": 0}, NOT_DUE, None),
    # confiscation by Penalty Law 28 beside a warning
    (
        "hidden, left 100 000",
        "hidden_venue",
        "base",
        ORG,
        {"base_fen": 10_000_000, "confiscated_fen": 10_000_000},
        DUE,
        None,
    ),
    (
        "hidden, gains 100 000, left open",
        "hidden_venue",
        "base",
        ORG,
        {"base_fen": 10_000_000},
        DEPENDS,
        10_000_000,
    ),
    (
        "competition, left 100 000",
        "competition",
        "base",
        ORG,
        {"base_fen": 10_000_000, "confiscated_fen": 10_000_000},
        DUE,
        None,
    ),
]


@pytest.mark.parametrize(
    ("code", "tier", "party", "amounts", "answer", "from_fen"),
    [row[1:] for row in BY_TIER],
    ids=[row[0] for row in BY_TIER],
)
def test_a_hearing_is_due_or_not_or_depends(code, tier, party, amounts, answer, from_fen):
    found = right(code, tier, party, **dict(amounts))

    assert (found.answer, found.from_fen) == (answer, from_fen)
    assert not found.is_provisional


def fine(amount):
    return Exposure(sure=frozenset({PenaltyKind.FINE}), fine=Span(least=amount, most=amount))


SUMS = [
    ("15 000 and 14 999.99", [1_500_000, 1_499_999], NOT_DUE),
    ("15 000 and 15 000", [1_500_000, 1_500_000], DUE),
    ("three of 10 000", [1_000_000] * 3, DUE),
]


@pytest.mark.parametrize(("fines", "answer"), [row[1:] for row in SUMS], ids=[r[0] for r in SUMS])
def test_fines_of_several_acts_are_added_in_the_partys_favour(fines, answer):
    found = hearing_right([fine(amount) for amount in fines], PERSON, STEP)

    assert found.answer is answer
    assert found.reasons == (HearingReason.FINE,)


def test_a_kind_without_an_amount_lifts_no_small_fine():
    warning = Exposure(sure=frozenset({PenaltyKind.WARNING}))

    assert hearing_right([warning, fine(100)], PERSON, STEP).answer is NOT_DUE
    assert hearing_right([warning], PERSON, STEP).reasons == ()


DAYS = [
    ("last day of local amounts", date(2023, 10, 14), DEPENDS, None, True),
    ("first day of the Measures", date(2023, 10, 15), DUE, None, False),
    ("first day of the Penalty Law of 2021", date(2021, 7, 15), DEPENDS, None, True),
    ("old Penalty Law", OLD, DEPENDS, None, True),
]


@pytest.mark.parametrize(
    ("step_on", "answer", "from_fen", "provisional"),
    [row[1:] for row in DAYS],
    ids=[row[0] for row in DAYS],
)
def test_the_day_of_the_step_picks_the_amounts(step_on, answer, from_fen, provisional):
    found = hearing_right([fine(3_000_000)], PERSON, step_on)

    assert (found.answer, found.from_fen, found.is_provisional) == (answer, from_fen, provisional)


LOCALS = [
    ("person below", PERSON, 499_999, NOT_DUE, None),
    ("person at", PERSON, 500_000, DUE, None),
    ("organisation below", ORG, 4_999_999, NOT_DUE, None),
    ("organisation at", ORG, 5_000_000, DUE, None),
    ("self-employed without an amount", SELF, 500_000, DEPENDS, None),
]


@pytest.mark.parametrize(
    ("party", "amount", "answer", "from_fen"),
    [row[1:] for row in LOCALS],
    ids=[row[0] for row in LOCALS],
)
def test_a_local_amount_decides_between_the_laws_and_stays_provisional(
    party, amount, answer, from_fen
):
    found = hearing_right([fine(amount)], party, BETWEEN, LOCAL)

    assert (found.answer, found.from_fen) == (answer, from_fen)
    assert found.is_provisional


def test_a_local_amount_leaves_todays_amounts_untouched():
    assert hearing_right([fine(500_000)], PERSON, STEP, LOCAL).answer is NOT_DUE


def test_revocation_is_heard_in_every_period_and_isnt_provisional_between_the_laws():
    revoked = Exposure(sure=frozenset({PenaltyKind.REVOKE_LICENCE}), fine=Span(least=1, most=1))

    assert hearing_right([revoked], ORG, OLD).answer is DUE
    assert hearing_right([revoked], ORG, OLD).is_provisional  # that text is unverified
    assert hearing_right([revoked], ORG, BETWEEN).answer is DUE
    assert not hearing_right([revoked], ORG, BETWEEN).is_provisional


def test_one_kind_of_two_may_carry_the_right():
    either = Exposure(some_of=frozenset({PenaltyKind.WARNING, PenaltyKind.STOP_ENROLLING}))

    assert hearing_right([either], ORG, STEP).answer is DEPENDS


def test_goods_of_large_value_are_local_also_today():
    goods = Exposure(
        sure=frozenset({PenaltyKind.CONFISCATE_GOODS}), goods=Span(least=100, most=100)
    )
    local = LocalAmounts(source="省定标准", goods_from_fen=100)

    assert hearing_right([goods], ORG, STEP).answer is DEPENDS
    assert hearing_right([goods], ORG, STEP).is_provisional
    assert hearing_right([goods], ORG, STEP, local).answer is DUE


def test_another_kind_follows_its_own_law():
    other = Exposure(sure=frozenset({PenaltyKind.OTHER}))

    found = hearing_right([other], ORG, STEP)

    assert (found.answer, found.reasons) == (DEPENDS, (HearingReason.BY_LAW,))


def test_a_step_before_every_entered_rule_is_an_error():
    with pytest.raises(NoHearingRule):
        hearing_right([fine(1)], PERSON, date(2017, 12, 31))
