"""Whom a row of a file means, and what it changes."""

from inspections.register import (
    KnownEntry,
    changes_between,
    kinds_of_change,
    same_address,
    whom_a_row_means,
)

STAR = {"name": "和平区拟星桥培训学校", "district_code": "210102"}


def entry(number=1, **values):
    return KnownEntry(number, {**STAR, **values})


def test_the_code_comes_before_everything():
    known, namesake = entry(1, credit_code="A"), entry(2)

    meant = whom_a_row_means(
        {**STAR, "credit_code": "A"}, by_code=known, by_licence=[], by_name=[namesake]
    )

    assert meant.entry is known


def test_a_licence_number_finds_the_institution_without_a_code():
    known = entry(licence_no="教民1")

    meant = whom_a_row_means(
        {**STAR, "name": "拟新名"}, by_code=None, by_licence=[known], by_name=[]
    )

    assert (meant.entry, meant.doubt) == (known, None)


def test_two_codes_for_one_name_are_for_a_person_to_decide():
    known = entry(credit_code="A")

    meant = whom_a_row_means(
        {**STAR, "credit_code": "B"}, by_code=None, by_licence=[], by_name=[known]
    )

    assert meant.doubt is not None
    assert meant.doubt.code == "known.other_code"


def test_namesakes_without_codes_are_told_apart_by_their_address():
    here, there = entry(1, address="甲路1号"), entry(2, address="乙路2号")
    ask = {"by_code": None, "by_licence": [], "by_name": [here, there]}

    assert whom_a_row_means({**STAR, "address": "沈阳市和平区乙路2号"}, **ask).entry is there
    assert whom_a_row_means({**STAR, "address": "丙路3号"}, **ask).entry is None
    assert whom_a_row_means(STAR, **ask).doubt is not None


def test_what_a_file_leaves_out_is_no_change():
    changes = changes_between(
        {"name": "甲", "phone": "1", "address": "文安路1号"},
        {"name": "乙", "phone": None, "address": "和平区文安路1号"},
    )

    assert changes == {"name": ("甲", "乙")}


def test_a_change_is_named_by_what_weighs_most():
    assert kinds_of_change(["phone", "name", "address"]) == "renamed"
    assert kinds_of_change(["phone", "address"]) == "moved"
    assert kinds_of_change([]) == "same"


def test_an_address_without_its_city_is_the_same_address():
    assert same_address("文安路21号", "沈阳市和平区文安路21号")
    assert not same_address("文安路21号", "文安路2号")
