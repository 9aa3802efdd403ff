"""What must hold before an order to correct is issued or served (责令改正: Measures Art 17, 32)."""

from collections.abc import Callable
from functools import wraps

from inspections.order_facts import OrderFacts
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.serving import CHECKS, ServiceFacts
from inspections.visits import OFFICERS_NEEDED
from inspections.vocabulary import OrderVariant

LAW_ZH = "《暂行办法》第三十二条、《行政处罚法》第二十八条"
LAW_EN = "Measures Art 32, Penalty Law Art 28"
OFFICERS_ZH, OFFICERS_EN = "《行政处罚法》第四十二条", "Penalty Law Art 42"
Guard = Callable[[OrderFacts], Refusal | None]
RUNNING_WITHOUT_APPROVAL = "unlicensed_institution"


@rule("orders.party_is_named", zh="写明当事人", basis_zh=LAW_ZH, basis_en=LAW_EN)
def party_is_named(facts: OrderFacts) -> Refusal | None:
    """The party is named."""
    return None if facts.party_name.strip() else Refusal("orders.party_is_named")


@rule("orders.items_are_complete", zh="至少有一项，每项写明违法事实、违反的规定和改正要求",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def items_are_complete(facts: OrderFacts) -> Refusal | None:
    """There is an item, and each says what is wrong, which rule it breaks, what to correct."""
    lacking = [
        str(item.number)
        for item in facts.items
        if not (item.wrong.strip() and item.rule.strip() and item.to_correct.strip())
    ]
    if lacking or not facts.items:
        return Refusal("orders.items_are_complete", about="、".join(lacking))
    return None


@rule("orders.day_to_correct_by_is_set", zh="限期改正的，写明改正期限，且晚于作出日期",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def day_to_correct_by_is_set(facts: OrderFacts) -> Refusal | None:
    """The order says by which day to correct, later than the day on which it is issued."""
    if facts.variant is not OrderVariant.CORRECT:
        return None
    if facts.due_on is None or facts.due_on <= facts.happened_on:
        return Refusal("orders.day_to_correct_by_is_set")
    return None


@rule("orders.stop_gives_no_time", zh="责令立即停止的，不另给改正期限",
      basis_zh="《暂行办法》第十七条", basis_en="Measures Art 17")  # fmt: skip
def stop_gives_no_time(facts: OrderFacts) -> Refusal | None:
    """An order to stop at once names no later day."""
    if facts.variant is OrderVariant.STOP_AT_ONCE and facts.due_on is not None:
        return Refusal("orders.stop_gives_no_time", about=facts.due_on.isoformat())
    return None


@rule("orders.stop_is_for_those_without_a_licence",
      zh="责令立即停止只适用于没有有效办学许可的当事人",
      basis_zh="《暂行办法》第十七条", basis_en="Measures Art 17")  # fmt: skip
def stop_is_for_those_without_a_licence(facts: OrderFacts) -> Refusal | None:
    """Only who holds no licence in force is ordered to stop at once."""
    if facts.variant is OrderVariant.STOP_AT_ONCE and facts.has_licence:
        return Refusal("orders.stop_is_for_those_without_a_licence")
    return None


@rule("orders.running_without_approval_stops_at_once",
      zh="涉嫌擅自举办校外培训机构的，责令立即停止",
      basis_zh="《暂行办法》第十七条", basis_en="Measures Art 17")  # fmt: skip
def running_without_approval_stops_at_once(facts: OrderFacts) -> Refusal | None:
    """Who runs an institution without approval is given no time to go on."""
    suspected = any(item.violation == RUNNING_WITHOUT_APPROVAL for item in facts.items)
    if suspected and not facts.has_licence and facts.variant is OrderVariant.CORRECT:
        return Refusal("orders.running_without_approval_stops_at_once")
    return None


@rule("orders.recheck_is_announced", zh="写明如何复查", basis_zh=LAW_ZH, basis_en=LAW_EN)
def recheck_is_announced(facts: OrderFacts) -> Refusal | None:
    """The order says how it will be re-checked."""
    return None if facts.recheck_how.strip() else Refusal("orders.recheck_is_announced")


@rule("orders.day_has_come", zh="办理日期不晚于登记日期",
      basis_zh="《行政处罚法》第四十七条", basis_en="Penalty Law Art 47")  # fmt: skip
def day_has_come(facts: OrderFacts) -> Refusal | None:
    """A step is recorded after it was taken."""
    if facts.happened_on > facts.today:
        return Refusal("orders.day_has_come", until=facts.happened_on)
    return None


@rule("orders.step_follows_what_it_rests_on", zh="办理日期不早于所依据的上一环节",
      basis_zh="《行政处罚法》第四十七条", basis_en="Penalty Law Art 47")  # fmt: skip
def step_follows_what_it_rests_on(facts: OrderFacts) -> Refusal | None:
    """A step isn't dated before what it rests on: the visit, the order, its service, a re-check."""
    if facts.rests_on is not None and facts.happened_on < facts.rests_on:
        return Refusal("orders.step_follows_what_it_rests_on", about=facts.rests_on.isoformat())
    return None


@rule("orders.two_officers_acted", zh="由两名以上不同的执法人员办理",
      basis_zh=OFFICERS_ZH, basis_en=OFFICERS_EN)  # fmt: skip
def two_officers_acted(facts: OrderFacts) -> Refusal | None:
    """At least two different officers act."""
    if len({officer.person for officer in facts.officers}) < OFFICERS_NEEDED:
        return Refusal("orders.two_officers_acted")
    return None


@rule("orders.officers_were_certified", zh="每名执法人员的执法证在办理当日有效",
      basis_zh=OFFICERS_ZH, basis_en=OFFICERS_EN)  # fmt: skip
def officers_were_certified(facts: OrderFacts) -> Refusal | None:
    """Every officer's certificate was valid on the day of the step."""
    lacking = [one.name for one in facts.officers if one.certificate_on(facts.happened_on) is None]
    if lacking:
        return Refusal("orders.officers_were_certified", about="、".join(lacking))
    return None


@rule("orders.officers_are_not_recused", zh="办理人员与当事人没有须回避的情形",
      basis_zh="《行政处罚法》第四十三条", basis_en="Penalty Law Art 43")  # fmt: skip
def officers_are_not_recused(facts: OrderFacts) -> Refusal | None:
    """No officer who acts is recused from this party."""
    if facts.recused:
        return Refusal("orders.officers_are_not_recused", about="、".join(facts.recused))
    return None


def _of_service(check: Callable[[ServiceFacts], Refusal | None]) -> Guard:
    """Return a rule of serving as a guard of an order's step."""

    @wraps(check)
    def guard(facts: OrderFacts) -> Refusal | None:
        return check(facts.service)

    return guard


@rule("orders.reason_is_given", zh="写明理由", basis_zh=LAW_ZH, basis_en=LAW_EN)
def reason_is_given(facts: OrderFacts) -> Refusal | None:
    """A reason is given."""
    return None if facts.reason.strip() else Refusal("orders.reason_is_given")


CONTENT = (
    party_is_named,
    items_are_complete,
    day_to_correct_by_is_set,
    stop_gives_no_time,
    stop_is_for_those_without_a_licence,
    running_without_approval_stops_at_once,
    recheck_is_announced,
)
DAYS = (day_has_come, step_follows_what_it_rests_on)
SERVING = tuple(_of_service(check) for check in CHECKS)
OFFICERS = (two_officers_acted, officers_were_certified, officers_are_not_recused)
