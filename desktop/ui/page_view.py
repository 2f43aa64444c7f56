"""What every page has: a head of 72 px with its title, room below, and a part that a scan answer covers."""

from __future__ import annotations

from PySide6.QtCore import QRect, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.words import Words
from desktop.ui.hotkeys import PageKey
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.dropdown import Dropdown
from desktop.ui.parts.text import Elided, Text

# What tabs may take of the head, beside title and page's own buttons, px; what they leave to those of a narrow page.
TABS_MOST, TABS_LEAVE = 1000, 200
# A page in a window narrower than some 1240 px shows less.
NARROW = 1060


class PageView(QWidget):
    """Base of pages. Passive: subclasses emit what a person wants and show what they are told.

    Attributes:
        look, words: what it is drawn and labelled with; the view is made anew when either changes.
        head: the row of the head, title and subtitle at its left.
        body: the room below.
        subtitle: the line beside the title.
        sections: what leads to the page's other sections; None on a page with one.
        narrow: whether there is less room across than pages are made for.

    Signals:
        section_chosen: the code of a section of this page.
        guide_wanted: the user guide, from the head of the page that offers it.
    """

    section_chosen = Signal(str)
    guide_wanted = Signal()
    HEAD_IS_FULL = False
    """Whether the page has buttons of its own in its head, so that sections are a list and not tabs."""

    def __init__(self, look: Look, words: Words, name: str) -> None:
        super().__init__()
        self.look, self.words = look, words
        self.setObjectName(f"page.{name}")
        self.setAccessibleName(words.say(f"ui.page.{name}"))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 0, 24, 16)
        self.column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(76 if look.large else max(72, look.px(64)))
        self.head: QHBoxLayout = row_in(head, 0, look.gap(16))
        self.title = Text(look, words.say(f"ui.page.{name}"), "page", 700)
        self.subtitle = Elided(look, "", "body", 400, "ink_2")
        self.head.addWidget(self.title)
        self.head.addWidget(self.subtitle, 1)
        self.sections: Choices | Dropdown | None = None
        self._offered: tuple[tuple[str, str], ...] = ()
        self._section = ""
        self.narrow = False
        self.column.addWidget(head)
        self.body: QVBoxLayout = QVBoxLayout()
        self.body.setSpacing(look.gap(16))
        self.column.addLayout(self.body, 1)

    def offer_sections(self, sections: tuple[tuple[str, str], ...], here: str) -> None:
        """Leads to the other sections: tabs where they fit, else a list, which at large text stands where the
        title did.
        """
        self._offered, self._section = sections, here
        self._fit_sections()

    def _fit_sections(self) -> None:
        """Made anew where the other one of the two fits now."""
        sections = self._offered
        if len(sections) < 2:
            return
        tabs = Choices(self.look, sections, self.title.text())
        most = min(TABS_MOST, self.width() - TABS_LEAVE) if self.narrow else TABS_MOST
        room = most - self.title.sizeHint().width() - (204 if self.look.large else 0)
        fits = not self.HEAD_IS_FULL and tabs.sizeHint().width() <= room
        if self.sections is not None:
            if isinstance(self.sections, Choices) == fits:
                tabs.deleteLater()
                if isinstance(self.sections, Dropdown):
                    self.sections.set_widest(self.narrow)
                self._show_title(fits)
                return
            self.head.removeWidget(self.sections)
            self.sections.hide()
            self.sections.deleteLater()
        if fits:
            tabs.chosen.connect(self.section_chosen)
            tabs.choose(self._section)
            for code, part in tabs.parts.items():
                part.setObjectName(f"section.{code}")
            self.sections = tabs
        else:
            tabs.deleteLater()
            listed = Dropdown(self.look, self)
            listed.set_widest(self.narrow)
            listed.show_choices(sections, self._section)
            listed.chosen.connect(self.section_chosen)
            listed.setObjectName("sections")
            self.sections = listed
        self._show_title(fits)
        self.head.insertWidget(self.head.indexOf(self.title) + 1, self.sections)

    def _show_title(self, tabs: bool) -> None:
        """A list stands where the title did, where room is short; a page may have none."""
        self.title.setHidden(not self.title.text() or (not tabs and (self.look.scale > 100 or self.narrow)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, self.narrow = self.narrow, self.width() < NARROW
        if self.narrow != before:
            self.give_way()
        if self.narrow or before:
            self._fit_sections()

    def give_way(self) -> None:
        """It is `narrow` now, or no longer: side notes go first, never the words of a button."""

    def offer_guide(self) -> None:
        """A button at the end of the head that opens the user guide."""
        button = Button(self.look, self.words.say("board.guide"), Kind.WORDS, "guide")
        button.setObjectName("guide.open")
        button.setToolTip("Ctrl+H")
        button.clicked.connect(self.guide_wanted)
        self.head.addWidget(button)

    def show_section_here(self, code: str) -> None:
        """Marks this view's own section again, after another one was chosen and left."""
        if isinstance(self.sections, Choices):
            self.sections.choose(code)

    def cover(self) -> QRect:
        """The part of this page that the answer to a scan may cover."""
        return self.rect().adjusted(24, 72, -24, -16)

    def lighten(self) -> None:
        """Another style sheet is about to be gone through for each widget, and the view to be made anew: what it has by
        the hundred goes beforehand.
        """

    def keys(self) -> tuple[PageKey, ...]:
        """Its own keys; what presses them is what the help lists."""
        return ()

    def handle_key(self, event: QKeyEvent) -> bool:
        """A key that no control wanted; True when it meant something to the page."""
        return any(key.press(event) for key in self.keys())

    def start_focus(self) -> None:
        """Puts the keyboard where work on this page begins."""
        self.setFocus()
