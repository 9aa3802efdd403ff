"""Institutions on the register and every change that was made to them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.sites import Site
from inspections.licences import LicenceFacts
from inspections.vocabulary import (
    DeliveryMode,
    LegalForm,
    LicenceStatus,
    SubjectClass,
    SubjectGroup,
)


class Institution(Base):
    """A tutoring institution with its current licence; earlier values are `RegisterChange` rows.

    `scope_code` decides who may see it: its district, or the recording office's where the
    district isn't known.
    """

    __tablename__ = "institutions"
    __table_args__ = (
        Index("ix_institutions_scope_name", "scope_code", "name"),
        Index("ix_institutions_name", "name", "id", "scope_code"),
        Index("ix_institutions_name_key", "name_key"),
        Index("ix_institutions_core_name", "core_name"),
        Index("ix_institutions_licence_no", "licence_no"),
        Index("ix_institutions_licence_expires", "licence_expires", "id", "scope_code"),
        Index("ix_institutions_updated", "updated_at", "id", "scope_code"),
        # all that a standing follows from: counted from the index alone
        Index(
            "ix_institutions_standing",
            "scope_code",
            "subject_group",
            "licence_status",
            "renewal_pending",
            "licence_expires",
            "licence_no",
        ),
        Index("ix_institutions_absent", "absent_since"),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    core_name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str | None] = mapped_column(String(100))
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    legal_form: Mapped[LegalForm | None] = mapped_column(TermColumn(LegalForm))
    organiser: Mapped[str | None] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(60))
    licence_no: Mapped[str | None] = mapped_column(String(60))
    licence_issued: Mapped[date | None]
    licence_expires: Mapped[date | None]
    licence_status: Mapped[LicenceStatus] = mapped_column(
        TermColumn(LicenceStatus), default=LicenceStatus.UNKNOWN
    )
    renewal_pending: Mapped[bool] = mapped_column(default=False)
    stop_enrolling: Mapped[bool] = mapped_column(default=False)
    subject_class: Mapped[SubjectClass | None] = mapped_column(TermColumn(SubjectClass))
    subject_group: Mapped[SubjectGroup | None] = mapped_column(TermColumn(SubjectGroup))
    subjects: Mapped[str | None] = mapped_column(String(300))
    stages: Mapped[str | None] = mapped_column(String(100))
    delivery_mode: Mapped[DeliveryMode | None] = mapped_column(TermColumn(DeliveryMode))
    district_code: Mapped[str | None] = mapped_column(String(6))
    scope_code: Mapped[DistrictCode]
    search_grams: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(String(40))
    absent_since: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(Moment)
    updated_at: Mapped[datetime] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    main_site: Mapped[Site | None] = relationship(
        primaryjoin="and_(Site.institution_id == Institution.id, Site.is_main)",
        viewonly=True,
        uselist=False,
    )
    sites: Mapped[list[Site]] = relationship(back_populates="institution")
    changes: Mapped[list["RegisterChange"]] = relationship(back_populates="institution")

    @property
    def licence(self) -> LicenceFacts:
        """Return the current licence as facts for the rules."""
        return LicenceFacts(
            number=self.licence_no,
            issued_on=self.licence_issued,
            expires_on=self.licence_expires,
            status=self.licence_status,
            renewal_pending=self.renewal_pending,
            stop_enrolling=self.stop_enrolling,
        )


class RegisterChange(Base):
    """One field of one institution that changed: what it was, what it became, and why."""

    __tablename__ = "register_changes"
    __table_args__ = (Index("ix_register_changes_institution", "institution_id", "id"),)

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"))
    field: Mapped[str] = mapped_column(String(40))
    old: Mapped[str | None] = mapped_column(String(300))
    new: Mapped[str | None] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(Moment)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    import_id: Mapped[int | None] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(String(300))

    institution: Mapped[Institution] = relationship(back_populates="changes")
