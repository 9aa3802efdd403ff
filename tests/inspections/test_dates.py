"""Dates as people and spreadsheets write them."""

from datetime import date

import pytest

from inspections.dates import read_date, read_range


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020/1/30", date(2020, 1, 30)),
        ("2020年2月3日", date(2020, 2, 3)),
        ("2020.2.3", date(2020, 2, 3)),
        ("２０２０．２．３", date(2020, 2, 3)),
        ("20200203", date(2020, 2, 3)),
        ("43874", date(2020, 2, 13)),
        ("2020-01-30 00:00:00", date(2020, 1, 30)),
        ("二〇二〇年二月三日", date(2020, 2, 3)),
        ("二○二○年十二月二十三日", date(2020, 12, 23)),
        ("二零二零年十月十日", date(2020, 10, 10)),
    ],
)
def test_a_clear_date_is_read_without_a_doubt(written, day):
    reading = read_date(written)

    assert (reading.day, reading.doubt) == (day, "")


@pytest.mark.parametrize(
    ("written", "day", "doubt"),
    [
        ("2020-02-30", None, "impossible"),
        ("2020-13-01", None, "impossible"),
        ("2020年2月", None, "incomplete"),
        ("2/3/2020", None, "ambiguous"),
        ("1/30/2020", date(2020, 1, 30), "order"),
        ("20.2.3", date(2020, 2, 3), "short_year"),
        ("长期", None, "open_ended"),
        ("有效期三年", None, "unclear"),
        ("1850-01-01", None, "unlikely"),
    ],
)
def test_what_could_be_another_day_says_so(written, day, doubt):
    reading = read_date(written)

    assert (reading.day, reading.doubt) == (day, doubt)


def test_a_serial_counts_from_1904_where_the_workbook_does():
    assert read_date("42412", since_1904=True).day == date(2020, 2, 13)


@pytest.mark.parametrize(
    "written",
    [
        "2018-04-01至2021-03-31",
        "2018.4.1-2021.3.31",
        "2018/4/1—2021/3/31",
        "自2018年4月1日起至2021年3月31日止",
        "20180401-20210331",
    ],
)
def test_a_span_gives_both_days(written):
    span = read_range(written)

    assert span is not None
    assert (span.first.day, span.last.day) == (date(2018, 4, 1), date(2021, 3, 31))


def test_a_single_day_is_no_span():
    assert read_range("2018-04-01") is None
    assert read_range("2020-02-30") is None
