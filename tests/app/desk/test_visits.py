"""Visits at the desk: entered from paper, read, listed, corrected; nothing typed is lost."""

import io
import re

import pytest
from sqlalchemy import event, func, select

from app.db import act, db
from app.models.visits import EvidenceFile, PendingFile, Visit, VisitVersion
from app.services.visit_judging import items_asked
from inspections.evidence import FileRole, Mark
from tests.app.conftest import NOON
from tests.app.factories.visits import (
    DAY,
    SCAN,
    jpeg,
    make_evidence,
    make_site,
    make_visit,
    person_of,
)

TODAY = NOON.date()


@pytest.fixture
def at_desk(office):
    """A place in 和平区, what a complete form for it holds, and browsers."""
    with office.app_context():
        with act():
            site = make_site(name="沈阳拟衡航模培训学校")
            form = complete_form(site)
        place = site.public_id
    return f"/desk/visits/new?site={place}", form


def complete_form(site):
    answers = {f"answer-{item.code}": "yes" for item in items_asked(site, DAY).items}
    return {
        "draft": "0123456789",
        "happened_on": "2026-11-18",
        "kind": "daily",
        "ground": "沈和教检〔2026〕14号",
        "started_at": "10:05",
        "ended_at": "10:50",
        "author": person_of("inspector1"),
        "second_officer": person_of("inspector2"),
        "certificate_shown": "yes",
        "met_name": "马拟然",
        "result": "compliant",
        "signing": "signed",
        **answers,
    }


def scan(name="笔录.pdf", content=SCAN):
    return {"records": (io.BytesIO(content), name)}


def count(office, model):
    with office.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def send(browser, path, form, **files):
    return browser.post(path, {**form, **files}, content_type="multipart/form-data")


def test_a_visit_is_entered_and_reads_as_it_was_written(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    form = {
        **form,
        "answer-prepaid_span": "no",
        "seen-prepaid_span": "价目表写明一次收6个月",
        "result": "correction_ordered",
    }

    answer = send(browser, path, form, **scan(), photos=(io.BytesIO(jpeg()), "门口.jpg"))
    page = browser.get(answer.location).get_data(as_text=True)

    assert answer.status_code == 303
    for words in (
        "发现1个问题",
        "沈阳拟衡航模培训学校",
        "价目表写明一次收6个月",
        "暂行办法第二十二条第三项",
        "拟辽210102001",
        "笔录.pdf",
        "门口.jpg",
        "2026-11-18",
        "10:05",
        "马拟然",
    ):
        assert words in page


def test_the_same_form_sent_twice_is_one_record(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")

    first = send(browser, path, form, **scan())
    second = send(browser, path, form, **scan())

    assert second.location == first.location
    assert count(office, Visit) == 1


def test_the_form_presets_no_answer_and_no_result(sign_in, at_desk):
    page = sign_in("inspector1").get(at_desk[0]).get_data(as_text=True)

    assert page.count('type="radio"') > 4 * 40
    assert not re.search(r'type="radio"[^>]*" checked', page)


def test_an_unanswered_item_keeps_all_that_was_typed_and_the_files_that_arrived(
    office, sign_in, at_desk
):
    path, form = at_desk
    browser = sign_in("inspector1")
    del form["answer-licence_held"]
    form["note"] = "天气晴"

    answer = send(browser, path, form, **scan())
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="answer-licence_held-error"' in page
    assert "天气晴" in page
    assert "笔录.pdf" in page
    assert 'value="沈和教检〔2026〕14号"' in page
    assert count(office, PendingFile) == 1
    assert count(office, Visit) == 0


def test_the_form_sent_again_takes_the_files_that_had_arrived(office, sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    faulty = {**form, "happened_on": ""}
    send(browser, path, faulty, **scan())

    answer = send(browser, path, form)

    assert answer.status_code == 303
    assert count(office, PendingFile) == 0
    assert "笔录.pdf" in browser.get(answer.location).get_data(as_text=True)


def test_a_no_without_what_was_seen_is_asked_at_its_item(sign_in, at_desk):
    path, form = at_desk

    answer = send(sign_in("inspector1"), path, {**form, "answer-branches": "no"}, **scan())

    assert answer.status_code == 422
    assert 'id="answer-branches-error"' in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"happened_on": "2026-11-20"}, "visits.day_has_come"),
        ({"ended_at": "09:00"}, "visits.end_follows_start"),
        ({"ground": ""}, "visits.ground_is_named"),
        ({"result": "correction_ordered"}, "visits.result_agrees_with_findings"),
        ({"signing": ""}, "visits.record_is_signed"),
    ],
)
def test_a_record_that_a_rule_stands_against_is_refused_with_everything_kept(
    office, sign_in, at_desk, changes, code
):
    path, form = at_desk

    answer = send(sign_in("inspector1"), path, {**form, "note": "天气晴", **changes}, **scan())
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert f'data-refusal="{code}"' in page
    assert "天气晴" in page
    assert count(office, Visit) == 0
    assert count(office, PendingFile) == 1


def test_one_officer_twice_is_refused(office, sign_in, at_desk):
    path, form = at_desk

    answer = send(sign_in("inspector1"), path, {**form, "second_officer": form["author"]}, **scan())

    assert 'data-refusal="visits.two_officers_were_present"' in answer.get_data(as_text=True)
    assert count(office, VisitVersion) == 0


def test_an_officer_without_certificate_that_day_is_not_taken(office, sign_in, at_desk):
    path, form = at_desk
    with office.app_context():
        reviewer = person_of("reviewer1")

    answer = send(sign_in("inspector1"), path, {**form, "second_officer": reviewer}, **scan())

    assert answer.status_code == 422
    assert 'id="second_officer-error"' in answer.get_data(as_text=True)


def test_a_hostile_file_is_named_and_the_others_are_kept(office, sign_in, at_desk):
    path, form = at_desk
    bad = (io.BytesIO(b"<svg onload='x()'/>"), "坏照片.jpg")

    answer = send(sign_in("inspector1"), path, form, **scan(), photos=bad)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="photos-error"' in page
    assert "坏照片.jpg" in page
    assert count(office, EvidenceFile) == 1


def test_a_document_among_the_photos_is_refused_at_its_field(office, sign_in, at_desk):
    path, form = at_desk
    document = (io.BytesIO(SCAN), "合同.pdf")

    answer = send(sign_in("inspector1"), path, form, **scan(), photos=document)
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="photos-error"' in page
    assert "不是图片" in page
    assert count(office, EvidenceFile) == 1


def test_one_file_given_as_photo_and_as_paper_is_both(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    twice = {
        "photos": (io.BytesIO(jpeg()), "公示栏.jpg"),
        "papers": (io.BytesIO(jpeg()), "价目表.jpg"),
    }

    page = browser.get(send(browser, path, form, **scan(), **twice).location)

    assert "公示栏.jpg" in page.get_data(as_text=True)
    assert "价目表.jpg" in page.get_data(as_text=True)


def test_a_restricted_photo_stays_restricted_when_it_is_given_as_a_paper_too(
    office, sign_in, at_desk
):
    path, form = at_desk
    twice = {
        "restricted_photos": (io.BytesIO(jpeg()), "学生.jpg"),
        "papers": (io.BytesIO(jpeg()), "价目表.jpg"),
    }

    send(sign_in("inspector1"), path, form, **scan(), **twice)

    with office.app_context():
        files = db.session.scalars(select(EvidenceFile).where(EvidenceFile.mark.is_not(None))).all()
        assert [one.file.restricted for one in files] == [True, True]


@pytest.mark.parametrize(("day", "is_optional"), [("2026-11-18", False), ("2024-12-29", True)])
def test_the_ground_is_marked_optional_where_it_is(sign_in, at_desk, day, is_optional):
    page = sign_in("inspector1").get(f"{at_desk[0]}&on={day}").get_data(as_text=True)

    label = page.split('<label for="ground">')[1].split("</label>")[0]
    assert ("选填" in label) is is_optional
    assert "2024-12-30起的检查必须填写" in page


def test_a_time_that_is_none_is_asked_again_as_typed(sign_in, at_desk):
    path, form = at_desk

    answer = send(sign_in("inspector1"), path, {**form, "started_at": "上午"}, **scan())
    page = answer.get_data(as_text=True)

    assert answer.status_code == 422
    assert 'id="started_at-error"' in page
    assert 'value="上午"' in page


def test_script_in_what_was_seen_is_shown_as_text(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    form |= {
        "answer-branches": "no",
        "seen-branches": "<script>alert(1)</script>",
        "result": "lead_created",
    }

    page = browser.get(send(browser, path, form, **scan()).location).get_data(as_text=True)

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_another_districts_place_and_visit_are_not_found(office, sign_in, at_desk):
    path, form = at_desk
    stranger, own = sign_in("inspector3"), sign_in("inspector1")
    location = send(own, path, form, **scan()).location

    assert stranger.get(path).status_code == 404
    assert send(stranger, path, form, **scan()).status_code == 404
    assert stranger.get(location).status_code == 404
    assert stranger.get(location + "/amend").status_code == 404


@pytest.mark.parametrize(
    ("name", "status"),
    [("reviewer1", 403), ("approver1", 403), ("auditor1", 403), ("officer1", 200)],
)
def test_who_may_enter_visits(sign_in, at_desk, name, status):
    assert sign_in(name).get(at_desk[0]).status_code == status


def test_a_correction_is_locked_beside_the_first_version(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    location = send(browser, path, form, **scan()).location

    shown = browser.get(location + "/amend").get_data(as_text=True)
    answer = send(
        browser, location + "/amend", {**form, "based_on": "1", "reason": "漏写", "note": "补充"}
    )
    newest = browser.get(location).get_data(as_text=True)
    first = browser.get(location + "?version=1").get_data(as_text=True)

    assert 'value="沈和教检〔2026〕14号"' in shown
    assert answer.status_code == 303
    assert "漏写" in newest
    assert "补充" in newest
    assert "补充" not in first.split("办理记录")[0]
    assert "笔录.pdf" in newest


def test_a_correction_somebody_else_was_quicker_with_keeps_what_was_typed(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    location = send(browser, path, form, **scan()).location
    correction = {**form, "based_on": "1", "reason": "甲"}
    send(browser, location + "/amend", correction)

    answer = send(sign_in("officer1"), location + "/amend", {**correction, "note": "我的补充"})
    page = answer.get_data(as_text=True)

    assert answer.status_code == 409
    assert "我的补充" in page
    assert "甲" in page
    assert 'name="based_on" value="2"' in page


def test_the_list_counts_filters_and_exports(office, sign_in, people):
    inspector = people.inspector1
    with office.app_context(), act():
        make_visit(make_site(name="沈阳拟甲培训学校"), inspector)
        make_visit(make_site(name="沈阳拟乙培训学校"), inspector)
    browser = sign_in("leader1")

    everything = browser.get("/desk/visits").get_data(as_text=True)
    one = browser.get("/desk/visits?q=拟甲&result=compliant&from=2026-11-18").get_data(as_text=True)
    none = browser.get("/desk/visits?to=2026-11-17").get_data(as_text=True)
    table = browser.get("/desk/visits?format=csv").get_data(as_text=True)

    assert "2次检查，未发现问题" in everything
    assert "拟甲" in one
    assert "拟乙" not in one
    assert "没有符合条件的检查" in none
    assert table.count("\r\n") == 3
    assert "沈阳拟乙培训学校" in table


def test_a_list_costs_few_queries(office, sign_in, people, at_desk):
    inspector = people.inspector1
    with office.app_context(), act():
        for _ in range(3):
            make_visit(make_site(), inspector)

    browser = sign_in("leader1")
    asked = []
    with office.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *_arguments: asked.append(1))

    browser.get("/desk/visits")

    assert len(asked) <= 12


def test_the_place_is_found_by_two_characters(office, sign_in, at_desk):
    browser = sign_in("inspector1")

    found = browser.get("/desk/visits/new?q=拟衡").get_data(as_text=True)
    foreign = sign_in("inspector3").get("/desk/visits/new?q=拟衡").get_data(as_text=True)

    assert "沈阳拟衡航模培训学校" in found
    assert "沈阳拟衡航模培训学校" not in foreign


@pytest.fixture
def photo(office, people):
    """A function that stores a photo, marked or not, and returns its address."""
    officer = people.officer1

    def store(mark=None):
        with office.app_context(), act():
            evidence = make_evidence(
                make_site(), officer, jpeg(), name="门口.jpg", role=FileRole.PHOTO, mark=mark
            )
            return f"/desk/files/{evidence.file.public_id}"

    return store


def test_a_photo_is_shown_as_a_copy_in_a_sandbox(sign_in, photo):
    answer = sign_in("inspector1").get(photo())

    assert answer.content_type == "image/jpeg"
    assert answer.data != jpeg()
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_the_original_comes_to_the_byte_under_a_name_of_ours(sign_in, photo):
    address = photo()

    answer = sign_in("inspector1").get(address + "?as=original")

    name = address.rsplit("/", 1)[1]
    assert answer.data == jpeg()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="mingcha-{name}.jpg"'


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("inspector1", 403),
        ("officer1", 200),
        ("reviewer1", 200),
        ("leader1", 403),
        ("officer2", 404),
        ("auditor1", 403),
    ],
)
@pytest.mark.parametrize("way", ["", "?as=thumb", "?as=original"])
def test_a_restricted_photo_opens_for_few(sign_in, photo, name, status, way):
    assert sign_in(name).get(photo(Mark.CHILDREN) + way).status_code == status


def test_in_english_no_chinese_stands_outside_its_mark(sign_in, at_desk):
    path, form = at_desk
    browser = sign_in("inspector1")
    form |= {"answer-branches": "no", "seen-branches": "另有教学点", "result": "lead_created"}
    location = send(browser, path, form, **scan()).location
    browser.get(location)  # takes the message of the act, which was said in Chinese

    for address in ("/desk/visits", "/desk/visits/new?q=拟衡", path, location, location + "/amend"):
        mark = "&" if "?" in address else "?"
        page = browser.get(f"{address}{mark}lang=en").get_data(as_text=True)
        assert chinese_outside(page) == [], address


def chinese_outside(page):
    bare = re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)
    marked = r'<(\w+)\b[^>]*\blang="zh[^"]*"[^>]*>[^<]*</\1>'
    bare = re.sub(marked, "", bare)
    text = re.sub(r"<title>.*?</title>", "", bare, flags=re.DOTALL)
    return re.findall(r">[^<>]*[\u4e00-\u9fff][^<>]*<", text)
