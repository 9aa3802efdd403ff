"""Serving the papers of a case: what holds of every service, asked of the act that serves.

Measures Art 35; Penalty Law Art 61. The rules of service themselves stand in `serving.py`.
"""

from collections.abc import Callable
from functools import wraps

from inspections.procedure.facts import CaseFacts
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.serving import CHECKS, LAW_EN, LAW_ZH, ServiceFacts, was_served_late

UNSERVED = ServiceFacts()
DECIDED_BY = (
    "decide_penalty",
    "decide_no_penalty",
    "decide_not_established",
)


def _of_the_act(
    check: Callable[[ServiceFacts], Refusal | None],
) -> Callable[[CaseFacts], Refusal | None]:
    @wraps(check)
    def asked(facts: CaseFacts) -> Refusal | None:
        return check((facts.act and facts.act.service) or UNSERVED)

    return asked


SERVING = tuple(_of_the_act(check) for check in CHECKS)


@rule("service.is_in_time", zh="决定书在决定后七个工作日内送达", basis_zh=LAW_ZH, basis_en=LAW_EN)
def is_in_time(facts: CaseFacts) -> Refusal | None:
    """The decision is served within seven working days."""
    decided = max(
        (act.happened_on for step in DECIDED_BY if (act := facts.latest(step))), default=None
    )
    if decided is None or not was_served_late(decided, facts.day, facts.calendar):
        return None
    return Refusal("service.is_in_time", about=decided.isoformat())
