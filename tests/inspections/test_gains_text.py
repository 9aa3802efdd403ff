"""Receipts and refunds as pasted or from a spreadsheet: read, or named line by line."""

from datetime import date

import pytest

from inspections.gains_text import faults_told, read_lines, rows_of_text, text_of
from inspections.illegal_gains import BadLines, LineKind, gains_from

PASTED = """收款\t100,000.00\t\t2026-03-02\t春季班
收款 86400 2026年6月1日 暑期班
退款,"62,400",未消课,2026-09-20,退未上课费
退款 3000元 已消课"""


def test_pasted_lines_give_the_gains_of_article_42():
    gains = gains_from(read_lines(rows_of_text(PASTED)))

    assert gains.received_fen == 18_640_000
    assert gains.base_fen == 12_400_000  # only untaught prepaid refunds count
    assert gains.left_to_confiscate_fen == 12_100_000


def test_what_was_read_is_shown_and_read_again_alike():
    lines = read_lines(rows_of_text(PASTED))

    assert read_lines(rows_of_text(text_of(lines))) == lines


def test_the_columns_of_a_spreadsheet_are_found_by_their_heads():
    rows = [
        ["学员", "日期", "种类", "金额（元）", "未消课"],
        ["张某", "2025-01-02", "收款", "1200", None],
        [None, None, None, None, None],
        ["张某", "2025-02-02", "退款", "300", "是"],
    ]

    lines = read_lines(rows)

    assert [(line.kind, line.amount_fen, line.untaught_prepaid) for line in lines] == [
        (LineKind.RECEIPT, 120_000, None),
        (LineKind.REFUND, 30_000, True),
    ]
    assert lines[1].received_on == date(2025, 2, 2)
    assert lines[0].note == "张某"


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        pytest.param("收款 100\n付款 5", 2, "种类", id="another kind"),
        pytest.param("收款 一百", 1, "金额", id="no number"),
        pytest.param("收款 -5", 1, "金额", id="below 0"),
        pytest.param("收款 0", 1, "金额", id="nothing"),
        pytest.param("收款 1.234", 1, "金额", id="part of a fen"),
        pytest.param("收款 100\n退款 10", 2, "未消课或者已消课", id="a refund that says nothing"),
        pytest.param("收款 10 未消课", 1, "收款不填", id="a receipt with a flag"),
        pytest.param("收款 10 2025-02-30", 1, "日期", id="no such day"),
        pytest.param("收款 5\n退款 6 已消课", 2, "退款合计超过", id="more than was received"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_never_guessed(text, line, word):
    with pytest.raises(BadLines) as caught:
        read_lines(rows_of_text(text))

    told = faults_told(caught.value, "zh")
    assert [number for number, _said in told] == [line]
    assert word in told[0][1]


def test_nothing_pasted_is_no_line():
    assert read_lines(rows_of_text(" \n")) == []
