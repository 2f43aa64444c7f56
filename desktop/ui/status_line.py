"""The line at the foot of the window: where, who, what waits, the clock, scanner and printer. Each explains itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.core.pages import Status
from desktop.core.words import Words
from desktop.devices.printer import PrinterState
from desktop.ui.explain import hub_state
from desktop.ui.look import Look
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import elide
from desktop.ui.speech import moment


class StatusPart(Painted):
    """An icon or a dot, and words. The line is 40 px high, the whole height can be pressed."""

    def __init__(self, look: Look, said: str = "", icon: str = "", *, strong: bool = False) -> None:
        super().__init__(look, said)
        self._icon, self._strong = icon, strong
        self.tone = "ink_2"
        self.dot = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_part(self, said: str, tone: str = "ink_2", dot: str = "") -> None:
        self.tone, self.dot = tone, dot
        self.setText(said)
        self.setToolTip(said)
        self.update()

    def _font(self) -> QFont:
        return self.look.font("small", 500 if self._strong or self.tone != "ink_2" else 400)

    def _lead(self) -> int:
        if self.dot:
            return self.look.px(10) + self.look.gap(8)
        return self.look.px(18) + self.look.gap(8) if self._icon else 0

    def sizeHint(self) -> QSize:
        words = QFontMetrics(self._font()).horizontalAdvance(self.said)
        return QSize(words + self._lead() + 2 * self.look.gap(12) + 2, self.look.px(36))

    def minimumSizeHint(self) -> QSize:
        full = self.sizeHint()
        shortest = self._lead() + 2 * self.look.gap(12) + self.look.px(48)
        return QSize(min(full.width(), shortest), full.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        if self.hovered or (self.tone == "accent_ink"):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor("surface"))
            inner = QRectF(self.rect()).adjusted(0, 4, 0, -4)
            painter.drawRoundedRect(inner, look.radius("control"), look.radius("control"))
        left = look.gap(12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.qcolor(self.dot))
            size = look.px(10)
            painter.drawEllipse(QRectF(left, (self.height() - size) / 2, size, size))
        elif self._icon:
            size = look.px(18)
            look.icons.draw(
                painter, self._icon, QRectF(left, (self.height() - size) / 2, size, size), look.color(self.tone)
            )
        left += self._lead()
        font = self._font()
        painter.setFont(font)
        painter.setPen(look.qcolor("ink" if self._strong else self.tone))
        room = self.width() - left - look.gap(8)
        painter.drawText(
            QRect(left, 0, room + look.gap(8), self.height()),
            Qt.AlignmentFlag.AlignVCenter,
            elide(QFontMetrics(font), self.said, room),
        )


class StatusLine(QWidget):
    """The line.

    Signals:
        asked: the part that was pressed and the button itself (site, operator, waiting, clock, scanner, printer, time).
    """

    asked = Signal(str, QWidget)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setFixedHeight(52 if look.large else look.px(40))
        self.site = StatusPart(look, icon="home")
        self.operator = StatusPart(look, icon="operator")
        self.waiting = StatusPart(look, icon="sync")
        self.clock = StatusPart(look)
        self.scanner = StatusPart(look)
        self.printer = StatusPart(look)
        self.time = StatusPart(look, strong=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 1, 8, 0)
        row.setSpacing(look.gap(4))
        for part in (self.site, self.operator, self.waiting):
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.scanner, self.printer, self.clock, self.time):
            row.addWidget(part)
        for name in ("site", "operator", "waiting", "clock", "scanner", "printer", "time"):
            part = getattr(self, name)
            part.setObjectName(f"status.{name}")
            part.clicked.connect(self._asking(name, part))
        self.show_status(None)
        self.show_scanner(True)
        self.show_printer(PrinterState.ASKING)

    def show_status(self, status: Status | None, now: int = 0) -> None:
        """None: nobody has signed in, only the device is shown. `now` ms UTC."""
        words = self._words
        for part in (self.site, self.operator, self.waiting, self.clock):
            part.setVisible(status is not None)
        if status is None:
            return
        self.site.show_part(status.site)
        self.operator.show_part(status.operator)
        self._show_hub(status, now)
        good = status.clock == "ok"
        large = "_short" if self._look.large else ""
        self.clock.show_part(
            words.say(f"ui.status.clock_ok{large}" if good else f"ui.status.clock_suspect{large}"),
            "ink_2" if good else "attention_ink",
            "good" if good else "attention",
        )

    def _show_hub(self, status: Status, now: int) -> None:
        """What waits, and when a round last succeeded; as true as the receipts."""
        words, state = self._words, hub_state(status)
        short = "_short" if self._look.large else ""
        said = words.say(f"ui.status.{state}{short}", count=f"{status.waiting:,}")
        if status.hub.last_done and not short and not status.hub.grave:
            said = words.say("ui.status.since", said=said, when=moment(words, status.hub.last_done, now))
        tone = "wrong_ink" if status.hub.grave else "accent_ink" if state.startswith("waiting") else "ink_2"
        self.waiting.show_part(said, tone)

    def show_scanner(self, ready: bool) -> None:
        large = "_short" if self._look.large else ""
        key = f"ui.status.scanner_ready{large}" if ready else f"ui.status.scanner_off{large}"
        self.scanner.show_part(self._words.say(key), "ink_2", "good" if ready else "attention")

    def show_printer(self, state: PrinterState) -> None:
        """Nothing is said until the print system has answered."""
        self.printer.setVisible(state is not PrinterState.ASKING)
        if state is PrinterState.ASKING:
            return
        large = "_short" if self._look.large else ""
        good = state is PrinterState.READY
        said = self._words.say(f"ui.status.printer_{state.value}{large}")
        self.printer.show_part(said, "ink_2" if good else "attention_ink", "good" if good else "attention")

    def show_time(self, said: str) -> None:
        if said != self.time.said:
            self.time.show_part(said)

    def _asking(self, name: str, part: QWidget) -> Callable[[], None]:
        return lambda: self.asked.emit(name, part)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.qcolor("rail"))
        painter.fillRect(QRect(0, 0, self.width(), 1), self._look.qcolor("line"))
