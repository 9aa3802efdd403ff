"""From a row's values to what the register's columns hold: days, terms, the point in WGS-84."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspections.vocabulary import SubjectClass, SubjectGroup
from inspections.words_of_registers import term_for

TEXTS: Final = (
    "name",
    "short_name",
    "credit_code",
    "organiser",
    "phone",
    "licence_no",
    "subjects",
    "stages",
    "district_code",
    "address",
    "lng_wgs84",
    "lat_wgs84",
)
DAYS: Final = ("licence_issued", "licence_expires")
TERMS: Final = ("legal_form", "licence_status", "subject_class", "subject_group", "delivery_mode")


def stated_by(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row says of an institution, without what it leaves open.

    Which class of tutoring it is follows from its group where the file names only that.
    """
    stated = {name: values[name] for name in TEXTS if values.get(name) is not None}
    for name in DAYS:
        if values.get(name):
            stated[name] = date.fromisoformat(values[name])
    for name in TERMS:
        if values.get(name):
            stated[name] = term_for(name, values[name])
    group = stated.get("subject_group")
    if group and group is not SubjectGroup.OTHER and "subject_class" not in stated:
        academic = group is SubjectGroup.ACADEMIC
        stated["subject_class"] = SubjectClass.SUBJECT if academic else SubjectClass.NON_SUBJECT
    return stated
