"""Papers that open a case: the register of a lead, the filing form (Measures 26)."""

from dataclasses import dataclass
from datetime import datetime

from inspections.papers.blocks import Fields, Layout, Paper, Paragraph, Signatures
from inspections.papers.parts import (
    TICKED,
    UNTICKED,
    day,
    minute,
    officer_block,
    opinion_rows,
    paper,
    party_block,
    require_whole,
    section,
    table_of,
)
from inspections.papers.persons import BY_HAND, Head, Officer, Opinion, Party

CONDITIONS = (
    ("party_known", "有明确的违法嫌疑人"),
    ("first_evidence", "有初步证据证明存在涉嫌违反校外培训管理规定的行为"),
    ("penalty_due", "依法应当给予行政处罚"),
    ("own_jurisdiction", "属于本机关管辖"),
    ("inside_limitation", "在给予行政处罚的法定期限内"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadRegister:
    """What the register of a lead states; the reporter is confidential."""

    head: Head
    source: str
    content: str
    received_at: datetime
    receiver: str
    decision: str
    reporter: str = ""
    institution: str = ""


def lead_register(facts: LeadRegister) -> Paper:
    """Return the register of a lead (线索登记表)."""
    code = "lead_register"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(
            (
                (("线索来源", facts.source),),
                (("举报人（保密）", facts.reporter or "无（非举报线索）"),),
                (("线索内容", facts.content),),
                (("涉及的机构或者个人", facts.institution or "尚未查明"),),
                (("接收人", facts.receiver), ("接收时间", minute(facts.received_at))),
                (("处理决定", facts.decision),),
            )
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One of the five conditions of filing, ticked with its note."""

    met: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingForm:
    """What a filing form states; opinions that are blank are written by hand."""

    head: Head
    source: str
    party: Party
    summary: str
    suspected_rule: str
    party_known: Condition
    first_evidence: Condition
    penalty_due: Condition
    own_jurisdiction: Condition
    inside_limitation: Condition
    officers: tuple[Officer, ...]
    officer_opinion: Opinion = BY_HAND
    unit_opinion: Opinion = BY_HAND
    head_opinion: Opinion = BY_HAND


def filing_form(facts: FilingForm) -> Paper:
    """Return the form by which the department head approves a filing (立案审批表)."""
    code = "filing_form"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(((("案件来源", facts.source),),)),
        party_block(facts.party),
        Fields(
            (
                (("案情摘要", facts.summary),),
                (("涉嫌违反的规定", facts.suspected_rule),),
            )
        ),
        *section(
            "立案条件（《校外培训行政处罚暂行办法》第二十六条）",
            table_of("条件 是否符合 说明", _conditions(facts), 5, 2, 5),
        ),
        *section("拟定承办人", officer_block(facts.officers)),
        *section(
            "审批意见",
            opinion_rows(
                (
                    ("承办人意见", facts.officer_opinion),
                    ("承办机构意见", facts.unit_opinion),
                    ("负责人审批意见", facts.head_opinion),
                )
            ),
        ),
        Fields(((("填表日期", day(facts.head.dated)),),)),
    )


def _conditions(facts: FilingForm) -> list[tuple[str, str, str]]:
    rows = []
    for name, text in CONDITIONS:
        held: Condition = getattr(facts, name)
        yes, no = (TICKED, UNTICKED) if held.met else (UNTICKED, TICKED)
        rows.append((text, f"{yes}是　{no}否", held.note))
    return rows


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSheet:
    """What the sheet of a piece of evidence states; `digest` and `device` for electronic data."""

    head: Head
    kind: str
    name: str
    source: str
    holder: str
    taken_at: datetime
    place: str
    method: str
    is_original: bool
    pages: int
    collectors: tuple[Officer, ...]
    is_electronic: bool = False
    digest: str = ""
    device: str = ""


def evidence_sheet(facts: EvidenceSheet) -> Paper:
    """Return the sheet of one piece of evidence (证据提取单, Penalty Law 46)."""
    code = "evidence_sheet"
    also = {"digest": facts.digest, "device": facts.device} if facts.is_electronic else {}
    require_whole(code, facts, **also)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(
            (
                (("证据名称", facts.name),),
                (("证据种类", facts.kind),),
                (("证据来源", facts.source), ("持有人", facts.holder)),
                (("提取时间", minute(facts.taken_at)),),
                (("提取地点", facts.place),),
                (("提取方式", facts.method),),
                (
                    ("原件或者复制件", "原件" if facts.is_original else "复制件（与原件核对无异）"),
                    ("数量（页、件）", str(facts.pages)),
                ),
                (("哈希值（SHA-256）", facts.digest or "不适用（非电子数据）"),),
                (("提取设备", facts.device or "不适用（非电子数据）"),),
            )
        ),
        *section("提取人", officer_block(facts.collectors)),
        *section(
            "持有人确认",
            Paragraph("上述证据由本人（单位）提供，与原件、原物一致。"),
            Signatures(("持有人签名：",)),
        ),
    )
