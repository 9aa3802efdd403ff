"""Places that can be visited: visits, tips and coverage hang on the site, not the institution."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId

if TYPE_CHECKING:
    from app.models.register import Institution


class Site(Base):
    """An address with its point (WGS-84, may be missing) and the institution there, if any."""

    __tablename__ = "sites"
    __table_args__ = (
        Index("ix_sites_institution", "institution_id"),
        Index("ix_sites_scope", "scope_code"),
        Index("ix_sites_point", "lng_wgs84", "lat_wgs84"),
        Index(
            "uq_sites_main",
            "institution_id",
            unique=True,
            sqlite_where=text("is_main"),
            postgresql_where=text("is_main"),
        ),
    )

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    is_main: Mapped[bool] = mapped_column(default=False)
    label: Mapped[str | None] = mapped_column(String(100))
    address: Mapped[str | None] = mapped_column(String(300))
    district_code: Mapped[str | None] = mapped_column(String(6))
    scope_code: Mapped[DistrictCode]
    lng_wgs84: Mapped[float | None]
    lat_wgs84: Mapped[float | None]
    point_source: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)

    institution: Mapped["Institution | None"] = relationship(back_populates="sites")
