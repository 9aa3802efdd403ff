"""What is said about a hearing: asked for, given up, noticed, held, reported.

Measures Art 30; Penalty Law Art 63-65.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import with_config

from inspections.procedure.asked import Asked, Kind
from inspections.procedure.facts import STRICT, Act, CaseFacts, Hearing
from inspections.procedure.said import Said
from inspections.procedure.said_notice import with_notice


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingWaivedSaid(Said):
    """The party waives a hearing, in writing."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the waiver."""
        return with_notice(facts, hearing_waived_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingAskedSaid(Said):
    """The party asks for a hearing."""

    asked_on: Annotated[date | None, Asked("收到申请日期（空白为发生日）", "Received on")] = None

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the request."""
        return with_notice(facts, hearing=Hearing(asked_on=self.asked_on or act.happened_on))


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingDeclinedSaid(Said):
    """The hearing is declined."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the hearing declined."""
        return _hearing(facts, declined_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNoticedSaid(Said):
    """When, where and before whom the hearing takes place."""

    scheduled_on: Annotated[date | None, Asked("听证日期", "Day of the hearing", required=True)] = (
        None
    )
    at: Annotated[str, Asked("时间", "Time")] = ""
    place: Annotated[str, Asked("地点", "Place", required=True)] = ""
    chair: Annotated[str, Asked("主持人", "Chair", Kind.PERSON, required=True)] = ""
    clerk: Annotated[str, Asked("记录人", "Clerk", Kind.PERSON, required=True)] = ""
    is_public: Annotated[bool, Asked("公开举行", "In public")] = False
    reason_not_public: Annotated[str, Asked("不公开的理由", "Why not in public")] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the hearing arranged."""
        return _hearing(
            facts,
            scheduled_on=self.scheduled_on,
            place=self.place,
            chair=self.chair,
            clerk=self.clerk,
            is_public=self.is_public,
            reason_not_public=self.reason_not_public,
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingGivenUpSaid(Said):
    """The party gives up the hearing that it asked for."""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the hearing given up."""
        return _hearing(facts, given_up_on=act.happened_on)


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingHeldSaid(Said):
    """How the hearing went."""

    agents: Annotated[int, Asked("代理人人数", "Agents of the party")] = 0
    record_signed: Annotated[bool, Asked("笔录已签字", "Record signed")] = False
    refusal_to_sign_noted: Annotated[bool, Asked("已注明拒签", "Refusal to sign noted")] = False
    course: Annotated[str, Asked("听证情况", "What was said", Kind.AREA)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the hearing held."""
        return _hearing(
            facts,
            held_on=act.happened_on,
            agents=self.agents,
            record_signed=self.record_signed,
            refusal_to_sign_noted=self.refusal_to_sign_noted,
        )


@with_config(STRICT)
@dataclass(frozen=True, slots=True, kw_only=True)
class HearingReportedSaid(Said):
    """The report on the hearing."""

    opinion: Annotated[str, Asked("听证意见", "Opinion", Kind.AREA, required=True)] = ""

    def brings(self, facts: CaseFacts, act: Act) -> CaseFacts:
        """Return the facts with the report."""
        return _hearing(facts, reported_on=act.happened_on)


def _hearing(facts: CaseFacts, **change: object) -> CaseFacts:
    if facts.notice is None or facts.notice.hearing is None:
        return facts
    return with_notice(facts, hearing=replace(facts.notice.hearing, **change))  # type: ignore[arg-type]
