"""Lists of health checks to try: plain ones, and ones with long names or many pages."""

from __future__ import annotations

from desktop.core.health_papers import (
    AttendancePaper,
    BatchHead,
    BookedLine,
    BookingListPaper,
    ChaseLine,
    ChasePaper,
    ExpectedLine,
)
from tests.unit.reports.samples import FRAME, GROUPS, LONG, LONG_FRAME, RARE

NAMES = ("王建国", "欧阳雨桐", RARE, "Abdulla Karim")
MASKED = ("王**", "欧阳**", "㛃*", "A**")


def head(long: bool) -> BatchHead:
    hospital = LONG if long else "济南市第四人民医院"
    return BatchHead(
        3, "2026", hospital, LONG if long else "基础体检套餐", "2026-12-05", "2026-12-06", "区总工会", 28000, True
    )


def booking_list(count: int, *, long: bool = False) -> BookingListPaper:
    lines = tuple(
        BookedLine(
            "2026-12-05",
            "08:00",
            "10:00",
            LONG if long and nth % 9 == 0 else NAMES[nth % 4],
            "" if nth % 5 == 4 else f"99999919800101{nth:03d}X",
            "RQ4-7M2-K9D",
        )
        for nth in range(count)
    )
    return BookingListPaper(LONG_FRAME if long else FRAME, head(long), "2027-01-05", "王**", lines)


def attendance_list(count: int, *, long: bool = False) -> AttendancePaper:
    lines = tuple(
        ExpectedLine("2026-12-05", "08:00", "10:00", MASKED[nth % 4], GROUPS[nth % 6], "RQ4-7M2-K9D")
        for nth in range(count)
    )
    return AttendancePaper(LONG_FRAME if long else FRAME, head(long), lines)


def chase_list(count: int, *, long: bool = False) -> ChasePaper:
    reasons = ("not_booked", "not_attended", "no_stub")
    lines = tuple(
        ChaseLine(
            reasons[nth % 3],
            "2026-11-12",
            nth + 1,
            "green_channel" if nth % 7 == 0 else "checkup",
            "RQ4-7M2-K9D",
            MASKED[nth % 4],
            "138****0427",
            "2026-11-12",
            nth,
        )
        for nth in range(count)
    )
    return ChasePaper(LONG_FRAME if long else FRAME, "2026-11-21", lines)
