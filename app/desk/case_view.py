"""What every page of a case shows: its head, the spine of steps, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from app import clock
from app.access import Viewer
from app.desk.case_next import ShownStep, first_clock, steps_of
from app.desk.case_words import MOST_PIPS, charge_words, left_of, length_of, short_day, state_kind
from app.models.cases import Case, CasePaper, CaseStep
from app.queries.case_page import CaseBundle
from app.words import gettext as _
from app.words import language, word
from inspections.deadlines import Unit
from inspections.procedure.clocks import Clock, tracks
from inspections.procedure.papers import paper_word
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import ClockState
from inspections.procedure.way import Ahead, ahead
from inspections.vocabulary import NumberState

TABS = ("show", "parties", "evidence", "papers", "log")


@dataclass(frozen=True, slots=True)
class ShownClock:
    """One running deadline in words; `pips` are the length and the days gone of a short window."""

    word: str
    due_on: date
    left: str
    law: str
    since: str
    is_late: bool
    is_provisional: bool
    missing_year: int | None
    pips: tuple[int, int, bool] | None
    share: int


def page_of(bundle: CaseBundle, viewer: Viewer, tab: str) -> dict[str, Any]:
    """Return what the frame of each page of a case needs."""
    case, today = bundle.case, clock.today()
    steps = steps_of(bundle, viewer)
    decision = next((one for one in bundle.clocks if one.code == "decision"), None)
    first = first_clock(bundle.clocks, bundle.facts)
    return {
        "case": case,
        "facts": bundle.facts,
        "today": today,
        "tab": tab,
        "tabs": _tabs(bundle, tab),
        "state_kind": state_kind(case.state),
        "charges": charge_words(case.violations),
        "tracks": [word(one) for one in tracks(bundle.facts)],
        "spine_items": spine_of(bundle, today),
        "decision_clock": shown_clock(decision, today) if decision else None,
        "clock": shown_clock(first, today) if first else None,
        "clocks": [
            shown_clock(one, today)
            for one in bundle.clocks
            if one is not first and one.code != "decision"
        ],
        "open_steps": [one for one in steps if one.is_open],
        "blocked_steps": [one for one in steps if not one.is_open],
        "primary": _primary(steps),
        "proposals": [(STEPS[one.step].word(language()), one) for one in bundle.proposals],
        "stale": [one for one in bundle.proposals if one.case_version != case.version],
    }


def _primary(steps: Sequence[ShownStep]) -> str:
    """Return the one step whose button is the main one."""
    return next((one.code for one in steps if one.is_open and one.is_usual), "")


def _tabs(bundle: CaseBundle, current: str) -> list[dict[str, Any]]:
    words = {
        "show": _("The case and its penalty"),
        "parties": _("Parties"),
        "evidence": _("Evidence"),
        "papers": _("Papers of the case"),
        "log": _("Log"),
    }
    return [
        {
            "word": words[name],
            "url": url_for(f"cases.{name}", public_id=bundle.case.public_id),
            "count": bundle.counts.get(name),
            "current": name == current,
        }
        for name in TABS
    ]


def shown_clock(one: Clock, today: date) -> ShownClock:
    """Return a running deadline in the reader's words."""
    row, spoken = one.end.deadline, language()
    pips = None
    if row.unit is Unit.WORKING_DAYS and row.length <= MOST_PIPS and one.due_on > one.from_on:
        gone = row.length - one.working_days_left
        pips = (row.length, max(gone - 1, 0), gone > 0)
    whole = max((one.due_on - one.from_on).days, 1)
    past = min(max((today - one.from_on).days, 0), whole)
    return ShownClock(
        word=row.word(spoken),
        due_on=one.due_on,
        left=left_of(one, today),
        law=one.article(spoken),
        since=_since(one, row.runs_from(spoken)),
        is_late=one.state is ClockState.OVERDUE,
        is_provisional=one.end.is_provisional,
        missing_year=one.end.missing_year,
        pips=pips,
        share=round(past * 100 / whole),
    )


def _since(one: Clock, what: str) -> str:
    """Return from when a deadline runs; one that is a named day has no other beginning."""
    if one.from_on == one.due_on:
        return what
    return _("from %(day)s, %(what)s", day=one.from_on.isoformat(), what=what)


def spine_of(bundle: CaseBundle, today: date) -> list[dict[str, Any]]:
    """Return every step taken, and the steps ahead with their days."""
    papers: dict[int, list[CasePaper]] = {}
    for paper in bundle.case.papers:
        if paper.step_id is not None and paper.state is not NumberState.VOID:
            papers.setdefault(paper.step_id, []).append(paper)
    done = [_done(row, papers.get(row.id, ()), today) for row in bundle.case.steps]
    running = {one.code: one for one in bundle.clocks}
    coming = ahead(bundle.facts)
    return done + [
        _ahead(one, running, today, is_now=number == _now_at(coming))
        for number, one in enumerate(coming)
    ]


def _now_at(coming: Sequence[Ahead]) -> int:
    """Return which step the case waits for: the first that is sure to come, or else the first."""
    return 0 if coming else -1


def _done(row: CaseStep, papers: Sequence[CasePaper], today: date) -> dict[str, Any]:
    persons = [one.display for one in (row.first_officer, row.second_officer) if one]
    if not persons and row.approver:
        persons = [row.approver.display]
    if not persons and row.approver_name:
        persons = [row.approver_name]
    if not persons and row.person:
        persons = [row.person.display]
    step = STEPS[row.step]
    return {
        "state": "done",
        "word": step.word(language()),
        "at": short_day(row.happened_on, today),
        "day": row.happened_on.isoformat(),
        "papers": [(paper, paper.number or paper_word(paper.kind, language())) for paper in papers],
        "persons": persons,
        "late": row.late if "acts.recorded_in_time" in row.remarks else 0,
        "on_paper": row.on_paper,
        "step": row,
    }


def _ahead(
    one: Ahead, running: Mapping[str, Clock], today: date, *, is_now: bool
) -> dict[str, Any]:
    end = running.get(one.deadline)
    at, under = "", ""
    if end is not None:
        at = _("by %(day)s", day=short_day(end.due_on, today))
    elif one.deadline:
        at = length_of(one.deadline, today)
    if one.is_conditional:
        under, at = at, _("if it comes to it")
    return {
        "state": "now" if is_now else "maybe" if one.is_conditional else "ahead",
        "word": STEPS[one.step].word(language()),
        "at": at,
        "under": under,
        "code": one.step,
    }


def days_of_act(case: Case) -> str:
    """Return from when to when the act went on."""
    first, last = case.acted_from, case.acted_until
    if first and last and first != last:
        return _("%(first)s to %(last)s", first=first.isoformat(), last=last.isoformat())
    day = last or first
    return day.isoformat() if day else ""
