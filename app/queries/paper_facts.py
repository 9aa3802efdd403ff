"""What the papers of visits and orders state, read from their rows."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from app.clock import BUREAU_ZONE
from app.errors import NotFound
from app.models.orders import Order, OrderAnswer, OrderItem, OrderStep
from app.models.sites import Site
from app.models.visits import Visit, VisitVersion
from app.papers.offices import office_book
from app.queries.visits import versions_of
from inspections.checklists import checklist_on
from inspections.evidence import FileRole
from inspections.orders import RECHECK
from inspections.papers.orders import Correction, CorrectionOrder, Rechecked, RecheckRecord
from inspections.papers.persons import Confirmation, Head, Officer, Party
from inspections.papers.visits import Finding, ListedFile, OnsiteRecord
from inspections.visit_facts import NOT_ENTERED, Signing
from inspections.vocabulary import LegalForm, OrderVariant, PartyType

# what lies beside a record and is no photo or recording of the place
NO_PICTURES = (FileRole.OTHER, FileRole.RECORD, FileRole.SIGNATURE)
ORGANISATIONS = (LegalForm.FOR_PROFIT, LegalForm.NON_PROFIT)


def onsite_facts(visit: Visit, version: VisitVersion) -> OnsiteRecord:
    """Return what the on-site record of one version states."""
    number = f"记录编号：{visit.public_id}"
    number += f"（第{version.number}版）" if version.number > 1 else ""
    files = [one.evidence for one in version.files]
    return OnsiteRecord(
        head=_head(visit.scope_code, version.happened_on, number),
        party=party_of(visit.site),
        place=visit.site.address or "",
        started_at=_local(version.started_at),
        ended_at=_local(version.ended_at),
        officers=_officers_of(version),
        findings=tuple(_findings(version)),
        confirmation=_confirmation(version),
        present_name=version.met_name or "",
        present_role=version.met_role or "",
        certificate_shown=version.certificate_shown,
        files=tuple(
            ListedFile(kind=one.role.zh, about=one.file.original_name, digest=one.file.sha256)
            for one in files
            if one.role not in NO_PICTURES
        ),
        copies=tuple(one.file.original_name for one in files if one.role is FileRole.OTHER),
    )


def order_paper_facts(order: Order) -> CorrectionOrder:
    """Return what the paper of an order states."""
    stops = order.variant is OrderVariant.STOP_AT_ONCE
    return CorrectionOrder(
        head=_head(order.scope_code, order.issued_on, order.number or ""),
        party=_party_of_order(order),
        found_on=order.visit.happened_on,
        corrections=tuple(
            Correction(act=item.wrong, rule=item.rule, to_correct=item.to_correct)
            for item in order.items
        ),
        recheck_how=order.recheck_how,
        officers=_officers_of_order(order),
        correct_by=None if stops else order.first_due_on,
        extended_to=None if stops else order.due_on,
        refund_fen=order.refund_fen,
    )


def recheck_of(order: Order, public_id: str) -> OrderStep:
    """Return one re-check of an order; raises `NotFound`."""
    found = [one for one in order.steps if one.public_id == public_id and one.step == RECHECK.code]
    if not found or found[0].visit is None:
        raise NotFound
    return found[0]


def recheck_facts(order: Order, row: OrderStep) -> RecheckRecord:
    """Return what the record of one re-check states."""
    visit = row.visit
    if visit is None:
        raise NotFound
    version = versions_of(visit)[0]
    return RecheckRecord(
        head=_head(order.scope_code, row.happened_on, f"记录编号：{visit.public_id}"),
        party=_party_of_order(order),
        order_number=order.number or "",
        place=visit.site.address or "",
        checked_on=row.happened_on,
        items=tuple(_rechecked(order.items, row.answers)),
        outcome=row.outcome,
        officers=_officers_of(version),
        confirmation=_confirmation(version),
        correct_by=None if order.variant is OrderVariant.STOP_AT_ONCE else order.due_on,
        started_at=_local(version.started_at),
        ended_at=_local(version.ended_at),
        certificate_shown=version.certificate_shown,
    )


def party_of(site: Site) -> Party:
    """Return who is at a place, as far as the register knows."""
    institution = site.institution
    if institution is None:
        return Party(name=site.label or "", address=site.address or "")
    types = {LegalForm.SELF_EMPLOYED: PartyType.SELF_EMPLOYED}
    types |= dict.fromkeys(ORGANISATIONS, PartyType.ORGANISATION)
    return Party(
        name=institution.name,
        type=types.get(institution.legal_form) if institution.legal_form else None,
        id_number=institution.credit_code or "",
        representative=institution.organiser or "",
        address=site.address or "",
        phone=institution.phone or "",
    )


def _party_of_order(order: Order) -> Party:
    is_natural = order.party_type is PartyType.NATURAL_PERSON
    return Party(
        name=order.party_name,
        type=order.party_type,
        id_kind="身份证件号码" if is_natural else "统一社会信用代码",
        id_number=order.party_code or "",
        representative=order.party_representative or "",
        address=order.party_address or "",
        phone=order.party_phone or "",
    )


def _head(scope_code: str, dated: date | None, number: str) -> Head:
    return Head(office=office_book().office(scope_code), dated=dated, number=number)


def _local(moment: datetime | None) -> datetime | None:
    return moment.astimezone(BUREAU_ZONE) if moment else None


def _officers_of(version: VisitVersion) -> tuple[Officer, ...]:
    return (
        Officer(name=version.author.display, certificate=version.author_certificate),
        Officer(
            name=version.second_officer.display, certificate=version.second_officer_certificate
        ),
    )


def _officers_of_order(order: Order) -> tuple[Officer, ...]:
    pairs = (
        (order.first_officer, order.first_officer_certificate),
        (order.second_officer, order.second_officer_certificate),
    )
    return tuple(Officer(name=one.display, certificate=held or "") for one, held in pairs if one)


def _confirmation(version: VisitVersion) -> Confirmation:
    note = version.signing_note or ""
    if version.result in NOT_ENTERED and not note:
        note = version.result.zh
    return Confirmation(signing=version.signing or Signing.ABSENT, note=note)


def _findings(version: VisitVersion) -> Iterator[Finding]:
    """Yield what was found item by item, also what was in order."""
    checklist = checklist_on(version.happened_on, emergency=True)
    for one in version.answers:
        item = checklist.item(one.item)
        seen = f"：{one.seen}" if one.seen else ""
        asked = item.question("zh") if item else one.item
        yield Finding(item=asked, seen=f"{one.answer.zh}{seen}")
    if version.other_findings:
        yield Finding(item="清单以外的问题", seen=version.other_findings)
    if version.result in NOT_ENTERED or version.note:
        note = f"：{version.note}" if version.note else ""
        yield Finding(item="现场情况", seen=f"{version.result.zh}{note}")


def _rechecked(items: Sequence[OrderItem], answers: Sequence[OrderAnswer]) -> Iterator[Rechecked]:
    by_number = {item.number: item for item in items}
    for answer in sorted(answers, key=lambda one: one.item):
        if answer.item in by_number:
            count = len(answer.files)
            yield Rechecked(
                to_correct=by_number[answer.item].to_correct,
                corrected=answer.corrected,
                proof=f"照片{count}张" if count else "现场记录",
                note=answer.note or "",
            )
