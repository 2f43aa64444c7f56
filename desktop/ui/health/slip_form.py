"""A new slip: for whom, whether they may have a check, where to, which slot, consent. Enter issues and prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core.health_pages import SlipForm, SlipPerson
from desktop.core.referral import KINDS
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Scrolling, clear, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.consent_box import ConsentBox
from desktop.ui.parts.text import Elided, Text
from desktop.ui.plain.fields import ChoiceField

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SlipFormCard(Card):
    """Passive.

    Signals:
        who_typed: what is looked for; person_chosen: a rider, empty for somebody else.
        typed: a field and what stands in it; given; dropped.
    """

    who_typed = Signal(str)
    person_chosen = Signal(str)
    typed = Signal(str, str)
    given = Signal()
    dropped = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._form = SlipForm()
        self._shown: tuple[object, ...] = ()
        outer = column_in(self)
        outer.setContentsMargins(look.gap(20), look.gap(14), look.gap(8), look.gap(14))
        outer.setSpacing(look.gap(8))
        outer.addWidget(Text(look, words.say("ui.health.new"), "title", 700))
        self._inside = Scrolling(look.gap(6))
        self._inside.column.setContentsMargins(0, 0, look.gap(12), 4)
        outer.addWidget(self._inside, 1)
        self._build_who()
        self._build_fields()
        self._inside.column.addStretch(1)
        outer.addLayout(self._build_foot())

    # --- what is told ---------------------------------------------------------------------------------------

    def show_form(self, form: SlipForm) -> None:
        self._form = form
        self._fill(self.partner, tuple(form.partners))

    def show_draft(
        self, draft: Mapping[str, str], who: str, person: SlipPerson | None, found: tuple[SlipPerson, ...] | None
    ) -> None:
        if self.who.text() != who:
            self.who.setText(who)
        self._show_person(person, found)
        checkup = draft.get("kind") == "checkup"
        self.kind.choose(draft.get("kind", ""))
        self.kind.parts["checkup"].setEnabled(person is None or not person.checked)
        self.partner.choose(draft.get("partner", ""))
        self._slot_box.setVisible(checkup)
        self._reason_box.setVisible(not checkup)
        self._fill(self.slot, self._slots(self.partner.code()))
        self.slot.choose(draft.get("slot", ""))
        if self.reason.text() != draft.get("reason", ""):
            self.reason.setText(draft.get("reason", ""))
        self.consent.blockSignals(True)
        self.consent.setChecked(draft.get("consent") == "yes")
        self.consent.blockSignals(False)
        self.consent.update()

    def show_refused(self, sentence: str) -> None:
        self._sentence.setText(sentence)
        self._refused.setVisible(bool(sentence))
        self._refused.setAccessibleName(sentence)

    def start_focus(self) -> None:
        (self.who if self.who.isVisibleTo(self) else self.partner).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            if self.who.hasFocus():
                self.who_typed.emit(self.who.text())
            else:
                self.given.emit()
            return
        super().keyPressEvent(event)

    # --- how it is built ------------------------------------------------------------------------------------

    def _label(self, key: str) -> Text:
        return Text(self._look, self._words.say(key), "small", 500, "ink_2")

    def _build_who(self) -> None:
        look, words = self._look, self._words
        column = self._inside.column
        column.addWidget(self._label("ui.health.who"))
        self.who = QLineEdit()
        self.who.setObjectName("health.who")
        self.who.setAccessibleName(words.say("ui.health.who"))
        self.who.setPlaceholderText(words.say("ui.health.who_how"))
        self.who.setFixedHeight(look.px(44))
        self.who.setMaxLength(200)
        self.who.textEdited.connect(self.who_typed)
        column.addWidget(self.who)
        self._people = QVBoxLayout()
        self._people.setSpacing(look.gap(6))
        column.addLayout(self._people)

    def _show_person(self, person: SlipPerson | None, found: tuple[SlipPerson, ...] | None) -> None:
        if self._shown == (person, found):
            return
        self._shown = (person, found)
        look, words = self._look, self._words
        clear(self._people)
        self.who.setVisible(person is None)
        if person is not None:
            self._people.addWidget(self._chosen(person))
            return
        if found is not None and not found:
            self._people.addWidget(
                Text(look, words.say("ui.health.who_none"), "small", 500, "attention_ink", wrap=True)
            )
        for each in found or ():
            said = words.say("plain.dot").join((each.name, each.phone, speech.group_word(words, each.group)))
            button = _PersonButton(look, said, Kind.SOFT)
            button.setObjectName(f"health.person.{each.rider}")
            button.clicked.connect(partial(self.person_chosen.emit, each.rider))
            self._people.addWidget(button)

    def _chosen(self, person: SlipPerson) -> QWidget:
        """Who it is for, and whether a check may still be had this year: icon and words."""
        look, words = self._look, self._words
        made = Card("attention" if person.checked else "surface")
        made.setObjectName("health.chosen")
        column = column_in(made, look.gap(10), look.gap(4))
        top = row_in(None, 0, look.gap(10))
        top.addWidget(Icon(look, person.group or "people", "warm_ink", 24, 40, "warm_tint"))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(Elided(look, f"{person.name}  {person.phone}", "body", 700))
        lines.addWidget(Elided(look, speech.group_word(words, person.group), "small", 400, "ink_2"))
        top.addLayout(lines, 1)
        other = Button(look, words.say("ui.health.who_other"), Kind.WORDS)
        other.setObjectName("health.who_other")
        other.clicked.connect(lambda: self.person_chosen.emit(""))
        top.addWidget(other)
        column.addLayout(top)
        key = "ui.health.checked" if person.checked else "ui.health.eligible"
        said = words.say(key, day=speech.short_day(words, person.checked))
        ink, icon = ("attention_ink", "warn") if person.checked else ("good_ink", "check")
        row = row_in(None, 0, look.gap(6))
        row.addWidget(Icon(look, icon, ink, 18), 0, Qt.AlignmentFlag.AlignTop)
        text = Text(look, said, "small", 500, ink, wrap=True)
        text.setObjectName("health.eligible")
        row.addWidget(text, 1)
        column.addLayout(row)
        made.setAccessibleName(f"{person.name} {said}")
        return made

    def _build_fields(self) -> None:
        look, words = self._look, self._words
        column = self._inside.column
        self.kind = Choices(look, tuple((each, words.say(f"referral_kind.{each}")) for each in KINDS),
                            words.say("plain.field.kind"))  # fmt: skip
        self.kind.chosen.connect(partial(self.typed.emit, "kind"))
        for code, part in self.kind.parts.items():
            part.setObjectName(f"health.kind.{code}")
        column.addSpacing(look.gap(4))
        column.addWidget(self.kind)
        self.partner = ChoiceField(look, (), "")
        self._add("partner", self.partner, "ui.health.partner", column)
        self.slot = ChoiceField(look, (), "")
        self._slot_box = self._boxed("slot", self.slot, "ui.health.slot")
        self.reason = QLineEdit()
        self.reason.setFixedHeight(look.px(44))
        self.reason.setMaxLength(200)
        self._reason_box = self._boxed("reason", self.reason, "ui.health.reason")
        for name, choice in (("partner", self.partner), ("slot", self.slot)):
            choice.chosen.connect(partial(self.typed.emit, name))
        self.reason.textChanged.connect(partial(self.typed.emit, "reason"))
        self.consent = ConsentBox(look, words.say("ui.people.consent_how"))
        self.consent.setObjectName("health.consent")
        self.consent.show_text(words.say("ui.health.consent"))
        self.consent.toggled.connect(lambda on: self.typed.emit("consent", "yes" if on else ""))
        column.addSpacing(look.gap(4))
        column.addWidget(self.consent)

    def _add(self, name: str, widget: QWidget, key: str, column: QVBoxLayout) -> None:
        widget.setObjectName(f"health.{name}")
        widget.setAccessibleName(self._words.say(key))
        column.addWidget(self._label(key))
        column.addWidget(widget)

    def _boxed(self, name: str, widget: QWidget, key: str) -> QWidget:
        box = QWidget()
        inner = column_in(box, 0, self._look.gap(6))
        self._add(name, widget, key, inner)
        self._inside.column.addWidget(box)
        return box

    def _build_foot(self) -> QVBoxLayout:
        look, words = self._look, self._words
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, look.gap(12), 0)
        self._refused = Card("wrong")
        self._refused.setObjectName("health.refused")
        self._sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        column_in(self._refused, look.gap(10)).addWidget(self._sentence)
        self._refused.hide()
        column.addWidget(self._refused)
        row = row_in(None, 0, look.gap(8))
        self.do = Button(look, words.say("ui.health.issue"), Kind.PRIMARY, "print")
        self.do.setObjectName("health.issue")
        self.do.clicked.connect(self.given)
        row.addWidget(self.do, 1)
        drop = Button(look, words.say("ui.cancel"), Kind.WORDS)
        drop.setObjectName("health.drop")
        drop.clicked.connect(self.dropped)
        row.addWidget(drop)
        column.addLayout(row)
        return column

    def _slots(self, partner: str) -> tuple[tuple[str, str], ...]:
        words = self._words
        said = [("", words.say("ui.health.slot_none"))]
        for slot in self._form.slots:
            if slot.partner == partner:
                key = "ui.health.slot_free" if slot.free else "ui.health.slot_line"
                day = speech.short_day(words, slot.day)
                said.append((slot.slot, words.say(key, day=day, time=slot.time, free=slot.free)))
        return tuple(said)

    @staticmethod
    def _fill(field: ChoiceField, choices: tuple[tuple[str, str], ...]) -> None:
        """Only where the choices changed; what is chosen stays, and nobody is told."""
        here = tuple((str(field.itemData(at)), field.itemText(at)) for at in range(field.count()))
        if here == choices:
            return
        code = field.code()
        field.blockSignals(True)
        field.clear()
        for each, said in choices:
            field.addItem(said, each)
        field.blockSignals(False)
        field.choose(code)


class _PersonButton(Button):
    """Words that do not fit stand in the tool tip."""

    def __init__(self, look: Look, said: str, kind: Kind) -> None:
        super().__init__(look, said, kind)
        self.setToolTip(said)
