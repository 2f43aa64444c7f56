"""A morning of check-ups: a batch from its opening to the destruction of its list, and one that is still to come."""

from __future__ import annotations

import dataclasses

from desktop.services.bookings import BatchView
from tests.clinic import STREET, a_file, an_id_number
from tests.stations import HOUR, Station

HOSPITAL = '"历下区人民医院"'
ID_NUMBERS = (an_id_number(11), an_id_number(12))


def checkups(station: Station) -> None:
    """Every use case of booking and its lists; an ID number is still kept at the end. Ends at eleven."""
    office, by, desk = station.office, station.by, station.desk
    today, later = _batch(station, "2026-11-17"), _batch(station, "2026-11-24")
    slip = station.rows("SELECT referral FROM referrals WHERE kind = 'checkup' AND state = 'issued'")[0][0]
    slot = today.slots[0].slot
    assert office.bookings.book(by, slip, slot).outcome == "booked"
    fellow = office.referrals.refer(by, station.register("孔祥瑞").card, "checkup", today.hospital, consent=True)
    assert office.bookings.book(by, fellow.referral, slot).outcome == "waiting"
    office.referrals.move(by, slip, "cancelled")
    office.booking_lists.enter(by, fellow.referral, ID_NUMBERS[0])
    office.booking_lists.take_out(by, today.batch)
    third = office.referrals.refer(by, station.register("戚美兰").card, "checkup", later.hospital, consent=True)
    office.bookings.book(by, third.referral, later.slots[0].slot)
    office.booking_lists.enter(by, third.referral, ID_NUMBERS[1])
    station.clock.pass_by(4 * HOUR)
    office.attendance.record(by, today.batch, [fellow.referral])
    rules = desk.rules
    # on the day itself: thirty days later nothing else of this day would still be as it is
    desk.rules = dataclasses.replace(rules, health=dataclasses.replace(rules.health, keep_days=0))
    office.booking_lists.destroy(by, today.batch)
    desk.rules = rules


def _batch(station: Station, day: str) -> BatchView:
    """A batch of one place, at a hospital that the busy day knows."""
    text = a_file(((day, "08:00", "10:00", 1),), {STREET: 2}, hospital=HOSPITAL)
    return station.office.bookings.open(station.by, text)
