"""Places in check-up slots: asked for, changed, waited for in line, given back, handed to the first in line.

These run inside a caller's transaction, so that a referral's state and its place are said together. The line of
a batch is kept in order of asking; whoever cannot be served now (slot full, quota of the street spent) is passed
over and keeps the turn.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core import business_day
from desktop.core.checkup import BOOKED, HOLDING, RELEASED, WAITING, SlotAwaited, SlotBooked, SlotReleased
from desktop.core.errors import Refused
from desktop.core.referral import USED, ReferralMoved
from desktop.core.words import Term
from desktop.services.desk import Desk
from desktop.store.database import in_transaction
from desktop.store.journal import Txn
from desktop.store.received import same_person

STREET_DIGITS = 9
# A slip that was closed although its rider was never seen: it does not use up the year.
CLOSED_UNSEEN = (
    "(r.state = 'closed' AND NOT EXISTS"
    " (SELECT 1 FROM referral_moves m WHERE m.referral = r.referral AND m.state = 'attended'))"
)
# What a forgotten rider's slips are in before they are called off.
OPEN = ("issued", "waiting", "booked", "no_show")


@dataclass(frozen=True)
class Asked:
    """The answer to asking for a slot: `booked`, or `waiting` at `position` in its line (1 is next).

    `dropped` when an ID number was destroyed with it, so that the caller erases the database's log.
    """

    outcome: str
    referral: str
    slot: str
    fact: str
    position: int | None = None
    dropped: bool = False


@dataclass(frozen=True)
class _Slot:
    slot: str
    batch: str
    day: str
    begins: int
    ends: int
    places: int
    partner: str
    groups: str
    has_quotas: int


@dataclass(frozen=True)
class _Slip:
    """A referral with where it stands among the bookings (`released` when nowhere)."""

    referral: str
    kind: str
    state: str
    partner: str
    rider: str
    group: str
    until: str
    batch: str
    slot: str
    standing: str
    changes: int
    street: str


def known(txn: Txn, slot: str) -> bool:
    return bool(txn.rows("SELECT 1 FROM checkup_slots WHERE slot = ?", (slot,)))


def ask(desk: Desk, txn: Txn, by: str, referral: str, slot: str) -> Asked:
    """Books a place in the slot, changes to it, or takes a turn in its line. Raises `Refused`."""
    slip, wanted = _slip(txn, referral), _slot(txn, slot)
    street = desk.place.community[:STREET_DIGITS]
    _check(desk, txn, slip, wanted, street)
    advance(desk, txn, by, wanted.batch)
    before, slip = slip, _slip(txn, referral)
    day = business_day.day_of(desk.now())
    if slip.standing == BOOKED != before.standing:
        return Asked(BOOKED, referral, slip.slot, txn.head.hash)
    free = _free(txn, wanted, street)
    if slip.standing == BOOKED:
        if slip.slot == wanted.slot:
            raise Refused("slot_same")
        # the rider's own place counts against the quota already
        if _left(txn, wanted) <= 0:
            raise Refused("slot_full")
        body = SlotBooked(referral, slip.batch, wanted.slot, slip.street, "changed", slip.changes + 1, slip.slot)
        fact = txn.append(body, day=day, by=by).id
        advance(desk, txn, by, wanted.batch)
        return Asked(BOOKED, referral, wanted.slot, fact)
    waits = slip.state == WAITING or WAITING in desk.rules.choices.referral_moves[slip.state]
    if not free and not waits:
        raise Refused("slot_full")
    leaves = slip.standing == WAITING and slip.batch != wanted.batch
    dropped = leaves and _drop_sheets(txn, referral)
    if free:
        fact = _book(txn, by, day, referral, wanted.batch, wanted.slot, street, "asked")
        _move(txn, by, day, slip, BOOKED)
        return Asked(BOOKED, referral, wanted.slot, fact, None, dropped)
    last = txn.rows("SELECT max(turn) FROM bookings WHERE batch = ? AND standing = 'waiting'", (wanted.batch,))
    turn = (last[0][0] or 0) + 1
    fact = txn.append(SlotAwaited(referral, wanted.batch, wanted.slot, street, turn), day=day, by=by).id
    _move(txn, by, day, slip, WAITING)
    position = _count(txn, wanted.slot, WAITING)
    return Asked(WAITING, referral, wanted.slot, fact, position, dropped)


def _check(desk: Desk, txn: Txn, slip: _Slip, wanted: _Slot, street: str) -> None:
    """Everything that does not depend on how many places are left."""
    if slip.kind != "checkup":
        raise Refused("green_channel_no_slot")
    if slip.partner != wanted.partner:
        raise Refused("slot_other_partner")
    if wanted.groups and slip.group not in wanted.groups.split(","):
        raise Refused("group_not_in_batch")
    if _over(desk, wanted.day, wanted.ends):
        raise Refused("slot_over", day=wanted.day)
    if wanted.has_quotas and not txn.rows(
        "SELECT 1 FROM checkup_quotas WHERE batch = ? AND street = ?", (wanted.batch, street)
    ):
        raise Refused("street_not_in_batch")
    if slip.state == BOOKED:
        if slip.standing == BOOKED:
            _check_change(desk, txn, slip, wanted)
        return
    if slip.state != WAITING and BOOKED not in desk.rules.choices.referral_moves[slip.state]:
        raise Refused(
            "referral_cannot_move", state=Term(f"referral_state.{slip.state}"), to=Term(f"referral_state.{BOOKED}")
        )
    if slip.standing == WAITING:
        if slip.slot == wanted.slot:
            raise Refused("slot_waiting")
    elif slip.until < business_day.day_of(desk.now()):
        raise Refused("slip_expired", day=slip.until)
    _one_check(txn, slip, wanted.day[:4])


def _check_change(desk: Desk, txn: Txn, slip: _Slip, wanted: _Slot) -> None:
    held = _slot(txn, slip.slot)
    if held.slot == wanted.slot:
        raise Refused("slot_same")
    if held.batch != wanted.batch:
        raise Refused("slot_other_batch")
    if _over(desk, held.day, held.ends):
        raise Refused("slot_missed", day=held.day)
    if slip.changes >= desk.rules.health.changes:
        raise Refused("slot_changed_already", most=desk.rules.health.changes)


def _one_check(txn: Txn, slip: _Slip, year: str) -> None:
    """No other check of the rider in the slot's calendar year; one with a slot belongs to the slot's year."""
    rows = [
        row
        for one in same_person(txn, slip.rider)
        for row in txn.rows(
            "SELECT r.state, coalesce(s.day, r.issued_day) FROM referrals r"
            " LEFT JOIN bookings b ON b.referral = r.referral AND b.standing <> 'released'"
            " LEFT JOIN checkup_slots s ON s.slot = b.slot"
            f" WHERE r.rider = ? AND r.kind = 'checkup' AND r.referral <> ? AND NOT {CLOSED_UNSEEN}",
            (one, slip.referral),
        )
    ]
    for state, day in rows:
        if state in USED and day[:4] == year:
            raise Refused("checkup_this_year", day=day)


def may_move(desk: Desk, txn: Txn, referral: str, to: str) -> None:
    """Whether a state may be set by hand, given the place held. Raises `Refused`."""
    slip = _slip(txn, referral)
    if slip.standing == WAITING and to == BOOKED:
        raise Refused("slot_in_line")
    if slip.standing == BOOKED and to in ("attended", "no_show"):
        held = _slot(txn, slip.slot)
        begun = business_day.start_of(held.day) + held.begins * 60_000
        if desk.now() < begun and not desk.store.clock_behind():
            raise Refused("slot_not_yet", day=held.day)


def after_move(desk: Desk, txn: Txn, by: str, referral: str, to: str) -> bool:
    """Gives the place back when a referral has gone to a state that holds none; the line moves up.

    Returns whether an ID number was destroyed with it, so that the caller erases the database's log.
    """
    if to in HOLDING or to == WAITING:
        return False
    slip = _slip(txn, referral)
    if slip.standing == RELEASED:
        return False
    day = business_day.day_of(desk.now())
    txn.append(SlotReleased(referral, slip.batch, slip.slot, to), day=day, by=by)
    dropped = _drop_sheets(txn, referral)
    advance(desk, txn, by, slip.batch)
    return dropped


def let_go(desk: Desk, txn: Txn, by: str, rider: str) -> None:
    """Calls off what a rider who is being forgotten still has open, and gives the places back."""
    day = business_day.day_of(desk.now())
    for referral, state in txn.rows("SELECT referral, state FROM referrals WHERE rider = ?", (rider,)):
        if state in OPEN:
            txn.append(ReferralMoved(referral, "cancelled"), day=day, by=by)
            after_move(desk, txn, by, referral, "cancelled")


def advance(desk: Desk, txn: Txn, by: str, batch: str) -> None:
    """Books those in line who can be served now, in order of asking, each with the state said beside it."""
    line = txn.rows(
        "SELECT referral, slot, street FROM bookings WHERE batch = ? AND standing = 'waiting'"
        " ORDER BY turn, set_at, referral",
        (batch,),
    )
    day = business_day.day_of(desk.now())
    # within one pass places only grow fewer: what was full for one is full for those behind
    full: set[tuple[str, str]] = set()
    for referral, slot, street in line:
        if (slot, street) in full:
            continue
        wanted = _slot(txn, slot)
        if _over(desk, wanted.day, wanted.ends) or not _free(txn, wanted, street):
            full.add((slot, street))
            continue
        _book(txn, by, day, referral, batch, slot, street, "line")
        txn.append(ReferralMoved(referral, BOOKED), day=day, by=by)


def erase(desk: Desk) -> None:
    """Cuts the database's log so that a destroyed ID number is not left in it; inside a transaction of somebody
    else that one's end, or the next close, does it.
    """
    if not in_transaction(desk.store.database.writer):
        desk.store.database.erase_log()


def _book(txn: Txn, by: str, day: str, referral: str, batch: str, slot: str, street: str, how: str) -> str:
    return txn.append(SlotBooked(referral, batch, slot, street, how, 0), day=day, by=by).id


def _move(txn: Txn, by: str, day: str, slip: _Slip, to: str) -> None:
    if slip.state != to:
        txn.append(ReferralMoved(slip.referral, to), day=day, by=by)


def _free(txn: Txn, wanted: _Slot, street: str) -> bool:
    """Whether a place in the slot and one in the street's quota are left."""
    if _left(txn, wanted) <= 0:
        return False
    if not wanted.has_quotas:
        return True
    quota = txn.rows("SELECT places FROM checkup_quotas WHERE batch = ? AND street = ?", (wanted.batch, street))
    used = txn.rows(
        "SELECT count(*) FROM bookings WHERE batch = ? AND standing = 'booked' AND street = ?", (wanted.batch, street)
    )
    return bool(quota) and int(used[0][0]) < int(quota[0][0])


def _left(txn: Txn, wanted: _Slot) -> int:
    return wanted.places - _count(txn, wanted.slot, BOOKED)


def _count(txn: Txn, slot: str, standing: str) -> int:
    return int(txn.rows("SELECT count(*) FROM bookings WHERE slot = ? AND standing = ?", (slot, standing))[0][0])


def _over(desk: Desk, day: str, ends: int) -> bool:
    return desk.now() >= business_day.start_of(day) + ends * 60_000


def _drop_sheets(txn: Txn, referral: str) -> bool:
    """The ID number of somebody who has no place any more is not kept; whether there was one."""
    there = txn.rows("SELECT 1 FROM booking_sheets WHERE referral = ?", (referral,))
    txn.execute("DELETE FROM booking_sheets WHERE referral = ?", (referral,))
    return bool(there)


def _slot(txn: Txn, slot: str) -> _Slot:
    rows = txn.rows(
        "SELECT s.slot, s.batch, s.day, s.begins, s.ends, s.places, b.partner, b.groups, b.has_quotas"
        " FROM checkup_slots s JOIN checkup_batches b ON b.batch = s.batch WHERE s.slot = ?",
        (slot,),
    )
    if not rows:
        raise Refused("slot_unknown", slot=slot[:40])
    return _Slot(*rows[0])


def _slip(txn: Txn, referral: str) -> _Slip:
    rows = txn.rows(
        'SELECT r.referral, r.kind, r.state, r.partner, r.rider, d."group", r.until, b.batch, b.slot,'
        " coalesce(b.standing, 'released'), coalesce(b.changes, 0), coalesce(b.street, '') FROM referrals r"
        " LEFT JOIN riders d USING (rider) LEFT JOIN bookings b ON b.referral = r.referral"
        " WHERE r.referral = ? AND r.rider NOT NULL",
        (referral,),
    )
    if not rows:
        raise Refused("referral_unknown", referral=referral[:40])
    return _Slip(*rows[0])
