"""Papers made on the spot: the on-site record, the inquiry record (Penalty Law 55; Measures 28)."""

from dataclasses import dataclass
from datetime import datetime

from inspections.papers.blocks import Block, Dialogue, Fields, Layout, Paper, Paragraph
from inspections.papers.parts import (
    choice,
    confirmed,
    minute,
    numbered,
    officer_block,
    officers_sign,
    paper,
    party_block,
    require_whole,
    section,
    table_of,
)
from inspections.papers.persons import Confirmation, Head, Officer, Party
from inspections.visit_facts import Signing

PRESENT = "当事人（在场人员）"
EACH_PAGE = "当事人签名：　　　　　　　　　　执法人员签名：　　　　　　　　　　"
RIGHTS = (
    "你（单位）依法享有陈述、申辩的权利；认为执法人员与本案有直接利害关系或者有其他关系可能影响公正执法的，"
    "有权申请其回避；执法人员未出示执法证件的，有权拒绝接受检查、询问。同时应当如实回答询问、提供材料并协助调查。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One matter that was looked at, and what was seen."""

    item: str
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A photo or recording of a record; `digest` is the SHA-256 at capture."""

    kind: str
    about: str
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnsiteRecord:
    """What an on-site record states; `certificate_shown`, `rights_told` None is ticked by hand."""

    head: Head
    party: Party
    place: str
    started_at: datetime
    ended_at: datetime
    officers: tuple[Officer, ...]
    findings: tuple[Finding, ...]
    confirmation: Confirmation
    present_name: str = ""
    present_role: str = ""
    certificate_shown: bool | None = None
    rights_told: bool | None = None
    files: tuple[ListedFile, ...] = ()
    copies: tuple[str, ...] = ()


def onsite_record(facts: OnsiteRecord) -> Paper:
    """Return the record of what was found at a place (现场检查笔录)."""
    code = "onsite_record"
    present = facts.present_name, facts.present_role
    if facts.confirmation.signing is Signing.ABSENT:
        present = facts.present_name or "无（当事人不在场）", facts.present_role or "——"
    require_whole(
        code,
        facts,
        present_name=present[0],
        present_role=present[1],
    )
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        party_block(facts.party),
        Fields(
            (
                (("检查地点", facts.place),),
                (("开始时间", minute(facts.started_at)), ("结束时间", minute(facts.ended_at))),
                (("在场人员", present[0]), ("身份（职务）", present[1])),
                *officer_block(facts.officers).rows,
                (
                    ("是否出示执法证件", choice(facts.certificate_shown)),
                    ("是否告知权利", choice(facts.rights_told)),
                ),
            )
        ),
        *section("一、告知事项", Paragraph(RIGHTS)),
        *section(
            "二、检查情况",
            table_of("检查事项 检查情况", ((one.item, one.seen) for one in facts.findings), 5, 7),
        ),
        *section("三、照片、录音录像清单", *_listed(facts.files)),
        *section("四、提取、复制的材料", *_copied(facts.copies)),
        *section("五、核对确认", *confirmed(facts.confirmation, who=PRESENT)),
        officers_sign(facts.officers),
        each_page=EACH_PAGE,
    )


def _listed(files: tuple[ListedFile, ...]) -> tuple[Block, ...]:
    if not files:
        return (Paragraph("本次检查没有照片、录音和录像。"),)
    rows = ((one.kind, one.about, one.digest or "——") for one in files)
    return (table_of("种类 内容 SHA-256", rows, 2, 4, 6),)


def _copied(copies: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return numbered(copies) if copies else (Paragraph("本次检查没有提取、复制材料。"),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One question and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRecord:
    """What an inquiry record states; `guardian` is present where the person is a minor."""

    head: Head
    started_at: datetime
    ended_at: datetime
    place: str
    person_name: str
    person_identity: str
    relation: str
    officers: tuple[Officer, ...]
    certificate_shown: bool
    duties_told: bool
    exchanges: tuple[Exchange, ...]
    confirmation: Confirmation
    is_minor: bool = False
    guardian: str = ""


def inquiry_record(facts: InquiryRecord) -> Paper:
    """Return the record of an inquiry (询问笔录)."""
    code = "inquiry_record"
    guardian = facts.guardian if facts.is_minor else "——"
    require_whole(
        code,
        facts,
        guardian=guardian,
    )
    rows: list[tuple[tuple[str, str], ...]] = [
        (("开始时间", minute(facts.started_at)), ("结束时间", minute(facts.ended_at))),
        (("询问地点", facts.place),),
        (("被询问人", facts.person_name), ("身份证件及身份", facts.person_identity)),
        (("与本案关系", facts.relation),),
        *officer_block(facts.officers).rows,
        (
            ("是否出示执法证件", choice(facts.certificate_shown)),
            ("是否告知义务和回避权", choice(facts.duties_told)),
        ),
    ]
    if facts.is_minor:
        rows.append((("到场的监护人", facts.guardian),))
    return paper(
        code,
        facts.head,
        Layout.RECORD,
        Fields(tuple(rows)),
        *section(
            "一、告知事项",
            Paragraph(
                "我们是本机关执法人员，已向你出示执法证件，现依法就有关情况向你询问。"
                "你应当如实回答，不得隐瞒、作虚假陈述；与本案无关的问题，你有权拒绝回答。"
                "你认为执法人员与本案有直接利害关系或者有其他关系可能影响公正执法的，有权申请其回避。"
            ),
        ),
        *section("二、询问内容", *(Dialogue(one.question, one.answer) for one in facts.exchanges)),
        *section("三、核对确认", *confirmed(facts.confirmation, who="被询问人")),
        officers_sign(facts.officers),
        each_page="被询问人签名：　　　　　　　　　　执法人员签名：　　　　　　　　　　",
    )
