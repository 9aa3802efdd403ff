"""Cases for tests: led step by step through the services, each step with all that it asks for."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.access import Viewer
from app.db import db
from app.models.cases import Case, CaseStep
from app.models.people import Account
from app.services.case_entries import StepFile
from app.services.case_weighing import Weighing, save_weighing
from app.services.cases import take_step
from app.services.leads import NewLead, receive_lead
from app.services.sessions import viewer_of
from inspections.evidence import FileRole
from inspections.penalty_facts import Charge
from inspections.procedure.entries import BROUGHT, fields_for
from inspections.procedure.given import Given, read_given
from inspections.procedure.stages import STEPS
from inspections.procedure.terms import LeadSource
from inspections.violations import violations
from inspections.vocabulary import LicenceStatus, PartyType, PenaltyKind, PenaltyTier
from tests.app.factories.visits import SCAN, make_evidence, make_site, person_of

START = date(2026, 3, 2)
FACTS = "连续三周在家中有偿补课"
MET = {
    f"{name}{part}": value
    for name in (
        "party_known",
        "first_evidence",
        "penalty_due",
        "own_jurisdiction",
        "inside_limitation",
    )
    for part, value in (("", "yes"), ("_note", "见审批表"))
}
CHARGED = {
    "facts": FACTS,
    "violations": "hidden_venue",
    "bases": "《暂行办法》第十八条",
    "kinds": "fine",
    "fine_fen": "3000000",
}
# what is said with each step; who, when and on what papers comes from `values_for`
SAYS: Mapping[str, Mapping[str, str]] = {
    "file": MET,
    "transfer_out": {"authority": "沈河区教育局"},
    "record_investigation": {"what": "inquiry", "summary": "询问了当事人"},
    "preserve_evidence": {"items": "2"},
    "order_to_correct": {"to_correct": "停止违规培训", "correct_by": "2026-04-01"},
    "close_investigation": {
        "facts": FACTS,
        "evidence": "3",
        "basis": "《暂行办法》第十八条",
        "circumstances": "情节严重",
        "proposal": "penalty",
    },
    "discuss": {"chair": "于主任", "members": "于主任；林科长", "result": "同意", **CHARGED},
    "serve_prior_notice": CHARGED,
    "receive_defence": {"said": "数额过高"},
    "review_defence": {"reasons": "与证据不符", "taken": "no"},
    "decide_penalty": CHARGED,
    "decide_no_penalty": {"ground": "first_offence", "education": "已当面教育"},
    "decide_not_established": {"explanation": "证据不足"},
    "record_payment": {"paid_fen": "3000000"},
    "close": {"ground": "performed"},
    "archive": {},
}


def actor(name: str) -> Viewer:
    """Return a demo person as actor."""
    return viewer_of(db.session.scalars(select(Account).where(Account.name == name)).one())


def make_lead(by: Viewer, **changes: Any) -> Case:
    """Enter a lead about a person who tutors in a flat."""
    site = make_site(licence_status=LicenceStatus.NONE)
    values: dict[str, Any] = {
        "title": "孙某涉嫌在住宅内有偿补课",
        "source": LeadSource.COMPLAINT,
        "summary": "群众反映周末在住宅内补课",
        "received_on": START,
        "scope_code": "210102",
        "party_name": "孙拟某",
        "party_type": PartyType.ORGANISATION,
        "violations": ("hidden_venue",),
        "acted_until": date(2026, 2, 20),
        "institution": site.institution,
        "site": site,
    }
    return receive_lead(NewLead(**(values | changes)), actor=by)


def values_for(code: str, day: date, **said: str) -> dict[str, str]:
    """Return what the form of a step would send: complete by default."""
    usual = {
        "happened_on": day.isoformat(),
        "officers": ";".join((person_of("inspector1"), person_of("inspector2"))),
        "investigators": ";".join((person_of("inspector1"), person_of("inspector2"))),
        "certificate_shown": "yes",
        "proposed_by": person_of("officer1"),
        "method": "direct",
        "receiver": "孙拟某，本人",
        "reason": "见审批表",
        "reviewer": "",
        "is_qualified": "yes",
        "opinion": "事实清楚，程序合法",
        "made": ";".join(one for one in STEPS[code].papers if one not in BROUGHT),
    }
    values = {**usual, **SAYS.get(code, {}), **said}
    names = {field.name for field in fields_for(code)}
    return {name: text for name, text in values.items() if name in names}


def given(code: str, day: date, **said: str) -> Given:
    """Return what is given for a step."""
    return read_given(code, values_for(code, day, **said))


def scans(case: Case, code: str, by: Viewer) -> list[StepFile]:
    """Return a scan of each paper of a step that only comes as one."""
    return [
        StepFile(
            make_evidence(
                case.site,
                by,
                SCAN.replace(b"signed", f"{case.id} {code} {paper}".encode()),
                role=FileRole.OTHER,
            ),
            paper,
        )
        for paper in STEPS[code].papers
        if paper in BROUGHT
    ]


WHO = {
    "file": "approver1",
    "preserve_evidence": "approver1",
    "pass_legal_review": "reviewer1",
    "decide_penalty": "approver1",
    "decide_no_penalty": "approver1",
    "decide_not_established": "approver1",
    "withdraw_filing": "approver1",
    "refuse_filing": "approver1",
    "transfer_out": "approver1",
    "close": "approver1",
}


def step(case: Case, code: str, day: date, *, by: str = "", **said: str) -> CaseStep:
    """Take one step as the person who usually does."""
    who = actor(by or WHO.get(code, "officer1"))
    files = scans(case, code, actor("officer1"))
    return take_step(case, code, given(code, day, **said), files=files, actor=who)


def led(case: Case, *codes: str, start: date = START) -> date:
    """Take steps, one a day from `start`; return the day after the last."""
    day = start
    for code in codes:
        step(case, code, day)
        day += timedelta(days=1)
    return day


TO_THE_REPORT = (
    "begin_review",
    "file",
    "begin_investigation",
    "record_investigation",
    "order_to_correct",
    "close_investigation",
)

FINED = Weighing(
    charge=Charge(
        violation="hidden_venue",
        tier=PenaltyTier.SERIOUS,
        act_on=date(2026, 2, 20),
        elements=frozenset(violations()["hidden_venue"].elements),
        tier_reasons="连续三周，学员九名",
        kinds=frozenset((PenaltyKind.FINE,)),
        fine_fen=3_000_000,
    ),
    joint_department="police",
    joint_document="沈和公函〔2026〕7号",
    joint_agreed_on=START,
)


def weighed(case: Case, *charges: Weighing) -> None:
    """Weigh a fine of 30,000 yuan, or these charges."""
    save_weighing(case, charges or (FINED,), actor=actor("officer1"))


def notified(by: Viewer) -> Case:
    """Return a case whose prior notice was served on 2026-03-09, a Monday."""
    case = make_lead(by)
    day = led(case, *TO_THE_REPORT)
    weighed(case)
    led(case, "discuss", "serve_prior_notice", start=day)
    return case
