"""Papers that hear the party: prior notice, hearing rights, the re-check of a defence.

Penalty Law 44, 45, 62–64; Measures 29–31.
"""

from dataclasses import dataclass
from datetime import date

from inspections.papers.blocks import Addressee, Block, Fields, Layout, Note, Paper, Paragraph
from inspections.papers.investigation import Proof, proofs
from inspections.papers.parts import (
    COPIES,
    choice,
    day,
    length,
    numbered,
    officers_sign,
    paper,
    party_block,
    require_whole,
    seal,
    section,
    sentence,
    table_of,
)
from inspections.papers.persons import Head, Officer, Party

JOINED = "行政处罚事先（听证）告知书"


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorNotice:
    """What a prior notice states; with `hearing_where` it is the notice of hearing rights too.

    `answer_by` is the day that the notice sets itself, for times in which no law set one.
    """

    head: Head
    party: Party
    facts: str
    evidence: tuple[Proof, ...]
    reasons: str
    basis: tuple[str, ...]
    proposed: tuple[str, ...]
    where: str
    contact: str
    hearing_where: str = ""
    answer_by: date | None = None


def prior_notice(facts: PriorNotice) -> Paper:
    """Return the prior notice (行政处罚事先告知书), joined with hearing rights where due."""
    title = JOINED if facts.hearing_where else ""
    return _notice("prior_notice", facts, title=title)


def hearing_rights_notice(facts: PriorNotice) -> Paper:
    """Return the notice of the right to a hearing (听证告知书)."""
    return _notice("hearing_rights_notice", facts, title="", hearing_where=facts.hearing_where)


def _notice(code: str, facts: PriorNotice, *, title: str, **also: object) -> Paper:
    office = facts.head.office
    also |= {"head__office__address": office.address, "head__office__phone": office.phone}
    require_whole(code, facts, **also)
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        Paragraph(
            "本机关依法对你（单位）涉嫌违法一案进行了调查，现将拟作出行政处罚的内容及事实、理由、依据"
            "和你（单位）依法享有的权利告知如下："
        ),
        *section("一、违法事实和证据", Paragraph(facts.facts), proofs(facts.evidence)),
        *section("二、处罚理由", Paragraph(sentence(facts.reasons))),
        *section("三、处罚依据", *numbered(facts.basis)),
        *section("四、拟作出的行政处罚", *numbered(facts.proposed)),
        *section("五、陈述和申辩的权利", Paragraph(_defence(facts))),
        *(section("六、要求听证的权利", Paragraph(_hearing(facts))) if facts.hearing_where else ()),
        Fields(
            (
                (("本机关地址", facts.head.office.address),),
                (("联系人", facts.contact), ("联系电话", facts.head.office.phone)),
            )
        ),
        seal(facts.head),
        Note(COPIES),
        title=title,
    )


def _defence(facts: PriorNotice) -> str:
    named = facts.answer_by
    within = (
        f"于{day(named)}前（含当日）"
        if named
        else f"自收到本告知书之日起{length('defence', facts.head.dated)}内"
    )
    return (
        "依据《中华人民共和国行政处罚法》第四十四条、第四十五条和《校外培训行政处罚暂行办法》第三十一条的规定，"
        f"你（单位）有权进行陈述和申辩。可以{within}向本机关提出，"
        f"提出的地点：{sentence(facts.where)}逾期未提出的，视为放弃陈述和申辩。"
        "本机关不因陈述、申辩而给予更重的处罚。"
    )


def _hearing(facts: PriorNotice) -> str:
    within = length("hearing_request", facts.head.dated)
    return (
        "依据《中华人民共和国行政处罚法》第六十三条、第六十四条和《校外培训行政处罚暂行办法》第三十条的规定，"
        f"你（单位）有权要求听证。要求听证的，应当自收到本告知书之日起{within}内向本机关提出，"
        f"提出的地点：{sentence(facts.hearing_where)}逾期未提出的，视为放弃听证。"
        "听证不收取费用，可以亲自参加，也可以委托一至二人代理。"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedPoint:
    """What the party raised, how it was checked, whether it is taken, and why."""

    raised: str
    check: str
    taken: bool
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefenceReview:
    """What the re-check of a defence states."""

    head: Head
    party: Party
    received_on: date
    points: tuple[RaisedPoint, ...]
    conclusion: str
    officers: tuple[Officer, ...]


def defence_review(facts: DefenceReview) -> Paper:
    """Return the opinion on what the party said (陈述申辩复核意见)."""
    code = "defence_review"
    require_whole(code, facts)
    rows = ((one.raised, one.check, choice(one.taken), one.reasons) for one in facts.points)
    blocks: tuple[Block, ...] = (
        party_block(facts.party),
        Fields(((("收到陈述申辩的日期", day(facts.received_on)),),)),
        *section("一、逐项复核", table_of("提出的意见 复核情况 是否采纳 理由", rows, 4, 4, 3, 4)),
        *section("二、复核结论", Paragraph(sentence(facts.conclusion))),
        officers_sign(facts.officers),
    )
    return paper(code, facts.head, Layout.RECORD, *blocks)
