import json

import pytest

from inspections.editions import (
    Absence,
    BrokenFold,
    EntryEvent,
    Event,
    Membership,
    canonical,
    changes,
    commitment,
    edition_leaf,
    fold,
    is_absent,
    is_member,
    leaves_of,
    list_key,
    list_root,
    prove,
)

SALT = bytes(16)
CODES = [f"9121010{number}MA0TEXT" for number in range(9)]
KEYS = sorted(list_key(credit_code=code, entry_id="") for code in CODES)
STRANGER = list_key(credit_code="91210199MA0NOBODY", entry_id="")


def tree(count: int):
    return leaves_of((key, commitment({"key": key.hex()}, SALT)) for key in KEYS[:count])


def test_canonical_bytes_do_not_depend_on_the_order_of_members():
    assert canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'.encode()


def test_fractions_have_no_canonical_form():
    with pytest.raises(TypeError):
        canonical({"points": [1, 2.5]})


def test_a_commitment_changes_with_the_fields_and_with_the_salt():
    bound = commitment({"name": "甲"}, SALT)

    assert bound != commitment({"name": "乙"}, SALT)
    assert bound != commitment({"name": "甲"}, bytes(15) + b"\x01")


def test_a_short_salt_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        commitment({}, b"short")


@pytest.mark.parametrize("size", range(10))
def test_membership_and_absence_are_proven_in_every_small_list(size: int):
    leaves = tree(size)
    root = list_root(leaves)

    for key in [*KEYS, STRANGER]:
        proof = prove(leaves, key)
        listed = key in KEYS[:size]
        assert isinstance(proof, Membership if listed else Absence)
        if isinstance(proof, Membership):
            assert is_member(proof, key=key, root=root, size=size)
            assert not is_member(proof, key=STRANGER, root=root, size=size)
            assert not is_member(proof, key=key, root=bytes(32), size=size)
        else:
            assert is_absent(proof, key=key, root=root, size=size)
            assert not is_absent(proof, key=key, root=bytes(32), size=size)


def test_a_listed_key_cannot_be_proven_absent_by_leaving_its_leaf_out():
    leaves = tree(9)
    left, right = prove(leaves, KEYS[3]), prove(leaves, KEYS[5])
    assert isinstance(left, Membership)
    assert isinstance(right, Membership)

    forged = Absence(left, right)

    assert not is_absent(forged, key=KEYS[4], root=list_root(leaves), size=9)


def test_absence_beyond_the_ends_needs_the_very_first_or_last_leaf():
    leaves = tree(5)
    second = prove(leaves, KEYS[1])
    assert isinstance(second, Membership)

    assert not is_absent(Absence(None, second), key=bytes(32), root=list_root(leaves), size=5)


def test_one_code_listed_twice_is_one_leaf_with_both_commitments():
    twice = leaves_of([(KEYS[0], b"b" * 32), (KEYS[0], b"a" * 32)])

    assert [leaf.commitments for leaf in twice] == [(b"a" * 32, b"b" * 32)]


def test_events_lead_from_one_list_to_the_next_and_back_to_it_by_folding():
    first = changes({}, {"e1": "aa", "e2": "bb"}, on="2026-01-01")
    then = changes({"e1": "aa", "e2": "bb"}, {"e1": "ac", "e3": "dd"}, on="2026-02-01")

    log = [event.leaf("list") for event in [*first, *then]]

    assert [event.event for event in then] == [Event.AMENDED, Event.ENDED, Event.LISTED]
    assert fold([*log, edition_leaf({"edition": 1})]) == {"e1": "ac", "e3": "dd"}


def test_a_listing_that_was_set_aside_says_the_kind_of_its_reason():
    before = {"e1": "aa", "e2": "bb"}

    closing = changes(before, {}, on="2026-03-01", set_aside={"e2": "decision_revoked"})

    assert [(event.event, event.reason) for event in closing] == [
        (Event.ENDED, None),
        (Event.SET_ASIDE, "decision_revoked"),
    ]
    assert (
        fold([event.leaf("list") for event in changes({}, before, on="2026-01-01") + closing]) == {}
    )


def test_a_closing_leaf_holds_neither_fields_nor_commitment():
    closing = EntryEvent("e1", Event.ENDED, "2026-03-01", None).leaf("list")

    assert json.loads(closing) == {
        "type": "event",
        "list": "list",
        "entry": "e1",
        "event": "ended",
        "on": "2026-03-01",
        "commitment": None,
        "reason": None,
    }


@pytest.mark.parametrize(
    "events",
    [
        [EntryEvent("e", Event.ENDED, "2026-01-01", None)],
        [EntryEvent("e", Event.AMENDED, "2026-01-01", "aa")],
        [EntryEvent("e", Event.LISTED, "2026-01-01", "aa")] * 2,
    ],
    ids=["closed unlisted", "amended unlisted", "listed twice"],
)
def test_a_log_that_contradicts_itself_is_refused(events: list[EntryEvent]):
    with pytest.raises(BrokenFold):
        fold(event.leaf("list") for event in events)
