"""What must hold of an investigation: officers named, evidence, order to correct, report.

Penalty Law Art 28, 42, 54, 56; Measures Art 28, 32, 34.
"""

from inspections.procedure.acts import OFFICERS_EN, OFFICERS_NEEDED, OFFICERS_ZH
from inspections.procedure.facts import CaseFacts
from inspections.procedure.windows import due_or_none
from inspections.refusal import Refusal
from inspections.rulebook import rule

EVIDENCE_ZH = "《行政处罚法》第五十六条、《暂行办法》第二十八条第（四）项"
EVIDENCE_EN = "Penalty Law Art 56, Measures Art 28(4)"
CORRECT_ZH = "《行政处罚法》第二十八条、《暂行办法》第三十二条"
CORRECT_EN = "Penalty Law Art 28, Measures Art 32"
REPORT_ZH, REPORT_EN = "《暂行办法》第三十四条", "Measures Art 34"


@rule("investigation.officers_are_named", zh="确定两名以上承办人员",
      basis_zh=OFFICERS_ZH, basis_en=OFFICERS_EN)  # fmt: skip
def officers_are_named(facts: CaseFacts) -> Refusal | None:
    """At least two investigating officers are named."""
    if len(set(facts.investigators)) < OFFICERS_NEEDED:
        return Refusal("investigation.officers_are_named")
    return None


@rule("investigation.preserved_items_are_listed", zh="先行登记保存附物品清单",
      basis_zh=EVIDENCE_ZH, basis_en=EVIDENCE_EN)  # fmt: skip
def preserved_items_are_listed(facts: CaseFacts) -> Refusal | None:
    """What is preserved stands on a list."""
    if any(one.items > 0 for one in facts.preservations):
        return None
    return Refusal("investigation.preserved_items_are_listed")


@rule("investigation.something_is_preserved", zh="有先行登记保存的证据",
      basis_zh=EVIDENCE_ZH, basis_en=EVIDENCE_EN)  # fmt: skip
def something_is_preserved(facts: CaseFacts) -> Refusal | None:
    """There is preserved evidence to decide about."""
    return None if facts.preservations else Refusal("investigation.something_is_preserved")


@rule("investigation.preserved_is_decided_on", zh="先行登记保存的证据都已作出处理决定",
      basis_zh=EVIDENCE_ZH, basis_en=EVIDENCE_EN)  # fmt: skip
def preserved_is_decided_on(facts: CaseFacts) -> Refusal | None:
    """Everything preserved has been decided about."""
    waiting = [one for one in facts.preservations if not one.decided_on or not one.disposal.strip()]
    if waiting:
        about = waiting[0].preserved_on.isoformat()
        return Refusal("investigation.preserved_is_decided_on", about=about)
    return None


@rule("investigation.preserved_was_decided_in_time", zh="先行登记保存后七个工作日内作出处理决定",
      basis_zh=EVIDENCE_ZH, basis_en=EVIDENCE_EN)  # fmt: skip
def preserved_was_decided_in_time(facts: CaseFacts) -> Refusal | None:
    """What was preserved is decided about within seven working days."""
    for one in facts.preservations:
        end = due_or_none(facts, "evidence_preservation", one.preserved_on)
        if end is not None and (one.decided_on or facts.day) > end.due_on:
            about = end.due_on.isoformat()
            return Refusal("investigation.preserved_was_decided_in_time", about=about)
    return None


@rule("investigation.order_names_its_day", zh="责令改正写明改正期限，期限不早于作出之日",
      basis_zh=CORRECT_ZH, basis_en=CORRECT_EN)  # fmt: skip
def order_names_its_day(facts: CaseFacts) -> Refusal | None:
    """An order to correct names the day to correct by, or asks for a stop at once."""
    orders = facts.corrections
    if orders and all(one.correct_by is None or one.correct_by >= one.issued_on for one in orders):
        return None
    return Refusal("investigation.order_names_its_day")


@rule("investigation.order_to_correct_was_served", zh="处罚决定之前已送达责令改正通知书",
      basis_zh=CORRECT_ZH, basis_en=CORRECT_EN)  # fmt: skip
def order_to_correct_was_served(facts: CaseFacts) -> Refusal | None:
    """An order to correct that is in force was served before a penalty is decided."""
    for one in facts.corrections:
        served = one.served_on is not None and one.issued_on <= one.served_on <= facts.day
        if one.in_force and served:
            return None
    return Refusal("investigation.order_to_correct_was_served")


@rule("investigation.order_is_in_force", zh="有一份生效的责令改正",
      basis_zh=CORRECT_ZH, basis_en=CORRECT_EN)  # fmt: skip
def order_is_in_force(facts: CaseFacts) -> Refusal | None:
    """There is an order to correct in force to re-check."""
    if any(one.in_force and one.served_on for one in facts.corrections):
        return None
    return Refusal("investigation.order_is_in_force")


@rule("investigation.something_was_investigated", zh="至少有一次两名执法人员的调查取证",
      basis_zh="《行政处罚法》第五十四、五十五条", basis_en="Penalty Law Art 54, 55")  # fmt: skip
def something_was_investigated(facts: CaseFacts) -> Refusal | None:
    """At least one act of investigation was recorded."""
    if facts.latest("record_investigation") or facts.latest("preserve_evidence"):
        return None
    return Refusal("investigation.something_was_investigated")


@rule("investigation.report_is_complete", zh="调查终结报告写明事实、证据、依据、情节和处理建议",
      basis_zh=REPORT_ZH, basis_en=REPORT_EN)  # fmt: skip
def report_is_complete(facts: CaseFacts) -> Refusal | None:
    """The report states facts, evidence, legal basis, circumstances and a proposal."""
    report = facts.report
    if report is None:
        return Refusal("investigation.report_is_complete")
    texts = (report.facts, report.basis, report.circumstances)
    if all(text.strip() for text in texts) and report.evidence and report.proposal:
        return None
    return Refusal("investigation.report_is_complete")


@rule("investigation.report_is_there", zh="已有调查终结报告",
      basis_zh=REPORT_ZH, basis_en=REPORT_EN)  # fmt: skip
def report_is_there(facts: CaseFacts) -> Refusal | None:
    """The investigation was closed by its report, not after the day of this step."""
    closed = facts.latest("close_investigation")
    if facts.report is not None and closed is not None and closed.happened_on <= facts.day:
        return None
    return Refusal("investigation.report_is_there")
