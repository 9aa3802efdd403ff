"""What the rules of orders to correct need to know: content, officers, service, re-check."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.serving import ServiceFacts
from inspections.visit_facts import OfficerFacts
from inspections.vocabulary import Corrected, OrderState, OrderVariant

NOT_SERVED = ServiceFacts()


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One item: what is wrong, the rule it breaks, what is to be done; `violation` is a code."""

    number: int
    wrong: str
    rule: str
    to_correct: str
    violation: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What a re-check found of one item, with the note and the count of files that prove it."""

    item: int
    corrected: Corrected
    note: str = ""
    files: int = 0


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Everything the rules need to know of an order, and of the step that is to be taken.

    `happened_on` is the day of the step, `today` the day on which it is recorded, `rests_on` the
    day of what it follows from. `officers` act in it, `recused` are those of them who may not.
    `until` is the later day that is asked for or granted; `extension_until` the one that waits.
    """

    state: OrderState
    variant: OrderVariant
    today: date
    happened_on: date
    rests_on: date | None = None
    party_name: str = ""
    has_licence: bool = True
    items: tuple[ItemFacts, ...] = ()
    recheck_how: str = ""
    due_on: date | None = None
    officers: tuple[OfficerFacts, ...] = ()
    recused: tuple[str, ...] = ()
    service: ServiceFacts = NOT_SERVED
    until: date | None = None
    extension_until: date | None = None
    report: str = ""
    report_files: int = 0
    answers: tuple[AnswerFacts, ...] = ()
    outcome: Corrected | None = None
    reason: str = ""


def outcome_of(answers: Iterable[Corrected]) -> Corrected:
    """Return what a re-check found of the whole: corrected only where every item is."""
    found = set(answers)
    if found == {Corrected.YES}:
        return Corrected.YES
    return Corrected.NO if found == {Corrected.NO} else Corrected.PARTLY
