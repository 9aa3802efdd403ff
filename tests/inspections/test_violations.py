from datetime import date

import pytest

from inspections.law_check import check_law
from inspections.sources import sources
from inspections.violations import elements, violations
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

# law.md 3.2 and 3.3, typed by hand
CODES = [
    "unlicensed_institution",
    "hidden_online",
    "hidden_venue",
    "hidden_guise",
    "hidden_other",
    "premises_provider",
    "platform_provider",
    "scope_offline_goes_online",
    "scope_online_goes_offline",
    "scope_nonsubject_does_subject",
    "scope_subject_does_nonsubject",
    "scope_other",
    "policy_direction",
    "harmful_content",
    "ahead_of_syllabus",
    "tutoring_time",
    "activity_other",
    "enrolment",
    "staff_management",
    "fees_prepaid",
    "online_games",
    "online_records",
    "advertising",
    "mismanagement_other",
    "competition",
    "responsible_person",
    "organiser_controller",
    "pe_unlicensed_school",
    "pe62_1",
    "pe62_2",
    "pe62_3",
    "pe62_4",
    "pe62_5",
    "pe62_6",
    "pe62_7",
    "pe62_8",
    "pr63_1",
    "pr63_2",
    "pr63_3",
    "pr63_4",
    "pr63_5",
    "pr63_6",
    "pr63_7",
    "pr63_8",
    "pr63_9",
    "pr63_10",
    "pr63_11",
    "pr63_12",
    "pr64",
    "pr64_group",
    "pr62_1",
    "pr62_2",
    "pr62_3",
    "pr62_4",
    "pr62_5",
    "pr62_6",
    "pr62_7",
    "pr62_8",
]
ART_20_TO_22 = CODES[7:24]
HEAVIER_BY_ITSELF = {"policy_direction", "harmful_content", "enrolment"}


def test_the_catalogue_holds_every_row_and_no_other():
    missing = [code for code in CODES if code not in violations()]
    foreign = [code for code in violations() if code not in CODES]

    assert (missing, foreign) == ([], [])
    assert len(violations()) == 58


def test_the_law_as_data_holds_together():
    assert [(check.name, check.faults) for check in check_law() if not check.ok] == []


@pytest.mark.parametrize("code", CODES)
def test_each_row_speaks_both_languages_and_names_its_place(code):
    row = violations()[code]

    assert row.title("zh") != row.title("en")
    assert row.place("zh").endswith(("条", "款", "项"))
    assert " Art " in row.place("en")
    assert all(elements()[one].word("zh") and elements()[one].word("en") for one in row.elements)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("unlicensed_institution", "暂行办法第十七条", "Measures Art 17"),
        ("hidden_guise", "暂行办法第十八条第三项", "Measures Art 18(3)"),
        ("premises_provider", "暂行办法第十九条第一款", "Measures Art 19(1)"),
        ("mismanagement_other", "暂行办法第二十二条第七项", "Measures Art 22(7)"),
        ("pe62_8", "民办教育促进法第六十二条第八项", "Private Education Law Art 62(8)"),
        (
            "pr63_12",
            "民办教育促进法实施条例第六十三条第十二项",
            "Private Education Regulation Art 63(12)",
        ),
        (
            "pr64_group",
            "民办教育促进法实施条例第六十四条第二款",
            "Private Education Regulation Art 64(2)",
        ),
    ],
)
def test_a_row_is_cited_as_the_instrument_numbers_it(code, zh, en):
    assert (violations()[code].place("zh"), violations()[code].place("en")) == (zh, en)


def test_only_direction_harmful_content_and_enrolment_are_heavier_by_themselves():
    assert {code for code, row in violations().items() if row.heavier_by_itself} == (
        HEAVIER_BY_ITSELF
    )


def test_only_articles_20_to_22_reach_licensed_institutions_alone():
    licensed_only = [code for code in CODES if violations()[code].scheme.licensed_only]

    assert licensed_only == ART_20_TO_22
    assert len(ART_20_TO_22) == 17


def test_the_joint_department_is_asked_for_by_17_18_19_23_and_64_alone():
    joint = {
        violations()[code].scheme.article for code in CODES if violations()[code].scheme.joint_with
    }

    assert joint == {17, 18, 19, 23, 64}
    assert not violations()["pr64"].scheme.joint_with


@pytest.mark.parametrize("code", ["responsible_person", "pr64"])
def test_the_responsible_person_is_a_natural_person(code):
    assert violations()[code].scheme.party_types == (PartyType.NATURAL_PERSON,)


@pytest.mark.parametrize(
    ("code", "tier", "years"),
    [
        ("responsible_person", "serious", (1, 5, False)),
        ("responsible_person", "very_serious", (None, None, True)),
        ("organiser_controller", "serious", (1, 5, False)),
        ("pr62_3", "very_serious", (None, None, True)),
        ("pr64", "serious", (1, 5, False)),
        ("pr64_group", "after_refusal", (1, 5, False)),
        ("pr64_group", "serious", (10, 10, False)),
    ],
)
def test_a_practice_restriction_says_how_long(code, tier, years):
    row = violations()[code].scheme.tier(PenaltyTier(tier))

    assert PenaltyKind.PRACTICE_RESTRICTION in row.kinds
    assert (row.bar.min_years, row.bar.max_years, row.bar.permanent) == years


def test_before_the_regulation_of_2021_a_reader_is_sent_to_the_older_text():
    row = violations()["pr63_5"]

    assert not row.is_in_force(date(2021, 8, 31))
    assert "2004" in row.before("zh") and "2004" in row.before("en")
    assert sources()["private_education_regulation_2004"].unverified


def test_a_hidden_tutor_in_2020_had_no_ministry_level_penalty():
    row = violations()["hidden_venue"]

    assert not row.is_in_force(date(2023, 10, 14))
    assert row.is_in_force(date(2023, 10, 15))
    assert "no ministry-level penalty" in row.before("en")
