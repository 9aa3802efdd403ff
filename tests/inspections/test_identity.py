"""Persons among institutions are noticed, and their numbers are never shown."""

import pytest

from inspections.identity import (
    id_check_digit,
    is_id_number,
    masked_person,
    reads_like_a_person,
    without_id_numbers,
)

NUMBER = "11010519491231002X"  # the example printed in GB 11643


def test_the_example_of_the_standard_has_the_right_check_digit():
    assert id_check_digit(NUMBER[:17]) == "X"
    assert is_id_number(NUMBER)


def test_a_number_inside_a_text_is_masked():
    assert without_id_numbers(f"王某，身份证{NUMBER}") == "王某，身份证1101**********002X"
    assert without_id_numbers("91210102MA0TEXT126") == "91210102MA0TEXT126"


@pytest.mark.parametrize("name", ["张三", "李某某", "欧阳小明", "王老师", "刘*", "陈  静"])
def test_a_personal_name_is_noticed(name):
    assert reads_like_a_person(name)


@pytest.mark.parametrize(
    "name",
    ["王五英语班", "新东方", "金太阳", "沈阳拟飞跃培训学校", "李白书法", "ABC", "马术俱乐部"],
)
def test_the_name_of_an_institution_is_none_of_a_person(name):
    assert not reads_like_a_person(name)


def test_only_the_surname_is_shown():
    assert masked_person("张三丰") == "张**"
