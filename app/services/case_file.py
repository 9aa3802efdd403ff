"""The whole file of a case as one PDF: its index, then each paper as made or as its scan."""

from collections.abc import Iterator

from sqlalchemy import select

from app import clock
from app.db import db
from app.models.cases import Case, CasePaper
from app.models.visits import EvidenceFile
from app.papers.joining import Part, UnreadablePart, whole_file
from app.papers.offices import office_book
from app.services.case_paper_facts import MADE, stated_of
from app.services.papers import PaperNotMade, make_paper
from app.storage import blobs
from app.words import gettext as _
from inspections.papers.persons import Head
from inspections.procedure.papers import PAPERS
from inspections.vocabulary import NumberState

JOINED = ("application/pdf", "image/jpeg", "image/png")
VIEW = "image/jpeg"


def file_of_case(case: Case) -> bytes:
    """Return the file; raises `PaperNotMade` where a paper or scan of it can't be laid in.

    Papers made here of kinds that only exist as forms elsewhere are in it as their scans, or not.
    """
    head = Head(
        office=office_book().office(case.scope_code),
        dated=clock.today(),
        case_number=case.number or "",
    )
    try:
        return whole_file(
            head, list(_parts(case)), title=case.title, party_name=case.party_name or ""
        )
    except UnreadablePart as bad:
        message = _("This scan can't be read. Scan it once more: %(title)s", title=str(bad))
        raise PaperNotMade("scan_unreadable", message) from bad


def _parts(case: Case) -> Iterator[Part]:
    statement = select(CasePaper).where(
        CasePaper.case_id == case.id, CasePaper.state == NumberState.USED
    )
    for paper in db.session.scalars(statement.order_by(CasePaper.dated_on, CasePaper.id)):
        found = _content(case, paper)
        if found:
            content, media_type = found
            title = PAPERS[paper.kind][0]
            yield Part(title, paper.dated_on, content, media_type, paper.number or "")


def _content(case: Case, paper: CasePaper) -> tuple[bytes, str] | None:
    """Return the signed scan where there is one, else the paper as it is made."""
    if paper.evidence is not None:
        return _scan(paper.evidence)
    if paper.kind in MADE:
        return make_paper(stated_of(case, paper), "pdf"), "application/pdf"
    return None


def _scan(evidence: EvidenceFile) -> tuple[bytes, str]:
    """Return a scan as it came; of a format that no reader lays into a PDF, its view copy."""
    file = evidence.file
    if file.media_type in JOINED or evidence.view_sha256 is None:
        return blobs().get(file.sha256), file.media_type
    return blobs().get(evidence.view_sha256), VIEW
