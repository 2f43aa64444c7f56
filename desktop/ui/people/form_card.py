"""The form of a new person: six fields in reading order, Enter saves and prints."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core.people import NAME_MOST
from desktop.core.people_pages import KnownPhone, RegisterForm
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Scrolling, column_in, row_in
from desktop.ui.parts.consent_box import ConsentBox
from desktop.ui.parts.group_choice import GroupChoice
from desktop.ui.parts.phone_field import PhoneField
from desktop.ui.parts.suggest_field import SuggestField
from desktop.ui.parts.text import Elided, Text
from desktop.ui.people.known_note import KnownNote
from desktop.ui.plain.fields import ChoiceField

COMPANY_MOST = 60


class FormCard(Card):
    """Passive.

    Signals:
        typed: a field by name and what stands in it; save_wanted: whether the card is to be printed; cleared.
    """

    typed = Signal(str, str)
    save_wanted = Signal(bool)
    cleared = Signal()

    def __init__(self, look: Look, words: Words, page: QWidget) -> None:
        super().__init__()
        self._look, self._words = look, words
        outer = column_in(self)
        outer.setContentsMargins(look.gap(24), look.gap(16), look.gap(12), look.gap(16))
        outer.setSpacing(look.gap(10))
        self._inside = Scrolling(look.gap(6))
        self._inside.column.setContentsMargins(0, 0, look.gap(12), 4)
        outer.addWidget(self._inside, 1)
        self._build_first_row()
        self.known = KnownNote(look, words)
        self._column.addWidget(self.known)
        self._build_group()
        self._build_work(page)
        self.consent = ConsentBox(look, words.say("ui.people.consent_how"))
        self.consent.toggled.connect(lambda on: self.typed.emit("consent", "yes" if on else ""))
        self._column.addSpacing(look.gap(4))
        self._keep("consent", self.consent, words.say("plain.field.consent"))
        self._column.addStretch(1)
        outer.addLayout(self._build_foot())
        self._order()

    @property
    def _column(self) -> QVBoxLayout:
        return self._inside.column

    # --- what is told ---------------------------------------------------------------------------------------

    def show_form(self, form: RegisterForm) -> None:
        self.consent.show_text(speech.title(self._words, form.consent))
        self.company.set_known(form.companies)
        if self.proof.count() != len(form.proofs) + 1:
            here = self.proof.code()
            self.proof.blockSignals(True)
            self.proof.clear()
            self.proof.addItem(self._words.say("plain.no_proof"), "")
            for code, titles in form.proofs:
                self.proof.addItem(speech.title(self._words, titles), code)
            self.proof.blockSignals(False)
            self.proof.choose(here)
        self.save.setText(self._words.say("ui.people.save_print" if form.prints else "ui.people.save"))
        self.only.setVisible(form.prints)

    def show_draft(self, draft: Mapping[str, str]) -> None:
        """What is being typed stays as it is typed."""
        for name, line in (("name", self.name), ("company", self.company)):
            if line.text() != draft.get(name, ""):
                line.setText(draft.get(name, ""))
                line.setCursorPosition(0)
        self.phone.show_digits(draft.get("phone", ""))
        self.groups.show_chosen(draft.get("group", ""))
        self.proof.choose(draft.get("proof", ""))
        self.consent.blockSignals(True)
        self.consent.setChecked(draft.get("consent") == "yes")
        self.consent.blockSignals(False)
        self.consent.update()

    def show_known(self, known: KnownPhone | None) -> None:
        """While it stands, its answer is the filled button."""
        self.known.show_known(known)
        self.save.set_kind(Kind.PLAIN if known else Kind.PRIMARY)

    def show_refused(self, field: str, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._refused.setVisible(bool(sentence))
        self._refused.setAccessibleName(sentence)
        for name, line in (("name", self.name), ("phone", self.phone), ("company", self.company)):
            wrong = bool(sentence) and name == field
            if bool(line.property("wrong")) != wrong:
                line.setProperty("wrong", wrong)
                line.style().polish(line)

    def focus_on(self, field: str) -> None:
        target = {"name": self.name, "phone": self.phone, "group": self.groups, "company": self.company,
                  "consent": self.consent, "same": self.known.yes}.get(field, self.name)  # fmt: skip
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self._inside.ensureWidgetVisible(target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in any field."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.save_wanted.emit(True)
            return
        super().keyPressEvent(event)

    # --- how it is built ------------------------------------------------------------------------------------

    def _label(self, key: str, note: str = "") -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        row = row_in(made, 0, look.gap(8))
        row.addWidget(Text(look, words.say(key), "body", 700))
        row.addWidget(Elided(look, words.say(note) if note else "", "small", 400, "ink_2"), 1)
        return made

    def _keep(self, name: str, widget: QWidget, label: str, to: QVBoxLayout | None = None) -> None:
        widget.setObjectName(f"people.{name}")
        widget.setAccessibleName(label)
        (to or self._column).addWidget(widget)

    def _build_first_row(self) -> None:
        look, words = self._look, self._words
        row = row_in(None, 0, look.gap(16))
        self.name = QLineEdit()
        self.name.setFixedHeight(look.px(44))
        self.name.setMaxLength(NAME_MOST)
        self.name.textChanged.connect(partial(self.typed.emit, "name"))
        self.phone = PhoneField(look)
        self.phone.typed.connect(partial(self.typed.emit, "phone"))
        pairs = (("name", self.name, ""), ("phone", self.phone, "ui.people.phone_note"))
        for name, widget, note in pairs:
            column = QVBoxLayout()
            column.setSpacing(look.gap(6))
            key = "ui.people.field_name" if name == "name" else "ui.people.field_phone"
            column.addWidget(self._label(key, note))
            self._keep(name, widget, words.say(key), column)
            row.addLayout(column, 1)
        self._column.addLayout(row)

    def _build_group(self) -> None:
        look, words = self._look, self._words
        self._column.addSpacing(look.gap(4))
        self._column.addWidget(self._label("ui.people.field_group", "" if look.large else "ui.people.group_note"))
        narrow = look.scale == 125 and words.language != "zh"
        self.groups = GroupChoice(look, words, words.say("ui.people.field_group"), 2 if narrow else 3)
        self.groups.chosen.connect(partial(self.typed.emit, "group"))
        self._column.addWidget(self.groups)

    def _build_work(self, page: QWidget) -> None:
        """Company and proof, beside each other; neither is needed."""
        look, words = self._look, self._words
        self.company = SuggestField(look, page)
        self.company.setMaxLength(COMPANY_MOST)
        self.company.textChanged.connect(partial(self.typed.emit, "company"))
        self.proof = ChoiceField(look, (("", words.say("plain.no_proof")),), "")
        self.proof.chosen.connect(partial(self.typed.emit, "proof"))
        row = row_in(None, 0, look.gap(16))
        for name, widget in (("company", self.company), ("proof", self.proof)):
            column = QVBoxLayout()
            column.setSpacing(look.gap(6))
            key = "ui.people.field_company" if name == "company" else "ui.people.field_proof"
            column.addWidget(self._label(key, "ui.people.may_be_empty"))
            self._keep(name, widget, words.say(key), column)
            row.addLayout(column, 1)
        self._column.addSpacing(look.gap(4))
        self._column.addLayout(row)

    def _build_foot(self) -> QVBoxLayout:
        look, words = self._look, self._words
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, look.gap(12), 0)
        column.setSpacing(look.gap(8))
        self._refused = Card("wrong")
        self._refused.setObjectName("people.refused")
        self._sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        column_in(self._refused, look.gap(10)).addWidget(self._sentence)
        self._refused.hide()
        column.addWidget(self._refused)
        row = row_in(None, 0, look.gap(10))
        self.save = Button(look, words.say("ui.people.save_print"), Kind.PRIMARY, "print")
        self.save.setObjectName("people.save")
        self.save.setToolTip(words.say("ui.people.save_key"))
        self.save.clicked.connect(lambda: self.save_wanted.emit(True))
        self.only = Button(look, words.say("ui.people.save"), Kind.PLAIN)
        self.only.setObjectName("people.only_save")
        self.only.clicked.connect(lambda: self.save_wanted.emit(False))
        self.clear = Button(look, words.say("ui.people.clear"), Kind.WORDS)
        self.clear.setObjectName("people.clear")
        self.clear.clicked.connect(self.cleared)
        row.addWidget(self.save)
        row.addWidget(self.only)
        row.addStretch(1)
        row.addWidget(self.clear)
        column.addLayout(row)
        return column

    def _order(self) -> None:
        """Tab goes as one reads."""
        stops = (self.name, self.phone, self.known.yes, self.known.no, *self.groups.tiles.values(), self.company,
                 self.proof, self.consent, self.save, self.only, self.clear)  # fmt: skip
        for before, after in itertools.pairwise(stops):
            QWidget.setTabOrder(before, after)
