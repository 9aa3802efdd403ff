"""What a sweep has reached and what is still missing: counts, pace, and the day it will be done.

The denominator is every site that was in the sweep when it opened and every one that a team found
since; nothing leaves it (a site deregistered in mid-sweep stays). No figure is kept per officer and
there is no quota (Doc 54 of 2024).
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inspections.vocabulary import Term, VisitResult
from inspections.workdays import Due, working_days_after

PACE_DAYS = 5  # the latest days with visits that the pace is taken from


class SiteOutcome(Term):
    """How a site stands in a sweep; a blank one is still missing."""

    VISITED = "visited", "已检查", "Visited"
    CLOSED_PREMISES = "closed_premises", "关门歇业", "Premises closed"
    NOT_FOUND = "not_found", "查无此处", "Not found"
    REFUSED_ENTRY = "refused_entry", "拒绝检查", "Entry refused"
    MISSING = "missing", "还没到", "Still missing"


_WITHOUT_ENTRY = {
    VisitResult.CLOSED_PREMISES: SiteOutcome.CLOSED_PREMISES,
    VisitResult.NOT_FOUND: SiteOutcome.NOT_FOUND,
    VisitResult.REFUSED_ENTRY: SiteOutcome.REFUSED_ENTRY,
}


def outcome_of(result: VisitResult | None) -> SiteOutcome:
    """Return how a site stands after its newest visit in the sweep; None means not yet."""
    if result is None:
        return SiteOutcome.MISSING
    return _WITHOUT_ENTRY.get(result, SiteOutcome.VISITED)


@dataclass(frozen=True, slots=True)
class SiteInSweep:
    """One site of a sweep. `found_on` is set where a team found it after the opening."""

    district: str
    street: str = ""
    team: str = ""
    result: VisitResult | None = None
    visited_on: date | None = None
    findings: int = 0
    found_on: date | None = None
    registered: bool = True

    @property
    def outcome(self) -> SiteOutcome:
        """Return how the site stands."""
        return outcome_of(self.result)


@dataclass(frozen=True, slots=True)
class Share:
    """What is reached of one part of a sweep: a district, a street, a team, or the whole."""

    key: str
    sites: int
    missing: int

    @property
    def reached(self) -> int:
        """Return how many sites have an outcome."""
        return self.sites - self.missing

    @property
    def percent(self) -> int:
        """Return the part reached in whole percent, rounded down: 100 means every site."""
        return 100 if not self.sites else self.reached * 100 // self.sites


@dataclass(frozen=True, slots=True)
class Coverage:
    """The figures of a sweep; each count of a part adds up to the whole."""

    whole: Share
    planned: int
    found: int
    unregistered: int
    with_findings: int
    findings: int
    outcomes: dict[SiteOutcome, int]
    results: dict[VisitResult, int]
    districts: tuple[Share, ...]
    streets: tuple[Share, ...]
    teams: tuple[Share, ...]
    days: tuple[tuple[date, int], ...]

    @property
    def is_complete(self) -> bool:
        """Say whether no site is blank."""
        return not self.whole.missing

    @property
    def pace(self) -> float:
        """Return the sites reached per day over the latest days on which any was reached."""
        latest = self.days[-PACE_DAYS:]
        return sum(count for _day, count in latest) / len(latest) if latest else 0.0

    def done_by(self, today: date) -> Due | None:
        """Return the working day on which the rest is reached at this pace; None without a pace."""
        if self.is_complete or not self.pace:
            return None
        return working_days_after(today, math.ceil(self.whole.missing / self.pace))

    def left_by_day(self) -> list[tuple[date, int]]:
        """Return how many sites were left after each day on which any was reached."""
        left, found = self.whole.sites, []
        for day, count in self.days:
            left -= count
            found.append((day, left))
        return found


def coverage_of(sites: Iterable[SiteInSweep]) -> Coverage:
    """Count the sites of a sweep."""
    known = list(sites)
    outcomes = Counter(site.outcome for site in known)
    results = Counter(site.result for site in known if site.result is not None)
    days = Counter(site.visited_on for site in known if site.visited_on is not None)
    return Coverage(
        whole=Share("", len(known), outcomes[SiteOutcome.MISSING]),
        planned=sum(site.found_on is None for site in known),
        found=sum(site.found_on is not None for site in known),
        unregistered=sum(not site.registered for site in known),
        with_findings=sum(site.findings > 0 for site in known),
        findings=sum(site.findings for site in known),
        outcomes={outcome: outcomes[outcome] for outcome in SiteOutcome},
        results={result: results[result] for result in VisitResult},
        districts=_shares(known, lambda site: site.district),
        streets=_shares(known, lambda site: site.street),
        teams=_shares(known, lambda site: site.team),
        days=tuple(sorted(days.items())),
    )


def _shares(sites: Sequence[SiteInSweep], key: Callable[[SiteInSweep], str]) -> tuple[Share, ...]:
    """Return one share for each key, the one with most left first."""
    counted = Counter(key(site) for site in sites)
    missing = Counter(key(site) for site in sites if site.outcome is SiteOutcome.MISSING)
    shares = [Share(name, count, missing[name]) for name, count in counted.items()]
    return tuple(sorted(shares, key=lambda share: (-share.missing, share.key)))
