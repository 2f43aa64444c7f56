"""A clock that was wrong for days: what was recorded meanwhile, and putting its days right."""

from __future__ import annotations

from desktop.core.business_day import day_of
from desktop.core.clock import DAYS_MOST, ClockCorrected
from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.store import correction


class Clocks:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @allowed("correct_clock")
    def correct(self, by: Operator, first: int, last: int, days: int, epoch: str | None = None) -> tuple[Entry, int]:
        """Moves the business days of own entries `first` to `last` (numbers as `facts` shows them) by `days`;
        returns the fact and how many entries it moves. Raises `Refused`.
        """
        if days == 0 or abs(days) > DAYS_MOST:
            raise Refused("correction_days_wrong", most=DAYS_MOST)
        with self.desk.store.write() as txn:
            chosen = epoch or txn.head.epoch
            row = txn.rows(
                "SELECT max(j.seq) FROM journal j JOIN logs l USING (log) WHERE l.device = ? AND l.epoch = ?",
                (txn.head.device, chosen),
            )
            highest = row[0][0]
            if highest is None:
                raise Refused("epoch_unknown", epoch=chosen[:20])
            if not 1 <= first <= last <= highest:
                raise Refused("correction_run_wrong", last=highest)
            body = ClockCorrected(chosen, first, last, days)
            entry = txn.append(body, day=day_of(self.desk.now()), by=by.id)
            try:
                moved = correction.apply(txn.connection, txn.home, entry)
            except OverflowError as error:
                raise Refused("correction_days_wrong", most=DAYS_MOST) from error
        return entry, moved
