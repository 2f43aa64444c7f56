"""Photos of a point by the caretaker's phone: the link that is open, and what comes by it, wherever one is by then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desktop.core.camera_pages import CameraCounter, CameraLink, PhotoCame
from desktop.core.pages import ItemView
from desktop.ui import speech
from desktop.ui.inspect.draft import MOST_PHOTOS, Draft
from desktop.ui.stage import Desk

T = TypeVar("T")


class Walk(Protocol):
    """What this needs of the walk."""

    @property
    def draft(self) -> Draft: ...
    @property
    def items(self) -> tuple[ItemView, ...]: ...
    def draft_of(self, kind: str) -> Draft: ...
    def show(self) -> None: ...


@dataclass(frozen=True)
class LinkShown:
    """How it stands for the point in front. `state`: empty (nothing asked for), `open`, `over` (it ran out), `off` (no
    pages are served). `seconds` it is still good for; `came` photos so far.
    """

    state: str = ""
    url: str = ""
    seconds: int = 0
    came: int = 0


class ByPhone:
    def __init__(self, desk: Desk, walk: Walk) -> None:
        self._desk, self._walk = desk, walk
        self._link: CameraLink | None = None
        self._about = ("", "")
        self._until = 0
        self._room = 0
        self._came = 0
        self._asking = 0
        self._then: Callable[[], None] | None = None

    @property
    def shown(self) -> LinkShown:
        draft = self._walk.draft
        if self._link is None or self._about != (draft.kind, draft.point):
            return LinkShown()
        if not self._link.url:
            return LinkShown("off")
        left = -(-(self._until - self._desk.now()) // 1000)
        return LinkShown("open" if left > 0 else "over", self._link.url, max(left, 0), self._came)

    # --- what the caretaker does ---------------------------------------------------------------------------

    def begin(self) -> None:
        """A code for the point in front; the one before is void."""
        draft = self._walk.draft
        kind, point = draft.kind, draft.point
        if not point:
            return
        room = MOST_PHOTOS - len(draft.of(point).photos)

        def then(link: CameraLink) -> None:
            self._link, self._about, self._room, self._came = link, (kind, point), room, 0
            self._until = self._desk.now() + link.seconds * 1000
            self._walk.show()

        self._ask(lambda: self._camera.begin(kind, point, room), then)

    def end(self, then: Callable[[], None] | None = None) -> None:
        """Nothing more is accepted; what came is where it belongs before `then`."""
        link, self._link, self._then = self._link, None, then
        if link is not None and link.url:
            self._ask(self._camera.end, self._add)
            return
        self._walk.show()
        self._go_on()

    def forget(self) -> None:
        """Whoever opened it has left the seat, and the counter has dropped it."""
        self._link = None

    def see_to_serving(self) -> None:
        """Where it is switched on."""
        if self._desk.stage.has_page("settings.phones"):
            self._desk.stage.go("settings.phones")

    # --- what comes ------------------------------------------------------------------------------------------

    def come(self) -> None:
        """Something is there to be taken."""
        self._ask(self._camera.take, self._add)

    def mind_room(self) -> None:
        """A photo added or taken out here changes how many the phone may send."""
        if self._link is None or not self._link.url:
            return
        kind, point = self._about
        room = max(MOST_PHOTOS - len(self._walk.draft_of(kind).of(point).photos), 0)
        if room != self._room:
            self._room = room
            self._ask(lambda: self._camera.leave_room(room), lambda _none: None)

    def _add(self, came: tuple[PhotoCame, ...]) -> None:
        for each in came:
            self._walk.draft_of(each.kind).of(each.checkpoint).photos.append(each.photo)
            self._came += 1
            self._room -= 1
        if came:
            words = self._desk.stage.words
            self._desk.stage.show_toast(words.say("ui.camera.arrived", point=self._name(came[-1].checkpoint)))
        self._walk.show()

    @property
    def _camera(self) -> CameraCounter:
        return self._desk.counter.inspecting.phone_camera

    def _ask(self, act: Callable[[], T], then: Callable[[T], None]) -> None:
        """Whoever waits for all that came (`end`) waits for every answer under way."""
        self._asking += 1

        def back(found: T) -> None:
            self._asking -= 1
            then(found)
            self._go_on()

        def failed(error: Exception) -> None:
            self._asking -= 1
            self._desk.stage.show_trouble(error)
            self._go_on()

        self._desk.tasks.run_read(act, back, failed)

    def _go_on(self) -> None:
        if not self._asking and self._then is not None:
            onward, self._then = self._then, None
            onward()

    def _name(self, checkpoint: str) -> str:
        points = (point for item in self._walk.items for point in item.points)
        found = next((point for point in points if point.code == checkpoint), None)
        return speech.title(self._desk.stage.words, found.titles) if found else checkpoint
