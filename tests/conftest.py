"""What all tests share: one PostgreSQL for the whole run, equal counts on both databases."""

import gc
import os
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, settings

from tests.compiled_once import compile_once
from tests.memory import memory
from tests.postgres import ENGINES, GIVEN, NoPostgres, PrivatePostgres

settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("ci")
compile_once()
_server: list[PrivatePostgres] = []
_counts: Counter[str] = Counter()


def pytest_configure(config: pytest.Config) -> None:
    if memory() and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", memory())
    if hasattr(config, "workerinput") or os.environ.get(GIVEN) or config.option.collectonly:
        return
    try:
        _server.append(PrivatePostgres(in_memory=True))
        os.environ[GIVEN] = _server[0].dsn
    except NoPostgres as why:
        os.environ[GIVEN + "_MISSING"] = str(why)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()  # the program and a thousand tests stay: nobody need look through them again


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server:
        _server.pop().stop()
        del os.environ[GIVEN]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and report.passed:
        for engine in re.findall(r"\b(sqlite|postgresql)\b", report.nodeid.partition("[")[2]):
            _counts[engine] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = ", ".join(f"{engine} {_counts[engine]}" for engine in ENGINES)
    terminalreporter.write_line(f"database tests passed: {counts}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    report = yield
    if os.environ.get("CI") == "true" and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report
