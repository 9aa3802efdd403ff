"""`make screenshots`: every page as each demo person may see it, and the tablet's app."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.chromium import browser
from tests.screenshots import bureau, tablet
from tests.screenshots.album import Album
from tests.server import Server

OUT = Path("build/screens")
SITES_LEFT = "300"  # institutions of which the demo's teams leave some unvisited
AFTERNOON = "2026-11-19T15:00:00+08:00"


def main() -> None:
    """Start a demo bureau, visit everything, write the sheets."""
    with tempfile.TemporaryDirectory() as folder:
        clock = Path(folder) / "clock"
        clock.write_text(AFTERNOON)
        server = Server(Path(folder) / "instance", MINGCHA_CLOCK_FILE=str(clock))
        loaded = server.flask("demo", "load", "--institutions", SITES_LEFT)
        if loaded.returncode:
            sys.exit(loaded.stderr)
        shutil.rmtree(OUT, ignore_errors=True)
        album = Album(OUT)
        server.start()
        try:
            with browser() as chromium:
                bureau.shoot(chromium, server, album)
            tablet.shoot(Path(folder) / "profile", server, album)
        finally:
            server.stop()
        album.print_sheets()
    print(f"contact sheets in {OUT}")


if __name__ == "__main__":
    main()
