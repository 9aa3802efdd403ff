"""What must hold before a case is filed, sent on, or its filing withdrawn.

Measures Art 8-10, 26, 27; Penalty Law Art 36, 54, 76.
"""

from datetime import date

from inspections.procedure.facts import CaseFacts, Filing
from inspections.procedure.terms import FilingScope, OfficeLevel
from inspections.procedure.windows import due_or_none
from inspections.refusal import Refusal
from inspections.rulebook import rule

FILING_ZH = "《暂行办法》第二十六条、《行政处罚法》第五十四条、第七十六条"
FILING_EN = "Measures Art 26, Penalty Law Art 54, 76"
CONDITIONS = {
    "party_known": "有明确的当事人",
    "first_evidence": "有初步证据",
    "penalty_due": "依法应当给予处罚",
    "own_jurisdiction": "属于本机关管辖",
    "inside_limitation": "未超过追责时效",
}


@rule("filing.lead_is_described", zh="写明线索来源和登记人", basis_zh=FILING_ZH, basis_en=FILING_EN)
def lead_is_described(facts: CaseFacts) -> Refusal | None:
    """The lead names its source and who received it."""
    lead = facts.filing
    if lead is None or not lead.source.strip() or not lead.receiver.strip():
        return Refusal("filing.lead_is_described")
    return None


@rule("filing.five_conditions_are_met", zh="立案的五个条件逐项具备并附说明",
      basis_zh=FILING_ZH, basis_en=FILING_EN)  # fmt: skip
def five_conditions_are_met(facts: CaseFacts) -> Refusal | None:
    """All five conditions are met, each with a note: party, evidence, penalty, competence, time."""
    filing = facts.filing or Filing()
    lacking = [words for name, words in CONDITIONS.items() if not _is_met(filing, name)]
    return Refusal("filing.five_conditions_are_met", about="、".join(lacking)) if lacking else None


def _is_met(filing: Filing, name: str) -> bool:
    condition = getattr(filing, name)
    return bool(condition.met and condition.note.strip())


@rule("filing.act_is_within_the_measures",
      zh="行为属于办法调整范围：不是只培训成年人，也不是个人非学科培训",
      basis_zh="《暂行办法》第二条", basis_en="Measures Art 2")  # fmt: skip
def act_is_within_the_measures(facts: CaseFacts) -> Refusal | None:
    """The Measures reach the act: not adults only, not a teacher of other subjects alone."""
    scope = facts.filing.scope if facts.filing else FilingScope.WITHIN
    if scope is FilingScope.WITHIN:
        return None
    return Refusal("filing.act_is_within_the_measures", about=scope.zh)


@rule("filing.level_is_competent", zh="未经审批的线上培训由省级管辖，下级须经指定",
      basis_zh="《暂行办法》第九条、第十一条", basis_en="Measures Art 9, 11")  # fmt: skip
def level_is_competent(facts: CaseFacts) -> Refusal | None:
    """Unapproved online tutoring is the province's, unless it assigned the case."""
    filing = facts.filing
    if filing is None or not filing.online_without_approval or filing.is_assigned:
        return None
    if filing.office_level is OfficeLevel.PROVINCE:
        return None
    return Refusal("filing.level_is_competent")


@rule("filing.limitation_is_open", zh="违法行为在追责时效内被发现",
      basis_zh="《行政处罚法》第三十六条", basis_en="Penalty Law Art 36")  # fmt: skip
def limitation_is_open(facts: CaseFacts) -> Refusal | None:
    """The act was discovered within the time of limitation."""
    last = last_day_of_discovery(facts.filing)
    found = facts.filing.discovered_on if facts.filing else None
    if last is None or found is None or found <= last:
        return None
    return Refusal("filing.limitation_is_open", about=last.isoformat())


def last_day_of_discovery(filing: Filing | None) -> date | None:
    """Return the last day on which the act could be discovered; None while it goes on."""
    if filing is None or filing.act_ended_on is None or filing.is_continuing:
        return None
    ended = filing.act_ended_on
    facts = CaseFacts(today=ended)
    longer = filing.harm_to_life_health_finance and due_or_none(
        facts, "limitation_with_harm", ended
    )
    end = longer or due_or_none(facts, "limitation", ended)
    return end.due_on if end else None


@rule("filing.received_case_is_not_sent_on", zh="受移送的机关不再自行移送，只能报请指定管辖",
      basis_zh="《暂行办法》第十条", basis_en="Measures Art 10")  # fmt: skip
def received_case_is_not_sent_on(facts: CaseFacts) -> Refusal | None:
    """What came by a transfer isn't sent on; only a designation can be asked for."""
    if facts.filing is not None and facts.filing.came_by_transfer:
        return Refusal("filing.received_case_is_not_sent_on")
    return None


@rule("filing.no_notice_was_served", zh="尚未送达事先告知书（送达后应当作出不予处罚等决定）",
      basis_zh="《暂行办法》第二十七条", basis_en="Measures Art 27")  # fmt: skip
def no_notice_was_served(facts: CaseFacts) -> Refusal | None:
    """No prior notice was served; afterwards the case ends by a decision."""
    if facts.latest("serve_prior_notice") is None:
        return None
    return Refusal("filing.no_notice_was_served")


@rule("filing.was_approved", zh="已经立案", basis_zh=FILING_ZH, basis_en=FILING_EN)
def was_approved(facts: CaseFacts) -> Refusal | None:
    """The case was filed, not after the day of this step."""
    act = facts.latest("file")
    if act is not None and act.happened_on <= facts.day:
        return None
    return Refusal("filing.was_approved")


CONDITIONS_OF_FILING = (
    lead_is_described,
    five_conditions_are_met,
    act_is_within_the_measures,
    level_is_competent,
    limitation_is_open,
)
