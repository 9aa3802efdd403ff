"""A case begun on paper, from one flat row: its columns, and the steps that it has behind it.

The form of the take-over and the spreadsheet have the same columns; Measures Art 26-37.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inspections.procedure.asked import Field, Kind
from inspections.procedure.given import BadField, BadGiven, Fault, read_fields
from inspections.procedure.terms import CaseState, LeadSource, NoPenaltyGround, Outcome
from inspections.violations import Violation, violations
from inspections.vocabulary import PartyType, PenaltyKind, ServiceMethod

NOTE = "见原纸质案卷"
S = CaseState


def _field(name: str, kind: Kind, zh: str, en: str, **more: Any) -> Field:
    blanks = {Kind.TICK: False, Kind.FEN: 0, Kind.PERSONS: (), Kind.TERMS: (), Kind.LINES: ()}
    blank = None if kind in (Kind.DAY, Kind.TERM, Kind.ANSWER) else blanks.get(kind, "")
    return Field(name, kind, zh, en, more.get("required", False), more.get("term"), blank)


# one row of a spreadsheet, in the order of its columns; headings are the Chinese words
COLUMNS: tuple[Field, ...] = (
    _field("title", Kind.TEXT, "案件名称", "Name of the case", required=True),
    _field("state", Kind.TERM, "当前状态", "State now", required=True, term=CaseState),
    _field("source", Kind.TERM, "线索来源", "Source", required=True, term=LeadSource),
    _field("summary", Kind.AREA, "违法事实", "Facts", required=True),
    _field("party_name", Kind.TEXT, "当事人", "Party", required=True),
    _field("party_type", Kind.TERM, "当事人类型", "Type of party", required=True, term=PartyType),
    _field("party_code", Kind.TEXT, "证照号码", "Code of the party"),
    _field("party_address", Kind.TEXT, "当事人地址", "Address"),
    _field("violation", Kind.TEXT, "案由", "Violation", required=True),
    _field("acted_until", Kind.DAY, "行为终了日期", "Act ended on"),
    _field("officers", Kind.PERSONS, "承办人员", "Officers", required=True),
    _field("proposed_by", Kind.TEXT, "提请人", "Proposed by", required=True),
    _field("head", Kind.TEXT, "批准人", "Approved by", required=True),
    _field("file_number", Kind.TEXT, "原案卷号", "Number of the paper file"),
    _field("received_on", Kind.DAY, "线索登记日期", "Lead received on", required=True),
    _field("filed_on", Kind.DAY, "立案日期", "Filed on"),
    _field("number", Kind.TEXT, "立案号", "Case number"),
    _field("conditions_met", Kind.TICK, "立案五项条件具备", "Five conditions met"),
    _field("investigated_on", Kind.DAY, "调查取证日期", "Investigated on"),
    _field("ordered_on", Kind.DAY, "责令改正送达日期", "Order to correct served on"),
    _field("correct_by", Kind.DAY, "改正期限", "Correct by"),
    _field("reported_on", Kind.DAY, "调查终结日期", "Investigation closed on"),
    _field("circumstances", Kind.TEXT, "情节", "Circumstances"),
    _field("discussed_on", Kind.DAY, "集体讨论日期", "Discussed on"),
    _field("members", Kind.LINES, "讨论参加人", "Members of the discussion"),
    _field("notice_on", Kind.DAY, "事先告知送达日期", "Prior notice served on"),
    _field("notice_number", Kind.TEXT, "事先告知书文号", "Number of the notice"),
    _field("told_of_hearing", Kind.TICK, "已告知听证权利", "Told of the hearing"),
    _field("hearing_asked_on", Kind.DAY, "听证申请日期", "Hearing asked for on"),
    _field("hearing_noticed_on", Kind.DAY, "听证通知送达日期", "Notice of hearing served on"),
    _field("hearing_on", Kind.DAY, "听证日期", "Hearing held on"),
    _field("chair", Kind.TEXT, "听证主持人", "Chair of the hearing"),
    _field("clerk", Kind.TEXT, "听证记录人", "Clerk of the hearing"),
    _field("hearing_reported_on", Kind.DAY, "听证报告日期", "Hearing reported on"),
    _field("reviewed_on", Kind.DAY, "法制审核日期", "Legal review on"),
    _field("reviewer", Kind.TEXT, "法制审核人", "Legal reviewer"),
    _field("outcome", Kind.TERM, "决定种类", "Outcome", term=Outcome),
    _field("decided_on", Kind.DAY, "决定日期", "Decided on"),
    _field("decision_number", Kind.TEXT, "决定书文号", "Number of the decision"),
    _field("kinds", Kind.TERMS, "处罚种类", "Kinds of penalty", term=PenaltyKind),
    _field("fine_fen", Kind.FEN, "罚款（元）", "Fine (yuan)"),
    _field("confiscate_fen", Kind.FEN, "没收违法所得（元）", "Confiscated (yuan)"),
    _field("ground", Kind.TERM, "不予处罚事由", "Ground of no penalty", term=NoPenaltyGround),
    _field("joint_department", Kind.TEXT, "会同部门", "Department deciding together"),
    _field("joint_document", Kind.TEXT, "会同部门文书", "Its document"),
    _field("joint_agreed_on", Kind.DAY, "会同部门同意日期", "It agreed on"),
    _field("served_on", Kind.DAY, "决定送达日期", "Decision served on"),
    _field("method", Kind.TERM, "送达方式", "Way of service", term=ServiceMethod),
    _field("receiver", Kind.TEXT, "收件人", "Received by"),
    _field("paid_on", Kind.DAY, "缴款日期", "Paid on"),
    _field("paid_fen", Kind.FEN, "缴款（元）", "Paid (yuan)"),
)
# the columns by what they are about, each from its first one on
SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("title", "案件和当事人", "Case and party"),
    ("received_on", "线索、立案和调查", "Lead, filing and investigation"),
    ("discussed_on", "讨论、告知和听证", "Discussion, notice and hearing"),
    ("outcome", "决定、送达和履行", "Decision, service and performance"),
)
MONEY = tuple(field.name for field in COLUMNS if field.kind is Kind.FEN)
YUAN = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?元?")
# states in which a case is taken over; the others end on paper or are gone in a day
STATES = (
    S.FILED,
    S.INVESTIGATING,
    S.INVESTIGATION_CLOSED,
    S.COLLECTIVE_DISCUSSION,
    S.PRIOR_NOTICE_SERVED,
    S.HEARING_REQUESTED,
    S.HEARING_NOTICED,
    S.HEARING_HELD,
    S.LEGAL_REVIEW_PASSED,
    S.DECIDED_PENALTY,
    S.DECIDED_NO_PENALTY,
    S.DECIDED_NOT_ESTABLISHED,
    S.SERVED,
    S.PERFORMING,
)
CONDITIONS = (
    "party_known",
    "first_evidence",
    "penalty_due",
    "own_jurisdiction",
    "inside_limitation",
)
DECIDED_BY = {
    Outcome.PENALTY: "decide_penalty",
    Outcome.NO_PENALTY: "decide_no_penalty",
    Outcome.NOT_ESTABLISHED: "decide_not_established",
}
PARTS = "facts;reasons;basis;penalty;right_to_defend;time_to_defend;where"
DECISION_PARTS = "party;facts_and_evidence;kind_and_basis;performance;remedies;department_and_date"


@dataclass(frozen=True, slots=True)
class PaperCase:
    """A row that was read: its values, and the violation that it names."""

    values: Mapping[str, Any]
    violation: str

    def __getitem__(self, name: str) -> Any:
        """Return the value of a column."""
        return self.values[name]

    @property
    def numbers(self) -> dict[str, str]:
        """Return the numbers that papers carry already, by kind."""
        found = {
            "filing_form": self["number"],
            "prior_notice": self["notice_number"],
            "penalty_decision": self["decision_number"],
            "no_penalty_decision": self["decision_number"],
            "not_established_decision": self["decision_number"],
        }
        return {kind: number for kind, number in found.items() if number}


def sections() -> list[tuple[str, str, tuple[Field, ...]]]:
    """Return the columns in sections, each with its Chinese and English heading."""
    names = [field.name for field in COLUMNS]
    starts = [names.index(first) for first, _zh, _en in SECTIONS]
    ends = [*starts[1:], len(COLUMNS)]
    return [
        (zh, en, COLUMNS[start:end])
        for (_first, zh, en), start, end in zip(SECTIONS, starts, ends, strict=True)
    ]


def read_paper_case(values: Mapping[str, str]) -> PaperCase:
    """Return a row as values; raises BadGiven with every fault at its column."""
    typed, strange = _in_fen(values)
    found, faults = read_fields(COLUMNS, typed)
    faults += strange
    code = _violation(str(found.get("violation") or ""))
    if found.get("violation") and code is None:
        faults.append(BadField("violation", Fault.TERM, str(found["violation"])[:30]))
    if found.get("state") and found["state"] not in STATES:
        faults.append(BadField("state", Fault.TERM, found["state"].zh))
    if faults:
        raise BadGiven(faults)
    return PaperCase(found, code or "")


def _in_fen(values: Mapping[str, str]) -> tuple[dict[str, str], list[BadField]]:
    """Return the values with amounts of yuan, as people write them, in fen."""
    typed, strange = dict(values), []
    for name in MONEY:
        text = str(typed.get(name) or "").strip().replace(",", "").removeprefix("¥")
        found = YUAN.fullmatch(text) if text else None
        if text and found is None:
            strange.append(BadField(name, Fault.NUMBER, text[:30]))
        typed[name] = (
            str(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))) if found else ""
        )
    return typed, strange


def _violation(text: str) -> str | None:
    rows = violations()
    if text in rows:
        return text
    return next((code for code, row in rows.items() if row.title("zh") == text), None)


def past_of(case: PaperCase) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the steps that lie behind the case, in order, as texts that `read_given` reads.

    A step of which no day is given wasn't taken; whether the state can rest on the others is
    judged when the case is taken over.
    """
    for step, column, said in _steps(case):
        if case[column] is not None:
            yield step, {**_usual(case, case[column]), **said}


def _usual(case: PaperCase, day: date) -> dict[str, str]:
    return {
        "happened_on": day.isoformat(),
        "officers": ";".join(case["officers"]),
        "certificate_shown": "yes",
        "proposed_by": case["proposed_by"],
        "approved_by": case["head"],
        "approved_on_paper": "yes",
        "method": (case["method"] or ServiceMethod.DIRECT).value,
        "receiver": case["receiver"] or case["party_name"],
        "service_note": NOTE,
        "agreed": "yes",
        "reason": NOTE,
    }


def _steps(case: PaperCase) -> Iterator[tuple[str, str, dict[str, str]]]:
    row, charged = violations()[case.violation], _charged(case)
    met = "yes" if case["conditions_met"] else "no"
    conditions = dict.fromkeys(CONDITIONS, met) | {f"{name}_note": NOTE for name in CONDITIONS}
    ended = case["acted_until"].isoformat() if case["acted_until"] else ""
    yield (
        "receive_lead",
        "received_on",
        {
            "source": case["source"].value,
            "summary": case["summary"],
            "act_ended_on": ended,
        },
    )
    yield "begin_review", "received_on", {}
    yield "file", "filed_on", {**conditions, "investigators": ";".join(case["officers"])}
    yield "begin_investigation", "investigated_on", {}
    yield "record_investigation", "investigated_on", {"what": "other", "summary": NOTE}
    correct_by = case["correct_by"].isoformat() if case["correct_by"] else ""
    yield "order_to_correct", "ordered_on", {"to_correct": NOTE, "correct_by": correct_by}
    yield "close_investigation", "reported_on", _report(case, row)
    yield (
        "discuss",
        "discussed_on",
        {
            **charged,
            "chair": case["head"],
            "members": ";".join(case["members"]),
            "result": NOTE,
        },
    )
    told = ";right_to_hearing" if case["told_of_hearing"] else ""
    yield "serve_prior_notice", "notice_on", {**charged, "states": PARTS + told}
    yield from _hearing(case)
    yield from _decision(case, charged)


def _report(case: PaperCase, row: Violation) -> dict[str, str]:
    outcome = case["outcome"] or Outcome.PENALTY
    return {
        "facts": case["summary"],
        "evidence": "1",
        "basis": row.place("zh"),
        "circumstances": case["circumstances"] or NOTE,
        "proposal": outcome.value,
    }


def _charged(case: PaperCase) -> dict[str, str]:
    row = violations()[case.violation]
    return {
        "facts": case["summary"].replace("\n", " ").replace(";", "，").replace("；", "，"),
        "violations": case.violation,
        "bases": row.place("zh"),
        "kinds": ";".join(kind.value for kind in case["kinds"]),
        "fine_fen": str(case["fine_fen"]),
        "confiscate_fen": str(case["confiscate_fen"]),
    }


def _hearing(case: PaperCase) -> Iterator[tuple[str, str, dict[str, str]]]:
    day = case["hearing_on"] or case["hearing_noticed_on"]
    yield "request_hearing", "hearing_asked_on", {}
    yield (
        "notify_hearing",
        "hearing_noticed_on",
        {
            "scheduled_on": day.isoformat() if day else "",
            "place": NOTE,
            "chair": case["chair"],
            "clerk": case["clerk"],
            "is_public": "yes",
        },
    )
    yield "hold_hearing", "hearing_on", {"record_signed": "yes"}
    yield "report_hearing", "hearing_reported_on", {"opinion": NOTE}
    yield (
        "pass_legal_review",
        "reviewed_on",
        {
            "reviewer": case["reviewer"],
            "is_qualified": "yes",
            "opinion": NOTE,
        },
    )


def _decision(
    case: PaperCase, charged: dict[str, str]
) -> Iterator[tuple[str, str, dict[str, str]]]:
    outcome = case["outcome"] or Outcome.PENALTY
    step = DECIDED_BY.get(outcome)
    if step is None:
        return
    agreed = case["joint_agreed_on"]
    joint = {
        "joint_department": case["joint_department"],
        "joint_document": case["joint_document"],
        "joint_agreed_on": agreed.isoformat() if agreed else "",
    }
    said = {
        "decide_penalty": {**charged, **joint, "states": DECISION_PARTS},
        "decide_no_penalty": {
            "ground": case["ground"].value if case["ground"] else "",
            "education": NOTE,
        },
        "decide_not_established": {"explanation": NOTE},
    }
    yield step, "decided_on", said[step]
    yield "serve_decision", "served_on", {}
    if case["state"] is S.PERFORMING:
        yield "start_performance", "served_on", {}
    if case["paid_fen"]:
        yield "record_payment", "paid_on", {"paid_fen": str(case["paid_fen"])}
