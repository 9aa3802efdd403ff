"""How long a register takes from the file to the database, and how much memory."""

import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.server import ROOT, Server

MEGABYTE = 1024


@dataclass(frozen=True, slots=True)
class Imported:
    """One import: seconds, the largest process in megabytes, rows created."""

    seconds: float
    megabytes: float
    created: int


def register_file(folder: Path, rows: int) -> Path:
    """Write an invented register of `rows` institutions and return the file."""
    path = folder / f"register-{rows}.csv"
    if not path.exists():
        made = Server(folder / "maker").flask("demo", "register", "-n", str(rows), "-o", str(path))
        if made.returncode:
            raise RuntimeError(made.stderr)
    return path


def measure(file: Path, instance: Path, *, database_url: str = "") -> Imported:
    """Import the file into an empty office in a process of its own."""
    server = Server(instance, database_url=database_url)
    people = server.flask("users", "demo")
    if people.returncode:
        raise RuntimeError(people.stderr)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "register", "import", str(file)],
        env={**os.environ, **server.environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - began
    largest = max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    counts = [int(number) for number in re.findall(r"\d+", done.stdout + done.stderr)]
    return Imported(seconds, largest / MEGABYTE, max(counts, default=0))
