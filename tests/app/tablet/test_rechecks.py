"""Re-checks from a tablet: the round brings the open orders, the visit enters what was found."""

import pytest
from sqlalchemy import select

from app.db import act, db
from app.models.devices import HeldManifest
from app.models.orders import Order
from app.models.sites import Site
from app.models.visits import Visit
from app.queries.orders import evidence_of_visit
from tests.app.factories.orders import make_order, served, visit_with_findings
from tests.app.factories.tablet import body_of, listed, path_of, photo_path
from tests.app.factories.visits import jpeg

PHOTO = jpeg()


@pytest.fixture
def order(office, site, crew):
    """The id of an order that is served at the site."""
    with office.app_context(), act():
        place = db.session.scalars(select(Site).where(Site.public_id == site.id)).one()
        visit = visit_with_findings(place, crew.officer1)
        return served(make_order(visit, crew.officer1, refund_fen=120_000), crew.officer1).public_id


def answer(item, corrected="yes", **more):
    return {"item": item, "corrected": corrected, "note": "现场查看", "files": [], **more}


def recheck(order, *answers):
    return {"rechecks": [{"order": order, "answers": list(answers)}]}


def put(client, tablet, document):
    return tablet.call(client, "PUT", path_of(document), body_of(document))


def state_of(office, order):
    with office.app_context():
        row = db.session.scalars(select(Order).where(Order.public_id == order)).one()
        return row.state.value, row.outcome and row.outcome.value


def test_a_visit_enters_the_recheck_with_it(client, office, tablet, visit, order):
    document = visit(**recheck(order, answer(1), answer(2), answer(3)))

    sent = put(client, tablet, document)

    assert sent.status_code == 201
    assert state_of(office, order) == ("rechecked", "yes")


def test_sending_it_again_rechecks_once(client, office, tablet, visit, order):
    document = visit(**recheck(order, answer(1), answer(2), answer(3)))

    answers = [put(client, tablet, document) for _time in range(2)]

    assert [one.status_code for one in answers] == [201, 200]
    with office.app_context():
        steps = db.session.scalars(select(Order)).one().steps
        assert [step.step for step in steps] == ["issue", "serve", "recheck"]


def test_a_photo_that_arrives_later_proves_its_item(client, office, tablet, visit, order):
    file = listed(PHOTO, item=f"order_{order}_1")
    first = answer(1, note=None, files=[file["sha256"]])
    document = visit(files=[file], **recheck(order, first, answer(2), answer(3)))

    assert put(client, tablet, document).status_code == 201
    assert tablet.call(client, "PUT", photo_path(PHOTO), PHOTO).status_code == 201

    with office.app_context():
        step = db.session.scalars(select(Order)).one().steps[-1]
        found = evidence_of_visit(step.visit, step.answers[0].files)
        assert list(found) == [file["sha256"]]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((answer(1), answer(2)), "orders.every_item_is_rechecked"),
        ((answer(1), answer(2), answer(3, note=None)), "orders.recheck_is_proven"),
        (
            (answer(1), answer(2), answer(3, "no")),
            "visits.result_agrees_with_findings",
        ),
    ],
    ids=["an item is missing", "no proof", "uncorrected and yet no finding"],
)
def test_what_stands_against_a_recheck_holds_the_whole_visit(
    client, office, tablet, visit, order, answers, code
):
    sent = put(client, tablet, visit(**recheck(order, *answers)))

    assert sent.status_code == 409
    assert [field["path"] for field in sent.json["error"]["fields"]] == [code]
    assert state_of(office, order) == ("served", None)
    with office.app_context():
        assert len(db.session.scalars(select(Visit)).all()) == 1
        assert len(db.session.scalars(select(HeldManifest)).all()) == 1


def test_an_order_of_nowhere_is_not_rechecked(client, office, tablet, visit):
    sent = put(client, tablet, visit(**recheck("0000000000", answer(1))))

    assert [field["path"] for field in sent.json["error"]["fields"]] == ["unknown_order"]


@pytest.mark.parametrize(
    "rechecks",
    [
        [{"order": "0000000000", "answers": []}],
        [{"order": "0000000000", "answers": [answer(1), answer(1)]}],
        [{"order": "0000000000", "answers": [answer(1, "perhaps")]}],
        [{"order": "0000000000", "answers": [answer(1, files=["0" * 64])]}],
        [{"order": "0000000000", "corrected": True, "seen": None}],
    ],
    ids=["none", "twice", "unknown word", "file not listed", "old form"],
)
def test_a_recheck_outside_the_schema_is_refused(client, tablet, visit, rechecks):
    sent = put(client, tablet, visit(rechecks=rechecks))

    assert (sent.status_code, sent.json["error"]["code"]) == (400, "invalid")


def test_a_correction_of_the_record_leaves_a_closed_order_alone(
    client, office, tablet, visit, order, sign_in
):
    said = recheck(order, answer(1), answer(2), answer(3))
    first = visit(**said)
    assert put(client, tablet, first).status_code == 201
    closed = sign_in("officer1").post(
        f"/desk/orders/{order}/steps/close", {"happened_on": "2026-11-19"}
    )
    assert closed.status_code == 303
    second = visit(
        visit="7b1f3d1e-5a2c-4b6d-8e9f-0123456789ac",
        amends=first["visit"],
        reason="会见人姓名写错",
        met={"name": "马拟燃", "role": "教务主管"},
        device_sequence=2,
        **said,
    )

    sent = put(client, tablet, second)

    assert sent.status_code == 201
    assert state_of(office, order) == ("closed", "yes")
