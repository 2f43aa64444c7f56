"""The day at the counter: 开站 and 日结. What goes with them (self-check, 交接班) is in `shifts.py`."""

from __future__ import annotations

from typing import Any

from desktop.core import business_day
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.papers import DayFigures
from desktop.core.roles import Operator
from desktop.core.shift import DayClosed, DayOpened, part_of, signed
from desktop.services.desk import Desk, allowed
from desktop.services.figures import day_figures
from desktop.services.hours import spans_of
from desktop.services.reconciling import Ahead, Reader, Run, run_of
from desktop.services.rectifications import open_jobs

PROBLEMS_MOST = 100


class Days:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("open_day")
    def open(self, by: Operator, inspection: str | None = None) -> Entry:
        """开站; raises `Refused` when today is open already."""
        now = self.desk.now()
        with self.desk.store.write() as txn:
            day = business_day.day_of(now)
            row = self._row(txn, day)
            if row is not None and row[0] is not None:
                raise Refused("day_opened", time=business_day.clock_time(row[0]))
            spans = spans_of(txn.connection, self.desk, day)
            posted = spans[0][0] if spans else None
            return txn.append(DayOpened(now, posted, self.desk.rules.hours.version, inspection), day=day, by=by.id)

    @allowed("close_day")
    def close(self, by: Operator) -> Entry:
        """日结: what was captured since the closing before = acknowledged + waiting + flagged, signed.

        Refuses nothing but a second closing; closes the till's day too.
        """
        now = self.desk.now()
        with self.desk.store.write() as txn:
            day = self._closing_day(txn, now)
            row = self._row(txn, day)
            if row is not None and row[1] is not None:
                raise Refused("day_closed", time=business_day.clock_time(row[1]))
            figures = day_figures(txn.connection, self.desk.rules.figures, day)
            run = self._run(txn)
            body = DayClosed(
                when=now,
                captured=run.captured.total(),
                acknowledged=run.acknowledged.total(),
                waiting=sum(run.waiting(part) for part in run.captured),
                flagged=run.flagged.total(),
                parts=run.counted(),
                first=run.first,
                last=txn.head.seq + 1,
                earlier=run.earlier,
                head=txn.head.hash,
                meals=figures.meals,
                held=figures.meals_held,
                voided=figures.meals_voided,
                taken_fen=figures.taken_fen,
                subsidy_fen=figures.subsidy_fen,
                problems=[job.rectification for job in open_jobs(txn.connection, PROBLEMS_MOST)],
            )
            return txn.append(signed(body, self.desk.key, txn.head.epoch, day), day=day, by=by.id)

    @allowed("close_day")
    def would_close(self, by: Operator) -> tuple[str, Run]:
        """The day that a closing would close now, and what it would count, itself among it. Writes nothing."""
        with self.desk.store.read() as connection:
            looked = Ahead(connection, self.desk.store.head)
            return self._closing_day(looked, self.desk.now()), self._run(looked)

    def _run(self, reader: Reader) -> Run:
        run = run_of(reader)
        run.add(part_of(DayClosed.KIND), flagged=self.desk.store.clock_behind() > 0)
        return run

    def _closing_day(self, txn: Reader, now: int) -> str:
        """The day that ends: the till's, while a period that crossed midnight runs; yesterday where it was left
        open and today has not begun; else today.
        """
        day = self.desk.rules.programme.business_day(now)
        if day != business_day.day_of(now):
            return day
        before, today = self._row(txn, business_day.previous(day)), self._row(txn, day)
        left_open = before is not None and before[0] is not None and before[1] is None
        spans = self.desk.rules.hours.spans(day)
        if left_open and today is None and (not spans or now < spans[0][0]):
            return business_day.previous(day)
        return day

    def _row(self, txn: Reader, day: str) -> Any:
        """When the day was opened and closed here (ms UTC), or None."""
        found = txn.rows(
            "SELECT opened_at, closed_at FROM days WHERE site = ? AND day = ? AND device = ?",
            (self.desk.place.site, day, self.desk.store.device),
        )
        return found[0] if found else None

    def figures(self, day: str | None) -> DayFigures:
        """The figures of a day, today without one. Raises `Refused("day_wrong")`."""
        try:
            chosen = business_day.parse_day(day) if day else business_day.day_of(self.desk.now())
        except ValueError as error:
            raise Refused("day_wrong", day=(day or "")[:20]) from error
        with self.desk.store.read() as connection:
            return day_figures(connection, self.desk.rules.figures, chosen)
