"""扫码枪: the verdict first, the evidence below it, and what can be set for a scanner that needs it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core import card
from desktop.core.preferences import BOUNDS, Preferences
from desktop.core.words import Words
from desktop.devices.probe import Probe
from desktop.devices.self_test import Fault, Run, gap_for
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, clear, column_in, row_in
from desktop.ui.parts.stepper import Stepper
from desktop.ui.parts.text import Text
from desktop.ui.settings.evidence import Evidence
from desktop.ui.settings.rows import Sheet
from desktop.ui.settings.scanner_test import IN_A_ROW, ScannerPresenter, Tried

SIDE = 388


class Seal(QWidget):
    """The verdict's sign on a round block of its colour."""

    def __init__(self, look: Look, icon: str, fill: str) -> None:
        super().__init__()
        self._look, self._icon, self._fill = look, icon, fill
        self.setFixedSize(QSize(look.px(64), look.px(64)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.qcolor(self._fill))
        painter.drawEllipse(self.rect())
        size = self._look.px(34)
        edge = (self.width() - size) / 2
        box = QRectF(edge, edge, size, size)
        self._look.icons.draw(painter, self._icon, box, self._look.color("on_fill"), 2.4)


class Verdict(Card):
    """Takes the keyboard, so that the Enter of a scanner presses nothing."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._row = row_in(self, 0, look.gap(20))
        self._row.setContentsMargins(look.gap(24), look.gap(16), look.gap(24), look.gap(16))
        self._tone = ""
        self.setMinimumHeight(look.px(112))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("scan.verdict")

    def show_tried(self, tried: Tried, values: dict[str, object]) -> Button | None:
        """Gives the button that mends what can be mended."""
        clear(self._row)
        look, words = self._look, self._words
        code = verdict_of(tried)
        self._tone = "accent" if code == "waiting" else "good" if tried.is_good else "attention"
        icon = {"accent": "scan", "good": "check", "attention": "warn"}[self._tone]
        self._row.addWidget(Seal(look, icon, f"{self._tone}_fill"), 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(look.gap(2))
        lines.addStretch(1)
        said = Text(look, words.say(f"ui.settings.scan.verdict.{code}"), 26, 700, f"{self._tone}_ink", wrap=True)
        said.setObjectName("scan.said")
        told = Text(look, words.say(f"ui.settings.scan.told.{code}", **values), "body", 400, wrap=True)
        told.setObjectName("scan.told")
        lines.addWidget(said)
        lines.addWidget(told)
        lines.addStretch(1)
        self._row.addLayout(lines, 1)
        mend: Button | None = None
        if code == Fault.SLOW or (tried.is_good and any(tried.around)):
            key = "mend_gap" if code == Fault.SLOW else "take_around"
            mend = Button(look, words.say(f"ui.settings.scan.{key}", **values), Kind.PRIMARY)
            mend.setObjectName(f"scan.{key}")
            self._row.addWidget(mend, 0, Qt.AlignmentFlag.AlignVCenter)
        elif tried.is_good:
            self._row.addWidget(self._count(tried), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(f"{said.text()} {told.text()}")
        self.update()
        return mend

    def _count(self, tried: Tried) -> QWidget:
        look = self._look
        made = QWidget()
        column = column_in(made, 0, 0)
        figure = Text(look, f"{tried.good} / {IN_A_ROW}", 28, 700)
        figure.setObjectName("scan.count")
        figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        column.addWidget(figure)
        key = "ui.settings.scan.enough" if tried.good >= IN_A_ROW else "ui.settings.scan.again"
        column.addWidget(Text(look, self._words.say(key), "small", 400, "ink_2"))
        return made

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        pen = painter.pen()
        pen.setColor(look.qcolor(self._tone or "line"))
        pen.setWidthF(2)
        painter.setPen(pen)
        painter.setBrush(look.qcolor(f"{self._tone}_tint" if self._tone else "surface"))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, look.radius("card"), look.radius("card"))


class ScannerView(PageView):
    """Passive; hears the keys while it is in front."""

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        self._probe: Probe | None = None
        self._presenter: ScannerPresenter | None = None
        self.verdict = Verdict(look, words)
        self.evidence = Evidence(look, words)
        self._around: dict[str, QLineEdit] = {}
        keys = Card()
        room = Scrolling()
        room.column.addWidget(self.evidence)
        column_in(keys, look.gap(18)).addWidget(room)
        side = self._side()
        if look.scale > 100:
            whole = Scrolling(look.gap(12))
            keys.setMinimumHeight(look.px(430))
            for card_ in (self.verdict, keys, side):
                whole.column.addWidget(card_)
            self.body.addWidget(whole, 1)
            return
        self.body.addWidget(self.verdict)
        row = row_in(None, 0, look.gap(16))
        row.addWidget(keys, 1)
        beside = Scrolling()
        beside.column.addWidget(side)
        beside.setFixedWidth(SIDE)
        row.addWidget(beside)
        self.body.addLayout(row, 1)

    def connect_to(self, presenter: ScannerPresenter) -> None:
        self._presenter = presenter
        self._probe = Probe(presenter.machine.wedge, self)
        self._probe.ran.connect(self._heard)
        self._clear.clicked.connect(presenter.clear)
        self._gap.changed.connect(partial(presenter.set, "gap_ms"))
        self._shortest.changed.connect(partial(presenter.set, "shortest"))
        self._again.changed.connect(lambda tenths: presenter.set("again_ms", tenths * 100))
        for name, line in self._around.items():
            line.editingFinished.connect(partial(self._typed, name, line))
        presenter.attach(self)

    # --- what is told ---------------------------------------------------------------------------------------

    def show_tried(self, tried: Tried, here: Preferences) -> None:
        assert self._presenter is not None
        mend = self.verdict.show_tried(tried, self._values(tried, here))
        if mend is not None:
            slow = tried.fault == Fault.SLOW
            mend.clicked.connect(self._presenter.mend_gap if slow else self._presenter.take_around)
        self.evidence.show_tried(tried, self._presenter.machine.wedge.detector)

    def show_here(self, here: Preferences) -> None:
        self._gap.show_value(here.gap_ms)
        self._shortest.show_value(here.shortest)
        self._again.show_value(here.again_ms // 100)
        for name, line in self._around.items():
            if not line.hasFocus():
                line.setText(getattr(here, name))

    def start_focus(self) -> None:
        self.verdict.setFocus()

    # --- within ---------------------------------------------------------------------------------------------

    def _heard(self, run: Run) -> None:
        """What a person types into a field here is no trial."""
        presenter = self._presenter
        if not self.isVisible() or presenter is None:
            return
        typing = any(line.hasFocus() for line in self._around.values())
        if not typing or run.gap_ms <= presenter.machine.wedge.detector.gap_ms:
            presenter.heard(run)

    def _typed(self, name: str, line: QLineEdit) -> None:
        if self._presenter is not None:
            self._presenter.set_around(name, line.text())

    def _values(self, tried: Tried, here: Preferences) -> dict[str, object]:
        words, looks, run = self.words, tried.looks, tried.run
        person = ""
        if looks is not None and looks.outcome != "not_a_card":
            parts = (looks.name, speech.group_word(words, looks.group))
            person = words.say("plain.dot").join(part for part in parts if part)
        return {
            "person": person,
            "until": speech.stated(words, looks.until) if looks is not None else "",
            "count": len(run.text) if run is not None else 0,
            "whole": card.LENGTH,
            "gap": round(run.gap_ms) if run is not None else 0,
            "limit": here.gap_ms,
            "to": gap_for(run) if run is not None else here.gap_ms,
            "shortest": here.shortest,
        }

    def _side(self) -> Sheet:
        look, say = self.look, self.words.say
        sheet = Sheet(look, say("ui.settings.scan.title"), say("ui.settings.scan.note"))
        less_more = (say("ui.settings.less"), say("ui.settings.more"))

        def stepper(name: str, step: int, key: str, scale: int = 1) -> Stepper:
            least, most = BOUNDS[name]
            made = Stepper(
                look,
                less_more,
                (least // scale, most // scale, step),
                lambda number: say(key, count=f"{number / 10:g}" if scale > 1 else number),
            )
            made.setObjectName(f"scan.{name}")
            for part in (made.less, made.more):
                part.setAccessibleName(f"{say(f'ui.settings.scan.{name}')} {part.said}")
            sheet.add_line(say(f"ui.settings.scan.{name}"), say(f"ui.settings.scan.{name}_note"), made)
            return made

        self._gap = stepper("gap_ms", 5, "ui.settings.scan.ms")
        self._shortest = stepper("shortest", 1, "ui.settings.scan.letters")
        self._again = stepper("again_ms", 5, "ui.settings.scan.short_seconds", 100)
        for name in ("prefix", "suffix"):
            line = QLineEdit()
            line.setFixedHeight(look.px(44))
            line.setFixedWidth(look.px(120))
            line.setMaxLength(20)
            line.setObjectName(f"scan.{name}")
            line.setAccessibleName(say(f"ui.settings.scan.{name}"))
            line.setPlaceholderText(say("ui.settings.scan.nothing"))
            self._around[name] = line
            sheet.add_line(say(f"ui.settings.scan.{name}"), "", line)
        sheet.finish()
        self._clear = Button(look, say("ui.settings.scan.clear"), Kind.PLAIN, "undo")
        self._clear.setObjectName("scan.clear")
        self.head.addWidget(self._clear)
        return sheet

    HEAD_IS_FULL = True


def verdict_of(tried: Tried) -> str:
    """A key of `ui.settings.scan.verdict` and `.told`."""
    if tried.fault:
        return tried.fault
    if tried.looks is None:
        return "waiting"
    if tried.looks.outcome == "not_a_card":
        return "good_other"
    return "good_card" if tried.looks.outcome == "good" else f"good_{tried.looks.outcome}"
