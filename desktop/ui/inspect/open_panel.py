"""The rectifications that are open, and what can be said about each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.core.pages import InspectPage, RectificationRow
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.inspect.photos import NoteField, PhotoRow, TakePhoto
from desktop.ui.inspect.presenter import Move
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Text

_ACTIONS = {"open": ("report",), "returned": ("report",), "awaiting": ("close", "return")}


def what_of(page: InspectPage, words: Words, row: RectificationRow) -> str:
    """`饮水机：冷水、热水各接一杯`."""
    item = next((item for item in page.items if item.code == row.item), None)
    name = speech.title(words, item.shorts) if item else words.say(f"item.{row.item}")
    return words.say("ui.colon", first=name, second=speech.title(words, row.titles))


def due_tag(look: Look, words: Words, row: RectificationRow, today: str) -> Tag:
    day = speech.short_day(words, row.due)
    if row.overdue:
        return Tag(look, words.say("ui.inspect.overdue", day=day), "wrong", "clock")
    if row.due == today:
        return Tag(look, words.say("ui.inspect.due_today"), "wrong", "clock")
    return Tag(look, words.say("ui.inspect.due_tag", day=day), "attention", "clock")


class OpenPanel(Scrolling):
    """Passive.

    Signals:
        move_begun: the rectification and `report`, `close` or `return`.
        move_dropped, move_wanted: the form's buttons.
        written: the note so far; photo_chosen: a file; picture_given: a photo itself.
    """

    move_begun = Signal(str, str)
    move_dropped = Signal()
    move_wanted = Signal()
    written = Signal(str)
    photo_chosen = Signal(str)
    picture_given = Signal(object)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look.gap(10))
        self._look, self._words = look, words
        self.camera: TakePhoto | None = None
        self.column.setContentsMargins(look.gap(20), look.gap(14), look.gap(20), look.gap(14))
        self._shown: tuple[object, ...] = ()
        self.note: NoteField | None = None
        self.photos: PhotoRow | None = None
        self.send: Button | None = None

    def show_open(self, page: InspectPage, move: Move | None, about: str) -> None:
        shown = (page.open, page.kind, (move.rectification, move.action) if move else None, about)
        if shown != self._shown:
            self._shown = shown
            self._fill(page, move, about)
        if move is None or self.note is None or self.send is None:
            return
        if self.note.toPlainText() != move.note:
            with QSignalBlocker(self.note):
                self.note.setPlainText(move.note)
        if self.photos is not None:
            self.photos.show_photos(tuple(move.photos))
        self.send.setEnabled(move.ready)
        self.send.setToolTip("" if move.ready else self._words.say(f"ui.inspect.needs.{move.action}"))

    def _fill(self, page: InspectPage, move: Move | None, about: str) -> None:
        look, words = self._look, self._words
        clear(self.column)
        self.note = self.photos = self.send = None
        title = words.say("ui.inspect.open", count=len(page.open)) if page.open else words.say("ui.inspect.open_none")
        self.column.addWidget(Text(look, title, "body", 700, wrap=True))
        if not page.open:
            self.column.addWidget(
                EmptyNote(look, "check", words.say("ui.inspect.all_closed"), words.say("ui.inspect.all_closed_step"))
            )
        shown = sorted(page.open, key=lambda row: (row.rectification != about, row.due))
        for at, row in enumerate(shown):
            if at:
                self.column.addWidget(Rule())
            mine = move if move is not None and move.rectification == row.rectification else None
            self.column.addWidget(self._row(page, row, mine))
        self.column.addStretch(1)
        if about:
            self.verticalScrollBar().setValue(0)

    def _row(self, page: InspectPage, row: RectificationRow, move: Move | None) -> QWidget:
        look, words = self._look, self._words
        made: QWidget = Card("attention") if move else QWidget()
        column = column_in(made, look.gap(12) if move else 0, look.gap(6))
        number = words.say("ui.inspect.number", number=row.number, day=speech.short_day(words, row.opened))
        by = words.say("ui.inspect.by_supervisor") if row.by_supervisor else ""
        column.addWidget(Text(look, what_of(page, words, row), "body", 500, wrap=True))
        column.addWidget(
            Text(look, " · ".join(part for part in (number, by) if part), "small", 400, "ink_2", wrap=True)
        )
        tags: QBoxLayout = row_in(None, 0, look.gap(8))
        state_tones = {"open": "plain", "returned": "wrong", "awaiting": "accent"}
        state = Tag(look, words.say(f"rectification_state.{row.state}"), state_tones.get(row.state, "plain"))
        due = due_tag(look, words, row, page.day)
        if state.sizeHint().width() + due.sizeHint().width() > self.width() - look.gap(88):
            tags.setDirection(QBoxLayout.Direction.TopToBottom)
        tags.addWidget(state)
        tags.addWidget(due)
        tags.addStretch(1)
        column.addLayout(tags)
        if move is not None:
            self._add_form(column, move)
            return made
        buttons = row_in(None, 0, look.gap(8))
        for action in _ACTIONS.get(row.state, ()):
            button = Button(
                look, words.say(f"ui.inspect.action.{action}"), Kind.SOFT if action != "return" else Kind.WORDS
            )
            button.setObjectName(f"rectification.{action}.{row.number}")
            button.clicked.connect(self._beginning(row.rectification, action))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        return made

    def _add_form(self, column: QVBoxLayout, move: Move) -> None:
        look, words = self._look, self._words
        self.note = NoteField()
        self.note.setObjectName("rectification.note")
        self.note.setFixedHeight(look.px(76))
        self.note.setPlaceholderText(words.say(f"ui.inspect.ask.{move.action}"))
        self.note.setAccessibleName(words.say(f"ui.inspect.ask.{move.action}"))
        self.note.textChanged.connect(self._changed)
        column.addWidget(self.note)
        if move.action == "report":
            self.photos = PhotoRow(look, words)
            self.photos.file_chosen.connect(self.photo_chosen)
            self.photos.given.connect(self.picture_given)
            self.photos.offer_camera(self.camera)
            self.note.take_in = self.photos.take_in
            column.addWidget(self.photos)
        column.addWidget(
            Text(look, words.say(f"ui.inspect.needs.{move.action}"), "small", 400, "attention_ink", wrap=True)
        )
        buttons = QWidget()
        row = row_in(buttons, 0, look.gap(8))
        self.send = Button(look, words.say(f"ui.inspect.action.{move.action}"), Kind.PRIMARY)
        self.send.setObjectName("rectification.send")
        self.send.clicked.connect(self.move_wanted)
        drop = Button(look, words.say("ui.cancel"), Kind.WORDS)
        drop.clicked.connect(self.move_dropped)
        row.addWidget(self.send)
        row.addWidget(drop)
        row.addStretch(1)
        column.addWidget(buttons)
        QTimer.singleShot(0, self.note, self.note.setFocus)  # it is shown with the next layout

    def _changed(self) -> None:
        if self.note is not None:
            self.written.emit(self.note.toPlainText())

    def _beginning(self, rectification: str, action: str) -> Callable[[], None]:
        return lambda: self.move_begun.emit(rectification, action)
