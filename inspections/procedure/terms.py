"""The words of a case: its states, what runs beside them, outcomes, remedies and grounds."""

from inspections.vocabulary import Term


class CaseState(Term):
    """Where a case stands on its way from lead to archive."""

    LEAD_RECEIVED = "lead_received", "线索已登记", "Lead received"
    PRELIMINARY_REVIEW = "preliminary_review", "初步审查", "Preliminary review"
    NOT_FILED = "not_filed", "不予立案", "Not filed"
    TRANSFERRED_OUT = "transferred_out", "已移送其他机关", "Sent on"
    FILED = "filed", "已立案", "Filed"
    INVESTIGATING = "investigating", "调查取证", "Being investigated"
    FILING_WITHDRAWN = "filing_withdrawn", "已撤销立案", "Filing withdrawn"
    INVESTIGATION_CLOSED = "investigation_closed", "调查终结", "Investigation closed"
    COLLECTIVE_DISCUSSION = "collective_discussion", "已集体讨论", "Discussed collectively"
    PRIOR_NOTICE_SERVED = "prior_notice_served", "事先告知已送达", "Prior notice served"
    HEARING_REQUESTED = "hearing_requested", "当事人要求听证", "Hearing asked for"
    HEARING_NOTICED = "hearing_noticed", "听证已通知", "Hearing announced"
    HEARING_HELD = "hearing_held", "听证已举行", "Hearing held"
    LEGAL_REVIEW_PASSED = "legal_review_passed", "法制审核已通过", "Legal review passed"
    DECIDED_PENALTY = "decided_penalty", "已决定处罚", "Penalty decided"
    DECIDED_NO_PENALTY = "decided_no_penalty", "已决定不予处罚", "No penalty decided"
    DECIDED_NOT_ESTABLISHED = "decided_not_established", "违法事实不成立", "Not established"
    DECIDED_CRIME_TRANSFER = (
        "decided_crime_transfer",
        "已决定移送公安",
        "Transfer to police decided",
    )
    SERVED = "served", "决定已送达", "Decision served"
    PERFORMING = "performing", "履行中", "Being performed"
    OVERDUE = "overdue", "逾期未履行", "Overdue"
    DEMAND_SERVED = "demand_served", "催告已送达", "Demand served"
    COURT_APPLIED = "court_applied", "已申请法院强制执行", "Court applied to"
    CLOSED = "closed", "已结案", "Closed"
    ARCHIVED = "archived", "已归档", "Archived"


class Unchanged(Term):
    """Where a step leads that leaves the case in its state."""

    SAME = "unchanged", "状态不变", "State unchanged"


class Track(Term):
    """What runs beside the state of a case."""

    EVIDENCE_PRESERVED = "evidence_preserved", "先行登记保存", "Evidence preserved"
    CORRECTION_ORDERED = "correction_ordered", "责令改正", "Ordered to correct"
    DEFENCE_WINDOW = "defence_window", "陈述申辩期", "Time to state and defend"
    RECUSAL = "recusal", "回避待决定", "Recusal asked for"
    CRIME_SUSPECTED = "crime_suspected", "涉嫌犯罪", "Crime suspected"
    REMEDY = "remedy", "复议或者诉讼中", "Remedy under way"


class Outcome(Term):
    """How a case is decided (Penalty Law Art 57)."""

    PENALTY = "penalty", "行政处罚", "Penalty"
    NO_PENALTY = "no_penalty", "不予行政处罚", "No penalty"
    NOT_ESTABLISHED = "not_established", "违法事实不能成立", "Not established"
    CRIME_TRANSFER = "crime_transfer", "移送司法机关", "Crime transfer"


class HearingRight(Term):
    """Whether what is proposed gives the right to a hearing."""

    YES = "yes", "有听证权利", "Right to a hearing"
    NO = "no", "无听证权利", "No right to a hearing"
    DEPENDS = "depends", "视金额而定", "Depends on the amount"


class FilingScope(Term):
    """Whether the act is one that the Measures reach at all (Art 2)."""

    WITHIN = "within", "属于办法调整范围", "Within the Measures"
    ADULTS_ONLY = "adults_only", "只培训成年人", "Adults only"
    NON_SUBJECT_ALONE = "non_subject_alone", "个人非学科培训", "A non-subject teacher alone"


class OfficeLevel(Term):
    """The level of the department that handles a case."""

    COUNTY = "county", "县级", "County"
    CITY = "city", "市级", "City"
    PROVINCE = "province", "省级", "Province"


class ReviewResult(Term):
    """What the legal review ends with (法制审核)."""

    PASSED = "passed", "通过", "Passed"
    AMEND = "amend", "修改后报审", "To be amended"
    RETURNED = "returned", "退回补充", "Returned"


class NoPenaltyGround(Term):
    """Why an established act isn't punished (Measures Art 15, Penalty Law Art 30, 33, 36)."""

    MINOR_AND_CORRECTED = "minor_and_corrected", "轻微并及时改正、没有危害后果", "Minor, corrected"
    FIRST_OFFENCE = "first_offence", "初次违法、危害轻微并及时改正", "First breach, corrected"
    NO_FAULT = "no_fault", "没有主观过错", "No fault"
    LIMITATION = "limitation", "超过追责时效", "Limitation expired"
    UNDER_FOURTEEN = "under_fourteen", "不满十四周岁", "Under fourteen"
    UNSOUND_MIND = "unsound_mind", "不能辨认或者控制行为", "Not answerable"


class PoliceAnswer(Term):
    """What the police or the procuratorate say to a transfer."""

    ACCEPTED = "accepted", "已立案", "Filed by the police"
    REFUSED = "refused", "不予立案", "Not filed by the police"
    RETURNED = "returned", "移回处理", "Returned for a penalty"


class RemedyKind(Term):
    """By what a decision is put in question."""

    RECONSIDERATION = "reconsideration", "行政复议", "Reconsideration"
    LAWSUIT = "lawsuit", "行政诉讼", "Lawsuit"
    OWN_CORRECTION = "own_correction", "本机关主动纠正", "The agency's own correction"


class RemedyOutcome(Term):
    """How a remedy ended."""

    UPHELD = "upheld", "维持", "Decision upheld"
    CHANGED = "changed", "变更", "Decision changed"
    SET_ASIDE = "set_aside", "撤销", "Set aside"
    SET_ASIDE_TO_REDO = "set_aside_to_redo", "撤销并责令重作", "Set aside, to be done again"
    UNLAWFUL = "unlawful", "确认违法或者无效", "Found unlawful or void"
    WITHDRAWN = "withdrawn", "撤回", "Withdrawn by the party"


class ClosingGround(Term):
    """Why a case is closed (Measures Art 37)."""

    PERFORMED = "performed", "决定执行完毕", "Fully performed"
    COURT_APPLIED = "court_applied", "已申请法院强制执行", "Court applied to"
    INVESTIGATION_ENDED = "investigation_ended", "案件终止调查", "Investigation ended"
    OTHER = "other", "其他", "Other"


class ClockState(Term):
    """How a running deadline stands to today."""

    OPEN = "open", "期限内", "In time"
    DUE_SOON = "due_soon", "即将到期", "Due soon"
    OVERDUE = "overdue", "已逾期", "Overdue"
    PROVISIONAL = "provisional", "暂定", "Provisional"


class LeadSource(Term):
    """Where a lead came from (Measures Art 26)."""

    INSPECTION = "inspection", "检查发现", "Inspection"
    ORDER = "order", "责令改正逾期未改", "An order not obeyed"
    COMPLAINT = "complaint", "投诉举报", "Complaint"
    TRANSFER = "transfer", "其他机关移送", "Transfer"
    ASSIGNED = "assigned", "上级交办", "Assigned from above"
    LETTER = "letter", "来信来函", "Letter"
    MEDIA = "media", "媒体报道", "Media"
    SELF_REPORT = "self_report", "当事人自报", "The party itself"
    OTHER = "other", "其他", "Other"


class Investigated(Term):
    """What an act of investigation was (Penalty Law Art 46, 55, 56)."""

    INSPECTION = "inspection", "现场检查、勘验", "Inspection on site"
    INQUIRY = "inquiry", "询问", "Inquiry"
    DOCUMENTS = "documents", "调取书证、账册", "Documents and accounts taken"
    ELECTRONIC = "electronic", "提取电子数据", "Electronic data taken"
    SAMPLING = "sampling", "抽样取证", "Samples taken"
    EXPERT = "expert", "委托鉴定", "Expert opinion asked for"
    OTHER = "other", "其他调查", "Other inquiry"


class NoticePart(Term):
    """What a prior notice states (Penalty Law Art 44, 63; Measures Art 29, 30)."""

    FACTS = "facts", "事实", "Facts"
    REASONS = "reasons", "理由", "Reasons"
    BASIS = "basis", "依据", "Legal basis"
    PENALTY = "penalty", "拟处罚内容", "Proposed penalty"
    RIGHT_TO_DEFEND = "right_to_defend", "陈述申辩权", "Right to state and defend"
    TIME_TO_DEFEND = "time_to_defend", "陈述申辩期限", "Time to state and defend"
    WHERE = "where", "提出的地点", "Where to"
    RIGHT_TO_HEARING = "right_to_hearing", "要求听证权", "Right to a hearing"


class DecisionPart(Term):
    """What a penalty decision states (Penalty Law Art 59)."""

    PARTY = "party", "当事人", "Party"
    FACTS_AND_EVIDENCE = "facts_and_evidence", "事实和证据", "Facts and evidence"
    KIND_AND_BASIS = "kind_and_basis", "种类和依据", "Kind and basis"
    PERFORMANCE = "performance", "履行方式和期限", "Way and time of performance"
    REMEDIES = "remedies", "救济途径和期限", "Remedies and their time"
    DEPARTMENT_AND_DATE = "department_and_date", "机关和日期", "Department and date"


class DemandPart(Term):
    """What a demand states (Enforcement Law Art 35, 54)."""

    DUTY = "duty", "应履行的义务", "Duty"
    AMOUNT_AND_WAY = "amount_and_way", "金额和缴纳方式", "Amount and way of payment"
    TIME_LIMIT = "time_limit", "履行期限", "Time limit"
    RIGHT_TO_DEFEND = "right_to_defend", "陈述申辩权", "Right to state and defend"


class ProposalState(Term):
    """What became of a step that was put forward for approval."""

    WAITING = "waiting", "待审批", "Awaiting approval"
    TAKEN = "taken", "已批准", "Approved"
    REJECTED = "rejected", "未予批准", "Not approved"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
