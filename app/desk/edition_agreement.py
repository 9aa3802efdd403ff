"""Two persons' agreement to a large change of the list, as the pages show it to one viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.access import Viewer
from app.errors import refusal_told
from app.models.editions import PublicationOverride
from app.queries.edition_changes import ChangeSet, area_of_change, coming_changes
from app.queries.listing_people import may, people_who_may
from app.queries.overrides import open_override, override_facts
from inspections.overrides import against_confirming, against_withdrawing
from inspections.vocabulary import OverrideState


@dataclass(frozen=True, slots=True)
class Agreement:
    """The coming change and the request about it; a request about another change is void."""

    changes: ChangeSet
    request: PublicationOverride | None
    is_void: bool
    may_ask: bool
    may_withdraw: bool
    against_confirming: Sequence[dict[str, Any]]
    may_confirm: bool
    who_may_ask: Sequence[str]
    who_may_confirm: Sequence[str]

    @property
    def is_needed(self) -> bool:
        """Say whether the guard stops the change."""
        return self.changes.is_large

    @property
    def is_confirmed(self) -> bool:
        """Say whether two persons have agreed to exactly this change."""
        found = self.request
        return found is not None and not self.is_void and found.state is OverrideState.CONFIRMED

    def binds(self, viewer: Viewer) -> bool:
        """Say whether the viewer is one of the two, who may not publish what they agreed to."""
        found = self.request
        if found is None or self.is_void or viewer.person_id is None:
            return False
        return viewer.person_id in (found.asked_by_person, found.confirmed_by_person)


def agreement_for(viewer: Viewer) -> Agreement:
    """Return the coming change of the viewer's area, or of the area that a request is about."""
    request = open_override(viewer)
    area = request.scope_code if request else area_of_change(viewer)
    changes = coming_changes(replace(viewer, district_code=area))
    facts = override_facts(request, changes, viewer=viewer)
    is_void = request is not None and request.digest != changes.digest
    waits = request is not None and not is_void and request.state is OverrideState.ASKED
    against = against_confirming(facts) if waits else []
    allowed = may("blacklist.confirm_override", viewer)
    return Agreement(
        changes=changes,
        request=request,
        is_void=is_void,
        may_ask=may("blacklist.ask_override", viewer) and (request is None or is_void),
        may_withdraw=request is not None
        and not is_void
        and may("blacklist.withdraw_override", viewer)
        and not against_withdrawing(facts),
        against_confirming=[refusal_told(refusal) for refusal in against],
        may_confirm=waits and allowed and not against,
        who_may_ask=people_who_may("blacklist.ask_override", area) if request is None else [],
        who_may_confirm=people_who_may(
            "blacklist.confirm_override", area, besides=[request.asked_by_person]
        )
        if request is not None and waits
        else [],
    )
