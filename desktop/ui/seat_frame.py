"""The frame with the seat at it: who sits there, what they left unfinished, when it locks by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.pages import Counter, OperatorRow
from desktop.core.words import Words
from desktop.ui.idle import IdleLock
from desktop.ui.look import Look
from desktop.ui.machine import Machine
from desktop.ui.machine_frame import MachineFrame
from desktop.ui.signin.presenter import SignInPresenter
from desktop.ui.task_runner import TaskRunner

_OTHERS_MOST = 6


def nothing() -> None:
    """What follows where nothing does."""


class SeatFrame(MachineFrame):
    """Attributes:
    idle: tells when nobody has touched anything for long.

    Signals:
        left: nobody sits here any more; sent before their pages go.
        taken_up: names of places that go on where they were left at the last start.
    """

    left = Signal()
    taken_up = Signal(object)

    def __init__(
        self, catalogues: Mapping[str, Words], look: Look, language: str, machine: Machine, now: Callable[[], int]
    ) -> None:
        self._signin: SignInPresenter | None = None
        self._counter: Counter | None = None
        self._read_of: set[str] = set()
        super().__init__(catalogues, look, language, machine, now)
        self.idle = IdleLock(self)
        self.idle.idle.connect(self._locked_by_itself)
        self.lock_wanted.connect(self.lock)

    def lock(self, then: Callable[[], None] = nothing) -> None:
        """Asks who it is, in the next turn of the event loop; drafts stay with whom they belong to. What they saw goes
        from the screen at once. `then` comes when it is asked.
        """
        if self._signin is None:
            return
        self.wedge.let_go()
        self.status = None
        self.left.emit()
        if self._counter is not None:
            self._counter.sign_out()
        self.idle.stop()
        self.keep_drafts()
        self._drop_hidden()
        self.fronts.sign_out()
        self.hide_all()
        QTimer.singleShot(0, self, lambda: self._ask_who(then))

    def _ask_who(self, then: Callable[[], None]) -> None:
        assert self._signin is not None
        self._rebuild()
        self._signin.refresh()
        then()

    def _locked_by_itself(self) -> None:
        """Nobody touched anything for so long as settings say."""
        if self.status is not None and self._signin is not None:
            signin = self._signin
            self.lock(lambda: signin.tell(self.words.say("ui.signin.idle")))

    def _take_seat(self, counter: Counter, runner: TaskRunner, operator: str) -> None:
        """When it locks by itself, and, once a process, what this operator left unfinished at the last start. What was
        taken up is kept no longer: were the process killed after it was sent, it would come back and be sent twice.
        """
        runner.run_read(counter.seat.lock_minutes, self._begin_idle, self.show_trouble)

        def then(text: str) -> None:
            if self.status is None or self.status.operator != operator:
                return
            known = operator in self._read_of
            self._read_of.add(operator)
            if not text:
                return
            runner.run_write(lambda: counter.seat.keep_drafts({operator: ""}), lambda _none: None, self.show_trouble)
            places = () if known else self.fronts.take_up(operator, text)
            if places:
                if self.fronts.presenter is not None:
                    self.fronts.presenter.refresh()
                self.show_toast(self.words.say("ui.drafts_found", places=self._places(places)))
                self.taken_up.emit(places)

        runner.run_read(counter.seat.drafts, then, self.show_trouble)

    def _places(self, places: tuple[str, ...]) -> str:
        names = (place.partition(".") for place in places)
        said = (f"ui.section.{section}" if section else f"ui.page.{page}" for page, _, section in names)
        return self.words.say("ui.list").join(self.words.say(key) for key in said)

    def _begin_idle(self, minutes: int) -> None:
        if self.status is not None:
            self.idle.begin(minutes)

    def unfinished(self) -> dict[str, str]:
        """What everybody left unfinished, by operator, the key pressed last included. Nothing of somebody whose kept
        drafts were not read yet and who began nothing: the kept ones stay.
        """
        self.wedge.let_go()
        return {name: text for name, text in self.fronts.drafts().items() if text or name in self._read_of}

    def keep_drafts(self) -> None:
        """What everybody left unfinished is written down; a process that ends loses nothing."""
        if self._runner is not None and self._counter is not None:
            seat, drafts = self._counter.seat, self.unfinished()
            if drafts:
                self._runner.run_write(lambda: seat.keep_drafts(drafts), lambda _none: None, self.show_trouble)

    def _switch(self, opener: QWidget) -> None:
        """Somebody else takes the seat: who?"""
        assert self._counter is not None
        assert self._runner is not None

        def then(rows: tuple[OperatorRow, ...]) -> None:
            if self.status is None:
                return
            others = [row for row in rows if row.name != self.status.operator][:_OTHERS_MOST]
            title, said = (
                self.words.say("ui.switch.title"),
                self.words.say("ui.switch.said" if others else "ui.switch.none"),
            )
            actions = tuple(("operator", row.name, self._switching(row.operator)) for row in others)
            self.popover.explain(opener, title, said, actions)

        self._runner.run_read(self._counter.operators, then, self.show_trouble)

    def _switching(self, operator: str) -> Callable[[], None]:
        def switch() -> None:
            if self._signin is not None:
                self._signin.chosen = operator
                self.lock()

        return switch
