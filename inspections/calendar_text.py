"""The days that a notice of the State Council names, read from its pasted text or a pasted list.

Each day or span is taken by the next word of rest (放假, 休, off) or work (上班, 班, work) in its
sentence; what no such word follows is given back, never guessed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_REMARK = re.compile(r"\([^()]*\)")
_SENTENCE = re.compile(r"[。;\n]")
_DAY = r"(?:(?:(\d{4})\s*[年/.-]\s*)?(\d{1,2})\s*[月/.-]\s*)?(\d{1,2})\s*日?"
_TO = r"\s*(?:至|到|~|–|—+)\s*"
_TOKEN = re.compile(
    rf"(?P<same>不调休)|(?P<work>调休上班|上班|补班|班|\bwork(?:ing|ed)?\b)"
    rf"|(?P<off>放假调休|放假|休息日?|休|\b(?:day )?off\b|\brest\b|\bholiday\b)"
    rf"|(?P<count>\d+\s*天)"
    rf"|(?P<first>\d{{4}}\s*[年/.-]\s*\d{{1,2}}\s*[月/.-]\s*\d{{1,2}}\s*日?"
    rf"|\d{{1,2}}\s*月\s*\d{{1,2}}\s*日?|\d{{1,2}}\s*日)"
    rf"(?:{_TO}(?P<last>{_DAY}))?",
    re.IGNORECASE,
)
_PARTS = re.compile(_DAY)
LONGEST_SPAN = 31


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What was read: days off, days worked, and the places that could not be read."""

    off: tuple[date, ...] = ()
    work: tuple[date, ...] = ()
    unread: tuple[str, ...] = ()


def read_notice_text(text: str, year: int) -> NoticeText:
    """Return the days that `text` names; a day without its year is in `year`.

    A day without its month is in the month named before it. Places are given back as written.
    """
    off: list[date] = []
    work: list[date] = []
    unread: list[str] = []
    plain = _REMARK.sub("", unicodedata.normalize("NFKC", text))
    for sentence in _SENTENCE.split(plain):
        for kind, days, place in _said(sentence, year):
            {"off": off, "work": work}.get(kind, []).extend(days)
            unread.extend([place] if kind not in ("off", "work") or not days else [])
    return NoticeText(_sorted(off), _sorted(work), tuple(unread))


def _said(sentence: str, year: int) -> Iterator[tuple[str, list[date], str]]:
    """Yield each run of days with the word that takes it; no word, no kind."""
    waiting: list[date] = []
    places: list[str] = []
    before = date(year, 1, 1)
    for token in _TOKEN.finditer(sentence):
        if token["first"]:
            days = _span(token["first"], token["last"], before)
            if not days:
                yield "", [], token.group().strip()
                continue
            before = days[-1]
            waiting += days
            places.append(token.group().strip())
        elif (token["off"] or token["work"]) and waiting:
            yield ("off" if token["off"] else "work"), waiting, ""
            waiting, places = [], []
    for place in places:
        yield "", [], place


def _span(first: str, last: str | None, before: date) -> list[date]:
    """Return the days from `first` to `last`, none where there is no such day or span."""
    begins = _day(first, before)
    ends = _day(last, begins) if last and begins else begins
    if begins is None or ends is None or not 0 <= (ends - begins).days < LONGEST_SPAN:
        return []
    return [begins + timedelta(days=number) for number in range((ends - begins).days + 1)]


def _day(text: str, before: date) -> date | None:
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return date(year or before.year, month or before.month, day or 0)
    except ValueError:
        return None


def _sorted(days: list[date]) -> tuple[date, ...]:
    return tuple(sorted(set(days)))
