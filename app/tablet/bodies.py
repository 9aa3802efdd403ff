"""What the session's calls take: closed models, an unknown field is refused."""

import json
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.errors import BadInput
from app.words import gettext as _

Body = TypeVar("Body", bound=BaseModel)


class Enrolment(BaseModel):
    """A tablet's public key and what people call the tablet."""

    model_config = ConfigDict(extra="forbid", strict=True)

    public_key: dict[str, Any]
    label: str


class OfficerRegistration(BaseModel):
    """The key with which the signed-in person confirms on a tablet."""

    model_config = ConfigDict(extra="forbid", strict=True)

    device: str
    public_key: dict[str, Any]


def body_as(model: type[Body]) -> Body:
    """Return the request's body; raises `BadInput` naming every field that is wrong."""
    try:
        return model.model_validate_json(request.get_data())
    except (ValidationError, RecursionError, json.JSONDecodeError) as fault:
        raise BadInput("invalid", _("Fields are missing or wrong."), _fields(fault)) from fault


def _fields(fault: Exception) -> list[dict[str, str]]:
    if not isinstance(fault, ValidationError):
        return []
    return [
        {"path": ".".join(str(part) for part in error["loc"]), "message": error["msg"]}
        for error in fault.errors(include_url=False, include_input=False)
    ]
