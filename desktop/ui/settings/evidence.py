"""The evidence of a scanner's test: the keys at both ends, the figures, and what did not stand in the way."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.words import Words
from desktop.devices.burst import BurstDetector
from desktop.devices.self_test import Run
from desktop.ui.look import Look
from desktop.ui.parts.button import paint_box
from desktop.ui.parts.card import Icon, Rule, clear, column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.settings.scanner_test import Tried

# A card is a secret: of its 159 keys only so many are shown at either end.
FIRST, LAST = 8, 4


def caps_of(keys: str, end: str, more: str) -> tuple[tuple[str, str], ...]:
    """The caps to draw: (what stands on it, `key`, `gap` or `end`). `more` stands in the gap."""
    if len(keys) <= FIRST + LAST:
        shown = [(letter, "key") for letter in keys]
    else:
        shown = [(letter, "key") for letter in keys[:FIRST]]
        shown.append((more, "gap"))
        shown += [(letter, "key") for letter in keys[-LAST:]]
    if end:
        shown.append((end, "end"))
    return tuple((" " if not letter.isprintable() else letter, kind) for letter, kind in shown)


class KeyCaps(QWidget):
    """Keys as caps in as many rows as they take."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._caps: tuple[tuple[str, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def shown(self) -> str:
        return " ".join(letter for letter, _ in self._caps)

    def show_caps(self, caps: tuple[tuple[str, str], ...]) -> None:
        self._caps = caps
        self.setAccessibleName(self.shown)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(240), self.heightForWidth(self._look.px(440)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._look.px(200), self._look.px(32))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        boxes = self._boxes(width)
        return int(boxes[-1].bottom()) + 2 if boxes else self._look.px(32)

    def _boxes(self, width: int) -> list[QRectF]:
        look = self._look
        metrics, high, gap = QFontMetrics(look.font("small", 500)), look.px(32), look.gap(6)
        left, top, boxes = 0.0, 0.0, []
        for letter, _ in self._caps:
            wide = max(look.px(24), metrics.horizontalAdvance(letter) + look.gap(14))
            if left and left + wide > width:
                left, top = 0.0, top + high + gap
            boxes.append(QRectF(left, top, min(wide, width), high))
            left += wide + gap
        return boxes

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        for box, (letter, kind) in zip(self._boxes(self.width()), self._caps, strict=True):
            fill = "accent_tint" if kind == "end" else "" if kind == "gap" else "surface"
            paint_box(painter, look, box, fill, "accent" if kind == "end" else "line_control", look.radius("key"))
            painter.setFont(look.font("small", 700 if kind == "end" else 500))
            painter.setPen(look.qcolor("accent_ink" if kind == "end" else "ink_2" if kind == "gap" else "ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)


class Evidence(QWidget):
    """Made anew for each trial."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._column = column_in(self, 0, look.gap(12))
        self.caps = KeyCaps(look)

    def show_tried(self, tried: Tried, limits: BurstDetector) -> None:
        clear(self._column)
        look, words, run = self._look, self._words, tried.run
        title = row_in(None, 0, look.gap(10))
        title.addWidget(Text(look, words.say("ui.settings.scan.keys"), "body", 700))
        if run is None:
            self._column.addLayout(title)
            key = "ui.settings.scan.by_picture" if tried.looks or tried.fault else "ui.settings.scan.no_keys"
            self._column.addWidget(Text(look, words.say(key), "body", 400, "ink_2", wrap=True))
            self._column.addStretch(1)
            return
        note = words.say("ui.settings.scan.keys_note", count=len(run.keys))
        title.addWidget(Text(look, note, "small", 400, "ink_2", wrap=True), 1)
        self._column.addLayout(title)
        self.caps = KeyCaps(look)
        end = words.say(f"ui.settings.scan.end.{run.end}") if run.end else ""
        gap = words.say("ui.settings.scan.more_keys", count=max(0, len(run.keys) - FIRST - LAST))
        self.caps.show_caps(caps_of(run.keys, end, gap))
        self._column.addWidget(self.caps)
        self._column.addWidget(self._figures(run, end))
        for good, said, note in self._points(tried, run, limits):
            self._column.addWidget(Rule())
            self._column.addWidget(self._point(good, said, note))
        self._column.addStretch(1)

    def _figures(self, run: Run, end: str) -> QWidget:
        words, look = self._words, self._look
        made = QWidget()
        row = row_in(made, 0, look.gap(16))
        speed = "ui.settings.scan.at_once" if run.composed and not run.gap_ms else "ui.settings.scan.each"
        for name, said in (
            ("speed", words.say(speed, gap=round(run.gap_ms))),
            ("took", words.say("ui.settings.scan.seconds", seconds=f"{run.took_ms / 1000:.2f}")),
            ("end_key", end or words.say("ui.settings.scan.end.none")),
        ):
            cell = QWidget()
            column = column_in(cell, 0, 0)
            column.addWidget(Text(look, words.say(f"ui.settings.scan.{name}"), "small", 400, "ink_2"))
            figure = Text(look, said, "title", 700, wrap=True)
            figure.setObjectName(f"scan.{name}")
            column.addWidget(figure)
            row.addWidget(cell, 1)
        return made

    def _points(self, tried: Tried, run: Run, limits: BurstDetector) -> tuple[tuple[bool, str, str], ...]:
        """What might stand in the way of a scan: whether it did not, said, and a note."""
        say = self._words.say
        quick = run.gap_ms <= limits.gap_ms or run.composed
        around = say("ui.settings.scan.nothing_around")
        if any(tried.around):
            before, after = tried.around
            around = say("ui.settings.scan.some_around", before=before or "—", after=after or "—")

        def on_off(name: str, on: bool) -> tuple[bool, str, str]:
            return (True, say(f"ui.settings.scan.{name}"), say(f"ui.settings.scan.{name}_{'on' if on else 'off'}"))

        limit = say("ui.settings.scan.limit", gap=round(limits.gap_ms))
        return (
            (quick, say("ui.settings.scan.told_apart" if quick else "ui.settings.scan.not_told_apart"), limit),
            on_off("method", run.composed or run.wide),
            on_off("capitals", run.locked),
            (True, say("ui.settings.scan.around"), around),
        )

    def _point(self, good: bool, said: str, note: str) -> QWidget:
        look = self._look
        made = QWidget()
        row = row_in(made, 0, look.gap(12))
        row.addWidget(Icon(look, "check" if good else "warn", "good_ink" if good else "attention_ink", 22))
        row.addWidget(Text(look, said, "body", 400, wrap=True), 3)
        beside = Text(look, note, "small", 400, "ink_2", wrap=True)
        beside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(beside, 4)
        return made
