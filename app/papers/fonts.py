"""The faces that papers are set in: a bureau's own folder first, then those of the installation."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont
from fontTools.ttLib.ttFont import TTLibError

OWN = Path(__file__).parent / "fonts"
COLLECTIONS = {".ttc", ".otc"}
ENDINGS = {".ttf", ".otf", *COLLECTIONS}
FAMILY_NAMES = (16, 1)
# by what a family is called: the face of the text, of the title, of headings
BODY = ("仿宋", "fangsong")
TITLE = ("小标宋", "xiaobiaosong")
HEADING = ("黑体", "simhei", "heiti")


class NoFonts(Exception):
    """No face is installed: the folder named in the message is empty."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face: every name that its family goes by, and the characters that it has."""

    families: tuple[str, ...]
    characters: frozenset[int]


class Fonts:
    """The faces of some folders; those of the first folder are preferred."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders

    @cached_property
    def faces(self) -> tuple[Face, ...]:
        """Return every face that can be read; raises `NoFonts` when there is none."""
        found = tuple(face for folder in self.folders for face in _faces_in(folder))
        if not found:
            raise NoFonts(str(self.folders[-1]))
        return found

    @cached_property
    def characters(self) -> frozenset[int]:
        """Return every character that some face has."""
        return frozenset().union(*(face.characters for face in self.faces))

    def families(self, *wanted: str) -> list[str]:
        """Return the families in the order in which they are tried, those called `wanted` first."""
        names = [face.families for face in self.faces]
        first = [name for name in names if any(_is_called(name, word) for word in wanted)]
        return list(dict.fromkeys(one[0] for one in (*first, *names)))


def _is_called(names: tuple[str, ...], word: str) -> bool:
    return any(word in name.lower().replace(" ", "") for name in names)


def _faces_in(folder: Path) -> Iterator[Face]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    for path in paths:
        yield from _faces_of(path)


def _faces_of(path: Path) -> list[Face]:
    try:
        with path.open("rb") as file:
            if path.suffix.lower() in COLLECTIONS:
                return [_face(font) for font in TTCollection(file, lazy=True).fonts]
            return [_face(TTFont(file, lazy=True))]
    except (TTLibError, OSError) as fault:
        raise NoFonts(str(path)) from fault


def _face(font: TTFont) -> Face:
    records = [one for number in FAMILY_NAMES for one in font["name"].names if one.nameID == number]
    # the typesetter knows a family by its English name, where it has one
    records.sort(key=lambda one: not one.toUnicode().isascii())
    names = tuple(dict.fromkeys(one.toUnicode() for one in records))
    return Face(names, frozenset(font.getBestCmap() or ()))
