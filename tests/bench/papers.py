"""How long a paper takes: the first of a process, each kind after it, forty as a job.

python -m tests.bench.papers
"""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select

from app import jobs
from app.db import act, db
from app.jobs import close_queue
from app.models.jobs import Job
from app.models.people import Account
from app.office import create_office
from app.papers.docx import render_docx
from app.papers.fonts import OWN, Fonts
from app.papers.pdf import Typesetter
from app.row_security import as_system
from app.services.paper_batches import start_batch
from app.services.sessions import viewer_of
from inspections.papers.kinds import KINDS
from tests.app.conftest import settings_for
from tests.app.factories.orders import issued, make_order, visit_with_findings
from tests.app.factories.visits import make_site
from tests.app.people import add_people
from tests.papers import FACTS

PAPER_SECONDS, PAPERS = 2.0, 40


def main() -> None:
    """Print the figures; nothing here fails, as there is no ratio to hold."""
    _one_by_one()
    with tempfile.TemporaryDirectory() as name:
        _as_a_job(Path(name))


def _one_by_one() -> None:
    typesetter = Typesetter(Fonts((OWN,)))
    made = {code: kind.make(FACTS[code]) for code, kind in KINDS.items()}
    first = _seconds(lambda: typesetter.pdf(made["penalty_decision"]))
    _say("first PDF of a process", first)
    times = {code: _seconds(lambda p=paper: typesetter.pdf(p)) for code, paper in made.items()}
    slowest = max(times, key=lambda code: times[code])
    _say(f"slowest of {len(times)} kinds as PDF ({slowest})", times[slowest])
    _say("slowest kind as DOCX", max(_seconds(lambda p=p: render_docx(p)) for p in made.values()))


def _as_a_job(folder: Path) -> None:
    office = create_office(settings_for(folder, f"sqlite:///{folder}/papers.sqlite"))
    with office.app_context(), as_system():
        upgrade()
        with act():
            add_people()
        account = db.session.scalars(select(Account).where(Account.name == "officer1")).one()
        officer = viewer_of(account)
        db.session.rollback()
        with act():
            visit = visit_with_findings(make_site(), officer)
            made = [issued(make_order(visit, officer), officer) for _paper in range(PAPERS)]
            ids = [order.public_id for order in made]
        with act():
            job = start_batch(
                "correction_order", ids, form="pdf", language="zh", url="/JOB", actor=officer
            ).public_id
        took = _seconds(lambda: jobs.run(job))
        db.session.rollback()
        row = db.session.scalars(select(Job).where(Job.public_id == job)).one()
        result = row.result or {}
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{PAPERS} papers as a job: {took:.1f} s, {result['made']} made, "
            f"{took / PAPERS:.2f} s each; peak of the process {megabytes:.0f} MB",
            flush=True,
        )
    close_queue(office)


def _seconds(deed: Callable[[], object]) -> float:
    start = time.perf_counter()
    deed()
    return time.perf_counter() - start


def _say(what: str, seconds: float) -> None:
    late = " SLOW" if seconds > PAPER_SECONDS else ""
    print(f"{what}: {seconds:.2f} s (at most {PAPER_SECONDS:.0f}){late}", flush=True)


if __name__ == "__main__":
    main()
