"""Imports in the browser: send, look, decide, import; and what a stranger may not see."""

import io
import re

from sqlalchemy import func, select

from app import jobs
from app.db import act, db
from app.models.imports import ImportAbsence, ImportRow, ImportRun, ImportState
from app.models.jobs import Job, JobState
from app.models.register import Institution
from tests.app.importing.registers import HEAD, credit_code

STAR = f"和平区拟星桥培训学校,{credit_code(1)},和平区,同泽北街2号,教民121010279500300号"
OTHER = f"和平区拟别名培训学校,{credit_code(1)},和平区,别处3号,"
MOON = f"和平区拟月湾培训学校,{credit_code(2)},和平区,文安路21号,"


def send(browser, *lines, **fields):
    content = "\r\n".join((HEAD, *lines)).encode("gb18030")
    file = (io.BytesIO(content), "名册.csv")
    return browser.post(
        "/desk/imports/new", {"file": file, **fields}, content_type="multipart/form-data"
    )


def work_off(office):
    with office.app_context():
        waiting = db.session.scalars(
            select(Job.public_id).where(Job.state == JobState.WAITING)
        ).all()
        return [jobs.run(public_id).state for public_id in waiting]


def sent(office, browser, *lines, **fields):
    """Send a file, let it be read, and return the page's path."""
    response = send(browser, *lines, **fields)
    assert response.status_code == 303, response.get_data(as_text=True)
    assert work_off(office) == [JobState.DONE]
    return response.headers["Location"]


def count_of(office, column):
    with office.app_context():
        return db.session.scalar(select(func.count(column)))


def test_a_file_is_shown_row_by_row_before_anything_is_stored(office, sign_in):
    browser = sign_in("officer1")

    path = sent(office, browser, STAR, MOON)

    page = browser.get(path).get_data(as_text=True)
    assert "和平区拟星桥培训学校" in page
    assert "gb18030" in page
    assert count_of(office, Institution.id) == 0


def test_the_import_is_written_and_shows_its_counts(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, MOON)

    response = browser.post(f"{path}/write")

    assert response.status_code == 303
    assert work_off(office) == [JobState.DONE]
    assert count_of(office, Institution.id) == 2
    assert "新增2家" in browser.get(path).get_data(as_text=True)


def test_a_contradiction_stops_the_import_until_it_is_decided(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, OTHER, MOON)

    refused = browser.post(f"{path}/write")
    browser.post(f"{path}/decisions", {"row": "2", "decision": "file"})
    browser.post(f"{path}/decisions", {"row": "3", "decision": "skip"})
    browser.post(f"{path}/write")
    work_off(office)

    assert refused.status_code == 409
    page = refused.get_data(as_text=True)
    assert 'data-refusal="register.rows_are_decided"' in page
    assert 'id="skip_bad-error"' in page
    assert 'name="skip_bad"' in page
    with office.app_context():
        names = set(db.session.scalars(select(Institution.name)))
    assert names == {"和平区拟星桥培训学校", "和平区拟月湾培训学校"}


def test_another_institution_is_entered_without_the_code_that_is_taken(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, OTHER)

    browser.post(f"{path}/decisions", {"row": "2", "decision": "file"})
    browser.post(f"{path}/decisions", {"row": "3", "decision": "new"})
    browser.post(f"{path}/write")
    work_off(office)

    with office.app_context():
        found = {one.name: one.credit_code for one in db.session.scalars(select(Institution))}
    assert found == {"和平区拟星桥培训学校": credit_code(1), "和平区拟别名培训学校": None}


def test_an_import_that_is_not_written_is_discarded_and_leaves_the_desk(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR)
    waiting = browser.get("/desk/").get_data(as_text=True)

    response = browser.post(f"{path}/discard")

    assert response.status_code == 303
    assert path in waiting
    assert path not in browser.get("/desk/").get_data(as_text=True)
    page = browser.get(path).get_data(as_text=True)
    assert "/write" not in page
    assert "/discard" not in page
    assert browser.post(f"{path}/write").status_code == 409
    assert count_of(office, Institution.id) == 0


def test_what_was_written_is_not_discarded_and_no_stranger_discards(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR)

    strange = sign_in("officer2").post(f"{path}/discard").status_code
    browser.post(f"{path}/write")
    work_off(office)
    late = browser.post(f"{path}/discard").status_code

    assert (strange, late) == (404, 409)


def test_a_file_without_a_row_to_import_offers_no_import(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser)

    page = browser.get(path).get_data(as_text=True)

    assert "没有可以导入的行" in page
    assert f"{path}/write" not in page
    assert f"{path}/discard" in page


def test_bad_rows_may_be_left_out(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, OTHER, MOON)

    browser.post(f"{path}/write", {"skip_bad": "yes"})
    work_off(office)

    assert count_of(office, Institution.id) == 1


def test_a_file_that_is_no_table_is_refused_at_its_field(office, sign_in):
    browser = sign_in("officer1")
    file = (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "old.xls")

    response = browser.post("/desk/imports/new", {"file": file}, content_type="multipart/form-data")

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'id="file-error"' in page
    assert "另存为XLSX" in page


def test_a_file_without_a_header_says_so_on_its_page(office, sign_in):
    browser = sign_in("officer1")
    file = (io.BytesIO("沈阳拟一学校,和平区\n".encode()), "x.csv")
    response = browser.post("/desk/imports/new", {"file": file}, content_type="multipart/form-data")
    work_off(office)

    page = browser.get(response.headers["Location"]).get_data(as_text=True)

    assert "找不到表头" in page


def test_pasted_rows_are_read_like_a_file(office, sign_in):
    browser = sign_in("officer1")

    response = browser.post("/desk/imports/new", {"text": f"{HEAD}\n{STAR}".replace(",", "\t")})
    work_off(office)

    assert "和平区拟星桥培训学校" in browser.get(response.headers["Location"]).get_data(
        as_text=True
    )


def test_a_file_and_pasted_rows_together_are_sent_back(office, sign_in):
    response = send(sign_in("officer1"), STAR, text=f"{HEAD}\n{MOON}")

    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert 'id="text-error"' in page
    assert "和平区拟月湾培训学校" in page
    assert count_of(office, ImportRun.id) == 0


def test_nothing_sent_is_said_at_the_field(sign_in):
    response = sign_in("officer1").post("/desk/imports/new", {"text": ""})

    assert response.status_code == 422
    assert 'id="file-error"' in response.get_data(as_text=True)


def test_what_a_full_register_lacks_is_marked_only_by_a_person(office, sign_in):
    browser = sign_in("officer1")
    first = sent(office, browser, STAR, MOON)
    browser.post(f"{first}/write")
    work_off(office)
    path = sent(office, browser, STAR, is_full="y")
    browser.post(f"{path}/write")
    work_off(office)
    missing = re.search(r'data-missing="(\w+)"', browser.get(path).get_data(as_text=True))[1]

    before = absent_days(office)
    browser.post(f"{path}/absences", {"institution": missing, "absent": "yes"})

    assert before == [None, None]
    assert sorted(map(str, absent_days(office))) == ["2026-11-19", "None"]
    with office.app_context():
        assert db.session.scalars(select(ImportAbsence.confirmed)).all() == [True]


def absent_days(office):
    with office.app_context():
        return db.session.scalars(select(Institution.absent_since)).all()


def test_an_import_of_another_district_is_not_found(office, sign_in):
    path = sent(office, sign_in("officer1"), STAR)
    stranger = sign_in("officer2")

    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/write").status_code == 404
    assert stranger.post(f"{path}/decisions", {"row": "2"}).status_code == 404


def test_who_does_not_keep_the_register_imports_nothing(sign_in):
    assert sign_in("inspector1").get("/desk/imports").status_code == 403


def test_a_killed_import_leaves_nothing_and_says_so(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR)
    browser.post(f"{path}/write")
    with office.app_context(), act():
        job = db.session.scalars(select(Job).order_by(Job.id.desc()).limit(1)).one()
        job.state, job.error, job.finished_at = JobState.FAILED, "killed", job.created_at

    page = browser.get(path).get_data(as_text=True)
    again = browser.post(f"{path}/read")
    work_off(office)

    assert "中断" in page
    assert again.status_code == 303
    with office.app_context():
        assert db.session.scalars(select(ImportRun.state)).all() == [ImportState.READY]
        assert db.session.scalar(select(func.count(ImportRow.id))) == 2


def test_the_rows_come_as_a_file_without_formulas(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, "=1+1学校,,和平区,,")

    report = browser.get(f"{path}/report.csv").get_data(as_text=True)

    assert "'=1+1学校" in report
    assert "没有统一社会信用代码" in report


def test_in_english_names_are_marked_as_chinese(office, sign_in):
    browser = sign_in("officer1")
    path = sent(office, browser, STAR, OTHER)

    page = browser.get(f"{path}?lang=en").get_data(as_text=True)

    main = page[page.index("<main") : page.index("</main>")]
    bare = re.sub(r'<(\w+)[^>]*lang="zh"[^>]*>.*?</\1>', "", main, flags=re.S)
    assert re.findall(r"[\u3400-\u9fff]+", re.sub(r"<[^>]+>", "", bare)) == []
