"""How the law is told at the prompt: reasons with code and article, and the list of codes."""

from typing import Any

from inspections.discretion import grounds
from inspections.hearing_rights import RightToHearing
from inspections.penalties import Candidate
from inspections.penalty_ranges import PenaltyRange, RangeNote
from inspections.procedure.terms import HearingRight
from inspections.refusal import Refusal
from inspections.rulebook import RULES
from inspections.violations import Violation, violations

HEARING: dict[HearingRight, bool | str] = {
    HearingRight.YES: True,
    HearingRight.DEPENDS: "depends",
    HearingRight.NO: False,
}
# what a reader of one violation's line of JSON may send as a line of `law gains`
LINES_SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["kind", "amount_fen"],
        "additionalProperties": False,
        "properties": {
            "kind": {"enum": ["receipt", "refund"]},
            "amount_fen": {"type": "integer", "minimum": 1},
            "untaught_prepaid": {
                "type": "boolean",
                "description": "on every refund, and only there: of prepaid lessons not taught yet",
            },
            "received_on": {"type": "string", "format": "date"},
            "note": {"type": "string"},
        },
    },
}


def refused(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal: what must hold, its article, and what is meant."""
    rule = RULES[refusal.code]
    return {
        "code": refusal.code,
        "article": rule.basis_en,
        "zh": rule.zh,
        "en": rule.en,
        "about": refusal.about,
        "until": refusal.until,
    }


def note(found: RangeNote, violation: Violation) -> dict[str, Any]:
    """Return a remark on a range."""
    return {
        "code": f"range.{found.value}",
        "article": violation.place("en"),
        "zh": found.zh,
        "en": found.en,
    }


def before(violation: Violation) -> list[dict[str, Any]]:
    """Return what is said of an act before the rule, if anything is."""
    if not violation.before_zh:
        return []
    said = {"zh": violation.before_zh, "en": violation.before_en}
    return [{"code": "range.before", "article": violation.place("en"), **said}]


def other_rule(candidate: Candidate) -> dict[str, Any]:
    """Return another rule that the act may fall under (Penalty Law 29, 37)."""
    violation, why = candidate.violation, candidate.why
    than = candidate.compared
    return {
        "code": f"range.{why.value}",
        "article": violation.place("en"),
        "zh": f"{candidate.code}：{why.zh}" + (f"（{than.zh}）" if than else ""),
        "en": f"{candidate.code}: {why.en.lower()}" + (f" ({than.en.lower()})" if than else ""),
    }


def hearing(right: RightToHearing) -> list[dict[str, Any]]:
    """Return what the answer on the hearing rests on."""
    said = [("hearing." + reason.value, reason.zh, reason.en) for reason in right.reasons]
    if right.is_provisional:
        en = "provisional: a local amount, or a text to be compared"
        said.append(("hearing.provisional", "暂定：数额由地方规定，或者条文尚须核对", en))
    article = right.period.law("en")
    return [{"code": code, "article": article, "zh": zh, "en": en} for code, zh, en in said]


def hearing_answer(right: RightToHearing | None) -> bool | str:
    """Return true, false or "depends"."""
    return HEARING[right.answer] if right else False


def codes() -> dict[str, Any]:
    """Return the codes that the law's commands take, with article and words."""
    return {
        "violations": [_violation(code, row) for code, row in violations().items()],
        "grounds": [
            {
                "code": code,
                "effect": ground.effect.value,
                "article": "; ".join(place.words("en") for place in ground.basis),
                "zh": ground.zh,
                "en": ground.en,
            }
            for code, ground in grounds().items()
        ],
    }


def _violation(code: str, row: Violation) -> dict[str, Any]:
    return {
        "code": code,
        "law": row.law,
        "article": row.place("en"),
        "zh": row.title_zh,
        "en": row.title_en,
        "tiers": [tier.tier.value for tier in row.scheme.tiers],
        "party_types": [party.value for party in row.scheme.party_types],
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "unverified": row.is_unverified,
    }


def in_a_line(document: dict[str, Any], found: PenaltyRange | None) -> str:
    """Return a range as a sentence for a person."""
    if found is None:
        return "\n".join(f"{reason['code']}: {reason['en']}" for reason in document["reasons"])
    fine = "no fine"
    if found.max_fen is not None:
        fine = f"fine {found.min_fen}-{found.max_fen} fen"
    elif found.waits_for_gains:
        fine = "fine by multiples of the gains"
    words = ", ".join(kind.en for kind in found.kinds)
    right = document["hearing_right"]
    return f"{found.violation.place('en')}: {words}; {fine}; hearing right: {right}"
