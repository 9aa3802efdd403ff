"""The number of a paper: agency, kind, year and running number, as official papers carry it."""

import tomllib
from collections.abc import Mapping
from functools import cache

from inspections.sources import LAW
from inspections.vocabulary import PaperKind


@cache
def _words() -> dict[str, str]:
    return tomllib.loads((LAW / "numbers.toml").read_text("utf-8"))


def number_text(
    agency: str,
    kind: PaperKind,
    *,
    year: int,
    number: int,
    words: Mapping[PaperKind, str] | None = None,
) -> str:
    """Return the number as it stands on the paper: 和平教责改字〔2026〕第3号.

    `words` are those that a bureau uses instead of the usual ones.
    """
    word = (words or {}).get(kind) or _words()[kind.value]
    return f"{agency}{word}〔{year}〕第{number}号"
