"""What stops a paper is told in words: what is missing, what can't be printed, what isn't known."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from app.papers.fonts import OWN, Fonts
from app.papers.pdf import Typesetter
from app.services.papers import PaperNotMade, Stated, make_paper
from app.words import register_words, spoken
from tests.papers import FACTS, HEAD


@pytest.fixture(scope="module")
def app():
    app = Flask("app")
    app.extensions["typesetter"] = Typesetter(Fonts((OWN,)))
    register_words(app)
    return app


OLD = replace(HEAD, dated=date(2023, 3, 1))
STOPPED = {
    "something is missing": ({"reasons": ""}, "paper_incomplete", ["理由"]),
    "a character has no face": ({"reasons": "𠮷"}, "paper_unprintable", ["U+20BB7 𠮷"]),
    "no period is known": ({"head": OLD}, "paper_period_unknown", []),
}


@pytest.mark.parametrize(("changes", "code", "said"), STOPPED.values(), ids=STOPPED)
def test_a_paper_that_is_not_made_says_why(app, changes, code, said):
    stated = Stated("prior_notice", replace(FACTS["prior_notice"], **changes), "x", "210102")

    with app.app_context(), spoken("zh"), pytest.raises(PaperNotMade) as stopped:
        make_paper(stated, "pdf")

    assert stopped.value.code == code
    assert "行政处罚事先告知书" in stopped.value.message
    assert [
        one["message"][: len(word)] for one, word in zip(stopped.value.fields, said, strict=True)
    ] == said
