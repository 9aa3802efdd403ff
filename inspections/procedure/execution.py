"""From payment to the court: what is owed and since when, demand, remedies, the three months.

Penalty Law Art 66, 67, 72, 73; Enforcement Law Art 35, 53, 54; Administrative Litigation Law.
"""

from datetime import date

from inspections.deadlines import DueDay
from inspections.procedure.facts import CaseFacts, Remedy
from inspections.procedure.terms import Outcome, RemedyKind, RemedyOutcome
from inspections.procedure.windows import due_or_none, still_waits
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.workdays import DAY

PAY_ZH, PAY_EN = "《行政处罚法》第六十六条、第六十七条", "Penalty Law Art 66, 67"
DEMAND_ZH, DEMAND_EN = "《行政强制法》第三十五条、第五十四条", "Enforcement Law Art 35, 54"
COURT_ZH = "《行政强制法》第五十三条、《暂行办法》第三十六条"
COURT_EN = "Enforcement Law Art 53, Measures Art 36"
DEMAND_MUST_STATE = ("duty", "amount_and_way", "time_limit", "right_to_defend")
FALLEN = (RemedyOutcome.SET_ASIDE, RemedyOutcome.SET_ASIDE_TO_REDO, RemedyOutcome.UNLAWFUL)


def money_owed_fen(facts: CaseFacts) -> int:
    """Return what is still to be paid of fine, confiscation and surcharge."""
    if facts.decision is None:
        return 0
    content, done = facts.decision.content, facts.performance
    owed = content.fine_fen + content.confiscate_fen - done.paid_fen
    return max(owed, 0) + done.surcharge_open_fen


def is_owed(facts: CaseFacts) -> bool:
    """Say whether money or another duty is still open."""
    decision = facts.decision
    duty = decision is not None and decision.duties and facts.performance.duties_done_on is None
    return duty or money_owed_fen(facts) > 0


def payment_due(facts: CaseFacts) -> DueDay | None:
    """Return by when the money is due: by the plan, else by the days from service."""
    start = facts.served_from("serve_decision")
    if start is None or money_owed_fen(facts) == 0:
        return None
    plan = facts.performance.plan_until
    return (
        due_or_none(facts, "payment_plan", plan) if plan else due_or_none(facts, "payment", start)
    )


def duties_due(facts: CaseFacts) -> DueDay | None:
    """Return by when the other duties are due."""
    decision = facts.decision
    if decision is None or not decision.duties or decision.duties_by is None:
        return None
    if facts.performance.duties_done_on is not None:
        return None
    return due_or_none(facts, "duties", decision.duties_by)


def against_this_decision(facts: CaseFacts) -> list[Remedy]:
    """Return the remedies against the decision that was served last, not against an earlier one."""
    served = facts.latest("serve_decision")
    since = served.happened_on if served else facts.today
    return [one for one in facts.remedies if one.opened_on >= since]


def remedies_end(facts: CaseFacts) -> DueDay | None:
    """Return the end of the time for remedies: six months, or fifteen days after a failed one."""
    start = facts.served_from("serve_decision")
    if start is None:
        return None
    failed = [
        one.received_on
        for one in against_this_decision(facts)
        if one.kind is RemedyKind.RECONSIDERATION
        and one.outcome in (RemedyOutcome.UPHELD, RemedyOutcome.CHANGED)
        and one.received_on is not None
    ]
    if failed:
        return due_or_none(facts, "lawsuit_after_reconsideration", max(failed))
    return due_or_none(facts, "lawsuit", start)


def court_time_from(facts: CaseFacts) -> date | None:
    """Return the day from which the three months run: remedies over, and a plan for paying too."""
    end = remedies_end(facts)
    if end is None:
        return None
    return max(end.due_on, facts.performance.plan_until or end.due_on)


@rule("execution.decision_stands", zh="处罚决定没有被撤销或者确认违法、无效",
      basis_zh=COURT_ZH, basis_en=COURT_EN)  # fmt: skip
def decision_stands(facts: CaseFacts) -> Refusal | None:
    """The decision wasn't set aside nor found unlawful or void."""
    if any(one.outcome in FALLEN for one in against_this_decision(facts)):
        return Refusal("execution.decision_stands")
    return None


@rule("execution.is_a_penalty", zh="处罚决定才有履行和强制执行", basis_zh=PAY_ZH, basis_en=PAY_EN)
def is_a_penalty(facts: CaseFacts) -> Refusal | None:
    """Only a penalty is performed or enforced."""
    if facts.decision is not None and facts.decision.outcome is Outcome.PENALTY:
        return None
    return Refusal("execution.is_a_penalty")


@rule("execution.something_is_owed", zh="还有未缴纳的款项或者未履行的义务",
      basis_zh=PAY_ZH, basis_en=PAY_EN)  # fmt: skip
def something_is_owed(facts: CaseFacts) -> Refusal | None:
    """Money or another duty is still open."""
    return None if is_owed(facts) else Refusal("execution.something_is_owed")


@rule("execution.nothing_is_owed", zh="款项（含加处罚款）已缴清，其他义务已履行",
      basis_zh=PAY_ZH, basis_en=PAY_EN)  # fmt: skip
def nothing_is_owed(facts: CaseFacts) -> Refusal | None:
    """Fine, confiscation and surcharge are paid, and all other duties done."""
    return Refusal("execution.nothing_is_owed") if is_owed(facts) else None


@rule(
    "execution.time_to_perform_is_over", zh="缴款或者履行期限已过", basis_zh=PAY_ZH, basis_en=PAY_EN
)
def time_to_perform_is_over(facts: CaseFacts) -> Refusal | None:
    """The day by which to pay or perform has passed."""
    ends = [end for end in (payment_due(facts), duties_due(facts)) if end is not None]
    if not ends:
        return None  # said by `something_is_owed`
    first = min(ends, key=lambda end: end.due_on)
    return still_waits("execution.time_to_perform_is_over", first, facts.day)


@rule("execution.plan_is_later", zh="延期或者分期的期限晚于今天，申请由当事人提出",
      basis_zh="《行政处罚法》第六十六条", basis_en="Penalty Law Art 66")  # fmt: skip
def plan_is_later(facts: CaseFacts) -> Refusal | None:
    """A deferral names a later day to pay by."""
    until = facts.performance.plan_until
    return Refusal("execution.plan_is_later") if until is None or until <= facts.day else None


@rule("execution.demand_is_complete", zh="催告书写明义务、金额和缴纳方式、期限、申辩权",
      basis_zh=DEMAND_ZH, basis_en=DEMAND_EN)  # fmt: skip
def demand_is_complete(facts: CaseFacts) -> Refusal | None:
    """The demand states duty, amount and way of payment, time limit and the right to defend."""
    states = facts.demand.states if facts.demand else ()
    lacking = [part for part in DEMAND_MUST_STATE if part not in states]
    return Refusal("execution.demand_is_complete", about=", ".join(lacking)) if lacking else None


@rule("execution.demand_time_is_over", zh="催告书送达满十个工作日",
      basis_zh="《行政强制法》第五十四、六十九条",
      basis_en="Enforcement Law Art 54, 69")  # fmt: skip
def demand_time_is_over(facts: CaseFacts) -> Refusal | None:
    """Ten working days have passed since the demand was served."""
    start = facts.served_from("serve_demand")
    end = due_or_none(facts, "demand", start) if start else None
    if end is None:
        return Refusal("execution.demand_time_is_over")
    return still_waits("execution.demand_time_is_over", end, facts.day)


@rule("execution.demand_answer_is_reviewed", zh="当事人对催告的陈述申辩已经复核",
      basis_zh="《行政强制法》第三十六条", basis_en="Enforcement Law Art 36")  # fmt: skip
def demand_answer_is_reviewed(facts: CaseFacts) -> Refusal | None:
    """What the party answered to the demand was re-checked."""
    demand = facts.demand
    if demand is None or demand.answered_on is None:
        return None
    done = demand.answer_reviewed_on
    if done is not None and demand.answered_on <= done <= facts.day:
        return None
    return Refusal("execution.demand_answer_is_reviewed")


@rule(
    "execution.remedies_are_over", zh="复议、起诉期限均已届满", basis_zh=COURT_ZH, basis_en=COURT_EN
)
def remedies_are_over(facts: CaseFacts) -> Refusal | None:
    """The time for remedies is over, and a plan for paying as well."""
    end, start = remedies_end(facts), court_time_from(facts)
    if end is None or start is None:
        return Refusal("execution.remedies_are_over")
    waiting = still_waits("execution.remedies_are_over", end, facts.day)
    if waiting is None and facts.day <= start:
        return Refusal("execution.remedies_are_over", until=start + DAY)
    return waiting


@rule("execution.no_remedy_is_open", zh="没有未决的行政复议或者行政诉讼",
      basis_zh=COURT_ZH, basis_en=COURT_EN)  # fmt: skip
def no_remedy_is_open(facts: CaseFacts) -> Refusal | None:
    """No reconsideration or lawsuit is under way."""
    waiting = [one for one in against_this_decision(facts) if one.outcome is None]
    if not waiting:
        return None
    return Refusal("execution.no_remedy_is_open", about=waiting[0].opened_on.isoformat())


@rule("execution.no_lawsuit_was_lost",
      zh="当事人没有提起过诉讼（败诉的，依行政诉讼法另行申请执行）",
      basis_zh="《行政诉讼法》第九十五条",
      basis_en="Administrative Litigation Law Art 95")  # fmt: skip
def no_lawsuit_was_lost(facts: CaseFacts) -> Refusal | None:
    """No lawsuit was decided; what a judgment upheld is enforced on its own track."""
    decided = (RemedyOutcome.UPHELD, RemedyOutcome.CHANGED)
    suits = [one for one in against_this_decision(facts) if one.kind is RemedyKind.LAWSUIT]
    if any(one.outcome in decided for one in suits):
        return Refusal("execution.no_lawsuit_was_lost")
    return None


@rule("execution.court_is_asked_in_time", zh="在救济期限届满之日起三个月内申请；逾期的写明正当理由",
      basis_zh=COURT_ZH, basis_en=COURT_EN)  # fmt: skip
def court_is_asked_in_time(facts: CaseFacts) -> Refusal | None:
    """The court is asked within three months; later only for a reason that is written down."""
    if _is_late_for_court(facts) and not (facts.act and facts.act.reason.strip()):
        return Refusal("execution.court_is_asked_in_time")
    return None


@rule("execution.three_months_are_kept", zh="在救济期限届满之日起三个月内向法院申请",
      basis_zh=COURT_ZH, basis_en=COURT_EN)  # fmt: skip
def three_months_are_kept(facts: CaseFacts) -> Refusal | None:
    """The court is asked within three months of the end of the time for remedies."""
    return Refusal("execution.three_months_are_kept") if _is_late_for_court(facts) else None


def _is_late_for_court(facts: CaseFacts) -> bool:
    start = court_time_from(facts)
    end = due_or_none(facts, "court_application", start) if start else None
    return end is not None and facts.day > end.due_on
