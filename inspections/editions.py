"""The published list in a form that anyone can check: canonical bytes, commitments, tree, events.

Entries are leaves of a tree sorted by hashed key, so that being on the list and not being on it
can both be proven. What was published when stands in an append-only log of events and headers.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from inspections.merkle import inclusion_path, leaf_hash, root_by_inclusion, tree_root

FORMAT = 1
SALT_BYTES = 16
Canonical = Mapping[str, Any]


class Event(StrEnum):
    """What a leaf of the log says about an entry."""

    LISTED = "listed"
    AMENDED = "amended"
    ENDED = "ended"
    SET_ASIDE = "set_aside"


CLOSING = (Event.ENDED, Event.SET_ASIDE)


class BrokenFold(ValueError):
    """The events of a log contradict one another."""


def canonical(value: object) -> bytes:
    """Return the one way of writing `value` as JSON: sorted keys, no blanks, UTF-8 (RFC 8785).

    Fractions are refused: two programs may write them differently.
    """
    _refuse_fractions(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def commitment(fields: Canonical, salt: bytes) -> bytes:
    """Return the hash that binds an entry's public fields without giving them away."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 16 bytes")
    return sha256(b"\x02" + salt + canonical(fields)).digest()


def list_key(*, credit_code: str | None, entry_id: str) -> bytes:
    """Return an entry's place in the tree: by credit code, or by entry id without one."""
    return sha256((credit_code or entry_id).encode()).digest()


@dataclass(frozen=True, slots=True)
class Leaf:
    """All entries under one key; several where one code was listed more than once."""

    key: bytes
    commitments: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """Return the leaf's hash in the tree."""
        return leaf_hash(self.key + b"".join(self.commitments))


@dataclass(frozen=True, slots=True)
class Membership:
    """A leaf with its place and its way to the root."""

    leaf: Leaf
    index: int
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """The two neighbours between which the key would stand; None beyond either end."""

    left: Membership | None
    right: Membership | None


def leaves_of(entries: Iterable[tuple[bytes, bytes]]) -> list[Leaf]:
    """Return the leaves over (key, commitment), sorted by key."""
    grouped: dict[bytes, list[bytes]] = {}
    for key, value in entries:
        grouped.setdefault(key, []).append(value)
    return [Leaf(key, tuple(sorted(values))) for key, values in sorted(grouped.items())]


def list_root(leaves: Sequence[Leaf]) -> bytes:
    """Return the root of the list."""
    return tree_root([leaf.digest for leaf in leaves])


def prove(leaves: Sequence[Leaf], key: bytes) -> Membership | Absence:
    """Return the proof that `key` stands in the list, or that it doesn't."""
    hashes = [leaf.digest for leaf in leaves]
    place = bisect_left(leaves, key, key=lambda leaf: leaf.key)
    if place < len(leaves) and leaves[place].key == key:
        return _membership(leaves, hashes, place)
    left = _membership(leaves, hashes, place - 1) if place > 0 else None
    right = _membership(leaves, hashes, place) if place < len(leaves) else None
    return Absence(left, right)


def is_member(proof: Membership, *, key: bytes, root: bytes, size: int) -> bool:
    """Say whether this proof shows `key` under this root."""
    found = root_by_inclusion(proof.leaf.digest, proof.index, size, proof.path)
    return proof.leaf.key == key and found == root


def is_absent(proof: Absence, *, key: bytes, root: bytes, size: int) -> bool:
    """Say whether this proof shows that `key` is not under this root."""
    left, right = proof.left, proof.right
    if left is None and right is None:
        return size == 0 and root == tree_root([])
    for side in (left, right):
        if side and not is_member(side, key=side.leaf.key, root=root, size=size):
            return False
    if left and not left.leaf.key < key:
        return False
    if right and not key < right.leaf.key:
        return False
    before = left.index if left else -1
    after = right.index if right else size
    return after == before + 1


@dataclass(frozen=True, slots=True)
class EntryEvent:
    """One leaf of the log about one entry; a closing leaf carries no commitment.

    A listing that was set aside says which kind of reason; one that merely ended says nothing.
    """

    entry: str
    event: Event
    on: str
    commitment: str | None
    reason: str | None = None

    def leaf(self, list_name: str) -> bytes:
        """Return the bytes that stand in the log."""
        return canonical(
            {
                "type": "event",
                "list": list_name,
                "entry": self.entry,
                "event": self.event.value,
                "on": self.on,
                "commitment": self.commitment,
                "reason": self.reason,
            }
        )


def edition_leaf(core: Canonical) -> bytes:
    """Return the log's leaf for an edition: its number and the digest of its header's core."""
    digest = sha256(canonical(core)).hexdigest()
    return canonical({"type": "edition", "edition": core["edition"], "core": digest})


def changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    on: str,
    set_aside: Mapping[str, str] | None = None,
) -> list[EntryEvent]:
    """Return the events that lead from one list (entry → commitment) to the next, by entry.

    `set_aside` names the kind of reason of the entries that didn't end by themselves.
    """
    found = []
    for entry in sorted(before.keys() | after.keys()):
        old, new = before.get(entry), after.get(entry)
        if old == new:
            continue
        if new is None:
            found.append(_closing(entry, on, (set_aside or {}).get(entry)))
        else:
            event = Event.LISTED if old is None else Event.AMENDED
            found.append(EntryEvent(entry, event, on, new))
    return found


def _closing(entry: str, on: str, reason: str | None) -> EntryEvent:
    event = Event.SET_ASIDE if reason else Event.ENDED
    return EntryEvent(entry, event, on, None, reason)


def fold(leaves: Iterable[bytes]) -> dict[str, str]:
    """Return the list (entry → commitment) that a log's leaves lead to.

    Raises BrokenFold where an entry is listed twice, or changed or closed without being listed.
    """
    state: dict[str, str] = {}
    for data in leaves:
        leaf = json.loads(data)
        if leaf["type"] == "event":
            _apply(state, leaf)
    return state


def _apply(state: dict[str, str], leaf: dict[str, Any]) -> None:
    entry, event = leaf["entry"], Event(leaf["event"])
    if (event is Event.LISTED) is (entry in state):
        raise BrokenFold(f"{event} does not fit entry {entry}")
    if event in CLOSING:
        del state[entry]
    else:
        state[entry] = leaf["commitment"]


def _membership(leaves: Sequence[Leaf], hashes: Sequence[bytes], index: int) -> Membership:
    return Membership(leaves[index], index, tuple(inclusion_path(hashes, index)))


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("fractions have no canonical form here")
    if isinstance(value, Mapping):
        for part in value.values():
            _refuse_fractions(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _refuse_fractions(part)
