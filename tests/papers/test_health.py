"""Lists of check-ups, the chase list and slips after made-up days, line by line against the journal."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from desktop.core.business_day import day_of
from desktop.core.errors import Refused
from tests.clinic import Clinic
from tests.histories import undone
from tests.ledger import journal, one, rows
from tests.papers.happening import freeze
from tests.stations import DAY, Station, Yard

NAMES = ("甲", "乙", "丙", "丁", "戊", "己")
SLOTS = (("2026-11-20", "08:00", "09:00", 2), ("2026-12-01", "09:00", "10:00", 1))
TO = st.sampled_from(("attended", "attended", "closed", "no_show", "cancelled"))
ACT = st.one_of(
    *[st.tuples(st.just("pass_by"), st.integers(0, 8))] * 2,
    st.tuples(st.just("slip"), st.integers(0, 5)),
    *[st.tuples(st.just("book"), st.integers(0, 5), st.integers(0, 1))] * 4,
    *[st.tuples(st.just("move"), st.integers(0, 5), TO)] * 2,
)
# Where a slip stands among the bookings: the last word of any of the three kinds.
_STANDS = """SELECT k.body ->> 'referral' AS slip, k.body ->> 'slot' AS slot, k.kind AS kind FROM j k
  WHERE k.kind IN ('slot.booked', 'slot.awaited', 'slot.released') AND NOT EXISTS (SELECT 1 FROM j x WHERE x.kind IN
  ('slot.booked', 'slot.awaited', 'slot.released') AND x.body ->> 'referral' = k.body ->> 'referral'
  AND (x.stamp, x.arrived) > (k.stamp, k.arrived))"""
_SLOTS = "SELECT value ->> 'slot' AS slot, value ->> 'day' AS day FROM j, json_each(body, '$.slots')" \
    " WHERE kind = 'checkup_batch.opened'"  # fmt: skip
_CHASED = f"""WITH stands AS ({_STANDS}), slots AS ({_SLOTS}), since AS (
  SELECT slip, number, day, 'not_booked' AS why, day AS since, 3 AS least FROM slips WHERE state = 'issued'
  UNION ALL SELECT s.slip, s.number, s.day, 'not_attended', coalesce(t.day, s.until), 1 FROM slips s
    LEFT JOIN stands k ON k.slip = s.slip AND k.kind = 'slot.booked' LEFT JOIN slots t ON t.slot = k.slot
    WHERE s.state = 'booked'
  UNION ALL SELECT slip, number, day, 'no_stub', (SELECT date(x.stamp / 1000 + 28800, 'unixepoch') FROM j x
    WHERE x.kind = 'referral.moved' AND x.body ->> 'referral' = slip ORDER BY x.stamp DESC, x.arrived DESC LIMIT 1), 7
    FROM slips WHERE state = 'attended')
SELECT why, day, number, since, CAST(julianday(:today) - julianday(since) AS INTEGER) AS days FROM since
  WHERE days >= least"""


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    station = Yard(tmp_path_factory.mktemp("yard")).fresh.open(tmp_path_factory.mktemp("health"), synchronous="OFF")
    made = Clinic(station)
    for name in NAMES:
        made.person(name)
    yield made
    station.close()


def happen(clinic: Clinic, slots: list[str], act: tuple[Any, ...]) -> None:
    what, *given = act
    if what == "pass_by":
        clinic.station.clock.pass_by(given[0] * DAY)
        return
    name = NAMES[given[0]]
    with contextlib.suppress(Refused):
        if what == "slip":
            clinic.slip(name)
        elif name in clinic.slips:
            if what == "book":
                clinic.book(name, slots[given[1]])
            else:
                clinic.move(name, given[1])


def hold_health(station: Station, batch: str) -> None:
    plain, today = journal(station), day_of(station.clock.now())
    booked = rows(plain, f"WITH stands AS ({_STANDS}), slots AS ({_SLOTS}) SELECT day, code FROM (SELECT t.day AS day,"
                  " s.code AS code FROM stands k JOIN slots t ON t.slot = k.slot JOIN slips s ON s.slip = k.slip"
                  " WHERE k.kind = 'slot.booked') ORDER BY 1, 2")  # fmt: skip
    attendance, full = freeze(station, "attendance-list", id=batch), freeze(station, "booking-list", id=batch)
    for paper in (attendance, full):
        assert sorted((line.day, line.code) for line in paper.lines) == booked if paper else not booked
    if full:
        unit = one(plain, "SELECT body ->> 'unit_fen' FROM j WHERE kind = 'checkup_batch.opened'")
        assert full.batch.unit_fen == unit
    chased = freeze(station, "chase-list")
    lines = [(line.why, line.issued, line.number, line.since, line.days) for line in chased.lines] if chased else []
    assert sorted(lines) == sorted(rows(plain, _CHASED, today=today))
    before = "SELECT count(*) FROM slips e WHERE e.day = s.day AND e.arrived < s.arrived"
    for slip, day, earlier in rows(plain, f"SELECT s.slip, s.day, ({before}) FROM slips s"):
        paper = freeze(station, "health", id=slip)
        # 〔2026〕1116-01号: the running number of its day
        assert f"{earlier + 1:02d}" in paper.frame.number
        assert paper.issued[:10] == day
    plain.close()


# not shrunk, as in test_figures
@settings(max_examples=10, report_multiple_bugs=False, phases=set(Phase) - {Phase.shrink, Phase.explain})
@given(acts=st.lists(ACT, min_size=20, max_size=50))
def test_the_lists_of_checkups_say_what_the_journal_says(clinic: Clinic, acts: list[tuple[Any, ...]]) -> None:
    with undone(clinic.station):
        clinic.slips.clear()
        batch = clinic.batch(*SLOTS)
        for name in NAMES[:4]:
            clinic.slip(name)
        for act in acts:
            happen(clinic, [slot.slot for slot in batch.slots], act)
        hold_health(clinic.station, batch.batch)
