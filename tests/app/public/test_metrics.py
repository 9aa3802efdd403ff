from urllib.parse import quote

import pytest
from prometheus_client import REGISTRY

from tests.app.editions.records import LICENSED, LISTED, SAME_NAME


def counted(**labels: str) -> float:
    return REGISTRY.get_sample_value("mingcha_checks_total", labels) or 0.0


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        (LISTED.name, "blacklisted"),
        (LICENSED.name, "licensed"),
        (SAME_NAME[0].name, "ambiguous"),
        ("91210106YY4C7N2K00", "not_in_register"),
        ("毫不相干的机构", "not_in_register"),
    ],
)
def test_every_check_is_counted_by_its_verdict(public, query, verdict):
    before = counted(way="interface", answer=verdict)

    public.get("/api/v1/check?q=" + quote(query))
    public.get("/api/v1/check?q=" + quote(query))

    assert counted(way="interface", answer=verdict) == before + 2


def test_an_error_of_the_check_is_counted_by_its_code(public):
    before = counted(way="interface", answer="query_required")

    public.get("/api/v1/check?q=")

    assert counted(way="interface", answer="query_required") == before + 1


def test_the_page_of_the_check_counts_apart(public):
    before = counted(way="page", answer="blacklisted")

    public.get("/check?q=" + quote(LISTED.name))

    assert counted(way="page", answer="blacklisted") == before + 1


def test_one_check_in_some_hundred_is_timed(public):
    before = REGISTRY.get_sample_value("mingcha_check_seconds_count") or 0.0

    for _ in range(129):
        public.get("/api/v1/check?q=91210106YY4C7N2K00")

    assert REGISTRY.get_sample_value("mingcha_check_seconds_count") == before + 2


def test_no_figure_says_what_was_asked(public):
    public.get("/check?q=" + quote(LISTED.name))
    public.get("/api/v1/check?q=" + quote(LISTED.name))

    said = {
        value
        for family in REGISTRY.collect()
        for sample in family.samples
        for value in sample.labels.values()
    }

    assert not any(LISTED.name in value or quote(LISTED.name) in value for value in said)


def test_the_public_door_shows_no_metrics(public):
    assert public.get("/metrics").status_code == 404
