"""One English word for each legal term, with its Chinese word beside it.

A `Term` is a string (the code stored in the database, sent in JSON and used in URLs) that also
carries the words a person reads.
"""

from enum import StrEnum
from typing import Self


class Term(StrEnum):
    """A code with its Chinese and English word."""

    zh: str
    en: str

    def __new__(cls, code: str, zh: str = "", en: str = "") -> Self:
        """Build the member as its code; the words ride along as attributes."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.zh = zh
        member.en = en
        return member

    def word(self, language: str) -> str:
        """Return the word for `language` ("zh" or "en")."""
        return self.en if language == "en" else self.zh


class Standing(Term):
    """How an institution stands on a day; `UNKNOWN` never leaves the office."""

    BLACKLISTED = "blacklisted", "已列入黑名单", "Blacklisted"
    LICENSED = "licensed", "有办学许可", "Licensed"
    UNLICENSED = "unlicensed", "许可已终止", "Licence ended"
    UNKNOWN = "unknown", "未知有无许可", "No licence known"


class LicenceStatus(Term):
    """What the authority's own record says of the licence (办学许可证)."""

    VALID = "valid", "有效", "Valid"
    EXPIRED = "expired", "已过期", "Expired"
    SUSPENDED = "suspended", "已暂停", "Suspended"
    DEREGISTERED = "deregistered", "已注销", "Deregistered"
    REVOKED = "revoked", "已吊销", "Revoked"
    NONE = "none", "无证", "Without licence"
    UNKNOWN = "unknown", "未载明", "Not stated"


class Restriction(Term):
    """A restriction in force beside the standing."""

    SUSPENDED = "suspended", "许可已暂停", "Licence suspended"
    STOP_ENROLLING = "stop_enrolling", "责令停止招收学员", "Ordered to stop enrolling"


class SubjectClass(Term):
    """Subject or non-subject tutoring (学科类, 非学科类)."""

    SUBJECT = "subject", "学科类", "Subject"
    NON_SUBJECT = "non_subject", "非学科类", "Non-subject"


class SubjectGroup(Term):
    """The group under which a bureau files an institution."""

    ACADEMIC = "academic", "学科类", "School subjects"
    ARTS = "arts", "艺术类", "Arts"
    SPORTS = "sports", "体育类", "Sports"
    TECHNOLOGY = "technology", "科技类", "Science and technology"
    OTHER = "other", "其他", "Other"


class LegalForm(Term):
    """The form in which the institution is registered."""

    FOR_PROFIT = "for_profit", "营利性", "For profit"
    NON_PROFIT = "non_profit", "非营利性", "Non-profit"
    SELF_EMPLOYED = "self_employed", "个体工商户", "Self-employed"
    UNREGISTERED = "unregistered", "无登记", "Not registered"


class DeliveryMode(Term):
    """Offline or online tutoring (线下, 线上)."""

    OFFLINE = "offline", "线下", "Offline"
    ONLINE = "online", "线上", "Online"


class Datum(Term):
    """The datum of a coordinate pair."""

    WGS84 = "wgs84", "WGS-84（GPS）", "WGS-84 (GPS)"
    GCJ02 = "gcj02", "GCJ-02（高德、腾讯）", "GCJ-02 (Amap, Tencent)"
    BD09 = "bd09", "BD-09（百度）", "BD-09 (Baidu)"


class InspectionKind(Term):
    """Why a visit takes place (行政检查)."""

    DAILY = "daily", "日常检查", "Daily"
    DOUBLE_RANDOM = "double_random", "双随机检查", "Double-random"
    SPECIAL = "special", "专项检查", "Special"
    CASE = "case", "个案检查", "Case"
    RECHECK = "recheck", "整改复查", "Re-check"


class Answer(Term):
    """The four answers of a checklist; nothing is preset."""

    YES = "yes", "是", "Yes"
    NO = "no", "否", "No"
    NOT_APPLICABLE = "not_applicable", "不适用", "Not applicable"
    NOT_CHECKED = "not_checked", "未查", "Not checked"


class VisitResult(Term):
    """How a visit ended."""

    COMPLIANT = "compliant", "未发现问题", "No findings"
    CORRECTED_ON_SITE = "corrected_on_site", "当场改正", "Corrected on site"
    CORRECTION_ORDERED = "correction_ordered", "责令改正", "Ordered to correct"
    LEAD_CREATED = "lead_created", "转为线索", "Lead created"
    CLOSED_PREMISES = "closed_premises", "关门歇业", "Premises closed"
    REFUSED_ENTRY = "refused_entry", "拒绝检查", "Entry refused"
    NOT_FOUND = "not_found", "地址查无此处", "Not found"


class OrderVariant(Term):
    """What an order to correct asks: correction by a day, or (Measures Art 17) a stop at once."""

    CORRECT = "correct", "限期改正", "Correct by a day"
    STOP_AT_ONCE = "stop_at_once", "立即停止", "Stop at once"


class OrderState(Term):
    """Where an order to correct stands (责令改正)."""

    DRAFT = "draft", "拟制中", "Draft"
    ISSUED = "issued", "已作出，待送达", "Issued, not served yet"
    SERVED = "served", "已送达，整改中", "Served, being corrected"
    RECHECKED = "rechecked", "已复查", "Re-checked"
    CLOSED = "closed", "整改完成", "Corrected and closed"
    ESCALATED = "escalated", "已转线索", "Escalated to a lead"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    SET_ASIDE = "set_aside", "已撤销", "Set aside"


class Corrected(Term):
    """What a re-check found of one item, or of the whole order (整改复查)."""

    YES = "yes", "已改正", "Corrected"
    PARTLY = "partly", "部分改正", "Partly corrected"
    NO = "no", "未改正", "Not corrected"


class DueState(Term):
    """How the day to correct by stands to today."""

    NOT_RUNNING = "not_running", "不计期限", "No day runs"
    OPEN = "open", "期限内", "In time"
    DUE_SOON = "due_soon", "即将到期", "Due soon"
    OVERDUE = "overdue", "已逾期", "Overdue"


class ServiceMethod(Term):
    """How a paper is served (送达, Measures Art 35)."""

    DIRECT = "direct", "直接送达", "Handed over"
    LEFT = "left", "留置送达", "Left in presence"
    POST = "post", "邮寄送达", "By post"
    THROUGH = "through", "委托（转交）送达", "Through another body"
    ELECTRONIC = "electronic", "电子送达", "Electronically"
    ANNOUNCEMENT = "announcement", "公告送达", "By announcement"


class PaperKind(Term):
    """Papers that carry a running number of their kind, year and office."""

    CORRECTION_ORDER = "correction_order", "责令改正通知书", "Order to correct"
    FILING_FORM = "filing_form", "立案审批表", "Filing form"
    EVIDENCE_PRESERVATION = "evidence_preservation", "先行登记保存文书", "Papers on kept evidence"
    PRIOR_NOTICE = "prior_notice", "行政处罚事先告知书", "Prior notice"
    HEARING_NOTICE = "hearing_notice", "听证通知书", "Notice of hearing"
    PENALTY_DECISION = "penalty_decision", "行政处罚决定书", "Penalty decision"
    NO_PENALTY_DECISION = "no_penalty_decision", "不予行政处罚决定书", "No-penalty decision"
    NOT_ESTABLISHED_DECISION = (
        "not_established_decision",
        "违法事实不成立决定书",
        "Decision that nothing is established",
    )
    DEMAND_LETTER = "demand_letter", "催告书", "Demand letter"
    COURT_APPLICATION = "court_application", "强制执行申请书", "Court application"
    TRANSFER_LETTER = "transfer_letter", "案件移送函", "Transfer letter"
    CRIME_TRANSFER_LETTER = "crime_transfer_letter", "涉嫌犯罪案件移送书", "Crime transfer letter"


class NumberState(Term):
    """What became of a paper's number; a void one is never given again."""

    USED = "used", "使用", "Used"
    VOID = "void", "作废", "Void"


class ListingState(Term):
    """States of a listing on the blacklist."""

    DRAFT = "draft", "草稿", "Draft"
    PROPOSED = "proposed", "待审批", "Awaiting approval"
    APPROVED = "approved", "待发布", "Awaiting publication"
    LISTED = "listed", "在列", "Listed"
    REJECTED = "rejected", "未予批准", "Not approved"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"
    REMOVED = "removed", "已移出", "Removed"
    EXPIRED = "expired", "已到期", "Expired"
    REVOKED = "revoked", "列入已撤销", "Listing set aside"


class Ending(Term):
    """How a listing ends early (撤销列入, 提前移出); never without two persons."""

    SET_ASIDE = "set_aside", "撤销列入", "Listing set aside"
    REMOVAL = "removal", "提前移出", "Early removal"


class SetAsideReason(Term):
    """Why a listing was set aside, as it is published (Administrative Penalty Law, Art 48)."""

    DECISION_REVOKED = "decision_revoked", "所依据的决定已被撤销", "The decision was set aside"
    DECISION_CHANGED = "decision_changed", "所依据的决定已被变更", "The decision was changed"
    DECISION_UNLAWFUL = (
        "decision_unlawful",
        "所依据的决定被确认违法或者无效",
        "The decision was found unlawful or void",
    )
    LISTED_IN_ERROR = "listed_in_error", "列入有误", "The listing was a mistake"


class OverrideState(Term):
    """Where two persons' agreement to a large change of the list stands."""

    ASKED = "asked", "待确认", "Awaiting confirmation"
    CONFIRMED = "confirmed", "已确认", "Confirmed"
    WITHDRAWN = "withdrawn", "已收回", "Taken back"
    VOID = "void", "已失效", "Void"
    USED = "used", "已使用", "Used"


class PartyAnswer(Term):
    """What the party said to the prior notice (陈述申辩)."""

    NONE = "none", "没有答复", "No answer"
    RECEIVED = "received", "已申辩，待复核", "Answered, not considered yet"
    CONSIDERED = "considered", "有申辩，已复核", "Answered and considered"


class Role(Term):
    """Roles an account may hold; admin, security admin and auditor exclude one another."""

    INSPECTOR = "inspector", "检查人员", "Inspector"
    OFFICER = "officer", "承办人", "Case officer"
    REVIEWER = "reviewer", "法制审核人", "Legal reviewer"
    APPROVER = "approver", "部门负责人", "Head of department"
    PUBLISHER = "publisher", "名单签发人", "Publisher"
    LEADER = "leader", "分管负责人", "Leader in charge"
    AUDITOR = "auditor", "审计人员", "Auditor"
    ADMIN = "admin", "系统管理员", "Administrator"
    SECURITY_ADMIN = "security_admin", "安全管理员", "Security administrator"
    PRIVACY_OFFICER = "privacy_officer", "个人信息保护负责人", "Privacy officer"


class PartyType(Term):
    """What a party is: it decides fines, ceilings and hearing rights."""

    NATURAL_PERSON = "natural_person", "自然人", "Natural person"
    SELF_EMPLOYED = "self_employed", "个体工商户", "Self-employed"
    ORGANISATION = "organisation", "法人或者其他组织", "Organisation"


class PenaltyKind(Term):
    """Kinds of administrative penalty (Measures Art 5)."""

    WARNING = "warning", "警告", "Warning"
    CRITICISM = "criticism", "通报批评", "Notice of criticism"
    FINE = "fine", "罚款", "Fine"
    CONFISCATE_GAINS = "confiscate_gains", "没收违法所得", "Confiscation of illegal gains"
    CONFISCATE_GOODS = "confiscate_goods", "没收非法财物", "Confiscation of unlawful goods"
    STOP_ENROLLING = "stop_enrolling", "责令停止招收学员", "Order to stop enrolling"
    STOP_OPERATING = "stop_operating", "责令停止举办", "Order to stop operating"
    REVOKE_LICENCE = "revoke_licence", "吊销许可证件", "Revocation of the licence"
    PRACTICE_RESTRICTION = "practice_restriction", "限制从业", "Practice restriction"
    OTHER = "other", "其他行政处罚", "Other penalty"


class PenaltyTier(Term):
    """How grave an act is, as its article parts the penalties."""

    BASE = "base", "一般情节", "Base"
    SERIOUS = "serious", "情节严重", "Serious"
    VERY_SERIOUS = "very_serious", "情节特别严重", "Very serious"
    AFTER_REFUSAL = "after_refusal", "逾期拒不改正", "Not corrected in time"
