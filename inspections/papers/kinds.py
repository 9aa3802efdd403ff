"""Every kind of paper that the office makes: its code, its facts, the function that states it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from inspections.papers import (
    closing,
    decisions,
    filing,
    hearing,
    investigation,
    notices,
    orders,
    visits,
)
from inspections.papers.blocks import Paper


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paper is made from, and by what."""

    facts: type
    make: Callable[[Any], Paper]


KINDS: Mapping[str, Kind] = {
    "onsite_record": Kind(visits.OnsiteRecord, visits.onsite_record),
    "correction_order": Kind(orders.CorrectionOrder, orders.correction_order),
    "recheck_record": Kind(orders.RecheckRecord, orders.recheck_record),
    "lead_register": Kind(filing.LeadRegister, filing.lead_register),
    "filing_form": Kind(filing.FilingForm, filing.filing_form),
    "inquiry_record": Kind(visits.InquiryRecord, visits.inquiry_record),
    "evidence_sheet": Kind(filing.EvidenceSheet, filing.evidence_sheet),
    "investigation_report": Kind(
        investigation.InvestigationReport, investigation.investigation_report
    ),
    "collective_discussion_record": Kind(
        investigation.CollectiveDiscussion, investigation.collective_discussion_record
    ),
    "prior_notice": Kind(notices.PriorNotice, notices.prior_notice),
    "hearing_rights_notice": Kind(notices.PriorNotice, notices.hearing_rights_notice),
    "defence_review": Kind(notices.DefenceReview, notices.defence_review),
    "hearing_notice": Kind(hearing.HearingNotice, hearing.hearing_notice),
    "hearing_record": Kind(hearing.HearingRecord, hearing.hearing_record),
    "hearing_report": Kind(hearing.HearingReport, hearing.hearing_report),
    "legal_review_opinion": Kind(
        investigation.LegalReviewOpinion, investigation.legal_review_opinion
    ),
    "penalty_decision": Kind(decisions.PenaltyDecision, decisions.penalty_decision),
    "no_penalty_decision": Kind(decisions.NoPenaltyDecision, decisions.no_penalty_decision),
    "service_receipt": Kind(closing.ServiceReceipt, closing.service_receipt),
    "demand_letter": Kind(closing.DemandLetter, closing.demand_letter),
    "closing_form": Kind(closing.ClosingForm, closing.closing_form),
    "file_index": Kind(closing.FileIndex, closing.file_index),
}
