"""What a file was refused for, in words that follow its name."""

from collections.abc import Mapping

from flask_babel import LazyString

from app.words import lazy_gettext

FILE_FAULTS: Mapping[str, LazyString] = {
    "empty": lazy_gettext("the file is empty. Choose it again."),
    "too_large": lazy_gettext("it is larger than 25 MB. Send a smaller one."),
    "too_many": lazy_gettext("a visit takes at most 200 files."),
    "too_many_pixels": lazy_gettext("it has more than 50 megapixels. Send a smaller picture."),
    "unknown_format": lazy_gettext("it isn't a JPEG, PNG, HEIC or PDF file."),
    "not_a_picture": lazy_gettext(
        "it isn't a picture. Scans and documents go to the signed record or the other papers."
    ),
    "wrong_extension": lazy_gettext(
        "its ending says something else than its content. Send the original file."
    ),
    "truncated": lazy_gettext("it is cut off. Copy it again and send the whole file."),
    "damaged": lazy_gettext("it is damaged. Copy it again from the camera."),
    "undecodable": lazy_gettext("it can't be opened as a picture. Copy it again."),
    "two_in_one": lazy_gettext("it holds something else beside the picture and isn't taken."),
    "active_pdf": lazy_gettext("the PDF holds scripts or programs. Scan or print it anew."),
}
