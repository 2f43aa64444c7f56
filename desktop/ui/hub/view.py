"""The page 数据上报: did it arrive?"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.core.hub_pages import HubPage
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hub.join_card import JoinCard, WhyCard
from desktop.ui.hub.kinds_card import KindsCard
from desktop.ui.hub.presenter import HubPresenter, Said, Work
from desktop.ui.hub.state_card import StateCard
from desktop.ui.hub.stick_row import StickRow
from desktop.ui.hub.tray_card import RightCard
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, EmptyNote, Scrolling, column_in, row_in

_JOINED, _APART = 0, 1


class HubView(PageView):
    """Passive.

    Signals:
        sync_wanted: a round now.
        files_dropped: files or folders, as a tuple of paths.
    """

    sync_wanted = Signal()
    files_dropped = Signal(object)

    HEAD_IS_FULL = True

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "hub")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAcceptDrops(True)
        # large text leaves no room for two columns
        self._narrow = look.scale > 100
        self.sync = Button(look, words.say("ui.hub.sync"), Kind.PRIMARY, "sync")
        self.sync.setObjectName("hub.sync")
        self.sync.clicked.connect(self.sync_wanted)
        self.sync.hide()
        self.head.addWidget(self.sync)
        self.state = StateCard(look, words)
        self.kinds = KindsCard(look, words, scrolls=not self._narrow)
        self.stick = StickRow(look, words)
        self.kinds.foot.addWidget(self.stick)
        self.right = RightCard(look, words, scrolls=not self._narrow)
        self.join = JoinCard(look, words)
        self.why = WhyCard(look, words)
        self.alone = StateCard(look, words)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._one_column() if self._narrow else self._two_columns())
        self._pages.addWidget(self._apart())
        self._pages.hide()
        self.body.addWidget(self._pages, 1)
        self._note = DropNote(self, look, words)

    def connect_to(self, presenter: HubPresenter) -> None:
        self.sync_wanted.connect(presenter.sync)
        self.files_dropped.connect(presenter.unpack)
        self.stick.pack_wanted.connect(presenter.pack)
        self.stick.unpack_wanted.connect(presenter.unpack)
        self.stick.suggested = presenter.suggested_name()
        self.right.tab_chosen.connect(presenter.choose_tab)
        self.right.place_wanted.connect(presenter.go_to)
        self.right.aside_wanted.connect(presenter.put_aside)
        self.right.place_of = presenter.place_of
        self.join.fill(presenter.typed)
        self.join.typed.connect(presenter.type)
        self.join.join_wanted.connect(presenter.join)
        presenter.attach(self)

    # --- what is told -----------------------------------------------------------------------------------------

    def show_page(self, page: HubPage, work: Work, tab: str, now: int) -> None:
        joined = bool(page.url)
        self.sync.setVisible(joined)
        self.sync.setText(self.words.say("ui.hub.syncing" if work.doing == "sync" else "ui.hub.sync"))
        self.sync.set_kind(Kind.OFF if work.doing else Kind.PRIMARY)
        self._show_subtitle(page, now)
        if joined:
            self.state.show_page(page, work, now)
            self.kinds.show_page(page)
            self.stick.show_page(page, work)
            self.right.show_page(page, tab, now)
        else:
            self.alone.show_page(page, work, now)
            self.join.show_work(work)
        here = _JOINED if joined else _APART
        first = self._pages.isHidden() or self._pages.currentIndex() != here
        self._pages.setCurrentIndex(here)
        self._pages.show()
        if first and self.isVisible():
            self.start_focus()

    def show_said(self, about: str, said: Said) -> None:
        if about == "join":
            self.join.show_said(said)
        elif about == "sync":
            self.state.show_said(said)
        else:
            self.stick.show_said(said)

    def show_places(self, reachable: frozenset[str]) -> None:
        self.right.places = reachable

    # --- what the window asks -----------------------------------------------------------------------------------

    def cover(self) -> QRect:
        """The tray and the log; never a form in progress."""
        if self._pages.currentIndex() == _APART or self._narrow:
            return super().cover()
        return QRect(self.right.mapTo(self, QPoint(0, 0)), self.right.size())

    def give_way(self) -> None:
        for card in (self.stick, self.state, self.alone):
            card.set_narrow(self.narrow)

    def start_focus(self) -> None:
        if self._pages.isVisible() and self._pages.currentIndex() == _APART:
            self.join.start_focus()
        elif self.sync.isVisible():
            self.sync.setFocus()
        else:
            self.setFocus()

    # --- files dropped anywhere on the page ---------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if paths_of(event.mimeData()):
            event.acceptProposedAction()
            self._note.show_over(self.rect())

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self._note.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self._note.hide()
        paths = paths_of(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.files_dropped.emit(paths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._note.hide()

    # --- how it is built ----------------------------------------------------------------------------------------

    def _two_columns(self) -> QWidget:
        made = QWidget()
        rows = column_in(made, 0, self.look.gap(16))
        rows.addWidget(self.state)
        columns = row_in(None, 0, self.look.gap(16))
        columns.addWidget(self.kinds, 10)
        columns.addWidget(self.right, 12)
        rows.addLayout(columns, 1)
        return made

    def _one_column(self) -> QWidget:
        room = Scrolling(self.look.gap(12))
        for card in (self.state, self.right, self.kinds):
            room.column.addWidget(card)
        room.column.addStretch(1)
        return room

    def _apart(self) -> QWidget:
        """The form and what it is for; at large text one below the other."""
        look = self.look
        if self._narrow:
            room = Scrolling(look.gap(12))
            for card in (self.alone, self.join, self.why):
                room.column.addWidget(card)
            room.column.addStretch(1)
            return room
        made = QWidget()
        rows = column_in(made, 0, look.gap(16))
        rows.addWidget(self.alone)
        row = row_in(None, 0, look.gap(16))
        row.addWidget(self.join, 1)
        row.addWidget(self.why, 1)
        rows.addLayout(row, 1)
        return made

    def _show_subtitle(self, page: HubPage, now: int) -> None:
        words = self.words
        if not page.url:
            said = words.say("ui.hub.subtitle.apart")
        elif page.last_done is None:
            said = words.say("ui.hub.subtitle.never")
        else:
            said = words.say("ui.hub.subtitle.last", when=speech.moment(words, page.last_done[0], now))
        self.subtitle.set_text(said)


class DropNote(Card):
    """Over the page while a file is held above it: let go here."""

    def __init__(self, view: QWidget, look: Look, words: Words) -> None:
        super().__init__("popover")
        self.setParent(view)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._look = look
        column: QVBoxLayout = column_in(self, look.gap(16))
        column.addWidget(EmptyNote(look, "stick", words.say("ui.hub.drop.said"), words.say("ui.hub.drop.told")))
        self.hide()

    def show_over(self, room: QRect) -> None:
        width, height = min(room.width() - 48, self._look.px(560)), self._look.px(240)
        self.setGeometry((room.width() - width) // 2, (room.height() - height) // 2, width, height)
        self.show()
        self.raise_()


def paths_of(data: QMimeData) -> tuple[str, ...]:
    """Files and folders of this machine among what is dragged."""
    return tuple(str(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile())
