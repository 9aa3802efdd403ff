"""The public site and the desk: every GET of the URL map, by person, width and language."""

import sqlite3
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from playwright.sync_api import Browser, Page

from app.office import create_office
from app.permissions import ACCESS
from app.services.demo_people import PASSWORD
from config import settings_from
from tests.screenshots.album import Album
from tests.server import Server

WIDTHS = (360, 820, 1440)
PAPER = 720  # an A4 sheet between its margins
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
PEOPLE = ("officer1", "approver1", "publisher1", "inspector1", "leader1", "admin1", "auditor1",
          "security1", "privacy1")  # fmt: skip
PUBLIC = ("/", "/check?q={licensed}", "/check?q={listed}", "/check?q={ended}", "/check?q=培训",
          "/check?q=不存在的名字", "/check?q=", "/institutions/{id}", "/blacklist", "/map",
          "/verify", "/objections", "/sign-in", "/no-such-page")  # fmt: skip
HOME = "/desk/"
SHOWN = ("today", "register", "sweeps", "orders", "blacklist", "map")  # also dark, and printed
LICENSED = """select name from institutions where licence_status = 'valid'
  and licence_expires > '2027' and id not in
  (select institution_id from listings where institution_id is not null) limit 1"""
ENDED = "select name from institutions where licence_status in ('revoked', 'deregistered') limit 1"
LISTED = """select i.name, i.public_id from institutions i
  join listings l on l.institution_id = i.id where l.state = 'listed' limit 1"""


def shoot(chromium: Browser, server: Server, album: Album) -> None:
    """Take every page; some also dark, and as they are printed."""
    public, own = _public_paths(server), _paths_by_person(chromium, server)
    for width in WIDTHS:
        for language in LANGUAGES:
            page = _window(chromium, width, language)
            for path in public:
                _open(page, server, path, language)
                album.take(page, f"public-{width}", f"{unquote(path)} {language}")
            page.context.close()
            for person, paths in own.items():
                page = _window(chromium, width, language, server, person)
                for path in paths:
                    _open(page, server, path, language)
                    album.take(page, f"{_noun(path)}-{width}", f"{person} {path} {language}")
                page.context.close()
    chosen = [path for path in own["officer1"] if _noun(path) in SHOWN and "/new" not in path]
    _shoot_dark(chromium, server, album, public, chosen)
    _shoot_printed(chromium, server, album, public, chosen)


def _shoot_dark(
    chromium: Browser, server: Server, album: Album, public: list[str], own: list[str]
) -> None:
    for width, person, paths in ((360, None, public), (1440, "officer1", own)):
        page = _window(chromium, width, "zh", server, person)
        page.emulate_media(color_scheme="dark")
        for path in paths:
            _open(page, server, path, "zh")
            album.take(page, f"dark-{width}", f"{unquote(path)} dark")
        page.context.close()


def _shoot_printed(
    chromium: Browser, server: Server, album: Album, public: list[str], own: list[str]
) -> None:
    page = _window(chromium, PAPER, "zh", server, "officer1")
    page.emulate_media(media="print")
    for path in [*public, *own]:
        _open(page, server, path, "zh")
        album.take(page, "print", f"{unquote(path)} print")
    page.context.close()


def _window(
    chromium: Browser,
    width: int,
    language: str,
    server: Server | None = None,
    person: str | None = None,
) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale=LANGUAGES[language]
    )
    page = context.new_page()
    if server is not None and person is not None:
        page.goto(f"{server.url}/sign-in")
        page.fill("[name=username]", person)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
    return page


def _open(page: Page, server: Server, path: str, language: str) -> None:
    mark = "&" if "?" in path else "?"
    until: Literal["networkidle", "load"] = "networkidle" if "map" in path else "load"
    page.goto(f"{server.url}{path}{mark}lang={language}", wait_until=until)


def _noun(path: str) -> str:
    return [*urlsplit(path).path.strip("/").split("/"), ""][1] or "today"


def _public_paths(server: Server) -> list[str]:
    """The public pages, asked for institutions of this bureau that get each verdict."""
    with sqlite3.connect(server.instance / "mingcha.sqlite") as connection:
        licensed, ended, listed = (
            connection.execute(question).fetchone() for question in (LICENSED, ENDED, LISTED)
        )
    names = {"licensed": licensed[0], "ended": ended[0], "listed": listed[0]}
    return [
        path.format(**{key: quote(name) for key, name in names.items()}, id=listed[1])
        for path in PUBLIC
    ]


def _paths_by_person(chromium: Browser, server: Server) -> dict[str, list[str]]:
    """What each person is shown: their own first page, and the pages nobody before them had."""
    paths: dict[str, list[str]] = {}
    seen: set[str] = {HOME}
    for person in PEOPLE:
        page = _window(chromium, 1440, "zh", server, person)
        new = [path for path in _desk_paths(page, server) if path not in seen]
        seen.update(new)
        paths[person] = [HOME, *new]
        page.context.close()
    return paths


def _desk_paths(page: Page, server: Server) -> list[str]:
    """Every GET of the table without ids that opens, two pages that each links to, and theirs."""
    office = create_office(settings_from({**server.environment}))
    adapter = office.url_map.bind("")
    plain = [
        adapter.build(rule.endpoint, {})
        for rule in office.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.rule.startswith("/desk/")
        and ACCESS[rule.endpoint, "GET"].roles is not None
    ]  # fmt: skip
    found: list[str] = []
    for path in dict.fromkeys(plain):
        below = _below(page, server, path)
        if below is None:
            continue
        found.append(path)
        shown = [link for link in below if link not in {*found, *plain}][:2]
        for link in shown:
            found += [link, *(_below(page, server, link) or ())]
    return list(dict.fromkeys(found))


def _below(page: Page, server: Server, path: str) -> list[str] | None:
    """The pages under this one that it links to; None where it doesn't open."""
    answer = page.goto(server.url + path)
    if answer is None or not answer.ok:
        return None
    links = page.eval_on_selector_all(
        "main a[href^='/desk/']:not([download])", "all => all.map(one => one.getAttribute('href'))"
    )
    under = path.rstrip("/") + "/"
    pages = [link for link in links if link.startswith(under) and not {*"?#."} & {*link}]
    return list(dict.fromkeys(pages))
