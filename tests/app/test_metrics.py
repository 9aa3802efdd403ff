import subprocess
import sys
import urllib.request
from datetime import timedelta

from prometheus_client import REGISTRY, CollectorRegistry

from app.commands.metrics import OfficeFigures, fresh_folder
from app.db import act, db
from app.models.editions import PublishedEdition
from app.models.jobs import Job, JobState
from tests.app.conftest import NOON
from tests.server import Server, free_port


def figures(office) -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(OfficeFigures(office))
    return registry


def test_an_answer_of_the_desk_is_counted_by_endpoint_and_status(office, client):
    labels = {"door": "desk", "endpoint": "health.healthz", "status": "200"}
    name = "mingcha_request_seconds_count"
    before = REGISTRY.get_sample_value(name, labels) or 0.0

    client.get("/healthz")

    assert REGISTRY.get_sample_value(name, labels) == before + 1


def test_a_page_that_is_not_there_shares_one_label(office, client):
    labels = {"door": "desk", "endpoint": "none", "status": "404"}
    name = "mingcha_request_seconds_count"
    before = REGISTRY.get_sample_value(name, labels) or 0.0

    client.get("/metrics")
    client.get("/no/such/page")

    assert REGISTRY.get_sample_value(name, labels) == before + 2


def test_waiting_jobs_are_counted(office):
    with office.app_context(), act():
        job = Job(kind="test", district_code="210100", created_at=NOON, state=JobState.WAITING)
        db.session.add(job)

    registry = figures(office)

    assert registry.get_sample_value("mingcha_jobs", {"state": "waiting"}) == 1
    assert registry.get_sample_value("mingcha_jobs", {"state": "failed"}) == 0
    assert registry.get_sample_value("mingcha_database_up") == 1


def test_the_age_of_the_edition_is_told_once_there_is_one(office):
    assert figures(office).get_sample_value("mingcha_edition_age_seconds") is None
    with office.app_context(), act():
        db.session.add(
            PublishedEdition(
                number=1,
                header="{}",
                root="",
                log_size=0,
                log_root="",
                institutions=0,
                listed=0,
                changes=0,
                signed_at=NOON - timedelta(hours=2),
                valid_until=NOON + timedelta(hours=70),
            )
        )

    assert figures(office).get_sample_value("mingcha_edition_age_seconds") == 7200


def test_counters_of_an_earlier_run_are_gone(tmp_path):
    (fresh_folder(tmp_path) / "counter_1.db").write_bytes(b"old")

    folder = fresh_folder(tmp_path)

    assert list(folder.iterdir()) == []


def test_a_running_office_shows_its_figures_on_a_port_of_their_own(tmp_path):
    port = free_port()
    server = Server(tmp_path / "instance").start("--metrics-port", str(port))
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            said = answer.read().decode()
    finally:
        server.stop()

    assert 'endpoint="health.healthz",status="200"' in said
    assert "mingcha_jobs{" in said


def test_every_metric_is_there_before_the_first_threads_ask():
    source = (
        "from flask import Flask\n"
        "from app import metrics\n"
        "metrics.register_metrics(Flask('door'), door='public')\n"
        "made = metrics.requests_histogram, metrics.checks_counter, metrics.check_histogram\n"
        "print([one.cache_info().currsize for one in made])"
    )

    done = subprocess.run([sys.executable, "-c", source], capture_output=True, check=True)

    assert done.stdout.strip() == b"[1, 1, 1]"
