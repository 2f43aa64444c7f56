"""The window: rail, page, status line, and what may stand over them. It navigates and shows status.

It paints before there is a counter (`Window(...)`), and comes to life with `attach`. Views are made anew when
language or text size change; presenters hold what must outlive them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.core.business_day import clock_time
from desktop.core.errors import Refused
from desktop.core.pages import Counter, ScanAnswer, Status
from desktop.core.words import Words
from desktop.devices.scanner import KeyWedge
from desktop.devices.sound import Sounds
from desktop.ui.explain import explain
from desktop.ui.fronts import SIGN_IN, Fronts
from desktop.ui.layers import Layers
from desktop.ui.look import Look
from desktop.ui.overlay import SOUNDS, Overlay
from desktop.ui.parts.popover import Popover
from desktop.ui.parts.toast import Strip
from desktop.ui.qt_words import speak_qt
from desktop.ui.registry import PageKind
from desktop.ui.scan import Scans
from desktop.ui.shell import Shell
from desktop.ui.signin.presenter import SignInPresenter
from desktop.ui.signin.view import SignInView
from desktop.ui.stage import Desk, machine_now, trouble_sentence
from desktop.ui.style import apply_look
from desktop.ui.task_runner import TaskRunner

_WAITING_SCANS = 20


class Window(QWidget):
    """The desk.

    Attributes:
        words: the catalogue of the language in use.
        look: what it is drawn with.
        fronts: which page and section is in front.
        status: who is at the counter; None before.
        wedge: the scanner that types.

    Signals:
        preferences_changed: language and text size, to be kept.
        painted: the first page has been painted.
        ready: somebody is at the counter; the next scan is recorded.
        answered: the answer to a scan is shown.
        page_shown: the name of the page now in front.
    """

    preferences_changed = Signal(str, int)
    painted = Signal()
    ready = Signal()
    answered = Signal(object)
    page_shown = Signal(str)

    def __init__(
        self,
        catalogues: Mapping[str, Words],
        look: Look,
        language: str = "zh",
        sounds: Sounds | None = None,
        now: Callable[[], int] = machine_now,
    ) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._catalogues = dict(catalogues)
        self._sounds = sounds
        self._now = now
        self.words = self._catalogues[language]
        self.look = look
        self.fronts = Fronts()
        self.status: Status | None = None
        self._counter: Counter | None = None
        self._runner: TaskRunner | None = None
        self._signin: SignInPresenter | None = None
        self._scans: Scans | None = None
        self._heard_early: deque[str] = deque(maxlen=_WAITING_SCANS)
        self._badges: dict[str, int] = {}
        self._root: QWidget | None = None
        self._painted = False
        self._layers: Layers | None = None
        apply_look(app, look)
        speak_qt(app, language)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._build()
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self.wedge = KeyWedge(self)
        self.wedge.scanned.connect(self.scan)
        self.wedge.touched.connect(lambda by_keyboard: self.layers.touched(by_keyboard))
        self.wedge.listen(app)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_time)
        self._tick.start(1000)

    @property
    def page(self) -> str:
        """The name of the page in front; `signin` while nobody has signed in."""
        return self.fronts.page

    @property
    def layers(self) -> Layers:
        assert self._layers is not None
        return self._layers

    @property
    def overlay(self) -> Overlay:
        return self.layers.overlay

    @property
    def toast(self) -> Strip:
        return self.layers.strip

    @property
    def popover(self) -> Popover:
        return self.layers.popover

    # --- coming to life ------------------------------------------------------------

    def attach(self, counter: Counter, runner: TaskRunner, status: Status | None = None) -> None:
        """From now on it works. With a `status` somebody is signed in already; else the counter is asked."""
        self._counter, self._runner = counter, runner
        runner.changed.connect(self._changed)
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

    def sign_in(self, status: Status) -> None:
        """Somebody is at the counter: their pages, with what they left unfinished."""
        assert self._counter is not None
        assert self._runner is not None
        self.status = status
        desk = Desk(self._counter, self._runner, self, self._now, status)
        self.fronts.sign_in(status, desk)
        visits = self.fronts.presenters.get("visits")
        self._scans = Scans(desk, visits.answered if visits else lambda _answer: None)
        first = self.fronts.kinds[0].name
        if self.merchant_only or self.fronts.kind(self.page) is None:
            self.fronts.page = first
        self._rebuild()
        self.ready.emit()
        while self._heard_early:
            self.scan(self._heard_early.popleft())

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

    @property
    def merchant_only(self) -> bool:
        return self.status is not None and set(self.status.roles) == {"merchant"}

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

    def has_page(self, page: str) -> bool:
        return self.fronts.has(page)

    def set_badge(self, page: str, count: int) -> None:
        self._badges[page] = count
        if page in self.rail.items:
            self.rail.items[page].set_badge(count)

    def go(self, page: str, subject: str = "") -> None:
        """Brings a page, or a section as `<page>.<section>`, to the front; nothing happens for one that this
        operator does not see. What is about a subject without a section is on the page's first one.
        """
        if not self.fronts.has(page) or self.page == SIGN_IN:
            return
        page, _, section = page.partition(".")
        kind = self.fronts.kind(page)
        assert kind is not None
        if section or subject:
            self.fronts.choose(page, section)
        self.fronts.page = page
        self._bring_up(kind)
        if (presenter := self.fronts.presenter) is not None:
            presenter.open(subject)
        self.page_shown.emit(page)

    # --- what people do ------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A code was scanned or pasted."""
        if self._scans is None:
            if self._signin is None:
                self._heard_early.append(text)
            else:
                self._signin.tell(self.words.say("ui.signin.scan_waits"))
            return
        till = self.fronts.till()
        if till is not None and till is not self.fronts.presenter:
            self.go("meals.serve")
        self._scans.heard(text, till)

    def next_text_size(self) -> None:
        self.look.next_scale()
        self._refit()

    def set_text_size(self, scale: int) -> None:
        self.look.set_scale(scale)
        self._refit()

    def next_language(self) -> None:
        codes = list(self._catalogues)
        self.set_language(codes[(codes.index(self.words.language) + 1) % len(codes)])

    def set_language(self, language: str) -> None:
        self.words = self._catalogues[language]
        speak_qt(self._app, language)
        self._refit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Callable[[], None]] = {
            Qt.Key.Key_F10: self.next_text_size,
            Qt.Key.Key_F11: self.next_language,
            Qt.Key.Key_F12: self.lock,
            **{kind.key: partial(self.go, kind.name) for kind in self.fronts.kinds},
        }
        if event.key() in acts:
            acts[event.key()]()
            return
        view = self.fronts.view
        if view is None or not view.handle_key(event):
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layers.resized(self._cover(), self._page_area())

    def closeEvent(self, event: QCloseEvent) -> None:
        self._tick.stop()
        self.wedge.stop(self._app)
        self.layers.ring.stop()
        super().closeEvent(event)

    # --- how it is put together ---------------------------------------------------------

    def _refit(self) -> None:
        apply_look(self._app, self.look)
        self._rebuild()
        self.preferences_changed.emit(self.words.language, self.look.scale)

    def _rebuild(self) -> None:
        focus = QApplication.focusWidget()
        at = focus.objectName() if isinstance(focus, QWidget) and self.isAncestorOf(focus) else ""
        self.setUpdatesEnabled(False)
        self._build()
        for again in self.findChildren(QWidget, at) if at else []:
            if again.isVisibleTo(self):
                again.setFocus()
        self.setUpdatesEnabled(True)

    def _build(self) -> None:
        if self._root is not None:
            # Not orphaned: a widget without a parent would become a window of its own and take the focus.
            self._outer.removeWidget(self._root)
            self._root.hide()
            self._root.deleteLater()
            self.layers.drop()
        words, look = self.words, self.look
        self.setWindowTitle(words.say("ui.window"))
        self._root = shell = Shell(look, words, self.fronts.kinds)
        self.rail, self.stack, self.line = shell.rail, shell.stack, shell.line
        self.rail.page_wanted.connect(self.go)
        self.rail.text_size_wanted.connect(self.next_text_size)
        self.rail.language_wanted.connect(self.next_language)
        self.rail.lock_wanted.connect(self.lock)
        self.line.asked.connect(self._explain)
        self.line.show_status(self.status)
        self._outer.addWidget(shell)
        self.rail.setVisible(not self.merchant_only)
        self.rail.show_signed_in(self.page != SIGN_IN)
        self._layers = Layers(self, look)
        self.fronts.views = {}
        self._show_time()
        for page, count in self._badges.items():
            self.set_badge(page, count)
        if self.page == SIGN_IN:
            self._build_signin()
        else:
            self.go(self.page)

    def _build_signin(self) -> None:
        view = SignInView(self.look, self.words)
        self.fronts.views[SIGN_IN] = view
        self.stack.addWidget(view)
        self.stack.setCurrentWidget(view)
        if self._signin is not None:
            view.connect_to(self._signin)
            self._signin.show()
        self.page_shown.emit(SIGN_IN)

    def _bring_up(self, kind: PageKind) -> None:
        view = self.fronts.view
        if view is None:
            view = self.fronts.make_view(kind, self.look, self.words, self.go)
            self.stack.addWidget(view)
            self.fronts.connect_view()
        view.show_section_here(self.fronts.section(kind).code)
        self.overlay.close_now()
        self.stack.setCurrentWidget(view)
        self.rail.show_page(kind.name)
        view.start_focus()

    def _page_area(self) -> QRect:
        return QRect(self.stack.mapTo(self, QPoint(0, 0)), self.stack.size())

    def _cover(self) -> QRect:
        """The part of the window that an answer or a strip may stand over."""
        view, area = self.fronts.view, self._page_area()
        return view.cover().translated(area.topLeft()) if view is not None else area

    def _locked_with(self, error: Exception) -> None:
        self.lock()
        if not isinstance(error, Refused):  # a rule that wants a PIN is no trouble
            self.show_trouble(error)

    # --- what happens by itself ------------------------------------------------------------

    def _changed(self) -> None:
        if (presenter := self.fronts.presenter) is not None:
            presenter.refresh()
        if self._runner is not None and self._counter is not None and self.status is not None:
            self._runner.run_read(self._counter.status, self._show_status, self.show_trouble)

    def _show_status(self, status: Status) -> None:
        if self.status is not None and status.operator == self.status.operator:
            self.status = status
            self.line.show_status(status)

    def _show_time(self) -> None:
        now = self._now()
        said = clock_time(now)
        if said != self.line.time.said:
            self.line.show_time(said)
            presenter = self.fronts.presenter if self.fronts.place == "today" else None
            if presenter is not None:
                presenter.refresh()

    def _explain(self, part: str, opener: QWidget) -> None:
        acts = {"lock": self.lock, "text_size": self.next_text_size, "language": self.next_language}
        explain(self.popover, opener, self.words, self.status, part, self._now(), acts)
