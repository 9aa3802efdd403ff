"""Papers of a hearing: its notice, its record, the report (Penalty Law 63–65; Measures 30)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from inspections.papers.blocks import Addressee, Fields, Layout, Note, Paper, Paragraph, Signatures
from inspections.papers.parts import (
    COPIES,
    choice,
    confirmed,
    minute,
    paper,
    party_block,
    require_whole,
    seal,
    section,
    sentence,
)
from inspections.papers.persons import Confirmation, Head, Party

NO_AGENTS = "未委托代理人"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """When and where a hearing is held, and by whom; what isn't public needs its reason."""

    held_at: datetime
    place: str
    chair: str
    clerk: str
    is_public: bool
    reason_not_public: str = ""


def _sitting_rows(sitting: Sitting) -> tuple[tuple[tuple[str, str], ...], ...]:
    reason = "" if sitting.is_public else f"（不公开的理由：{sitting.reason_not_public}）"
    return (
        (("听证时间", minute(sitting.held_at)),),
        (("听证地点", sitting.place),),
        (("主持人", sitting.chair), ("记录人", sitting.clerk)),
        (("是否公开举行", choice(sitting.is_public) + reason),),
    )


def _require(code: str, facts: Any, **also: object) -> None:
    if not facts.sitting.is_public:
        also["sitting__reason_not_public"] = facts.sitting.reason_not_public
    require_whole(code, facts, **also)


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNotice:
    """What the notice of a hearing states."""

    head: Head
    party: Party
    sitting: Sitting
    contact: str


def hearing_notice(facts: HearingNotice) -> Paper:
    """Return the notice of a hearing (听证通知书)."""
    code = "hearing_notice"
    _require(code, facts, head__office__phone=facts.head.office.phone)
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        Paragraph("根据你（单位）提出的听证要求，本机关决定举行听证，现将有关事项通知如下："),
        Fields(_sitting_rows(facts.sitting)),
        Paragraph(
            "你（单位）可以亲自参加听证，也可以委托一至二人代理；委托代理人的，应当提交授权委托书。"
            "认为主持人与本案有直接利害关系的，有权申请其回避。"
            "无正当理由拒不出席听证或者未经许可中途退出听证的，视为放弃听证权利。听证不收取费用。"
        ),
        Fields(
            ((("联系人", facts.contact), ("联系电话", facts.head.office.phone)),),
        ),
        seal(facts.head),
        Note(COPIES),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingRecord:
    """What the record of a hearing states."""

    head: Head
    party: Party
    sitting: Sitting
    investigators: tuple[str, ...]
    investigators_case: str
    party_case: str
    cross_examination: str
    last_words: str
    confirmation: Confirmation
    agents: tuple[str, ...] = ()


def hearing_record(facts: HearingRecord) -> Paper:
    """Return the record of a hearing (听证笔录)."""
    code = "hearing_record"
    _require(code, facts)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        Fields(
            (
                *_sitting_rows(facts.sitting),
                (("当事人的代理人", "、".join(facts.agents) or NO_AGENTS),),
                (("调查人员", "、".join(facts.investigators)),),
            )
        ),
        *section("一、调查人员陈述的事实、证据和处罚建议", Paragraph(facts.investigators_case)),
        *section("二、当事人的陈述和申辩", Paragraph(facts.party_case)),
        *section("三、质证", Paragraph(facts.cross_examination)),
        *section("四、当事人的最后陈述", Paragraph(facts.last_words)),
        *section("五、核对确认", *confirmed(facts.confirmation, who="当事人（代理人）")),
        Signatures(
            (
                f"主持人（{facts.sitting.chair}）签名：",
                f"记录人（{facts.sitting.clerk}）签名：",
                *(f"调查人员（{name}）签名：" for name in facts.investigators),
            )
        ),
        each_page="当事人（代理人）签名：　　　　　　　　　　主持人签名：　　　　　　　　　　",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingReport:
    """What the chair reports of a hearing."""

    head: Head
    party: Party
    sitting: Sitting
    investigators_case: str
    party_case: str
    opinion: str
    agents: tuple[str, ...] = ()


def hearing_report(facts: HearingReport) -> Paper:
    """Return the chair's report of a hearing (听证报告)."""
    code = "hearing_report"
    _require(code, facts)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        Fields(
            (
                *_sitting_rows(facts.sitting),
                (("当事人的代理人", "、".join(facts.agents) or NO_AGENTS),),
            )
        ),
        *section("一、调查人员的意见", Paragraph(facts.investigators_case)),
        *section("二、当事人的意见", Paragraph(facts.party_case)),
        *section("三、听证意见", Paragraph(sentence(facts.opinion))),
        Signatures((f"主持人（{facts.sitting.chair}）签名：",)),
    )
