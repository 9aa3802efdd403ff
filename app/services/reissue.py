"""Signing the list anew: every day, and as soon as an entry has ended; looked at every minute."""

import logging

from flask import current_app

from app.access import system
from app.db import act
from app.errors import Conflict
from app.services.edition_drafts import discard, prepare_edition
from app.services.editions import is_reissue_due, publish_edition, put_out_edition, settle_shelf
from inspections.refusal import Refused

log = logging.getLogger(__name__)


def reissue() -> None:
    """Sign the list anew when it is due; what a rule stands against waits for a person."""
    settle_shelf()
    if not is_reissue_due():
        return
    actor = system(current_app.config["SETTINGS"].office_district)
    draft = prepare_edition(viewer=actor)
    try:
        with act():
            published = publish_edition(draft, actor=actor)
    except (Refused, Conflict) as against:
        log.error("the list is not signed anew: %s", against)
        return
    finally:
        discard(draft)
    put_out_edition(published)
