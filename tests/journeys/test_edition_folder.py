"""A public node that holds an edition's folder and nothing else: it answers until it expires."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.server import Server


@pytest.fixture
def node(office_alone, tmp_path):
    """A server of the newest edition, with the office's clock and without its database."""
    done = office_alone.flask("demo", "load", "--institutions", "20")
    assert done.returncode == 0, done.stderr
    published = office_alone.flask("blacklist", "publish", "--as", "publisher1", "--json")
    assert published.returncode == 0, published.stderr
    folder = json.loads(published.stdout)["path"]
    clock = office_alone.environment["MINGCHA_CLOCK_FILE"]
    node = Server(tmp_path / "node", MINGCHA_CLOCK_FILE=clock)
    node.start(command=("blacklist", "serve", folder))
    yield node
    node.stop()


def test_a_node_answers_for_three_days_and_then_accuses_nobody(node):
    clock = Path(node.environment["MINGCHA_CLOCK_FILE"])
    officials = (status(node, "/sign-in"), status(node, "/desk/"))

    assert officials == (404, 404)
    assert check(node) == (200, "not_in_register")
    clock.write_text("2026-11-22T14:00:00+08:00")
    assert check(node) == (200, "not_in_register")
    clock.write_text("2026-11-22T15:00:01+08:00")
    assert check(node) == (503, "edition_expired")


def check(node: Server) -> tuple[int, str]:
    """Return the status and the verdict, or the code of the error."""
    request = urllib.request.Request(f"{node.url}/api/v1/check?q=nobody")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)["verdict"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)["error"]["code"]


def status(node: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(node.url + path) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
