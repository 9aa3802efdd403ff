"""What the session's calls take: closed models, an unknown field is refused."""

import json
from typing import Any, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, ValidationError

from app.body_faults import body_faults
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
        fields = body_faults(fault) if isinstance(fault, ValidationError) else []
        raise BadInput("invalid", _("Fields are missing or wrong."), fields) from fault
