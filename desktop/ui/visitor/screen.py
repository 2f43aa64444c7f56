"""The visitor's screen from the desk's side: opened on the second screen, kept current, told each result."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.pages import ScanAnswer, Tone
from desktop.core.tablet_pages import HOLD_MS, AnswerTold
from desktop.core.visitor_pages import VisitorCounter, VisitorPage
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.task_runner import Tasks
from desktop.ui.visitor.view import VisitorView


class VisitorScreen(QObject):
    """Attributes:
    view: the window; None while it is closed.
    """

    def __init__(
        self, desk: QWidget, counter: VisitorCounter, tablets: AnswerTold, tasks: Tasks, now: Callable[[], int]
    ) -> None:
        super().__init__(desk)
        self._desk, self._counter, self._tablets, self._tasks, self._now = desk, counter, tablets, tasks, now
        self.view: VisitorView | None = None
        self._page: VisitorPage | None = None
        self._last_minute = self._came_at = 0
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(HOLD_MS)
        self._hold.timeout.connect(self._over)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._tell_time)

    def toggle(self, look: Look, words: Words) -> None:
        """Opens it, over the whole second screen if there is one, else over this one (Esc closes it)."""
        if self.view is not None:
            self.view.close()
            return
        self.view = VisitorView(look, words)
        self.view.closed.connect(self._closed)
        others = [each for each in QApplication.screens() if each is not self._desk.screen()]
        self.view.setGeometry((others[0] if others else self._desk.screen()).geometry())
        self.view.showFullScreen()
        if others:
            # the keyboard stays where the work is
            self._desk.activateWindow()
        self._tick.start()
        self.refresh()

    def refit(self, look: Look, words: Words) -> None:
        if self.view is not None:
            self.view.refit(look, words)

    def refresh(self) -> None:
        if self.view is None:
            return

        def then(page: VisitorPage) -> None:
            self._page = page
            if self.view is not None:
                self.view.show_page(page, self._now())
                self._show_phone(page)

        # what fails here is told at the desk, by whatever failed there
        self._tasks.run_read(self._counter.page, then, lambda _error: None)

    def _show_phone(self, page: VisitorPage) -> None:
        """Whoever checked in on their own phone sees it here too, once and while it is news."""
        if page.came_at > self._came_at:
            self._came_at = page.came_at
            if self._now() - page.came_at < HOLD_MS:
                self.show_answer(ScanAnswer("checked_in", Tone.SUCCESS, "", page.came))

    def hear(self, answer: ScanAnswer) -> None:
        """An answer at the counter: shown here, and on tablets."""
        self._tablets.told(answer, self._now())
        self.show_answer(answer)

    def show_answer(self, answer: ScanAnswer) -> None:
        if self.view is not None:
            self.view.show_answer(answer, self._now())
            self._hold.start()

    def close(self) -> None:
        if self.view is not None:
            self.view.close()

    def _over(self) -> None:
        if self.view is not None:
            self.view.show_answer(None, 0)

    def _tell_time(self) -> None:
        if self.view is None:
            return
        now = self._now()
        over = self._page is not None and bool(self._page.code_until) and now >= self._page.code_until
        if over or now // 60_000 != self._last_minute:
            self.refresh()
        self._last_minute = now // 60_000
        self.view.show_time(now)

    def _closed(self) -> None:
        self._tick.stop()
        self._hold.stop()
        if self.view is not None:
            self.view.deleteLater()
            self.view = None
