"""Column types that every model shares: moments in UTC, terms by their code, public ids."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column

from app.ids import new_id
from inspections.vocabulary import Term


class Moment(TypeDecorator[datetime]):
    """An aware UTC moment on both engines; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; SQLite keeps no offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its offset")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware moment."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TermColumn(TypeDecorator[Term]):
    """A term, stored as its code; reading an unknown code raises ValueError."""

    impl = String(32)
    cache_ok = True

    def __init__(self, term: type[Term]) -> None:
        super().__init__()
        self.term = term

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Store the code."""
        return None if value is None else str(self.term(value).value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Term | None:
        """Give back the term."""
        return None if value is None else self.term(value)


PrimaryKey = Annotated[int, mapped_column(primary_key=True)]
PublicId = Annotated[str, mapped_column(String(10), unique=True, default=new_id)]
DistrictCode = Annotated[str, mapped_column(String(6))]
