"""What can be done next in a case: each step with what stands against it, and who may take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access import Viewer
from app.errors import refusal_told
from app.permissions import access_for, may_open
from app.queries.case_page import CaseBundle, Colleague
from app.services.case_proposals import PROPOSERS
from app.words import language
from inspections.procedure.clocks import Clock
from inspections.procedure.entries import fields_for
from inspections.procedure.facts import CaseFacts
from inspections.procedure.judging import articles, offered, refusals
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import ClockState
from inspections.procedure.way import DEADLINE_OF, ahead
from inspections.refusal import Refusal
from inspections.steps import Step

APART = "acts.approved_by_another_person"
REVIEWS_APART = "review.reviewer_is_no_investigator"
NAMED = 4
# a step that ends rights or the case asks once more before it is sent
HURTS = frozenset(
    (
        "refuse_filing",
        "transfer_out",
        "withdraw_filing",
        "decide_penalty",
        "decide_no_penalty",
        "decide_not_established",
        "decide_crime_transfer",
        "redo_after_remedy",
        "close",
        "archive",
    )
)

# what a step's own form asks for doesn't keep the form closed; it is judged when it is sent
ASKED_IN_ITS_FORM = {
    "file": frozenset(
        (
            "filing.five_conditions_are_met",
            "filing.act_is_within_the_measures",
            "filing.level_is_competent",
        )
    )
}


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One step as the page offers it, with every reason against it and who may take it."""

    code: str
    word: str
    article: str
    refusals: list[dict[str, Any]]
    may: bool
    proposes: bool
    who: list[str]
    until: date | None
    is_usual: bool

    @property
    def is_open(self) -> bool:
        """Say whether this viewer can take the step."""
        return self.may and not self.refusals


def steps_of(bundle: CaseBundle, viewer: Viewer) -> list[ShownStep]:
    """Return every step that leaves the state of the case; those of the usual way come first."""
    usual = [one.step for one in ahead(bundle.facts)]
    days = {clock.code: clock.due_on for clock in bundle.clocks}
    shown = [_shown(step, bundle, viewer, usual, days) for step in offered(bundle.facts)]
    place = {code: number for number, code in enumerate(usual)}
    return sorted(shown, key=lambda one: (place.get(one.code, len(usual)), not one.is_open))


def _shown(
    step: Step[CaseFacts],
    bundle: CaseBundle,
    viewer: Viewer,
    usual: Sequence[str],
    days: dict[str, date],
) -> ShownStep:
    asked = ASKED_IN_ITS_FORM.get(step.code, frozenset())
    against = [one for one in refusals(step, bundle.facts) if one.code not in asked]
    may = may_open(viewer, step.permission, "POST")
    asks_approval = "approved_by" in {field.name for field in fields_for(step.code)}
    apart = _apart(step, bundle, viewer) if may else None
    until = days.get(DEADLINE_OF.get(step.code, ""))
    return ShownStep(
        code=step.code,
        word=step.word(language()),
        article=articles(step, language()),
        refusals=[refusal_told(one) for one in ([*against, apart] if apart else against)],
        may=may,
        proposes=asks_approval and may and not against and viewer.holds(*PROPOSERS),
        who=who_may(step, bundle) if apart or not may else [],
        until=until,
        is_usual=step.code in usual,
    )


def _apart(step: Step[CaseFacts], bundle: CaseBundle, viewer: Viewer) -> Refusal | None:
    """Return why this person may not take a step that others may: they investigated."""
    me = next((one.person for one in bundle.colleagues if one.id == viewer.person_id), "")
    if me not in bundle.facts.all_investigators:
        return None
    asks = {f"{one.__module__.rsplit('.', maxsplit=1)[-1]}.{one.__name__}" for one in step.asks}
    return next((Refusal(code) for code in (APART, REVIEWS_APART) if code in asks), None)


def who_may(step: Step[CaseFacts], bundle: CaseBundle) -> list[str]:
    """Return the names of some who may take the step, those apart from it left out."""
    access = access_for(step.permission, "POST")
    roles = access.roles or frozenset() if access else frozenset()
    is_apart = _apart_rules(step)
    aside = bundle.facts.all_investigators if is_apart else frozenset()
    able: list[Colleague] = [
        one for one in bundle.colleagues if one.roles & roles and one.person not in aside
    ]
    return [one.name for one in able[:NAMED]]


def _apart_rules(step: Step[CaseFacts]) -> bool:
    names = {one.__name__ for one in step.asks}
    return bool(names & {"approved_by_another_person", "reviewer_is_no_investigator"})


def first_clock(clocks: Sequence[Clock], facts: CaseFacts) -> Clock | None:
    """Return the deadline that the case waits for: what is late, else what ends first.

    The time to decide runs in the head of the page, and stands here only where it is alone.
    """
    late = [one for one in clocks if one.state is ClockState.OVERDUE]
    usual = {one.deadline for one in ahead(facts)[:3]}
    near = [one for one in clocks if one.code in usual and one.code != "decision"]
    others = [one for one in clocks if one.code != "decision"]
    for some in (late, near, others, list(clocks)):
        if some:
            return some[0]
    return None


def step_of(bundle: CaseBundle, viewer: Viewer, code: str) -> ShownStep | None:
    """Return one step as the page offers it, None where the case isn't in a state for it."""
    if code not in STEPS:
        return None
    return next((one for one in steps_of(bundle, viewer) if one.code == code), None)
