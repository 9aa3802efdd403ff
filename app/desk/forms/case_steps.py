"""The form of a step of a case: a box for each field of its entry, read from the one table."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from app.queries.case_page import Colleague
from app.words import gettext as _
from app.words import language, word
from inspections.procedure.asked import Field, Kind
from inspections.procedure.entries import BROUGHT, MADE_HERE, fields_for
from inspections.procedure.given import BadGiven, Given, read_given
from inspections.procedure.papers import paper_word
from inspections.procedure.stages import STEPS
from inspections.violations import violations

AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")
# as many lines to name somebody as a step usually needs; more fit when they are filled
FEWEST_PERSONS, MOST_PERSONS = 2, 12
SCAN = "scan-"
OTHER_FILES = "files"
Values = dict[str, list[str]]


@dataclass(slots=True)
class Box:
    """One field as the page shows it; `values` are what was typed or is known."""

    field: Field
    label: str
    values: list[str]
    choices: list[tuple[str, str]] = field(default_factory=list)
    hint: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """Return the name of the field."""
        return self.field.name

    @property
    def kind(self) -> str:
        """Return how it is typed in."""
        return self.field.kind.value

    @property
    def value(self) -> str:
        """Return the one value of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def text(self) -> str:
        """Return several values, one a line."""
        return "\n".join(self.values)

    @property
    def places(self) -> list[str]:
        """Return the persons named, and a free place or two for more."""
        filled = [one for one in self.values if one]
        blank = max(FEWEST_PERSONS - len(filled), 1)
        return (filled + [""] * blank)[:MOST_PERSONS]


@dataclass(slots=True)
class PaperBox:
    """One paper of a step: made here, or the signed scan of it."""

    code: str
    label: str
    is_made_here: bool
    ticked: bool
    kept: Sequence[Any] = ()
    error: str = ""


class StepForm:
    """What is asked for a step, with what was typed and what is wrong with it."""

    def __init__(
        self,
        code: str,
        values: Mapping[str, Sequence[str]],
        colleagues: Sequence[Colleague],
    ) -> None:
        """Take the values by name; nothing is judged yet."""
        self.code = code
        self.values: Values = {name: list(some) for name, some in values.items()}
        self.boxes = [
            Box(
                one,
                one.word(language()),
                self.values.get(one.name, []),
                choices=_choices(one, colleagues),
            )
            for one in fields_for(code)
            if one.name != "made"
        ]
        made = set(self.values.get("made", []))
        self.papers = [
            PaperBox(
                paper,
                paper_word(paper, language()),
                is_made_here=paper in MADE_HERE,
                ticked=paper in made,
            )
            for paper in STEPS[code].papers
        ]
        self.problems: list[str] = []

    @classmethod
    def typed(cls, code: str, form: MultiDict[str, str], who: Sequence[Colleague]) -> "StepForm":
        """Return the form as it was sent; what it doesn't ask for isn't looked at."""
        names = {one.name for one in fields_for(code)}
        values = {name: form.getlist(name) for name in form if name in names}
        return cls(code, values, who)

    def box(self, name: str) -> Box | None:
        """Return the box of a field."""
        return next((one for one in self.boxes if one.name == name), None)

    def say(self, name: str, message: str) -> None:
        """Put a message at a field, or at the top where no such field is shown."""
        box = self.box(name)
        if box is not None:
            box.error = f"{box.error} {message}".strip()
            return
        for paper in self.papers:
            if name in (paper.code, f"{SCAN}{paper.code}"):
                paper.error = message
                return
        self.problems.append(message)

    @property
    def is_wrong(self) -> bool:
        """Say whether something is wrong with what was typed."""
        return bool(
            self.problems
            or any(box.error for box in self.boxes)
            or any(paper.error for paper in self.papers)
        )

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Return name, label and message of every field in error."""
        found = [(box.name, box.label, box.error) for box in self.boxes if box.error]
        return found + [
            (f"{SCAN}{paper.code}", paper.label, paper.error)
            for paper in self.papers
            if paper.error
        ]

    def as_given(self) -> Values:
        """Return the values as the step reads them: amounts in fen, from the yuan typed."""
        values = {name: list(some) for name, some in self.values.items()}
        for box in self.boxes:
            if box.field.kind is Kind.FEN and box.value.strip():
                fen = fen_of(box.value)
                if fen is None:
                    self.say(box.name, _("Write an amount in yuan, like 46580.00."))
                    values.pop(box.name)
                else:
                    values[box.name] = [str(fen)]
        return values

    def read(self) -> Given | None:
        """Return what is given, or None with a message at every field at fault."""
        values = self.as_given()
        try:
            given = read_given(self.code, values)
        except BadGiven as bad:
            for one in bad.faults:
                self.say(one.field, f"{word(one.fault)} {one.about}".strip())
            return None
        return None if self.is_wrong else given

    def with_scans(self, brought: Sequence[str]) -> None:
        """Count a paper that comes as a scan as not made here."""
        if "made" in self.values:
            self.values["made"] = [one for one in self.values["made"] if one not in brought]


def fen_of(text: str) -> int | None:
    """Return an amount of yuan, as people write it, in fen; None for what is none."""
    plain = unicodedata.normalize("NFKC", text)
    for sign in (",", "¥", " "):
        plain = plain.replace(sign, "")
    found = AMOUNT.fullmatch(plain.strip())
    if found is None:
        return None
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan_of(fen: int) -> str:
    """Return an amount in fen as it is typed in yuan."""
    return f"{fen // 100}.{fen % 100:02d}"


def _choices(one: Field, colleagues: Sequence[Colleague]) -> list[tuple[str, str]]:
    if one.kind in (Kind.TERM, Kind.TERMS) and one.term is not None:
        return [(term.value, word(term)) for term in one.term]
    if one.kind is Kind.ANSWER:
        return [("yes", _("Yes")), ("no", _("No"))]
    if one.name == "violations":
        spoken = language()
        return [
            (
                code,
                f"{row.title(spoken)}，{row.place(spoken)}"
                if spoken == "zh"
                else f"{row.title(spoken)}, {row.place(spoken)}",
            )
            for code, row in violations().items()
        ]
    if one.kind in (Kind.PERSON, Kind.PERSONS):
        return [(who.person, _named(who)) for who in colleagues]
    return []


def _named(who: Colleague) -> str:
    roles = _("; ").join(word(role) for role in sorted(who.roles))
    return f"{who.name}（{roles}）" if language() == "zh" else f"{who.name} ({roles})"


def only(form: StepForm, name: str, able: Sequence[Colleague]) -> None:
    """Offer only these persons in a field, and whoever is named there already."""
    box = form.box(name)
    if box is None:
        return
    allowed = {one.person for one in able} | set(box.values)
    box.choices = [choice for choice in box.choices if choice[0] in allowed]


def brought_papers(code: str) -> list[str]:
    """Return the papers of a step that come as scans only."""
    return [paper for paper in STEPS[code].papers if paper in BROUGHT]


def hinted(form: StepForm, hints: Mapping[str, str]) -> None:
    """Put hints at fields."""
    for name, hint in hints.items():
        box = form.box(name)
        if box is not None and hint:
            box.hint = hint
