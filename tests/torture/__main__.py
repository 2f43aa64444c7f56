"""`python -m tests.torture [NAME…]`: every torture with its control, into out/torture.json and a table.

Names are those of the matrix of promises. Ends with 1 when something does not hold, or a control did not fail.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Mapping

from tests.out import HEAD, Measurement, keep, line
from tests.torture.any_order import any_order
from tests.torture.api import api
from tests.torture.clocks import clock
from tests.torture.faults import disk_full_io_error
from tests.torture.feed_gap import feed_gap
from tests.torture.forgery import forged_qr
from tests.torture.guessing import guessing
from tests.torture.histories import hub_restored_to_yesterday, restored_backup_cloned_disk
from tests.torture.hostile_batch import hostile_batch
from tests.torture.kills import kill
from tests.torture.lines import slow_half_open_captive_portal
from tests.torture.locks import locked_file
from tests.torture.lost_answer import lost_answer
from tests.torture.monthly import monthly_figures
from tests.torture.names import rare_names
from tests.torture.paper_codes import forged_papers
from tests.torture.paper_figures import paper_figures
from tests.torture.photocopies import photocopies
from tests.torture.power_cut import power_cut
from tests.torture.rot import bit_rot
from tests.torture.sweep import sweep

TORTURES: Mapping[str, Callable[[], Measurement]] = {
    "power_cut": power_cut,
    "kill": kill,
    "disk_full_io_error": disk_full_io_error,
    "locked_file": locked_file,
    "bit_rot": bit_rot,
    "clock": clock,
    "forged_qr": forged_qr,
    "forged_papers": forged_papers,
    "rare_names": rare_names,
    "monthly_figures": monthly_figures,
    "paper_figures": paper_figures,
    "photocopies": photocopies,
    "lost_answer": lost_answer,
    "slow_half_open_captive_portal": slow_half_open_captive_portal,
    "any_order": any_order,
    "restored_backup_cloned_disk": restored_backup_cloned_disk,
    "hub_restored_to_yesterday": hub_restored_to_yesterday,
    "api": api,
    "feed_gap": feed_gap,
    "hostile_batch": hostile_batch,
    "phone_enumeration_pin_guessing": guessing,
    "sweep": sweep,
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(TORTURES)
    if unknown:
        print(f"no torture is called {', '.join(sorted(unknown))}; there are {', '.join(TORTURES)}", file=sys.stderr)
        return 2
    logging.basicConfig(level="WARNING", stream=sys.stderr)
    print(HEAD, flush=True)
    good = True
    for name in names or TORTURES:
        began = time.monotonic()
        measured = TORTURES[name]()
        keep("torture.json", name, measured)
        good = good and measured.holds and measured.control is not None and bool(measured.control["fails"])
        print(f"{line(name, measured)}  ({time.monotonic() - began:.0f} s)", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
