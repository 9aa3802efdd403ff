"""Who stands on a paper: the department, the party, its agent, the officers."""

from dataclasses import dataclass
from datetime import date

from inspections.visit_facts import Signing
from inspections.vocabulary import PartyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where a fine is paid to: the office itself takes no money."""

    bank: str
    account_name: str
    account_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The department under whose name a paper goes out; `government` reconsiders its acts.

    Where and how it is reached must stand on the papers that invite the party to come or write.
    """

    office_name: str
    government: str
    address: str = ""
    phone: str = ""
    account: Account | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Who acts for a party, and how far."""

    agent_name: str
    authority: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whom a paper is about; what a visit didn't find out yet is blank, and needed from filing on.

    `id_kind` is the kind of proof (统一社会信用代码, 居民身份证 …). A natural person stands for
    themselves.
    """

    name: str
    type: PartyType | None = None
    id_kind: str = "统一社会信用代码"
    id_number: str = ""
    address: str = ""
    phone: str = ""
    representative: str = ""
    agent: Agent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """An officer with the number of the certificate that was shown."""

    name: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What every paper carries: department, number, case, day."""

    office: Office
    dated: date
    number: str = ""
    case_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How the party ended a record; a refusal or absence needs its reason, and a witness signs."""

    signing: Signing
    note: str = ""
    witness: str = ""
    guardian: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody responsible writes on a form; what is blank is written by hand."""

    text: str = ""
    name: str = ""
    on: date | None = None


BY_HAND = Opinion()
