"""New leads at the desk: by hand, from a visit, from an order that wasn't obeyed."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for

from app import clock
from app.desk.forms.leads import LeadForm, filled
from app.desk.reading import page_url
from app.errors import BadInput, refusal_told
from app.models.cases import Case
from app.models.orders import OrderStep
from app.models.register import Institution
from app.models.visits import Visit
from app.queries.cases import escalation_by_public_id
from app.queries.recusals import institutions_named
from app.queries.visits import versions_of, visit_by_public_id
from app.services.lead_prefill import lead_from_escalation, lead_from_version
from app.services.leads import lead_from_order, lead_from_visit, receive_lead
from app.words import gettext as _
from inspections.refusal import Refused


@dataclass(frozen=True, slots=True)
class Source:
    """What a lead comes from: a visit, the escalation of an order, or neither."""

    visit: Visit | None = None
    escalation: OrderStep | None = None

    @property
    def is_record(self) -> bool:
        """Say whether the lead follows from something recorded."""
        return self.visit is not None or self.escalation is not None


def _source() -> Source:
    if visit := request.args.get("visit", ""):
        return Source(visit=visit_by_public_id(g.viewer, visit))
    if step := request.args.get("order_step", ""):
        return Source(escalation=escalation_by_public_id(g.viewer, step))
    return Source()


def new() -> Any:
    """Ask for a lead, filled in with what is known."""
    source = _source()
    if source.visit is not None:
        known = filled(lead_from_version(versions_of(source.visit)[0]))
    elif source.escalation is not None:
        known = filled(lead_from_escalation(source.escalation))
    else:
        named = request.args.get("institution", "")
        known = {"received_on": clock.today(), "institution": named}
    return _page(_form(source, data=known), source)


def _form(source: Source, *arguments: Any, **values: Any) -> LeadForm:
    form = LeadForm(*arguments, **values)
    if source.is_record:
        return form.of_a_record()
    form.for_viewer(g.viewer)
    codes = form["district_code"].codes
    if len(codes) == 1 and not form["district_code"].data:
        form["district_code"].data = codes[0]
    return form


def post_new() -> Any:
    """Enter a lead, or the form again with everything in it."""
    source = _source()
    form = _form(source, request.form)
    institution = None
    sound = form.validate()
    if sound and not source.is_record and form["institution"].data:
        institution = _institution(form)
        sound = institution is not None
    if not sound:
        return _page(form, source), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        case = _enter(form, source, institution)
    except Refused as refused:
        return _page(form, source, refused), HTTPStatus.CONFLICT
    except BadInput as bad:
        for one in bad.fields:
            form.say(one["field"] if one["field"] in form else "title", one["message"])
        if not bad.fields:
            form.say("title", bad.message)
        return _page(form, source), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("The lead is entered."), "jade")
    place = page_url("cases.show", public_id=case.public_id) or url_for("cases.index")
    return redirect(place, HTTPStatus.SEE_OTHER)


def _enter(form: LeadForm, source: Source, institution: Institution | None) -> Case:
    if source.visit is not None:
        known = {"institution": source.visit.site.institution, "site": source.visit.site}
        return lead_from_visit(source.visit, form.lead(**known), actor=g.viewer)
    if source.escalation is not None:
        order = source.escalation.order
        known = {"institution": order.institution, "site": order.site}
        return lead_from_order(source.escalation, form.lead(**known), actor=g.viewer)
    wanted = form.lead(
        scope_code=form["district_code"].data,
        institution=institution,
        site=institution.main_site if institution else None,
    )
    return receive_lead(wanted, actor=g.viewer)


def _institution(form: LeadForm) -> Institution | None:
    found = institutions_named(g.viewer, form["institution"].data or "")
    if len(found) == 1:
        if found[0].scope_code != form["district_code"].data:
            form.say("district_code", _("The institution lies in another district."))
            return None
        return found[0]
    many = _("Several have this name: write the credit code.")
    none = _("No institution of your area has this name or credit code.")
    form.say("institution", many if found else none)
    return None


def _page(form: LeadForm, source: Source, refused: Refused | None = None) -> str:
    return render_template(
        "desk/cases/new.html",
        form=form,
        source=source,
        refusals=[refusal_told(one) for one in refused.refusals] if refused else [],
    )
