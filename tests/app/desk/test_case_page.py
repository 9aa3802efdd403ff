"""The page of a case: its spine, what comes next, its tabs, the form of a step."""

import io
import re
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import event, select

from app.db import act, db
from app.models.cases import Case, CaseProposal
from tests.app.factories.cases import (
    FACTS,
    TO_THE_REPORT,
    actor,
    led,
    make_lead,
    notified,
    values_for,
    weighed,
)
from tests.app.factories.visits import SCAN, person_of

MONDAY = "2026-03-09"


@pytest.fixture
def clock_on(office):
    """A function that moves the office's clock to noon of a day."""

    def move(day: str) -> None:
        office.config["SETTINGS"].clock_file.write_text(f"{day}T12:00:00+08:00")

    return move


@pytest.fixture
def made(office, people, clock_on):
    """A function that makes a case by steps, and returns its page's address."""
    clock_on("2026-03-20")

    def make(how=make_lead):
        with office.app_context(), act():
            return f"/desk/cases/{how(actor('officer1')).public_id}"

    return make


def reported(by):
    case = make_lead(by)
    led(case, *TO_THE_REPORT)
    return case


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def steps_on(page: str) -> dict[str, bool]:
    found = re.findall(r'data-step="(\w+)" data-open="(true|false)"', page)
    return {code: is_open == "true" for code, is_open in found}


def of_step(page: str, code: str) -> str:
    return page.split(f'data-step="{code}"')[1].split("data-step=")[0]


def test_the_page_shows_each_step_taken_and_those_ahead(made, sign_in):
    here = made(notified)

    page = text_of(sign_in("officer1").get(here))

    spine = page.split("data-spine>")[1].split("</ol>")[0]
    assert [spine.count(f'<li class="{one}"') for one in ("done", "now")] == [9, 1]
    assert spine.index("立案") < spine.index("送达事先告知") < spine.index("送达决定书")
    assert "责令改正通知书" in spine or "责改" in spine


def test_what_can_be_done_and_what_is_blocked_are_marked_with_every_reason(made, sign_in, clock_on):
    here = made(notified)
    clock_on("2026-03-12")

    page = text_of(sign_in("officer1").get(here))

    shown = steps_on(page)
    assert shown["receive_defence"] is True
    assert shown["decide_penalty"] is False
    against = of_step(page, "decide_penalty")
    assert 'data-refusal="defence.window_is_over"' in against
    assert "2026-03-17" in against
    assert "第四十五条" in against


def test_what_the_form_of_filing_asks_for_doesnt_keep_it_closed(made, sign_in):
    here = made(lambda by: reported_until(by, 1))

    page = text_of(sign_in("officer1").get(here))

    assert steps_on(page)["file"] is True
    assert f'href="{here}/steps/file"' in page


def test_the_running_clock_says_its_day_what_is_left_and_the_article(made, sign_in, clock_on):
    here = made(notified)
    clock_on("2026-03-12")

    page = text_of(sign_in("officer1").get(here))

    clock = page.split('class="case-clock big"')[1].split("</div>")[0]
    assert "剩2个工作日" in clock
    assert "2026-03-16" in clock
    assert "第三十一条" in clock


@pytest.mark.parametrize("name", ["inspector3", "officer2"])
def test_a_case_of_another_district_is_not_found(made, sign_in, name):
    assert sign_in(name).get(made()).status_code == 404


def test_an_auditor_opens_no_case(made, sign_in):
    assert sign_in("auditor1").get(made()).status_code == 403


@pytest.mark.parametrize("tab", ["", "/parties", "/evidence", "/papers", "/log", "/stand"])
def test_each_tab_has_its_own_address_in_both_languages(made, sign_in, tab):
    here = made(notified)
    browser = sign_in("officer1")

    chinese, english = (browser.get(f"{here}{tab}?lang={one}") for one in ("zh", "en"))

    assert chinese.status_code == english.status_code == 200
    assert "孙拟某" in text_of(chinese) or tab
    words = re.sub(r"<[^>]+>", " ", text_of(english))
    assert not re.search(r"\bNone\b(?! (is entered|chosen yet))", words)


def test_a_page_takes_at_most_fifteen_queries(office, made, sign_in):
    here = made(notified)
    browser = sign_in("officer1")
    browser.get(here)
    asked = []
    with office.app_context():
        event.listen(
            db.engine, "before_cursor_execute", lambda *all_of_it: asked.append(all_of_it[2])
        )

    browser.get(here)

    assert len(asked) <= 15, "\n".join(asked)


@pytest.fixture
def sent(office):
    """A function that returns what the form of a step would send, complete by default."""

    def values(code, day, **changes):
        with office.app_context():
            found = values_for(code, date.fromisoformat(day), **changes)
        several = ("officers", "made", "investigators")
        return {name: text.split(";") if name in several else text for name, text in found.items()}

    return values


def stored(office, here):
    with office.app_context():
        case = db.session.scalars(
            select(Case).where(Case.public_id == here.rsplit("/", 1)[1])
        ).one()
        return SimpleNamespace(
            state=case.state.value,
            number=case.number,
            steps=[row.step for row in case.steps],
            last=case.steps[-1],
        )


def test_a_step_is_recorded_from_its_form(office, made, sign_in, sent):
    here = made()

    answer = sign_in("officer1").post(
        f"{here}/steps/begin_review", data=sent("begin_review", "2026-03-20")
    )

    assert answer.status_code == 303
    assert stored(office, here).state == "preliminary_review"


def test_a_faulty_form_says_so_at_each_field_and_loses_nothing(office, made, sign_in):
    here = made(lambda by: reported_until(by, 4))

    answer = sign_in("officer1").post(
        f"{here}/steps/order_to_correct",
        data={
            "happened_on": "前天",
            "to_correct": "停止违规培训",
            "refund_fen": "viel",
            "made": "correction_order",
        },
    )

    page = text_of(answer)
    assert answer.status_code == 422
    for name in ("happened_on", "refund_fen", "method"):
        assert f'id="{name}-error"' in page
    assert 'value="前天"' in page
    assert 'value="viel"' in page
    assert "停止违规培训" in page
    assert 'value="correction_order" checked' in page
    assert "order_to_correct" not in stored(office, here).steps


def reported_until(by, count):
    case = make_lead(by)
    led(case, *TO_THE_REPORT[:count])
    return case


def test_a_refused_step_names_every_rule_and_keeps_the_scan_that_came(office, made, sign_in, sent):
    here = made(lambda by: reported_until(by, 4))
    browser = sign_in("officer1")
    values = sent("order_to_correct", "2026-03-19", receiver="")
    values["officers"] = [person_of_in(office, "inspector1")]

    answer = browser.post(
        f"{here}/steps/order_to_correct",
        data={**values, "scan-service_receipt": (io.BytesIO(SCAN), "回证.pdf")},
    )

    page = text_of(answer)
    assert answer.status_code == 409
    assert 'data-refusal="acts.two_officers_act"' in page
    assert 'data-refusal="serving.receiver_is_named"' in page
    assert 'id="officers-error"' in page
    kept = re.search(r'name="kept-service_receipt" value="(\w+)"', page)[1]

    again = sent("order_to_correct", "2026-03-19") | {"kept-service_receipt": kept}
    assert browser.post(f"{here}/steps/order_to_correct", data=again).status_code == 303
    assert stored(office, here).steps[-1] == "order_to_correct"


def person_of_in(office, name):
    with office.app_context():
        return person_of(name)


def test_a_late_entry_is_flagged_on_the_page(office, made, sign_in, clock_on, sent):
    here = made()
    clock_on("2026-03-30")
    browser = sign_in("officer1")

    browser.post(f"{here}/steps/begin_review", data=sent("begin_review", "2026-03-03"))

    assert "27天后" in text_of(browser.get(here)) or "27" in text_of(browser.get(here))
    assert stored(office, here).last.late == 27


def test_a_page_that_is_overtaken_says_so_and_keeps_what_was_typed(office, made, sign_in, sent):
    here = made()
    browser = sign_in("officer1")
    old = re.search(
        r'name="version" value="(\d+)"', text_of(browser.get(f"{here}/steps/begin_review"))
    )[1]
    browser.post(f"{here}/steps/begin_review", data=sent("begin_review", "2026-03-20"))

    answer = browser.post(f"{here}/steps/file", data={**sent("file", "2026-03-20"), "version": old})

    assert answer.status_code in (401, 409)


def test_the_form_fills_in_what_the_case_knows_and_presets_no_day(made, sign_in):
    def weighed_case(by):
        case = reported(by)
        weighed(case)
        return case

    here = made(weighed_case)

    page = text_of(sign_in("officer1").get(f"{here}/steps/discuss"))

    assert FACTS in page
    assert 'name="fine_fen" value="30000.00"' in page
    assert 'value="fine" checked' in page
    assert 'id="happened_on" name="happened_on" value=""' in page


def test_a_step_is_put_forward_by_one_and_approved_by_another(office, made, sign_in, sent):
    here = made(lambda by: reported_until(by, 1))
    officer, head = sign_in("officer1"), sign_in("approver1")

    put = officer.post(f"{here}/steps/file/proposal", data=sent("file", "2026-03-20"))
    with office.app_context():
        row = db.session.scalars(select(CaseProposal)).one()
        address, digest = f"{here}/proposals/{row.public_id}", row.digest
    read = text_of(head.get(address))
    done = head.post(f"{address}/approval", data={"seen": digest})

    assert put.status_code == 303
    assert "见审批表" in read
    assert done.status_code == 303
    assert stored(office, here).state == "filed"
    assert stored(office, here).number


def test_would_this_stand_names_what_is_missing_and_leads_to_the_step_that_mends_it(made, sign_in):
    here = made(reported)

    page = text_of(sign_in("officer1").get(f"{here}/stand"))

    assert 'data-refusal="notice.was_served"' in page
    assert 'data-refusal="decision.joint_department_is_documented"' in page or "lacks" in page
    assert f"{here}/steps/discuss" in page
    assert "第四十四条" in page


def test_evidence_is_added_with_its_kind_and_custody(office, made, sign_in):
    here = made()
    browser = sign_in("officer1")

    bad = browser.post(f"{here}/evidence", data={"title": "账册"})
    good = browser.post(
        f"{here}/evidence",
        data={
            "kind": "document",
            "title": "收费账册",
            "collected_on": "2026-03-19",
            "holder": "孙拟某",
            "file": (io.BytesIO(SCAN), "账册.pdf"),
        },
    )
    page = text_of(browser.get(f"{here}/evidence"))

    assert bad.status_code == 422
    assert 'id="kind-error"' in text_of(bad)
    assert good.status_code == 303
    assert "收费账册" in page
    assert "书证" in page
    assert "孙拟某" in page
