"""The section 补录: the sheet at the left as on paper, what is written at its head and foot at the right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.people import GROUPS
from desktop.core.register import GROUP_MARKS, SERVICE_MARKS
from desktop.core.sheet_pages import Book, SheetsPage
from desktop.core.visit import SERVICES
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Text
from desktop.ui.plain.fields import ChoiceField, YesField
from desktop.ui.sheet.paper import Lines
from desktop.ui.sheet.presenter import Draft, SheetPresenter


class SheetView(PageView):
    """Passive.

    Signals:
        typed: name and value of a field of the head or foot.
        cell_typed: line, column and text. book_chosen: a register. save_wanted: the whole sheet.

    """

    typed = Signal(str, str)
    cell_typed = Signal(int, int, str)
    book_chosen = Signal(str)
    save_wanted = Signal()

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        self._key: tuple[object, ...] = ()
        self.lines: Lines | None = None
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(EmptyNote(look, "papers", words.say("sheet.none.said"), words.say("sheet.none.step")))
        across = QWidget()
        row = row_in(across, 0, look.gap(16))
        paper = Card()
        self._paper = column_in(paper, look.gap(18), look.gap(10))
        row.addWidget(paper, 1)
        side = Card()
        side.setFixedWidth({100: 344, 125: 380}.get(look.scale, 404))
        self._side = column_in(side, 1)
        row.addWidget(side)
        self._stack.addWidget(across)

    def connect_to(self, presenter: SheetPresenter) -> None:
        self.typed.connect(presenter.type)
        self.cell_typed.connect(presenter.type_cell)
        self.book_chosen.connect(presenter.choose_book)
        self.save_wanted.connect(presenter.save)
        presenter.attach(self)

    def show_sheet(self, page: SheetsPage, book: Book | None, draft: Draft) -> None:
        """Made anew for another sheet only, so that nothing that is being typed is touched."""
        self._stack.setCurrentIndex(0 if book is None else 1)
        key = (page, book, id(draft))
        if book is None or key == self._key:
            return
        self._key = key
        self._make_paper(page, book, draft)
        self._make_side(page, book, draft)
        self.show_refused(draft.row, draft.refused)
        if self.isVisible() and self.lines is not None:
            self.lines.show()  # what is not seen yet takes no keyboard
            self.lines.start()

    def show_sums(self, lines: int, people: int) -> None:
        self._sums.setText(self.words.say("sheet.sums", lines=lines, people=people))

    def show_refused(self, row: int, sentence: str) -> None:
        """At its line; what is about no line stands at the foot."""
        if self.lines is None:
            return
        self.lines.tell(row, sentence)
        self._foot_card.setVisible(bool(sentence) and not row)
        self._foot_said.setText("" if row else sentence)
        self._foot_card.setAccessibleName(sentence)

    def lighten(self) -> None:
        """The lines go; they are made with the view that follows."""
        if self.lines is not None:
            self.lines.hide()
            self.lines.deleteLater()
            QCoreApplication.sendPostedEvents(self.lines, QEvent.Type.DeferredDelete)
            self.lines, self._key = None, ()

    def start_focus(self) -> None:
        if self.lines is not None and self._stack.currentIndex() == 1:
            self.lines.start()
        else:
            super().start_focus()

    # --- the sheet ------------------------------------------------------------------------------------------------

    def _make_paper(self, page: SheetsPage, book: Book, draft: Draft) -> None:
        look, words = self.look, self.words
        clear(self._paper)
        head = row_in(None, 0, look.gap(12))
        title = Elided(look, words.say(f"sheet.title.{book.kind}"), "title", 700)
        head.addWidget(title, 1)
        if look.large:
            title.hide()  # the register's name at the right says it too
        for name, wide in (("sheet", 140), ("day", 130)):
            label = words.say(f"sheet.field.{name}")
            head.addWidget(Text(look, label, "small", 500, "ink_2"))
            field = self._line(name, draft, label)
            field.setMinimumWidth(round(wide * 1.05))
            field.setMaximumWidth(look.px(wide))
            head.addWidget(field)
        self._paper.addLayout(head)
        self.lines = Lines(look, words, book.kind, draft.cells)
        self.lines.typed.connect(self.cell_typed)
        self.lines.finished.connect(self._to_total)
        self._paper.addWidget(self.lines, 1)

    def _line(self, name: str, draft: Draft, label: str) -> QLineEdit:
        field = QLineEdit(draft.values.get(name, ""))
        field.setObjectName(f"sheet.{name}")
        field.setAccessibleName(label)
        field.setFixedHeight(self.look.px(44))
        field.setMaxLength(400)
        field.textChanged.connect(lambda text: self.typed.emit(name, text))
        return field

    def _to_total(self) -> None:
        self._total.setFocus()

    # --- head and foot --------------------------------------------------------------------------------------------

    def _make_side(self, page: SheetsPage, book: Book, draft: Draft) -> None:
        look, words = self.look, self.words
        clear(self._side)
        room = Scrolling(look.gap(8))
        room.column.setContentsMargins(look.gap(18), look.gap(14), look.gap(14), look.gap(10))
        self._side.addWidget(room, 1)
        column = room.column
        if len(page.books) > 1:
            said = tuple((each.book, f"{words.say(f'plain.register.{each.kind}')} {each.first}") for each in page.books)
            self._add_choice(column, "book", said, book.book).chosen.connect(self.book_chosen)
        if book.kind == "meals" and page.merchants:
            here = draft.values.get("merchant", page.merchants[0][0])
            chosen = self._add_choice(column, "merchant", page.merchants, here)
            chosen.chosen.connect(lambda code: self.typed.emit("merchant", code))
        self._add_photo(column, draft)
        if book.kind == "meals":
            signed = YesField(look, words.say("sheet.field.signed"), draft.values.get("signed") == "yes")
            signed.setObjectName("sheet.signed")
            signed.toggled.connect(lambda on: self.typed.emit("signed", "yes" if on else ""))
            column.addWidget(signed)
        label = words.say("sheet.field.total")
        column.addWidget(Text(look, label, "small", 500, "ink_2"))
        self._total = self._line("total", draft, label)
        self._total.setPlaceholderText(words.say("plain.may_be_empty"))
        self._total.returnPressed.connect(self.save_wanted)
        column.addWidget(self._total)
        self._sums = Text(look, "", "body", 500, "accent_ink", wrap=True)
        self._sums.setObjectName("sheet.sums")
        column.addWidget(self._sums)
        column.addWidget(Text(look, words.say("sheet.by", operator=page.operator), "small", 400, "ink_2", wrap=True))
        if book.kind == "visits":
            column.addWidget(Rule())
            self._add_marks(column)
        column.addStretch(1)
        self._add_foot()

    def _add_choice(
        self, column: QVBoxLayout, name: str, choices: tuple[tuple[str, str], ...], here: str
    ) -> ChoiceField:
        label = self.words.say(f"sheet.field.{name}")
        column.addWidget(Text(self.look, label, "small", 500, "ink_2"))
        chosen = ChoiceField(self.look, choices, here)
        chosen.setObjectName(f"sheet.{name}")
        chosen.setAccessibleName(label)
        column.addWidget(chosen)
        return chosen

    def _add_photo(self, column: QVBoxLayout, draft: Draft) -> None:
        label = self.words.say("sheet.field.photo")
        column.addWidget(Text(self.look, label, "small", 500, "ink_2"))
        row = row_in(None, 0, self.look.gap(8))
        field = self._line("photo", draft, label)
        pick = Button(self.look, self.words.say("plain.pick"), Kind.SOFT, "camera")
        pick.setObjectName("sheet.pick")

        def picked() -> None:
            name, _ = QFileDialog.getOpenFileName(self, label, field.text(), self.words.say("ui.inspect.photo_files"))
            if name:
                field.setText(name)

        pick.clicked.connect(picked)
        row.addWidget(field, 1)
        row.addWidget(pick)
        column.addLayout(row)

    def _add_marks(self, column: QVBoxLayout) -> None:
        """What is written by hand for a group and for a service, as at the foot of the paper."""
        words = self.words
        for marks, codes, key in ((GROUP_MARKS, GROUPS, "group"), (SERVICE_MARKS, SERVICES, "service")):
            said = "  ".join(f"{mark} {words.say(f'{key}.{code}')}" for mark, code in zip(marks, codes, strict=True))
            column.addWidget(Text(self.look, said, "small", 400, "ink_2", wrap=True))

    def _add_foot(self) -> None:
        look, words = self.look, self.words
        foot = QWidget()
        below = column_in(foot, look.gap(14), look.gap(8))
        self._foot_card = Card("wrong")
        self._foot_said = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        column_in(self._foot_card, look.gap(10)).addWidget(self._foot_said)
        self._foot_card.hide()
        below.addWidget(self._foot_card)
        save = Button(look, words.say("sheet.save"), Kind.PRIMARY, "save")
        save.setObjectName("sheet.save")
        save.clicked.connect(self.save_wanted)
        below.addWidget(save)
        self._side.addWidget(Rule())
        self._side.addWidget(foot)
