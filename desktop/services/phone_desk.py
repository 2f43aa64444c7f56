"""The pages for phones, from the services' side: the place, what is due today, what people do themselves."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Connection

from desktop.core import business_day, checkin_code
from desktop.core.errors import Refused
from desktop.core.phone_pages import (
    CheckedIn,
    CheckIn,
    CodeSeen,
    PhoneMine,
    PhonePerson,
    PhonePlace,
    meal_times,
)
from desktop.core.rider import RiderShown
from desktop.core.roles import APP
from desktop.core.site import short_site
from desktop.core.visit import PRESENCES
from desktop.services.hours import posted_text
from desktop.services.office import Office
from desktop.tables.held_about import held_about

PLACES_MOST = 8
FORMS = ("page", "copy")


def nobody() -> None:
    """Stands where nobody hears of it."""


class PhoneDesk:
    """Fulfils `phone_pages.PhoneDesk`; `told` hears of each thing that was written."""

    def __init__(self, office: Office, told: Callable[[], None] = nobody) -> None:
        self._office = office
        self._desk = office.desk
        self._told = told

    # --- the place -----------------------------------------------------------------------------------------

    def place(self) -> PhonePlace:
        desk = self._desk
        now, programme = desk.now(), desk.rules.programme
        day = business_day.day_of(now)
        return PhonePlace(
            site=short_site(desk.place.site),
            name=desk.place.name,
            now=now,
            hours={language: posted_text(desk, words, day) for language, words in desk.printer.words.items()},
            price_fen=programme.price_fen,
            eat=tuple(name for _, name in self._office.master.merchants()[:PLACES_MOST]),
            periods=meal_times(programme, now),
            consent=desk.rules.choices.consent.texts,
        )

    def is_here(self, site: str) -> bool:
        """A poster that was printed before the station joined a hub is good for ever."""
        home = self._desk.store.home
        return site.upper() in {
            short_site(each) for each in (self._desk.place.site, home.local, home.named, *home.before)
        }

    def accept(self, code: str) -> CodeSeen:
        desk = self._desk
        now, site = desk.now() // 1000, desk.store.home.named
        try:
            checkin_code.check(code, desk.key.public, site, now)
        except checkin_code.CodeExpired as error:
            return CodeSeen("expired", int(str(error)))
        except checkin_code.NotACode:
            other = checkin_code.site_in(code)
            return CodeSeen("no_code" if other in (None, site) else "other_station")
        return CodeSeen("good")

    def accept_digits(self, digits: str) -> bool:
        desk = self._desk
        return checkin_code.good_digits(desk.key, desk.store.home.named, desk.now() // 1000, digits)

    # --- check-in ----------------------------------------------------------------------------------------------

    def new_fact(self) -> str:
        return self._desk.store.ids.fact()

    def new_rider(self) -> str:
        return self._desk.store.ids.other()

    def check_in(self, wanted: CheckIn) -> CheckedIn:
        if wanted.presence not in PRESENCES:
            raise ValueError(wanted.presence)
        with self._desk.store.write():
            if wanted.name or wanted.phone:
                self._office.people.register_by_phone(wanted.rider, wanted.name, wanted.phone, wanted.group)
            elif wanted.rider and self.person(wanted.rider) is None:
                raise Refused("rider_unknown", rider=wanted.rider)
            done = self._office.visits.by_phone(
                wanted.fact, wanted.rider, wanted.group, wanted.presence, wanted.last
            )  # fmt: skip
        self._told()
        assert done.fact is not None
        assert done.since is not None
        return CheckedIn(done.outcome, done.fact, done.since)

    # --- who it is -----------------------------------------------------------------------------------------------

    def person(self, rider: str) -> PhonePerson | None:
        today = business_day.day_of(self._desk.now())
        with self._desk.store.read() as connection:
            here = connection.exec_driver_sql("SELECT 1 FROM persons WHERE rider = ?", (rider,)).fetchone()
            if here is None:
                return None
            seen = self._office.people.seen(connection, rider)
            left = self._meals_left(connection, rider, today)
        return PhonePerson(
            rider,
            seen.name,
            seen.group,
            seen.verified_until > today,
            self._office.people.card_text(rider) or "",
            seen.card_number,
            seen.card_until,
            left,
        )

    def _meals_left(self, connection: Connection, rider: str, today: str) -> int | None:
        most = self._desk.rules.programme.limits.day
        if not most:
            return None
        had = connection.exec_driver_sql(
            "SELECT count(*) FROM meals WHERE rider = ? AND day = ? AND voided IS NULL", (rider, today)
        ).scalar_one()
        return max(0, most - int(had))

    # --- one's own data --------------------------------------------------------------------------------------------

    def mine(self, rider: str, fact: str, form: str) -> PhoneMine:
        if form not in FORMS:
            raise ValueError(form)
        day = business_day.day_of(self._desk.now())
        with self._desk.store.write() as txn:
            held = self._held(txn.connection, rider)
            # asked for again, the answer having been lost
            if not txn.rows("SELECT 1 FROM journal WHERE fact = ?", (UUID(fact).bytes,)):
                txn.append(RiderShown(rider, form), day=day, by=APP.id, fact=fact)
        return held

    def _held(self, connection: Connection, rider: str) -> PhoneMine:
        known = connection.exec_driver_sql("SELECT name, phone FROM persons WHERE rider = ?", (rider,)).fetchone()
        if known is None:
            raise Refused("rider_unknown", rider=rider[:40])
        return held_about(connection, rider, known[0], known[1])

    def forget(self, rider: str) -> None:
        self._office.people.forget_by_phone(rider)
        self._told()
