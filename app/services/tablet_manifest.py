"""The manifest of a visit as a tablet signs it; its schema is shared with the tablet's own code."""

import json
from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from app.canonical import LARGEST_WHOLE
from app.file_formats import MOST_BYTES
from inspections.evidence import FileRole, Mark
from inspections.visit_facts import SchoolDay
from inspections.vocabulary import Answer, Corrected, InspectionKind, VisitResult

UUID4 = "^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
MOST_FILES = 200
MOST_ITEMS = 200
MOST_TRAINEES = 99_999
LAST_YEAR = 9998
# no control characters but tab and new line, none that turns the direction of writing
PLAIN = (
    r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f"
    r"\u202a-\u202e\u2066-\u2069]*$"
)


def moment_of(text: str) -> datetime:
    """Return the moment that a text of the form `MOMENT` gives; raises ValueError for no day."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC)


def _a_real_moment(text: str) -> str:
    try:
        year = moment_of(text).year
    except ValueError as fault:
        raise PydanticCustomError("no_moment", "no such moment") from fault
    # the last day there is has no day after it, so that no zone's date can be told
    if year > LAST_YEAR:
        raise PydanticCustomError("day_has_not_come", "this day hasn't come")
    return text


PublicId = Annotated[str, Field(pattern="^[0-9a-hjkmnp-tv-z]{10}$")]
Uuid = Annotated[str, Field(pattern=UUID4)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Moment = Annotated[str, Field(pattern=MOMENT), AfterValidator(_a_real_moment)]
Signature = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{86,98}$")]
Code = Annotated[str, Field(pattern="^[a-z0-9_]{1,40}$")]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Short = Annotated[str, Field(max_length=80, pattern=PLAIN)]
Title = Annotated[str, Field(max_length=100, pattern=PLAIN)]
Ground = Annotated[str, Field(max_length=120, pattern=PLAIN)]
Line = Annotated[str, Field(max_length=300, pattern=PLAIN)]
Address = Annotated[str, Field(min_length=1, max_length=300, pattern=PLAIN)]
Text = Annotated[str, Field(max_length=2000, pattern=PLAIN)]
LongText = Annotated[str, Field(max_length=4000, pattern=PLAIN)]


class Part(BaseModel):
    """A closed part of the manifest: an unknown field is refused, nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Position(Part):
    """Where the tablet believes it was."""

    lng_wgs84: Longitude
    lat_wgs84: Latitude
    accuracy_m: Annotated[float, Field(ge=0, le=1_000_000)] | None = None


class GivenAnswer(Part):
    """The answer to one item; a "no" says what was seen."""

    item: Code
    answer: Answer
    seen: Text | None = None


class Met(Part):
    """Who was met."""

    name: Short
    role: Short | None = None


class Sign(Part):
    """How one person ended the record: the officers confirm, the party signs or doesn't."""

    who: Literal["author", "second_officer", "party"]
    how: Literal["confirmed", "signed", "refused", "absent", "paper"]
    at: Moment | None = None
    note: Line | None = None
    person: PublicId | None = None
    key: Annotated[str, Field(pattern="^[0-9a-z]{1,16}$")] | None = None
    digest: Digest | None = None
    signature: Signature | None = None
    image: Digest | None = None

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if (self.how == "confirmed") != (self.who != "party"):
            raise PydanticCustomError("how_fits_who", "officers confirm, the party signs")
        return self


class ListedFile(Part):
    """A file that belongs to the record, by the digest of its bytes."""

    sha256: Digest
    bytes: Annotated[int, Field(ge=1, le=MOST_BYTES)]
    taken_at: Moment | None
    position: Position | None
    role: FileRole = FileRole.PHOTO
    mark: Mark | None = None
    item: Code | None = None
    name: Short | None = None


class Place(Part):
    """A place on no register: where it is, what was seen there, who runs it."""

    name: Title | None = None
    address: Address
    district_code: Annotated[str, Field(pattern="^[0-9]{6}$")]
    lng_wgs84: Longitude | None = None
    lat_wgs84: Latitude | None = None
    seen: Text | None = None
    run_by: Short | None = None


class Entry(Part):
    """How the officers came in; a dwelling is entered with consent only, and never by force."""

    dwelling: bool
    consented: bool | None = None
    consented_by: Short | None = None
    at: Moment | None = None
    note: Line | None = None

    @model_validator(mode="after")
    def _said(self) -> Self:
        if self.dwelling and self.consented is None:
            raise PydanticCustomError("consent_is_unsaid", "was there consent?")
        if self.dwelling and self.consented and not (self.consented_by or "").strip():
            raise PydanticCustomError("consenter_is_unnamed", "who consented?")
        return self


class RecheckAnswer(Part):
    """What was found of one item of an order, with the digests of the photos that prove it."""

    item: Annotated[int, Field(ge=1, le=MOST_ITEMS)]
    corrected: Corrected
    note: Text | None = None
    files: Annotated[tuple[Digest, ...], Field(max_length=MOST_FILES)] = ()


class Recheck(Part):
    """The re-check of an order to correct that was open at this site."""

    order: PublicId
    answers: Annotated[tuple[RecheckAnswer, ...], Field(min_length=1, max_length=MOST_ITEMS)]

    @model_validator(mode="after")
    def _each_item_once(self) -> Self:
        _once([str(answer.item) for answer in self.answers], "answers")
        return self


class Manifest(Part):
    """One visit, locked: whatever follows is a further manifest that amends it with a reason."""

    visit: Uuid
    site: PublicId | None
    sweep: PublicId | None
    checklist: Annotated[str, Field(min_length=1, max_length=20)]
    author: PublicId
    second_officer: PublicId
    started_at: Moment
    ended_at: Moment
    result: VisitResult
    answers: Annotated[tuple[GivenAnswer, ...], Field(max_length=MOST_ITEMS)]
    met: Met | None
    signatures: Annotated[tuple[Sign, ...], Field(max_length=3)]
    position: Position | None
    files: Annotated[tuple[ListedFile, ...], Field(max_length=MOST_FILES)]
    device_sequence: Annotated[int, Field(ge=1, le=LARGEST_WHOLE)]
    previous_digest: Digest | None
    amends: Uuid | None
    reason: Line | None
    place: Place | None = None
    kind: InspectionKind | None = None
    ground: Ground | None = None
    certificate_shown: bool | None = None
    school_day: SchoolDay | None = None
    stages: Title | None = None
    trainees_present: Annotated[int, Field(ge=0, le=MOST_TRAINEES)] | None = None
    other_findings: Text | None = None
    note: LongText | None = None
    entry: Entry | None = None
    rechecks: Annotated[tuple[Recheck, ...], Field(max_length=20)] = ()
    sent_as: Short | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if (self.site is None) == (self.place is None):
            raise PydanticCustomError("site_or_place", "one of the two")
        _once([given.item for given in self.answers], "answers")
        _once([signed.who for signed in self.signatures], "signatures")
        _once([one.sha256 for one in self.files], "files")
        _once([one.order for one in self.rechecks], "rechecks")
        proofs = {file for one in self.rechecks for answer in one.answers for file in answer.files}
        if proofs - {one.sha256 for one in self.files}:
            raise PydanticCustomError("file_is_not_listed", "rechecks: an unknown file")
        if self.amends == self.visit:
            raise PydanticCustomError("amends_itself", "a version can't amend itself")
        return self

    def signed_by(self, who: str) -> Sign | None:
        """Return the signature of the author, the second officer or the party."""
        return next((one for one in self.signatures if one.who == who), None)


def _once(names: list[str], where: str) -> None:
    if len(set(names)) != len(names):
        raise PydanticCustomError("named_twice", "{where}: named twice", {"where": where})


def schema_text() -> str:
    """Return the JSON Schema as the file beside the tablet's code holds it."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "manifest.schema.json",
        **Manifest.model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
