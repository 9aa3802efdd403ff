"""The audit trail at the desk: what was done, when, to what; and whether the trail is whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, g, render_template
from flask_babel import LazyString

from app import audit as trail
from app import exports
from app.desk.exporting import export
from app.desk.list_state import state_of
from app.desk.reading import district_name_of, local, reading
from app.queries import audit as queries
from app.queries.paging import ListState
from app.row_security import across_districts
from app.scope import codes_below
from app.services import audit_heads
from app.words import gettext as _
from app.words import language, lazy_gettext, word
from inspections.procedure.stages import STEPS
from inspections.vocabulary import Role

audit = Blueprint("audit", __name__)
audit.context_processor(reading)

DEEDS: Mapping[str, LazyString] = {
    "session.begun": lazy_gettext("Signed in"),
    "session.ended": lazy_gettext("Signed out"),
    "session.refused": lazy_gettext("Sign-in refused"),
    "account.created": lazy_gettext("Account made"),
    "account.disabled": lazy_gettext("Account closed"),
    "account.enrolled": lazy_gettext("Second factor set up"),
    "account.reset_started": lazy_gettext("Password link given out"),
    "account.password_set": lazy_gettext("Password set"),
    "institution.created": lazy_gettext("Institution entered"),
    "institution.edited": lazy_gettext("Institution changed"),
    "institution.absence_decided": lazy_gettext("Decided on a missing institution"),
    "site.added": lazy_gettext("Place added"),
    "site.entered": lazy_gettext("Place on no register entered"),
    "site.closed": lazy_gettext("Place closed"),
    "import.received": lazy_gettext("File received"),
    "import.read_again": lazy_gettext("File read again"),
    "import.discarded": lazy_gettext("Import discarded"),
    "import.purged": lazy_gettext("Unreadable import removed"),
    "import.row_decided": lazy_gettext("Decided on a row"),
    "import.started": lazy_gettext("Import begun"),
    "register.imported": lazy_gettext("Register imported"),
    "calendar.entered": lazy_gettext("Notice of working days entered"),
    "calendar.corrected": lazy_gettext("Notice of working days corrected"),
    "calendar.withdrawn": lazy_gettext("Notice of working days withdrawn"),
    "standard.entered": lazy_gettext("Local instrument entered"),
    "standard.compared": lazy_gettext("Local instrument compared with its text"),
    "standard.withdrawn": lazy_gettext("Local instrument taken down"),
    "evidence.received": lazy_gettext("Evidence received"),
    "evidence.marked": lazy_gettext("Evidence marked as restricted"),
    "evidence.moved": lazy_gettext("Evidence taken over from another form"),
    "evidence.dropped": lazy_gettext("Evidence left out before locking"),
    "evidence.purged": lazy_gettext("Evidence of an unfinished form removed"),
    "evidence.refused": lazy_gettext("A tablet's file refused"),
    "evidence.undecodable": lazy_gettext("A picture can't be shown"),
    "device.enrolled": lazy_gettext("Tablet enrolled"),
    "device.revoked": lazy_gettext("Tablet revoked"),
    "officer_key.registered": lazy_gettext("Officer's key registered on a tablet"),
    "manifest.held": lazy_gettext("Tablet's record kept apart"),
    "manifest.dismissed": lazy_gettext("Tablet's record dismissed"),
    "manifest.entered": lazy_gettext("Tablet's record entered after all"),
    "manifest.replaced": lazy_gettext("Tablet's record replaced by its correction"),
    "scan.stored": lazy_gettext("Scan received"),
    "visit.entered": lazy_gettext("Visit recorded"),
    "visit.amended": lazy_gettext("Visit corrected"),
    "order.drafted": lazy_gettext("Order to correct drafted"),
    "order.edited": lazy_gettext("Draft of an order changed"),
    "order.issued": lazy_gettext("Order to correct issued"),
    "order.served": lazy_gettext("Order to correct served"),
    "order.report_received": lazy_gettext("Institution's report received"),
    "order.extension_asked": lazy_gettext("More time asked for"),
    "order.extension_granted": lazy_gettext("More time granted"),
    "order.extension_refused": lazy_gettext("More time refused"),
    "order.rechecked": lazy_gettext("Order re-checked"),
    "order.closed": lazy_gettext("Order closed"),
    "order.escalated": lazy_gettext("Order escalated to a lead"),
    "order.withdrawn": lazy_gettext("Order withdrawn"),
    "order.set_aside": lazy_gettext("Order set aside"),
    "paper.taken": lazy_gettext("Paper taken as a file"),
    "papers.asked": lazy_gettext("Papers asked for in bulk"),
    "papers.taken": lazy_gettext("Papers taken in bulk"),
    "papers.purged": lazy_gettext("Papers made in bulk removed"),
    "paper.numbered": lazy_gettext("Number given to a paper"),
    "paper.number_voided": lazy_gettext("Number of a paper voided"),
    "sweep.planned": lazy_gettext("Sweep planned"),
    "sweep.changed": lazy_gettext("Plan of a sweep changed"),
    "sweep.drawn": lazy_gettext("Sites of a sweep drawn"),
    "sweep.approved": lazy_gettext("Approval of a sweep entered"),
    "sweep.filed": lazy_gettext("Plan of a sweep filed and published"),
    "sweep.opened": lazy_gettext("Sweep opened"),
    "sweep.extended": lazy_gettext("Sweep extended"),
    "sweep.statement_signed": lazy_gettext("Signed closing statement kept"),
    "sweep.sites_explained": lazy_gettext("Reason written for sites not reached"),
    "recusal.recorded": lazy_gettext("Recusal recorded"),
    "recusal.lifted": lazy_gettext("Recusal lifted"),
    "sweep.closed": lazy_gettext("Sweep closed"),
    "sweep.cancelled": lazy_gettext("Sweep cancelled"),
    "sweep.team_appointed": lazy_gettext("Team appointed"),
    "sweep.team_dissolved": lazy_gettext("Team dissolved"),
    "sweep.shared": lazy_gettext("Sites of a sweep shared out"),
    "sweep.sites_given": lazy_gettext("Sites given to a team"),
    "sweep.site_found": lazy_gettext("Site added to a sweep on the way"),
    "listing.drafted": lazy_gettext("Listing drafted"),
    "listing.edited": lazy_gettext("Listing changed"),
    "listing.proposed": lazy_gettext("Listing proposed"),
    "listing.approved": lazy_gettext("Listing approved"),
    "listing.rejected": lazy_gettext("Listing not approved"),
    "listing.withdrawn": lazy_gettext("Proposal withdrawn"),
    "listing.listed": lazy_gettext("Listing published"),
    "listing.revocation_proposed": lazy_gettext("Setting aside proposed"),
    "listing.removal_proposed": lazy_gettext("Early removal proposed"),
    "listing.kept": lazy_gettext("Listing kept"),
    "listing.removed": lazy_gettext("Removed from the list"),
    "listing.revoked": lazy_gettext("Listing set aside"),
    "listing.expired": lazy_gettext("Listing ran out"),
    "listing.closed": lazy_gettext("Listing closed in public"),
    "listing_list.read": lazy_gettext("List read"),
    "listing_list.imported": lazy_gettext("List taken over"),
    "override.asked": lazy_gettext("Agreement to a large change asked for"),
    "override.confirmed": lazy_gettext("Large change agreed to by two"),
    "override.withdrawn": lazy_gettext("Agreement to a large change taken back"),
    "case.paper_numbered": lazy_gettext("Paper of a case numbered"),
    "case.paper_voided": lazy_gettext("Paper of a case given up"),
    "case.evidence_added": lazy_gettext("Evidence added to a case"),
    "case.evidence_excluded": lazy_gettext("Evidence excluded from a case"),
    "case.custody_noted": lazy_gettext("Custody of evidence noted"),
    "case.lines_saved": lazy_gettext("Receipts and refunds of a case saved"),
    "case.weighed": lazy_gettext("Penalty of a case weighed"),
    "case.step_proposed": lazy_gettext("Step of a case put forward"),
    "case.proposal_settled": lazy_gettext("Proposed step settled"),
    "clock.renewed": lazy_gettext("Deadlines of cases written anew"),
    "case.published": lazy_gettext("Publication of a decision noted"),
    "case.publication_withdrawn": lazy_gettext("Withdrawal of a publication noted"),
    "edition.published": lazy_gettext("Edition published"),
    "list.exported": lazy_gettext("List taken as a file"),
}

# the steps of a case say in their own table what was done
STEPS_OF_CASES = {step.audit_verb: step for step in STEPS.values()}


@audit.get("/desk/audit")
def index() -> Any:
    """List the events of the viewer's area."""
    state = state_of(queries)
    page = queries.audit_page(g.viewer, state)
    if state.format:
        return export(state, "audit", total=page.total, heads=_heads(), rows=_cells(state))
    verbs, kinds = queries.verbs_and_objects(g.viewer)
    codes = sorted(codes_below(g.viewer))
    return render_template(
        "desk/audit/index.html",
        state=state,
        page=page,
        title=_("%(number)s events", number=f"{page.total:,}"),
        verbs=[(verb, deed(verb)) for verb in verbs],
        kinds=[(kind, kind) for kind in kinds],
        district_choices=[(code, district_name_of(code)) for code in codes],
        deed=deed,
        roles_of=roles_of,
    )


def deed(verb: str) -> str:
    """Return what was done in the reader's words; a verb without words stands for itself."""
    of_a_case = STEPS_OF_CASES.get(verb)
    return of_a_case.word(language()) if of_a_case else str(DEEDS.get(verb, verb))


def roles_of(roles: str) -> str:
    """Return the words for the roles kept with an event."""
    known = [Role(role) for role in roles.split(",") if role in set(Role)]
    return _("; ").join(word(role) for role in known)


def _heads() -> list[str]:
    return [
        _("When"),
        _("District"),
        _("Number in the chain"),
        _("What was done"),
        _("Code"),
        _("Kind of object"),
        _("Object"),
        _("Account"),
        _("Roles"),
        _("Hash"),
    ]


def _cells(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    for row in queries.export_rows(g.viewer, state):
        event = row.event
        yield (
            local(event.at).isoformat(timespec="seconds"),
            district_name_of(event.chain),
            event.sequence,
            deed(event.verb),
            event.verb,
            event.object_type,
            event.object_id,
            row.account,
            roles_of(event.roles),
            event.hash,
        )


@audit.get("/desk/audit/verification")
def verification() -> Any:
    """Recompute every chain and compare it with its head and the heads signed earlier."""
    signed = audit_heads.signed()
    with across_districts():
        found = trail.verify(signed)
    return render_template("desk/audit/verification.html", found=found, signed=signed)
