"""What must hold of a decision: within the notice, with the joint department, complete, in time.

Penalty Law Art 33, 44, 57, 59, 60; Measures Art 15, 17-19, 23.
"""

from inspections.deadlines import DueDay
from inspections.procedure.contents import beyond
from inspections.procedure.facts import CaseFacts, Content
from inspections.procedure.notice import is_held, needs_discussion
from inspections.procedure.terms import NoPenaltyGround, Outcome
from inspections.procedure.windows import due_or_none
from inspections.refusal import Refusal
from inspections.rulebook import rule

CONTENT_ZH, CONTENT_EN = "《行政处罚法》第五十九条", "Penalty Law Art 59"
NOTHING_NEW_ZH = "《行政处罚法》第四十四条、第六十二条"
NOTHING_NEW_EN = "Penalty Law Art 44, 62"
JOINT_ZH = "《暂行办法》第十七条至第十九条、第二十三条；《民办教育促进法》第六十四条"
JOINT_EN = "Measures Art 17-19, 23; Private Education Law Art 64"
NONE_ZH = "《暂行办法》第十五条、《行政处罚法》第三十三条"
NONE_EN = "Measures Art 15, Penalty Law Art 33"
MUST_STATE = (
    "party",
    "facts_and_evidence",
    "kind_and_basis",
    "performance",
    "remedies",
    "department_and_date",
)


@rule("decision.content_is_complete",
      zh="处罚决定书写明当事人、事实证据、种类依据、履行方式期限、救济途径、机关和日期",
      basis_zh=CONTENT_ZH, basis_en=CONTENT_EN)  # fmt: skip
def content_is_complete(facts: CaseFacts) -> Refusal | None:
    """The decision states party, facts, kind and basis, performance, remedies, office and date."""
    decision = facts.decision
    if decision is None or decision.outcome is not Outcome.PENALTY:
        return Refusal("decision.content_is_complete")
    lacking = [part for part in MUST_STATE if part not in decision.states]
    content = decision.content
    if not (content.facts and content.violations and content.bases and content.kinds):
        lacking.append("content")
    if decision.duties and decision.duties_by is None:
        lacking.append("duties_by")
    return Refusal("decision.content_is_complete", about=", ".join(lacking)) if lacking else None


@rule("decision.cites_nothing_new", zh="决定的事实、依据、种类和幅度不超出已送达的事先告知",
      basis_zh=NOTHING_NEW_ZH, basis_en=NOTHING_NEW_EN)  # fmt: skip
def cites_nothing_new(facts: CaseFacts) -> Refusal | None:
    """The decision holds no fact, basis, kind or measure beyond the notice that was served."""
    if facts.decision is None:
        return None  # said by `content_is_complete`
    told = facts.notice.content if facts.notice else Content()
    new = beyond(facts.decision.content, told)
    return Refusal("decision.cites_nothing_new", about="、".join(new)) if new else None


@rule("decision.change_was_discussed", zh="听证后改变拟处罚内容的，再次集体讨论",
      basis_zh="《行政处罚法》第五十七、六十五条", basis_en="Penalty Law Art 57, 65")  # fmt: skip
def change_was_discussed(facts: CaseFacts) -> Refusal | None:
    """What is changed after a hearing is discussed collectively again."""
    heard, decision, notice = facts.latest("hold_hearing"), facts.decision, facts.notice
    if heard is None or decision is None or notice is None or decision.content == notice.content:
        return None
    for one in facts.discussions:
        in_time = heard.happened_on <= one.held_on <= facts.day
        if in_time and is_held(one) and not beyond(decision.content, one.content):
            return None
    return Refusal("decision.change_was_discussed")


@rule("decision.was_discussed", zh="情节复杂、重大或者应当听证的处罚，已经集体讨论",
      basis_zh="《行政处罚法》第五十七条、《暂行办法》第三十四条",
      basis_en="Penalty Law Art 57, Measures Art 34")  # fmt: skip
def was_discussed(facts: CaseFacts) -> Refusal | None:
    """A complex case or a hearing-level penalty was discussed before the notice in force."""
    if not needs_discussion(facts):
        return None
    issued = facts.notice.issued_on if facts.notice else facts.day
    if any(is_held(one) and one.held_on <= issued for one in facts.discussions):
        return None
    return Refusal("decision.was_discussed")


@rule("decision.joint_department_is_documented", zh="应当会同其他部门的，写明会同部门并附文件",
      basis_zh=JOINT_ZH, basis_en=JOINT_EN)  # fmt: skip
def joint_department_is_documented(facts: CaseFacts) -> Refusal | None:
    """Where the article asks for another department, it is named and its document is there."""
    if not facts.joint_departments_needed:
        return None
    for one in facts.joint_departments:
        agreed = one.agreed_on is not None and one.agreed_on <= facts.day
        if one.name.strip() and one.document.strip() and agreed:
            return None
    return Refusal("decision.joint_department_is_documented")


@rule("decision.proposal_is_within_the_law", zh="拟处罚内容符合法定种类、幅度和裁量规则",
      basis_zh="《行政处罚法》第四条、第三十四条", basis_en="Penalty Law Art 4, 34")  # fmt: skip
def proposal_is_within_the_law(facts: CaseFacts) -> Refusal | None:
    """What is proposed keeps to the kinds, ranges and rules of discretion."""
    if not facts.proposal_refusals:
        return None
    return Refusal("decision.proposal_is_within_the_law", about=", ".join(facts.proposal_refusals))


@rule("decision.ground_is_given", zh="不予处罚写明法定事由", basis_zh=NONE_ZH, basis_en=NONE_EN)
def ground_is_given(facts: CaseFacts) -> Refusal | None:
    """A no-penalty decision names its ground."""
    decision = facts.decision
    if decision is not None and decision.outcome is Outcome.NO_PENALTY and decision.ground:
        return None
    return Refusal("decision.ground_is_given")


@rule("decision.education_was_given", zh="不予处罚的，对当事人进行教育",
      basis_zh=NONE_ZH, basis_en=NONE_EN)  # fmt: skip
def education_was_given(facts: CaseFacts) -> Refusal | None:
    """Who isn't punished is educated, unless limitation has expired."""
    decision = facts.decision
    if decision is None or decision.ground is NoPenaltyGround.LIMITATION:
        return None
    return None if decision.education.strip() else Refusal("decision.education_was_given")


@rule("decision.outcome_fits", zh="决定书的种类与这一步一致",
      basis_zh="《行政处罚法》第五十七条", basis_en="Penalty Law Art 57")  # fmt: skip
def outcome_fits(facts: CaseFacts) -> Refusal | None:
    """The decision's outcome is that of the step."""
    wanted = OUTCOMES.get(facts.act.step) if facts.act else None
    if facts.decision is not None and facts.decision.outcome is wanted:
        return None
    return Refusal("decision.outcome_fits")


OUTCOMES = {
    "decide_penalty": Outcome.PENALTY,
    "decide_no_penalty": Outcome.NO_PENALTY,
    "decide_not_established": Outcome.NOT_ESTABLISHED,
    "decide_crime_transfer": Outcome.CRIME_TRANSFER,
}


def last_day(facts: CaseFacts) -> DueDay | None:
    """Return by when the case has to be decided; None where no rule sets a day."""
    filed = facts.latest("file")
    if filed is None or facts.redone_on is not None:
        return None
    return due_or_none(facts, "decision", filed.happened_on)


@rule("decision.is_in_time", zh="自立案之日起九十日内作出决定；逾期的写明理由或者地方规定",
      basis_zh="《行政处罚法》第六十条", basis_en="Penalty Law Art 60")  # fmt: skip
def is_in_time(facts: CaseFacts) -> Refusal | None:
    """The case is decided within ninety days of filing; a later decision says why."""
    end = last_day(facts)
    if end is None or facts.day <= end.due_on:
        return None
    reason = facts.act.reason.strip() if facts.act else ""
    return Refusal("decision.is_in_time", about=reason or end.due_on.isoformat())
