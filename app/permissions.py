"""Who may open what: one table, endpoint and method to access; no row, no entry.

Roles combine in small offices as far as `inspections/roles.py` lets them; the separation of
persons is checked for each object by the rules and by the database, not here.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask import Flask

from app.access import Viewer
from app.errors import Forbidden
from inspections.procedure.stages import STEPS
from inspections.roles import CONTENT
from inspections.vocabulary import Role

MEGABYTE = 1024 * 1024
READ = ("GET", "HEAD")


class Scope(StrEnum):
    """How far an endpoint reaches."""

    PUBLIC = "public"
    OWN = "own"
    SUBTREE = "subtree"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Access:
    """What one endpoint asks of the one who calls it with one method.

    `roles` None means everybody, an empty set everybody who is signed in. `step_up` asks for a
    password or code given in the last five minutes. `body_limit` is in bytes. `by_device` means
    that a tablet's signature says who asks: no cookie is looked at, and the call commits itself.
    """

    roles: frozenset[Role] | None
    scope: Scope
    step_up: bool = False
    body_limit: int = MEGABYTE
    by_device: bool = False


EVERYBODY = Access(None, Scope.PUBLIC)
SIGNED_IN = Access(frozenset(), Scope.OWN)
BY_DEVICE = Access(None, Scope.SUBTREE, by_device=True)
SENDS_FILES = Access(None, Scope.SUBTREE, body_limit=25 * MEGABYTE, by_device=True)


def allow(*roles: Role, step_up: bool = False, megabytes: int = 1) -> Access:
    """Return access for holders of one of `roles`, within their own area."""
    return Access(frozenset(roles), Scope.SUBTREE, step_up, megabytes * MEGABYTE)


READS_CONTENT = allow(*CONTENT)
READS_PEOPLE = allow(*CONTENT, Role.ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
KEEPS_REGISTER = (Role.OFFICER, Role.APPROVER)
ENTERS_VISITS = (Role.INSPECTOR, Role.OFFICER)
# who decides on tablets, and on records that weren't entered
MANAGES_TABLETS = (Role.OFFICER, Role.APPROVER, Role.LEADER)
# a leader at the city brings in the whole city's register
IMPORTERS = (Role.OFFICER, Role.APPROVER, Role.LEADER)
IMPORTS = allow(*IMPORTERS)
DRAFTS_ORDERS = (Role.INSPECTOR, Role.OFFICER, Role.APPROVER)
ISSUES_ORDERS = (Role.OFFICER, Role.APPROVER)
DECIDES_ON_ORDERS = (Role.APPROVER, Role.LEADER)
# who works on cases, who weighs their law, who decides; what a head signed on paper is entered by
# somebody without a part in the case, whatever the role
HANDLES_CASES = (Role.OFFICER,)
ENTERS_LEADS = (Role.INSPECTOR, Role.OFFICER, Role.APPROVER)
HOLDS_HEARINGS = (Role.OFFICER, Role.REVIEWER)
DISCUSSES = (Role.OFFICER, Role.APPROVER, Role.LEADER)
DECIDES_CASES = (Role.OFFICER, Role.REVIEWER, Role.APPROVER, Role.LEADER)
CASE_DEEDS: dict[str, tuple[Role, ...]] = {
    "receive_lead": ENTERS_LEADS,
    "record_investigation": (Role.INSPECTOR, Role.OFFICER),
    "discuss": DISCUSSES,
    **dict.fromkeys(("notify_hearing", "hold_hearing", "report_hearing"), HOLDS_HEARINGS),
    **dict.fromkeys(
        ("pass_legal_review", "ask_for_amendment", "return_from_review"), (Role.REVIEWER,)
    ),
    **dict.fromkeys(
        (
            "take_over",
            "file",
            "refuse_filing",
            "transfer_out",
            "preserve_evidence",
            "decide_recusal",
            "withdraw_filing",
            "decline_crime_transfer",
            "decide_crime_transfer",
            "approve_crime_transfer",
            "decide_penalty",
            "decide_no_penalty",
            "decide_not_established",
            "approve_payment_plan",
            "apply_to_court",
            "redo_after_remedy",
            "close",
        ),
        DECIDES_CASES,
    ),
}
PLANS_SWEEPS = (Role.OFFICER, Role.APPROVER, Role.LEADER)
SIGNS_SWEEPS = (Role.APPROVER, Role.LEADER)
# for the whole bureau, as the service asks besides: the calendar holds in every district
KEEPS_CALENDAR = allow(Role.OFFICER, Role.APPROVER, Role.LEADER)
KEEPS_STANDARDS = allow(Role.OFFICER, Role.APPROVER, Role.LEADER)
PROPOSES = allow(Role.OFFICER, Role.APPROVER)
PROPOSES_AN_ENDING = allow(Role.OFFICER, Role.APPROVER, megabytes=26)
DECIDES = allow(Role.APPROVER, Role.LEADER, step_up=True)
# to a large change of the list: two more persons than the one who publishes it
AGREES = allow(Role.APPROVER, Role.LEADER, Role.PUBLISHER)
AGREES_FINALLY = allow(Role.APPROVER, Role.LEADER, Role.PUBLISHER, step_up=True)


def _case_steps() -> dict[tuple[str, str], Access]:
    """Return a row for each step of a case; what is decided asks for the password again."""
    rows = {}
    for code in STEPS:
        roles = CASE_DEEDS.get(code, HANDLES_CASES)
        rows[f"cases.{code}", "POST"] = allow(*roles, step_up=roles is DECIDES_CASES, megabytes=210)
    return rows


ACCESS: dict[tuple[str, str], Access] = {
    **_case_steps(),
    ("cases.index", "GET"): READS_CONTENT,
    ("cases.due", "GET"): READS_CONTENT,
    ("cases.new", "GET"): allow(*ENTERS_LEADS),
    ("cases.post_new", "POST"): allow(*ENTERS_LEADS),
    ("cases.paper", "GET"): allow(*DECIDES_CASES),
    ("cases.post_paper", "POST"): allow(*DECIDES_CASES, megabytes=30),
    ("cases.paper_sheet", "GET"): allow(*DECIDES_CASES),
    ("cases.post_paper_sheet", "POST"): allow(*DECIDES_CASES, megabytes=210),
    ("cases.paper_template", "GET"): allow(*DECIDES_CASES),
    ("account.sign_in", "GET"): EVERYBODY,
    ("account.post_sign_in", "POST"): EVERYBODY,
    ("account.second_factor", "GET"): SIGNED_IN,
    ("account.post_second_factor", "POST"): SIGNED_IN,
    ("account.enrol", "GET"): SIGNED_IN,
    ("account.post_enrol", "POST"): SIGNED_IN,
    ("account.step_up", "GET"): SIGNED_IN,
    ("account.post_step_up", "POST"): SIGNED_IN,
    ("account.sign_out", "POST"): SIGNED_IN,
    ("desk.home", "GET"): SIGNED_IN,
    ("health.healthz", "GET"): EVERYBODY,
    ("static", "GET"): EVERYBODY,
    ("jobs.show", "GET"): SIGNED_IN,
    ("papers.batch", "GET"): READS_CONTENT,
    ("papers.batch_file", "GET"): READS_CONTENT,
    ("map.show", "GET"): READS_CONTENT,
    ("map.places", "GET"): READS_CONTENT,
    ("map.script", "GET"): READS_CONTENT,
    ("calendar.show", "GET"): READS_CONTENT,
    ("calendar.new", "GET"): KEEPS_CALENDAR,
    ("calendar.enter", "POST"): KEEPS_CALENDAR,
    ("calendar.correct", "GET"): KEEPS_CALENDAR,
    ("calendar.post_correct", "POST"): KEEPS_CALENDAR,
    ("calendar.withdrawal", "GET"): KEEPS_CALENDAR,
    ("calendar.withdraw", "POST"): KEEPS_CALENDAR,
    ("case_penalty.show", "GET"): READS_CONTENT,
    ("case_penalty.weigh", "POST"): allow(*HANDLES_CASES, megabytes=21),
    ("case_penalty.drop", "POST"): allow(*HANDLES_CASES),
    ("penalties.index", "GET"): READS_CONTENT,
    ("penalties.show", "GET"): READS_CONTENT,
    ("penalties.calculator", "GET"): READS_CONTENT,
    ("penalties.calculate", "POST"): allow(*CONTENT, megabytes=21),
    ("penalties.standards", "GET"): READS_CONTENT,
    ("penalties.new_standard", "GET"): KEEPS_STANDARDS,
    ("penalties.enter_standard", "POST"): KEEPS_STANDARDS,
    ("penalties.compare_standard", "POST"): KEEPS_STANDARDS,
    ("penalties.withdraw_standard", "POST"): KEEPS_STANDARDS,
    ("people.index", "GET"): READS_PEOPLE,
    ("people.show", "GET"): READS_PEOPLE,
    ("people.new", "GET"): allow(Role.ADMIN),
    ("people.create", "POST"): allow(Role.ADMIN, step_up=True),
    ("people.reset", "POST"): allow(Role.ADMIN, step_up=True),
    ("people.disable", "POST"): allow(Role.ADMIN, step_up=True),
    ("people.welcome", "GET"): EVERYBODY,
    ("people.set_password", "POST"): EVERYBODY,
    ("audit.index", "GET"): allow(Role.AUDITOR),
    ("audit.verification", "GET"): allow(Role.AUDITOR),
    ("register.index", "GET"): READS_CONTENT,
    ("register.show", "GET"): READS_CONTENT,
    ("register.new", "GET"): allow(*KEEPS_REGISTER),
    ("register.create", "POST"): allow(*KEEPS_REGISTER),
    ("register.edit", "GET"): allow(*KEEPS_REGISTER),
    ("register.update", "POST"): allow(*KEEPS_REGISTER),
    ("register.new_site", "GET"): allow(*KEEPS_REGISTER),
    ("register.create_site", "POST"): allow(*KEEPS_REGISTER),
    ("register.close_site", "POST"): allow(*KEEPS_REGISTER),
    ("blacklist.index", "GET"): READS_CONTENT,
    ("blacklist.publish", "POST"): allow(Role.PUBLISHER, step_up=True),
    ("blacklist.edition", "GET"): READS_CONTENT,
    ("blacklist.ask_override", "POST"): AGREES,
    ("blacklist.confirm_override", "POST"): AGREES_FINALLY,
    ("blacklist.withdraw_override", "POST"): AGREES,
    ("blacklist.import_list", "GET"): IMPORTS,
    ("blacklist.post_import", "POST"): allow(*IMPORTERS, megabytes=20),
    ("blacklist.show_import", "GET"): IMPORTS,
    ("blacklist.write_import", "POST"): IMPORTS,
    ("blacklist.new", "GET"): PROPOSES,
    ("blacklist.post_new", "POST"): allow(Role.OFFICER, Role.APPROVER, megabytes=26),
    ("blacklist.show", "GET"): READS_CONTENT,
    ("blacklist.scan", "GET"): READS_CONTENT,
    ("blacklist.edit", "GET"): PROPOSES,
    ("blacklist.post_edit", "POST"): allow(Role.OFFICER, Role.APPROVER, megabytes=26),
    ("blacklist.propose", "POST"): PROPOSES,
    ("blacklist.approve", "POST"): DECIDES,
    ("blacklist.reject", "POST"): DECIDES,
    ("blacklist.withdraw", "POST"): PROPOSES,
    ("blacklist.propose_revocation", "POST"): PROPOSES_AN_ENDING,
    ("blacklist.propose_removal", "POST"): PROPOSES_AN_ENDING,
    ("blacklist.keep", "POST"): allow(Role.OFFICER, Role.APPROVER, Role.LEADER),
    ("blacklist.ending_scan", "GET"): READS_CONTENT,
    ("blacklist.revoke", "POST"): DECIDES,
    ("blacklist.remove", "POST"): DECIDES,
    ("orders.index", "GET"): READS_CONTENT,
    ("orders.show", "GET"): READS_CONTENT,
    ("orders.paper", "GET"): READS_CONTENT,
    ("orders.print_papers", "POST"): allow(*CONTENT, step_up=True),
    ("orders.recheck_record", "GET"): READS_CONTENT,
    ("orders.paper_pdf", "GET"): READS_CONTENT,
    ("orders.paper_docx", "GET"): READS_CONTENT,
    ("orders.recheck_record_pdf", "GET"): READS_CONTENT,
    ("orders.recheck_record_docx", "GET"): READS_CONTENT,
    ("orders.new", "GET"): allow(*DRAFTS_ORDERS),
    ("orders.post_new", "POST"): allow(*DRAFTS_ORDERS),
    ("orders.edit", "GET"): allow(*DRAFTS_ORDERS),
    ("orders.post_edit", "POST"): allow(*DRAFTS_ORDERS),
    ("orders.issue", "POST"): allow(*ISSUES_ORDERS),
    ("orders.serve", "POST"): allow(*DRAFTS_ORDERS, megabytes=210),
    ("orders.receive_report", "POST"): allow(*DRAFTS_ORDERS, megabytes=210),
    ("orders.ask_extension", "POST"): allow(*DRAFTS_ORDERS, megabytes=210),
    ("orders.grant_extension", "POST"): allow(*DECIDES_ON_ORDERS),
    ("orders.refuse_extension", "POST"): allow(*DECIDES_ON_ORDERS),
    ("orders.close", "POST"): allow(*ISSUES_ORDERS),
    ("orders.escalate", "POST"): allow(*ISSUES_ORDERS),
    ("orders.withdraw", "POST"): allow(*ISSUES_ORDERS),
    ("orders.set_aside", "POST"): allow(*DECIDES_ON_ORDERS, step_up=True),
    ("cases.show", "GET"): READS_CONTENT,
    ("cases.parties", "GET"): READS_CONTENT,
    ("cases.evidence", "GET"): READS_CONTENT,
    ("cases.papers", "GET"): READS_CONTENT,
    ("cases.paper_pdf", "GET"): READS_CONTENT,
    # with every scan in it, also those that few may see
    ("cases.file_pdf", "GET"): allow(Role.OFFICER, Role.REVIEWER, Role.APPROVER),
    ("cases.paper_docx", "GET"): READS_CONTENT,
    ("cases.log", "GET"): READS_CONTENT,
    ("cases.stand", "GET"): READS_CONTENT,
    ("cases.step", "GET"): READS_CONTENT,
    ("cases.proposal", "GET"): READS_CONTENT,
    ("cases.add_evidence", "POST"): allow(Role.INSPECTOR, Role.OFFICER, megabytes=26),
    ("cases.bring_visit", "POST"): allow(Role.INSPECTOR, Role.OFFICER),
    ("cases.note_custody", "POST"): allow(Role.INSPECTOR, Role.OFFICER),
    ("cases.exclude_evidence", "POST"): allow(Role.INSPECTOR, Role.OFFICER),
    ("cases.number_paper", "POST"): allow(*DECIDES_CASES),
    ("cases.void_paper", "POST"): allow(*DECIDES_CASES),
    ("cases.propose", "POST"): allow(Role.OFFICER, Role.APPROVER),
    ("cases.approve_proposal", "POST"): allow(Role.APPROVER, Role.LEADER, step_up=True),
    ("cases.reject_proposal", "POST"): allow(*DECIDES_CASES),
    ("recusals.index", "GET"): allow(*PLANS_SWEEPS),
    ("recusals.create", "POST"): allow(*SIGNS_SWEEPS),
    ("recusals.lift", "POST"): allow(*SIGNS_SWEEPS),
    ("sweeps.index", "GET"): READS_CONTENT,
    ("sweeps.new", "GET"): allow(*PLANS_SWEEPS),
    ("sweeps.create", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.show", "GET"): READS_CONTENT,
    ("sweeps.edit", "GET"): allow(*PLANS_SWEEPS),
    ("sweeps.update", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.statement", "GET"): READS_CONTENT,
    ("sweeps.paper", "GET"): READS_CONTENT,
    ("sweeps.places", "GET"): READS_CONTENT,
    ("sweeps.approve", "POST"): allow(*SIGNS_SWEEPS, step_up=True, megabytes=26),
    ("sweeps.extend", "POST"): allow(*SIGNS_SWEEPS, step_up=True, megabytes=26),
    ("sweeps.extension_paper", "GET"): READS_CONTENT,
    ("sweeps.closing", "GET"): READS_CONTENT,
    ("sweeps.sign", "POST"): allow(*SIGNS_SWEEPS, megabytes=26),
    ("sweeps.signed", "GET"): READS_CONTENT,
    ("sweeps.note_publication", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.open", "POST"): allow(*SIGNS_SWEEPS, step_up=True),
    ("sweeps.close", "POST"): allow(*SIGNS_SWEEPS, step_up=True),
    ("sweeps.cancel", "POST"): allow(*SIGNS_SWEEPS, step_up=True),
    ("sweeps.teams", "GET"): READS_CONTENT,
    ("sweeps.appoint", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.dissolve", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.share", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.give", "POST"): allow(*PLANS_SWEEPS),
    ("sweeps.board", "GET"): allow(*PLANS_SWEEPS),
    ("sweeps.explain", "POST"): allow(Role.INSPECTOR, *PLANS_SWEEPS),
    ("sweeps.sites", "GET"): READS_CONTENT,
    ("visits.index", "GET"): READS_CONTENT,
    ("visits.show", "GET"): READS_CONTENT,
    ("visits.print_papers", "POST"): allow(*CONTENT, step_up=True),
    ("visits.record_pdf", "GET"): READS_CONTENT,
    ("visits.record_docx", "GET"): READS_CONTENT,
    ("visits.new", "GET"): allow(*ENTERS_VISITS),
    ("visits.post_new", "POST"): allow(*ENTERS_VISITS, megabytes=600),
    ("visits.new_place", "GET"): allow(*ENTERS_VISITS),
    ("visits.post_new_place", "POST"): allow(*ENTERS_VISITS),
    ("visits.amend", "GET"): allow(*ENTERS_VISITS),
    ("visits.post_amend", "POST"): allow(*ENTERS_VISITS, megabytes=600),
    ("files.show", "GET"): READS_CONTENT,
    ("tablets.index", "GET"): READS_CONTENT,
    ("tablets.show", "GET"): READS_CONTENT,
    ("tablets.revoke", "POST"): allow(*MANAGES_TABLETS),
    ("tablets.held", "GET"): allow(*MANAGES_TABLETS),
    ("tablets.held_record", "GET"): allow(*MANAGES_TABLETS),
    ("tablets.dismiss", "POST"): allow(*MANAGES_TABLETS),
    ("tablets.enter", "POST"): allow(*MANAGES_TABLETS),
    ("tablets.import_file", "GET"): allow(*MANAGES_TABLETS),
    ("tablets.post_import", "POST"): allow(*MANAGES_TABLETS, megabytes=150),
    ("tablet.shell", "GET"): EVERYBODY,
    ("tablet.worker", "GET"): EVERYBODY,
    ("tablet.web_manifest", "GET"): EVERYBODY,
    ("tablet_api.session", "GET"): SIGNED_IN,
    ("tablet_api.enrol", "POST"): allow(*ENTERS_VISITS),
    ("tablet_api.register_officer", "POST"): allow(*ENTERS_VISITS),
    ("tablet_api.round", "GET"): BY_DEVICE,
    ("tablet_api.register", "GET"): BY_DEVICE,
    ("tablet_api.visit", "GET"): BY_DEVICE,
    ("tablet_api.put_visit", "PUT"): BY_DEVICE,
    ("tablet_api.put_photo", "PUT"): SENDS_FILES,
    ("imports.index", "GET"): IMPORTS,
    ("imports.new", "GET"): IMPORTS,
    ("imports.post_new", "POST"): allow(*IMPORTERS, megabytes=205),
    ("imports.show", "GET"): IMPORTS,
    ("imports.decide", "POST"): IMPORTS,
    ("imports.write", "POST"): IMPORTS,
    ("imports.read", "POST"): IMPORTS,
    ("imports.discard", "POST"): IMPORTS,
    ("imports.decide_absence", "POST"): IMPORTS,
    ("imports.report", "GET"): IMPORTS,
}


def access_for(endpoint: str, method: str) -> Access | None:
    """Return the row for an endpoint and method; HEAD reads as GET does."""
    return ACCESS.get((endpoint, "GET" if method == "HEAD" else method))


def may_open(viewer: Viewer, endpoint: str, method: str = "GET") -> bool:
    """Say whether a page is worth a link: the viewer holds a role that opens it."""
    access = access_for(endpoint, method)
    return access is not None and (not access.roles or viewer.holds(*access.roles))


def require_permission(viewer: Viewer, permission: str) -> None:
    """Raise `Forbidden` unless the viewer's roles allow the act.

    An act with a row is a person's: the system, which holds every role, is refused. One without
    a row, such as a listing that expires, is the system's own.
    """
    access = access_for(permission, "POST")
    if access is None:
        if not viewer.is_system:
            raise Forbidden
    elif viewer.is_system or not viewer.holds(*(access.roles or ())):
        raise Forbidden


def missing_rows(app: Flask) -> list[str]:
    """Return every difference between the table and the URL map, as sentences."""
    routes = {
        (rule.endpoint, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    lacking = [
        f"{method} {endpoint} has no row" for endpoint, method in sorted(routes - set(ACCESS))
    ]
    stale = [
        f"{method} {endpoint} has no route" for endpoint, method in sorted(set(ACCESS) - routes)
    ]
    return lacking + stale
