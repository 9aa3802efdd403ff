"""Local discretion standards (裁量基准): which part of a legal range fits which circumstances.

Penalty Law Art 34; none is national. Each row comes from a local instrument and stays inside the
range of the law it fills in. Multiples are counted in percent of the gains: 350 is 3.5 times.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.penalty_schemes import Fine
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import collected
from inspections.violations import violations
from inspections.vocabulary import PartyType, PenaltyTier, Term

LAW_ZH, LAW_EN = "《行政处罚法》第三十四条", "Penalty Law Art 34"
HEARING_ZH, HEARING_EN = "《行政处罚法》第六十三条", "Penalty Law Art 63"
OWN_ZH, OWN_EN = "本局裁量基准管理规定", "The bureau's policy on local standards"
WHOLE = 100  # percent: one time the gains


class BandStep(Term):
    """How a local standard parts a legal range."""

    LIGHTER = "lighter", "从轻", "Lighter"
    GENERAL = "general", "一般", "General"
    HEAVIER = "heavier", "从重", "Heavier"
    SEVERE = "severe", "特别严重", "Severe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One row: in these circumstances, this part of the tier's fine."""

    violation: str
    tier: PenaltyTier
    step: BandStep
    circumstances: str = ""
    min_fen: int | None = None
    max_fen: int | None = None
    min_percent: int | None = None
    max_percent: int | None = None

    @property
    def is_multiple(self) -> bool:
        """Say whether the amounts follow from the illegal gains."""
        return self.max_percent is not None

    def bounds(self, base_fen: int | None) -> tuple[int, int] | None:
        """Return least and most in fen; None without a fine, or while the gains aren't known."""
        if self.min_percent is not None and self.max_percent is not None:
            if base_fen is None:
                return None
            low, high = self.min_percent * base_fen, self.max_percent * base_fen
            return -(-low // WHOLE), high // WHOLE
        if self.min_fen is None or self.max_fen is None:
            return None
        return self.min_fen, self.max_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentFacts:
    """A local instrument that is to be entered: standards, hearing amounts, or both."""

    title: str
    number: str
    valid_from: date
    valid_to: date | None = None
    bands: tuple[Band, ...] = ()
    fine_from_fen: tuple[tuple[PartyType, int], ...] = ()
    confiscation_from_fen: int | None = None
    goods_from_fen: int | None = None
    is_entered_already: bool = False

    @property
    def sets_amounts(self) -> bool:
        """Say whether it sets an amount from which a hearing is due."""
        others = (self.confiscation_from_fen, self.goods_from_fen)
        return bool(self.fine_from_fen) or any(amount is not None for amount in others)


def refusals(facts: InstrumentFacts) -> list[Refusal]:
    """Return every reason against an instrument; an empty list means that it may be entered."""
    return collected(check(facts) for check in CHECKS)


def bands_for(bands: Iterable[Band], violation: str, tier: PenaltyTier) -> list[Band]:
    """Return the rows of one tier of a violation, the lowest first."""
    mine = [band for band in bands if band.violation == violation and band.tier is tier]
    order = list(BandStep)
    return sorted(mine, key=lambda band: (_low(band), order.index(band.step)))


def _low(band: Band) -> int:
    return band.min_fen or band.min_percent or 0


def stays_in_range(band: Band) -> bool:
    """Say whether a row lies within the fine of its tier; a row without a fine always does."""
    tier = violations()[band.violation].scheme.tier(band.tier)
    if tier is None:
        return False
    low, high = (
        (band.min_percent, band.max_percent) if band.is_multiple else (band.min_fen, band.max_fen)
    )
    if low is None or high is None:
        return band.min_fen is band.max_fen is None
    least, most = _legal(tier.fine, band.is_multiple)
    return least is not None and most is not None and least <= low <= high <= most


def _legal(fine: Fine | None, is_multiple: bool) -> tuple[int | None, int | None]:
    if fine is None or fine.is_multiple != is_multiple:
        return None, None
    if fine.multiple_min is not None and fine.multiple_max is not None:
        return fine.multiple_min * WHOLE, fine.multiple_max * WHOLE
    return fine.min_fen, fine.max_fen


@rule("standards.instrument_is_named", zh="写明文件名称和文号", basis_zh=LAW_ZH, basis_en=LAW_EN)
def instrument_is_named(facts: InstrumentFacts) -> Refusal | None:
    """The local instrument is named by its title and number: a standard must be published."""
    given = facts.title.strip() and facts.number.strip()
    return None if given else Refusal("standards.instrument_is_named")


@rule("standards.days_are_in_order", zh="失效日期不早于施行日期", basis_zh=LAW_ZH, basis_en=LAW_EN)
def days_are_in_order(facts: InstrumentFacts) -> Refusal | None:
    """Its last day isn't before its first."""
    if facts.valid_to is None or facts.valid_from <= facts.valid_to:
        return None
    return Refusal("standards.days_are_in_order", about=facts.valid_to.isoformat())


@rule("standards.says_something", zh="至少写明一行裁量基准或者一项听证数额",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def says_something(facts: InstrumentFacts) -> Refusal | None:
    """It holds at least one row of a standard or one amount for hearings."""
    if facts.bands or facts.sets_amounts:
        return None
    return Refusal("standards.says_something")


@rule("standards.amounts_are_above_zero", zh="听证数额大于0", basis_zh=HEARING_ZH,
      basis_en=HEARING_EN)  # fmt: skip
def amounts_are_above_zero(facts: InstrumentFacts) -> Refusal | None:
    """Every amount from which a hearing is due is above 0."""
    given = [amount for _party, amount in facts.fine_from_fen]
    given += [one for one in (facts.confiscation_from_fen, facts.goods_from_fen) if one is not None]
    return Refusal("standards.amounts_are_above_zero") if any(one <= 0 for one in given) else None


@rule("standards.rows_stay_in_the_legal_range", zh="裁量基准的每一行都在法定档次和幅度之内",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def rows_stay_in_the_legal_range(facts: InstrumentFacts) -> Refusal | None:
    """Every row lies within the tier and the fine of the law that it fills in."""
    bad = [str(number) for number, band in enumerate(facts.bands, 1) if not stays_in_range(band)]
    if not bad:
        return None
    return Refusal("standards.rows_stay_in_the_legal_range", about="、".join(bad))


@rule("standards.is_entered_once", zh="同一地区同一文号的文件只录入一次；录错的，先撤下原来那份",
      basis_zh=OWN_ZH, basis_en=OWN_EN)  # fmt: skip
def is_entered_once(facts: InstrumentFacts) -> Refusal | None:
    """An instrument is entered once for its area; a wrong one is taken down first."""
    return Refusal("standards.is_entered_once") if facts.is_entered_already else None


CHECKS = (
    instrument_is_named,
    days_are_in_order,
    says_something,
    amounts_are_above_zero,
    rows_stay_in_the_legal_range,
    is_entered_once,
)


@rule("standards.is_compared_by_another", zh="核对文件的人不是录入的人", basis_zh=OWN_ZH,
      basis_en=OWN_EN)  # fmt: skip
def is_compared_by_another(entered_by: int | None, compared_by: int | None) -> Refusal | None:
    """Who compares the entry with the official text isn't the one who entered it."""
    return Refusal("standards.is_compared_by_another") if entered_by == compared_by else None
