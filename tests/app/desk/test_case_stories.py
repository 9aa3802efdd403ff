"""Whole cases through their pages, from the lead to the end, with the clock moved on."""

import io
import re
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app import jobs
from app.db import act, db
from app.models.cases import Case
from app.services.case_weighing import Weighing, save_lines, save_weighing
from app.services.lead_prefill import lead_from_version
from app.services.leads import lead_from_visit
from inspections.discretion import Weight
from inspections.illegal_gains import Line, LineKind
from inspections.penalty_facts import Charge
from inspections.procedure.entries import BROUGHT
from inspections.procedure.stages import STEPS
from inspections.violations import violations
from inspections.vocabulary import LicenceStatus, PartyType, PenaltyKind, PenaltyTier
from tests.app.factories.cases import WHO, actor, make_lead, values_for
from tests.app.factories.orders import visit_with_findings
from tests.app.factories.visits import SCAN, make_site, person_of
from tests.app.services.test_case_take_over import bring as taken_over

ACTED_ON = date(2026, 2, 20)
SEVERAL = ("officers", "made", "investigators", "kinds", "states", "violations")
OUT_OF_SCOPE = {
    "facts": "持非学科类许可开展数学培训",
    "violations": "scope_nonsubject_does_subject",
    "bases": "《暂行办法》第二十条第三项",
    "kinds": "revoke_licence",
    "fine_fen": "",
}
UNLICENSED = {
    "facts": "未经审批举办校外培训机构",
    "violations": "unlicensed_institution",
    "bases": "《暂行办法》第十七条",
    "kinds": "stop_operating;fine",
}


@pytest.fixture
def bureau(office, people, sign_in):
    """Hands that take steps through the pages, each as the person who usually does."""
    seats = {}

    def seat(name):
        seats.setdefault(name, sign_in(name))
        return seats[name]

    def clock_on(day):
        office.config["SETTINGS"].clock_file.write_text(f"{day}T12:00:00+08:00")

    def make(how, day="2026-03-02"):
        clock_on(day)
        with office.app_context(), act():
            return f"/desk/cases/{how().public_id}"

    def step(here, code, day, *, by="", **said):
        """Send the form of a step; returns the answer."""
        clock_on(day)
        with office.app_context():
            values = values_for(code, date.fromisoformat(day), **said)
            if code == "notify_hearing":
                values |= {"chair": person_of("reviewer1"), "clerk": person_of("officer1")}
        form = {name: text.split(";") if name in SEVERAL else text for name, text in values.items()}
        scans = {
            f"scan-{paper}": (
                io.BytesIO(SCAN.replace(b"signed", f"{here} {code} {day}".encode())),
                f"{paper}.pdf",
            )
            for paper in STEPS[code].papers
            if paper in BROUGHT
        }
        return seat(by or WHO.get(code, "officer1")).post(
            f"{here}/steps/{code}", data={**form, **scans}
        )

    def take(here, code, day, **said):
        """Take a step that must be taken."""
        answer = step(here, code, day, **said)
        assert answer.status_code == 303, refused(answer)

    def state(here):
        with office.app_context():
            public_id = here.rsplit("/", 1)[1]
            return db.session.scalars(select(Case).where(Case.public_id == public_id)).one().state

    return SimpleNamespace(
        seat=seat, clock_on=clock_on, make=make, step=step, take=take, state=state, office=office
    )


def refused(answer) -> str:
    page = answer.get_data(as_text=True)
    rules = re.findall(
        r'data-refusal="([^"]+)"', page.split('id="form"')[-1].split("</section>")[0]
    )
    fields = re.findall(r'id="([\w-]+)-error"', page)
    return f"{answer.status_code} {rules} {fields}"


def to_the_report(bureau, here):
    for code, day in (
        ("begin_review", "2026-03-02"),
        ("file", "2026-03-03"),
        ("begin_investigation", "2026-03-03"),
        ("record_investigation", "2026-03-04"),
        ("order_to_correct", "2026-03-04"),
        ("close_investigation", "2026-03-05"),
    ):
        bureau.take(here, code, day)


def weigh(bureau, here, *charges, lines=()):
    with bureau.office.app_context(), act():
        case = db.session.scalars(
            select(Case).where(Case.public_id == here.rsplit("/", 1)[1])
        ).one()
        if lines:
            save_lines(case, lines, actor=actor("officer1"))
        save_weighing(case, charges, actor=actor("officer1"))


def charge(violation, tier, kinds, **more):
    return Charge(
        violation=violation,
        tier=tier,
        act_on=ACTED_ON,
        elements=frozenset(violations()[violation].elements),
        tier_reasons="持续六个月，学员八十名",
        kinds=frozenset(kinds),
        **more,
    )


def test_a_breach_of_scope_is_revoked_after_a_hearing_and_listed(bureau):
    def lead():
        site = make_site(
            name="沈阳拟程美术培训学校",
            licence_status=LicenceStatus.VALID,
            licence_no="教民121010270000028号",
            licence_issued=date(2024, 1, 1),
            licence_expires=date(2027, 1, 1),
        )
        visit = visit_with_findings(site, actor("officer1"), happened_on=date(2026, 3, 2))
        wanted = replace(
            lead_from_version(visit.versions[0]),
            party_type=PartyType.ORGANISATION,
            violations=("scope_nonsubject_does_subject",),
            acted_until=ACTED_ON,
        )
        return lead_from_visit(visit, wanted, actor=actor("officer1"))

    here = bureau.make(lead)
    to_the_report(bureau, here)
    revocation = charge(
        "scope_nonsubject_does_subject", PenaltyTier.SERIOUS, (PenaltyKind.REVOKE_LICENCE,)
    )
    weigh(bureau, here, Weighing(charge=revocation))
    bureau.take(here, "discuss", "2026-03-06", **OUT_OF_SCOPE)
    bureau.take(here, "serve_prior_notice", "2026-03-09", **OUT_OF_SCOPE)

    early = bureau.step(here, "decide_penalty", "2026-03-10", **OUT_OF_SCOPE)
    assert early.status_code == 409
    assert "hearing.window_is_over" in refused(early)

    bureau.take(here, "request_hearing", "2026-03-11")
    bureau.take(
        here,
        "notify_hearing",
        "2026-03-12",
        scheduled_on="2026-03-26",
        place="局三楼",
        is_public="yes",
    )
    bureau.take(here, "hold_hearing", "2026-03-26", record_signed="yes", agents="1")
    bureau.take(here, "report_hearing", "2026-03-27", by="reviewer1")
    bureau.take(here, "pass_legal_review", "2026-03-30")
    bureau.take(here, "decide_penalty", "2026-03-31", **OUT_OF_SCOPE)
    bureau.take(here, "serve_decision", "2026-04-01")

    page = bureau.seat("officer1").get(here).get_data(as_text=True)
    new = re.search(r'href="(/desk/blacklist/new[^"]+)"', page)[1].replace("&amp;", "&")
    form = bureau.seat("officer1").get(new).get_data(as_text=True)
    assert bureau.state(here).value == "served"
    assert "吊销许可证件" in form
    assert "和平教罚字〔2026〕第1号" in form
    assert re.search(r'<option selected value="outside_scope"', form)
    entry = listed(bureau, new, form)
    assert verdict(bureau) == "blacklisted"

    bureau.take(here, "open_remedy", "2026-05-06", kind="reconsideration")
    bureau.take(here, "close_remedy", "2026-06-10", outcome="set_aside")
    page = bureau.seat("approver1").get(entry).get_data(as_text=True)
    assert 'data-step="revoke" data-open="true"' in page


REPEATED = {
    "weight": Weight.HEAVIER,
    "weight_reasons": "2025年因同类行为受过处罚",
    "grounds": frozenset(("repeated_within_2_years",)),
    "ground_notes": (("repeated_within_2_years", "沈和教罚字〔2025〕第9号"),),
}


@pytest.mark.parametrize(
    ("yuan", "weighed"),
    [("100000.00", {}), ("500000.00", REPEATED)],
    ids=["at the least", "at the top"],
)
def test_an_unlicensed_operator_is_stopped_and_fined_within_the_range(bureau, yuan, weighed):
    here = unlicensed(bureau, int(yuan.split(".")[0]) * 100, weighed)
    told = {**UNLICENSED, "fine_fen": yuan}

    bureau.take(here, "discuss", "2026-03-06", **told)
    bureau.take(here, "serve_prior_notice", "2026-03-09", **told)
    bureau.take(here, "decide_penalty", "2026-03-18", **told)

    page = bureau.seat("officer1").get(here).get_data(as_text=True)
    assert bureau.state(here).value == "decided_penalty"
    assert f"¥{float(yuan):,.2f}" in page


@pytest.mark.parametrize("yuan", ["99999.99", "500000.01"])
def test_a_fine_outside_the_range_is_not_even_told(bureau, yuan):
    here = unlicensed(bureau, round(float(yuan) * 100), REPEATED)
    told = {**UNLICENSED, "fine_fen": yuan}
    bureau.take(here, "discuss", "2026-03-06", **told)

    answer = bureau.step(here, "serve_prior_notice", "2026-03-09", **told)

    assert answer.status_code == 409
    assert "decision.proposal_is_within_the_law" in refused(answer)


def unlicensed(bureau, fine_fen, weighed):
    """Return a case with gains of 100,000 yuan, its investigation closed, this fine weighed."""
    here = bureau.make(lambda: make_lead(actor("officer1"), violations=("unlicensed_institution",)))
    to_the_report(bureau, here)
    kinds = (PenaltyKind.STOP_OPERATING, PenaltyKind.FINE)
    stopped = charge(
        "unlicensed_institution", PenaltyTier.BASE, kinds, fine_fen=fine_fen, **weighed
    )
    joint = {
        "joint_department": "police",
        "joint_document": "沈和公函〔2026〕9号",
        "joint_agreed_on": date(2026, 3, 5),
    }
    lines = [Line(LineKind.RECEIPT, 10_000_000, None, date(2026, 2, 1), "学费")]
    weigh(bureau, here, Weighing(charge=stopped, uses_gains=True, **joint), lines=lines)
    return here


def test_a_correction_in_time_ends_without_a_penalty(bureau):
    here = bureau.make(lambda: make_lead(actor("officer1")))
    to_the_report_for = (
        ("begin_review", "2026-03-02", {}),
        ("file", "2026-03-03", {}),
        ("begin_investigation", "2026-03-03", {}),
        ("record_investigation", "2026-03-04", {}),
        ("order_to_correct", "2026-03-04", {}),
        ("recheck_correction", "2026-03-16", {"corrected": "yes"}),
        ("close_investigation", "2026-03-17", {"proposal": "no_penalty"}),
        ("decide_no_penalty", "2026-03-18", {"ground": "minor_and_corrected"}),
        ("serve_decision", "2026-03-19", {}),
        ("close", "2026-03-20", {"ground": "other"}),
    )

    for code, day, said in to_the_report_for:
        bureau.take(here, code, day, **said)

    page = bureau.seat("officer1").get(here).get_data(as_text=True)
    assert bureau.state(here).value == "closed"
    assert "已结案" in page


def listed(bureau, new, form):
    """Draft the entry from the decision's form, approve and publish it; return its address."""
    officer = bureau.seat("officer1")
    typed = dict(re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form))
    bureau.clock_on("2026-04-20")
    answer = officer.post(
        new,
        data={
            **typed,
            "ground": "outside_scope",
            "answer": "none",
            "term_months": "36",
            "then": "propose",
            "scan": (io.BytesIO(SCAN.replace(b"signed", b"decision")), "决定书.pdf"),
        },
    )
    assert answer.status_code == 303
    entry = answer.headers["Location"].split("?")[0]
    assert bureau.seat("approver1").post(f"{entry}/steps/approve").status_code == 303
    started = bureau.seat("publisher1").post("/desk/blacklist/publish")
    with bureau.office.app_context():
        jobs.run(started.location.split("/")[-1])
    return entry


def verdict(bureau):
    """Return what the public is told of the institution."""
    answer = bureau.office.test_client().get(f"/api/v1/check?q={quote('沈阳拟程美术培训学校')}")
    return answer.get_json()["verdict"]


def test_a_case_taken_over_at_served_goes_on_with_its_next_clock(bureau):
    bureau.clock_on("2026-11-19")
    with bureau.office.app_context():
        here = f"/desk/cases/{taken_over()}"

    page = bureau.seat("officer1").get(here).get_data(as_text=True)
    assert "纸质案件接收" in page
    assert "纸上办理，接收登记" in page
    running = page.split('id="next-word"')[1]
    assert "缴纳罚款" in running
    assert "2026-12-01" in running

    bureau.take(here, "record_payment", "2026-11-25", paid_fen="30000.00")
    bureau.take(here, "start_performance", "2026-11-25")
    bureau.take(here, "confirm_performance", "2026-11-26")
    bureau.take(here, "close", "2026-11-27", ground="performed")
    assert bureau.state(here).value == "closed"
