import subprocess
import sys
from pathlib import Path

import pytest

from app.commands.demo.unfinished import MARK
from tests.server import ROOT, Server

SMALL = ("--institutions", "40")


@pytest.fixture
def killed(tmp_path: Path) -> Server:
    """A demo bureau whose first load was killed once a register was in."""
    server = Server(tmp_path / "instance")
    server.instance.mkdir()
    loading = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "prepare", *SMALL],
        env={**server.environment, "PYTHONUNBUFFERED": "1"},
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
    )
    assert loading.stderr is not None
    for line in loading.stderr:
        if line.startswith("register of"):
            break
    loading.kill()
    loading.communicate()
    return server


def test_a_killed_load_begins_anew_and_ends_in_a_working_bureau(killed):
    assert (killed.instance / MARK).exists()

    again = killed.flask("prepare", *SMALL)

    assert again.returncode == 0, again.stderr
    assert "begins anew" in again.stderr
    assert "40 institutions" in again.stderr
    assert (killed.instance / "editions" / "current").exists()
    assert '"ok": true' in killed.flask("audit", "verify", "--json").stdout
    assert not (killed.instance / MARK).exists()


def test_a_load_over_half_a_bureau_says_what_to_do(killed):
    again = killed.flask("demo", "load", *SMALL)

    assert again.returncode == 2
    assert "flask --app wsgi prepare" in again.stderr


def test_a_foreign_database_is_never_emptied(killed):
    killed.environment["MINGCHA_DATABASE_URL"] = f"sqlite:///{killed.instance}/other.sqlite"

    again = killed.flask("prepare", *SMALL)

    assert again.returncode == 2
    assert "MINGCHA_DATABASE_URL" in again.stderr
    assert (killed.instance / "mingcha.sqlite").exists()
