"""How long a register takes from the file to the database, and how much memory."""

import os
import re
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
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "register", "import", str(file)]
    with (instance / "import.log").open("w+") as told:
        began = time.perf_counter()
        process = subprocess.Popen(
            command,
            env={**os.environ, **server.environment},
            cwd=ROOT,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        # of this process alone: the figure of all children would keep the largest before it
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        told.seek(0)
        said = told.read()
    if status:
        raise RuntimeError(said[-2000:])
    counts = [int(number) for number in re.findall(r"\d+", said)]
    return Imported(seconds, used.ru_maxrss / MEGABYTE, max(counts, default=0))
