"""Dates as people and spreadsheets write them."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DIGITS = str.maketrans("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789")
_OPEN_ENDED = re.compile(r"长期(?:有效)?|永久(?:有效)?|无固定期限|无期限|不限期?")
_REMARK = re.compile(r"\s*\([^()]*\)?$")
_RANGE = re.compile(r"\s*(?:至|到|~|—+|–|―|-{1,2}|起至?)\s*")
_YMD = re.compile(
    r"(\d{4})\s*[-/.年\\,、]\s*(\d{1,2})\s*[-/.月\\,、]\s*(\d{1,2})\s*[日号]?"
    r"(?:[T\s]+\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[秒分]?Z?)?[.。]?"
)
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"(\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_YEAR_LAST = re.compile(
    r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_INCOMPLETE = re.compile(r"\d{4}\s*(?:年|[-/.]\s*\d{1,2}|年\s*\d{1,2}\s*月?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_EARLIEST, _LATEST = 1949, 2100


@dataclass(frozen=True, slots=True)
class DateReading:
    """A day, or None; `doubt` is a code of `SENTENCES` without its head, to be told."""

    day: date | None = None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RangeReading:
    """First and last day of a span; either may be missing."""

    first: DateReading
    last: DateReading


def read_date(text: str, *, since_1904: bool = False) -> DateReading:
    """Return the one day that `text` means.

    What could be two days, or is none (2020-02-30), gives no day and a doubt: `impossible`,
    `incomplete`, `ambiguous`, `open_ended`, `unclear`. `short_year` and `order` come with a day.
    """
    return _read(text, since_1904)


@lru_cache(maxsize=20_000)
def _read(text: str, since_1904: bool) -> DateReading:
    plain = unicodedata.normalize("NFKC", text).strip().strip("'\"`()[]").strip()
    plain = _REMARK.sub("", plain) or plain
    if _OPEN_ENDED.fullmatch(plain):
        return DateReading(doubt="open_ended")
    for pattern in (_YMD, _COMPACT):
        if found := pattern.fullmatch(plain):
            return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _SERIAL.fullmatch(plain):
        return _serial(int(found[1]), since_1904)
    if found := _SHORT_YEAR.fullmatch(plain):
        return _day(2000 + int(found[1]), int(found[2]), int(found[3]), doubt="short_year")
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(int(found[1]), int(found[2]), int(found[3]))
    if _INCOMPLETE.fullmatch(plain):
        return DateReading(doubt="incomplete")
    spelt = _arabic(plain)
    if spelt != plain:
        return _read(spelt, since_1904)
    return DateReading(doubt="unclear")


def read_range(text: str, *, since_1904: bool = False) -> RangeReading | None:
    """Return the two days of a span such as 2018-04-01至2021-03-31, or None for a single day."""
    plain = _REMARK.sub("", unicodedata.normalize("NFKC", text).strip())
    plain = plain.removeprefix("自").removesuffix("止").strip()
    if _read(plain, since_1904).day or _read(plain, since_1904).doubt == "impossible":
        return None
    for cut in _RANGE.finditer(plain):
        first, last = plain[: cut.start()].strip(), plain[cut.end() :].strip().removeprefix("至")
        first_day = _read(first.removesuffix("起"), since_1904)
        last_day = _read(last, since_1904)
        begins = first_day.day or first_day.doubt == "impossible"
        if begins and (last_day.day or last_day.doubt in ("open_ended", "impossible")):
            return RangeReading(first_day, last_day)
    return None


def _day(year: int, month: int, day: int, doubt: str = "") -> DateReading:
    try:
        found = date(year, month, day)
    except ValueError:
        return DateReading(doubt="impossible")
    if not _EARLIEST <= year <= _LATEST:
        return DateReading(doubt="unlikely")
    return DateReading(found, doubt)


def _serial(number: int, since_1904: bool) -> DateReading:
    """Days since 1899-12-30 (or 1904-01-01); five digits reach from 1927 to 2173."""
    found = (date(1904, 1, 1) if since_1904 else date(1899, 12, 30)) + timedelta(days=number)
    if not 1950 <= found.year <= 2080:
        return DateReading(doubt="unclear")
    return DateReading(found)


def _year_last(first: int, second: int, year: int) -> DateReading:
    """Month and day before the year come from foreign settings; one of them must exceed twelve."""
    if first > 12 >= second:
        return _day(year, second, first, doubt="order")
    if second > 12 >= first or first == second:
        return _day(year, first, second, doubt="order")
    return DateReading(doubt="ambiguous" if first <= 12 and second <= 12 else "impossible")


def _arabic(text: str) -> str:
    """Write 二〇二〇年十一月二十三日 with digits; other text comes back as it was."""
    if not re.search(r"[〇零○一二三四五六七八九十壹贰叁肆伍陆柒捌玖]", text):
        return text
    tens = re.sub(r"廿", "二十", text)
    tens = re.sub(r"(?<![一二三四五六七八九])十(?=[一二三四五六七八九])", "1", tens)
    tens = re.sub(r"(?<![一二三四五六七八九])十", "10", tens)
    tens = re.sub(r"(?<=[一二三四五六七八九])十(?=[一二三四五六七八九])", "", tens)
    tens = re.sub(r"(?<=[一二三四五六七八九])十", "0", tens)
    return tens.translate(_DIGITS)
