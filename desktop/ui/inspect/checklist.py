"""Typing in a checklist that was filled in on paper: a digit a checkpoint, by keyboard alone."""

from __future__ import annotations

from typing import Protocol

from desktop.core.pages import ItemView
from desktop.ui.inspect.draft import FAIL, NA, PASS, Draft

# What a key answers: digits as on the paper, and the letters of those who think in letters.
KEYS = {"1": PASS, "2": FAIL, "3": NA, "y": PASS, "n": FAIL, "x": NA}


class Walk(Protocol):
    """What this needs of the walk."""

    @property
    def draft(self) -> Draft: ...
    @property
    def items(self) -> tuple[ItemView, ...]: ...
    def answer(self, checkpoint: str, result: str) -> None: ...
    def show(self) -> None: ...


class Typing:
    """Begins at the first checkpoint without an answer, goes on by itself, and ends after the last."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    @property
    def _points(self) -> list[tuple[str, str]]:
        """Every checkpoint with its item, in the order of the paper."""
        return [(point.code, item.code) for item in self._walk.items for point in item.points]

    def toggle(self) -> None:
        draft, points = self._walk.draft, self._points
        if draft.typed or not points:
            self.end()
            return
        first = next((code for code, _ in points if not draft.of(code).result), points[0][0])
        self._go(first)

    def end(self) -> None:
        self._walk.draft.typed = ""
        self._walk.show()

    def key(self, text: str) -> bool:
        """A key that was pressed; True when it answered the checkpoint in hand."""
        draft = self._walk.draft
        result = KEYS.get(text.lower())
        if not draft.typed or result is None:
            return False
        self._walk.answer(draft.typed, result)
        self.step(1)
        return True

    def step(self, by: int) -> None:
        """A checkpoint on (1) or back (-1); on past the last one is the end."""
        codes = [code for code, _ in self._points]
        at = codes.index(self._walk.draft.typed) + by
        if at >= len(codes):
            self.end()
        else:
            self._go(codes[max(0, at)])

    def _go(self, code: str) -> None:
        draft = self._walk.draft
        draft.typed, draft.item = code, dict(self._points)[code]
        if not draft.point.startswith(f"{draft.item}."):
            draft.point = ""
        self._walk.show()
