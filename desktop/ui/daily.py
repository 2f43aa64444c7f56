"""What the app does by itself once a day: after the opening, and again for a desk that is never closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from desktop.core.errors import Trouble
from desktop.ui.task_runner import Tasks

HOUR_MS = 3_600_000


class DailyJob(QObject):
    """Asks `job` on the writing thread when it begins and every hour; `job` itself knows whether today's run is
    still to come. Trouble is told once, and again only when it is another one.
    """

    def __init__(
        self, tasks: Tasks, job: Callable[[], object], tell: Callable[[Exception], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks, self._job, self._tell = tasks, job, tell
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setInterval(HOUR_MS)
        self._timer.timeout.connect(self.ask)

    def begin(self) -> None:
        self._timer.start()
        self.ask()

    def ask(self) -> None:
        self._tasks.run_write(self._job, self._done, self._failed)

    def _done(self, _result: object) -> None:
        self._told = ""

    def _failed(self, error: Exception) -> None:
        code = error.code if isinstance(error, Trouble) else type(error).__name__
        if code != self._told:
            self._told = code
            self._tell(error)
