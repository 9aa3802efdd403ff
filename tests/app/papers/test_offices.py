"""What each office's papers carry: from the bureau's file, else from the district's name."""

import pytest

from app.papers.offices import DEMO, OfficeBook, read_offices
from config import SettingsError, settings_from
from inspections.paper_numbers import number_text
from inspections.vocabulary import PaperKind

WHOLE = """
[numbers]
penalty_decision = "教执罚字"

[offices.210102]
short = "沈和"
name = "沈阳市和平区教育局"
government = "沈阳市和平区人民政府"
address = "十三纬路1号"
phone = "024-1"
account = { bank = "某银行", account_name = "某专户", account_number = "1" }
"""


def written(tmp_path, text):
    path = tmp_path / "papers.toml"
    path.write_text(text, "utf-8")
    return path


def test_an_office_is_what_the_file_says(tmp_path):
    book = read_offices(written(tmp_path, WHOLE))

    office = book.office("210102")
    assert (office.office_name, office.government) == (
        "沈阳市和平区教育局",
        "沈阳市和平区人民政府",
    )
    assert (office.address, office.phone, office.account.bank) == ("十三纬路1号", "024-1", "某银行")
    assert book.short_name("210102") == "沈和"
    assert book.numbers == {PaperKind.PENALTY_DECISION: "教执罚字"}


@pytest.mark.parametrize(
    ("code", "short", "name"),
    [
        ("210102", "和平", "辽宁省沈阳市和平区教育局"),
        ("210181", "新民", "辽宁省沈阳市新民市教育局"),
        ("210100", "沈阳", "辽宁省沈阳市教育局"),
    ],
)
def test_an_office_that_the_file_leaves_out_is_called_by_its_district(code, short, name):
    book = OfficeBook()

    assert (book.short_name(code), book.office(code).office_name) == (short, name)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[numbers]\nletter = 'x'", "numbers.letter"),
        ("[offices.210102]\nfax = '1'", "offices.210102.fax"),
        ("[offices.210102]\naccount = { bank = 'a' }", "offices.210102.account.account_name"),
        ("offices = [", "Invalid"),
    ],
    ids=["an unknown kind", "an unknown field", "half an account", "no TOML"],
)
def test_a_faulty_file_stops_the_start_and_names_the_place(tmp_path, text, fault):
    with pytest.raises(SettingsError, match=fault):
        read_offices(written(tmp_path, text))


def test_a_setting_that_names_nothing_stops_the_start(tmp_path):
    given = {
        "MINGCHA_INSTANCE": str(tmp_path),
        "MINGCHA_FONTS": str(tmp_path / "faces"),
        "MINGCHA_PAPERS": str(tmp_path / "papers.toml"),
    }

    with pytest.raises(SettingsError) as stopped:
        settings_from(given)

    assert [fault.split(":")[0] for fault in stopped.value.faults] == [
        "MINGCHA_FONTS",
        "MINGCHA_PAPERS",
    ]


def test_the_demo_offices_are_whole():
    for office in map(read_offices(DEMO).office, ("210100", "210102", "210103")):
        assert office.address and office.phone and office.account


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_has_a_word_for_its_numbers(kind):
    text = number_text("和平", kind, year=2026, number=3)

    assert text.startswith("和平教") and text.endswith("字〔2026〕第3号")
