"""`blacklist publish` and `verify`: one JSON document, and the right exit code."""

import json
from pathlib import Path

import pytest

from app.db import act
from app.services.blacklist import approve_listing, propose_listing
from tests.app.factories.blacklist import make_draft


@pytest.fixture
def run(office):
    runner = office.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["blacklist", *arguments, "--json"])


def approve_some(office, people, count):
    officer, approver = people.officer1, people.approver1
    with office.app_context():
        with act():
            ids = [make_draft(officer).public_id for _ in range(count)]
            for public_id in ids:
                propose_listing(public_id, actor=officer)
        with act():
            for public_id in ids:
                approve_listing(public_id, actor=approver)


def test_publishing_prints_what_the_contract_names(office, people, run):
    approve_some(office, people, 1)

    result = run("publish", "--as", "publisher1")

    said = json.loads(result.stdout)
    assert result.exit_code == 0
    assert {"edition", "institutions", "listed", "root", "path", "valid_until"} <= set(said)
    assert (said["edition"], said["institutions"], said["listed"]) == (1, 1, 1)


def test_a_large_change_is_refused_without_and_done_with_two_others(office, people, run):
    approve_some(office, people, 6)
    agreed = ("--override", "经核对", "--by", "approver2", "--by", "leader1")

    alone = run("publish", "--as", "publisher1")
    together = run("publish", "--as", "publisher1", *agreed)

    assert alone.exit_code == 1
    assert json.loads(alone.stdout)["error"]["code"] == "refused"
    assert json.loads(together.stdout)["listed"] == 6


def test_an_override_of_a_small_change_is_not_needed_and_does_no_harm(office, people, run):
    approve_some(office, people, 1)
    agreed = ("--override", "经核对", "--by", "approver2", "--by", "leader1")

    result = run("publish", "--as", "publisher1", *agreed)

    assert result.exit_code == 0
    assert json.loads(result.stdout)["listed"] == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--as", "officer1"), 1),
        (("--as", "nobody"), 2),
        (("--as", "publisher1", "--override", "x", "--by", "nobody"), 2),
    ],
)
def test_who_may_not_and_who_is_unknown(office, run, arguments, code):
    result = run("publish", *arguments)

    assert result.exit_code == code
    assert "error" in json.loads(result.stdout)


def test_verifying_says_yes_no_or_bad_input(office, people, run, tmp_path):
    approve_some(office, people, 1)
    path = json.loads(run("publish", "--as", "publisher1").stdout)["path"]

    good = run("verify", path)
    with Path(path, "keys.bin").open("ab") as out:
        out.write(b"x")
    bad = run("verify", path)
    absent = run("verify", str(tmp_path / "nothing"))

    assert (good.exit_code, bad.exit_code, absent.exit_code) == (0, 1, 2)
    assert json.loads(good.stdout)["ok"] is True
    assert {"name": "files_are_as_signed", "ok": False} in json.loads(bad.stdout)["checks"]
