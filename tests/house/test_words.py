"""Both languages have every word: each sentence of code and templates stands in the catalogue."""

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.words import PARTS

APP = Path(__file__).parents[2] / "app"
KEYWORDS = {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
METHODS = [
    ("frontend/**", "ignore"),
    ("static/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
]
TABLET = APP / "frontend" / "src" / "tablet"
SINGLE = r"'((?:[^'\\\n]|\\.)*)'"
DOUBLE = r'"((?:[^"\\\n]|\\.)*)"'
ASKED = re.compile(rf"\btn?\(\s*(?:{SINGLE}|{DOUBLE})")
PLACE = re.compile(r"%\(\w+\)[sd]")
HAN = re.compile(r"[\u3400-\u9fff]")


def used() -> dict[str | tuple[str, str], str]:
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(
        str(APP), METHODS, keywords=KEYWORDS
    ):
        key = tuple(message) if isinstance(message, tuple | list) else message
        found[key] = f"{file}:{line}"
    return found


def tablet_sources() -> list[str]:
    files = sorted(TABLET.rglob("*.ts")) + sorted(TABLET.rglob("*.vue"))
    return [file.read_text(encoding="utf-8") for file in files]


def asked_on_the_tablet() -> set[str]:
    """What stands in `t('…')` and `tn('…', '…')`; of the two, the first is the message id."""
    calls = (call for text in tablet_sources() for call in ASKED.finditer(text))
    return {_plain(call[1] or call[2]) for call in calls}


def quoted_on_the_tablet() -> set[str]:
    """Every literal, also inside an attribute of a component: sentences stand in tables too."""
    found = (re.findall(quotes, text) for text in tablet_sources() for quotes in (SINGLE, DOUBLE))
    return {_plain(literal) for literals in found for literal in literals}


def _plain(literal: str) -> str:
    return re.sub(r"\\(.)", r"\1", literal)


def translated(parts: str = "*.po") -> dict[str, str]:
    found = {}
    for part in sorted(PARTS.glob(parts)):
        with part.open("rb") as handle:
            for message in read_po(handle):
                if message.id:
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    text = message.string
                    found[one] = text if isinstance(text, str) else text[0]
    return found


def first(key: str | tuple[str, str]) -> str:
    return key if isinstance(key, str) else key[0]


def test_every_sentence_is_translated():
    known, on_the_tablet = translated(), translated("tablet-*.po")

    missing = {where: key for key, where in used().items() if not known.get(first(key))}
    speechless = {text for text in asked_on_the_tablet() if not on_the_tablet.get(text)}

    assert missing == {}
    assert speechless == set()


def test_no_translation_is_left_over():
    wanted = {first(key) for key in used()} | quoted_on_the_tablet()

    assert sorted(set(translated()) - wanted) == []


def test_a_sentence_is_translated_in_one_way():
    seen: dict[str, dict[str, str]] = {}
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as handle:
            for message in read_po(handle):
                if isinstance(message.id, str) and message.id:
                    seen.setdefault(message.id, {})[part.name] = str(message.string)

    assert {key: ways for key, ways in seen.items() if len(set(ways.values())) > 1} == {}


def test_a_translation_keeps_the_places_of_its_sentence():
    for sentence, text in translated().items():
        assert set(PLACE.findall(text)) <= set(PLACE.findall(sentence)) | {"%(num)d", "%(num)s"}


def test_the_sentences_in_code_are_english():
    han = [key for key in used() if HAN.search(first(key))]

    assert han == []


@pytest.mark.parametrize("path", sorted((APP / "templates").rglob("*.html")), ids=lambda p: p.name)
def test_a_template_has_no_style_and_no_script_of_its_own(path):
    text = path.read_text("utf-8")

    assert " style=" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", text)
    assert not re.search(r"\bon(click|load|change|submit|input)=", text)
