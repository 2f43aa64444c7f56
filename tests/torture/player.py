"""`python -m tests.torture.player GROUND FOLDER SCRIPT [SYNCHRONOUS]`: plays a script for a tracer to watch.

Each result line goes out in one `write`, after its commit, with the number of the journal's last entry. Now
and then the log is folded, as the desk does when idle; at the end everything is closed. What the environment
refuses is printed as a line that was not done, and the next line is tried.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from desktop.cli.play import play
from desktop.cli.session import Session
from desktop.core.errors import EnvironmentFailed
from desktop.services.station import open_desk
from tests.kill.errands import TAKER_PIN
from tests.kill.ground import Ground, tools
from tests.stations import PIN

FOLD_EVERY = 25


def main(arguments: list[str]) -> None:
    ground, folder, script = Ground.load(Path(arguments[0])), Path(arguments[1]), Path(arguments[2])
    synchronous = arguments[3] if len(arguments) > 3 else "FULL"
    os.environ["QUANYI_PIN"] = PIN
    os.environ["QUANYI_PIN_TO"] = os.environ["QUANYI_PIN_WITNESS"] = TAKER_PIN
    kit = tools(ground.place / "keys")
    session = Session(kit, folder, True, None)
    session.adopt(open_desk(kit.parts, folder, synchronous=synchronous))
    store = session.office.desk.store
    say({"ready": True})

    def emit(line: object) -> None:
        assert isinstance(line, dict)
        say(line | {"seq": store.head.seq})

    for number, line in enumerate(script.read_bytes().splitlines(), 1):
        try:
            play(session, io.BytesIO(line), emit)
        except EnvironmentFailed as failed:
            say({"line": 1, "ok": False, "outcome": failed.code, "trouble": True, "seq": store.head.seq})
        if number % FOLD_EVERY == 0:
            with contextlib.suppress(EnvironmentFailed):
                store.database.fold()
    session.close()
    say({"closed": True})


def say(line: object) -> None:
    os.write(1, json.dumps(line, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    main(sys.argv[1:])
