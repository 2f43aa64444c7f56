"""The finder without a window: what is typed, what is found, which row is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.core.errors import Refused
from desktop.core.pages import PersonRow
from desktop.ui.finder.entries import Entry, entries
from desktop.ui.fronts import Fronts
from desktop.ui.stage import Desk

ENTRIES_MOST = 6
PEOPLE_MOST = 8


class FinderShown(Protocol):
    def show_found(self, found: tuple[Entry | PersonRow, ...], marked: int, text: str) -> None: ...


class FinderPresenter:
    """Pages and acts are found at once; people by a reader, and only the newest answer is shown. People are asked for
    only where the page of people, and with it the right to look for them, is there.
    """

    def __init__(
        self, desk: Desk, fronts: Fronts, acts: Mapping[str, Callable[[], None]], done: Callable[[], None]
    ) -> None:
        self._desk, self._fronts, self._acts, self._done = desk, fronts, acts, done
        self._view: FinderShown | None = None
        self._text = ""
        self._entries: tuple[Entry, ...] = ()
        self._people: tuple[PersonRow, ...] = ()
        self._marked = 0
        self._asked = 0

    @property
    def text(self) -> str:
        return self._text

    @property
    def found(self) -> tuple[Entry | PersonRow, ...]:
        return (*self._entries, *self._people)

    def attach(self, view: FinderShown) -> None:
        self._view = view
        self._look_up()
        self.show()

    def show(self) -> None:
        if self._view is not None:
            self._view.show_found(self.found, self._marked, self._text)

    def close(self) -> None:
        """Begins anew the next time; an answer that is still to come is dropped."""
        self._view, self._text, self._people, self._marked = None, "", (), 0
        self._asked += 1

    def type(self, text: str) -> None:
        self._text, self._marked = text.strip(), 0
        self._asked += 1
        asked, wanted = self._asked, self._text
        self._look_up()
        if not wanted:
            self._people = ()
        elif self._fronts.has("people"):
            self._desk.tasks.run_read(
                lambda: self._desk.counter.search(wanted), lambda people: self._arrived(asked, people), self._failed
            )
        self.show()

    def mark(self, at: int) -> None:
        if self.found:
            self._marked = at % len(self.found)
            self.show()

    def move(self, by: int) -> None:
        self.mark(self._marked + by)

    def choose(self, at: int | None = None) -> None:
        """Goes to the marked row, or does what it is called."""
        found = self.found
        at = self._marked if at is None else at
        if not 0 <= at < len(found):
            return
        chosen = found[at]
        self._done()
        if isinstance(chosen, PersonRow):
            self._desk.stage.go("people", chosen.rider)
        elif chosen.act:
            self._acts[chosen.act]()
        else:
            self._desk.stage.go(chosen.place, chosen.subject)

    def _look_up(self) -> None:
        words = self._desk.stage.words
        every = entries(words, self._fronts, self._acts)
        self._entries = tuple(each for each in every if each.found_by(self._text))[:ENTRIES_MOST]

    def _arrived(self, asked: int, people: tuple[PersonRow, ...]) -> None:
        if asked == self._asked:
            self._people = people[:PEOPLE_MOST]
            self.show()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._desk.stage.show_trouble(error)
