import json
import random
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from app.editions.builder import Built
from app.editions.layout import CURRENT
from app.editions.reader import Edition
from app.editions.verify import Unreadable, checks_of, evidence_from, evidence_in
from app.public.proofs import signed_list
from tests.app.editions.records import ALL, LISTED, NOON, edition

LATER = NOON + timedelta(hours=24)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    first = edition(folder / "000001")
    second = edition(
        folder / "000002",
        [one for one in ALL if one is not LISTED],
        number=2,
        signed_at=LATER,
        before=[first],
    )
    assert isinstance(second, Built)
    (folder / CURRENT).write_text("000002\n")
    return folder


def failed(evidence, *, previous=None, now=LATER):
    return [check.name for check in checks_of(evidence, now=now, previous=previous) if not check.ok]


def test_an_edition_proves_itself(editions: Path):
    assert failed(evidence_in(editions)) == []
    assert failed(evidence_in(editions / "000002")) == []


def test_a_download_proves_itself_against_the_one_before(editions: Path):
    first = evidence_from(json.dumps(signed_list(Edition(editions / "000001"))).encode())
    second = evidence_from(json.dumps(signed_list(Edition(editions / "000002"))).encode())

    assert failed(second, previous=first) == []
    assert "edition_is_not_older" in failed(first, previous=second)


def test_an_expired_edition_is_not_in_force(editions: Path):
    late = LATER + timedelta(hours=73)

    assert failed(evidence_in(editions), now=late) == ["edition_is_in_force"]


def test_what_was_taken_out_leaves_neither_name_nor_salt(editions: Path):
    texts = [path.read_bytes() for path in (editions / "000002").iterdir()]

    assert not any(LISTED.name.encode() in text for text in texts)
    assert not any(b"\x01" * 16 in text for text in texts)


def test_a_log_rewritten_in_secret_is_found(editions: Path, tmp_path: Path):
    other = edition(tmp_path / "other", [], number=1)
    edition(tmp_path / "000002", number=2, signed_at=LATER, before=[other])

    found = failed(evidence_in(tmp_path / "000002"), previous=evidence_in(editions / "000001"))

    assert found == ["log_only_grew"]


@pytest.mark.parametrize("seed", range(60))
def test_no_flipped_bit_in_any_file_passes(editions: Path, tmp_path: Path, seed: int):
    copy = shutil.copytree(editions / "000002", tmp_path / "copy")
    chance = random.Random(seed)
    path = chance.choice(sorted(path for path in copy.iterdir() if path.stat().st_size))
    data = bytearray(path.read_bytes())
    place = chance.randrange(len(data))
    data[place] ^= 1 << chance.randrange(8)
    path.write_bytes(data)

    assert failed(evidence_in(copy)) != [], (path.name, place)


@pytest.mark.parametrize("seed", range(40))
def test_no_changed_value_in_a_download_passes(editions: Path, seed: int):
    document = signed_list(Edition(editions / "000001"))
    chance = random.Random(seed)
    entry = chance.choice(document["entries"])
    change = chance.choice(["field", "salt", "drop", "twice", "log", "order"])
    if change == "field":
        name = chance.choice(sorted(entry["fields"]))
        entry["fields"][name] = "x"
    elif change == "salt":
        entry["salt"] = "0" * 32
    elif change == "drop":
        document["entries"].remove(entry)
    elif change == "twice":
        document["entries"].append(entry)
    elif change == "log":
        document["log"].pop(chance.randrange(len(document["log"])))
    else:
        document["log"].reverse()

    assert failed(evidence_from(json.dumps(document).encode())) != [], change


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 9999])
def test_what_is_no_list_is_unreadable(data: bytes):
    with pytest.raises(Unreadable):
        evidence_from(data)


def test_a_folder_without_an_edition_is_unreadable(tmp_path: Path):
    with pytest.raises(Unreadable):
        evidence_in(tmp_path)
