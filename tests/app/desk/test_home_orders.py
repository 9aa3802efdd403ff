"""Orders to correct on the home page: due ones first, each line at the place of the act itself."""

import re
from datetime import date
from types import SimpleNamespace

import pytest

from app.db import act
from app.services.order_steps import StepSaid
from app.services.orders import ask_extension
from inspections.vocabulary import Corrected, LicenceStatus
from tests.app.factories.orders import (
    TODAY,
    issued,
    make_order,
    rechecked,
    served,
    visit_with_findings,
)
from tests.app.factories.visits import make_site

LICENSED = {"licence_status": LicenceStatus.VALID, "licence_no": "教民121010270000018号"}
ALL = (Corrected.YES, Corrected.YES)


@pytest.fixture
def made(office, people):
    """Return a function that makes an order so far, and gives the ids of its site and itself."""

    def make(how=lambda order, _actor: order, **changes):
        with office.app_context(), act():
            officer = people.officer1
            visit = visit_with_findings(make_site(**LICENSED), officer)
            order = how(make_order(visit, officer, **changes), officer)
            return SimpleNamespace(order=order.public_id, site=order.site.public_id)

    return make


def today(browser) -> str:
    return browser.get("/desk/").get_data(as_text=True).replace("&amp;", "&")


def asked_for_more(order, actor):
    served(order, actor)
    said = StepSaid(TODAY, reason="装修未完")
    ask_extension(order, said, until=date(2026, 12, 18), actor=actor)
    return order


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-12-01", "剩3个工作日"),
        ("2026-12-04", "今天到期"),
        ("2026-12-07", "已逾期3天"),
    ],
    ids=["three working days before", "on its day", "on the Monday after"],
)
def test_an_order_that_is_due_leads_to_its_recheck(office, made, sign_in, day, words):
    ids, browser = made(served), sign_in("officer1")
    office.config["SETTINGS"].clock_file.write_text(f"{day}T12:00:00+08:00")

    page = today(browser)

    assert f'href="/desk/visits/new?site={ids.site}&order={ids.order}"' in page
    assert words in page


def test_a_day_after_nothing_but_rest_days_isnt_called_today(office, made, sign_in):
    made(served, due_on=date(2026, 12, 6))  # a Sunday
    browser = sign_in("officer1")
    office.config["SETTINGS"].clock_file.write_text("2026-12-05T12:00:00+08:00")

    page = today(browser)

    assert "剩1天" in page
    assert "今天到期" not in page


def test_an_order_with_time_left_doesnt_wait(office, made, sign_in):
    made(served)
    browser = sign_in("officer1")
    office.config["SETTINGS"].clock_file.write_text("2026-11-30T12:00:00+08:00")

    assert "复查整改" not in today(browser)


def test_what_is_overdue_stands_in_the_headline(office, made, sign_in):
    made(served)
    browser = sign_in("officer1")
    office.config["SETTINGS"].clock_file.write_text("2026-12-07T12:00:00+08:00")

    page = today(browser)

    assert re.search(r"<h1[^>]*>有1份责令改正已经逾期</h1>", page)


@pytest.mark.parametrize(
    ("person", "how", "step"),
    [
        ("officer1", lambda order, _actor: order, "issue"),
        ("officer1", issued, "serve"),
        ("officer1", lambda order, actor: rechecked(served(order, actor), actor, *ALL), "close"),
        ("approver1", asked_for_more, "grant_extension"),
    ],
    ids=["a draft", "issued", "all is corrected", "more time asked for"],
)
def test_each_act_that_waits_leads_to_its_form(made, sign_in, person, how, step):
    ids, browser = made(how), sign_in(person)
    place = f"/desk/orders/{ids.order}?step={step}"

    assert f'href="{place}#form"' in today(browser)
    assert f'action="/desk/orders/{ids.order}/steps/{step}"' in browser.get(place).get_data(
        as_text=True
    )


def test_a_count_opens_the_orders_that_it_counts(made, sign_in):
    waiting, other = made(issued), made()
    browser = sign_in("officer1")
    door = re.search(r'href="(/desk/orders\?[^"]*work=serve[^"]*)">[^<]* 1</a>', today(browser))

    rows = browser.get(door[1]).get_data(as_text=True)

    assert waiting.order in rows
    assert other.order not in rows


@pytest.mark.parametrize("person", ["officer2", "publisher1"])
def test_who_may_not_take_the_act_isnt_asked_for_it(made, sign_in, person):
    ids = made(issued)

    assert ids.order not in today(sign_in(person))
