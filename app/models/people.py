"""Persons, their accounts, roles and certificates, and who is signed in."""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from inspections.vocabulary import Role


class Person(Base):
    """A human being; separation of duties compares persons, never accounts."""

    __tablename__ = "persons"

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    display: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(Moment)

    accounts: Mapped[list["Account"]] = relationship(back_populates="person")
    certificates: Mapped[list["Certificate"]] = relationship(back_populates="person")


class Certificate(Base):
    """An officer certificate (行政执法证) with the days on which it is valid."""

    __tablename__ = "certificates"

    id: Mapped[PrimaryKey]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    district_code: Mapped[DistrictCode]
    valid_from: Mapped[date]
    valid_until: Mapped[date]

    person: Mapped[Person] = relationship(back_populates="certificates")


class Account(Base):
    """A way to sign in, for one person, with one district."""

    __tablename__ = "accounts"

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    district_code: Mapped[DistrictCode] = mapped_column(index=True)
    demo: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(Moment)
    totp_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    totp_last_step: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Moment)

    person: Mapped[Person] = relationship(back_populates="accounts", lazy="joined")
    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="account", lazy="selectin", cascade="all, delete-orphan"
    )

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles this account holds."""
        return frozenset(grant.role for grant in self.grants)


class RoleGrant(Base):
    """One role of one account."""

    __tablename__ = "role_grants"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    id: Mapped[PrimaryKey]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    role: Mapped[Role] = mapped_column(TermColumn(Role))

    account: Mapped[Account] = relationship(back_populates="grants")


class SignedInSession(Base):
    """A session; the cookie holds the token, the row only its digest. Times are steady seconds."""

    __tablename__ = "signed_in_sessions"
    __table_args__ = (Index("ix_signed_in_sessions_account", "account_id"),)

    id: Mapped[PrimaryKey]
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    csrf_token: Mapped[str] = mapped_column(String(64))
    begun: Mapped[float] = mapped_column(Float)
    seen: Mapped[float] = mapped_column(Float)
    stepped_up: Mapped[float] = mapped_column(Float)
    second_factor_due: Mapped[bool] = mapped_column(default=False)

    account: Mapped[Account] = relationship(lazy="joined")


class SignInThrottle(Base):
    """Failed tries under one key (account and device, address, everything); steady seconds."""

    __tablename__ = "sign_in_throttles"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    window_began: Mapped[float] = mapped_column(Float)
    open_again: Mapped[float] = mapped_column(Float, default=0.0)
