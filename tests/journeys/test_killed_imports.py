"""An import that is killed leaves nothing or everything, and the next one finishes the work."""

import os
import signal
import subprocess
import sys
from itertools import count

import pytest
from sqlalchemy import create_engine, text

from tests.server import ROOT, Server

pytestmark = pytest.mark.faults
ROWS = 2000
STEP_SECONDS = 1.0


@pytest.fixture
def register(office_alone, tmp_path):
    path = tmp_path / "register.csv"
    made = office_alone.flask("demo", "register", "-n", str(ROWS), "-o", str(path))
    assert made.returncode == 0, made.stderr
    return path


def stored(office: Server) -> int:
    """Return how many institutions the database holds."""
    url = office.environment.get("MINGCHA_DATABASE_URL") or (
        f"sqlite:///{office.instance}/mingcha.sqlite"
    )
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        found = connection.execute(text("select count(*) from institutions")).scalar_one()
    engine.dispose()
    return int(found)


def imported_within(office: Server, register, seconds: float) -> bool:
    """Start an import and kill it after `seconds`; say whether it ended before by itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "register", "import", str(register)],
        env=office.environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def test_a_killed_import_leaves_nothing_or_everything(office_alone, register):
    for number in count(1):
        ended = imported_within(office_alone, register, number * STEP_SECONDS)

        assert stored(office_alone) in (0, ROWS)
        if ended:
            break

    assert stored(office_alone) == ROWS
    verified = office_alone.flask("audit", "verify", "--json")
    assert verified.returncode == 0, verified.stdout
