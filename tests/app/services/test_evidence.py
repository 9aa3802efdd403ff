"""Evidence is stored as it arrives; hostile files are named and refused."""

import hashlib
import io
import struct
import zlib
from types import SimpleNamespace

import pytest
from PIL import Image

from app.db import act, db
from app.errors import Forbidden, NotFound
from app.file_formats import MOST_BYTES, HostileFile, read_format
from app.models.files import StoredFile
from app.pictures import UndecodablePicture, views_of
from app.queries.evidence import file_by_public_id, pending_files
from app.services.evidence import (
    MOST_FILES,
    Upload,
    clean_name,
    drop_pending,
    keep_pending,
    mark_pending,
    receive,
)
from app.storage import StoredFileMissing, blobs
from inspections.evidence import FileRole, Mark
from tests.app.factories.visits import SCAN, jpeg, make_evidence, make_site, png

PHOTO = jpeg()


@pytest.fixture
def people(people):
    """Looked up once: inside an act a second session would wait for the first."""
    names = ("officer1", "officer2", "inspector1", "reviewer1", "leader1")
    return SimpleNamespace(**{name: getattr(people, name) for name in names})


def chunk(kind: bytes, body: bytes) -> bytes:
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def png_of_size(width: int, height: int) -> bytes:
    """A few hundred bytes that claim to unfold to width × height."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    data = chunk(b"IDAT", zlib.compress(b"\x00" * 10_000))
    return b"\x89PNG\r\n\x1a\n" + head + data + chunk(b"IEND", b"")


def jpeg_of_size(width: int, height: int) -> bytes:
    at = PHOTO.index(b"\xff\xc0") + 5
    return PHOTO[:at] + struct.pack(">HH", height, width) + PHOTO[at + 4 :]


def samsung_trailer(time: bytes) -> bytes:
    """What Samsung's cameras write behind a picture: a block with the time, and its directory."""
    block = struct.pack("<HHI", 0, 0x0A01, 14) + b"Image_UTC_Data" + time
    listing = b"SEFH" + struct.pack("<II", 106, 1)
    listing += struct.pack("<HHII", 0, 0x0A01, len(block), len(block))
    return block + listing + struct.pack("<I", len(listing)) + b"SEFT"


def heic(*boxes: bytes) -> bytes:
    head = struct.pack(">I", 24) + b"ftypheic" + b"\x00" * 4 + b"mif1heic"
    return head + b"".join(boxes)


MDAT = struct.pack(">I", 16) + b"mdat" + b"\x01" * 8
ZIP_TAIL = b"PK\x03\x04" + b"\x00" * 30 + b"PK\x05\x06" + b"\x00" * 18

HOSTILE = {
    "nothing at all": ("a.jpg", b"", "empty"),
    "more than 25 MB": ("a.jpg", PHOTO + b"\x00" * MOST_BYTES, "too_large"),
    "a text": ("a.jpg", b"not a photo", "unknown_format"),
    "an SVG": ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown_format"),
    "an SVG called photo": ("a.jpg", b"<svg onload='x()'/>", "unknown_format"),
    "a web page called photo": ("a.jpg", b"<!doctype html><script>1</script>", "unknown_format"),
    "a GIF": ("a.gif", b"GIF89a" + b"\x00" * 20, "unknown_format"),
    "a program": ("a.jpg", b"MZ\x90\x00" + b"\x00" * 60, "unknown_format"),
    "a ZIP": ("a.pdf", ZIP_TAIL, "unknown_format"),
    "something before a trailer": (
        "a.jpg",
        PHOTO + b"anything at all" + samsung_trailer(b"1700000000000"),
        "two_in_one",
    ),
    "a script in a trailer": (
        "a.jpg",
        PHOTO + samsung_trailer(b"<script>alert(1)</script>"),
        "two_in_one",
    ),
    "a film": ("a.heic", struct.pack(">I", 16) + b"ftypmp42\x00\x00\x00\x00", "unknown_format"),
    "a JPEG called PNG": ("a.png", PHOTO, "wrong_extension"),
    "a JPEG called program": ("a.jpg.exe", PHOTO, "wrong_extension"),
    "a PDF called JPEG": ("a.jpg", SCAN, "wrong_extension"),
    "a PNG called page": ("a.html", png(), "wrong_extension"),
    "a JPEG cut in the middle": ("a.jpg", PHOTO[: len(PHOTO) // 2], "truncated"),
    "a JPEG without its last byte": ("a.jpg", PHOTO[:-1], "truncated"),
    "a JPEG of three bytes": ("a.jpg", b"\xff\xd8\xff", "truncated"),
    "a JPEG without size": ("a.jpg", b"\xff\xd8\xff\xd9", "damaged"),
    "a PNG cut in the middle": ("a.png", png()[:-20], "truncated"),
    "a PNG with a wrong sum": ("a.png", png().replace(b"IDAT", b"IDAT\x00", 1), "damaged"),
    "a PNG of no width": ("a.png", png_of_size(0, 10), "damaged"),
    "a HEIC cut short": ("a.heic", heic(MDAT)[:-4], "truncated"),
    "a PDF without end": ("a.pdf", b"%PDF-1.7\n1 0 obj", "truncated"),
    "a picture bomb": ("a.png", png_of_size(60_000, 60_000), "too_many_pixels"),
    "just over 50 megapixels": ("a.png", png_of_size(10_001, 5_000), "too_many_pixels"),
    "a JPEG bomb": ("a.jpg", jpeg_of_size(65_000, 65_000), "too_many_pixels"),
    "JPEG and ZIP in one": ("a.jpg", PHOTO + ZIP_TAIL, "two_in_one"),
    "JPEG and page in one": ("a.jpg", PHOTO + b"<html><script>1</script>", "two_in_one"),
    "JPEG and PDF in one": ("a.jpg", PHOTO + SCAN, "two_in_one"),
    "JPEG and program in one": ("a.jpg", PHOTO + b"MZ\x90\x00 program", "two_in_one"),
    "a script in a JPEG's comment": (
        "a.jpg",
        PHOTO[:2] + b"\xff\xfe\x00\x14<script>1</script>" + PHOTO[2:],
        "two_in_one",
    ),
    "PNG and page in one": ("a.png", png() + b"<html>", "two_in_one"),
    "PNG and ZIP in one": ("a.png", png() + ZIP_TAIL, "two_in_one"),
    "a script in a PNG's text": (
        "a.png",
        png()[:33] + chunk(b"tEXt", b"Comment\x00<script>1</script>") + png()[33:],
        "two_in_one",
    ),
    "PDF and ZIP in one": ("a.pdf", SCAN + ZIP_TAIL, "two_in_one"),
    "PDF with a page in its head": ("a.pdf", b"%PDF-1.7\n<html>\n%%EOF", "two_in_one"),
    "PDF with a script": ("a.pdf", b"%PDF-1.7\n/OpenAction /JavaScript (x)\n%%EOF", "active_pdf"),
    "PDF that starts a program": ("a.pdf", b"%PDF-1.7\n/S /Launch /F (x)\n%%EOF", "active_pdf"),
    "HEIC and page in one": ("a.heic", heic(MDAT) + b"<html><script>", "truncated"),
}


@pytest.mark.parametrize(("name", "content", "code"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_before_anything_decodes_it(name, content, code):
    with pytest.raises(HostileFile) as refused:
        read_format(content, name)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("现场.JPG", PHOTO, "image/jpeg"),
        ("IMG_0001", PHOTO, "image/jpeg"),
        ("progressive.jpeg", jpeg(progressive=True), "image/jpeg"),
        ("hdr.jpg", PHOTO + jpeg(8, 8), "image/jpeg"),
        ("samsung.jpg", PHOTO + samsung_trailer(b"1700000000000"), "image/jpeg"),
        ("motion.jpg", PHOTO + struct.pack(">I", 16) + b"ftypmp42\x00\x00\x00\x00", "image/jpeg"),
        ("a.png", png(mode="RGBA"), "image/png"),
        ("a.heic", heic(MDAT), "image/heic"),
        ("笔录.pdf", SCAN, "application/pdf"),
    ],
)
def test_what_cameras_and_scanners_make_is_taken(name, content, media_type):
    assert read_format(content, name).media_type == media_type


def test_the_view_copy_is_small_and_says_nothing_of_place_or_camera():
    exif = Image.Exif()
    exif[0x010F] = "PlantedCamera"
    out = io.BytesIO()
    Image.new("RGB", (3000, 2000)).save(out, "JPEG", exif=exif)

    views = views_of(out.getvalue())

    with Image.open(io.BytesIO(views.view)) as view, Image.open(io.BytesIO(views.thumb)) as thumb:
        assert view.size == (1600, 1067)
        assert max(thumb.size) == 320
        assert dict(view.getexif()) == {}
    assert b"PlantedCamera" not in views.view + views.thumb
    assert views.claims["camera"] == "PlantedCamera"


def test_time_and_place_of_a_photo_are_read_as_claims():
    exif = Image.Exif()
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2026:11:18 10:46:00", "+08:00"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (41.0, 47.0, 24.0)
    place[3], place[4] = "E", (123.0, 25.0, 12.0)
    out = io.BytesIO()
    Image.new("RGB", (64, 64)).save(out, "JPEG", exif=exif)

    claims = views_of(out.getvalue()).claims

    assert claims == {
        "taken_at": "2026-11-18T10:46:00+08:00",
        "lat_wgs84": 41.79,
        "lng_wgs84": 123.42,
    }


def test_a_picture_that_breaks_while_decoding_stops_the_child_only():
    broken = png_of_size(5_000, 5_000)

    with pytest.raises(UndecodablePicture):
        views_of(broken)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\门口.jpg", "门口.jpg"),
        ("a\x00b\r\n.jpg", "ab.jpg"),
        ("\u202egpj.exe", "gpj.exe"),
        ("", "?"),
    ],
)
def test_a_name_is_shown_without_folders_and_signs_that_mislead(given, shown):
    assert clean_name(given) == shown


def test_the_original_is_kept_to_the_byte_under_its_digest(desk, people):
    with act():
        evidence = make_evidence(
            make_site(), people.officer1, PHOTO, name="门口.jpg", role=FileRole.PHOTO
        )

    assert evidence.file.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert blobs().get(evidence.file.sha256) == PHOTO
    assert blobs().get(evidence.view_sha256) != PHOTO


def test_a_bad_file_is_named_and_leaves_nothing_while_the_good_one_is_taken(desk):
    bad = b"<svg onload='x()'/>"

    arrived, problems = receive(
        [
            Upload("坏的.jpg", io.BytesIO(bad), FileRole.PHOTO),
            Upload("好的.jpg", io.BytesIO(PHOTO), FileRole.PHOTO),
        ]
    )

    assert [(one.name, one.code) for one in problems] == [("坏的.jpg", "unknown_format")]
    assert [one.name for one in arrived] == ["好的.jpg"]
    with pytest.raises(StoredFileMissing):
        blobs().get(hashlib.sha256(bad).hexdigest())


def test_a_huge_file_is_read_no_further_than_the_limit(desk):
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            assert size > 0
            self.asked += size
            return b"\xff" * size

    endless = Endless()

    _, problems = receive([Upload("a.jpg", endless, FileRole.PHOTO)])

    assert problems[0].code == "too_large"
    assert endless.asked == MOST_BYTES + 1


def test_no_visit_takes_more_than_200_files(desk):
    _, problems = receive([Upload("a.jpg", io.BytesIO(PHOTO), FileRole.PHOTO)], already=MOST_FILES)

    assert [problem.code for problem in problems] == ["too_many"]


def test_files_wait_for_their_form_can_be_marked_and_taken_out(desk, people):
    with act():
        site = make_site()
    arrived, _ = receive(
        [
            Upload("一.jpg", io.BytesIO(PHOTO), FileRole.PHOTO),
            Upload("同一张.jpg", io.BytesIO(PHOTO), FileRole.PHOTO),
            Upload("二.jpg", io.BytesIO(jpeg(colour="red")), FileRole.PHOTO),
        ]
    )
    form = {"site": site, "draft": "d1", "actor": people.officer1}
    with act():
        kept = keep_pending(arrived, **form)
        first, second = (row.evidence.file.public_id for row in kept)
    with act():
        mark_pending({first: Mark.CHILDREN}, **form)
        drop_pending([second], **form)

    waiting = pending_files(people.officer1, site, "d1")
    assert [row.evidence.file.original_name for row in waiting] == ["一.jpg"]
    assert waiting[0].evidence.file.restricted
    assert pending_files(people.inspector1, site, "d1") == []


def test_a_restricted_file_opens_for_those_who_need_it_and_nobody_elsewhere(desk, people):
    with act():
        evidence = make_evidence(
            make_site(), people.officer1, PHOTO, name="a.jpg", role=FileRole.PHOTO, mark=Mark.ROSTER
        )
        public_id = evidence.file.public_id

    assert file_by_public_id(people.reviewer1, public_id).mark is Mark.ROSTER
    with pytest.raises(Forbidden):
        file_by_public_id(people.inspector1, public_id)
    with pytest.raises(NotFound):
        file_by_public_id(people.officer2, public_id)


def test_a_stored_file_that_is_no_evidence_is_not_found(desk, people):
    with act():
        digest = blobs().put(SCAN)
        plain = StoredFile(
            sha256=digest,
            size=len(SCAN),
            media_type="application/pdf",
            original_name="a.pdf",
            district_code="210102",
            stored_at=make_site().created_at,
        )
        db.session.add(plain)

    with pytest.raises(NotFound):
        file_by_public_id(people.officer1, plain.public_id)
