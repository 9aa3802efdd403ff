"""What a sweep's pages say: the answer as a headline, its parts, and the brief to copy."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.desk.reading import district_name_of
from app.models.sweeps import Sweep
from app.words import gettext as _
from app.words import ngettext, word
from inspections.coverage import Coverage, Share, SiteOutcome
from inspections.sweeps import SweepState

WIDTH, HEIGHT = 320, 140


@dataclass(frozen=True, slots=True)
class Tile:
    """A district's share as a tile."""

    code: str
    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Curve:
    """What was left after each day, as points of an SVG, with its table beside it."""

    points: str
    rows: tuple[tuple[date, int], ...]
    most: int


def headline(sweep: Sweep, found: Coverage, today: date) -> str:
    """Return the page's answer as a sentence."""
    if sweep.state is SweepState.CLOSED:
        return _("Closed: all %(sites)s sites have an outcome", sites=f"{found.whole.sites:,}")
    if sweep.state is not SweepState.OPEN:
        return _(
            "%(state)s: %(sites)s sites", state=word(sweep.state), sites=f"{found.whole.sites:,}"
        )
    if found.is_complete:
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
        "curve": curve_of(found),
        "today": today,
    }


def curve_of(found: Coverage) -> Curve:
    """Return the sites left by day, drawn from the upper left to the lower right."""
    rows = tuple(found.left_by_day())
    most = max(found.whole.sites, 1)
    steps = [found.whole.sites, *(left for _day, left in rows)]
    across = WIDTH / max(len(steps) - 1, 1)
    points = " ".join(
        f"{number * across:.1f},{HEIGHT - left / most * HEIGHT:.1f}"
        for number, left in enumerate(steps)
    )
    return Curve(points, rows, most)


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
