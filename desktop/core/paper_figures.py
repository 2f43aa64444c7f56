"""What a paper's code says of it: the days that it is about, and its main figures, by the type of its data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from types import MappingProxyType
from typing import Any

from desktop.core import business_day
from desktop.core.day_papers import BlankRegister, ClosingNotice, HandoverPaper, HoursPaper, ReconciliationPaper
from desktop.core.figures_papers import FiguresPaper
from desktop.core.health_papers import AttendancePaper, BookingListPaper
from desktop.core.hub_papers import DistrictPaper, SettlementList
from desktop.core.medicine_papers import DisposalPaper, MedicineRegister
from desktop.core.month_papers import MonthlyPaper
from desktop.core.paper_code import FIGURES_MOST, NUMBER_MOST, WHOM_MOST, About
from desktop.core.papers import CallbackPaper, DailyPaper, HealthSlip, InspectionPaper, SettlementPaper
from desktop.core.till_pages import TillPaper

Counted = Mapping[str, int]
# The dictionary's names of what stands in a code.
DICTIONARY: Mapping[str, str] = MappingProxyType(
    {
        "visits_times": "visits",
        "visits_persons": "persons",
        "meals_count": "meals",
        "meals_taken_fen": "taken_fen",
        "meals_subsidy_fen": "subsidy_fen",
        "meals_held": "held",
        "meals_voided": "voided",
    }
)


def about(data: Any) -> About:
    """Of a paper's data. One that has no entry here says its days and how many lines it has.

    A number or a name that is too long for a code is cut short.
    """
    count = MAIN.get(type(data), _lines)
    first, last = _days(data)
    figures = tuple(count(data).items())[:FIGURES_MOST]
    whom = getattr(data, "merchant", "") or getattr(data, "scope", "")
    draft = bool(getattr(data, "draft", False))
    return About(first, last, figures, _cut(data.frame.number, NUMBER_MOST), draft, _cut(whom, WHOM_MOST))


def _cut(text: str, most: int) -> str:
    """So many bytes of UTF-8 at most; what does not print is left out."""
    printed = "".join(char for char in text if char.isprintable())
    return printed.encode()[:most].decode(errors="ignore")


def _days(data: Any) -> tuple[str, str]:
    if isinstance(data, DailyPaper):
        return data.figures.day, data.figures.day
    if isinstance(data, ClosingNotice):
        return data.first, data.last
    if isinstance(data, HealthSlip):
        return data.issued[:10], data.until
    if isinstance(data, BookingListPaper | AttendancePaper):
        return data.batch.first, data.batch.last
    month, day = getattr(data, "month", ""), getattr(data, "day", "")
    if isinstance(month, str) and month:
        return business_day.month_span(month)
    return (day, day) if isinstance(day, str) and day else ("", "")


def _lines(data: Any) -> Counted:
    found = getattr(data, "lines", None)
    return {"lines": len(found)} if isinstance(found, Sized) else {}


def _settlement(data: SettlementPaper) -> Counted:
    counted = [line for line in data.lines if line.state == "counted"]
    adjusted = sum(line.fen for line in data.adjustments)
    return {
        "meals": len(counted),
        "taken_fen": sum(line.price_fen for line in counted),
        "subsidy_fen": sum(line.subsidy_fen for line in counted) + adjusted,
        "held": sum(line.state == "held" for line in data.lines),
        "voided": sum(line.state == "voided" for line in data.lines),
        **({"adjusted_fen": adjusted} if data.adjustments else {}),
    }


def _daily(data: DailyPaper) -> Counted:
    figures = data.figures
    return {
        "visits": figures.visits,
        "persons": figures.persons,
        "meals": figures.meals,
        "taken_fen": figures.taken_fen,
        "subsidy_fen": figures.subsidy_fen,
    }


def _reconciliation(data: ReconciliationPaper) -> Counted:
    return {
        "entries": data.whole.captured,
        "acknowledged": data.whole.acknowledged,
        "waiting": data.whole.waiting,
        "meals": data.meals,
        "taken_fen": data.taken_fen,
        "subsidy_fen": data.subsidy_fen,
        "first_seq": data.first,
        "last_seq": data.last,
    }


def _till(data: TillPaper) -> Counted:
    return {"meals": data.count, "taken_fen": data.taken_fen, "subsidy_fen": data.subsidy_fen, "held": data.held}


def _inspection(data: InspectionPaper) -> Counted:
    return {
        "compliant": int(data.compliant),
        "met": data.met,
        "passed": data.passed,
        "failed": data.failed,
        "not_applicable": data.not_applicable,
        "rectifications": len(data.rectifications),
    }


def _district(data: DistrictPaper) -> Counted:
    return {
        "stations": len(data.lines),
        "visits": sum(line.visits for line in data.lines),
        "persons": data.persons,
        "meals": sum(line.meals for line in data.lines),
    }


def _settlements(data: SettlementList) -> Counted:
    return {
        "lines": len(data.lines),
        "meals": sum(line.meals for line in data.lines),
        "held": sum(line.held for line in data.lines),
        "subsidy_fen": sum(line.subsidy_fen for line in data.lines),
    }


def _figures(data: FiguresPaper) -> Counted:
    """Those figures of the dictionary that a code has a name for."""
    lines = [line for section in data.sections for line in section.lines if line.value is not None]
    return {DICTIONARY[line.code]: line.value for line in lines if line.code in DICTIONARY and line.value is not None}


def _monthly(data: MonthlyPaper) -> Counted:
    """As the table of figures of the same month, as far as the paper has them."""
    found = {name: data.figures[code].value for code, name in DICTIONARY.items() if code in data.figures}
    return {name: value for name, value in found.items() if value is not None}


MAIN: Mapping[type, Callable[[Any], Counted]] = MappingProxyType(
    {
        SettlementPaper: _settlement,
        DailyPaper: _daily,
        ReconciliationPaper: _reconciliation,
        TillPaper: _till,
        InspectionPaper: _inspection,
        DistrictPaper: _district,
        SettlementList: _settlements,
        FiguresPaper: _figures,
        MonthlyPaper: _monthly,
        HoursPaper: lambda data: {
            "minutes_due": sum(line.due for line in data.lines),
            "minutes_open": sum(line.real for line in data.lines),
        },
        HandoverPaper: lambda data: {"problems": len(data.problems), "waiting": data.waiting},
        CallbackPaper: lambda data: {"lines": len(data.lines), "population": data.population},
        MedicineRegister: lambda data: {"lines": len(data.moves), "quantity": sum(line.left for line in data.holdings)},
        DisposalPaper: lambda data: {"lines": len(data.lines), "quantity": sum(line.quantity for line in data.lines)},
        BlankRegister: lambda data: {"lines": len(data.numbers)},
    }
)
