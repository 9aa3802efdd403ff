"""`serve` starts web and jobs, `prepare` readies a demo bureau, `jobs work` is the worker."""

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app import jobs, launch, schema
from app.commands.demo.group import load
from app.commands.demo.unfinished import start_over, was_interrupted
from app.commands.edges import needs_no_database, reports_errors
from app.commands.metrics import fresh_folder, serve_metrics
from app.errors import BadInput
from app.row_security import as_system
from app.services.demo_people import PASSWORD, PEOPLE
from app.services.readiness import findings

DEMO_INSTITUTIONS = 1500
PORT = click.IntRange(1, launch.LAST_PORT)
jobs_group = AppGroup("jobs", help="Long work.")


@jobs_group.command("work")
def work() -> None:
    """Work jobs off until told to stop."""
    jobs.work(current_app._get_current_object())  # type: ignore[attr-defined]


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=PORT, default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--tls-cert", type=click.Path(exists=True, path_type=Path))
@click.option("--tls-key", type=click.Path(exists=True, path_type=Path))
@click.option("--metrics-port", type=PORT, help="Show metrics on this port of 127.0.0.1.")
def serve(
    *,
    host: str,
    port: int,
    workers: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    metrics_port: int | None,
) -> None:
    """Serve web and jobs; SIGTERM stops both within ten seconds."""
    _require_safe()
    if bool(tls_cert) != bool(tls_key):
        raise BadInput("tls", "--tls-cert and --tls-key go together")
    if not launch.port_is_free(host, port):
        raise BadInput("port_in_use", f"something listens on {host}:{port}; choose another --port")
    certificate = (tls_cert, tls_key) if tls_cert and tls_key else None
    folder = _metrics(metrics_port) if metrics_port else None
    household = launch.Household()
    household.take(
        launch.web(host=host, port=port, workers=workers, certificate=certificate, metrics=folder)
    )
    household.take(launch.worker())
    sys.exit(household.watch())


def _metrics(port: int) -> Path:
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    folder = fresh_folder(current_app.config["SETTINGS"].instance)
    try:
        serve_metrics(app, folder=folder, port=port)
    except OSError as taken:
        raise BadInput("metrics_port", f"--metrics-port {port}: {taken.strerror}") from taken
    return folder


@click.command("prepare")
@click.option("--institutions", default=DEMO_INSTITUTIONS, show_default=True)
@click.pass_context
@needs_no_database
@reports_errors
def prepare(context: click.Context, institutions: int) -> None:
    """Bring a demo bureau up to date: schema, people, data; say how to sign in."""
    settings = current_app.config["SETTINGS"]
    if not settings.demo:
        raise BadInput("prepare_needs_demo", "prepare works with MINGCHA_DEMO=1 only")
    if was_interrupted(settings.instance):
        click.echo("the last demo load was interrupted: it begins anew", err=True)
        start_over(settings)
    schema.bring_up()
    context.invoke(load, institutions=institutions, seed=1, file=None)
    with as_system():
        _require_safe()
    names = " ".join(name for name, *_rest in PEOPLE)
    text = f"Sign in at /sign-in as one of\n  {names}\nwith the password {PASSWORD}; Ctrl+C stops."
    (settings.instance / "sign-ins.txt").write_text(text, "utf-8")


def _require_safe() -> None:
    unsafe = [f"{item.name}: {item.detail}" for item in findings() if not item.ok]
    if unsafe:
        fields = [{"field": "start", "message": line} for line in unsafe]
        raise BadInput("unsafe", "Mingcha refuses to start", fields)
