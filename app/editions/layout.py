"""The files of an edition folder and the bytes of its exact index."""

from hashlib import blake2b
from json import JSONEncoder
from pathlib import Path
from struct import Struct
from typing import Final

HEADER: Final = "header.json"
LIST: Final = "list.sqlite"
KEYS: Final = "keys.bin"
ANSWERS: Final = "answers.bin"
LOG: Final = "log.jsonl"
HISTORY: Final = "history.jsonl"
BOUNDARIES: Final = "boundaries.geojson"  # only where a bureau has its own
CURRENT: Final = "current"
DIGESTED: Final = (LIST, KEYS, ANSWERS, HISTORY)

# keys.bin: a directory of 65,537 record numbers (by the first two bytes of the hash), then the
# records, sorted by hash: hash, place of the unit in answers.bin, its length, and the ordinal of
# the first day on which the unit is no longer right.
BUCKETS: Final = 1 << 16
DIRECTORY_BYTES: Final = 4 * (BUCKETS + 1)
HASH_BYTES: Final = 16
KEY_RECORD: Final = Struct("<16sQII")

# answers.bin: for each core the run of its look-alikes (JSON objects, a comma before each), and
# units: two pieces of a run (first byte, byte after the last), the number of institutions that
# equal the query, their numbers, and the ready beginning of the answer.
UNIT_HEAD: Final = Struct("<QQQQI")
NUMBER: Final = Struct("<I")
VERDICTS: Final = ("blacklisted", "licensed", "unlicensed", "ambiguous", "not_in_register")

HEADS: Final = tuple(f'"verdict":"{verdict}","institutions":['.encode() for verdict in VERDICTS)

# json.dumps builds an encoder at each call when it is given separators.
compact: Final = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def key_hash(key: str) -> bytes:
    """Return the hash under which a normalised query stands in keys.bin."""
    return blake2b(key.encode(), digest_size=HASH_BYTES).digest()


def folder_name(number: int) -> str:
    """Return the name of an edition's folder, sortable by number."""
    return f"{number:06d}"


def is_edition(folder: Path) -> bool:
    """Say whether `folder` holds an edition with its content."""
    return (folder / HEADER).is_file() and (folder / LIST).is_file()
