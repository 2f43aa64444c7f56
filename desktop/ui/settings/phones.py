"""手机签到: the switch of the pages for phones, where they are, a code to try them with, and a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.serving_pages import ServingPage, Tried
from desktop.core.tablet_pages import TabletLink, Tablets
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Scrolling, row_in
from desktop.ui.parts.text import Text
from desktop.ui.parts.toggle import Toggle
from desktop.ui.settings.rows import Sheet
from desktop.ui.stage import Desk
from desktop.ui.visitor.code import paint_code

SIDE = 300
"""Of the code, px at text of 100 %."""
TICK_MS = 2_000
"""How often is looked whether a tablet took its link."""


class PhonesShown(Protocol):
    def show_page(self, page: ServingPage) -> None: ...
    def show_tried(self, tried: Tried | None, *, under_way: bool) -> None: ...
    def show_tablets(self, tablets: Tablets, url: str) -> None: ...


class PhonesPresenter:
    """Asks the counter. Starting and asking wait for the network: beside the writes of the counter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: PhonesShown | None = None
        self._page: ServingPage | None = None
        self._tried: Tried | None = None
        self._under_way = False
        self._tablets = Tablets()
        self._link = ""

    def attach(self, view: PhonesShown) -> None:
        self._view = view

    def open(self, _subject: str) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._desk.tasks.run_read(self._desk.counter.serving.page, self._then, self._desk.stage.show_trouble)
        self.ask_tablets()

    def show(self) -> None:
        if self._view is not None and self._page is not None:
            self._view.show_page(self._page)
            self._view.show_tried(self._tried, under_way=self._under_way)
            self._view.show_tablets(self._tablets, self._link)

    def switch(self, on: bool) -> None:
        self._set(lambda: self._desk.counter.serving.switch(on))

    def other_port(self) -> None:
        self._set(self._desk.counter.serving.other_port)

    def try_it(self) -> None:
        """Fetches the page as a phone would; says in a sentence what came of it."""
        if self._under_way:
            return
        self._under_way = True
        self.show()

        def then(tried: Tried) -> None:
            self._tried, self._under_way = tried, False
            self.show()

        self._desk.tasks.run_far(self._desk.counter.serving.try_it, then, self._failed)

    # --- tablets as the visitor's screen ---------------------------------------------------------------------

    def ask_tablets(self) -> None:
        """How they stand; a link that a tablet took is not shown any more."""

        def then(tablets: Tablets) -> None:
            self._tablets = tablets
            if not tablets.waiting:
                self._link = ""
            self.show()

        self._desk.tasks.run_read(self._desk.counter.tablets.state, then, self._desk.stage.show_trouble)

    def connect_tablet(self) -> None:
        def then(link: TabletLink) -> None:
            self._link = link.url
            self.ask_tablets()

        self._desk.tasks.run_write(self._desk.counter.tablets.begin, then, self._failed)

    def let_tablets_go(self) -> None:
        self._link = ""
        self._desk.tasks.run_write(self._desk.counter.tablets.let_go, lambda _none: self.ask_tablets(), self._failed)

    def _set(self, act: Callable[[], ServingPage]) -> None:
        self._tried, self._link = None, ""
        self._desk.tasks.run_far(act, self._then, self._failed)

    def _then(self, page: ServingPage) -> None:
        self._page = page
        self.show()

    def _failed(self, error: Exception) -> None:
        self._under_way = False
        self.show()
        self._desk.stage.show_trouble(error)


class CodePicture(QWidget):
    """A code to scan from the screen, on whole pixels; nothing without an address."""

    def __init__(self, look: Look, name: str, said: str) -> None:
        super().__init__()
        self._text = ""
        self.setObjectName(name)
        self.setAccessibleName(said)
        self.setFixedSize(look.px(SIDE), look.px(SIDE))

    def sizeHint(self) -> QSize:
        return self.size()

    def show_code(self, text: str) -> None:
        self._text = text
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._text:
            return
        painter = QPainter(self)
        paint_code(painter, self._text, QRectF(self.rect()))


class PhonesView(PageView):
    """Passive.

    Signals:
        ticked: a while passed while a tablet's link is shown.
    """

    ticked = Signal()

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        say = partial(self._say)
        self._sheet = Sheet(look, say("title"), say("note"), "phone")
        self.switch = Toggle(look, say("on"), False)
        self.switch.setObjectName("phones.on")
        self._state = self._sheet.add_line(say("on"), " ", self.switch)
        self._state.setObjectName("phones.state")
        self.port = Button(look, say("other_port"), Kind.PLAIN)
        self.port.setObjectName("phones.port")
        self._where = self._sheet.add_line(say("where"), " ", self.port)
        self._where.setObjectName("phones.where")
        self.trial = Button(look, say("try"), Kind.PRIMARY, "check")
        self.trial.setObjectName("phones.try")
        self._came = self._sheet.add_line(say("try_title"), say("try_note"), self.trial)
        self._came.setObjectName("phones.came")
        self._add_tablets(look)
        self._sheet.add_note(say("lan"), "lock")
        self._sheet.add_note(say("poster"), "print")
        self._sheet.finish()
        self._side = Sheet(look, say("scan"), say("scan_note"), "scan")
        self.code = CodePicture(look, "phones.code", say("scan"))
        self._side.add_line(say("scan_line"), "", self.code, below=True)
        self._none = Text(look, say("nothing"), "small", 400, "ink_2", wrap=True)
        self._side.column.addWidget(self._none)
        self._side.finish()
        self._link = Sheet(look, say("tablet.scan"), say("tablet.scan_note"), "screen")
        self.tablet_code = CodePicture(look, "phones.tablet_code", say("tablet.scan"))
        self._link.add_line(say("tablet.scan_line"), "", self.tablet_code, below=True)
        self._link.finish()
        self._link.hide()
        self._lay_out(look)

    def _add_tablets(self, look: Look) -> None:
        """Two buttons at the end of a line: one more tablet, and none any more."""
        self.connect_one = Button(look, self._say("tablet.connect"), Kind.PLAIN, "screen")
        self.connect_one.setObjectName("phones.tablet_connect")
        self.let_go = Button(look, self._say("tablet.let_go"), Kind.PLAIN)
        self.let_go.setObjectName("phones.tablet_let_go")
        both = QWidget()
        row = row_in(both, 0, look.gap(8))
        row.addWidget(self.let_go)
        row.addWidget(self.connect_one)
        self._tablets = self._sheet.add_line(self._say("tablet.title"), " ", both)
        self._tablets.setObjectName("phones.tablets")
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self.ticked)

    def _lay_out(self, look: Look) -> None:
        """The code that is scanned now stands beside the lines, or below them where letters are large."""
        sheets = (self._sheet, self._side, self._link)
        if look.scale > 100:
            room = Scrolling(look.gap(12))
            for sheet in sheets:
                room.column.addWidget(sheet)
            self.body.addWidget(room, 1)
            return
        row = row_in(None, 0, look.gap(16))
        for sheet, wide in zip(sheets, (13, 8, 8), strict=True):
            row.addWidget(sheet, wide)
        self.body.addLayout(row, 1)

    def connect_to(self, presenter: PhonesPresenter) -> None:
        self.switch.clicked.connect(presenter.switch)
        self.port.clicked.connect(presenter.other_port)
        self.trial.clicked.connect(presenter.try_it)
        self.connect_one.clicked.connect(presenter.connect_tablet)
        self.let_go.clicked.connect(presenter.let_tablets_go)
        self.ticked.connect(presenter.ask_tablets)
        presenter.attach(self)

    def start_focus(self) -> None:
        self.switch.setFocus()

    def show_page(self, page: ServingPage) -> None:
        self.switch.setChecked(page.on)
        self.switch.setEnabled(not page.fixed)
        self.switch.update()
        key = f"fixed_{page.fixed}" if page.fixed else f"trouble_{page.trouble}" if page.trouble else (
            "running" if page.running else "starting" if page.on else "off"
        )  # fmt: skip
        self._state.setText(self._say(key, port=page.port))
        good = "good_ink" if page.running else "ink_2"
        self._state.set_color("attention_ink" if page.trouble else good)
        self._where.setText(page.url or self._say("nowhere"))
        self.port.setVisible(page.trouble == "port_taken")
        self.trial.setEnabled(page.on)
        self.code.show_code(page.poster)
        self.code.setVisible(bool(page.poster))
        self._none.setVisible(not page.poster)

    def show_tried(self, tried: Tried | None, *, under_way: bool) -> None:
        key = "trying" if under_way else f"tried_{tried.outcome}" if tried else "try_note"
        self._came.setText(self._say(key, url=tried.url if tried else ""))
        good = tried is not None and tried.outcome == "good"
        ink = "ink_2" if under_way or tried is None else "good_ink" if good else "attention_ink"
        self._came.set_color(ink)

    def show_tablets(self, tablets: Tablets, url: str) -> None:
        """`url` of the link that waits to be taken, empty for none."""
        state = "waiting" if url else "shown" if tablets.shown else "away" if tablets.known else "none"
        runs = self.trial.isEnabled()
        self._tablets.setText(self._say(f"tablet.{state}" if runs else "tablet.off", count=tablets.shown))
        self._tablets.set_color(
            "good_ink" if runs and state == "shown" else "attention_ink" if state == "away" else "ink_2"
        )
        self.connect_one.setEnabled(runs)
        self.let_go.setVisible(tablets.known or bool(url))
        self.tablet_code.show_code(url)
        self._link.setVisible(bool(url))
        self._side.setVisible(not url)
        if url and not self._clock.isActive():
            self._clock.start()
        elif not url:
            self._clock.stop()

    def _say(self, key: str, **values: object) -> str:
        return self.words.say(f"ui.settings.phones.{key}", **values)
