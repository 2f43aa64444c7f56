"""What figures count beside visits and meals, and the indexes that upkeep and figures walk by."""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from desktop.tables import derived


class OccurrenceRow(SQLModel, table=True):
    """A fact that figures count; see `core/occurrences.py`."""

    __tablename__ = "occurrences"
    __table_args__ = (
        Index("ix_occurrences_day_at", "day", "at"),
        Index("ix_occurrences_subject_kind", "subject", "kind"),
    )

    fact: str = Field(primary_key=True)
    kind: str | None = None
    day: str | None = None
    at: int | None = None
    subject: str | None = None
    code: str | None = None
    number: int | None = None
    site: str | None = None
    device: str | None = None


class OperatorStateRow(SQLModel, table=True):
    """What became of an operator after being added: a new PIN, retirement."""

    __tablename__ = "operator_states"

    operator: str = Field(primary_key=True)
    pin_changed_at: int | None = None
    pin_changed_by: str | None = None
    retired_day: str | None = None
    retired_by: str | None = None


class ConsentRow(SQLModel, table=True):
    """An agreement after the first one, which stands with the registration."""

    __tablename__ = "consents"
    __table_args__ = (Index("ix_consents_rider_at", "rider", "at"),)

    fact: str = Field(primary_key=True)
    rider: str | None = None
    version: str | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


class RetentionRow(SQLModel, table=True):
    """A run of retention; `removed` as `forgotten=2,backups_deleted=0`."""

    __tablename__ = "retention_runs"
    __table_args__ = (Index("ix_retention_runs_day", "day"),)

    fact: str = Field(primary_key=True)
    day: str | None = None
    at: int | None = None
    by: str | None = None
    rules: str | None = None
    removed: str | None = None


class BlankedNoteRow(SQLModel, table=True):
    """A note that was taken away, by its hash; `of` is the fact that names it."""

    __tablename__ = "blanked_notes"

    note: str = Field(primary_key=True)
    of: str | None = None
    reason: str | None = None
    day: str | None = None
    blanked_by: str | None = None
    blanked_at: int | None = None


class PhonesShownRow(SQLModel, table=True):
    """A list with full phones that was taken out; `subject` its sample or day."""

    __tablename__ = "phones_shown"
    __table_args__ = (Index("ix_phones_shown_day", "day"),)

    fact: str = Field(primary_key=True)
    list: str | None = None
    subject: str | None = None
    lines: int | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


class RiderShownRow(SQLModel, table=True):
    """Somebody looked on their own phone at what is held about them."""

    __tablename__ = "riders_shown"

    fact: str = Field(primary_key=True)
    rider: str | None = None
    form: str | None = None
    day: str | None = None
    at: int | None = None


class ExportRow(SQLModel, table=True):
    """A table that was taken out as a file."""

    __tablename__ = "exports"
    __table_args__ = (Index("ix_exports_day", "day"),)

    fact: str = Field(primary_key=True)
    table: str | None = None
    form: str | None = None
    rows: int | None = None
    first: str | None = None
    last: str | None = None
    unmasked: int | None = None
    reason: str | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


class NamesShownRow(SQLModel, table=True):
    """A paper with full names that was taken out; `subject` a rider, a day of issue or empty."""

    __tablename__ = "names_shown"
    __table_args__ = (Index("ix_names_shown_day", "day"),)

    fact: str = Field(primary_key=True)
    list: str | None = None
    subject: str | None = None
    lines: int | None = None
    day: str | None = None
    at: int | None = None
    by: str | None = None


_TABLES = SQLModel.metadata.tables
_RIDERS, _JOBS = (_TABLES[str(row.__tablename__)] for row in (derived.RiderRow, derived.RectificationRow))
# Who may have stayed away for a year: those registered before a day and not forgotten yet.
_STILL = text("forgotten_day IS NULL")
# Partial on the station's SQLite alone: naming PostgreSQL here loads its dialect at every start of a desk.
Index("ix_riders_registered_day", _RIDERS.c.registered_day, _RIDERS.c.rider, sqlite_where=_STILL)
Index("ix_rectifications_due", _JOBS.c.due)


class ClockCorrectionRow(SQLModel, table=True):
    """A run of a log whose business days are moved."""

    __tablename__ = "clock_corrections"

    fact: str = Field(primary_key=True)
    device: str | None = None
    epoch: str | None = None
    first: int | None = None
    last: int | None = None
    days: int | None = None
    at: int | None = None
    by: str | None = None


ALL: tuple[type[SQLModel], ...] = (
    OccurrenceRow,
    OperatorStateRow,
    ConsentRow,
    RetentionRow,
    BlankedNoteRow,
    ClockCorrectionRow,
    PhonesShownRow,
    ExportRow,
    NamesShownRow,
    RiderShownRow,
)
