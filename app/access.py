"""Who is asking: the viewer that queries take and the actor that services take."""

from dataclasses import dataclass

from inspections.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person with one account, or the system itself (commands, nightly work).

    `district_code` is the root of what may be seen: the district and all that lies below it.
    """

    account_id: int | None
    person_id: int | None
    name: str
    display: str
    roles: frozenset[Role]
    district_code: str

    @property
    def is_system(self) -> bool:
        """Say whether no person stands behind this viewer."""
        return self.account_id is None

    def holds(self, *roles: Role) -> bool:
        """Say whether the viewer has at least one of `roles`; the system holds them all."""
        return self.is_system or bool(self.roles.intersection(roles))


def system(district_code: str) -> Viewer:
    """Return the system as actor, for the office's whole area."""
    return Viewer(
        account_id=None,
        person_id=None,
        name="system",
        display="system",
        roles=frozenset(),
        district_code=district_code,
    )
