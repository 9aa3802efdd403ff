"""Names: what shares a key, what tells two apart, and what no name may hold."""

import pytest

from inspections.names import (
    core_name,
    grams,
    initials,
    likeness,
    marked,
    name_key,
    refuse_name,
    syllables,
)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("沈阳晨星补习学校", "沈阳晨星补习学校"),
        ("瀋陽晨星補習學校（總店）", "沈阳晨星补习学校总店"),
        ("沈阳　晨星 补习学校(总店)", "沈阳晨星补习学校总店"),
        ("ＡＢＣ英语", "abc英语"),
        ("晨\u200b星\ufe01", "晨星"),
        ("⻓江培训", "长江培训"),
        ("史密斯·约翰英语", "史密斯约翰英语"),
        ("91210102ma0text126", "91210102ma0text126"),
    ],
)
def test_two_spellings_of_one_name_share_a_key(written, key):
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("沈阳市沈河区拟金榜文化课培训有限公司", "拟金榜"),
        ("沈阳拟飞跃培训学校", "拟飞跃"),
        ("和平拟晨舟教育培训中心有限公司", "拟晨舟"),
        ("辽宁省沈阳市铁西区拟小太阳托管班", "拟小太阳"),
        ("新民市拟辽滨钢琴培训学校有限公司", "拟辽滨"),
        ("拟星桥培训学校（第2校区）", "拟星桥"),
        ("培训学校", "培训学校"),
        ("晨星", "晨星"),
    ],
)
def test_the_core_is_the_name_without_place_and_suffix(name, core):
    assert core_name(name) == core


def test_grams_are_pairs_of_neighbours_each_once():
    assert grams("晨星晨星", None, "ab") == ["晨星", "星晨", "ab"]
    assert grams("晨") == ["晨"]
    assert grams("a+b") == ["ab"]


def test_syllables_and_initials_are_without_tones():
    assert syllables("晨星") == ("chen", "xing")
    assert initials("晨星教育") == "cxjy"


def test_a_name_that_sounds_the_same_is_liker_than_one_with_the_same_suffix():
    name = "沈阳晨星教育培训学校"

    same_sound = likeness(name, "沈阳辰星教育培训学校")
    same_suffix = likeness(name, "沈阳远航教育培训学校")

    assert same_sound > 85 > 50 > same_suffix


def test_only_one_key_reaches_a_hundred():
    assert likeness("晨星（总店）", "晨星总店") == 100
    assert likeness("晨星培训学校", "晨星培训中心") < 100
    assert likeness("", "晨星") == 0


def test_a_part_of_the_core_counts_as_like():
    assert likeness("沈阳拟晨星培训学校", "晨星") > 70


def test_matched_characters_are_marked_and_the_text_stays_whole():
    runs = marked("沈阳（晨星）学校", "晨星學校")

    assert "".join(text for text, _ in runs) == "沈阳（晨星）学校"
    assert [text for text, hit in runs if hit] == ["晨星", "学校"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "name.missing"),
        ("晨" * 201, "name.too_long"),
        ("晨\x00星", "name.control"),
        ("晨\u202e星", "name.bidi"),
        ("晨\u0378星", "name.unassigned"),
        ("晨\ufffd星", "name.broken"),
        ("（）", "name.no_letters"),
    ],
)
def test_a_name_with_unfit_characters_is_refused(name, code):
    problem = refuse_name(name)

    assert problem is not None
    assert problem.code == code
    assert problem.message("zh") and problem.message("en")


@pytest.mark.parametrize("name", ["晨星培训", "𠮷䶮书法", "A+英语", "晨\u200b星"])
def test_an_ordinary_name_is_not_refused(name):
    assert refuse_name(name) is None
