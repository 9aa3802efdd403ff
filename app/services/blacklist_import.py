"""Lists taken over: rows as read, whom they mean on the register, and the drafts they become."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select

from app import audit, clock
from app.access import Viewer
from app.db import act, db
from app.importing.outcomes import ACCEPT, CONFLICT, REJECT, SKIP, WARN, Judged
from app.importing.reports import Reading, read_register
from app.jobs import Progress
from app.models.blacklist import Listing, ListingImport
from app.models.people import Account
from app.models.register import Institution
from app.queries.listing_facts import has_other_open_listing
from app.queries.listing_matches import (
    FormerNames,
    Named,
    bore_the_name,
    candidates,
    former_names,
    institution_meant,
)
from app.scope import codes_below
from app.services.imports import NothingWritten, home_district
from app.services.listing_content import Content, Origin, Subject, subject_of
from app.services.listing_drafts import draft_listing
from app.services.sessions import viewer_of
from inspections.blacklist import OPEN_STATES
from inspections.listing_policy import policy_on
from inspections.names import name_key
from inspections.problems import Problem
from inspections.words_of_registers import ListStatus

Row = dict[str, Any]
GOOD = (ACCEPT, WARN)
NO_INSTITUTION = "-"


def read_list(path: Path, *, viewer: Viewer, sheet: str | None = None) -> Reading:
    """Read and judge a list; rows of a white list and of other areas are no drafts.

    Raises UnreadableFile when there is no table in the file.
    """
    reading = read_register(path, home=home_district(), sheet=sheet)
    former = former_names()
    area = None if viewer.is_system else codes_below(viewer)
    for row in reading.rows:
        if row.outcome not in GOOD:
            continue
        values = reading.value_of(row)
        if values.get("list_status") == ListStatus.WHITE:
            row.outcome = SKIP
            row.problems = (Problem("list_status", "listing.white"),)
        elif area is not None and values.get("district_code") not in (None, *area):
            row.tell(Problem("district", "listing.outside_area"), REJECT)
        elif _is_a_former_name(values, viewer, former):
            row.tell(Problem("name", "listing.former_name"))
    return reading


def _is_a_former_name(values: Mapping[str, Any], viewer: Viewer, former: FormerNames) -> bool:
    """Say whether the row names nobody for certain, and somebody by a name borne earlier."""
    named = _named(values)
    once = former.get(name_key(named.name))
    return bool(once) and institution_meant(viewer, named, former) is None


def enter_list(reading: Reading, path: Path, *, actor: Viewer) -> ListingImport:
    """Keep what was read, persons masked, and whom each row means; drafts come later."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    former = former_names()
    batch = ListingImport(
        file_name=reading.file[-200:],
        sha256=digest,
        encoding=reading.encoding,
        sheet=reading.sheet,
        rows_listed=len(reading.rows),
        persons_set_apart=sum(row.is_person for row in reading.rows),
        outcomes=reading.outcomes(),
        report={"rows": [_kept(reading, row, actor, former) for row in reading.rows]},
        scope_code=actor.district_code,
        account_id=actor.account_id,
        read_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    audit.record(
        actor,
        "listing_list.read",
        "listing_import",
        batch.public_id,
        chain=batch.scope_code,
        after={"sha256": digest},
        details={"rows": batch.rows_listed, "persons_set_apart": batch.persons_set_apart},
    )
    return batch


def _kept(reading: Reading, row: Judged, actor: Viewer, former: FormerNames) -> Row:
    values = reading.value_of(row) if row.values else {}
    kept: Row = {
        "row": row.row,
        "outcome": row.outcome,
        "person": row.is_person,
        "values": values,
        "problems": [[one.field, one.code, one.about, one.right] for one in row.problems],
        "duplicate_of": row.duplicate_of,
        "conflicts_with": list(row.conflicts_with),
    }
    if row.outcome in GOOD:
        named = _named(values)
        meant = institution_meant(actor, named, former)
        kept["institution"] = meant.public_id if meant else None
        if meant is None:
            _offer(kept, named, actor, former)
    return kept


def _offer(kept: Row, named: Named, actor: Viewer, former: FormerNames) -> None:
    """Offer whom the row may mean; who bore the name once is marked, and a person decides."""
    found = candidates(actor, named, former)
    once = [one.public_id for one in found if bore_the_name(one, named.name, former)]
    kept["candidates"] = [one.public_id for one in found]
    kept["former"] = once


def _named(values: Mapping[str, Any]) -> Named:
    return Named(
        name=str(values.get("name") or ""),
        credit_code=values.get("credit_code"),
        licence_no=values.get("licence_no"),
        district_code=values.get("district_code"),
    )


def write_list(
    batch: ListingImport,
    *,
    actor: Viewer,
    skip_bad: bool,
    choices: Mapping[int, str] | None = None,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Write a draft for each good row and return the counts; the same list again changes nothing.

    `choices` are a person's: row to the id of an institution, or to `NO_INSTITUTION`. Raises
    `NothingWritten` where rows contradict one another and may not be left out.
    """
    rows: list[Row] = batch.report["rows"]
    if not skip_bad and any(row["outcome"] in (CONFLICT, REJECT) for row in rows):
        raise NothingWritten
    counts = Counter(created=0, updated=0, unchanged=0)
    for done, row in enumerate(rows, start=1):
        if row["outcome"] in GOOD:
            chosen = (choices or {}).get(row["row"], row.get("institution") or "")
            counts[_write_row(batch, row, chosen, actor)] += 1
        if progress:
            progress.at(done, len(rows))
    batch.written, batch.written_at = dict(counts), clock.now()
    audit.record(
        actor,
        "listing_list.imported",
        "listing_import",
        batch.public_id,
        chain=batch.scope_code,
        after={"sha256": batch.sha256},
        details={"written": dict(counts), "persons_set_apart": batch.persons_set_apart},
    )
    return dict(counts)


def _write_row(batch: ListingImport, row: Row, chosen: str, actor: Viewer) -> str:
    values = row["values"]
    institution = _chosen(chosen, actor)
    if _is_known(batch, row, institution):
        return "unchanged"
    subject = subject_of(institution) if institution else _subject(values)
    draft_listing(
        subject,
        content_of_row(values),
        actor=actor,
        origin=Origin(batch, row["row"], values),
    )
    return "created"


def _chosen(public_id: str, actor: Viewer) -> Institution | None:
    if not public_id or public_id == NO_INSTITUTION:
        return None
    found = db.session.scalar(select(Institution).where(Institution.public_id == public_id))
    inside = actor.is_system or (found and found.scope_code in codes_below(actor))
    return found if inside else None


def _is_known(batch: ListingImport, row: Row, institution: Institution | None) -> bool:
    """Say whether an entry under way or listed exists, or this very row was taken over before."""
    if institution is not None and has_other_open_listing(institution.id):
        return True
    same_row = (ListingImport.sha256 == batch.sha256) & (Listing.import_row == row["row"])
    conditions = [same_row]
    if institution is None:
        values = row["values"]
        conditions.append(
            Listing.state.in_(OPEN_STATES)
            & (Listing.name_key == name_key(values["name"])[:200])
            & Listing.district_code.is_not_distinct_from(values.get("district_code"))
            & Listing.address.is_not_distinct_from(values.get("address"))
        )
    statement = select(Listing.id).outerjoin(Listing.source).where(or_(*conditions))
    return db.session.scalar(statement.limit(1)) is not None


def _subject(values: Mapping[str, Any]) -> Subject:
    return Subject(
        name=values["name"],
        credit_code=values.get("credit_code"),
        address=values.get("address"),
        district_code=values.get("district_code"),
    )


def content_of_row(values: Mapping[str, Any]) -> Content:
    """Return what a row says of the decision; everything else stays open in the draft."""
    listed_on, ends_on = _day(values.get("list_date")), _day(values.get("list_ends"))
    policy = policy_on(listed_on or clock.today())
    ground = policy.ground_for_reason(values.get("list_reason"))
    content = Content(
        ground=ground.code if ground else None,
        legal_basis=values.get("list_basis") or (ground.basis_zh or None if ground else None),
        decision_no=_short(values.get("decision_no"), 80),
        authority=_short(values.get("authority"), 120),
        listed_on=listed_on,
    )
    return replace(content, ends_on=ends_on) if listed_on else content


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _short(text: str | None, longest: int) -> str | None:
    return text if text is None or len(text) <= longest else None


def import_job(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Write a list that was looked at in the browser; the whole of it or nothing."""
    with act():
        account = db.session.scalars(
            select(Account).where(Account.id == arguments["account"])
        ).one()
        statement = select(ListingImport).where(ListingImport.public_id == arguments["import"])
        batch = db.session.scalars(statement.with_for_update()).one()
        if batch.written_at is None:
            write_list(
                batch,
                actor=viewer_of(account),
                skip_bad=True,
                choices={int(row): chosen for row, chosen in arguments["choices"].items()},
                progress=progress,
            )
    return {"url": arguments["url"]}
