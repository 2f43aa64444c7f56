"""Keys that work everywhere and keys of a page, each said once: what presses them is what the help lists."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow

_CTRL = Qt.KeyboardModifier.ControlModifier


def always() -> bool:
    return True


@dataclass(frozen=True)
class Hotkey:
    """A key that works everywhere. `code` is under `keys` in the catalogue with `values`, `shown` how it is said;
    several `keys` may stand for one on other keyboards.
    """

    code: str
    shown: str
    keys: tuple[Qt.Key, ...]
    act: Callable[[], None]
    ctrl: bool = False
    page: str = ""

    def meant_by(self, event: QKeyEvent) -> bool:
        return event.key() in self.keys and bool(event.modifiers() & _CTRL) == self.ctrl


@dataclass(frozen=True)
class PageKey:
    """A key of a page, or a row of them: `act` hears which of `keys` or `texts` it was, from nought. It works `when`
    that is so. `code` is under `keys.page` in the catalogue.
    """

    code: str
    shown: str
    act: Callable[[int], None]
    keys: tuple[Qt.Key, ...] = ()
    texts: tuple[str, ...] = ()
    ctrl: bool = False
    when: Callable[[], bool] = always

    def press(self, event: QKeyEvent) -> bool:
        """Whether it was this one, and did something."""
        ctrl = bool(event.modifiers() & _CTRL)
        if self.texts:
            at = self.texts.index(event.text()) if event.text() in self.texts and not ctrl else -1
        else:
            at = self.keys.index(event.key()) if event.key() in self.keys and ctrl == self.ctrl else -1
        if at < 0 or not self.when():
            return False
        self.act(at)
        return True


def digits(count: int, first: int = 1) -> tuple[Qt.Key, ...]:
    """The keys of so many digits."""
    return tuple(Qt.Key(Qt.Key.Key_0 + digit) for digit in range(first, first + count))


class Hotkeys(QObject):
    """Hears keys with Ctrl before any field does: fields have uses of their own for some of them."""

    def __init__(self, keys: Callable[[], tuple[Hotkey, ...]], parent: QObject) -> None:
        super().__init__(parent)
        self._keys = keys
        self._heard: QWindow | None = None

    def listen(self, window: QWindow | None) -> None:
        if window is not None and window is not self._heard:
            window.installEventFilter(self)
            self._heard = window

    def press(self, event: QKeyEvent) -> bool:
        """Whether a key that works everywhere was pressed; then it has done what it does."""
        found = next((each for each in self._keys() if each.meant_by(event)), None)
        if found is not None:
            found.act()
        return found is not None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return bool(event.modifiers() & _CTRL) and not event.isAutoRepeat() and self.press(event)
