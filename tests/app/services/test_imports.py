"""Importing a register: what is written, what is left alone, and what is kept of the past."""

import pytest
from sqlalchemy import func, select

from app.audit import verify
from app.db import act, db
from app.importing.reports import read_register
from app.models.audit import AuditEvent
from app.models.imports import ImportAbsence, ImportRun
from app.models.register import Institution, RegisterChange
from app.models.sites import Site
from app.services.imports import NothingWritten, import_reading
from tests.app.importing.registers import HEAD, credit_code, written

pytestmark = pytest.mark.usefixtures("desk")

STAR = f"和平区拟星桥培训学校,{credit_code(1)},和平区,同泽北街2号,教民121010279500300号"
MOON = f"和平区拟月湾培训学校,{credit_code(2)},和平区,文安路21号,教民121010279500301号"
NO_CODE = "和平区拟小太阳托管班,,和平区,砂阳路1号,"


def run_import(path, actor, *, skip_bad=False, is_full=False):
    with act():
        reading = read_register(path, home="210100")
        return import_reading(reading, path, actor=actor, skip_bad=skip_bad, is_full=is_full)


def named(name):
    return db.session.scalars(select(Institution).where(Institution.name == name)).one()


def test_a_register_is_written_with_its_places_and_one_event(people, tmp_path):
    _, done = run_import(written(tmp_path, HEAD, STAR, MOON, NO_CODE), people.officer1)

    assert done.report() == {"created": 3, "updated": 0, "unchanged": 0}
    institution = named("和平区拟星桥培训学校")
    assert institution.scope_code == "210102"
    assert institution.main_site.address == "同泽北街2号"
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.chain == "210102"))
    assert list(verbs).count("register.imported") == 1
    assert verify({}).ok


def test_the_same_file_again_changes_nothing(people, tmp_path):
    path = written(tmp_path, HEAD, STAR, MOON, NO_CODE)
    run_import(path, people.officer1)

    _, done = run_import(path, people.officer1)

    assert done.report() == {"created": 0, "updated": 0, "unchanged": 3}
    assert db.session.scalar(select(func.count(RegisterChange.id))) == 0
    assert db.session.scalar(select(func.count(Site.id))) == 3


def test_a_new_name_under_the_same_code_keeps_the_former_one(people, tmp_path):
    run_import(written(tmp_path, HEAD, STAR), people.officer1)
    renamed = STAR.replace("拟星桥", "拟长桥")

    _, done = run_import(written(tmp_path, HEAD, renamed), people.officer1)

    assert done.report() == {"created": 0, "updated": 1, "unchanged": 0}
    institution = named("和平区拟长桥培训学校")
    change = db.session.scalars(select(RegisterChange)).one()
    assert (change.field, change.old) == ("name", "和平区拟星桥培训学校")
    assert "星桥" in institution.search_grams
    assert "长桥" in institution.search_grams


def test_a_new_address_is_a_change_and_a_longer_spelling_of_the_old_one_is_not(people, tmp_path):
    run_import(written(tmp_path, HEAD, STAR, MOON), people.officer1)
    moved = STAR.replace("同泽北街2号", "长江街9号")
    longer = MOON.replace("文安路21号", "沈阳市和平区文安路21号")

    _, done = run_import(written(tmp_path, HEAD, moved, longer), people.officer1)

    assert done.report() == {"created": 0, "updated": 1, "unchanged": 1}
    assert named("和平区拟星桥培训学校").main_site.address == "长江街9号"


def test_what_a_file_leaves_out_stays_as_it_is(people, tmp_path):
    run_import(written(tmp_path, HEAD, STAR), people.officer1)
    bare = f"和平区拟星桥培训学校,{credit_code(1)}"

    _, done = run_import(written(tmp_path, "机构名称,信用代码", bare), people.officer1)

    assert done.unchanged == 1
    assert named("和平区拟星桥培训学校").licence_no == "教民121010279500300号"


def test_a_contradiction_writes_nothing_unless_it_is_left_out(people, tmp_path):
    other = f"和平区拟别名培训学校,{credit_code(1)},和平区,别处3号,"
    path = written(tmp_path, HEAD, STAR, other, MOON)

    with pytest.raises(NothingWritten):
        run_import(path, people.officer1)
    nothing = db.session.scalar(select(func.count(Institution.id)))
    _, done = run_import(path, people.officer1, skip_bad=True)

    assert nothing == 0
    assert done.created == 1


def test_another_code_for_a_known_name_waits_for_a_person(people, tmp_path):
    run_import(written(tmp_path, HEAD, STAR), people.officer1)
    other = STAR.replace(credit_code(1), credit_code(9))
    path = written(tmp_path, HEAD, other)

    with pytest.raises(NothingWritten):
        run_import(path, people.officer1)

    assert named("和平区拟星桥培训学校").credit_code == credit_code(1)


def test_a_code_found_later_joins_the_institution_that_lacked_it(people, tmp_path):
    run_import(written(tmp_path, HEAD, NO_CODE), people.officer1)
    coded = NO_CODE.replace(",,", f",{credit_code(5)},", 1)

    _, done = run_import(written(tmp_path, HEAD, coded), people.officer1)

    assert done.report() == {"created": 0, "updated": 1, "unchanged": 0}
    assert named("和平区拟小太阳托管班").credit_code == credit_code(5)


def test_rows_of_another_district_are_left_out(people, tmp_path):
    foreign = f"沈河区拟云帆培训学校,{credit_code(3, '210103')},沈河区,小西路9号,"

    run, done = run_import(written(tmp_path, HEAD, STAR, foreign), people.officer1)

    assert done.created == 1
    assert run.counts == {"skip": 2, "accept": 1}


def test_a_full_register_lists_what_it_lacks_and_removes_nothing(people, tmp_path):
    run_import(written(tmp_path, HEAD, STAR, MOON), people.officer1)

    run_import(written(tmp_path, HEAD, STAR), people.officer1, is_full=True)

    missing = db.session.scalars(select(ImportAbsence)).one()
    assert missing.institution.name == "和平区拟月湾培训学校"
    assert missing.institution.absent_since is None


def test_the_file_is_kept_as_it_came(people, tmp_path):
    path = written(tmp_path, HEAD, STAR, encoding="gb18030")

    run, _ = run_import(path, people.officer1)

    kept = db.session.get(ImportRun, run.id).file
    assert kept.size == path.stat().st_size
    assert kept.district_code == "210102"


def test_points_come_to_rest_in_wgs84(people, tmp_path):
    head = "机构名称,区县,经度,纬度,坐标系"
    row = "和平区拟北斗培训学校,和平区,123.4200,41.7900,GCJ-02"

    run_import(written(tmp_path, head, row), people.officer1)

    site = named("和平区拟北斗培训学校").main_site
    assert site.lng_wgs84 == pytest.approx(123.4139, abs=0.0005)
    assert site.lat_wgs84 == pytest.approx(41.7877, abs=0.0005)
