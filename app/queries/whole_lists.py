"""The whole of a list in its order, read some hundred rows at once, for a download or a report."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Select

from app.db import db

ROWS_AT_ONCE = 500

Row = TypeVar("Row")


def batches_of(
    ids: Select[int], load: Callable[[Sequence[int]], Mapping[int, Row]]
) -> Iterator[list[Row]]:
    """Return the rows of an ordered select of keys, batch by batch.

    The keys are read now, the rows as they are asked for; what is gone by then is left out.
    """
    keys = db.session.scalars(ids).all()
    parts = (keys[start : start + ROWS_AT_ONCE] for start in range(0, len(keys), ROWS_AT_ONCE))
    return (_in_order(part, load(part)) for part in parts)


def _in_order(keys: Sequence[int], found: Mapping[int, Row]) -> list[Row]:
    return [found[key] for key in keys if key in found]
