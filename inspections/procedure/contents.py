"""Comparing what is charged: whether one content stays within another, or weighs more.

Penalty Law Art 44, 62: a decision cites nothing that the prior notice did not contain.
"""

from inspections.procedure.facts import Content

LISTS = ("facts", "violations", "bases", "kinds", "heavier_grounds")
AMOUNTS = ("fine_fen", "confiscate_fen", "restricted_months")


def beyond(content: Content, told: Content) -> list[str]:
    """Return what `content` holds beyond `told`; an empty list means that it stays within."""
    found: list[str] = []
    for name in LISTS:
        known = getattr(told, name)
        found += [str(one) for one in getattr(content, name) if one not in known]
    return found + _more(content, told)


def weighs_more(content: Content, told: Content) -> bool:
    """Say whether `content` punishes harder than `told`: a further kind, or more of one."""
    further = [kind for kind in content.kinds if kind not in told.kinds]
    return bool(further or _more(content, told))


def _more(content: Content, told: Content) -> list[str]:
    more = [name for name in AMOUNTS if getattr(content, name) > getattr(told, name)]
    if content.restricted_for_good and not told.restricted_for_good:
        more.append("restricted_for_good")
    if told.restricted_for_good and "restricted_months" in more:
        more.remove("restricted_months")
    return more
