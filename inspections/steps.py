"""Steps: the life of a thing as rows of one literal table, and the one question asked of them.

Cases, listings and orders to correct have tables of this form. Page, button, command and service
ask the same `refusals`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from inspections.refusal import Refusal
from inspections.vocabulary import Term

Facts = TypeVar("Facts")


@dataclass(frozen=True, slots=True)
class Step(Generic[Facts]):
    """One row: which states it leaves, where it leads, who may, what must hold, what is noted.

    `guards` must hold before the step is offered, `asks` of what is entered with it; `remarks` are
    told and refuse nothing. `papers` come with the step, `starts` and `stops` are deadlines.
    """

    code: str
    from_states: tuple[Term, ...]
    to_state: Term
    permission: str
    guards: tuple[Callable[[Facts], Refusal | None], ...]
    audit_verb: str
    zh: str
    en: str
    asks: tuple[Callable[[Facts], Refusal | None], ...] = ()
    remarks: tuple[Callable[[Facts], Refusal | None], ...] = ()
    papers: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()

    def word(self, language: str) -> str:
        """Return what the button says in `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


def refusals(step: Step[Facts], facts: Facts) -> list[Refusal]:
    """Return every reason of the step's guards at once; an empty list means that they all hold.

    Whether the state fits is asked first, by a rule of the table's own noun.
    """
    return collected(guard(facts) for guard in step.guards)


def collected(answers: Iterable[Refusal | None]) -> list[Refusal]:
    """Return the refusals among the answers of some rules."""
    return [answer for answer in answers if answer is not None]
