"""Cases at the prompt: what can be done, doing it, and what is due; documents and exit codes."""

import json

import pytest

from app.db import act
from app.queries.cases import case_by_public_id
from inspections.procedure.stages import STEPS
from tests.app.factories.cases import START, actor, led, make_lead, step, values_for
from tests.app.factories.visits import SCAN


@pytest.fixture
def lead(office):
    with office.app_context(), act():
        return make_lead(actor("officer1")).public_id


def run(office, *arguments):
    result = office.test_cli_runner().invoke(args=[*map(str, arguments), "--json"])
    return result.exit_code, json.loads(result.stdout)


def sets(office, code, day=START, **said):
    with office.app_context():
        values = values_for(code, day, **said)
    return [part for pair in values.items() for part in ("--set", "=".join(pair))]


def test_every_step_is_told_with_the_reasons_against_it(office, lead):
    code, document = run(office, "cases", "steps", lead)

    rows = {row["step"]: row for row in document}
    assert code == 0
    assert list(rows) == list(STEPS)
    assert rows["begin_review"] == {"step": "begin_review", "open": True, "refusals": []}
    assert [one["code"] for one in rows["close"]["refusals"]] == ["judging.step_fits_state"]


def test_a_step_is_taken_at_the_prompt(office, lead):
    run(
        office,
        "cases",
        "take",
        lead,
        "begin_review",
        "--as",
        "officer1",
        *sets(office, "begin_review"),
    )
    code, document = run(
        office, "cases", "take", lead, "file", "--as", "approver1", *sets(office, "file")
    )

    assert code == 0
    assert (document["state"], document["number"]) == ("filed", "和平教立字〔2026〕第1号")
    assert document["clocks"] == [
        {"code": "decision", "due_on": "2026-05-31", "provisional": False}
    ]


def test_a_refused_step_says_every_rule_and_its_article(office, lead):
    code, document = run(
        office, "cases", "take", lead, "begin_review", "--as", "officer1",
        "--set", "happened_on=2026-03-01",
    )  # fmt: skip

    fields = document["error"]["fields"]
    assert code == 1
    assert [one["code"] for one in fields] == ["judging.days_are_in_order"]
    assert fields[0]["article"] == "Penalty Law Art 47"


def test_faults_are_told_at_their_fields_and_nothing_is_written(office, lead):
    code, document = run(
        office, "cases", "take", lead, "begin_review", "--as", "officer1",
        "--set", "happened_on=2026-02-30", "--set", "colour=red",
    )  # fmt: skip

    assert code == 2
    assert {one["field"] for one in document["error"]["fields"]} == {"happened_on", "colour"}


@pytest.mark.parametrize(
    ("name", "code"), [("inspector1", 1), ("officer2", 2), ("nobody", 2)], ids=str
)
def test_who_may_not_or_is_unknown_takes_nothing(office, lead, name, code):
    ended, _document = run(office, "cases", "take", lead, "begin_review", "--as", name)

    assert ended == code


def test_a_scan_comes_with_its_step(office, lead, tmp_path):
    with office.app_context(), act():
        case = _case(lead)
        led(case, "begin_review", "file", "begin_investigation")
    scan = tmp_path / "送达回证.pdf"
    scan.write_bytes(SCAN)
    code, document = run(
        office, "cases", "take", lead, "order_to_correct", "--as", "officer1",
        "--file", f"service_receipt={scan}", *sets(office, "order_to_correct"),
        "--set", "happened_on=2026-03-05",
    )  # fmt: skip

    assert (code, document["due_on"]) == (0, "2026-04-01")


def test_what_is_due_is_one_row_for_each_deadline_the_nearest_first(office, lead):
    with office.app_context(), act():
        case = _case(lead)
        day = led(case, "begin_review", "file", "begin_investigation")
        step(case, "order_to_correct", day)

    code, rows = run(office, "deadlines", "due")

    assert code == 0
    assert [(row["code"], row["due_on"]) for row in rows] == [
        ("correction", "2026-04-01"),
        ("decision", "2026-06-01"),
    ]
    assert set(rows[0]) == {
        "code", "due_on", "working_days_left", "case", "owner", "district_code", "provisional"
    }  # fmt: skip
    assert rows[0]["case"] == lead and rows[0]["owner"]


def test_a_window_narrows_what_is_due(office, lead):
    with office.app_context(), act():
        led(_case(lead), "begin_review", "file")

    assert run(office, "deadlines", "due", "--window", "week") == (0, [])
    assert run(office, "deadlines", "due", "--window", "soon")[0] == 2


def test_clocks_are_written_anew(office, lead):
    with office.app_context(), act():
        led(_case(lead), "begin_review", "file")

    assert run(office, "cases", "renew-clocks") == (0, {"cases": 1})
    assert len(run(office, "deadlines", "due")[1]) == 1


def _case(public_id):
    return case_by_public_id(actor("officer1"), public_id)
