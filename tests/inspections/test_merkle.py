import base64
from hashlib import sha256

import pytest

from inspections.merkle import (
    EMPTY_ROOT,
    consistency_path,
    inclusion_path,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
    tree_root,
)

SMALL = 24
LEAVES = [leaf_hash(str(number).encode()) for number in range(SMALL)]
# RFC 6962 by hand: leaves "", 0x00, 0x10 of Certificate Transparency's own test data.
KNOWN = [leaf_hash(data) for data in (b"", b"\x00", b"\x10")]


def flipped(digest: bytes) -> bytes:
    return bytes([digest[0] ^ 1]) + digest[1:]


def test_the_empty_tree_has_the_hash_of_nothing():
    assert tree_root([]) == sha256(b"").digest() == EMPTY_ROOT


@pytest.mark.parametrize(
    ("size", "root"),
    [
        (1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
    ],
)
def test_roots_are_those_of_certificate_transparency(size: int, root: str):
    assert tree_root(KNOWN[:size]).hex() == root


@pytest.mark.parametrize("size", range(1, SMALL + 1))
def test_every_leaf_of_every_small_tree_is_proven_and_no_changed_proof_passes(size: int):
    leaves = LEAVES[:size]
    root = tree_root(leaves)

    for index in range(size):
        path = inclusion_path(leaves, index)
        assert root_by_inclusion(leaves[index], index, size, path) == root
        assert root_by_inclusion(flipped(leaves[index]), index, size, path) != root
        assert root_by_inclusion(leaves[index], index, size, [*path, root]) != root
        for place in range(len(path)):
            mutant = [*path[:place], flipped(path[place]), *path[place + 1 :]]
            assert root_by_inclusion(leaves[index], index, size, mutant) != root
            assert root_by_inclusion(leaves[index], index, size, path[:place]) != root


@pytest.mark.parametrize("new_size", range(SMALL + 1))
def test_every_growth_of_a_small_log_is_proven_and_no_changed_proof_passes(new_size: int):
    new_root = tree_root(LEAVES[:new_size])

    for old_size in range(new_size + 1):
        old_root = tree_root(LEAVES[:old_size])
        path = consistency_path(LEAVES[:new_size], old_size)
        claim = {"old_size": old_size, "new_size": new_size}
        assert is_consistent(**claim, old_root=old_root, new_root=new_root, path=path)
        assert not is_consistent(**claim, old_root=flipped(old_root), new_root=new_root, path=path)
        assert not is_consistent(**claim, old_root=old_root, new_root=new_root, path=[*path, b"x"])
        for place in range(len(path)):
            mutant = [*path[:place], flipped(path[place]), *path[place + 1 :]]
            assert not is_consistent(**claim, old_root=old_root, new_root=new_root, path=mutant)
        if old_size and path:
            changed = flipped(new_root)
            assert not is_consistent(**claim, old_root=old_root, new_root=changed, path=path)


def test_a_rewritten_past_is_not_consistent():
    rewritten = [leaf_hash(b"other"), *LEAVES[1:8]]

    path = consistency_path(rewritten, 4)

    assert not is_consistent(
        old_size=4,
        old_root=tree_root(LEAVES[:4]),
        new_size=8,
        new_root=tree_root(rewritten),
        path=path,
    )


def test_a_node_never_passes_for_a_leaf():
    assert leaf_hash(LEAVES[0] + LEAVES[1]) != tree_root(LEAVES[:2])
    assert base64.b64encode(EMPTY_ROOT).decode() == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
