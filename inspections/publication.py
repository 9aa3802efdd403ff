"""What must hold before an edition of the blacklist is signed.

The separation of persons and the guard against large changes are the bureau's listing policy; the
log's integrity is what makes a published list more than a claim.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspections.refusal import Refusal
from inspections.rulebook import rule

MOST_CHANGES = 20
MOST_PER_CENT = 10
LEAST_FOR_PER_CENT = 5
GUARD_ZH = "本局黑名单管理规定（发布把关）"
GUARD_EN = "The bureau's listing policy (publication guard)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationFacts:
    """What the rules need to know of an edition about to be signed.

    `folded` is the list (entry → commitment) that the log leads to, `shown` the entries that the
    office holds to be published. `log_is_as_signed` says that the stored leaves give the root of
    the last header, `is_newest` that no newer edition has left this office.
    """

    changed: int
    listed_before: int
    publisher: int | None
    override_reason: str = ""
    override_persons: Sequence[int] = ()
    folded: Mapping[str, str]
    shown: frozenset[str]
    log_is_as_signed: bool
    is_newest: bool


def is_large(changed: int, listed_before: int) -> bool:
    """Say whether a change needs two more persons: over 20, or over 10 % and at least 5."""
    if changed > MOST_CHANGES:
        return True
    return changed >= LEAST_FOR_PER_CENT and changed * 100 > listed_before * MOST_PER_CENT


def refusals(facts: PublicationFacts) -> list[Refusal]:
    """Return every reason against signing; an empty list means go."""
    checks = (
        log_is_as_signed,
        log_leads_to_the_list,
        edition_is_the_newest,
        large_change_is_overridden,
        override_is_by_two_others,
    )
    return [found for check in checks if (found := check(facts))]


@rule(
    "publication.log_is_as_signed",
    zh="保存的日志与上一期签名时一致。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def log_is_as_signed(facts: PublicationFacts) -> Refusal | None:
    """The stored leaves of the log give the root that the last edition signed."""
    return None if facts.log_is_as_signed else Refusal("publication.log_is_as_signed")


@rule(
    "publication.log_leads_to_the_list",
    zh="日志推出的名单与在列条目一致。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def log_leads_to_the_list(facts: PublicationFacts) -> Refusal | None:
    """The log's events lead to the very entries that are listed."""
    if facts.folded.keys() == facts.shown:
        return None
    differing = sorted(facts.folded.keys() ^ facts.shown)
    return Refusal("publication.log_leads_to_the_list", about=", ".join(differing[:5]))


@rule(
    "publication.edition_is_the_newest",
    zh="本系统没有比数据库更新的已发布名单。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def edition_is_the_newest(facts: PublicationFacts) -> Refusal | None:
    """No edition newer than the database knows has been published from here."""
    return None if facts.is_newest else Refusal("publication.edition_is_the_newest")


@rule(
    "publication.large_change_is_overridden",
    zh="一次变动超过20条，或者不少于5条且超过10%的，另有两人书面同意。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def large_change_is_overridden(facts: PublicationFacts) -> Refusal | None:
    """A change of over 20 entries, or of 5 and over 10 %, is agreed to by two more persons."""
    if not is_large(facts.changed, facts.listed_before) or facts.override_reason:
        return None
    about = f"{facts.changed} / {facts.listed_before}"
    return Refusal("publication.large_change_is_overridden", about=about)


@rule(
    "publication.override_is_by_two_others",
    zh="同意大额变动的是两个不同的人，并且都不是签发人。",
    basis_zh=GUARD_ZH,
    basis_en=GUARD_EN,
)
def override_is_by_two_others(facts: PublicationFacts) -> Refusal | None:
    """Those who agree to a large change are two persons, neither of them the publisher."""
    if not facts.override_reason and not facts.override_persons:
        return None
    persons = set(facts.override_persons)
    if facts.override_reason and len(persons) == 2 and facts.publisher not in persons:
        return None
    return Refusal("publication.override_is_by_two_others")
