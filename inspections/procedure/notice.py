"""What must hold of the prior notice: content, discussion before it, fairness of a new one.

Penalty Law Art 44, 45, 57, 62; Measures Art 29, 34.
"""

from inspections.procedure.contents import beyond, weighs_more
from inspections.procedure.facts import CaseFacts, Discussion
from inspections.procedure.terms import HearingRight
from inspections.refusal import Refusal
from inspections.rulebook import rule

NOTICE_ZH = "《行政处罚法》第四十四条、第六十二条；《暂行办法》第二十九条"
NOTICE_EN = "Penalty Law Art 44, 62; Measures Art 29"
DISCUSSION_ZH = "《行政处罚法》第五十七条、《暂行办法》第三十四条"
DISCUSSION_EN = "Penalty Law Art 57, Measures Art 34"
MUST_STATE = ("facts", "reasons", "basis", "penalty", "right_to_defend", "time_to_defend", "where")
RIGHT_TO_HEARING = "right_to_hearing"
MEMBERS_NEEDED = 2


@rule("notice.content_is_complete",
      zh="事先告知书写明事实、理由、依据、拟处罚内容、陈述申辩权、期限和地点",
      basis_zh=NOTICE_ZH, basis_en=NOTICE_EN)  # fmt: skip
def content_is_complete(facts: CaseFacts) -> Refusal | None:
    """The notice states facts, reasons, basis, penalty, the right to defend, its time and place."""
    draft = facts.draft
    if draft is None:
        return Refusal("notice.content_is_complete")
    content = draft.content
    lacking = [part for part in MUST_STATE if part not in draft.states]
    if not (content.facts and content.violations and content.bases and content.kinds):
        lacking.append("content")
    return Refusal("notice.content_is_complete", about=", ".join(lacking)) if lacking else None


@rule("notice.right_to_a_hearing_is_told", zh="拟作出应当听证的处罚的，告知要求听证的权利",
      basis_zh="《行政处罚法》第六十三条、《暂行办法》第三十条",
      basis_en="Penalty Law Art 63, Measures Art 30")  # fmt: skip
def right_to_a_hearing_is_told(facts: CaseFacts) -> Refusal | None:
    """Where what is proposed gives a right to a hearing, the notice tells it."""
    told = facts.draft is not None and RIGHT_TO_HEARING in facts.draft.states
    if facts.hearing_right is HearingRight.NO or told:
        return None
    return Refusal("notice.right_to_a_hearing_is_told")


@rule("notice.rests_on_the_report", zh="事先告知在最近一次调查终结之后作出",
      basis_zh=NOTICE_ZH, basis_en=NOTICE_EN)  # fmt: skip
def rests_on_the_report(facts: CaseFacts) -> Refusal | None:
    """The notice is issued after the investigation was last closed, before it is served."""
    draft, report = facts.draft, facts.report
    if draft is None or report is None:
        return Refusal("notice.rests_on_the_report")
    if report.closed_on <= draft.issued_on <= facts.day:
        return None
    return Refusal("notice.rests_on_the_report", about=report.closed_on.isoformat())


@rule("notice.was_discussed_before",
      zh="情节复杂、重大或者拟作出应当听证的处罚的，事先告知之前经集体讨论",
      basis_zh=DISCUSSION_ZH, basis_en=DISCUSSION_EN)  # fmt: skip
def was_discussed_before(facts: CaseFacts) -> Refusal | None:
    """A complex case, or a hearing-level penalty, is discussed collectively before the notice."""
    if not needs_discussion(facts):
        return None
    draft, closed = facts.draft, facts.report.closed_on if facts.report else facts.day
    for one in facts.discussions:
        in_time = closed <= one.held_on <= (draft.issued_on if draft else facts.day)
        covers = draft is None or not beyond(draft.content, one.content)
        if in_time and covers and is_held(one):
            return None
    return Refusal("notice.was_discussed_before")


def needs_discussion(facts: CaseFacts) -> bool:
    """Say whether a collective discussion is due: by default wherever a hearing may be."""
    return facts.is_complex or facts.hearing_right is not HearingRight.NO


def is_held(discussion: Discussion) -> bool:
    """Say whether a discussion has a chair, members and a result."""
    persons = {discussion.chair, *discussion.members} - {""}
    enough = len(persons) >= MEMBERS_NEEDED and bool(discussion.chair)
    return enough and bool(discussion.result.strip())


@rule("notice.discussion_is_recorded", zh="集体讨论写明主持人、参加人、讨论内容和结论",
      basis_zh=DISCUSSION_ZH, basis_en=DISCUSSION_EN)  # fmt: skip
def discussion_is_recorded(facts: CaseFacts) -> Refusal | None:
    """A collective discussion names its chair, its members and its result."""
    latest = max(facts.discussions, key=lambda one: one.held_on, default=None)
    if latest is not None and is_held(latest) and latest.held_on <= facts.day:
        return None
    return Refusal("notice.discussion_is_recorded")


@rule("notice.is_not_heavier_for_defending",
      zh="不因当事人陈述申辩、要求听证而加重：拟加重的，另有新的调查",
      basis_zh="《行政处罚法》第四十五条", basis_en="Penalty Law Art 45")  # fmt: skip
def is_not_heavier_for_defending(facts: CaseFacts) -> Refusal | None:
    """A new notice is heavier than the one that the party answered only after new inquiries."""
    before, draft, served = facts.notice, facts.draft, facts.latest("serve_prior_notice")
    if before is None or draft is None or served is None:
        return None
    spoke = bool(before.defences) or before.hearing is not None
    anew = facts.report is not None and facts.report.closed_on > served.happened_on
    if spoke and not anew and weighs_more(draft.content, before.content):
        return Refusal("notice.is_not_heavier_for_defending")
    return None


@rule("notice.was_served", zh="事先告知书已送达，且在最近一次调查终结之后",
      basis_zh=NOTICE_ZH, basis_en=NOTICE_EN)  # fmt: skip
def was_served(facts: CaseFacts) -> Refusal | None:
    """A prior notice was served, after the investigation was last closed."""
    served, report = facts.latest("serve_prior_notice"), facts.report
    counts = facts.served_from("serve_prior_notice")
    if facts.notice is None or served is None or counts is None:
        return Refusal("notice.was_served")
    redone = facts.redone_on
    if redone is not None and served.happened_on < redone:
        return Refusal("notice.was_served", about=redone.isoformat())
    closed = facts.latest("close_investigation")
    # on one and the same day the order of entry tells which came first
    came_after = closed is not None and facts.acts.index(closed) > facts.acts.index(served)
    if report is not None and (came_after or served.happened_on < report.closed_on):
        return Refusal("notice.was_served", about=report.closed_on.isoformat())
    if counts > facts.day:
        return Refusal("notice.was_served", until=counts)
    return None
