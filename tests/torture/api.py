"""The API under attack in earnest: thousands of cases of every operation by everybody, on SQLite and PostgreSQL."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

import structlog

from tests.hub.attack import Came, attack, with_broken
from tests.hub.ring import made_ring
from tests.hub.servers import new_database, new_parts, postgres_server
from tests.out import Measurement

EXAMPLES, FEW = 60, 2


def api(*, few: bool = False) -> Measurement:
    """The value is the number of answers of 5xx; the control is a route that stumbles over some bodies."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    came: list[Came] = []
    with postgres_server() as uri, tempfile.TemporaryDirectory(prefix="quanyi-api-") as place:
        for number, db in enumerate((new_database(uri), str(Path(place) / "data" / "hub.db"))):
            folder = Path(place) / str(number)
            folder.mkdir()
            with new_parts(db, folder) as parts, made_ring(parts) as ring:
                came.append(attack(ring, ring.document(), FEW if few else EXAMPLES, seed=few))
                # whatever was pushed as a fact is worked on, and stops nothing
                ring.project()
                control = attack(ring, with_broken(ring), 6, seed=True, roles=("nobody",))
    broken = [line for each in came for line in each.broken]
    statuses: dict[int, int] = {}
    for each in came:
        for status, count in each.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    return Measurement(
        value=len(broken),
        unit="answers of 5xx",
        limit=0,
        holds=not broken and statuses.get(200, 0) > 0,
        n=sum(each.sent for each in came),
        control={"what": "a broken route", "found": len(control.broken), "fails": bool(control.broken)},
        more={"statuses": {str(status): statuses[status] for status in sorted(statuses)}, "broken": broken[:20]},
    )
