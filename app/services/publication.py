"""The publication as a piece of long work: prepared, signed in one act, put out after it."""

from typing import Any

from sqlalchemy import select

from app.access import Viewer
from app.db import act, db
from app.errors import BadInput
from app.jobs import Progress
from app.models.people import Account
from app.services.edition_drafts import discard, prepare_edition
from app.services.editions import publish_edition, put_out_edition
from app.services.sessions import viewer_of
from inspections.refusal import Refused
from inspections.rulebook import RULES

STAGES = 3


def publish_job(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Publish the next edition for the person who asked; all of it or nothing."""
    actor = _actor(arguments["account"])
    progress.at(0, STAGES)
    try:
        draft = prepare_edition(viewer=actor)
        progress.at(1, STAGES)
        try:
            with act():
                published = publish_edition(draft, actor=actor)
        except BaseException:
            discard(draft)
            raise
    except Refused as refused:
        raise BadInput("refused", _sentences(refused, arguments["language"])) from refused
    progress.at(2, STAGES)
    put_out_edition(published)
    progress.at(STAGES, STAGES)
    return {"url": arguments["url"], "edition": published.number, "listed": published.listed}


def _actor(account_id: int) -> Viewer:
    account = db.session.scalars(select(Account).where(Account.id == account_id)).one()
    return viewer_of(account)


def _sentences(refused: Refused, language: str) -> str:
    codes = dict.fromkeys(refusal.code for refusal in refused.refusals)
    said = [RULES[code].sentence(language).rstrip("。.") for code in codes]
    return "；".join(said) + "。" if language == "zh" else "; ".join(said) + "."
