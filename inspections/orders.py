"""Orders to correct (责令改正): their steps as one table, and how the day to correct by stands.

Measures Art 17 and 32, Penalty Law Art 28: correction is ordered always, and before a penalty.
Who runs without a licence is ordered to stop at once.
"""

from datetime import date

from inspections import steps
from inspections.calendars import PUBLISHED, Calendar
from inspections.order_course import (
    all_is_corrected,
    day_to_correct_by_is_over,
    every_item_is_rechecked,
    extension_is_later,
    extension_needs_a_day,
    extension_waits,
    no_extension_waits,
    recheck_found_a_lack,
    recheck_is_proven,
    recheck_says_what_was_seen,
    report_says_something,
    something_is_left_to_correct,
)
from inspections.order_facts import OrderFacts
from inspections.order_law import length_on
from inspections.order_rules import (
    CONTENT,
    DAYS,
    LAW_EN,
    LAW_ZH,
    OFFICERS,
    SERVING,
    reason_is_given,
)
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.serving import was_served_late
from inspections.steps import Step
from inspections.vocabulary import Corrected, DueState, OrderState, Term
from inspections.workdays import working_days_after

S = OrderState
RUNNING = (S.SERVED, S.RECHECKED)
ENDED = (S.CLOSED, S.ESCALATED, S.WITHDRAWN, S.SET_ASIDE)
RECHECK_GUARDS = (
    *DAYS, *OFFICERS, every_item_is_rechecked, recheck_says_what_was_seen, recheck_is_proven,
)  # fmt: skip

ISSUE: Step[OrderFacts] = Step(
    "issue", (S.DRAFT,), S.ISSUED, "orders.issue", (*CONTENT, *DAYS, *OFFICERS), "order.issued",
    "作出并编号", "Issue and number",
)  # fmt: skip
SERVE: Step[OrderFacts] = Step(
    "serve", (S.ISSUED,), S.SERVED, "orders.serve", (*DAYS, *OFFICERS, *SERVING),
    "order.served", "登记送达", "Record the service",
)  # fmt: skip
RECEIVE_REPORT: Step[OrderFacts] = Step(
    "receive_report", RUNNING, S.SERVED, "orders.receive_report",
    (*DAYS, something_is_left_to_correct, report_says_something), "order.report_received",
    "登记整改报告", "Record the institution's report",
)  # fmt: skip
ASK_EXTENSION: Step[OrderFacts] = Step(
    "ask_extension", RUNNING, S.SERVED, "orders.ask_extension",
    (*DAYS, something_is_left_to_correct, extension_needs_a_day, no_extension_waits,
     extension_is_later, reason_is_given),
    "order.extension_asked", "登记延期申请", "Record an application for more time",
)  # fmt: skip
GRANT_EXTENSION: Step[OrderFacts] = Step(
    "grant_extension", RUNNING, S.SERVED, "orders.grant_extension",
    (*DAYS, extension_waits, extension_is_later), "order.extension_granted",
    "同意延期", "Grant more time",
)  # fmt: skip
REFUSE_EXTENSION: Step[OrderFacts] = Step(
    "refuse_extension", RUNNING, S.SERVED, "orders.refuse_extension",
    (*DAYS, extension_waits, reason_is_given), "order.extension_refused",
    "不同意延期", "Refuse more time",
)  # fmt: skip
# a re-check is part of a visit: whoever enters the visit takes the step
RECHECK: Step[OrderFacts] = Step(
    "recheck", RUNNING, S.RECHECKED, "visits.post_new", RECHECK_GUARDS, "order.rechecked",
    "整改复查", "Re-check",
)  # fmt: skip
CLOSE: Step[OrderFacts] = Step(
    "close", (S.RECHECKED,), S.CLOSED, "orders.close", (*DAYS, all_is_corrected), "order.closed",
    "整改完成，结束", "Close: all is corrected",
)  # fmt: skip
ESCALATE: Step[OrderFacts] = Step(
    "escalate", RUNNING, S.ESCALATED, "orders.escalate",
    (*DAYS, recheck_found_a_lack, day_to_correct_by_is_over, no_extension_waits, reason_is_given),
    "order.escalated", "逾期不改，转为线索", "Escalate to a lead",
)  # fmt: skip
WITHDRAW: Step[OrderFacts] = Step(
    "withdraw", (S.DRAFT, S.ISSUED), S.WITHDRAWN, "orders.withdraw",
    (*DAYS, reason_is_given),
    "order.withdrawn", "撤回", "Withdraw",
)  # fmt: skip
SET_ASIDE: Step[OrderFacts] = Step(
    "set_aside", (*RUNNING, S.CLOSED, S.ESCALATED), S.SET_ASIDE, "orders.set_aside",
    (*DAYS, reason_is_given), "order.set_aside", "撤销", "Set aside",
)  # fmt: skip

STEPS: dict[str, Step[OrderFacts]] = {
    step.code: step
    for step in (
        ISSUE,
        SERVE,
        RECEIVE_REPORT,
        ASK_EXTENSION,
        GRANT_EXTENSION,
        REFUSE_EXTENSION,
        RECHECK,
        CLOSE,
        ESCALATE,
        WITHDRAW,
        SET_ASIDE,
    )
}


@rule("orders.step_fits_state", zh="此步骤与通知书的当前状态相符", basis_zh=LAW_ZH, basis_en=LAW_EN)
def step_fits_state(step: Step[OrderFacts], state: OrderState) -> Refusal | None:
    """The step fits the state that the order is in."""
    return None if state in step.from_states else Refusal("orders.step_fits_state")


def refusals(step: Step[OrderFacts], facts: OrderFacts) -> list[Refusal]:
    """Return every reason against a step; an empty list means that it may be taken."""
    state = step_fits_state(step, facts.state)
    return [state] if state else steps.refusals(step, facts)


def due_state(
    state: OrderState,
    outcome: Corrected | None,
    due_on: date | None,
    today: date,
    calendar: Calendar = PUBLISHED,
) -> DueState:
    """Return how the day to correct by stands to `today`.

    It runs from the service until a re-check finds everything corrected.
    """
    if state not in RUNNING or outcome is Corrected.YES or due_on is None:
        return DueState.NOT_RUNNING
    if today > due_on:
        return DueState.OVERDUE
    return DueState.DUE_SOON if due_on <= soon_until(today, calendar) else DueState.OPEN


def soon_until(today: date, calendar: Calendar = PUBLISHED) -> date:
    """Return the last day that counts as soon: some working days from `today`."""
    soon = length_on("due_soon", today)
    return working_days_after(today, soon.days, calendar).on if soon else today


class OrderRemark(Term):
    """What is remarked of an order and never refused."""

    SERVED_LATE = "served_late", "送达超过七个工作日", "Served after the seven working days"
    NO_TIME_LEFT = "no_time_left", "送达时改正期限已到", "Served when its day had come"
    ASKED_LATE = "asked_late", "延期申请在期满后提出", "More time was asked for too late"


def remarks(
    *,
    issued_on: date | None,
    served_on: date | None,
    counts_on: date | None,
    first_due_on: date | None,
    asked_late: bool,
    calendar: Calendar = PUBLISHED,
) -> list[OrderRemark]:
    """Return what is to be remarked of an order's dates."""
    found = []
    if issued_on and served_on and was_served_late(issued_on, served_on, calendar):
        found.append(OrderRemark.SERVED_LATE)
    if counts_on and first_due_on and counts_on >= first_due_on:
        found.append(OrderRemark.NO_TIME_LEFT)
    if asked_late:
        found.append(OrderRemark.ASKED_LATE)
    return found
