"""Files that are no tables, or hostile ones: each is refused with its own sentence."""

import zipfile
from time import process_time

import pytest

from app.importing.bounds import LARGEST_TEXT, UnreadableFile
from app.importing.reports import read_register
from app.importing.workbooks import Workbook
from tests.app.importing.registers import HEAD, credit_code, written

WORKBOOK = "xl/workbook.xml"


def refused(path):
    with pytest.raises(UnreadableFile) as caught:
        read_register(path, home="210100")
    problem = caught.value.problem
    assert problem.message("zh") and problem.message("en")
    return problem.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.7", "file.pdf"),
        (b"\x89PNG\r\n\x1a\n", "file.picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file.xls"),
        (b"PK\x03\x04" + b"garbage" * 50, "file.damaged"),
        (b"<html><table><tr><td>x", "file.html"),
        (bytes(range(128, 256)) * 40, "file.encoding"),
        ("沈阳拟一学校,和平区\n".encode(), "file.no_header"),
        ("闄勪欢,鏈烘瀯鍚嶇О\n".encode(), "file.no_header_broken"),
    ],
)
def test_what_is_no_table_is_refused_by_name(tmp_path, content, code):
    path = tmp_path / "file"
    path.write_bytes(content)

    assert refused(path) == code


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(HEAD.encode() + b"\n")
        file.truncate(300 * 1024 * 1024)

    assert path.stat().st_size > LARGEST_TEXT
    assert refused(path) == "file.text_too_large"


def zipped(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_a_zip_bomb_is_not_opened(tmp_path):
    bomb = {WORKBOOK: "<a/>", "xl/worksheets/sheet1.xml": b"0" * 50_000_000}

    assert refused(zipped(tmp_path / "bomb.xlsx", bomb)) == "file.bomb"


def test_a_path_that_leads_out_is_not_opened(tmp_path):
    parts = {WORKBOOK: "<a/>", "../../etc/cron": "x"}

    assert refused(zipped(tmp_path / "paths.xlsx", parts)) == "file.paths"


def test_too_many_parts_are_not_opened(tmp_path):
    parts = {WORKBOOK: "<a/>", **{f"part{n}": "x" for n in range(200)}}

    assert refused(zipped(tmp_path / "many.xlsx", parts)) == "file.too_many_parts"


def test_a_document_type_is_never_read(tmp_path):
    parts = {
        "xl/_rels/workbook.xml.rels": "<Relationships/>",
        WORKBOOK: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    }
    path = zipped(tmp_path / "dtd.xlsx", parts)

    with pytest.raises(UnreadableFile, match=r"file\.dtd"):
        Workbook(path)


def test_a_workbook_cut_in_half_is_damaged(tmp_path):
    whole = zipped(tmp_path / "whole.xlsx", {WORKBOOK: "<a/>" * 500})
    path = tmp_path / "half.xlsx"
    path.write_bytes(whole.read_bytes()[:60])

    assert refused(path) == "file.damaged"


def test_a_workbook_inside_out_is_damaged_and_no_fault_of_ours(tmp_path):
    assert refused(zipped(tmp_path / "odd.xlsx", {WORKBOOK: "<a/>"})) == "file.damaged"


@pytest.mark.parametrize("sign", ["（", "[", "共 ", "至", "教育", "a", "一、"])
def test_200_000_signs_in_one_cell_are_judged_at_once(tmp_path, sign):
    endless = sign * (200_000 // len(sign)) + "x"
    head = "机构名称,办学地址,区县,有效期至,统一社会信用代码,办学许可证号,学科类型,经度,纬度"
    rows = [
        ",".join([endless if n == place else f"拟甲{place}学校" for n in range(9)])
        for place in range(9)
    ]
    path = written(tmp_path, head, *rows)
    begun = process_time()

    reading = read_register(path, home="210100")

    assert process_time() - begun < 5
    told = [{problem.code for problem in row.problems} for row in reading.rows[1:]]
    assert "name.too_long" in told[0]
    assert all("cell.too_long" in codes for codes in told[1:])


def test_blanks_without_end_in_a_row_without_a_name_are_judged_at_once(tmp_path):
    path = written(tmp_path, HEAD, ",,共" + " " * 200_000 + "x,,")
    begun = process_time()

    reading = read_register(path, home="210100")

    assert process_time() - begun < 5
    assert reading.rows[1].outcome in ("skip", "reject")


def test_2_000_rows_of_one_code_are_not_held_each_against_each(tmp_path):
    rows = [f"沈阳拟{n}学校,{credit_code(1)},和平区,文安路{n}号," for n in range(2_000)]

    reading = read_register(written(tmp_path, HEAD, *rows), home="210100")

    assert {row.outcome for row in reading.rows[1:]} == {"conflict"}
    assert max(len(row.conflicts_with) for row in reading.rows) <= 20


def test_a_line_wider_than_any_table_is_refused(tmp_path):
    assert refused(written(tmp_path, HEAD, "甲," * 600 + "乙")) == "file.too_wide"


def test_a_quotation_mark_that_swallows_rows_is_said(tmp_path):
    rows = ["沈阳拟二学校,,和平区,x"] * 300
    path = written(tmp_path, HEAD, '沈阳拟一学校,,和平区,"文安路', *rows)

    reading = read_register(path, home="210100")

    assert reading.rows[1].outcome == "reject"
    assert "cell.quote" in {problem.code for problem in reading.rows[1].problems}


def test_a_quotation_mark_open_to_the_end_is_named_with_its_line(tmp_path):
    rows = [
        "甲一学校,和平区,a街1号",
        '乙二"学校,和平区,b街2号',
        '"丙三学校,和平区,c街3号',
        "丁四学校,和平区,d街4号",
    ]
    path = written(tmp_path, "机构名称,区县,地址", *rows)

    reading = read_register(path, home="210100")

    quotes = [p for row in reading.rows for p in row.problems if p.code == "cell.quote"]
    assert [(quote.code, quote.about) for quote in quotes] == [("cell.quote", "4")]
    assert reading.rows[3].outcome == "reject"


def test_a_quotation_mark_closed_by_a_later_one_swallows_nothing_silently(tmp_path):
    rows = ['"丙三学校,和平区,c街3号', "丁四学校,和平区,d街4号", '戊五学校,"和平区",e街5号']
    path = written(tmp_path, "机构名称,区县,地址", *rows)

    reading = read_register(path, home="210100")

    assert reading.rows[1].outcome == "reject"
    assert ("cell.quote", "2") in {(p.code, p.about) for p in reading.rows[1].problems}


@pytest.mark.parametrize(
    "row", ['甲一学校,和平区,"文安路21号,\n东楼,2层"', '"甲一\n学校",和平区,"文安路\n21号"']
)
def test_line_breaks_and_commas_in_a_closed_cell_are_lawful(tmp_path, row):
    reading = read_register(written(tmp_path, "机构名称,区县,地址", row), home="210100")

    assert reading.rows[1].outcome == "accept"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            "机构名称," + ",".join(f"列{n}" for n in range(300)) + "\n甲一学校\n",
            "file.header_unclear",
        ),
        ("甲" * 2_000_000, "file.line_too_long"),
        ("機構名稱,地址\n臺北補習班,臺北市\n".encode("big5"), "file.encoding"),
    ],
)
def test_what_stops_the_reading_is_said_as_it_is(tmp_path, content, code):
    path = tmp_path / "file.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())

    assert refused(path) == code
