"""Tells a scanner's burst of keys from a person's typing. Plain Python: the clock is handed in.

A scanner types faster than a person: every gap within a burst is at most `gap_ms`, it has at least
`shortest` characters, and it ends in Enter or Tab. Keys are held back while a burst may be under way and
given back in order as soon as it turns out to be none, so that nothing a person types is lost or reordered.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import Enum

GAP_MS = 35
PAUSE_MS = 150
OWN_START = "QY1"
OWN_PAUSE_MS = 500
REPEAT_MS = 15
SHORTEST = 8
SAME_CODE_MS = 1500


class Verdict(Enum):
    """What to do with the key just pressed."""

    PASS = "pass"  # deliver it now, after whatever is given back
    HOLD = "hold"  # keep it, the burst may go on
    DROP = "drop"  # it ended a scan, or belongs to its end


@dataclass(frozen=True)
class Decision:
    """`release` keys are to be delivered in order before anything else; `scan` is a whole code or empty."""

    verdict: Verdict
    release: tuple[object, ...] = ()
    scan: str = ""


@dataclass
class BurstDetector:
    """Fed with every key in order; times in ms on one clock.

    Attributes:
        gap_ms: the longest gap between two keys of a scanner.
        shortest: fewer characters than this are never a scan.
        pause_ms: the longest gap once `shortest` characters came at a scanner's speed: no person did that,
            so a moment in which machine or scanner was busy does not break the code. Keys that begin as our
            own codes do may pause so once before that: a code broken at its beginning is refused as none of
            ours, and stray letters stand in a field.
        start: how our own codes begin.
        own_pause_ms: the longest gap once all of `start` came at a scanner's speed.
    """

    gap_ms: float = GAP_MS
    shortest: int = SHORTEST
    pause_ms: float = PAUSE_MS
    start: str = OWN_START
    own_pause_ms: float = OWN_PAUSE_MS
    _paused: bool = False
    _held: list[object] = field(default_factory=list)
    _text: str = ""
    _last: float = 0.0
    _ended: float = float("-inf")

    @property
    def patience_ms(self) -> float:
        """How long the keys held now wait for the next one."""
        ours = self._begins_as_ours and not self._paused
        if ours and len(self._text) >= len(self.start):
            return max(self.gap_ms, self.own_pause_ms)
        may_pause = ours or len(self._text) >= self.shortest
        return max(self.gap_ms, self.pause_ms) if may_pause else self.gap_ms

    @property
    def holding(self) -> bool:
        return bool(self._held)

    def press(self, key: object, text: str, at: float, *, ends: bool = False, person: bool = False) -> Decision:
        """A key went down. `text` is what it types, `ends` for Enter and Tab, `person` for what no scanner
        sends (arrows, Ctrl combinations, a key held down)."""
        release = self._too_late(at)
        if person or not (text or ends):
            return Decision(Verdict.PASS, release + self.give_back())
        if ends:
            if not self._held and at - self._ended <= self.gap_ms:
                self._ended = at  # the second half of CR LF
                return Decision(Verdict.DROP, release)
            if len(self._text) >= self.shortest:
                code, self._ended = self._text, at
                self.give_back()
                return Decision(Verdict.DROP, release, code)
            return Decision(Verdict.PASS, release + self.give_back())
        if self.holding and len(self._text) < len(self.start) and at - self._last > self.gap_ms:
            self._paused = True
        self._held.append(key)
        self._text += text
        self._last = at
        return Decision(Verdict.HOLD, release)

    def is_fast(self, at: float) -> bool:
        """Whether a key at `at` follows faster than any key that is held down repeats. Two equal letters of a code, let
        go and pressed in one millisecond, are told as a repeat by X11's toolkit and are none.
        """
        return self.holding and at - self._last < REPEAT_MS

    def follow(self, key: object) -> bool:
        """Keeps something that belongs behind the held keys (a key going up); False when none is held."""
        if self._held:
            self._held.append(key)
        return bool(self._held)

    def is_over(self, at: float) -> bool:
        """Whether the keys held so far waited longer than a scanner would."""
        return bool(self._held) and at - self._last > self.patience_ms

    def give_back(self) -> tuple[object, ...]:
        """All held keys, in order; none is held afterwards."""
        held, self._held, self._text, self._paused = tuple(self._held), [], "", False
        return held

    def swallow_end(self, at: float) -> None:
        """A scan was heard in another way; the Enter that follows at once belongs to it."""
        self._ended = at

    @property
    def _begins_as_ours(self) -> bool:
        """A single small letter does not count: people type those, and would wait for them."""
        begun = self._text[: len(self.start)]
        return self.start.startswith(begun if len(self._text) == 1 else begun.upper())

    def _too_late(self, at: float) -> tuple[object, ...]:
        return self.give_back() if self.is_over(at) else ()


@dataclass
class SameCode:
    """A code left before the reader counts once: it is new again when unseen for `quiet_ms`."""

    quiet_ms: float = SAME_CODE_MS
    _code: str = ""
    _seen: float = float("-inf")

    def is_new(self, code: str, at: float) -> bool:
        again = code == self._code and at - self._seen < self.quiet_ms
        self._code, self._seen = code, at
        return not again


def plain(code: str) -> str:
    """The text of a scan: full-width letters made narrow, control characters and spaces at the ends dropped."""
    narrow = unicodedata.normalize("NFKC", code)
    return "".join(letter for letter in narrow if unicodedata.category(letter) != "Cc").strip()


def may_be_scanned(text: str) -> bool:
    """Whether a scanner could have typed this: ASCII, or its full-width forms."""
    return bool(text) and all(unicodedata.normalize("NFKC", letter).isascii() for letter in text)


def trimmed(code: str, prefix: str, suffix: str) -> str:
    """Without what a scanner puts around each code; a code that lacks one of them keeps the rest."""
    return code.removeprefix(prefix).removesuffix(suffix) if prefix or suffix else code
