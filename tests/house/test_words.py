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


def translated() -> dict[str, str]:
    found = {}
    for part in sorted(PARTS.glob("*.po")):
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
    known = translated()

    missing = {where: key for key, where in used().items() if not known.get(first(key))}

    assert missing == {}


def test_no_translation_is_left_over():
    wanted = {first(key) for key in used()}

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
