"""The pages of one case: facts and penalty, parties, evidence, papers, log, "would this stand?"."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.audit import deed
from app.desk.case_steps import values_told
from app.desk.case_view import days_of_act, page_of
from app.desk.case_words import short_day
from app.desk.posted import whole_number
from app.errors import BadInput, Conflict, refusal_told
from app.models.case_evidence import CaseWeighing
from app.permissions import may_open
from app.queries.case_listings import listing_of_case
from app.queries.case_page import (
    EVENTS_A_PAGE,
    CaseBundle,
    case_bundle,
    events_of_case,
    proposal_by_public_id,
)
from app.queries.cases import case_by_public_id
from app.services.case_proposals import approve_proposal, reject_proposal
from app.services.case_weighing import lines_of
from app.words import gettext as _
from app.words import language, word
from inspections.illegal_gains import gains_from
from inspections.procedure.entries import fields_for
from inspections.procedure.judging import Lack, refusals, would_this_stand
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import Outcome
from inspections.refusal import Refused
from inspections.violations import elements


@dataclass(frozen=True, slots=True)
class ShownLack:
    """Something that would not stand: what, by which article, where it is mended."""

    told: dict[str, Any]
    on: str
    mend: str
    mend_url: str
    is_remark: bool


def bundle_of(public_id: str) -> CaseBundle:
    """Return the case that an address names."""
    return case_bundle(g.viewer, public_id, clock.today())


def show(public_id: str) -> Any:
    """Show the case, what it is about and how its penalty is weighed."""
    bundle = bundle_of(public_id)
    lines = lines_of(bundle.case)
    return render_template(
        "desk/cases/show.html",
        **page_of(bundle, g.viewer, "show"),
        days=days_of_act(bundle.case),
        penalty_url=url_for("case_penalty.show", public_id=public_id),
        listing_offer=_listing_offer(bundle),
        gains=gains_from(lines) if lines else None,
        weighed=[_weighed(row) for row in bundle.weighing],
        story=[(row, STEPS[row.step].word(language()), _said(row)) for row in bundle.case.steps],
    )


def _listing_offer(bundle: CaseBundle) -> dict[str, Any] | None:
    """Return the entry that rests on the decision, or the way to draft one."""
    case = bundle.case
    served = bundle.facts.latest("serve_decision") is not None
    is_penalty = case.outcome is Outcome.PENALTY and bool(case.decision_number)
    if not (served and is_penalty and case.institution):
        return None
    listing = listing_of_case(case)
    if listing is not None:
        url = url_for("blacklist.show", public_id=listing.public_id)
        return {"url": url, "state": word(listing.state)}
    if not may_open(g.viewer, "blacklist.new"):
        return None
    new = url_for("blacklist.new", institution=case.institution.public_id, case=case.public_id)
    return {"url": "", "new": new}


def _weighed(row: CaseWeighing) -> dict[str, Any]:
    known = elements()
    spoken = language()
    return {
        "row": row,
        "elements": [
            (known[code].en if spoken == "en" else known[code].zh)
            for code in row.elements
            if code in known
        ],
    }


def _said(row: Any) -> list[tuple[str, str]]:
    """Return what was said with a step, in words."""
    said = row.entry.get("said") or {}
    told = []
    for one in fields_for(row.step):
        value = said.get(one.name)
        if value in (None, "", [], 0, False) or one.name not in said:
            continue
        told.append((one.word(language()), _told(one, value)))
    return told


def _told(one: Any, value: Any) -> str:
    terms = {term.value: term.word(language()) for term in one.term or ()}
    if one.kind.value == "fen":
        return f"¥{value / 100:,.2f}"
    if value is True:
        return _("Yes")
    many = value if isinstance(value, list) else [value]
    return "\n".join(terms.get(str(part), str(part)) for part in many)


def parties(public_id: str) -> Any:
    """Show who the case is against, and which departments decide together."""
    bundle = bundle_of(public_id)
    return render_template(
        "desk/cases/parties.html",
        **page_of(bundle, g.viewer, "parties"),
        joint=[row for row in bundle.weighing if row.joint_department],
        names={one.person: one.name for one in bundle.colleagues},
    )


def log(public_id: str) -> Any:
    """Show what was done on the case, by whom: its part of the audit trail."""
    bundle = bundle_of(public_id)
    total = bundle.counts["log"]
    pages = max((total + EVENTS_A_PAGE - 1) // EVENTS_A_PAGE, 1)
    asked = whole_number(request.args.get("page", ""), otherwise=1)
    page = min(max(asked, 1), pages)
    rows = events_of_case(bundle.case, page=page)
    pager = {"page": page, "pages": pages, "total": total, "per_page": EVENTS_A_PAGE}
    return render_template(
        "desk/cases/log.html",
        **page_of(bundle, g.viewer, "log"),
        events=[(event, deed(event.verb), name) for event, name in rows],
        pager=pager,
    )


def stand(public_id: str) -> Any:
    """List everything for which the case would not stand, each with the step that mends it."""
    bundle = bundle_of(public_id)
    lacks = [_lack(one, bundle) for one in would_this_stand(bundle.facts)]
    return render_template(
        "desk/cases/stand.html",
        **page_of(bundle, g.viewer, "stand"),
        lacks=[one for one in lacks if not one.is_remark],
        remarks=[one for one in lacks if one.is_remark],
    )


def _lack(lack: Lack, bundle: CaseBundle) -> ShownLack:
    step = STEPS[lack.mended_by]
    acted = ""
    if lack.act is not None:
        day = short_day(lack.act.happened_on, clock.today())
        acted = f"{STEPS[lack.act.step].word(language())}, {day}"
    is_open = bundle.facts.state in step.from_states and not refusals(step, bundle.facts)
    url = url_for("cases.step", public_id=bundle.case.public_id, code=step.code)
    return ShownLack(
        told=refusal_told(lack.refusal),
        on=acted,
        mend=step.word(language()),
        mend_url=url if is_open else "",
        is_remark=lack.is_remark,
    )


def proposal(public_id: str, proposal_id: str) -> Any:
    """Show a step that was put forward, as the one who approves reads it."""
    return _proposal_page(bundle_of(public_id), proposal_id)


def _proposal_page(
    bundle: CaseBundle,
    proposal_id: str,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    errors: dict[str, str] | None = None,
    against: Sequence[dict[str, Any]] = (),
    overtaken: bool = False,
) -> Any:
    row = proposal_by_public_id(bundle.case, proposal_id)
    rendered = render_template(
        "desk/cases/proposal.html",
        **page_of(bundle, g.viewer, "proposal"),
        row=row,
        step_word=STEPS[row.step].word(language()),
        told=values_told(row, bundle.colleagues),
        errors=errors or {},
        refused=against,
        overtaken=overtaken or row.case_version != bundle.case.version,
        is_own=row.person_id == g.viewer.person_id,
    )
    return rendered, status


def approve(public_id: str, proposal_id: str) -> Any:
    """Approve what was put forward: the step is taken."""
    case = case_by_public_id(g.viewer, public_id)
    row = proposal_by_public_id(case, proposal_id)
    try:
        approve_proposal(row, seen=request.form.get("seen", ""), actor=g.viewer)
    except Refused as refused:
        told = [refusal_told(one) for one in refused.refusals]
        return _proposal_page(bundle_of(public_id), proposal_id, HTTPStatus.CONFLICT, against=told)
    except Conflict:
        return _proposal_page(
            bundle_of(public_id), proposal_id, HTTPStatus.CONFLICT, overtaken=True
        )
    flash(_("Approved and recorded: %(step)s", step=STEPS[row.step].word(language())), "success")
    return redirect(url_for("cases.show", public_id=public_id), HTTPStatus.SEE_OTHER)


def reject(public_id: str, proposal_id: str) -> Any:
    """Don't approve what was put forward, or take one's own back; with a reason."""
    case = case_by_public_id(g.viewer, public_id)
    row = proposal_by_public_id(case, proposal_id)
    try:
        reject_proposal(row, reason=request.form.get("reason", ""), actor=g.viewer)
    except BadInput as bad:
        errors = {one["field"]: one["message"] for one in bad.fields}
        return _proposal_page(
            bundle_of(public_id), proposal_id, HTTPStatus.UNPROCESSABLE_ENTITY, errors=errors
        )
    flash(_("Not approved. The reason is kept with the case."), "success")
    return redirect(url_for("cases.show", public_id=public_id), HTTPStatus.SEE_OTHER)
