"""The other words for a column."""

import pytest

from inspections.columns import field_for, fields_of


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("机构名称", "name"),
        ("*单位名称（必填）", "name"),
        ("機構名稱", "name"),
        ("统一社会信用代码\n（18位）", "credit_code"),
        ("信用代码", "credit_code"),
        ("所属区（县）", "district"),
        ("县（市、区）", "district"),
        ("行政区划代码", "district_code"),
        ("办学许可证编号", "licence_no"),
        ("办学许可证有效期（起止）", "licence_expires"),
        ("许可证发证日期", "licence_issued"),
        ("列入“黑名单”原因", "list_reason"),
        ("授课地址（与许可证一致）", "address"),
        ("学科类/非学科类", "subject_class"),
    ],
)
def test_a_heading_is_known_by_its_other_words(header, field):
    known = field_for(header)

    assert known is not None
    assert known[0] == field


@pytest.mark.parametrize("header", ["法定代表人", "负责人身份", "备注", "填报单位：沈阳市教育局"])
def test_what_is_not_stored_is_left_aside(header):
    assert field_for(header) is None


def test_of_two_columns_for_one_field_the_place_of_teaching_wins():
    fields = fields_of(["机构名称", "注册地址", "办学地址"])

    assert fields == {0: "name", 2: "address"}
