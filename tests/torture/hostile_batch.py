"""Hostile batches by the thousand against a hub that is being served: none uncaught, soon refused, little memory."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
from pathlib import Path

from hub import init
from hub.app import join_parts
from hub.place import find_place
from tests.hub import hostile
from tests.hub.conftest import PIN, Hub
from tests.out import Measurement

MUTANTS, FEW = 6_000, 60


def hostile_batch(*, few: bool = False) -> Measurement:
    """The value is the number of answers of 5xx, of those that took over a second twice, and of batches that were
    taken though their entry is no canonical JSON. The control is a reader that takes what any JSON parser takes.
    """
    most = FEW if few else MUTANTS
    with tempfile.TemporaryDirectory(prefix="quanyi-hostile-") as place:
        folder = Path(place)
        hub = Hub(str(folder / "data" / "hub.db"), folder / "hub.key")
        init.make_hub(find_place(hub.db, hub.key), "督导员甲", PIN, join_parts)
        with hub.serve(workers=1) as client:
            device = hub.device()
            named = dict(hostile.batches(device))
            changed = hostile.mutants(device.log.batch(), device, random.Random(1))
            wrong: list[str] = []
            taken = 0
            slowest = 0.0
            for name, data in itertools.chain(named.items(), (("mutant", next(changed)) for _ in range(most))):
                got = hostile.ask(client, "POST", "/v1/batches", data)
                slowest = max(slowest, got.took)
                # by chance a change leaves a batch good; a named one never is
                good = got.status == 200 and name == "mutant"
                taken += good
                if (got.status not in (400, 403, 409, 413) and not good) or got.took > hostile.SECONDS_MOST:
                    wrong.append(f"{name}: {got}")
            peak = max(hostile.peak_kb(worker) for worker in hub.workers())
        hub.close()
    careless = sum(_careless(body) for body in hostile.BODIES.values())
    return Measurement(
        value=len(wrong),
        unit="uncaught or slow",
        limit=0,
        holds=not wrong and peak <= hostile.MEMORY_MOST_KB,
        n=len(named) + most,
        control={"what": "a reader of any JSON", "taken": careless, "fails": careless > 0},
        more={"peak_mb": peak // 1_024, "slowest_s": round(slowest, 3), "still_good": taken, "wrong": wrong[:10]},
    )


def _careless(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except (ValueError, RecursionError):
        return False
