"""The story of the demo bureau: a register, visits, listings by three persons, editions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import current_app
from sqlalchemy import select

from app import clock
from app.access import system
from app.commands.demo.cast import Cast, bring_the_people, cast_for
from app.commands.demo.edition import publish
from app.commands.demo.files import read_rows, write_rows
from app.commands.demo.listings import Entry, approve, entries_of, propose
from app.commands.demo.orders import play_orders
from app.commands.demo.past import living_on
from app.commands.demo.places import places_in
from app.commands.demo.rows import Row, Wish, invented_rows
from app.commands.demo.sweeps import walk_a_sweep
from app.commands.demo.visits import enter_visits
from app.commands.demo.words import BLACKLISTED, DEREGISTERED, REVOKED, VALID
from app.db import act, db
from app.importing.reports import read_register
from app.models.register import Institution
from app.services.blacklist import take_step
from app.services.imports import import_reading
from maps.boundaries import Boundaries

Say = Callable[[str], None]

FIRST_IMPORT = timedelta(days=400)
NEWEST_IMPORT = timedelta(days=45)
OLD_ENTRY_MONTHS = 12
WAITING = 3
HOME = "210102"
WITHDRAWN_REASON = "经复核，该处已于立案前停止培训，撤回列入建议。"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded."""

    institutions: int
    listed: int
    visits: int
    refused: Sequence[str]


def is_loaded() -> bool:
    """Say whether there are institutions already; nothing is loaded on top of them."""
    return db.session.scalar(select(Institution.id).limit(1)) is not None


def load_invented(wish: Wish, *, boundaries: Boundaries, say: Say) -> Loaded:
    """Invent a register as of today and play the bureau's last year with it."""
    today = clock.today()
    rows = list(invented_rows(wish, places_in(boundaries)))
    with living_on(today - FIRST_IMPORT - timedelta(days=1)), act():
        bring_the_people()
    cast = cast_for({row["district_code"] for row in rows})
    _first_year(rows, cast=cast, today=today, say=say)
    _import(rows, on=today - NEWEST_IMPORT, say=say)
    visits = enter_visits(today=today)
    visits += walk_a_sweep(today=today)
    orders = play_orders(today=today)
    say(f"{visits} visits entered, a sweep half walked, {orders} orders to correct")
    black = [row for row in rows if row["list_status"] == BLACKLISTED]
    listed, refused = _list(entries_of(black, today=today), cast=cast, today=today, say=say)
    _withdraw_one(rows, cast=cast, today=today)
    _leave_some_waiting(rows, cast=cast, today=today)
    return Loaded(len(rows), listed, visits, refused)


def load_file(path: Path, *, say: Say) -> Loaded:
    """Bring in a register in the generator's columns, list its blacklisted rows, publish."""
    today = clock.today()
    black = [row for row in read_rows(path) if row["list_status"] == BLACKLISTED]
    with act():
        bring_the_people()
    cast = cast_for({row["district_code"] for row in black})
    created = _import_file(path, on=today - timedelta(days=1), say=say)
    listed, refused = _list(entries_of(black, today=today), cast=cast, today=today, say=say)
    return Loaded(created, listed, 0, refused)


def _first_year(rows: Sequence[Row], *, cast: Cast, today: date, say: Say) -> None:
    """Import the register as it stood, and publish an entry whose term is over by now."""
    day = today - FIRST_IMPORT
    known = [_as_before(row) for row in rows if _was_known(row, day)]
    old = next((row for row in known if row["licence_status"] == VALID), None)
    if old is None:  # a bureau of a handful, all of them new
        return
    _import(known, on=day, say=say)
    entry = Entry({**old, "list_reason": "虚假宣传"}, decided_on=day, months=OLD_ENTRY_MONTHS)
    with living_on(day + timedelta(days=1)), act():
        proposed, _refused = propose([entry], cast=cast, progress=_quiet)
    with living_on(day + timedelta(days=2)), act():
        approve(proposed, cast=cast, progress=_quiet)
    with living_on(day + timedelta(days=3)):
        publish(cast, say=say)


def _was_known(row: Row, day: date) -> bool:
    return bool(row["licence_issued"]) and row["licence_issued"] <= day.isoformat()


def _as_before(row: Row) -> Row:
    """Return a row as it was before its licence ended, and before it was listed."""
    ended = row["licence_status"] in (REVOKED, DEREGISTERED)
    status = VALID if ended else row["licence_status"]
    blank = {"list_status": "", "list_reason": "", "list_date": ""}
    return {**row, **blank, "licence_status": status}


def _import(rows: Iterable[Row], *, on: date, say: Say) -> None:
    with TemporaryDirectory(prefix="mingcha-demo-") as folder:
        path = Path(folder) / f"名册{on.isoformat()}.csv"
        write_rows(rows, path)
        _import_file(path, on=on, say=say)


def _import_file(path: Path, *, on: date, say: Say) -> int:
    """Import as the office's system; rows that contradict are left out and counted."""
    office = current_app.config["SETTINGS"].office_district
    with living_on(on):
        reading = read_register(path, home=office)
        with act():
            _run, written = import_reading(
                reading, path, actor=system(office), skip_bad=True, is_full=False
            )
    say(f"register of {on}: {written.report()}, rows {reading.outcomes()}")
    return written.created


def _list(
    entries: Sequence[Entry], *, cast: Cast, today: date, say: Say
) -> tuple[int, Sequence[str]]:
    """Propose, approve and publish: older decisions on days before, newer ones today."""

    def progress(word: str, number: int) -> None:
        say(f"{number} of {len(entries)} {word}")

    older = [entry for entry in entries if entry.decided_on <= today - timedelta(days=3)]
    newer = [entry for entry in entries if entry.decided_on > today - timedelta(days=3)]
    with living_on(today - timedelta(days=3)), act():
        proposed, refused = propose(older, cast=cast, progress=progress)
    with living_on(today - timedelta(days=2)), act():
        approve(proposed, cast=cast, progress=progress)
    with act():
        late, refused_late = propose(newer, cast=cast, progress=progress)
    with act():
        approve(late, cast=cast, progress=progress)
    publish(cast, say=say)
    return len(proposed) + len(late), [*refused, *refused_late]


def _withdraw_one(rows: Sequence[Row], *, cast: Cast, today: date) -> None:
    """Propose an entry and withdraw it the day after, with its reason."""
    unlisted = _unlisted(rows)
    if not unlisted:
        return
    entry = Entry(unlisted[0], decided_on=today - timedelta(days=6))
    with living_on(today - timedelta(days=5)), act():
        proposed, _refused = propose([entry], cast=cast, progress=_quiet)
    with living_on(today - timedelta(days=4)), act():
        take_step(proposed[0], "withdraw", actor=cast.proposer, reason=WITHDRAWN_REASON)


def _leave_some_waiting(rows: Sequence[Row], *, cast: Cast, today: date) -> None:
    """Leave two proposals for the approver and one approval for the publisher."""
    waiting = _unlisted(rows)[1 : 1 + WAITING]
    entries = [Entry(row, decided_on=today - timedelta(days=3)) for row in waiting]
    with living_on(today - timedelta(days=2)), act():
        proposed, _refused = propose(entries, cast=cast, progress=_quiet)
    with living_on(today - timedelta(days=1)), act():
        approve(proposed[:1], cast=cast, progress=_quiet)


def _unlisted(rows: Sequence[Row]) -> list[Row]:
    """Return rows that are on no list, with a reason; first those of the demo persons' district."""
    reasons = ("虚假宣传", "超出许可范围培训", "聘用在职教师", "超期或超额收费")
    found = [row for row in rows if not row["list_status"]]
    found.sort(key=lambda row: row["district_code"] != HOME)
    return [{**row, "list_reason": reason} for row, reason in zip(found, reasons, strict=False)]


def _quiet(_word: str, _number: int) -> None:
    """Say nothing of single entries."""
