"""`serve` starts web and jobs together; `jobs work` is the worker alone."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup

from app import jobs

STOP_SECONDS = 8.0
jobs_group = AppGroup("jobs", help="Long work.")


@jobs_group.command("work")
def work() -> None:
    """Work jobs off until told to stop."""
    jobs.work(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--tls-cert", type=click.Path(exists=True, path_type=Path))
@click.option("--tls-key", type=click.Path(exists=True, path_type=Path))
def serve(host: str, port: int, workers: int, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Serve web and jobs; SIGTERM stops both within ten seconds."""
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--workers-kill-timeout", "5", "--no-access-log"),
    ]
    if tls_cert and tls_key:
        web += ["--ssl-certificate", str(tls_cert), "--ssl-keyfile", str(tls_key)]
    children = [
        subprocess.Popen([*web, "wsgi:app"]),
        subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]),
    ]
    sys.exit(watch(children))


def watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until told to stop or until one child ends, then stop all; return the exit code."""
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True
        _end(children)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    ended, _status = os.wait()
    _end(children)
    for child in children:
        if child.pid == ended:
            child.returncode = child.returncode if child.returncode is not None else 1
            continue
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0 if stopping else 1


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.returncode is None:
            try:
                os.kill(child.pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
