"""Papers that end an investigation: report, discussion, legal review (Measures 33, 34)."""

from dataclasses import dataclass
from datetime import datetime

from inspections.papers.blocks import Block, Fields, Layout, Paper, Paragraph, Signatures
from inspections.papers.parts import (
    day,
    minute,
    numbered,
    officer_block,
    officers_sign,
    one_of,
    paper,
    party_block,
    require_whole,
    seal,
    section,
    sentence,
    table_of,
    yuan,
)
from inspections.papers.persons import Head, Officer, Party
from inspections.procedure.terms import ReviewResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A piece of evidence, and what it proves."""

    name: str
    kind: str
    proves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains:
    """The sum of the illegal gains (Measures 42), from lines, never typed."""

    received_fen: int
    untaught_refund_fen: int
    other_refund_fen: int
    base_fen: int
    left_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestigationReport:
    """What the report that closes an investigation states."""

    head: Head
    party: Party
    facts: str
    evidence: tuple[Proof, ...]
    character: str
    basis: tuple[str, ...]
    circumstances: str
    discretion_tier: str
    proposal: str
    officers: tuple[Officer, ...]
    gains: Gains | None = None


def investigation_report(facts: InvestigationReport) -> Paper:
    """Return the report with its proposal (调查终结报告)."""
    code = "investigation_report"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        *section("一、违法事实", Paragraph(facts.facts)),
        *section("二、证据及其证明内容", proofs(facts.evidence)),
        *section("三、违法行为的性质", Paragraph(sentence(facts.character))),
        *section("四、法律依据", *numbered(facts.basis)),
        *section("五、从轻、减轻或者从重情节", Paragraph(sentence(facts.circumstances))),
        *section("六、裁量档次", Paragraph(sentence(facts.discretion_tier))),
        *section("七、违法所得的计算", *gains_blocks(facts.gains)),
        *section("八、处理建议", Paragraph(sentence(facts.proposal))),
        officer_block(facts.officers),
        officers_sign(facts.officers),
        seal(facts.head),
    )


def proofs(evidence: tuple[Proof, ...]) -> Block:
    """Return the evidence as a table: what it is, and what it proves."""
    rows = ((one.name, one.kind, one.proves) for one in evidence)
    return table_of("证据名称 证据种类 证明内容", rows, 4, 2, 5)


def gains_blocks(gains: Gains | None) -> tuple[Block, ...]:
    """Return how the gains are reckoned, or that there are none to reckon."""
    if gains is None:
        return (Paragraph("本案不以违法所得为处罚依据。"),)
    rows = (
        ("违法培训的全部收入", yuan(gains.received_fen)),
        ("减：依法退还的尚未授课的预收费", yuan(gains.untaught_refund_fen)),
        ("违法所得（《校外培训行政处罚暂行办法》第四十二条）", yuan(gains.base_fen)),
        ("其他已退还的费用（不抵减违法所得）", yuan(gains.other_refund_fen)),
        ("扣除全部退费后尚余、应予没收的部分", yuan(gains.left_fen)),
    )
    return (table_of("项目 金额（人民币）", rows, 7, 4),)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one member said."""

    name: str
    view: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectiveDiscussion:
    """What the record of a collective discussion states."""

    head: Head
    matter: str
    held_at: datetime
    place: str
    chair: str
    members: tuple[str, ...]
    views: tuple[View, ...]
    result: str
    clerk: str = ""


def collective_discussion_record(facts: CollectiveDiscussion) -> Paper:
    """Return the record of a collective discussion (集体讨论笔录)."""
    code = "collective_discussion_record"
    require_whole(code, facts)
    present = (facts.chair, *facts.members)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(
            (
                (("讨论事项", facts.matter),),
                (("时间", minute(facts.held_at)), ("地点", facts.place)),
                (("主持人", facts.chair), ("记录人", facts.clerk or "——")),
                (("参加人员", "、".join(facts.members)),),
            )
        ),
        *section(
            "一、讨论情况",
            table_of("参加人员 意见", ((one.name, one.view) for one in facts.views), 2, 8),
        ),
        *section("二、讨论结果", Paragraph(sentence(facts.result))),
        Signatures(tuple(f"{name}签名：" for name in present)),
    )


# the points that a legal review looks at, in their order
REVIEWED = (
    ("competence", "执法主体和管辖权限"),
    ("qualification", "执法人员资格"),
    ("facts", "违法事实"),
    ("evidence", "证据"),
    ("law", "适用法律"),
    ("procedure", "执法程序"),
    ("discretion", "裁量基准的适用"),
    ("document_form", "文书形式"),
    ("crime_suspicion", "是否涉嫌犯罪"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReviewOpinion:
    """What the opinion of the legal review states, point by point."""

    head: Head
    party: Party
    competence: str
    qualification: str
    facts: str
    evidence: str
    law: str
    procedure: str
    discretion: str
    document_form: str
    crime_suspicion: str
    result: ReviewResult
    reviewer: str
    reasons: str = ""


def legal_review_opinion(facts: LegalReviewOpinion) -> Paper:
    """Return the opinion of the legal review (法制审核意见书); other than a pass needs reasons."""
    code = "legal_review_opinion"
    reasons = facts.reasons or ("同意" if facts.result is ReviewResult.PASSED else "")
    require_whole(code, facts, reasons=reasons)
    rows = ((word, getattr(facts, name)) for name, word in REVIEWED)
    results = one_of((one.zh, one is facts.result) for one in ReviewResult)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        *section("一、审核情况", table_of("审核内容 审核意见", rows, 3, 8)),
        *section(
            "二、审核结果",
            Fields((((("审核结果"), results),), (("理由和建议", sentence(reasons)),))),
        ),
        Fields(((("审核人", facts.reviewer), ("审核日期", day(facts.head.dated))),)),
        Signatures((f"审核人（{facts.reviewer}）签名：",)),
    )
