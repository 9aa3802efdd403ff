"""Checklists: the items in force on a day, and what a "no" makes follow from them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from inspections.sources import LAW, Citation, cited, sources
from inspections.violations import Violation, violations
from inspections.vocabulary import Answer, DeliveryMode, SubjectClass, Term


class ItemGroup(Term):
    """The part of the record under which an item stands."""

    LICENCE = "licence", "许可和登记", "Licence and registration"
    FEES = "fees", "收费", "Fees"
    STAFF = "staff", "从业人员", "Staff"
    TEACHING = "teaching", "培训内容和时间", "What is taught, and when"
    PREMISES = "premises", "场所和消防", "Premises and fire safety"
    ONLINE = "online", "线上留存", "Online records"
    ENROLMENT = "enrolment", "广告、招生和竞赛", "Advertising, enrolment, competitions"
    EMERGENCY = "emergency", "应急措施", "Emergency measures"


class Severity(Term):
    """How much a breach weighs when visits are planned; no tier of a penalty."""

    MAJOR = "major", "重点项", "Major"
    ORDINARY = "ordinary", "一般项", "Ordinary"


class Item(BaseModel):
    """One question of the checklist; "yes" means as it should be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    group: ItemGroup
    question_zh: str
    question_en: str
    how_zh: str
    how_en: str
    threshold_zh: str = ""
    threshold_en: str = ""
    basis: tuple[Citation, ...]
    valid_from: date
    valid_to: date | None = None
    severity: Severity
    violations: tuple[str, ...]
    subject_class: SubjectClass | None = None
    delivery_mode: DeliveryMode | None = None
    emergency: bool = False

    @model_validator(mode="after")
    def _known_codes(self) -> "Item":
        unknown = {place.source for place in self.basis} - set(sources())
        unknown |= set(self.violations) - set(violations())
        if unknown:
            raise ValueError(f"{self.code}: unknown {sorted(unknown)}")
        return self

    def question(self, language: str) -> str:
        """Return the question in `language` ("zh" or "en")."""
        return self.question_en if language == "en" else self.question_zh

    def how(self, language: str) -> str:
        """Return how it is checked."""
        return self.how_en if language == "en" else self.how_zh

    def threshold(self, language: str) -> str:
        """Return the limit, where there is one."""
        return self.threshold_en if language == "en" else self.threshold_zh

    def law(self, language: str) -> str:
        """Return the legal basis."""
        return cited(self.basis, language)

    def is_in_force(self, day: date) -> bool:
        """Say whether the item may be asked for `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def concerns(
        self, subject_class: SubjectClass | None, delivery_mode: DeliveryMode | None
    ) -> bool:
        """Say whether an institution like this is asked; what isn't known excludes nothing."""
        if None not in (self.subject_class, subject_class) and self.subject_class != subject_class:
            return False
        both = None not in (self.delivery_mode, delivery_mode)
        return not (both and self.delivery_mode != delivery_mode)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str
    item: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """The items of one version that were in force on a day."""

    version: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """Return the item with this code."""
        return next((item for item in self.items if item.code == code), None)

    def groups(self) -> list[tuple[ItemGroup, list[Item]]]:
        """Return the items by group, in the order of the groups."""
        found = [
            (group, [item for item in self.items if item.group is group]) for group in ItemGroup
        ]
        return [(group, items) for group, items in found if items]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was answered to one item and, for a "no", what was seen."""

    answer: Answer
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found: the item, what was seen, and the violations it makes suspect that day."""

    item: Item
    seen: str
    suspected: tuple[Violation, ...]


@cache
def _file() -> _File:
    return _File.model_validate(tomllib.loads((LAW / "checklists.toml").read_text("utf-8")))


def version() -> str:
    """Return the checklist's present version."""
    return _file().version


def checklist_on(day: date, *, emergency: bool = False) -> Checklist:
    """Return all items in force on `day`."""
    items = [item for item in _file().item if item.is_in_force(day)]
    return Checklist(version(), tuple(item for item in items if emergency or not item.emergency))


def checklist_for(
    day: date,
    *,
    subject_class: SubjectClass | None,
    delivery_mode: DeliveryMode | None,
    emergency: bool = False,
) -> Checklist:
    """Return the items to be asked on `day` of an institution like this."""
    whole = checklist_on(day, emergency=emergency)
    asked = tuple(item for item in whole.items if item.concerns(subject_class, delivery_mode))
    return Checklist(whole.version, asked)


def findings(
    checklist: Checklist, answers: Mapping[str, GivenAnswer], day: date
) -> Sequence[Finding]:
    """Return a finding for every "no", in the checklist's order."""
    return [
        Finding(item, answers[item.code].seen, _suspected(item, day))
        for item in checklist.items
        if item.code in answers and answers[item.code].answer is Answer.NO
    ]


def _suspected(item: Item, day: date) -> tuple[Violation, ...]:
    known = (violations()[code] for code in item.violations)
    return tuple(violation for violation in known if violation.is_in_force(day))
