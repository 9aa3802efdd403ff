"""How every list is paged, sorted and filtered, and how its state stands in the URL.

A surface reads the URL once, a query answers with a page, the template asks both for links:

    SORTS = {"name": (Institution.name,), "expires": (Institution.licence_expires,)}
    state = read_state(request.path, request.args, sorts=SORTS, default="name",
                       filters={"district": None, "standing": set(Standing)})
    page = page_of(select(Institution.id).where(...), state, sorts=SORTS, key=Institution.id,
                   load=lambda ids: rows_by_id(ids))

    {{ state.url(sort=state.turned("name")) }}   {{ state.url(page=page.page + 1) }}
    {{ state.url(standing="licensed") }}         {{ state.url(format="csv") }}
    {{ state.aria_sort("name") }}                {{ pager(page) }} of desk/_macros.html

Every change but `page` and `format` goes back to page one. What the URL says wrongly falls back
to what a list shows first; a page past the end is the last one.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.db import db
from inspections.names import unfit_character

PAGE_SIZE = 50
LONGEST_QUERY = 200
FORMATS = ("csv", "xlsx")
DIGITS_OF_A_PAGE = 7
# a list that can give its whole order does so where it is short, and from this page on: no database
# counts off rows for nothing
SHORT_LIST = 3000
DEEP_PAGE = 20

Row = TypeVar("Row")
# name in the URL -> columns to order by; the key is always added, so that the order is stable
Sorts = Mapping[str, Sequence[Any]]
# name in the URL -> values that may be chosen; None takes any text
Filters = Mapping[str, Collection[str] | None]


@dataclass(frozen=True, slots=True)
class ListState:
    """What the URL asks of a list; `sort` has a minus before it when it runs downwards."""

    path: str
    q: str = ""
    page: int = 1
    sort: str = ""
    default: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    format: str = ""

    def chosen(self, name: str) -> str:
        """Return the value chosen for a filter, or nothing."""
        return self.filters.get(name, "")

    @property
    def is_narrowed(self) -> bool:
        """Say whether a search or a filter leaves rows out."""
        return bool(self.q or self.filters)

    def arguments(self, **changes: Any) -> dict[str, str]:
        """Return the URL's arguments after `changes`; an empty value takes one away."""
        now = {"q": self.q, **self.filters}
        now["sort"] = "" if self.sort == self.default else self.sort
        if set(changes) <= {"page", "format"} and self.page > 1:
            now["page"] = str(self.page)
        now.update({name: str(value or "") for name, value in changes.items()})
        if now.get("page") == "1" or changes.get("format"):
            now.pop("page", None)
        return {name: value for name, value in now.items() if value}

    def url(self, **changes: Any) -> str:
        """Return the address of this list after `changes`."""
        arguments = urlencode(self.arguments(**changes))
        return f"{self.path}?{arguments}" if arguments else self.path

    def turned(self, name: str) -> str:
        """Return the sort that a click on column `name` asks for."""
        return f"-{name}" if self.sort == name else name

    def aria_sort(self, name: str) -> str:
        """Return ascending, descending or nothing, for the head of column `name`."""
        return {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")


def read_state(
    path: str, arguments: Mapping[str, str], *, sorts: Sorts, default: str, filters: Filters
) -> ListState:
    """Return what the URL asks, without anything it may not ask."""
    sort = arguments.get("sort", "")
    number = arguments.get("page", "")
    chosen = {}
    for name, allowed in filters.items():
        value = clean(arguments.get(name, ""))
        if value and (allowed is None or value in allowed):
            chosen[name] = value
    known = sort.removeprefix("-") in sorts
    readable = number.isascii() and number.isdigit() and len(number) <= DIGITS_OF_A_PAGE
    return ListState(
        path=path,
        q=clean(arguments.get("q", "")),
        page=max(1, int(number)) if readable else 1,
        sort=sort if known else default,
        default=default,
        filters=chosen,
        format=arguments.get("format", "") if arguments.get("format") in FORMATS else "",
    )


def clean(text: str) -> str:
    """Return typed search text without blanks at its ends and what no stored text may hold."""
    return "".join(sign for sign in text if not unfit_character(sign)).strip()[:LONGEST_QUERY]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """The rows of one page and where it stands among the others."""

    rows: Sequence[Row]
    total: int
    page: int

    @property
    def per_page(self) -> int:
        """Return how many rows a page holds."""
        return PAGE_SIZE

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        """Return the number of the first row, counted from one; 0 when there is none."""
        return min(self.total, (self.page - 1) * PAGE_SIZE + 1)

    @property
    def last(self) -> int:
        """Return the number of the last row."""
        return min(self.total, self.page * PAGE_SIZE)


def ordering(state: ListState, sorts: Sorts, key: InstrumentedAttribute[int]) -> list[Any]:
    """Return the columns to order by, the key last; what is missing stands last either way."""
    down = state.sort.startswith("-")
    columns = sorts[state.sort.removeprefix("-")]
    turned = [_turned(column, down=down) for column in columns]
    return [*turned, key.desc() if down else key.asc()]


def _turned(column: Any, *, down: bool) -> Any:
    turned = column.desc() if down else column.asc()
    may_miss = getattr(getattr(column, "expression", column), "nullable", True)
    return turned.nulls_last() if may_miss else turned


def page_of(
    ids: Select[Any],
    state: ListState,
    *,
    sorts: Sorts,
    key: InstrumentedAttribute[int],
    load: Callable[[Sequence[int]], Mapping[int, Row]],
    total: int | None = None,
    whole: Callable[[], Sequence[int]] | None = None,
) -> Page[Row]:
    """Return one page of `ids` (a select of the key), loaded in the order asked for.

    The ids of the page are found first, from an index alone where there is one; only the rows
    shown are read. `total` may be given where it is known already, `whole` where the keys of the
    whole list in the order asked for are kept: short lists and deep pages are cut from them.
    """
    if total is None:
        total = count_of(ids)
    number = min(state.page, max(1, -(-total // PAGE_SIZE)))
    start = (number - 1) * PAGE_SIZE
    if whole and (number >= DEEP_PAGE or 0 < total <= SHORT_LIST):
        wanted = list(whole()[start : start + PAGE_SIZE])
    else:
        statement = ids.order_by(*ordering(state, sorts, key)).limit(PAGE_SIZE).offset(start)
        wanted = list(db.session.scalars(statement)) if total else []
    found = load(wanted) if wanted else {}
    return Page([found[row] for row in wanted if row in found], total, number)


def count_of(ids: Select[Any]) -> int:
    """Return how many rows a select of keys has."""
    counted = ids.order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(counted)) or 0
