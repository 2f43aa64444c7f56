"""`python -m tests.bench [NAME…]`: measurements with their controls, into out/bench.json and a table.

Ends with 1 when a limit does not hold.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping

from tests.bench.commits import counter_commit_p50, counter_commit_p99
from tests.bench.hub import (
    backlog_100k,
    hub_memory,
    push_accept,
    push_project,
    single_push_p99,
    single_push_rate,
)
from tests.bench.hub_years import hub_10m
from tests.bench.lists import list_repaint_p99
from tests.bench.monthly import monthly_report
from tests.bench.opening import first_paint, ready_for_scan
from tests.bench.papers import cards_1000, settlement_30k, table_vs_canvas
from tests.bench.phones import phones_p99
from tests.bench.window import memory_after_day, page_open_p99, scan_to_paint_p99
from tests.out import HEAD, Measurement, keep, line

BENCHES: Mapping[str, Callable[[], Measurement]] = {
    "counter_commit_p50": counter_commit_p50,
    "counter_commit_p99": counter_commit_p99,
    "first_paint": first_paint,
    "ready_for_scan": ready_for_scan,
    "scan_to_paint_p99": scan_to_paint_p99,
    "page_open_p99": page_open_p99,
    "memory_after_day": memory_after_day,
    "cards_1000": cards_1000,
    "monthly_report": monthly_report,
    "settlement_30k": settlement_30k,
    "table_vs_canvas": table_vs_canvas,
    "push_accept": push_accept,
    "push_project": push_project,
    "single_push_rate": single_push_rate,
    "single_push_p99": single_push_p99,
    "backlog_100k": backlog_100k,
    "hub_memory": hub_memory,
    "hub_10m": hub_10m,
    "list_repaint_p99": list_repaint_p99,
    "phones_p99": phones_p99,
}


def main(names: list[str]) -> int:
    unknown = set(names) - set(BENCHES)
    if unknown:
        print(f"no bench is called {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    print(HEAD, flush=True)
    good = True
    for name in names or BENCHES:
        began = time.monotonic()
        measured = BENCHES[name]()
        keep("bench.json", name, measured)
        good = good and measured.holds and measured.control is not None and bool(measured.control["fails"])
        print(f"{line(name, measured)}  ({time.monotonic() - began:.0f} s)", flush=True)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
