"""What a presenter is given: the counter, the runner, and the stage on which it may speak."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from desktop.core.pages import Counter, ScanAnswer, Status
from desktop.core.words import Words
from desktop.ui.machine import Machine
from desktop.ui.task_runner import Tasks


class Stage(Protocol):
    """The window as presenters know it."""

    @property
    def words(self) -> Words: ...
    def show_answer(self, answer: ScanAnswer) -> None: ...
    def play_sound(self, answer: ScanAnswer) -> None: ...
    def show_toast(self, sentence: str, undo: Callable[[], None] | None = None) -> None: ...
    def show_trouble(self, error: Exception) -> None: ...
    def go(self, page: str, subject: str = "") -> None: ...
    def has_page(self, page: str) -> bool: ...
    def toggle(self, board: str) -> None: ...
    def toggle_visitor(self) -> None: ...
    def sit_at(self, *, practice: bool) -> None: ...
    def set_badge(self, page: str, count: int) -> None: ...


@dataclass(frozen=True)
class Desk:
    """Handed to every presenter. `now` is ms UTC, `status` that of who signed in, `machine` what stands at the desk."""

    counter: Counter
    tasks: Tasks
    stage: Stage
    now: Callable[[], int]
    status: Status
    machine: Machine


@runtime_checkable
class Leaves(Protocol):
    """A page with something under way that nobody wants once another page stands in front."""

    def left(self) -> None: ...


class Presenter(Protocol):
    """A page's plain part; holds what must outlive its view (drafts, what is marked)."""

    def open(self, subject: str, /) -> None:
        """The page comes to the front, perhaps about something."""

    def refresh(self) -> None:
        """Something changed: ask the counter anew."""

    def show(self) -> None:
        """The view was made anew (language, text size): show again what is known."""


def trouble_sentence(words: Words, error: Exception) -> str:
    """What happened, in words; a bug has a sentence of its own."""
    code = getattr(error, "code", "")
    key = f"error.{code}"
    if code and words.has(key):
        # a command's document is not for a sentence
        values = {name: value for name, value in getattr(error, "values", {}).items() if name != "document"}
        label = f"plain.field.{values.get('field')}"
        if code.startswith("field_") and words.has(label):
            values["field"] = words.say(label)
        return words.say(key, **values)
    return words.say("ui.trouble.unexpected")
