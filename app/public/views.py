"""What the pages say of one institution, ready for the templates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from app.editions.findings import DistrictCount, EditionEvents, Match
from app.editions.reader import Edition
from app.public.edition import Moment
from app.words import gettext as _
from app.words import language
from inspections.listing_policy import policies
from inspections.names import core_name, marked
from inspections.verdicts import ListingFacts, PublicFacts, restrictions, standing
from inspections.vocabulary import LicenceStatus, Restriction, Standing

MOST_EDITIONS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """The verdict on one institution, as the page shows it."""

    kind: str
    title: str
    lines: tuple[str, ...]
    facts: PublicFacts
    listing: ListingFacts | None
    restrictions: tuple[Restriction, ...]
    rank: int
    day: date

    @property
    def page_title(self) -> str:
        """Return what the window's title says: name first, then the verdict."""
        return (
            f"{self.facts.name}: {self.title}"
            if language() == "en"
            else f"{self.facts.name}，{self.title}"
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """An institution that may be meant; neither standing nor colour."""

    parts: Sequence[tuple[str, bool]]
    url: str
    facts: PublicFacts
    former: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter by district over the candidates."""

    word: str
    count: int
    url: str
    is_current: bool


def card_of(facts: PublicFacts, moment: Moment) -> Card:
    """Return the card for the one institution that was meant."""
    day = moment.day
    stands = standing(facts, day)
    listing = facts.listing if stands is Standing.BLACKLISTED else None
    return Card(
        kind=stands.value,
        title=_title(facts, stands),
        lines=_lines(facts, stands, day),
        facts=facts,
        listing=listing,
        restrictions=restrictions(facts, day),
        rank=moment.edition.entry_rank(listing.entry_id) if listing else 0,
        day=day,
    )


def candidate_of(match: Match, query: str) -> Candidate:
    """Return one candidate with the characters that answer to the query marked."""
    facts = match.facts
    former = facts.former_names[0] if facts.former_names else ""
    return Candidate(
        marked(facts.name, core_name(query)), f"/institutions/{facts.id}", facts, former
    )


def chips_of(matches: Sequence[Match], *, query: str, chosen: str) -> list[Chip]:
    """Return the filter over the candidates: all, then each district by count."""
    counted = Counter(match.facts.district_code or "" for match in matches)
    names = {match.facts.district_code or "": district_word(match.facts) for match in matches}
    chips = [Chip(_("All"), len(matches), f"/check?{urlencode({'q': query})}", not chosen)]
    for code, count in counted.most_common():
        url = f"/check?{urlencode({'q': query, 'district': code})}"
        if code:
            chips.append(Chip(names[code], count, url, chosen == code))
    return chips if len(counted) > 1 else []


def ground_word(code: str, tongue: str = "") -> str:
    """Return the ground's words by the policies; an unknown code is shown as it is."""
    grounds = (policy.ground(code) for policy in policies())
    return next((ground.word(tongue or language()) for ground in grounds if ground), code)


def district_word(facts: PublicFacts) -> str:
    """Return the district's name in the reader's language."""
    return facts.district_en if language() == "en" else facts.district_zh


def districts_of(moment: Moment) -> list[DistrictCount]:
    """Return the districts with the entries in force today, most first."""
    listed = moment.edition.listed_by_district(moment.day)
    rows = [
        DistrictCount(row.code, row.name_zh, row.name_en, row.institutions, listed.get(row.code, 0))
        for row in moment.edition.districts()
    ]
    return sorted(rows, key=lambda row: (-row.listed, row.code))


def _title(facts: PublicFacts, stands: Standing) -> str:
    if stands is Standing.BLACKLISTED:
        return stands.word(language())
    if stands is Standing.LICENSED:
        return _("Licensed, not on the blacklist")
    if facts.licence.status is LicenceStatus.REVOKED:
        return _("Licence revoked")
    if facts.licence.status is LicenceStatus.DEREGISTERED:
        return _("Licence deregistered")
    return _("Licence expired")


def _lines(facts: PublicFacts, stands: Standing, day: date) -> tuple[str, ...]:
    listing, expires = facts.listing, facts.licence.expires_on
    if stands is Standing.BLACKLISTED and listing:
        start = listing.listed_on.isoformat()
        if listing.ends_on is None:
            return (_("From %(start)s", start=start),)
        return (_("From %(start)s until %(end)s", start=start, end=listing.ends_on.isoformat()),)
    if stands is Standing.LICENSED:
        lines = [one.word(language()) for one in restrictions(facts, day)]
        if facts.licence.renewal_pending and expires and day > expires:
            lines.append(_("Renewal asked for, decision pending"))
        elif expires:
            lines.append(_("Licence valid until %(day)s", day=expires.isoformat()))
        return tuple(lines)
    if facts.licence.status in (LicenceStatus.REVOKED, LicenceStatus.DEREGISTERED) or not expires:
        return (_("It may no longer teach or enrol under this licence"),)
    return (_("Expired on %(day)s, no renewal pending", day=expires.isoformat()),)


@dataclass(frozen=True, slots=True)
class EditionShown:
    """One edition in the history: its number, its day, and what it changed, by kind."""

    number: int
    day: str
    listed: int
    events: EditionEvents


def editions_shown(edition: Edition) -> list[EditionShown]:
    """Return the newest editions, newest first; none names an entry."""
    headers = [edition.header, *reversed(edition.earlier.values())][:MOST_EDITIONS]
    return [
        EditionShown(
            header.number,
            header.values["day"],
            header.values["counts"]["listed"],
            edition.events.get(header.number, EditionEvents()),
        )
        for header in headers
    ]
