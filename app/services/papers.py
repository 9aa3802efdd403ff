"""Papers made from facts: rendered, or refused with every reason; each one taken is noted."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app import audit
from app.access import Viewer
from app.errors import BadInput
from app.papers.docx import render_docx
from app.papers.pdf import render_pdf
from app.words import gettext as _
from app.words import language
from inspections.deadlines import UnknownDeadline
from inspections.papers.blocks import Paper
from inspections.papers.characters import UnprintableCharacters
from inspections.papers.gaps import PaperIncomplete
from inspections.papers.kinds import KINDS
from inspections.procedure.papers import paper_word
from inspections.surcharge import NoRate

RENDERERS: Mapping[str, Callable[[Paper], bytes]] = {"pdf": render_pdf, "docx": render_docx}


class PaperNotMade(BadInput):
    """A paper that can't be made as things stand; `fields` name all that is missing."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A paper to be made: its kind, what it states, and the row that it belongs to."""

    code: str
    facts: Any
    belongs_to: str
    scope_code: str


def make_paper(stated: Stated, form: str) -> bytes:
    """Return a paper as "pdf" or "docx"; raises `PaperNotMade` with every reason at once."""
    try:
        return RENDERERS[form](KINDS[stated.code].make(stated.facts))
    except PaperIncomplete as bad:
        message = _(
            "%(paper)s can't be made yet: something that it must state is missing.",
            paper=paper_word(bad.code, language()),
        )
        words = [(one.path, one.en if language() == "en" else one.zh) for one in bad.fields]
        fields = [{"field": path, "message": word} for path, word in words]
        raise PaperNotMade("paper_incomplete", message, fields) from bad
    except UnprintableCharacters as bad:
        message = _(
            "%(paper)s can't be made: these characters can't be printed. Write them in another"
            " way, or add a face that has them.",
            paper=paper_word(bad.code, language()),
        )
        fields = [{"field": "characters", "message": name} for name in bad.names]
        raise PaperNotMade("paper_unprintable", message, fields) from bad
    except (UnknownDeadline, NoRate) as bad:
        message = _(
            "%(paper)s can't be made: it must name a period of law, and none is known for its day.",
            paper=paper_word(stated.code, language()),
        )
        raise PaperNotMade("paper_period_unknown", message) from bad


def record_paper(
    code: str, belongs_to: str, scope_code: str, form: str, content: bytes, *, actor: Viewer
) -> None:
    """Note who took a paper, and its digest."""
    audit.record(
        actor,
        "paper.taken",
        "paper",
        belongs_to,
        chain=scope_code,
        details={"kind": code, "format": form, "sha256": hashlib.sha256(content).hexdigest()},
    )
