"""`blacklist import`: a list of another office becomes drafts, once, and no person with them."""

import json

import pytest
from sqlalchemy import func, select

from app.db import act, db
from app.models.blacklist import Listing, ListingImport
from tests.app.factories.blacklist import make_institution

SAMPLE = """机构名称,信用代码,所在区,列入原因,列入日期
沈阳市沈河区拟金榜文化课培训有限公司,91210103YYW6P51607,沈河区,停课期间组织线下培训,2020/1/30
沈阳市皇姑区拟状元课外培训有限公司,91210105YYWENFU0XG,皇姑区,超出许可范围培训,2020年2月3日
沈阳市皇姑区拟状元课外培训有限公司,91210105YYWENFU0XG,皇姑区,超出许可范围培训,2020年2月3日
沈阳市铁西区拟小太阳托管班,,铁西,未取得办学许可证,2020-02-05
王小明,,铁西区,未取得办学许可证,2020-02-05
"""
CONFLICT = SAMPLE + "沈阳拟另一名称培训学校,91210103YYW6P51607,沈河区,虚假宣传,2020-02-08\n"


@pytest.fixture
def run(office, tmp_path):
    def call(content, *options):
        path = tmp_path / "list.csv"
        path.write_bytes(content.encode("gb18030"))
        runner = office.test_cli_runner()
        result = runner.invoke(args=["blacklist", "import", str(path), "--json", *options])
        assert isinstance(result.exception, SystemExit | None), result.exception
        return result.exit_code, json.loads(result.stdout)

    return call


def count(office):
    with office.app_context():
        return db.session.scalar(select(func.count(Listing.id)))


def test_a_list_becomes_drafts_with_their_source(office, run):
    code, report = run(SAMPLE)

    assert code == 0
    assert report["encoding"] == "gb18030"
    outcomes = [row["outcome"] for row in report["rows"]]
    assert outcomes == ["skip", "accept", "accept", "duplicate", "warn", "skip"]
    assert report["written"] == {"created": 3, "updated": 0, "unchanged": 0}
    with office.app_context():
        draft = db.session.scalars(select(Listing).order_by(Listing.import_row)).first()
        assert (draft.state, draft.import_row, draft.source.file_name) == ("draft", 2, "list.csv")
        assert draft.ground == "closure_order"
        assert draft.scope_code == "210103"


def test_the_same_list_again_changes_nothing(office, run):
    run(SAMPLE)

    code, report = run(SAMPLE)

    assert code == 0
    assert report["written"] == {"created": 0, "updated": 0, "unchanged": 3}
    assert count(office) == 3


def test_a_dry_run_writes_nothing(office, run):
    code, report = run(SAMPLE, "--dry-run")

    assert code == 0
    assert report["written"] == {"created": 0, "updated": 0, "unchanged": 0}
    assert count(office) == 0


def test_a_contradiction_writes_nothing_unless_it_may_be_left_out(office, run):
    refused, report = run(CONFLICT)
    assert refused == 2
    assert report["summary"]["outcomes"]["conflict"] == 2
    assert count(office) == 0

    code, report = run(CONFLICT, "--skip-bad")
    assert code == 0
    assert report["written"]["created"] == 2


def test_a_person_is_printed_masked_and_stored_nowhere(office, run):
    _, report = run(SAMPLE)

    assert "王小明" not in json.dumps(report, ensure_ascii=False)
    with office.app_context():
        assert db.session.scalars(select(ListingImport.persons_set_apart)).all() == [1]


def test_a_row_is_matched_by_exactly_the_same_name_in_its_district(office, run):
    with office.app_context(), act():
        same = make_institution("沈阳市铁西区拟小太阳托管班", "210106").id
        make_institution("沈阳市铁西区拟小太阳托管中心", "210106")

    run(SAMPLE)

    with office.app_context():
        statement = select(Listing.institution_id).where(Listing.import_row == 5)
        assert db.session.scalar(statement) == same


def test_a_name_in_another_district_is_matched_to_nobody(office, run):
    with office.app_context(), act():
        make_institution("沈阳市铁西区拟小太阳托管班", "210103")

    run(SAMPLE)

    with office.app_context():
        statement = select(Listing.institution_id).where(Listing.import_row == 5)
        assert db.session.scalar(statement) is None


def test_an_officer_takes_over_only_rows_of_the_own_district(office, run):
    code, report = run(SAMPLE, "--skip-bad", "--as", "officer2")

    assert code == 0
    assert report["written"]["created"] == 1
    assert report["summary"]["outcomes"]["reject"] == 2
