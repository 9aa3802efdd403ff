"""`docs write`: the pages of docs/, and the tablet's schema, that are printed from the code."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from flask.cli import AppGroup

import inspections
from app.commands.edges import needs_no_database
from app.services.tablet_manifest import schema_text
from inspections import orders, sweeps, vocabulary
from inspections.blacklist import STEPS
from inspections.procedure import judging, stages, terms
from inspections.rulebook import RULES
from inspections.steps import Step
from inspections.vocabulary import Term

ROOT = Path(__file__).parents[2]
docs = AppGroup("docs", help="Documents printed from the code.")


def pages() -> dict[str, str]:
    """Return each printed file by its path below the root."""
    for module in walk_packages(inspections.__path__, "inspections."):
        import_module(module.name)
    return {
        "docs/rules.md": _rules(),
        "docs/stages.md": _stages(),
        "docs/glossary.md": _glossary(),
        "app/frontend/src/tablet/manifest.schema.json": schema_text(),
    }


def _rules() -> str:
    lines = ["# Rules", "", "Printed from the rulebook; each line must hold.", ""]
    lines += ["| code | rule | 规则 | basis |", "|---|---|---|---|"]
    for code, rule in sorted(RULES.items()):
        lines.append(f"| `{code}` | {rule.en} | {rule.zh} | {rule.basis_en}; {rule.basis_zh} |")
    return "\n".join(lines) + "\n"


def _stages() -> str:
    lines = ["# Stages", "", "Printed from the tables of steps."]
    tables = (("Listing", STEPS), ("Sweep", sweeps.STEPS), ("Order to correct", orders.STEPS))
    for noun, steps in tables:
        lines += _table(noun, steps)
    lines += _case_table()
    return "\n".join(lines) + "\n"


def _table(noun: str, steps: Mapping[str, Step[Any]]) -> list[str]:
    lines = ["", f"## {noun}", ""]
    lines += ["| step | from | to | permission | what must hold |", "|---|---|---|---|---|"]
    for code, step in steps.items():
        before = ", ".join(state.value for state in step.from_states) or "(new)"
        guards = " ".join((guard.__doc__ or "").strip().split("\n")[0] for guard in step.guards)
        words = f"{step.en} {step.zh}"
        after = step.to_state.value
        lines.append(f"| `{code}` {words} | {before} | {after} | {step.permission} | {guards} |")
    return lines


def _case_table() -> list[str]:
    """Return the steps of a case; rules by their codes, as each stands in docs/rules.md."""
    lines = ["", "## Case", "", "What is asked *of the act* is asked when it is entered.", ""]
    lines += ["| step | from | to | must hold | asked of the act | remarked | papers | clocks |"]
    lines += ["|---|---|---|---|---|---|---|---|"]
    for code, step in stages.STEPS.items():
        before = ", ".join(state.value for state in step.from_states) or "(new)"
        rules = (_codes(step.guards), _codes(step.asks), _codes(step.remarks))
        clocks = [f"+{name}" for name in step.starts] + [f"-{name}" for name in step.stops]
        cells = [before, step.to_state.value, *rules, " ".join(step.papers), " ".join(clocks)]
        lines.append(f"| `{code}` {step.en} {step.zh} | " + " | ".join(cells) + " |")
    return lines


def _codes(guards: Iterable[Callable[..., Any]]) -> str:
    return " ".join(judging.code_of(guard) for guard in guards)


def _glossary() -> str:
    lines = ["# Glossary", "", "Printed from the vocabulary; one word for each term.", ""]
    for name, term in sorted((vars(vocabulary) | vars(terms)).items()):
        if not (isinstance(term, type) and issubclass(term, Term)) or term is Term:
            continue
        about = (term.__doc__ or "").strip().split("\n")[0]
        lines += [f"## {name}", "", about, "", "| code | English | 中文 |", "|---|---|---|"]
        lines += [f"| `{item.value}` | {item.en} | {item.zh} |" for item in term]
        lines.append("")
    return "\n".join(lines)


@docs.command("write")
@needs_no_database
def write() -> None:
    """Print them anew."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, "utf-8")
