"""The tablet's words for the law's terms are those of the domain."""

import re

import pytest

from app.frontend_assets import BUILD
from inspections.evidence import Mark
from inspections.visit_facts import SchoolDay
from inspections.vocabulary import (
    Answer,
    Corrected,
    DeliveryMode,
    InspectionKind,
    LicenceStatus,
    Standing,
    SubjectClass,
    Term,
    VisitResult,
)

TERMS = BUILD.parents[1] / "frontend" / "src" / "tablet" / "terms.ts"
GROUPS = {
    "result": VisitResult,
    "answer": Answer,
    "corrected": Corrected,
    "kind": InspectionKind,
    "school_day": SchoolDay,
    "standing": Standing,
    "licence_status": LicenceStatus,
    "subject_class": SubjectClass,
    "delivery_mode": DeliveryMode,
    "mark": Mark,
}


@pytest.mark.parametrize("group", GROUPS)
def test_the_tablet_says_a_term_as_the_domain_does(group):
    domain: type[Term] = GROUPS[group]
    written = re.search(rf"  {group}: \{{(.*?)\}},?\n", TERMS.read_text(encoding="utf-8"), re.S)
    assert written is not None

    said = re.findall(r"(\w+): \['([^']+)', '([^']+)'\]", written[1])

    assert said == [(term.value, term.zh, term.en) for term in domain]
