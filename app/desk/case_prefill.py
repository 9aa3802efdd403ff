"""What a case knows already, filled into the form of a step; the day and the outcome never are."""

from app.desk.forms.case_steps import Values, yuan_of
from app.queries.case_page import CaseBundle
from inspections.procedure.entries import fields_for, said_with
from inspections.procedure.facts import Content
from inspections.procedure.said_notice import Charged
from inspections.violations import violations


def known(bundle: CaseBundle, code: str) -> Values:
    """Return the values that the case itself gives for a step."""
    case, facts = bundle.case, bundle.facts
    names = {one.name for one in fields_for(code)}
    officers = [one.public_id for one in (case.first_officer, case.second_officer) if one]
    found: Values = {
        "officers": officers,
        "investigators": officers,
        "proposed_by": _proposer(bundle),
        "violations": list(case.violations),
    }
    if case.party_name and "receiver" in names:
        found["receiver"] = [case.party_name]
    if issubclass(said_with(code), Charged):
        found |= _charged(bundle)
    if code == "close_investigation":
        found |= {"evidence": [str(bundle.counts["evidence"])], "basis": _bases(case.violations)}
    if code == "file" and facts.filing is not None:
        found["investigators"] = [*facts.investigators] or officers
    if code == "record_payment":
        found |= _owed(bundle)
    if code in ("notify_hearing", "hold_hearing") and facts.notice and facts.notice.hearing:
        hearing = facts.notice.hearing
        found |= {"chair": [hearing.chair], "clerk": [hearing.clerk], "place": [hearing.place]}
    return {name: [one for one in some if one] for name, some in found.items() if name in names}


def _proposer(bundle: CaseBundle) -> list[str]:
    """Return who put the next step forward, where somebody has."""
    return [one.person.public_id for one in bundle.proposals[:1]]


def _charged(bundle: CaseBundle) -> Values:
    """Return what was told or discussed before, and the kinds and sums as they were weighed."""
    facts, charges = bundle.facts, bundle.record.weighed.charges
    before = _before(bundle)
    found: Values = {
        "facts": list(before.facts) or _found_facts(bundle),
        "violations": list(before.violations) or list(bundle.case.violations),
        "bases": list(before.bases) or _bases(bundle.case.violations),
        "heavier_grounds": list(before.heavier_grounds),
    }
    if charges:
        kinds = sorted({kind.value for one in charges for kind in one.kinds})
        fine = sum(one.fine_fen or 0 for one in charges)
        taken = sum(one.confiscated_fen or 0 for one in charges)
        found["violations"] = list(dict.fromkeys(one.violation for one in charges))
        found["bases"] = list(before.bases) or _bases(found["violations"])
    else:
        kinds = [kind.value for kind in before.kinds]
        fine, taken = before.fine_fen, before.confiscate_fen
    found["kinds"] = kinds
    found["fine_fen"] = [yuan_of(fine)] if fine else []
    found["confiscate_fen"] = [yuan_of(taken)] if taken else []
    if before.restricted_months:
        found["restricted_months"] = [str(before.restricted_months)]
    if facts.notice is not None and before.restricted_for_good:
        found["restricted_for_good"] = ["yes"]
    return found


def _before(bundle: CaseBundle) -> Content:
    """Return the newest content: of the notice, else of the discussion."""
    facts = bundle.facts
    if facts.notice is not None:
        return facts.notice.content
    return facts.discussions[-1].content if facts.discussions else Content()


def _found_facts(bundle: CaseBundle) -> list[str]:
    report = bundle.facts.report
    return [line for line in report.facts.splitlines() if line.strip()] if report else []


def _bases(codes: list[str]) -> list[str]:
    """Return the article of each violation; papers are Chinese, whoever reads the page."""
    known_ones = violations()
    return [known_ones[code].place("zh") for code in codes if code in known_ones]


def _owed(bundle: CaseBundle) -> Values:
    """Return what is still to be paid of fine and gains, and of the surcharge."""
    facts = bundle.facts
    if facts.decision is None:
        return {}
    content = facts.decision.content
    left = content.fine_fen + content.confiscate_fen - facts.performance.paid_fen
    open_fen = facts.performance.surcharge_open_fen
    return {
        "paid_fen": [yuan_of(left)] if left > 0 else [],
        "surcharge_paid_fen": [yuan_of(open_fen)] if open_fen > 0 else [],
    }
