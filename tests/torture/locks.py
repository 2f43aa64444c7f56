"""Another program holds the file: a save waits for it, or says clearly that it could not."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.core.errors import EnvironmentFailed
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.station import open_desk
from tests.kill.ground import make_ground, parts
from tests.out import Measurement
from tests.stations import raw_connection

HOLDS = (0.5, 2.0, 10.0)
LIMIT_SECONDS = 3.0


def locked_file(*, few: bool = False) -> Measurement:
    """Saves while the file is held for 0.5, 2 and 10 seconds; the longest wait is the value."""
    with tempfile.TemporaryDirectory(prefix="quanyi-lock-") as place:
        ground = make_ground(Path(place) / "ground")
        desk = open_desk(parts(ground.place / "keys"), ground.data)
        try:
            office = Office(desk)
            waits = [_save_while_held(office, seconds) for seconds in HOLDS[: 1 if few else None]]
            after = _save_while_held(office, 0.0)
            sound = office.upkeep.verify().ok
            # the control has more patience than a queue at the counter
            desk.store.database.writer.exec_driver_sql("PRAGMA busy_timeout = 6000")
            patient = _save_while_held(office, LIMIT_SECONDS + 0.3)
        finally:
            desk.close()
    slowest = max(seconds for seconds, _ in waits)
    outcomes = {f"{held:g} s": outcome for held, (_, outcome) in zip(HOLDS, waits, strict=False)}
    as_meant = all(
        outcome == ("saved" if held < LIMIT_SECONDS else "database_busy")
        for held, (_, outcome) in zip(HOLDS, waits, strict=False)
    )
    return Measurement(
        value=round(slowest, 2),
        unit="s",
        limit=LIMIT_SECONDS,
        holds=as_meant and sound and after[1] == "saved" and slowest <= LIMIT_SECONDS,
        n=len(waits),
        control={
            "what": "a counter that waits for 6 seconds",
            "seconds": round(patient[0], 2),
            "fails": patient[0] > LIMIT_SECONDS,
        },
        more={"outcomes": outcomes},
    )


def _save_while_held(office: Office, seconds: float) -> tuple[float, str]:
    """How long a check-in took while another process held the file so long, and what it said."""
    desk = office.desk
    first = office.operators.choose(None)
    by = Operator(first.id, frozenset(first.roles))
    command = [sys.executable, "-m", "tests.torture.locks", str(desk.folder.database), str(seconds)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdin
    assert holder.stdout
    try:
        holder.stdin.write(desk.secrets.database.hex().encode() + b"\n")
        holder.stdin.flush()
        holder.stdout.readline()
        began = time.monotonic()
        try:
            fact = office.visits.anonymous(by, "courier", []).fact or ""
            outcome = "saved"
        except EnvironmentFailed as failed:
            fact, outcome = "", failed.code
        waited = time.monotonic() - began
    finally:
        holder.communicate(timeout=60)
    if fact and not any(fact.encode() in data for data in office.upkeep.facts()):
        outcome = "lost"
    return waited, outcome


def hold(place: Path, seconds: float) -> None:
    """The other program: takes the file for itself, says so, lets go."""
    raw = raw_connection(place, bytes.fromhex(sys.stdin.readline()))
    raw.isolation_level = None
    raw.execute("BEGIN EXCLUSIVE")
    print("held", flush=True)
    time.sleep(seconds)
    raw.execute("ROLLBACK")
    raw.close()


if __name__ == "__main__":
    hold(Path(sys.argv[1]), float(sys.argv[2]))
