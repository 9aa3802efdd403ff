"""Every step of a case as one literal table: from, to, who may, what must hold, papers, clocks.

Measures Art 26-37; Penalty Law Art 42-73. `judging.py` asks the questions of it.
"""

from inspections.procedure import (
    acts,
    closing,
    crime,
    decision,
    defence,
    execution,
    filing,
    hearing,
    investigation,
    notice,
    review,
)
from inspections.procedure.acts import APPROVAL, OFFICERS
from inspections.procedure.facts import CaseFacts
from inspections.procedure.service import SERVING
from inspections.procedure.service import is_in_time as served_in_time
from inspections.procedure.terms import CaseState, Unchanged
from inspections.steps import Step

S = CaseState
SAME = Unchanged.SAME
EARLY = (S.LEAD_RECEIVED, S.PRELIMINARY_REVIEW)
REOPENS_FROM = (
    S.INVESTIGATION_CLOSED,
    S.COLLECTIVE_DISCUSSION,
    S.PRIOR_NOTICE_SERVED,
    S.HEARING_REQUESTED,
    S.HEARING_NOTICED,
    S.HEARING_HELD,
    S.LEGAL_REVIEW_PASSED,
)
UNDECIDED = (S.FILED, S.INVESTIGATING, *REOPENS_FROM)
ANSWERED_IN = (S.INVESTIGATING, *REOPENS_FROM)
ASKED_IN = (S.PRIOR_NOTICE_SERVED, S.COLLECTIVE_DISCUSSION, S.LEGAL_REVIEW_PASSED)
DECIDED = (S.DECIDED_PENALTY, S.DECIDED_NO_PENALTY, S.DECIDED_NOT_ESTABLISHED)
ENFORCED_IN = (S.PERFORMING, S.OVERDUE, S.DEMAND_SERVED, S.COURT_APPLIED)
AFTER = (S.SERVED, *ENFORCED_IN)
ENDED = (S.CLOSED, S.ARCHIVED)
OPEN = (*UNDECIDED, *DECIDED, S.DECIDED_CRIME_TRANSFER, *AFTER)
TRANSFERS_IN = (S.DECIDED_CRIME_TRANSFER, *DECIDED, *AFTER, *ENDED)
FINAL = (S.NOT_FILED, S.TRANSFERRED_OUT, S.ARCHIVED)

ON_SITE = (*OFFICERS, acts.certificates_are_shown)
DECIDES = (*APPROVAL, decision.outcome_fits)
LATE = (acts.recorded_in_time,)
# what no outcome does without
BEFORE_ANY_DECISION = (
    filing.was_approved,
    investigation.report_is_there,
    investigation.preserved_is_decided_on,
    crime.none_is_open,
)
BEFORE_A_PENALTY = (
    *BEFORE_ANY_DECISION,
    filing.limitation_is_open,
    investigation.order_to_correct_was_served,
    decision.was_discussed,
    notice.was_served,
    defence.window_is_over,
    defence.was_reviewed,
    hearing.right_was_told,
    hearing.window_is_over,
    hearing.was_held_if_asked,
    hearing.was_reported,
    review.passed_where_required,
    decision.joint_department_is_documented,
    decision.proposal_is_within_the_law,
)

TABLE: tuple[Step[CaseFacts], ...] = (
    # from lead to filing
    Step(
        "receive_lead", (), S.LEAD_RECEIVED, "cases.receive_lead", (), "case.lead_received",
        "登记线索", "Enter the lead",
        asks=(filing.lead_is_described,), remarks=LATE, papers=("lead_register",),
    ),
    Step(
        "take_over", (), SAME, "cases.take_over", (), "case.taken_over",
        "接收纸质案件", "Take over from paper",
        asks=(closing.state_on_paper_is_named, *APPROVAL, acts.reason_is_given),
        papers=("paper_file",),
    ),
    Step(
        "begin_review", (S.LEAD_RECEIVED,), S.PRELIMINARY_REVIEW, "cases.begin_review", (),
        "case.review_begun", "开始初步审查", "Begin the preliminary review", remarks=LATE,
    ),
    Step(
        "file", (S.PRELIMINARY_REVIEW,), S.FILED, "cases.file", filing.CONDITIONS_OF_FILING,
        "case.filed", "立案", "File the case",
        asks=APPROVAL, remarks=LATE, papers=("filing_form",), starts=("decision",),
    ),
    Step(
        "refuse_filing", EARLY, S.NOT_FILED, "cases.refuse_filing", (), "case.not_filed",
        "不予立案", "Don't file",
        asks=(*APPROVAL, acts.reason_is_given), remarks=LATE, papers=("approval",),
    ),
    Step(
        "transfer_out", (S.PRELIMINARY_REVIEW, S.FILED, S.INVESTIGATING), S.TRANSFERRED_OUT,
        "cases.transfer_out", (filing.received_case_is_not_sent_on, filing.no_notice_was_served),
        "case.transferred_out", "移送有管辖权的机关", "Send on to the competent authority",
        asks=(*APPROVAL, acts.reason_is_given), remarks=LATE, papers=("transfer_letter",),
        stops=("decision",),
    ),
    # investigation, and what runs beside it
    Step(
        "begin_investigation", (S.FILED,), S.INVESTIGATING, "cases.begin_investigation",
        (filing.was_approved, investigation.officers_are_named), "case.investigation_begun",
        "开始调查", "Begin the investigation", asks=OFFICERS, remarks=LATE,
    ),
    Step(
        "record_investigation", (S.INVESTIGATING,), SAME, "cases.record_investigation", (),
        "case.investigated", "登记调查取证", "Record an act of investigation",
        asks=ON_SITE, remarks=LATE,
    ),
    Step(
        "preserve_evidence", (S.INVESTIGATING,), SAME, "cases.preserve_evidence", (),
        "case.evidence_preserved", "先行登记保存证据", "Register and preserve evidence",
        asks=(*APPROVAL, *ON_SITE, investigation.preserved_items_are_listed), remarks=LATE,
        papers=("evidence_preservation",), starts=("evidence_preservation",),
    ),
    Step(
        "dispose_evidence", OPEN, SAME, "cases.dispose_evidence",
        (investigation.something_is_preserved,), "case.evidence_disposed",
        "处理先行登记保存的证据", "Decide on preserved evidence",
        asks=(*OFFICERS, acts.reason_is_given),
        remarks=(*LATE, investigation.preserved_was_decided_in_time),
        papers=("evidence_preservation",), stops=("evidence_preservation",),
    ),
    Step(
        "order_to_correct", UNDECIDED, SAME, "cases.order_to_correct", (),
        "case.correction_ordered", "责令改正", "Order to correct",
        asks=(investigation.order_names_its_day, *OFFICERS, *SERVING), remarks=LATE,
        papers=("correction_order", "service_receipt"), starts=("correction",),
    ),
    Step(
        "recheck_correction", (*UNDECIDED, *DECIDED, *AFTER), SAME, "cases.recheck_correction",
        (investigation.order_is_in_force,), "case.correction_rechecked",
        "整改复查", "Re-check the correction",
        asks=ON_SITE, remarks=LATE, papers=("recheck_record",), stops=("correction",),
    ),
    Step(
        "ask_recusal", OPEN, SAME, "cases.ask_recusal", (), "case.recusal_asked",
        "申请回避", "Ask for a recusal", asks=(acts.reason_is_given,), remarks=LATE,
    ),
    Step(
        "decide_recusal", OPEN, SAME, "cases.decide_recusal", (closing.recusal_waits,),
        "case.recusal_decided", "决定是否回避", "Decide on a recusal",
        asks=(acts.approved_by_the_head, acts.approval_is_entered_by_its_giver,
              closing.recusal_is_decided_by_another),
        remarks=LATE, papers=("approval",),
    ),
    Step(
        "close_investigation", (S.INVESTIGATING,), S.INVESTIGATION_CLOSED,
        "cases.close_investigation", (investigation.something_was_investigated,),
        "case.investigation_closed", "调查终结", "Close the investigation",
        asks=(investigation.report_is_complete, *OFFICERS), remarks=LATE,
        papers=("investigation_report",),
    ),
    Step(
        "reopen_investigation", REOPENS_FROM, S.INVESTIGATING, "cases.reopen_investigation", (),
        "case.investigation_reopened", "补充调查", "Investigate further",
        asks=(acts.reason_is_given,), remarks=LATE,
    ),
    Step(
        "withdraw_filing",
        (S.FILED, S.INVESTIGATING, S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION),
        S.FILING_WITHDRAWN, "cases.withdraw_filing",
        (filing.no_notice_was_served, crime.none_is_open, investigation.preserved_is_decided_on),
        "case.filing_withdrawn", "撤销立案", "Withdraw the filing",
        asks=(*APPROVAL, acts.reason_is_given), remarks=LATE, papers=("approval",),
        stops=("decision",),
    ),
    # suspected crime
    Step(
        "suspect_crime", (*OPEN, S.CLOSED), SAME, "cases.suspect_crime", (),
        "case.crime_suspected", "报告涉嫌犯罪", "Report a suspected crime",
        asks=OFFICERS, remarks=LATE, papers=("crime_report",),
        starts=("crime_transfer_decision",),
    ),
    Step(
        "decline_crime_transfer", (*OPEN, S.CLOSED), SAME, "cases.decline_crime_transfer",
        (crime.is_suspected,), "case.crime_transfer_declined",
        "决定不移送公安", "Decide against a transfer to the police",
        asks=(*APPROVAL, acts.reason_is_given), remarks=LATE, papers=("approval",),
        stops=("crime_transfer_decision",),
    ),
    Step(
        "decide_crime_transfer", UNDECIDED, S.DECIDED_CRIME_TRANSFER,
        "cases.decide_crime_transfer", (filing.was_approved, crime.is_suspected),
        "case.crime_transfer_decided", "决定移送公安", "Decide to transfer to the police",
        asks=DECIDES, remarks=LATE, papers=("approval",),
        starts=("crime_transfer_sending",),
        stops=("crime_transfer_decision", "defence", "hearing_request"),
    ),
    Step(
        "approve_crime_transfer", (*DECIDED, *AFTER, S.CLOSED), SAME,
        "cases.approve_crime_transfer", (crime.is_suspected,), "case.crime_transfer_approved",
        "决定后移送公安", "Transfer to the police after the decision",
        asks=APPROVAL, remarks=LATE, papers=("approval",),
        starts=("crime_transfer_sending",), stops=("crime_transfer_decision",),
    ),
    Step(
        "send_crime_transfer", TRANSFERS_IN, SAME, "cases.send_crime_transfer",
        (crime.transfer_was_decided,), "case.crime_transfer_sent",
        "向公安机关移送", "Send the case to the police",
        remarks=LATE, papers=("crime_transfer_letter",),
        starts=("crime_transfer_answer",), stops=("crime_transfer_sending",),
    ),
    Step(
        "police_accept", TRANSFERS_IN, SAME, "cases.police_accept", (crime.transfer_was_sent,),
        "case.police_accepted", "登记公安机关立案", "The police filed it",
        remarks=LATE, papers=("police_reply",), starts=("crime_transfer_items",),
        stops=("crime_transfer_answer", "crime_transfer_review", "decision"),
    ),
    Step(
        "hand_over_items", TRANSFERS_IN, SAME, "cases.hand_over_items",
        (crime.transfer_was_sent,), "case.items_handed_over",
        "移交涉案物品", "Hand over the items", asks=OFFICERS, remarks=LATE,
        papers=("police_reply",), stops=("crime_transfer_items",),
    ),
    Step(
        "police_refuse", TRANSFERS_IN, SAME, "cases.police_refuse", (crime.transfer_was_sent,),
        "case.police_refused", "登记公安机关不予立案或者移回", "The police gave it back",
        remarks=LATE, papers=("police_reply",), starts=("crime_transfer_review",),
        stops=("crime_transfer_answer", "crime_transfer_items"),
    ),
    Step(
        "ask_police_review", TRANSFERS_IN, SAME, "cases.ask_police_review",
        (crime.transfer_was_sent,), "case.police_review_asked",
        "提请公安机关复议", "Ask the police to reconsider",
        remarks=LATE, papers=("crime_transfer_letter",), stops=("crime_transfer_review",),
    ),
    Step(
        "resume_after_transfer", (S.DECIDED_CRIME_TRANSFER,), S.INVESTIGATING,
        "cases.resume_after_transfer", (crime.case_came_back,), "case.resumed",
        "恢复办理", "Resume the case",
        asks=(investigation.officers_are_named,), remarks=LATE, papers=("police_reply",),
        stops=("crime_transfer_review", "crime_transfer_items"),
    ),
    # discussion, notice, defence
    Step(
        "discuss",
        (S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD,
         S.LEGAL_REVIEW_PASSED),
        S.COLLECTIVE_DISCUSSION, "cases.discuss", (investigation.report_is_there,),
        "case.discussed", "集体讨论", "Discuss collectively",
        asks=(notice.discussion_is_recorded,), remarks=LATE,
        papers=("collective_discussion_record",),
    ),
    Step(
        "serve_prior_notice",
        (S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD,
         S.LEGAL_REVIEW_PASSED),
        S.PRIOR_NOTICE_SERVED, "cases.serve_prior_notice",
        (filing.was_approved, investigation.report_is_there, notice.was_discussed_before,
         decision.proposal_is_within_the_law),
        "case.prior_notice_served", "送达事先告知", "Serve the prior notice",
        asks=(notice.content_is_complete, notice.right_to_a_hearing_is_told,
              notice.rests_on_the_report, notice.is_not_heavier_for_defending, *OFFICERS,
              *SERVING),
        remarks=LATE, papers=("prior_notice", "service_receipt"),
        starts=("announcement", "defence", "hearing_request"),
    ),
    Step(
        "receive_defence", ANSWERED_IN, SAME, "cases.receive_defence", (defence.notice_is_out,),
        "case.defence_received", "登记陈述申辩", "Enter what the party says",
        asks=(defence.is_dated,), remarks=LATE, papers=("party_statement",),
    ),
    Step(
        "review_defence", ANSWERED_IN, SAME, "cases.review_defence",
        (defence.something_was_said,), "case.defence_reviewed",
        "复核陈述申辩", "Re-check the defence",
        asks=(defence.was_reviewed,), remarks=LATE, papers=("defence_review",),
    ),
    Step(
        "waive_defence", ANSWERED_IN, SAME, "cases.waive_defence", (defence.notice_is_out,),
        "case.defence_waived", "登记放弃陈述申辩", "The party waives its defence",
        asks=(defence.waiver_follows_notice,), remarks=LATE, papers=("waiver",),
        stops=("defence",),
    ),
    # hearing
    Step(
        "waive_hearing", ASKED_IN, SAME, "cases.waive_hearing", (defence.notice_is_out,),
        "case.hearing_waived", "登记放弃听证", "The party waives a hearing",
        asks=(hearing.waiver_follows_notice,), remarks=LATE, papers=("waiver",),
        stops=("hearing_request",),
    ),
    Step(
        "request_hearing", ASKED_IN, S.HEARING_REQUESTED, "cases.request_hearing",
        (defence.notice_is_out,), "case.hearing_requested",
        "登记听证申请", "The party asks for a hearing",
        asks=(hearing.request_is_dated,), remarks=LATE, papers=("hearing_request",),
        starts=("hearing_notice",), stops=("hearing_request",),
    ),
    Step(
        "decline_hearing", (S.HEARING_REQUESTED,), S.PRIOR_NOTICE_SERVED,
        "cases.decline_hearing", (hearing.may_be_declined,), "case.hearing_declined",
        "不予受理听证", "Decline the hearing",
        asks=(acts.reason_is_given,), remarks=LATE, papers=("approval",),
        stops=("hearing_notice",),
    ),
    Step(
        "notify_hearing", (S.HEARING_REQUESTED, S.HEARING_NOTICED), S.HEARING_NOTICED,
        "cases.notify_hearing", (), "case.hearing_noticed",
        "送达听证通知", "Serve the notice of hearing",
        asks=(hearing.is_arranged, hearing.chair_is_no_investigator,
              hearing.is_noticed_seven_clear_days_before, *OFFICERS, *SERVING),
        remarks=LATE, papers=("hearing_notice", "service_receipt"), stops=("hearing_notice",),
    ),
    Step(
        "give_up_hearing", (S.HEARING_REQUESTED, S.HEARING_NOTICED), S.PRIOR_NOTICE_SERVED,
        "cases.give_up_hearing", (), "case.hearing_given_up",
        "登记放弃已申请的听证", "The party gives up the hearing",
        asks=(hearing.giving_up_is_proven,), remarks=LATE, stops=("hearing_notice",),
    ),
    Step(
        "hold_hearing", (S.HEARING_NOTICED,), S.HEARING_HELD, "cases.hold_hearing", (),
        "case.hearing_held", "举行听证", "Hold the hearing",
        asks=(hearing.is_held_as_noticed, hearing.chair_is_no_investigator, hearing.was_fair),
        remarks=LATE, papers=("hearing_record",),
    ),
    Step(
        "report_hearing", (S.HEARING_HELD, S.COLLECTIVE_DISCUSSION), SAME,
        "cases.report_hearing", (hearing.was_held,), "case.hearing_reported",
        "提交听证报告", "Report on the hearing",
        asks=(hearing.was_reported,), remarks=LATE, papers=("hearing_report",),
    ),
    # legal review
    Step(
        "pass_legal_review",
        (S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD),
        S.LEGAL_REVIEW_PASSED, "cases.pass_legal_review", (hearing.was_reported,),
        "case.legal_review_passed", "法制审核通过", "Pass the legal review",
        asks=(review.ends_with_a_pass, review.reviewer_is_qualified,
              review.reviewer_is_no_investigator),
        remarks=LATE, papers=("legal_review_opinion",),
    ),
    Step(
        "ask_for_amendment",
        (S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD),
        SAME, "cases.ask_for_amendment", (), "case.amendment_asked",
        "法制审核提出修改意见", "Ask for an amendment",
        asks=(review.ends_without_a_pass, review.reviewer_is_qualified,
              review.reviewer_is_no_investigator),
        remarks=LATE, papers=("legal_review_opinion",),
    ),
    Step(
        "return_from_review",
        (S.INVESTIGATION_CLOSED, S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD),
        S.INVESTIGATING, "cases.return_from_review", (), "case.returned_from_review",
        "法制审核退回补充", "Send back from the legal review",
        asks=(review.ends_without_a_pass, review.reviewer_is_no_investigator,
              acts.reason_is_given),
        remarks=LATE, papers=("legal_review_opinion",),
    ),
    # decisions
    Step(
        "decide_penalty",
        (S.COLLECTIVE_DISCUSSION, S.PRIOR_NOTICE_SERVED, S.HEARING_HELD, S.LEGAL_REVIEW_PASSED),
        S.DECIDED_PENALTY, "cases.decide_penalty", BEFORE_A_PENALTY, "case.penalty_decided",
        "决定行政处罚", "Decide a penalty",
        asks=(*DECIDES, decision.content_is_complete, decision.cites_nothing_new,
              decision.change_was_discussed),
        remarks=(*LATE, decision.is_in_time, defence.late_one_is_considered),
        papers=("penalty_decision",), starts=("service", "publication"),
        stops=("decision", "defence", "hearing_request"),
    ),
    Step(
        "decide_no_penalty", REOPENS_FROM, S.DECIDED_NO_PENALTY, "cases.decide_no_penalty",
        BEFORE_ANY_DECISION, "case.no_penalty_decided", "决定不予行政处罚", "Decide no penalty",
        asks=(*DECIDES, decision.ground_is_given, decision.education_was_given),
        remarks=(*LATE, decision.is_in_time), papers=("no_penalty_decision",),
        starts=("service",),
        stops=("decision", "defence", "hearing_request", "hearing_notice"),
    ),
    Step(
        "decide_not_established", REOPENS_FROM, S.DECIDED_NOT_ESTABLISHED,
        "cases.decide_not_established", BEFORE_ANY_DECISION, "case.not_established_decided",
        "认定违法事实不成立", "Decide that nothing is established",
        asks=DECIDES, remarks=(*LATE, decision.is_in_time),
        papers=("not_established_decision",), starts=("service",),
        stops=("decision", "defence", "hearing_request", "hearing_notice"),
    ),
    Step(
        "serve_decision", DECIDED, S.SERVED, "cases.serve_decision", (),
        "case.decision_served", "送达决定书", "Serve the decision",
        asks=(*OFFICERS, *SERVING), remarks=(*LATE, served_in_time),
        papers=("service_receipt",),
        starts=("announcement", "payment", "duties", "reconsideration", "lawsuit",
                "court_application"),
        stops=("service",),
    ),
    # performance and execution
    Step(
        "start_performance", (S.SERVED,), S.PERFORMING, "cases.start_performance",
        (execution.is_a_penalty, execution.decision_stands), "case.performance_started",
        "登记开始履行", "The party begins to perform", remarks=LATE,
    ),
    Step(
        "record_payment", AFTER, SAME, "cases.record_payment", (execution.is_a_penalty,),
        "case.payment_recorded", "登记缴款", "Enter a payment",
        remarks=LATE, papers=("receipt_of_payment",),
    ),
    Step(
        "approve_payment_plan", (S.SERVED, S.PERFORMING, S.OVERDUE, S.DEMAND_SERVED), SAME,
        "cases.approve_payment_plan",
        (execution.is_a_penalty, execution.decision_stands, execution.something_is_owed),
        "case.payment_plan_approved", "批准延期或者分期缴纳", "Approve a deferral or instalments",
        asks=(*APPROVAL, execution.plan_is_later), remarks=LATE, papers=("payment_plan",),
        starts=("payment_plan",), stops=("payment",),
    ),
    Step(
        "confirm_performance", ENFORCED_IN, SAME, "cases.confirm_performance",
        (execution.is_a_penalty,), "case.performance_confirmed",
        "确认履行完毕", "Confirm that all is performed",
        asks=(execution.nothing_is_owed,), remarks=LATE,
        stops=("payment", "payment_plan", "duties", "demand", "court_application"),
    ),
    Step(
        "mark_overdue", (S.SERVED, S.PERFORMING), S.OVERDUE, "cases.mark_overdue",
        (execution.is_a_penalty, execution.decision_stands, execution.something_is_owed,
         execution.time_to_perform_is_over),
        "case.overdue", "登记逾期未履行", "Mark as overdue", remarks=LATE,
    ),
    Step(
        "serve_demand", (S.OVERDUE, S.DEMAND_SERVED), S.DEMAND_SERVED, "cases.serve_demand",
        (execution.decision_stands, execution.something_is_owed), "case.demand_served",
        "送达催告书", "Serve the demand",
        asks=(execution.demand_is_complete, *OFFICERS, *SERVING), remarks=LATE,
        papers=("demand_letter", "service_receipt"), starts=("demand",),
    ),
    Step(
        "apply_to_court", (S.DEMAND_SERVED,), S.COURT_APPLIED, "cases.apply_to_court",
        (execution.decision_stands, execution.something_is_owed, execution.demand_time_is_over,
         execution.demand_answer_is_reviewed, execution.no_remedy_is_open,
         execution.no_lawsuit_was_lost, execution.remedies_are_over),
        "case.court_applied", "申请法院强制执行", "Apply to the court",
        asks=(*APPROVAL, execution.court_is_asked_in_time),
        remarks=(*LATE, execution.three_months_are_kept), papers=("court_application",),
        stops=("demand", "court_application", "payment", "payment_plan", "duties"),
    ),
    # remedies
    Step(
        "open_remedy", (*AFTER, *ENDED), SAME, "cases.open_remedy", (), "case.remedy_opened",
        "登记复议、诉讼或者主动纠正", "Enter a remedy",
        asks=(closing.decision_was_put_in_question,), remarks=LATE, papers=("remedy_notice",),
        stops=("reconsideration", "lawsuit", "lawsuit_after_reconsideration"),
    ),
    Step(
        "close_remedy", (*AFTER, *ENDED), SAME, "cases.close_remedy", (closing.remedy_waits,),
        "case.remedy_closed", "登记救济结果", "Enter the outcome of a remedy",
        asks=(closing.remedy_is_dated,), remarks=LATE, papers=("remedy_decision",),
        starts=("lawsuit_after_reconsideration", "publication_withdrawal"),
    ),
    Step(
        "redo_after_remedy", (*AFTER, *ENDED), S.INVESTIGATING, "cases.redo_after_remedy",
        (closing.decision_fell,), "case.begun_again", "重新办理", "Do the case again",
        asks=(*APPROVAL, acts.reason_is_given), remarks=LATE, papers=("remedy_decision",),
        stops=("payment", "payment_plan", "duties", "demand", "court_application",
               "reconsideration", "lawsuit", "lawsuit_after_reconsideration", "publication"),
    ),
    # the end
    Step(
        "close", (S.DECIDED_CRIME_TRANSFER, *AFTER), S.CLOSED, "cases.close",
        (crime.police_took_the_case,), "case.closed", "结案", "Close the case",
        asks=(closing.ground_holds, *APPROVAL), remarks=(*LATE, closing.no_remedy_is_open),
        papers=("closing_form",),
        stops=("payment", "payment_plan", "duties", "demand", "court_application"),
    ),
    Step(
        "archive", (S.CLOSED, S.FILING_WITHDRAWN), S.ARCHIVED, "cases.archive", (),
        "case.archived", "归档", "Archive", remarks=LATE, papers=("file_index",),
    ),
)  # fmt: skip

STEPS: dict[str, Step[CaseFacts]] = {step.code: step for step in TABLE}
