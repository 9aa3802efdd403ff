"""Serving a paper (送达): by which way, on what proof, and the day from which it counts.

Measures Art 35; Civil Procedure Law for announcements. Orders to correct and the papers of cases
are served alike.
"""

from dataclasses import dataclass
from datetime import date

from pydantic import ConfigDict, with_config

from inspections.calendars import PUBLISHED, Calendar
from inspections.deadlines import due
from inspections.refusal import Refusal
from inspections.rulebook import rule
from inspections.vocabulary import ServiceMethod
from inspections.workdays import on_or_after

LAW_ZH = "《暂行办法》第三十五条、《行政处罚法》第六十一条"
LAW_EN = "Measures Art 35, Penalty Law Art 61"
MET_SOMEBODY = (ServiceMethod.DIRECT, ServiceMethod.LEFT, ServiceMethod.THROUGH)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """How a paper was served: `receiver` took it or refused it, `note` says the rest.

    `note` holds the witness of what was left, the number of the mail, or why only an announcement
    was left; `agreed` that the party signed for electronic service; `proofs` counts the files.
    """

    method: ServiceMethod | None = None
    receiver: str = ""
    note: str = ""
    agreed: bool = False
    proofs: int = 0


def counts_on(method: ServiceMethod, done_on: date) -> date:
    """Return the day from which service counts: that day, or the last day of an announcement."""
    if method is not ServiceMethod.ANNOUNCEMENT:
        return done_on
    return due("announcement", done_on).due_on


def clocks_from(method: ServiceMethod, done_on: date, calendar: Calendar = PUBLISHED) -> date:
    """Return the day 0 of what service sets running: an announcement's rolls from a day of rest."""
    counted = counts_on(method, done_on)
    return on_or_after(counted, calendar) if method is ServiceMethod.ANNOUNCEMENT else counted


def was_served_late(issued_on: date, done_on: date, calendar: Calendar = PUBLISHED) -> bool:
    """Say whether the office took longer than its days; that is remarked, not refused.

    By a rule that nobody has compared with the official text nothing is called late.
    """
    last = due("service", issued_on, calendar=calendar)
    return done_on > last.due_on and not last.deadline.unverified


@rule("serving.method_is_chosen", zh="写明送达方式", basis_zh=LAW_ZH, basis_en=LAW_EN)
def method_is_chosen(service: ServiceFacts) -> Refusal | None:
    """The way of service is named."""
    return Refusal("serving.method_is_chosen") if service.method is None else None


@rule("serving.is_proven", zh="附有送达回证、邮件回执、系统截图或者公告件等送达凭证",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def is_proven(service: ServiceFacts) -> Refusal | None:
    """The proof of service is there: receipt, slip of the post, screenshot or announcement."""
    return None if service.proofs else Refusal("serving.is_proven")


@rule("serving.receiver_is_named", zh="直接、留置、转交送达的，写明收件人及其身份",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def receiver_is_named(service: ServiceFacts) -> Refusal | None:
    """Where somebody was met, it says who took the paper, or refused it."""
    if service.method in MET_SOMEBODY and not service.receiver.strip():
        return Refusal("serving.receiver_is_named")
    return None


@rule("serving.leaving_is_witnessed", zh="留置送达的，写明拒收事由和见证人或者录像",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def leaving_is_witnessed(service: ServiceFacts) -> Refusal | None:
    """A paper left in presence names the reason and the witness or recording."""
    if service.method is ServiceMethod.LEFT and not service.note.strip():
        return Refusal("serving.leaving_is_witnessed")
    return None


@rule("serving.electronic_was_agreed", zh="电子送达的，当事人已签署送达地址确认书",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def electronic_was_agreed(service: ServiceFacts) -> Refusal | None:
    """Electronic service rests on a signed confirmation of the address."""
    if service.method is ServiceMethod.ELECTRONIC and not service.agreed:
        return Refusal("serving.electronic_was_agreed")
    return None


@rule("serving.announcement_is_the_last_way",
      zh="公告送达的，写明当事人下落不明或者其他方式无法送达的情况和经过",
      basis_zh=LAW_ZH, basis_en=LAW_EN)  # fmt: skip
def announcement_is_the_last_way(service: ServiceFacts) -> Refusal | None:
    """An announcement says why no other way was left, and what was tried."""
    if service.method is ServiceMethod.ANNOUNCEMENT and not service.note.strip():
        return Refusal("serving.announcement_is_the_last_way")
    return None


CHECKS = (
    method_is_chosen,
    is_proven,
    receiver_is_named,
    leaving_is_witnessed,
    electronic_was_agreed,
    announcement_is_the_last_way,
)
