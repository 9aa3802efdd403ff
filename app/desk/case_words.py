"""The words of a case's pages: its states as shapes, days, deadlines, what a step asks."""

from datetime import date

from app.words import gettext as _
from app.words import language, ngettext, word
from inspections.deadlines import Unit, UnknownDeadline, deadline_on
from inspections.penalty_schemes import Department
from inspections.procedure.clocks import Clock
from inspections.procedure.terms import CaseState as S
from inspections.procedure.terms import ClockState
from inspections.violations import violations
from inspections.vocabulary import PenaltyKind

OPEN_KIND = "half"
STATE_KINDS = {
    S.LEAD_RECEIVED: "slate",
    S.PRELIMINARY_REVIEW: "slate",
    S.NOT_FILED: "slate",
    S.TRANSFERRED_OUT: "slate",
    S.FILING_WITHDRAWN: "slate",
    S.DECIDED_PENALTY: "cin",
    S.DECIDED_NO_PENALTY: "jade",
    S.DECIDED_NOT_ESTABLISHED: "jade",
    S.OVERDUE: "late",
    S.DEMAND_SERVED: "late",
    S.CLOSED: "jade",
    S.ARCHIVED: "jade",
}
# how many days a window may have that is shown as pips
MOST_PIPS = 10


def state_kind(state: S) -> str:
    """Return the status shape of a state."""
    return STATE_KINDS.get(state, OPEN_KIND)


def short_day(day: date, today: date) -> str:
    """Return a day as the spine says it: without the year where it is this one."""
    return day.strftime("%m-%d") if day.year == today.year else day.isoformat()


def left_of(clock: Clock, today: date) -> str:
    """Return what is left of a deadline: in working days or days, as it is counted."""
    if clock.state is ClockState.OVERDUE:
        late = (today - clock.due_on).days
        return ngettext("%(num)s day overdue", "%(num)s days overdue", late)
    if clock.end.deadline.unit is Unit.WORKING_DAYS:
        left = clock.working_days_left
        if not left:
            return _("Last day")
        return ngettext("%(num)s working day left", "%(num)s working days left", left)
    left = (clock.due_on - today).days
    return ngettext("%(num)s day left", "%(num)s days left", left) if left else _("Last day")


def length_of(code: str, day: date) -> str:
    """Return how long a deadline is by the law of `day`, blank where that knows none."""
    try:
        row = deadline_on(code, day)
    except UnknownDeadline:
        return ""
    number = row.length
    if not number:
        return ""
    if row.unit is Unit.WORKING_DAYS:
        return ngettext("within %(num)s working day", "within %(num)s working days", number)
    if row.unit is Unit.MONTHS:
        return ngettext("within %(num)s month", "within %(num)s months", number)
    if row.unit is Unit.HOURS:
        return ngettext("within %(num)s hour", "within %(num)s hours", number)
    return ngettext("within %(num)s day", "within %(num)s days", number)


def charge_words(codes: list[str]) -> list[tuple[str, str]]:
    """Return title and article of each violation that a case is about."""
    known = violations()
    spoken = language()
    return [
        (known[code].title(spoken), known[code].place(spoken)) if code in known else (code, "")
        for code in codes
    ]


def kind_word(code: str) -> str:
    """Return the word of a kind of penalty as it was weighed."""
    return word(PenaltyKind(code))


def department_word(code: str) -> str:
    """Return the word of a department that decides together."""
    return word(Department(code)) if code in set(Department) else code
