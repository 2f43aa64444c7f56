"""What stands in each step: what is known already is filled in, what is asked has one field."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.core.day_pages import Check
from desktop.core.money import yuan_sign
from desktop.core.pages import Todo
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, Rule, Scrolling, column_in, row_in
from desktop.ui.parts.choices import Choices, Part
from desktop.ui.parts.text import Elided, Text
from desktop.ui.plain.fields import ChoiceField
from desktop.ui.steps.draft import Shown
from desktop.ui.steps.figures import FiguresStep

_SHADES = {
    "wrong": ("wrong_ink", "wrong_tint"),
    "attention": ("attention_ink", "attention_tint"),
    "plain": ("accent_ink", "accent_tint"),
}
_ON_HAND = {"problems": "warn", "chase": "phone", "loans": "handover", "medicine": "medicine", "waiting": "sync"}


class Told:
    """Who hears of what a person does in a step."""

    def __init__(
        self,
        typed: Callable[[str, str], None],
        answered: Callable[[str, str], None],
        led: Callable[[Todo], None],
        entered: Callable[[], None],
    ) -> None:
        self.typed, self.answered, self.led, self.entered = typed, answered, led, entered


class Step(QWidget):
    """Base. `first` takes the keyboard; `update` shows what changed and keeps what is being typed."""

    def __init__(self, look: Look, words: Words, shown: Shown, told: Told) -> None:
        super().__init__()
        self.look, self.words, self.told = look, words, told
        self.first: QWidget | None = None
        self.column: QVBoxLayout = column_in(self, 0, look.gap(10))
        self.build(shown)

    def build(self, shown: Shown) -> None:
        """Fills `column`."""

    def refresh(self, shown: Shown) -> None:
        """Something changed meanwhile."""

    # --- what several need ------------------------------------------------------------------------------------

    def note(self, key: str, **values: object) -> None:
        self.column.addWidget(Text(self.look, self.words.say(key, **values), "small", 400, "ink_2", wrap=True))

    def line(self, name: str, value: str, *, secret: bool = False, hint: str = "") -> QLineEdit:
        """A label and a field; Enter goes on."""
        label = self.words.say(f"steps.field.{name}")
        self.column.addWidget(Text(self.look, label, "small", 500, "ink_2"))
        field = QLineEdit(value)
        field.setObjectName(f"steps.{name}")
        field.setAccessibleName(label)
        field.setFixedHeight(self.look.px(44))
        field.setMaxLength(1000)
        field.setPlaceholderText(hint)
        if secret:
            field.setEchoMode(QLineEdit.EchoMode.Password)
        field.textChanged.connect(lambda text: self.told.typed(name, text))
        field.returnPressed.connect(self.told.entered)
        self.column.addWidget(field)
        self.first = self.first or field
        return field

    def matters(self, room: QVBoxLayout, todos: tuple[Todo, ...]) -> None:
        """What is unfinished, each with where it is seen to; it blocks nothing."""
        for at, todo in enumerate(todos):
            if at:
                room.addWidget(Rule())
            room.addWidget(self._matter(todo))

    def _matter(self, todo: Todo) -> QWidget:
        look = self.look
        ink, tint = _SHADES.get(todo.urgency, _SHADES["plain"])
        made = QWidget()
        made.setMinimumHeight(look.px(62))
        row = row_in(made, 0, look.gap(12))
        row.addWidget(Icon(look, todo.title.icon or "info", ink, 24, 40, tint), 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        said = speech.hint(self.words, todo.title)
        lines.addWidget(Elided(look, said, "body", 500))
        lines.addWidget(Elided(look, speech.hint(self.words, todo.detail), "small", 400, "ink_2"))
        lines.addStretch(1)
        row.addLayout(lines, 1)
        button = Button(look, self.words.say("steps.see"), Kind.PLAIN)
        button.setObjectName(f"steps.left.{todo.kind}")
        button.setAccessibleDescription(said)
        button.clicked.connect(lambda: self.told.led(todo))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return made

    def fact(self, room: QVBoxLayout, icon: str, title: str, said: str) -> None:
        """What is known already: an icon, what it is, and how it stands."""
        look = self.look
        made = QWidget()
        made.setMinimumHeight(look.px(40))
        row = row_in(made, 0, look.gap(12))
        row.addWidget(Icon(look, icon, "accent_ink", 20), 0, Qt.AlignmentFlag.AlignTop)
        label = Text(look, title, "body", 400, "ink_2", wrap=True)
        label.setFixedWidth(look.px(200))
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        body = Text(look, said, "body", 500, wrap=True)
        row.addWidget(body, 1, Qt.AlignmentFlag.AlignTop)
        made.setAccessibleName(f"{title} {said}")
        room.addWidget(made)

    def calm(self, key: str) -> QWidget:
        """Nothing is unfinished."""
        made = QWidget()
        row = row_in(made, 0, self.look.gap(12))
        row.addWidget(Icon(self.look, "check", "good_ink", 24, 40, "good_tint"))
        row.addWidget(Text(self.look, self.words.say(key), "body", 500, wrap=True), 1)
        return made


class TwoWay(Choices):
    """合格 / 不合格: nothing preset."""

    def __init__(self, look: Look, words: Words, check: Check, about: str) -> None:
        QWidget.__init__(self)
        self._init_row(about)
        for code, fill, icon in (("pass", "good_fill", "check"), ("fail", "wrong_fill", "cross")):
            part = Part(look, words.say(f"ui.inspect.{code}"), fill, icon, wide=84)
            part.setAccessibleDescription(about)
            part.setObjectName(f"check.{check.checkpoint}.{code}")
            self._add(code, part)
        self._finish(False)


class CheckStep(Step):
    """The one-minute self-check."""

    def build(self, shown: Shown) -> None:
        self._rows: dict[str, TwoWay] = {}
        self.note("steps.check.note")
        room = Scrolling()
        self.column.addWidget(room, 1)
        for at, check in enumerate(shown.page.checks):
            if at:
                room.column.addWidget(Rule())
            room.column.addWidget(self._row(at, check))
        room.column.addStretch(1)
        self._why = Step(self.look, self.words, shown, self.told)
        self._why.line(
            "check_note", shown.draft.values.get("check_note", ""), hint=self.words.say("plain.may_be_empty")
        )
        self.column.addWidget(self._why)
        self.first = next(iter(self._rows.values())).parts["pass"] if self._rows else None
        self.refresh(shown)

    def refresh(self, shown: Shown) -> None:
        for checkpoint, row in self._rows.items():
            row.choose(shown.draft.answers.get(checkpoint, ""))
        self._why.setVisible("fail" in shown.draft.answers.values())

    def _row(self, at: int, check: Check) -> QWidget:
        look, words = self.look, self.words
        made = QWidget()
        row = row_in(made, 0, look.gap(10))
        row.setContentsMargins(0, 1, look.gap(4), 1)
        digit = Text(look, str(at + 1), "caption", 500, "ink_2")
        digit.setFixedWidth(look.px(14))
        row.addWidget(digit)
        said = speech.title(words, check.titles)
        row.addWidget(Text(look, said, "body", 500, wrap=True), 1)
        choices = TwoWay(look, words, check, said)
        choices.chosen.connect(lambda code: self.told.answered(check.checkpoint, code))
        self._rows[check.checkpoint] = choices
        row.addWidget(choices)
        return made


class KnowStep(Step):
    """What whoever opens should know: hours, what the shift before left, what is open."""

    def build(self, shown: Shown) -> None:
        page, words = shown.page, self.words
        room = Scrolling()
        self.column.addWidget(room, 1)
        self.fact(room.column, "operator", words.say("steps.know.who"), page.operator)
        self.fact(room.column, "clock", words.say("steps.know.posted"), hours(words, page.posted))
        if page.before is not None:
            before = page.before
            over = words.say(
                "steps.know.over", giver=before.giver, taker=before.taker, when=day_time(words, before.when)
            )
            self.fact(room.column, "handover", words.say("steps.know.before"), over)
            self.fact(room.column, "lock", words.say("steps.field.keys"), str(before.keys))
            for name in ("lost_property", "note"):
                if getattr(before, name):
                    self.fact(room.column, "info", words.say(f"steps.field.{name}"), getattr(before, name))
        room.column.addWidget(Rule())
        if page.left:
            self.matters(room.column, page.left)
        else:
            room.column.addWidget(self.calm("steps.know.none"))
        room.column.addStretch(1)


class OpenStep(Step):
    def build(self, shown: Shown) -> None:
        page, words, answers = shown.page, self.words, shown.draft.answers
        results = list(answers.values())
        passed, failed = results.count("pass"), results.count("fail")
        unseen = len(page.checks) - passed - failed
        self.fact(self.column, "operator", words.say("steps.know.who"), page.operator)
        self.fact(self.column, "calendar", words.say("steps.open.day"), speech.long_day(words, page.day))
        self.fact(self.column, "clock", words.say("steps.know.posted"), hours(words, page.posted))
        seen = words.say("steps.open.checked", passed=passed, failed=failed, unseen=unseen)
        self.fact(self.column, "inspect", words.say("steps.step.check"), seen)
        if failed:
            self.note("steps.open.failed")
        if unseen:
            self.note("steps.open.unseen", unseen=unseen)
        self.column.addStretch(1)


class PassOnStep(Step):
    """What goes along at a hand-over, counted by the services."""

    def build(self, shown: Shown) -> None:
        page, words = shown.page, self.words
        self.note("steps.pass_on.note")
        room = Scrolling()
        self.column.addWidget(room, 1)
        for name, count in page.on_hand:
            self.fact(room.column, _ON_HAND.get(name, "info"), words.say(f"steps.on_hand.{name}"), f"{count:,}")
        room.column.addWidget(Rule())
        self.matters(room.column, page.left)
        room.column.addStretch(1)


class ThingsStep(Step):
    def build(self, shown: Shown) -> None:
        values = shown.draft.values
        self.note("steps.things.note")
        empty = self.words.say("plain.may_be_empty")
        self.line("keys", values.get("keys", "0"))
        self.line("lost_property", values.get("lost_property", ""), hint=empty)
        self.line("note", values.get("note", ""), hint=empty)
        self.column.addStretch(1)


class SignStep(Step):
    """Who takes over gives their own PIN; who hands over is signed in."""

    def build(self, shown: Shown) -> None:
        page, words = shown.page, self.words
        self.fact(self.column, "operator", words.say("steps.sign.giver"), page.operator)
        self.pin: QLineEdit | None = None
        if not page.takers:
            self.column.addWidget(Text(self.look, words.say("steps.sign.nobody"), "body", 500, wrap=True))
            self.column.addStretch(1)
            return
        self.column.addWidget(Text(self.look, words.say("steps.sign.taker"), "small", 500, "ink_2"))
        here = shown.draft.values.get("taker", page.takers[0][0] if len(page.takers) == 1 else "")
        none = (("", words.say("steps.sign.who")),) if len(page.takers) > 1 else ()
        taker = ChoiceField(self.look, (*none, *page.takers), here)
        taker.setObjectName("steps.taker")
        taker.setAccessibleName(words.say("steps.sign.taker"))
        taker.chosen.connect(lambda code: self.told.typed("taker", code))
        self.column.addWidget(taker)
        self.first = taker if not here else None
        self.pin = self.line("pin", "", secret=True)
        self.note("steps.sign.note")
        self.column.addStretch(1)


class LeftStep(Step):
    """What is unfinished before the day is closed."""

    def build(self, shown: Shown) -> None:
        if not shown.page.left:
            self.column.addWidget(self.calm("steps.left.none"))
            self.column.addStretch(1)
            return
        self.note("steps.left.note")
        room = Scrolling()
        self.column.addWidget(room, 1)
        self.matters(room.column, shown.page.left)
        room.column.addStretch(1)


class CloseStep(Step):
    def build(self, shown: Shown) -> None:
        page, words = shown.page, self.words
        self.fact(self.column, "operator", words.say("steps.know.who"), page.operator)
        self.fact(self.column, "calendar", words.say("steps.close.day"), speech.long_day(words, page.closing))
        taken = words.say("steps.close.figures", visits=page.brief.visits, meals=page.brief.meals,
                          sum=yuan_sign(page.brief.taken_fen))  # fmt: skip
        self.fact(self.column, "today", words.say("steps.close.sums"), taken)
        whole = page.whole
        signed = words.say("steps.close.signed", captured=whole.captured, acknowledged=whole.acknowledged,
                           waiting=whole.waiting, flagged=whole.flagged)  # fmt: skip
        self.fact(self.column, "papers", words.say("steps.close.facts"), signed)
        sure = Card("attention")
        row = row_in(sure, self.look.gap(10), self.look.gap(10))
        row.addWidget(Icon(self.look, "info", "attention_ink", 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(self.look, words.say("ui.today.sure"), "body", 500, "attention_ink", wrap=True), 1)
        self.column.addWidget(sure)
        self.column.addStretch(1)


STEP_OF: dict[str, type[Step]] = {
    "check": CheckStep,
    "know": KnowStep,
    "open": OpenStep,
    "pass_on": PassOnStep,
    "things": ThingsStep,
    "sign": SignStep,
    "left": LeftStep,
    "close": CloseStep,
}


def make_step(look: Look, words: Words, shown: Shown, told: Told) -> QWidget:
    """The content of the step in view."""
    if shown.draft.step == "figures":
        return FiguresStep(look, words, shown)
    return STEP_OF[shown.draft.step](look, words, shown, told)


def hours(words: Words, posted: tuple[tuple[str, str], ...]) -> str:
    spans = (words.say("steps.know.span", begin=begin, end=end) for begin, end in posted)
    return words.say("ui.list").join(spans) or words.say("hours.closed")


def day_time(words: Words, stamp: str) -> str:
    day, _, time = stamp.partition(" ")
    return f"{speech.short_day(words, day)} {time}"
