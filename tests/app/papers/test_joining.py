"""A case's file as one PDF: the index first, every paper and scan behind it, numbered through."""

import io
import re
import zipfile
from datetime import date

import pytest
from flask import Flask
from PIL import Image
from pypdf import PdfReader, PdfWriter

from app.papers.fonts import OWN, Fonts
from app.papers.joining import Part, UnreadablePart, packed, stacked, whole_file
from app.papers.pdf import Typesetter
from inspections.papers.kinds import KINDS
from tests.papers import FACTS, HEAD


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter(Fonts((OWN,)))


@pytest.fixture(autouse=True)
def here(typesetter):
    app = Flask(__name__)
    app.extensions["typesetter"] = typesetter
    with app.app_context():
        yield


def paper(typesetter, code):
    return typesetter.pdf(KINDS[code].make(FACTS[code]))


def picture(kind, size):
    made = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, "teal").save(made, kind)
    return made.getvalue()


def scan(width, height, pages=1, rotation=0):
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width, height).rotate(rotation)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def filed(content, title="扫描件", media_type="application/pdf"):
    return Part(title=title, on=date(2026, 3, 12), content=content, media_type=media_type)


def joined(*parts):
    return PdfReader(io.BytesIO(whole_file(HEAD, parts, title="超范围培训案", party_name="晨星")))


def texts(reader):
    return [re.sub(r"\s+", "", page.extract_text()) for page in reader.pages]


def test_the_index_comes_first_and_names_the_page_of_each_paper(typesetter):
    reader = joined(
        filed(paper(typesetter, "penalty_decision"), "行政处罚决定书"),
        filed(scan(300, 400, pages=2), "送达回证"),
        filed(paper(typesetter, "closing_form"), "结案审批表"),
    )

    pages = texts(reader)

    assert "卷宗目录" in pages[0]
    assert "1行政处罚决定书——2026年3月12日2–4" in pages[0]
    assert "2送达回证——2026年3月12日5–6" in pages[0]
    assert "3结案审批表——2026年3月12日7" in pages[0]
    assert "行政处罚决定书" in pages[1] and "结案审批表" in pages[6]
    assert len(pages) == 7


def test_every_page_carries_its_number_in_the_file(typesetter):
    reader = joined(filed(scan(300, 400, pages=2)), filed(paper(typesetter, "closing_form")))

    assert [re.search(r"卷(\d+)／4", text)[1] for text in texts(reader)] == ["1", "2", "3", "4"]


def test_an_index_of_several_pages_counts_itself(typesetter):
    reader = joined(*(filed(scan(300, 400), f"第{n}份材料") for n in range(1, 61)))

    pages = texts(reader)

    length = len(pages) - 60
    assert length > 1
    assert f"1第1份材料——2026年3月12日{length + 1}" in pages[0]
    assert f"60第60份材料——2026年3月12日{length + 60}" in "".join(pages[:length])


@pytest.mark.parametrize(
    ("kind", "size", "page"),
    [
        ("JPEG", (900, 1600), (595, 842)),
        ("JPEG", (1600, 900), (842, 595)),
        ("PNG", (50, 50), (595, 842)),
    ],
    ids=["upright photo", "lying photo", "small picture"],
)
def test_a_photo_becomes_a_page_of_its_own(kind, size, page):
    reader = joined(filed(picture(kind, size), "照片", f"image/{kind.lower()}"))

    box = reader.pages[1].mediabox
    assert (round(box.width), round(box.height)) == page
    assert len(reader.pages[1].images) == 1


def test_a_scan_that_lies_is_numbered_where_it_is_read():
    reader = joined(filed(scan(300, 400, rotation=90)))

    assert "卷2／2" in texts(reader)[1]
    assert (reader.pages[1].mediabox.width, reader.pages[1].rotation) == (400, 0)


def test_the_papers_stand_in_the_list_of_bookmarks(typesetter):
    reader = joined(filed(paper(typesetter, "closing_form"), "结案审批表"), filed(scan(300, 400)))

    assert [one.title for one in reader.outline] == ["超范围培训案", "结案审批表", "扫描件"]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"%PDF-1.7 broken", "application/pdf"), (b"\xff\xd8broken", "image/jpeg")],
    ids=["a broken PDF", "a broken photo"],
)
def test_a_scan_that_cannot_be_read_is_named(content, media_type):
    with pytest.raises(UnreadablePart, match="送达回证"):
        joined(filed(content, "送达回证", media_type))


def test_the_same_papers_are_the_same_file(typesetter):
    parts = [
        filed(paper(typesetter, "closing_form")),
        filed(picture("JPEG", (90, 160)), "照", "image/jpeg"),
    ]

    first, second = (whole_file(HEAD, parts, title="案", party_name="晨星") for _turn in range(2))

    assert first == second


def test_papers_for_the_printer_keep_their_own_page_numbers(typesetter):
    one = paper(typesetter, "closing_form")

    reader = PdfReader(io.BytesIO(stacked([("甲", one), ("乙", one)])))

    assert len(reader.pages) == 2
    assert all("第1页共1页" in text and "卷" not in text[:3] for text in texts(reader))
    assert [mark.title for mark in reader.outline] == ["甲", "乙"]


def test_packed_papers_have_names_that_every_system_takes():
    with zipfile.ZipFile(
        io.BytesIO(packed([("决定书/〔2026〕第1号", b"1"), ("..", b"2")], "pdf"))
    ) as made:
        assert made.namelist() == ["001-决定书_〔2026〕第1号.pdf", "002-paper.pdf"]
