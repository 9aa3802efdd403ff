"""`register import`: the report of the contract, and what each exit code means."""

import json
from pathlib import Path

from sqlalchemy import func, select

from app.db import db
from app.models.imports import ImportRun
from app.models.register import Institution
from tests.app.importing.registers import HEAD, credit_code, written

SAMPLES = Path(__file__).parents[1] / "importing" / "samples"
GOOD = f"和平区拟星桥培训学校,{credit_code(1)},和平区,同泽北街2号,教民121010279500300号"
BAD = f"和平区拟别名培训学校,{credit_code(1)},和平区,别处3号,"


def run(office, *arguments):
    result = office.test_cli_runner().invoke(args=["register", "import", *map(str, arguments)])
    document = json.loads(result.stdout) if "--json" in arguments else None
    return result.exit_code, document


def stored(office, column=Institution.id):
    with office.app_context():
        return db.session.scalar(select(func.count(column)))


def test_the_report_has_the_shape_of_the_contract(office):
    code, report = run(office, SAMPLES / "sample_register.xlsx", "--json")

    assert code == 0
    assert set(report) == {
        "file",
        "encoding",
        "sheet",
        "header_rows",
        "columns",
        "rows",
        "summary",
        "written",
    }
    assert report["columns"]["B"] == "name"
    assert report["summary"] == {"rows_listed": 8, "outcomes": {"skip": 2, "accept": 6}}
    assert report["written"] == {"created": 6, "updated": 0, "unchanged": 0}
    assert stored(office) == 6


def test_a_dry_run_writes_nothing(office):
    code, report = run(office, SAMPLES / "sample_register.xlsx", "--dry-run", "--json")

    assert code == 0
    assert report["written"] == {"created": 0, "updated": 0, "unchanged": 0}
    assert stored(office) == 0
    assert stored(office, ImportRun.id) == 0


def test_a_contradiction_writes_nothing_and_exits_with_two(office, tmp_path):
    path = written(tmp_path, HEAD, GOOD, BAD)

    code, report = run(office, path, "--json")

    assert code == 2
    assert [row["outcome"] for row in report["rows"]] == ["skip", "conflict", "conflict"]
    assert report["rows"][1]["conflicts_with"] == [3]
    assert report["written"] == {"created": 0, "updated": 0, "unchanged": 0}
    assert stored(office) == stored(office, ImportRun.id) == 0


def test_bad_rows_can_be_skipped(office, tmp_path):
    other = f"和平区拟月湾培训学校,{credit_code(2)},和平区,文安路21号,"

    code, report = run(office, written(tmp_path, HEAD, GOOD, BAD, other), "--skip-bad", "--json")

    assert code == 0
    assert report["written"]["created"] == 1
    assert stored(office) == 1


def test_the_same_file_again_changes_nothing(office):
    run(office, SAMPLES / "sample_whitelist_utf8.csv")

    code, report = run(office, SAMPLES / "sample_whitelist_utf8.csv", "--json")

    assert code == 0
    assert report["written"] == {"created": 0, "updated": 0, "unchanged": 12}


def test_an_unreadable_file_is_one_error_document(office, tmp_path):
    path = tmp_path / "old.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    code, report = run(office, path, "--json")

    assert code == 2
    assert report["error"]["code"] == "file.xls"
    assert "XLSX" in report["error"]["message"]


def test_a_missing_file_is_said(office, tmp_path):
    code, report = run(office, tmp_path / "none.csv", "--json")

    assert code == 2
    assert report["error"]["code"] == "file.missing"


def test_somebody_may_be_named_in_demo_mode(office):
    code, report = run(office, SAMPLES / "sample_whitelist_utf8.csv", "--as", "officer1", "--json")

    assert code == 0
    assert report["written"]["created"] == 1
    assert report["summary"]["outcomes"] == {"skip": 12, "accept": 1}
