"""The page 用餐核销: made for a cashier with a queue, and the only page when the operator is a merchant."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.money import yuan_sign
from desktop.core.pages import MealsPage, PeriodTab, ScanAnswer
from desktop.core.till_pages import Budget
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hotkeys import PageKey, digits
from desktop.ui.look import Look
from desktop.ui.meals.block import AnswerBlock
from desktop.ui.meals.model import MealDelegate, VoidRow, spoken
from desktop.ui.meals.presenter import MealsPresenter
from desktop.ui.meals.tail import RESULTS, TailQuestion
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Rule, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.dropdown import Dropdown
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.parts.text import Elided, Figure, Text
from desktop.ui.plain.paper import PaperCard

HOLD_MS = 12_000
# px; a page lower than that shows less.
LOW = 560


class NextStrip(QWidget):
    """The next one may be scanned at any time."""

    def __init__(self, look: Look, said: str) -> None:
        super().__init__()
        self._look, self._said = look, said
        self.setFixedHeight(look.px(60))
        self.setAccessibleName(said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look
        pen = QPen(look.qcolor("line_control"), 2)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), look.radius("card"), look.radius("card"))
        font = look.font("title")
        size = look.px(24)
        wide = QFontMetrics(font).horizontalAdvance(self._said)
        left = (self.width() - wide - size - look.gap(16)) / 2
        look.icons.draw(painter, "scan", QRectF(left, (self.height() - size) / 2, size, size), look.color("ink_2"))
        painter.setFont(font)
        painter.setPen(look.qcolor("ink_2"))
        start = int(left + size + look.gap(16))
        painter.drawText(QRect(start, 0, wide + 4, self.height()), Qt.AlignmentFlag.AlignVCenter, self._said)


class MealsView(PageView):
    """Passive.

    Signals:
        void_asked: the meal; void_wanted: the reason; void_dropped: 不作废.
        merchant_chosen: the id of a merchant.
        answer_old: the answer has stood long enough.
        tail_answered: whether the digits that were asked for are theirs.
        paper_wanted: the end of shift; paper_closed: back to the till; save_wanted: where to keep it.
    """

    paper_wanted = Signal()
    paper_closed = Signal()
    save_wanted = Signal(str)

    void_asked = Signal(str)
    void_wanted = Signal(str)
    void_dropped = Signal()
    merchant_chosen = Signal(str)
    answer_old = Signal()
    tail_answered = Signal(str)

    HEAD_IS_FULL = True

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "meals")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._page: MealsPage | None = None
        self._void_row: VoidRow | None = None
        self._shown_periods: tuple[tuple[PeriodTab, ...], bool] = ((), False)
        self._periods: Choices | None = None
        self.merchant = Dropdown(look, self)
        self.merchant.setObjectName("meals.merchant")
        self.merchant.chosen.connect(self.merchant_chosen)
        self.merchant.hide()
        self.head.addWidget(self.merchant)
        till = QWidget()
        columns = row_in(till, 0, look.gap(16))
        self.block = AnswerBlock(look, words)
        columns.addWidget(self.block, 1)
        side = QWidget()
        side.setFixedWidth(self._side_width())
        self._side = side
        right = column_in(side, 0, look.gap(16))
        right.addWidget(self._build_figures())
        right.addWidget(self._build_list(), 1)
        columns.addWidget(side)
        self._fronts = QStackedWidget()
        self._fronts.addWidget(till)
        self.paper = PaperCard(look, words)
        back = self.paper.findChild(Button, "paper.close")
        assert isinstance(back, Button)
        back.setText(words.say("ui.till.back"))
        self.paper.closed.connect(self.paper_closed)
        self.paper.save_wanted.connect(self.save_wanted)
        self._fronts.addWidget(self.paper)
        self.body.addWidget(self._fronts, 1)
        self._next = NextStrip(look, words.say("ui.meals.next"))
        self.body.addWidget(self._next)
        self.tail = TailQuestion(look, words)
        self.tail.answered.connect(self.tail_answered)
        self.body.addWidget(self.tail)
        self.show_tail(None)
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.timeout.connect(self.answer_old)

    def connect_to(self, presenter: MealsPresenter) -> None:
        self.void_asked.connect(presenter.ask_void)
        self.void_wanted.connect(presenter.void)
        self.void_dropped.connect(presenter.keep)
        self.merchant_chosen.connect(presenter.choose)
        self.answer_old.connect(presenter.clear)
        self.paper_wanted.connect(presenter.make_paper)
        self.paper_closed.connect(presenter.close_paper)
        self.save_wanted.connect(presenter.save_paper)
        self.tail_answered.connect(presenter.answer_tail)
        presenter.attach(self)

    # --- what is told ---------------------------------------------------------------

    def show_page(self, page: MealsPage, alone: bool) -> None:
        words = self.words
        self._page = page
        name = page.merchant.name if page.merchant else words.say("ui.meals.no_merchant")
        if alone:
            self.title.setText("")
            self.title.hide()
            self.subtitle.setFont(self.look.font(22, 700))
            self.subtitle.set_color("ink")
            self.subtitle.set_text(words.say("ui.page.meals") if len(page.merchants) > 1 else name)
        else:
            self.subtitle.set_text("" if len(page.merchants) > 1 else name)
        self.merchant.setVisible(len(page.merchants) > 1)
        choices = tuple((each.id, each.name) for each in page.merchants)
        self.merchant.show_choices(choices, page.merchant.id if page.merchant else "")
        self._show_periods(page.periods)
        self._show_waiting(page)
        self._show_figures(page)
        keys = tuple(row.fact for row in page.rows)
        self._model.set_rows(page.rows, keys, tuple(spoken(words, row) for row in page.rows))
        self._pages.setCurrentIndex(1 if page.rows else 0)
        self.list.doItemsLayout()
        self._place_void()

    def show_answer(self, answer: ScanAnswer | None) -> None:
        if answer is self.block.answer and answer is not None:
            return
        self.block.show_answer(answer)
        if answer is not None:
            self._hold.start(HOLD_MS)
        else:
            self._hold.stop()

    def show_void(self, fact: str) -> None:
        if self._delegate.opened == fact:
            return
        self._close_void()
        row = self._model.row_of(fact)
        page = self._page
        if not fact or row < 0 or page is None:
            return
        opened = VoidRow(
            self.look, self.words, page.rows[row], page.void_reasons, self.void_wanted.emit, self.void_dropped.emit
        )
        opened.setParent(self.list.viewport())
        self._void_row = opened
        self._delegate.opened = fact
        self._delegate.opened_height = opened.sizeHint().height()
        self.list.doItemsLayout()
        self.list.scrollTo(self._model.index(row))
        self._place_void()
        opened.buttons[0].setFocus()

    def show_budget(self, budget: Budget | None) -> None:
        """What is left this month, and of today's portions where they are limited."""
        words = self.words
        said = [words.say("ui.till.budget", sum=yuan_sign(budget.left_fen))] if budget is not None else []
        if budget is not None and budget.portions_a_day:
            said.append(words.say("ui.till.portions", count=budget.portions_left))
        self.budget.setText(" · ".join(said))
        self.budget.setVisible(bool(said))

    def show_paper(self, paper: bytes) -> None:
        if paper:
            self.paper.show_paper(paper, self.block.width())
        self._fronts.setCurrentIndex(1 if paper else 0)

    def show_tail(self, asked: ScanAnswer | None) -> None:
        """In the place of the side note that the next one may be scanned, which gives way first at large text."""
        self._next.setVisible(asked is None and self.look.scale < 150)
        self.tail.show_question(asked)
        self._give_way()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._page is not None:
            self._show_periods(self._page.periods)
        self._give_way()

    def _side_width(self) -> int:
        wide = {100: (440, 350), 125: (470, 360)}.get(self.look.scale, (500, 370))
        return wide[1] if self.narrow else wide[0]

    def give_way(self) -> None:
        self._side.setFixedWidth(self._side_width())
        self.merchant.set_widest(self.narrow)
        self._last.setHidden(self.narrow and self.look.scale > 100)

    def _give_way(self) -> None:
        """Where room is short the second lines of figures go first."""
        low = self.look.large and (self.height() < LOW or not self.tail.isHidden())
        low = low or (self.narrow and self.look.scale > 100)
        for _, beside in self._figures.values():
            beside.setHidden(low)

    # --- what the window asks ----------------------------------------------------------

    def cover(self) -> QRect:
        return QRect(self.block.mapTo(self, QPoint(0, 0)), self.block.size())

    def start_focus(self) -> None:
        self.list.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        tail = PageKey("tail", "1 2", lambda at: self.tail_answered.emit(RESULTS[at]), digits(len(RESULTS)))
        drop = PageKey("drop_void", "Esc", lambda _at: self.void_dropped.emit(), (Qt.Key.Key_Escape,))
        offered = ((tail, not self.tail.isHidden()), (drop, bool(self._delegate.opened)))
        return tuple(key for key, now in offered if now)

    # --- how it is built -----------------------------------------------------------------

    def _build_figures(self) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        whole = column_in(card, 1)
        row = row_in(None, 0, 0)
        whole.addLayout(row)
        self.budget = Text(look, "", "small", 500, "accent_ink", wrap=True)
        self.budget.setObjectName("meals.budget")
        self.budget.setContentsMargins(look.gap(20), 0, look.gap(16), look.gap(10))
        self.budget.hide()
        whole.addWidget(self.budget)
        self._figures: dict[str, tuple[Figure, Text]] = {}
        for name, unit in (("count", words.say("ui.unit.meals")), ("taken", "")):
            box = QWidget()
            column: QVBoxLayout = column_in(box)
            column.setContentsMargins(look.gap(20), look.gap(12), look.gap(8), look.gap(12))
            column.addWidget(Elided(look, words.say(f"ui.meals.{name}"), "body", 400, "ink_2"))
            size = (44 if name == "count" else 34) if look.scale == 100 else 28
            number = Figure(look, unit, size)
            number.setFixedHeight(look.px(52) if look.scale == 100 else look.px(40))
            column.addWidget(number)
            beside = Text(look, " ", "small", 400, "ink_2", wrap=True)
            column.addWidget(beside)
            self._figures[name] = (number, beside)
            row.addWidget(box, 1)
            if name == "count":
                row.addWidget(Rule(upright=True))
        return card

    def _build_list(self) -> QWidget:
        look, words = self.look, self.words
        card = Card()
        column = column_in(card, 1)
        head = QWidget()
        head.setFixedHeight(max(look.gap(52), look.px(48)))
        row = row_in(head, 0, look.gap(12))
        row.setContentsMargins(look.gap(20), 0, look.gap(20), 0)
        self._last = Text(look, words.say("ui.meals.last"), "body", 700)
        row.addWidget(self._last)
        row.setContentsMargins(look.gap(20), 0, look.gap(8), 0)
        if look.large:
            row.addStretch(1)
        else:
            row.addWidget(Elided(look, words.say("ui.void.rule"), "small", 400, "ink_2"), 1)
        shift = Button(look, words.say("ui.till.paper"), Kind.WORDS, "papers")
        shift.setObjectName("meals.shift_paper")
        shift.setToolTip(words.say("ui.till.paper_why"))
        shift.clicked.connect(self.paper_wanted)
        row.addWidget(shift)
        column.addWidget(head)
        column.addWidget(Rule())
        self._model = RowModel(self)
        self._delegate = MealDelegate(look, words)
        self.list = RowList(self._model, self._delegate, words.say("ui.meals.last"))
        self.list.setUniformItemSizes(False)
        self.list.setObjectName("meals.list")
        self.list.button_pressed.connect(self.void_asked)
        self.list.verticalScrollBar().valueChanged.connect(self._place_void)
        self._pages = QStackedWidget()
        empty = QWidget()
        inner = column_in(empty, look.gap(16))
        inner.addWidget(EmptyNote(look, "meals", words.say("ui.meals.empty"), words.say("ui.meals.empty_step")))
        self._pages.addWidget(empty)
        self._pages.addWidget(self.list)
        self._pages.setCurrentIndex(1)
        column.addWidget(self._pages, 1)
        return card

    def _show_periods(self, periods: tuple[PeriodTab, ...]) -> None:
        brief = self.look.scale > 100 or self.words.language != "zh" or self.narrow
        if (periods, brief) == self._shown_periods:
            return
        self._shown_periods = (periods, brief)
        if self._periods is not None:
            self._periods.hide()
            self._periods.deleteLater()
        parts = []
        for tab in periods:
            if brief and not tab.now:
                continue
            said = speech.title(self.words, tab.titles)
            when = f"{tab.begin}–{tab.end}" if tab.now else tab.begin
            parts.append((tab.code, f"{said} {when}"))
        self._periods = Choices(self.look, tuple(parts), self.words.say("ui.meals.periods"), "clock", passive=True)
        self._periods.choose(next((tab.code for tab in periods if tab.now), ""))
        self.head.addWidget(self._periods)

    def _show_waiting(self, page: MealsPage) -> None:
        words = self.words
        if page.merchant is None:
            self.block.show_waiting(words.say("ui.meals.no_merchant"), words.say("ui.meals.no_merchant_step"))
        elif not any(tab.now for tab in page.periods):
            self.block.show_waiting(words.say("ui.meals.no_period"), words.say("ui.meals.no_period_step"))
        else:
            self.block.show_waiting(words.say("ui.meals.scan"), words.say("ui.meals.scan_step"))

    def _show_figures(self, page: MealsPage) -> None:
        words = self.words
        titles = {tab.code: speech.title(words, tab.titles) for tab in page.periods}
        split = " · ".join(f"{titles.get(code, code)} {count}" for code, count in page.by_period)
        if page.held:
            split = " · ".join(part for part in (split, words.say("ui.meals.held_count", count=page.held)) if part)
        self._figures["count"][0].set_text(f"{page.count:,}")
        self._figures["count"][1].setText(split)
        self._figures["taken"][0].set_text(yuan_sign(page.taken_fen))
        self._figures["taken"][1].setText(words.say("ui.meals.owed", sum=yuan_sign(page.subsidy_fen)))

    def _close_void(self) -> None:
        opened, self._void_row = self._void_row, None
        if opened is not None:
            opened.hide()
            opened.deleteLater()
            self._delegate.opened = ""
            self.list.scheduleDelayedItemsLayout()
            self.list.setFocus()

    def _place_void(self) -> None:
        """The open row stands over its place in the list, wherever that has scrolled to."""
        row = self._model.row_of(self._delegate.opened)
        if self._void_row is None or row < 0:
            return
        self._void_row.setGeometry(self.list.visualRect(self._model.index(row)))
        self._void_row.show()
