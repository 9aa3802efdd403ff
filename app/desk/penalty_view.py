"""The penalty calculator as pages show it: gains, range, bar, hearing, what stands against.

A form and a stored weighing both make one `Weighing`; `view_of` asks the rules once and puts every
answer into words. Nothing here decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.errors import refusal_told
from app.queries.standards import LocalBand, bands_on, local_amounts_on
from app.words import gettext as _
from app.words import language
from inspections.discretion import grounds
from inspections.hearing_rights import (
    Exposure,
    LocalAmounts,
    NoHearingRule,
    RightToHearing,
    exposure,
    hearing_right,
)
from inspections.illegal_gains import Gains, Line, LineKind, gains_from
from inspections.penalties import Candidate, rules_for
from inspections.penalty_bar import PenaltyBar, bar_of, multiple_of
from inspections.penalty_facts import Charge, Proposal
from inspections.penalty_proposals import against_proposal, exposures_of, top_of_range
from inspections.penalty_ranges import PenaltyRange, penalty_range
from inspections.refusal import Refusal, Refused
from inspections.standards import Band, bands_for
from inspections.violations import Violation, violations
from inspections.vocabulary import PenaltyKind

# refusals of these rules are told beside their field and nowhere else as well
FIELDS = {
    "penalty.elements_are_shown": "elements",
    "penalty.is_not_excluded": "elements",
    "penalty.only_licensed_are_charged": "is_licensed",
    "penalty.there_is_a_licence_to_revoke": "kinds",
    "penalty.revocation_is_for_the_serious": "kinds",
    "penalty.kind_is_provided": "kinds",
    "penalty.kinds_are_chosen": "kinds",
    "penalty.tier_is_reasoned": "tier_reasons",
    "penalty.tier_is_provided": "tier",
    "penalty.rule_is_in_force": "act_end",
    "penalty.party_fits": "party",
    "penalty.joint_department_is_documented": "joint_department",
    "penalty.gains_are_computed": "lines",
    "penalty.fine_has_its_amount": "fine_fen",
    "penalty.fine_not_above_maximum": "fine_fen",
    "penalty.fine_not_below_minimum": "fine_fen",
    "penalty.top_has_its_ground": "fine_fen",
    "penalty.confiscation_is_of_what_is_left": "kinds",
    "penalty.grounds_count": "grounds",
    "penalty.lighter_ground_is_heeded": "weight",
    "penalty.heavier_ground_is_heeded": "weight",
    "penalty.no_penalty_is_heeded": "kinds",
    "penalty.weight_has_its_ground": "weight",
}


@dataclass(frozen=True, slots=True)
class Comparable:
    """An earlier decided case of the same kind: its page, and its fine."""

    title: str
    url: str
    fine_fen: int
    base_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """One charge as it is weighed, with the lines behind its gains and where it is weighed.

    `lines` None means that none were given: the gains are unknown, not nothing.
    """

    charge: Charge
    proposal: Proposal
    act_start: date
    district_code: str
    lines: Sequence[Line] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSums:
    """How many lines of each kind there are, and the sums that follow."""

    gains: Gains
    receipts: int
    refunds_untaught: int
    refunds_taught: int


@dataclass(slots=True, kw_only=True)
class PenaltyView:
    """Everything that the template shows; what isn't known is None."""

    violation: Violation
    weighing: Weighing
    sums: LineSums | None
    range: PenaltyRange | None
    bar: PenaltyBar | None
    hearing: RightToHearing | None
    local: LocalAmounts | None
    bands: Sequence[LocalBand]
    candidates: Sequence[Candidate]
    comparable: Sequence[Comparable]
    top_fen: int | None
    top_refusals: list[dict[str, Any]]
    refusals: list[dict[str, Any]] = field(default_factory=list)

    @property
    def charge(self) -> Charge:
        """Return the charge that is weighed."""
        return self.weighing.charge

    @property
    def fine_fen(self) -> int | None:
        """Return the fine that is proposed."""
        return self.charge.fine_fen

    @property
    def is_multiple(self) -> bool:
        """Say whether the fine follows from the gains."""
        fine = self.range.tier.fine if self.range else None
        return fine is not None and fine.is_multiple

    def times(self, amount_fen: int | None) -> str:
        """Return an amount as a multiple of the gains, like 3.5; empty where it is none."""
        if amount_fen is None or not self.is_multiple or self.range is None:
            return ""
        found = multiple_of(amount_fen, self.range.base_fen)
        return "" if found is None else f"{found:g}"

    def told_of(self, one: Comparable) -> str:
        """Return an earlier fine as it is compared: 2.6 times, or its amount."""
        if self.is_multiple and one.base_fen:
            return _("%(n)s×", n=f"{multiple_of(one.fine_fen, one.base_fen) or 0:g}")
        return yuan(one.fine_fen)

    @property
    def instrument(self) -> Any:
        """Return the local standard that the bar shows, None where there is none."""
        return self.bands[0].instrument if self.bands else None


def charged(charge: Charge, lines: Sequence[Line] | None) -> Charge:
    """Return the charge with the gains that its lines give; raises BadLines."""
    if lines is None:
        return charge
    gains = gains_from(lines)
    left = gains.left_to_confiscate_fen
    takes = PenaltyKind.CONFISCATE_GAINS in charge.kinds
    return replace(
        charge,
        base_fen=gains.base_fen,
        left_to_confiscate_fen=left,
        confiscated_fen=left if takes else None,
    )


def view_of(weighing: Weighing, comparable: Sequence[Comparable] = ()) -> PenaltyView:
    """Ask the rules everything that the page shows."""
    charge, proposal = weighing.charge, weighing.proposal
    found, refused = _range(charge, proposal)
    local = local_amounts_on(weighing.district_code, proposal.decided_on)
    bands = bands_on(weighing.district_code, charge.violation, charge.act_on)
    mine = bands_for((one.band for one in bands), charge.violation, charge.tier)
    top_fen, top_refusals = _top(charge, proposal) if found else (None, [])
    against = refused if found is None else against_proposal(proposal)
    return PenaltyView(
        violation=violations()[charge.violation],
        weighing=weighing,
        sums=_sums(weighing.lines),
        range=found,
        bar=_bar(found, charge, mine, comparable),
        hearing=_hearing(found, charge, proposal, local) if found else None,
        local=local,
        bands=[one for one in bands if one.band in mine],
        candidates=_candidates(weighing),
        comparable=comparable,
        top_fen=top_fen,
        top_refusals=[told(one, charge, found) for one in top_refusals],
        refusals=[told(one, charge, found) for one in against],
    )


def _range(charge: Charge, proposal: Proposal) -> tuple[PenaltyRange | None, list[Refusal]]:
    try:
        found = penalty_range(
            charge.violation,
            charge.tier,
            act_on=charge.act_on,
            party=proposal.party,
            base_fen=charge.base_fen,
        )
    except Refused as refused:
        return None, list(refused.refusals)
    return found, []


def _sums(lines: Sequence[Line] | None) -> LineSums | None:
    if lines is None:
        return None
    refunds = [line for line in lines if line.kind is LineKind.REFUND]
    untaught = sum(line.untaught_prepaid is True for line in refunds)
    return LineSums(
        gains=gains_from(lines),
        receipts=len(lines) - len(refunds),
        refunds_untaught=untaught,
        refunds_taught=len(refunds) - untaught,
    )


def _bar(
    found: PenaltyRange | None,
    charge: Charge,
    bands: Sequence[Band],
    comparable: Sequence[Comparable],
) -> PenaltyBar | None:
    if found is None or found.min_fen is None or found.max_fen is None:
        return None
    return bar_of(
        found.min_fen,
        found.max_fen,
        base_fen=found.base_fen,
        bands=bands,
        fine_fen=charge.fine_fen,
        comparable_fen=[_beside(one, found) for one in comparable],
    )


def _beside(one: Comparable, found: PenaltyRange) -> int:
    """Return an earlier fine as it stands on this range: by its multiple where that is the rule."""
    fine = found.tier.fine
    if fine is None or not fine.is_multiple or not one.base_fen or not found.base_fen:
        return one.fine_fen
    return one.fine_fen * found.base_fen // one.base_fen


def _hearing(
    found: PenaltyRange, charge: Charge, proposal: Proposal, local: LocalAmounts | None
) -> RightToHearing | None:
    """Ask with the kinds and amounts that are chosen, and with all that is possible before that."""
    is_open = PenaltyKind.FINE in charge.kinds and charge.fine_fen is None
    if charge.kinds and not is_open:
        exposures = exposures_of(proposal)
    else:
        confiscates = PenaltyKind.CONFISCATE_GAINS in (charge.kinds or found.kinds)
        left = charge.left_to_confiscate_fen if confiscates else 0
        one = exposure(found, fine_fen=charge.fine_fen, confiscated_fen=left)
        exposures = [_of_chosen(one, charge.kinds) if is_open else one]
    try:
        return hearing_right(exposures, proposal.party, proposal.decided_on, local)
    except NoHearingRule:
        return None


def _of_chosen(one: Exposure, kinds: frozenset[PenaltyKind]) -> Exposure:
    """Return what the chosen kinds bring while the fine is still open."""
    none: frozenset[PenaltyKind] = frozenset()
    return replace(one, sure=kinds, some_of=none, perhaps=none)


def _candidates(weighing: Weighing) -> Sequence[Candidate]:
    start, end = weighing.act_start, weighing.charge.act_on
    return rules_for(
        weighing.charge.violation,
        act_start=min(start, end),
        act_end=end,
        decided_on=max(end, weighing.proposal.decided_on),
    )


def _top(charge: Charge, proposal: Proposal) -> tuple[int | None, list[Refusal]]:
    try:
        return top_of_range(charge, proposal), []
    except Refused as refused:
        return None, list(refused.refusals)


def told(refusal: Refusal, charge: Charge, found: PenaltyRange | None) -> dict[str, Any]:
    """Return a refusal as pages tell it: amounts in yuan, grounds in words, and its field."""
    said = refusal_told(refusal) | {"field": FIELDS.get(refusal.code, "")}
    fine = yuan(charge.fine_fen or 0)
    if refusal.code == "penalty.fine_not_above_maximum" and found and found.max_fen is not None:
        said["about"] = f"{fine} > {yuan(found.max_fen)}"
    elif refusal.code == "penalty.fine_not_below_minimum" and found and found.min_fen is not None:
        said["about"] = f"{fine} < {yuan(found.min_fen)}"
    elif refusal.code == "penalty.grounds_count":
        named = [grounds()[code] for code in refusal.about.split("、") if code in grounds()]
        said["about"] = "；".join(ground.word(language()) for ground in named)
    return said


def yuan(fen: int) -> str:
    """Return an amount as it is written: ¥120,000.00."""
    return f"¥{fen // 100:,}.{fen % 100:02d}"
