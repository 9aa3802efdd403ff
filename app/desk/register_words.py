"""The words of the register's pages: fields, headlines, and what happened when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from markupsafe import Markup

from app.access import Viewer
from app.desk.audit import DEEDS
from app.desk.reading import page_url
from app.models.register import Institution
from app.queries.paging import ListState
from app.queries.register import RegisterPage
from app.queries.timeline import FieldChange, TimelineEntry
from app.scope import codes_below
from app.words import gettext as _
from app.words import language, lazy_gettext, ngettext, word
from inspections.orders import STEPS
from inspections.procedure.stages import STEPS as CASE_STEPS
from inspections.vocabulary import (
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    Standing,
    SubjectClass,
    SubjectGroup,
    Term,
)
from maps import districts

FILTER_MISSING = lazy_gettext("Missing from the last full register")
FIELDS: Mapping[str, LazyString] = {
    "name": lazy_gettext("Full name"),
    "short_name": lazy_gettext("Short name"),
    "credit_code": lazy_gettext("Unified social credit code"),
    "legal_form": lazy_gettext("Legal form"),
    "organiser": lazy_gettext("Organiser"),
    "phone": lazy_gettext("Telephone"),
    "licence_no": lazy_gettext("Licence number"),
    "licence_status": lazy_gettext("Licence status"),
    "licence_issued": lazy_gettext("Issued on"),
    "licence_expires": lazy_gettext("Valid until"),
    "renewal_pending": lazy_gettext("Renewal applied for and not yet decided"),
    "stop_enrolling": lazy_gettext("Ordered to stop enrolling"),
    "subject_group": lazy_gettext("Category"),
    "subject_class": lazy_gettext("Subject or non-subject"),
    "subjects": lazy_gettext("Licensed subjects"),
    "stages": lazy_gettext("Stages"),
    "delivery_mode": lazy_gettext("Form of tutoring"),
    "district_code": lazy_gettext("District"),
    "address": lazy_gettext("Address of the premises"),
    "point": lazy_gettext("Point on the map"),
    "lng": lazy_gettext("Longitude"),
    "lat": lazy_gettext("Latitude"),
    "lng_wgs84": lazy_gettext("Longitude"),
    "lat_wgs84": lazy_gettext("Latitude"),
    "datum": lazy_gettext("Datum"),
    "standing": lazy_gettext("Standing"),
    "restrictions": lazy_gettext("Restrictions"),
    "absent_since": lazy_gettext("Missing from the last full register"),
}
TERMS: Mapping[str, type[Term]] = {
    "legal_form": LegalForm,
    "licence_status": LicenceStatus,
    "subject_class": SubjectClass,
    "subject_group": SubjectGroup,
    "delivery_mode": DeliveryMode,
}
YES_OR_NO = ("renewal_pending", "stop_enrolling")
ACTS: Mapping[str, LazyString] = {
    "site.added": lazy_gettext("A further place was added"),
    "site.closed": lazy_gettext("A place was closed"),
    "institution.absent": lazy_gettext("Marked as missing from the full register"),
}


def field_word(name: str) -> str:
    """Return the reader's word for a column."""
    return str(FIELDS.get(name, name))


def shown_value(source: Institution | Mapping[str, Any], name: str, spoken: str) -> Any:
    """Return a stored value as a person reads it: words for codes, days as ISO."""
    value = source.get(name) if isinstance(source, Mapping) else getattr(source, name)
    if isinstance(value, Term):
        return value.word(spoken)
    if isinstance(value, bool):
        return (_("yes") if value else _("no")) if value is not None else None
    if isinstance(value, date):
        return value.isoformat()
    if name == "district_code" and value:
        return districts.name(value, spoken)
    return value


def district_choices(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the districts of the viewer's area for a filter, with their names."""
    codes = sorted(codes_below(viewer))
    return [
        (code, districts.name(code, language())) for code in codes if districts.is_district(code)
    ]


def headline(viewer: Viewer, state: ListState, found: RegisterPage) -> str:
    """Return the list's answer as a sentence."""
    total = found.page.total
    number = f"{total:,}"
    if state.is_narrowed:
        return ngettext(
            "%(number)s institution found", "%(number)s institutions found", total, number=number
        )
    ended = found.counts[Standing.UNLICENSED]
    if ended:
        return _(
            "%(number)s institutions on the register, the licence of %(ended)s has ended",
            number=number,
            ended=f"{ended:,}",
        )
    return ngettext(
        "%(number)s institution on the register",
        "%(number)s institutions on the register",
        total,
        number=number,
    )


@dataclass(frozen=True, slots=True)
class EntryWords:
    """One line of the timeline as it is shown."""

    entry: TimelineEntry
    icon: str
    what: str | Markup
    url: str
    lines: tuple[tuple[str, str, str], ...]


def entry_words(entry: TimelineEntry) -> EntryWords:
    """Return what an entry says in the reader's language."""
    what, icon, url = _WORDS[entry.kind](entry)
    return EntryWords(entry, icon, what, url, tuple(map(_line, entry.changes)))


def _line(change: FieldChange) -> tuple[str, str, str]:
    old, new = (_spoken(change.field, value) for value in (change.old, change.new))
    return field_word(change.field), old, new


def _spoken(name: str, value: str | None) -> str:
    if value is None or value == "":
        return ""
    if name in YES_OR_NO:
        return _("yes") if value in ("yes", "True", "1") else _("no")
    term = TERMS.get(name)
    if term is not None and value in set(term):
        return word(term(value))
    if name == "district_code":
        return districts.name(value, language())
    return value


def _created(entry: TimelineEntry) -> tuple[Any, str, str]:
    if entry.import_id is None:
        return _("Entered on the register"), "plus", ""
    return _from_file(_("Entered from the file "), entry), "file-import", _import_url(entry)


def _changed(entry: TimelineEntry) -> tuple[Any, str, str]:
    renamed = any(change.field == "name" for change in entry.changes)
    return (_("Renamed") if renamed else _("Corrected by hand")), "pencil", ""


def _imported(entry: TimelineEntry) -> tuple[Any, str, str]:
    return _from_file(_("Changed by the file "), entry), "file-import", _import_url(entry)


def _from_file(sentence: str, entry: TimelineEntry) -> Markup:
    return Markup('{}<span lang="zh">{}</span>').format(sentence, entry.file_name or "")


def _import_url(entry: TimelineEntry) -> str:
    return page_url("imports.show", public_id=entry.import_id)


def _visit(entry: TimelineEntry) -> tuple[Any, str, str]:
    visit = entry.visit
    assert visit is not None
    what = _("%(kind)s inspection: %(result)s", kind=word(visit.kind), result=word(visit.result))
    return what, "clipboard-check", page_url("visits.show", public_id=visit.public_id)


def _listing(entry: TimelineEntry) -> tuple[Any, str, str]:
    step = entry.listing_event
    assert step is not None
    what = _("Blacklist: %(state)s", state=word(step.to_state))
    return what, "ban", page_url("blacklist.show", public_id=step.listing.public_id)


def _order(entry: TimelineEntry) -> tuple[Any, str, str]:
    step = entry.order_step
    assert step is not None
    found = _(": ") + word(step.outcome) if step.outcome else ""
    what = Markup('{}{} <span lang="zh">{}</span>').format(
        DEEDS[STEPS[step.step].audit_verb], found, step.order.number or ""
    )
    return what, "file-alert", page_url("orders.show", public_id=step.order.public_id)


def _case(entry: TimelineEntry) -> tuple[Any, str, str]:
    step = entry.case_step
    assert step is not None
    what = Markup('{} <span lang="zh">{}</span>').format(
        CASE_STEPS[step.step].word(language()), step.case.number or step.case.title
    )
    return what, "gavel", page_url("cases.show", public_id=step.case.public_id)


def _act(entry: TimelineEntry) -> tuple[Any, str, str]:
    return str(ACTS.get(entry.verb, entry.verb)), "map-pin", ""


_WORDS = {
    "created": _created,
    "changed": _changed,
    "imported": _imported,
    "visit": _visit,
    "listing": _listing,
    "order": _order,
    "case": _case,
    "act": _act,
}
