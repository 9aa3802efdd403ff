"""The figures of a running office for Prometheus, on a loopback port of their own.

No door to the world shows them: what a proxy forwards is the web's port, never this one.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from app import clock
from app.db import db
from app.queries.operation import edition_signed_at, jobs_by_state

LOOPBACK = "127.0.0.1"


class OfficeFigures(Collector):
    """What is read from the database at each look: jobs and the age of the edition."""

    def __init__(self, app: Flask) -> None:
        """Remember the office; nothing is read yet."""
        self._app = app

    def collect(self) -> Iterator[Metric]:
        """Read the figures; with the database away only that is said."""
        with self._app.app_context():
            try:
                states, signed_at = jobs_by_state(), edition_signed_at()
            except DBAPIError:
                yield GaugeMetricFamily("mingcha_database_up", "Database answers", 0)
                return
            finally:
                db.session.remove()
            yield GaugeMetricFamily("mingcha_database_up", "Database answers", 1)
            jobs = GaugeMetricFamily("mingcha_jobs", "Long work by state", labels=["state"])
            for state, count in states.items():
                jobs.add_metric([state], count)
            yield jobs
            if signed_at is not None:
                age = (clock.now() - signed_at).total_seconds()
                yield GaugeMetricFamily(
                    "mingcha_edition_age_seconds", "Time since the list was signed", age
                )


def fresh_folder(instance: Path) -> Path:
    """Return the empty folder in which the worker processes keep their counters."""
    folder = instance / "metrics"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    return folder


def registry_of(app: Flask, folder: Path) -> CollectorRegistry:
    """Return everything that is shown: the workers' counters and the office's figures."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    registry.register(OfficeFigures(app))
    return registry


def serve_metrics(app: Flask, *, folder: Path, port: int) -> None:
    """Show the figures at `http://127.0.0.1:PORT/metrics` from a thread of this process."""
    start_http_server(port, addr=LOOPBACK, registry=registry_of(app, folder))
