"""The publication as a piece of long work: prepared, signed in one act, put out after it."""

import logging
from typing import Any

from sqlalchemy import select

from app.access import Viewer
from app.db import act, db
from app.errors import BadInput, Conflict
from app.jobs import Progress
from app.models.people import Account
from app.queries.edition_changes import listings_named
from app.queries.publication import next_edition
from app.services.edition_drafts import discard, prepare_edition
from app.services.edition_guard import require_as_seen
from app.services.editions import publish_edition, put_out_edition
from app.services.sessions import viewer_of
from app.words import gettext as _
from app.words import spoken
from inspections.refusal import Refused
from inspections.rulebook import RULES

log = logging.getLogger(__name__)
STAGES = 3
MOST_NAMED = 10


def publish_job(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Publish the next edition for the person who asked; all of it or nothing."""
    actor = _actor(arguments["account"])
    progress.at(0, STAGES)
    try:
        require_as_seen(next_edition(actor).seen, arguments.get("seen"))
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
    except Conflict as conflict:
        log.error("the edition isn't published, entries changed: %s", sorted(conflict.theirs))
        with spoken(arguments["language"]):
            raise BadInput("changed", changed_words(conflict)) from conflict
    progress.at(2, STAGES)
    put_out_edition(published)
    progress.at(STAGES, STAGES)
    return {"url": arguments["url"], "edition": published.number, "listed": published.listed}


def changed_words(conflict: Conflict) -> str:
    """Say which entries are no longer as they were shown."""
    known = listings_named(list(conflict.theirs)[:MOST_NAMED])
    if not known:
        return str(_("Another edition came out meanwhile. Look at the change and publish again."))
    words = _(
        "Not as it was shown: %(names)s. Look at the change and publish again.",
        names=_("; ").join(known[one].name for one in sorted(known)),
    )
    return str(words)


def _actor(account_id: int) -> Viewer:
    account = db.session.scalars(select(Account).where(Account.id == account_id)).one()
    return viewer_of(account)


def _sentences(refused: Refused, language: str) -> str:
    codes = dict.fromkeys(refusal.code for refusal in refused.refusals)
    said = [RULES[code].sentence(language).rstrip("。.") for code in codes]
    return "；".join(said) + "。" if language == "zh" else "; ".join(said) + "."
