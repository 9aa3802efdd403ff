"""The same visit and the same photo a hundred times at once: one row, one receipt, no fault."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from app.db import db, scope
from app.models.devices import ReceivedFile, VisitManifest
from app.models.visits import Visit, VisitFile, VisitVersion
from tests.app.factories.tablet import body_of, listed, path_of, photo_path
from tests.app.factories.visits import jpeg

TIMES, HANDS = 100, 8
PHOTO = jpeg()


def at_once(office, tablet, requests):
    def send(request):
        scope.set("")  # as in a worker of its own
        answer = tablet.call(office.test_client(), *request)
        return answer.status_code, answer.data

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(send, requests))


def counts(office, *models):
    with office.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) for model in models]


def test_a_hundred_identical_visits_are_one(office, tablet, visit):
    document = visit(files=[listed(PHOTO)])

    answers = at_once(office, tablet, [("PUT", path_of(document), body_of(document))] * TIMES)

    assert sorted(status for status, _body in answers) == [200] * (TIMES - 1) + [201]
    assert len({body for _status, body in answers}) == 1
    assert counts(office, Visit, VisitVersion, VisitManifest) == [1, 1, 1]


def test_visit_and_photo_at_once_are_joined_once(office, tablet, visit):
    document = visit(files=[listed(PHOTO)])
    both = [
        ("PUT", path_of(document), body_of(document)),
        ("PUT", photo_path(PHOTO), PHOTO),
    ]

    answers = at_once(office, tablet, both * 10)

    assert {status for status, _body in answers} == {200, 201}
    assert counts(office, Visit, ReceivedFile, VisitFile) == [1, 1, 1]


def test_many_visits_at_once_get_numbers_of_their_own(office, tablet, visit):
    documents = [
        visit(visit=f"7b1f3d1e-5a2c-4b6d-8e9f-0000000000{number:02d}", device_sequence=number)
        for number in range(10, 30)
    ]

    answers = at_once(office, tablet, [("PUT", path_of(one), body_of(one)) for one in documents])

    assert {status for status, _body in answers} == {201}
    with office.app_context():
        running = db.session.scalars(select(VisitManifest.running).order_by(VisitManifest.running))
        assert list(running) == list(range(1, 21))
