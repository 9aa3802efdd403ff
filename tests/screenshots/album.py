"""An album of screenshots: each is kept with its label, in the end they are laid out as sheets."""

from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page

TALLEST = 2600  # a page is cut off below
FOLD = 1300  # and a narrow one goes on beside itself from here
SHEET = (1500, 1900)
GAP = 12
LABEL = 28
FONT, SIMPLIFIED = "NotoSansCJK-Regular.ttc", 2


class Album:
    """Pictures by noun and width."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._single = folder / "single"
        self._single.mkdir(parents=True)
        self._taken = 0
        self._pages: dict[str, list[tuple[str, Path]]] = defaultdict(list)

    def take(self, page: Page, sheet: str, label: str, *, whole: bool = True) -> None:
        """Take the page as it stands; a page wider than its window is marked on its label."""
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        file = self._single / f"{self._taken:04d}.png"
        self._taken += 1
        page.screenshot(path=str(file), full_page=whole)
        self._pages[sheet].append((f"{label}{' 横向滚动 SCROLLS SIDEWAYS' if wide else ''}", file))

    def print_sheets(self) -> None:
        """Write the sheets and drop the single pictures."""
        for name, pictures in self._pages.items():
            for number, rows in enumerate(_sheets(_rows(pictures)), 1):
                _print(rows, self._folder / f"{name}-{number:02d}.png")
        for file in self._single.iterdir():
            file.unlink()
        self._single.rmdir()


Cell = tuple[str, Image.Image]


def _cell(label: str, file: Path) -> Cell:
    with Image.open(file) as opened:
        picture = opened.convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    if picture.width > 400:
        half = (picture.width // 2, picture.height // 2)
        return label, picture.resize(half, Image.Resampling.LANCZOS)
    return label, _folded(picture)


def _folded(picture: Image.Image) -> Image.Image:
    if picture.height <= FOLD:
        return picture
    folded = Image.new("RGB", (picture.width * 2 + GAP // 2, FOLD), "#888888")
    folded.paste(picture.crop((0, 0, picture.width, FOLD)), (0, 0))
    folded.paste(
        picture.crop((0, FOLD, picture.width, picture.height)), (picture.width + GAP // 2, 0)
    )
    return folded


def _rows(pictures: list[tuple[str, Path]]) -> list[list[Cell]]:
    rows: list[list[Cell]] = [[]]
    for cell in (_cell(label, file) for label, file in pictures):
        if _width([*rows[-1], cell]) > SHEET[0] and rows[-1]:
            rows.append([])
        rows[-1].append(cell)
    return rows


def _sheets(rows: list[list[Cell]]) -> list[list[list[Cell]]]:
    sheets: list[list[list[Cell]]] = [[]]
    for row in rows:
        if sum(map(_height, [*sheets[-1], row])) > SHEET[1] and sheets[-1]:
            sheets.append([])
        sheets[-1].append(row)
    return sheets


def _width(row: list[Cell]) -> int:
    return sum(picture.width + GAP for _label, picture in row)


def _height(row: list[Cell]) -> int:
    return max(picture.height for _label, picture in row) + LABEL


def _fitting(label: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    while font.getlength(label) > width and len(label) > 1:
        label = label[:-2] + "…"
    return label


def _print(rows: list[list[Cell]], target: Path) -> None:
    sheet = Image.new("RGB", (max(map(_width, rows)), sum(map(_height, rows))), "#888888")
    draw, font, top = ImageDraw.Draw(sheet), ImageFont.truetype(FONT, 14, index=SIMPLIFIED), 0
    for row in rows:
        left = 0
        for label, picture in row:
            draw.text((left + 4, top + 3), _fitting(label, font, picture.width), "white", font)
            sheet.paste(picture, (left, top + LABEL - 2))
            left += picture.width + GAP
        top += _height(row)
    sheet.save(target)
