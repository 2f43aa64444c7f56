"""Every other paper after many made-up histories: each number against an independent count over the journal."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.histories import Step
from tests.ledger import journal
from tests.out import Measurement
from tests.papers import test_money, test_station
from tests.papers.happening import ground
from tests.stations import Station

TIMES, FEW = 400, 3
Hold = Callable[[Station, list[Step]], None]
KINDS: tuple[tuple[st.SearchStrategy[list[Step]], Hold], ...] = (
    (test_money.HISTORIES, test_money.hold_money),
    (test_station.HISTORIES, test_station.hold_station),
    (test_station.BOX, test_station.hold_medicine),
)


def paper_figures(*, few: bool = False) -> Measurement:
    """The value is the number of histories after which some paper differs. The control leaves the last meal out of
    the count of every tenth.
    """
    times = FEW if few else TIMES
    tried = wrong = noticed = 0
    with tempfile.TemporaryDirectory(prefix="quanyi-papers-") as place:
        station = ground(Path(place) / "yard", Path(place) / "station")
        try:
            for histories, hold in KINDS:
                for history in _drawn(histories, times):
                    tried += 1
                    wrong += not _holds(hold, station, history)
                    if hold is test_money.hold_money and tried % 10 == 1:
                        with patch.object(test_money, "journal", _lacking):
                            noticed += not _holds(hold, station, history)
        finally:
            station.close()
    return Measurement(
        value=wrong,
        unit="histories with a paper that differs",
        limit=0,
        holds=wrong == 0 and tried >= len(KINDS) * times,
        n=tried,
        control={"what": "a meal left out of the count", "noticed": noticed, "fails": noticed > 0},
    )


def _drawn(histories: st.SearchStrategy[list[Step]], times: int) -> list[list[Step]]:
    found: list[list[Step]] = []

    @settings(max_examples=times, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(history=histories)
    def keep(history: list[Step]) -> None:
        found.append(history)

    keep()
    return found


def _lacking(station: Station) -> sqlite3.Connection:
    plain = journal(station)
    plain.execute("DELETE FROM j WHERE arrived = (SELECT max(arrived) FROM j WHERE kind = 'meal.served')")
    return plain


def _holds(hold: Hold, station: Station, history: list[Step]) -> bool:
    try:
        hold(station, history)
    except AssertionError:
        return False
    return True
