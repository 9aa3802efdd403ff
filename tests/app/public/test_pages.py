import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from app.public.options import SiteOptions
from app.public.site import create_site
from tests.app.editions.records import (
    ALL,
    ENDED_LICENCE,
    HOSTILE,
    LICENSED,
    LISTED,
    NOWHERE,
    PLACE,
    SAME_NAME,
    UNKNOWN,
    edition,
)
from tests.app.public.conftest import without_limits

HAN = re.compile(r"[\u3400-\u9fff]")
PAGES = [
    "/",
    "/check?q=" + quote(LISTED.name),
    "/check?q=" + quote(LICENSED.name),
    "/check?q=" + quote(ENDED_LICENCE.name),
    "/check?q=" + quote("晨舟"),
    "/check?q=zzzz",
    "/check?q=",
    f"/institutions/{HOSTILE.id}",
    f"/institutions/{PLACE.id}",
    "/blacklist",
    "/blacklist?q=zzz",
    "/map",
    "/verify",
    "/verify?credit_code=91210106YY4C7N2K75",
    "/verify?credit_code=52210102YYR3YY1G9G",
    "/verify?credit_code=x",
    "/objections",
    "/nothing-here",
]


class Words(HTMLParser):
    """Collects text with the language it is marked with, scripts and links with what they load."""

    def __init__(self) -> None:
        super().__init__()
        self.languages: list[str] = []
        self.texts: list[tuple[str, str]] = []
        self.bad: list[str] = []

    def handle_starttag(self, tag, attrs) -> None:
        values = dict(attrs)
        bad = [name for name in values if name.startswith("on") or name == "style"]
        self.bad += [f"{tag} {name}" for name in bad]
        for name in ("src", "href"):
            if str(values.get(name) or "").startswith(("http:", "https:", "//", "javascript:")):
                self.bad.append(f"{tag} {values[name]}")
        if tag == "script" and "src" not in values:
            self.bad.append("inline script")
        for name in ("placeholder", "aria-label", "title", "alt"):
            if values.get(name):
                marked = values.get("lang") or (self.languages[-1] if self.languages else "")
                self.texts.append((marked, values[name]))
        if tag not in ("meta", "link", "input", "img", "br", "use"):
            inherited = self.languages[-1] if self.languages else ""
            self.languages.append(values.get("lang") or inherited)

    def handle_endtag(self, tag) -> None:
        if tag not in ("meta", "link", "input", "img", "br", "use") and self.languages:
            self.languages.pop()

    def handle_data(self, data) -> None:
        if data.strip():
            self.texts.append((self.languages[-1] if self.languages else "", data.strip()))


def read(page: str) -> Words:
    words = Words()
    words.feed(page)
    return words


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_hold_no_foreign_host_no_inline_script_and_no_style(public, address, language):
    page = public.get(address, headers={"Accept-Language": language}).text

    assert read(page).bad == []


@pytest.mark.parametrize("address", PAGES)
def test_english_pages_mark_every_chinese_word(public, address):
    words = read(public.get(address, headers={"Accept-Language": "en"}).text)

    loose = [text for marked, text in words.texts if HAN.search(text) and marked[:2] != "zh"]
    loose = [text for text in loose if "Mingcha" not in text]
    assert loose == []


SENTENCE = re.compile(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b")


@pytest.mark.parametrize("address", PAGES)
def test_chinese_pages_hold_no_english_sentence(public, address):
    words = read(public.get(address, headers={"Accept-Language": "zh"}).text)

    texts = [text for _, text in words.texts if "blacklist verify" not in text]
    assert [text for text in texts if SENTENCE.search(text)] == []


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_under_60_kilobytes(public, address):
    assert len(public.get(address).data) < 20_000


@pytest.mark.parametrize(
    ("query", "verdict", "title"),
    [
        (LISTED.name, "blacklisted", "已列入黑名单"),
        (LICENSED.name, "licensed", "有办学许可，不在黑名单上"),
        (ENDED_LICENCE.name, "unlicensed", "许可已吊销"),
        ("拟小太阳托管班", "blacklisted", "已列入黑名单"),
        (SAME_NAME[0].name, "ambiguous", "有2家机构叫这个名称"),
        ("zzzz", "not_in_register", "本名录未查到"),
    ],
)
def test_each_verdict_has_its_own_page_and_title(public, query, verdict, title):
    page = public.get("/check?q=" + quote(query)).text

    assert f'data-verdict="{verdict}"' in page
    assert title in page
    assert title in page.partition("<title>")[2].partition("</title>")[0]


def test_candidates_show_no_standing(public):
    page = public.get("/check?q=" + quote("晨舟")).text

    assert "已列入黑名单" not in page
    assert "有办学许可" not in page
    assert "<mark>晨舟</mark>" in page


def test_candidates_are_narrowed_by_district(public):
    name = quote(SAME_NAME[0].name)

    page = public.get(f"/check?q={name}&district=210106").text

    assert SAME_NAME[1].id in page
    assert SAME_NAME[0].id not in page


def test_script_in_a_name_is_only_text(public):
    page = public.get(f"/institutions/{HOSTILE.id}").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "49" not in page.partition("<h2")[2].partition("</h2>")[0]


def test_what_is_typed_stays_in_the_box(public):
    page = public.get("/check?q=" + quote('"><b>x')).text

    assert 'value="&#34;&gt;&lt;b&gt;x"' in page


def test_an_institution_of_unknown_standing_has_no_page(public):
    assert public.get(f"/institutions/{UNKNOWN.id}").status_code == 404


def test_the_code_for_the_door_opens_the_page(public):
    answer = public.get(f"/institutions/{LICENSED.id}/qr.svg")

    assert answer.content_type == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "style" not in answer.text


def test_without_a_review_number_the_map_is_a_list(public):
    page = public.get("/map").text

    assert "data-map" not in page
    assert "铁西区" in page


def test_with_a_review_number_the_map_is_shown_with_it(folder, clock):
    options = SiteOptions(clock=clock, is_moved=True, map_review_number="辽S（2026）001号")
    site = create_site(folder, options)
    without_limits(site)
    public = site.test_client()

    page = public.get("/map").text
    script = re.search(r'src="(/map/script-[^"]+)"', page)

    assert "辽S（2026）001号" in page
    assert script
    assert public.get(script.group(1)).status_code == 200


def test_pages_of_institutions_are_kept_out_of_search_engines(public):
    assert "noindex" in public.get(f"/institutions/{LISTED.id}").headers["X-Robots-Tag"]
    assert "Disallow: /" in public.get("/robots.txt").text
    assert "X-Robots-Tag" not in public.get("/").headers


def test_the_language_is_kept_in_a_cookie(public):
    public.get("/?lang=en")

    assert 'lang="en"' in public.get("/").text


def test_without_a_review_number_a_place_is_an_address_alone(public):
    page = public.get(f"/institutions/{LISTED.id}").text

    assert 'class="sketch"' not in page
    assert LISTED.address in page


def test_with_a_review_number_a_place_is_shown_in_its_district(folder, clock):
    options = SiteOptions(clock=clock, is_moved=True, map_review_number="辽S（2026）001号")
    visitor = create_site(folder, options).test_client()

    page = visitor.get(f"/institutions/{LISTED.id}").text

    assert 'class="sketch"' in page
    assert "辽S（2026）001号" in page
    assert "style=" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "path",
    [
        f"/institutions/{NOWHERE.id}",
        "/check?q=" + quote(NOWHERE.name),
        "/check?q=" + quote(NOWHERE.name[:4]),
        "/blacklist",
        "/map",
        f"/api/v1/institutions/{NOWHERE.id}",
    ],
)
def test_a_listed_institution_without_a_district_has_its_pages(tmp_path, clock, path, language):
    edition(tmp_path / "000001", [*ALL, NOWHERE])
    site = create_site(tmp_path / "000001", SiteOptions(clock=clock, is_moved=True))

    answer = site.test_client().get(path, headers={"Accept-Language": language})

    assert answer.status_code == 200
