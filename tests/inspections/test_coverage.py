"""What a sweep has reached."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.coverage import SiteInSweep, SiteOutcome, coverage_of, outcome_of
from inspections.vocabulary import VisitResult

MONDAY = date(2026, 11, 16)
TUESDAY = date(2026, 11, 17)
sites = st.lists(
    st.builds(
        SiteInSweep,
        st.sampled_from(["210102", "210103"]),
        street=st.sampled_from(["", "太原街"]),
        team=st.sampled_from(["", "1", "2"]),
        result=st.none() | st.sampled_from(VisitResult),
        found_on=st.none() | st.just(MONDAY),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [
        (None, SiteOutcome.MISSING),
        (VisitResult.COMPLIANT, SiteOutcome.VISITED),
        (VisitResult.CORRECTED_ON_SITE, SiteOutcome.VISITED),
        (VisitResult.CORRECTION_ORDERED, SiteOutcome.VISITED),
        (VisitResult.LEAD_CREATED, SiteOutcome.VISITED),
        (VisitResult.CLOSED_PREMISES, SiteOutcome.CLOSED_PREMISES),
        (VisitResult.NOT_FOUND, SiteOutcome.NOT_FOUND),
        (VisitResult.REFUSED_ENTRY, SiteOutcome.REFUSED_ENTRY),
    ],
)
def test_each_result_has_its_outcome(result: VisitResult | None, outcome: SiteOutcome) -> None:
    assert outcome_of(result) is outcome


def test_a_site_found_on_the_way_makes_the_whole_larger() -> None:
    planned = [SiteInSweep("210102", result=VisitResult.COMPLIANT, visited_on=MONDAY)] * 11
    found = SiteInSweep("210102", found_on=MONDAY, registered=False)

    coverage = coverage_of([*planned, found])

    assert (coverage.whole.reached, coverage.whole.sites) == (11, 12)
    assert (coverage.planned, coverage.found, coverage.unregistered) == (11, 1, 1)
    assert coverage.whole.percent == 91
    assert not coverage.is_complete


@given(sites=sites)
def test_every_part_adds_up_to_the_whole(sites: list[SiteInSweep]) -> None:
    coverage = coverage_of(sites)

    for parts in (coverage.districts, coverage.streets, coverage.teams):
        assert sum(part.sites for part in parts) == len(sites)
        assert sum(part.missing for part in parts) == coverage.whole.missing
    assert sum(coverage.outcomes.values()) == len(sites)
    assert sum(coverage.results.values()) == coverage.whole.reached
    assert coverage.planned + coverage.found == len(sites)


def test_a_hundred_percent_means_every_site() -> None:
    done = [SiteInSweep("210102", result=VisitResult.COMPLIANT)] * 999

    assert coverage_of([*done, SiteInSweep("210102")]).whole.percent == 99


def test_the_pace_says_the_working_day_on_which_the_rest_is_done() -> None:
    monday = [SiteInSweep("1", result=VisitResult.COMPLIANT, visited_on=MONDAY)] * 4
    tuesday = [SiteInSweep("1", result=VisitResult.COMPLIANT, visited_on=TUESDAY)] * 2
    coverage = coverage_of([*monday, *tuesday, *[SiteInSweep("1")] * 10])

    assert coverage.pace == 3.0
    due = coverage.done_by(TUESDAY)

    assert due is not None
    assert due.on == date(2026, 11, 23)  # four working days: 18, 19, 20, 23 November
    assert coverage.left_by_day() == [(MONDAY, 12), (TUESDAY, 10)]


def test_without_a_visit_there_is_no_pace_and_no_day() -> None:
    coverage = coverage_of([SiteInSweep("1")])

    assert coverage.done_by(MONDAY) is None


def test_most_left_stands_first() -> None:
    coverage = coverage_of([SiteInSweep("2"), SiteInSweep("2"), SiteInSweep("1")])

    assert [share.key for share in coverage.districts] == ["2", "1"]
