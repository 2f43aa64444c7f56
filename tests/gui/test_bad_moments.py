"""Bad moments in the middle of a form, over a real store: nothing is lost, a sentence says what helps, work goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.core.errors import EnvironmentFailed
from desktop.devices.camera import Camera, State
from desktop.services.people import People
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_camera import FakeCameras
from tests.gui.test_access import BOTH, counter
from tests.gui.test_camera import GREY, see
from tests.gui.test_papers import READY, Printers
from tests.stations import DAY, HOUR, Station, raw_connection

NAME, PHONE, WHOLE = "half", "139", "13911110000"


@pytest.fixture
def cameras() -> FakeCameras:
    return FakeCameras()


@pytest.fixture
def printers() -> Printers:
    return Printers(READY)


@pytest.fixture
def desk(make_desk: Maker, busy: Station, cameras: FakeCameras, printers: Printers) -> Iterator[Desk]:
    """Somebody is half registered."""
    made = make_desk(BOTH, counter=counter(busy), camera=Camera(cameras.open), printers=printers)
    made.go("people")
    for name, text in (("people.name", NAME), ("people.phone", PHONE)):
        field(made, name).setFocus()
        made.type_keys(text, PERSON_GAP_MS)
        made.bot.waitUntil(lambda name=name, text=text: field(made, name).text() == text)
    yield made
    made.window.machine.camera.switch_off()


def field(desk: Desk, name: str) -> QLineEdit:
    found = desk.find(name)
    assert isinstance(found, QLineEdit)
    return found


def phone(desk: Desk) -> str:
    """Its digits, which stand in groups."""
    return "".join(field(desk, "people.phone").text().split())


def half_typed(desk: Desk) -> bool:
    return (field(desk, "people.name").text(), field(desk, "people.phone").text()) == (NAME, PHONE)


def complete(desk: Desk) -> None:
    """All that a new person needs."""
    field(desk, "people.phone").setFocus()
    desk.type_keys(WHOLE.removeprefix(PHONE), PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: phone(desk) == WHOLE)
    view = desk.window.fronts.view
    desk.press(next(iter(view.form.groups.tiles.values())))
    desk.press(desk.find("people.consent"))


def said(desk: Desk) -> str:
    assert desk.window.toast.isVisible()
    return desk.window.toast.accessibleName()


def visits(busy: Station) -> int:
    return int(busy.rows("SELECT count(*) FROM visits")[0][0])


def card(busy: Station, at: int) -> str:
    """That of somebody who was not here for a day."""
    made = busy.office.people.register(busy.by, f"来人{at}", f"1371111000{at}", "courier", consent=True)
    return made.card


def test_the_camera_is_pulled_out(desk: Desk, busy: Station, cameras: FakeCameras) -> None:
    known = card(busy, 1)
    desk.window.machine.set(camera=True)
    see(desk.bot, desk.window.machine.camera, cameras, GREY)
    cameras.unplug()
    assert desk.window.machine.camera.state is State.MISSING
    before = visits(busy)
    desk.scan_for_answer(known)
    assert visits(busy) == before + 1
    assert half_typed(desk)


def test_the_disk_is_full_while_a_form_is_saved(desk: Desk, busy: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store fails in its transaction; with a real full disk below it: `tests/torture/faults.py`."""
    register = People.register

    def full(self: People, *given: Any, **more: Any) -> Any:
        with self.desk.store.write():
            register(self, *given, **more)
            raise EnvironmentFailed("disk_full")

    count = "SELECT count(*) FROM persons"
    before = busy.rows(count)
    presenter = desk.window.fronts.presenter
    complete(desk)
    monkeypatch.setattr(People, "register", full)
    desk.press(desk.find("people.only_save"))
    desk.bot.waitUntil(lambda: desk.window.toast.isVisible())
    assert "清出空间" in said(desk)
    assert busy.rows(count) == before
    assert (field(desk, "people.name").text(), phone(desk)) == (NAME, WHOLE)
    monkeypatch.setattr(People, "register", register)
    desk.press(desk.find("people.only_save"))
    desk.bot.waitUntil(lambda: busy.rows(count) != before)
    assert desk.window.fronts.presenter is presenter


def test_another_program_holds_the_file_for_some_seconds(desk: Desk, busy: Station) -> None:
    """Longer than a counter waits: a sentence, and the form is as it was."""
    count = "SELECT count(*) FROM persons"
    before = busy.rows(count)
    complete(desk)
    busy.desk.store.database.writer.exec_driver_sql("PRAGMA busy_timeout = 100")
    other = raw_connection(busy.desk.folder.database, busy.desk.secrets.database)
    other.isolation_level = None
    try:
        other.execute("BEGIN IMMEDIATE")
        desk.press(desk.find("people.only_save"))
        desk.bot.waitUntil(lambda: desk.window.toast.isVisible())
        assert "稍等几秒再试" in said(desk)
        assert phone(desk) == WHOLE
        other.execute("ROLLBACK")
    finally:
        other.close()
    assert busy.rows(count) == before
    desk.press(desk.find("people.only_save"))
    desk.bot.waitUntil(lambda: busy.rows(count) != before)


@pytest.mark.parametrize("jump", [-2 * HOUR, 3 * DAY], ids=["backwards", "forwards"])
def test_the_clock_jumps_while_the_window_is_open(desk: Desk, busy: Station, jump: int) -> None:
    known, before = card(busy, 1), visits(busy)
    busy.clock.pass_by(jump)
    desk.scan_for_answer(known)
    assert visits(busy) == before + 1
    assert half_typed(desk)
    desk.go("today")
    desk.go("people")
    assert half_typed(desk)
    busy.clock.pass_by(-jump)
    desk.scan_for_answer(card(busy, 2))
    assert visits(busy) == before + 2
    assert busy.office.upkeep.verify().ok


def test_the_printer_runs_out_of_paper_on_another_page(desk: Desk, printers: Printers) -> None:
    desk.go("papers")
    printers.code = "out_of_paper"
    desk.press(desk.find("papers.print"))
    (told,) = [each for each in desk.window.findChildren(QLabel) if each.isVisible() and "没纸了" in each.text()]
    assert "还没打" in told.text()
    assert "再按一次" in told.text()
    assert printers.orders == []
    desk.go("people")
    assert half_typed(desk)
    desk.go("papers")
    printers.code = ""
    desk.press(desk.find("papers.print"))
    desk.bot.waitUntil(lambda: len(printers.orders) == 1)


def test_the_session_ends_and_who_is_half_registered_is_there_at_the_next_start(
    desk: Desk, make_desk: Maker, busy: Station
) -> None:
    """The process that ends: `tests/e2e/test_sittings.py`. Consent is said anew by who stands there then."""
    complete(desk)
    desk.counter.seat.keep_drafts(desk.window.unfinished())
    desk.window.close()
    again = make_desk(BOTH, counter=counter(busy))
    again.bot.waitUntil(lambda: again.window.toast.isVisible())
    assert "服务对象" in said(again)
    again.go("people")
    assert (field(again, "people.name").text(), phone(again)) == (NAME, WHOLE)
    form = again.window.fronts.view.form
    assert any(tile.isChecked() for tile in form.groups.tiles.values())
    assert not again.find("people.consent").isChecked()  # type: ignore[attr-defined]
    again.settle()
    assert again.counter.seat.drafts() == ""
