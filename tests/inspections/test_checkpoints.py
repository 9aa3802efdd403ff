from hashlib import sha256

import pytest

from inspections.checkpoints import Checkpoint, read_note, signed_note

KEY = b"k" * 32
CHECKPOINT = Checkpoint("mingcha/210100/blacklist", 42, bytes(range(32)))


def sign(message: bytes) -> bytes:
    return sha256(KEY + message).digest() * 2


def verify(message: bytes, signature: bytes) -> bool:
    return sign(message) == signature


def note() -> str:
    return signed_note(CHECKPOINT, public_key=KEY, sign=sign)


def test_a_signed_note_is_read_back_as_it_was_written():
    assert read_note(note(), public_key=KEY, verify=verify) == CHECKPOINT


def test_a_note_shows_origin_size_and_root_in_plain_text():
    lines = note().split("\n")

    assert lines[:4] == [
        "mingcha/210100/blacklist",
        "42",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "",
    ]
    assert lines[4].startswith("— mingcha/210100/blacklist ")


@pytest.mark.parametrize("place", range(0, len(note()), 3))
def test_no_changed_character_is_believed(place: int):
    text = note()
    changed = text[:place] + ("x" if text[place] != "x" else "y") + text[place + 1 :]

    assert read_note(changed, public_key=KEY, verify=verify) != CHECKPOINT


def test_another_key_is_not_believed():
    assert read_note(note(), public_key=b"o" * 32, verify=verify) is None
