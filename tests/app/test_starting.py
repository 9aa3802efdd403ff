"""Starting with settings that don't hold, on a port in use: one clear line, never a stack trace."""

import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app import launch
from config import SettingsError, settings_from
from tests.server import free_port

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MINGCHA_DATABASE_URL", "mysql://a/b"),
        ("MINGCHA_DATABASE_URL", "foo:bar"),
        ("MINGCHA_INSTANCE", "/proc/nope"),
        ("MINGCHA_PROXIES", "one"),
        ("MINGCHA_SYSLOG", "log.example"),
    ],
)
def test_a_setting_that_does_not_hold_is_named(tmp_path, name, value):
    with pytest.raises(SettingsError, match=name):
        settings_from({"MINGCHA_INSTANCE": str(tmp_path / "instance"), name: value})


def test_an_instance_is_made_for_its_owner_only(tmp_path):
    settings_from({"MINGCHA_INSTANCE": str(tmp_path / "new" / "instance")})

    assert stat.S_IMODE((tmp_path / "new" / "instance").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("extra", "said", "code"),
    [
        ({"MINGCHA_DATABASE_URL": "mysql://a/b"}, "MINGCHA_DATABASE_URL must begin", 2),
        ({"MINGCHA_DATABASE_URL": "postgresql://x:y@127.0.0.1:1/z"}, "database_away", 2),
    ],
)
def test_the_prompt_says_what_is_wrong_in_a_line(tmp_path, extra, said, code):
    done = flask(tmp_path, "serve", "--port", "1", **extra)

    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_named_and_nothing_is_served(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not launch.port_is_free("127.0.0.1", port)
        made = flask(tmp_path, "users", "demo")
        served = flask(tmp_path, "serve", "--port", str(port))
        run = subprocess.run(
            [sys.executable, "-m", "app.launch", str(port)],
            cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert made.returncode == 0, made.stderr
    assert (served.returncode, str(port) in served.stderr) == (2, True)
    assert (run.returncode, str(port) in run.stderr) == (1, True)


def test_what_goes_wrong_stands_in_the_log_of_the_instance(tmp_path):
    source = "import logging, wsgi; logging.getLogger('app.jobs').error('job %s failed', 'x')"
    done = subprocess.run(
        [sys.executable, "-c", source],
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "job x failed" in done.stderr
    assert "ERROR app.jobs" in (tmp_path / "instance" / "logs" / "mingcha.log").read_text("utf-8")


def environment(tmp_path: Path, **extra: str) -> dict[str, str]:
    given = {"MINGCHA_INSTANCE": str(tmp_path / "instance"), "MINGCHA_DEMO": "1"}
    return {**os.environ, **given, **extra}


def flask(tmp_path: Path, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *arguments],
        cwd=ROOT, env=environment(tmp_path, **extra), capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_stop_right_after_the_start_leaves_nothing_behind(tmp_path):
    made = flask(tmp_path, "users", "demo")
    assert made.returncode == 0, made.stderr
    port = free_port()
    office = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--port", str(port)],
        cwd=ROOT, env=environment(tmp_path), start_new_session=True,
    )  # fmt: skip
    assert launch.is_ready(port, office)

    office.send_signal(signal.SIGTERM)

    assert office.wait(10) == 0
    assert processes_of_group(office.pid) == []


@pytest.fixture
def own_signals():
    """What this process does on signals is put back after the test."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_process_that_comes_after_the_signal_is_ended_at_once(own_signals):
    household = launch.Household()
    os.kill(os.getpid(), signal.SIGTERM)
    late = household.take(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))

    assert household.watch() == 0
    assert late.returncode is not None


def processes_of_group(group: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                found.append(int(folder.name))
        except ProcessLookupError:
            continue
    return found
