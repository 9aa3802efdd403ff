"""What a sweep's pages say: the answer as a headline, its parts, and the brief to copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.desk.reading import district_name_of
from app.models.sweeps import Sweep
from app.words import gettext as _
from app.words import ngettext, word
from inspections.coverage import Coverage, Share, SiteOutcome
from inspections.sweep_facts import SweepState

WIDTH, HEIGHT = 290, 132


@dataclass(frozen=True, slots=True)
class Tile:
    """A district's share as a tile."""

    code: str
    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Curve:
    """What was left after each day: lines of an SVG, with the table that says the same.

    `points` is what was reached, `plan` an even pace to the last day, `ahead` the present pace.
    """

    points: str
    plan: str
    ahead: str
    end: tuple[float, float]
    rows: tuple[tuple[date, int], ...]
    first: date
    last: date


def headline(sweep: Sweep, found: Coverage, today: date, *, orders: bool = True) -> str:
    """Return the page's answer as a sentence; `orders` where the viewer's office may close it."""
    if sweep.state is SweepState.CLOSED:
        return _("Closed: all %(sites)s sites have an outcome", sites=f"{found.whole.sites:,}")
    if sweep.state is not SweepState.OPEN:
        return _(
            "%(state)s: %(sites)s sites", state=word(sweep.state), sites=f"{found.whole.sites:,}"
        )
    if found.is_complete:
        if not orders:
            return _("Every site of your area has an outcome")
        return _("Every site has an outcome: the sweep can be closed")
    left = ngettext(
        "%(num)s site still to reach", "%(num)s sites still to reach", found.whole.missing
    )
    due = found.done_by(today)
    if due is None:
        return left
    return _("%(left)s, done on %(day)s at this pace", left=left, day=due.on.strftime("%m-%d"))


def shown_sweep(sweep: Sweep, found: Coverage, today: date) -> dict[str, Any]:
    """Return what every page about a sweep's coverage shows."""
    return {
        "sweep": sweep,
        "found": found,
        "tiles": [Tile(share.key, district_name_of(share.key), share) for share in found.districts],
        "outcomes": [(outcome, found.outcomes[outcome]) for outcome in SiteOutcome],
        "due": found.done_by(today),
        "curve": curve_of(sweep, found, today),
        "today": today,
    }


def curve_of(sweep: Sweep, found: Coverage, today: date) -> Curve:
    """Return the sites left by day, drawn from the upper left to the lower right."""
    rows, total = tuple(found.left_by_day()), max(found.whole.sites, 1)
    due = found.done_by(today)
    days = [sweep.starts_on, sweep.ends_on, *(day for day, _left in rows)]
    first, last = min(days), max([*days, due.on] if due else days)
    across = WIDTH / ((last - first).days + 1)

    def at(day: date, left: int) -> tuple[float, float]:
        return ((day - first).days + 1) * across, HEIGHT - left / total * HEIGHT

    start = at(first - timedelta(days=1), total)
    reached = [start, *(at(day, left) for day, left in rows)]
    return Curve(
        points=_line(reached),
        plan=_line([start, at(sweep.ends_on, 0)]),
        ahead=_line([reached[-1], at(due.on, 0)]) if due and rows else "",
        end=reached[-1],
        rows=rows,
        first=first,
        last=last,
    )


def _line(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def copy_text(sweep: Sweep, found: Coverage, today: date) -> str:
    """Return the brief: plain lines to paste into a message."""
    lines = [
        _("%(title)s (%(day)s)", title=sweep.title, day=today.isoformat()),
        _(
            "Reached %(reached)s of %(sites)s sites (%(percent)s%%), %(left)s still missing",
            reached=found.whole.reached,
            sites=found.whole.sites,
            percent=found.whole.percent,
            left=found.whole.missing,
        ),
        _("; ").join(f"{word(outcome)} {count}" for outcome, count in found.outcomes.items()),
        _("Problems found: %(count)s", count=found.findings),
    ]
    lines += [
        f"{district_name_of(share.key)} {share.reached}/{share.sites}" for share in found.districts
    ]
    return "\n".join(lines)
