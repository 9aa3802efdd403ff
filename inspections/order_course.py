"""What must hold between the service of an order to correct and its end: extension to re-check."""

from inspections.order_facts import OrderFacts
from inspections.order_rules import LAW_EN, LAW_ZH
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.vocabulary import Corrected, OrderVariant

POLICY_ZH, POLICY_EN = "本局责令改正管理规定", "The bureau's policy on orders to correct"
NAMED_MOST = 5  # how many items a refusal names


@rule("orders.something_is_left_to_correct", zh="复查尚未认定全部改正",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def something_is_left_to_correct(facts: OrderFacts) -> Refusal | None:
    """No re-check has found everything corrected yet."""
    if facts.outcome is Corrected.YES:
        return Refusal("orders.something_is_left_to_correct")
    return None


@rule("orders.extension_needs_a_day", zh="只有限期改正可以延期；立即停止不能延期",
      basis_zh="《暂行办法》第十七条、第三十二条", basis_en="Measures Art 17, 32")  # fmt: skip
def extension_needs_a_day(facts: OrderFacts) -> Refusal | None:
    """Only a day to correct by can be put off; to stop at once can't."""
    if facts.variant is OrderVariant.CORRECT:
        return None
    return Refusal("orders.extension_needs_a_day")


@rule(
    "orders.no_extension_waits", zh="没有待决定的延期申请", basis_zh=POLICY_ZH, basis_en=POLICY_EN
)
def no_extension_waits(facts: OrderFacts) -> Refusal | None:
    """No application for an extension waits for its decision."""
    return None if facts.extension_until is None else Refusal("orders.no_extension_waits")


@rule("orders.extension_waits", zh="有一份待决定的延期申请", basis_zh=POLICY_ZH, basis_en=POLICY_EN)
def extension_waits(facts: OrderFacts) -> Refusal | None:
    """An application for an extension waits for its decision."""
    return Refusal("orders.extension_waits") if facts.extension_until is None else None


@rule(
    "orders.extension_is_later", zh="延长后的期限晚于原期限", basis_zh=POLICY_ZH, basis_en=POLICY_EN
)
def extension_is_later(facts: OrderFacts) -> Refusal | None:
    """The new day to correct by is later than the present one."""
    if facts.until is None or (facts.due_on is not None and facts.until <= facts.due_on):
        about = facts.due_on.isoformat() if facts.due_on else ""
        return Refusal("orders.extension_is_later", about=about)
    return None


@rule("orders.report_says_something", zh="整改报告有文字说明或者材料",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def report_says_something(facts: OrderFacts) -> Refusal | None:
    """The institution's report holds words or files."""
    if facts.report.strip() or facts.report_files:
        return None
    return Refusal("orders.report_says_something")


@rule("orders.every_item_is_rechecked", zh="复查逐项认定：每一项都写明已改正、部分改正或者未改正",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def every_item_is_rechecked(facts: OrderFacts) -> Refusal | None:
    """A re-check says of every item, once, whether it is corrected."""
    wanted = sorted(item.number for item in facts.items)
    if sorted(answer.item for answer in facts.answers) == wanted:
        return None
    lacking = [number for number in wanted if number not in {one.item for one in facts.answers}]
    return Refusal("orders.every_item_is_rechecked", about=_some(lacking))


@rule("orders.recheck_says_what_was_seen", zh="部分改正或者未改正的，写明现场情况",
      basis_zh="《行政处罚法》第四十条", basis_en="Penalty Law Art 40")  # fmt: skip
def recheck_says_what_was_seen(facts: OrderFacts) -> Refusal | None:
    """What isn't corrected, or only partly, says what was seen."""
    blank = [
        one.item
        for one in facts.answers
        if one.corrected is not Corrected.YES and not one.note.strip()
    ]
    return Refusal("orders.recheck_says_what_was_seen", about=_some(blank)) if blank else None


@rule("orders.recheck_is_proven", zh="每一项复查结论都有照片或者说明为证",
      basis_zh="《行政处罚法》第四十六、四十七条", basis_en="Penalty Law Art 46, 47")  # fmt: skip
def recheck_is_proven(facts: OrderFacts) -> Refusal | None:
    """Every finding of a re-check is proven by a photo or a note."""
    bare = [one.item for one in facts.answers if not (one.files or one.note.strip())]
    return Refusal("orders.recheck_is_proven", about=_some(bare)) if bare else None


@rule("orders.all_is_corrected", zh="复查认定全部改正", basis_zh=LAW_ZH, basis_en=LAW_EN)
def all_is_corrected(facts: OrderFacts) -> Refusal | None:
    """A re-check found every item corrected."""
    return None if facts.outcome is Corrected.YES else Refusal("orders.all_is_corrected")


@rule("orders.recheck_found_a_lack", zh="复查认定尚未全部改正", basis_zh=LAW_ZH, basis_en=LAW_EN)
def recheck_found_a_lack(facts: OrderFacts) -> Refusal | None:
    """A re-check found something not corrected."""
    if facts.outcome in (Corrected.PARTLY, Corrected.NO):
        return None
    return Refusal("orders.recheck_found_a_lack")


@rule("orders.day_to_correct_by_is_over", zh="改正期限已过", basis_zh=LAW_ZH, basis_en=LAW_EN)
def day_to_correct_by_is_over(facts: OrderFacts) -> Refusal | None:
    """The day to correct by is over; who was to stop at once has had no time from the start."""
    if facts.variant is OrderVariant.STOP_AT_ONCE or facts.due_on is None:
        return None
    if facts.happened_on <= facts.due_on:
        return Refusal("orders.day_to_correct_by_is_over", about=facts.due_on.isoformat())
    return None


def _some(numbers: list[int]) -> str:
    shown = "、".join(str(number) for number in numbers[:NAMED_MOST])
    return shown if len(numbers) <= NAMED_MOST else f"{shown} …（{len(numbers)}）"
