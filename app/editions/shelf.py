"""The folder of editions: putting one out, keeping only the headers of older ones."""

import os
import shutil
from pathlib import Path

from app.editions.header import Header
from app.editions.layout import CURRENT, HEADER, folder_name, is_edition


def draft_folder(editions: Path, number: int) -> Path:
    """Return a new, empty folder for building; what an earlier attempt left there is gone."""
    folder = editions / f".building-{folder_name(number)}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o755)
    return folder


def current_number(editions: Path) -> int:
    """Return the number of the edition that is out, 0 while there is none."""
    try:
        name = (editions / CURRENT).read_text("ascii").strip()
    except FileNotFoundError:
        return 0
    return int(name) if name.isdigit() else 0


def stored_header(editions: Path, number: int) -> Header | None:
    """Return the header of an edition as it lies on disk, or None."""
    path = editions / folder_name(number) / HEADER
    return Header.read(path.read_bytes()) if path.is_file() else None


def put_on_shelf(draft: Path, number: int) -> Path:
    """Give a finished draft its name, durably; nobody is shown it yet."""
    folder = draft.parent / folder_name(number)
    shutil.rmtree(folder, ignore_errors=True)
    for path in draft.iterdir():
        _sync(path)
    draft.rename(folder)
    _sync(folder.parent)
    return folder


def put_out(editions: Path, number: int) -> None:
    """Point to the edition: readers see it within a second; older content is taken away."""
    scratch = editions / f".{CURRENT}"
    scratch.write_text(f"{folder_name(number)}\n", "ascii")
    _sync(scratch)
    scratch.replace(editions / CURRENT)
    _sync(editions)
    keep_headers_only(editions, below=number)


def keep_headers_only(editions: Path, *, below: int) -> None:
    """Remove the content of older editions; open readers keep what they have mapped."""
    for folder in editions.iterdir():
        if folder.name.isdigit() and int(folder.name) < below and is_edition(folder):
            for path in folder.iterdir():
                if path.name != HEADER:
                    path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
