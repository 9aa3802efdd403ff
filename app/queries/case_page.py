"""What the page of one case is made of, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.access import Viewer
from app.db import db
from app.errors import NotFound
from app.models.audit import AuditEvent
from app.models.case_evidence import CaseEvidence, CaseWeighing
from app.models.cases import Case, CaseFile, CasePaper, CaseProposal, CaseStep
from app.models.files import StoredFile
from app.models.orders import OrderStep
from app.models.people import Account, Certificate, Person, RoleGrant
from app.models.visits import EvidenceFile
from app.queries.case_facts import CaseRecord, record_of_rows, weighing_of
from app.scope import in_scope
from inspections.procedure.clocks import Clock, running
from inspections.procedure.facts import CaseFacts
from inspections.procedure.terms import ProposalState
from inspections.visit_facts import CertificateFacts, OfficerFacts
from inspections.vocabulary import NumberState, Role
from maps import districts

EVENTS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person who may act in the cases of a district, with roles and certificates."""

    id: int
    person: str
    name: str
    roles: frozenset[Role]
    certificates: tuple[CertificateFacts, ...]

    def is_certified_on(self, day: date) -> bool:
        """Say whether the person holds a certificate that is valid on `day`."""
        facts = OfficerFacts(self.person, self.name, self.certificates)
        return facts.certificate_on(day) is not None


@dataclass(frozen=True, slots=True)
class CaseBundle:
    """A case with all that its page says of it today."""

    case: Case
    record: CaseRecord
    facts: CaseFacts
    clocks: Sequence[Clock]
    counts: dict[str, int]
    weighing: Sequence[CaseWeighing]
    proposals: Sequence[CaseProposal]
    colleagues: Sequence[Colleague]


def case_bundle(viewer: Viewer, public_id: str, today: date) -> CaseBundle:
    """Return everything that each page of a case shows; `NotFound` also outside the area."""
    case = _case(viewer, public_id)
    weighing = weighing_of(case)
    record = record_of_rows(case, case.steps, weighing)
    facts = record.facts(today)
    return CaseBundle(
        case=case,
        record=record,
        facts=facts,
        clocks=running(facts, today),
        counts=_counts(case),
        weighing=weighing,
        proposals=waiting_proposals(case),
        colleagues=colleagues_of(case.scope_code),
    )


def _case(viewer: Viewer, public_id: str) -> Case:
    statement = (
        select(Case)
        .where(Case.public_id == public_id)
        .options(
            joinedload(Case.institution),
            joinedload(Case.site),
            joinedload(Case.visit),
            joinedload(Case.order_step).joinedload(OrderStep.order),
            joinedload(Case.first_officer),
            joinedload(Case.second_officer),
            selectinload(Case.papers),
            selectinload(Case.steps).options(
                joinedload(CaseStep.person),
                joinedload(CaseStep.first_officer),
                joinedload(CaseStep.second_officer),
                joinedload(CaseStep.approver),
            ),
        )
    )
    found = db.session.scalar(in_scope(statement, viewer, Case.scope_code))
    if found is None:
        raise NotFound
    return found


def _counts(case: Case) -> dict[str, int]:
    evidence = select(func.count(CaseEvidence.id)).where(CaseEvidence.case_id == case.id)
    events = select(func.count(AuditEvent.id)).where(*_about(case))
    row = db.session.execute(select(evidence.scalar_subquery(), events.scalar_subquery())).one()
    papers = sum(one.state is not NumberState.VOID for one in case.papers)
    return {"evidence": row[0], "log": row[1], "papers": papers}


def _about(case: Case) -> tuple[bool, ...]:
    return (
        AuditEvent.chain == case.scope_code,
        AuditEvent.object_type == "case",
        AuditEvent.object_id == case.public_id,
    )  # type: ignore[return-value]


def events_of_case(case: Case, *, page: int) -> Sequence[tuple[AuditEvent, str | None]]:
    """Return one page of what was done on a case, the newest first, with who did it."""
    statement = (
        select(AuditEvent, Person.display)
        .outerjoin(Person, Person.id == AuditEvent.person_id)
        .where(*_about(case))
        .order_by(AuditEvent.sequence.desc())
        .offset((page - 1) * EVENTS_A_PAGE)
        .limit(EVENTS_A_PAGE)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement)]


def evidence_of_case(case: Case) -> Sequence[CaseEvidence]:
    """Return the evidence of a case with its custody, in the order of its numbers."""
    statement = (
        select(CaseEvidence)
        .where(CaseEvidence.case_id == case.id)
        .options(joinedload(CaseEvidence.visit), selectinload(CaseEvidence.custody))
        .order_by(CaseEvidence.number)
    )
    return db.session.scalars(statement).all()


def own_files(viewer: Viewer, ids: Sequence[str]) -> Sequence[EvidenceFile]:
    """Return files that the viewer sent with a form before, in no step yet."""
    if not ids:
        return []
    used = select(CaseFile.evidence_id)
    statement = (
        select(EvidenceFile)
        .join(StoredFile, StoredFile.id == EvidenceFile.file_id)
        .where(
            StoredFile.public_id.in_(ids),
            StoredFile.stored_by == viewer.account_id,
            EvidenceFile.id.not_in(used),
        )
    )
    return db.session.scalars(in_scope(statement, viewer, StoredFile.district_code)).all()


def evidence_by_public_id(case: Case, public_id: str) -> CaseEvidence:
    """Return one piece of evidence of a case."""
    statement = select(CaseEvidence).where(
        CaseEvidence.case_id == case.id, CaseEvidence.public_id == public_id
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def papers_of_case(case: Case) -> Sequence[CasePaper]:
    """Return the papers of a case with their scans and steps, in the order of their making."""
    statement = (
        select(CasePaper)
        .where(CasePaper.case_id == case.id)
        .options(joinedload(CasePaper.evidence), joinedload(CasePaper.step))
        .order_by(CasePaper.id)
    )
    return db.session.scalars(statement).all()


def paper_by_public_id(case: Case, public_id: str) -> CasePaper:
    """Return one paper of a case."""
    statement = (
        select(CasePaper)
        .where(CasePaper.case_id == case.id, CasePaper.public_id == public_id)
        .options(joinedload(CasePaper.evidence), joinedload(CasePaper.step))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def waiting_proposals(case: Case) -> Sequence[CaseProposal]:
    """Return the steps of a case that wait for an approval."""
    statement = (
        select(CaseProposal)
        .where(CaseProposal.case_id == case.id, CaseProposal.state == ProposalState.WAITING)
        .options(joinedload(CaseProposal.person))
        .order_by(CaseProposal.id)
    )
    return db.session.scalars(statement).all()


def proposal_by_public_id(case: Case, public_id: str) -> CaseProposal:
    """Return a step of a case that was put forward."""
    statement = (
        select(CaseProposal)
        .where(CaseProposal.case_id == case.id, CaseProposal.public_id == public_id)
        .options(joinedload(CaseProposal.person))
    )
    found = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def colleagues_of(scope_code: str) -> list[Colleague]:
    """Return who may act in the cases of a district, by name."""
    above = [one.code for one in districts.ancestors(scope_code)]
    statement = (
        select(Person.id, Person.public_id, Person.display, RoleGrant.role, Certificate)
        .join(Account, Account.person_id == Person.id)
        .join(RoleGrant, RoleGrant.account_id == Account.id)
        .outerjoin(Certificate, Certificate.person_id == Person.id)
        .where(Account.disabled_at.is_(None), Account.district_code.in_(above))
        .order_by(Person.display, Person.id, Certificate.id)
    )
    names: dict[int, tuple[str, str]] = {}
    roles: dict[int, set[Role]] = {}
    certificates: dict[int, dict[str, CertificateFacts]] = {}
    for number, person, name, role, one in db.session.execute(statement):
        names[number] = (person, name)
        roles.setdefault(number, set()).add(role)
        held = certificates.setdefault(number, {})
        if one is not None:
            held[one.number] = CertificateFacts(one.number, one.valid_from, one.valid_until)
    return [
        Colleague(
            id=number,
            person=person,
            name=name,
            roles=frozenset(roles[number]),
            certificates=tuple(certificates[number].values()),
        )
        for number, (person, name) in names.items()
    ]
