"""What every paper says of itself: site, number, time made, software, and the check code on each page."""

from __future__ import annotations

import hashlib

from desktop import __version__
from desktop.core import business_day
from desktop.core.papers import Frame
from desktop.core.words import Words
from desktop.services.desk import Desk

_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def frame_of(desk: Desk, words: Words, kind: str, number: str = "", subject: str = "") -> Frame:
    """The frame of a paper made now. The check code is 58 bits over kind, site, journal head and subject."""
    head = desk.store.head
    digest = hashlib.sha256(f"{kind}\0{desk.place.site}\0{head.hash}\0{subject}".encode()).digest()
    bits = int.from_bytes(digest[:8], "big")
    letters = "".join(_LETTERS[bits // len(_LETTERS) ** place % len(_LETTERS)] for place in range(12))
    code = "-".join(letters[at : at + 4] for at in (0, 4, 8))
    made = business_day.stamp(desk.now())[:16].replace("T", " ")
    return Frame(desk.place.name, number, made, f"{words.say('app.name')} {__version__}", code, words.language)
