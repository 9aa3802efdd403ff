"""No page exists without a decision on who may open it."""

import pytest
from flask import Flask

from app.permissions import ACCESS, missing_rows
from inspections.roles import SET_APART
from inspections.vocabulary import Role
from tests.app.browser import signed_in
from tests.app.conftest import *  # noqa: F403  (the office fixture)

HOLDER = {
    Role.INSPECTOR: "inspector1",
    Role.OFFICER: "officer1",
    Role.REVIEWER: "reviewer1",
    Role.APPROVER: "approver1",
    Role.PUBLISHER: "publisher1",
    Role.LEADER: "leader1",
    Role.AUDITOR: "auditor1",
    Role.ADMIN: "admin1",
    Role.SECURITY_ADMIN: "security1",
    Role.PRIVACY_OFFICER: "privacy1",
}


def paths(office: Flask):
    """Every route of the table as (method, path, access), ids filled with an unknown one."""
    adapter = office.url_map.bind("localhost")
    for rule in office.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            values = {name: _dummy(rule, name) for name in rule.arguments}
            path = adapter.build(rule.endpoint, values, method=method)
            yield method, path, ACCESS[rule.endpoint, method]


def _dummy(rule, name):
    kind = type(rule._converters[name]).__name__
    return 1 if kind == "IntegerConverter" else "0000000000"


def test_the_table_is_the_url_map(office):
    assert missing_rows(office) == []


def test_nobody_signed_in_opens_nothing_but_the_public_doors(office):
    client = office.test_client()

    opened = [
        (method, path)
        for method, path, access in paths(office)
        if access.roles is not None
        and client.open(path, method=method).status_code not in (303, 401)
    ]

    assert opened == []


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_role_that_the_row_lacks_is_refused(office, role):
    browser = signed_in(office, HOLDER[role])
    wrong = []
    for method, path, access in paths(office):
        if access.roles is None or path == "/sign-out":
            continue
        form = {"csrf_token": browser.token}
        status = browser.client.open(path, method=method, data=form if method != "GET" else None)
        refused = status.status_code == 403
        if refused != bool(access.roles and role not in access.roles):
            wrong.append((method, path, status.status_code))

    assert wrong == []


def test_admin_and_auditor_open_no_case_content(office):
    for (endpoint, _method), access in ACCESS.items():
        if endpoint.split(".")[0] in ("register", "visits", "blacklist", "imports", "map"):
            assert not (access.roles or frozenset()).intersection(SET_APART), endpoint
