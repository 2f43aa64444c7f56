"""The compliance calendar worked out from facts: what each item was on each day; and the lists of a walk."""

from __future__ import annotations

import pytest

from desktop.core.errors import Refused
from desktop.core.inspect_pages import CalendarPage, Cell
from desktop.core.pages import GivenAnswer
from desktop.services.inspect_desk import InspectDesk
from tests.busy import picture
from tests.stations import DAY, HOUR, Station


def walk(station: Station, kind: str = "opening", **results: str) -> tuple[str, ...]:
    """A check in which all passes but what is named, by item; returns its rectifications."""
    answers = [
        GivenAnswer(point.code, results.get(item.code, "pass"), reason="本站没有")
        for item in station.desk.rules.standard.asked(kind)
        for point in item.checkpoints
    ]
    return station.office.inspections.complete(station.by, kind, answers).rectifications


def put_right(station: Station, job: str) -> None:
    station.clock.pass_by(HOUR)
    station.office.rectifications.rectify(station.operator("caretaker"), job, "修好了", [picture()])
    station.office.rectifications.recheck(station.by, job, True, "看过了")


def desk_of(station: Station) -> InspectDesk:
    return InspectDesk(station.office, lambda: station.by, str)


def states(page: CalendarPage, item: str, *days: int) -> list[str]:
    row = next(row for row in page.rows if row.item == item)
    return [row.cells[day - 1].state for day in days]


def test_a_month_of_cells(station: Station) -> None:
    walk(station)  # 16 November, a Monday
    station.clock.pass_by(DAY)
    (job,) = walk(station, microwave="fail", heating_and_cooling="na")
    put_right(station, job)
    station.clock.pass_by(DAY)
    (late,) = walk(station, phone_charging="fail")
    station.clock.pass_by(2 * DAY)  # nobody looks on the 19th
    put_right(station, late)
    page = desk_of(station).calendar("")
    assert (page.month, page.today, page.first) == ("2026-11", "2026-11-20", "2026-11")
    days = (15, 16, 17, 18, 19, 20, 21)
    assert states(page, "microwave", *days) == ["before", "pass", "mended", "pass", "none", "today", "later"]
    assert states(page, "heating_and_cooling", *days)[1:4] == ["pass", "na", "pass"]
    # what was put right on a later day was a fault on its own, and that day has no walk by it
    assert states(page, "phone_charging", *days) == ["before", "pass", "pass", "fail", "none", "today", "later"]
    heats = station.desk.rules.standard.checkpoint("microwave.heats")
    assert heats is not None
    assert page.rows[1].cells[16] == Cell("mended", (heats.titles,))
    assert {row.item: row.rate for row in page.rows if row.item in ("microwave", "phone_charging")} == {
        "microwave": 100,
        "phone_charging": 66,
    }
    assert {"2026-11-21", "2026-11-22"} <= page.off
    assert "2026-11-20" not in page.off
    assert page.open == ()


def test_a_fault_that_a_later_walk_of_the_day_found_mended_is_framed(station: Station) -> None:
    walk(station, microwave="fail")
    station.clock.pass_by(HOUR)
    assert states(desk_of(station).calendar(""), "microwave", 16) == ["fail"]
    walk(station, "weekly")
    page = desk_of(station).calendar("")
    assert states(page, "microwave", 16) == ["mended"]
    # a pass does not close the job
    assert [row.checkpoint for row in page.open] == ["microwave.heats"]


def test_the_box_of_every_day(station: Station) -> None:
    stock = station.office.medicine.stock
    stock(station.by, "创可贴", batch="A1", expiry="2026-12-18", quantity=2)
    (walk(station), station.clock.pass_by(2 * DAY))
    assert states(desk_of(station).calendar(""), "medicine_box", 16, 17, 18) == ["pass", "none", "today"]
    walk(station)
    page = desk_of(station).calendar("")
    assert states(page, "medicine_box", 16, 18) == ["pass", "soon"]
    assert [(line.batch, line.state, line.left_days) for line in page.medicines] == [("A1", "soon", 30)]
    station.clock.pass_by(31 * DAY)
    page = desk_of(station).calendar("")
    assert (page.month, page.first) == ("2026-12", "2026-11")
    assert states(page, "medicine_box", 18, 19) == ["none", "expired"]
    assert page.medicines[0].left_days == -1
    # a box that was emptied says nothing
    station.office.medicine.count(station.by, "创可贴", 0)
    assert states(desk_of(station).calendar(""), "medicine_box", 19) == ["today"]
    assert states(desk_of(station).calendar("2026-11"), "medicine_box", 18) == ["soon"]


def test_a_merchant_sees_no_calendar(station: Station) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        InspectDesk(station.office, lambda: station.operator("merchant"), str).calendar("")


def test_the_lists_of_a_walk(station: Station) -> None:
    station.clock.set("2026-09-30T09:00:00")
    station.office.medicine.stock(station.by, "创可贴", batch="B2", expiry="2028-01-31", quantity=20)
    station.office.medicine.stock(station.by, "碘伏棉签", batch="B1", expiry="2026-10-20", quantity=2)
    lists = desk_of(station).lists()
    assert [(line.batch, line.state) for line in lists.medicines] == [("B1", "soon"), ("B2", "ok")]
    assert lists.tools[0].code == "pump"
    by_code = {due.severity: due for due in lists.dues}
    assert (by_code["at_once"].due, by_code["at_once"].path) == ("2026-09-30", ())
    three = by_code["days_3"]
    # seven days of National Day are skipped, and the Saturday after it is worked
    assert [(day.day[5:], day.number, day.why) for day in three.path] == [
        *((f"10-0{day}", 0, "weekend" if day in (3, 4) else "holiday") for day in range(1, 8)),
        ("10-08", 1, ""),
        ("10-09", 2, ""),
        ("10-10", 3, "make_up"),
    ]
    assert three.due == three.path[-1].day == "2026-10-10"


def test_what_was_counted_is_kept_with_the_walk_or_not_at_all(station: Station) -> None:
    station.office.medicine.stock(station.by, "创可贴", batch="B2", expiry="2028-01-31", quantity=20)
    desk = desk_of(station)
    (line,) = desk.lists().medicines
    answers = tuple(
        GivenAnswer(point.code, "pass")
        for item in station.desk.rules.standard.asked("weekly")
        for point in item.checkpoints
    )
    with pytest.raises(Refused, match=r"medicine_none|medicine_unknown|medicine_line_unknown"):
        desk.complete("weekly", 0, answers, {line.line: 19, "00000000-0000-4000-8000-000000000001": 1})
    assert station.entries("inspection.completed") == []
    assert desk.lists().medicines[0].left == 20
    assert desk.complete("weekly", 0, answers, {line.line: 19}).compliant
    assert desk.lists().medicines[0].left == 19
    assert station.faults() == []
