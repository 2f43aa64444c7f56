"""The month's paper after many made-up histories: each number against an independent count over the journal."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.histories import Happening, Step, histories, undone
from tests.integration.services.test_figures import MONTHS, TODAY
from tests.integration.services.test_monthly import hold_against_journal, paper_of
from tests.ledger import journal
from tests.out import Measurement
from tests.stations import Station, Yard

TIMES, FEW = 1_000, 4


def monthly_figures(*, few: bool = False) -> Measurement:
    """The value is the number of months whose paper differs. The control leaves the last visit out of the count."""
    times = FEW if few else TIMES
    with tempfile.TemporaryDirectory(prefix="quanyi-monthly-") as place:
        station = Yard(Path(place) / "yard").fresh.open(Path(place) / "station", synchronous="OFF")
        station.clock.set(f"{TODAY}T12:00")
        try:
            tried, wrong, missed = _run(station, times)
        finally:
            station.close()
    return Measurement(
        value=wrong,
        unit="months that differ",
        limit=0,
        holds=wrong == 0 and tried >= times,
        n=tried,
        control={"what": "a visit left out of the count", "noticed": missed, "fails": missed > 0},
    )


def _run(station: Station, times: int) -> tuple[int, int, int]:
    """(Months tried, those that differ, those in which a visit left out was noticed.)"""
    tried = wrong = noticed = 0

    @settings(max_examples=times, database=None, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(history=histories(), month=st.sampled_from(MONTHS))
    def try_one(history: list[Step], month: str) -> None:
        nonlocal tried, wrong, noticed
        with undone(station) as txn:
            Happening(station, txn).happen(history)
            paper, plain = paper_of(station, month), journal(station)
            tried += 1
            wrong += not _holds(lambda: hold_against_journal(paper, plain))
            plain.execute(
                "DELETE FROM j WHERE kind = 'visit.recorded' AND arrived ="
                " (SELECT max(arrived) FROM j WHERE kind = 'visit.recorded' AND day LIKE ?)",
                (f"{month}%",),
            )
            noticed += not _holds(lambda: hold_against_journal(paper, plain))
            plain.close()

    try_one()
    return tried, wrong, noticed


def _holds(check: object) -> bool:
    assert callable(check)
    try:
        check()
    except AssertionError:
        return False
    return True
