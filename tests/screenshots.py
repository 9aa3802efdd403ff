"""`make screenshots`: every page as each demo person may see it, as contact sheets by noun."""

import shutil
import sqlite3
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page

from app.office import create_office
from app.permissions import ACCESS
from app.services.demo_people import PASSWORD
from config import settings_from
from tests.chromium import browser
from tests.server import Server

OUT = Path("build/screens")
WIDTHS = (360, 820, 1440)
LANGUAGES = ("zh", "en")
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PEOPLE = ("officer1", "approver1", "publisher1", "inspector1", "leader1", "admin1", "auditor1")
PUBLIC = ("/", "/check?q={name}", "/check?q={listed}", "/check?q=培训", "/check?q=不存在的名字",
          "/blacklist", "/map", "/verify", "/objections", "/sign-in", "/no-such-page")  # fmt: skip
TALLEST = 2600
HOME = "/desk/"
LICENSED = (
    "select name from institutions where licence_status = 'valid' "
    "and licence_expires > date('now') and id not in "
    "(select institution_id from listings where institution_id is not null) limit 1"
)
LISTED = (
    "select i.name from institutions i join listings l on l.institution_id = i.id "
    "where l.state = 'listed' limit 1"
)


def main() -> None:
    """Start a demo bureau, visit everything, write the sheets."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "instance")
        loaded = server.flask("demo", "load", "--institutions", "200")
        if loaded.returncode:
            sys.exit(loaded.stderr)
        server.start()
        try:
            with browser() as chromium:
                shots = _shoot(chromium, server)
        finally:
            server.stop()
    _sheets(shots)


def _shoot(chromium: Browser, server: Server) -> dict[str, list[tuple[str, Path]]]:
    shots: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    paths = _paths_by_person(chromium, server)
    for width in WIDTHS:
        for language in LANGUAGES:
            context = chromium.new_context(
                viewport={"width": width, "height": 900}, locale=LOCALES[language]
            )
            page = context.new_page()
            for path in _public_paths(server):
                _one(page, server, path, f"public {language} {width}", "public", shots, language)
            context.close()
            for person, own in paths.items():
                context = chromium.new_context(
                    viewport={"width": width, "height": 900}, locale=LOCALES[language]
                )
                page = context.new_page()
                _sign_in(page, server, person)
                for path in own:
                    noun = [*urlsplit(path).path.strip("/").split("/"), ""][1]
                    label = f"{person} {language} {width}"
                    _one(page, server, path, label, noun or "today", shots, language)
                context.close()
    return shots


def _one(
    page: Page,
    server: Server,
    path: str,
    label: str,
    noun: str,
    shots: dict[str, list[tuple[str, Path]]],
    language: str,
) -> None:
    mark = "&" if "?" in path else "?"
    until: Literal["networkidle", "load"] = "networkidle" if "map" in path else "load"
    page.goto(f"{server.url}{path}{mark}lang={language}", wait_until=until)
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    file = OUT / f"{len(list(OUT.glob('shot-*.png'))):04d}"
    file = OUT / f"shot-{file.name}.png"
    page.screenshot(path=str(file), full_page=True)
    shots[noun].append((f"{label} {path}{' SCROLLS SIDEWAYS' if wide else ''}", file))


def _public_paths(server: Server) -> list[str]:
    """The public pages, asked for a licensed and a listed institution of this bureau."""
    with sqlite3.connect(server.instance / "mingcha.sqlite") as connection:
        licensed = connection.execute(LICENSED).fetchone()
        listed = connection.execute(LISTED).fetchone()
    return [path.format(name=licensed[0], listed=listed[0]) for path in PUBLIC]


def _sign_in(page: Page, server: Server, person: str) -> None:
    page.goto(f"{server.url}/sign-in")
    page.fill("[name=username]", person)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def _paths_by_person(chromium: Browser, server: Server) -> dict[str, list[str]]:
    """What each person is shown: their own first page, and the pages nobody before them had."""
    paths: dict[str, list[str]] = {}
    seen: set[str] = {HOME}
    for person in PEOPLE:
        context = chromium.new_context()
        page = context.new_page()
        _sign_in(page, server, person)
        new = [path for path in _desk_paths(page, server) if path not in seen]
        seen.update(new)
        paths[person] = [HOME, *new]
        context.close()
    return paths


def _desk_paths(page: Page, server: Server) -> list[str]:
    """Every GET of the table without ids that opens, and the first two that its list links to."""
    office = create_office(settings_from({**server.environment}))
    adapter = office.url_map.bind("")
    plain = [
        adapter.build(rule.endpoint, {})
        for rule in office.url_map.iter_rules()
        if not rule.arguments and "GET" in (rule.methods or ()) and rule.rule.startswith("/desk/")
        and ACCESS[rule.endpoint, "GET"].roles is not None
    ]  # fmt: skip
    found = []
    for path in dict.fromkeys(plain):
        answer = page.goto(server.url + path)
        if answer is None or not answer.ok:
            continue
        found.append(path)
        links = page.eval_on_selector_all(
            "main a[href^='/desk/']", "all => all.map(one => one.getAttribute('href'))"
        )
        noun = path.rstrip("/")
        deeper = [link for link in links if link.startswith(noun + "/") and not {*"?#"} & {*link}]
        found += [link for link in dict.fromkeys(deeper) if link not in {*found, *plain}][:2]
    return found


def _sheets(shots: dict[str, list[tuple[str, Path]]]) -> None:
    for noun, pictures in shots.items():
        for width in WIDTHS:
            chosen = [(label, file) for label, file in pictures if f" {width} " in f"{label} "]
            for number in range(0, len(chosen), 8):
                _sheet(chosen[number : number + 8], OUT / f"{noun}-{width}-{number // 8 + 1}.png")
    for file in OUT.glob("shot-*.png"):
        file.unlink()
    print(f"contact sheets in {OUT}")


def _sheet(pictures: list[tuple[str, Path]], target: Path) -> None:
    opened = [(label, Image.open(file).convert("RGB")) for label, file in pictures]
    scale = 0.5 if opened and opened[0][1].width > 800 else 1.0
    cells = []
    for label, picture in opened:
        cut = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
        size = (int(cut.width * scale), int(cut.height * scale))
        cells.append((label, cut.resize(size, Image.Resampling.LANCZOS)))
    columns = 4 if cells and cells[0][1].width <= 420 else 2
    width = max(cell.width for _label, cell in cells)
    rows = [cells[number : number + columns] for number in range(0, len(cells), columns)]
    heights = [max(cell.height for _label, cell in row) + 28 for row in rows]
    sheet = Image.new("RGB", (columns * (width + 12), sum(heights)), "#888888")
    draw, font, top = ImageDraw.Draw(sheet), ImageFont.load_default(14), 0
    for row, height in zip(rows, heights, strict=True):
        for column, (label, cell) in enumerate(row):
            left = column * (width + 12)
            draw.text((left + 4, top + 6), label.encode("ascii", "replace"), "white", font)
            sheet.paste(cell, (left, top + 26))
        top += height
    sheet.save(target)


if __name__ == "__main__":
    main()
