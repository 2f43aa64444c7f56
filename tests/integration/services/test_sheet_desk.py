"""补录 at the counter against the services: a sheet as typed becomes visits of its own day."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.core.sheet_pages import TypedSheet
from desktop.services.counter import OfficeCounter
from tests.busy import picture
from tests.stations import HOUR, Station


@pytest.fixture
def counter(station: Station) -> OfficeCounter:
    station.office.sheets.add_register(station.by, "visits", 2)
    station.clock.pass_by(6 * HOUR)
    return OfficeCounter(station.office, station.by)


def sheet(station: Station, counter: OfficeCounter, lines: tuple[tuple[str, ...], ...], total: str = "") -> TypedSheet:
    photo = Path(station.folder.parent) / "sheet.jpg"
    photo.write_bytes(picture())
    page = counter.sheet.page()
    return TypedSheet("visits", page.books[0].left[0], page.day, "", str(photo), False, total, lines)


LINES = (("0930", "2", "", "3", "AB"), ("", "", "", "", ""), ("10:05", "1", "", "", "a"))


def test_a_typed_sheet_is_kept_whole_and_leaves_the_list(station: Station, counter: OfficeCounter) -> None:
    first = counter.sheet.page().books[0].left
    assert len(first) == 2
    done = counter.sheet.enter(sheet(station, counter, LINES, "４"))
    assert (done.sheet, done.rows) == (first[0], 2)
    assert counter.sheet.page().books[0].left == first[1:]
    with station.desk.store.read() as connection:
        rows = connection.exec_driver_sql('SELECT "group", count, how FROM visits ORDER BY at').fetchall()
    assert [tuple(row) for row in rows] == [("delivery_rider", 3, "paper"), ("courier", 1, "paper")]


@pytest.mark.parametrize(
    ("lines", "total", "code", "row"),
    [
        (LINES, "5", "sheet_total_differs", None),
        ((("", "", "", "", ""),), "", "sheet_empty", None),
        ((LINES[0], ("", "", "", "", ""), ("2577", "1", "", "", "")), "", "row_time_wrong", 3),
        ((LINES[0], ("1000", "9", "", "", "")), "", "row_group_unknown", 2),
    ],
)
def test_what_is_refused_names_its_line_on_the_paper(
    station: Station, counter: OfficeCounter, lines: tuple[tuple[str, ...], ...], total: str, code: str, row: int | None
) -> None:
    with pytest.raises(Refused) as refused:
        counter.sheet.enter(sheet(station, counter, lines, total))
    assert refused.value.code == code
    assert refused.value.values.get("row") == row
    with station.desk.store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM visits").scalar() == 0, "all lines or none"
