"""Inspecting without a window: the walk round, its result, and the rectifications that are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from desktop.core.inspect_pages import WalkLists
from desktop.core.pages import InspectionDone, InspectPage, ItemView
from desktop.ui.inspect.by_phone import ByPhone, LinkShown
from desktop.ui.inspect.camera import Camera
from desktop.ui.inspect.checklist import Typing
from desktop.ui.inspect.draft import FAIL, NA, PASS, Draft
from desktop.ui.inspect.kept import walk_as_text, walk_of_text
from desktop.ui.stage import Desk

PHOTO_MOST = 64 * 1024 * 1024
MEDICINE_BOX, TOOLS, TOOLS_COUNTED = "medicine_box", "repair_tools", "repair_tools.counted"


@dataclass
class Move:
    """What is being said about a rectification. `action`: report, close, return."""

    rectification: str
    action: str
    note: str = ""
    photos: list[bytes] = field(default_factory=list)

    @property
    def ready(self) -> bool:
        return bool(self.note.strip()) and (self.action != "report" or bool(self.photos))


class InspectShown(Protocol):
    def show_page(self, page: InspectPage, draft: Draft, lists: WalkLists | None) -> None: ...
    def show_list(self, item: str, lists: WalkLists, draft: Draft) -> None: ...
    def show_open(self, page: InspectPage, move: Move | None, about: str) -> None: ...
    def show_done(self, page: InspectPage, done: InspectionDone) -> None: ...
    def show_link(self, link: LinkShown) -> None: ...


class InspectPresenter:
    """Attributes:
    draft: the walk under way, one a kind.
    done: the result of the last walk while it is shown.
    move: the rectification being worked on.
    typing: a paper checklist that is typed in; by_phone: photos by the caretaker's phone.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: InspectShown | None = None
        self._page: InspectPage | None = None
        self._lists: WalkLists | None = None
        self.typing = Typing(self)
        self.by_phone = ByPhone(desk, self)
        self._drafts: dict[str, Draft] = {}
        self._kind = ""
        self._asked = 0
        self._about = ""
        self._listing = False
        self._busy = False
        self.done: InspectionDone | None = None
        self.move: Move | None = None

    @property
    def draft(self) -> Draft:
        return self.draft_of(self._kind)

    def draft_of(self, kind: str) -> Draft:
        return self._drafts.setdefault(kind, Draft(kind))

    def attach(self, view: InspectShown) -> None:
        self._view = view

    def open(self, subject: str) -> None:
        """`subject` is a kind of inspection, or a rectification to look at."""
        if self._page is not None and subject in self._page.kinds:
            self.choose_kind(subject)
            return
        if subject:
            self._about, self._listing, self.done, self.move = subject, True, None, None
        self.refresh()

    def refresh(self) -> None:
        self._asked += 1
        asked = self._asked
        kind = self._kind or "opening"

        def then(page: InspectPage) -> None:
            if asked != self._asked:
                return
            if not self._kind:
                self._kind = self._likely_kind(page)
                if self._kind != page.kind:
                    self.refresh()
                    return
            self._page = page
            if not self.draft.item and page.items:
                self.draft.item = page.items[0].code
            self.show()

        def then_lists(lists: WalkLists) -> None:
            if asked == self._asked:
                self._lists = lists
                self.show()

        counter, failed = self._desk.counter, self._desk.stage.show_trouble
        self._desk.tasks.run_read(lambda: counter.inspect_page(kind), then, failed)
        self._desk.tasks.run_read(counter.inspecting.lists, then_lists, failed)

    def show(self) -> None:
        if self._page is None or self._view is None:
            return
        if self.done is not None:
            self._view.show_done(self._page, self.done)
            return
        self._view.show_page(self._page, self.draft, self._lists)
        self._view.show_link(self.by_phone.shown)
        self.by_phone.mind_room()
        if not self._listing and not self.draft.point and self._lists and self.draft.item in (MEDICINE_BOX, TOOLS):
            self._view.show_list(self.draft.item, self._lists, self.draft)
        elif self._listing or not self.draft.point:
            self._view.show_open(self._page, self.move, self._about)

    def keep_draft(self) -> dict[str, Any] | None:
        """Walks under way, one a kind."""
        walks = [walk_as_text(draft) for draft in self._drafts.values() if draft.begun]
        return {"kind": self._kind, "walks": walks} if walks else None

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        walks = [walk for plain in kept.get("walks", []) if (walk := walk_of_text(plain, self._desk.now()))]
        self._drafts |= {walk.kind: walk for walk in walks if walk.kind not in self._drafts}
        if walks and not self._page:
            self._kind = str(kept.get("kind") or walks[0].kind)
        return bool(walks)

    # --- the walk ---------------------------------------------------------------------

    def choose_kind(self, kind: str) -> None:
        self._kind = kind
        self.done, self._listing, self.move = None, False, None
        self.refresh()

    def choose_item(self, item: str) -> None:
        self.draft.item = item
        self._listing = False
        found = self._item(item)
        noted = (
            [point.code for point in found.points if self.draft.of(point.code).result in (FAIL, NA)] if found else []
        )
        self.draft.point = noted[0] if noted else ""
        self.show()

    def answer(self, checkpoint: str, result: str) -> None:
        draft = self.draft
        draft.answer(checkpoint, result, self._desk.now())
        self._listing = False
        if checkpoint == TOOLS_COUNTED and result == FAIL and not draft.of(checkpoint).note:
            draft.of(checkpoint).note = self._tools_missing()
        if result in (FAIL, NA):
            draft.point = checkpoint
        elif draft.point == checkpoint:
            draft.point = ""
        self.show()

    def pass_item(self) -> None:
        """整项合格: every checkpoint of the item in front; then on to the next one that is not answered."""
        item = self._item(self.draft.item)
        if item is None:
            return
        for point in item.points:
            self.draft.answer(point.code, PASS, self._desk.now())
        self.next_item()

    def next_item(self) -> None:
        if self._page is None:
            return
        items = self._page.items
        at = next((at for at, item in enumerate(items) if item.code == self.draft.item), -1)
        later = items[at + 1 :] + items[: at + 1]
        onward = next((item for item in later if not self.draft.complete(item)), None)
        if onward is not None:
            self.choose_item(onward.code)
        else:
            self.draft.point = ""
            self.show()

    def count(self, line: str, counted: int) -> None:
        """What is there of a line of the box; the same once more takes it back."""
        if self.draft.counted.get(line) == counted:
            del self.draft.counted[line]
        else:
            self.draft.counted[line] = counted
        self.show()

    def tick(self, tool: str) -> None:
        self.draft.tools ^= {tool}
        self.show()

    @property
    def camera(self) -> Camera | None:
        """The desk's camera, while it is switched on."""
        machine = self._desk.machine
        return Camera(machine.camera, self._desk.stage) if machine.preferences.camera else None

    def print_checklist(self) -> None:
        self._desk.stage.go("papers", "checklist")

    def see_medicine(self, line: str) -> None:
        self._desk.stage.go("inspect.box", line)

    def add_picture(self, raw: bytes) -> None:
        """A photo that was pasted, dropped or taken."""
        if self.draft.point:
            self.draft.of(self.draft.point).photos.append(raw)
            self.show()

    def add_move_picture(self, raw: bytes) -> None:
        if self.move is not None:
            self.move.photos.append(raw)
            self.show()

    def look_at(self, checkpoint: str) -> None:
        """Opens the note of a checkpoint that failed or was left out."""
        if self.draft.of(checkpoint).result in (FAIL, NA):
            self.draft.point = checkpoint
            self._listing = False
            self.show()

    def write(self, text: str) -> None:
        """The note (or the reason) as it is typed; the view keeps its own text."""
        if self.draft.point:
            complete = self.draft.of(self.draft.point).complete
            self.draft.of(self.draft.point).note = text
            if complete != self.draft.of(self.draft.point).complete:
                self.show()

    def say_phrase(self, phrase: str) -> None:
        given = self.draft.of(self.draft.point)
        if phrase not in given.note:
            stop = self._desk.stage.words.say("ui.inspect.stop")
            given.note = f"{given.note.rstrip()}{stop}{phrase}" if given.note.strip() else phrase
        self.show()

    def set_severity(self, severity: str) -> None:
        self.draft.of(self.draft.point).severity = severity
        self.show()

    def add_photo(self, path: str) -> None:
        given = self.draft.of(self.draft.point)
        self._read_photo(path, given.photos)

    def drop_photo(self, at: int) -> None:
        photos = self.draft.of(self.draft.point).photos
        if at < len(photos):
            del photos[at]
        self.show()

    def finish(self) -> None:
        """Completes it; while something is missing, goes there instead and says what."""
        page = self._page
        if page is None or self._busy:
            return
        missing = self.draft.missing(page.items)
        if missing:
            self._name_missing(missing)
            return
        self._busy = True
        self.by_phone.end(lambda: self._complete(page))

    def _complete(self, page: InspectPage) -> None:
        draft = self.draft
        answers, begun, kind, counted = draft.answers(page.items), draft.begun, draft.kind, dict(draft.counted)

        def then(done: InspectionDone) -> None:
            self._busy = False
            self._drafts.pop(kind, None)
            self.done = done
            self.show()

        def failed(error: Exception) -> None:
            self._busy = False
            self._desk.stage.show_trouble(error)

        inspecting = self._desk.counter.inspecting
        self._desk.tasks.run_write(lambda: inspecting.complete(kind, begun, answers, counted), then, failed)

    def start_again(self) -> None:
        self.done = None
        self.refresh()

    # --- rectifications -----------------------------------------------------------------

    def show_rectifications(self) -> None:
        self.done = None
        self._listing = True
        self.move = None
        self.refresh()

    def begin_move(self, rectification: str, action: str) -> None:
        self.move = Move(rectification, action)
        self._about = rectification
        self.show()

    def drop_move(self) -> None:
        self.move = None
        self.show()

    def write_move(self, text: str) -> None:
        if self.move is not None:
            ready = self.move.ready
            self.move.note = text
            if self.move.ready != ready:
                self.show()

    def add_move_photo(self, path: str) -> None:
        if self.move is not None:
            self._read_photo(path, self.move.photos)

    def finish_move(self) -> None:
        move = self.move
        if move is None or not move.ready:
            return
        counter, words = self._desk.counter, self._desk.stage.words
        said = words.say(f"ui.inspect.moved.{move.action}")

        def act() -> None:
            if move.action == "report":
                counter.report_rectified(move.rectification, move.note.strip(), move.photos[0])
            else:
                counter.recheck(move.rectification, move.action == "close", move.note.strip())

        def then(_: None) -> None:
            if self.move is move:
                self.move = None
            self._desk.stage.show_toast(said)

        self._desk.tasks.run_write(act, then, self._desk.stage.show_trouble)

    # --- within ------------------------------------------------------------------------

    @property
    def items(self) -> tuple[ItemView, ...]:
        return self._page.items if self._page else ()

    def _tools_missing(self) -> str:
        """The tools that were not ticked, for the note; nothing where none was."""
        tools = self._lists.tools if self._lists else ()
        words = self._desk.stage.words
        gone = [tool.titles.get(words.language, tool.code) for tool in tools if tool.code not in self.draft.tools]
        if not self.draft.tools or not gone:
            return ""
        return words.say("ui.walk.tools_missing", names=words.say("ui.list").join(gone))

    @staticmethod
    def _likely_kind(page: InspectPage) -> str:
        """The opening check comes first on a day; whoever comes again makes the weekly round."""
        if page.nth_today > 1 and "weekly" in page.kinds:
            return "weekly"
        return "opening" if "opening" in page.kinds or not page.kinds else page.kinds[0]

    def _item(self, code: str) -> ItemView | None:
        items = self._page.items if self._page else ()
        return next((item for item in items if item.code == code), None)

    def _name_missing(self, missing: tuple[ItemView, ...]) -> None:
        words = self._desk.stage.words
        names = words.say("ui.list").join(item.shorts.get(words.language, item.code) for item in missing)
        self._desk.stage.show_toast(words.say("ui.inspect.missing", names=names))
        self.choose_item(missing[0].code)

    def _read_photo(self, path: str, into: list[bytes]) -> None:
        def read() -> bytes:
            with Path(path).open("rb") as file:
                return file.read(PHOTO_MOST)

        def then(raw: bytes) -> None:
            into.append(raw)
            self.show()

        def failed(_: Exception) -> None:
            self._desk.stage.show_toast(self._desk.stage.words.say("ui.inspect.photo_unread"))

        self._desk.tasks.run_read(read, then, failed)
