"""Data of the papers of a first start and of practice."""

from __future__ import annotations

from desktop.core.practice_pages import STEPS, PracticeStep, ReadinessPaper
from desktop.core.recovery_paper import RecoverySheet, TrialPage
from tests.unit.reports.samples import FRAME, LONG
from tests.unit.reports.samples_day import LONG_FRAME


def recovery_sheet(*, long: bool = False) -> RecoverySheet:
    code = "-".join(["WWWW"] * 8) if long else "7K2M-9QXA-B3CD-0H5T-QW8Z-4N6P-V1RJ-3E9Y"
    return RecoverySheet(LONG_FRAME if long else FRAME, code)


def trial_page(*, long: bool = False) -> TrialPage:
    return TrialPage(LONG_FRAME if long else FRAME)


def readiness(*, long: bool = False) -> ReadinessPaper:
    steps = tuple(
        PracticeStep(code, 999 if long else at % 3, "12:03" if long or at % 3 else "") for at, code in enumerate(STEPS)
    )
    return ReadinessPaper(LONG_FRAME if long else FRAME, "2026-11-21", LONG if long else "王秀兰", steps)
