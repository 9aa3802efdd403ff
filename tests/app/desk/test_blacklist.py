"""The blacklist's pages: from a decision on paper to the approved entry, and who may not."""

import io
import json
import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event, select, update

from app import clock, jobs
from app.db import act, db
from app.models.blacklist import Listing, ListingImport
from app.models.jobs import Job
from app.models.people import SignedInSession
from app.models.register import RegisterChange
from app.queries.blacklist import Stage
from app.services.blacklist import approve_listing, propose_listing
from tests.app.factories.blacklist import SCAN, make_draft, make_institution
from tests.app.people import People

DECISION = {
    "ground": "unlicensed_institution",
    "decision_no": "和平教罚字〔2026〕第9号",
    "decision_on": "2026-11-12",
    "authority": "沈阳市和平区教育局",
    "notice_served_on": "2026-11-02",
    "term_months": "36",
}


def scan():
    return io.BytesIO(SCAN), "decision.pdf"


@pytest.fixture
def institution(office):
    with office.app_context(), act():
        return make_institution("沈阳拟明溪英语培训有限公司").public_id


@pytest.fixture
def proposed(office):
    people = People(office)
    actor = people.officer1
    with office.app_context(), act():
        listing = make_draft(actor)
        propose_listing(listing.public_id, actor=actor)
        return listing.public_id


@pytest.fixture
def approved(office, proposed):
    actor = People(office).approver1
    with office.app_context(), act():
        approve_listing(proposed, actor=actor)
    return proposed


def forget_step_up(office):
    """Let the password of every session lie longer back than five minutes."""
    with office.app_context(), act():
        db.session.execute(update(SignedInSession).values(stepped_up=0.0))


def state_of(office, public_id):
    with office.app_context():
        return db.session.scalars(select(Listing.state).where(Listing.public_id == public_id)).one()


def seen_on(page):
    """Return what the step forms of an entry's page carry; all carry the same."""
    found = set(re.findall(r'name="seen" value="([^"]*)"', page.get_data(as_text=True)))
    assert len(found) == 1
    return unescape(found.pop())


def test_a_decision_from_paper_becomes_an_approved_entry(office, sign_in, institution):
    officer, approver = sign_in("officer1"), sign_in("approver1")
    form = {**DECISION, "institution": institution, "scan": scan(), "then": "propose"}

    answer = officer.post("/desk/blacklist/new", form)
    page = officer.get(answer.location).get_data(as_text=True)
    public_id = answer.location.split("/")[-1].split("?")[0]
    decided = approver.post(f"/desk/blacklist/{public_id}/steps/approve")

    assert answer.status_code == 303
    assert 'data-step="approve" data-open="false"' in page
    assert 'data-refusal="blacklist.approver_is_another_person"' in page
    assert decided.status_code == 303
    assert state_of(office, public_id) == "approved"


def test_the_proposer_is_refused_even_with_the_role(office, sign_in):
    actor = People(office).approver1
    with office.app_context(), act():
        listing = make_draft(actor)
        propose_listing(listing.public_id, actor=actor)
        public_id = listing.public_id

    answer = sign_in("approver1").post(f"/desk/blacklist/{public_id}/steps/approve")

    assert answer.status_code == 409
    assert 'data-refusal="blacklist.approver_is_another_person"' in answer.get_data(as_text=True)
    assert state_of(office, public_id) == "proposed"


@pytest.mark.parametrize("step", ["approve", "reject"])
def test_a_decision_asks_for_the_password_again(office, sign_in, proposed, step):
    approver = sign_in("approver1")
    forget_step_up(office)

    answer = approver.post(f"/desk/blacklist/{proposed}/steps/{step}", {"reason": "证据不足"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 401
    assert 'type="password"' in page
    assert "证据不足" in page
    assert state_of(office, proposed) == "proposed"


@pytest.mark.parametrize("step", ["approve", "reject", "revoke", "remove"])
def test_an_officer_may_not_decide(sign_in, proposed, step):
    answer = sign_in("officer1").post(f"/desk/blacklist/{proposed}/steps/{step}", {"reason": "x"})

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["", "/edit", "/scan"])
def test_another_districts_entry_is_not_found(sign_in, proposed, path):
    assert sign_in("officer2").get(f"/desk/blacklist/{proposed}{path}").status_code == 404


def test_another_districts_entry_takes_no_step(sign_in, proposed):
    answer = sign_in("officer2").post(f"/desk/blacklist/{proposed}/steps/withdraw", {"reason": "x"})

    assert answer.status_code == 404


def test_the_auditor_opens_no_entry(sign_in, proposed):
    assert sign_in("auditor1").get(f"/desk/blacklist/{proposed}").status_code == 403


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(sign_in, institution):
    form = {
        **DECISION,
        "institution": institution,
        "decision_on": "2026-02-30",
        "term_months": "480",
        "notice_served_on": "2027-01-01",
        "scan": (io.BytesIO(b"MZ not a scan"), "decision.pdf"),
    }

    answer = sign_in("officer1").post("/desk/blacklist/new", form)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    for field in ("decision_on", "notice_served_on"):
        assert f'id="{field}-error"' in page
    assert "2026-02-30" in page
    assert "和平教罚字〔2026〕第9号" in page


def test_a_term_outside_the_policy_is_said_at_its_field(sign_in, institution):
    form = {**DECISION, "institution": institution, "term_months": "6"}

    answer = sign_in("officer1").post("/desk/blacklist/new", form)

    assert answer.status_code == 422
    assert 'id="term_months-error"' in answer.get_data(as_text=True)


def test_a_file_that_is_no_scan_is_said_at_its_field(sign_in, institution):
    wrong = (io.BytesIO(b"MZ not a scan"), "decision.pdf")
    form = {**DECISION, "institution": institution, "scan": wrong}

    answer = sign_in("officer1").post("/desk/blacklist/new", form)

    assert answer.status_code == 422
    assert 'id="scan-error"' in answer.get_data(as_text=True)


def test_a_step_that_needs_a_reason_asks_for_it_at_the_field(sign_in, proposed):
    officer = sign_in("officer1")

    answer = officer.post(f"/desk/blacklist/{proposed}/steps/withdraw", {"reason": "  "})

    assert answer.status_code == 422
    assert 'id="reason-error"' in answer.get_data(as_text=True)


def test_a_withdrawal_keeps_its_reason(office, sign_in, proposed):
    officer = sign_in("officer1")

    officer.post(f"/desk/blacklist/{proposed}/steps/withdraw", {"reason": "重复录入"})
    page = officer.get(f"/desk/blacklist/{proposed}").get_data(as_text=True)

    assert state_of(office, proposed) == "withdrawn"
    assert "重复录入" in page


def test_a_concurrent_edit_shows_both(sign_in, proposed):
    form = {**DECISION, "decision_no": "另一文号", "version": "1"}

    answer = sign_in("officer1").post(f"/desk/blacklist/{proposed}/edit", form)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "另一文号" in page
    assert "和平教罚字〔2026〕第9号" in page


def test_the_scan_is_given_only_as_it_came(sign_in, proposed):
    answer = sign_in("officer1").get(f"/desk/blacklist/{proposed}/scan")

    assert answer.data == SCAN
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_opens(sign_in, proposed, stage):
    assert sign_in("officer1").get(f"/desk/blacklist?state={stage}").status_code == 200


def test_the_list_finds_by_name_and_decision(sign_in, proposed):
    officer = sign_in("officer1")

    found = officer.get("/desk/blacklist?q=第9号").get_data(as_text=True)
    none = officer.get("/desk/blacklist?q=没有这个").get_data(as_text=True)

    assert f"/desk/blacklist/{proposed}" in found
    assert f"/desk/blacklist/{proposed}" not in none


def test_the_export_is_a_file_of_what_is_shown(sign_in, proposed):
    answer = sign_in("officer1").get("/desk/blacklist?format=csv&state=approval")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "第9号" in answer.get_data(as_text=True)


def test_the_list_needs_few_queries(office, sign_in, approved):
    officer = sign_in("approver1")
    statements = []
    with office.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))

    officer.get("/desk/blacklist")
    listed = [text for text in statements if text.lower().lstrip().startswith("select")]

    assert len(listed) <= 12, "\n".join(listed)


def test_a_script_in_a_name_is_text(office, sign_in):
    officer = sign_in("officer1")
    form = {**DECISION, "name": "<script>alert(1)</script>培训", "district_code": "210102"}

    answer = officer.post("/desk/blacklist/new", form)
    page = officer.get(answer.location).get_data(as_text=True)

    assert answer.status_code == 303
    assert "<script>alert(1)" not in page


LIST = """机构名称,信用代码,所在区,列入原因,列入日期
沈阳拟明溪英语培训有限公司,,和平区,无证办学,2026-03-01
王小明,,和平区,无证办学,2026-03-01
和平区拟小太阳托管班,,和平区,拒不整改,2026年2月5日
沈河区拟金榜学校,,沈河区,虚假宣传,2026-02-08
"""


def read_in(sign_in, content=LIST):
    officer = sign_in("officer1")
    form = {"file": (io.BytesIO(content.encode()), "名单.csv")}
    return officer, officer.post("/desk/blacklist/import", form)


def test_a_list_is_looked_through_and_becomes_drafts(office, sign_in, institution):
    officer, answer = read_in(sign_in)
    page = officer.get(answer.location).get_data(as_text=True)

    started = officer.post(answer.location)
    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    assert "王小明" not in page
    with office.app_context():
        drafts = db.session.scalars(select(Listing).order_by(Listing.import_row)).all()
        assert [draft.import_row for draft in drafts] == [2, 4]
        assert drafts[0].institution.public_id == institution
        assert drafts[0].ground == "unlicensed_institution"
        assert drafts[1].institution is None
        assert drafts[1].listed_on == date(2026, 2, 5)
        assert db.session.scalars(select(Job.error)).all() == [None]


def test_a_former_name_is_a_candidate_that_a_person_decides_on(office, sign_in, institution):
    with office.app_context(), act():
        renamed = make_institution("沈阳拟新名学校")
        db.session.add(
            RegisterChange(
                institution_id=renamed.id,
                field="name",
                old="沈阳拟旧名培训学校",
                new=renamed.name,
                changed_at=clock.now(),
            )
        )
        public_id = renamed.public_id
    content = "机构名称,所在区,列入原因\n沈阳拟旧名培训学校,和平区,无证办学\n"
    officer, answer = read_in(sign_in, content)
    page = officer.get(answer.location).get_data(as_text=True)

    started = officer.post(answer.location, {"match-2": public_id})
    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    assert 'data-outcome="warn"' in page
    assert "曾用名" in page
    assert f'value="{public_id}"' in page
    with office.app_context():
        draft = db.session.scalars(select(Listing)).one()
        assert draft.institution.public_id == public_id


def test_a_former_name_matches_nobody_by_itself(office, sign_in, institution):
    with office.app_context(), act():
        other = make_institution("沈阳拟改名学校")
        db.session.add(
            RegisterChange(
                institution_id=other.id,
                field="name",
                old="沈阳拟明溪英语培训有限公司",
                new=other.name,
                changed_at=clock.now(),
            )
        )

    _, answer = read_in(sign_in)
    with office.app_context():
        row = db.session.scalars(select(ListingImport)).one().report["rows"][1]

    assert answer.status_code == 303
    assert row["institution"] is None
    assert len(row["candidates"]) == 2
    assert len(row["former"]) == 1


def test_a_person_in_a_list_is_stored_nowhere(office, sign_in):
    read_in(sign_in)

    with office.app_context():
        batch = db.session.scalars(select(ListingImport)).one()
        assert batch.persons_set_apart == 1
        assert "王小明" not in json.dumps(batch.report, ensure_ascii=False)
    files = [path for path in office.config["SETTINGS"].instance.rglob("*") if path.is_file()]
    assert not [path for path in files if "王小明".encode() in path.read_bytes()]


@pytest.mark.parametrize("content", ["", "%PDF-1.7", "没有表头\n只有文字\n"])
def test_a_file_that_is_no_list_is_said_at_its_field(sign_in, content):
    _, answer = read_in(sign_in, content)

    assert answer.status_code == 422
    assert 'id="file-error"' in answer.get_data(as_text=True)


def test_today_says_what_waits_and_what_another_must_do(sign_in, proposed):
    officer, approver = sign_in("officer1"), sign_in("approver1")

    blocked = officer.get("/desk/").get_data(as_text=True)
    waiting = approver.get("/desk/").get_data(as_text=True)

    assert "您提出的1件，须由他人审批。" in blocked
    assert "林拟川" in blocked
    assert "有1件列入等您审批" in waiting


@pytest.mark.parametrize("name", ["inspector1", "publisher1", "leader1", "auditor1", "admin1"])
def test_today_opens_for_every_role(sign_in, proposed, name):
    assert sign_in(name).get("/desk/?lang=en").status_code == 200


def test_an_edition_is_published_by_the_third_person(office, sign_in, approved):
    publisher = sign_in("publisher1")

    started = publisher.post("/desk/blacklist/publish")
    with office.app_context():
        jobs.run(started.location.split("/")[-1])

    assert state_of(office, approved) == "listed"
    with office.app_context():
        assert db.session.scalars(select(Job.error)).all() == [None]


def test_the_approver_may_not_publish(sign_in, approved):
    assert sign_in("approver1").post("/desk/blacklist/publish").status_code == 403
