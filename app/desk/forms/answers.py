"""The checklist as it is typed in: one line for each item, nothing preset, nothing lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.models.visits import VisitVersion
from app.words import gettext as _
from inspections.checklists import Checklist, GivenAnswer, Item, ItemGroup
from inspections.names import unfit_character
from inspections.vocabulary import Answer

LONGEST_SEEN = 1000


@dataclass(slots=True)
class AnsweredItem:
    """One item of the form with what was given so far."""

    item: Item
    answer: str
    seen: str
    error: str = ""

    @property
    def name(self) -> str:
        """Return the name of its radio buttons."""
        return f"answer-{self.item.code}"

    @property
    def seen_name(self) -> str:
        """Return the name of the field for what was seen."""
        return f"seen-{self.item.code}"


class AnswerSheet:
    """The checklist in a form: nothing is preset, what was typed stays."""

    def __init__(self, checklist: Checklist, typed: Mapping[str, str] | None = None) -> None:
        self.checklist = checklist
        self.lines = [self._line(item, typed or {}) for item in checklist.items]

    def _line(self, item: Item, typed: Mapping[str, str]) -> AnsweredItem:
        line = AnsweredItem(item, "", "")
        given = typed.get(line.name, "")
        line.answer = given if given in set(Answer) else ""
        line.seen = typed.get(line.seen_name, "").replace("\r\n", "\n").strip()
        return line

    @classmethod
    def from_version(cls, checklist: Checklist, version: VisitVersion) -> "AnswerSheet":
        """Return the sheet of a record that is to be corrected."""
        typed: dict[str, str] = {}
        for given in version.answers:
            typed[f"answer-{given.item}"] = given.answer
            typed[f"seen-{given.item}"] = given.seen or ""
        return cls(checklist, typed)

    def groups(self) -> list[tuple[ItemGroup, list[AnsweredItem]]]:
        """Return the lines under their headings."""
        by_code = {line.item.code: line for line in self.lines}
        return [
            (group, [by_code[item.code] for item in items])
            for group, items in self.checklist.groups()
        ]

    def validate(self, *, all_needed: bool) -> bool:
        """Put a message to every line that lacks something."""
        for line in self.lines:
            unfit = unfit_character(line.seen.replace("\n", ""))
            if not line.answer and all_needed:
                line.error = _("Choose one of the four answers.")
            elif line.answer == Answer.NO and not line.seen:
                line.error = _("Write what was seen.")
            elif len(line.seen) > LONGEST_SEEN:
                line.error = _("At most 1,000 characters fit here.")
            elif unfit is not None:
                line.error = _("This holds a character that can't be stored. Delete it.")
        return not any(line.error for line in self.lines)

    @property
    def faulty(self) -> list[AnsweredItem]:
        """Return the lines with a message."""
        return [line for line in self.lines if line.error]

    def given(self) -> dict[str, GivenAnswer]:
        """Return the answers by item."""
        return {
            line.item.code: GivenAnswer(Answer(line.answer), line.seen)
            for line in self.lines
            if line.answer
        }
