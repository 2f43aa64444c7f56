"""A scanner that types (keyboard wedge), heard on every page whatever has the focus.

The filter sits on the window that has the focus and, for input methods, on the object that has it: the same
keys as a filter on the whole application would see, without taking every paint and layout event through
Python. Keys are held for at most the gap of a scanner and then replayed to the window they were meant for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from shiboken6 import isValid

from desktop.devices.burst import OWN_START, BurstDetector, SameCode, Verdict, may_be_scanned, plain, trimmed
from desktop.devices.self_test import Stroke

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_PERSON = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)
_LINE_ENDS = ("\r", "\n")  # a line feed may come as a key of its own, which Qt has no name for
_SEPARATORS = ("\x1d", "\x1e")  # GS and RS, which some codes hold
_LATE_MS = 8
# After a busy moment: how long keys may be queued behind the timer, and the longest that a person waits for theirs.
_SETTLE_MS, _HELD_MOST_MS = 30, 1_000


class _Waiting:
    """An event held back and the object it is for.

    The reference is a strong one: Qt makes a new Python object for the window at each event, and a weak
    reference to that would be dead when the key is given back. Whether Qt still has it, `isValid` tells.
    """

    def __init__(self, target: QObject, event: QEvent) -> None:
        self.target = target
        self.event = event


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )


class KeyWedge(QObject):
    """Hears scans among the keys of the application.

    Attributes:
        detector: decides; its gap and length may be set.
        takes: asked first about a key with Ctrl or Alt; what it takes goes no further.

    Signals:
        scanned: the text of a scan, full-width letters made narrow.
        touched: a person pressed a key (True) or a pointer (False); sent before it is delivered.
        stroke: a key that a scanner may have sent, as a `self_test.Stroke`; changes nothing.
    """

    scanned = Signal(str)
    touched = Signal(bool)
    stroke = Signal(object)

    def __init__(self, parent: QObject | None = None, detector: BurstDetector | None = None) -> None:
        super().__init__(parent)
        self.detector = detector or BurstDetector()
        self.takes: Callable[[QKeyEvent], bool] = lambda _event: False
        self._prefix = self._suffix = ""
        self._same = SameCode()
        self._delivering = False
        self._listening = False
        self._preedit_began = self._preedit_last = 0.0
        self._preedit = ""
        self._preedit_fast = False
        self._window: QObject | None = None
        self._object: QObject | None = None
        self._due = self._asked = 0.0
        self._behind = float("inf")
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setTimerType(Qt.TimerType.PreciseTimer)
        self._patience.timeout.connect(self._waited)

    def listen(self, app: QGuiApplication) -> None:
        """Follows the focus of the application from now on."""
        self._listening = True
        app.focusWindowChanged.connect(self._follow_window)
        app.focusObjectChanged.connect(self._follow_object)
        self._follow_window(app.focusWindow())
        self._follow_object(app.focusObject())

    def set_limits(self, gap_ms: int, shortest: int, again_ms: int, prefix: str, suffix: str) -> None:
        """As the machine is set: the longest gap, the shortest code, for how long one counts once, and what the
        scanner puts around each.
        """
        detector = self.detector
        detector.gap_ms, detector.shortest = gap_ms, shortest
        # a code of ours begins behind the prefix, and may pause once from there
        detector.start = prefix.upper() + OWN_START
        self._same.quiet_ms = again_ms
        self._prefix, self._suffix = prefix, suffix

    def let_go(self) -> None:
        """Delivers the keys held now: what was typed is wanted at once, and no scan ends any more."""
        self._deliver(self.detector.give_back())

    def stop(self, app: QGuiApplication) -> None:
        """Follows no longer; before the window goes. May be called again."""
        if not self._listening:
            return
        self._listening = False
        app.focusWindowChanged.disconnect(self._follow_window)
        app.focusObjectChanged.disconnect(self._follow_object)
        self._follow_window(None)
        self._follow_object(None)
        self._patience.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._delivering:
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(watched, event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self.detector.follow(_Waiting(watched, _copy(event)))
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return self._composed(watched, event)
        if kind == QEvent.Type.MouseButtonPress and isinstance(watched, QWindow):
            self._deliver(self.detector.give_back())
            self.touched.emit(False)
        return False

    def _pressed(self, target: QObject, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        ends = event.key() in _ENDS or event.text() in _LINE_ENDS
        ends = ends and not event.modifiers() & _PERSON
        at = self._time_of(event)
        person = bool(event.modifiers() & _PERSON) or (event.isAutoRepeat() and not self.detector.is_fast(at))
        text = event.text() if event.text().isprintable() or event.text() in _SEPARATORS else ""
        if person and event.modifiers() & _PERSON and self.takes(event):
            self._deliver(self.detector.give_back())
            return True
        if not person and (text or ends):
            self.stroke.emit(Stroke("" if ends else text, at, _end_of(event) if ends else "", _locked(event)))
        waiting = _Waiting(target, _copy(event))
        decision = self.detector.press(waiting, text, at, ends=ends, person=person)
        self._deliver(decision.release)
        if decision.scan:
            self._scan(decision.scan)
        if decision.verdict is Verdict.HOLD:
            self._wait()
            return True
        if decision.verdict is Verdict.DROP:
            return True
        self._deliver((waiting,))
        return True

    def _composed(self, target: QObject, event: QInputMethodEvent) -> bool:
        """Input methods: text committed letter by letter goes the way of keys; a code that was typed into
        the preedit faster than a person can is taken out whole."""
        at = self._now()
        committed = event.commitString()
        if not committed:
            return self._composing(event.preeditString(), at)
        if may_be_scanned(committed):
            self.stroke.emit(Stroke(committed, at, composed=True))
        fast = self._preedit_fast and at - self._preedit_last <= self.detector.gap_ms
        whole, self._preedit, self._preedit_fast = self._preedit, "", False
        if fast and len(committed) >= self.detector.shortest and may_be_scanned(committed):
            self._deliver((*self.detector.give_back(), _Waiting(target, QInputMethodEvent())))
            self.detector.swallow_end(at)
            self._scan(committed)
            return True
        if whole or not may_be_scanned(committed):
            self._deliver(self.detector.give_back())
            return False
        kept = QInputMethodEvent()
        kept.setCommitString(committed)
        decision = self.detector.press(_Waiting(target, kept), committed, at)
        self._deliver(decision.release)
        self._wait()
        return True

    def _composing(self, preedit: str, at: float) -> bool:
        began = not self._preedit and bool(preedit)
        grew_fast = at - self._preedit_last <= self.detector.gap_ms
        self._preedit_fast = began or (self._preedit_fast and grew_fast)
        self._preedit, self._preedit_last = preedit, at
        self._deliver(self.detector.give_back())
        return False

    def _scan(self, raw: str) -> None:
        code = trimmed(plain(raw), self._prefix, self._suffix)
        if code and self._same.is_new(code, self._now()):
            self.scanned.emit(code)

    def _wait(self) -> None:
        self._asked = self._due = self._now() + self.detector.patience_ms
        self._patience.start(int(self.detector.patience_ms) + 1)

    def _waited(self) -> None:
        """Held long enough. When this window was busy meanwhile, keys may be queued behind the timer: they are held
        until it is heard in time.
        """
        now = self._now()
        if now - self._due > _LATE_MS and now - self._asked < _HELD_MOST_MS:
            self._due = now + _SETTLE_MS
            self._patience.start(_SETTLE_MS)
            return
        self._deliver(self.detector.give_back())

    def _deliver(self, events: tuple[object, ...]) -> None:
        for waiting in events:
            assert isinstance(waiting, _Waiting)
            target = waiting.target
            if not isValid(target):
                continue
            if waiting.event.type() != QEvent.Type.KeyRelease:
                self.touched.emit(True)
            self._delivering = True
            try:
                QCoreApplication.sendEvent(target, waiting.event)
            finally:
                self._delivering = False

    def _follow_window(self, window: QObject | None) -> None:
        self._window = self._move(self._window, window)

    def _follow_object(self, target: QObject | None) -> None:
        self._object = self._move(self._object, None if isinstance(target, QWindow) else target)

    def _move(self, before: QObject | None, new: QObject | None) -> QObject | None:
        if before is not None and before is not new and isValid(before):
            before.removeEventFilter(self)
        if new is not None and before is not new:
            new.installEventFilter(self)
        return new

    def _time_of(self, event: QKeyEvent) -> float:
        """When the window system saw the key, on our clock: a busy moment of ours stretches no gap."""
        now = self._now()
        if not (event.spontaneous() and event.timestamp()):
            return now
        self._behind = min(self._behind, now - event.timestamp())
        return event.timestamp() + self._behind

    @staticmethod
    def _now() -> float:
        return time.monotonic() * 1000


def _end_of(event: QKeyEvent) -> str:
    if event.key() == Qt.Key.Key_Tab:
        return "tab"
    return "line_feed" if event.text() == "\n" and event.key() not in _ENDS else "enter"


def _locked(event: QKeyEvent) -> bool:
    """Whether capitals are locked: Qt does not tell, but a letter that is small with Shift, or large without, does."""
    letter, shifted = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return letter.isascii() and letter.isalpha() and letter.islower() == shifted
