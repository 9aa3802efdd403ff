"""What must hold before a listing ends early: proposed with its document, approved by another.

Administrative Penalty Law, Art 48 (a decision that fell is withdrawn with its reason); the Credit
Repair Measures for removal before the term is over.
"""

from inspections.blacklist_facts import EntryFacts
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.vocabulary import Ending

ENDING_ZH = "本局黑名单管理规定（移出、撤销同样由两人办理）"
ENDING_EN = "The bureau's listing policy (an ending needs two persons as a listing does)"


@rule(
    "blacklist.no_ending_is_proposed",
    zh="该条目没有正在审批的移出或者撤销。",
    basis_zh=ENDING_ZH,
    basis_en=ENDING_EN,
)
def no_ending_is_proposed(facts: EntryFacts) -> Refusal | None:
    """No ending of this entry waits for approval."""
    return None if facts.ending is None else Refusal("blacklist.no_ending_is_proposed")


@rule(
    "blacklist.ending_is_proposed",
    zh="已有人提请移出或者撤销该条目。",
    basis_zh=ENDING_ZH,
    basis_en=ENDING_EN,
)
def ending_is_proposed(facts: EntryFacts) -> Refusal | None:
    """Somebody has proposed to end this entry."""
    return Refusal("blacklist.ending_is_proposed") if facts.ending is None else None


@rule(
    "blacklist.setting_aside_is_proposed",
    zh="已有人提请撤销列入。",
    basis_zh="《行政处罚法》第四十八条；" + ENDING_ZH,
    basis_en="Administrative Penalty Law, Art 48; " + ENDING_EN,
)
def setting_aside_is_proposed(facts: EntryFacts) -> Refusal | None:
    """Somebody has proposed to set this listing aside."""
    if facts.ending is Ending.SET_ASIDE:
        return None
    return Refusal("blacklist.setting_aside_is_proposed")


@rule(
    "blacklist.removal_is_proposed",
    zh="已有人提请提前移出。",
    basis_zh=ENDING_ZH,
    basis_en=ENDING_EN,
)
def removal_is_proposed(facts: EntryFacts) -> Refusal | None:
    """Somebody has proposed to remove this entry early."""
    return None if facts.ending is Ending.REMOVAL else Refusal("blacklist.removal_is_proposed")


@rule(
    "blacklist.ending_is_by_another_person",
    zh="批准移出或者撤销的人不是提请人。",
    basis_zh=ENDING_ZH,
    basis_en=ENDING_EN,
)
def ending_is_by_another_person(facts: EntryFacts) -> Refusal | None:
    """The one who approves the ending is another person than the one who proposed it."""
    if facts.actor_person is not None and facts.actor_person != facts.ending_proposed_by:
        return None
    return Refusal("blacklist.ending_is_by_another_person")


@rule(
    "blacklist.ending_is_documented",
    zh="移出或者撤销写明理由并附有文书；撤销还写明事由类别。",
    basis_zh="《行政处罚法》第四十八条；" + ENDING_ZH,
    basis_en="Administrative Penalty Law, Art 48; " + ENDING_EN,
)
def ending_is_documented(facts: EntryFacts) -> Refusal | None:
    """The ending has its reason and its document, and a setting aside the kind of its reason."""
    lacks_kind = facts.ending is Ending.SET_ASIDE and facts.ending_category is None
    if not facts.ending_reason or not facts.has_ending_scan or lacks_kind:
        return Refusal("blacklist.ending_is_documented")
    return None
