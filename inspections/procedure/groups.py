"""Cases by how far they are: leads, under way, decided, ended; and deadlines by how near."""

from datetime import date, timedelta

from inspections.procedure.terms import CaseState
from inspections.vocabulary import Term

S = CaseState


class CaseGroup(Term):
    """How far a case is, for lists."""

    LEADS = "leads", "线索", "Leads"
    OPEN = "open", "办理中", "Under way"
    DECIDED = "decided", "已决定", "Decided"
    ENDED = "ended", "已办结", "Ended"


class DueWindow(Term):
    """How near the end of a deadline is."""

    OVERDUE = "overdue", "已逾期", "Overdue"
    TODAY = "today", "今天到期", "Due today"
    WEEK = "week", "七天内到期", "Due within seven days"
    LATER = "later", "以后", "Later"


STATES_OF: dict[CaseGroup, tuple[CaseState, ...]] = {
    CaseGroup.LEADS: (S.LEAD_RECEIVED, S.PRELIMINARY_REVIEW),
    CaseGroup.OPEN: (
        S.FILED,
        S.INVESTIGATING,
        S.INVESTIGATION_CLOSED,
        S.COLLECTIVE_DISCUSSION,
        S.PRIOR_NOTICE_SERVED,
        S.HEARING_REQUESTED,
        S.HEARING_NOTICED,
        S.HEARING_HELD,
        S.LEGAL_REVIEW_PASSED,
    ),
    CaseGroup.DECIDED: (
        S.DECIDED_PENALTY,
        S.DECIDED_NO_PENALTY,
        S.DECIDED_NOT_ESTABLISHED,
        S.DECIDED_CRIME_TRANSFER,
        S.SERVED,
        S.PERFORMING,
        S.OVERDUE,
        S.DEMAND_SERVED,
        S.COURT_APPLIED,
    ),
    CaseGroup.ENDED: (
        S.NOT_FILED,
        S.TRANSFERRED_OUT,
        S.FILING_WITHDRAWN,
        S.CLOSED,
        S.ARCHIVED,
    ),
}
GROUP_OF = {state: group for group, states in STATES_OF.items() for state in states}
# cases in which nothing runs any more
AT_REST = (S.NOT_FILED, S.TRANSFERRED_OUT, S.ARCHIVED)
A_WEEK = timedelta(days=7)


def window_of(due_on: date, today: date) -> DueWindow:
    """Return how near a day is."""
    if due_on < today:
        return DueWindow.OVERDUE
    if due_on == today:
        return DueWindow.TODAY
    return DueWindow.WEEK if due_on <= today + A_WEEK else DueWindow.LATER
