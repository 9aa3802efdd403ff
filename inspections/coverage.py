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


class Gap(Term):
    """Why a site is still missing, as far as the records say."""

    EXPLAINED = "explained", "已说明", "Explained"
    TRIED = "tried", "去过，未计入本次检查", "Tried outside the sweep"
    RECUSED = "recused", "小组有人须回避，待改派", "An officer of the team is recused"
    DEREGISTERED = "deregistered", "已注销，仍须到访", "Deregistered, still to be visited"
    NO_POINT = "no_point", "没有坐标，地址待核对", "No point yet, the address is to be checked"
    WAITS = "waits", "还没去过", "Not yet tried"


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
class MissingSite:
    """What the records say of a site that has no outcome yet."""

    is_explained: bool = False
    tried_on: date | None = None
    is_recused: bool = False
    is_deregistered: bool = False
    has_point: bool = True


def gap_of(site: MissingSite) -> Gap:
    """Return why a site is missing: what a person wrote, then what happened, then what lacks."""
    said = (
        (site.is_explained, Gap.EXPLAINED),
        (site.is_recused, Gap.RECUSED),
        (site.tried_on is not None, Gap.TRIED),
        (site.is_deregistered, Gap.DEREGISTERED),
        (not site.has_point, Gap.NO_POINT),
    )
    return next((gap for holds, gap in said if holds), Gap.WAITS)


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
    outcomes_by_district: dict[str, dict[SiteOutcome, int]]
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
        outcomes_by_district=_by_district(known),
        districts=_shares(known, lambda site: site.district),
        streets=_shares(known, lambda site: site.street),
        teams=_shares(known, lambda site: site.team),
        days=tuple(sorted(days.items())),
    )


def _by_district(sites: Sequence[SiteInSweep]) -> dict[str, dict[SiteOutcome, int]]:
    """Return how many sites of each district ended how; the sums are those of the whole."""
    counted = Counter((site.district, site.outcome) for site in sites)
    return {
        code: {outcome: counted[code, outcome] for outcome in SiteOutcome}
        for code in sorted({site.district for site in sites})
    }


def _shares(sites: Sequence[SiteInSweep], key: Callable[[SiteInSweep], str]) -> tuple[Share, ...]:
    """Return one share for each key, the one with most left first."""
    counted = Counter(key(site) for site in sites)
    missing = Counter(key(site) for site in sites if site.outcome is SiteOutcome.MISSING)
    shares = [Share(name, count, missing[name]) for name, count in counted.items()]
    return tuple(sorted(shares, key=lambda share: (-share.missing, share.key)))
