"""Where the folders of a run lie: in memory if it is roomy, for each test makes a database."""

import os
import shutil
from pathlib import Path

MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3


def memory() -> str | None:
    """Return the folder in memory if it is roomy; a container's is often of 64 MB."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return str(MEMORY) if roomy and shutil.disk_usage(MEMORY).free > ROOM else None
