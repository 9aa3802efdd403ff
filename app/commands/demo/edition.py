"""An edition of the demo bureau, published by the third person."""

from collections.abc import Callable

from app.commands.demo.cast import PUBLISHER, for_the_whole_city, person
from app.db import act
from app.services.editions import (
    Override,
    discard,
    prepare_edition,
    publish_edition,
    put_out_edition,
)

AGREED = ("approver2", "leader1")
REASON = "演示数据一次导入，条目较多，经核对无误。"


def publish(*, say: Callable[[str], None]) -> None:
    """Publish all that is approved; two others agree, since a first list is always a large change."""
    publisher = for_the_whole_city(PUBLISHER)
    persons = tuple(found for name in AGREED if (found := person(name).person_id) is not None)
    draft = prepare_edition(actor=publisher)
    try:
        with act():
            published = publish_edition(
                draft, actor=publisher, override=Override(REASON, persons)
            )
    finally:
        discard(draft)
    put_out_edition(published)
    say(f"edition {published.number}: {published.listed} entries")
