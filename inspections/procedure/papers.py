"""The papers of a case by code: those that the office makes, and those that it receives."""

# code: (中文, English); codes as on the papers of the ordinary procedure
PAPERS: dict[str, tuple[str, str]] = {
    "onsite_record": ("现场检查笔录", "On-site record"),
    "lead_register": ("线索登记表", "Lead register"),
    "inquiry_record": ("询问笔录", "Inquiry record"),
    "evidence_sheet": ("证据提取单", "Evidence sheet"),
    "evidence_preservation": ("先行登记保存文书", "Papers on preserved evidence"),
    "correction_order": ("责令改正通知书", "Order to correct"),
    "recheck_record": ("整改复查记录", "Re-check record"),
    "filing_form": ("立案审批表", "Filing form"),
    "investigation_report": ("调查终结报告", "Investigation report"),
    "legal_review_opinion": ("法制审核意见书", "Legal review opinion"),
    "collective_discussion_record": ("集体讨论笔录", "Record of the collective discussion"),
    "prior_notice": ("行政处罚事先告知书", "Prior notice"),
    "hearing_rights_notice": ("听证告知书", "Notice of the right to a hearing"),
    "defence_review": ("陈述申辩复核意见", "Review of the defence"),
    "hearing_notice": ("听证通知书", "Notice of hearing"),
    "hearing_record": ("听证笔录", "Hearing record"),
    "hearing_report": ("听证报告", "Hearing report"),
    "penalty_decision": ("行政处罚决定书", "Penalty decision"),
    "no_penalty_decision": ("不予行政处罚决定书", "No-penalty decision"),
    "not_established_decision": ("违法事实不成立决定书", "Decision that nothing is established"),
    "service_receipt": ("送达回证", "Service receipt"),
    "payment_plan": ("延期（分期）缴纳审批表", "Deferral or instalments"),
    "demand_letter": ("催告书", "Demand letter"),
    "court_application": ("强制执行申请书", "Court application"),
    "transfer_letter": ("案件移送函", "Transfer letter"),
    "crime_transfer_letter": ("涉嫌犯罪案件移送书", "Crime transfer letter"),
    "crime_report": ("涉嫌犯罪书面报告", "Written report of a suspected crime"),
    "closing_form": ("结案审批表", "Closing form"),
    "file_index": ("卷宗目录", "File index"),
    # what others write
    "party_statement": ("当事人陈述申辩材料", "The party's statement"),
    "waiver": ("当事人放弃权利的书面声明", "The party's written waiver"),
    "hearing_request": ("听证申请", "Request for a hearing"),
    "receipt_of_payment": ("缴款凭证", "Receipt of payment"),
    "police_reply": ("公安机关回执或者通知书", "Reply of the police"),
    "remedy_notice": ("复议或者应诉通知书", "Notice of a remedy"),
    "remedy_decision": ("复议决定书或者裁判文书", "Outcome of a remedy"),
    "approval": ("审批表", "Approval form"),
    "paper_file": ("原纸质案卷扫描件", "Scan of the paper file"),
}


def paper_word(code: str, language: str) -> str:
    """Return a paper's name in `language` ("zh" or "en")."""
    zh, en = PAPERS[code]
    return en if language == "en" else zh
