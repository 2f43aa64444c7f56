"""The window: the frame with somebody at the counter. It paints before there is one (`Window(...)`), and comes to
life with `attach`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from desktop.core.errors import Refused
from desktop.core.pages import Counter, ScanAnswer, Status
from desktop.core.words import Words
from desktop.devices.printer import PrinterFound, PrinterState, PrinterWatch, choose
from desktop.ui.boards import Boards
from desktop.ui.explain import explanation, needs_a_person
from desktop.ui.frame import machine_time
from desktop.ui.fronts import SIGN_IN
from desktop.ui.hotkeys import Hotkey, Hotkeys
from desktop.ui.look import Look
from desktop.ui.machine import Machine
from desktop.ui.overlay import SOUNDS
from desktop.ui.pictures import Pictures
from desktop.ui.print_out import PrintOut
from desktop.ui.scan import Marks, Scans
from desktop.ui.seat_frame import SeatFrame
from desktop.ui.signin.presenter import SignInPresenter
from desktop.ui.signin.view import SignInView
from desktop.ui.stage import Desk
from desktop.ui.task_runner import TaskRunner
from desktop.ui.visitor.screen import VisitorScreen

_WAITING_SCANS = 20
# As many names as fit above the status line.


class Window(SeatFrame):
    """The desk.

    Attributes:
        boards: what may stand over it; None while nobody is here.

    Signals:
        ready: somebody is at the counter; the next scan is recorded.
        answered: the answer to a scan is shown.
        seat_wanted: to the practice station (True), or back to the real one.
    """

    ready = Signal()
    answered = Signal(object)
    seat_wanted = Signal(bool)

    def __init__(
        self,
        catalogues: Mapping[str, Words],
        look: Look,
        language: str = "zh",
        machine: Machine | None = None,
        now: Callable[[], int] = machine_time,
    ) -> None:
        super().__init__(catalogues, look, language, machine or Machine(), now)
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self._scans: Scans | None = None
        self._print_out: PrintOut | None = None
        self._heard_early: list[str] = []
        self.boards: Boards | None = None
        self._hotkeys = Hotkeys(self.hotkeys, self)
        self.page_shown.connect(self._page_changed)
        self.preferences_changed.connect(self._preferences_changed)
        self.visitor: VisitorScreen | None = None
        self._watch: PrinterWatch | None = None
        self.left.connect(self._let_go)
        self.picture_given.connect(self._read_picture)
        self.asked.connect(self._explain)
        self.signin_wanted.connect(self._show_signin)
        self.guide_wanted.connect(lambda: self.toggle("guide"))
        self.print_wanted.connect(self._print)
        self.wedge.scanned.connect(self.scan)
        self.wedge.touched.connect(self._touched)
        self.wedge.listen(self._app)
        self.machine.not_kept.connect(self.show_trouble)
        self.machine.camera.scanned.connect(self.scan)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self._tick.start(1000)

    # --- coming to life ------------------------------------------------------------

    def attach(self, counter: Counter, runner: TaskRunner, status: Status | None = None) -> None:
        """From now on it works. With a `status` somebody is signed in already; else the counter is asked."""
        self._counter, self._runner = counter, runner
        runner.changed.connect(self._changed)
        runner.moved.connect(self._moved)
        runner.handed.connect(self._handed)
        self.visitor = VisitorScreen(self, counter.visitor, counter.tablets, runner, self._now)
        runner.changed.connect(self.visitor.refresh)
        self.preferences_changed.connect(lambda _language, _scale: self._of_visitor(VisitorScreen.refit))
        self._signin = SignInPresenter(counter, runner, lambda: self.words, self.sign_in)
        if self.machine.sounds is not None:
            QTimer.singleShot(0, self.machine.sounds.load)
        if self.machine.preferences.camera:
            QTimer.singleShot(0, self.machine.start_camera)
        if status is not None and status.operator:
            self.sign_in(status)
            return

        def then(found: Status) -> None:
            if found.operator:
                self.sign_in(found)
            else:
                self.lock()

        runner.run_read(counter.status, then, self._locked_with)

    def watch_printers(self) -> None:
        """From now on it is asked, beside the painting thread and now and then, how the printers stand."""
        self._watch = PrinterWatch(self.machine.printers, self)
        self._watch.changed.connect(self._printers_changed)
        self._watch.begin()

    def sign_in(self, status: Status) -> None:
        """Somebody is at the counter: their pages, with what they left unfinished."""
        assert self._counter is not None
        assert self._runner is not None
        self.status = status
        self.set_badge("hub", needs_a_person(status))
        desk = Desk(self._counter, self._runner, self, self._now, status, self.machine)
        self.fronts.sign_in(status, desk)
        self._scans = Scans(desk, self._visit_answered)
        self._print_out = PrintOut(desk)
        self.boards = Boards(self, self.look, desk, self.fronts, self._page_area, self.hotkeys)
        first = self.fronts.kinds[0].name
        if status.merchant_only or self.fronts.kind(self.page) is None:
            self.fronts.page = first
        self._rebuild()
        self._take_seat(self._counter, self._runner, status.operator)
        self.ready.emit()
        early, self._heard_early = self._heard_early, []
        for code in early:
            self.scan(code)

    def _let_go(self) -> None:
        """The seat is left: nothing stands over the page, and a scan has nobody to record it."""
        if self.boards is not None:
            self.boards.close()
            self.boards = None
        self._scans = None
        walk = self.fronts.presenters.get("inspect")
        if walk is not None:
            walk.by_phone.forget()

    def _touched(self, by_keyboard: bool) -> None:
        self.layers.touched(by_keyboard)
        self.idle.touch()

    def _locked_with(self, error: Exception) -> None:
        """A rule that wants a PIN is no trouble; anything else is said."""
        if isinstance(error, Refused):
            self.lock()
        else:
            self.lock(lambda: self.show_trouble(error))

    def _show_signin(self) -> None:
        view = SignInView(self.look, self.words)
        self.fronts.views[SIGN_IN] = view
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        if self._signin is not None:
            view.connect_to(self._signin)
            self._signin.show()
        self.page_shown.emit(SIGN_IN)

    # --- the stage of presenters -----------------------------------------------------

    def show_answer(self, answer: ScanAnswer) -> None:
        self.play_sound(answer)
        if self.boards is not None and self.boards.covers_all:
            answer = replace(answer, name="", tail="")  # a visitor looks on
        self.overlay.show_answer(answer, self.words, self._cover(), self._page_area())
        self.answered.emit(answer)

    def play_sound(self, answer: ScanAnswer) -> None:
        """And what the visitor's screen says of it."""
        if self.visitor is not None:
            self.visitor.hear(answer)
        if self.machine.sounds is not None:
            self.machine.sounds.play(SOUNDS[answer.tone])

    def sit_at(self, *, practice: bool) -> None:
        """At the practice station, or at the real one again; what is unfinished here is kept."""
        self.seat_wanted.emit(practice)

    def toggle_visitor(self) -> None:
        """The visitor's screen, opened or closed."""
        self._of_visitor(VisitorScreen.toggle)

    def _of_visitor(self, act: Callable[[VisitorScreen, Look, Words], None]) -> None:
        if self.visitor is not None:
            act(self.visitor, self.look, self.words)

    # --- what people do ------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A code was scanned or pasted."""
        self.idle.touch()
        if self._scans is None:
            if self._signin is None:
                self._heard_early = [*self._heard_early, text][-_WAITING_SCANS:]
            else:
                self._signin.tell(self.words.say("ui.signin.scan_waits"))
            return
        till = self.fronts.till()
        if till is not None and till is not self.fronts.presenter:
            self.go("meals.serve")
        self._scans.heard(text, till)

    def _read_picture(self, read: Callable[[], str]) -> None:
        if self._runner is not None:
            Pictures(self._runner, self).take(read)

    def hotkeys(self) -> tuple[Hotkey, ...]:
        """The keys that work everywhere for whoever is here, as the help lists them."""
        pages = tuple(
            Hotkey("page", kind.key_word, (kind.key,), partial(self.go, kind.name), page=kind.name)
            for kind in self.fronts.kinds
        )
        own: tuple[Hotkey, ...] = (
            Hotkey("text_size", "F10", (Qt.Key.Key_F10,), self.next_text_size),
            Hotkey("language", "F11", (Qt.Key.Key_F11,), self.next_language),
            Hotkey("lock", "F12", (Qt.Key.Key_F12,), self.lock),
        )
        if self.status is None:
            return own
        boards = [("find", "Ctrl+K", (Qt.Key.Key_K,)), ("guide", "Ctrl+H", (Qt.Key.Key_H,)),
                  ("keys", "Ctrl+/", (Qt.Key.Key_Slash, Qt.Key.Key_Question))]  # fmt: skip
        if self.fronts.has("today"):
            boards += [("brief", "Ctrl+G", (Qt.Key.Key_G,)), ("review", "Ctrl+J", (Qt.Key.Key_J,))]
            camera = Hotkey("camera", "Ctrl+M", (Qt.Key.Key_M,), self.toggle_camera, ctrl=True)
            own = (camera, Hotkey("visitor", "Ctrl+F1", (Qt.Key.Key_F1,), self.toggle_visitor, ctrl=True), *own)
        return (*pages, *(Hotkey(n, said, keys, partial(self.toggle, n), ctrl=True) for n, said, keys in boards), *own)

    def _print(self, paper: bytes) -> None:
        if self._print_out is not None:
            self._print_out.send(paper, self.page)

    def toggle(self, board: str) -> None:
        """Opens a board over the page, or closes it; while a visitor looks on no other comes."""
        if self.boards is not None and (not self.boards.covers_all or board == "review"):
            self.boards.toggle(board)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._hotkeys.press(event):
            return
        view = self.fronts.view
        if view is None or not view.handle_key(event):
            event.ignore()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._hotkeys.listen(self.window().windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.boards is not None:
            self.boards.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        if self.visitor is not None:
            self.visitor.close()
        self.idle.stop()
        self.machine.close()
        self.wedge.stop(self._app)
        self.layers.ring.stop()
        if self._watch is not None:
            self._watch.stop()
        super().closeEvent(event)

    def _visit_answered(self, code: str, answer: ScanAnswer) -> None:
        """A card's visit is marked among the visits; a page that lists people marks whose it was."""
        visits = self.fronts.presenter_of("visits")
        if visits is not None:
            visits.answered(answer)
        front = self.fronts.presenter
        if isinstance(front, Marks):
            front.scanned(code)

    # --- what happens by itself ------------------------------------------------------------

    def _printers_changed(self, found: tuple[PrinterFound, ...]) -> None:
        usual = choose(found, "")
        self.show_printer(usual.state if usual else PrinterState.NONE)
        papers = self.fronts.presenters.get("papers")  # one not made yet asks by itself
        if papers is not None:
            papers.printers_changed()

    def _changed(self) -> None:
        presenter = self.fronts.presenter
        if presenter is not None:
            presenter.refresh()
        if self.boards is not None:
            self.boards.refresh()
        self._ask_status()

    def _moved(self) -> None:
        """A round goes on: what shows where entries stand asks anew, and nothing else does."""
        if self.fronts.presenter is not None and self.fronts.place.endswith("hub"):
            self.fronts.presenter.refresh()
        self._ask_status()

    def _handed(self) -> None:
        """A photo came for a walk, whichever page is in front by now."""
        walk = self.fronts.presenters.get("inspect")
        if walk is not None:
            walk.by_phone.come()

    def _page_changed(self, _page: str) -> None:
        if self.boards is not None:
            self.boards.page_changed()

    def _preferences_changed(self, _language: str, _scale: int) -> None:
        if self.boards is not None:
            self.boards.remake()

    def _ask_status(self) -> None:
        if self._runner is not None and self._counter is not None and self.status is not None:
            self._runner.run_read(self._counter.status, self._show_status, self.show_trouble)

    def _show_status(self, status: Status) -> None:
        if self.status is not None and status.operator == self.status.operator:
            self.status = status
            self.line.show_status(status, self._now())
            self.set_badge("hub", needs_a_person(status))

    def _explain(self, part: str, opener: QWidget) -> None:
        usual = choose(self.machine.printers.known or (), "")
        title, said = explanation(self.words, self.status, part, self._now(), usual)
        actions: tuple[tuple[str, str, Callable[[], None]], ...] = ()
        if part == "operator":
            actions = (
                ("operator", self.words.say("ui.switch.do"), lambda: self._switch(opener)),
                ("lock", self.words.say("ui.rail.lock"), self.lock),
                ("guide", self.words.say("board.guide"), lambda: self.toggle("guide")),
                ("screen", self.words.say("visitor.do"), self.toggle_visitor),
                ("text_size", self.words.say("ui.rail.text_size"), self.next_text_size),
                ("language", self.words.say("ui.rail.language"), self.next_language),
            )
        place = next((each for each in ("hub", "meals.hub") if self.fronts.has(each)), "")
        if part == "waiting" and place and self.page != SIGN_IN:
            actions = (("hub", self.words.say("ui.hub.open"), lambda: self.go(place)),)
        trial = next((each for each in ("settings.scanner", "meals.scanner") if self.fronts.has(each)), "")
        if part == "scanner" and trial and self.page != SIGN_IN:
            actions = (("scan", self.words.say("ui.settings.scan.try"), lambda: self.go(trial)),)
        self.popover.explain(opener, title, said, actions)
