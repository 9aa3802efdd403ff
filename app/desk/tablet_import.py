"""The file of a tablet's queue, brought in at the desk: each request as on the line."""

from http import HTTPStatus
from typing import Any

from flask import g, render_template, request

from app.desk.tablet_records import NAMELESS, called, files_of
from app.errors import NotFound
from app.queries.tablets import device_by_public_id
from app.services.tablet_queue import NoQueue, Outcome, Queue, open_queue, take_queue
from app.words import gettext as _


def ask() -> str:
    """Ask for the file."""
    return _page()


def take() -> Any:
    """Bring in the file and say what came of each record and each file."""
    upload = request.files.get("queue")
    if upload is None or not upload.filename:
        return _page(_("Choose the file that the tablet made.")), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        queue = open_queue(upload.stream.read())
        device_by_public_id(g.viewer, queue.device)
    except NoQueue as fault:
        return _page(_fault(fault.code)), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotFound:
        return _page(_("This tablet isn't one of your district.")), HTTPStatus.UNPROCESSABLE_ENTITY
    return _done(queue, list(take_queue(queue)))


def _fault(code: str) -> str:
    words = {
        "no_queue": _("This is no file of a tablet's queue."),
        "other_office": _("The file is sealed to another office."),
        "damaged": _("The file is damaged. Make it once more on the tablet."),
    }
    return str(words[code])


def _done(queue: Queue, outcomes: list[Outcome]) -> str:
    bodies = {sent.path.rpartition("/")[2]: sent.body for sent in queue.requests}
    records = [one.name for one in outcomes if one.kind == "visit"]
    names = dict(zip(records, called([bodies[name] for name in records], g.viewer), strict=True))
    for name in records:
        names |= dict.fromkeys(files_of(bodies[name]), names[name])
    return render_template(
        "desk/tablets/imported.html",
        device=queue.device,
        rows=[(one, names.get(one.name, NAMELESS)) for one in outcomes],
        received=sum(one.answer.is_receipt for one in outcomes),
    )


def _page(error: str = "") -> str:
    return render_template("desk/tablets/import.html", error=error)
