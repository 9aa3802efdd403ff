"""What is said where a crime is suspected: from the report to the answer of the police.

Penalty Law Art 27; Crime Transfer Rules.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import with_config

from inspections.procedure.asked import Asked, Kind
from inspections.procedure.facts import (
    STRICT,
    Act,
    CaseFacts,
    Crime,
)
from inspections.procedure.said import Said
from inspections.procedure.terms import (
    PoliceAnswer,
)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeSaid(Said):
    """A suspected crime, by a written report."""

    crime: Annotated[
        str, Asked("涉嫌罪名和理由", "Which crime, and why", Kind.AREA, required=True)
    ] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the suspicion."""
        return replace(facts, crime=Crime(suspected_on=act.happened_on))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeDeclinedSaid(Said):
    """The head decides against a transfer."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the suspicion ended."""
        return _crime(facts, declined_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeApprovedSaid(Said):
    """The head decides for a transfer after the decision of the case."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the transfer decided."""
        return _crime(facts, decided_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class CrimeSentSaid(Said):
    """The case goes to the police."""

    police: Annotated[str, Asked("受移送公安机关", "Sent to", required=True)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the sending."""
        return _crime(facts, sent_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceAcceptedSaid(Said):
    """The police filed the case."""

    reply_number: Annotated[str, Asked("公安机关文号", "Number of the reply")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the answer."""
        return _crime(facts, answer=PoliceAnswer.ACCEPTED, answered_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class PoliceRefusedSaid(Said):
    """The police didn't file the case, or it came back for a penalty."""

    answer: Annotated[PoliceAnswer, Asked("答复", "Answer")] = PoliceAnswer.REFUSED
    reply_number: Annotated[str, Asked("公安机关文号", "Number of the reply")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the answer; what comes back was never accepted."""
        back = PoliceAnswer.REFUSED if self.answer is PoliceAnswer.ACCEPTED else self.answer
        return _crime(facts, answer=back, answered_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class ResumedSaid(Said):
    """The case is taken up again: the decision to transfer it is over."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts without that decision."""
        return replace(facts, decision=None)


def _crime(facts: CaseFacts, **change: object) -> CaseFacts:
    return facts if facts.crime is None else replace(facts, crime=replace(facts.crime, **change))  # type: ignore[arg-type]
