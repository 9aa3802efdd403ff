"""Papers of an order to correct: the order, and the record of its re-check (Measures 32)."""

from dataclasses import dataclass
from datetime import date, datetime

from inspections.papers.blocks import Addressee, Fields, Heading, Layout, Note, Paper, Paragraph
from inspections.papers.parts import (
    COPIES,
    choice,
    confirmed,
    day,
    minute,
    officer_block,
    officers_sign,
    paper,
    party_block,
    remedies,
    require_whole,
    seal,
    section,
    sentence,
    table_of,
    yuan,
)
from inspections.papers.persons import Confirmation, Head, Officer, Party
from inspections.papers.visits import EACH_PAGE, PRESENT
from inspections.vocabulary import Corrected


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What is wrong, the rule that it breaks, and what is to be done about it."""

    act: str
    rule: str
    to_correct: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionOrder:
    """What an order to correct states; `correct_by` None is an order to stop at once.

    `extended_to` is the day that holds after an extension.
    """

    head: Head
    party: Party
    found_on: date
    corrections: tuple[Correction, ...]
    recheck_how: str
    officers: tuple[Officer, ...]
    correct_by: date | None = None
    extended_to: date | None = None
    refund_fen: int | None = None


def correction_order(facts: CorrectionOrder) -> Paper:
    """Return the order to correct (责令改正通知书)."""
    code = "correction_order"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        Paragraph(
            f"经查，本机关执法人员于{day(facts.found_on)}检查发现，你（单位）存在下列行为，应当予以改正："
        ),
        table_of(
            "存在的行为 违反的规定 改正要求",
            ((one.act, one.rule, one.to_correct) for one in facts.corrections),
            4,
            4,
            4,
        ),
        Paragraph(_ordered(facts)),
        *_extended(facts),
        Paragraph(_refund(facts)),
        Paragraph(f"复查方式：{sentence(facts.recheck_how)}"),
        Paragraph("逾期不改正或者改正不符合要求的，本机关将依法处理。"),
        remedies(facts.head.office, facts.head.dated, against="通知书"),
        officer_block(facts.officers),
        seal(facts.head),
        Note(COPIES),
    )


def _ordered(facts: CorrectionOrder) -> str:
    basis = "《中华人民共和国行政处罚法》第二十八条、《校外培训行政处罚暂行办法》"
    if facts.correct_by is None:
        return (
            f"依据{basis}第十七条、第三十二条的规定，现责令你（单位）"
            "自收到本通知书之时起立即停止上述行为，并按照上述要求改正。"
        )
    return (
        f"依据{basis}第三十二条的规定，现责令你（单位）于{day(facts.correct_by)}前（含当日）"
        "按照上述要求改正。确有正当理由不能按期改正的，可以在期限届满前书面申请延期。"
    )


def _extended(facts: CorrectionOrder) -> tuple[Paragraph, ...]:
    if facts.extended_to is None or facts.extended_to == facts.correct_by:
        return ()
    return (Paragraph(f"经申请，改正期限延长至{day(facts.extended_to)}（含当日）。"),)


def _refund(facts: CorrectionOrder) -> str:
    if not facts.refund_fen:
        return "退还费用：本通知书未责令退还费用。"
    return f"退还费用：责令你（单位）在上述期限内退还所收取的费用人民币{yuan(facts.refund_fen)}。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rechecked:
    """What a re-check found of one item, and by what that is proven."""

    to_correct: str
    corrected: Corrected
    proof: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckRecord:
    """What the record of a re-check states."""

    head: Head
    party: Party
    order_number: str
    place: str
    checked_on: date
    items: tuple[Rechecked, ...]
    outcome: Corrected
    officers: tuple[Officer, ...]
    confirmation: Confirmation
    correct_by: date | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    certificate_shown: bool | None = None


def recheck_record(facts: RecheckRecord) -> Paper:
    """Return the record of a re-check (整改复查记录)."""
    code = "recheck_record"
    require_whole(code, facts)
    times = [minute(at) for at in (facts.started_at, facts.ended_at) if at]
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        Fields(
            (
                (("复查的文书", f"责令改正通知书（{facts.order_number}）"),),
                (("改正期限", day(facts.correct_by) if facts.correct_by else "立即停止"),),
                (("复查时间", "至".join(times) or day(facts.checked_on)),),
                (("复查地点", facts.place),),
                (("是否出示执法证件", choice(facts.certificate_shown)),),
            )
        ),
        Heading("一、逐项复查情况"),
        table_of(
            "改正要求 结论 情况 证据",
            (
                (one.to_correct, one.corrected.zh, one.note or "——", one.proof)
                for one in facts.items
            ),
            4,
            2,
            4,
            2,
        ),
        *section("二、复查结论", Paragraph(f"经复查，结论为：{facts.outcome.zh}。")),
        *section("三、核对确认", *confirmed(facts.confirmation, who=PRESENT)),
        officer_block(facts.officers),
        officers_sign(facts.officers),
        each_page=EACH_PAGE,
    )


def _rechecked(one: Rechecked) -> tuple[str, ...]:
    return one.to_correct, one.corrected.zh, one.note or "——", one.proof
