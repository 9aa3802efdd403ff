"""Papers of a case: stated from what was entered with its steps, before a step as it is weighed."""

import io
import re
import subprocess
from datetime import date

import pytest
from pypdf import PdfReader
from sqlalchemy import select, update

from app.db import act, db
from app.errors import NotFound
from app.models.case_evidence import CaseEvidence
from app.models.cases import Case, CasePaper
from app.services.case_evidence import NewEvidence, add_evidence
from app.services.case_file import file_of_case
from app.services.case_paper_facts import stated_of
from app.services.case_papers import number_paper
from app.services.papers import PaperNotMade, make_paper
from inspections.evidence import EvidenceKind
from inspections.vocabulary import PartyType
from tests.app.factories.cases import TO_THE_REPORT, led, make_lead, step, weighed

KNOWN = {
    "party_type": PartyType.ORGANISATION,
    "party_code": "91210102MA00000000",
    "party_representative": "孙拟某",
    "party_address": "和平区文化路1号",
    "party_phone": "024-12345678",
}
PROOF = NewEvidence(
    kind=EvidenceKind.DOCUMENT,
    title="收据12张",
    proves="已收取培训费",
    collected_on=date(2026, 3, 3),
)


@pytest.fixture
def case(desk, people):
    """A case whose investigation is closed and whose penalty is weighed."""
    officer = people.officer1
    with act():
        case = make_lead(officer, **KNOWN)
        day = led(case, *TO_THE_REPORT)
        add_evidence(case, PROOF, actor=officer)
        weighed(case)
        return case.public_id, day


def found(public_id):
    return db.session.scalars(select(Case).where(Case.public_id == public_id)).one()


def paper_of(case, kind):
    statement = select(CasePaper).where(CasePaper.case_id == case.id, CasePaper.kind == kind)
    return db.session.scalars(statement).one()


def text_of(case, kind):
    content = make_paper(stated_of(case, paper_of(case, kind)), "pdf")
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    return re.sub(r"\s+", "", told.stdout.decode())


def states(text, *said):
    return [one for one in said if one not in text]


def test_the_papers_up_to_the_report_say_what_was_entered(case):
    row = found(case[0])

    filing, report = text_of(row, "filing_form"), text_of(row, "investigation_report")

    missing = states(filing, "案件来源", "孙拟某", "■是□否见审批表", "周拟衡", "同意立案。签名：")
    assert missing == []
    assert states(report, "连续三周在家中有偿补课", "收据12张", "已收取培训费", "30,000.00元") == []


def test_a_notice_is_printed_before_it_is_served_as_it_is_weighed(case, people):
    officer = people.officer1
    with act():
        row = found(case[0])
        led(row, "discuss", start=case[1])
        number_paper(row, "prior_notice", dated_on=date(2026, 3, 9), actor=officer)

    text = text_of(found(case[0]), "prior_notice")

    said = ("教罚告字〔2026〕第1号", "连续三周在家中有偿补课", "第十八条", "罚款人民币30,000.00元")
    assert states(text, *said, "5个工作日内") == []


def test_a_decision_and_its_closing_say_what_was_decided(case):
    with act():
        row = found(case[0])
        led(row, "discuss", "serve_prior_notice", start=case[1])
        step(row, "decide_penalty", date(2026, 3, 25))

    text = text_of(found(case[0]), "penalty_decision")

    said = ("教罚字〔2026〕第1号", "未提出陈述、申辩", "罚款人民币30,000.00元（大写：叁万元整）")
    assert states(text, *said, "依法公开") == []


def test_what_the_case_does_not_know_is_named(case):
    with act():
        row = found(case[0])
        row.party_address = None
        db.session.execute(update(CaseEvidence).values(proves=None))

    with pytest.raises(PaperNotMade) as stopped:
        text_of(found(case[0]), "investigation_report")

    paths = {one["field"] for one in stopped.value.fields}
    assert paths == {"party.address", "evidence.1.proves"}


def test_the_whole_file_holds_what_was_made_behind_its_index(desk, people):
    officer = people.officer1
    with act():
        row = make_lead(officer, **KNOWN)
        led(row, "begin_review", "file")

    reader = PdfReader(io.BytesIO(file_of_case(row)))

    assert [mark.title for mark in reader.outline] == [row.title, "立案审批表"]
    first = re.sub(r"\s+", "", reader.pages[0].extract_text())
    assert "卷宗目录" in first and "和平教立字〔2026〕第1号" in first


def test_a_scan_that_cannot_be_laid_into_the_file_is_named(case):
    with pytest.raises(PaperNotMade, match="送达回证"):
        file_of_case(found(case[0]))


def test_a_paper_that_others_write_is_not_made(case):
    row = found(case[0])
    brought = CasePaper(kind="party_statement", dated_on=date(2026, 3, 3))

    with pytest.raises(NotFound):
        stated_of(row, brought)
