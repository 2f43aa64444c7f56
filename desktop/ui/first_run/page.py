"""What every page of the guide has: a title, a line under it, room, and fields that show what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.first_run.draft import Draft
from desktop.ui.first_run.field import Field
from desktop.ui.look import Look
from desktop.ui.parts.card import column_in, row_in
from desktop.ui.parts.text import Text


class GuidePage(QWidget):
    """Passive base of the pages.

    Attributes:
        fields: by name; head: the row of the title.

    Signals:
        typed: name of a field and what stands in it. go_on: Enter in the last field.
        intent: name of what a person wants and its value (`role`, `scale`, `language`, `print`, `save` …).
    """

    typed = Signal(str, str)
    go_on = Signal()
    intent = Signal(str, str)

    def __init__(self, look: Look, words: Words, draft: Draft, name: str) -> None:
        super().__init__()
        self.look, self.words, self.draft = look, words, draft
        self.setObjectName(f"first.page.{name}")
        self.fields: dict[str, Field] = {}
        self.column: QVBoxLayout = column_in(self, 0, 6 if look.large else look.gap(12))
        self.head = row_in(None, 0, look.gap(16))
        self.head.addWidget(Text(look, words.say(f"first.{name}.title"), "page", 700, wrap=True), 1)
        self.column.addLayout(self.head)
        said = words.say(f"first.{name}.said")
        # the list of communities needs the room more
        if not (look.large and name == "place"):
            self.column.addWidget(Text(look, said, "body", 400, "ink_2", wrap=True))
        self.setAccessibleDescription(said)

    def add_field(self, name: str, *, hint: str = "", secret: bool = False, into: QVBoxLayout | None = None) -> Field:
        label = self.words.say(f"first.field.{name}")
        field = Field(self.look, name, label, hint, self.draft.said(name), secret=secret)
        field.line.textEdited.connect(lambda text: self.typed.emit(name, text))
        field.line.returnPressed.connect(lambda: self._enter(name))
        self.fields[name] = field
        (into or self.column).addWidget(field)
        return field

    def show_wrong(self, wrong: dict[str, str]) -> None:
        for name, field in self.fields.items():
            field.show_wrong(wrong.get(name, ""))
        for name, field in self.fields.items():
            if wrong.get(name):
                field.line.setFocus()
                field.line.selectAll()
                return

    def show_heard(self, draft: Draft) -> None:
        """Something came of a scan or a paper."""

    def show_places(self, draft: Draft) -> None:
        """The list of communities, or the choice in it, is another one."""

    def start_focus(self) -> None:
        for field in self.fields.values():
            if not field.line.text():
                field.line.setFocus()
                return
        for field in self.fields.values():
            field.line.setFocus()
            return

    def _enter(self, name: str) -> None:
        """To the next field; after the last one, on."""
        names = list(self.fields)
        at = names.index(name)
        if at + 1 < len(names):
            self.fields[names[at + 1]].line.setFocus()
        else:
            self.go_on.emit()
