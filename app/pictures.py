"""View copies of pictures, made by a child process that may use little memory and little time.

Decoding is where a hostile picture strikes, so it never happens in a process that holds anything:
`views_of` runs this very file, which reads the original on its standard input.
"""

import io
import json
import resource
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from PIL import ExifTags, Image, ImageOps

MEMORY = 700 * 1024 * 1024
CPU_SECONDS = 12
WALL_SECONDS = 30
VIEW_SIDE, THUMB_SIDE = 1600, 320
MOST_PIXELS = 50_000_000
LONGEST_WORDS = 80
_one_at_a_time = threading.BoundedSemaphore(2)


class UndecodablePicture(Exception):
    """The child gave up: damaged, too slow or too big to decode."""


@dataclass(frozen=True, slots=True)
class PictureViews:
    """The two copies without metadata, and what the original claims of itself."""

    view: bytes
    thumb: bytes
    claims: dict[str, Any] = field(default_factory=dict)


def views_of(original: bytes) -> PictureViews:
    """Return view copy, thumbnail and claims; raises `UndecodablePicture`."""
    with _one_at_a_time:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(Path(__file__))],
                input=original,
                env={},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=WALL_SECONDS,
                check=True,
            )
        except subprocess.SubprocessError as failed:
            raise UndecodablePicture from failed
    parts = []
    answer = io.BytesIO(done.stdout)
    while len(head := answer.read(4)) == 4:
        parts.append(answer.read(struct.unpack(">I", head)[0]))
    if len(parts) != 3:
        raise UndecodablePicture
    return PictureViews(view=parts[1], thumb=parts[2], claims=json.loads(parts[0]))


def main(source: BinaryIO, out: BinaryIO) -> None:
    """Decode one picture and write claims, view and thumbnail, each with its length before it."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(source, formats=("JPEG", "PNG")) as image:
        claims = _claims(image)
        image.draft("RGB", (VIEW_SIDE, VIEW_SIDE))
        image.thumbnail((VIEW_SIDE, VIEW_SIDE), reducing_gap=2.0)
        flat = _flat(ImageOps.exif_transpose(image))
    view = _jpeg(flat, quality=82)
    flat.thumbnail((THUMB_SIDE, THUMB_SIDE))
    for part in (json.dumps(claims).encode(), view, _jpeg(flat, quality=78)):
        out.write(struct.pack(">I", len(part)) + part)


def _flat(image: Image.Image) -> Image.Image:
    """Return plain RGB on white, without profile, palette or transparency."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        ground = Image.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def _jpeg(image: Image.Image, *, quality: int) -> bytes:
    out = io.BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _claims(image: Image.Image) -> dict[str, Any]:
    """Return time, place and camera as the file claims them; anything odd is left out."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(ExifTags.IFD.Exif)
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, SyntaxError, KeyError, TypeError, struct.error):
        return {}
    camera = " ".join(filter(None, (_words(exif.get(0x010F)), _words(exif.get(0x0110)))))
    found = {
        "taken_at": _moment(inner.get(0x9003), inner.get(0x9011)),
        "lat_wgs84": _degrees(place.get(2), place.get(1), "S", 90),
        "lng_wgs84": _degrees(place.get(4), place.get(3), "W", 180),
        "camera": camera,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _words(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in value if sign.isprintable()).strip()[:LONGEST_WORDS]


def _moment(value: Any, offset: Any) -> str | None:
    try:
        moment = datetime.strptime(f"{_words(value)}{_words(offset)}", "%Y:%m:%d %H:%M:%S%z")
    except ValueError:
        try:
            moment = datetime.strptime(_words(value), "%Y:%m:%d %H:%M:%S")
        except ValueError:
            return None
    return moment.isoformat()


def _degrees(parts: Any, side: Any, minus: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= most:
        return None
    return round(-value if _words(side) == minus else value, 6)


if __name__ == "__main__":
    main(io.BytesIO(sys.stdin.buffer.read()), sys.stdout.buffer)
