"""A phone as the desk's camera: what the window asks (`CameraCounter`), and what the page on the phone asks
(`CameraDesk`). One link at a time, to one point of the walk under way, for one phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

LIFE_S = 600
"""How long a link is good."""
PHOTO_MOST = 12 * 1024 * 1024
"""Bytes of a photo as a phone sends it; that of 48 million dots has 10 to 12 MB."""
PATH = "/camera/"


@dataclass(frozen=True)
class CameraLink:
    """`url` is what the code on the screen holds; empty where no pages are served. `seconds` it is good for."""

    url: str
    seconds: int = LIFE_S


@dataclass(frozen=True)
class PhotoCame:
    """A photo (JPEG, without what the phone wrote into it) for a checkpoint of a walk of a kind."""

    kind: str
    checkpoint: str
    photo: bytes


@dataclass(frozen=True)
class CameraSeen:
    """How a link stands for a phone: `open`, `full` (the point has all its photos), `in_use` (another phone has it),
    `gone` (run out, ended at the counter, or never there). `point` the checkpoint, `sent` photos of this link so far.
    """

    state: str
    point: str = ""
    sent: int = 0


class CameraCounter(Protocol):
    """The window's side. It waits for nothing; every method may raise `desktop.core.errors.Trouble`."""

    def begin(self, kind: str, checkpoint: str, room: int) -> CameraLink:
        """A new link to a point with room for so many photos more; the one before is void."""

    def leave_room(self, room: int) -> None:
        """So many more fit by now, those not yet taken included."""

    def take(self) -> tuple[PhotoCame, ...]:
        """What came since, each once."""

    def end(self) -> tuple[PhotoCame, ...]:
        """From now on nothing is accepted; what came before is here."""


class CameraDesk(Protocol):
    """The phone's side, called on worker threads. `phone` is the sealed session of a browser."""

    def look(self, token: str, phone: str) -> CameraSeen:
        """For a page that is opened: the first phone has the link from then on."""

    def known(self, token: str, phone: str) -> CameraSeen:
        """For a form that comes back: a phone that never opened the page is not bound by it."""

    def hand_in(self, token: str, phone: str, form: str, raw: bytes) -> CameraSeen:
        """One photo, once for each `form`. Returns when it stands at its point. Raises `Refused`:
        `photo_not_a_picture`, `photo_too_large`, `photo_heic`, `photo_not_taken` (it is nowhere).
        """
