"""The two languages: which one the reader wants, and the catalogue built from its parts.

Message ids are the English sentences; `translations/zh_Hans/*.po`, one file for each noun, are
merged into one catalogue.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, force_locale, get_locale, gettext, lazy_gettext, ngettext

from inspections.vocabulary import Term

__all__ = ["gettext", "language", "lazy_gettext", "ngettext", "register_words", "spoken", "word"]

LANGUAGES = ("zh", "en")
COOKIE = "mingcha_lang"
FOLDER = Path(__file__).parent / "translations"
PARTS = FOLDER / "zh_Hans"
BUILT = PARTS / "LC_MESSAGES" / "messages.mo"


def build_catalogue() -> Path:
    """Merge all parts into the one compiled catalogue and return its path.

    Where two parts translate the same sentence, the first holds; a house test keeps them equal.
    """
    merged = Catalog(locale="zh_Hans")
    for part in sorted(PARTS.glob("*.po")):
        with part.open("rb") as handle:
            for message in read_po(handle, locale="zh_Hans"):
                if not message.id or merged.get(message.id) is not None:
                    continue
                merged.add(message.id, message.string, flags=message.flags)
    BUILT.parent.mkdir(exist_ok=True)
    scratch = BUILT.with_suffix(".new")
    with scratch.open("wb") as out:
        write_mo(out, merged)
    scratch.replace(BUILT)
    return BUILT


def catalogue_is_current() -> bool:
    """Say whether the compiled catalogue is as new as its newest part."""
    newest = max((part.stat().st_mtime for part in PARTS.glob("*.po")), default=0.0)
    return BUILT.exists() and BUILT.stat().st_mtime >= newest


def wanted_language() -> str:
    """Return the language that the request asks for: parameter, cookie, browser; zh by default."""
    for choice in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if choice in LANGUAGES:
            return choice
    return request.accept_languages.best_match(LANGUAGES, default="zh") or "zh"


def language() -> str:
    """Return "zh" or "en", whichever is being spoken now."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


@contextmanager
def spoken(wanted: str) -> Iterator[None]:
    """Speak "zh" or "en" for a while; for work that no request asks for."""
    with force_locale("en" if wanted == "en" else "zh_Hans"):
        yield


def word(term: Term | None) -> str:
    """Return the reader's word for a term."""
    return "" if term is None else term.word(language())


def register_words(app: Flask) -> None:
    """Give `app` its languages, the language cookie and the `word` filter."""
    if not catalogue_is_current():
        build_catalogue()
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(FOLDER)
    Babel(app, default_locale="zh_Hans", locale_selector=_locale)
    app.jinja_env.filters["word"] = word
    app.jinja_env.globals["language"] = language
    app.after_request(_remember)


def _locale() -> str:
    if not has_request_context():
        return "zh_Hans"
    if "language" not in g:
        g.language = wanted_language()
    return "en" if g.language == "en" else "zh_Hans"


def _remember(response: Any) -> Any:
    if request.endpoint == "static":
        return response  # the same in every language
    choice = request.args.get("lang")
    if choice in LANGUAGES and request.cookies.get(COOKIE) != choice:
        response.set_cookie(COOKIE, choice, max_age=31536000, samesite="Lax", path="/")
    response.headers.setdefault("Content-Language", "en" if language() == "en" else "zh-Hans")
    response.vary.update(("Accept-Language", "Cookie"))
    return response
