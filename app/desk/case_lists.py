"""Lists of leads and cases at the desk, and of the deadlines that run in them."""

from collections.abc import Iterator
from typing import Any

from flask import g, render_template

from app import clock, exports
from app.desk.exporting import export
from app.desk.list_state import state_of
from app.desk.register_words import district_choices
from app.models.cases import Case
from app.permissions import may_open
from app.queries import case_clocks
from app.queries import cases as queries
from app.queries.case_clocks import DueClock, officers_in
from app.queries.paging import ListState
from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.procedure.groups import GROUP_OF, CaseGroup, DueWindow, window_of
from inspections.procedure.terms import CaseState, LeadSource
from inspections.vocabulary import Term
from maps import districts

KINDS = {
    CaseGroup.LEADS: "amb",
    CaseGroup.OPEN: "half",
    CaseGroup.DECIDED: "cin",
    CaseGroup.ENDED: "slate",
}
WINDOW_KINDS: dict[Term, str] = {
    DueWindow.OVERDUE: "late",
    DueWindow.TODAY: "amb",
    DueWindow.WEEK: "amb",
    DueWindow.LATER: "half",
}


def index() -> Any:
    """List the leads and cases of the viewer's area."""
    state = state_of(queries)
    if state.format:
        return _export(state)
    page, today = queries.cases_page(g.viewer, state), clock.today()
    areas = district_choices(g.viewer)
    enters = may_open(g.viewer, "cases.new")
    return render_template(
        "desk/cases/index.html",
        state=state,
        page=page,
        title=_headline(state, page.total),
        window_of={one.id: window_of(one.due_on, today) for one in page.rows if one.due_on},
        kind_of={one.id: KINDS[GROUP_OF[one.state]] for one in page.rows},
        window_kinds=WINDOW_KINDS,
        tabs=_group_tabs(state),
        state_choices=[(term.value, word(term)) for term in CaseState],
        source_choices=[(term.value, word(term)) for term in LeadSource],
        due_choices=[(term.value, word(term)) for term in DueWindow],
        officer_choices=officers_in(g.viewer),
        district_choices=areas,
        several_districts=len(areas) > 1,
        enters=enters,
        takes_over=may_open(g.viewer, "cases.paper"),
        escalations=queries.escalations_without_lead(g.viewer) if enters else [],
        visits=queries.visits_without_lead(g.viewer) if enters else [],
    )


def _group_tabs(state: ListState) -> list[dict[str, Any]]:
    chosen = state.chosen("group")
    groups = [("", _("All")), *((term.value, word(term)) for term in CaseGroup)]
    return [
        {"url": state.url(group=code), "word": said, "current": code == chosen}
        for code, said in groups
    ]


def _headline(state: ListState, total: int) -> str:
    """Return the list's answer as a sentence: what waits stands in it."""
    if not total:
        return _("No leads or cases")
    parts = [ngettext("%(num)s lead or case", "%(num)s leads and cases", total)]
    waiting = queries.count_without_outcome(g.viewer, state)
    overdue = queries.count_overdue(g.viewer, state)
    if waiting:
        parts.append(_("%(n)s without an outcome yet", n=waiting))
    if overdue:
        parts.append(_("%(n)s with a deadline over", n=overdue))
    return _(", ").join(parts)


def _export(state: ListState) -> Any:
    heads = [
        _("Name of the matter"),
        _("Case number"),
        _("Party"),
        _("District"),
        _("State"),
        _("Source of the lead"),
        _("Received on"),
        _("Filed on"),
        _("Decided on"),
        _("Number of the decision"),
        _("Next deadline"),
        _("Handled by"),
    ]
    total = queries.cases_page(g.viewer, state).total
    return export(state, "cases", total=total, heads=heads, rows=_export_rows(state))


def _export_rows(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for case in queries.export_cases(g.viewer, state):
        yield (
            case.title,
            case.number,
            case.party_name,
            districts.name(case.scope_code, spoken),
            case.state.word(spoken),
            case.source.word(spoken),
            case.received_on,
            case.filed_on,
            case.decided_on,
            case.decision_number,
            case.due_on,
            officers_of(case),
        )


def officers_of(case: Case) -> str:
    """Return the names of those who handle a case."""
    both = (case.first_officer, case.second_officer)
    return "、".join(one.display for one in both if one)


def due() -> Any:
    """List the deadlines that run, the nearest first; also as text to be copied."""
    state = state_of(case_clocks)
    if state.format:
        return _export_due(state)
    page = case_clocks.clocks_page(g.viewer, state)
    counts = {one: case_clocks.count_in(g.viewer, state, one) for one in DueWindow}
    areas = district_choices(g.viewer)
    return render_template(
        "desk/cases/due.html",
        state=state,
        page=page,
        title=_due_headline(page.total, counts),
        tabs=_tabs(state, page.total, counts),
        window_kinds=WINDOW_KINDS,
        as_text="\n".join(_as_text(one) for one in page.rows),
        officer_choices=officers_in(g.viewer),
        district_choices=areas,
        several_districts=len(areas) > 1,
    )


def _tabs(state: ListState, total: int, counts: dict[DueWindow, int]) -> list[dict[str, Any]]:
    """Return the windows; how much each holds is known while none is chosen."""
    chosen = state.chosen("due")
    rows: list[tuple[str, str, int]] = [("", _("All"), total)]
    rows += [(one.value, word(one), counts[one]) for one in DueWindow]
    return [
        {
            "url": state.url(due=code),
            "word": said,
            "current": code == chosen,
            "count": None if chosen else count,
            "late": code == DueWindow.OVERDUE.value and count > 0,
        }
        for code, said, count in rows
    ]


def _due_headline(total: int, counts: dict[DueWindow, int]) -> str:
    if not total:
        return _("No deadline runs")
    late, today = counts[DueWindow.OVERDUE], counts[DueWindow.TODAY]
    if late or today:
        return _("%(late)s overdue, %(today)s due today", late=late, today=today)
    return ngettext(
        "%(num)s deadline runs, none is over", "%(num)s deadlines run, none is over", total
    )


def name_of(one: DueClock) -> str:
    """Return the deadline's name in the reader's language."""
    return one.deadline.word(language()) if one.deadline else one.row.code


def _as_text(one: DueClock) -> str:
    case = one.case
    parts = (
        one.row.due_on.isoformat(),
        word(one.window),
        name_of(one),
        case.number or case.title,
        case.party_name or "",
        one.owner,
        _("provisional") if one.row.provisional else "",
    )
    return " ".join(part for part in parts if part)


def _export_due(state: ListState) -> Any:
    heads = [
        _("Last day"),
        _("Working days left"),
        _("Deadline"),
        _("Legal basis"),
        _("Name of the matter"),
        _("Case number"),
        _("Party"),
        _("Handled by"),
        _("District"),
        _("Provisional"),
    ]
    total = case_clocks.clocks_page(g.viewer, state).total
    return export(state, "deadlines", total=total, heads=heads, rows=_due_rows(state))


def _due_rows(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    spoken = language()
    for one in case_clocks.all_clocks(g.viewer, state):
        yield (
            one.row.due_on,
            one.working_days_left,
            name_of(one),
            one.deadline.article(spoken) if one.deadline else "",
            one.case.title,
            one.case.number,
            one.case.party_name,
            officers_of(one.case),
            districts.name(one.row.scope_code, spoken),
            _("yes") if one.row.provisional else _("no"),
        )
