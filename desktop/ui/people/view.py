"""The page 服务对象: the form of a new person with their card, or the list with what is known of the marked one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.people_pages import KnownPhone, PeopleList, RegisterForm
from desktop.core.plain import PlainSection
from desktop.core.words import Words
from desktop.ui.hotkeys import PageKey
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, column_in, row_in
from desktop.ui.parts.front_cards import FrontCards
from desktop.ui.parts.row_list import RowList, RowModel
from desktop.ui.people.card_side import CardSide
from desktop.ui.people.forget import ForgetDialog
from desktop.ui.people.form_card import FormCard
from desktop.ui.people.model import PersonLineDelegate, spoken
from desktop.ui.people.presenter import FORM, LIST, PeoplePresenter
from desktop.ui.plain.panel import PanelCard
from desktop.ui.plain.paper import PaperCard
from desktop.ui.plain.presenter import Panel
from desktop.ui.visits.search import SearchField

_FORM, _LIST, _EMPTY, _PAPER = range(4)
_PAUSE_MS = 200
# px; the field in the head of a narrow page.
SEARCH_NARROW = 280
# Rows below those in sight at which the next page is asked for.
_AHEAD = 12


class PeopleView(PageView):
    """Passive.

    Signals:
        mode_wanted: the form or the list; searched: the text, once typing pauses; row_marked: a person.
        more_wanted: the list comes to its end.
    """

    mode_wanted = Signal(str)
    searched = Signal(str)
    row_marked = Signal(str)
    more_wanted = Signal()

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "people")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._mode = FORM
        self._dialog: ForgetDialog | None = None
        self._build_head()
        self.form = FormCard(look, words, self)
        self.form.typed.connect(self._show_card)
        self._stack = FrontCards()
        self._stack.addWidget(self.form)
        self._stack.addWidget(self._build_list())
        self._none = EmptyNote(look, "people", words.say("ui.people.empty"), words.say("ui.people.empty_step"))
        self._stack.addWidget(self._none)
        self.paper = PaperCard(look, words)
        self._stack.addWidget(self.paper)
        self.card = CardSide(look, words)
        self.panel = PanelCard(look, words)
        self._side = FrontCards()
        self._side.setFixedWidth(self._side_width())
        self._side.addWidget(self.card)
        self._side.addWidget(self.panel)
        row = row_in(None, 0, look.gap(16))
        row.addWidget(self._stack, 1)
        row.addWidget(self._side)
        self.body.addLayout(row, 1)
        self._form: RegisterForm | None = None

    def connect_to(self, presenter: PeoplePresenter) -> None:
        self.mode_wanted.connect(presenter.choose_mode)
        self.searched.connect(presenter.search)
        self.row_marked.connect(presenter.mark)
        self.more_wanted.connect(presenter.more)
        self.form.typed.connect(presenter.draft_typed)
        self.form.save_wanted.connect(presenter.save)
        self.form.cleared.connect(presenter.clear)
        self.form.known.same.connect(presenter.same)
        self.form.known.other.connect(presenter.other)
        self.panel.act_chosen.connect(presenter.choose)
        self.panel.act_given.connect(presenter.give)
        self.panel.act_typed.connect(presenter.type)
        self.panel.act_dropped.connect(presenter.drop)
        self.paper.save_wanted.connect(presenter.save_paper)
        self.paper.closed.connect(presenter.close_paper)
        presenter.attach(self)

    # --- what is told ---------------------------------------------------------------------------------------

    def show_mode(self, mode: str) -> None:
        words = self.words
        self._mode = mode
        form = mode == FORM
        self.turn.setText(words.say("ui.people.to_list" if form else "ui.people.to_form"))
        self.turn.icon_name = "people" if form else "plus"
        self.turn.set_kind(Kind.PLAIN if form else Kind.PRIMARY)
        self.turn.setToolTip(words.say("ui.people.to_form_key"))
        self._side.setCurrentWidget(self.card if form else self.panel)
        self._side.setVisible(not (form and (self.look.large or self.narrow)))
        self._show_subtitle()
        if self._stack.currentIndex() != _PAPER:
            self._show_front()

    def show_form(self, form: RegisterForm) -> None:
        self._form = form
        self.form.show_form(form)
        self._show_card()

    def show_draft(self, draft: Mapping[str, str]) -> None:
        self.form.show_draft(draft)
        self._show_card()

    def show_known(self, known: KnownPhone | None) -> None:
        self.form.show_known(known)

    def show_refused(self, field: str, sentence: str) -> None:
        self.form.show_refused(field, sentence)

    def show_people(self, found: PeopleList, query: str, marked: str) -> None:
        words = self.words
        self._total, self._query = found.total, query
        keys = tuple(row.rider for row in found.rows)
        self._model.set_rows(found.rows, keys, tuple(spoken(words, row) for row in found.rows))
        current = self.list.currentIndex()
        if not current.isValid() or self._model.key(current.row()) != marked:
            self.list.mark(marked)
        self._show_subtitle()
        if self._stack.currentIndex() != _PAPER:
            self._show_front()

    def show_section(self, section: PlainSection, row: str) -> None:
        """The list is the page's own."""

    def show_panel(self, panel: Panel) -> None:
        """An act that cannot be undone is asked for in a dialog; the panel stays behind it as it was."""
        if panel.act is not None and panel.act.code == "forget":
            if self._dialog is None:
                self._open_dialog(panel)
            else:
                self._dialog.show_refused(panel.refused)
            return
        self._close_dialog()
        self.panel.show_panel(panel)

    def show_paper(self, paper: bytes) -> None:
        if not paper:
            self.paper.show_paper(b"", 0)
            if self._stack.currentIndex() == _PAPER:
                self._show_front()
                self.start_focus()
            return
        self._stack.setCurrentIndex(_PAPER)
        said = self.words.say("ui.people.next" if self._mode == FORM else "plain.close_paper")
        for close in self.paper.findChildren(Button, "paper.close"):
            close.setText(said)
            close.setFocus()
        self.paper.show_paper(paper, max(300, self._stack.width() - 3 * self.look.gap(16) - 14))

    def fill(self, name: str, value: str) -> None:
        """No act of this page asks for a card."""

    def focus_on(self, field: str) -> None:
        if self._mode == FORM and self._stack.currentIndex() == _FORM:
            self.form.focus_on(field)

    # --- what the window asks -------------------------------------------------------------------------------

    def cover(self) -> QRect:
        """The list or the card's picture, never the form in progress."""
        front = self._stack if self._mode == LIST or not self._side.isVisibleTo(self) else self._side
        return QRect(front.mapTo(self, QPoint(0, 0)), front.size())

    def give_way(self) -> None:
        """The picture of the card, which the form says already; beside the list what is known of somebody stays."""
        self.search.setFixedWidth(SEARCH_NARROW if self.narrow else self._side_width())
        self._side.setVisible(not (self._mode == FORM and (self.look.large or self.narrow)))

    def start_focus(self) -> None:
        if self._stack.currentIndex() == _FORM:
            self.form.focus_on("name")
        elif self._stack.currentIndex() == _LIST:
            self.list.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        begin = PageKey("new_person", "Ctrl+N", lambda _at: self.mode_wanted.emit(FORM), (Qt.Key.Key_N,), ctrl=True)
        search = PageKey("search", "/", lambda _at: self._go_to_search(), texts=("/", "／"))
        away = PageKey("drop_form", "Esc", lambda _at: self._put_away(), (Qt.Key.Key_Escape,))
        return (begin, search, away) if self._may_put_away() else (begin, search)

    def _go_to_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _may_put_away(self) -> bool:
        return self._stack.currentIndex() == _PAPER or self.panel.form is not None or bool(self.search.text())

    def _put_away(self) -> None:
        if self._stack.currentIndex() == _PAPER:
            self.paper.closed.emit()
        elif self.panel.form is not None:
            self.panel.act_dropped.emit()
        else:
            self.search.clear()
            self.searched.emit("")

    # --- how it is built ------------------------------------------------------------------------------------

    _total, _query = 0, ""

    def _side_width(self) -> int:
        return {100: 420, 125: 450}.get(self.look.scale, 500)

    def _build_head(self) -> None:
        look, words = self.look, self.words
        self.turn = Button(look, words.say("ui.people.to_list"), Kind.PLAIN, "people")
        self.turn.setObjectName("people.turn")
        self.turn.clicked.connect(lambda: self.mode_wanted.emit(LIST if self._mode == FORM else FORM))
        self.search = SearchField(look, words)
        self.search.setObjectName("people.search")
        self.search.setFixedWidth(self._side_width())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textEdited.connect(lambda _text: self._pause.start(_PAUSE_MS))
        self.search.returnPressed.connect(self._search_now)
        self.head.addWidget(self.turn)
        self.head.addWidget(self.search)

    def _search_now(self) -> None:
        """Enter goes from the field into what was found."""
        self._pause.stop()
        self.searched.emit(self.search.text())
        if self._stack.currentIndex() == _LIST:
            self.list.setFocus()

    def _build_list(self) -> QWidget:
        look, words = self.look, self.words
        self._model = RowModel(self)
        self.list = RowList(self._model, PersonLineDelegate(look, words), words.say("ui.page.people"))
        self.list.setObjectName("people.list")
        self.list.marked.connect(self.row_marked)
        self.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        card = Card()
        column_in(card, 1).addWidget(self.list)
        return card

    def _scrolled(self, value: int) -> None:
        bar = self.list.verticalScrollBar()
        if value >= bar.maximum() - _AHEAD * self.look.px(61):
            self.more_wanted.emit()

    def _show_front(self) -> None:
        rows = self._model.rowCount()
        self._stack.setCurrentIndex(_FORM if self._mode == FORM else _LIST if rows else _EMPTY)

    def _show_subtitle(self) -> None:
        words = self.words
        if self._mode == FORM:
            said = words.say("ui.people.new")
        else:
            said = words.say("ui.people.found" if self._query else "ui.people.total", count=f"{self._total:,}")
        self.subtitle.set_text(said)

    def _show_card(self, *_typed: str) -> None:
        station, until = (self._form.station, self._form.card_until) if self._form else ("", "")
        group = next((code for code, tile in self.form.groups.tiles.items() if tile.isChecked()), "")
        self.card.picture.show_card(self.form.name.text(), group, station, until)

    def _open_dialog(self, panel: Panel) -> None:
        name = str(panel.detail.title) if panel.detail else ""
        made = ForgetDialog(self, self.look, self.words, name, panel.values.get("reason", ""))
        made.typed.connect(lambda text: self.panel.act_typed.emit("reason", text))
        made.agreed.connect(lambda text: self.panel.act_given.emit({"reason": text}))
        made.kept.connect(self.panel.act_dropped)
        made.show_refused(panel.refused)
        self._dialog = made
        made.open()

    def _close_dialog(self) -> None:
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.blockSignals(True)
            dialog.done(0)
            dialog.deleteLater()
