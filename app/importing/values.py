"""One cell's value as its column asks for it: a name, a code, a number, a day, a word, a text."""

import re
import unicodedata
from dataclasses import dataclass, field

from app.importing.cells import fault_in, longest, one_line
from app.importing.outcomes import Value
from inspections.credit_codes import read_code
from inspections.dates import DateReading, read_date, read_range
from inspections.garbled import is_garbled, ungarbled
from inspections.identity import is_id_number, without_id_numbers
from inspections.licence_numbers import normalise_number, number_problem
from inspections.names import refuse_name
from inspections.problems import Problem
from inspections.words_of_registers import word_for

_PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")


@dataclass(slots=True)
class Draft:
    """What is known of the row being judged."""

    texts: dict[str, str]
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rejected: bool = False

    def tell(self, name: str, code: str, *, about: str = "", right: str = "") -> None:
        """Add a problem; no number of an identity card is ever quoted."""
        self.problems.append(Problem(name, code, without_id_numbers(about), right))


def judge_name(draft: Draft) -> None:
    """Take the name; a row without a sound one is rejected."""
    text = draft.texts.get("name", "")
    name = one_line(text)
    problem = refuse_name(name)
    if problem is None and is_garbled(name):
        problem = Problem("name", "name.broken", about=name, right=ungarbled(name) or "")
    if problem:
        draft.problems.append(problem)
        draft.rejected = True
        return
    draft.values["name"] = without_id_numbers(name)
    private = _PRIVATE.search(name)
    if private:
        draft.tell("name", "name.private_use", about=f"U+{ord(private[0]):04X}")


def judge_credit_code(draft: Draft) -> None:
    """Take the code of 18 signs; without one, or with a wrong one, say so."""
    text = draft.texts.get("credit_code")
    if text is None:
        if not any(problem.field == "credit_code" for problem in draft.problems):
            draft.tell("credit_code", "credit_code.missing")
        return
    if _unfit(draft, "credit_code", text):
        return
    code, problem = read_code(text)
    if problem and is_id_number(text.replace(" ", "")):
        problem = Problem("credit_code", "credit_code.id_number")
    draft.values["credit_code"] = code
    if problem:
        draft.tell("credit_code", problem.code, about=problem.about, right=problem.right)


def judge_licence_no(draft: Draft) -> None:
    """Take the licence's number in its usual form."""
    text = draft.texts.get("licence_no")
    if text is None or _unfit(draft, "licence_no", text):
        return
    number = normalise_number(text)
    draft.values["licence_no"] = without_id_numbers(number)
    problem = number_problem(number)
    if problem:
        draft.tell("licence_no", problem.code, about=problem.about)


def judge_date(draft: Draft, name: str, *, since_1904: bool) -> None:
    """Take a day, or both days of a range that stands in one cell."""
    text = draft.texts.get(name)
    if text is None:
        return
    span = read_range(text, since_1904=since_1904)
    if span is None:
        _day(draft, name, text, read_date(text, since_1904=since_1904))
    elif name in ("licence_issued", "licence_expires"):
        if draft.values.get("licence_issued") is None:
            _day(draft, "licence_issued", text, span.first)
        if name == "licence_expires" or draft.values.get("licence_expires") is None:
            _day(draft, "licence_expires", text, span.last)
    else:
        _day(draft, name, text, span.first)


def _day(draft: Draft, name: str, text: str, reading: DateReading) -> None:
    if reading.day:
        draft.values[name] = reading.day.isoformat()
    if reading.doubt:
        right = reading.day.isoformat() if reading.day else ""
        draft.tell(name, f"date.{reading.doubt}", about=text[:40], right=right)


def judge_word(draft: Draft, name: str) -> None:
    """Take a word of the register; for one it doesn't know, name those it knows."""
    text = draft.texts.get(name)
    if text is None:
        return
    found, possible = word_for(name, text)
    draft.values[name] = found
    # a column 类别 may hold anything; nothing is lost that law asks for
    if found is None and not _unfit(draft, name, text) and name != "subject_group":
        draft.tell(name, "word.unknown", about=text[:40], right=possible)


def judge_text(draft: Draft, name: str) -> None:
    """Take a text in one line and without numbers of identity cards."""
    text = draft.texts.get(name)
    if text is None or name.startswith("person_"):
        return
    plain = one_line(text)
    if name == "phone":
        plain = unicodedata.normalize("NFKC", plain)
    if not _unfit(draft, name, plain):
        draft.values[name] = without_id_numbers(plain)


def _unfit(draft: Draft, name: str, text: str) -> bool:
    """Say so and return True where a cell must be left out."""
    most = longest(name)
    fault = fault_in(text)
    if fault:
        draft.tell(name, fault[0], about=fault[1])
    elif len(text) > most:
        draft.tell(name, "cell.too_long", right=str(most))
    return bool(fault) or len(text) > most
