"""Invented scans: a picture that says of itself that it is for demonstration."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw

_SIZE = (620, 877)


def invented_scan(*lines: str) -> bytes:
    """Return a PNG of a sheet with these lines (plain letters: the built-in font has no others)."""
    return _sheet(("FOR DEMONSTRATION ONLY", "invented, no real document", "", *lines))


def _sheet(lines: Sequence[str]) -> bytes:
    sheet = Image.new("L", _SIZE, 250)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((30, 30, _SIZE[0] - 30, _SIZE[1] - 30), outline=120)
    for number, line in enumerate(lines):
        pen.text((70, 90 + 34 * number), line, fill=40)
    out = io.BytesIO()
    sheet.save(out, "PNG", optimize=True)
    return out.getvalue()
