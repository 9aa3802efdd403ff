"""The calls of the tablet: three with a session at enrolment, five signed by the device."""

import gzip
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, g, request

from app import clock
from app.db import db
from app.models.people import Person
from app.queries.people import certificate_number
from app.queries.tablets import device_to_confirm_on
from app.services import tablet_calls
from app.services.tablet_devices import Held, Sent, enrol_device, register_officer_key, server_keys
from app.tablet.bodies import Enrolment, OfficerRegistration, body_as
from app.words import language
from maps import districts

tablet_api = Blueprint("tablet_api", __name__, url_prefix="/tablet/api")


@tablet_api.get("/session")
def session() -> dict[str, Any]:
    """Say who is signed in."""
    viewer = g.viewer
    person = db.session.get_one(Person, viewer.person_id)
    return {
        "person": person.public_id,
        "name": viewer.display,
        "username": viewer.name,
        "district_code": viewer.district_code,
        "district": districts.name(viewer.district_code, language()),
        "csrf_token": g.session.csrf_token,
        "language": language(),
    }


@tablet_api.post("/devices")
def enrol() -> Any:
    """Enrol this tablet for the district of the account."""
    wanted = body_as(Enrolment)
    device = enrol_device(wanted.public_key, wanted.label, actor=g.viewer)
    return {"device": device.public_id, "server_keys": server_keys()}, HTTPStatus.CREATED


@tablet_api.post("/officers")
def register_officer() -> Any:
    """Register the key with which the signed-in person confirms on this tablet."""
    wanted = body_as(OfficerRegistration)
    device = device_to_confirm_on(wanted.device)
    key = register_officer_key(device, wanted.public_key, actor=g.viewer)
    person = db.session.get_one(Person, g.viewer.person_id)
    return {
        "person": person.public_id,
        "name": person.display,
        "certificate": certificate_number(person, clock.today()),
        "key": key.public_id,
    }, HTTPStatus.CREATED


@tablet_api.get("/round")
def round() -> Response:
    """Send the tablet's round of a day."""
    return _packed(tablet_calls.get_round(_sent(), _held(), on=request.args.get("on", "")))


@tablet_api.get("/register")
def register() -> Response:
    """Send the sites of the tablet's area, where they have changed."""
    names = ("on", "known")
    return _packed(
        tablet_calls.get_register(_sent(), **{name: request.args.get(name, "") for name in names})
    )


@tablet_api.put("/visits/<uuid>")
def put_visit(uuid: str) -> Response:
    """Take a visit's manifest."""
    return _response(tablet_calls.put_visit(_sent(), uuid, _held()))


@tablet_api.get("/visits/<uuid>")
def visit(uuid: str) -> Response:
    """Say whether all of a visit is here."""
    return _response(tablet_calls.get_visit(_sent(), uuid, _held()))


@tablet_api.put("/photos/<sha256>")
def put_photo(sha256: str) -> Response:
    """Take one file of a visit."""
    return _response(tablet_calls.put_photo(_sent(), sha256))


def _held() -> Held:
    """Return what the tablet says beside its call that it still holds."""
    waiting, oldest = (request.args.get(name, "") for name in ("waiting", "oldest"))
    return tablet_calls.held_as_said(waiting, oldest)


def _sent() -> Sent:
    """Return the request as the tablet signed it: the path with its query."""
    return Sent(
        device=request.headers.get("X-Device", ""),
        method=request.method,
        path=request.full_path if request.query_string else request.path,
        body=request.get_data(),
        signed_at=request.headers.get("X-Signed-At", ""),
        signature=request.headers.get("X-Signature", ""),
    )


def _packed(answer: tablet_calls.Answer) -> Response:
    """Return a long answer as gzip where that is understood; nothing in it is a secret to guess."""
    response = _response(answer)
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.best_match(("gzip",)) is not None:
        response.set_data(gzip.compress(answer.body, compresslevel=6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _response(answer: tablet_calls.Answer) -> Response:
    return Response(answer.body, status=answer.status, content_type="application/json")
