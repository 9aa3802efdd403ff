"""Registers as offices send them: encodings, separators, headers, rows that are no rows."""

import datetime

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from app.importing.reports import read_register, row_report
from tests.app.importing.registers import HEAD, credit_code, written

LINES = (
    "附件2,,,,",
    "沈阳市校外培训机构名单,,,,",
    "填报单位：教育局,,,,2020年1月",
    "",
    "单位名称,社会信用代码,所属区县,培训地点,批准日期",
    f"沈阳市和平区拟甲培训学校,{credit_code(1)},和平,文安路1号,2020.1.3",
    f"沈阳市沈河区拟乙培训学校,{credit_code(2)},沈河区,小西路2号,2020年2月3日",
    "合计,2家,,,",
    "注：以上数据截至2020年1月,,,,",
    "填表人：,,审核人：,,日期：",
)


def read(path, **kwargs):
    return read_register(path, home="210100", **kwargs)


def rows_of(reading):
    return [row_report(reading, row, "zh") for row in reading.rows]


def codes(row):
    return [problem["code"] for problem in row["problems"]]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("separator", [",", "\t", ";"], ids=["comma", "tab", "semicolon"])
def test_a_list_with_titles_and_signatures_is_read_in_any_encoding(
    tmp_path, encoding, named, separator
):
    lines = [line.replace(",", separator) for line in LINES]

    reading = read(written(tmp_path, *lines, encoding=encoding))

    assert reading.encoding == named
    assert reading.header_rows == (5,)
    assert reading.outcomes() == {"skip": 8, "accept": 2}


def test_rows_count_as_records_and_not_as_lines(tmp_path):
    path = written(tmp_path, HEAD, f'"沈阳拟一\n学校",{credit_code(1)},和平区,"甲路\n1号",', "合计")

    rows = rows_of(read(path))

    assert [row["row"] for row in rows] == [1, 2, 3]
    assert rows[1]["values"]["name"] == "沈阳拟一学校"
    assert rows[1]["values"]["address"] == "甲路1号"


def workbook(path):
    book = openpyxl.Workbook()
    book.active["A1"] = "请按要求填写"
    sheet = book.create_sheet("机构台账")
    sheet["A1"] = "沈阳市校外培训机构台账"
    sheet.merge_cells("A1:G1")
    for place, text in {"A2": "序号", "B2": "机构名称", "C2": "所在区", "D2": "办学许可证"}.items():
        sheet[place] = text
    sheet["G2"] = "办学地址"
    sheet["D3"], sheet["E3"], sheet["F3"] = "证号", "发证日期", "有效期至"
    sheet.merge_cells("D2:F2")
    for column in "ABCG":
        sheet.merge_cells(f"{column}2:{column}3")
    for number in (1, 2):
        number_of_licence = f"教民12101027950030{number}号"
        day = datetime.date(2018, number, 1)
        sheet.append([number, f"沈阳拟表{number}学校", None, number_of_licence, day, 43874, "某路"])
    sheet["C4"] = "和平区"
    sheet.merge_cells("C4:C5")
    sheet["B7"] = "合计"
    book.save(path)
    return path


def test_a_workbook_with_a_header_over_two_rows_and_merged_cells_is_read(tmp_path):
    reading = read(workbook(tmp_path / "台账.xlsx"))

    assert reading.sheet == "机构台账"
    assert reading.header_rows == (2, 3)
    assert reading.columns == {
        "B": "name",
        "C": "district_code",
        "D": "licence_no",
        "E": "licence_issued",
        "F": "licence_expires",
        "G": "address",
    }
    assert [row.outcome for row in reading.rows[3:5]] == ["accept", "accept"]
    assert rows_of(reading)[4]["values"] == {
        "name": "沈阳拟表2学校",
        "district_code": "210102",
        "licence_no": "教民121010279500302号",
        "licence_issued": "2018-02-01",
        "licence_expires": "2020-02-13",
        "address": "某路",
    }


def test_a_workbook_that_counts_from_1904_gives_the_same_days(tmp_path):
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(["机构名称", "列入日期"])
    book.active.append(["沈阳拟一学校", datetime.datetime(2020, 1, 30)])
    book.active.append(["沈阳拟二学校", 42412])
    book.save(tmp_path / "mac.xlsx")

    rows = rows_of(read(tmp_path / "mac.xlsx"))

    assert [row["values"]["list_date"] for row in rows[1:]] == ["2020-01-30", "2020-02-13"]


def test_broken_text_is_refused_at_its_cell(tmp_path):
    lines = ("机构名称,区县,办学地址", "锟斤拷锟斤拷学校,和平区,甲路", "沈阳拟好学校,和平区,æ²ˆé˜³")

    rows = rows_of(read(written(tmp_path, *lines)))

    assert (rows[1]["outcome"], codes(rows[1])) == ("reject", ["name.broken"])
    assert (rows[2]["outcome"], codes(rows[2])) == ("warn", ["cell.broken"])
    assert rows[2]["values"]["address"] is None


def test_control_and_bidi_characters_are_refused_at_their_cell(tmp_path):
    lines = (
        "机构名称,办学地址",
        "沈阳拟\x00甲学校,x",
        "沈阳\u202e拟乙学校,x",
        "沈阳拟丙学校,文\x07路",
    )

    rows = rows_of(read(written(tmp_path, *lines)))

    assert [row["outcome"] for row in rows[1:]] == ["reject", "reject", "warn"]
    assert [codes(row)[0] for row in rows[1:]] == ["name.control", "name.bidi", "cell.control"]


def test_both_sides_of_a_contradiction_are_marked_and_repeats_are_named(tmp_path):
    first = f"沈阳拟甲学校,{credit_code(1)},和平区,x路1号,"
    other_name = f"沈阳拟乙学校,{credit_code(1)},和平区,x路1号,"
    same_name = [f"沈阳拟丙学校,{credit_code(n)},和平区,y路1号," for n in (2, 3)]

    rows = rows_of(read(written(tmp_path, HEAD, first, first, other_name, *same_name)))

    outcomes = [row["outcome"] for row in rows[1:]]
    assert outcomes == ["conflict", "duplicate", "conflict", "conflict", "conflict"]
    assert rows[1]["conflicts_with"] == [4]
    assert rows[2]["duplicate_of"] == 2
    assert rows[5]["conflicts_with"] == [5]


def test_namesakes_elsewhere_are_two_institutions_with_a_warning(tmp_path):
    lines = ("沈阳拟丁学校,,和平区,z路1号,", "沈阳拟丁学校,,沈河区,q路1号,")

    rows = rows_of(read(written(tmp_path, HEAD, *lines)))

    assert [row["outcome"] for row in rows[1:]] == ["warn", "warn"]
    assert "row.elsewhere" in codes(rows[1])


def test_persons_are_set_apart_and_their_numbers_never_shown(tmp_path):
    number = "11010519491231002X"
    lines = ("名称,身份证号,列入原因", f"张三,{number},无证办学", "沈阳拟好学校,,无证")

    reading = read(written(tmp_path, *lines))

    person = reading.rows[1]
    assert (person.outcome, person.is_person) == ("skip", True)
    assert number not in str(rows_of(reading))
    assert "张三" not in str(rows_of(reading))
    assert rows_of(reading)[2]["values"]["list_reason"] == "无证"


def test_a_row_with_more_cells_than_the_header_is_not_trusted(tmp_path):
    lines = ("机构名称,办学地址,区县", "沈阳拟一学校,文安路21号,2层,和平区")

    rows = rows_of(read(written(tmp_path, *lines)))

    assert rows[1]["outcome"] == "reject"
    assert "row.shifted" in codes(rows[1])


def test_a_second_column_of_the_same_heading_is_said_at_the_header(tmp_path):
    lines = ("机构名称,机构名称,区县,区县", "沈阳拟一学校,沈阳拟二学校,和平区,沈河区")

    rows = rows_of(read(written(tmp_path, *lines)))

    assert rows[0]["outcome"] == "skip"
    assert [p["code"] for p in rows[0]["problems"]] == ["column.doubled"]
    assert rows[0]["problems"][0]["message"].startswith("有同名的列（机构名称、区县）")
    assert rows[1]["values"]["name"] == "沈阳拟一学校"


@pytest.mark.parametrize(
    ("said", "group", "subjects"),
    [("艺术", "艺术类", None), ("科技类", "科技类", None), ("钢琴、舞蹈", None, "钢琴、舞蹈")],
)
def test_a_category_in_the_column_of_subjects_is_the_category(tmp_path, said, group, subjects):
    lines = ("机构名称,区县,培训类别", f"沈阳拟一学校,和平区,{said}")

    values = rows_of(read(written(tmp_path, *lines)))[1]["values"]

    assert (values.get("subject_group"), values.get("subjects")) == (group, subjects)


def test_a_category_beside_its_own_column_stays_a_subject(tmp_path):
    lines = ("机构名称,区县,机构类别,培训类别", "沈阳拟一学校,和平区,体育类,艺术")

    values = rows_of(read(written(tmp_path, *lines)))[1]["values"]

    assert (values["subject_group"], values["subjects"]) == ("体育类", "艺术")


def test_a_telephone_is_kept_in_one_width(tmp_path):
    lines = ("机构名称,区县,电话", "沈阳拟一学校,和平区,１３８００１３８０００")

    assert rows_of(read(written(tmp_path, *lines)))[1]["values"]["phone"] == "13800138000"


def test_a_licence_that_ends_before_it_begins_has_no_days(tmp_path):
    lines = ("机构名称,区县,发证日期,有效期至", "沈阳拟一学校,和平区,2024-03-06,2023-03-15")

    rows = rows_of(read(written(tmp_path, *lines)))

    assert rows[1]["outcome"] == "warn"
    assert "date.reversed_left_out" in codes(rows[1])
    assert rows[1]["values"]["licence_issued"] is None
    assert rows[1]["values"]["licence_expires"] is None


def test_a_point_outside_its_district_is_said(tmp_path):
    lines = ("机构名称,区县,经度,纬度,坐标系", "沈阳拟一学校,法库县,123.42,41.79,GCJ-02")

    rows = rows_of(read(written(tmp_path, *lines)))

    assert rows[1]["outcome"] == "warn"
    assert rows[1]["problems"][0]["field"] == "lng"
    assert "和平区" in rows[1]["problems"][0]["message"]


def test_sections_totals_and_signatures_are_no_institutions(tmp_path):
    lines = (
        "一、学科类,,,,",
        "（一）和平区,,,,",
        f"沈阳拟一学校,统一社会信用代码：{credit_code(1)},和平区,甲路1号,121010279500300.0",
        HEAD,
        "和平区（2家）,,,,",
        "共计2家机构,,,,",
        "单位（盖章）：沈阳市教育局,,,,",
        ",,,沈阳市和平区教育局,2020年1月30日",
        f",{credit_code(3)},和平区,丙路,",
    )

    rows = rows_of(read(written(tmp_path, HEAD, *lines)))

    outcomes = [row["outcome"] for row in rows[1:]]
    assert outcomes == ["skip", "skip", "accept", *["skip"] * 5, "reject"]
    assert rows[3]["values"]["credit_code"] == credit_code(1)
    assert codes(rows[-1]) == ["name.missing"]
