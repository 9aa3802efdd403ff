"""What every public page and address needs: what holds now, and the bounds of asking."""

from flask import current_app, request

from app.limits import Limits, client_address
from app.public.check import CheckRefused, is_number, usable
from app.public.edition import Moment, Shelf
from app.public.options import SiteOptions
from inspections.names import name_key

LAST_PAGE = 100_000


class NotThere(Exception):
    """What was asked for isn't in the edition."""


def options() -> SiteOptions:
    """Return what the site was created with."""
    found: SiteOptions = current_app.extensions["site_options"]
    return found


def shelf() -> Shelf:
    """Return where the site finds its edition."""
    found: Shelf = current_app.extensions["shelf"]
    return found


def now_usable() -> Moment:
    """Return what holds now; raises CheckRefused without a valid edition."""
    return usable(shelf())


def count_search() -> None:
    """Count a search against the budget of the address; raises CheckRefused beyond it."""
    limits: Limits = current_app.extensions["limits"]
    address = client_address(request.environ, proxies=options().proxies)
    if not limits.allows_free_text(address):
        raise CheckRefused("too_many_requests")


def count_check(query: str, moment: Moment) -> None:
    """Count a check: exact ones share one budget, only free text has one for each address."""
    if moment.edition.exact(query) is None and not is_number(name_key(query)):
        count_search()


def page_number() -> int:
    """Return the page that the address asks for; raises CheckRefused for anything but a number."""
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= LAST_PAGE):
        raise CheckRefused("bad_page")
    return int(text)


def plain_argument(name: str, longest: int = 200) -> str:
    """Return an argument without blanks around it; raises CheckRefused when it is too long."""
    text = request.args.get(name, "")
    if len(text) > longest:
        raise CheckRefused("query_too_long")
    return text.strip()
