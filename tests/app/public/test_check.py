import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.editions.layout import CURRENT
from app.editions.shelf import put_out
from app.headers import HEADERS
from app.limits import Budgets, Limits
from app.public.options import SiteOptions
from app.public.site import create_site
from tests.app.editions.records import (
    ALL,
    LICENSED,
    LIKE_LISTED,
    LISTED,
    NOON,
    SAME_NAME,
    edition,
)


def ask(public, query: str, **headers):
    return public.get("/api/v1/check?q=" + quote(query), headers=headers)


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        (LISTED.name, "blacklisted"),
        ("91210106YY4C7N2K75", "blacklisted"),
        (LICENSED.name, "licensed"),
        ("海澜拟", "unlicensed"),
        (SAME_NAME[0].name, "ambiguous"),
        ("晨舟", "ambiguous"),
        ("毫不相干的机构", "not_in_register"),
        ("91210106YY4C7N2K00", "not_in_register"),
    ],
)
def test_the_verdict_follows_the_table(public, query: str, verdict: str):
    answer = ask(public, query)

    assert answer.status_code == 200
    assert answer.json["verdict"] == verdict
    assert answer.json["query"] == query


def test_an_answer_holds_what_the_contract_names(public):
    answer = ask(public, LISTED.name).json

    assert set(answer) == {"query", "verdict", "institutions", "as_of", "edition", "coverage"}
    assert answer["coverage"] == {
        "area": {"code": "210100", "name": "沈阳市"},
        "date": "2026-11-19",
        "institutions": len(ALL) - 1,
        "listed": 4,
        "entries_without_code": 1,
    }
    assert answer["institutions"][0] == {
        "id": "aaaaaaaa02",
        "name": "沈阳拟晨舟教育培训有限公司",
        "former_names": [],
        "credit_code": "91210106YY4C7N2K75",
        "licence_no": None,
        "district": {"code": "210106", "name": "铁西区"},
        "address": "沈阳市铁西区拟文化路2号",
        "scope": {
            "subject_class": None,
            "subject_group": "arts",
            "subjects": "书法;美术",
            "stages": None,
        },
        "standing": "blacklisted",
        "restrictions": [],
        "listing": {
            "ground": "unlicensed_institution",
            "legal_basis": "《校外培训行政处罚暂行办法》第十七条",
            "decision_no": "铁西教罚字〔2025〕第31号",
            "authority": "沈阳市铁西区教育局",
            "listed_on": "2026-02-03",
            "ends_on": "2029-02-03",
        },
        "match": "exact",
        "score": 100,
    }


def test_those_like_the_listed_one_are_not_accused(public):
    answer = ask(public, LIKE_LISTED.name).json

    assert answer["verdict"] == "licensed"
    assert [one["match"] for one in answer["institutions"]] == ["exact", "similar"]
    assert answer["institutions"][1]["standing"] is None
    assert answer["institutions"][1]["listing"] is None


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("/api/v1/check", "query_required"),
        ("/api/v1/check?q=", "query_required"),
        ("/api/v1/check?q=%20%E3%80%80", "query_required"),
        ("/api/v1/check?q=" + "a" * 201, "query_too_long"),
        ("/api/v1/check?q=" + "%E6%9F%90" * 201, "query_too_long"),
        ("/api/v1/check?q=" + "%E6%9F%90" * 9000, "query_too_long"),
        ("/api/v1/check?q=a&q=b", "query_repeated"),
        ("/api/v1/check?q=%ED%A0%80", "query_unreadable"),
        ("/api/v1/check?q=%FF%FE", "query_unreadable"),
    ],
)
def test_a_query_that_cannot_be_taken_says_why(public, address: str, code: str):
    answer = public.get(address)

    assert answer.status_code == 400
    assert answer.json["error"]["code"] == code
    assert answer.json["error"]["fields"][0]["field"] == "q"


@pytest.mark.parametrize(
    ("headers", "query", "begins"),
    [
        ({}, "", "请输入"),
        ({"Accept-Language": "en"}, "", "Enter"),
        ({"Accept-Language": "en"}, "?lang=zh", "请输入"),
        ({"Accept-Language": "zh-CN"}, "?lang=en", "Enter"),
    ],
)
def test_errors_speak_the_readers_language(public, headers, query, begins):
    answer = public.get("/api/v1/check" + query, headers=headers)

    assert answer.json["error"]["message"].startswith(begins)


@pytest.mark.parametrize("query", ["拟\u202e晨舟", "拟晨\u200b舟", "拟晨\x00舟", "拟晨舟\n"])
def test_what_cannot_be_seen_does_not_count(public, query: str):
    assert ask(public, query).json["verdict"] == "blacklisted"


@pytest.mark.parametrize("query", ["200", "字" * 200])
def test_two_hundred_characters_are_not_too_many(public, query: str):
    assert ask(public, query).status_code == 200


def test_a_raw_chinese_query_is_understood(public):
    raw = "q=拟晨舟".encode().decode("latin-1")

    answer = public.get("/api/v1/check", environ_overrides={"QUERY_STRING": raw})

    assert answer.json["verdict"] == "blacklisted"


def test_only_reading_is_possible(public):
    answer = public.post("/api/v1/check?q=a")

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"
    assert public.head("/api/v1/check?q=a").data == b""


def test_the_same_answer_is_not_sent_twice(public):
    first = ask(public, LISTED.name)

    again = ask(public, LISTED.name, **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize("address", ["/api/v1/check?q=a", "/api/v1/check", "/nope", "/"])
def test_every_answer_carries_the_security_headers(public, address: str):
    answer = public.get(address)

    assert {name: answer.headers.get(name) for name, _ in HEADERS} == dict(HEADERS)


def test_from_an_expired_edition_nobody_is_accused(public, clock):
    clock.now = NOON + timedelta(hours=72, seconds=1)

    answer = ask(public, LISTED.name)

    assert answer.status_code == 503
    assert answer.json["error"]["code"] == "edition_expired"
    assert "blacklisted" not in answer.text


def test_without_an_edition_the_check_says_so(tmp_path: Path, clock):
    public = create_site(tmp_path, SiteOptions(clock=clock, is_moved=True)).test_client()

    assert ask(public, "a").json["error"]["code"] == "no_edition"
    assert public.get("/").status_code == 200
    assert public.get("/blacklist").status_code == 503


def test_a_listing_that_ends_within_the_edition_is_no_longer_told(public, clock):
    code = str(SAME_NAME[1].credit_code)
    assert ask(public, code).json["verdict"] == "blacklisted"

    clock.now = NOON + timedelta(days=2)

    assert ask(public, code).json["verdict"] == "licensed"
    assert "2026-11-20" not in ask(public, code).text


def test_a_new_edition_is_picked_up(tmp_path: Path, clock):
    first = edition(tmp_path / "000001")
    (tmp_path / CURRENT).write_text("000001\n")
    public = create_site(tmp_path, SiteOptions(clock=clock, is_moved=True)).test_client()
    assert ask(public, LISTED.name).json["edition"] == 1

    edition(tmp_path / "000002", [LICENSED], number=2, before=[first])
    put_out(tmp_path, 2)

    assert ask(public, LISTED.name).json["edition"] == 2
    assert ask(public, str(LISTED.credit_code)).json["verdict"] == "not_in_register"
    assert [path.name for path in (tmp_path / "000001").iterdir()] == ["header.json"]


def test_exact_checks_share_one_budget_and_free_text_has_its_own(site, folder):
    public = site.test_client()
    site.wsgi_app._limits = Limits()

    exact = [ask(public, LISTED.name).status_code for _ in range(80)]
    free = [ask(public, f"晨舟{number}").status_code for number in range(80)]

    assert set(exact) == {200}
    assert free.count(200) == 60
    assert set(free[61:]) == {429}


def test_an_address_counts_only_from_our_own_proxies(folder: Path, clock):
    options = SiteOptions(clock=clock, is_moved=True, proxies=1)
    site = create_site(folder, options)
    site.wsgi_app._limits = Limits(budgets=Budgets(free_text=Budgets().free_text[:1]))
    public = site.test_client()

    one = [ask(public, "晨舟", **{"X-Forwarded-For": "9.9.9.9, 1.1.1.1"}) for _ in range(61)]
    other = ask(public, "晨舟", **{"X-Forwarded-For": "1.1.1.1, 2.2.2.2"})

    assert one[-1].status_code == 429
    assert other.status_code == 200


@pytest.mark.parametrize("address", ["/", "/api/v1/check?q=a", "/blacklist"])
def test_the_demonstration_answers_this_machine_only(folder: Path, clock, address):
    public = create_site(
        folder, SiteOptions(clock=clock, is_moved=True, loopback_only=True)
    ).test_client()

    own = public.get(address)
    strange = public.get(address, environ_overrides={"REMOTE_ADDR": "10.0.0.7"})
    named = public.get(address, headers={"Host": "evil.example"})

    assert (own.status_code, strange.status_code, named.status_code) == (200, 403, 403)


def test_a_storm_of_first_visitors_is_answered(folder: Path):
    site = create_site(folder, SiteOptions(clock=lambda: NOON))

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: ask(site.test_client(), LISTED.name), range(64)))

    assert {answer.status_code for answer in answers} == {200}


TEXT = st.text(st.characters(codec=None), max_size=220)


@settings(max_examples=150)
@given(st.one_of(TEXT, st.binary(max_size=300).map(lambda raw: raw.decode("latin-1"))))
def test_no_query_breaks_the_check(public, query: str):
    raw = quote(query, errors="surrogatepass")
    answer = public.get("/api/v1/check?q=" + raw)

    assert answer.status_code in (200, 400)
    assert json.loads(answer.data)
    assert public.get("/check?q=" + raw).status_code in (200, 400)


@settings(max_examples=100)
@given(st.text(st.characters(min_codepoint=1, max_codepoint=255), max_size=80))
def test_no_query_string_breaks_the_check(public, query_string: str):
    answer = public.get("/api/v1/check", environ_overrides={"QUERY_STRING": query_string})

    assert answer.status_code in (200, 400)
