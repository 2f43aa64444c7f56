"""The window: the frame with somebody at the counter. It paints before there is one (`Window(...)`), and comes to
life with `attach`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.core.errors import Refused
from desktop.core.pages import Counter, ScanAnswer, Status
from desktop.core.words import Words
from desktop.devices.printer import NoPrinters, PrinterFound, Printers, PrinterState, PrinterWatch, choose
from desktop.devices.scanner import KeyWedge
from desktop.devices.sound import Sounds
from desktop.ui.explain import explanation, needs_a_person
from desktop.ui.frame import Frame, machine_time
from desktop.ui.fronts import SIGN_IN
from desktop.ui.look import Look
from desktop.ui.overlay import SOUNDS
from desktop.ui.scan import Scans
from desktop.ui.signin.presenter import SignInPresenter
from desktop.ui.signin.view import SignInView
from desktop.ui.stage import Desk, trouble_sentence
from desktop.ui.task_runner import TaskRunner

_WAITING_SCANS = 20


class Window(Frame):
    """The desk.

    Attributes:
        wedge: the scanner that types.

    Signals:
        ready: somebody is at the counter; the next scan is recorded.
        answered: the answer to a scan is shown.
    """

    ready = Signal()
    answered = Signal(object)

    def __init__(
        self,
        catalogues: Mapping[str, Words],
        look: Look,
        language: str = "zh",
        sounds: Sounds | None = None,
        now: Callable[[], int] = machine_time,
    ) -> None:
        super().__init__(catalogues, look, language, now)
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self._sounds = sounds
        self._signin: SignInPresenter | None = None
        self._counter: Counter | None = None
        self._runner: TaskRunner | None = None
        self._scans: Scans | None = None
        self._heard_early: list[str] = []
        self._printers: Printers = NoPrinters()
        self._watch: PrinterWatch | None = None
        self.lock_wanted.connect(self.lock)
        self.asked.connect(self._explain)
        self.signin_wanted.connect(self._show_signin)
        self.wedge = KeyWedge(self)
        self.wedge.scanned.connect(self.scan)
        self.wedge.touched.connect(lambda by_keyboard: self.layers.touched(by_keyboard))
        self.wedge.listen(self._app)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self._tick.start(1000)

    # --- coming to life ------------------------------------------------------------

    def attach(self, counter: Counter, runner: TaskRunner, status: Status | None = None) -> None:
        """From now on it works. With a `status` somebody is signed in already; else the counter is asked."""
        self._counter, self._runner = counter, runner
        runner.changed.connect(self._changed)
        runner.moved.connect(self._moved)
        self._signin = SignInPresenter(counter, runner, lambda: self.words, self.sign_in)
        if self._sounds is not None:
            QTimer.singleShot(0, self._sounds.load)
        if status is not None and status.operator:
            self.sign_in(status)
            return

        def then(found: Status) -> None:
            if found.operator:
                self.sign_in(found)
            else:
                self.lock()

        runner.run_read(counter.status, then, self._locked_with)

    def watch_printers(self, printers: Printers) -> None:
        """From now on papers go to these; how they stand is asked beside the painting thread, now and then. To be
        called before somebody signs in.
        """
        self._printers = printers
        self._watch = PrinterWatch(printers, self)
        self._watch.changed.connect(self._printers_changed)
        self._watch.begin()

    def sign_in(self, status: Status) -> None:
        """Somebody is at the counter: their pages, with what they left unfinished."""
        assert self._counter is not None
        assert self._runner is not None
        self.status = status
        self.set_badge("hub", needs_a_person(status))
        desk = Desk(self._counter, self._runner, self, self._now, status, self._printers)
        self.fronts.sign_in(status, desk)
        visits = self.fronts.presenters.get("visits")
        self._scans = Scans(desk, visits.answered if visits else lambda _answer: None)
        first = self.fronts.kinds[0].name
        if status.merchant_only or self.fronts.kind(self.page) is None:
            self.fronts.page = first
        self._rebuild()
        self.ready.emit()
        early, self._heard_early = self._heard_early, []
        for code in early:
            self.scan(code)

    def lock(self) -> None:
        """Asks who it is; drafts stay with whom they belong to."""
        if self._signin is None:
            return
        self.status = None
        if self._counter is not None:
            self._counter.sign_out()
        self._scans = None
        self.fronts.sign_out()
        self._rebuild()
        self._signin.refresh()

    def _locked_with(self, error: Exception) -> None:
        self.lock()
        if not isinstance(error, Refused):  # a rule that wants a PIN is no trouble
            self.show_trouble(error)

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
        self.overlay.show_answer(answer, self.words, self._cover(), self._page_area())
        self.answered.emit(answer)

    def play_sound(self, answer: ScanAnswer) -> None:
        if self._sounds is not None:
            self._sounds.play(SOUNDS[answer.tone])

    def show_toast(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        self.layers.place_strip(self._cover(), self._page_area())
        self.toast.say(sentence, undo, self.words.say("ui.undo"), hold_ms=self.look.tokens.motion["toast_hold"])

    def show_trouble(self, error: Exception) -> None:
        self.layers.place_strip(self._cover(), self._page_area())
        kept = self.words.say("ui.trouble.nothing_lost")
        self.toast.warn(trouble_sentence(self.words, error), kept, self.words.say("ui.trouble.understood"))

    # --- what people do ------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A code was scanned or pasted."""
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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (Qt.Key.Key_F10, self.next_text_size),
            (Qt.Key.Key_F11, self.next_language),
            (Qt.Key.Key_F12, self.lock),
        )
        for own, act in acts:
            if own == key:
                act()
                return
        for kind in self.fronts.kinds:
            if kind.key == key:
                self.go(kind.name)
                return
        view = self.fronts.view
        if view is None or not view.handle_key(event):
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        self.wedge.stop(self._app)
        self.layers.ring.stop()
        if self._watch is not None:
            self._watch.stop()
        super().closeEvent(event)

    # --- what happens by itself ------------------------------------------------------------

    def _printers_changed(self, found: tuple[PrinterFound, ...]) -> None:
        usual = choose(found, "")
        self.show_printer(usual.state if usual else PrinterState.NONE)
        papers = self.fronts.presenters.get("papers")
        if papers is not None:
            papers.printers_changed()

    def _changed(self) -> None:
        presenter = self.fronts.presenter
        if presenter is not None:
            presenter.refresh()
        self._ask_status()

    def _moved(self) -> None:
        """A round goes on: what shows where entries stand asks anew, and nothing else does."""
        if self.fronts.presenter is not None and self.fronts.place.endswith("hub"):
            self.fronts.presenter.refresh()
        self._ask_status()

    def _ask_status(self) -> None:
        if self._runner is not None and self._counter is not None and self.status is not None:
            self._runner.run_read(self._counter.status, self._show_status, self.show_trouble)

    def _show_status(self, status: Status) -> None:
        if self.status is not None and status.operator == self.status.operator:
            self.status = status
            self.line.show_status(status, self._now())
            self.set_badge("hub", needs_a_person(status))

    def _explain(self, part: str, opener: QWidget) -> None:
        usual = choose(self._printers.known or (), "")
        title, said = explanation(self.words, self.status, part, self._now(), usual)
        actions: tuple[tuple[str, str, Callable[[], None]], ...] = ()
        if part == "operator":
            actions = (
                ("lock", self.words.say("ui.rail.lock"), self.lock),
                ("text_size", self.words.say("ui.rail.text_size"), self.next_text_size),
                ("language", self.words.say("ui.rail.language"), self.next_language),
            )
        place = next((each for each in ("hub", "meals.hub") if self.fronts.has(each)), "")
        if part == "waiting" and place and self.page != SIGN_IN:
            actions = (("hub", self.words.say("ui.hub.open"), lambda: self.go(place)),)
        self.popover.explain(opener, title, said, actions)
