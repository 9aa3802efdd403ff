"""Whatever changes data takes an actor and leaves an audit event."""

import ast
import re
from pathlib import Path

import pytest

from app.desk.audit import DEEDS

SERVICES = Path(__file__).parents[2] / "app" / "services"
CHANGES = ("add", "add_all", "delete", "merge", "execute", "bulk_insert_mappings")
# these keep no facts of the office: sessions and counters of tries, keys outside the database
EXEMPT = {"throttles", "audit_heads", "readiness", "demo_people"}


def functions():
    for path in sorted(SERVICES.glob("*.py")):
        if path.stem in EXEMPT or path.stem == "__init__":
            continue
        tree = ast.parse(path.read_text("utf-8"))
        yield from (
            (path.stem, node, tree) for node in tree.body if isinstance(node, ast.FunctionDef)
        )


def calls(node: ast.AST) -> set[str]:
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            found.add(ast.unparse(inner.func))
    return found


def reaches(node: ast.FunctionDef, tree: ast.Module, wanted: str, seen: frozenset[str]) -> bool:
    called = calls(node)
    if wanted in called:
        return True
    known = functions_known_in(tree)
    return any(
        name not in seen and reaches(*known[name], wanted, seen | {name})
        for name in called & set(known)
    )


def functions_known_in(tree: ast.Module) -> dict[str, tuple[ast.FunctionDef, ast.Module]]:
    """Return the functions a service calls by name: its own, and those of other services."""
    found = {one.name: (one, tree) for one in tree.body if isinstance(one, ast.FunctionDef)}
    for line in tree.body:
        if isinstance(line, ast.ImportFrom) and (line.module or "").startswith("app.services."):
            path = SERVICES / f"{line.module.removeprefix('app.services.')}.py"
            other = ast.parse(path.read_text("utf-8"))
            wanted = {alias.name for alias in line.names}
            for one in other.body:
                if isinstance(one, ast.FunctionDef) and one.name in wanted:
                    found.setdefault(one.name, (one, other))
    return found


ALL = list(functions())
ACTING = [
    (module, node, tree)
    for module, node, tree in ALL
    if not node.name.startswith("_")
    and "actor" in [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
]


@pytest.mark.parametrize(
    ("module", "node", "tree"), ACTING, ids=[f"{module}.{node.name}" for module, node, _t in ACTING]
)
def test_an_act_leaves_an_audit_event(module, node, tree):
    assert reaches(node, tree, "audit.record", frozenset({node.name}))


@pytest.mark.parametrize(
    ("module", "node", "tree"),
    [item for item in ALL if not item[1].name.startswith("_") and item[0] != "sessions"],
    ids=[
        f"{module}.{node.name}"
        for module, node, _t in ALL
        if not node.name.startswith("_") and module != "sessions"
    ],
)
def test_a_service_that_changes_rows_names_its_actor(module, node, tree):
    names = [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]
    changes = {f"db.session.{verb}" for verb in CHANGES} & calls(node)

    assert not changes or "actor" in names, f"{changes} without an actor"


VERB = re.compile(
    r'"((?:session|account|institution|site|import|evidence|scan|visit|edition|listing_list|device|officer_key|manifest)'
    r'\.[a-z_]+)"'
)


def test_every_recorded_verb_has_its_words():
    used = {
        verb for path in SERVICES.glob("*.py") for verb in VERB.findall(path.read_text("utf-8"))
    }

    assert used - set(DEEDS) == set()
