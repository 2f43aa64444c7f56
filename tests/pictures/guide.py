"""The pictures of the user guide, `docs/pictures/<name>.<language>.webp`: each task as somebody does it.

`python -m tests.pictures.guide`, as `make pictures` does at its end. They are of the station whose clock, ids and keys
are always the same, so that a picture changes only with the window.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

import resources
from desktop.core.business_day import parse_time
from desktop.core.preferences import Preferences
from desktop.services.counter import OfficeCounter
from desktop.services.office import Office
from desktop.ui.first_run.window import FirstRunWindow
from desktop.ui.look import read_look
from desktop.ui.machine import Machine
from desktop.ui.parts.button import Painted
from desktop.ui.shots import SamplePrinters, settle
from desktop.ui.task_runner import TaskRunner
from desktop.ui.window import Window
from tests.gui.conftest import read_catalogues
from tests.gui.fake_beginning import FakeBeginning
from tests.pictures.album import picture
from tests.pictures.station import NOW, make_counter
from tests.stations import SetClock

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
LANGUAGES = ("zh", "en")
# Pages that are read well in a small window, and those that need the counter's whole screen.
SMALL, WHOLE = (1024, 640), (1366, 690)
MORNING = "2026-11-22T06:58:00"
Taken = tuple[str, Image.Image]


class Hand:
    """What a person does at the window, without waiting for the system to bring keys and clicks."""

    def __init__(self, window: Window, runner: TaskRunner) -> None:
        self.window, self._runner = window, runner

    def settle(self) -> None:
        settle(self._runner)
        if self._runner.busy:
            self.settle()

    def go(self, page: str, subject: str = "") -> None:
        self.window.go(page, subject)
        self.settle()

    def find(self, name: str) -> QWidget:
        (found,) = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        return found

    def press(self, widget: QWidget) -> None:
        assert isinstance(widget, Painted), widget
        widget.click()
        self.settle()

    def type(self, name: str, text: str) -> None:
        field = self.find(name)
        assert isinstance(field, QLineEdit)
        field.setText(text)
        field.textEdited.emit(text)
        self.settle()

    def key(self, key: Qt.Key) -> None:
        press = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window, press)
        self.settle()

    def take(self, name: str, *, whole: bool = False) -> Taken:
        """The page in front, or with `whole` all of the window; no caret, nothing under the pointer."""
        focus = self.window.focusWidget()
        if focus is not None:
            focus.clearFocus()
        self.settle()
        page = self.window.stack
        room = self.window.rect() if whole else QRect(page.mapTo(self.window, QPoint(0, 0)), page.size())
        return name, picture(self.window.grab(room))

    def wait_for_paper(self) -> None:
        """A page is drawn by a thread of Qt's, some time after its paper is made."""
        sheet = self.window.fronts.view.preview.sheet
        while sheet.image is None or sheet.image.width() != sheet.width():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)
            self.settle()


@contextmanager
def window_of(counter: OfficeCounter, language: str) -> Iterator[Hand]:
    look = read_look(resources.path("ui", "tokens.json").parent.parent)
    machine = Machine(Preferences(language=language), printers=SamplePrinters())
    window = Window(read_catalogues(), look, language, machine, lambda: parse_time(NOW))
    window.watch_printers()
    window.show()
    runner = TaskRunner()
    window.attach(counter, runner, counter.status())
    hand = Hand(window, runner)
    hand.settle()
    try:
        yield hand
    finally:
        window.close()
        runner.close()
        window.deleteLater()


def card_of(office: Office, counter: OfficeCounter, number: int) -> str:
    """The card of one who is registered and verified."""
    people = [each for each in counter.people.page("", "", 60).rows if each.verified and each.card]
    text = office.people.card_text(people[number].rider)
    assert text
    return text


def counter_pictures(office: Office, counter: OfficeCounter, hand: Hand) -> Iterator[Taken]:
    """In a small window: the day, from the first look to the last."""
    hand.window.resize(*SMALL)
    yield hand.take("today", whole=True)
    hand.go("today", "steps:hand_over")
    yield hand.take("handover")
    hand.go("today", "steps:close_day")
    hand.press(hand.find("steps.next"))
    yield hand.take("closing")
    hand.press(hand.find("steps.drop"))
    hand.go("people")
    hand.press(hand.find("people.turn"))
    people = counter.people.page("", "", 60).rows
    hand.go("people", people[3].rider)
    yield hand.take("card")
    hand.go("settings.backups")
    yield hand.take("backup")
    hand.go("hub")
    yield hand.take("hub")
    hand.window.toggle("review")
    hand.settle()
    yield hand.take("review", whole=True)
    hand.window.toggle("review")


def wide_pictures(office: Office, counter: OfficeCounter, hand: Hand) -> Iterator[Taken]:
    """On the counter's whole screen: what is done with a queue, and what has a form beside a list."""
    hand.window.resize(*WHOLE)
    # before anything is recorded, whose id is drawn: the check code at its foot is of all that is known
    hand.go("papers", "daily")
    hand.wait_for_paper()
    yield hand.take("papers")
    hand.go("visits")
    hand.window.scan(card_of(office, counter, 5))
    hand.window.overlay._hold = 1_000_000_000  # the line of the time that is left stands still
    hand.window.overlay.update()
    yield hand.take("scan")
    hand.window.overlay.close_now()
    hand.go("meals")
    hand.window.scan(card_of(office, counter, 8))
    yield hand.take("meal")
    hand.window.overlay.close_now()
    hand.go("inspect")
    hand.key(Qt.Key.Key_2)
    point = hand.find("point.microwave.heats")
    hand.press(point.parts["fail"])  # type: ignore[attr-defined]  # a row of the walk
    yield hand.take("walk")
    hand.go("people")
    hand.press(hand.find("people.turn"))
    hand.type("people.name", "马建国")
    hand.type("people.phone", "13805310427")
    hand.press(hand.find("group.delivery_rider"))
    yield hand.take("rider")
    hand.press(hand.find("people.clear"))
    hand.go("health")
    hand.press(hand.find("health.begin"))
    yield hand.take("slip")
    hand.go("settings.sheet")
    hand.type("sheet.1.time", "0930")
    hand.type("sheet.1.group", "2")
    hand.type("sheet.1.count", "3")
    hand.type("sheet.1.services", "AB")
    yield hand.take("sheet")


def opening_picture(office: Office, hand: Hand) -> Iterator[Taken]:
    """The next morning, before the door is opened."""
    clock = office.desk.store.clock
    assert isinstance(clock, SetClock)
    clock.set(MORNING)
    hand.window.resize(*SMALL)
    hand.go("today", "steps:open_day")
    yield hand.take("opening")


def first_start(language: str) -> Iterator[Taken]:
    """The second of the five steps: where the station is."""
    look = read_look(resources.path("ui", "tokens.json").parent.parent)
    window = FirstRunWindow(read_catalogues(), look, language)
    window.resize(*WHOLE)
    window.show()
    runner = TaskRunner(window)
    window.attach(FakeBeginning(), runner, lambda _paper: "first.print.sent")
    settle(runner)
    assert window.presenter is not None
    window.presenter.draft.page = "place"
    window.presenter.search("qst")
    window.presenter.draft.typed["search"] = "qst"
    window.set_language(language)
    settle(runner)
    yield "first", picture(window.grab())
    window.close()
    runner.close()


def pictures(language: str) -> Iterator[Taken]:
    """All of a language, by name. Needs a QApplication."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "keys").mkdir()
        office, counter = make_counter(folder)
        with window_of(counter, language) as hand:
            yield from counter_pictures(office, counter, hand)
            yield from wide_pictures(office, counter, hand)
            yield from opening_picture(office, hand)
        office.desk.close()
    yield from first_start(language)


def main() -> None:
    application = QApplication.instance() or QApplication(sys.argv)
    FOLDER.mkdir(parents=True, exist_ok=True)
    size = 0
    for language in LANGUAGES:
        for name, taken in pictures(language):
            place = FOLDER / f"{name}.{language}.webp"
            taken.save(place, lossless=True, quality=100, method=6)
            size += place.stat().st_size
    print(f"docs/pictures: {size / 1024:.0f} KiB")
    del application


if __name__ == "__main__":
    main()
