"""Shifts: opening with the one-minute self-check, and 交接班 from one operator to another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core.entry import Entry
from desktop.core.errors import Refused
from desktop.core.hours import MINUTE_MS
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.core.shift import DayOpened, ShiftHandedOver
from desktop.services.chase import chase_list
from desktop.services.days import PROBLEMS_MOST, Days
from desktop.services.desk import Desk, allowed
from desktop.services.duties import require_apart
from desktop.services.inspections import Inspected, Inspections
from desktop.services.medicine_stock import warned_lines
from desktop.services.operators import Operators
from desktop.services.rectifications import open_jobs
from desktop.store.beside import put_note
from desktop.store.standing import unacknowledged

KEYS_MOST = 99


@dataclass(frozen=True)
class Opening:
    """A day that was opened; `late` minutes after the posted hour (0 within the grace), `inspected` or None."""

    entry: Entry
    late: int
    inspected: Inspected | None


def to_chase(connection: Connection, desk: Desk, day: str) -> int:
    """Slips that stay open too long."""
    return len(chase_list(connection, desk, day))


def box_warnings(connection: Connection, desk: Desk, day: str) -> int:
    """Lines of the box that are expired or soon will be."""
    return warned_lines(connection, desk, day)


def none_yet(_connection: Connection, _desk: Desk, _day: str) -> int:
    """For what has no service here so far."""
    return 0


# What is counted at a hand-over, given a business day; a new service puts its own count here.
ON_HAND: Mapping[str, Callable[[Connection, Desk, str], int]] = {
    "chase": to_chase,
    "loans": none_yet,
    "medicine": box_warnings,
}


class Shifts:
    def __init__(self, desk: Desk, days: Days, inspections: Inspections, operators: Operators) -> None:
        self.desk = desk
        self._days = days
        self._inspections = inspections
        self._operators = operators

    @allowed("open_day")
    def open(self, by: Operator, answers: Sequence[GivenAnswer] = (), begun: int | None = None) -> Opening:
        """开站, with the self-check where answers are given: both are kept, or neither. Raises `Refused`."""
        with self.desk.store.write():
            inspected = self._inspections.complete(by, "opening", answers, begun) if answers else None
            entry = self._days.open(by, inspected.inspection if inspected else None)
        body = entry.body
        assert isinstance(body, DayOpened)
        late = max(0, body.when - body.posted) // MINUTE_MS if body.posted is not None else 0
        return Opening(entry, late if late > self.desk.rules.hours.grace else 0, inspected)

    @allowed("hand_over")
    def hand_over(
        self, by: Operator, to: str, pin: str, *, keys: int = 0, lost_property: str = "", note: str = ""
    ) -> Entry:
        """交接班 to an operator who gives their own PIN; wrong ones count as at sign-in. Raises `Refused`.

        Nothing open stands in its way: open problems and facts not acknowledged are written down, and go along.
        """
        require_apart(self.desk, to, "take_over", {"hand_over": {by.id}})
        if not 0 <= keys <= KEYS_MOST:
            raise Refused("keys_wrong", most=KEYS_MOST)
        taker = self._operators.sign_in(to, pin)
        if not self.desk.rules.roles.allows(taker, "hand_over"):
            raise Refused("taker_not_allowed")
        with self.desk.store.write() as txn:
            connection = txn.connection
            day = self.desk.rules.programme.business_day(self.desk.now())
            earlier = txn.rows(
                "SELECT coalesce(max(number), 0) FROM hand_overs WHERE day = ? AND device = ?",
                (day, self.desk.store.device),
            )
            body = ShiftHandedOver(
                to=taker.id,
                number=earlier[0][0] + 1,
                problems=[job.rectification for job in open_jobs(connection, PROBLEMS_MOST)],
                waiting=unacknowledged(connection),
                keys=keys,
                lost_property=put_note(txn, lost_property),
                note=put_note(txn, note),
                **{name: count(connection, self.desk, day) for name, count in ON_HAND.items()},
            )
            return txn.append(body, day=day, by=by.id)
