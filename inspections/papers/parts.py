"""Parts that papers share: days, amounts, the blocks of party, officers, signatures, remedies."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from inspections.deadlines import Unit, deadline_on
from inspections.papers.blocks import (
    Block,
    Fields,
    Heading,
    Layout,
    Paper,
    Paragraph,
    Seal,
    Signatures,
    Table,
)
from inspections.papers.gaps import require
from inspections.papers.persons import Confirmation, Head, Office, Officer, Opinion, Party
from inspections.procedure.papers import PAPERS
from inspections.visit_facts import Signing
from inspections.vocabulary import PaperKind, PartyType

TICKED, UNTICKED = "■", "□"
COPIES = "本文书一式两份，一份送达当事人，一份由本机关存档。"


NUMBERED = {kind.value for kind in PaperKind}
# these may be made before there is a case
WITHOUT_A_CASE = {
    "onsite_record",
    "correction_order",
    "recheck_record",
    "lead_register",
    "service_receipt",
}
# made on the spot or soon after: who the party is may still be unknown, and is stated so
EARLY = {"onsite_record", "correction_order", "recheck_record"}
UNKNOWN = "尚未查明"


def require_whole(code: str, facts: Any, **also: object) -> None:
    """Raise `PaperIncomplete` unless `facts` holds all that a paper of this kind must state.

    Beside the fields that always stand there: the numbers of its kind, who the party is, and why
    a record isn't signed.
    """
    if code in NUMBERED:
        also["head__number"] = facts.head.number
    if code not in WITHOUT_A_CASE:
        also["head__case_number"] = facts.head.case_number
    party, said = getattr(facts, "party", None), getattr(facts, "confirmation", None)
    if party and code not in EARLY:
        names = ["type", "id_number", "address", "phone"]
        names += [] if party.type is PartyType.NATURAL_PERSON else ["representative"]
        also |= {f"party__{name}": getattr(party, name) for name in names}
    if said and said.signing is not Signing.SIGNED:
        also["confirmation__note"] = said.note
    require(code, facts, **also)


def day(on: date) -> str:
    """Return a day as papers write it: 2026年3月12日."""
    return f"{on.year}年{on.month}月{on.day}日"


def minute(at: datetime) -> str:
    """Return a moment of the bureau's own time: 2026年3月12日9时05分."""
    return f"{day(at.date())}{at.hour}时{at.minute:02d}分"


def yuan(fen: int) -> str:
    """Return an amount in figures: 100,000.00元."""
    return f"{fen // 100:,}.{fen % 100:02d}元"


def length(code: str, on: date) -> str:
    """Return how long a named deadline is that runs from `on`: 5个工作日."""
    row = deadline_on(code, on)
    counter = "个" if row.unit is Unit.WORKING_DAYS else ""
    return f"{row.length}{counter}{row.unit.zh}"


def sentence(text: str) -> str:
    """Return a text that ends like a sentence."""
    text = text.strip()
    return text if text.endswith(("。", "！", "？", "；", ".")) else text + "。"


def choice(is_so: bool | None) -> str:
    """Return yes and no with one of them ticked; what isn't recorded is ticked by hand."""
    yes, no = (TICKED if is_so is held else UNTICKED for held in (True, False))
    return f"{yes}是　{no}否"


def one_of(options: Iterable[tuple[str, bool]]) -> str:
    """Return options in a row, those that hold ticked."""
    return "　".join(f"{TICKED if holds else UNTICKED}{option}" for option, holds in options)


def numbered(texts: Iterable[str]) -> tuple[Paragraph, ...]:
    """Return texts as paragraphs that carry their number."""
    return tuple(Paragraph(f"{n}．{sentence(text)}") for n, text in enumerate(texts, start=1))


def table_of(heads: str, rows: Iterable[tuple[str, ...]], *widths: int) -> Table:
    """Return a table with a running number before every row; `heads` are parted by blanks."""
    counted = tuple((str(n), *row) for n, row in enumerate(rows, start=1))
    return Table(("序号", *heads.split()), counted, (1, *widths))


def party_block(party: Party) -> Fields:
    """Return who the party is."""
    rows: list[tuple[tuple[str, str], ...]] = [
        (("当事人", party.name),),
        (
            ("类别", party.type.zh if party.type else UNKNOWN),
            (party.id_kind, party.id_number or UNKNOWN),
        ),
    ]
    if party.type is not PartyType.NATURAL_PERSON:
        rows.append((("法定代表人（负责人）", party.representative or UNKNOWN),))
    rows.append((("住所（地址）", party.address or UNKNOWN),))
    rows.append((("联系电话", party.phone or UNKNOWN),))
    if party.agent:
        rows.append((("委托代理人", party.agent.agent_name), ("代理权限", party.agent.authority)))
    return Fields(tuple(rows))


def officer_block(officers: tuple[Officer, ...]) -> Fields:
    """Return the officers with their certificates."""
    return Fields(
        tuple((("执法人员", one.name), ("执法证号", one.certificate)) for one in officers)
    )


def officers_sign(officers: tuple[Officer, ...]) -> Signatures:
    """Return where each officer signs."""
    return Signatures(
        tuple(f"执法人员（{one.name}，执法证号{one.certificate}）签名：" for one in officers)
    )


def confirmed(said: Confirmation, *, who: str) -> tuple[Block, ...]:
    """Return how a record is confirmed: read and correct, or why it isn't signed."""
    if said.signing is Signing.SIGNED:
        lines = [f"{who}签名："] + ([f"监护人（{said.guardian}）签名："] if said.guardian else [])
        return (
            Paragraph(
                "以上笔录已经当事人核对（已向其宣读），确认“看过（听过），无误”。笔录更正处由当事人按手印或者签名。"
            ),
            Signatures(tuple(lines)),
        )
    witness = f"见证人（{said.witness}）签名：" if said.witness else "见证人签名："
    reason = f"{who}{said.signing.zh}。注明原因：{sentence(said.note)}"
    return (Paragraph(reason), Signatures((witness,)))


def opinion_rows(opinions: Iterable[tuple[str, Opinion]]) -> Fields:
    """Return opinions of a form, each with its name and day, or room to write them."""
    return Fields(tuple(((label, _opinion(opinion)),) for label, opinion in opinions))


def _opinion(opinion: Opinion) -> str:
    text = f"{sentence(opinion.text)}\n" if opinion.text.strip() else "\n\n"
    on = day(opinion.on) if opinion.on else "　　年　　月　　日"
    return f"{text}签名：{opinion.name or '　　　　　　'}　　{on}"


def remedies(office: Office, on: date, *, against: str) -> Paragraph:
    """Return where and how long the party may complain (Reconsideration Law 20, 24)."""
    return Paragraph(
        f"如不服本{against}，可以自收到本{against}之日起{length('reconsideration', on)}内"
        f"向{office.government}申请行政复议，"
        f"也可以自收到本{against}之日起{length('lawsuit', on)}内依法向人民法院提起行政诉讼。"
    )


def seal(head: Head) -> Seal:
    """Return the department and the day, with room for the seal."""
    return Seal(head.office.office_name, day(head.dated))


def section(heading: str, *blocks: Block) -> tuple[Block, ...]:
    """Return a heading with what stands under it; without anything there is no heading."""
    return (Heading(heading), *blocks) if blocks else ()


def paper(
    code: str,
    head: Head,
    layout: Layout,
    *blocks: Block,
    title: str = "",
    each_page: str = "",
) -> Paper:
    """Return the paper with the head that all share."""
    return Paper(
        code=code,
        office=head.office.office_name,
        title=title or PAPERS[code][0],
        number=head.number,
        case_number=head.case_number,
        dated=head.dated,
        layout=layout,
        blocks=blocks,
        each_page=each_page,
    )
