"""Checking an edition as a stranger would: from its own bytes, without the office that made it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from app.editions.header import BadHeader, Header
from app.editions.layout import CURRENT, HEADER, HISTORY, LIST, LOG
from app.editions.reader import Edition
from inspections.editions import (
    BrokenFold,
    commitment,
    fold,
    leaves_of,
    list_key,
    list_root,
)
from inspections.merkle import leaf_hash, tree_root


class Unreadable(Exception):
    """What was given is no edition, no signed list and no header."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked."""

    name: str
    ok: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to check: a header, and where it came along, entries, log, files, history."""

    header: Header | None
    entries: Sequence[Mapping[str, Any]] | None = None
    log: Sequence[bytes] | None = None
    folder: Path | None = None
    history: Sequence[str] | None = None

    @property
    def number(self) -> int | None:
        """Return the number of the edition, if its header could be read."""
        return self.header.number if self.header else None


def evidence_in(path: Path) -> Evidence:
    """Read a folder of one edition or of many, a signed list, or a header; raises Unreadable."""
    if path.is_dir():
        return _of_folder(path)
    try:
        return evidence_from(path.read_bytes())
    except OSError as error:
        raise Unreadable(str(error)) from error


def evidence_from(data: bytes) -> Evidence:
    """Read a signed list or a header from JSON; raises Unreadable."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable("this is no JSON document") from error
    if not isinstance(document, dict):
        raise Unreadable("this is no signed list")
    if "entries" not in document or "header" not in document:
        return Evidence(_header(json.dumps(document)))
    return Evidence(
        _header(json.dumps(document["header"])),
        entries=document["entries"],
        log=[str(leaf).encode() for leaf in document.get("log", [])],
    )


def checks_of(
    evidence: Evidence, *, now: datetime, previous: Evidence | None = None
) -> list[Check]:
    """Return everything that was checked; all must hold."""
    header = evidence.header
    if header is None:
        return [Check("header_is_signed", False)]
    checks = [
        Check("header_is_signed", True),
        Check("checkpoint_is_signed", header.checkpoint() is not None),
        Check("edition_is_in_force", now <= header.valid_until),
    ]
    if evidence.folder is not None:
        checks.append(Check("files_are_as_signed", _files_are_as_signed(evidence.folder, header)))
    if evidence.history is not None:
        checks.append(Check("history_is_chained", _history_is_chained(evidence.history, header)))
    if evidence.entries is not None:
        checks += _entry_checks(evidence.entries, header)
    if evidence.log is not None:
        checks += _log_checks(evidence, header)
    if previous is not None:
        checks += _growth_checks(evidence, previous)
    return checks


def _of_folder(folder: Path) -> Evidence:
    pointer = folder / CURRENT
    if pointer.is_file():
        name = pointer.read_text("utf-8", errors="replace").strip()
        folder = folder / name if name.isdigit() else folder
    if not (folder / HEADER).is_file():
        raise Unreadable(f"there is no edition in {folder}")
    header = _header((folder / HEADER).read_bytes())
    if header is None or not (folder / LIST).is_file():
        return Evidence(header)
    if not _files_are_as_signed(folder, header):
        return Evidence(header, folder=folder)
    edition = Edition(folder)
    return Evidence(
        header,
        entries=[
            {"fields": one.fields, "salt": one.salt.hex(), "commitment": one.commitment.hex()}
            for one in edition.all_entries()
        ],
        log=(folder / LOG).read_bytes().splitlines() if (folder / LOG).is_file() else [],
        folder=folder,
        history=(folder / HISTORY).read_text("utf-8").splitlines(),
    )


def _header(text: str | bytes) -> Header | None:
    try:
        return Header.read(text)
    except BadHeader:
        return None


def _files_are_as_signed(folder: Path, header: Header) -> bool:
    for name, signed in header.values["files"].items():
        path = folder / name
        if not path.is_file() or path.stat().st_size != signed["bytes"]:
            return False
        with path.open("rb") as handle:
            if file_digest(handle, "sha256").hexdigest() != signed["sha256"]:
                return False
    return True


def _history_is_chained(history: Sequence[str], header: Header) -> bool:
    headers = [*map(_header, history), header]
    before: str | None = None
    for number, one in enumerate(headers, start=1):
        if one is None or one.number != number or one.values["previous"] != before:
            return False
        if one.public_key != header.public_key or one.values["list"] != header.values["list"]:
            return False
        before = one.digest
    return True


def _entry_checks(entries: Sequence[Mapping[str, Any]], header: Header) -> list[Check]:
    try:
        bound = [commitment(one["fields"], bytes.fromhex(one["salt"])) for one in entries]
        keys = [
            list_key(credit_code=one["fields"]["credit_code"], entry_id=one["fields"]["entry"])
            for one in entries
        ]
        salts = sorted(bytes.fromhex(one["salt"]) for one in entries)
        are_bound = all(
            mine.hex() == one["commitment"] for mine, one in zip(bound, entries, strict=True)
        )
        ids = {one["fields"]["entry"] for one in entries}
    except (KeyError, TypeError, ValueError, AttributeError):
        return [Check("entries_are_bound", False)]
    counts = header.values["counts"]
    root = list_root(leaves_of(zip(keys, bound, strict=True))).hex()
    return [
        Check("entries_are_bound", are_bound),
        Check("salts_are_as_signed", sha256(b"".join(salts)).hexdigest() == header.values["salts"]),
        Check("root_is_as_signed", root == header.values["root"]),
        Check("counts_are_right", len(entries) == len(ids) == counts["listed"]),
    ]


def _log_checks(evidence: Evidence, header: Header) -> list[Check]:
    leaves = list(evidence.log or ())
    signed = header.values["log"]
    root = tree_root([leaf_hash(leaf) for leaf in leaves]).hex()
    checks = [
        Check("log_is_as_signed", (len(leaves), root) == (signed["size"], signed["root"])),
        Check("log_ends_with_this_edition", leaves[-1:] == [header.leaf()]),
    ]
    if evidence.entries is not None:
        checks.append(Check("log_leads_to_the_list", _leads_to(leaves, evidence.entries)))
    return checks


def _leads_to(leaves: Sequence[bytes], entries: Sequence[Mapping[str, Any]]) -> bool:
    try:
        listed = {one["fields"]["entry"]: one["commitment"] for one in entries}
        return fold(leaves) == listed
    except (BrokenFold, KeyError, TypeError, ValueError):
        return False


def _growth_checks(evidence: Evidence, previous: Evidence) -> list[Check]:
    """Check that the log holds the earlier one as its beginning, under the same key."""
    old, new = previous.header, evidence.header
    if old is None or new is None:
        return [Check("previous_is_signed", old is not None)]
    size = old.values["log"]["size"]
    leaves = list(evidence.log or ())[:size]
    root = tree_root([leaf_hash(leaf) for leaf in leaves]).hex()
    return [
        Check("previous_is_signed", True),
        Check("key_is_the_same", old.public_key == new.public_key),
        Check("list_is_the_same", old.values["list"] == new.values["list"]),
        Check("edition_is_not_older", old.number <= new.number),
        Check("log_only_grew", len(leaves) == size and root == old.values["log"]["root"]),
    ]
