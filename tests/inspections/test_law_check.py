from shutil import copytree

import pytest

from inspections import law_check, surcharge
from inspections.sources import LAW


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """The law as files of the test's own, for the surcharge's rows."""
    folder = copytree(LAW, tmp_path / "law")
    monkeypatch.setattr(surcharge, "LAW", folder)
    surcharge.rates.cache_clear()
    yield folder
    surcharge.rates.cache_clear()


def faults(name):
    return next(check for check in law_check.check_law() if check.name == name).faults


def test_a_file_that_cannot_be_read_is_a_fault_of_its_own_and_of_no_other(copied):
    (copied / "surcharge.toml").write_text("rate = ", "utf-8")

    assert "TOMLDecodeError" in faults("surcharge")[0]
    assert [check.name for check in law_check.check_law() if not check.ok] == ["surcharge"]


def test_a_day_without_a_rate_between_two_rows_is_named(copied):
    text = (copied / "surcharge.toml").read_text("utf-8")
    (copied / "surcharge.toml").write_text(text.replace("2021-07-14", "2021-07-13"), "utf-8")

    assert faults("surcharge") == ("2021-07-15 doesn't follow upon what came before",)


def test_what_is_unverified_is_listed():
    named = law_check.unverified()

    assert {"sources.penalty_law_2017", "hearing_amounts.2018-01-01"} <= set(named)
