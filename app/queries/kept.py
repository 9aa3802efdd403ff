"""What was worked out from one state of the register, kept until somebody changes it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from flask import current_app
from sqlalchemy import func, select

from app.db import db
from app.models.audit import AuditHead
from app.models.register import Institution
from app.models.sites import Site
from app.row_security import across_districts

Revision = tuple[int, int, int]
Thing = TypeVar("Thing")


def register_revision() -> Revision:
    """Return what changes whenever an institution, a site, a listing or a visit does.

    Acts are counted under the lock of their chain: of two transactions at once the later to commit
    shows too, whichever took the higher number first.
    """
    acts = select(func.sum(AuditHead.acts)).scalar_subquery()
    institution = select(func.max(Institution.id)).scalar_subquery()
    site = select(func.max(Site.id)).scalar_subquery()
    with across_districts():
        row = db.session.execute(select(acts, institution, site)).one()
    return (row[0] or 0, row[1] or 0, row[2] or 0)


class Kept(Generic[Thing]):
    """Things by key, of the newest revision only; past `most` the one unused longest goes."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._revision: Revision = (-1, -1, -1)
        self._things: OrderedDict[Hashable, Thing] = OrderedDict()

    def get(self, revision: Revision, key: Hashable, work_out: Callable[[], Thing]) -> Thing:
        """Return the thing for `key`, worked out now where it isn't kept for this revision."""
        with self._lock:
            if self._revision != revision:
                self._revision, self._things = revision, OrderedDict()
            things = self._things
            if key in things:
                things.move_to_end(key)
                return things[key]
        thing = work_out()
        with self._lock:
            things[key] = thing
            if len(things) > self._most:
                things.popitem(last=False)
        return thing


def kept(name: str, *, most: int) -> Kept[Any]:
    """Return the running application's things of this name."""
    found: Kept[Any] = current_app.extensions.setdefault(f"kept_{name}", Kept(most=most))
    return found
