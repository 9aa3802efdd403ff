"""Stored files by digest: originals of photos, scans and imports, never overwritten."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId


class StoredFile(Base):
    """One file as it arrived, fetched only by its row id and through scope."""

    __tablename__ = "stored_files"

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(80))
    original_name: Mapped[str] = mapped_column(String(200))
    district_code: Mapped[DistrictCode] = mapped_column(index=True)
    restricted: Mapped[bool] = mapped_column(default=False)
    stored_at: Mapped[datetime] = mapped_column(Moment)
    stored_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
