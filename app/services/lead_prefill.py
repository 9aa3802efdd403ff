"""What a lead would say of a visit or of an order that wasn't obeyed: the form's first filling."""

from app.models.orders import OrderStep
from app.models.visits import VisitVersion
from app.services.leads import NewLead
from app.services.order_prefill import order_from
from inspections.procedure.terms import LeadSource
from inspections.violations import violations


def lead_from_version(version: VisitVersion) -> NewLead:
    """Return the lead that the findings of a visit suggest; the officer decides what stays."""
    visit, order = version.visit, order_from(version)
    codes = tuple(dict.fromkeys(item.violation for item in order.items if item.violation))
    titles = [violations()[code].title("zh") for code in codes[:1]]
    return NewLead(
        title="".join((order.party_name, "涉嫌" if titles else "", *titles))[:200],
        source=LeadSource.INSPECTION,
        summary="\n".join(item.wrong for item in order.items if item.wrong),
        received_on=version.happened_on,
        scope_code=visit.scope_code,
        party_name=order.party_name or None,
        party_type=order.party_type,
        party_code=order.party_code,
        party_representative=order.party_representative,
        party_address=order.party_address,
        party_phone=order.party_phone,
        violations=codes,
        acted_until=version.happened_on,
        discovered_on=version.happened_on,
        institution=visit.site.institution,
        site=visit.site,
    )


def lead_from_escalation(step: OrderStep) -> NewLead:
    """Return the lead that an order suggests which wasn't obeyed."""
    order = step.order
    codes = tuple(dict.fromkeys(item.violation for item in order.items if item.violation))
    return NewLead(
        title=f"{order.party_name}逾期未改正"[:200],
        source=LeadSource.ORDER,
        summary="\n".join((*(item.wrong for item in order.items), step.reason or "")).strip(),
        received_on=step.happened_on,
        scope_code=order.scope_code,
        party_name=order.party_name,
        party_type=order.party_type,
        party_code=order.party_code,
        party_representative=order.party_representative,
        party_address=order.party_address,
        party_phone=order.party_phone,
        violations=codes,
        acted_until=order.visit.happened_on,
        discovered_on=order.visit.happened_on,
        institution=order.institution,
        site=order.site,
    )
