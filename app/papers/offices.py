"""What the papers and numbers of each office carry, from the file that `MINGCHA_PAPERS` names.

    [numbers]                       # the word of a kind's numbers, where it isn't the usual one
    penalty_decision = "教罚字"

    [offices.210102]
    short = "和平"                   # how its numbers begin
    name = "沈阳市和平区教育局"
    government = "沈阳市和平区人民政府"
    address = "…"
    phone = "…"
    account = { bank = "…", account_name = "…", account_number = "…" }

Whatever an office doesn't say is made from its district's name, or asked for by the paper.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from flask import Flask, current_app
from pydantic import BaseModel, ConfigDict, ValidationError

from config import SettingsError
from inspections.papers.persons import Account, Office
from inspections.vocabulary import PaperKind
from maps import districts

# stands in for the bureau's own file in demo mode
DEMO = Path(__file__).parent / "demo.toml"
SUFFIXES = "区县市"
SHORTEST_NAME = 2
STRICT = ConfigDict(extra="forbid", frozen=True)


class GivenAccount(BaseModel):
    """Where an office's fines are paid to."""

    model_config = STRICT

    bank: str
    account_name: str
    account_number: str


class GivenOffice(BaseModel):
    """What the file says of one office."""

    model_config = STRICT

    short: str = ""
    name: str = ""
    government: str = ""
    address: str = ""
    phone: str = ""
    account: GivenAccount | None = None


class OfficeBook(BaseModel):
    """The whole file; both parts may be left out."""

    model_config = STRICT

    numbers: Mapping[PaperKind, str] = {}
    offices: Mapping[str, GivenOffice] = {}

    def short_name(self, code: str) -> str:
        """Return how the numbers of an office begin: 和平 of 和平区."""
        if given := self._given(code).short:
            return given
        name = districts.name(code, "zh")
        return name[:-1] if len(name) > SHORTEST_NAME and name[-1] in SUFFIXES else name

    def office(self, code: str) -> Office:
        """Return an office as its papers name it."""
        given, place = self._given(code), districts.full_name(code)
        account = given.account
        return Office(
            office_name=given.name or f"{place}教育局",
            government=given.government or f"{place}人民政府",
            address=given.address,
            phone=given.phone,
            account=Account(**account.model_dump()) if account else None,
        )

    def _given(self, code: str) -> GivenOffice:
        return self.offices.get(code, GivenOffice())


def read_offices(path: Path | None) -> OfficeBook:
    """Read the file; raises `SettingsError` that names every fault in it."""
    if path is None:
        return OfficeBook()
    try:
        return OfficeBook.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as bad:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in bad.errors()]
        raise SettingsError([f"MINGCHA_PAPERS: {path}: {fault}" for fault in faults]) from bad
    except (OSError, ValueError) as bad:
        raise SettingsError([f"MINGCHA_PAPERS: {path}: {bad}"]) from bad


def register_offices(app: Flask) -> None:
    """Read what the papers of this instance's offices carry; raises `SettingsError`."""
    settings = app.config["SETTINGS"]
    path = settings.papers or (DEMO if settings.demo else None)
    app.extensions["office_book"] = read_offices(path)


def office_book() -> OfficeBook:
    """Return what the papers and numbers of the offices carry."""
    book: OfficeBook = current_app.extensions["office_book"]
    return book
