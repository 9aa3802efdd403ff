"""What proves a licence, and what proves its end."""

from datetime import date

import pytest

from inspections.licences import LicenceFacts, standing_on
from inspections.vocabulary import LicenceStatus, Standing

DAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    ("number", "standing"),
    [
        ("+1", Standing.UNKNOWN),
        ("长期", Standing.UNKNOWN),
        ("教民12345号", Standing.UNKNOWN),
        ("教民123456号", Standing.LICENSED),
        ("教民121010579000318号", Standing.LICENSED),
    ],
)
def test_a_number_alone_proves_a_licence_only_where_it_reads_like_one(number, standing):
    assert standing_on(LicenceFacts(number=number), DAY) is standing


def test_an_unusual_number_with_a_status_or_a_last_day_proves_a_licence():
    with_status = LicenceFacts(number="+1", status=LicenceStatus.VALID)
    with_day = LicenceFacts(number="+1", expires_on=date(2027, 1, 1))

    assert standing_on(with_status, DAY) is Standing.LICENSED
    assert standing_on(with_day, DAY) is Standing.LICENSED
