"""What a checkpoint that failed (or does not apply) needs: photos, a note, the time to put it right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout

from desktop.core.inspect_pages import DueView
from desktop.core.pages import InspectPage, PointView
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.inspect.draft import FAIL, MOST_PHOTOS, Given
from desktop.ui.inspect.due_days import DueDays, due_why
from desktop.ui.inspect.phone_card import PhoneCard
from desktop.ui.inspect.photos import NoteField, PhotoRow
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Scrolling, clear, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.text import Text


class NotePanel(Scrolling):
    """Passive.

    Signals:
        written: the text so far; phrase_said: a ready phrase; severity_chosen: its code.
        photo_chosen: a file; picture_given: a photo itself; photo_dropped: its place.
    """

    written = Signal(str)
    phrase_said = Signal(str)
    severity_chosen = Signal(str)
    photo_chosen = Signal(str)
    picture_given = Signal(object)
    photo_dropped = Signal(int)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look.gap(10))
        self._look, self._words = look, words
        self._shown = ""
        self._choices: Choices | None = None
        self.column.setContentsMargins(look.gap(20), look.gap(12), look.gap(20), look.gap(10))
        self._title = Text(look, "", "body", 700, "wrong_ink", wrap=True)
        head = row_in(None, 0, look.gap(10))
        self._icon = row_in()
        head.addLayout(self._icon)
        head.addWidget(self._title, 1)
        self.column.addLayout(head)
        self.photos = PhotoRow(look, words)
        self.photos.file_chosen.connect(self.photo_chosen)
        self.photos.given.connect(self.picture_given)
        self.photos.dropped.connect(self.photo_dropped)
        self.phone = PhoneCard(look, words)
        self.phone.opened.connect(lambda: self.ensureWidgetVisible(self.phone.code))
        self._ways = row_in(None, 0, look.gap(8))
        self._ways.addWidget(self.photos, 1)
        self._ways.addWidget(self.phone.take)
        self.column.addLayout(self._ways)
        self.column.addWidget(self.phone)
        self.note = NoteField()
        self.note.take_in = self.photos.take_in
        self.note.setObjectName("inspect.note")
        self.note.setMinimumHeight(look.px(60))
        self.note.setMaximumHeight(look.px(66))
        self.note.textChanged.connect(self._changed)
        self.column.addWidget(self.note)
        self._phrases = QGridLayout()
        self._phrases.setSpacing(look.gap(8))
        self.column.addLayout(self._phrases)
        self._severity_title = Text(look, words.say("ui.inspect.severity"), "small", 400, "ink_2", wrap=True)
        self._severity = row_in()
        if look.scale > 100:
            self.column.addWidget(self._severity_title)
            self.column.addLayout(self._severity)
        else:
            beside = row_in(None, 0, look.gap(10))
            beside.addWidget(self._severity_title, 1)
            beside.addLayout(self._severity)
            self.column.addLayout(beside)
        self._due = self._due_card()
        self.column.addWidget(self._due)
        self.column.addStretch(1)

    def show_point(
        self, page: InspectPage, item: str, point: PointView, given: Given, dues: tuple[DueView, ...] = ()
    ) -> None:
        words, look = self._words, self._look
        failed = given.result == FAIL
        key = f"{point.code}.{given.result}"
        if key != self._shown:
            self._shown = key
            title = words.say("ui.inspect.fail" if failed else "ui.inspect.na")
            self._title.setText(words.say("ui.colon", first=title, second=speech.title(words, point.titles)))
            self._title.set_color("wrong_ink" if failed else "ink")
            clear(self._icon)
            self._icon.addWidget(Icon(look, "cross" if failed else "info", "wrong_ink" if failed else "ink", 20))
            self.note.setPlaceholderText(words.say("ui.inspect.note" if failed else "ui.inspect.why_na"))
            self.note.setAccessibleName(words.say("ui.inspect.note" if failed else "ui.inspect.why_na"))
            self._show_phrases(item if failed else "na")
            self._show_severities(page)
        if self.note.toPlainText() != given.note:
            with QSignalBlocker(self.note):
                self.note.setPlainText(given.note)
        for part in (self.photos, self.phone, self._severity_title, self._due):
            part.setVisible(failed)
        self.photos.show_photos(tuple(given.photos))
        self._show_ways(failed=failed, room=len(given.photos) < MOST_PHOTOS)
        if self._choices is not None:
            self._choices.setVisible(failed)
            self._choices.choose(given.severity or point.severity)
        if failed:
            self._show_due(point, given, dues)

    def _show_ways(self, *, failed: bool, room: bool) -> None:
        """The phone beside photos and files, or below where they fill the line."""
        self.phone.show_room(failed and room)
        wide = self.photos.needed_width() + self.phone.take.minimumWidth()
        beside = wide <= self.width() - 2 * self._look.gap(20) - 12
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._ways.setDirection(way)

    def _show_due(self, point: PointView, given: Given, dues: tuple[DueView, ...]) -> None:
        words = self._words
        severity = given.severity or point.severity
        found = next((due for due in dues if due.severity == severity), None)
        self._days.show_path(found.path if found is not None else ())
        if found is not None:
            length = words.say(f"severity.{severity}")
            key = "ui.inspect.due" if found.certain else "ui.inspect.due_about"
            self._due_first.setText(words.say(key, day=speech.short_day(words, found.due), length=length))
            why = due_why(words, found)
            self._due_second.setText(f"{words.say('ui.inspect.veto')} {why}" if point.veto else why)
            return
        length = words.say(f"severity.{severity}")
        if severity == point.severity:
            key = "ui.inspect.due" if point.due_certain else "ui.inspect.due_about"
            self._due_first.setText(words.say(key, day=speech.short_day(words, point.due), length=length))
        else:
            self._due_first.setText(words.say("ui.inspect.due_length", length=length))
        self._due_second.setText(words.say("ui.inspect.veto" if point.veto else "ui.inspect.due_why"))

    def _due_card(self) -> Card:
        look = self._look
        card = Card("attention")
        row = row_in(card, 0, look.gap(12))
        row.setContentsMargins(look.gap(14), look.gap(10), look.gap(14), look.gap(10))
        row.addWidget(Icon(look, "clock", "attention_ink", 20), 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        self._due_first = Text(look, "", "body", 700, "attention_ink", wrap=True)
        self._due_second = Text(look, "", "small", 400, "attention_ink", wrap=True)
        lines.addWidget(self._due_first)
        lines.addWidget(self._due_second)
        self._days = DueDays(look, self._words)
        lines.addWidget(self._days)
        row.addLayout(lines, 1)
        return card

    def _show_phrases(self, about: str) -> None:
        look, words = self._look, self._words
        clear(self._phrases)
        phrases = words.say(f"ui.phrases.{about}").split("|")
        buttons = [Button(look, phrase.strip(), Kind.SOFT) for phrase in phrases]
        widest = max(button.sizeHint().width() for button in buttons) + look.gap(8)
        across = max(1, min(len(buttons), (self.width() - 2 * look.gap(20) - 12) // widest))
        for at, (button, phrase) in enumerate(zip(buttons, phrases, strict=True)):
            button.clicked.connect(self._saying(phrase.strip()))
            self._phrases.addWidget(button, at // across, at % across)

    def _show_severities(self, page: InspectPage) -> None:
        clear(self._severity)
        words = self._words
        days_key = "ui.inspect.days_short" if self._look.scale > 100 else "ui.inspect.days"
        parts = tuple(
            (code, words.say("ui.inspect.today") if not days else words.say(days_key, days=days))
            for code, days in page.severities
        )
        self._choices = Choices(self._look, parts, words.say("ui.inspect.severity"))
        self._choices.chosen.connect(self.severity_chosen)
        self._severity.addWidget(self._choices)
        if self._look.scale > 100:
            self._severity.addStretch(1)

    def _changed(self) -> None:
        self.written.emit(self.note.toPlainText())

    def _saying(self, phrase: str) -> Callable[[], None]:
        return lambda: self.phrase_said.emit(phrase)
