"""The party's statement and defence: five working days or a waiver, and a written re-check.

Penalty Law Art 45; Measures Art 31.
"""

from inspections.deadlines import DueDay
from inspections.procedure.facts import CaseFacts, Defence
from inspections.procedure.windows import due_or_none, still_waits
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.workdays import DAY

DEFENCE_ZH = "《行政处罚法》第四十五条、《暂行办法》第三十一条"
DEFENCE_EN = "Penalty Law Art 45, Measures Art 31"


def window(facts: CaseFacts) -> DueDay | None:
    """Return when the time to state and defend ends; None without service, or without a rule."""
    start = facts.served_from("serve_prior_notice")
    return None if start is None else due_or_none(facts, "defence", start)


@rule("defence.window_is_over", zh="陈述申辩期已满，或者当事人书面放弃陈述申辩",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def window_is_over(facts: CaseFacts) -> Refusal | None:
    """The time to state and defend is over, or the party waived it in writing."""
    notice, start = facts.notice, facts.served_from("serve_prior_notice")
    if notice is None or start is None:
        return None  # said by `notice.was_served`
    waived = notice.defence_waived_on
    if waived is not None and start <= waived <= facts.day:
        return None
    end = window(facts)
    if end is not None:
        return still_waits("defence.window_is_over", end, facts.day)
    # before the Measures the paper itself sets the day; none is invented
    if notice.answer_by is None or notice.answer_by < start:
        return Refusal("defence.window_is_over", about=start.isoformat())
    if facts.day <= notice.answer_by:
        return Refusal("defence.window_is_over", until=notice.answer_by + DAY)
    return None


@rule("defence.notice_is_out", zh="已发出事先告知书", basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)
def notice_is_out(facts: CaseFacts) -> Refusal | None:
    """A prior notice is on its way or served, so that the party can answer it."""
    if facts.notice is not None and facts.latest("serve_prior_notice") is not None:
        return None
    return Refusal("defence.notice_is_out")


@rule("defence.is_dated", zh="陈述申辩写明收到日期，不早于告知送达，也不晚于登记之日",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def is_dated(facts: CaseFacts) -> Refusal | None:
    """What the party said was received after the notice and not after it is entered."""
    served = facts.latest("serve_prior_notice")
    for one in facts.notice.defences if facts.notice else ():
        if served is None or not served.happened_on <= one.received_on <= facts.day:
            return Refusal("defence.is_dated", about=one.received_on.isoformat())
    return None


@rule("defence.something_was_said", zh="当事人已提出陈述申辩",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def something_was_said(facts: CaseFacts) -> Refusal | None:
    """The party has said something that can be re-checked."""
    if facts.notice is not None and facts.notice.defences:
        return None
    return Refusal("defence.something_was_said")


@rule("defence.was_reviewed", zh="期限内的陈述申辩都已书面复核，写明是否采纳及理由",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def was_reviewed(facts: CaseFacts) -> Refusal | None:
    """Whatever the party said in time was re-checked in writing: taken or not, and why."""
    end = window(facts)
    for one in facts.notice.defences if facts.notice else ():
        late = end is not None and not end.is_provisional and one.received_on > end.due_on
        if not late and not _is_reviewed(one, facts):
            return Refusal("defence.was_reviewed", about=one.received_on.isoformat())
    return None


def _is_reviewed(defence: Defence, facts: CaseFacts) -> bool:
    day = defence.reviewed_on
    done = day is not None and defence.received_on <= day <= facts.day
    return done and defence.taken is not None and bool(defence.reasons.strip())


@rule("defence.late_one_is_considered", zh="逾期提出的陈述申辩也建议复核",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def late_one_is_considered(facts: CaseFacts) -> Refusal | None:
    """What the party said too late is better considered as well."""
    for one in facts.notice.defences if facts.notice else ():
        if not _is_reviewed(one, facts):
            return Refusal("defence.late_one_is_considered", about=one.received_on.isoformat())
    return None


@rule("defence.waiver_follows_notice", zh="放弃陈述申辩在告知送达之后书面作出",
      basis_zh=DEFENCE_ZH, basis_en=DEFENCE_EN)  # fmt: skip
def waiver_follows_notice(facts: CaseFacts) -> Refusal | None:
    """The right to defend is waived after the notice was served."""
    start = facts.served_from("serve_prior_notice")
    if start is not None and start <= facts.day:
        return None
    return Refusal("defence.waiver_follows_notice")
