"""Orders to correct at the desk: drafted from a visit, taken step by step, printed."""

import io
import re
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.orders import Order
from app.models.visits import Visit
from inspections.vocabulary import Corrected, LicenceStatus
from tests.app.factories.orders import (
    issued,
    make_order,
    rechecked,
    served,
    visit_with_findings,
)
from tests.app.factories.visits import SCAN, all_yes, make_site, person_of

NAMES = ("officer1", "officer2", "approver1", "inspector1")
YES, NO = Corrected.YES, Corrected.NO
LICENSED = {"licence_status": LicenceStatus.VALID, "licence_no": "教民121010270000018号"}
DRAFT = {
    "variant": "correct",
    "due_on": "2026年12月4日",
    "recheck_how": "期满后到现场复查",
    "party_name": "沈阳拟星培训学校",
    "wrong-1": "公示栏未张贴收费标准",
    "rule-1": "《暂行办法》第二十二条第三项",
    "to_correct-1": "按规定公示全部收费项目",
}


@pytest.fixture
def crew(people):
    return SimpleNamespace(**{name: getattr(people, name) for name in NAMES})


@pytest.fixture
def made(office, crew):
    """Return a function that makes an order so far, and gives the ids of a visit and the order."""

    def make(how=lambda order, _actor: order):
        with office.app_context(), act():
            visit = visit_with_findings(make_site(**LICENSED), crew.officer1)
            order = how(make_order(visit, crew.officer1), crew.officer1)
            return SimpleNamespace(
                visit=visit.public_id,
                order=order.public_id,
                site=order.site.public_id,
                first=person_of("inspector1"),
                second=person_of("inspector2"),
                answers={f"answer-{code}": "yes" for code in all_yes(order.site)},
            )

    return make


def stored(office, public_id):
    with office.app_context():
        order = db.session.scalars(select(Order).where(Order.public_id == public_id)).one()
        return SimpleNamespace(
            state=order.state.value,
            number=order.number,
            due_on=order.due_on and order.due_on.isoformat(),
            outcome=order.outcome and order.outcome.value,
            refund=order.refund_fen,
            items=[item.wrong for item in order.items],
        )


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


def step_open(page: str, code: str) -> str | None:
    found = re.search(rf'data-step="{code}" data-open="(true|false)"', page)
    return found and found[1]


def test_a_visit_with_findings_leads_to_a_prefilled_order(office, made, sign_in):
    browser, ids = sign_in("officer1"), made()

    visit = text_of(browser.get(f"/desk/visits/{ids.visit}"))
    form = text_of(browser.get(f"/desk/orders/new?visit={ids.visit}"))

    assert f"/desk/orders/new?visit={ids.visit}" in visit
    assert "公示栏未张贴收费标准</textarea>" in form
    assert "《暂行办法》第二十二条第三项" in form


def test_a_draft_is_kept_with_its_items_and_its_refund(office, made, sign_in):
    browser, ids = sign_in("officer1"), made()

    form = {**DRAFT, "refund_fen": "¥46,580.00", "wrong-2": "", "rule-2": "", "to_correct-2": ""}
    answer = browser.post(f"/desk/orders/new?visit={ids.visit}", form)

    assert answer.status_code == 303
    order = stored(office, answer.location.rsplit("/", 1)[1])
    assert (order.state, order.due_on, order.refund) == ("draft", "2026-12-04", 4_658_000)
    assert order.items == ["公示栏未张贴收费标准", "已收取的费用依法应当退还"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": "明天"}, "due_on"),
        ({"variant": "stop_at_once"}, "due_on"),
        ({"variant": ""}, "variant"),
        ({"refund_fen": "四万"}, "refund_fen"),
        ({"party_name": ""}, "party_name"),
        ({"rule-1": ""}, "rule-1"),
    ],
)
def test_a_faulty_draft_says_so_at_its_field_and_loses_nothing(made, sign_in, changed, field):
    browser, ids = sign_in("officer1"), made()

    answer = browser.post(f"/desk/orders/new?visit={ids.visit}", {**DRAFT, **changed})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in text_of(answer)
    assert "按规定公示全部收费项目</textarea>" in text_of(answer)


def test_an_item_can_be_added_and_another_left_out(made, sign_in):
    browser, ids = sign_in("officer1"), made()
    form = {**DRAFT, "wrong-2": "第二项", "drop-1": "yes", "more": "yes"}

    page = text_of(browser.post(f"/desk/orders/new?visit={ids.visit}", form))

    assert 'name="wrong-1" rows="2" maxlength="1000" lang="zh">第二项</textarea>' in page
    assert 'name="wrong-2" rows="2" maxlength="1000" lang="zh"></textarea>' in page


def test_a_draft_that_somebody_changed_meanwhile_is_409(office, made, sign_in):
    browser, ids = sign_in("officer1"), made()

    answer = browser.post(f"/desk/orders/{ids.order}/edit", {**DRAFT, "version": "0"})

    assert answer.status_code == 409
    assert "有人先于你修改了这份草稿" in text_of(answer)


def test_the_page_marks_every_step_open_or_blocked(made, sign_in):
    browser, ids = sign_in("officer1"), made(served)

    page = text_of(browser.get(f"/desk/orders/{ids.order}"))

    assert step_open(page, "recheck") == "true"
    assert step_open(page, "ask_extension") == "true"
    assert step_open(page, "escalate") == "false"
    assert 'data-refusal="orders.recheck_found_a_lack"' in page
    assert step_open(page, "close") is None


def test_an_order_is_issued_with_its_number(office, made, sign_in):
    browser, ids = sign_in("officer1"), made()
    form = {
        "happened_on": "2026-11-19",
        "first_officer": ids.first,
        "second_officer": ids.second,
    }

    answer = browser.post(f"/desk/orders/{ids.order}/steps/issue", form)

    assert answer.status_code == 303
    assert stored(office, ids.order).number == "和平教责改字〔2026〕第1号"
    assert "和平教责改字〔2026〕第1号" in text_of(browser.get(f"/desk/orders/{ids.order}"))


def test_a_refused_step_names_its_rule_and_keeps_what_was_typed(office, made, sign_in):
    browser, ids = sign_in("officer1"), made()
    form = {"happened_on": "2026-11-17", "first_officer": ids.first, "second_officer": ids.first}

    answer = browser.post(f"/desk/orders/{ids.order}/steps/issue", form)

    page = text_of(answer)
    assert answer.status_code == 409
    assert 'data-refusal="orders.step_follows_what_it_rests_on"' in page
    assert 'data-refusal="orders.two_officers_acted"' in page
    assert 'id="second_officer-error"' in page
    assert 'value="2026-11-17"' in page
    assert stored(office, ids.order).state == "draft"


def test_service_keeps_the_receipt_even_when_a_field_is_wrong(office, made, sign_in):
    browser, ids = sign_in("officer1"), made(issued)
    form = {
        "happened_on": "2026-11-19",
        "method": "direct",
        "first_officer": ids.first,
        "second_officer": ids.second,
    }
    sent = {**form, "papers": (io.BytesIO(SCAN), "送达回证.pdf")}
    refused = browser.post(
        f"/desk/orders/{ids.order}/steps/serve", sent, content_type="multipart/form-data"
    )
    draft = re.search(r'name="draft" value="(\w{10})"', text_of(refused))
    assert refused.status_code == 409
    assert 'data-refusal="serving.receiver_is_named"' in text_of(refused)
    assert "送达回证.pdf" in text_of(refused)

    answer = browser.post(
        f"/desk/orders/{ids.order}/steps/serve",
        {**form, "receiver": "马拟然", "draft": draft[1]},
    )

    assert answer.status_code == 303
    page = text_of(browser.get(f"/desk/orders/{ids.order}"))
    assert stored(office, ids.order).state == "served"
    assert "直接送达" in page
    assert "马拟然</span>" in page
    assert "送达回证.pdf" in page


def test_the_head_grants_what_was_asked_for(office, made, sign_in):
    browser, head, ids = sign_in("officer1"), sign_in("approver1"), made(served)
    asked = {"happened_on": "2026-11-19", "until": "2026-12-18", "reason": "装修未完"}
    assert browser.post(f"/desk/orders/{ids.order}/steps/ask_extension", asked).status_code == 303

    own = text_of(browser.get(f"/desk/orders/{ids.order}"))
    form = text_of(head.get(f"/desk/orders/{ids.order}?step=grant_extension"))
    granted = {"happened_on": "2026-11-19", "until": "2026-12-18"}
    denied = browser.post(f"/desk/orders/{ids.order}/steps/grant_extension", granted)
    answer = head.post(f"/desk/orders/{ids.order}/steps/grant_extension", granted)

    assert step_open(own, "grant_extension") == "false"
    assert re.search(r'name="until"[^>]*value="2026-12-18"', form)
    assert (denied.status_code, answer.status_code) == (403, 303)
    assert stored(office, ids.order).due_on == "2026-12-18"


def test_the_desks_visit_form_does_the_recheck(office, made, sign_in):
    browser, ids = sign_in("officer1"), made(served)
    page = text_of(browser.get(f"/desk/visits/new?site={ids.site}&order={ids.order}"))
    form = {
        "happened_on": "2026-11-19",
        "kind": "recheck",
        "ground": "和平教责改字〔2026〕第1号",
        "author": ids.first,
        "second_officer": ids.second,
        "certificate_shown": "yes",
        "met_name": "马拟然",
        "result": "compliant",
        "signing": "refused",
        "signing_note": "不愿签名，见证人：王拟民",
        **ids.answers,
        f"recheck-{ids.order}-1": "yes",
        f"note-recheck-{ids.order}-1": "公示栏已张贴",
    }

    lacking = browser.post(f"/desk/visits/new?site={ids.site}", form)
    second = {f"recheck-{ids.order}-2": "yes", f"note-recheck-{ids.order}-2": "通道已清理"}
    answer = browser.post(f"/desk/visits/new?site={ids.site}", {**form, **second})

    assert f'name="recheck-{ids.order}-1"' in page
    assert 'value="recheck" selected' in page or 'selected value="recheck"' in page
    assert lacking.status_code == 422
    assert f'id="recheck-{ids.order}-2-error"' in text_of(lacking)
    assert answer.status_code == 303
    assert (stored(office, ids.order).state, stored(office, ids.order).outcome) == (
        "rechecked",
        "yes",
    )
    assert "公示栏已张贴" in text_of(browser.get(answer.location))


def test_a_closed_order_stands_on_the_institutions_timeline(office, made, sign_in):
    done = made(lambda order, actor: rechecked(served(order, actor), actor, YES, YES))
    browser = sign_in("officer1")
    with office.app_context():
        institution = db.session.scalars(select(Visit)).first().site.institution.public_id

    closed = browser.post(f"/desk/orders/{done.order}/steps/close", {"happened_on": "2026-11-19"})

    assert closed.status_code == 303
    timeline = text_of(browser.get(f"/desk/register/{institution}"))
    assert "整改完成，结束" in timeline
    assert "和平教责改字〔2026〕第1号" in timeline
    assert f"/desk/orders/{done.order}" in timeline


def test_the_paper_says_what_the_law_asks_of_it(made, sign_in):
    browser, ids = sign_in("officer1"), made(issued)

    paper = text_of(browser.get(f"/desk/orders/{ids.order}/paper"))

    for words in (
        "责令改正通知书",
        "和平教责改字〔2026〕第1号",
        "沈阳市和平区教育局",
        "2026年12月4日",
        "按规定公示全部收费项目",
        "60日内",
        "行政复议",
        "周拟衡",
    ):
        assert words in paper


def test_the_record_of_a_recheck_lists_each_item(made, sign_in):
    done = made(lambda order, actor: rechecked(served(order, actor), actor, YES, NO))
    browser = sign_in("officer1")
    page = text_of(browser.get(f"/desk/orders/{done.order}"))
    link = re.search(rf"/desk/orders/{done.order}/rechecks/\w{{10}}", page)

    record = text_of(browser.get(link[0]))

    assert "整改复查记录" in record
    assert record.count("现场查看") == 2
    assert "<b>部分改正</b>" in record


def test_the_list_is_filtered_and_exported(office, made, sign_in):
    browser, ids = sign_in("officer1"), made(served)
    other = made()
    office.config["SETTINGS"].clock_file.write_text("2026-12-07T12:00:00+08:00")

    late = text_of(browser.get("/desk/orders?due=overdue"))
    named = text_of(browser.get("/desk/orders?q=第1号"))
    rows = text_of(browser.get("/desk/orders?format=csv"))

    assert ids.order in late
    assert other.order not in late
    assert ids.order in named
    assert "和平教责改字〔2026〕第1号" in rows


def test_an_empty_list_teaches_where_orders_come_from(office, sign_in):
    page = text_of(sign_in("officer1").get("/desk/orders"))

    assert "责令改正从发现问题的检查记录页面开始" in page
    assert 'href="/desk/orders" aria-current="page"' in page


def test_another_district_finds_nothing(made, sign_in):
    ids, stranger = made(served), sign_in("officer2")

    paths = ("", "/paper", "/edit", "?step=close")
    found = [stranger.get(f"/desk/orders/{ids.order}{path}").status_code for path in paths]
    posted = stranger.post(f"/desk/orders/{ids.order}/steps/close", {"happened_on": "2026-11-19"})

    assert found == [404] * 4
    assert posted.status_code == 404
