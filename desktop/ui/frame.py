"""The frame of the desk: rail, page, status line, and what may stand over them. It navigates and shows.

Views are made anew when language or text size change; presenters hold what must outlive them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.business_day import clock_time
from desktop.core.pages import Status
from desktop.core.words import Words
from desktop.devices.printer import PrinterState
from desktop.ui.board import Board
from desktop.ui.fronts import SIGN_IN, Fronts
from desktop.ui.layers import Layers
from desktop.ui.look import Look
from desktop.ui.overlay import Overlay
from desktop.ui.page_view import PageView
from desktop.ui.parts.popover import Popover
from desktop.ui.parts.toast import Strip
from desktop.ui.plain.paper import PaperCard
from desktop.ui.qt_words import speak_qt
from desktop.ui.registry import PageKind
from desktop.ui.shell import Shell
from desktop.ui.stage import Leaves, trouble_sentence
from desktop.ui.style import apply_look


def machine_time() -> int:
    """ms UTC."""
    return int(datetime.now(UTC).timestamp() * 1000)


class Frame(QWidget):
    """What the window is made of.

    Attributes:
        words: the catalogue of the language in use.
        look: what it is drawn with.
        fronts: which page and section is in front.
        status: who is at the counter; None before.

    Signals:
        preferences_changed: language and text size, to be kept.
        painted: the first page has been painted.
        page_shown: the name of the page now in front.
        lock_wanted: the rail's lock.
        asked: a part of the status line was pressed, with its button.
        signin_wanted: nobody is at the counter; whoever asks who it is stands up in the page's place.
        guide_wanted: the user guide, from the head of a page.
        print_wanted: a paper that a page shows.
    """

    preferences_changed = Signal(str, int)
    painted = Signal()
    page_shown = Signal(str)
    lock_wanted = Signal()
    asked = Signal(str, QWidget)
    signin_wanted = Signal()
    guide_wanted = Signal()
    print_wanted = Signal(bytes)

    def __init__(self, catalogues: Mapping[str, Words], look: Look, language: str, now: Callable[[], int]) -> None:
        super().__init__()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        self._catalogues = dict(catalogues)
        self._now = now
        self.words = self._catalogues[language]
        self.look = look
        self.fronts = Fronts()
        self.status: Status | None = None
        self._badges: dict[str, int] = {}
        self._printer = PrinterState.ASKING
        self._root: QWidget | None = None
        self._painted = False
        self._held = ""  # what had the keyboard before a restyling
        self._layers: Layers | None = None
        apply_look(app, look)
        speak_qt(app, language)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._build()

    @property
    def page(self) -> str:
        """The name of the page in front; `signin` while nobody has signed in."""
        return self.fronts.page

    @property
    def layers(self) -> Layers:
        assert self._layers is not None
        return self._layers

    @property
    def overlay(self) -> Overlay:
        return self.layers.overlay

    @property
    def toast(self) -> Strip:
        return self.layers.strip

    @property
    def popover(self) -> Popover:
        return self.layers.popover

    # --- what is said at its foot ------------------------------------------------------

    def show_toast(self, sentence: str, undo: Callable[[], None] | None = None) -> None:
        self.toast.say(sentence, undo, self.words.say("ui.undo"), hold_ms=self.look.tokens.motion["toast_hold"])

    def show_trouble(self, error: Exception) -> None:
        kept = self.words.say("ui.trouble.nothing_lost")
        self.toast.warn(trouble_sentence(self.words, error), kept, self.words.say("ui.trouble.understood"))

    # --- which page is in front -------------------------------------------------------

    def has_page(self, page: str) -> bool:
        return self.fronts.has(page)

    def set_badge(self, page: str, count: int) -> None:
        self._badges[page] = count
        if page in self.rail.items:
            self.rail.items[page].set_badge(count)

    def show_printer(self, state: PrinterState) -> None:
        """How the usual printer stands, in the line at the foot."""
        self._printer = state
        self.line.show_printer(state)

    def go(self, page: str, subject: str = "") -> None:
        """Brings a page, or a section as `<page>.<section>`, to the front; nothing happens for one that this
        operator does not see. What is about a subject without a section is on the page's first one.
        """
        if not self.fronts.has(page) or self.page == SIGN_IN:
            return
        page, _, section = page.partition(".")
        kind = self.fronts.kind(page)
        assert kind is not None
        before = self.fronts.presenter
        if section or subject:
            self.fronts.choose(page, section)
        self.fronts.page = page
        self._bring_up(kind)
        presenter = self.fronts.presenter
        if before is not presenter and isinstance(before, Leaves):
            before.left()
        if presenter is not None:
            presenter.open(subject)
        self.page_shown.emit(page)

    # --- language and text size -------------------------------------------------------

    def next_text_size(self) -> None:
        self.look.next_scale()
        self._restyle()

    def set_text_size(self, scale: int) -> None:
        self.look.set_scale(scale)
        self._restyle()

    def set_theme(self, theme: str) -> None:
        """`light` or `dark`."""
        self.look.theme = theme
        self._restyle()

    def next_language(self) -> None:
        codes = list(self._catalogues)
        self.set_language(codes[(codes.index(self.words.language) + 1) % len(codes)])

    def set_language(self, language: str) -> None:
        self.words = self._catalogues[language]
        speak_qt(self._app, language)
        self.setUpdatesEnabled(False)
        self._drop_hidden()
        QTimer.singleShot(0, self._refit)

    # --- how it is put together ---------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.layers.resized()

    def _restyle(self) -> None:
        """Another size or theme, in three turns of the event loop, so that keys are heard between them: a style sheet
        is gone through by every widget that there is.
        """
        self._held = self._focused()
        self.setUpdatesEnabled(False)
        self._drop_hidden()
        QTimer.singleShot(0, self._restyled)

    def _restyled(self) -> None:
        if isinstance(self.fronts.view, PageView):
            self.fronts.view.lighten()
        apply_look(self._app, self.look)
        QTimer.singleShot(0, self._refit)

    def _drop_hidden(self) -> None:
        """The views behind the one in front; they are made anew when they are looked at."""
        for place, view in list(self.fronts.views.items()):
            if view is not self.stack.currentWidget():
                del self.fronts.views[place]
                self.stack.removeWidget(view)
                view.deleteLater()
                QCoreApplication.sendPostedEvents(view, QEvent.Type.DeferredDelete)

    def hide_all(self) -> None:
        """Nothing is seen and nothing hears a key until the frame is built again."""
        if self._root is not None:
            self._root.hide()

    def _refit(self) -> None:
        self._rebuild()
        self.preferences_changed.emit(self.words.language, self.look.scale)

    def _rebuild(self) -> None:
        at, self._held = self._held or self._focused(), ""
        self.setUpdatesEnabled(False)
        self._build()
        for again in self.findChildren(QWidget, at) if at else []:
            if again.isVisibleTo(self):
                again.setFocus()
        self.setUpdatesEnabled(True)

    def _focused(self) -> str:
        """The object name of what has the keyboard."""
        focus = QApplication.focusWidget()
        return focus.objectName() if isinstance(focus, QWidget) and self.isAncestorOf(focus) else ""

    def _build(self) -> None:
        if self._root is not None:
            # Not orphaned: a widget without a parent would become a window of its own and take the focus.
            self._outer.removeWidget(self._root)
            self._root.hide()
            self._root.deleteLater()
            self.layers.drop()
        words, look = self.words, self.look
        self.setWindowTitle(words.say("ui.window"))
        self._root = shell = Shell(look, words, self.fronts.kinds)
        self.rail, self.stack, self.line = shell.rail, shell.stack, shell.line
        self.rail.page_wanted.connect(self.go)
        self.rail.text_size_wanted.connect(self.next_text_size)
        self.rail.language_wanted.connect(self.next_language)
        self.rail.lock_wanted.connect(self.lock_wanted)
        self.line.asked.connect(self.asked)
        self.line.show_status(self.status, self._now())
        self.line.show_printer(self._printer)
        self._outer.addWidget(shell)
        shell.show()  # a layout shows it only in the next turn, and what is not seen yet takes no keyboard
        self.rail.setVisible(self.status is None or not self.status.merchant_only)
        self.rail.show_signed_in(self.page != SIGN_IN)
        self._layers = Layers(self, look, words.say("practice.mark") if look.practice else "")
        self.toast.stirred.connect(self._place_strip)
        self.fronts.views = {}
        self._show_time()
        for page, count in self._badges.items():
            self.set_badge(page, count)
        if self.page == SIGN_IN:
            self.signin_wanted.emit()
        else:
            self.go(self.page)

    def _bring_up(self, kind: PageKind) -> None:
        view = self.fronts.view
        if view is None:
            view = self.fronts.make_view(kind, self.look, self.words, self.go)
            if kind.name == "settings":
                view.offer_guide()
                view.guide_wanted.connect(self.guide_wanted)
            for card in view.findChildren(PaperCard):
                card.offer_print()
                card.print_wanted.connect(self.print_wanted)
            self.stack.addWidget(view)
            self.fronts.connect_view()
        view.show_section_here(self.fronts.section(kind).code)
        self.overlay.close_now()
        self.stack.setCurrentWidget(view)
        self.rail.show_page(kind.name)
        view.start_focus()

    def _page_area(self) -> QRect:
        return QRect(self.stack.mapTo(self, QPoint(0, 0)), self.stack.size())

    def _place_strip(self) -> None:
        """What is said covers nothing that is pressed, and not the field somebody types in."""
        boards: list[QWidget] = [child for child in self.children() if isinstance(child, Board) and child.isVisible()]
        front = boards or [self.stack.currentWidget() or self]
        pressed = [each for widget in front for each in widget.findChildren(QAbstractButton)]
        typed = self._app.focusWidget()
        fields = [typed] if isinstance(typed, QLineEdit | QPlainTextEdit) and self.isAncestorOf(typed) else []
        taken = tuple(
            each.visibleRegion().boundingRect().translated(each.mapTo(self, QPoint(0, 0)))
            for each in (*pressed, *fields)
            if each.isVisible()
        )
        self.layers.place_strip(self._cover(), self._page_area(), taken)

    def _cover(self) -> QRect:
        """The part of the window that an answer or a strip may stand over."""
        view, area = self.fronts.view, self._page_area()
        return view.cover().translated(area.topLeft()) if view is not None else area

    def _show_time(self) -> None:
        now = self._now()
        said = clock_time(now)
        if said != self.line.time.said:
            self.line.show_time(said)
            presenter = self.fronts.presenter if self.fronts.place == "today" else None
            if presenter is not None:
                presenter.refresh()
