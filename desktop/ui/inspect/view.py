"""The page 巡查: the seven (and the site) as pictures, the checkpoints, what was wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from desktop.core.inspect_pages import WalkLists
from desktop.core.pages import InspectionDone, InspectPage
from desktop.core.words import Words
from desktop.ui import speech
from desktop.ui.hotkeys import PageKey, digits
from desktop.ui.inspect.by_phone import LinkShown
from desktop.ui.inspect.checklist import KEYS
from desktop.ui.inspect.draft import Draft
from desktop.ui.inspect.item_card import ItemCard
from desktop.ui.inspect.lists import ListPanel
from desktop.ui.inspect.note_panel import NotePanel
from desktop.ui.inspect.open_panel import OpenPanel
from desktop.ui.inspect.photos import TakePhoto
from desktop.ui.inspect.points import Points
from desktop.ui.inspect.presenter import MEDICINE_BOX, InspectPresenter, Move
from desktop.ui.inspect.result import ResultCard
from desktop.ui.look import Look
from desktop.ui.page_view import PageView
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Rule, clear, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.dropdown import Dropdown


class InspectView(PageView):
    """Passive.

    Signals:
        kind_chosen, item_chosen: a code; finish_wanted, open_wanted: the head's buttons.
        typed: a key while a paper checklist is typed in; stepped: a checkpoint on or back; typing_ended: Esc.
    """

    typed = Signal(str)
    stepped = Signal(int)
    typing_ended = Signal()

    kind_chosen = Signal(str)
    item_chosen = Signal(str)
    finish_wanted = Signal()
    open_wanted = Signal()

    HEAD_IS_FULL = True

    def __init__(self, look: Look, words: Words) -> None:
        super().__init__(look, words, "inspect")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._kinds: tuple[str, ...] = ()
        self._choices: Choices | None = None
        self.kind = Dropdown(look, self)
        self.kind.setObjectName("inspect.kind")
        self.kind.chosen.connect(self.kind_chosen)
        self.kind.hide()
        self.head.addWidget(self.kind)
        self._items: tuple[str, ...] = ()
        self._typing = False
        self._page: InspectPage | None = None
        self.cards: dict[str, ItemCard] = {}
        self.open_list = Button(look, "", Kind.PLAIN, "warn")
        self.open_list.setObjectName("inspect.open")
        self.open_list.clicked.connect(self.open_wanted)
        self.open_list.hide()
        self.finish = Button(look, words.say("ui.inspect.finish"), Kind.OFF)
        self.finish.setObjectName("inspect.finish")
        self.finish.clicked.connect(self.finish_wanted)
        self.finish.hide()
        self.head.addWidget(self.open_list)
        self.head.addWidget(self.finish)
        self._stack = QStackedWidget()
        self.body.addWidget(self._stack, 1)
        self._stack.addWidget(self._build_walk())
        self.result = ResultCard(look, words)
        self._stack.addWidget(self.result)

    def connect_to(self, presenter: InspectPresenter) -> None:
        self.offer_camera(presenter.camera)
        self.kind_chosen.connect(presenter.choose_kind)
        self.item_chosen.connect(presenter.choose_item)
        self.finish_wanted.connect(presenter.finish)
        self.open_wanted.connect(presenter.show_rectifications)
        self.points.answered.connect(presenter.answer)
        self.points.looked_at.connect(presenter.look_at)
        self.points.pass_wanted.connect(presenter.pass_item)
        self.points.next_wanted.connect(presenter.next_item)
        self.note.written.connect(presenter.write)
        self.note.phrase_said.connect(presenter.say_phrase)
        self.note.severity_chosen.connect(presenter.set_severity)
        self.note.photo_chosen.connect(presenter.add_photo)
        self.note.photo_dropped.connect(presenter.drop_photo)
        self.note.picture_given.connect(presenter.add_picture)
        self.note.phone.wanted.connect(presenter.by_phone.begin)
        self.note.phone.ended.connect(presenter.by_phone.end)
        self.note.phone.serving_wanted.connect(presenter.by_phone.see_to_serving)
        self.note.phone.ticked.connect(lambda: self.show_link(presenter.by_phone.shown))
        self.points.print_wanted.connect(presenter.print_checklist)
        self.points.typing_wanted.connect(presenter.typing.toggle)
        self.typed.connect(presenter.typing.key)
        self.stepped.connect(presenter.typing.step)
        self.typing_ended.connect(presenter.typing.end)
        self.lists.counted.connect(presenter.count)
        self.lists.ticked.connect(presenter.tick)
        self.lists.medicine_wanted.connect(presenter.see_medicine)
        self.open.picture_given.connect(presenter.add_move_picture)
        self.open.move_begun.connect(presenter.begin_move)
        self.open.move_dropped.connect(presenter.drop_move)
        self.open.move_wanted.connect(presenter.finish_move)
        self.open.written.connect(presenter.write_move)
        self.open.photo_chosen.connect(presenter.add_move_photo)
        self.result.again_wanted.connect(presenter.start_again)
        self.result.open_wanted.connect(presenter.show_rectifications)
        presenter.attach(self)

    # --- what is told -------------------------------------------------------------------

    def offer_camera(self, take: TakePhoto | None) -> None:
        """With a camera photos can be taken; without one there are files, pasting and dropping."""
        self.note.photos.offer_camera(take)
        self.open.camera = take

    def show_page(self, page: InspectPage, draft: Draft, lists: WalkLists | None) -> None:
        words = self.words
        self._page = page
        if draft.typed and not self._typing:
            self.setFocus()  # a button would take the arrows
        self._typing = bool(draft.typed)
        self._stack.setCurrentIndex(0)
        self._show_kinds(page)
        if tuple(item.code for item in page.items) != self._items:
            self._fill_cards(page)
        for card in self.cards.values():
            card.show_state(draft)
        missing = draft.missing(page.items)
        seen = len(page.items) - len(missing)
        day = speech.short_day(words, page.day)
        self.subtitle.set_text(
            words.say(
                "ui.inspect.subtitle_short" if self.look.scale > 100 else "ui.inspect.subtitle",
                seen=seen,
                all=len(page.items),
                day=day,
                nth=page.nth_today,
            )
        )
        self.finish.setVisible(bool(page.items))
        self.finish.set_kind(Kind.OFF if missing else Kind.PRIMARY)
        key = "ui.inspect.finish_missing" if missing else "ui.inspect.finish"
        self._say(self.finish, words.say("ui.inspect.finish"), words.say(key, count=len(missing)))
        self.open_list.setVisible(bool(page.open))
        self._say(self.open_list, str(len(page.open)), words.say("ui.inspect.open_short", count=len(page.open)))
        item = next((item for item in page.items if item.code == draft.item), None)
        if item is None:
            return
        others = [other for other in missing if other.code != item.code]
        after = [other for other in others if page.items.index(other) > page.items.index(item)]
        onward = next(iter(after or others), None)
        self.points.show_item(item, page.items.index(item) + 1, draft, onward)
        point = next((point for point in item.points if point.code == draft.point), None)
        if point is not None:
            self._side.setCurrentWidget(self.note)
            self.note.show_point(page, item.code, point, draft.of(point.code), lists.dues if lists else ())

    def show_link(self, link: LinkShown) -> None:
        self.note.phone.show_link(link)

    def show_list(self, item: str, lists: WalkLists, draft: Draft) -> None:
        self._side.setCurrentWidget(self.lists)
        if item == MEDICINE_BOX:
            self.lists.show_box(lists, draft)
        else:
            self.lists.show_tools(lists, draft)

    def show_open(self, page: InspectPage, move: Move | None, about: str) -> None:
        self._side.setCurrentWidget(self.open)
        self.open.show_open(page, move, about)

    def show_done(self, page: InspectPage, done: InspectionDone) -> None:
        self._stack.setCurrentIndex(1)
        self.finish.hide()
        self.open_list.hide()
        self.kind.hide()
        if self._choices is not None:
            self._choices.hide()
        self.subtitle.set_text(self.words.say(f"inspection_kind.{page.kind}"))
        self.result.show_done(page, done)

    # --- what the window asks --------------------------------------------------------------

    def handle_key(self, event: QKeyEvent) -> bool:
        return (self._typing and self._type(event)) or super().handle_key(event)

    def keys(self) -> tuple[PageKey, ...]:
        if self._stack.currentIndex() != 0:
            return ()
        count = len(self._items)
        return (
            PageKey("item", f"1–{count}", lambda at: self.item_chosen.emit(self._items[at]), digits(count)),
            PageKey("all_pass", "Ctrl+Enter", lambda _at: self._pass_or_finish(), (Qt.Key.Key_Return, Qt.Key.Key_Enter),
                    ctrl=True),
        )  # fmt: skip

    def _pass_or_finish(self) -> None:
        button = self.points.all_pass if self.points.all_pass.isVisible() else self.finish
        button.click()

    def _type(self, event: QKeyEvent) -> bool:
        """A key of whoever types in a paper checklist."""
        steps = {
            int(Qt.Key.Key_Up): -1,
            int(Qt.Key.Key_Backspace): -1,
            int(Qt.Key.Key_Down): 1,
        }
        if event.key() == Qt.Key.Key_Escape:
            self.typing_ended.emit()
        elif event.key() in steps:
            self.stepped.emit(steps[event.key()])
        elif event.text().lower() in KEYS:
            self.typed.emit(event.text())
        else:
            return False
        return True

    # --- how it is built -----------------------------------------------------------------------

    def _build_walk(self) -> QWidget:
        look, words = self.look, self.words
        walk = QWidget()
        column = column_in(walk, 0, 16 if not look.large else 10)
        self._cards_grid = QGridLayout()
        self._cards_grid.setSpacing(8)
        column.addLayout(self._cards_grid)
        card = Card()
        row = row_in(card, 1)
        self.points = Points(look, words)
        row.addWidget(self.points, 1)
        row.addWidget(Rule(upright=True))
        self._side = QStackedWidget()
        wide = self._side_width()
        self._side.setFixedWidth(wide)
        self.note = NotePanel(look, words)
        self.note.resize(wide, self.note.height())  # phrases are laid out by it before it is first shown
        self.open = OpenPanel(look, words)
        self._side.addWidget(self.open)
        self._side.addWidget(self.note)
        self.lists = ListPanel(look, words)
        self._side.addWidget(self.lists)
        row.addWidget(self._side)
        column.addWidget(card, 1)
        return walk

    def _say(self, button: Button, short: str, whole: str) -> None:
        """All of it where there is room, else in the tool tip."""
        tight = self.narrow and self.look.large
        button.setText(short if tight else whole)
        button.setAccessibleName(whole)
        button.setToolTip(whole if tight else "")

    def _side_width(self) -> int:
        wide = {100: (432, 330), 125: (460, 330)}.get(self.look.scale, (490, 340))
        return wide[1] if self.narrow else wide[0]

    def give_way(self) -> None:
        self._side.setFixedWidth(self._side_width())
        self.points.set_narrow(self.narrow)
        if self._page is not None:
            self._show_kinds(self._page)

    def _show_kinds(self, page: InspectPage) -> None:
        if page.kinds != self._kinds:
            self._kinds = page.kinds
            if self._choices is not None:
                self._choices.hide()
                self._choices.deleteLater()
            words = self.words
            parts = tuple((kind, words.say(f"inspection_kind.{kind}")) for kind in page.kinds)
            self._choices = Choices(self.look, parts, words.say("ui.inspect.kind"))
            self._choices.setObjectName("inspect.kinds")
            self._choices.chosen.connect(self.kind_chosen)
            self.head.insertWidget(2, self._choices)
        few = self.look.scale > 100 or self.words.language != "zh" or self.narrow
        narrow = len(page.kinds) > 2 and few
        kinds = tuple((kind, self.words.say(f"inspection_kind.{kind}")) for kind in page.kinds)
        self.kind.show_choices(kinds, page.kind)
        self.kind.setVisible(narrow)
        if self._choices is not None:
            self._choices.setVisible(len(page.kinds) > 1 and not narrow)
            self._choices.choose(page.kind)

    def _fill_cards(self, page: InspectPage) -> None:
        clear(self._cards_grid)
        self.cards = {}
        self._items = tuple(item.code for item in page.items)
        across = 4 if self.look.scale > 100 else max(1, len(page.items))
        for at, item in enumerate(page.items):
            card = ItemCard(self.look, self.words, item, at + 1)
            card.clicked.connect(self._choosing(item.code))
            self.cards[item.code] = card
            self._cards_grid.addWidget(card, at // across, at % across)

    def _choosing(self, code: str) -> Callable[[], None]:
        return lambda: self.item_chosen.emit(code)
