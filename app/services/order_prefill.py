"""What an order to correct would say of a visit's findings: the form's first filling."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import VisitVersion
from app.services.order_drafts import NewItem, NewOrder
from inspections.checklists import Finding, GivenAnswer, checklist_on, findings
from inspections.licences import standing_on
from inspections.order_rules import RUNNING_WITHOUT_APPROVAL
from inspections.sources import sources
from inspections.violations import violations
from inspections.vocabulary import LegalForm, OrderVariant, PartyType, Standing

CORRECTED = "按规定改正，做到：{question}。"
STOPPED = "立即停止未经批准的培训活动。"
RECHECK_LATER = (
    "改正期限届满后，由本机关两名以上执法人员到现场逐项复查；"
    "提前改正完毕的，可以提交整改报告，申请提前复查。"
)
RECHECK_ANY_TIME = "由本机关两名以上执法人员随时到现场复查。"


def order_from(version: VisitVersion) -> NewOrder:
    """Return the order that the findings of a visit suggest; the officer decides what stays."""
    site, day = version.visit.site, version.happened_on
    found = findings(
        checklist_on(day, emergency=True),
        {one.item: GivenAnswer(one.answer, one.seen or "") for one in version.answers},
        day,
    )
    variant = _variant(site, found, day)
    items = [_item(finding, variant) for finding in found]
    if version.other_findings:
        items.append(NewItem(version.other_findings, "", ""))
    stops = variant is OrderVariant.STOP_AT_ONCE
    return NewOrder(
        variant=variant,
        items=tuple(items),
        due_on=None,
        recheck_how=RECHECK_ANY_TIME if stops else RECHECK_LATER,
        **_party(site),
    )


def _variant(site: Site, found: Sequence[Finding], day: date) -> OrderVariant:
    """Return "stop at once" for who has no licence and seems to run without approval."""
    institution = site.institution
    licensed = (
        institution is not None and standing_on(institution.licence, day) is Standing.LICENSED
    )
    suspected = any(RUNNING_WITHOUT_APPROVAL in finding.item.violations for finding in found)
    return OrderVariant.STOP_AT_ONCE if suspected and not licensed else OrderVariant.CORRECT


def _item(finding: Finding, variant: OrderVariant) -> NewItem:
    item, known = finding.item, violations()
    codes = [code for code in item.violations if known[code] in finding.suspected]
    first = codes[0] if codes else ""
    places = [_named(sources()[one.source].short("zh")) + one.zh for one in item.basis]
    if first:
        violation = known[first]
        name = sources()[violation.law].short("zh")
        places.append(_named(name) + violation.place("zh").removeprefix(name))
    stops = variant is OrderVariant.STOP_AT_ONCE and first == RUNNING_WITHOUT_APPROVAL
    return NewItem(
        wrong=finding.seen,
        rule="、".join(dict.fromkeys(places)),
        to_correct=STOPPED if stops else CORRECTED.format(question=item.question("zh")),
        checklist_item=item.code,
        violation=first,
    )


def _named(instrument: str) -> str:
    """Return a law in its brackets; the number of a document has none."""
    return instrument if instrument.endswith("号") else f"《{instrument}》"


def _party(site: Site) -> dict[str, Any]:
    institution = site.institution
    if institution is None:
        return {"party_name": site.label or "", "party_address": site.address}
    return {
        "party_name": institution.name,
        "party_type": _type(institution),
        "party_code": institution.credit_code,
        "party_representative": institution.organiser,
        "party_address": site.address,
        "party_phone": institution.phone,
    }


def _type(institution: Institution) -> PartyType | None:
    if institution.legal_form is LegalForm.SELF_EMPLOYED:
        return PartyType.SELF_EMPLOYED
    known = (LegalForm.FOR_PROFIT, LegalForm.NON_PROFIT)
    return PartyType.ORGANISATION if institution.legal_form in known else None
