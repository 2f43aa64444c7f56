"""A phone as the desk's camera: a link that a caretaker opens for one point of a walk, and what comes by it.

Nothing of it is written down: the link lives in memory, for ten minutes by a clock that nobody sets, until the desk is
locked, or until the walk is recorded. A phone hears that a photo arrived only once the window has taken it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.core.camera_pages import LIFE_S, PATH, PHOTO_MOST, CameraLink, CameraSeen, PhotoCame
from desktop.core.errors import Refused
from desktop.photos import clean_photo
from desktop.services.one_time import new_token, same_token

WAIT_S = 5.0
"""How long a phone waits for the window to take its photo."""
GONE, IN_USE = CameraSeen("gone"), CameraSeen("in_use")


def nobody() -> None:
    """Stands where no window listens."""


def anybody(_kind: str) -> None:
    """Stands where nobody asks who may."""


@dataclass
class _Photo:
    came: PhotoCame
    taken: threading.Event = field(default_factory=threading.Event)


@dataclass
class _Link:
    """`room` for photos that were not taken yet, those of `waiting` included; `done` the forms by which one came."""

    token: str
    kind: str
    point: str
    room: int
    until: float
    phone: str = ""
    waiting: list[_Photo] = field(default_factory=list)
    done: set[str] = field(default_factory=set)

    def seen(self) -> CameraSeen:
        state = "open" if self.room > len(self.waiting) else "full"
        return CameraSeen(state, self.point, len(self.done))


class PhoneCamera:
    """Fulfils `CameraCounter` and `CameraDesk`. `where` says where pages are served, `may` raises `Refused` for whoever
    may not walk round; `ticks` are seconds of a clock that only goes forward.
    """

    def __init__(
        self,
        where: Callable[[], str],
        may: Callable[[str], None] = anybody,
        ticks: Callable[[], float] = time.monotonic,
        wait_s: float = WAIT_S,
    ) -> None:
        self._where, self._may, self._ticks, self._wait_s = where, may, ticks, wait_s
        self._lock = threading.Lock()
        self._link: _Link | None = None
        self._tell: Callable[[], None] = nobody

    def tell_by(self, tell: Callable[[], None]) -> None:
        """`tell` is called, on any thread, whenever there is something to take."""
        self._tell = tell

    # --- the window's side ---------------------------------------------------------------------------------

    def begin(self, kind: str, checkpoint: str, room: int) -> CameraLink:
        self._may(kind)
        base = self._where()
        if not base:
            return CameraLink("", 0)
        token = new_token()
        with self._lock:
            self._link = _Link(token, kind, checkpoint, room, self._ticks() + LIFE_S)
        return CameraLink(f"{base}{PATH}{token}", LIFE_S)

    def leave_room(self, room: int) -> None:
        with self._lock:
            if self._link is not None:
                self._link.room = room

    def take(self) -> tuple[PhotoCame, ...]:
        with self._lock:
            return self._taken(self._link)

    def end(self) -> tuple[PhotoCame, ...]:
        with self._lock:
            link, self._link = self._link, None
            return self._taken(link)

    def drop(self) -> None:
        """Whoever opened it does not sit here any more: what was not taken yet is nowhere, and the phone hears so."""
        with self._lock:
            self._link = None

    @staticmethod
    def _taken(link: _Link | None) -> tuple[PhotoCame, ...]:
        if link is None:
            return ()
        photos, link.waiting = link.waiting, []
        link.room -= len(photos)
        for photo in photos:
            photo.taken.set()
        return tuple(photo.came for photo in photos)

    # --- the phone's side ------------------------------------------------------------------------------------

    def look(self, token: str, phone: str) -> CameraSeen:
        with self._lock:
            link = self._open(token)
            if link is not None and not link.phone:
                link.phone = phone
            return self._seen(link, phone)

    def known(self, token: str, phone: str) -> CameraSeen:
        with self._lock:
            return self._seen(self._open(token), phone)

    def hand_in(self, token: str, phone: str, form: str, raw: bytes) -> CameraSeen:
        seen = self.known(token, phone)
        if seen.state not in ("open", "full"):
            return seen
        photo = self._clean(raw)
        with self._lock:
            link = self._open(token)
            seen = self._seen(link, phone)
            if link is None or seen.state not in ("open", "full") or form in link.done:
                return seen
            if seen.state == "full":
                return seen
            handed = _Photo(PhotoCame(link.kind, link.point, photo))
            link.waiting.append(handed)
        self._tell()
        return self._arrived(link, handed, form)

    def _arrived(self, link: _Link, handed: _Photo, form: str) -> CameraSeen:
        """Waits for the window; takes the photo back where it does not come for it."""
        handed.taken.wait(self._wait_s)
        with self._lock:
            if not handed.taken.is_set():
                if handed in link.waiting:
                    link.waiting.remove(handed)
                raise Refused("photo_not_taken")
            link.done.add(form)
            return link.seen()

    @staticmethod
    def _clean(raw: bytes) -> bytes:
        if len(raw) > PHOTO_MOST:
            raise Refused("photo_too_large", most=PHOTO_MOST >> 20, size=len(raw) >> 20)
        return clean_photo(raw)

    def _open(self, token: str) -> _Link | None:
        """The link of this token while it is good. The lock is held."""
        link = self._link
        if link is None or not same_token(link.token, token):
            return None
        return link if self._ticks() < link.until else None

    @staticmethod
    def _seen(link: _Link | None, phone: str) -> CameraSeen:
        if link is None:
            return GONE
        return link.seen() if link.phone and link.phone == phone else IN_USE
