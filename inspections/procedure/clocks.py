"""The deadlines that run in a case on a day, and what runs beside its state."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from inspections.calendars import PUBLISHED, Calendar
from inspections.deadlines import DueDay, Unit, UnknownDeadline, due, policy
from inspections.procedure import defence, execution, hearing
from inspections.procedure.facts import Act, CaseFacts
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import ClockState, Outcome, RemedyKind, RemedyOutcome, Track
from inspections.vocabulary import ServiceMethod
from inspections.workdays import LONGEST_REST, working_days_between

# deadlines that end before the day from which they are counted
COUNTED_BACK = ("hearing_notice",)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running deadline: since when, until when, how it stands, and what is left."""

    code: str
    from_on: date
    end: DueDay
    state: ClockState
    working_days_left: int

    @property
    def due_on(self) -> date:
        """Return the last day by law."""
        return self.end.due_on

    @property
    def warn_on(self) -> date:
        """Return the last working day up to it."""
        return self.end.warn_on

    def article(self, language: str) -> str:
        """Return the legal basis."""
        return self.end.deadline.article(language)


def running(facts: CaseFacts, today: date, calendar: Calendar = PUBLISHED) -> list[Clock]:
    """Return the deadlines that run on `today`, the earliest first.

    What lapses is left out once it is over; `calendar` adds to the notices that the facts hold.
    """
    notices = tuple(dict.fromkeys((*facts.holidays, *calendar.notices)))
    case = replace(facts, holidays=notices, today=today, act=None)
    found: dict[tuple[str, date], Clock] = {}
    for code, from_on in _days(case):
        clock = _clock(code, from_on, case)
        if clock is not None:
            found[code, from_on] = clock
    return sorted(found.values(), key=lambda clock: (clock.due_on, clock.code))


def _days(facts: CaseFacts) -> Iterator[tuple[str, date]]:
    for code, listed in LISTED.items():
        yield from ((code, from_on) for from_on in listed(facts))
    for code, act in _started(facts).items():
        if code not in LISTED:
            yield from ((code, from_on) for from_on in FROM.get(code, _since_the_act)(facts, act))


def _started(facts: CaseFacts) -> Mapping[str, Act]:
    """Return the deadlines that acts have started and none has stopped since."""
    open_ones: dict[str, Act] = {}
    for act in sorted(facts.acts, key=lambda act: act.happened_on):
        step = STEPS[act.step]
        for code in step.stops:
            open_ones.pop(code, None)
        open_ones |= dict.fromkeys(step.starts, act)
    return open_ones


def _clock(code: str, from_on: date, facts: CaseFacts) -> Clock | None:
    try:
        end = due(code, from_on, before=code in COUNTED_BACK, calendar=facts.calendar)
    except UnknownDeadline:
        return None
    today = facts.today
    rest = LONGEST_REST if end.is_provisional else LONGEST_REST * 0
    if end.deadline.lapses and today > end.due_on + rest:
        return None
    left = working_days_between(today, end.due_on, facts.calendar)
    return Clock(code, from_on, end, _state(end, today, left), left)


def _state(end: DueDay, today: date, left: int) -> ClockState:
    if end.is_provisional:
        return ClockState.PROVISIONAL
    if today > end.due_on:
        return ClockState.OVERDUE
    # a day of rest at the end leaves no working day after the one that warns
    soon = left <= policy()["soon_working_days"] or end.deadline.unit is Unit.HOURS
    return ClockState.DUE_SOON if soon else ClockState.OPEN


def _since_the_act(_facts: CaseFacts, act: Act) -> list[date]:
    return [act.happened_on]


def _since_service(facts: CaseFacts, act: Act) -> list[date]:
    start = facts.served_from(act.step)
    return [start] if start else []


def _announced(_facts: CaseFacts, act: Act) -> list[date]:
    method = act.service.method if act.service else None
    return [act.happened_on] if method is ServiceMethod.ANNOUNCEMENT else []


def _to_defend(facts: CaseFacts, act: Act) -> list[date]:
    waived = facts.notice is not None and facts.notice.defence_waived_on is not None
    return [] if waived else _since_service(facts, act)


def _to_ask_for_a_hearing(facts: CaseFacts, act: Act) -> list[date]:
    notice = facts.notice
    settled = notice is None or notice.hearing_waived_on or notice.hearing
    return _since_service(facts, act) if hearing.is_due(facts) and not settled else []


def _to_the_hearing(facts: CaseFacts, _act: Act) -> list[date]:
    asked = hearing.current(facts)
    return [asked.scheduled_on] if asked is not None and asked.scheduled_on else []


def _preserved(facts: CaseFacts) -> list[date]:
    return [one.preserved_on for one in facts.preservations if one.decided_on is None]


def _to_correct(facts: CaseFacts) -> list[date]:
    waiting = (one for one in facts.corrections if one.in_force and one.corrected_on is None)
    return [one.correct_by for one in waiting if one.served_on and one.correct_by]


def _to_pay(facts: CaseFacts, act: Act) -> list[date]:
    planned = facts.performance.plan_until is not None
    owed = execution.money_owed_fen(facts) > 0
    return _since_service(facts, act) if owed and not planned else []


def _by_the_plan(facts: CaseFacts, _act: Act) -> list[date]:
    until = facts.performance.plan_until
    return [until] if until and execution.money_owed_fen(facts) > 0 else []


def _to_perform(facts: CaseFacts, _act: Act) -> list[date]:
    decision, done = facts.decision, facts.performance.duties_done_on
    if decision is None or not decision.duties or done is not None:
        return []
    return [decision.duties_by] if decision.duties_by else []


def _to_the_court(facts: CaseFacts, _act: Act) -> list[date]:
    start = execution.court_time_from(facts)
    penalty = facts.decision is not None and facts.decision.outcome is Outcome.PENALTY
    ready = penalty and execution.is_owed(facts) and start is not None and start < facts.today
    return [start] if ready and start is not None else []


def _to_publish(facts: CaseFacts, act: Act) -> list[date]:
    return [] if facts.published_on else [act.happened_on]


def _to_withdraw(facts: CaseFacts, act: Act) -> list[date]:
    fell = any(one.outcome in (*execution.FALLEN, RemedyOutcome.CHANGED) for one in facts.remedies)
    return [act.happened_on] if fell and facts.published_on else []


def _to_sue_after(facts: CaseFacts, _act: Act) -> list[date]:
    return [
        one.received_on
        for one in facts.remedies
        if one.kind is RemedyKind.RECONSIDERATION and one.outcome and one.received_on
    ]


# from which days a deadline runs where it isn't simply the day of the act
FROM: Mapping[str, Callable[[CaseFacts, Act], list[date]]] = {
    "announcement": _announced,
    "defence": _to_defend,
    "hearing_request": _to_ask_for_a_hearing,
    "hearing_notice": _to_the_hearing,
    "payment": _to_pay,
    "payment_plan": _by_the_plan,
    "duties": _to_perform,
    "demand": _since_service,
    "reconsideration": _since_service,
    "lawsuit": _since_service,
    "lawsuit_after_reconsideration": _to_sue_after,
    "court_application": _to_the_court,
    "publication": _to_publish,
    "publication_withdrawal": _to_withdraw,
}
# each item of these runs and ends by itself, whichever noun began it
LISTED: Mapping[str, Callable[[CaseFacts], list[date]]] = {
    "evidence_preservation": _preserved,
    "correction": _to_correct,
}


def tracks(facts: CaseFacts) -> list[Track]:
    """Return what runs beside the state of the case on the day of the facts."""
    runs = {
        Track.EVIDENCE_PRESERVED: any(one.decided_on is None for one in facts.preservations),
        Track.CORRECTION_ORDERED: any(
            one.in_force and one.served_on and one.corrected_on is None for one in facts.corrections
        ),
        Track.DEFENCE_WINDOW: defence.window_is_over(facts) is not None,
        Track.RECUSAL: any(one.decided_on is None for one in facts.recusals),
        Track.CRIME_SUSPECTED: facts.crime is not None and facts.crime.is_open,
        Track.REMEDY: any(one.outcome is None for one in facts.remedies),
    }
    return [track for track, is_open in runs.items() if is_open]
