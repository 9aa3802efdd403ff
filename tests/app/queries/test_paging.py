"""The state of a list in its URL: what is asked, what falls back, what links say."""

import pytest

from app.queries.paging import PAGE_SIZE, Page, clean, read_state

SORTS = {"name": (), "expires": ()}
FILTERS = {"standing": {"licensed", "unlicensed"}, "district": None}


def state(**arguments):
    return read_state("/list", arguments, sorts=SORTS, default="name", filters=FILTERS)


def test_a_url_without_arguments_shows_the_first_page():
    assert (state().page, state().sort, state().url()) == (1, "name", "/list")


def test_links_keep_the_search_and_the_filters():
    found = state(q="晨星", standing="licensed", sort="-expires", page="3")

    assert found.url(page=4) == "/list?q=%E6%99%A8%E6%98%9F&standing=licensed&sort=-expires&page=4"


def test_another_filter_goes_back_to_page_one():
    assert state(page="3").url(standing="licensed") == "/list?standing=licensed"


def test_a_download_holds_all_pages():
    assert state(page="3", standing="licensed").url(format="csv") == (
        "/list?standing=licensed&format=csv"
    )


def test_a_column_sorts_upwards_first_and_then_downwards():
    assert (state().turned("expires"), state(sort="expires").turned("expires")) == (
        "expires",
        "-expires",
    )
    assert state(sort="-expires").aria_sort("expires") == "descending"


@pytest.mark.parametrize("page", ["0", "-1", "x", "", "1e3", "９", "99999999999999999999"])
def test_a_page_that_is_none_is_the_first(page):
    assert state(page=page).page == 1


@pytest.mark.parametrize(
    "arguments",
    [{"sort": "password"}, {"standing": "happy"}, {"format": "exe"}, {"sort": "--name"}],
    ids=str,
)
def test_what_may_not_be_asked_falls_back(arguments):
    assert state(**arguments) == state()


def test_search_text_loses_what_no_stored_text_may_hold():
    assert clean(" 晨\x00星\u202e ") == "晨星"


def test_a_page_knows_where_it_stands():
    page = Page(rows=[], total=120, page=3)

    assert (page.pages, page.first, page.last, PAGE_SIZE) == (3, 101, 120, 50)
