"""One entry of the blacklist: drafted, edited, shown with its steps, and each step taken."""

from collections.abc import Callable
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Any

from flask import Response, g, redirect, render_template, request, url_for

from app import clock
from app.desk.blacklist_seen import changed_since, seen_sent
from app.desk.blacklist_show import shown
from app.desk.forms.blacklist import ListingForm
from app.errors import BadInput, Conflict, NotFound
from app.models.blacklist import Listing
from app.models.files import StoredFile
from app.models.register import Institution
from app.queries.blacklist import listing_by_id
from app.queries.case_facts import case_record
from app.queries.cases import case_by_public_id
from app.queries.listing_facts import open_listing_of
from app.queries.listing_matches import bore_the_name, candidates_for, former_names
from app.queries.register import institution_by_public_id
from app.services import blacklist as deeds
from app.services.case_listings import content_from
from app.services.listing_content import CONTENT, Content, Subject, facts_of_content, subject_of
from app.services.listing_drafts import draft_listing, edit_listing
from app.services.scans import store_scan
from app.storage import blobs
from app.words import language
from inspections.listing_policy import policy_on
from inspections.refusal import Refused

PICTURES = ("image/jpeg", "image/png")
OPEN_TO_EDITS = ("draft", "proposed", "approved")


def new() -> Any:
    """Ask for a new entry, with what the register knows of the institution filled in."""
    institution = _institution(request.args.get("institution", ""))
    policy = policy_on(clock.today())
    values: dict[str, Any] = {"term_months": policy.default_months}
    if institution is not None:
        values |= {"name": institution.name, "district_code": institution.district_code}
        values |= _from_case(request.args.get("case", ""), institution)
    form = ListingForm(data=values).for_viewer(g.viewer).under(policy)
    return _page(form, institution=institution)


def _from_case(public_id: str, institution: Institution) -> dict[str, Any]:
    """Return what the decision of a case says, where the address names one of the institution."""
    if not public_id:
        return {}
    case = case_by_public_id(g.viewer, public_id)
    if case.institution_id != institution.id or case.decided_on is None:
        return {}
    content = content_from(case, case_record(case).facts(clock.today()))
    return {name: value for name, value in asdict(content).items() if value is not None}


def _institution(public_id: str) -> Institution | None:
    return institution_by_public_id(g.viewer, public_id) if public_id else None


def _page(form: ListingForm, status: int = HTTPStatus.OK, **context: Any) -> Any:
    context.setdefault("listing", None)
    context.setdefault("scan_error", "")
    context.setdefault("differs", [])
    institution = context.get("institution")
    if context["listing"] is None and institution is not None:
        context["open_entry"] = open_listing_of(institution.id)
    bases = {one.code: one.basis(language()) for one in policy_on(clock.today()).grounds}
    return render_template(
        "desk/blacklist/edit.html",
        form=form,
        policy=policy_on(clock.today()),
        bases=bases,
        **context,
    ), status


def post_new() -> Any:
    """Keep the draft, and propose it at once if asked."""
    institution = _institution(request.form.get("institution", ""))
    form = ListingForm(request.form).for_viewer(g.viewer).under(policy_on(clock.today()))
    if not _is_sound(form, institution):
        return _page(form, HTTPStatus.UNPROCESSABLE_ENTITY, institution=institution)
    subject = subject_of(institution) if institution else _typed_subject(form)
    try:
        scan = scan_sent(subject.district_code or g.viewer.district_code)
    except BadInput as bad:
        return _page(
            form,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            institution=institution,
            scan_error=bad.fields[0]["message"],
        )
    try:
        listing = draft_listing(subject, _content(form), actor=g.viewer, scan=scan)
    except Refused:
        return _page(form, HTTPStatus.CONFLICT, institution=institution, is_typed=True)
    return _after_saving(listing)


def _is_sound(form: ListingForm, institution: Institution | None) -> bool:
    sound = form.validate()
    if institution is None:
        sound = form.check_name() and sound
    name = institution.name if institution else form.name.data or ""
    facts = facts_of_content(form.content(), name=name)
    return form.check_against_rules(facts) and sound


def _content(form: ListingForm) -> Content:
    """Return what was typed; an empty legal basis is the ground's usual one."""
    content = form.content()
    ground = policy_on(clock.today()).ground(content.ground)
    if content.legal_basis or ground is None:
        return content
    return replace(content, legal_basis=ground.basis_zh or None)


def _typed_subject(form: ListingForm) -> Subject:
    return Subject(
        name=form.name.data or "",
        credit_code=form.credit_code.data,
        address=form.address.data,
        district_code=form.district_code.data,
    )


def scan_sent(scope_code: str) -> StoredFile | None:
    """Keep the scan sent along, if there is one; raises `BadInput` at its field."""
    upload = request.files.get("scan")
    if upload is None or not upload.filename:
        return None
    content = upload.stream.read()
    return store_scan(content, name=upload.filename, scope_code=scope_code, actor=g.viewer)


def _after_saving(listing: Listing) -> Any:
    done = "saved"
    if request.form.get("then") == "propose":
        try:
            deeds.propose_listing(listing.public_id, actor=g.viewer)
            done = "propose"
        except Refused:
            done = "saved"  # the page says what stands in the way
    return _to(listing, done)


def _to(listing: Listing, done: str) -> Any:
    url = url_for("blacklist.show", public_id=listing.public_id, done=done)
    return redirect(url, HTTPStatus.SEE_OTHER)


def show(public_id: str) -> Any:
    """Show the entry, its way so far, and what can be done or not."""
    listing = listing_by_id(g.viewer, public_id)
    return render_template("desk/blacklist/show.html", **shown(listing, g.viewer))


def scan(public_id: str) -> Any:
    """Give the decision's scan as it came; only pictures open in the page."""
    return scan_answer(listing_by_id(g.viewer, public_id).scan, f"decision-{public_id}")


def scan_answer(stored: StoredFile | None, name: str) -> Response:
    """Return a stored scan as a download under a name of ours; absent is not found."""
    if stored is None:
        raise NotFound
    response = Response(blobs().get(stored.sha256), mimetype=stored.media_type)
    suffix = {"image/jpeg": "jpg", "image/png": "png"}.get(stored.media_type, "pdf")
    way = "inline" if stored.media_type in PICTURES else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}.{suffix}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def edit(public_id: str) -> Any:
    """Show the entry's form."""
    listing = listing_by_id(g.viewer, public_id)
    if listing.state not in OPEN_TO_EDITS:
        return redirect(url_for("blacklist.show", public_id=public_id), HTTPStatus.SEE_OTHER)
    return _page(
        _filled(listing),
        listing=listing,
        institution=listing.institution,
        **_candidates(listing),
    )


def _candidates(listing: Listing) -> dict[str, Any]:
    """Return whom the entry may mean, and which of them only bore its name once."""
    found = candidates_for(g.viewer, listing)
    former = former_names() if found else {}
    once = {one.public_id for one in found if bore_the_name(one, listing.name, former)}
    return {"candidates": found, "formerly": once}


def _filled(listing: Listing) -> ListingForm:
    names = (*CONTENT, "name", "credit_code", "address", "district_code", "version")
    values = {name: getattr(listing, name) for name in names}
    form = ListingForm(data=values).for_viewer(g.viewer)
    return form.under(policy_on(clock.today()))


def post_edit(public_id: str) -> Any:
    """Rewrite the entry; whatever was approved is void."""
    listing = listing_by_id(g.viewer, public_id)
    form = ListingForm(request.form).for_viewer(g.viewer).under(policy_on(clock.today()))
    institution = listing.institution or _institution(request.form.get("institution", ""))
    context = {"listing": listing, "institution": listing.institution}
    context |= _candidates(listing)
    if not _is_sound(form, institution):
        return _page(form, HTTPStatus.UNPROCESSABLE_ENTITY, **context)
    try:
        edited = edit_listing(
            public_id,
            _content(form),
            actor=g.viewer,
            version=_version(form),
            subject=subject_of(institution) if institution else _typed_subject(form),
            scan=scan_sent(listing.scope_code),
        )
    except BadInput as bad:
        message = bad.fields[0]["message"]
        return _page(form, HTTPStatus.UNPROCESSABLE_ENTITY, scan_error=message, **context)
    except Conflict as conflict:
        form.version.data = str(listing.version)
        return _page(form, HTTPStatus.CONFLICT, differs=_differences(conflict), **context)
    return _after_saving(edited)


def _version(form: ListingForm) -> int:
    text = form.version.data or ""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _differences(conflict: Conflict) -> list[tuple[str, str, str]]:
    """Return field, theirs and yours, for what the two say differently."""
    labels = ListingForm()
    return [
        (str(labels[name].label.text), str(conflict.theirs.get(name) or ""), yours)
        for name, yours in conflict.yours.items()
        if name in conflict.theirs and str(conflict.theirs.get(name) or "") != yours
    ]


def step(code: str) -> Callable[[str], Any]:
    """Return the view that takes one step of the table."""

    def take(public_id: str) -> Any:
        reason = request.form.get("reason", "")
        seen = seen_sent()
        try:
            listing = deeds.take_step(public_id, code, actor=g.viewer, reason=reason, seen=seen)
        except Conflict as conflict:
            return changed_since(conflict, public_id)
        except BadInput as bad:
            listing = listing_by_id(g.viewer, public_id)
            context = shown(listing, g.viewer)
            context |= {"wrong_step": code, "reason": reason, "errors": {"reason": bad.message}}
            page = render_template("desk/blacklist/show.html", **context)
            return page, HTTPStatus.UNPROCESSABLE_ENTITY
        return _to(listing, code)

    take.__name__ = f"step_{code}"
    take.__doc__ = f"Take the step {code}."
    return take
