"""The catalogue of violations in words: its rows, one violation's tiers, who is heard."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.queries.paging import Filters, ListState, Sorts
from app.words import gettext as _
from app.words import language, word
from inspections.deadlines import Deadline, UnknownDeadline, deadline_on
from inspections.hearing_rights import NoHearingRule, exposure, hearing_right
from inspections.penalties import same_act_rules
from inspections.penalty_ranges import penalty_range
from inspections.penalty_schemes import Bar, Fine, Tier
from inspections.procedure.terms import HearingRight
from inspections.refusal import Refused
from inspections.sources import sources
from inspections.violations import Violation, in_words, violations
from inspections.vocabulary import PartyType

SORTS: Sorts = {"place": ()}
DEFAULT_SORT = "place"
LAWS = ("measures", "private_education_law", "private_education_regulation")
FILTERS: Filters = {"law": LAWS, "text": {"unverified", "verified"}, "on": None}
HEARING_KINDS = {HearingRight.YES: "amb", HearingRight.DEPENDS: "half", HearingRight.NO: "slate"}
# what runs in every case on a violation, in the order of the procedure
DEADLINES = (
    "limitation",
    "decision",
    "defence",
    "hearing_request",
    "hearing_notice",
    "service",
    "payment",
)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one instrument with its violations."""

    law: str
    article: int
    rows: Sequence[tuple[str, Violation]]

    @property
    def title(self) -> str:
        """Return instrument and article."""
        name = sources()[self.law].short(language())
        if language() == "en":
            return f"{name} Art {self.article}"
        return f"{name}第{in_words(self.article)}条"


@dataclass(frozen=True, slots=True)
class TierLine:
    """One tier as a page shows it, with the right to a hearing of each kind of party."""

    tier: Tier
    fine: str
    bar: str
    hearing: Mapping[PartyType, HearingRight]


def found_rows(state: ListState) -> list[tuple[str, Violation]]:
    """Return the violations that the address asks for, in the order of the law."""
    law, text = state.chosen("law"), state.chosen("text")
    q = state.q.casefold()
    return [
        (code, row)
        for code, row in violations().items()
        if (not law or row.law == law)
        and (not text or row.is_unverified == (text == "unverified"))
        and (not q or any(q in part.casefold() for part in _said_of(code, row)))
    ]


def _said_of(code: str, row: Violation) -> Iterator[str]:
    yield from (code, row.title_zh, row.title_en)
    yield from (row.place(one) for one in ("zh", "en"))
    yield str(row.article)


def by_article(rows: Sequence[tuple[str, Violation]]) -> list[Article]:
    """Return rows under their articles: the Measures first, then the older laws."""
    groups: dict[tuple[str, int], list[tuple[str, Violation]]] = {}
    for code, row in rows:
        groups.setdefault((row.law, row.article), []).append((code, row))
    order = sorted(groups, key=lambda key: (LAWS.index(key[0]), key[1]))
    return [Article(law, article, groups[law, article]) for law, article in order]


def law_choices() -> list[tuple[str, str]]:
    """Return the instruments of the catalogue by their short names."""
    return [(code, sources()[code].short(language())) for code in LAWS]


def rules_beside(code: str) -> list[tuple[str, Violation]]:
    """Return the violation and those of other instruments for the same act, the oldest first."""
    family = [(other, violations()[other]) for other in same_act_rules(code)]
    return sorted(family, key=lambda pair: (pair[1].valid_from, pair[0] != code))


def tier_lines(code: str, step_on: date) -> list[TierLine]:
    """Return the tiers of a violation, with who may ask for a hearing about a step of that day."""
    row = violations()[code]
    return [
        TierLine(
            tier,
            fine_words(tier.fine),
            bar_words(tier.bar),
            {
                party: right
                for party in row.scheme.party_types
                if (right := _right(code, tier, party, step_on)) is not None
            },
        )
        for tier in row.scheme.tiers
    ]


def _right(code: str, tier: Tier, party: PartyType, step_on: date) -> HearingRight | None:
    row = violations()[code]
    act_on = min(max(row.valid_from, step_on), row.valid_to or step_on)
    try:
        found = penalty_range(code, tier.tier, act_on=act_on, party=party)
        return hearing_right([exposure(found)], party, step_on).answer
    except (Refused, NoHearingRule):
        return None


def fine_words(fine: Fine | None) -> str:
    """Return the range of a fine in words; empty where there is none."""
    if fine is None:
        return ""
    if fine.multiple_min is not None:
        return _(
            "%(least)s to %(most)s times the illegal gains",
            least=fine.multiple_min,
            most=fine.multiple_max,
        )
    most = f"¥{(fine.max_fen or 0) // 100:,}"
    if not fine.min_fen:
        return _("up to %(most)s", most=most)
    return _("%(least)s to %(most)s", least=f"¥{fine.min_fen // 100:,}", most=most)


def bar_words(bar: Bar | None) -> str:
    """Return how long a practice restriction lasts; empty where there is none."""
    if bar is None:
        return ""
    if bar.permanent:
        return _("permanently")
    if bar.min_years == bar.max_years:
        return _("%(n)s years", n=bar.min_years)
    return _("%(least)s to %(most)s years", least=bar.min_years, most=bar.max_years)


def band_words(band: object) -> str:
    """Return the range of a row of a local standard in words."""
    low, high = getattr(band, "min_percent", None), getattr(band, "max_percent", None)
    if low is not None and high is not None:
        return _("%(least)s–%(most)s×", least=f"{low / 100:g}", most=f"{high / 100:g}")
    low, high = getattr(band, "min_fen", None), getattr(band, "max_fen", None)
    if low is None or high is None:
        return _("no fine")
    return _("¥%(least)s–%(most)s", least=f"{low // 100:,}", most=f"{high // 100:,}")


def deadlines_of(day: date) -> list[Deadline]:
    """Return the deadlines that run in every case, as they stand for one that begins on `day`."""
    found = []
    for code in DEADLINES:
        try:
            found.append(deadline_on(code, day))
        except UnknownDeadline:
            continue
    return found


def length_words(row: Deadline) -> str:
    """Return how long a deadline is: 5 working days."""
    return _("%(n)s %(unit)s", n=row.length, unit=word(row.unit))
