"""Sweeps (拉网式检查, in law a special inspection 专项检查): plan, teams, opening and closing.

A sweep is a campaign with a plan, a legal basis, an approval, a scope, dates and teams; without an
approved plan no visit may be opened in it (Doc 54 of 2024). Its steps are one table.
"""

from dataclasses import replace

from inspections import steps
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import Step
from inspections.sweep_facts import SweepFacts, SweepState
from inspections.visits import OFFICERS_NEEDED

NAMED_MOST = 3  # how many blank sites, teams or officers a refusal names
DOC_ZH = "国办发〔2024〕54号"
DOC_EN = "Doc 54 of 2024"


def _some(names: tuple[str, ...], of: int = 0) -> str:
    """Name a few, and how many there are where that is more."""
    shown, count = "、".join(names[:NAMED_MOST]), max(of, len(names))
    return shown if count <= NAMED_MOST else f"{shown} …（{count}）"


@rule("sweeps.plan_is_complete", zh="方案写明名称、检查依据、参与部门和检查清单",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def plan_is_complete(facts: SweepFacts) -> Refusal | None:
    """The plan names its title, legal basis, departments and checklist."""
    parts = (facts.title.strip(), facts.legal_basis.strip(), facts.departments, facts.checklist)
    return None if all(parts) else Refusal("sweeps.plan_is_complete")


@rule("sweeps.dates_are_in_order", zh="起止日期已写明，结束日不早于开始日",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def dates_are_in_order(facts: SweepFacts) -> Refusal | None:
    """The first and the last day are given, in this order."""
    if facts.starts_on is None or facts.ends_on is None or facts.ends_on < facts.starts_on:
        return Refusal("sweeps.dates_are_in_order")
    return None


@rule("sweeps.sites_are_chosen", zh="检查范围内至少有一个点位",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def sites_are_chosen(facts: SweepFacts) -> Refusal | None:
    """The area holds at least one site."""
    return None if facts.sites else Refusal("sweeps.sites_are_chosen")


@rule("sweeps.approval_is_documented", zh="已上传批准文件，并写明文号、批准机关和批准日期",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def approval_is_documented(facts: SweepFacts) -> Refusal | None:
    """The approval is there as a paper, with its number, authority and a day that has come."""
    named = facts.plan_no.strip() and facts.approving_authority.strip() and facts.has_plan_paper
    if not named or facts.approved_on is None:
        return Refusal("sweeps.approval_is_documented")
    if facts.approved_on > facts.today:
        return Refusal("sweeps.approval_is_documented", until=facts.approved_on)
    return None


@rule("sweeps.plan_was_filed_and_published",
      zh="方案批准后已备案并公布，日期不早于批准日期、不晚于今天",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def plan_was_filed_and_published(facts: SweepFacts) -> Refusal | None:
    """The plan was filed and published since its approval, on days that have come."""
    days = [day for day in (facts.filed_on, facts.published_on) if day is not None]
    if len(days) < 2 or (facts.approved_on and min(days) < facts.approved_on):
        return Refusal("sweeps.plan_was_filed_and_published")
    if max(days) > facts.today:
        return Refusal("sweeps.plan_was_filed_and_published", until=max(days))
    return None


@rule("sweeps.every_district_has_a_team", zh="每个有点位的区县都有检查组",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def every_district_has_a_team(facts: SweepFacts) -> Refusal | None:
    """Every district with a site has a team of its own."""
    lacking = sorted({*facts.districts_with_sites} - {team.district for team in facts.teams})
    if lacking:
        return Refusal("sweeps.every_district_has_a_team", about=_some(tuple(lacking)))
    return None


@rule("sweeps.teams_may_act", zh="每组至少有两名执法证全程有效、未回避的人员",
      basis_zh="《行政处罚法》第四十二、四十三条", basis_en="Penalty Law Art 42, 43")  # fmt: skip
def teams_may_act(facts: SweepFacts) -> Refusal | None:
    """Every team has two officers with certificates valid throughout, who aren't recused."""
    days = [day for day in (facts.starts_on, facts.ends_on) if day is not None]
    lacking = [
        team.name
        for team in facts.teams
        if any(team.certified_on(day) < OFFICERS_NEEDED for day in days)
    ]
    return Refusal("sweeps.teams_may_act", about=_some(tuple(lacking))) if lacking else None


@rule("sweeps.nobody_is_in_two_teams", zh="同一人只在一个检查组",
      basis_zh="《行政处罚法》第四十二条", basis_en="Penalty Law Art 42")  # fmt: skip
def nobody_is_in_two_teams(facts: SweepFacts) -> Refusal | None:
    """Nobody stands in two teams of one sweep."""
    seen: dict[str, str] = {}
    twice = []
    for team in facts.teams:
        for officer in team.officers:
            if seen.setdefault(officer.person, team.name) != team.name:
                twice.append(officer.name)
    return Refusal("sweeps.nobody_is_in_two_teams", about=_some(tuple(twice))) if twice else None


@rule("sweeps.every_site_has_a_team", zh="每个点位都已分给检查组",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def every_site_has_a_team(facts: SweepFacts) -> Refusal | None:
    """Every site is shared out to a team."""
    if facts.unassigned:
        return Refusal("sweeps.every_site_has_a_team", about=str(facts.unassigned))
    return None


@rule("sweeps.no_site_is_blank", zh="每个点位都有结果：已检查、关门歇业、拒绝检查或者查无此处",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def no_site_is_blank(facts: SweepFacts) -> Refusal | None:
    """Every site has an outcome: visited, closed, refused or not found."""
    blank = facts.sites - facts.reached
    if facts.blank_sites:
        return Refusal("sweeps.no_site_is_blank", about=_some(facts.blank_sites, blank))
    return None


@rule("sweeps.statement_agrees", zh="结束报告的合计与记录一致",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def statement_agrees(facts: SweepFacts) -> Refusal | None:
    """The sums of the closing statement agree with the records."""
    if facts.stated != (facts.reached, facts.sites):
        return Refusal("sweeps.statement_agrees", about=f"{facts.reached}/{facts.sites}")
    return None


@rule("sweeps.holding_tablets_were_read",
      zh="还有记录未送达或者留待处理的平板，结束前已逐台看过",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def holding_tablets_were_read(facts: SweepFacts) -> Refusal | None:
    """Who closes has read which tablets still hold records, or have some that aren't decided."""
    unread = tuple(name for name in facts.holding if name not in facts.holding_read)
    return Refusal("sweeps.holding_tablets_were_read", about=_some(unread)) if unread else None


@rule("sweeps.no_visit_was_made", zh="尚未登记任何检查", basis_zh=DOC_ZH, basis_en=DOC_EN)
def no_visit_was_made(facts: SweepFacts) -> Refusal | None:
    """No visit was made in the sweep yet."""
    return Refusal("sweeps.no_visit_was_made", about=str(facts.visits)) if facts.visits else None


@rule("sweeps.reason_is_given", zh="写明理由", basis_zh=DOC_ZH, basis_en=DOC_EN)
def reason_is_given(facts: SweepFacts) -> Refusal | None:
    """A reason is given."""
    return None if facts.reason.strip() else Refusal("sweeps.reason_is_given")


@rule("sweeps.approver_is_another", zh="登记批准的人不是拟定方案的人（本单位另有人可以登记时）",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def approver_is_another(facts: SweepFacts) -> Refusal | None:
    """The one who enters the approval isn't the planner, where the office has another who may."""
    if facts.another_may_approve and facts.approver == facts.planner:
        return Refusal("sweeps.approver_is_another")
    return None


@rule("sweeps.extension_is_later", zh="新的结束日晚于原结束日，且不早于今天",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def extension_is_later(facts: SweepFacts) -> Refusal | None:
    """The new last day is later than the present one and not before today."""
    until = facts.extension.until if facts.extension else None
    earliest = max(facts.today, facts.ends_on or facts.today)
    if until is None or until < facts.today or (facts.ends_on and until <= facts.ends_on):
        return Refusal("sweeps.extension_is_later", about=earliest.isoformat())
    return None


@rule("sweeps.extension_is_documented",
      zh="延期已经批准：已上传批准文件，并写明文号、批准机关和批准日期（不早于方案批准日期）",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def extension_is_documented(facts: SweepFacts) -> Refusal | None:
    """The extension is approved on paper: number, authority, a day since the plan's approval."""
    said = facts.extension
    if said is None or said.approved_on is None or not said.has_paper:
        return Refusal("sweeps.extension_is_documented")
    if not said.plan_no.strip() or not said.approving_authority.strip():
        return Refusal("sweeps.extension_is_documented")
    if said.approved_on > facts.today:
        return Refusal("sweeps.extension_is_documented", until=said.approved_on)
    if facts.approved_on is not None and said.approved_on < facts.approved_on:
        return Refusal("sweeps.extension_is_documented", about=facts.approved_on.isoformat())
    return None


@rule("sweeps.teams_may_act_longer", zh="延期后每组仍有两名执法证有效、未回避的人员",
      basis_zh="《行政处罚法》第四十二、四十三条", basis_en="Penalty Law Art 42, 43")  # fmt: skip
def teams_may_act_longer(facts: SweepFacts) -> Refusal | None:
    """Every team has two officers who may act until the new last day."""
    until = facts.extension.until if facts.extension else None
    if until is None:
        return None
    lacking = teams_may_act(replace(facts, starts_on=None, ends_on=until))
    return Refusal("sweeps.teams_may_act_longer", about=lacking.about) if lacking else None


@rule("sweeps.statement_is_signed_once",
      zh="签字的结束报告尚未归档，签字日期不早于结束日、不晚于今天",
      basis_zh=DOC_ZH, basis_en=DOC_EN)  # fmt: skip
def statement_is_signed_once(facts: SweepFacts) -> Refusal | None:
    """The signed statement isn't kept yet, and was signed between the closing and today."""
    day, closed = facts.signed_on, facts.closed_on
    if facts.has_signed_paper or day is None or closed is None or not closed <= day <= facts.today:
        return Refusal("sweeps.statement_is_signed_once")
    return None


S = SweepState
PLAN = (plan_is_complete, dates_are_in_order, sites_are_chosen)
TEAMS = (every_district_has_a_team, teams_may_act, nobody_is_in_two_teams, every_site_has_a_team)

APPROVE: Step[SweepFacts] = Step(
    "approve", (S.DRAFT,), S.APPROVED, "sweeps.approve",
    (*PLAN, approval_is_documented, approver_is_another), "sweep.approved",
    "登记批准", "Enter the approval",
)  # fmt: skip
OPEN: Step[SweepFacts] = Step(
    "open", (S.APPROVED,), S.OPEN, "sweeps.open",
    (*PLAN, approval_is_documented, plan_was_filed_and_published, *TEAMS), "sweep.opened",
    "开始检查", "Open the sweep",
)  # fmt: skip
EXTEND: Step[SweepFacts] = Step(
    "extend", (S.OPEN,), S.OPEN, "sweeps.extend",
    (extension_is_later, extension_is_documented, reason_is_given, teams_may_act_longer),
    "sweep.extended", "延长期限", "Extend the sweep",
)  # fmt: skip
CLOSE: Step[SweepFacts] = Step(
    "close", (S.OPEN,), S.CLOSED, "sweeps.close",
    (no_site_is_blank, statement_agrees, holding_tablets_were_read),
    "sweep.closed", "结束检查", "Close the sweep",
)  # fmt: skip
CANCEL: Step[SweepFacts] = Step(
    "cancel", (S.DRAFT, S.APPROVED, S.OPEN), S.CANCELLED, "sweeps.cancel",
    (no_visit_was_made, reason_is_given), "sweep.cancelled", "取消检查", "Cancel the sweep",
)  # fmt: skip

SIGN: Step[SweepFacts] = Step(
    "sign", (S.CLOSED,), S.CLOSED, "sweeps.sign", (statement_is_signed_once,),
    "sweep.statement_signed", "归档签字的结束报告", "Keep the signed statement",
)  # fmt: skip

STEPS: dict[str, Step[SweepFacts]] = {
    step.code: step for step in (APPROVE, OPEN, EXTEND, CLOSE, CANCEL, SIGN)
}


@rule("sweeps.step_fits_state", zh="此步骤与检查的当前状态相符", basis_zh=DOC_ZH, basis_en=DOC_EN)
def step_fits_state(step: Step[SweepFacts], state: SweepState) -> Refusal | None:
    """The step fits the state that the sweep is in."""
    return None if state in step.from_states else Refusal("sweeps.step_fits_state")


def refusals(step: Step[SweepFacts], facts: SweepFacts) -> list[Refusal]:
    """Return every reason against a step; an empty list means that it may be taken."""
    state = step_fits_state(step, facts.state)
    return [state] if state else steps.refusals(step, facts)
