"""What must hold of every act of a case: its day, its officers, who approved it, its papers.

Penalty Law Art 42, 43, 47, 55, 57; separation of persons.
"""

from datetime import timedelta

from inspections.deadlines import policy
from inspections.procedure.facts import CaseFacts
from inspections.refusal import Refusal
from inspections.rulebook import rule

OFFICERS_NEEDED = 2
RECORD_ZH, RECORD_EN = "《行政处罚法》第四十七条", "Penalty Law Art 47"
OFFICERS_ZH, OFFICERS_EN = "《行政处罚法》第四十二条、第五十五条", "Penalty Law Art 42, 55"
HEAD_ZH = "《行政处罚法》第五十六条、第五十七条；《暂行办法》第二十六条、第三十七条"
HEAD_EN = "Penalty Law Art 56, 57; Measures Art 26, 37"
APART_ZH = "《行政处罚法》第五十七条；国办发〔2018〕118号（审查、决定与调查分离）"
APART_EN = "Penalty Law Art 57; Doc 118 of 2018 (who investigates doesn't decide)"


@rule("acts.recorded_in_time", zh="事项发生后及时登记；补录的标明",
      basis_zh=RECORD_ZH, basis_en=RECORD_EN)  # fmt: skip
def recorded_in_time(facts: CaseFacts) -> Refusal | None:
    """An act is entered soon after it happened; a late entry is marked as one."""
    act = facts.act
    allowed = timedelta(days=policy()["late_entry_days"])
    if act is None or act.recorded_on - act.happened_on <= allowed:
        return None
    return Refusal("acts.recorded_in_time", about=act.happened_on.isoformat())


@rule("acts.two_officers_act", zh="由两名以上不同的执法人员进行",
      basis_zh=OFFICERS_ZH, basis_en=OFFICERS_EN)  # fmt: skip
def two_officers_act(facts: CaseFacts) -> Refusal | None:
    """At least two different officers act."""
    officers = facts.act.officers if facts.act else ()
    if len({officer.person for officer in officers}) < OFFICERS_NEEDED:
        return Refusal("acts.two_officers_act")
    return None


@rule("acts.officers_are_certified", zh="每名执法人员的执法证在当日有效",
      basis_zh=OFFICERS_ZH, basis_en=OFFICERS_EN)  # fmt: skip
def officers_are_certified(facts: CaseFacts) -> Refusal | None:
    """Every officer's certificate is valid on the day of the act."""
    officers = facts.act.officers if facts.act else ()
    lacking = [one.name for one in officers if one.certificate_on(facts.day) is None]
    return Refusal("acts.officers_are_certified", about="、".join(lacking)) if lacking else None


@rule("acts.officers_are_not_recused", zh="执法人员没有被决定回避",
      basis_zh="《行政处罚法》第四十三条", basis_en="Penalty Law Art 43")  # fmt: skip
def officers_are_not_recused(facts: CaseFacts) -> Refusal | None:
    """No officer acts who stands aside by decision."""
    officers = facts.act.officers if facts.act else ()
    aside = {recusal.person for recusal in facts.recusals if recusal.holds_on(facts.day)}
    acting = [officer.name for officer in officers if officer.person in aside]
    return Refusal("acts.officers_are_not_recused", about="、".join(acting)) if acting else None


@rule("acts.certificates_are_shown", zh="向当事人或者有关人员出示执法证件",
      basis_zh="《行政处罚法》第五十五条", basis_en="Penalty Law Art 55")  # fmt: skip
def certificates_are_shown(facts: CaseFacts) -> Refusal | None:
    """The officers show their certificates."""
    shown = facts.act is not None and facts.act.certificate_shown
    return None if shown else Refusal("acts.certificates_are_shown")


@rule("acts.approved_by_the_head", zh="经部门负责人批准", basis_zh=HEAD_ZH, basis_en=HEAD_EN)
def approved_by_the_head(facts: CaseFacts) -> Refusal | None:
    """The head of the department approves."""
    act = facts.act
    if act is not None and act.approved_by.strip() and act.approved_by_head:
        return None
    return Refusal("acts.approved_by_the_head")


@rule("acts.approved_by_another_person", zh="批准的人不是提请人、调查人员，也没有被决定回避",
      basis_zh=APART_ZH, basis_en=APART_EN)  # fmt: skip
def approved_by_another_person(facts: CaseFacts) -> Refusal | None:
    """The one who approves neither proposed nor investigated, and doesn't stand aside."""
    act = facts.act
    if act is None or not act.approved_by.strip():
        return None  # said by `approved_by_the_head`
    aside = {recusal.person for recusal in facts.recusals if recusal.holds_on(facts.day)}
    if not act.proposed_by.strip():
        return Refusal("acts.approved_by_another_person")
    if act.approved_by in {act.proposed_by} | aside | facts.all_investigators:
        return Refusal("acts.approved_by_another_person", about=act.approved_by)
    return None


@rule("acts.approval_is_entered_by_its_giver",
      zh="批准由批准人本人登记；纸质批准由既未提请也未调查的人登记并附扫描件",
      basis_zh=APART_ZH, basis_en=APART_EN)  # fmt: skip
def approval_is_entered_by_its_giver(facts: CaseFacts) -> Refusal | None:
    """Who approves enters it; an approval on paper is entered by one without a part in the case."""
    act = facts.act
    if act is None or not act.approved_by.strip():
        return None
    if not act.approved_on_paper:
        is_own = act.entered_by == act.approved_by
        return None if is_own else Refusal("acts.approval_is_entered_by_its_giver")
    partial = {act.proposed_by} | facts.all_investigators
    if not act.entered_by.strip() or act.entered_by in partial or not act.papers:
        return Refusal("acts.approval_is_entered_by_its_giver", about=act.entered_by)
    return None


@rule("acts.reason_is_given", zh="写明理由", basis_zh=RECORD_ZH, basis_en=RECORD_EN)
def reason_is_given(facts: CaseFacts) -> Refusal | None:
    """A reason is given."""
    given = facts.act is not None and facts.act.reason.strip()
    return None if given else Refusal("acts.reason_is_given")


OFFICERS = (two_officers_act, officers_are_certified, officers_are_not_recused)
APPROVAL = (
    approved_by_the_head,
    approved_by_another_person,
    approval_is_entered_by_its_giver,
)
