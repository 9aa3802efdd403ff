"""The register against what a file says of an institution: who is meant, and what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspections.licence_numbers import number_key
from inspections.names import name_key
from inspections.problems import Problem
from inspections.refusal import Refusal
from inspections.rulebook import rule

CREATED, CHANGED, SAME = "new", "changed", "same"
RENAMED, MOVED = "renamed", "moved"


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """An institution as the register has it, as far as a file may speak of it."""

    id: int
    values: Mapping[str, Any]
    in_area: bool = True

    @property
    def key(self) -> tuple[str, str | None]:
        """Return what tells it apart where there is no code."""
        return name_key(self.values["name"]), self.values.get("district_code")


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a row means: an entry of the register, a new institution, or a doubt for a person."""

    entry: KnownEntry | None = None
    doubt: Problem | None = None


def same_address(one: str, another: str) -> bool:
    """Return whether two addresses are one, be it that one leaves out city and district."""
    shorter, longer = sorted((name_key(one), name_key(another)), key=len)
    return longer.endswith(shorter)


def whom_a_row_means(
    stated: Mapping[str, Any],
    *,
    by_code: KnownEntry | None,
    by_licence: Sequence[KnownEntry],
    by_name: Sequence[KnownEntry],
    has_twin: bool = False,
) -> Meant:
    """Return whom a row means: by its code, else by its licence, else by name and district.

    `by_name` are the entries of the same name key and district. Same name, same district, but
    two codes: a person decides. A row `has_twin` where its file has another row of that name:
    then only the address tells, never the name alone.
    """
    if by_code is not None:
        return Meant(by_code)
    code = stated.get("credit_code")
    licensed = [entry for entry in by_licence if not _other_code(code, entry)]
    key = name_key(stated["name"])
    for entry in licensed:
        if name_key(entry.values["name"]) == key:
            return Meant(entry)
    namesakes = [entry for entry in by_name if not _other_code(code, entry)]
    if licensed and not namesakes:
        return _renamed(stated, licensed)
    if code and by_name and not namesakes:
        other = by_name[0]
        return Meant(other, _doubt("credit_code", "known.other_code", other.values["credit_code"]))
    return _among_namesakes(stated, namesakes, has_twin=has_twin)


def _renamed(stated: Mapping[str, Any], licensed: Sequence[KnownEntry]) -> Meant:
    """A licence number under another name: renamed within one district, else a doubt."""
    entry = licensed[0]
    same_district = entry.values.get("district_code") == stated.get("district_code")
    if len(licensed) == 1 and same_district and not stated.get("credit_code"):
        return Meant(entry)
    return Meant(entry, _doubt("licence_no", "known.same_licence", entry.values["name"]))


def _other_code(code: str | None, entry: KnownEntry) -> bool:
    known = entry.values.get("credit_code")
    return bool(code and known and code != known)


def _among_namesakes(
    stated: Mapping[str, Any], namesakes: Sequence[KnownEntry], *, has_twin: bool
) -> Meant:
    """Tell namesakes of one district apart by their address; without one a single one is meant."""
    address = stated.get("address")
    if address:
        here = [entry for entry in namesakes if _is_here(entry, address)]
        silent = [entry for entry in namesakes if not entry.values.get("address")]
        if here:
            return Meant(here[0])
        if stated.get("credit_code") and len(namesakes) == 1 and not has_twin:
            return Meant(namesakes[0])
        return Meant(silent[0]) if len(silent) == 1 == len(namesakes) else Meant()
    if len(namesakes) > 1:
        about = namesakes[0].values["name"]
        return Meant(namesakes[0], _doubt("name", "known.several", about))
    return Meant(namesakes[0]) if namesakes else Meant()


def _is_here(entry: KnownEntry, address: str) -> bool:
    known = entry.values.get("address")
    return isinstance(known, str) and bool(known) and same_address(known, address)


def _doubt(name: str, code: str, about: str) -> Problem:
    return Problem(name, code, about=about)


def changes_between(
    known: Mapping[str, Any], stated: Mapping[str, Any]
) -> dict[str, tuple[Any, Any]]:
    """Return what a file says differently: field to (old, new).

    What the file leaves out stays as it is. Another spelling of one address or licence number,
    and a point moved by less than a metre, are no changes.
    """
    found = {}
    for name, new in stated.items():
        old = known.get(name)
        if new is None or new == old:
            continue
        if old is not None and _is_same(name, old, new):
            continue
        found[name] = (old, new)
    return found


def _is_same(name: str, old: Any, new: Any) -> bool:
    if name == "address":
        return same_address(str(old), str(new))
    if name == "licence_no":
        return number_key(str(old)) == number_key(str(new))
    if name in ("lng_wgs84", "lat_wgs84"):
        return abs(float(old) - float(new)) < 0.000_01
    return False


def kinds_of_change(changes: Iterable[str]) -> str:
    """Return the word for a set of changed fields: renamed before moved before changed."""
    names = set(changes)
    if not names:
        return SAME
    if "name" in names:
        return RENAMED
    if names & {"address", "district_code"}:
        return MOVED
    return CHANGED


@rule(
    "register.rows_are_decided",
    zh="有矛盾或不能存入的行须先由人判断，或明确略过，才能导入",
    basis_zh="本局登记数据管理要求",
    basis_en="The bureau's own rule on register data",
)
def rows_are_decided(undecided: int, *, left_out: bool) -> Refusal | None:
    """Rows that contradict or cannot be stored are decided by a person, or expressly left out."""
    if undecided and not left_out:
        return Refusal("register.rows_are_decided", about=str(undecided))
    return None


@rule(
    "register.import_is_open",
    zh="只有已读取、未导入且没有正在处理的文件才能改动或导入",
    basis_zh="本局登记数据管理要求",
    basis_en="The bureau's own rule on register data",
)
def import_is_open(*, is_open: bool, is_busy: bool) -> Refusal | None:
    """A file is changed or imported only while it is open and nobody works on it."""
    return None if is_open and not is_busy else Refusal("register.import_is_open")
