"""People at the desk: who works here, with which roles and certificates; accounts made, closed."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from app import clock, exports
from app.desk.exporting import export
from app.desk.forms.people import AccountForm
from app.desk.list_state import state_of
from app.desk.reading import district_name_of, reading
from app.models.people import Account
from app.passwords import MIN_LENGTH_WITH_SECOND_FACTOR
from app.permissions import may_open
from app.queries import people as queries
from app.queries.paging import ListState
from app.scope import codes_below
from app.services import first_passwords
from app.services.people import NewAccount, create_account, disable_account
from app.services.sessions import viewer_of
from app.words import gettext as _
from app.words import word
from inspections.vocabulary import Role

people = Blueprint("people", __name__)
people.context_processor(reading)


@people.get("/desk/people")
def index() -> Any:
    """List the accounts of the viewer's area."""
    state = state_of(queries)
    page = queries.people_page(g.viewer, state, clock.today())
    if state.format:
        return export(state, "people", total=page.total, heads=_heads(), rows=_cells(state))
    codes = sorted(codes_below(g.viewer))
    return render_template(
        "desk/people/index.html",
        state=state,
        page=page,
        title=_("%(number)s accounts", number=f"{page.total:,}"),
        role_choices=[(role.value, word(role)) for role in Role],
        district_choices=[(code, district_name_of(code)) for code in codes],
        makes=may_open(g.viewer, "people.new"),
    )


def _heads() -> list[str]:
    return [
        _("Person's name"),
        _("Sign-in name"),
        _("District"),
        _("Roles"),
        _("Officer certificate number"),
        _("Certificate valid until"),
        _("Closed on"),
    ]


def _cells(state: ListState) -> Iterator[tuple[exports.Cell, ...]]:
    for row in queries.export_rows(g.viewer, state, clock.today()):
        account, certificate = row.account, row.certificate
        yield (
            account.person.display,
            account.name,
            district_name_of(account.district_code),
            "; ".join(word(role) for role in sorted(account.roles)),
            certificate.number if certificate else None,
            certificate.valid_until.isoformat() if certificate else None,
            clock.local_day(account.disabled_at).isoformat() if account.disabled_at else None,
        )


@people.get("/desk/people/new")
def new() -> Any:
    """Ask for a new account."""
    form = AccountForm().for_viewer(g.viewer)
    return render_template("desk/people/new.html", form=form)


@people.post("/desk/people/new")
def create() -> Any:
    """Make an account that waits for its person to choose a password."""
    form = AccountForm(request.form).for_viewer(g.viewer)
    if not form.validate():
        page = render_template("desk/people/new.html", form=form)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    wanted = NewAccount(
        name=form.name.data or "",
        display=form.display.data or "",
        roles=form.roles.data or (),
        district_code=form.district_code.data or "",
        password=first_passwords.nobodys_password(),
        certificate=form.certificate.data,
        certificate_until=form.certificate_until.data,
    )
    account = create_account(wanted, actor=g.viewer)
    return _page(account, token=first_passwords.start_reset(account, actor=g.viewer))


@people.get("/desk/people/<public_id>")
def show(public_id: str) -> Any:
    """Show one account."""
    return _page(queries.account_by_public_id(g.viewer, public_id))


def _page(account: Account, *, token: str = "") -> str:
    link = url_for("people.welcome", token=token, _external=True) if token else ""
    return render_template(
        "desk/people/show.html",
        account=account,
        row=queries.row_of(account, clock.today()),
        today=clock.today(),
        link=link,
        makes=may_open(g.viewer, "people.disable", "POST"),
        is_self=account.id == g.viewer.account_id,
    )


@people.post("/desk/people/<public_id>/reset")
def reset(public_id: str) -> Any:
    """Give out a link by which the person sets a new password."""
    account = queries.account_by_public_id(g.viewer, public_id)
    return _page(account, token=first_passwords.start_reset(account, actor=g.viewer))


@people.post("/desk/people/<public_id>/disable")
def disable(public_id: str) -> Any:
    """Close an account and end its sessions; nobody closes their own."""
    account = queries.account_by_public_id(g.viewer, public_id)
    if account.id == g.viewer.account_id:
        flash(_("You can't close your own account."), "error")
    else:
        disable_account(account.name, actor=g.viewer)
        flash(_("The account is closed and its sessions are ended."), "success")
    return redirect(url_for("people.show", public_id=public_id), HTTPStatus.SEE_OTHER)


@people.get("/welcome/<token>")
def welcome(token: str) -> Any:
    """Ask the person behind a link for their password."""
    account = first_passwords.account_for(token)
    return render_template("desk/people/welcome.html", account=account, error="")


@people.post("/welcome/<token>")
def set_password(token: str) -> Any:
    """Set the password that the person chose."""
    account = first_passwords.account_for(token)
    typed, again = request.form.get("password", ""), request.form.get("again", "")
    if typed != again:
        return _welcome_again(account, _("The two passwords differ. Type the same one twice."))
    try:
        first_passwords.set_password(account, typed, actor=viewer_of(account))
    except first_passwords.WeakPassword as weak:
        return _welcome_again(account, _weakness(weak.why))
    flash(_("Your password is set. Sign in with it now."), "success")
    return redirect(url_for("account.sign_in"), HTTPStatus.SEE_OTHER)


def _welcome_again(account: Account, error: str) -> Any:
    page = render_template("desk/people/welcome.html", account=account, error=error)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _weakness(why: str) -> str:
    if why == "too_short":
        return _(
            "The password needs at least %(least)s characters.",
            least=MIN_LENGTH_WITH_SECOND_FACTOR,
        )
    if why == "too_long":
        return _("The password has more than 128 characters.")
    return _("This password is among those that guessers try first. Choose another one.")
