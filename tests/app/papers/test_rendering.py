"""The two renderers: the same text in PDF and DOCX, as it was typed, in the faces of the office."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document
from fontTools import subset
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from app.papers.docx import render_docx
from app.papers.fonts import OWN, Fonts, NoFonts
from app.papers.pdf import Typesetter
from inspections.papers.blocks import lines_of
from inspections.papers.characters import UnprintableCharacters
from inspections.papers.kinds import KINDS
from tests.app.papers.fields_of_law import HEADED, ORDERS
from tests.papers import FACTS

FOOT = re.compile(r"第\d+页共\d+页")
REGULAR = OWN / "NotoSerifSC_400Regular.ttf"


@pytest.fixture(scope="module")
def typesetter():
    return Typesetter(Fonts((OWN,)))


def made(code, **changes):
    return KINDS[code].make(replace(FACTS[code], **changes))


def squeezed(text):
    return re.sub(r"\s+", "", text)


def text_of_pdf(content):
    told = subprocess.run(
        ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return told.stdout.decode()


def body_of_pdf(content, paper):
    """The text without what stands at the foot of each page."""
    foot, pages = squeezed(paper.each_page), text_of_pdf(content).split("\f")
    bodies = []
    for page in pages:
        body = FOOT.sub("", squeezed(page))
        bodies.append(body.removesuffix(foot) if foot else body)
    return "".join(bodies)


def body_of_docx(content):
    document = Document(io.BytesIO(content))
    parts = []
    for element in document.element.body.iterchildren():
        parts += [node.text or "" for node in element.iter() if node.tag.endswith("}t")]
    return squeezed("".join(parts))


@pytest.mark.parametrize("code", KINDS)
def test_the_pdf_states_every_field_of_the_law_in_its_order(typesetter, code):
    paper = made(code)

    content = typesetter.pdf(paper)

    body, place = body_of_pdf(content, paper), 0
    for field in (*HEADED, *ORDERS[code]):
        found = body.find(squeezed(field), place)
        assert found >= 0, f"{field} is missing after {body[max(0, place - 30) : place + 30]}"
        place = found + len(squeezed(field))
    assert "None" not in body and "\ufffd" not in body


@pytest.mark.parametrize("code", KINDS)
def test_pdf_and_docx_hold_the_text_of_the_paper_and_no_other(typesetter, code):
    paper = made(code)
    said = squeezed("".join(lines_of(paper)))

    assert body_of_pdf(typesetter.pdf(paper), paper) == said
    assert body_of_docx(render_docx(paper)) == said


@pytest.mark.parametrize("code", ["penalty_decision", "onsite_record"])
def test_every_page_says_which_it_is_of_how_many_and_is_signed(typesetter, code):
    paper = made(code)
    content = typesetter.pdf(paper)
    pages = len(PdfReader(io.BytesIO(content)).pages)

    texts = [squeezed(one) for one in text_of_pdf(content).split("\f")][:pages]

    assert pages > 1
    for number, text in enumerate(texts, start=1):
        assert text.endswith(f"第{number}页共{pages}页")
        assert squeezed(paper.each_page) in text


def test_the_docx_counts_its_pages_and_is_signed_on_each():
    content = render_docx(made("onsite_record"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        foot = next(archive.read(name) for name in archive.namelist() if "footer" in name).decode()

    assert "PAGE" in foot and "NUMPAGES" in foot and "执法人员签名" in foot


TYPED = {
    "markup of the typesetter": "#set page(width: 1pt) $x^2$ *b* _i_ `c` @r <l> \\n // ~ --- ...",
    "quotes and brackets": "他说：“不行”，'a' \"b\" [c] {d} <e> & &amp; </w:t>",
    "code": '#eval("1+1") #read("/etc/passwd") #sys.version',
    "rare characters": "龘靐𬬭㐂䶮",
    "look-alikes of one face": "⼈人⽇日",
    "a long word": "x" * 400,
    "a long digest": "0123456789abcdef" * 12,
    "many lines": "一\n二\r\n三",
    "much text": "在该场所开展学科类培训。" * 400,
}


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_what_was_typed_comes_out_as_typed(typesetter, typed):
    paper = made("penalty_decision", facts=typed, reasons=typed)

    content = typesetter.pdf(paper)

    wanted = squeezed(typed)
    assert body_of_pdf(content, paper).count(wanted) >= 2
    assert body_of_docx(render_docx(paper)).count(wanted) >= 2


def test_a_long_word_stays_on_the_page(typesetter, tmp_path):
    paper = made("onsite_record", place="x" * 300)
    (tmp_path / "one.pdf").write_bytes(typesetter.pdf(paper))

    told = subprocess.run(
        ["pdftotext", "-bbox", tmp_path / "one.pdf", "-"], capture_output=True, check=True
    ).stdout.decode()

    width = float(re.search(r'page width="([\d.]+)"', told)[1])
    assert max(float(right) for right in re.findall(r'xMax="([\d.]+)"', told)) < width - 50


@pytest.mark.parametrize(
    ("typed", "name"),
    [("𠮷野家", "U+20BB7 𠮷"), ("مرحبا", "U+0645"), ("a\u202eb", "U+202E RIGHT-TO-LEFT OVERRIDE")],
    ids=["a character that no face has", "another script", "a mark that turns the direction"],
)
def test_a_character_that_would_vanish_stops_the_paper_by_its_name(typesetter, typed, name):
    with pytest.raises(UnprintableCharacters) as stopped:
        typesetter.pdf(made("prior_notice", reasons=typed))

    assert stopped.value.names[0].startswith(name)


def test_a_docx_may_hold_a_character_that_only_the_office_has():
    assert "𠮷野家" in body_of_docx(render_docx(made("prior_notice", reasons="𠮷野家")))


def test_the_same_paper_is_the_same_file(typesetter):
    paper = made("penalty_decision")

    assert typesetter.pdf(paper) == Typesetter(Fonts((OWN,))).pdf(paper)
    assert render_docx(paper) == render_docx(paper)


def faces_of(content):
    found = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    return found.stdout.decode()


def cut_face(path, text, family):
    """A face of an office's own: some characters, under another name."""
    with TTFont(REGULAR) as font:
        cutter = subset.Subsetter()
        cutter.populate(text=text)
        cutter.subset(font)
        for one in font["name"].names:
            if one.nameID in (1, 4, 6, 16):
                one.string = family
        font.save(path)


def test_the_faces_of_the_office_are_used_first(tmp_path):
    paper = made("closing_form")
    cut_face(tmp_path / "own.ttf", "".join(lines_of(paper)), "OfficeFangSong")

    content = Typesetter(Fonts((tmp_path, OWN))).pdf(paper)

    assert "OfficeFangSong" in faces_of(content)
    assert body_of_pdf(content, paper) == squeezed("".join(lines_of(paper)))


def test_what_the_office_s_face_lacks_comes_from_the_installed_one(tmp_path):
    paper = made("closing_form")
    cut_face(tmp_path / "own.ttf", "结案审批表", "OfficeFangSong")

    content = Typesetter(Fonts((tmp_path, OWN))).pdf(paper)

    assert {"OfficeFangSong", "NotoSerifSC"} <= set(
        re.findall(r"[A-Z]{6}\+(\w+)", faces_of(content))
    )
    assert body_of_pdf(content, paper) == squeezed("".join(lines_of(paper)))


def test_a_folder_without_faces_is_named(tmp_path):
    with pytest.raises(NoFonts, match=str(tmp_path)):
        Typesetter(Fonts((tmp_path,))).pdf(made("closing_form"))


def test_a_file_that_is_no_face_is_named(tmp_path):
    shutil.copyfile(__file__, tmp_path / "broken.ttf")

    with pytest.raises(NoFonts, match=r"broken\.ttf"):
        Typesetter(Fonts((tmp_path, OWN))).pdf(made("closing_form"))


def test_every_face_that_is_used_lies_in_the_file(typesetter):
    lines = faces_of(typesetter.pdf(made("penalty_decision"))).splitlines()[2:]

    assert lines and all(re.search(r"\byes yes yes\b", line) for line in lines)
