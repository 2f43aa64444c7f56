"""`python -m tests.sync.sequences COUNT [--careless]`: runs of `test_any_order.py`, and a report as JSON.

`--careless` is the control: machines that move the cursor before they have kept the page.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from desktop.store import membership
from desktop.store.beside import put_setting
from tests.sync import test_any_order
from tests.sync.machines import Machine


class Careless(Machine):
    """Moves the cursor to the hub's last position before the page has been kept."""

    def round(self, fate: dict[int, str]) -> bool:
        done = super().round(fate)
        if not done:
            with self.store.write() as txn:
                if membership.hub_epoch(txn.connection):
                    put_setting(txn, membership.CURSOR, str(len(self.hub.state.items)))
        return done


class CarelessOrder(test_any_order.AnyOrder):
    MACHINE: type[Machine] = Careless


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", type=int)
    parser.add_argument("--careless", action="store_true")
    given = parser.parse_args(arguments)
    logging.basicConfig(level="ERROR", stream=sys.stderr)
    chosen = settings(
        max_examples=given.count,
        stateful_step_count=16,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    report: dict[str, Any] = {"sequences": given.count, "failed": ""}
    with tempfile.TemporaryDirectory() as place:
        test_any_order.make_templates(Path(place))
        try:
            run_state_machine_as_test(CarelessOrder if given.careless else test_any_order.AnyOrder, settings=chosen)
        except BaseException as error:
            # whatever it is, it is the finding
            report["failed"] = f"{type(error).__name__}: {error}"[:2_000]
            report["where"] = traceback.format_exception(error)[-3:]
            report["steps"] = getattr(error, "__notes__", [])
    print(json.dumps(report))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
