"""Recusal (回避): an officer who may not act towards an institution, decided by another person."""

from dataclasses import dataclass
from datetime import date

from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import collected

LAW_ZH, LAW_EN = "《行政处罚法》第四十三条", "Penalty Law Art 43"


@dataclass(frozen=True, slots=True)
class RecusalFacts:
    """Who is recused, who decided or lifts it, on which day and why; persons by their ids."""

    officer: str
    decider: str
    today: date
    decided_on: date | None
    reason: str
    is_in_force: bool = False


@rule("recusals.decided_by_another", zh="回避由本人以外的负责人决定",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def decided_by_another(facts: RecusalFacts) -> Refusal | None:
    """The recusal is decided, and lifted, by another person than the officer."""
    return Refusal("recusals.decided_by_another") if facts.officer == facts.decider else None


@rule("recusals.reason_and_day_are_given", zh="写明理由和决定日期，日期不在今天之后",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def reason_and_day_are_given(facts: RecusalFacts) -> Refusal | None:
    """The reason is given, and the day of the decision, which has come."""
    if not facts.reason.strip() or facts.decided_on is None:
        return Refusal("recusals.reason_and_day_are_given")
    if facts.decided_on > facts.today:
        return Refusal("recusals.reason_and_day_are_given", until=facts.decided_on)
    return None


@rule("recusals.not_in_force_yet", zh="该人员对该机构尚未在回避中",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def not_in_force_yet(facts: RecusalFacts) -> Refusal | None:
    """The officer isn't recused from this institution already."""
    return Refusal("recusals.not_in_force_yet") if facts.is_in_force else None


@rule("recusals.still_in_force", zh="回避尚未解除", basis_zh=LAW_ZH, basis_en=LAW_EN)
def still_in_force(facts: RecusalFacts) -> Refusal | None:
    """The recusal is still in force."""
    return None if facts.is_in_force else Refusal("recusals.still_in_force")


def refusals_to_record(facts: RecusalFacts) -> list[Refusal]:
    """Return every reason against recording a recusal."""
    asked = (decided_by_another, reason_and_day_are_given, not_in_force_yet)
    return collected(guard(facts) for guard in asked)


def refusals_to_lift(facts: RecusalFacts) -> list[Refusal]:
    """Return every reason against lifting one."""
    asked = (decided_by_another, reason_and_day_are_given, still_in_force)
    return collected(guard(facts) for guard in asked)


@rule("recusals.team_may_visit", zh="分到点位的检查组至少有两名不须回避的人员",
      basis_zh="《行政处罚法》第四十二、四十三条", basis_en="Penalty Law Art 42, 43")  # fmt: skip
def team_may_visit(officers: int, recused: int, *, needed: int, about: str) -> Refusal | None:
    """A team is given only sites where two of its officers aren't recused."""
    if recused and officers - recused < needed:
        return Refusal("recusals.team_may_visit", about=about)
    return None
