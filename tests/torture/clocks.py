"""A clock that goes wrong: the order is kept, what lies behind is flagged, nothing is refused.

The machine's own clock is bent by libfaketime around the real command line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.app import SystemClock
from desktop.core import entry as entries
from desktop.core.entry import Entry
from desktop.core.roles import Operator
from desktop.core.rows import flag_rows
from desktop.services import station
from desktop.services.office import Office
from desktop.store.journal import RandomIds
from tests.e2e.command import KeyFile, at_time, quanyi
from tests.out import Measurement
from tests.stations import (
    COMMUNITY,
    NAME,
    OPERATOR,
    PIN,
    cheap_pins,
    divisions,
    rulebook,
)

LATE_MS = 5 * 60_000
# Bent one after the other, with the true time again at the end, which is then ten years behind the log.
OFFSETS = ("-1d", "+0", "-2h", "+10y", "+0", "-1d")


@dataclass(frozen=True)
class Kept:
    """The journal after it all, the facts flagged, the lines refused, and whether the chains verify."""

    journal: Sequence[Entry]
    flagged: frozenset[str]
    refused: Sequence[dict[str, Any]]
    sound: bool


def clock(*, few: bool = False) -> Measurement:
    """The value is the share of facts over five minutes behind the log that are flagged."""
    with tempfile.TemporaryDirectory(prefix="quanyi-clock-") as place:
        kept = _bend(Path(place), () if few else OFFSETS)
    late = _late(kept.journal)
    flagged = len(late & kept.flagged)
    in_order = [entry.seq for entry in kept.journal] == list(range(1, len(kept.journal) + 1))
    forgetful = {entry.id for entry in kept.journal if flag_rows(entry, 0)}
    return Measurement(
        value=round(100 * flagged / len(late), 1) if late else None,
        unit="% flagged",
        limit=100,
        holds=bool(late) and flagged == len(late) and in_order and kept.sound and not kept.refused,
        n=len(kept.journal),
        control={
            "what": "a desk that does not remember the latest clock of its log",
            "flagged": len(late & forgetful),
            "fails": len(late & forgetful) < len(late),
        },
        more={"late": len(late), "refused": len(kept.refused)},
    )


def _late(journal: Sequence[Entry]) -> set[str]:
    high, late = 0, set()
    for entry in journal:
        if high - entry.at > LATE_MS:
            late.add(entry.id)
        high = max(high, entry.at)
    return late


def _acts(rider: str, turn: int) -> bytes:
    lines: list[dict[str, object]] = [
        {"do": "check_in", "anonymous": "courier", "service": ["rest", "medicine"]},
        {"do": "check_in", "rider": rider, "service": ["water"]},
        {"do": "register", "name": f"钟慢{turn}", "phone": f"1371000{turn:04d}", "group": "courier", "consent": True},
        {"do": "check_in", "anonymous": "truck_driver", "count": 3},
        {"do": "partner_add", "name": f"诊所{turn}"},
    ]
    return b"".join(json.dumps(line).encode() + b"\n" for line in lines)


def _bend(place: Path, offsets: Sequence[str]) -> Kept:
    folder = place / "data"
    made = station.create(_parts(), folder, role="station", name=NAME, community=COMMUNITY)
    office = cheap_pins(Office(made.desk))
    first = Operator(office.operators.add_first(OPERATOR, PIN), frozenset(["caretaker"]))
    rider = office.people.register(first, "准时的人", "13700000000", "courier", consent=True).rider
    made.desk.close()
    lines: list[dict[str, Any]] = []
    for turn, offset in enumerate(offsets):
        lines += quanyi(folder, "play", "-", env=at_time(offset), given=_acts(rider, turn)).lines
    lines += _bend_in_mid_run(folder, place / "offset", rider)
    assert len(lines) == 5 * (len(offsets) + 2), lines
    desk = station.open_desk(_parts(), folder)
    try:
        return _kept(Office(desk), [line for line in lines if not line["ok"]])
    finally:
        desk.close()


def _parts() -> station.Parts:
    return station.Parts(rulebook(), divisions(), SystemClock(), RandomIds(), KeyFile())


def _bend_in_mid_run(folder: Path, offset: Path, rider: str) -> list[dict[str, Any]]:
    """One process whose clock jumps back two hours between two lines."""
    env = at_time("+11y", offset)
    command = [sys.executable, "-m", "desktop.app", "--data", str(folder), "--json", "play", "-"]
    playing = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
    assert playing.stdin
    assert playing.stdout
    lines: list[dict[str, Any]] = []
    for turn, text in ((90, "+11y"), (91, "+96350h")):
        offset.write_text(text)
        for act in _acts(rider, turn).splitlines(keepends=True):
            playing.stdin.write(act)
            playing.stdin.flush()
            lines.append(json.loads(playing.stdout.readline()))
    playing.stdin.close()
    assert playing.wait(60) == 0
    playing.stdout.close()
    return lines


def _kept(office: Office, refused: Sequence[dict[str, Any]]) -> Kept:
    with office.desk.store.read() as connection:
        flags = connection.exec_driver_sql("SELECT fact FROM flags WHERE code = 'clock_behind'").fetchall()
    journal = [entries.from_bytes(data) for data in office.upkeep.facts()]
    return Kept(journal, frozenset(row[0] for row in flags), refused, office.upkeep.verify().ok)
