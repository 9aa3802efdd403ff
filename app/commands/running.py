"""`serve` starts web and jobs together, `start` a demo bureau; `jobs work` is the worker alone."""

import http.client
import signal
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from types import FrameType

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select

from app import jobs
from app.db import act, db
from app.errors import BadInput
from app.models.people import Account
from app.services.demo_people import PASSWORD, PEOPLE, create_demo_people
from app.services.readiness import findings

STOP_SECONDS = 8.0
READY_SECONDS = 60.0
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
    _require_safe()
    certificate = (tls_cert, tls_key) if tls_cert and tls_key else None
    sys.exit(_watch(_children(host=host, port=port, workers=workers, certificate=certificate)))


@click.command("start")
@click.option("--port", default=8000, show_default=True)
def start(port: int) -> None:
    """Bring the demo bureau up to date, serve it on this machine and print how to sign in."""
    if not current_app.config["SETTINGS"].demo:
        raise BadInput("start_needs_demo", "start works with MINGCHA_DEMO=1 only; use serve")
    if db.session.scalar(select(Account.id).limit(1)) is None:
        with act():
            create_demo_people()
    _require_safe()
    children = _children(host="127.0.0.1", port=port, workers=2, certificate=None)
    if _is_ready(port, children):
        click.echo(f"Mingcha: http://localhost:{port}")
        names = " ".join(name for name, *_rest in PEOPLE)
        click.echo(f"Sign in at http://localhost:{port}/sign-in as one of\n  {names}")
        click.echo(f"password {PASSWORD}; Ctrl+C stops.")
    sys.exit(_watch(children))


def _require_safe() -> None:
    unsafe = [f"{item.name}: {item.detail}" for item in findings() if not item.ok]
    if unsafe:
        fields = [{"field": "start", "message": line} for line in unsafe]
        raise BadInput("unsafe", "Mingcha refuses to start", fields)


def _children(
    *, host: str, port: int, workers: int, certificate: tuple[Path, Path] | None
) -> list[subprocess.Popen[bytes]]:
    web = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--workers-kill-timeout", "5", "--no-access-log"),
        *("--log-level", "warning"),
    ]
    if certificate is not None:
        web += ["--ssl-certificate", str(certificate[0]), "--ssl-keyfile", str(certificate[1])]
    return [
        subprocess.Popen([*web, "wsgi:app"]),
        subprocess.Popen([sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]),
    ]


def _is_ready(port: int, children: list[subprocess.Popen[bytes]]) -> bool:
    """Wait until /healthz answers; False when a child ended before."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end and all(child.poll() is None for child in children):
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


def _watch(children: list[subprocess.Popen[bytes]]) -> int:
    """Wait until told to stop or until one child ends, then stop all; return the exit code."""
    told = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal told
        told = True
        _end(children)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while all(child.poll() is None for child in children):
        try:
            children[0].wait(0.5)
        except subprocess.TimeoutExpired:
            continue
    _end(children)
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    return 0 if told else 1


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
