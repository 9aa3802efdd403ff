"""`law range | gains | surcharge | codes | check`: the law at the prompt, without a database."""

import sys
from datetime import date
from typing import Any

import click
from flask.cli import AppGroup

from app import clock
from app.commands import law_words
from app.commands.edges import DONE, NO, as_json_option, needs_no_database, reports_errors, say
from app.commands.law_input import Typed, bad_lines, lines_in
from app.commands.law_steps import LAW_COMMANDS, codes_of_procedure
from app.errors import BadInput
from inspections.discretion import Weight
from inspections.hearing_rights import NoHearingRule, RightToHearing, exposure, hearing_right
from inspections.illegal_gains import BadLines, gains_from
from inspections.law_check import check_law, unverified
from inspections.penalties import rules_for
from inspections.penalty_facts import Charge, Proposal
from inspections.penalty_proposals import against_amount
from inspections.penalty_ranges import PenaltyRange, penalty_range
from inspections.refusal import Refusal, Refused
from inspections.surcharge import NoRate, Payment, surcharge
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

law = AppGroup("law", help="The law at the prompt; needs no database.")
for command in LAW_COMMANDS:
    law.add_command(command)


@law.command("range")
@click.option("--violation", help="Code of the violation.")
@click.option("--tier", help="base, serious, very_serious or after_refusal.")
@click.option("--act-date", help="Day of the act, or its last day; it picks the rule.")
@click.option("--party", help="natural_person, self_employed or organisation.")
@click.option("--gains-fen", help="Illegal gains of Measures Art 42, in fen.")
@click.option("--left-fen", help="What is left to confiscate; the gains unless said.")
@click.option("--fine-fen", help="A fine that is proposed, in fen.")
@click.option("--step-date", help="Day of the notice; it picks the hearing's amounts; today.")
@as_json_option
@needs_no_database
@reports_errors
def range_command(as_json: bool, **options: str | None) -> None:
    """Print what may be imposed, and whether the party may ask for a hearing."""
    typed = Typed()
    code = typed.one_of("violation", options["violation"], violations())
    tier = typed.term("tier", options["tier"], PenaltyTier)
    act_on = typed.day("act-date", options["act_date"])
    party = typed.term("party", options["party"], PartyType)
    gains_fen = typed.fen("gains-fen", options["gains_fen"])
    left_fen = typed.fen("left-fen", options["left_fen"])
    fine_fen = typed.fen("fine-fen", options["fine_fen"])
    step_on = clock.today()
    if options["step_date"] is not None:
        step_on = typed.day("step-date", options["step_date"]) or step_on
    if left_fen is not None and left_fen > (gains_fen or 0):
        typed.wrong("left-fen", "is no more than --gains-fen")
    typed.check()
    charge = Charge(
        violation=code,
        tier=tier,
        act_on=act_on,
        kinds=frozenset() if fine_fen is None else frozenset({PenaltyKind.FINE}),
        fine_fen=fine_fen,
        base_fen=gains_fen,
        left_to_confiscate_fen=gains_fen if left_fen is None else left_fen,
        weight=Weight.USUAL,
    )
    proposal = Proposal(party=party, is_licensed=True, decided_on=step_on, charges=(charge,))
    document, found, refusals = _range_document(charge, proposal)
    say(document, as_json=as_json, text=law_words.in_a_line(document, found))
    for refusal in refusals:
        click.echo(f"{refusal.code}: {refusal.about}", err=True)
    sys.exit(NO if refusals else DONE)


def _range_document(
    charge: Charge, proposal: Proposal
) -> tuple[dict[str, Any], PenaltyRange | None, list[Refusal]]:
    violation = violations()[charge.violation]
    try:
        found = penalty_range(
            charge.violation,
            charge.tier,
            act_on=charge.act_on,
            party=proposal.party,
            base_fen=charge.base_fen,
        )
        refusals = [] if charge.fine_fen is None else against_amount(charge, proposal)
    except Refused as none:
        found, refusals = None, list(none.refusals)
    right = _hearing(found, charge, proposal) if found else None
    reasons = [law_words.refused(refusal) for refusal in refusals]
    if found:
        reasons += [law_words.note(said, violation) for said in found.notes]
    elif charge.act_on < violation.valid_from:
        reasons += law_words.before(violation)
    reasons += law_words.hearing(right) if right else []
    reasons += _other_rules(charge, proposal.decided_on)
    document = {
        "law": violation.law if found else None,
        "article": violation.article if found else None,
        "kinds": list(found.kinds) if found else [],
        "min_fen": found.min_fen if found else None,
        "max_fen": found.max_fen if found else None,
        "hearing_right": law_words.hearing_answer(right),
        "hearing_from_fen": right.from_fen if right else None,
        "joint_department": list(violation.scheme.joint_with) or None if found else None,
        "reasons": reasons,
    }
    return document, found, refusals


def _hearing(found: PenaltyRange, charge: Charge, proposal: Proposal) -> RightToHearing:
    confiscates = PenaltyKind.CONFISCATE_GAINS in found.kinds
    one = exposure(
        found,
        fine_fen=charge.fine_fen,
        confiscated_fen=charge.left_to_confiscate_fen if confiscates else None,
    )
    try:
        return hearing_right([one], proposal.party, proposal.decided_on)
    except NoHearingRule as none:
        fault = {"field": "step-date", "message": f"no rule on hearings is entered for {none}"}
        raise BadInput("bad_input", "the day of the step lies too early", [fault]) from none


def _other_rules(charge: Charge, step_on: date) -> list[dict[str, Any]]:
    decided_on = max(step_on, charge.act_on)
    candidates = rules_for(
        charge.violation, act_start=charge.act_on, act_end=charge.act_on, decided_on=decided_on
    )
    return [law_words.other_rule(one) for one in candidates if one.code != charge.violation]


@law.command("gains")
@click.option("--lines", "lines_file", metavar="FILE", help="JSON list of lines; - reads stdin.")
@click.option("--schema", is_flag=True, help="Print the shape of the lines instead.")
@as_json_option
@needs_no_database
@reports_errors
def gains_command(lines_file: str | None, schema: bool, as_json: bool) -> None:
    """Print the illegal gains that lines of receipts and refunds leave."""
    if schema:
        say(law_words.LINES_SCHEMA, as_json=True, text="")
        return
    if lines_file is None:
        fault = {"field": "lines", "message": "names a file; `--schema` prints its shape"}
        raise BadInput("bad_input", "no lines are given", [fault])
    try:
        gains = gains_from(lines_in(lines_file))
    except BadLines as bad:
        raise bad_lines(bad) from bad
    document = {
        "base_fen": gains.base_fen,
        "left_to_confiscate_fen": gains.left_to_confiscate_fen,
    }
    text = f"base {gains.base_fen} fen, left to confiscate {gains.left_to_confiscate_fen} fen"
    say(document, as_json=as_json, text=text)


@law.command("surcharge")
@click.option("--fine-fen", help="The fine, in fen.")
@click.option("--due", help="Due day; rolls from a day of rest to the next working day.")
@click.option("--paid", help="Day on which the fine is paid.")
@click.option("--paused", multiple=True, metavar="FROM:TO", help="Application to receipt.")
@as_json_option
@needs_no_database
@reports_errors
def surcharge_command(
    fine_fen: str | None,
    due: str | None,
    paid: str | None,
    paused: tuple[str, ...],
    as_json: bool,
) -> None:
    """Print the surcharge on a fine that is paid late."""
    typed = Typed()
    if fine_fen is None:
        typed.wrong("fine-fen", "is needed")
    fine = typed.fen("fine-fen", fine_fen, least=1)
    due_on, paid_on = typed.day("due", due), typed.day("paid", paid)
    pauses = typed.pauses("paused", paused)
    typed.check()
    try:
        grown = surcharge(
            fine, due_on, until=paid_on, payments=[Payment(paid_on, fine)], pauses=pauses
        )
    except NoRate as none:
        fault = {"field": "due", "message": f"no rate is entered for {none}"}
        raise BadInput("bad_input", "the due day lies too early", [fault]) from none
    if grown.due.is_provisional:
        click.echo(f"provisional: no calendar for {grown.due.missing_year}", err=True)
    document = {"surcharge_fen": grown.surcharge_fen, "capped": grown.capped}
    text = f"{grown.surcharge_fen} fen for {grown.days} days after {grown.due.on}"
    say(document, as_json=as_json, text=text + (", capped at the fine" if grown.capped else ""))


@law.command("codes")
@as_json_option
@needs_no_database
@reports_errors
def codes_command(as_json: bool) -> None:
    """List the codes that these commands take, with article and words."""
    document = {**law_words.codes(), **codes_of_procedure()}
    lines = [
        f"{row['code']}  {row['article']}  {row['zh']}  {row['en']}"
        for rows in document.values()
        for row in rows
    ]
    say(document, as_json=as_json, text="\n".join(lines))


@law.command("check")
@as_json_option
@needs_no_database
@reports_errors
def check_command(as_json: bool) -> None:
    """Say whether the law as data holds together, and what is still unverified."""
    checks = check_law()
    ok = all(check.ok for check in checks)
    doubts = unverified() if ok else []
    document = {
        "ok": ok,
        "checks": [
            {"name": check.name, "ok": check.ok, "faults": list(check.faults)} for check in checks
        ],
        "unverified": doubts,
    }
    lines = [
        f"{'ok  ' if check.ok else 'FAIL'} {check.name} {'; '.join(check.faults)}".rstrip()
        for check in checks
    ]
    lines += [f"unverified: {name}" for name in doubts]
    say(document, as_json=as_json, text="\n".join(lines))
    sys.exit(DONE if ok else NO)
