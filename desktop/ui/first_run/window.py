"""The guide's window: steps at the left, a page at the right, and at its foot where one can go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.first_run import Beginning
from desktop.core.words import Words
from desktop.devices.scanner import KeyWedge
from desktop.ui.first_run.draft import Draft
from desktop.ui.first_run.page import GuidePage
from desktop.ui.first_run.pages import PAGES
from desktop.ui.first_run.panel import StepPanel
from desktop.ui.first_run.presenter import FIRST_OF_ALL, FirstRunPresenter
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Scrolling, column_in, row_in
from desktop.ui.parts.focus_ring import FocusRing
from desktop.ui.qt_words import speak_qt
from desktop.ui.style import apply_look
from desktop.ui.task_runner import Tasks

PrintPaper = Callable[[bytes], str]
"""Prints a paper; returns the key of the sentence that says what came of it."""


class FirstRunWindow(QWidget):
    """Attributes:
    words, look: as chosen on the first page.
    presenter: what the guide knows; None until `attach`.

    Signals:
        painted: the first page has been painted.
        page_shown: the name of the page in front.
        finished: there is a station (or it was restored); the desk may open.
        practice_wanted: to the practice station instead.
    """

    painted = Signal()
    page_shown = Signal(str)
    finished = Signal()
    practice_wanted = Signal()

    def __init__(self, catalogues: Mapping[str, Words], look: Look, language: str, *, restoring: bool = False) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._catalogues = dict(catalogues)
        self.words, self.look = self._catalogues[language], look
        self.presenter: FirstRunPresenter | None = None
        self._print: PrintPaper = lambda _paper: "first.print.none"
        self._draft = Draft(page="restore" if restoring else "language")
        self._restoring = restoring
        self._root: QWidget | None = None
        self._ring: FocusRing | None = None
        self._painted = False
        self.resize(1366, 768)
        self.setMinimumSize(1024, 600)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        apply_look(app, look)
        speak_qt(app, language)
        self.wedge = KeyWedge(self)
        self.wedge.scanned.connect(self._scanned)
        self.wedge.touched.connect(self._touched)
        self.wedge.listen(app)
        self.show_page(self._draft)

    def attach(self, beginning: Beginning, tasks: Tasks, print_paper: PrintPaper) -> None:
        """From now on it works."""
        self._print = print_paper
        self.presenter = FirstRunPresenter(beginning, tasks, self, restoring=self._restoring)
        self._draft = self.presenter.draft
        self.presenter.attach(self)
        self.presenter.begin()
        self.presenter.show()

    # --- what the presenter asks of it -------------------------------------------------------------

    def show_page(self, draft: Draft) -> None:
        self._draft = draft
        self.setUpdatesEnabled(False)
        if self._root is not None:
            self._outer.removeWidget(self._root)
            self._root.hide()
            self._root.deleteLater()
        self.setWindowTitle(self.words.say("ui.window"))
        self._root = QWidget()
        across = QHBoxLayout(self._root)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(StepPanel(self.look, self.words, draft))
        side = QWidget()
        column = column_in(side, 0, self.look.gap(16))
        edge = 32 if self.look.large else self.look.gap(48)
        column.setContentsMargins(edge, self.look.gap(28), edge, self.look.gap(20))
        self.page: GuidePage = PAGES[draft.page](self.look, self.words, draft)
        room = Scrolling()
        room.column.addWidget(self.page)
        column.addWidget(room, 1)
        column.addLayout(self._foot(draft))
        across.addWidget(side, 1)
        self._outer.addWidget(self._root)
        self._drop_ring()
        self._ring = FocusRing(self, self.look)
        self.page.typed.connect(self._typed)
        self.page.go_on.connect(self._next)
        self.page.intent.connect(self._intended)
        self.page.show_wrong(draft.wrong)
        self.setUpdatesEnabled(True)
        self.next.setFocus()
        self.page.start_focus()
        self.page_shown.emit(draft.page)

    def show_wrong(self, wrong: dict[str, str]) -> None:
        self.page.show_wrong(wrong)

    def show_places(self, draft: Draft) -> None:
        self.page.show_places(draft)

    def show_heard(self, draft: Draft) -> None:
        self.page.show_heard(draft)

    def show_busy(self, busy: bool) -> None:
        self.next.set_kind(Kind.OFF if busy else Kind.PRIMARY)
        self.next.setText(self.words.say("first.busy") if busy else self._next_word(self._draft))

    def show_trouble(self, error: Exception) -> None:
        """A bug: said at the page's last field, where whoever sits here looks."""
        if self.presenter is not None:
            self.presenter.fail(error)

    def print_paper(self, paper: bytes) -> str:
        return self.words.say(self._print(paper))

    def save_paper(self, place: str, paper: bytes) -> None:
        Path(place).write_bytes(paper)

    def done(self) -> None:
        self.finished.emit()

    def practise(self) -> None:
        self.practice_wanted.emit()

    # --- the foot -----------------------------------------------------------------------------------

    def _foot(self, draft: Draft) -> QVBoxLayout:
        """Back and on; beside them, or above them where the text is large, the two other ways."""
        words, look = self.words, self.look
        foot = QVBoxLayout()
        foot.setSpacing(look.gap(8))
        row = row_in(None, 0, look.gap(12))
        others = row_in(None, 0, look.gap(12)) if look.scale > 100 else row
        if draft.page not in FIRST_OF_ALL:
            row.addWidget(self._button("back", words.say("first.back"), Kind.PLAIN, "chevron_left", self._back))
        others.addWidget(self._button("practise", words.say("first.practise"), Kind.WORDS, "practice", self._practise))
        if draft.page != "restore" and not draft.made:
            said = words.say("first.restore.open")
            others.addWidget(self._button("restore", said, Kind.WORDS, "undo", self._restore))
        if others is not row:
            others.addStretch(1)
            foot.addLayout(others)
        row.addStretch(1)
        if draft.page in ("devices", "hub"):
            row.addWidget(self._button("skip", words.say("first.skip"), Kind.PLAIN, "", self._skip))
        icon = "check" if draft.page in ("hub", "restore") else "chevron_right"
        self.next = self._button("next", self._next_word(draft), Kind.PRIMARY, icon, self._next, after=True)
        row.addWidget(self.next)
        foot.addLayout(row)
        return foot

    def _button(
        self, name: str, said: str, kind: Kind, icon: str, act: Callable[[], None], *, after: bool = False
    ) -> Button:
        made = Button(self.look, said, kind, icon, icon_after=after)
        made.setObjectName(f"first.{name}")
        made.clicked.connect(act)
        return made

    def _next_word(self, draft: Draft) -> str:
        return self.words.say(f"first.next.{draft.page}")

    # --- what people do -----------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        if key == Qt.Key.Key_F10:
            self.look.next_scale()
            self._refit()
        elif key == Qt.Key.Key_F11:
            codes = list(self._catalogues)
            self.set_language(codes[(codes.index(self.words.language) + 1) % len(codes)])
        elif key == Qt.Key.Key_Escape or (alt and key == Qt.Key.Key_Left):
            self._back()
        else:
            event.ignore()

    def set_language(self, language: str) -> None:
        self.words = self._catalogues[language]
        speak_qt(self._app, language)
        self._refit()

    def set_text_size(self, scale: int) -> None:
        self.look.set_scale(scale)
        self._refit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.wedge.stop(self._app)
        self._drop_ring()
        super().closeEvent(event)

    def _touched(self, by_keyboard: bool) -> None:
        if self._ring is not None:
            self._ring.used(by_keyboard)

    def _drop_ring(self) -> None:
        if self._ring is not None:
            self._ring.stop()
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    def _refit(self) -> None:
        apply_look(self._app, self.look)
        self.show_page(self._draft)

    def _intended(self, what: str, value: str) -> None:
        if what == "language":
            self.set_language(value)
        elif what == "scale":
            self.set_text_size(int(value))
        elif self.presenter is not None:
            acts: dict[str, Callable[[str], None]] = {
                "role": self.presenter.choose_role,
                "open": self.presenter.open_division,
                "community": self.presenter.choose_community,
                "print": lambda _value: self._of(FirstRunPresenter.print_code),
                "save": self.presenter.save_code,
                "test": lambda _value: self._of(FirstRunPresenter.print_test),
            }
            acts[what](value)

    def _typed(self, name: str, value: str) -> None:
        if self.presenter is not None:
            if name == "search":
                self.presenter.search(value)
            else:
                self.presenter.type(name, value)

    def _scanned(self, text: str) -> None:
        if self.presenter is not None:
            self.presenter.scanned(text)

    def _of(self, act: Callable[[FirstRunPresenter], None]) -> None:
        if self.presenter is not None:
            act(self.presenter)

    def _next(self) -> None:
        self._of(FirstRunPresenter.next)

    def _back(self) -> None:
        self._of(FirstRunPresenter.back)

    def _practise(self) -> None:
        self._of(FirstRunPresenter.practise)

    def _restore(self) -> None:
        self._of(FirstRunPresenter.open_restore)

    def _skip(self) -> None:
        self._of(FirstRunPresenter.skip)
