"""`audit verify | sign`: is the trail whole?"""

import sys

from flask.cli import AppGroup

from app import audit as trail
from app.commands.edges import DONE, NO, as_json_option, say
from app.db import act
from app.services import audit_heads

audit = AppGroup("audit", help="The audit trail.")


@audit.command("verify")
@as_json_option
def verify(as_json: bool) -> None:
    """Recompute every chain; compare it with its head and with the signed heads."""
    found = trail.verify(audit_heads.signed())
    document = {"ok": found.ok, "events": found.events, "first_bad": found.first_bad}
    text = f"{found.events} events, all whole" if found.ok else f"broken at {found.first_bad}"
    say(document, as_json=as_json, text=text)
    sys.exit(DONE if found.ok else NO)


@audit.command("sign")
def sign() -> None:
    """Sign the heads of all chains into the instance's file of heads."""
    with act():
        audit_heads.sign_heads()
