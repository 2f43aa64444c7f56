"""A morning of the house: opened with a self-check, planned closings, paper from a power cut, and a hand-over."""

from __future__ import annotations

from desktop.core.pages import GivenAnswer
from desktop.services.sheet_file import GivenRow, GivenSheet
from tests.stations import MINUTE, Station

LOST = "孔先生落下的雨衣"
NAMES_SOMEBODY = "马向阳的充电宝借走没还"
CLOSING_NOTE = "找物业的温建国开门"


def house_and_paper(station: Station, picture: bytes, taker: str, pin: str, note: str) -> None:
    """Every use case of opening hours, registers and shifts."""
    office, by = station.office, station.by
    day = "2026-11-17"
    office.shifts.open(by, [GivenAnswer("microwave.heats", "fail")])
    job = station.rows("SELECT rectification FROM rectifications WHERE state = 'open'")[0][0]
    office.rectifications.extend(by, job, 2, "等配件")
    planned, _ = office.hours.plan(by, "2026-12-30", "2027-01-02", "other", CLOSING_NOTE)
    office.hours.plan(by, "2027-02-16", "2027-02-17", "spring_festival")
    office.hours.cancel(by, planned)
    office.hours.extend(by, day, "23:00", "heat")
    printed = office.sheets.add_register(by, "visits", 2)
    office.sheets.note_out(by, printed.register)
    visits = printed.first
    meals = office.sheets.add_register(by, "meals", 1).first
    station.clock.pass_by(MINUTE)
    name, phone = station.rows("SELECT name, phone FROM persons ORDER BY phone")[0]
    rows = (
        GivenRow(1, time="07:05", name=name, phone_tail=phone[-4:], group="courier", services=("rest",)),
        GivenRow(2, time="07:06", group="truck_driver", count=3),
    )
    office.sheets.enter(by, GivenSheet(visits, day, "", picture, rows))
    meal = GivenRow(1, time="07:10", name=name, phone_tail=phone[-4:], signature=True)
    office.sheets.enter(by, GivenSheet(meals, day, "泉香快餐", picture, (meal,)))
    chosen = office.operators.choose(taker)
    office.shifts.hand_over(by, chosen.id, pin, keys=2, lost_property=LOST, note=note)
    named = office.shifts.hand_over(by, chosen.id, pin, note=NAMES_SOMEBODY)
    office.notes.blank(by, named.id, "names_somebody")
