"""Cases from lead to archive: the case, every step that was taken, its papers and its clocks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.orders import OrderStep
from app.models.people import Person
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import EvidenceFile, Visit
from inspections.procedure.terms import CaseState, ClockState, LeadSource, Outcome, ProposalState
from inspections.vocabulary import NumberState, PartyType, ServiceMethod


class Case(Base):
    """A case, as its newest step left it; what happened stands in its steps.

    It comes from a visit, from an order that wasn't obeyed (its step `escalate`), or from neither.
    `due_on` is the earliest of its running clocks.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "filed_on is null or taken_over or number is not null", name="filed_with_a_number"
        ),
        CheckConstraint("decided_on is null or outcome is not null", name="decided_by_an_outcome"),
        CheckConstraint("first_officer_id <> second_officer_id", name="two_persons"),
        CheckConstraint("fine_fen >= 0 and confiscate_fen >= 0", name="amounts_are_no_debts"),
        Index("ix_cases_scope_state", "scope_code", "state", "updated_at"),
        Index("ix_cases_scope_due", "scope_code", "due_on"),
        Index("ix_cases_scope_updated", "scope_code", "updated_at"),
        Index("ix_cases_institution", "institution_id"),
        Index("ix_cases_site", "site_id"),
        Index("ix_cases_visit", "visit_id"),
        Index("ix_cases_order_step", "order_step_id"),
        Index("ix_cases_first_officer", "first_officer_id", "state"),
        Index("ix_cases_second_officer", "second_officer_id", "state"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    scope_code: Mapped[DistrictCode]
    state: Mapped[CaseState] = mapped_column(TermColumn(CaseState))
    source: Mapped[LeadSource] = mapped_column(TermColumn(LeadSource))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    order_step_id: Mapped[int | None] = mapped_column(ForeignKey("order_steps.id"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    party_name: Mapped[str | None] = mapped_column(String(200))
    party_type: Mapped[PartyType | None] = mapped_column(TermColumn(PartyType))
    party_code: Mapped[str | None] = mapped_column(String(60))
    party_representative: Mapped[str | None] = mapped_column(String(80))
    party_address: Mapped[str | None] = mapped_column(String(300))
    party_phone: Mapped[str | None] = mapped_column(String(60))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("sites.id"))
    violations: Mapped[list[Any]] = mapped_column(JSON)
    acted_from: Mapped[date | None]
    acted_until: Mapped[date | None]
    received_on: Mapped[date]
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    first_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    filed_on: Mapped[date | None]
    decided_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(TermColumn(Outcome))
    decision_number: Mapped[str | None] = mapped_column(String(80))
    fine_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    confiscate_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    closed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    taken_over: Mapped[bool] = mapped_column(default=False)
    due_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    visit: Mapped[Visit | None] = relationship()
    order_step: Mapped[OrderStep | None] = relationship()
    institution: Mapped[Institution | None] = relationship()
    site: Mapped[Site | None] = relationship()
    first_officer: Mapped[Person | None] = relationship(foreign_keys=[first_officer_id])
    second_officer: Mapped[Person | None] = relationship(foreign_keys=[second_officer_id])
    steps: Mapped[list["CaseStep"]] = relationship(
        order_by="CaseStep.number", back_populates="case"
    )
    papers: Mapped[list["CasePaper"]] = relationship(order_by="CasePaper.id")
    clocks: Mapped[list["CaseClock"]] = relationship(order_by="CaseClock.due_on, CaseClock.id")


class CaseStep(Base):
    """One step of a case as it was recorded; the database refuses change.

    `number` counts the steps of the case: of two at once only one can be the next. `entry` holds
    all that was entered; the columns beside it are what lists and constraints need of it.
    `on_paper`: done before the case was taken over. `late` counts the days after which it came.
    """

    __tablename__ = "case_steps"
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("first_officer_id <> second_officer_id", name="two_persons"),
        CheckConstraint("proposer_id <> approver_id", name="approved_by_another"),
        CheckConstraint(
            "approver_id <> first_officer_id and approver_id <> second_officer_id",
            name="approved_by_no_officer",
        ),
        CheckConstraint(
            "approved_on_paper or on_paper or approver_id is null or approver_id = person_id",
            name="approved_by_the_one_who_enters",
        ),
        CheckConstraint(
            "not approved_on_paper or on_paper or proposer_id is null or person_id <> proposer_id",
            name="paper_entered_by_another",
        ),
        CheckConstraint(
            "step not in ('file', 'decide_penalty', 'decide_no_penalty', "
            "'decide_not_established', 'decide_crime_transfer', 'close') "
            "or approver_id is not null or approver_name is not null",
            name="decided_with_an_approver",
        ),
        Index("ix_case_steps_step", "step", "happened_on"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(32))
    from_state: Mapped[CaseState | None] = mapped_column(TermColumn(CaseState))
    to_state: Mapped[CaseState | None] = mapped_column(TermColumn(CaseState))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(Moment)
    late: Mapped[int]
    on_paper: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    first_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    first_officer_certificate: Mapped[str | None] = mapped_column(String(40))
    second_officer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    second_officer_certificate: Mapped[str | None] = mapped_column(String(40))
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    approver_name: Mapped[str | None] = mapped_column(String(80))
    approved_on_paper: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(Text)
    method: Mapped[ServiceMethod | None] = mapped_column(TermColumn(ServiceMethod))
    receiver: Mapped[str | None] = mapped_column(String(300))
    counts_on: Mapped[date | None]
    remarks: Mapped[list[Any]] = mapped_column(JSON)
    entry: Mapped[dict[str, Any]] = mapped_column(JSON)

    case: Mapped[Case] = relationship(back_populates="steps")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    first_officer: Mapped[Person | None] = relationship(foreign_keys=[first_officer_id])
    second_officer: Mapped[Person | None] = relationship(foreign_keys=[second_officer_id])
    proposer: Mapped[Person | None] = relationship(foreign_keys=[proposer_id])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    files: Mapped[list["CaseFile"]] = relationship(order_by="CaseFile.id")


class CaseFile(Base):
    """A file that came with a step; `paper` is the code of the paper that it is a scan of."""

    __tablename__ = "case_files"
    __table_args__ = (UniqueConstraint("step_id", "evidence_id", "paper"),)

    id: Mapped[PrimaryKey]
    step_id: Mapped[int] = mapped_column(ForeignKey("case_steps.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence_files.id"), index=True)
    paper: Mapped[str] = mapped_column(String(40), default="")

    evidence: Mapped[EvidenceFile] = relationship(lazy="joined")


class CasePaper(Base):
    """A paper of a case: made here or as a scan; one that was given up stays, as void."""

    __tablename__ = "case_papers"
    __table_args__ = (
        CheckConstraint("(state = 'void') = (void_reason is not null)", name="void_for_a_reason"),
        Index("ix_case_papers_case", "case_id", "kind"),
        Index("ix_case_papers_step", "step_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("case_steps.id"))
    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str | None] = mapped_column(String(80), unique=True)
    dated_on: Mapped[date]
    made_here: Mapped[bool]
    state: Mapped[NumberState] = mapped_column(TermColumn(NumberState))
    void_reason: Mapped[str | None] = mapped_column(String(300))
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))
    created_at: Mapped[datetime] = mapped_column(Moment)
    created_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))

    evidence: Mapped[EvidenceFile | None] = relationship()
    step: Mapped[CaseStep | None] = relationship()


class CaseClock(Base):
    """A deadline that runs in a case; all of a case's are written anew with each of its steps.

    The law behind it is read by its code and `from_on`, never stored.
    """

    __tablename__ = "case_clocks"
    __table_args__ = (
        UniqueConstraint("case_id", "code", "from_on"),
        Index("ix_case_clocks_scope_due", "scope_code", "due_on"),
    )

    id: Mapped[PrimaryKey]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    scope_code: Mapped[DistrictCode]
    code: Mapped[str] = mapped_column(String(40))
    from_on: Mapped[date]
    due_on: Mapped[date]
    warn_on: Mapped[date]
    state: Mapped[ClockState] = mapped_column(TermColumn(ClockState))
    provisional: Mapped[bool]
    missing_year: Mapped[int | None]

    case: Mapped[Case] = relationship(back_populates="clocks")


class CaseProposal(Base):
    """A step put forward for approval, as it was filled in; its digest is what is approved."""

    __tablename__ = "case_proposals"
    __table_args__ = (
        CheckConstraint("(state = 'taken') = (step_id is not null)", name="taken_by_a_step"),
        CheckConstraint("settled_by_person <> person_id or state <> 'taken'", name="two_persons"),
        Index("ix_case_proposals_case", "case_id", "state"),
        Index("ix_case_proposals_scope_state", "scope_code", "state"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    scope_code: Mapped[DistrictCode]
    step: Mapped[str] = mapped_column(String(32))
    state: Mapped[ProposalState] = mapped_column(TermColumn(ProposalState))
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    case_version: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    settled_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    reason: Mapped[str | None] = mapped_column(Text)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("case_steps.id"))

    case: Mapped[Case] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
