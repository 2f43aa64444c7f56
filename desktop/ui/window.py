"""The window: the frame with somebody at the counter. It paints before there is one (`Window(...)`), and comes to
life with `attach`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.core.errors import Refused
from desktop.core.pages import Counter, ScanAnswer, Status
from desktop.core.words import Words
from desktop.devices.camera import Seen, State
from desktop.ui.explain import explanation, needs_a_person
from desktop.ui.eye import Eye
from desktop.ui.frame import Frame, machine_time
from desktop.ui.fronts import SIGN_IN
from desktop.ui.look import Look
from desktop.ui.machine import Machine
from desktop.ui.overlay import SOUNDS
from desktop.ui.pictures import Pictures, picture_in
from desktop.ui.scan import Scans
from desktop.ui.signin.presenter import SignInPresenter
from desktop.ui.signin.view import SignInView
from desktop.ui.stage import Desk, trouble_sentence
from desktop.ui.task_runner import TaskRunner

_WAITING_SCANS = 20


class Window(Frame):
    """The desk.

    Attributes:
        machine: what this machine is set to, and the devices at it.
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
        machine: Machine | None = None,
        now: Callable[[], int] = machine_time,
    ) -> None:
        self.machine = machine or Machine()
        self.wedge = self.machine.wedge
        self._eye: Eye | None = None
        super().__init__(catalogues, look, language, now)
        self.machine.setParent(self)
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self.setAcceptDrops(True)
        self._signin: SignInPresenter | None = None
        self._counter: Counter | None = None
        self._runner: TaskRunner | None = None
        self._scans: Scans | None = None
        self._heard_early: list[str] = []
        self.lock_wanted.connect(self.lock)
        self.asked.connect(self._explain)
        self.signin_wanted.connect(self._show_signin)
        self.wedge.takes = self._takes
        self.wedge.scanned.connect(self.scan)
        self.wedge.touched.connect(lambda by_keyboard: self.layers.touched(by_keyboard))
        self.wedge.listen(self._app)
        self.preferences_changed.connect(lambda language, text: self.machine.set(language=language, text=text))
        self.machine.changed.connect(self._follow_machine)
        self.machine.not_kept.connect(self.show_trouble)
        self.machine.camera.scanned.connect(self.scan)
        self.machine.camera.seen.connect(self._show_seen)
        self.machine.camera.state_changed.connect(self._show_eye)
        self.page_shown.connect(lambda _page: self._show_eye(self.machine.camera.state))
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

    def sign_in(self, status: Status) -> None:
        """Somebody is at the counter: their pages, with what they left unfinished."""
        assert self._counter is not None
        assert self._runner is not None
        self.status = status
        self.set_badge("hub", needs_a_person(status))
        desk = Desk(self._counter, self._runner, self, self._now, status, self.machine)
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
        if self.machine.sounds is not None:
            self.machine.sounds.play(SOUNDS[answer.tone])

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
        self.machine.close()
        self.wedge.stop(self._app)
        self.layers.ring.stop()
        super().closeEvent(event)

    # --- pictures -------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if picture_in(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take_picture(event.mimeData()):
            event.acceptProposedAction()

    def _takes(self, event: QKeyEvent) -> bool:
        """Keys that mean the same on every page, even in a field: a picture pasted, the camera on and off."""
        if event.matches(QKeySequence.StandardKey.Paste):
            data = QGuiApplication.clipboard().mimeData()
            return (data.hasUrls() or not data.hasText()) and self._take_picture(data)
        if event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.machine.set(camera=not self.machine.preferences.camera)
            return True
        return False

    def _take_picture(self, data: QMimeData) -> bool:
        """Whether there was a picture; before the window has come to life there is nothing to read it."""
        read = picture_in(data)
        if read is None or self._runner is None:
            return False
        Pictures(self._runner, self).take(read)
        return True

    # --- the machine ----------------------------------------------------------------------

    def _follow_machine(self) -> None:
        """What was set on the page of settings is shown by the whole window at once."""
        here = self.machine.preferences
        if here.language != self.words.language:
            self.set_language(here.language)
        if here.text != self.look.scale:
            self.set_text_size(here.text)
        if here.theme != self.look.theme:
            self.set_theme(here.theme)

    def _build(self) -> None:
        super()._build()
        if self._eye is not None:
            self._eye.hide()
            self._eye.deleteLater()
        self._eye = Eye(self, self.look, self.words)
        self._eye.stackUnder(self.overlay)  # what a scan came to is never hidden
        self._eye.closed.connect(lambda: self.machine.set(camera=False))
        self._show_eye(self.machine.camera.state)

    def _show_eye(self, state: State) -> None:
        """Not over the section that shows the camera itself."""
        if self._eye is not None:
            self._eye.place(self._page_area())
            self._eye.show_state(State.OFF if self.fronts.place.endswith(".senses") else state)

    def _show_seen(self, seen: Seen) -> None:
        if self._eye is not None:
            self._eye.picture.show_seen(seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._eye is not None:
            self._eye.place(self._page_area())

    # --- what happens by itself ------------------------------------------------------------

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
        title, said = explanation(self.words, self.status, part, self._now())
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
        trial = next((each for each in ("settings.scanner", "meals.scanner") if self.fronts.has(each)), "")
        if part == "scanner" and trial and self.page != SIGN_IN:
            actions = (("scan", self.words.say("ui.settings.scan.try"), lambda: self.go(trial)),)
        self.popover.explain(opener, title, said, actions)
