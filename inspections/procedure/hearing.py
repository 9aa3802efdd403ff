"""Hearings: asked for in time, announced seven clear working days before, held by an outsider.

Penalty Law Art 63-65; Measures Art 30.
"""

from datetime import date

from inspections.deadlines import DueDay, Unit
from inspections.procedure.facts import CaseFacts, Hearing
from inspections.procedure.notice import RIGHT_TO_HEARING
from inspections.procedure.terms import HearingRight
from inspections.procedure.windows import due_or_none, still_waits
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.workdays import DAY, working_days_between

HEARING_ZH = "《行政处罚法》第六十三条、第六十四条；《暂行办法》第三十条"
HEARING_EN = "Penalty Law Art 63, 64; Measures Art 30"
RECORD_ZH, RECORD_EN = "《行政处罚法》第六十四条、第六十五条", "Penalty Law Art 64, 65"
MOST_AGENTS = 2


def current(facts: CaseFacts) -> Hearing | None:
    """Return the hearing that belongs to the notice in force."""
    return facts.notice.hearing if facts.notice else None


def window(facts: CaseFacts) -> DueDay | None:
    """Return when the time to ask for a hearing ends."""
    start = facts.served_from("serve_prior_notice")
    return None if start is None else due_or_none(facts, "hearing_request", start)


def is_due(facts: CaseFacts) -> bool:
    """Say whether the party may have a hearing: by law, or because the notice told it so."""
    told = facts.notice is not None and RIGHT_TO_HEARING in facts.notice.states
    return told or facts.hearing_right is not HearingRight.NO


def was_asked_in_time(facts: CaseFacts) -> bool:
    """Say whether the request came within its time; in doubt it did."""
    hearing, end = current(facts), window(facts)
    if hearing is None:
        return False
    return end is None or end.is_provisional or hearing.asked_on <= end.due_on


@rule("hearing.right_was_told", zh="有听证权利的，送达的告知书已告知该权利",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def right_was_told(facts: CaseFacts) -> Refusal | None:
    """Where there is a right to a hearing, the notice that was served told it."""
    if facts.notice is None or facts.hearing_right is HearingRight.NO:
        return None
    if RIGHT_TO_HEARING in facts.notice.states:
        return None
    return Refusal("hearing.right_was_told")


@rule("hearing.window_is_over", zh="要求听证的期限已满，或者当事人书面放弃听证",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def window_is_over(facts: CaseFacts) -> Refusal | None:
    """The time to ask for a hearing is over, or the party waived it in writing."""
    notice, end = facts.notice, window(facts)
    if notice is None or end is None or not is_due(facts) or notice.hearing is not None:
        return None
    start, waived = facts.served_from("serve_prior_notice"), notice.hearing_waived_on
    if waived is not None and start is not None and start <= waived <= facts.day:
        return None
    return still_waits("hearing.window_is_over", end, facts.day)


@rule("hearing.was_held_if_asked", zh="当事人要求听证的，听证已举行、已放弃或者依法未予受理",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def was_held_if_asked(facts: CaseFacts) -> Refusal | None:
    """A hearing that was asked for was held, given up by the party, or rightly declined."""
    hearing = current(facts)
    if hearing is None or hearing.given_up_on is not None:
        return None
    if hearing.declined_on is not None and may_be_declined(facts) is None:
        return None
    if hearing.held_on is not None and hearing.held_on <= facts.day:
        return None
    return Refusal("hearing.was_held_if_asked", about=hearing.asked_on.isoformat())


@rule("hearing.request_is_dated", zh="听证申请写明收到日期，不早于告知送达",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def request_is_dated(facts: CaseFacts) -> Refusal | None:
    """The request was received after the notice was served and not after it is entered."""
    hearing, served = current(facts), facts.latest("serve_prior_notice")
    if hearing is None or served is None:
        return Refusal("hearing.request_is_dated")
    in_order = served.happened_on <= hearing.asked_on <= facts.day
    return None if in_order else Refusal("hearing.request_is_dated")


@rule("hearing.may_be_declined", zh="不予受理听证的，申请已逾期，或者依法没有听证权利",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def may_be_declined(facts: CaseFacts) -> Refusal | None:
    """A hearing is declined only when asked for too late, or where no right exists."""
    if current(facts) is not None and (not was_asked_in_time(facts) or not is_due(facts)):
        return None
    return Refusal("hearing.may_be_declined")


@rule("hearing.waiver_follows_notice", zh="放弃听证在告知送达之后书面作出",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def waiver_follows_notice(facts: CaseFacts) -> Refusal | None:
    """The right to a hearing is waived after the notice was served."""
    start = facts.served_from("serve_prior_notice")
    if start is not None and start <= facts.day:
        return None
    return Refusal("hearing.waiver_follows_notice")


@rule("hearing.is_arranged", zh="听证通知写明时间、地点、主持人、记录人，不公开的写明理由",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def is_arranged(facts: CaseFacts) -> Refusal | None:
    """The notice of hearing names day, place, chair and clerk, and why it isn't public."""
    hearing = current(facts)
    if hearing is None or hearing.scheduled_on is None:
        return Refusal("hearing.is_arranged")
    named = all(text.strip() for text in (hearing.place, hearing.chair, hearing.clerk))
    if named and (hearing.is_public or hearing.reason_not_public.strip()):
        return None
    return Refusal("hearing.is_arranged")


@rule("hearing.chair_is_no_investigator", zh="听证主持人不是本案调查人员，也没有被决定回避",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def chair_is_no_investigator(facts: CaseFacts) -> Refusal | None:
    """The chair is named, didn't investigate the case and doesn't stand aside."""
    hearing = current(facts)
    if hearing is None or not hearing.chair.strip():
        return Refusal("hearing.chair_is_no_investigator")
    aside = {one.person for one in facts.recusals if one.holds_on(facts.day)}
    if hearing.chair in facts.all_investigators | aside:
        return Refusal("hearing.chair_is_no_investigator", about=hearing.chair)
    return None


@rule("hearing.is_noticed_seven_clear_days_before", zh="听证通知与听证之间至少有七个完整的工作日",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def is_noticed_seven_clear_days_before(facts: CaseFacts) -> Refusal | None:
    """Seven clear working days lie between the notice of hearing and the hearing."""
    hearing = current(facts)
    start = _notified_from(facts)
    day = hearing.scheduled_on if hearing else None
    if start is None or day is None:
        return Refusal("hearing.is_noticed_seven_clear_days_before")
    return _is_far_enough(facts, start, day)


@rule("hearing.is_held_as_noticed", zh="听证不早于通知的日期，且距通知送达满七个完整的工作日",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def is_held_as_noticed(facts: CaseFacts) -> Refusal | None:
    """The hearing takes place on the day that was announced, or later, never before."""
    hearing, start = current(facts), _notified_from(facts)
    if hearing is None or hearing.scheduled_on is None or start is None:
        return Refusal("hearing.is_held_as_noticed")
    if facts.day < hearing.scheduled_on:
        return Refusal("hearing.is_held_as_noticed", until=hearing.scheduled_on)
    too_soon = _is_far_enough(facts, start, facts.day)
    return Refusal("hearing.is_held_as_noticed", until=too_soon.until) if too_soon else None


def _notified_from(facts: CaseFacts) -> date | None:
    """Return the day on which the notice of hearing counts as served, also while it is entered."""
    act = facts.act
    if act is not None and act.step == "notify_hearing":
        return CaseFacts(today=facts.today, acts=(act,), holidays=facts.holidays).served_from(
            "notify_hearing"
        )
    return facts.served_from("notify_hearing")


def _is_far_enough(facts: CaseFacts, start: date, day: date) -> Refusal | None:
    earliest = due_or_none(facts, "hearing_notice", start)
    if earliest is None:
        return None
    code = "hearing.is_noticed_seven_clear_days_before"
    if earliest.is_provisional:
        return still_waits(code, earliest, day)
    # a day of rest after the seventh whole working day is as good as the eighth working day
    worked = working_days_between(start, day - DAY, facts.calendar)
    counted = worked if earliest.deadline.unit is Unit.WORKING_DAYS else (day - start).days - 1
    return None if counted >= earliest.deadline.length else Refusal(code, until=earliest.due_on)


@rule("hearing.was_fair", zh="听证笔录经签字或者注明拒签；当事人的代理人不超过两名",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def was_fair(facts: CaseFacts) -> Refusal | None:
    """The hearing record is signed or its refusal noted; the party had at most two agents."""
    hearing = current(facts)
    if hearing is None or hearing.held_on is None or hearing.agents > MOST_AGENTS:
        return Refusal("hearing.was_fair")
    if hearing.record_signed or hearing.refusal_to_sign_noted:
        return None
    return Refusal("hearing.was_fair")


@rule("hearing.was_reported", zh="听证结束后有听证报告，写明意见",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def was_reported(facts: CaseFacts) -> Refusal | None:
    """A hearing that was held has its report."""
    hearing = current(facts)
    if hearing is None or hearing.held_on is None:
        return None
    if hearing.reported_on is not None and hearing.held_on <= hearing.reported_on <= facts.day:
        return None
    return Refusal("hearing.was_reported")


@rule("hearing.was_held", zh="听证已经举行", basis_zh=RECORD_ZH, basis_en=RECORD_EN)
def was_held(facts: CaseFacts) -> Refusal | None:
    """A hearing was held."""
    hearing = current(facts)
    return None if hearing is not None and hearing.held_on else Refusal("hearing.was_held")


@rule("hearing.giving_up_is_proven", zh="当事人书面撤回听证申请，或者当日无正当理由缺席并有记录",
      basis_zh=HEARING_ZH, basis_en=HEARING_EN)  # fmt: skip
def giving_up_is_proven(facts: CaseFacts) -> Refusal | None:
    """The party withdrew its request in writing, or stayed away on the day without excuse."""
    act, hearing = facts.act, current(facts)
    if act is None or hearing is None:
        return Refusal("hearing.giving_up_is_proven")
    if "waiver" in act.papers:
        return None
    came = hearing.scheduled_on is not None and hearing.scheduled_on <= act.happened_on
    noticed = facts.latest("notify_hearing") is not None
    if "hearing_record" in act.papers and came and noticed and act.reason.strip():
        return None
    return Refusal("hearing.giving_up_is_proven")
