"""Closing a case, its file, remedies against its decision, recusals, and cases begun on paper.

Measures Art 36, 37; Penalty Law Art 43, 47, 73, 75.
"""

from inspections.procedure.execution import against_this_decision, is_owed
from inspections.procedure.facts import CaseFacts
from inspections.procedure.terms import (
    CaseState,
    ClosingGround,
    Outcome,
    RemedyKind,
    RemedyOutcome,
)
from inspections.refusal import Refusal
from inspections.rulebook import rule

CLOSE_ZH, CLOSE_EN = "《暂行办法》第三十七条", "Measures Art 37"
REMEDY_ZH = "《行政复议法》、《行政诉讼法》；《行政处罚法》第七十五条"
REMEDY_EN = "Reconsideration Law, Administrative Litigation Law; Penalty Law Art 75"
DONE_AGAIN = (
    RemedyOutcome.SET_ASIDE,
    RemedyOutcome.SET_ASIDE_TO_REDO,
    RemedyOutcome.UNLAWFUL,
)


@rule("closing.ground_holds",
      zh="结案事由成立：执行完毕、已申请法院强制执行、案件终止或者其他（写明）",
      basis_zh=CLOSE_ZH, basis_en=CLOSE_EN)  # fmt: skip
def ground_holds(facts: CaseFacts) -> Refusal | None:
    """The ground of closing is true of the case: performed, court applied to, ended, or another."""
    ground = facts.closing_ground
    outcome = facts.decision.outcome if facts.decision else None
    true_of = {
        ClosingGround.PERFORMED: outcome is Outcome.PENALTY and not is_owed(facts),
        ClosingGround.COURT_APPLIED: facts.latest("apply_to_court") is not None,
        ClosingGround.INVESTIGATION_ENDED: outcome not in (None, Outcome.PENALTY),
        ClosingGround.OTHER: bool(facts.act and facts.act.reason.strip()),
    }
    if ground is not None and true_of[ground]:
        return None
    return Refusal("closing.ground_holds", about=ground.zh if ground else "")


@rule("closing.no_remedy_is_open", zh="结案时没有未决的复议或者诉讼",
      basis_zh=CLOSE_ZH, basis_en=CLOSE_EN)  # fmt: skip
def no_remedy_is_open(facts: CaseFacts) -> Refusal | None:
    """No remedy is under way when the case is closed."""
    waiting = any(one.outcome is None for one in facts.remedies)
    return Refusal("closing.no_remedy_is_open") if waiting else None


@rule("closing.decision_was_put_in_question", zh="有复议、诉讼或者主动纠正的受理文书",
      basis_zh=REMEDY_ZH, basis_en=REMEDY_EN)  # fmt: skip
def decision_was_put_in_question(facts: CaseFacts) -> Refusal | None:
    """A remedy was opened after the decision was served."""
    served = facts.latest("serve_decision")
    for one in facts.remedies:
        if served is not None and served.happened_on <= one.opened_on <= facts.day:
            return None
    return Refusal("closing.decision_was_put_in_question")


@rule("closing.remedy_is_dated", zh="救济结果写明结论和收到日期，不早于提起之日",
      basis_zh=REMEDY_ZH, basis_en=REMEDY_EN)  # fmt: skip
def remedy_is_dated(facts: CaseFacts) -> Refusal | None:
    """The outcome of a remedy names its kind and the day of receipt."""
    for one in facts.remedies:
        if one.outcome is None:
            continue
        if one.received_on is None or not one.opened_on <= one.received_on <= facts.day:
            return Refusal("closing.remedy_is_dated", about=one.opened_on.isoformat())
    return None


@rule(
    "closing.remedy_waits", zh="有待登记结果的复议或者诉讼", basis_zh=REMEDY_ZH, basis_en=REMEDY_EN
)
def remedy_waits(facts: CaseFacts) -> Refusal | None:
    """A remedy was opened whose outcome can be entered."""
    return None if facts.remedies else Refusal("closing.remedy_waits")


@rule("closing.decision_fell", zh="原决定已被撤销、确认违法或者由本机关主动纠正",
      basis_zh=REMEDY_ZH, basis_en=REMEDY_EN)  # fmt: skip
def decision_fell(facts: CaseFacts) -> Refusal | None:
    """The decision was set aside, found unlawful, or corrected by the agency itself."""
    for one in against_this_decision(facts):
        own = one.kind is RemedyKind.OWN_CORRECTION and one.outcome is not None
        if own or one.outcome in DONE_AGAIN:
            return None
    return Refusal("closing.decision_fell")


@rule("closing.recusal_waits", zh="有待决定的回避申请", basis_zh="《行政处罚法》第四十三条",
      basis_en="Penalty Law Art 43")  # fmt: skip
def recusal_waits(facts: CaseFacts) -> Refusal | None:
    """A recusal was asked for that can be decided about."""
    return None if facts.recusals else Refusal("closing.recusal_waits")


@rule("closing.recusal_is_decided_by_another", zh="回避由本人以外的负责人决定",
      basis_zh="《行政处罚法》第四十三条", basis_en="Penalty Law Art 43")  # fmt: skip
def recusal_is_decided_by_another(facts: CaseFacts) -> Refusal | None:
    """Nobody decides about standing aside themselves."""
    by = facts.act.approved_by if facts.act else ""
    if any(one.person == by for one in facts.recusals if one.decided_on == facts.day):
        return Refusal("closing.recusal_is_decided_by_another", about=by)
    return None


@rule("closing.state_on_paper_is_named", zh="接收纸质案件的，写明案件在纸上到了哪一步",
      basis_zh="《行政处罚法》第四十七条", basis_en="Penalty Law Art 47")  # fmt: skip
def state_on_paper_is_named(facts: CaseFacts) -> Refusal | None:
    """A case begun on paper names the state in which it is taken over."""
    if facts.taken_over_at not in (None, CaseState.NOT_FILED, CaseState.TRANSFERRED_OUT):
        return None
    return Refusal("closing.state_on_paper_is_named")
