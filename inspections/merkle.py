"""Hash trees as RFC 6962 draws them: roots, proofs of membership, proofs that a log only grew.

Leaves and nodes carry different prefixes, so that a node can never pass for a leaf.
"""

from collections.abc import Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes; the empty tree has the hash of nothing."""
    return _root(leaves, 0, len(leaves)) if leaves else EMPTY_ROOT


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the sibling hashes that lead from leaf `index` to the root, lowest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    return _inclusion(leaves, index, 0, len(leaves))


def root_by_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that this path claims, or None when it does not fit the tree's shape."""
    if not 0 <= index < size:
        return None
    position, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    return found if last == 0 else None


def consistency_path(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return the hashes that show the first `old_size` leaves to be unchanged in this log."""
    if not 0 <= old_size <= len(leaves):
        raise IndexError(old_size)
    if old_size in (0, len(leaves)):
        return []
    return _consistency(leaves, old_size, 0, len(leaves), whole=True)


def is_consistent(
    *, old_size: int, old_root: bytes, new_size: int, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Say whether the newer log holds the older one as its beginning (RFC 9162, 2.1.4.2)."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    steps = list(path)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    return _walks_to_both(steps, old_size=old_size, new_size=new_size, roots=(old_root, new_root))


def _walks_to_both(
    steps: list[bytes], *, old_size: int, new_size: int, roots: tuple[bytes, bytes]
) -> bool:
    if not steps:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old, new = steps[0], steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new = node_hash(new, step)
        position, last = position >> 1, last >> 1
    return last == 0 and (old, new) == roots


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes], start: int, size: int) -> bytes:
    if size == 1:
        return leaves[start]
    left = _split(size)
    return node_hash(_root(leaves, start, left), _root(leaves, start + left, size - left))


def _inclusion(leaves: Sequence[bytes], index: int, start: int, size: int) -> list[bytes]:
    if size == 1:
        return []
    left = _split(size)
    if index < left:
        return [*_inclusion(leaves, index, start, left), _root(leaves, start + left, size - left)]
    deeper = _inclusion(leaves, index - left, start + left, size - left)
    return [*deeper, _root(leaves, start, left)]


def _consistency(
    leaves: Sequence[bytes], old: int, start: int, size: int, *, whole: bool
) -> list[bytes]:
    if old == size:
        return [] if whole else [_root(leaves, start, size)]
    left = _split(size)
    if old <= left:
        deeper = _consistency(leaves, old, start, left, whole=whole)
        return [*deeper, _root(leaves, start + left, size - left)]
    deeper = _consistency(leaves, old - left, start + left, size - left, whole=False)
    return [*deeper, _root(leaves, start, left)]
