"""Papers after the decision: service, demand, closing, the index of the file.

Measures 35, 37; Enforcement Law 35, 54.
"""

from dataclasses import dataclass
from datetime import date, datetime

from inspections.papers.blocks import Addressee, Fields, Layout, Note, Paper, Paragraph, Signatures
from inspections.papers.decisions import account_block, amount
from inspections.papers.parts import (
    COPIES,
    day,
    length,
    minute,
    officers_sign,
    one_of,
    opinion_rows,
    paper,
    party_block,
    require_whole,
    seal,
    section,
    sentence,
    table_of,
)
from inspections.papers.persons import BY_HAND, Head, Officer, Opinion, Party
from inspections.procedure.terms import ClosingGround
from inspections.vocabulary import ServiceMethod

BLANK_TIME = "　　年　　月　　日　　时　　分"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPaper:
    """A paper that is served, with its number."""

    title: str
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReceipt:
    """What the receipt of a service states; what happens at the door may be written by hand."""

    head: Head
    papers: tuple[ServedPaper, ...]
    person_to_serve: str
    place: str
    officers: tuple[Officer, ...]
    method: ServiceMethod | None = None
    served_at: datetime | None = None
    receiver: str = ""
    relation: str = ""
    refusal_reason: str = ""
    witness: str = ""


def service_receipt(facts: ServiceReceipt) -> Paper:
    """Return the receipt of a service (送达回证); a paper left in presence needs its reason."""
    code = "service_receipt"
    left = facts.method is ServiceMethod.LEFT
    also = {"refusal_reason": facts.refusal_reason, "witness": facts.witness} if left else {}
    require_whole(code, facts, **also)
    methods = one_of((one.zh, one is facts.method) for one in ServiceMethod)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        table_of("送达文书名称 文号", ((one.title, one.number) for one in facts.papers), 6, 6),
        Fields(
            (
                (("受送达人", facts.person_to_serve),),
                (("送达地点", facts.place),),
                (("送达方式", methods),),
                (
                    (
                        "送达时间",
                        minute(facts.served_at) if facts.served_at else BLANK_TIME,
                    ),
                ),
                (
                    ("收件人签名或者盖章", f"{facts.receiver}\n\n"),
                    ("与受送达人的关系", facts.relation or "　"),
                ),
                (("拒收或者代收的事由", facts.refusal_reason or "（如有，注明事由和日期）"),),
                (("见证人", facts.witness or "（留置送达时签名）"),),
            )
        ),
        officers_sign(facts.officers),
        seal(facts.head),
        Note(
            "送达人不得少于两人。委托他人代收的，应当附授权委托书；邮寄、电子、公告送达的，应当附凭证。"
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandLetter:
    """What a demand before enforcement states; `amount_fen` 0 where no money is owed."""

    head: Head
    party: Party
    decision_number: str
    decided_on: date
    served_on: date
    duty: str
    where: str
    amount_fen: int = 0


def demand_letter(facts: DemandLetter) -> Paper:
    """Return the demand before an application to the court (催告书)."""
    code = "demand_letter"
    account = facts.head.office.account
    require_whole(
        code,
        facts,
        **({"head__office__account": account} if facts.amount_fen else {}),
    )
    within = length("demand", facts.head.dated)
    pay = (
        section(
            "二、金额和缴纳方式",
            Paragraph(f"应当缴纳{amount(facts.amount_fen)}，缴纳至下列账户："),
            account_block(account),
        )
        if account and facts.amount_fen
        else section("二、金额和缴纳方式", Paragraph("上述义务不涉及金钱给付。"))
    )
    return paper(
        code,
        facts.head,
        Layout.LETTER,
        party_block(facts.party),
        Addressee(f"{facts.party.name}："),
        Paragraph(
            f"本机关于{day(facts.decided_on)}作出的《行政处罚决定书》（{facts.decision_number}）"
            f"已于{day(facts.served_on)}送达。你（单位）逾期未履行，"
            "依据《中华人民共和国行政强制法》第三十五条、第五十四条的规定，现催告如下："
        ),
        *section("一、应当履行的义务", Paragraph(sentence(facts.duty))),
        *pay,
        *section(
            "三、履行期限",
            Paragraph(
                f"请自收到本催告书之日起{within}内履行。逾期仍未履行的，本机关将依法申请人民法院强制执行。"
            ),
        ),
        *section(
            "四、陈述和申辩的权利",
            Paragraph(
                f"收到本催告书后，你（单位）有权进行陈述和申辩，提出的地点：{sentence(facts.where)}"
            ),
        ),
        seal(facts.head),
        Note(COPIES),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingForm:
    """What the form that closes a case states; its number in the archive may come later."""

    head: Head
    party: Party
    outcome: str
    execution: str
    property_handled: str
    ground: ClosingGround
    officers: tuple[Officer, ...]
    archive_index: str = ""
    officer_opinion: Opinion = BY_HAND
    unit_opinion: Opinion = BY_HAND
    head_opinion: Opinion = BY_HAND


def closing_form(facts: ClosingForm) -> Paper:
    """Return the form by which the department head approves a closing (结案审批表)."""
    code = "closing_form"
    require_whole(code, facts)
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        Fields(
            (
                (("处理结果", facts.outcome),),
                (("执行情况", facts.execution),),
                (("涉案财物处理情况", facts.property_handled),),
                (("结案理由", one_of((one.zh, one is facts.ground) for one in ClosingGround)),),
            )
        ),
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
        Fields(
            (
                (("归档号", facts.archive_index or "（归档时填写）"),),
                (("填表日期", day(facts.head.dated)),),
            )
        ),
        officers_sign(facts.officers),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """One paper of a file: what it is, its number and day, where it begins, how long it is."""

    title: str
    on: date
    page: int
    number: str = ""
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileIndex:
    """What the index of a file states; `kept_by` signs for its being whole."""

    head: Head
    title: str
    party_name: str
    filed: tuple[Filed, ...]
    kept_by: str = ""


def file_index(facts: FileIndex) -> Paper:
    """Return the cover and index of a file (卷宗目录)."""
    code = "file_index"
    require_whole(code, facts)
    rows = (
        (one.title, one.number or "——", day(one.on), _pages(one.page, one.pages))
        for one in facts.filed
    )
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(
            (
                (("案由", facts.title),),
                (("当事人", facts.party_name),),
                (("立卷日期", day(facts.head.dated)), ("文书件数", str(len(facts.filed)))),
            )
        ),
        table_of("文书名称 文号 日期 页码", rows, 5, 6, 4, 2),
        Signatures((f"立卷人{f'（{facts.kept_by}）' if facts.kept_by else ''}签名：",)),
    )


def _pages(first: int, count: int) -> str:
    return str(first) if count == 1 else f"{first}–{first + count - 1}"
