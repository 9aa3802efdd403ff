"""Many papers at once: a job that makes them one by one, into one PDF or a ZIP."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app import audit, clock, jobs
from app.access import Viewer
from app.db import act, db
from app.errors import BadInput
from app.models.files import StoredFile
from app.models.jobs import Job
from app.models.people import Account
from app.papers.joining import packed, stacked
from app.queries.orders import order_by_public_id
from app.queries.paper_facts import onsite_facts, order_paper_facts
from app.queries.papers import PRINT_JOB
from app.queries.visits import versions_of, visit_by_public_id
from app.services.kept_bytes import require_kept
from app.services.papers import PaperNotMade, Stated, make_paper
from app.services.sessions import viewer_of
from app.storage import blobs
from app.words import gettext as _
from app.words import spoken
from inspections.procedure.papers import PAPERS

MOST = 500
MEDIA = {"pdf": "application/pdf", "zip": "application/zip"}


def _order(viewer: Viewer, public_id: str) -> Stated:
    order = order_by_public_id(viewer, public_id)
    return Stated("correction_order", order_paper_facts(order), public_id, order.scope_code)


def _visit(viewer: Viewer, public_id: str) -> Stated:
    visit = visit_by_public_id(viewer, public_id)
    facts = onsite_facts(visit, versions_of(visit)[0])
    return Stated("onsite_record", facts, public_id, visit.scope_code)


# by kind of paper: from the row it belongs to, to what it states
SOURCES: Mapping[str, Callable[[Viewer, str], Stated]] = {
    "correction_order": _order,
    "onsite_record": _visit,
}


def start_batch(
    kind: str, public_ids: Sequence[str], *, form: str, language: str, url: str, actor: Viewer
) -> Job:
    """Have papers of one kind made; raises `BadInput` for none, for too many, or another form.

    `url` is where the result stands, with JOB for the job's public id.
    """
    if form not in MEDIA:
        raise BadInput("bad_form", _("Choose one PDF or a ZIP."))
    if not public_ids:
        raise BadInput("no_papers", _("There is no paper in this list that could be made."))
    if len(public_ids) > MOST:
        message = _("At most %(n)s papers are made at once. Narrow the list down.", n=MOST)
        raise BadInput("too_many_papers", message)
    arguments = {
        "account": actor.account_id,
        "kind": kind,
        "papers": list(public_ids),
        "form": form,
        "language": language,
    }
    job = jobs.start(actor, PRINT_JOB, arguments)
    job.arguments = {**arguments, "url": url.replace("JOB", job.public_id)}
    audit.record(
        actor,
        "papers.asked",
        "job",
        job.public_id,
        chain=actor.district_code,
        details={"kind": kind, "papers": len(public_ids), "format": form},
    )
    return job


def batch_job(arguments: dict[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Make the papers, keep them as one file, and say which couldn't be made and why."""
    account = db.session.scalars(select(Account).where(Account.id == arguments["account"])).one()
    actor, form = viewer_of(account), arguments["form"]
    made: list[tuple[str, bytes]] = []
    left_out: list[dict[str, Any]] = []
    total = len(arguments["papers"])
    with spoken(arguments["language"]):
        for done, public_id in enumerate(arguments["papers"], start=1):
            stated = SOURCES[arguments["kind"]](actor, public_id)
            try:
                made.append((_title(stated), make_paper(stated, "pdf")))
            except PaperNotMade as bad:
                lacks = [field["message"] for field in bad.fields]
                left_out.append({"id": public_id, "message": bad.message, "lacks": lacks})
            db.session.expunge_all()
            progress.at(done, total)
    result = {"url": arguments["url"], "made": len(made), "left_out": left_out}
    if not made:
        return result
    content = stacked(made) if form == "pdf" else packed(made, "pdf")
    with act():
        file = _keep(content, form, len(made), arguments["kind"], actor=actor)
        return {**result, "file": file.public_id}


def _title(stated: Stated) -> str:
    return f"{PAPERS[stated.code][0]}-{stated.facts.head.number or stated.belongs_to}"


def _keep(content: bytes, form: str, count: int, kind: str, *, actor: Viewer) -> StoredFile:
    stored = StoredFile(
        sha256=blobs().put(content),
        size=len(content),
        media_type=MEDIA[form],
        original_name=f"papers.{form}",
        district_code=actor.district_code,
        stored_at=clock.now(),
        stored_by=actor.account_id,
    )
    require_kept([stored.sha256])
    db.session.add(stored)
    db.session.flush()
    audit.record(
        actor,
        "papers.taken",
        "file",
        stored.public_id,
        chain=actor.district_code,
        details={"kind": kind, "papers": count, "format": form, "sha256": stored.sha256},
    )
    return stored
