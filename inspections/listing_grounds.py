"""Which ground of the blacklist a violation of the catalogue belongs to (law/listing.toml)."""

from collections.abc import Iterable, Mapping

GROUND_OF: Mapping[str, str] = {
    "unlicensed_institution": "unlicensed_institution",
    "pe_unlicensed_school": "unlicensed_institution",
    "hidden_online": "hidden_tutoring",
    "hidden_venue": "hidden_tutoring",
    "hidden_guise": "hidden_tutoring",
    "hidden_other": "hidden_tutoring",
    "scope_offline_goes_online": "outside_scope",
    "scope_online_goes_offline": "outside_scope",
    "scope_nonsubject_does_subject": "outside_scope",
    "scope_subject_does_nonsubject": "outside_scope",
    "scope_other": "outside_scope",
    "policy_direction": "teaching_activity",
    "harmful_content": "teaching_activity",
    "ahead_of_syllabus": "teaching_activity",
    "tutoring_time": "teaching_activity",
    "activity_other": "teaching_activity",
    "staff_management": "staff",
    "fees_prepaid": "fees",
    "advertising": "advertising",
}


def ground_of(violations: Iterable[str]) -> str | None:
    """Return the ground of the first violation that has one; the officer chooses any other."""
    return next((GROUND_OF[code] for code in violations if code in GROUND_OF), None)
