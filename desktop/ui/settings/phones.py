"""手机签到: the switch of the pages for phones, where they are, a code to try them with, and a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.core.serving_pages import ServingPage, Tried
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


class PhonesShown(Protocol):
    def show_page(self, page: ServingPage) -> None: ...
    def show_tried(self, tried: Tried | None, *, under_way: bool) -> None: ...


class PhonesPresenter:
    """Asks the counter. Starting and asking wait for the network: beside the writes of the counter."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: PhonesShown | None = None
        self._page: ServingPage | None = None
        self._tried: Tried | None = None
        self._under_way = False

    def attach(self, view: PhonesShown) -> None:
        self._view = view

    def open(self, _subject: str) -> None:
        self.refresh()

    def refresh(self) -> None:
        self._desk.tasks.run_read(self._desk.counter.serving.page, self._then, self._desk.stage.show_trouble)

    def show(self) -> None:
        if self._view is not None and self._page is not None:
            self._view.show_page(self._page)
            self._view.show_tried(self._tried, under_way=self._under_way)

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

    def _set(self, act: Callable[[], ServingPage]) -> None:
        self._tried = None
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

    def __init__(self, look: Look, said: str) -> None:
        super().__init__()
        self._text = ""
        self.setObjectName("phones.code")
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
    """Passive."""

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
        self._sheet.add_note(say("lan"), "lock")
        self._sheet.add_note(say("poster"), "print")
        self._sheet.finish()
        self._side = Sheet(look, say("scan"), say("scan_note"), "scan")
        self.code = CodePicture(look, say("scan"))
        self._side.add_line(say("scan_line"), "", self.code, below=True)
        self._none = Text(look, say("nothing"), "small", 400, "ink_2", wrap=True)
        self._side.column.addWidget(self._none)
        self._side.finish()
        if look.scale > 100:
            room = Scrolling(look.gap(12))
            for sheet in (self._sheet, self._side):
                room.column.addWidget(sheet)
            self.body.addWidget(room, 1)
            return
        row = row_in(None, 0, look.gap(16))
        row.addWidget(self._sheet, 13)
        row.addWidget(self._side, 8)
        self.body.addLayout(row, 1)

    def connect_to(self, presenter: PhonesPresenter) -> None:
        self.switch.clicked.connect(presenter.switch)
        self.port.clicked.connect(presenter.other_port)
        self.trial.clicked.connect(presenter.try_it)
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

    def _say(self, key: str, **values: object) -> str:
        return self.words.say(f"ui.settings.phones.{key}", **values)
