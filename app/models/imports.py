"""Import runs: the file, its rows with their verdicts, what a full register lacks."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base
from app.models.columns import DistrictCode, Moment, PrimaryKey, PublicId, TermColumn
from app.models.files import StoredFile
from app.models.jobs import Job
from app.models.register import Institution
from inspections.vocabulary import Term


class ImportState(Term):
    """Where an import stands."""

    READING = "reading", "正在读取", "Being read"
    READY = "ready", "待核对", "To be checked"
    WRITING = "writing", "正在导入", "Being imported"
    DONE = "done", "已导入", "Imported"
    UNREADABLE = "unreadable", "读不出来", "Unreadable"
    DISCARDED = "discarded", "已放弃", "Discarded"


class ImportOutcome(Term):
    """What became of one row."""

    SKIP = "skip", "不导入", "Left out"
    ACCEPT = "accept", "可导入", "Fine"
    WARN = "warn", "可导入，有提示", "Fine, with a remark"
    DUPLICATE = "duplicate", "重复", "Repeated"
    CONFLICT = "conflict", "矛盾，需人工判断", "Contradiction, to be decided"
    REJECT = "reject", "不能导入", "Cannot be imported"


class Decision(Term):
    """What a person decided on a contradiction."""

    KEEP = "keep", "保留登记册", "Keep the register"
    TAKE = "file", "采用文件", "Take the file"
    NEW = "new", "另一家机构，新登记", "Another institution, enter it"
    SKIP = "skip", "略过此行", "Leave the row out"


class ImportRun(Base):
    """One file brought in; `counts` says how many rows ended how, `written` what was done."""

    __tablename__ = "imports"
    __table_args__ = (Index("ix_imports_scope", "district_code", "id"),)

    id: Mapped[PrimaryKey]
    public_id: Mapped[PublicId]
    state: Mapped[ImportState] = mapped_column(TermColumn(ImportState))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_files.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("jobs.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    district_code: Mapped[DistrictCode]
    is_full: Mapped[bool] = mapped_column(default=False)
    skip_bad: Mapped[bool] = mapped_column(default=False)
    encoding: Mapped[str | None] = mapped_column(String(20))
    sheet: Mapped[str | None] = mapped_column(String(100))
    other_sheets: Mapped[list[str]] = mapped_column(JSON, default=list)
    header_rows: Mapped[list[int]] = mapped_column(JSON, default=list)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    counts: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    written: Mapped[dict[str, int] | None] = mapped_column(JSON)
    error: Mapped[list[str] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(Moment)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)

    file: Mapped[StoredFile] = relationship()
    job: Mapped[Job | None] = relationship()


class ImportRow(Base):
    """One row of a file with its verdict; `problems` are [field, code, about, right]."""

    __tablename__ = "import_rows"
    __table_args__ = (
        UniqueConstraint("import_id", "number"),
        Index("ix_import_rows_outcome", "import_id", "outcome", "number"),
        Index("ix_import_rows_change", "import_id", "change", "number"),
    )

    id: Mapped[PrimaryKey]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    number: Mapped[int]
    outcome: Mapped[ImportOutcome] = mapped_column(TermColumn(ImportOutcome))
    cells: Mapped[dict[str, Any]] = mapped_column(JSON)
    problems: Mapped[list[list[str]]] = mapped_column(JSON)
    duplicate_of: Mapped[int | None]
    conflicts_with: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # new, changed, renamed, moved or same, against the register when the file was read
    change: Mapped[str | None] = mapped_column(String(10))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institutions.id"))
    decision: Mapped[Decision | None] = mapped_column(TermColumn(Decision))

    institution: Mapped[Institution | None] = relationship()


class ImportAbsence(Base):
    """An institution that a full register no longer names; a person decides what follows."""

    __tablename__ = "import_absences"
    __table_args__ = (UniqueConstraint("import_id", "institution_id"),)

    id: Mapped[PrimaryKey]
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institutions.id"), index=True)
    # True: marked as absent; False: looked at and left as it is
    confirmed: Mapped[bool | None]
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))

    institution: Mapped[Institution] = relationship()
