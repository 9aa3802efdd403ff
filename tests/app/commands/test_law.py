"""`law …` at the prompt: the documents of the contract and what each exit code means."""

import json

import pytest

KEYS = {
    "law",
    "article",
    "kinds",
    "min_fen",
    "max_fen",
    "hearing_right",
    "hearing_from_fen",
    "joint_department",
    "reasons",
}


def run(office, *arguments, stdin=None):
    result = office.test_cli_runner().invoke(args=["law", *map(str, arguments)], input=stdin)
    document = json.loads(result.stdout) if "--json" in arguments else None
    return result.exit_code, document, result.stderr


def ranged(office, code, tier, party="natural_person", act="2025-03-01", **more):
    options = [
        part for name, value in more.items() for part in (f"--{name.replace('_', '-')}", value)
    ]
    named = ["--violation", code, "--tier", tier, "--party", party, "--act-date", act]
    return run(office, "range", *named, *options, "--json")


def test_the_range_of_an_unlicensed_operator_with_gains_of_100_000(office):
    code, document, _said = ranged(office, "unlicensed_institution", "base", gains_fen=10_000_000)

    assert code == 0
    assert set(document) == KEYS
    assert (document["law"], document["article"]) == ("measures", 17)
    assert (document["min_fen"], document["max_fen"]) == (10_000_000, 50_000_000)
    assert document["hearing_right"] is True
    assert document["joint_department"] == ["police", "civil_affairs", "market_supervision"]


def test_a_hearing_may_depend_on_the_amount(office):
    _code, document, _said = ranged(office, "hidden_venue", "serious")

    assert (document["hearing_right"], document["hearing_from_fen"]) == ("depends", 3_000_000)


@pytest.mark.parametrize(
    ("fine_fen", "code", "hearing"),
    [
        (2_999_999, 0, False),
        (3_000_000, 0, True),
        (5_000_000, 0, True),
        (5_000_001, 1, True),
        (0, 1, False),
    ],
)
def test_a_proposed_fine_is_held_against_the_range(office, fine_fen, code, hearing):
    found, document, _said = ranged(office, "hidden_venue", "serious", fine_fen=fine_fen)

    assert (found, document["hearing_right"]) == (code, hearing)


def test_confiscation_counts_the_gains_or_what_is_said_to_be_left(office):
    given = {"party": "organisation", "gains_fen": 10_000_000}

    _code, all_left, _said = ranged(office, "fees_prepaid", "base", **given)
    _code, less, _said = ranged(office, "fees_prepaid", "base", **given, left_fen=9_999_999)

    assert (all_left["hearing_right"], less["hearing_right"]) == (True, False)


def test_the_day_of_the_step_picks_the_hearings_amounts(office):
    given = {"fine_fen": 3_000_000, "step_date": "2023-10-14"}

    _code, document, _said = ranged(office, "hidden_venue", "serious", act="2023-10-15", **given)

    assert (document["hearing_right"], document["hearing_from_fen"]) == ("depends", None)
    assert "hearing.provisional" in {reason["code"] for reason in document["reasons"]}


def test_an_act_before_the_rule_is_answered_no_with_the_article(office):
    code, document, said = ranged(office, "hidden_venue", "serious", act="2023-10-14")

    assert code == 1
    assert set(document) == KEYS
    assert document["max_fen"] is None
    assert document["reasons"][0]["code"] == "penalty.rule_is_in_force"
    assert document["reasons"][0]["article"] == "Penalty Law Art 37"
    assert "penalty.rule_is_in_force" in said


def test_a_newer_rule_is_listed_beside_the_one_of_the_act(office):
    _code, document, _said = ranged(office, "pe_unlicensed_school", "base", act="2022-05-01")

    assert "range.newer" in {reason["code"] for reason in document["reasons"]}


def test_bad_options_are_all_named_and_nothing_is_computed(office):
    code, document, said = ranged(
        office, "nothing", "worst", party="firm", act="2025-02-30", gains_fen=-1, fine_fen="1.5"
    )

    fields = [field["field"] for field in document["error"]["fields"]]
    assert code == 2
    assert fields == ["violation", "tier", "act-date", "party", "gains-fen", "fine-fen"]
    assert all(f"{field}:" in said for field in fields)


def test_options_left_out_are_named(office):
    code, document, _said = run(office, "range", "--json")

    assert code == 2
    assert len(document["error"]["fields"]) == 4


def test_gains_from_a_file_of_lines(office, tmp_path):
    lines = tmp_path / "lines.json"
    lines.write_text(
        json.dumps(
            [
                {"kind": "receipt", "amount_fen": 12_000_000},
                {"kind": "refund", "amount_fen": 2_000_000, "untaught_prepaid": True},
                {"kind": "refund", "amount_fen": 3_000_000, "untaught_prepaid": False},
            ]
        )
    )

    code, document, _said = run(office, "gains", "--lines", lines, "--json")

    assert code == 0
    assert document == {"base_fen": 10_000_000, "left_to_confiscate_fen": 7_000_000}


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('[{"kind": "receipt", "amount_fen": -5}]', "lines[1].amount_fen"),
        ('[{"kind": "refund", "amount_fen": 5}]', "lines[1].untaught_prepaid"),
        (
            '[{"kind": "receipt", "amount_fen": 5},'
            '{"kind": "refund", "amount_fen": 6, "untaught_prepaid": true}]',
            "lines[2].amount_fen",
        ),
        ("{", "lines"),
        ('{"total": 5}', "lines"),
    ],
    ids=["negative", "no flag", "refunded too much", "no JSON", "no list"],
)
def test_a_bad_line_is_named(office, text, field):
    code, document, said = run(office, "gains", "--lines", "-", "--json", stdin=text)

    assert code == 2
    assert document["error"]["fields"][0]["field"] == field
    assert field in said


def test_a_file_that_is_not_there_is_bad_input(office):
    code, document, _said = run(office, "gains", "--lines", "/nowhere.json", "--json")

    assert (code, document["error"]["fields"][0]["field"]) == (2, "lines")


def test_the_shape_of_the_lines_can_be_printed(office):
    code, document, _said = run(office, "gains", "--schema", "--json")

    assert code == 0
    assert "untaught_prepaid" in document["items"]["properties"]


@pytest.mark.parametrize(
    ("paid", "paused", "fen", "capped"),
    [
        ("2026-02-04", [], 0, False),
        ("2026-02-05", [], 3_000, False),
        ("2026-03-10", [], 100_000, True),
        ("2026-02-10", ["2026-02-06:2026-02-08"], 9_000, False),
    ],
    ids=["in time", "a day late", "day 34", "paused for three days"],
)
def test_a_surcharge(office, paid, paused, fen, capped):
    pauses = [part for span in paused for part in ("--paused", span)]

    code, document, _said = run(
        office,
        "surcharge",
        "--fine-fen",
        100_000,
        "--due",
        "2026-02-04",
        "--paid",
        paid,
        *pauses,
        "--json",
    )

    assert code == 0
    assert document == {"surcharge_fen": fen, "capped": capped}


def test_bad_options_of_a_surcharge_are_named(office):
    code, document, _said = run(
        office,
        "surcharge",
        "--fine-fen",
        0,
        "--due",
        "soon",
        "--paused",
        "2026-02-08:2026-02-06",
        "--json",
    )

    assert code == 2
    assert [field["field"] for field in document["error"]["fields"]] == [
        "fine-fen",
        "due",
        "paid",
        "paused",
    ]


def test_the_codes_are_listed_with_article_and_words(office):
    code, document, _said = run(office, "codes", "--json")

    row = next(row for row in document["violations"] if row["code"] == "pr63_5")
    assert code == 0
    assert len(document["violations"]) == 58
    assert row["article"] == "Private Education Regulation Art 63(5)"
    assert row["zh"] and row["en"]


def test_the_check_says_that_the_data_holds_and_what_is_unverified(office):
    code, document, _said = run(office, "check", "--json")

    assert (code, document["ok"]) == (0, True)
    assert "sources.penalty_law_2017" in document["unverified"]


def test_a_person_reads_a_sentence(office):
    result = office.test_cli_runner().invoke(
        args=[
            "law",
            "range",
            "--violation",
            "hidden_venue",
            "--tier",
            "serious",
            "--party",
            "natural_person",
            "--act-date",
            "2025-03-01",
        ]
    )

    assert "fine 0-5000000 fen; hearing right: depends" in result.stdout
