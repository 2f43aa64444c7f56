"""The rotating code of a station's screen, checked at the hub by the keys of the station's devices and their clocks.

A code says when its step began by the clock of the PC that shows it. The hub knows how far that clock was off when the
device last asked for its feed, and reads the code by the PC's clock where that is little enough to be believed.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core import checkin_code
from desktop.core.phone_pages import CodeSeen
from hub.database import Session

# Less is how long the asking itself took.
NOISE_MS = 2_000
# More is a clock that somebody has to put right.
DRIFT_MOST_MS = 120_000
# What was told longer ago says nothing of today: a clock is put right, or runs on.
TOLD_MOST_MS = 7 * 86_400_000
# The PC's clock may be read a little late: a step that begins by the hub's reckoning within so many seconds has begun.
EARLY_S = 3


def look_at(session: Session, code: str, sites: Sequence[str], now: int) -> CodeSeen:
    """What a scanned text is worth at a station known by these ids; `now` in ms UTC."""
    site = checkin_code.site_in(code)
    if site is None or site not in sites:
        return CodeSeen("no_code" if site is None else "other_station")
    rows = session.rows(
        "SELECT m.key, c.at, c.clock FROM members m LEFT JOIN contacts c ON c.device = m.device"
        " WHERE m.site = ? AND m.revoked_at = 0",
        (sites[0],),
    )
    for key, told, clock in rows:
        there = now + _drift(now, told, clock)
        begun = _begun(code, bytes.fromhex(key), site)
        if begun is None:
            continue
        age = there // 1000 - begun
        if age < -EARLY_S:
            return CodeSeen("clock_off")
        return CodeSeen("expired", age) if age > checkin_code.VALID_SECONDS else CodeSeen("good")
    return CodeSeen("no_code")


def _begun(code: str, public: bytes, site: str) -> int | None:
    """The begin of a genuine code's step, seconds UTC; None for one that this device did not make."""
    try:
        return checkin_code.read(code, public, site).begun
    except checkin_code.NotACode:
        return None


def _drift(now: int, told: int | None, clock: int | None) -> int:
    """By how many ms the device's clock is ahead of the hub's, as far as that is known and to be believed."""
    if told is None or clock is None or now - told > TOLD_MOST_MS:
        return 0
    off = clock - told
    return off if NOISE_MS < abs(off) <= DRIFT_MOST_MS else 0
