"""Licences on a day: from what the authority recorded to how an institution stands.

Private Education Law Art 12, 18; a standing of *unlicensed* follows only from a formal act
(revoked, deregistered, expired with no renewal pending), never from suspicion.
"""

from dataclasses import dataclass
from datetime import date

from inspections.licence_numbers import reads_like_a_number
from inspections.vocabulary import LicenceStatus, Restriction, Standing


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """What the record says of a licence; every part may be missing."""

    number: str | None = None
    issued_on: date | None = None
    expires_on: date | None = None
    status: LicenceStatus = LicenceStatus.UNKNOWN
    renewal_pending: bool = False
    stop_enrolling: bool = False


def standing_on(facts: LicenceFacts, day: date) -> Standing:
    """Return how an institution with this licence stands on `day`, the blacklist apart.

    The day of expiry is the last valid day. A renewal asked for in time and undecided keeps the
    licence alive. Nothing recorded at all, or nothing but a number that reads like none, gives
    UNKNOWN: no accusation, and no proof of a licence.
    """
    if facts.status in (LicenceStatus.REVOKED, LicenceStatus.DEREGISTERED):
        return Standing.UNLICENSED
    if facts.status is LicenceStatus.NONE:
        return Standing.UNKNOWN
    over = facts.expires_on is not None and day > facts.expires_on
    if over or facts.status is LicenceStatus.EXPIRED:
        return Standing.LICENSED if facts.renewal_pending else Standing.UNLICENSED
    proven = facts.expires_on is not None or reads_like_a_number(facts.number or "")
    if facts.status is LicenceStatus.UNKNOWN and not proven:
        return Standing.UNKNOWN
    return Standing.LICENSED


def restrictions_on(facts: LicenceFacts, day: date) -> tuple[Restriction, ...]:
    """Return the restrictions in force on `day` beside a standing of LICENSED."""
    if standing_on(facts, day) is not Standing.LICENSED:
        return ()
    found = []
    if facts.status is LicenceStatus.SUSPENDED:
        found.append(Restriction.SUSPENDED)
    if facts.stop_enrolling:
        found.append(Restriction.STOP_ENROLLING)
    return tuple(found)
