"""Building the folder of one edition from plain records."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from shutil import copyfile
from typing import Any

from app.editions.exact import ExactIndex
from app.editions.header import Header, Key, moment_text, sign_header
from app.editions.layout import BOUNDARIES, DIGESTED, HEADER, HISTORY, LIST, LOG
from app.editions.similar import Cores
from app.editions.tables import Counts, Tables
from inspections.editions import (
    FORMAT,
    changes,
    commitment,
    edition_leaf,
    fold,
    leaves_of,
    list_key,
    list_root,
)
from inspections.names import taken
from inspections.verdicts import PublicFacts, entry_fields, may_be_shown


@dataclass(frozen=True, slots=True)
class Order:
    """What an edition is made from, beside the records.

    `leaves` is the log before this edition, `history` the earlier headers as signed, `salts` one
    random salt for each entry, `office` what the pages say of the publisher, `set_aside` the kind
    of reason of entries that are taken off because they should not have stood there, `boundaries`
    the file of the bureau's districts, where they aren't those that come with the program.
    """

    number: int
    list_name: str
    area: Mapping[str, str]
    office: Mapping[str, str]
    day: date
    signed_at: datetime
    valid_until: datetime
    key: Key
    salts: Mapping[str, bytes]
    leaves: Sequence[bytes] = ()
    history: Sequence[str] = ()
    boundaries: Path | None = None
    set_aside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Built:
    """A finished edition: its header and the leaves that it adds to the log."""

    header: Header
    new_leaves: tuple[bytes, ...]


@dataclass(slots=True)
class _Entries:
    keys: list[tuple[bytes, bytes]] = field(default_factory=list)
    commitments: dict[str, str] = field(default_factory=dict)
    salts: list[bytes] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Content:
    """What lies in a folder before it is signed: the core of the header, and entry → commitment."""

    core: Mapping[str, Any]
    commitments: Mapping[str, str]


def build_edition(folder: Path, records: Iterable[PublicFacts], order: Order) -> Built:
    """Write and sign the edition in the empty `folder`; the header comes last.

    Records of unknown standing are left out. Raises KeyError for an entry without a salt.
    """
    return sign_edition(folder, build_content(folder, records, order), order)


def build_content(folder: Path, records: Iterable[PublicFacts], order: Order) -> Content:
    """Write all files but log and header: the long part, which needs no lock."""
    counts, entries = _write_records(folder, records, order)
    (folder / HISTORY).write_text("".join(f"{one.strip()}\n" for one in order.history), "utf-8")
    if order.boundaries:
        copyfile(order.boundaries, folder / BOUNDARIES)
    core = _core(folder, counts=counts, entries=entries, order=order)
    return Content(core, entries.commitments)


def sign_edition(folder: Path, content: Content, order: Order) -> Built:
    """Write log and header; the log grows by what changed and by this edition."""
    events = changes(
        fold(order.leaves),
        content.commitments,
        on=order.day.isoformat(),
        set_aside=order.set_aside,
    )
    own = edition_leaf(content.core)
    new_leaves = [*(event.leaf(order.list_name) for event in events), own]
    header = sign_header(content.core, leaves=[*order.leaves, *new_leaves], key=order.key)
    with (folder / LOG).open("wb") as out:
        out.writelines(leaf + b"\n" for leaf in (*order.leaves, *new_leaves))
    (folder / HEADER).write_text(header.text(), "utf-8")
    return Built(header, tuple(new_leaves))


def _write_records(
    folder: Path, records: Iterable[PublicFacts], order: Order
) -> tuple[Counts, _Entries]:
    tables, index = Tables(folder / LIST, order.day), ExactIndex(folder, order.day)
    cores, entries, number = Cores(), _Entries(), 0
    for facts in records:
        if not may_be_shown(facts, order.day):
            continue
        name = taken(facts.name)
        cores.add(name, number)
        tables.add(number, facts, name)
        index.add(number, facts)
        if facts.listing and facts.listing.is_in_force(order.day):
            _enter(number, facts, tables=tables, entries=entries, salts=order.salts)
        number += 1
    tables.finish()
    index.finish(cores)
    return tables.counts, entries


def _enter(
    number: int,
    facts: PublicFacts,
    *,
    tables: Tables,
    entries: _Entries,
    salts: Mapping[str, bytes],
) -> None:
    fields = entry_fields(facts)
    salt = salts[fields["entry"]]
    bound = commitment(fields, salt)
    key = list_key(credit_code=facts.credit_code, entry_id=fields["entry"])
    tables.add_entry(number, facts, key=key, salt=salt, commitment=bound)
    entries.keys.append((key, bound))
    entries.commitments[fields["entry"]] = bound.hex()
    entries.salts.append(salt)


def _core(folder: Path, *, counts: Counts, entries: _Entries, order: Order) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "list": order.list_name,
        "edition": order.number,
        "area": dict(order.area),
        "office": dict(order.office),
        "day": order.day.isoformat(),
        "counts": {
            "institutions": counts.institutions,
            "listed": counts.listed,
            "listed_without_code": counts.listed_without_code,
        },
        "root": list_root(leaves_of(entries.keys)).hex(),
        "salts": sha256(b"".join(sorted(entries.salts))).hexdigest(),
        "files": {name: _digested(folder / name) for name in _names(order)},
        "previous": Header.read(order.history[-1]).digest if order.history else None,
        "signed_at": moment_text(order.signed_at),
        "valid_until": moment_text(order.valid_until),
        "key_id": order.key.key_id,
        "public_key": b64encode(order.key.public_key).decode(),
    }


def _names(order: Order) -> tuple[str, ...]:
    return (*DIGESTED, BOUNDARIES) if order.boundaries else DIGESTED


def _digested(path: Path) -> dict[str, Any]:
    with path.open("rb") as handle:
        return {"bytes": path.stat().st_size, "sha256": file_digest(handle, "sha256").hexdigest()}
