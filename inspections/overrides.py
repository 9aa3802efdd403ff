"""Two persons' agreement to one large change of the list: asked by one, confirmed by another.

It holds for exactly the change that was asked about; the bureau's listing policy, not law.
"""

from dataclasses import dataclass

from inspections.publication import GUARD_EN, GUARD_ZH
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.steps import collected
from inspections.vocabulary import OverrideState

OPEN_STATES = (OverrideState.ASKED, OverrideState.CONFIRMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideFacts:
    """What the rules need to know of a request, and of the change as it stands now."""

    state: OverrideState | None = None
    actor_person: int | None
    asked_by: int | None = None
    confirmed_by: int | None = None
    asked_digest: str = ""
    change_digest: str = ""
    change_is_large: bool = True


def against_asking(facts: OverrideFacts) -> list[Refusal]:
    """Return every reason against asking; `state` is that of an open request, if there is one."""
    return collected((change_is_large(facts), none_is_open(facts)))


def against_confirming(facts: OverrideFacts) -> list[Refusal]:
    """Return every reason against confirming."""
    return collected((waits_for_confirmation(facts), another_confirms(facts), is_as_asked(facts)))


def against_withdrawing(facts: OverrideFacts) -> list[Refusal]:
    """Return every reason against taking the request back."""
    return collected((is_open(facts), one_of_the_two_withdraws(facts)))


@rule(
    "override.change_is_large",
    zh="这次变动超过发布把关的限度，需要两人同意。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def change_is_large(facts: OverrideFacts) -> Refusal | None:
    """The change is one that the publication guard stops."""
    return None if facts.change_is_large else Refusal("override.change_is_large")


@rule(
    "override.none_is_open",
    zh="同一变动没有另一份正在办理的同意申请。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def none_is_open(facts: OverrideFacts) -> Refusal | None:
    """No other request for this very change is open."""
    if facts.state in OPEN_STATES and facts.asked_digest == facts.change_digest:
        return Refusal("override.none_is_open")
    return None


@rule(
    "override.waits_for_confirmation",
    zh="申请正在等待确认。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def waits_for_confirmation(facts: OverrideFacts) -> Refusal | None:
    """The request waits for its confirmation."""
    if facts.state is OverrideState.ASKED:
        return None
    return Refusal("override.waits_for_confirmation")


@rule(
    "override.another_confirms",
    zh="确认人不是申请人。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def another_confirms(facts: OverrideFacts) -> Refusal | None:
    """The one who confirms is another person than the one who asked."""
    if facts.actor_person is not None and facts.actor_person != facts.asked_by:
        return None
    return Refusal("override.another_confirms")


@rule(
    "override.is_as_asked",
    zh="拟发布的变动与申请时完全一致。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def is_as_asked(facts: OverrideFacts) -> Refusal | None:
    """The change is exactly the one that was asked about; a later edit voids the request."""
    if facts.asked_digest == facts.change_digest:
        return None
    return Refusal("override.is_as_asked")


@rule(
    "override.is_open",
    zh="申请还没有使用，也没有收回。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def is_open(facts: OverrideFacts) -> Refusal | None:
    """The request is neither used nor taken back."""
    return None if facts.state in OPEN_STATES else Refusal("override.is_open")


@rule(
    "override.one_of_the_two_withdraws",
    zh="收回申请的是申请人或者确认人。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def one_of_the_two_withdraws(facts: OverrideFacts) -> Refusal | None:
    """It is taken back by the one who asked or the one who confirmed."""
    if facts.actor_person is not None and facts.actor_person in (
        facts.asked_by,
        facts.confirmed_by,
    ):
        return None
    return Refusal("override.one_of_the_two_withdraws")
