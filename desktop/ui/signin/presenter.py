"""Signing in without a window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from desktop.core.pages import Counter, OperatorRow, Status
from desktop.core.words import Words
from desktop.ui.stage import trouble_sentence
from desktop.ui.task_runner import Tasks


class SignInShown(Protocol):
    def show_operators(self, rows: tuple[OperatorRow, ...], chosen: str) -> None: ...
    def show_wrong(self, sentence: str) -> None: ...
    def show_busy(self, busy: bool) -> None: ...


class SignInPresenter:
    """Asks who it is; `done` hears of success.

    Attributes:
        chosen: the operator whose PIN is asked for.
    """

    def __init__(
        self, counter: Counter, tasks: Tasks, words: Callable[[], Words], done: Callable[[Status], None]
    ) -> None:
        self._counter, self._tasks, self._words, self._done = counter, tasks, words, done
        self._view: SignInShown | None = None
        self._rows: tuple[OperatorRow, ...] = ()
        self._busy = False
        self.chosen = ""

    def attach(self, view: SignInShown) -> None:
        self._view = view

    def refresh(self) -> None:
        self._tasks.run_read(self._counter.operators, self._arrived, self._failed)

    def show(self) -> None:
        if self._view is not None and self._rows:
            self._view.show_operators(self._rows, self.chosen)

    def choose(self, operator: str) -> None:
        self.chosen = operator
        if self._view is not None:
            self._view.show_operators(self._rows, operator)

    def sign_in(self, pin: str) -> None:
        if not self.chosen or not pin or self._busy:
            return
        self._set_busy(True)
        operator = self.chosen
        # Checking a PIN writes (failed tries are counted), so it goes the way of writes.
        self._tasks.run_write(lambda: self._counter.sign_in(operator, pin), self._succeeded, self._failed)

    def tell(self, sentence: str) -> None:
        """Something that must wait until somebody has signed in."""
        if self._view is not None:
            self._view.show_wrong(sentence)

    def _arrived(self, rows: tuple[OperatorRow, ...]) -> None:
        self._rows = rows
        if self.chosen not in {row.operator for row in rows}:
            self.chosen = rows[0].operator if rows else ""
        self.show()

    def _succeeded(self, status: Status) -> None:
        self._set_busy(False)
        self._done(status)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self.tell(trouble_sentence(self._words(), error))

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if self._view is not None:
            self._view.show_busy(busy)
