"""How a rule says no: a code, the article behind it, and the day from which time heals it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against an act.

    `code` is a key of the rulebook (`module.statement`), which holds the sentence in both
    languages and the legal basis. `until` is the first day on which the reason falls away by
    itself, or None when a person has to do something. `about` names what is meant (a field, a
    person, a number) and is shown after the sentence.
    """

    code: str
    until: date | None = None
    about: str = ""


class Refused(Exception):
    """An act that the rules refuse, with every reason at once."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep the reasons; the first code stands in the message for logs."""
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = tuple(refusals)
