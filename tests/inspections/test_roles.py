import pytest

from inspections.roles import refusals_of_roles
from inspections.vocabulary import Role

THREE = "roles.administrators_are_three"
NO_CASE = "roles.administrators_open_no_case"


@pytest.mark.parametrize(
    ("roles", "codes"),
    [
        ([Role.ADMIN], []),
        ([Role.ADMIN, Role.PRIVACY_OFFICER], []),
        ([Role.OFFICER, Role.APPROVER, Role.PUBLISHER], []),
        ([Role.ADMIN, Role.AUDITOR], [THREE]),
        ([Role.SECURITY_ADMIN, Role.ADMIN], [THREE]),
        ([Role.ADMIN, Role.INSPECTOR], [NO_CASE]),
        ([Role.SECURITY_ADMIN, Role.LEADER], [NO_CASE]),
        ([Role.AUDITOR, Role.REVIEWER], [NO_CASE]),
        ([Role.ADMIN, Role.AUDITOR, Role.OFFICER], [THREE, NO_CASE]),
    ],
    ids=str,
)
def test_whoever_keeps_the_keys_opens_no_case(roles, codes):
    assert [refusal.code for refusal in refusals_of_roles(roles)] == codes
