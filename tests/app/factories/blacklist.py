"""Listings for tests: complete by default, so that a test states only what it is about."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from app import clock
from app.access import Viewer
from app.db import db
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.models.register import Institution
from app.models.sites import Site
from app.services.listing_content import Content, Subject, subject_of
from app.services.listing_drafts import draft_listing
from app.storage import blobs
from inspections.names import core_name, name_key

_numbers = count(1)
SCAN = b"%PDF-1.7\n% an invented decision\n%%EOF\n"
CONTENT = Content(
    ground="unlicensed_institution",
    legal_basis="《校外培训行政处罚暂行办法》第十七条",
    decision_no="和平教罚字〔2026〕第9号",
    decision_on=date(2026, 11, 12),
    authority="沈阳市和平区教育局",
    notice_served_on=date(2026, 11, 2),
    term_months=36,
)


def make_institution(name: str = "", district_code: str = "210102", **values: Any) -> Institution:
    """Return an institution with its main site."""
    name = name or f"沈阳拟星{next(_numbers)}培训学校"
    institution = Institution(
        name=name,
        name_key=name_key(name),
        core_name=core_name(name),
        district_code=district_code,
        scope_code=district_code,
        source="test",
        created_at=clock.now(),
        updated_at=clock.now(),
        **values,
    )
    db.session.add(institution)
    db.session.flush()
    site = Site(
        institution_id=institution.id,
        is_main=True,
        address="拟文化路1号",
        district_code=district_code,
        scope_code=district_code,
        source="test",
        created_at=clock.now(),
    )
    db.session.add(site)
    db.session.flush()
    return institution


def make_scan(district_code: str = "210102") -> StoredFile:
    """Return a stored scan."""
    stored = StoredFile(
        sha256=blobs().put(SCAN),
        size=len(SCAN),
        media_type="application/pdf",
        original_name="decision.pdf",
        district_code=district_code,
        stored_at=clock.now(),
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def make_draft(
    actor: Viewer, *, subject: Subject | None = None, with_scan: bool = True, **content: Any
) -> Listing:
    """Return a draft of `actor`, complete but for what the test takes away."""
    return draft_listing(
        subject or subject_of(make_institution(district_code=actor.district_code)),
        replace(CONTENT, **content),
        scan=make_scan(actor.district_code) if with_scan else None,
        actor=actor,
    )
