"""显示: text size, language, theme. Each takes effect at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.core.preferences import Preferences
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.card import Scrolling
from desktop.ui.parts.choices import Choices
from desktop.ui.settings.rows import Sheet, title_of
from desktop.ui.stage import Desk

_TEXTS = ("100", "125", "150")


class DisplayShown(Protocol):
    def show_here(self, here: Preferences) -> None: ...


class DisplayPresenter:
    """Sets the machine; the window follows it."""

    def __init__(self, desk: Desk) -> None:
        self._machine = desk.machine
        self._view: DisplayShown | None = None

    def attach(self, view: DisplayShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        self.show()

    def refresh(self) -> None:
        self.show()

    def show(self) -> None:
        if self._view is not None:
            self._view.show_here(self._machine.preferences)

    def set_text(self, code: str) -> None:
        self._machine.set(text=int(code))

    def set_language(self, code: str) -> None:
        self._machine.set(language=code)

    def set_theme(self, code: str) -> None:
        self._machine.set(theme=code)


class Sample(QWidget):
    """A card of the window in little, in the theme and the text size that hold."""

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__()
        self._look, self._words = look, words
        self.setFixedHeight(look.px(116))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words.say("ui.settings.display.sample"))

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(280), self._look.px(116))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, words = self._look, self._words
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("ground"))
        painter.drawRoundedRect(self.rect(), look.radius("control"), look.radius("control"))
        edge = look.px(14)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.setPen(look.qcolor("line"))
        painter.setBrush(look.qcolor("surface"))
        painter.drawRoundedRect(box, look.radius("card"), look.radius("card"))
        square = look.px(44)
        mark = QRectF(box.left() + edge, box.center().y() - square / 2, square, square)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.qcolor("warm_tint"))
        painter.drawRoundedRect(mark, look.radius("control"), look.radius("control"))
        inner = look.px(9)
        look.icons.draw(painter, "delivery_rider", mark.adjusted(inner, inner, -inner, -inner), look.color("warm_ink"))
        left = int(mark.right()) + look.gap(12)
        room = QRectF(left, mark.top(), box.right() - left - edge, square)
        for said, font, ink, part in (
            (words.say("ui.settings.display.sample_name"), look.font("body", 700), "ink", 0),
            (words.say("group.delivery_rider"), look.font("small"), "ink_2", 1),
        ):
            painter.setFont(font)
            painter.setPen(look.qcolor(ink))
            line = QRectF(room.left(), room.top() + part * room.height() / 2, room.width(), room.height() / 2)
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, said)


class DisplayView(PageView):
    """Passive."""

    def __init__(self, look: Look, words: Words, page: str) -> None:
        super().__init__(look, words, page)
        self._made: dict[str, Choices] = {}
        say = words.say
        sheet = Sheet(look, title_of(words, "display"), say("ui.settings.display.note"), "text_size")
        texts = tuple((code, say(f"ui.settings.display.text_{code}")) for code in _TEXTS)
        languages = tuple((code, say(f"ui.language.{code}")) for code in ("zh", "en"))
        themes = tuple((code, say(f"ui.settings.display.theme_{code}")) for code in ("light", "dark"))
        for name, choices in (("text", texts), ("language", languages), ("theme", themes)):
            title, note = say(f"ui.settings.display.{name}"), say(f"ui.settings.display.{name}_note")
            self._made[name] = made = Choices(look, choices, title)
            for code, part in made.parts.items():
                part.setObjectName(f"display.{name}.{code}")
            sheet.add_line(title, note, made, below=look.scale > 125)
        sheet.add_line(say("ui.settings.display.sample"), "", Sample(look, words), below=True)
        sheet.finish()
        room = Scrolling()
        room.column.addWidget(sheet)
        self.body.addWidget(room, 1)

    def connect_to(self, presenter: DisplayPresenter) -> None:
        doing: dict[str, Callable[[str], None]] = {
            "text": presenter.set_text,
            "language": presenter.set_language,
            "theme": presenter.set_theme,
        }
        for name, act in doing.items():
            self._made[name].chosen.connect(act)
        presenter.attach(self)

    def show_here(self, here: Preferences) -> None:
        self._made["text"].choose(str(here.text))
        self._made["language"].choose(here.language)
        self._made["theme"].choose(here.theme)
