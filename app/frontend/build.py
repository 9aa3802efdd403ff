"""Build the front end into app/static/build, if anything in it has changed since the last time.

Node comes from the PATH when it is new enough for Vite, else from the pip package in
requirements.txt, installed into the virtual environment that runs this script.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / "static" / "build"
FONTS = HERE.parent / "papers" / "fonts"
MODULES = HERE / "node_modules"
SERIF = MODULES / "@expo-google-fonts" / "noto-serif-sc"
FACES = ("400Regular", "700Bold")
VITE = MODULES / "vite" / "bin" / "vite.js"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
PACKED = {".css", ".js", ".svg"}
WORDS = HERE.parent / "translations" / "zh_Hans"
SHELL = HERE.parent / "templates" / "tablet"
BUILT_FROM = (*LOCKED, "vite.config.ts", "tsconfig.json", "build.py")


def main() -> int:
    """Do what is needed, and say so only when something is."""
    wanted = digest(sources())
    has_all = (BUILD / "assets.json").exists() and FONTS.exists()
    if has_all and read(BUILD / ".digest") == wanted:
        return 0
    environment = {**os.environ, "PATH": os.pathsep.join((str(node_folder()), os.environ["PATH"]))}
    packages = digest([HERE / name for name in LOCKED])
    if read(MODULES / ".digest") != packages:
        print("Installing the packages of the front end …", flush=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        run(["npm", "ci", *quiet], environment)
        (MODULES / ".digest").write_text(packages)
    print("Building the front end …", flush=True)
    run(["node", str(VITE), "build", "--logLevel", "warn"], environment)
    pack()
    copy_fonts()
    (BUILD / ".digest").write_text(wanted)
    return 0


def pack() -> None:
    """Leave a packed copy beside every text, so that serving costs nothing."""
    for path in BUILD.iterdir():
        if path.suffix in PACKED:
            packed = gzip.compress(path.read_bytes(), mtime=0)
            path.with_name(path.name + ".gz").write_bytes(packed)


def copy_fonts() -> None:
    """Lay the faces of the papers (Noto Serif SC, OFL-1.1) where their renderer looks for them."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        name = f"NotoSerifSC_{face}.ttf"
        shutil.copyfile(SERIF / face / name, FONTS / name)


def sources() -> list[Path]:
    """Return every file that the build reads, in a fixed order."""
    inner = [path for part in ("src", "vite") for path in (HERE / part).rglob("*")]
    outer = [*WORDS.glob("tablet-*.po"), *SHELL.glob("*.html")]
    return [HERE / name for name in BUILT_FROM] + sorted(
        path for path in [*inner, *outer] if path.is_file()
    )


def digest(paths: list[Path]) -> str:
    """Return one digest over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(HERE.parent)}\x00{path.stat().st_size}\x00".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def read(path: Path) -> str:
    """Return a small file's text, nothing if it isn't there."""
    return path.read_text() if path.exists() else ""


def node_folder() -> Path:
    """Return the folder of a node that Vite accepts, installing one where there is none."""
    own = Path(sys.prefix) / "bin"
    for node in (shutil.which("node"), own / "node"):
        if node is not None and is_new_enough(Path(node)):
            return Path(node).parent
    print("Installing Node …", flush=True)
    pip = [sys.executable, "-m", "pip"]
    if not (own / "pip").exists():  # a venv made without pip, as Debian's python3 may
        pip = ["python3", "-m", "pip", "--python", sys.executable]
    flags = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary=:all:"]
    run([*pip, "install", *flags, "-r", str(HERE / "requirements.txt")], dict(os.environ))
    return own


def is_new_enough(node: Path) -> bool:
    """Say whether Vite runs on this node (20.19 or later, not 21, 22.12 or later)."""
    if not node.exists() or not (node.parent / "npm").exists():
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    if found is None:
        return False
    version = int(found[1]), int(found[2])
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one step in this folder; its failure ends the set-up with its own words."""
    result = subprocess.run(command, cwd=HERE, env=environment, check=False)
    if result.returncode:
        sys.exit(f"The front end could not be built: {' '.join(command[:3])} failed.")


if __name__ == "__main__":
    sys.exit(main())
