"""Ranges by hand from Measures Art 17 to 25 and the Private Education Law; money in fen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.penalties import UnknownViolation
from inspections.penalty_ranges import RangeNote, penalty_range
from inspections.refusal import Refused
from inspections.rulebook import RULES
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

ACT = date(2025, 3, 1)
PERSON, SELF, ORG = PartyType
W, C, F = PenaltyKind.WARNING, PenaltyKind.CRITICISM, PenaltyKind.FINE
GAINS, STOP = PenaltyKind.CONFISCATE_GAINS, PenaltyKind.STOP_OPERATING
ENROL, REVOKE = PenaltyKind.STOP_ENROLLING, PenaltyKind.REVOKE_LICENCE
BAR = PenaltyKind.PRACTICE_RESTRICTION


def found(code, tier, *, party=ORG, act_on=ACT, base_fen=None):
    return penalty_range(code, PenaltyTier(tier), act_on=act_on, party=party, base_fen=base_fen)


FINES = [
    # unlicensed: 1 to 5 times the gains
    ("unlicensed_institution", "base", PERSON, 300_000, 300_000, 1_500_000),
    ("unlicensed_institution", "base", PERSON, 10_000_000, 10_000_000, 50_000_000),
    ("unlicensed_institution", "base", SELF, 1, 1, 5),
    ("unlicensed_institution", "base", ORG, 0, 0, 0),
    ("unlicensed_institution", "base", ORG, None, None, None),
    ("pe_unlicensed_school", "base", ORG, 300_000, 300_000, 1_500_000),
    # hidden tutoring: nothing, up to 50 000, from 50 000 to 100 000 yuan
    ("hidden_online", "base", PERSON, None, None, None),
    ("hidden_online", "serious", PERSON, None, 0, 5_000_000),
    ("hidden_online", "very_serious", PERSON, None, 5_000_000, 10_000_000),
    ("hidden_venue", "base", ORG, 500_000, None, None),
    ("hidden_venue", "serious", ORG, 500_000, 0, 5_000_000),
    ("hidden_venue", "very_serious", ORG, None, 5_000_000, 10_000_000),
    ("hidden_guise", "serious", SELF, None, 0, 5_000_000),
    ("hidden_guise", "very_serious", SELF, None, 5_000_000, 10_000_000),
    ("hidden_other", "serious", ORG, None, 0, 5_000_000),
    ("hidden_other", "very_serious", ORG, None, 5_000_000, 10_000_000),
    ("competition", "base", ORG, None, None, None),
    ("competition", "serious", ORG, None, 0, 5_000_000),
    ("competition", "very_serious", ORG, None, 5_000_000, 10_000_000),
    # no fine at all
    ("premises_provider", "after_refusal", PERSON, None, None, None),
    ("platform_provider", "after_refusal", ORG, None, None, None),
    ("scope_other", "base", ORG, 9_000_000, None, None),
    ("scope_other", "serious", ORG, 9_000_000, None, None),
    ("pe62_5", "serious", ORG, None, None, None),
    ("pr63_5", "base", ORG, None, None, None),
    ("responsible_person", "very_serious", PERSON, None, None, None),
]


@pytest.mark.parametrize(
    ("code", "tier", "party", "base_fen", "least", "most"),
    FINES,
    ids=[f"{row[0]}-{row[1]}-{row[2]}-gains-{row[3]}" for row in FINES],
)
def test_a_fine_lies_between_these_two_ends(code, tier, party, base_fen, least, most):
    answer = found(code, tier, party=party, base_fen=base_fen)

    assert (answer.min_fen, answer.max_fen) == (least, most)


KINDS = [
    ("unlicensed_institution", "base", PERSON, 300_000, [STOP, F, GAINS]),
    ("unlicensed_institution", "base", PERSON, None, [STOP, F]),
    ("unlicensed_institution", "base", PERSON, 0, [STOP]),
    ("hidden_venue", "base", PERSON, None, [W, C]),
    ("hidden_venue", "base", PERSON, 100, [W, C, GAINS]),
    ("hidden_venue", "serious", PERSON, None, [F]),
    ("premises_provider", "after_refusal", PERSON, None, [W, C]),
    ("tutoring_time", "base", ORG, None, [W, GAINS]),
    ("tutoring_time", "base", ORG, 0, [W]),
    ("tutoring_time", "serious", ORG, None, [ENROL, REVOKE, W, GAINS]),
    ("fees_prepaid", "serious", ORG, 0, [ENROL, REVOKE, W]),
    ("competition", "base", ORG, None, [W, C]),
    ("responsible_person", "base", PERSON, None, [W]),
    ("responsible_person", "serious", PERSON, None, [BAR, W]),
    ("organiser_controller", "base", PERSON, None, [GAINS]),
    ("organiser_controller", "base", PERSON, 0, []),
    ("organiser_controller", "very_serious", PERSON, 0, [BAR]),
    ("pr62_1", "serious", ORG, None, [BAR, GAINS]),
    ("pr64", "base", PERSON, None, [W]),
    ("pr64_group", "serious", PERSON, None, [BAR]),
    ("pe62_1", "base", ORG, None, [W, GAINS]),
    ("pr63_9", "serious", ORG, None, [ENROL, REVOKE, W, GAINS]),
]


@pytest.mark.parametrize(
    ("code", "tier", "party", "base_fen", "kinds"),
    KINDS,
    ids=[f"{row[0]}-{row[1]}-gains-{row[3]}" for row in KINDS],
)
def test_a_tier_provides_these_kinds(code, tier, party, base_fen, kinds):
    assert list(found(code, tier, party=party, base_fen=base_fen).kinds) == kinds


REFUSED = [
    (
        "the day before the Measures",
        "hidden_venue",
        "serious",
        PERSON,
        date(2023, 10, 14),
        "rule_is_in_force",
    ),
    ("the day before the Regulation", "pr63_5", "base", ORG, date(2021, 8, 31), "rule_is_in_force"),
    (
        "the day before the Law of 2018",
        "pe62_1",
        "base",
        ORG,
        date(2018, 12, 28),
        "rule_is_in_force",
    ),
    ("a tier the article lacks", "unlicensed_institution", "serious", ORG, ACT, "tier_is_provided"),
    ("the base of Art 19", "premises_provider", "base", ORG, ACT, "tier_is_provided"),
    ("very serious under Art 20", "scope_other", "very_serious", ORG, ACT, "tier_is_provided"),
    ("a person under Art 21", "tutoring_time", "base", PERSON, ACT, "party_fits"),
    ("an organisation under Art 24", "responsible_person", "base", ORG, ACT, "party_fits"),
]


@pytest.mark.parametrize(
    ("code", "tier", "party", "act_on", "rule"),
    [row[1:] for row in REFUSED],
    ids=[row[0] for row in REFUSED],
)
def test_there_is_no_range_and_the_refusal_names_rule_and_article(code, tier, party, act_on, rule):
    with pytest.raises(Refused) as refused:
        found(code, tier, party=party, act_on=act_on)

    assert [refusal.code for refusal in refused.value.refusals] == [f"penalty.{rule}"]
    assert all("Art" in RULES[refusal.code].basis_en for refusal in refused.value.refusals)


@pytest.mark.parametrize(
    ("code", "tier", "first"),
    [
        ("hidden_venue", "serious", date(2023, 10, 15)),
        ("pr63_5", "base", date(2021, 9, 1)),
        ("pe62_1", "base", date(2018, 12, 29)),
    ],
)
def test_a_rule_holds_from_its_first_day(code, tier, first):
    assert found(code, tier, act_on=first).violation is violations()[code]


def test_all_reasons_are_told_at_once():
    with pytest.raises(Refused) as refused:
        found("tutoring_time", "very_serious", party=PERSON, act_on=date(2020, 1, 25))

    assert len(refused.value.refusals) == 3


def test_an_unknown_code_is_no_violation():
    with pytest.raises(UnknownViolation):
        found("nothing", "base")


def test_negative_gains_are_no_gains():
    with pytest.raises(ValueError, match="below 0"):
        found("unlicensed_institution", "base", base_fen=-1)


def test_without_gains_only_the_orders_remain():
    answer = found("unlicensed_institution", "base", base_fen=0)

    assert RangeNote.NO_GAINS in answer.notes
    assert [order.value for order in answer.violation.scheme.orders] == ["stop_operating", "refund"]


def test_penalty_law_28_takes_no_gains_of_an_act_before_2021_07_15():
    before = found("pe_unlicensed_school", "base", act_on=date(2021, 7, 14), base_fen=100)
    after = found("pe_unlicensed_school", "base", act_on=date(2021, 7, 15), base_fen=100)

    assert GAINS not in before.kinds
    assert GAINS in after.kinds


@given(
    code=st.sampled_from(sorted(violations())),
    tier=st.sampled_from(PenaltyTier),
    party=st.sampled_from(PartyType),
    day=st.integers(min_value=0, max_value=4000),
    base_fen=st.none() | st.integers(min_value=0, max_value=10**12),
)
def test_the_least_is_never_more_than_the_most(code, tier, party, day, base_fen):
    act_on = date(2018, 1, 1) + timedelta(days=day)
    try:
        answer = penalty_range(code, tier, act_on=act_on, party=party, base_fen=base_fen)
    except Refused as refused:
        assert all(refusal.code in RULES for refusal in refused.refusals)
        return

    assert (answer.min_fen is None) == (answer.max_fen is None)
    assert answer.min_fen is None or 0 <= answer.min_fen <= answer.max_fen
