"""The scanner's test without a window: what came, what was understood, and whether it would do."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Protocol

from desktop.core import card
from desktop.core.preferences import Preferences
from desktop.core.settings_pages import CodeLook
from desktop.devices.burst import plain, trimmed
from desktop.devices.self_test import Fault, Run, gap_for, judge
from desktop.ui.machine import Machine
from desktop.ui.scan import card_in, is_broken
from desktop.ui.stage import Desk

# So many good ones in a row are enough to trust a scanner.
IN_A_ROW = 3
# A single key that a person presses is no trial.
LETTERS_LEAST = 4


@dataclass(frozen=True)
class Tried:
    """A trial. `fault` is empty for a good one, else a `Fault` or `broken` (letters are missing) or `mixed` (two codes
    in one); `looks` what the code says, `around` what stood before and after it. `by` is `keys` or `picture`.
    """

    run: Run | None = None
    fault: str = ""
    looks: CodeLook | None = None
    around: tuple[str, str] = ("", "")
    by: str = "keys"
    good: int = 0

    @property
    def is_good(self) -> bool:
        return not self.fault and self.looks is not None


class ScannerShown(Protocol):
    def show_tried(self, tried: Tried, here: Preferences) -> None: ...
    def show_here(self, here: Preferences) -> None: ...


class ScannerPresenter:
    """Takes every scan while its section is in front, and records nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: ScannerShown | None = None
        self._last: deque[bool] = deque(maxlen=IN_A_ROW)
        self._tried = Tried()
        self._asked = 0
        self._by_keys = ""

    @property
    def machine(self) -> Machine:
        return self._desk.machine

    def attach(self, view: ScannerShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        self.show()

    def refresh(self) -> None:
        """Nothing here comes from the store."""

    def show(self) -> None:
        if self._view is not None:
            self._view.show_here(self.machine.preferences)
            self._view.show_tried(self._tried, self.machine.preferences)

    # --- scans of this section ------------------------------------------------------------------------------

    def takes_scans(self) -> bool:
        return True

    def scan(self, code: str) -> None:
        """Never asked: `tests` comes first."""

    def tests(self) -> bool:
        return True

    def test(self, text: str) -> None:
        """A code from a camera or a picture. What the scanner sent was heard as keys already."""
        by_keys, self._by_keys = self._by_keys, ""
        if text == by_keys:
            return
        self._look(Tried(by="picture"), text)

    def heard(self, run: Run) -> None:
        """Keys that came without a break."""
        fault = judge(run, self.machine.wedge.detector)
        if fault is Fault.TYPED and len(run.text) < LETTERS_LEAST:
            return
        if fault is not None:
            self._finish(Tried(run, str(fault)))
            return
        self._by_keys = self._trimmed(run.text)
        self._look(Tried(run), self._by_keys)

    def clear(self) -> None:
        self._asked += 1
        self._last.clear()
        self._tried = Tried()
        self.show()

    # --- what is set ----------------------------------------------------------------------------------------

    def set(self, name: str, value: int | str) -> None:
        self.machine.set(**{name: value})
        self.show()

    def set_around(self, name: str, text: str) -> None:
        """What the scanner puts before or after each code, as it was typed."""
        self.set(name, plain(text))

    def mend_gap(self) -> None:
        """A slow scanner: its own pace becomes the limit."""
        if self._tried.run is not None:
            self.set("gap_ms", gap_for(self._tried.run))

    def take_around(self) -> None:
        """What stood around the last code is left out from now on."""
        prefix, suffix = self._tried.around
        self.machine.set(prefix=prefix, suffix=suffix)
        self._tried = replace(self._tried, around=("", ""))
        self.show()

    # --- within ---------------------------------------------------------------------------------------------

    def _trimmed(self, text: str) -> str:
        here = self.machine.preferences
        return trimmed(text, here.prefix, here.suffix)

    def _look(self, tried: Tried, text: str) -> None:
        code = card_in(text)
        if is_broken(text):
            self._finish(replace(tried, fault="mixed" if len(text) > card.LENGTH else "broken"))
            return
        before, _, after = text.partition(code)
        self._asked += 1
        asked, counter = self._asked, self._desk.counter

        def then(found: CodeLook) -> None:
            if asked != self._asked:
                return
            broken = found.outcome == "not_a_card" and card.looks_like_card(code)
            around = (before, after) if code != text else ("", "")
            self._finish(replace(tried, looks=found, around=around, fault="broken" if broken else ""))

        self._desk.tasks.run_read(lambda: counter.settings.look_at(code), then, self._desk.stage.show_trouble)

    def _finish(self, tried: Tried) -> None:
        self._last.append(tried.is_good)
        good = 0
        for each in reversed(self._last):
            if not each:
                break
            good += 1
        self._tried = replace(tried, good=good)
        self._sound()
        self.show()

    def _sound(self) -> None:
        if self.machine.sounds is not None:
            self.machine.sounds.play("success" if self._tried.is_good else "refused")
