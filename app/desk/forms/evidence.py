"""The files of a form: which field brings what, and which are restricted."""

from collections.abc import Mapping

from werkzeug.datastructures import FileStorage, MultiDict

from app.services.evidence import Upload
from inspections.evidence import FileRole, Mark

FILE_FIELDS = {
    "photos": FileRole.PHOTO,
    "restricted_photos": FileRole.PHOTO,
    "records": FileRole.RECORD,
    "papers": FileRole.OTHER,
}


def uploads(files: MultiDict[str, FileStorage], form: Mapping[str, str]) -> list[Upload]:
    """Return the files of a form; an empty file field sends none."""
    mark = mark_of(form.get("restricted_mark", "")) or Mark.CHILDREN
    return [
        Upload(
            name=file.filename,
            stream=file.stream,
            role=role,
            mark=mark if field == "restricted_photos" else None,
        )
        for field, role in FILE_FIELDS.items()
        for file in files.getlist(field)
        if file.filename
    ]


def mark_of(value: str) -> Mark | None:
    """Return the mark with this code, or none."""
    return Mark(value) if value in set(Mark) else None
