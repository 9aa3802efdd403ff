"""What an article lets follow from a violation: orders, tiers, kinds, fines, who decides.

Measures Art 17 to 25; Private Education Law Art 62, 64; its Regulation Art 62, 64. The rows are
`law/penalties.toml`; several violations share one.
"""

import tomllib
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from inspections.sources import LAW, sources
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier, Term


class Ordered(Term):
    """What the party is ordered to do; an order to stop operating is a penalty as well."""

    CORRECT = "correct", "责令改正", "Correct"
    CORRECT_BY_DATE = "correct_by_date", "责令限期改正", "Correct by a date"
    RECTIFY = "rectify", "责令限期整顿", "Rectify"
    REFUND = "refund", "退还所收费用", "Refund the fees"
    STOP_OPERATING = "stop_operating", "责令停止举办", "Stop operating"


class Authority(Term):
    """Who may decide."""

    COUNTY = "county", "县级校外培训主管部门", "County tutoring department"
    COUNTY_OR_ABOVE = (
        "county_or_above",
        "县级以上校外培训主管部门",
        "Tutoring department of county level or above",
    )
    COUNTY_OR_ABOVE_OR_OTHER = (
        "county_or_above_or_other",
        "县级以上校外培训主管部门或者其他有关部门",
        "Tutoring department of county level or above, or another competent department",
    )
    COUNTY_OR_ABOVE_EDUCATION = (
        "county_or_above_education",
        "县级以上教育行政部门",
        "Education department of county level or above",
    )
    EDUCATION_OR_HUMAN_RESOURCES = (
        "education_or_human_resources",
        "县级以上教育、人力资源社会保障等部门",
        "Education or human-resources department of county level or above",
    )


class Department(Term):
    """A department with which the decision is taken (会同)."""

    POLICE = "police", "公安", "Police"
    CIVIL_AFFAIRS = "civil_affairs", "民政", "Civil affairs"
    MARKET_SUPERVISION = "market_supervision", "市场监管", "Market supervision"
    OTHER_DEPARTMENTS = "other_departments", "其他有关部门", "Other departments"


class Choice(Term):
    """How many of a tier's kinds a decision takes."""

    ONE = "one", "择一", "One of them"
    ANY = "any", "可以并处", "One or more of them"
    ALL = "all", "并处", "All of them"


class Confiscation(Term):
    """What takes the illegal gains that are left after refunds."""

    ARTICLE = "article", "本条规定没收", "By the article itself"
    PENALTY_LAW = "penalty_law", "行政处罚法第二十八条", "By Penalty Law Art 28"


class Fine(BaseModel):
    """A fine between two amounts, or between two multiples of the illegal gains; ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_fen: int | None = None
    max_fen: int | None = None
    multiple_min: int | None = None
    multiple_max: int | None = None

    @model_validator(mode="after")
    def _is_one_range(self) -> "Fine":
        amounts, multiples = (self.min_fen, self.max_fen), (self.multiple_min, self.multiple_max)
        low, high = multiples if self.is_multiple else amounts
        other = amounts if self.is_multiple else multiples
        if low is None or high is None or not 0 <= low < high or other != (None, None):
            raise ValueError("a fine has two amounts or two multiples, the lower first")
        return self

    @property
    def is_multiple(self) -> bool:
        """Say whether the amounts follow from the illegal gains."""
        return self.multiple_max is not None

    def bounds(self, base_fen: int | None) -> tuple[int | None, int | None]:
        """Return the least and the most in fen; both None while the gains aren't known."""
        if self.multiple_min is None or self.multiple_max is None:
            return self.min_fen, self.max_fen
        if base_fen is None:
            return None, None
        return self.multiple_min * base_fen, self.multiple_max * base_fen


class Bar(BaseModel):
    """How long a practice restriction lasts: between two numbers of years, or for ever."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_years: int | None = None
    max_years: int | None = None
    permanent: bool = False

    @model_validator(mode="after")
    def _has_one_length(self) -> "Bar":
        low, high = self.min_years, self.max_years
        dated = low is not None and high is not None and 0 < low <= high
        if dated == self.permanent:
            raise ValueError("a bar lasts some years or for ever")
        return self


class Tier(BaseModel):
    """One tier: the kinds of penalty it provides, those that may be added, fine and bar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tier: PenaltyTier
    kinds: tuple[PenaltyKind, ...]
    choose: Choice
    besides: tuple[PenaltyKind, ...] = ()
    fine: Fine | None = None
    bar: Bar | None = None

    @model_validator(mode="after")
    def _amounts_fit_kinds(self) -> "Tier":
        if (PenaltyKind.FINE in self.kinds) != (self.fine is not None):
            raise ValueError(f"{self.tier}: a fine needs its range, and a range its fine")
        if (PenaltyKind.PRACTICE_RESTRICTION in self.kinds) != (self.bar is not None):
            raise ValueError(f"{self.tier}: a practice restriction needs its length")
        return self


class PenaltyScheme(BaseModel):
    """Everything that one article lets follow."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str
    article: int
    party_types: tuple[PartyType, ...]
    falls_on_zh: str = ""
    falls_on_en: str = ""
    licensed_only: bool = False
    decided_by: Authority
    joint_with: tuple[Department, ...] = ()
    orders: tuple[Ordered, ...]
    confiscation: Confiscation | None = None
    tiers: tuple[Tier, ...]
    note_zh: str = ""
    note_en: str = ""

    @model_validator(mode="after")
    def _is_sound(self) -> "PenaltyScheme":
        names = [tier.tier for tier in self.tiers]
        if self.law not in sources() or len(set(names)) != len(names):
            raise ValueError(f"{self.law} {self.article}: unknown law or a tier twice")
        return self

    def tier(self, name: PenaltyTier) -> Tier | None:
        """Return the tier of this name, None where the article doesn't part it so."""
        return next((tier for tier in self.tiers if tier.tier is name), None)

    def falls_on(self, language: str) -> str:
        """Return on whom the penalty falls, where the article says so."""
        return self.falls_on_en if language == "en" else self.falls_on_zh

    def note(self, language: str) -> str:
        """Return what a reader must know besides."""
        return self.note_en if language == "en" else self.note_zh

    def may_confiscate(self, act_on: date) -> bool:
        """Say whether gains left after refunds can be confiscated for an act of that day."""
        if self.confiscation is Confiscation.PENALTY_LAW:
            return sources()["penalty_law"].is_in_force(act_on)
        return self.confiscation is Confiscation.ARTICLE


@cache
def schemes() -> dict[str, PenaltyScheme]:
    """Return every scheme by its code; raises ValueError on bad data."""
    entries = tomllib.loads((LAW / "penalties.toml").read_text("utf-8"))
    return {code: PenaltyScheme.model_validate(entry) for code, entry in entries.items()}
