"""`law deadline` and `law steps` at the prompt: documents of the contract, errors, exit codes."""

import json
from dataclasses import replace

import pytest

from inspections.procedure.facts import facts_to_json
from inspections.procedure.stages import STEPS
from tests.builders import about_to, notified

NOTICE = {
    "year": 2027,
    "off": ["2027-01-01"],
    "work": ["2027-01-02"],
    "source": "国办发明电〔2026〕7号",
    "published_on": "2026-11-04",
}


def run(office, *arguments, stdin=None):
    result = office.test_cli_runner().invoke(args=["law", *map(str, arguments)], input=stdin)
    document = json.loads(result.stdout) if "--json" in arguments else result.stdout
    return result.exit_code, document, result.stderr


def test_a_deadline_is_one_document_with_the_keys_of_the_contract(office):
    code, document, _said = run(office, "deadline", "decision", "--from", "2025-12-01", "--json")

    assert code == 0
    assert document == {
        "due_on": "2026-03-01",
        "warn_on": "2026-02-28",
        "unit": "calendar_days",
        "days": 90,
        "article": "Penalty Law Art 60",
        "provisional": False,
        "missing_year": None,
    }


def test_a_hearing_is_counted_back(office):
    asked = ("deadline", "hearing_notice", "--from", "2026-03-18", "--before", "--json")

    assert run(office, *asked)[1]["due_on"] == "2026-03-06"


def test_a_person_reads_a_sentence(office):
    _code, text, _said = run(office, "deadline", "defence", "--from", "2026-12-30")

    assert "5 working days" in text and "Measures Art 31" in text
    assert "no calendar for 2027" in text


def test_a_calendar_from_a_file_makes_a_day_certain(office, tmp_path):
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps([NOTICE]), "utf-8")
    asked = ("deadline", "defence", "--from", "2026-12-30", "--json")

    assert run(office, *asked)[1]["missing_year"] == 2027
    document = run(office, *asked, "--calendar", file)[1]
    assert (document["due_on"], document["provisional"]) == ("2027-01-06", False)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("tea_break", "--from", "2026-01-01"), "code"),
        (("defence", "--from", "2020-01-01"), "from"),
        (("defence", "--from", "1.3.2026"), "from"),
        (("defence", "--from", "2026-02-30"), "from"),
        (("defence",), "from"),
        (("defence", "--from", "2026-01-01", "--calendar", "/nowhere.json"), "calendar"),
    ],
    ids=["unknown code", "before the law", "no day", "no such day", "left out", "no file"],
)
def test_a_deadline_that_cant_be_told_names_the_option(office, arguments, field):
    code, document, said = run(office, "deadline", *arguments, "--json")

    assert code == 2
    assert document["error"]["fields"][0]["field"] == field
    assert field in said


def test_a_calendar_that_contradicts_itself_is_told_where(office, tmp_path):
    file = tmp_path / "calendar.json"
    file.write_text(json.dumps([NOTICE | {"off": ["2027-01-02"]}]), "utf-8")

    code, document, _said = run(
        office, "deadline", "defence", "--from", "2026-12-30", "--calendar", file, "--json"
    )

    assert code == 2
    assert document["error"]["fields"][0]["field"].startswith("calendar.0")
    assert "both worked and off" in document["error"]["fields"][0]["message"]


def test_every_step_says_whether_it_is_open_and_why_not(office, tmp_path):
    file = tmp_path / "facts.json"
    file.write_text(facts_to_json(notified().facts), "utf-8")

    code, document, _said = run(office, "steps", "--facts", file, "--json")

    found = {row["step"]: row for row in document}
    assert code == 0
    assert list(found) == list(STEPS)
    assert found["receive_defence"] == {"step": "receive_defence", "open": True, "refusals": []}
    assert found["decide_penalty"] == {
        "step": "decide_penalty",
        "open": False,
        "refusals": [
            {
                "code": "defence.window_is_over",
                "article": "Penalty Law Art 45, Measures Art 31",
                "until": "2026-03-18",
            },
            {
                "code": "hearing.window_is_over",
                "article": "Penalty Law Art 63, 64; Measures Art 30",
                "until": "2026-03-18",
            },
        ],
    }


def test_an_act_in_the_facts_is_judged_as_the_step_that_it_is(office):
    course = notified()
    facts = about_to(course.facts, "receive_defence", course.day, papers=())
    facts = replace(facts, notice=course.facts.notice)

    document = run(office, "steps", "--facts", "-", "--json", stdin=facts_to_json(facts))[1]

    found = {row["step"]: [one["code"] for one in row["refusals"]] for row in document}
    assert found["receive_defence"] == ["judging.papers_are_there"]
    assert found["waive_defence"] == []


def test_the_shape_of_the_facts_is_printed(office):
    _code, document, _said = run(office, "steps", "--schema", "--json")

    assert document["additionalProperties"] is False
    assert {"state", "today", "acts", "notice", "hearing_right"} <= set(document["properties"])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"today":"2026-03-02","shoe_size":42}', "facts.shoe_size"),
        ('{"today":"2026-03-02","state":"asleep"}', "facts.state"),
        ("{}", "facts.today"),
        ("no json", "facts"),
    ],
)
def test_facts_that_cant_be_read_are_told_field_by_field(office, text, field):
    code, document, _said = run(office, "steps", "--facts", "-", "--json", stdin=text)

    assert code == 2
    assert field in [one["field"] for one in document["error"]["fields"]]


def test_without_facts_the_shape_is_pointed_to(office):
    code, document, _said = run(office, "steps", "--json")

    assert code == 2
    assert "--schema" in document["error"]["fields"][0]["message"]


def test_the_codes_of_deadlines_and_steps_are_listed_with_article_and_words(office):
    document = run(office, "codes", "--json")[1]

    for rows in (document["deadlines"], document["steps"]):
        assert all(row["code"] and row["article"] and row["zh"] and row["en"] for row in rows)
    assert {row["code"] for row in document["steps"]} == set(STEPS)
