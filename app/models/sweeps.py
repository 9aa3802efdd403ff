"""Sweeps: the plan, the districts it covers, its teams, and every site with what came of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.files import StoredFile
from app.models.people import Person
from app.models.register import Institution
from app.models.sites import Site
from app.models.visits import Visit
from inspections.sweep_facts import SweepState
from inspections.vocabulary import VisitResult


class Sweep(Base):
    """A campaign of visits; `scope_code` is the office that ordered it.

    `statement` holds the sums as the closing statement gives them, `statement_digest` its SHA-256;
    the paper is the scan of what was signed by hand.
    """

    __tablename__ = "sweeps"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="dates_in_order"),
        Index("ix_sweeps_scope_state", "scope_code", "state"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    title: Mapped[str] = mapped_column(String(120))
    legal_basis: Mapped[str] = mapped_column(String(300))
    departments: Mapped[list[str]] = mapped_column(JSON)
    checklist: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    scope_code: Mapped[DistrictCode]
    state: Mapped[SweepState] = mapped_column(TermColumn(SweepState))
    planner_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    plan_no: Mapped[str | None] = mapped_column(String(80))
    approving_authority: Mapped[str | None] = mapped_column(String(120))
    approved_on: Mapped[date | None]
    approved_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    plan_paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    filed_on: Mapped[date | None]
    published_on: Mapped[date | None]
    opened_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    statement: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    statement_digest: Mapped[str | None] = mapped_column(String(64))
    statement_paper_id: Mapped[int | None] = mapped_column(ForeignKey("stored_files.id"))
    statement_signed_on: Mapped[date | None]
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    planner: Mapped[Person] = relationship(foreign_keys=[planner_person])
    approver: Mapped[Person | None] = relationship(foreign_keys=[approved_by_person])
    closer: Mapped[Person | None] = relationship(foreign_keys=[closed_by_person])
    plan_paper: Mapped[StoredFile | None] = relationship(foreign_keys=[plan_paper_id])
    statement_paper: Mapped[StoredFile | None] = relationship(foreign_keys=[statement_paper_id])
    districts: Mapped[list["SweepDistrict"]] = relationship(
        order_by="SweepDistrict.district_code", cascade="all, delete-orphan"
    )
    teams: Mapped[list["SweepTeam"]] = relationship(order_by="SweepTeam.number")
    extensions: Mapped[list["SweepExtension"]] = relationship(order_by="SweepExtension.id")


class SweepDistrict(Base):
    """A district that a sweep covers: its office sees the sweep and appoints teams."""

    __tablename__ = "sweep_districts"
    __table_args__ = (UniqueConstraint("sweep_id", "district_code"),)

    id: Mapped[PrimaryKey]
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"))
    district_code: Mapped[DistrictCode] = mapped_column(index=True)


class SweepExtension(Base):
    """A later last day of an open sweep, with its reason and the paper that approves it."""

    __tablename__ = "sweep_extensions"
    __table_args__ = (CheckConstraint("until > ended_on", name="later_than_before"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"), index=True)
    ended_on: Mapped[date]
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    plan_no: Mapped[str] = mapped_column(String(80))
    approving_authority: Mapped[str] = mapped_column(String(120))
    approved_on: Mapped[date]
    paper_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    entered_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    entered_at: Mapped[datetime] = mapped_column(Moment)

    paper: Mapped[StoredFile] = relationship()
    entered_by: Mapped[Person] = relationship()


class SweepTeam(Base):
    """A team, appointed by its district; the number is unique in the sweep."""

    __tablename__ = "sweep_teams"
    __table_args__ = (
        UniqueConstraint("sweep_id", "number"),
        Index("ix_sweep_teams_scope", "scope_code"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"))
    number: Mapped[int]
    scope_code: Mapped[DistrictCode]

    officers: Mapped[list["SweepOfficer"]] = relationship(
        order_by="SweepOfficer.id", cascade="all, delete-orphan", lazy="selectin"
    )


class SweepOfficer(Base):
    """A person in a team; nobody is in two teams of one sweep."""

    __tablename__ = "sweep_officers"
    __table_args__ = (UniqueConstraint("sweep_id", "person_id"),)

    id: Mapped[PrimaryKey]
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"))
    team_id: Mapped[int] = mapped_column(ForeignKey("sweep_teams.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)

    person: Mapped[Person] = relationship(lazy="joined")


class SweepSite(Base):
    """A site of a sweep and what came of it; `visit` is the newest one made in the sweep.

    Rows are only ever added once the sweep is open: the denominator never shrinks.
    """

    __tablename__ = "sweep_sites"
    __table_args__ = (
        UniqueConstraint("sweep_id", "site_id"),
        CheckConstraint("(visit_id is null) = (result is null)", name="result_of_a_visit"),
        Index("ix_sweep_sites_scope_result", "sweep_id", "scope_code", "result"),
        Index("ix_sweep_sites_team", "team_id", "position"),
        Index("ix_sweep_sites_site", "site_id"),
    )

    id: Mapped[PrimaryKey]
    sweep_id: Mapped[int] = mapped_column(ForeignKey("sweeps.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("sites.id"))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    scope_code: Mapped[DistrictCode]
    street: Mapped[str] = mapped_column(String(60), default="")
    team_id: Mapped[int | None] = mapped_column(ForeignKey("sweep_teams.id"))
    position: Mapped[int | None]
    found_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(String(200))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    result: Mapped[VisitResult | None] = mapped_column(TermColumn(VisitResult))
    visited_on: Mapped[date | None]
    findings: Mapped[int] = mapped_column(default=0)

    site: Mapped[Site] = relationship()
    institution: Mapped[Institution | None] = relationship()
    team: Mapped[SweepTeam | None] = relationship()
    visit: Mapped[Visit | None] = relationship()


class Recusal(Base):
    """A person who may not act towards an institution, with the reason and who decided it.

    It holds until it is lifted; a lifted one stays as a record.
    """

    __tablename__ = "recusals"
    __table_args__ = (
        Index(
            "uq_recusals_in_force",
            "person_id",
            "institution_id",
            unique=True,
            sqlite_where=text("lifted_on is null"),
            postgresql_where=text("lifted_on is null"),
        ),
        CheckConstraint("decided_by_person <> person_id", name="decided_by_another"),
        CheckConstraint("lifted_by_person <> person_id", name="lifted_by_another"),
        CheckConstraint(
            "(lifted_on is null) = (lifted_by_person is null)"
            " and (lifted_on is null) = (lifting_reason is null)",
            name="lifted_with_a_reason",
        ),
        Index("ix_recusals_institution", "institution_id"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"))
    scope_code: Mapped[DistrictCode]
    reason: Mapped[str] = mapped_column(String(200))
    decided_by_person: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    decided_on: Mapped[date]
    lifted_on: Mapped[date | None]
    lifted_by_person: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    lifting_reason: Mapped[str | None] = mapped_column(String(200))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    institution: Mapped[Institution] = relationship()
    decided_by: Mapped[Person] = relationship(foreign_keys=[decided_by_person])
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_person])
