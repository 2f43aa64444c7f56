"""The section 练习: at a real station the way in; at the practice station what was tried, and the way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.practice_pages import PracticePage, PracticeStep
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Icon, Rule, Scrolling, clear, column_in, row_in
from desktop.ui.parts.text import Text
from desktop.ui.practice.presenter import PracticePresenter


class PracticeView(PageView):
    """Passive.

    Signals:
        begin_wanted, leave_wanted, save_wanted: what was pressed.
    """

    begin_wanted = Signal()
    leave_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "settings")
        self._room = QWidget()
        self._column = column_in(self._room, 0, look.gap(16))
        self.body.addWidget(self._room, 1)

    def connect_to(self, presenter: PracticePresenter) -> None:
        self.begin_wanted.connect(presenter.begin)
        self.leave_wanted.connect(presenter.leave)
        self.save_wanted.connect(presenter.save)
        presenter.attach(self)

    def show_page(self, page: PracticePage) -> None:
        clear(self._column)
        if page.practising:
            self._steps(page)
        else:
            self._way_in()

    def ask_place(self, suggested: str) -> str:
        place, _ = QFileDialog.getSaveFileName(self, self.words.say("practice.save"), suggested, "PDF (*.pdf)")
        return place

    def start_focus(self) -> None:
        self.setFocus()

    def _way_in(self) -> None:
        say = self.words.say
        begin = self._button("begin", Kind.PRIMARY, "practice")
        begin.clicked.connect(self.begin_wanted)
        note = EmptyNote(self.look, "practice", say("practice.what"), say("practice.how"), begin)
        self._column.addWidget(note, 1)

    def _steps(self, page: PracticePage) -> None:
        look, say = self.look, self.words.say
        card = Card()
        inside = column_in(card, look.gap(20), look.gap(4))
        inside.addWidget(Text(look, say("practice.done", done=page.done, all=len(page.steps)), "title", 700))
        inside.addWidget(Text(look, say("practice.told"), "small", 400, "ink_2", wrap=True))
        rows = Scrolling(0)
        for number, step in enumerate(page.steps):
            if number:
                rows.column.addWidget(Rule())
            rows.column.addWidget(self._step(step))
        rows.column.addStretch(1)
        inside.addWidget(rows, 1)
        self._column.addWidget(card, 1)
        foot = row_in(None, 0, look.gap(12))
        for name, kind, icon, told in (
            ("leave", Kind.PLAIN, "leave", self.leave_wanted),
            ("save", Kind.PRIMARY, "save", self.save_wanted),
        ):
            button = self._button(name, kind, icon)
            button.clicked.connect(told)
            foot.addWidget(button)
        foot.addStretch(1)
        self._column.addLayout(foot)

    def _step(self, step: PracticeStep) -> QWidget:
        look, say = self.look, self.words.say
        made = QWidget()
        row = row_in(made, 0, look.gap(14))
        row.setContentsMargins(0, look.gap(8), 0, look.gap(8))
        done = step.times > 0
        row.addWidget(
            Icon(
                look,
                "check" if done else "minus",
                "good_ink" if done else "ink_2",
                20,
                36,
                "good_tint" if done else "sunken",
            )
        )
        beside = QWidget()
        words = column_in(beside, 0, 2)
        words.addWidget(Text(look, say(f"paper.readiness.step.{step.code}"), "body", 700, wrap=True))
        words.addWidget(Text(look, say(f"paper.readiness.step.{step.code}_said"), "small", 400, "ink_2", wrap=True))
        row.addWidget(beside, 1)
        told = say("practice.times", count=step.times, last=step.last) if done else say("practice.never")
        row.addWidget(Text(look, told, "small", 500, "good_ink" if done else "ink_2"), 0, Qt.AlignmentFlag.AlignRight)
        return made

    def _button(self, name: str, kind: Kind, icon: str) -> Button:
        made = Button(self.look, self.words.say(f"practice.{name}"), kind, icon)
        made.setObjectName(f"practice.{name}")
        return made
