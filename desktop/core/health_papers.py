"""The frozen data of the papers of health checks: booking list, attendance list, chase list.

Times of a day are `HH:MM`. Names are masked but in the booking list, which the hospital needs in full.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.papers import Frame


@dataclass(frozen=True)
class BatchHead:
    """What a list says of its batch; `unit_fen` is what `payer` pays a check."""

    number: int
    year: str
    hospital: str
    package: str
    first: str
    last: str
    payer: str
    unit_fen: int
    fasting: bool


@dataclass(frozen=True)
class BookedLine:
    """`id_number` is empty where it was not typed yet."""

    day: str
    begins: str
    ends: str
    full_name: str
    id_number: str
    code: str


@dataclass(frozen=True)
class BookingListPaper:
    """`destroy` is the day on which the station destroys its list; `printed_by` a masked name."""

    frame: Frame
    batch: BatchHead
    destroy: str
    printed_by: str
    lines: tuple[BookedLine, ...]


@dataclass(frozen=True)
class ExpectedLine:
    """A line to tick and sign at the hospital: masked name, code of the slip."""

    day: str
    begins: str
    ends: str
    name: str
    group: str
    code: str


@dataclass(frozen=True)
class AttendancePaper:
    frame: Frame
    batch: BatchHead
    lines: tuple[ExpectedLine, ...]


@dataclass(frozen=True)
class ChaseLine:
    """`why` is `not_booked`, `not_attended` or `no_stub`; `days` since the day `since`."""

    why: str
    issued: str
    number: int
    kind: str
    code: str
    name: str
    phone: str
    since: str
    days: int


@dataclass(frozen=True)
class ChasePaper:
    frame: Frame
    day: str
    lines: tuple[ChaseLine, ...]
