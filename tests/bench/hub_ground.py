"""A hub on PostgreSQL to measure, with devices that it knows and batches that are ready to send."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

from desktop.core import enrolment, keys
from desktop.core.enrolment import Certificate
from desktop.core.meal import MealServed
from desktop.core.visit import VisitRecorded
from hub.members import admit
from tests.hub.conftest import PIN, Hub
from tests.hub.device import Log
from tests.hub.servers import new_database, postgres_server

SERVICES = ["rest", "water", "charging"]


@contextlib.contextmanager
def hub() -> Iterator[Hub]:
    with postgres_server() as uri, tempfile.TemporaryDirectory() as folder:
        os.environ["QUANYI_PIN"] = PIN
        made = Hub(new_database(uri), Path(folder) / "hub.key")
        made.run("init", "--supervisor", "甲")
        yield made
        made.close()


def now() -> int:
    return time.time_ns() // 1_000_000


def logs(made: Hub, count: int) -> list[Log]:
    """Logs of devices that the hub knows, each with its first entry."""
    parts = made.parts
    found = []
    with parts.database.write() as session:
        for number in range(count):
            log = Log(keys.DeviceKey(secrets.token_bytes(32)), now() - 30 * 86_400_000)
            public = log.key.public.hex()
            certificate = Certificate(
                1,
                parts.keys.id,
                parts.keys.device.public.hex(),
                keys.device_id(log.key.public),
                public,
                log.site,
                "station",
                f"驿站{number}",
                "",
                now(),
            )
            admit(session, parts.keys.device, certificate)
            found.append(log)
    assert enrolment.CODE_HOURS == 48
    return found


def meal(rider: str, merchant: str, at: int) -> MealServed:
    """A lunch by card; `at` ms UTC."""
    issuer = "ab" * 6
    return MealServed(
        rider, "courier", merchant, "nuanxin-canteen", "2026.1", "lunch", "standard", 1490, 990, 500, at, at // 1000,
        issuer, "yes",
    )  # fmt: skip


def fill(log: Log, count: int) -> None:
    """A working day's mixture: three visits, then a meal."""
    merchant = str(uuid.UUID(int=1, version=4))
    for number in range(count):
        rider = str(uuid.uuid4())
        if number % 4 == 3:
            log.append(meal(rider, merchant, log.now))
        else:
            log.append(VisitRecorded(rider, "courier", 1, "card", SERVICES, log.now))
