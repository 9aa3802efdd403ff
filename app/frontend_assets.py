"""The built front end: hashed URLs of styles and scripts, and icons from the sprite."""

import json
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, request, send_from_directory
from markupsafe import Markup

BUILD = Path(__file__).parent / "static" / "build"
BUILD_URL = "/static/build/"
A_YEAR = 31536000


class FrontEndNotBuiltError(RuntimeError):
    """The folder of built files is empty: the set-up did not run."""


class UnknownAssetError(LookupError):
    """A page names a file or an icon that the build does not make."""


@dataclass(frozen=True, slots=True)
class Assets:
    """The files of one build under their plain names, and the icons of each sprite."""

    files: Mapping[str, str]
    icons: Mapping[str, frozenset[str]]

    def url(self, name: str) -> str:
        """Return the address of a built file; it changes with every change of its content."""
        if name not in self.files:
            raise UnknownAssetError(f"{name} is not among the built files")
        return BUILD_URL + self.files[name]

    def icon(self, name: str, size: int = 18, *, sprite: str = "icons.svg") -> Markup:
        """Return a decorative icon: its word stands beside it, so a screen reader skips it."""
        if name not in self.icons[sprite]:
            raise UnknownAssetError(f"{name} is not in {sprite}: add it to src/icons.txt")
        return Markup(
            '<svg class="icon icon-{size}" aria-hidden="true" width="{size}" height="{size}">'
            '<use href="{url}#{name}"></use></svg>'
        ).format(size=size, url=self.url(sprite), name=name)


def load_assets(folder: Path = BUILD) -> Assets:
    """Read the listing that the build leaves beside its files."""
    try:
        listing = json.loads((folder / "assets.json").read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise FrontEndNotBuiltError(
            "the front end is not built: `make run` or `make test` builds it"
        ) from missing
    icons = {sprite: frozenset(names) for sprite, names in listing["icons"].items()}
    return Assets(files=listing["files"], icons=icons)


def register_assets(app: Flask, *, sprite: str = "icons.svg", folder: Path = BUILD) -> Assets:
    """Give the templates of `app` `asset(name)` and `icon(name, size)`, read once at the start."""
    assets = load_assets(folder)

    def icon(name: str, size: int = 18) -> Markup:
        return assets.icon(name, size, sprite=sprite)

    app.jinja_env.globals.update(asset=assets.url, icon=icon)
    if "static" in app.view_functions:
        app.view_functions["static"] = _static_view(app, frozenset(assets.files.values()), folder)
    return assets


def _static_view(app: Flask, built: frozenset[str], folder: Path) -> Callable[[str], Response]:
    """Serve built files for ever (their names change with them), packed where understood."""

    def static(filename: str) -> Response:
        name = filename.removeprefix("build/")
        if filename == name or name not in built:
            return app.send_static_file(filename)
        understood = request.accept_encodings.best_match(("gzip",)) is not None
        packed = understood and (folder / f"{name}.gz").exists()
        response = send_from_directory(
            folder,
            f"{name}.gz" if packed else name,
            mimetype=mimetypes.guess_type(name)[0],
            max_age=A_YEAR,
        )
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
        response.cache_control.immutable = True
        return response

    return static
