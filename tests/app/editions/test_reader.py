import json
from datetime import date
from pathlib import Path

import pytest

from app.editions.findings import EntryFilter
from app.editions.header import BadHeader
from app.editions.layout import HEADER, KEYS
from app.editions.reader import Edition
from inspections.verdicts import Verdict
from tests.app.editions.records import (
    ALL,
    DAY,
    ENDED_LICENCE,
    LICENSED,
    LISTED,
    PLACE,
    SAME_NAME,
    UNKNOWN,
    edition,
    institution,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    folder = tmp_path_factory.mktemp("editions") / "000001"
    edition(folder)
    return Edition(folder)


def ready(built: Edition, query: str) -> dict:
    unit = built.exact(query)
    assert unit is not None
    return json.loads(built.answers.document(unit, before=b"{", after=b"]}"))


@pytest.mark.parametrize(
    "query",
    [
        "沈阳市和平区竹影拟书法培训学校",
        "竹影拟",
        "沈阳竹荫拟补习班",
        "52210102YYR3YY1G9G",
        "52210102yyr3yy1g9g",
        "５２２１０１０２ YYR3YY1G9G",
        "教民121010279500301号",
        "121010279500301",
        "瀋陽市和平區竹影擬書法培訓學校",
        "沈阳市（和平区）竹影拟书法培训学校",
    ],
)
def test_one_institution_is_found_by_every_name_code_and_number(built: Edition, query: str):
    found = ready(built, query)

    assert found["verdict"] == "licensed"
    assert found["institutions"][0]["id"] == LICENSED.id
    assert found["institutions"][0]["match"] == "exact"


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("拟晨舟", Verdict.BLACKLISTED),
        ("海澜拟", Verdict.UNLICENSED),
        ("拟小太阳托管班", Verdict.BLACKLISTED),
        ("竹影拟", Verdict.LICENSED),
        ("沈阳拟星河艺术培训学校", Verdict.AMBIGUOUS),
    ],
)
def test_ready_and_computed_answers_agree(built: Edition, query: str, verdict: Verdict):
    assert ready(built, query)["verdict"] == verdict
    assert built.answer(query, DAY).verdict is verdict


def test_those_like_it_carry_neither_standing_nor_listing(built: Edition):
    similar = ready(built, "铁西区拟晨舟艺术培训学校")["institutions"][1:]

    assert [one["id"] for one in similar] == [LISTED.id]
    assert similar[0]["match"] == "similar"
    assert 60 <= similar[0]["score"] < 100
    assert similar[0]["standing"] is None
    assert similar[0]["listing"] is None


def test_one_name_of_two_institutions_accuses_neither(built: Edition):
    found = ready(built, "沈阳拟星河艺术培训学校")

    exact = [one for one in found["institutions"] if one["match"] == "exact"]
    assert sorted(one["id"] for one in exact) == sorted(one.id for one in SAME_NAME)
    assert {one["standing"] for one in found["institutions"]} == {None}
    assert {one["listing"] for one in found["institutions"]} == {None}


def test_thirty_of_one_name_are_all_shown_and_none_is_accused(tmp_path: Path):
    many = [institution(f"aaaaaaaa{number}", "沈阳拟同名学校") for number in range(10, 40)]
    edition(tmp_path / "e", many)

    found = ready(Edition(tmp_path / "e"), "沈阳拟同名学校")

    assert found["verdict"] == "ambiguous"
    assert len(found["institutions"]) == 30
    assert {one["standing"] for one in found["institutions"]} == {None}


def test_an_institution_of_unknown_standing_is_not_in_the_edition(built: Edition):
    assert built.exact(UNKNOWN.name) is None
    assert built.institution(UNKNOWN.id) is None


def test_after_its_last_day_a_listing_is_gone_though_the_edition_is_in_force(built: Edition):
    unit = built.exact("52210106YYSAME0002")
    after = date(2026, 11, 21)

    assert unit is not None
    assert unit[2] == after.toordinal()
    assert built.answer("52210106YYSAME0002", DAY).verdict is Verdict.BLACKLISTED
    assert built.answer("52210106YYSAME0002", after).verdict is Verdict.LICENSED
    assert built.entries(EntryFilter(day=DAY))[0] == 4
    assert built.entries(EntryFilter(day=after))[0] == 3


@pytest.mark.parametrize("query", ["晨舟", "星河", "竹影", "辰舟", "chenzhou", "nichenzhou"])
def test_two_characters_and_sounds_find_candidates(built: Edition, query: str):
    found = built.answer(query, DAY)

    expected = {"晨舟", "星河", "竹影", "辰舟", "nichenzhou"}
    assert (found.verdict is Verdict.AMBIGUOUS) is (query in expected)
    assert not found.exact


def test_every_two_characters_of_every_core_find_their_institution(built: Edition):
    for facts in (LICENSED, LISTED, ENDED_LICENCE, PLACE):
        core = facts.name.removeprefix("沈阳").removeprefix("市和平区")[:3]
        for pair in (core[:2], core[1:3]):
            ids = {match.facts.id for match in built.answer(pair, DAY).matches}
            assert facts.id in ids, (facts.name, pair)


def test_the_list_is_filtered_by_district_and_words(built: Edition):
    assert built.entries(EntryFilter(day=DAY, district="210102"))[0] == 1
    assert built.entries(EntryFilter(day=DAY, query="兴华街"))[0] == 1
    assert built.entries(EntryFilter(day=DAY, query="91210106YY4C7N2K75"))[0] == 1
    assert built.entries(EntryFilter(day=DAY, query="%"))[0] == 0


def test_a_file_of_another_size_is_refused(tmp_path: Path):
    edition(tmp_path / "e")
    with (tmp_path / "e" / KEYS).open("ab") as out:
        out.write(b"x")

    with pytest.raises(BadHeader):
        Edition(tmp_path / "e")


def test_a_header_that_was_changed_is_refused(tmp_path: Path):
    edition(tmp_path / "e")
    header = tmp_path / "e" / HEADER
    header.write_text(header.read_text().replace('"edition": 1', '"edition": 2'))

    with pytest.raises(BadHeader):
        Edition(tmp_path / "e")


def test_counts_say_what_the_edition_holds(built: Edition):
    counts = built.header.values["counts"]

    assert counts == {
        "institutions": len(ALL) - 1,
        "listed": 4,
        "listed_without_code": 1,
    }
