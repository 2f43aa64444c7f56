"""Step two: which station, and in which community of the city's list; or a merchant's till."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from desktop.core.communities import FOUND_MOST
from desktop.core.words import Words
from desktop.ui.first_run.columns import Columns
from desktop.ui.first_run.draft import MERCHANT, STATION, Draft
from desktop.ui.first_run.page import GuidePage
from desktop.ui.look import Look
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.text import Text


class PlacePage(GuidePage):
    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "place" if draft.role == STATION else "till")
        roles = tuple((role, words.say(f"first.role.{role}")) for role in (STATION, MERCHANT))
        self.roles = Choices(look, roles, words.say("first.role.which"))
        for role, part in self.roles.parts.items():
            part.setObjectName(f"first.role.{role}")
        self.roles.choose(draft.role)
        self.roles.chosen.connect(lambda role: self.intent.emit("role", role))
        self.head.addWidget(self.roles, 0, Qt.AlignmentFlag.AlignTop)
        self.columns: Columns | None = None
        if draft.role == STATION:
            self._add_search()
        self.add_field("name", hint=words.say("first.place.name_hint"))
        if draft.role == MERCHANT:
            self.column.addStretch(1)
        self.show_places(draft)

    def _add_search(self) -> None:
        field = self.add_field("search")
        field.line.setPlaceholderText(self.words.say("first.place.search_like"))
        field.line.setFixedHeight(self.look.px(44 if self.look.large else 52))
        field.line.installEventFilter(self)
        self._count = Text(self.look, "", "small", 400, "ink_2")
        self._count.setObjectName("first.found")
        label = field.layout().itemAt(0).layout()  # type: ignore[union-attr]
        label.addWidget(self._count)  # type: ignore[union-attr]
        self.columns = Columns(self.look, self.words)
        self.columns.opened.connect(lambda code: self.intent.emit("open", code))
        self.columns.chosen.connect(lambda code: self.intent.emit("community", code))
        self.column.addWidget(self.columns, 1)

    def show_places(self, draft: Draft) -> None:
        if self.columns is None:
            return
        self.columns.show_places(draft)
        self._count.setText(self._told(draft))
        self.fields["search"].show_wrong(draft.wrong.get("search", ""))
        name = self.fields["name"].line
        if not name.hasFocus() and name.text() != draft.said("name"):
            name.setText(draft.said("name"))

    def _told(self, draft: Draft) -> str:
        if draft.communities is None:
            return self.words.say("first.place.loading")
        if draft.said("search").strip() and not draft.found and not draft.community:
            return self.words.say("first.place.none")
        if len(draft.found) > FOUND_MOST:
            return self.words.say("first.place.many", most=FOUND_MOST)
        if len(draft.found) > 1:
            return self.words.say("first.place.found", count=len(draft.found))
        if draft.community:
            path = " · ".join(draft.communities.shown(code) for code in draft.communities.path(draft.community))
            return self.words.say("first.place.chosen", path=path)
        return ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down goes from the search into the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self.columns is not None:
            results = self.columns.results
            if event.key() == Qt.Key.Key_Down:
                to = results if results.isVisible() else self.columns.lists[0]
                to.setFocus()
                if to is results:
                    to.setCurrentIndex(to.model().index(0, 0))
                return True
        return super().eventFilter(watched, event)

    def _enter(self, name: str) -> None:
        """Enter in the search takes the first that was found."""
        if name == "search" and len(self.draft.found) > 1:
            self.intent.emit("community", self.draft.found[0])
            self.fields["name"].line.setFocus()
            return
        super()._enter(name)
