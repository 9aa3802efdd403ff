"""Invented registers: nothing in them can be taken for real, and the same wish is the same file."""

import csv
from datetime import date

import pytest
from stdnum.cn import uscc

from app.commands.demo.checks import faults_in
from app.commands.demo.credit_codes import invented_code, is_formally_valid
from app.commands.demo.files import read_rows, write_rows
from app.commands.demo.places import places_in
from app.commands.demo.rows import FIELDS, Wish, invented_rows
from app.errors import BadInput
from maps.boundaries import home_boundaries

DAY = date(2026, 11, 19)


def rows(number=400, **wish):
    return list(invented_rows(Wish(rows=number, as_of=DAY, **wish), places_in(home_boundaries())))


def test_every_row_is_marked_formally_valid_and_in_its_district():
    made = rows(2000)

    assert faults_in(made, home_boundaries()) == []
    assert all("拟" in row["name"] for row in made)
    assert all(row["credit_code"][8:10] in ("YY", "") for row in made)
    assert all(row["phone"].startswith("024-0") for row in made)


def test_the_credit_codes_satisfy_an_independent_check():
    codes = [row["credit_code"] for row in rows() if row["credit_code"]]

    assert codes
    assert all(uscc.is_valid(code) for code in codes)


def test_one_wrong_character_makes_a_code_invalid():
    code = invented_code(authority="9", kind="1", division="210102", number=1)

    assert is_formally_valid(code)
    assert not is_formally_valid(code[:-1] + ("0" if code[-1] != "0" else "1"))


def test_the_same_wish_gives_the_same_rows_and_another_seed_others():
    assert rows(50) == rows(50)
    assert rows(50) != rows(50, seed=2)


def test_all_thirteen_districts_have_institutions():
    assert len({row["district_code"] for row in rows(1500)}) == 13


def test_the_licensed_are_never_listed_before_their_licence_was_issued():
    listed = [row for row in rows(3000, blacklist=0.2) if row["list_status"] == "黑名单"]

    assert listed
    assert all(row["list_date"] >= row["licence_issued"] for row in listed if row["licence_issued"])


def test_the_share_of_the_blacklist_is_the_one_wished_for():
    made = rows(5000, blacklist=0.1)

    share = sum(row["list_status"] == "黑名单" for row in made) / len(made)

    assert 0.08 < share < 0.12


def test_the_check_notices_what_is_wrong_with_a_row():
    first, second = rows(2)
    second.update(name=first["name"], credit_code="91210102YY00000000", lng="120.0")

    faults = faults_in([first, second], home_boundaries())

    assert len(faults) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_back_as_it_was_written(tmp_path, encoding):
    made = rows(20)

    write_rows(made, tmp_path / "register.csv", encoding=encoding)

    assert list(read_rows(tmp_path / "register.csv")) == made


def test_a_file_with_other_columns_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("name,address\n甲,乙\n", encoding="utf-8")

    with pytest.raises(BadInput, match="columns missing"):
        list(read_rows(path))


def test_a_failed_write_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValueError, match="fields not in fieldnames"):
        write_rows([{"unknown": "1"}], tmp_path / "register.csv")

    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_register(desk, tmp_path):
    path = tmp_path / "register.csv"

    result = desk.test_cli_runner().invoke(
        args=["demo", "register", "-n", "30", "-o", str(path), "--verify"]
    )

    assert result.exit_code == 0, result.output
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        assert tuple(reader.fieldnames) == FIELDS
        assert len(list(reader)) == 30
