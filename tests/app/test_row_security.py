"""With the filter of app/scope.py off, PostgreSQL alone keeps districts apart; SQLite can't."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, true
from sqlalchemy.exc import DatabaseError

from app import clock
from app.db import NO_DISTRICT, act, db, scope
from app.models.blacklist import Listing, ListingImport
from app.models.devices import HeldManifest, ManifestFile, ReceivedFile, VisitManifest
from app.models.files import StoredFile
from app.models.imports import ImportAbsence, ImportOutcome, ImportRow, ImportRun, ImportState
from app.models.jobs import Job
from app.models.orders import OrderAnswer
from app.models.people import Person
from app.models.register import Institution, RegisterChange
from app.models.sweeps import Recusal, SweepExtension
from app.models.visits import EvidenceFile, PendingFile, Visit, VisitVersion
from app.queries import search
from app.row_security import (
    APPEND_ONLY,
    WITHOUT_POLICY,
    across_districts,
    acting_for,
    as_owner,
    as_system,
)
from app.services.case_evidence import NewEvidence, add_evidence
from app.services.case_proposals import propose_step
from app.services.case_weighing import save_lines
from app.services.readiness import findings
from app.services.register import edit_institution
from app.services.register_checks import InstitutionDetails
from app.services.sweep_teams import appoint_team
from app.services.sweeps import plan_sweep
from app.services.tablet_devices import enrol_device
from inspections.evidence import EvidenceKind, FileRole
from inspections.illegal_gains import Line, LineKind
from inspections.tablets import HeldFor
from inspections.vocabulary import Corrected, LicenceStatus
from tests.app.factories.blacklist import make_draft, make_institution
from tests.app.factories.cases import (
    START,
    led,
    make_lead,
    scans,
    step,
    values_for,
    weighed,
)
from tests.app.factories.orders import make_order, served
from tests.app.factories.register import add_institution
from tests.app.factories.sweeps import PLAN
from tests.app.factories.tablet import Key
from tests.app.factories.visits import make_site, make_visit, person_of

MADE_BY_OTHERS = {"publication_overrides"}  # one column of scope, as in `listings`


@pytest.fixture
def fenced(desk):
    """Say whether this database keeps districts apart by itself."""
    return db.engine.dialect.name == "postgresql"


@pytest.fixture
def bureau(desk, people):
    """Rows of every kind in 和平区 (210102), made by its officer."""
    officer = people.officer1
    with act():
        site = make_site()
        visit = make_visit(site, officer)
        make_draft(officer)
        _add_import(site.institution_id, officer)
        _add_rest(site, officer)
        _add_order(visit, officer)
        _add_case(officer)
        _add_sweep(site, officer)
        _add_tablet(site, officer)
    db.session.remove()
    return officer


def _stored(officer) -> StoredFile:
    file = StoredFile(
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        original_name="a.pdf",
        district_code="210102",
        stored_at=clock.now(),
        stored_by=officer.account_id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def _add_import(institution_id, officer) -> None:
    run = ImportRun(
        state=ImportState.READY,
        file_id=_stored(officer).id,
        district_code="210102",
        created_at=clock.now(),
    )
    db.session.add(run)
    db.session.flush()
    row = ImportRow(import_id=run.id, number=2, outcome=ImportOutcome.ACCEPT, cells={}, problems=[])
    db.session.add_all([row, ImportAbsence(import_id=run.id, institution_id=institution_id)])


def _add_rest(site, officer) -> None:
    evidence = EvidenceFile(file_id=_stored(officer).id, role=FileRole.RECORD)
    db.session.add(evidence)
    db.session.flush()
    now = clock.now()
    db.session.add_all(
        [
            PendingFile(
                draft="abcdefghij",
                account_id=officer.account_id,
                site_id=site.id,
                evidence_id=evidence.id,
                arrived_at=now,
            ),
            RegisterChange(institution_id=site.institution_id, field="phone", changed_at=now),
            ListingImport(file_name="a.csv", sha256="0" * 64, scope_code="210102", read_at=now),
            Job(kind="thing", district_code="210102", created_at=now),
        ]
    )


def _add_order(visit, officer) -> None:
    order = served(make_order(visit, officer), officer)
    order.steps[-1].answers.append(OrderAnswer(item=1, corrected=Corrected.YES, files=[]))


def _add_case(officer) -> None:
    case = make_lead(officer)
    day = led(case, "begin_review", "file", "begin_investigation")
    file = scans(case, "serve_decision", officer)[0].evidence
    add_evidence(
        case,
        NewEvidence(kind=EvidenceKind.DOCUMENT, title="-", collected_on=START, file=file),
        actor=officer,
    )
    step(case, "order_to_correct", day)
    save_lines(case, [Line(LineKind.RECEIPT, 1)], actor=officer)
    weighed(case)
    propose_step(case, "preserve_evidence", values_for("preserve_evidence", day), actor=officer)


def _add_sweep(site, officer) -> None:
    sweep = plan_sweep(replace(PLAN, districts=("210102",)), actor=officer)
    inspectors = [person_of("inspector1"), person_of("inspector2")]
    appoint_team(sweep, inspectors, district_code="210102", actor=officer)
    leader, inspector = (
        db.session.scalars(select(Person).where(Person.public_id == person_of(name))).one()
        for name in ("leader1", "inspector1")
    )
    db.session.add(
        SweepExtension(
            sweep_id=sweep.id,
            ended_on=sweep.ends_on,
            until=sweep.ends_on + timedelta(days=1),
            reason="-",
            plan_no="-",
            approving_authority="-",
            approved_on=sweep.starts_on,
            paper_id=_stored(officer).id,
            entered_by_person=leader.id,
            entered_at=clock.now(),
        )
    )
    db.session.add(
        Recusal(
            person_id=inspector.id,
            institution_id=site.institution_id,
            scope_code="210102",
            reason="-",
            decided_by_person=leader.id,
            decided_on=sweep.starts_on,
        )
    )


def _add_tablet(site, officer) -> None:
    version = db.session.scalars(select(VisitVersion)).first()
    device = enrol_device(Key(1).jwk, "-", actor=officer)
    now = clock.now()
    sent = {"device_id": device.id, "signed_at": "-", "signature": "-", "path": "-", "body": "-"}
    kept = VisitManifest(
        **sent,
        version=version,
        uuid=version.uuid,
        scope_code="210102",
        digest="0" * 64,
        device_sequence=1,
        received_at=now,
        received_on=clock.local_day(now),
        running=1,
        flags=[],
        answer="-",
        files=[ManifestFile(device_id=device.id, sha256="0" * 64, size=1, role=FileRole.PHOTO)],
    )
    held = HeldManifest(
        **sent,
        uuid=version.uuid,
        scope_code="210102",
        digest="0" * 64,
        device_sequence=1,
        held_for=HeldFor.DIFFERS,
        refusals=[],
        received_at=now,
    )
    file = ReceivedFile(
        device_id=device.id, scope_code="210102", sha256="0" * 64, size=1, received_at=now
    )
    db.session.add_all([kept, held, file])


def keys_seen() -> dict[str, set]:
    """Return the primary keys of every row that the transaction sees, without any filter."""
    return {
        name: set(db.session.scalars(select(*table.primary_key.columns)))
        for name, table in db.metadata.tables.items()
        if name not in {*WITHOUT_POLICY, *MADE_BY_OTHERS}
    }


def seen_by(viewer) -> dict[str, set]:
    with acting_for(viewer):
        return keys_seen()


def test_a_query_without_filter_finds_rows_of_the_own_district(bureau):
    assert [name for name, keys in seen_by(bureau).items() if not keys] == []


def test_a_query_without_filter_finds_no_row_of_another_district(bureau, people, fenced):
    own, foreign = seen_by(bureau), seen_by(people.officer2)

    both = [name for name, keys in foreign.items() if keys & own[name]]

    assert both == ([] if fenced else list(own))


def test_the_city_sees_what_its_districts_see(bureau, people):
    own, city = seen_by(bureau), seen_by(people.leader1)

    assert [name for name, keys in own.items() if not keys <= city[name]] == []


def test_a_transaction_that_names_nobody_sees_nothing(bureau, fenced):
    token = scope.set(NO_DISTRICT)
    try:
        db.session.rollback()
        seen = [name for name, keys in keys_seen().items() if keys]
    finally:
        scope.reset(token)

    assert seen == ([] if fenced else list(keys_seen()))


def test_a_scope_ends_with_its_transaction(bureau, fenced):
    with acting_for(bureau):
        db.session.commit()
    connection = db.session.connection().connection
    raw = connection.dbapi_connection
    db.session.commit()

    if fenced:
        with raw.cursor() as cursor:
            left = cursor.execute("select current_setting('mingcha.scope', true)").fetchone()[0]
        raw.rollback()
    else:
        left = ""

    assert left in ("", None)


@pytest.mark.parametrize("table", ["institutions", "visits", "listings", "stored_files"])
def test_a_row_is_not_handed_to_another_district(bureau, people, fenced, table):
    column = "district_code" if table == "stored_files" else "scope_code"
    statement = text(f"update {table} set {column} = '210103'")
    refused = False

    with acting_for(bureau):
        try:
            db.session.execute(statement)
        except DatabaseError:
            refused = True
        db.session.rollback()

    assert refused is fenced


def test_a_row_is_not_written_into_another_district(desk, people, fenced):
    refused = False

    with acting_for(people.officer2):
        try:
            make_institution(district_code="210102")
        except DatabaseError:
            refused = True
        db.session.rollback()

    assert refused is fenced


def test_a_row_of_another_district_is_not_changed(bureau, people, fenced):
    with acting_for(people.officer2), act():
        changed = db.session.execute(text("update visits set findings = 9")).rowcount

    assert changed == (0 if fenced else 1)


@pytest.mark.parametrize("deed", ["update {} set id = id", "delete from {}", "truncate {}"])
def test_the_application_may_not_touch_what_was_recorded(bureau, deed):
    with pytest.raises(DatabaseError), act():
        db.session.execute(text(deed.format("audit_events")))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_role_may_add_to_a_log_and_nothing_else(desk, fenced, table):
    if not fenced:  # triggers alone
        assert table in db.metadata.tables
        return
    deeds = ("select", "insert", "update", "delete", "truncate")
    query = text("select has_table_privilege(current_user, :table, :deed)")

    may = [deed for deed in deeds if db.session.scalar(query, {"table": table, "deed": deed})]

    assert may == ["select", "insert"]


def test_the_search_finds_nothing_in_another_district(desk, people, fenced):
    with act():
        add_institution("沈阳拟晨星培训学校")
    statement = select(Institution.name).where(search.matches("晨星"))

    with acting_for(people.officer1):
        own = db.session.scalars(statement).all()
    with acting_for(people.officer2):
        foreign = db.session.scalars(statement).all()

    assert own == ["沈阳拟晨星培训学校"]
    assert foreign == ([] if fenced else own)


def test_the_index_of_words_follows_the_register(desk):
    with act():
        one = add_institution("沈阳拟晨星培训学校")
    with act():
        one.search_grams = search.search_text(name="沈阳拟启明培训学校")
        one.name = "沈阳拟启明培训学校"

    def found(q):
        return db.session.scalars(select(Institution.name).where(search.matches(q))).all()

    assert (found("晨星"), found("启明")) == ([], ["沈阳拟启明培训学校"])


def test_the_search_uses_its_index_with_policies_in_force(desk, fenced):
    with act():
        _many_institutions(20_000)
    if not fenced:
        plan = _plan("select rowid from institutions_search where institutions_search match '晨星'")
        assert "INDEX" in plan
        return
    with as_owner(), act():
        db.session.execute(text("select gin_clean_pending_list('ix_institutions_search')"))
        db.session.execute(text("analyze institutions_search"))
        plan = _plan("select institution_id from institutions_search where grams @> '{晨星}'")

    assert "ix_institutions_search" in plan


def _many_institutions(rows: int) -> None:
    now = clock.now()
    db.session.execute(
        Institution.__table__.insert(),
        [
            {
                "public_id": f"{number:010}",
                "name": f"拟{number}",
                "name_key": f"拟{number}",
                "core_name": f"拟{number}",
                "licence_status": LicenceStatus.VALID,
                "scope_code": "210102" if number % 2 else "210103",
                "search_grams": f"拟校 {number} {'晨星' if number % 5000 == 0 else '平常'}",
                "source": "test",
                "created_at": now,
                "updated_at": now,
            }
            for number in range(rows)
        ],
    )


def _plan(statement: str) -> str:
    prefix = "explain " if db.engine.dialect.name == "postgresql" else "explain query plan "
    return "\n".join(str(row) for row in db.session.execute(text(prefix + statement)))


def test_looking_across_districts_ends_with_the_block(bureau, people, fenced):
    count = select(func.count()).select_from(Visit)

    with acting_for(people.officer2):
        with pytest.raises(ZeroDivisionError), across_districts():
            across = db.session.scalar(count)
            raise ZeroDivisionError
        after = db.session.scalar(count)

    assert (across, after) == (1, 0 if fenced else 1)


def test_a_failed_statement_leaves_the_scope_to_the_next_transaction(bureau, people, fenced):
    with acting_for(people.officer2):
        with pytest.raises(DatabaseError), as_system():
            db.session.execute(text("select nothing from nowhere"))
        db.session.rollback()

        seen = db.session.scalar(select(func.count()).select_from(Visit))

    assert seen == (0 if fenced else 1)


def test_a_page_that_forgets_its_filter_shows_no_foreign_name(
    office, sign_in, monkeypatch, database_url
):
    with office.app_context(), act():
        add_institution("沈阳拟晨星培训学校")
    monkeypatch.setattr("app.queries.register.visible", lambda *_arguments: true())

    page = sign_in("officer2").get("/desk/register").get_data(as_text=True)

    assert ("沈阳拟晨星培训学校" in page) is database_url.startswith("sqlite")


@pytest.mark.parametrize("path", ["/desk/register", "/desk/register?format=csv"])
def test_a_page_says_its_own_scope(office, sign_in, path):
    with office.app_context(), act():
        add_institution("沈阳拟晨星培训学校")
    token = scope.set(NO_DISTRICT)  # as in a server's thread
    try:
        page = sign_in("officer1").get(path).get_data(as_text=True)
    finally:
        scope.reset(token)

    assert "沈阳拟晨星培训学校" in page


def test_an_entry_follows_its_institution_to_another_district(desk, people):
    with act():
        listing = make_draft(people.officer1)
        public_id, version = listing.institution.public_id, listing.institution.version
        name = listing.institution.name
    details = InstitutionDetails(name=name, district_code="210103", address="拟文化路1号")

    with act():
        edit_institution(public_id, details, actor=people.leader1, version=version, confirmed=True)

    with acting_for(people.officer2):
        assert db.session.scalars(select(Listing.scope_code)).all() == ["210103"]


def test_the_start_up_check_finds_nothing_wrong_with_a_fresh_office(desk):
    wrong = [item.name for item in findings() if not item.ok]

    assert wrong == []


BROKEN = {
    "a policy dropped": (
        "drop policy by_district on visits",
        "row-level security is forced on every table of a district",
    ),
    "security not forced": (
        "alter table visits no force row level security",
        "row-level security is forced on every table of a district",
    ),
    "the trail opened": (
        "grant delete on audit_events to mingcha_app",
        "audit and log tables are closed to changes",
    ),
    "a table closed": (
        "revoke insert on visits from mingcha_app",
        "the application may use every table",
    ),
    "a table given away": (
        "alter table visits owner to mingcha_app",
        "the application role owns nothing",
    ),
    "room to empty": ("grant truncate on jobs to mingcha_app", "no table can be emptied"),
}


@pytest.mark.parametrize(("deed", "promise"), BROKEN.values(), ids=BROKEN.keys())
def test_the_start_up_check_names_what_was_loosened(desk, fenced, deed, promise):
    statement = deed if fenced else "drop trigger audit_events_no_update"
    with as_owner(), act():
        db.session.execute(text(statement))

    wrong = [item.name for item in findings() if not item.ok]

    assert promise in wrong if fenced else wrong == ["audit triggers stand"]
