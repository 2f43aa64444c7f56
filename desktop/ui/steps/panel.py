"""The panel of the guided steps: all of a flow's steps in view at the left, the one in hand at the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.day_pages import FLOWS, Closed, HandedOver, Opened
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind, Painted
from desktop.ui.parts.card import Card, Icon, Rule, clear, column_in, row_in
from desktop.ui.parts.text import Elided, Text, elide
from desktop.ui.plain.paper import PaperCard
from desktop.ui.steps.contents import CheckStep, SignStep, Told, make_step
from desktop.ui.steps.draft import Shown
from desktop.ui.steps.presenter import PAPERS, StepsPresenter

# What the last step is called on its button, and its icon.
_DO = {"open_day": "today", "hand_over": "handover", "close_day": "lock"}


class Mark(Painted):
    """A step by its number; where one is, and what lies behind."""

    def __init__(self, look: Look, number: int, said: str) -> None:
        super().__init__(look, said)
        self._number = number
        self.here = self.behind = False

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(160), self.look.px(52))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        if self.here or self.hovered:
            self.paint_box(painter, "accent_tint", "", look.radius("control"))
        size = look.px(28)
        box = QRectF(look.gap(10), (self.height() - size) / 2, size, size)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.qcolor("accent" if self.here or self.behind else "line_control"))
        painter.setBrush(look.qcolor("accent" if self.here else "surface"))
        painter.drawEllipse(box)
        if self.behind:
            edge = size * 0.22
            look.icons.draw(painter, "check", box.adjusted(edge, edge, -edge, -edge), look.color("accent_ink"), 2.4)
        else:
            painter.setFont(look.font("small", 700))
            painter.setPen(look.qcolor("on_accent" if self.here else "ink_2"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))
        left = round(box.right()) + look.gap(10)
        font = look.font("body", 700 if self.here else 500)
        painter.setFont(font)
        painter.setPen(look.qcolor("accent_ink" if self.here else "ink"))
        room = self.rect().adjusted(left, 0, -4, 0)
        metrics = painter.fontMetrics()
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elide(metrics, self.said, room.width()))


class StepsPanel(Card):
    """Passive.

    Signals:
        next_wanted: with the PIN that stands in the step, if it has one.
        back_wanted, put_away, paper_closed: what they say.
        step_wanted: the number of a step.
        typed: name and value of a field. answered: checkpoint and result.
        left_wanted: a `Todo`. paper_wanted: a kind of paper. save_wanted: where to keep the paper.
    """

    next_wanted = Signal(str)
    back_wanted = Signal()
    put_away = Signal()
    step_wanted = Signal(int)
    typed = Signal(str, str)
    answered = Signal(str, str)
    left_wanted = Signal(object)
    paper_wanted = Signal(str)
    paper_closed = Signal()
    save_wanted = Signal(str)

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._key: tuple[object, ...] = ()
        self.step: Any = None
        self._told = Told(self.typed.emit, self.answered.emit, self.left_wanted.emit, self.go_on)
        outer = column_in(self, 1)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._stack.addWidget(self._build())
        self.paper = PaperCard(look, words)
        self.paper.save_wanted.connect(self.save_wanted)
        self.paper.closed.connect(self.paper_closed)
        self._stack.addWidget(self.paper)

    def connect_to(self, presenter: StepsPresenter) -> None:
        self.next_wanted.connect(presenter.go_on)
        self.back_wanted.connect(presenter.back)
        self.put_away.connect(presenter.put_away)
        self.step_wanted.connect(presenter.go_to)
        self.typed.connect(presenter.type)
        self.answered.connect(presenter.answer)
        self.left_wanted.connect(presenter.lead_to)
        self.paper_wanted.connect(presenter.look_at)
        self.paper_closed.connect(presenter.close_paper)
        self.save_wanted.connect(presenter.save_paper)

    def show_steps(self, shown: Shown) -> None:
        """Made anew when the step is another one; what is being typed is never touched."""
        draft = shown.draft
        key = (draft.flow, draft.at, draft.done, shown.page.takers)
        if key != self._key:
            self._key = key
            self._show_marks(shown)
            self._show_step(shown)
        elif draft.done is None and hasattr(self.step, "refresh"):
            self.step.refresh(shown)
        self._refused.setVisible(bool(draft.refused))
        self._sentence.setText(draft.refused)
        self._refused.setAccessibleName(draft.refused)

    def show_paper(self, paper: bytes) -> None:
        if paper:
            self._stack.setCurrentIndex(1)
            self.paper.show_paper(paper, max(300, self.width() - 4 * self._look.gap(16)))
        else:
            self.paper.show_paper(b"", 0)
            self._stack.setCurrentIndex(0)

    @property
    def asks_checks(self) -> bool:
        """Whether the step in view is the self-check."""
        return isinstance(self.step, CheckStep)

    def start_focus(self) -> None:
        """Where work begins: the first field, else the button that goes on."""
        first = getattr(self.step, "first", None)
        (first or self.next).setFocus()

    def go_on(self) -> None:
        pin = self.step.pin.text() if isinstance(self.step, SignStep) and self.step.pin is not None else ""
        self.next_wanted.emit(pin)

    # --- how it is built ------------------------------------------------------------------------------------------

    def _build(self) -> QWidget:
        look, words = self._look, self._words
        made = QWidget()
        across = row_in(made, 0, 0)
        side = QWidget()
        side.setFixedWidth({100: 232, 125: 262}.get(look.scale, 292))
        marks = column_in(side, look.gap(12), look.gap(4))
        self._flow = Text(look, "", "title", 700, wrap=True)
        marks.addWidget(self._flow)
        marks.addSpacing(look.gap(6))
        self._marks: QVBoxLayout = QVBoxLayout()
        self._marks.setSpacing(look.gap(4))
        marks.addLayout(self._marks)
        marks.addStretch(1)
        self._minute = Text(look, words.say("steps.kept"), "small", 400, "ink_2", wrap=True)
        marks.addWidget(self._minute)
        across.addWidget(side)
        across.addWidget(Rule(upright=True))
        right = QWidget()
        column = column_in(right, 0, look.gap(10))
        column.setContentsMargins(look.gap(24), look.gap(16), look.gap(20), look.gap(16))
        self._title = Elided(look, "", 22, 700)
        column.addWidget(self._title)
        self._room = QVBoxLayout()
        column.addLayout(self._room, 1)
        self._refused = Card("wrong")
        self._sentence = Text(look, "", "small", 500, "wrong_ink", wrap=True)
        column_in(self._refused, look.gap(10)).addWidget(self._sentence)
        self._refused.hide()
        column.addWidget(self._refused)
        column.addLayout(self._foot())
        across.addWidget(right, 1)
        return made

    def _foot(self) -> Any:
        look, words = self._look, self._words
        foot = row_in(None, 0, look.gap(10))
        self.next = Button(look, words.say("steps.next"), Kind.PRIMARY, "chevron_right", icon_after=True)
        self.next.setObjectName("steps.next")
        self.next.clicked.connect(self.go_on)
        self.back = Button(look, words.say("steps.back"), Kind.PLAIN, "chevron_left")
        self.back.setObjectName("steps.back")
        self.back.clicked.connect(self.back_wanted)
        self.drop = Button(look, words.say("ui.cancel"), Kind.WORDS)
        self.drop.setObjectName("steps.drop")
        self.drop.clicked.connect(self.put_away)
        foot.addWidget(self.next)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.drop)
        return foot

    def _show_marks(self, shown: Shown) -> None:
        draft, words = shown.draft, self._words
        self._flow.setText(words.say(f"steps.flow.{draft.flow}"))
        clear(self._marks)
        for at, code in enumerate(FLOWS[draft.flow]):
            mark = Mark(self._look, at + 1, words.say(f"steps.step.{code}"))
            mark.setObjectName(f"steps.step.{code}")
            mark.here = at == draft.at and draft.done is None
            mark.behind = at < draft.at or draft.done is not None
            mark.setEnabled(draft.done is None)
            mark.clicked.connect(self._wanting(at))
            self._marks.addWidget(mark)
        self._minute.setVisible(draft.done is None)

    def _wanting(self, at: int) -> Callable[[], None]:
        return lambda: self.step_wanted.emit(at)

    def _show_step(self, shown: Shown) -> None:
        draft, words = shown.draft, self._words
        done = draft.done is not None
        clear(self._room)
        self.step = self._done(shown) if done else make_step(self._look, words, shown, self._told)
        self._room.addWidget(self.step, 1)
        self._title.set_text(words.say("steps.done.title") if done else words.say(f"steps.ask.{draft.step}"))
        self.back.setVisible(draft.at > 0 and not done)
        self.next.setVisible(not done)
        last = draft.last
        self.next.icon_name = _DO[draft.flow] if last else "chevron_right"
        self.next.setText(words.say(f"steps.do.{draft.flow}") if last else words.say("steps.next"))
        self.drop.setText(words.say("steps.done.back") if done else words.say("ui.cancel"))
        self.drop.set_kind(Kind.PRIMARY if done else Kind.WORDS)
        if self.isVisible():
            (self.drop if done else getattr(self.step, "first", None) or self.next).setFocus()

    def _done(self, shown: Shown) -> QWidget:
        """What came of it, and the papers to sign."""
        look, words, draft = self._look, self._words, shown.draft
        made = QWidget()
        column = column_in(made, 0, look.gap(12))
        head = row_in(None, 0, look.gap(14))
        head.addWidget(Icon(look, "check", "good_ink", 34, 56, "good_tint"), 0, Qt.AlignmentFlag.AlignTop)
        said = Text(look, "\n".join(said_of(words, shown)), "body", 500, wrap=True)
        said.setObjectName("steps.said")
        head.addWidget(said, 1)
        column.addLayout(head)
        papers = [] if isinstance(draft.done, Opened) and not draft.done.passed + draft.done.failed else [
            *PAPERS[draft.flow]]  # fmt: skip
        if papers:
            column.addWidget(Text(look, words.say(f"steps.paper.{draft.flow}"), "small", 400, "ink_2", wrap=True))
        buttons = row_in(None, 0, look.gap(10))
        for kind in papers:
            button = Button(look, words.say(f"plain.paper.{kind}"), Kind.PLAIN, "papers")
            button.setObjectName(f"steps.paper.{kind}")
            button.clicked.connect(self._looking(kind))
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)
        return made

    def _looking(self, kind: str) -> Callable[[], None]:
        return lambda: self.paper_wanted.emit(kind)


def said_of(words: Words, shown: Shown) -> list[str]:
    """The sentences of what was done."""
    done = shown.draft.done
    if isinstance(done, Opened):
        late = (
            words.say("plain.said.opened_late", minutes=done.late) if done.late else words.say("ui.today.opened_done")
        )
        key = "checked" if done.passed + done.failed else "not_checked"
        return [late, words.say(f"plain.said.{key}", passed=done.passed, failed=done.failed)]
    if isinstance(done, HandedOver):
        return [words.say("steps.done.handed_over", taker=done.taker), words.say("steps.done.switch")]
    if isinstance(done, Closed):
        whole = done.whole
        values = {"captured": whole.captured, "acknowledged": whole.acknowledged, "waiting": whole.waiting,
                  "flagged": whole.flagged}  # fmt: skip
        return [words.say("ui.today.closed_done"), words.say("steps.close.signed", **values)]
    return []
