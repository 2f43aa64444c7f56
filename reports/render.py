"""One door to all papers: the data's type says which paper it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from desktop.core.day_papers import (
    BlankRegister,
    ClosingNotice,
    HandoverPaper,
    HoursPaper,
    ReconciliationPaper,
)
from desktop.core.figures_papers import FiguresPaper
from desktop.core.health_papers import AttendancePaper, BookingListPaper, ChasePaper
from desktop.core.hub_papers import DistrictPaper, SettlementList
from desktop.core.list_papers import ListPaper
from desktop.core.medicine_papers import DisposalPaper, MedicineRegister
from desktop.core.month_papers import MonthlyPaper
from desktop.core.papers import (
    CalibrationPaper,
    CallbackPaper,
    CardSheet,
    ChecklistPaper,
    DailyPaper,
    HealthSlip,
    InspectionPaper,
    Poster,
    SettlementPaper,
    SingleCard,
)
from desktop.core.practice_pages import ReadinessPaper
from desktop.core.recovery_paper import RecoverySheet, TrialPage
from desktop.core.standard_papers import RectificationPaper, StationSheet
from desktop.core.till_pages import TillPaper
from desktop.core.words import Words
from reports.calibration import calibration
from reports.callbacks import callbacks
from reports.cards import card_sheet, single
from reports.checklist import checklist
from reports.closing_notice import closing_notice
from reports.daily import daily
from reports.district import district, settlement_list
from reports.figures import figures
from reports.handover import handover
from reports.health import health_slip
from reports.health_lists import attendance_list, booking_list, chase_list
from reports.hours import hours
from reports.inspection import inspection
from reports.list_paper import list_paper
from reports.medicine import disposal, medicine_register
from reports.monthly import monthly
from reports.poster import poster
from reports.readiness import readiness
from reports.reconciliation import reconciliation
from reports.recovery import recovery, trial_page
from reports.rectification import rectification
from reports.register import register
from reports.settlement import settlement
from reports.station_sheet import station_sheet
from reports.till import till

PAPERS: Mapping[type, Callable[[Any, Words], bytes]] = MappingProxyType(
    {
        CardSheet: card_sheet,
        SingleCard: single,
        Poster: poster,
        CalibrationPaper: calibration,
        InspectionPaper: inspection,
        ChecklistPaper: checklist,
        DailyPaper: daily,
        FiguresPaper: figures,
        MonthlyPaper: monthly,
        ListPaper: list_paper,
        RectificationPaper: rectification,
        StationSheet: station_sheet,
        SettlementPaper: settlement,
        HealthSlip: health_slip,
        CallbackPaper: callbacks,
        MedicineRegister: medicine_register,
        DisposalPaper: disposal,
        HandoverPaper: handover,
        TillPaper: till,
        ReconciliationPaper: reconciliation,
        ClosingNotice: closing_notice,
        HoursPaper: hours,
        BlankRegister: register,
        BookingListPaper: booking_list,
        AttendancePaper: attendance_list,
        ChasePaper: chase_list,
        DistrictPaper: district,
        SettlementList: settlement_list,
        RecoverySheet: recovery,
        ReadinessPaper: readiness,
        TrialPage: trial_page,
    }
)


def render(data: object, words: Words) -> bytes:
    """The PDF of a paper's data; the same data and words give the same bytes.

    Raises `TypeError` for data that no paper is made of.
    """
    try:
        make = PAPERS[type(data)]
    except KeyError:
        raise TypeError(f"no paper is made of {type(data).__name__}") from None
    return make(data, words)


_PAGE_TREE = re.compile(rb"/Count (\d+)[^>]*?/Type /Pages\b|/Type /Pages\b[^>]*?/Count (\d+)", re.DOTALL)


def pages(pdf: bytes) -> int:
    """How many pages one of our papers has; raises `ValueError` for bytes that are none."""
    counts = [int(first or second) for first, second in _PAGE_TREE.findall(pdf)]
    if not pdf.startswith(b"%PDF-") or not counts:
        raise ValueError("not a paper of ours")
    return max(counts)
