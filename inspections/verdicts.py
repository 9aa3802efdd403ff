"""The public answer about institutions: their public record on a day, and the verdict on a query.

An accusation follows only from an equal name, code or number and from a formal act (Private
Education Law; law on public query): nobody is accused by likeness.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from inspections.licences import LicenceFacts, restrictions_on, standing_on
from inspections.names import name_key
from inspections.vocabulary import (
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    Restriction,
    Standing,
    SubjectClass,
    SubjectGroup,
    Term,
)

MOST_SIMILAR = 9
MOST_CANDIDATES = 10
EXACT_SCORE = 100
NEVER = date.max
DIGITS_OF_A_LICENCE = 13
NO_LICENCE = LicenceFacts()


class Verdict(StrEnum):
    """What the check answers."""

    BLACKLISTED = "blacklisted"
    LICENSED = "licensed"
    UNLICENSED = "unlicensed"
    AMBIGUOUS = "ambiguous"
    NOT_IN_REGISTER = "not_in_register"


@dataclass(frozen=True, slots=True)
class Premises:
    """A place where an institution teaches; the point is WGS-84 and may be missing."""

    address: str
    lng_wgs84: float | None = None
    lat_wgs84: float | None = None
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class ListingFacts:
    """A listing as the public may read it; `ends_on` is its last day."""

    entry_id: str
    ground: str
    legal_basis: str
    authority: str
    listed_on: date
    ends_on: date | None = None
    decision_no: str | None = None
    decision_on: date | None = None
    penalty: str | None = None

    def is_in_force(self, day: date) -> bool:
        """Say whether the listing may be shown on `day`."""
        return self.listed_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """All that may leave the office about one institution, or one listed place without a code."""

    id: str
    name: str
    district_code: str | None = None
    district_zh: str = ""
    district_en: str = ""
    licence: LicenceFacts = NO_LICENCE
    former_names: tuple[str, ...] = ()
    short_name: str | None = None
    credit_code: str | None = None
    address: str | None = None
    premises: tuple[Premises, ...] = ()
    subject_group: SubjectGroup | None = None
    subject_class: SubjectClass | None = None
    subjects: str | None = None
    stages: str | None = None
    legal_form: LegalForm | None = None
    delivery_mode: DeliveryMode | None = None
    authority: str | None = None
    listing: ListingFacts | None = None


def standing(facts: PublicFacts, day: date) -> Standing:
    """Return how the institution stands in public on `day`; a listing in force comes first."""
    if facts.listing and facts.listing.is_in_force(day):
        return Standing.BLACKLISTED
    return standing_on(facts.licence, day)


def restrictions(facts: PublicFacts, day: date) -> tuple[Restriction, ...]:
    """Return the restrictions in force on `day`."""
    return restrictions_on(facts.licence, day)


def may_be_shown(facts: PublicFacts, day: date) -> bool:
    """Say whether the edition holds this institution on `day`: never one of unknown standing."""
    return standing(facts, day) is not Standing.UNKNOWN


def changes_on(facts: PublicFacts, day: date) -> date:
    """Return the first day after `day` on which the public record may read differently."""
    turns = [
        _after(facts.licence.expires_on),
        _after(facts.listing.ends_on if facts.listing else None),
    ]
    if facts.listing:
        turns.append(facts.listing.listed_on)
    return min((turn for turn in turns if turn > day), default=NEVER)


def keys_of(facts: PublicFacts) -> frozenset[str]:
    """Return every normalised name, code and number by which the institution is found exactly.

    The digits of a licence number count without the words around them, too.
    """
    number = facts.licence.number or ""
    digits = "".join(filter(str.isdigit, name_key(number)))
    texts = [facts.name, *facts.former_names, facts.short_name, facts.credit_code, number]
    texts += [digits] if len(digits) >= DIGITS_OF_A_LICENCE else []
    return frozenset(filter(None, (name_key(text) for text in texts if text)))


def names_of(facts: PublicFacts) -> tuple[str, ...]:
    """Return the names by which the institution may be found by likeness."""
    return tuple(filter(None, (facts.name, *facts.former_names, facts.short_name)))


def verdict_on(exact: Sequence[PublicFacts], day: date, *, has_candidates: bool) -> Verdict:
    """Return the verdict for the institutions that equal the query."""
    if len(exact) == 1:
        return Verdict(standing(exact[0], day).value)
    if exact or has_candidates:
        return Verdict.AMBIGUOUS
    return Verdict.NOT_IN_REGISTER


def record(facts: PublicFacts, day: date) -> dict[str, Any]:
    """Return the public record of the one institution that was meant."""
    return _common(facts) | {
        "standing": standing(facts, day).value,
        "restrictions": [one.value for one in restrictions(facts, day)],
        "listing": _listing(facts, day),
    }


def veiled_record(facts: PublicFacts) -> dict[str, Any]:
    """Return the public record of one of several that may be meant: no standing, no listing."""
    return _common(facts) | {"standing": None, "restrictions": [], "listing": None}


def entry_fields(facts: PublicFacts) -> dict[str, Any]:
    """Return the public fields of a list entry, as the edition commits to them.

    Raises ValueError for an institution without a listing.
    """
    if facts.listing is None:
        raise ValueError(f"{facts.id} is not listed")
    return {
        "entry": facts.listing.entry_id,
        "institution": facts.id,
        "name": facts.name,
        "credit_code": facts.credit_code,
        "district_code": facts.district_code,
        "address": facts.address,
        "penalty": facts.listing.penalty,
        **listing_record(facts.listing),
        "decision_on": _iso(facts.listing.decision_on),
    }


def listing_record(listing: ListingFacts) -> dict[str, Any]:
    """Return a listing as the check prints it."""
    return {
        "ground": listing.ground,
        "legal_basis": listing.legal_basis,
        "decision_no": listing.decision_no,
        "authority": listing.authority,
        "listed_on": listing.listed_on.isoformat(),
        "ends_on": _iso(listing.ends_on),
    }


def stored(facts: PublicFacts) -> dict[str, Any]:
    """Return `facts` as plain JSON values, without what is missing; for the edition."""
    values = _members(facts) | {"licence": _members(facts.licence)}
    if facts.listing:
        values["listing"] = _members(facts.listing)
    if facts.premises:
        values["premises"] = [_members(one) for one in facts.premises]
    return values


def restored(values: Mapping[str, Any]) -> PublicFacts:
    """Return the facts that `stored` wrote down."""
    whole = dict(values)
    licence = dict(whole["licence"])
    days = {name: _day(licence.get(name)) for name in ("issued_on", "expires_on")}
    whole["licence"] = LicenceFacts(**licence | days | {"status": LicenceStatus(licence["status"])})
    if listing := whole.get("listing"):
        whole["listing"] = ListingFacts(
            **listing | {name: _day(listing.get(name)) for name in _LISTING_DAYS}
        )
    whole["premises"] = tuple(Premises(**one) for one in whole.get("premises", ()))
    whole["former_names"] = tuple(whole.get("former_names", ()))
    for name, term in _TERMS.items():
        if name in whole:
            whole[name] = term(whole[name])
    return PublicFacts(**whole)


_TERMS: dict[str, type[Term]] = {
    "subject_group": SubjectGroup,
    "subject_class": SubjectClass,
    "legal_form": LegalForm,
    "delivery_mode": DeliveryMode,
}
_LISTING_DAYS = ("listed_on", "ends_on", "decision_on")


def _common(facts: PublicFacts) -> dict[str, Any]:
    return {
        "id": facts.id,
        "name": facts.name,
        "former_names": list(facts.former_names),
        "credit_code": facts.credit_code,
        "licence_no": facts.licence.number,
        "district": {"code": facts.district_code, "name": facts.district_zh},
        "address": facts.address,
        "scope": {
            "subject_class": facts.subject_class,
            "subject_group": facts.subject_group,
            "subjects": facts.subjects,
            "stages": facts.stages,
        },
    }


def _listing(facts: PublicFacts, day: date) -> dict[str, Any] | None:
    if facts.listing is None or not facts.listing.is_in_force(day):
        return None
    return listing_record(facts.listing)


def _after(day: date | None) -> date:
    return day + timedelta(days=1) if day else NEVER


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _members(thing: Any) -> dict[str, Any]:
    """Return the members that are there, days as text; quicker than dataclasses.asdict by far."""
    found = {}
    for name in thing.__dataclass_fields__:
        value = getattr(thing, name)
        if value is not None and value != ():
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found
