"""Visits and pictures for tests: complete by default; a test states only what it is about."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

from PIL import Image
from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.people import Account
from app.models.sites import Site
from app.models.visits import EvidenceFile, Visit
from app.queries.search import search_text
from app.services.evidence import Upload, keep, receive
from app.services.visit_documents import NewVisit
from app.services.visit_judging import items_asked
from app.services.visits import enter_visit
from inspections.checklists import GivenAnswer
from inspections.evidence import FileRole, Mark
from inspections.visit_facts import Signing
from inspections.vocabulary import Answer, InspectionKind, VisitResult
from tests.app.factories.blacklist import make_institution

DAY = date(2026, 11, 18)
SCAN = b"%PDF-1.7\n% a signed record\n%%EOF\n"


def jpeg(width: int = 64, height: int = 48, *, colour: str = "teal", **options: Any) -> bytes:
    """Return a small photo."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", **options)
    return out.getvalue()


def png(width: int = 64, height: int = 48, mode: str = "RGB") -> bytes:
    """Return a small PNG."""
    out = io.BytesIO()
    Image.new(mode, (width, height)).save(out, "PNG")
    return out.getvalue()


def make_site(district_code: str = "210102", **values: Any) -> Site:
    """Return the main site of a new institution."""
    institution = make_institution(district_code=district_code, **values)
    institution.search_grams = search_text(name=institution.name)
    return db.session.scalars(select(Site).where(Site.institution_id == institution.id)).one()


def person_of(name: str) -> str:
    """Return the public id of a demo person."""
    account = db.session.scalars(select(Account).where(Account.name == name)).one()
    return account.person.public_id


def make_evidence(
    site: Site,
    actor: Viewer,
    content: bytes = SCAN,
    *,
    name: str = "笔录.pdf",
    role: FileRole = FileRole.RECORD,
    mark: Mark | None = None,
) -> EvidenceFile:
    """Store a file as evidence for a site."""
    arrived, problems = receive([Upload(name, io.BytesIO(content), role, mark)])
    assert problems == []
    return keep(arrived[0], site=site, actor=actor)


def all_yes(site: Site, day: date = DAY, **others: GivenAnswer) -> dict[str, GivenAnswer]:
    """Return "yes" to every item asked, but for the ones named."""
    answers = {item.code: GivenAnswer(Answer.YES) for item in items_asked(site, day).items}
    return {**answers, **others}


def complete_visit(site: Site, **changes: Any) -> NewVisit:
    """Return a visit against which nothing stands, once its scan is there."""
    wanted = NewVisit(
        kind=InspectionKind.DAILY,
        happened_on=DAY,
        author=person_of("inspector1"),
        second_officer=person_of("inspector2"),
        result=VisitResult.COMPLIANT,
        answers=all_yes(site),
        ground="沈和教检〔2026〕14号",
        certificate_shown=True,
        met_name="马拟然",
        met_role="教务主管",
        signing=Signing.SIGNED,
    )
    return replace(wanted, **changes)


def make_visit(site: Site, actor: Viewer, **changes: Any) -> Visit:
    """Enter a visit with its scan."""
    scan = make_evidence(site, actor)
    return enter_visit(site, complete_visit(site, **changes), [scan], actor=actor)
