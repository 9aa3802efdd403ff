"""An edition of the demo bureau, signed by the third person, its large change agreed to by two."""

from collections.abc import Callable

from app.commands.demo.cast import Cast, person
from app.db import act
from app.services.edition_drafts import discard, prepare_edition
from app.services.edition_guard import Override
from app.services.editions import Published, publish_edition, put_out_edition

REASON = "演示数据：整份名单一次发布。"
AGREEING = ("approver2", "leader1")


def publish(cast: Cast, *, say: Callable[[str], None]) -> Published:
    """Publish everything that is approved, in all districts.

    A demo list comes out at once, which the publication guard stops; its override is recorded with
    the reason and the two persons who agreed.
    """
    publisher = cast.publisher
    agreed = Override(REASON, tuple(_person_id(name) for name in AGREEING))
    draft = prepare_edition(viewer=publisher)
    try:
        with act():
            published = publish_edition(draft, actor=publisher, override=agreed)
    except BaseException:
        discard(draft)
        raise
    put_out_edition(published)
    say(f"edition {published.number}: {published.listed} listed of {published.institutions}")
    return published


def _person_id(name: str) -> int:
    number = person(name).person_id
    if number is None:
        raise LookupError(name)
    return number
