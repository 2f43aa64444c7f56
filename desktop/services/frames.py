"""What every paper says of itself: site, number, time made, software, and the check code on each page."""

from __future__ import annotations

from desktop import __version__
from desktop.core import business_day
from desktop.core.check_code import check_code
from desktop.core.papers import Frame
from desktop.core.words import Words
from desktop.services.desk import Desk


def frame_of(desk: Desk, words: Words, kind: str, number: str = "", subject: str = "") -> Frame:
    """The frame of a paper made now."""
    head = desk.store.head
    code = check_code(kind, desk.place.site, head.hash, subject)
    made = business_day.stamp(desk.now())[:16].replace("T", " ")
    return Frame(desk.place.name, number, made, f"{words.say('app.name')} {__version__}", code, words.language)
