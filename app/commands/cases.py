"""`cases steps | take | renew-clocks`: what can be done in a case, and doing it."""

import io
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app import clock
from app.commands.edges import NO, actor_named, as_json_option, as_option, say, stop
from app.commands.law_steps import refusal_document, step_document, step_line
from app.db import act
from app.errors import BadInput, Conflict, Forbidden
from app.models.cases import Case
from app.queries.case_facts import case_record
from app.queries.cases import case_by_public_id
from app.services.case_clocks import renew_all
from app.services.case_entries import StepFile
from app.services.cases import take_step
from app.services.evidence import Upload, keep_for_district, receive
from inspections.evidence import FileRole
from inspections.procedure.given import BadGiven, Given, read_given
from inspections.procedure.papers import PAPERS
from inspections.procedure.stages import STEPS
from inspections.refusal import Refused

cases = AppGroup("cases", help="Leads and cases.")


@cases.command("steps")
@click.argument("public_id", metavar="ID")
@as_option
@as_json_option
def steps_command(public_id: str, as_user: str | None, as_json: bool) -> None:
    """Print for every step whether the case ID allows it, and each reason against it."""
    viewer = actor_named(as_user)
    case = case_by_public_id(viewer, public_id)
    facts = case_record(case).facts(clock.today())
    document = [step_document(code, facts) for code in STEPS]
    say(document, as_json=as_json, text="\n".join(step_line(row) for row in document))


@cases.command("take")
@click.argument("public_id", metavar="ID")
@click.argument("code", metavar="STEP")
@as_option
@click.option("--set", "settings", multiple=True, metavar="K=V", help="A field of the step.")
@click.option("--file", "scans", multiple=True, metavar="PAPER=PATH", help="The scan of a paper.")
@as_json_option
def take_command(
    public_id: str,
    code: str,
    as_user: str | None,
    settings: tuple[str, ...],
    scans: tuple[str, ...],
    as_json: bool,
) -> None:
    """Take the step STEP of the case ID; fields by --set, scans by --file."""
    if as_user is None:
        raise BadInput("as_whom", "a step is a person's: name one with --as (demo mode)")
    actor = actor_named(as_user)
    if code not in STEPS:
        fault = {"field": "step", "message": "is one of " + ", ".join(STEPS)}
        raise BadInput("unknown_step", f"there is no step {code}", [fault])
    given = _given(code, settings)
    arrived = _arrived(scans)
    case = case_by_public_id(actor, public_id)
    try:
        with act():
            case = case_by_public_id(actor, public_id)
            files = [
                StepFile(keep_for_district(one, scope_code=case.scope_code, actor=actor), paper)
                for paper, one in arrived
            ]
            row = take_step(case, code, given, actor=actor, files=files)
            document = _taken(case, row.public_id, code)
    except Refused as refused:
        against = [refusal_document(one) for one in refused.refusals]
        fields = [{"field": one["code"], "message": one["article"], **one} for one in against]
        stop(NO, {"code": "refused", "message": str(refused), "fields": fields}, as_json=as_json)
    except Forbidden:
        error = {"code": "forbidden", "message": f"{as_user} may not take {code}", "fields": []}
        stop(NO, error, as_json=as_json)
    except Conflict:
        error = {"code": "changed", "message": "somebody else took a step", "fields": []}
        stop(NO, error, as_json=as_json)
    say(document, as_json=as_json, text=f"{code}: {document['state']}")


def _given(code: str, settings: tuple[str, ...]) -> Given:
    values: dict[str, str] = {}
    for one in settings:
        name, mark, value = one.partition("=")
        if not mark:
            fault = {"field": "set", "message": f"{one!r} is written as name=value"}
            raise BadInput("bad_input", "--set can't be taken", [fault])
        values[name] = value
    values.setdefault("happened_on", clock.today().isoformat())
    try:
        return read_given(code, values)
    except BadGiven as bad:
        faults = [
            {"field": one.field, "message": f"{one.fault.en} {one.about}".strip()}
            for one in bad.faults
        ]
        raise BadInput("bad_input", "some fields can't be taken", faults) from bad


def _arrived(scans: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Return the files by paper, their bytes stored."""
    found = []
    for one in scans:
        paper, mark, path = one.partition("=")
        if not mark or paper not in PAPERS:
            fault = {"field": "file", "message": f"{one!r} is written as paper=path"}
            raise BadInput("bad_input", "--file can't be taken", [fault])
        try:
            content = Path(path).read_bytes()
        except OSError as unreadable:
            fault = {"field": "file", "message": str(unreadable)}
            raise BadInput("bad_input", "a file can't be read", [fault]) from unreadable
        upload = Upload(Path(path).name, io.BytesIO(content), FileRole.OTHER)
        arrived, problems = receive([upload])
        if problems:
            fault = {"field": "file", "message": f"{path}: {problems[0].code}"}
            raise BadInput("bad_file", "a file can't be taken", [fault])
        found.append((paper, arrived[0]))
    return found


def _taken(case: Case, step_id: str, code: str) -> dict[str, Any]:
    return {
        "case": case.public_id,
        "step": code,
        "id": step_id,
        "state": case.state.value,
        "number": case.number,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "clocks": [
            {"code": one.code, "due_on": one.due_on.isoformat(), "provisional": one.provisional}
            for one in sorted(case.clocks, key=lambda one: one.due_on)
        ],
    }


@cases.command("renew-clocks")
@as_json_option
def renew_command(as_json: bool) -> None:
    """Write the deadlines of every case anew, as is done every night."""
    count = renew_all(actor_named(None))
    say({"cases": count}, as_json=as_json, text=f"{count} cases")
