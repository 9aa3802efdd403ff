"""Which roles one person may hold together: whoever keeps the keys opens no case."""

from collections.abc import Collection

from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.vocabulary import Role

# who works on content
CONTENT = (
    Role.INSPECTOR,
    Role.OFFICER,
    Role.REVIEWER,
    Role.APPROVER,
    Role.PUBLISHER,
    Role.LEADER,
)
SET_APART = (Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
BASIS_ZH = "《网络安全法》第二十一条；GB/T 22239—2019（三员分立）"
BASIS_EN = "Cybersecurity Law, Art 21; GB/T 22239-2019 (separate administrators)"


@rule(
    "roles.administrators_are_three",
    zh="管理员、安全管理员、审计员不得由同一人兼任",
    basis_zh=BASIS_ZH,
    basis_en=BASIS_EN,
)
def administrators_are_three(roles: Collection[Role]) -> Refusal | None:
    """Administrator, security administrator and auditor are three different persons."""
    if len(set(SET_APART).intersection(roles)) > 1:
        return Refusal("roles.administrators_are_three")
    return None


@rule(
    "roles.administrators_open_no_case",
    zh="管理员、安全管理员、审计员不得兼任办理业务的角色",
    basis_zh=BASIS_ZH,
    basis_en=BASIS_EN,
)
def administrators_open_no_case(roles: Collection[Role]) -> Refusal | None:
    """Administrator, security administrator and auditor hold no role that works on cases."""
    if set(SET_APART).intersection(roles) and set(CONTENT).intersection(roles):
        return Refusal("roles.administrators_open_no_case")
    return None


def refusals_of_roles(roles: Collection[Role]) -> list[Refusal]:
    """Return every reason why one person may not hold these roles together."""
    found = (administrators_are_three(roles), administrators_open_no_case(roles))
    return [refusal for refusal in found if refusal is not None]
