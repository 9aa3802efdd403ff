"""Starts web and jobs as processes and stops them together; needs nothing of the office itself.

`python -m app.launch PORT` starts the demo bureau: the second time it goes straight to the web
process, because a mark in the instance says that the database was prepared for this program.
"""

import errno
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parent.parent
LAST_PORT = 65535
STOP_SECONDS = 8.0
READY_SECONDS = 60.0
# names are read character by character, so the dictionary of phrases isn't needed
ENVIRONMENT = {**os.environ, "PYPINYIN_NO_PHRASES": "true"}
OFFICE = (sys.executable, "-m", "flask", "--app", "wsgi")
Child = subprocess.Popen[bytes]


def web(
    *,
    host: str,
    port: int,
    workers: int,
    certificate: tuple[Path, Path] | None = None,
    metrics: Path | None = None,
) -> Child:
    """Start the web server; its workers keep their counters in the folder `metrics`."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--workers-kill-timeout", "4", "--no-access-log"),
        *("--log-level", "warning"),
    ]
    if certificate is not None:
        command += ["--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    counters = {"PROMETHEUS_MULTIPROC_DIR": str(metrics)} if metrics else {}
    return subprocess.Popen([*command, "wsgi:app"], env={**ENVIRONMENT, **counters})


def worker() -> Child:
    """Start the process that works jobs off."""
    return subprocess.Popen([*OFFICE, "jobs", "work"], env=ENVIRONMENT)


def port_is_free(host: str, port: int) -> bool:
    """Say whether nobody listens there; an address that is not ours the server names itself."""
    try:
        with socket.create_server((host, port)):
            return True
    except OSError as taken:
        return taken.errno != errno.EADDRINUSE


def is_ready(port: int, child: Child) -> bool:
    """Wait until /healthz answers; False when the child ended before or a minute went by."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and child.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == HTTPStatus.OK:
                return True
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    return False


class Household:
    """Processes that end together: told by SIGTERM or SIGINT at any moment, or when one ends."""

    def __init__(self) -> None:
        """Listen for the signals before anything is started, so that nothing is left behind."""
        self._children: list[Child] = []
        self._told = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def take(self, child: Child) -> Child:
        """Keep a process; one that comes after the signal is ended at once."""
        self._children.append(child)
        if self._told:
            _end([child])
        return child

    def watch(self) -> int:
        """Wait until told to stop or until one ends, then stop all; return the exit code."""
        while all(child.poll() is None for child in self._children):
            try:
                self._children[0].wait(0.5)
            except subprocess.TimeoutExpired:
                continue
        _end(self._children)
        for child in self._children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        return 0 if self._told else 1

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._told = True
        _end(self._children)


def _end(children: list[Child]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)


def mark() -> tuple[Path, str]:
    """Return the file that says what the instance was prepared for, and what it should say."""
    folder = Path(os.environ.get("MINGCHA_INSTANCE", "instance"))
    newest = max(path.name for path in (ROOT / "migrations" / "versions").glob("0*.py"))
    wanted = {"schema": newest, "database": os.environ.get("MINGCHA_DATABASE_URL", "")}
    return folder / "prepared.json", json.dumps(wanted)


def main(asked: str) -> int:
    """Prepare the demo bureau where that is due, serve it and print how to sign in."""
    if not asked.isdecimal() or not 1 <= int(asked) <= LAST_PORT:
        print(f"PORT must be a number from 1 to {LAST_PORT}, not {asked}", file=sys.stderr)
        return 2
    port = int(asked)
    if not port_is_free("127.0.0.1", port):
        print(f"something listens on port {port}: end it, or choose PORT=…", file=sys.stderr)
        return 1
    file, wanted = mark()
    if not file.exists() or file.read_text("utf-8") != wanted:
        prepared = subprocess.run([*OFFICE, "prepare"], env=ENVIRONMENT, check=False)
        if prepared.returncode:
            return prepared.returncode
        file.write_text(wanted, "utf-8")
    household = Household()
    server = household.take(web(host="127.0.0.1", port=port, workers=1))
    if is_ready(port, server):
        print(f"Mingcha: http://localhost:{port}")
        print((file.parent / "sign-ins.txt").read_text("utf-8"), flush=True)
    household.take(worker())
    return household.watch()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
