"""What is entered with each step of a case, and how entries fold to the facts of the case.

A case is its entries in the order in which they were recorded; its facts follow from them.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from inspections.procedure import (
    said,
    said_crime,
    said_decision,
    said_hearing,
    said_investigation,
    said_notice,
)
from inspections.procedure.asked import Field, Kind, fields_of
from inspections.procedure.facts import Act, CaseFacts
from inspections.procedure.judging import TAKE_OVER, state_after
from inspections.procedure.papers import PAPERS
from inspections.procedure.said import SILENT, Said
from inspections.procedure.stages import STEPS
from inspections.vocabulary import ServiceMethod

# what is said with a step; with one that isn't here nothing is said besides who, when and how
SAID: Mapping[str, type[Said]] = {
    "receive_lead": said.LeadSaid,
    "take_over": said.TakenOverSaid,
    "file": said.FilingSaid,
    "transfer_out": said.TransferSaid,
    "begin_investigation": said_investigation.BegunSaid,
    "record_investigation": said_investigation.InvestigatedSaid,
    "preserve_evidence": said_investigation.PreservedSaid,
    "dispose_evidence": said_investigation.DisposedSaid,
    "order_to_correct": said_investigation.OrderedSaid,
    "recheck_correction": said_investigation.RecheckedSaid,
    "ask_recusal": said_investigation.RecusalSaid,
    "decide_recusal": said_investigation.RecusalDecidedSaid,
    "close_investigation": said_investigation.ReportSaid,
    "suspect_crime": said_crime.CrimeSaid,
    "decline_crime_transfer": said_crime.CrimeDeclinedSaid,
    "decide_crime_transfer": said_decision.CrimeTransferSaid,
    "approve_crime_transfer": said_crime.CrimeApprovedSaid,
    "send_crime_transfer": said_crime.CrimeSentSaid,
    "police_accept": said_crime.PoliceAcceptedSaid,
    "police_refuse": said_crime.PoliceRefusedSaid,
    "resume_after_transfer": said_crime.ResumedSaid,
    "discuss": said_notice.DiscussedSaid,
    "serve_prior_notice": said_notice.NoticeSaid,
    "receive_defence": said_notice.DefenceSaid,
    "review_defence": said_notice.DefenceReviewedSaid,
    "waive_defence": said_notice.DefenceWaivedSaid,
    "waive_hearing": said_hearing.HearingWaivedSaid,
    "request_hearing": said_hearing.HearingAskedSaid,
    "decline_hearing": said_hearing.HearingDeclinedSaid,
    "notify_hearing": said_hearing.HearingNoticedSaid,
    "give_up_hearing": said_hearing.HearingGivenUpSaid,
    "hold_hearing": said_hearing.HearingHeldSaid,
    "report_hearing": said_hearing.HearingReportedSaid,
    "pass_legal_review": said_notice.ReviewPassedSaid,
    "ask_for_amendment": said_notice.ReviewAmendsSaid,
    "return_from_review": said_notice.ReviewReturnsSaid,
    "decide_penalty": said_decision.PenaltySaid,
    "decide_no_penalty": said_decision.NoPenaltySaid,
    "decide_not_established": said_decision.NotEstablishedSaid,
    "record_payment": said_decision.PaymentSaid,
    "approve_payment_plan": said_decision.PlanSaid,
    "confirm_performance": said_decision.PerformedSaid,
    "serve_demand": said_decision.DemandSaid,
    "apply_to_court": said_decision.CourtSaid,
    "open_remedy": said_decision.RemedySaid,
    "close_remedy": said_decision.RemedyClosedSaid,
    "close": said_decision.ClosedSaid,
    "archive": said_decision.ArchivedSaid,
}
# by which rule of a step its form asks for which of the fields that every act may have
OF_OFFICERS = (Field("officers", Kind.PERSONS, "执法人员", "Officers", required=True, blank=()),)
OF_CERTIFICATES = (
    Field("certificate_shown", Kind.ANSWER, "已出示执法证件", "Certificates shown", required=False),
)
OF_APPROVAL = (
    Field("proposed_by", Kind.PERSON, "提请人", "Proposed by", required=False, blank=""),
    Field("approved_by", Kind.PERSON, "批准人", "Approved by", required=False, blank=""),
    Field(
        "approved_on_paper", Kind.TICK, "纸质批准", "Approved on paper", required=False, blank=False
    ),
)
OF_SERVICE = (
    Field("method", Kind.TERM, "送达方式", "Way of service", required=True, term=ServiceMethod),
    Field("receiver", Kind.TEXT, "收件人及身份", "Received by", required=False, blank=""),
    Field("service_note", Kind.AREA, "送达说明", "Note on the service", required=False, blank=""),
    Field("agreed", Kind.TICK, "已确认电子送达", "Agreed to it", required=False, blank=False),
)
OF_PAPERS = Field(
    "made", Kind.LINES, "由系统制作的文书", "Papers made here", required=False, blank=()
)
OF_ASKS: Mapping[str, tuple[Field, ...]] = {
    "two_officers_act": OF_OFFICERS,
    "certificates_are_shown": OF_CERTIFICATES,
    "approved_by_the_head": OF_APPROVAL,
    "method_is_chosen": OF_SERVICE,
}
REASON = "reason_is_given"


@cache
def fields_for(step: str) -> tuple[Field, ...]:
    """Return every field that the form of a step asks for, in order; raises KeyError."""
    asks = [ask.__name__ for ask in STEPS[step].asks]
    day = Field("happened_on", Kind.DAY, "发生日期", "Happened on", required=True)
    reason = Field("reason", Kind.AREA, "理由、说明", "Reason", required=REASON in asks, blank="")
    acting = [field for ask in asks for field in OF_ASKS.get(ask, ())]
    papers = (OF_PAPERS,) if any(paper in MADE_HERE for paper in STEPS[step].papers) else ()
    return (day, *fields_of(said_with(step)), *acting, *papers, reason)


def said_with(step: str) -> type[Said]:
    """Return the type of what is said with a step."""
    return SAID.get(step, Said)


# papers that others write or sign: only their scan proves them
BROUGHT = frozenset(
    (
        "inquiry_record",
        "service_receipt",
        "hearing_record",
        "party_statement",
        "waiver",
        "hearing_request",
        "receipt_of_payment",
        "police_reply",
        "remedy_notice",
        "remedy_decision",
        "paper_file",
    )
)
MADE_HERE = frozenset(PAPERS) - BROUGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step as it is entered: the act, and what is said with it.

    `on_paper`: done before the case was taken over from paper.
    """

    act: Act
    said: Said = SILENT
    on_paper: bool = False


def entered(facts: CaseFacts, entry: Entry) -> CaseFacts:
    """Return the facts with the act about to be taken, and all that it says: to be judged."""
    return replace(entry.said.brings(facts, entry.act), act=entry.act)


def after(facts: CaseFacts, entry: Entry) -> CaseFacts:
    """Return the facts once the entry is recorded; what was done on paper moves no state."""
    asked = entered(facts, entry)
    step = STEPS[entry.act.step]
    state = facts.state if entry.on_paper else state_after(step, asked)
    done = replace(asked, acts=(*asked.acts, entry.act), act=None, state=state)  # type: ignore[arg-type]
    if step.code == "serve_prior_notice":
        return replace(done, notice=asked.draft, draft=None)
    if step.code == "redo_after_remedy":
        return replace(done, decision=None, closing_ground=None)
    return done


def folded(facts: CaseFacts, entries: Iterable[Entry]) -> CaseFacts:
    """Return the facts of a case after all its entries, from what is known besides them."""
    for entry in entries:
        facts = after(facts, entry)
    return facts


@cache
def _adapter(step: str) -> TypeAdapter[Any]:
    return TypeAdapter(said_with(step))


_ACT: TypeAdapter[Act] = TypeAdapter(Act)


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON values, to be kept with its step."""
    said_json = _adapter(entry.act.step).dump_python(entry.said, mode="json")
    act = _ACT.dump_python(entry.act, mode="json")
    return {"act": act, "said": said_json, "on_paper": entry.on_paper}


def entry_from_json(value: Mapping[str, Any]) -> Entry:
    """Read an entry that was kept; raises pydantic's ValidationError."""
    act = _ACT.validate_json(json.dumps(value["act"]))
    spoken = _adapter(act.step).validate_json(json.dumps(value["said"]))
    return Entry(act=act, said=spoken, on_paper=bool(value["on_paper"]))


def is_take_over(entry: Entry) -> bool:
    """Say whether a case begins with this entry as one begun on paper."""
    return entry.act.step == TAKE_OVER
