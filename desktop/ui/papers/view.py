"""The page 报表: which papers there are, the paper itself, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt

from desktop.core.words import Words
from desktop.ui.hotkeys import PageKey
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.papers.kind_list import KindList
from desktop.ui.papers.picker import Picker
from desktop.ui.papers.presenter import PapersPresenter
from desktop.ui.papers.preview import Preview
from desktop.ui.papers.side import Side
from desktop.ui.papers.state import WHOLE, WIDTH, Shown
from desktop.ui.parts.card import Card, column_in, row_in

LIST_WIDE, SIDE_WIDE = 248, 276
LIST_NARROW, SIDE_NARROW = 190, 236
# English is longer, and the names of papers give way last.
LIST_WIDE_EN = 284


class PapersView(PageView):
    """Passive."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "papers")
        # large text leaves no room for tabs beside the month
        self.HEAD_IS_FULL = look.scale > 100
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._now: Callable[[], int] = int
        self.picker = Picker(look, words)
        self.head.addWidget(self.picker)
        self.list = KindList(look, words.say("ui.papers.list"), bare=look.large and words.language != "zh")
        self.preview = Preview(look, words)
        self.side = Side(look, words)
        card = Card()
        column_in(card, look.gap(8)).addWidget(self.list)
        card.setFixedWidth(look.gap(LIST_WIDE if words.language == "zh" else LIST_WIDE_EN))
        self._list_card = card
        self.side.setFixedWidth(look.gap(SIDE_WIDE))
        row = row_in(None, 0, look.gap(16))
        row.addWidget(card)
        row.addWidget(self.preview, 1)
        row.addWidget(self.side)
        self.body.addLayout(row, 1)

    def connect_to(self, presenter: PapersPresenter) -> None:
        self._presenter = presenter
        self._now = presenter.clock
        self.list.marked.connect(presenter.mark)
        self.picker.stepped.connect(presenter.step)
        self.picker.now_wanted.connect(presenter.now)
        preview, side = self.preview, self.side
        preview.chosen.connect(presenter.choose)
        preview.size_chosen.connect(presenter.set_size)
        preview.full_chosen.connect(presenter.set_full)
        preview.turned.connect(presenter.turn)
        preview.zoomed.connect(presenter.zoom)
        preview.stepped.connect(presenter.zoom_by)
        preview.picture_wanted.connect(presenter.picture)
        preview.look_wanted.connect(presenter.look)
        preview.place_wanted.connect(presenter.go_there)
        preview.halt_wanted.connect(presenter.halt)
        side.print_wanted.connect(presenter.print)
        side.halt_wanted.connect(presenter.halt)
        side.save_wanted.connect(presenter.save)
        side.export_wanted.connect(presenter.export)
        side.habit_set.connect(presenter.set_habit)
        side.suggest = presenter.file_name
        presenter.attach(self)

    def give_way(self) -> None:
        """The number of the page is read on the paper too; names of papers have theirs in the tool tip."""
        self.HEAD_IS_FULL = self.narrow or self.look.scale > 100
        full = LIST_WIDE if self.words.language == "zh" else LIST_WIDE_EN
        self._list_card.setFixedWidth(self.look.gap(LIST_NARROW if self.narrow else full))
        self.side.setFixedWidth(self.look.gap(SIDE_NARROW if self.narrow else SIDE_WIDE))
        self.preview.set_narrow(self.narrow)
        self.picker.show_now(not self.narrow)

    # --- what is told -----------------------------------------------------------------------------------------

    def show_papers(self, shown: Shown) -> None:
        self.list.show_kinds(self.words, shown.page.kinds, shown.kind.code)
        self.picker.show_wish(shown)
        self.preview.show_papers(shown)
        self.side.show_papers(shown, self._now())

    def show_picture(self, at: int, width: int, picture: object) -> None:
        self.preview.show_picture(at, width, picture)

    # --- what the window asks -----------------------------------------------------------------------------------

    def cover(self) -> QRect:
        """The paper: what is done with it goes on beside the answer."""
        return QRect(self.preview.mapTo(self, QPoint(0, 0)), self.preview.size())

    def start_focus(self) -> None:
        self.list.setFocus()

    def keys(self) -> tuple[PageKey, ...]:
        key, preview, side = Qt.Key, self.preview, self.side
        turns, fits = (key.Key_PageUp, key.Key_PageDown), (key.Key_0, key.Key_9)
        zooms = (key.Key_Minus, key.Key_Plus, key.Key_Equal)
        return (
            PageKey("turn", "PgUp PgDn", lambda at: preview.turned.emit(2 * at - 1), turns),
            PageKey("print", "Ctrl+P", lambda _at: side.print_wanted.emit(), (key.Key_P,), ctrl=True),
            PageKey("save", "Ctrl+S", lambda _at: side.save.click(), (key.Key_S,), ctrl=True),
            PageKey(
                "zoom", "Ctrl+- +", lambda at: preview.stepped.emit(1 if at else -1, preview.percent), zooms, ctrl=True
            ),
            PageKey("fit", "Ctrl+0 9", lambda at: preview.zoomed.emit(WIDTH if at else WHOLE), fits, ctrl=True),
        )
