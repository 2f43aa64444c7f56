"""The paper itself in the middle of the page: one page of it, which, and how large."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.papers.pages import Leaf
from desktop.ui.papers.shape_row import ShapeRow
from desktop.ui.papers.state import HALTED, MADE, MAKING, NOTHING, VEILED, WHOLE, WIDTH, Shown
from desktop.ui.papers.work_note import WorkNote
from desktop.ui.parts.button import Button, Kind, paint_box
from desktop.ui.parts.card import Icon, Scrolling, column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.parts.tiles import StepButton
from desktop.ui.plain.fields import ChoiceField

INCH_MM = 25.4
SCREEN_DPI = 96
_SETTLED_MS = 40
# The icon of what stands where no paper is.
_NOTES = {NOTHING: "papers", VEILED: "lock", HALTED: "pause"}


class Sheet(QWidget):
    """A page of paper, white in every theme; blank while its picture is on the way."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._image: QImage | None = None
        self.setObjectName("papers.sheet")

    @property
    def image(self) -> QImage | None:
        return self._image

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        painter.setPen(self._look.qcolor("line_control"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class Room(QScrollArea):
    """Where the sheet lies; the wheel turns pages where nothing is left to scroll.

    Signals:
        turned: -1 or 1.
        resized: there is another room for the sheet.
    """

    turned = Signal(int)
    resized = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        bar, down = self.verticalScrollBar(), event.angleDelta().y() < 0
        if bar.value() == (bar.maximum() if down else bar.minimum()):
            self.turned.emit(1 if down else -1)
            event.accept()
            return
        super().wheelEvent(event)


class Preview(QWidget):
    """Passive.

    Signals:
        chosen: what the paper is to be about.
        size_chosen: what it is to be printed on.
        full_chosen: names in full, or masked.
        turned: -1 or 1.
        zoomed: `page`, `width` or percent.
        stepped: a step larger (1) or smaller (-1) than the percent that it stands at.
        picture_wanted: a page, px wide.
        look_wanted, place_wanted, halt_wanted: the button of what stands where no paper is.
    """

    chosen = Signal(str)
    size_chosen = Signal(str)
    full_chosen = Signal(bool)
    turned = Signal(int)
    zoomed = Signal(str)
    stepped = Signal(int, int)
    picture_wanted = Signal(int, int)
    look_wanted = Signal()
    place_wanted = Signal()
    halt_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._shown: Shown | None = None
        self._asked: tuple[int, int] | None = None
        self._choices: tuple[tuple[str, str], ...] = ()
        column = column_in(self, look.gap(12), look.gap(8))
        self.about: ChoiceField | None = None
        self._about_row = QWidget()
        self._top: QVBoxLayout = column_in(self._about_row)
        column.addWidget(self._about_row)
        self.shape = ShapeRow(look, words)
        self.shape.size_chosen.connect(self.size_chosen)
        self.shape.full_chosen.connect(self.full_chosen)
        column.addWidget(self.shape)
        column.addWidget(self._build_bar())
        self.sheet = Sheet(look)
        self.room = Room(self.sheet)
        self.room.turned.connect(self.turned)
        self.work = WorkNote(look, words, "make")
        self.work.halt_wanted.connect(self.halt_wanted)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_sheet())
        self._stack.addWidget(self._build_note())
        self._stack.addWidget(self._build_work())
        column.addWidget(self._stack, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLED_MS)
        self._settle.timeout.connect(self._ask)
        self.room.resized.connect(self._fit)

    # --- what is told ---------------------------------------------------------------------------------------

    def show_papers(self, shown: Shown) -> None:
        before = self._shown
        self._shown = shown
        self._show_choices(shown)
        self.shape.show_wish(shown)
        self.work.show_work(shown.work)
        made = shown.state == MADE and shown.leaf is not None
        self._bar.setVisible(made)
        if made:
            self._stack.setCurrentIndex(0)
            self._show_bar(shown)
            if before is None or (before.wish, before.at, before.leaf) != (shown.wish, shown.at, shown.leaf):
                self.sheet.show_image(None)
                self._asked = None
                self.room.verticalScrollBar().setValue(0)
            self._fit()
        elif shown.state == MAKING:
            self._stack.setCurrentIndex(2)
        else:
            self._stack.setCurrentIndex(1)
            self._show_note(shown)

    def show_picture(self, at: int, width: int, picture: object) -> None:
        if isinstance(picture, QImage) and self._asked == (at, width):
            self.sheet.show_image(picture)

    def set_narrow(self, narrow: bool) -> None:
        """Which page of how many gives way, and at large text the steps of size, which have keys."""
        self._place.setHidden(narrow)
        for step in (self.smaller, self.larger):
            step.setHidden(narrow and self._look.large)

    @property
    def percent(self) -> int:
        """How large the paper stands, of its size on the table at 96 dots an inch."""
        leaf = self._shown.leaf if self._shown is not None else None
        return round(100 * self.sheet.width() / (leaf.width / INCH_MM * SCREEN_DPI)) if leaf else 100

    # --- how large --------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        shown = self._shown
        if shown is None or shown.leaf is None or shown.state != MADE:
            return
        size = self._size_of(shown.leaf, shown.zoom)
        if self.sheet.size() != size:
            self.sheet.resize(size)
        fits = size.height() <= self.room.viewport().height() and size.width() <= self.room.viewport().width()
        self.room.setVerticalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff if fits else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        )
        self._scale.setText(self._words.say(f"ui.papers.zoom_{shown.zoom}") if shown.zoom in (WHOLE, WIDTH)
                            else f"{shown.zoom}%")  # fmt: skip
        self._settle.start()

    def _size_of(self, leaf: Leaf, zoom: str) -> QSize:
        space = self.room.maximumViewportSize()
        ratio = leaf.height / leaf.width
        if zoom == WHOLE:
            wide = min(space.width() - 2, int((space.height() - 2) / ratio))
        elif zoom == WIDTH:
            bar = self.room.verticalScrollBar().sizeHint().width()
            wide = space.width() - 2
            if wide * ratio > space.height():
                wide -= bar
        else:
            wide = round(leaf.width / INCH_MM * SCREEN_DPI * int(zoom) / 100)
        wide = max(40, wide)
        return QSize(wide, round(wide * ratio))

    def _ask(self) -> None:
        shown = self._shown
        if shown is None or shown.state != MADE:
            return
        wanted = (shown.at, round(self.sheet.width() * self.devicePixelRatioF()))
        if wanted != self._asked:
            self._asked = wanted
            self.picture_wanted.emit(*wanted)

    # --- how it is built ----------------------------------------------------------------------------------------

    def _build_bar(self) -> QWidget:
        look, words = self._look, self._words
        self._bar = QWidget()
        row = row_in(self._bar, 0, look.gap(8))
        self._place = Text(look, "", "small", 500, "ink")
        row.addWidget(self._place)
        row.addStretch(1)
        self.smaller = StepButton(look, "minus", words.say("ui.papers.smaller"))
        self.larger = StepButton(look, "plus", words.say("ui.papers.larger"))
        self._scale = Button(look, words.say("ui.papers.zoom_page"), Kind.WORDS)
        self._scale.setObjectName("papers.scale")
        self._scale.setToolTip(words.say("ui.papers.scale_tip"))
        self.smaller.clicked.connect(lambda: self.stepped.emit(-1, self.percent))
        self.larger.clicked.connect(lambda: self.stepped.emit(1, self.percent))
        self._scale.clicked.connect(self._other_fit)
        for part in (self.smaller, self._scale, self.larger):
            row.addWidget(part)
        self.smaller.setObjectName("papers.smaller")
        self.larger.setObjectName("papers.larger")
        return self._bar

    def _build_sheet(self) -> QWidget:
        """The sheet between what turns its pages, where an upright page leaves room anyway."""
        look, words = self._look, self._words
        self.before = StepButton(look, "chevron_left", words.say("ui.papers.page_before"))
        self.before.setObjectName("papers.before")
        self.after = StepButton(look, "chevron_right", words.say("ui.papers.page_after"))
        self.after.setObjectName("papers.after")
        self.before.clicked.connect(lambda: self.turned.emit(-1))
        self.after.clicked.connect(lambda: self.turned.emit(1))
        made = QWidget()
        row = row_in(made, 0, look.gap(4))
        row.addWidget(self.before)
        row.addWidget(self.room, 1)
        row.addWidget(self.after)
        return made

    def _other_fit(self) -> None:
        zoom = self._shown.zoom if self._shown is not None else WHOLE
        self.zoomed.emit(WIDTH if zoom == WHOLE else WHOLE)

    def _build_note(self) -> QWidget:
        look, words = self._look, self._words
        made = Scrolling()
        column = made.column
        column.setContentsMargins(look.gap(24), look.gap(24), look.gap(24), look.gap(24))
        column.setSpacing(look.gap(16))
        column.addStretch(1)
        self._icons = {state: Icon(look, icon, "accent_ink", 40) for state, icon in _NOTES.items()}
        for icon in self._icons.values():
            column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        self._sentence = Text(look, "", "body", 500, wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._sentence.setObjectName("papers.sentence")
        column.addWidget(self._sentence)
        self.look_button = Button(look, words.say("ui.papers.look"), Kind.PRIMARY, "papers")
        self.look_button.setObjectName("papers.look")
        self.look_button.clicked.connect(self.look_wanted)
        self.go_button = Button(look, words.say("ui.papers.go"), Kind.PLAIN, "chevron_right", icon_after=True)
        self.go_button.setObjectName("papers.go")
        self.go_button.clicked.connect(self.place_wanted)
        for button in (self.look_button, self.go_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return made

    def _build_work(self) -> QWidget:
        made = QWidget()
        column = column_in(made, self._look.gap(24))
        column.addStretch(1)
        column.addWidget(self.work)
        column.addStretch(1)
        return made

    def _show_bar(self, shown: Shown) -> None:
        pages = shown.leaf.pages if shown.leaf else 1
        place = self._words.say(
            "ui.papers.page_of" if self._look.scale == 100 else "ui.papers.page_short", page=shown.at + 1, pages=pages
        )
        self._place.setText(place)
        self.sheet.setAccessibleName(f"{self._words.say(f'plain.paper.{shown.kind.code}')} {place}")
        for button, can in ((self.before, shown.at > 0), (self.after, shown.at < pages - 1)):
            button.setVisible(pages > 1)
            button.setEnabled(can)

    def _show_note(self, shown: Shown) -> None:
        state = shown.state if shown.state in _NOTES else NOTHING
        for own, icon in self._icons.items():
            icon.setVisible(own == state)
        halted = shown.state == HALTED
        self._sentence.setText(self._words.say("ui.papers.halted") if halted else shown.sentence)
        self.look_button.setVisible(halted or shown.state == VEILED)
        self.look_button.setText(self._words.say("ui.papers.again" if halted else "ui.papers.look"))
        self.go_button.setVisible(bool(shown.place))
        if shown.place:
            page, _, section = shown.place.partition(".")
            name = self._words.say(f"ui.section.{section}" if section else f"ui.page.{page}")
            self.go_button.setText(self._words.say("ui.papers.go", place=name))

    def _show_choices(self, shown: Shown) -> None:
        """A list where there are several to choose from; one alone is said on the paper."""
        words = self._words
        made = tuple((each.id, speech.said(words, each.said)) for each in shown.choices)
        self._about_row.setVisible(len(made) > 1)
        if made == self._choices and self.about is not None:
            self.about.choose(shown.wish.id)
            return
        self._choices = made
        if self.about is not None:
            self.about.hide()
            self.about.deleteLater()
            self.about = None
        if made:
            self.about = ChoiceField(self._look, made, shown.wish.id)
            self.about.setObjectName("papers.about")
            self.about.setAccessibleName(words.say("ui.papers.about"))
            self.about.chosen.connect(self.chosen)
            self._top.addWidget(self.about)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self._look
        paint_box(painter, look, self.rect().toRectF(), "preview_ground", "", look.radius("card"))
