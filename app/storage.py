"""Files by their SHA-256: put once, never overwritten, in a folder or any S3-compatible store."""

import hashlib
import os
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from obstore.exceptions import AlreadyExistsError, NotFoundError, NotSupportedError
from obstore.store import LocalStore, from_url


class StoredFileMissing(Exception):
    """No bytes are kept under this digest."""


class StoredFileDamaged(Exception):
    """The bytes kept under this digest have another one."""


class BlobStore:
    """Keeps bytes under their digest."""

    def __init__(self, url: str) -> None:
        self._folder = Path(url.removeprefix("file://")) if url.startswith("file://") else None
        self._store: Any = _open(url)

    def put(self, content: bytes) -> str:
        """Store `content` and return its SHA-256 in hex; the same bytes again change nothing."""
        digest = hashlib.sha256(content).hexdigest()
        try:
            self._store.put(_key(digest), content, mode="create")
        except AlreadyExistsError:
            pass
        except NotSupportedError:
            # a store without conditional put; the key is the digest, so the bytes are the same
            self._store.put(_key(digest), content)
        if self._folder is not None:
            _to_disk(self._folder / _key(digest))
        return digest

    def get(self, digest: str) -> bytes:
        """Return the bytes; raises when they are missing or no longer match their digest."""
        try:
            content = bytes(self._store.get(_key(digest)).bytes())
        except (NotFoundError, FileNotFoundError) as missing:
            raise StoredFileMissing(digest) from missing
        if hashlib.sha256(content).hexdigest() != digest:
            raise StoredFileDamaged(digest)
        return content

    def has(self, digest: str) -> bool:
        """Say whether bytes are kept under this digest, without reading them."""
        try:
            self._store.head(_key(digest))
        except (NotFoundError, FileNotFoundError):
            return False
        return True

    def remove(self, digest: str) -> None:
        """Remove bytes that no row names; what is gone already stays gone."""
        try:
            self._store.delete(_key(digest))
        except (NotFoundError, FileNotFoundError):
            return


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _to_disk(path: Path) -> None:
    """Wait until file and name are on the disk: a receipt is given for them."""
    for one in (path, path.parent):
        handle = os.open(one, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _open(url: str) -> Any:
    if url.startswith("file://"):
        folder = Path(url.removeprefix("file://"))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return LocalStore(folder)
    return from_url(url)


def register_storage(app: Flask) -> None:
    """Open the store that the settings name."""
    app.extensions["blobs"] = BlobStore(app.config["SETTINGS"].storage_url)


def blobs() -> BlobStore:
    """Return the office's store."""
    store: BlobStore = current_app.extensions["blobs"]
    return store
