import pytest

from app.db import act
from app.errors import BadInput
from app.services.people import NewAccount, create_account
from inspections.vocabulary import Role

PHRASE = "a long phrase of one's own"


def account(name: str, *roles: Role, person: str | None = None) -> NewAccount:
    return NewAccount(
        name=name,
        display="拟张三",
        roles=roles,
        district_code="210102",
        password=PHRASE,
        person=person,
    )


@pytest.mark.parametrize(
    "roles", [(Role.ADMIN, Role.INSPECTOR), (Role.AUDITOR, Role.SECURITY_ADMIN)], ids=str
)
def test_an_account_with_roles_that_exclude_one_another_is_not_made(desk, people, roles):
    admin = people.admin1

    with pytest.raises(BadInput) as refused, act():
        create_account(account("zhang", *roles), actor=admin)

    assert [field["field"] for field in refused.value.fields] == ["roles"]


def test_a_second_account_does_not_get_around_the_exclusion(desk, people):
    admin = people.admin1
    with act():
        first = create_account(account("zhang", Role.OFFICER), actor=admin)
        person = first.person.public_id

    with pytest.raises(BadInput) as refused, act():
        create_account(account("zhang.admin", Role.ADMIN, person=person), actor=admin)

    assert "no role that works on cases" in refused.value.fields[0]["message"]
