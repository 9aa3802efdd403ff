"""What is typed in to weigh a penalty: act, party, elements, tier, lines, amounts, grounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import SelectMultipleField
from wtforms.fields.choices import Choice
from wtforms.validators import ValidationError

from app.desk.forms.base import DeskForm
from app.desk.forms.choices import TermField, TermsField, TickField
from app.desk.forms.orders import MoneyField
from app.desk.forms.typed import AreaField, DayField, TextField
from app.desk.penalty_view import Weighing, charged
from app.words import gettext as _
from app.words import language, lazy_gettext
from inspections.discretion import Ground, Weight, grounds, grounds_on
from inspections.gains_text import MOST_LINES, faults_told, read_lines, rows_of_text
from inspections.illegal_gains import BadLines, Line
from inspections.penalty_facts import Charge, Proposal
from inspections.penalty_schemes import Department
from inspections.violations import Violation, elements, violations
from inspections.vocabulary import PartyType, PenaltyKind, PenaltyTier

LONGEST_LINES = 200_000
FAULTS_TOLD = 20
NOTE = "note-"


class CodesField(SelectMultipleField):
    """Boxes to tick, each with its words; what isn't offered is left out."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        self.words: dict[str, str] = {}
        super().__init__(label, choices=[], validate_choice=False, **kwargs)

    def iter_choices(self) -> Any:
        """Yield the boxes."""
        for code, word in self.words.items():
            yield Choice(code, word, code in (self.data or ()), {})

    @property
    def chosen(self) -> frozenset[str]:
        """Return the codes that are ticked, of those offered."""
        return frozenset(self.data or ()) & frozenset(self.words)


class WeighingForm(DeskForm):
    """How a penalty for one violation is weighed."""

    act_start = DayField(lazy_gettext("First day of the act"))
    act_end = DayField(lazy_gettext("Last day of the act"), required=True)
    decided_on = DayField(lazy_gettext("Day of the step"), required=True)
    party = TermField(lazy_gettext("Kind of party"), PartyType, required=True)
    is_licensed = TickField(lazy_gettext("The party holds a licence"))
    elements = CodesField(lazy_gettext("Elements shown"))
    tier = TermField(lazy_gettext("Tier of the law"), PenaltyTier, required=True)
    tier_reasons = TextField(lazy_gettext("Reasons for the tier"), longest=1000)
    lines = AreaField(lazy_gettext("Receipts and refunds"), longest=LONGEST_LINES)
    kinds = TermsField(lazy_gettext("Kinds of penalty"), PenaltyKind)
    fine_fen = MoneyField(lazy_gettext("Fine proposed"))
    weight = TermField(lazy_gettext("Weighed as"), Weight, required=True)
    grounds = CodesField(lazy_gettext("Grounds"))
    weight_reasons = AreaField(lazy_gettext("Reasons of the weighing"), longest=2000)
    discussed_on = DayField(lazy_gettext("Discussed collectively on"))
    joint_department = TextField(lazy_gettext("Department that decides together"), longest=120)
    joint_paper = TickField(lazy_gettext("Its paper is on file"))

    def about(self, code: str, today: date) -> "WeighingForm":
        """Offer the elements, tiers, kinds and grounds of one violation; call before `validate`."""
        row = violations()[code]
        spoken = language()
        wanted = [*row.elements, *_of_the_excluding(row)]
        self["elements"].words = {one: elements()[one].word(spoken) for one in wanted}
        self["tier"].terms = {tier.tier.value: tier.tier for tier in row.scheme.tiers}
        self["kinds"].terms = {kind.value: kind for kind in kinds_of(row)}
        self["grounds"].words = {
            name: ground.word(spoken) for name, ground in self.offered_grounds(today).items()
        }
        return self

    def offered_grounds(self, today: date) -> dict[str, Ground]:
        """Return the grounds of the given days and party; those of today before that."""
        return grounds_on(
            act_on=self["act_end"].data or today,
            decided_on=self["decided_on"].data or today,
            party=self["party"].data or PartyType.NATURAL_PERSON,
        )

    def validate_act_end(self, field: Any) -> None:
        """An act doesn't end before it begins, nor after the step."""
        start, step = self["act_start"].data, self["decided_on"].data
        if field.data and start and field.data < start:
            raise ValidationError(_("The act can't end before it began."))
        if field.data and step and field.data > step:
            raise ValidationError(_("The act can't end after the day of the step."))

    def validate_lines(self, field: Any) -> None:
        """Every line can be read, and no more is refunded than was received."""
        try:
            lines = self.read_lines()
        except BadLines as bad:
            told = faults_told(bad, language())
            said = [_("Line %(n)s: %(fault)s.", n=n, fault=fault) for n, fault in told]
            if len(said) > FAULTS_TOLD:
                said = [*said[:FAULTS_TOLD], _("And %(n)s more.", n=len(said) - FAULTS_TOLD)]
            raise ValidationError(" ".join(said)) from bad
        if lines is not None and len(lines) > MOST_LINES:
            raise ValidationError(_("At most %(most)s lines are taken.", most=MOST_LINES))

    def read_lines(self) -> list[Line] | None:
        """Return the lines, None where none were given; raises BadLines."""
        text = self["lines"].data
        return read_lines(rows_of_text(text)) if text else None


@dataclass(frozen=True, slots=True)
class Typed:
    """What surrounds the form: the violation, the notes on grounds, where it is weighed."""

    code: str
    notes: tuple[tuple[str, str], ...]
    district_code: str


def weighing_from(form: WeighingForm, typed: Typed) -> Weighing:
    """Return what was typed; only after `validate`."""
    lines = form.read_lines()
    charge = Charge(
        violation=typed.code,
        tier=form["tier"].data,
        act_on=form["act_end"].data,
        elements=form["elements"].chosen,
        tier_reasons=form["tier_reasons"].data or "",
        kinds=frozenset(form["kinds"].data or ()),
        fine_fen=form["fine_fen"].data,
        weight=form["weight"].data,
        weight_reasons=form["weight_reasons"].data or "",
        grounds=form["grounds"].chosen,
        ground_notes=typed.notes,
        joint_department=form["joint_department"].data or "",
        joint_paper=bool(form["joint_paper"].data),
    )
    charge = charged(charge, lines)
    proposal = Proposal(
        party=form["party"].data,
        is_licensed=bool(form["is_licensed"].data),
        decided_on=form["decided_on"].data,
        charges=(charge,),
        discussed_on=form["discussed_on"].data,
    )
    return Weighing(
        charge=charge,
        proposal=proposal,
        act_start=form["act_start"].data or form["act_end"].data,
        district_code=typed.district_code,
        lines=lines,
    )


def notes_in(form: Any) -> tuple[tuple[str, str], ...]:
    """Return the notes on grounds that name their law, as they were typed."""
    named = ((code, form.get(NOTE + code, "").strip()[:300]) for code in grounds())
    return tuple((code, text) for code, text in named if text)


def kinds_of(row: Violation) -> Sequence[PenaltyKind]:
    """Return every kind that some tier of a violation provides, in the order of the law."""
    named = {kind for tier in row.scheme.tiers for kind in (*tier.kinds, *tier.besides)}
    if row.scheme.confiscation is not None:
        named.add(PenaltyKind.CONFISCATE_GAINS)
    return [kind for kind in PenaltyKind if kind in named]


def departments_of(row: Violation) -> list[Department]:
    """Return the departments of which one decides together."""
    return list(row.scheme.joint_with)


def _of_the_excluding(row: Violation) -> list[str]:
    """Return the elements of the graver act that shuts this one out, where there is one."""
    if row.excludes_if is None:
        return []
    return [one for one in violations()[row.excludes_if].elements if one not in row.elements]
