"""What a person gives for a step, read from text: typed values, every fault at its field.

The form at the desk, `cases take` and the spreadsheet of cases begun on paper read by this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from inspections.dates import read_date
from inspections.names import unfit_character
from inspections.procedure.asked import Field, Kind, fields_of
from inspections.procedure.entries import MADE_HERE, fields_for, said_with
from inspections.procedure.facts import CaseFacts
from inspections.procedure.said import SILENT, Said
from inspections.procedure.said_decision import DemandSaid, PenaltySaid
from inspections.procedure.said_notice import NoticeSaid
from inspections.procedure.terms import DecisionPart, DemandPart, HearingRight, NoticePart
from inspections.vocabulary import ServiceMethod, Term

YES, NO = ("1", "y", "yes", "true", "on", "是"), ("0", "n", "no", "false", "off", "否")
LONGEST, LONGEST_AREA, MOST_LINES = 300, 4000, 100
MOST = 10**12


class Fault(Term):
    """What is wrong with a field as it was given."""

    MISSING = "missing", "请填写这一项。", "Please fill this in."
    DAY = "day", "日期写作 2026-03-12。", "A day is written 2026-03-12."
    ANSWER = "answer", "填 是 或者 否。", "Say yes or no."
    NUMBER = "number", "填大于或者等于0的整数。", "A whole number, 0 or more."
    TERM = "term", "请从所列选项中选择。", "Choose one of those offered."
    LONG = "long", "内容过长。", "This is too long."
    SIGN = "sign", "含有不能保存的字符，请删除。", "This holds a character that can't be stored."
    UNKNOWN = "unknown", "这一步没有这一项。", "The step has no such field."
    PAPER = "paper", "这份文书只能上传扫描件。", "This paper can only come as a scan."


@dataclass(frozen=True, slots=True)
class BadField:
    """One field that can't be taken."""

    field: str
    fault: Fault
    about: str = ""


class BadGiven(ValueError):
    """Values from which nothing can be entered, with every fault at once."""

    def __init__(self, faults: Sequence[BadField]) -> None:
        """Keep the faults; the first stands in the message for logs."""
        super().__init__(f"{faults[0].field}: {faults[0].fault.en}")
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives for a step; persons by public id, an approver on paper also by name.

    `made` names the papers that are made here; scans come as files beside it.
    """

    happened_on: date
    said: Said = SILENT
    officers: tuple[str, ...] = ()
    certificate_shown: bool | None = None
    proposed_by: str = ""
    approved_by: str = ""
    approved_on_paper: bool = False
    method: ServiceMethod | None = None
    receiver: str = ""
    service_note: str = ""
    agreed: bool = False
    made: tuple[str, ...] = ()
    reason: str = ""


def read_given(step: str, values: Mapping[str, str | Sequence[str]]) -> Given:
    """Return what was given for a step; raises BadGiven with every fault, KeyError for the step.

    A list of texts is one value each; in one text lines (or `;`) part them.
    """
    found, faults = read_fields(fields_for(step), values)
    paper = [code for code in found.get("made", ()) if code not in MADE_HERE]
    faults += [BadField("made", Fault.PAPER, code) for code in paper]
    if faults:
        raise BadGiven(faults)
    own = {field.name for field in fields_of(said_with(step))}
    said = said_with(step)(**{name: found.pop(name) for name in own})
    return Given(said=said, **found)


def read_fields(
    fields: Sequence[Field], values: Mapping[str, str | Sequence[str]]
) -> tuple[dict[str, Any], list[BadField]]:
    """Return what was read of each field, and every fault."""
    known = {field.name for field in fields}
    faults = [BadField(name, Fault.UNKNOWN) for name in values if name not in known]
    found: dict[str, Any] = {}
    for field in fields:
        try:
            found[field.name] = _read(field, values.get(field.name, ""))
        except _Wrong as wrong:
            faults.append(BadField(field.name, wrong.fault, wrong.about))
    return found, faults


def as_made_here(given: Given, facts: CaseFacts) -> Given:
    """Return what was given, with all that a paper made here states of itself."""
    said = given.said
    if isinstance(said, NoticeSaid) and "prior_notice" in given.made:
        tells = facts.hearing_right is not HearingRight.NO
        parts = tuple(one for one in NoticePart if tells or one is not NoticePart.RIGHT_TO_HEARING)
        return replace(given, said=replace(said, states=parts))
    if isinstance(said, PenaltySaid) and "penalty_decision" in given.made:
        return replace(given, said=replace(said, states=tuple(DecisionPart)))
    if isinstance(said, DemandSaid) and "demand_letter" in given.made:
        return replace(given, said=replace(said, states=tuple(DemandPart)))
    return given


class _Wrong(Exception):
    def __init__(self, fault: Fault, about: str = "") -> None:
        super().__init__(fault.en)
        self.fault = fault
        self.about = about


def _read(field: Field, value: str | Sequence[str]) -> Any:
    texts = [value] if isinstance(value, str) else list(value)
    texts = [text.replace("\r\n", "\n").strip() for text in texts]
    for text in texts:
        if unfit_character(text.replace("\n", "").replace("\t", "")) is not None:
            raise _Wrong(Fault.SIGN)
    if not any(texts):
        if field.required and field.kind is not Kind.TICK:
            raise _Wrong(Fault.MISSING)
        return field.blank
    if field.kind in (Kind.LINES, Kind.PERSONS, Kind.TERMS):
        return _many(field, texts)
    return _one(field, texts[0])


def _many(field: Field, texts: Sequence[str]) -> tuple[Any, ...]:
    parts = texts if len(texts) > 1 else texts[0].replace("；", "\n").replace(";", "\n").split("\n")
    given = [part.strip() for part in parts if part.strip()]
    if len(given) > MOST_LINES or any(len(part) > LONGEST_AREA for part in given):
        raise _Wrong(Fault.LONG)
    if field.kind is Kind.TERMS:
        return tuple(dict.fromkeys(_term(field, part) for part in given))
    return tuple(dict.fromkeys(given))


def _one(field: Field, text: str) -> Any:
    if field.kind is Kind.DAY:
        day = read_date(text[:60]).day
        if day is None:
            raise _Wrong(Fault.DAY, text[:30])
        return day
    if field.kind in (Kind.TICK, Kind.ANSWER):
        if text.lower() in YES + NO:
            return text.lower() in YES
        raise _Wrong(Fault.ANSWER, text[:30])
    if field.kind in (Kind.COUNT, Kind.FEN):
        if text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)):
            return int(text)
        raise _Wrong(Fault.NUMBER, text[:30])
    if field.kind is Kind.TERM:
        return _term(field, text)
    if len(text) > (LONGEST_AREA if field.kind is Kind.AREA else LONGEST):
        raise _Wrong(Fault.LONG)
    return text


def _term(field: Field, text: str) -> Term:
    terms = field.term or Term
    for one in terms:
        if text in (one.value, one.zh):
            return one
    raise _Wrong(Fault.TERM, text[:30])
