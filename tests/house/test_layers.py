"""Imports point down: surfaces, services, queries, models; never up, never sideways."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = {"inspections": {"pydantic", "holidays", "opencc", "pypinyin", "rapidfuzz", "tomllib"}}
# rooms of app/ from the ground up; a room imports from those below it and from itself
LEVELS = [
    {
        "app.ids",
        "app.clock",
        "app.canonical",
        "app.words",
        "app.body_faults",
        "app.file_words",
        "app.headers",
        "app.frontend_assets",
        "app.limits",
        "app.metrics",
        "app.logs",
    },
    {
        "app.db",
        "app.launch",
        "app.file_formats",
        "app.pictures",
        "app.search_index",
        "app.access",
        "app.signing",
        "app.device_keys",
        "app.storage",
        "app.passwords",
        "app.exports",
        "app.papers",
    },
    {"app.models", "app.editions", "app.importing", "app.map_view"},
    {
        "app.errors",
        "app.scope",
        "app.row_security",
        "app.audit",
        "app.jobs",
        "app.permissions",
        "app.schema",
    },
    {"app.queries"},
    {"app.services"},
    {"app.gate"},
    {"app.public"},
    {"app.desk", "app.tablet", "app.commands"},
    {"app.office"},
    {"wsgi"},
]
PUBLIC_MAY = {"app.editions", "app.words", "app.clock", "app.headers", "app.frontend_assets"}
PUBLIC_MAY |= {
    "app.limits",
    "app.metrics",
    "app.exports",
    "app.map_view",
    "app.public",
    "app.signing",
    "app.ids",
}


def modules() -> Iterator[tuple[str, Path]]:
    for ring in ("app", "inspections", "maps"):
        for path in sorted((ROOT / ring).rglob("*.py")):
            if "frontend" in path.parts:  # a step of the set-up, no part of the program
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Return what a file imports; what only the type checker sees is no arrow."""
    tree = ast.parse(path.read_text("utf-8"))
    hidden = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def level_of(module: str) -> int | None:
    for number, rooms in enumerate(LEVELS):
        if any(module == room or module.startswith(room + ".") for room in rooms):
            return number
    return None


MODULES = list(modules())


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _path in MODULES])
def test_imports_point_down(name, path):
    faults = []
    for target, line in imports(path):
        if name.startswith(("inspections", "maps")) and target.startswith("app"):
            faults.append(f"{line}: {target}")
        if name.startswith("inspections") and target.startswith(("maps", "flask", "sqlalchemy")):
            faults.append(f"{line}: {target}")
        if name.startswith("maps") and target.startswith(("inspections", "flask", "sqlalchemy")):
            faults.append(f"{line}: {target}")
        mine, theirs = level_of(name), level_of(target)
        if mine is not None and theirs is not None and theirs > mine:
            faults.append(f"{line}: {target} lies above")

    assert faults == []


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name, path in MODULES if name.startswith("app.")],
    ids=[name for name, _path in MODULES if name.startswith("app.")],
)
def test_every_room_of_the_program_has_a_floor(name, path):
    assert level_of(name) is not None, f"{name} is in no level of this test"


@pytest.mark.parametrize(
    ("name", "path"),
    [(name, path) for name, path in MODULES if name.startswith("app.public")],
    ids=[name for name, _path in MODULES if name.startswith("app.public")],
)
def test_the_public_site_reads_only_its_edition(name, path):
    reached = {target for target, _line in imports(path) if target.startswith("app.")}

    foreign = {
        target
        for target in reached
        if not any(target == room or target.startswith(room + ".") for room in PUBLIC_MAY)
    }

    assert foreign == set()


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[name for name, _path in MODULES])
def test_nothing_is_imported_inside_a_function(name, path):
    tree = ast.parse(path.read_text("utf-8"))

    inside = [
        inner.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_no_two_modules_import_each_other():
    names = {name for name, _path in MODULES}
    graph = {
        name: {target for target, _line in imports(path) if target in names and target != name}
        for name, path in MODULES
    }
    # a package's table of contents names its parts; that is no arrow between two rooms
    edges = {
        name: {target for target in targets if not name.startswith(target + ".")}
        for name, targets in graph.items()
    }

    done: set[str] = set()
    while True:
        free = {name for name in edges if name not in done and edges[name] <= done}
        if not free:
            break
        done |= free

    assert set(edges) - done == set()
