"""Which of two facts about one thing comes first, told from the facts alone, so that every device and the hub agree
in whatever order they came.
"""

from __future__ import annotations

import zlib

from desktop.core.entry import Entry

_TIMES, _TIE = 42, 19


def rank_of(entry: Entry, *, above: bool = False) -> int:
    """The higher rank decides: the earlier by its own clock, then by its id; all that stand `above` before all
    others. Fits 63 bits.
    """
    latest = (1 << _TIMES) - 1
    early = latest - min(max(entry.at, 0), latest)
    tie = zlib.crc32(entry.id.encode()) & ((1 << _TIE) - 1)
    return (int(above) << (_TIMES + _TIE)) | early << _TIE | tie
