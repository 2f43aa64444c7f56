"""The first card: one sentence of how things stand, and the sum in large figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.hub_pages import HubPage
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hub.presenter import Said, Work
from desktop.ui.hub.state import State, adds_up, latest_failure, reason, state_of
from desktop.ui.look import Look
from desktop.ui.parts.card import Card, Icon, Rule, clear, column_in, row_in
from desktop.ui.parts.tag import Tag
from desktop.ui.parts.text import Text

BIG = 40
_INKS = {"good": "good_ink", "accent": "accent_ink", "attention": "attention_ink", "wrong": "wrong_ink"}
_FIGURES = (
    ("captured", "", "ink"),
    ("acknowledged", "check", "good_ink"),
    ("waiting", "clock", "accent_ink"),
    ("flagged", "warn", "attention_ink"),
)


class Seal(QWidget):
    """The state's icon on a round block of its colour."""

    def __init__(self, look: Look, state: State) -> None:
        super().__init__()
        self._look, self._state = look, state
        self.setFixedSize(QSize(look.px(52), look.px(52)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.qcolor(f"{self._state.tone}_fill"))
        painter.drawEllipse(self.rect())
        size = self._look.px(28)
        edge = (self.width() - size) / 2
        box = QRectF(edge, edge, size, size)
        self._look.icons.draw(painter, self._state.icon, box, self._look.color("on_fill"), 2.4)


class Bar(QWidget):
    """How far a round has come, 0 to 1."""

    def __init__(self, look: Look, done: float) -> None:
        super().__init__()
        self._look, self.done = look, done
        self.setFixedHeight(look.px(8))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box, round_ = QRectF(self.rect()), self.height() / 2
        painter.setBrush(self._look.qcolor("accent_tint"))
        painter.drawRoundedRect(box, round_, round_)
        painter.setBrush(self._look.qcolor("accent"))
        box.setWidth(max(box.height(), box.width() * self.done))
        painter.drawRoundedRect(box, round_, round_)


class StateCard(Card):
    """Made anew only when something on it changed; before joining it is the sentence alone."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self._column = column_in(self, 1)
        self._shown: tuple[object, ...] = ()
        self._said = Said()
        self._tight = False
        self._last: tuple[HubPage, Work, int] | None = None

    def set_narrow(self, narrow: bool) -> None:
        """At large text the icons of the sum go; their words stay."""
        self._tight, self._shown = narrow and self._look.large, ()
        if self._last is not None:
            self.show_page(*self._last)

    def show_said(self, said: Said) -> None:
        self._said = said

    def show_page(self, page: HubPage, work: Work, now: int) -> None:
        self._last = (page, work, now)
        state = state_of(page)
        shown = (state, page.whole, page.agrees, page.last_done, latest_failure(page), work, self._said, now // 60_000)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._column)
        self.setProperty("card", "wrong" if state.code == "disagrees" else "surface")
        self.style().unpolish(self)
        self.style().polish(self)
        self._column.addWidget(self._hero(page, state, work))
        if page.url:
            self._column.addWidget(Rule())
            self._column.addWidget(self._sum(page, now))

    # --- the sentence -------------------------------------------------------------------------------------

    def _hero(self, page: HubPage, state: State, work: Work) -> QWidget:
        look, words = self._look, self._words
        syncing = work.doing == "sync"
        made = QWidget()
        row = row_in(made, 0, look.gap(16))
        row.setContentsMargins(look.gap(20), look.gap(12), look.gap(16), look.gap(12))
        row.addWidget(Seal(look, State("", "accent", "sync") if syncing else state), 0, Qt.AlignmentFlag.AlignVCenter)
        lines = QVBoxLayout()
        lines.setSpacing(look.gap(2))
        lines.addStretch(1)
        key = "ui.hub.state.syncing" if syncing else f"ui.hub.state.{state.code}"
        values: dict[str, object] = {"count": f"{page.whole.waiting:,}"} if syncing else dict(state.values)
        said = Text(look, words.say(f"{key}.said", **values), 26, 700, _INKS[state.tone], wrap=True)
        said.setObjectName("hub.state")
        lines.addWidget(said)
        if syncing and work.from_count:
            lines.addWidget(Bar(look, 1 - min(page.whole.waiting, work.from_count) / work.from_count))
        else:
            # what came of the last press stands where the explanation was, so that nothing moves
            tried = self._said.sentence if not syncing else ""
            told = tried or self._told(page, state, key, values)
            line = Text(look, told, "small", 500 if tried else 400, "attention_ink" if tried else "ink", wrap=True)
            line.setObjectName("hub.told")
            lines.addWidget(line)
        lines.addStretch(1)
        row.addLayout(lines, 1)
        if page.url:
            row.addWidget(self._compared(page), 0, Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(said.text())
        return made

    def _told(self, page: HubPage, state: State, key: str, values: dict[str, object]) -> str:
        """What it means; while nothing came through, why not."""
        failed = latest_failure(page)
        if failed and state.code in ("offline", "later", "all", "flagged_more", "flagged_rest"):
            why = reason(self._words, failed)
            told = self._words.say(f"{key}.told", **values)
            return self._words.say("ui.hub.why", why=why, told=told)
        return self._words.say(f"{key}.told", **values)

    def _compared(self, page: HubPage) -> Tag:
        look, words = self._look, self._words
        if page.agrees is None:
            return Tag(look, words.say("ui.hub.compared.not_yet"), "plain", "clock")
        if page.agrees and adds_up(page):
            return Tag(look, words.say("ui.hub.compared.agree"), "good", "check")
        return Tag(look, words.say("ui.hub.compared.differ"), "wrong", "warn")

    # --- the sum ------------------------------------------------------------------------------------------

    def _sum(self, page: HubPage, now: int) -> QWidget:
        """本机记下 = 已回执 + 等着上报 + 要您看, with what each means."""
        look, whole = self._look, page.whole
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(look.gap(20), look.gap(10), look.gap(20), look.gap(10))
        grid.setHorizontalSpacing(look.gap(4 if self._tight else 12))
        grid.setVerticalSpacing(0)
        for at, (name, icon, ink) in enumerate(_FIGURES):
            number = getattr(whole, name)
            grid.addWidget(self._label(name, icon, ink), 0, 2 * at)
            figure = Text(look, f"{number:,}", BIG, 700, ink if number else "ink_2")
            figure.setObjectName(f"figure.{name}")
            grid.addWidget(figure, 1, 2 * at)
            grid.addWidget(Text(look, self._note(name, page, now), "small", 400, "ink_2", wrap=True), 2, 2 * at)
            grid.setColumnStretch(2 * at, 1)
            if at + 1 < len(_FIGURES):
                grid.addWidget(Text(look, "=" if at == 0 else "+", 30, 400, "ink_2"), 1, 2 * at + 1)
        return made

    def _label(self, name: str, icon: str, ink: str) -> QWidget:
        made = QWidget()
        row = row_in(made, 0, self._look.gap(6))
        if icon and not self._tight:
            row.addWidget(Icon(self._look, icon, ink, 18))
        row.addWidget(Text(self._look, self._words.say(f"ui.hub.figure.{name}"), "small", 500, "ink_2"), 1)
        return made

    def _note(self, name: str, page: HubPage, now: int) -> str:
        words = self._words
        if name == "acknowledged":
            if page.last_done is None:
                return words.say("ui.hub.note.signed" if page.whole.acknowledged else "ui.hub.note.never")
            return words.say("ui.hub.note.acknowledged", when=speech.moment(words, page.last_done[0], now))
        if name == "waiting" and page.cannot_send:
            return words.say("ui.hub.note.cannot_send", count=page.cannot_send)
        none = "" if getattr(page.whole, name) else "_none"
        return words.say(f"ui.hub.note.{name}{none}")
