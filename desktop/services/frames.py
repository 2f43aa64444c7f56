"""What every paper says of itself: site, number, time made, software, and where in the journal it was made."""

from __future__ import annotations

from desktop import __version__
from desktop.core import business_day, paper_code
from desktop.core.paper_code import Origin
from desktop.core.papers import Frame
from desktop.core.words import Words
from desktop.services.desk import Desk


def frame_of(desk: Desk, words: Words, kind: str, number: str = "", subject: str = "") -> Frame:
    """The frame of a paper made now. The desk's printer signs it."""
    head, now, told = desk.store.head, desk.now(), paper_code.subject(subject)
    origin = Origin(desk.place.site, kind, now // 1000, head.epoch, head.seq, head.hash[:16], desk.practice, told)
    made = business_day.stamp(now)[:16].replace("T", " ")
    software = f"{words.say('app.name')} {__version__}"
    return Frame(desk.place.name, number, made, software, "", words.language, origin)
