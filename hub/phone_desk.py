"""A station's side of the pages for phones, where the hub serves them: on mobile data, or while the desk is not there.

What is recorded are facts of the hub's own journal about that station, which the desk takes in by the feed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uuid_utils.compat
from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.people import clean_group, masked_name
from desktop.core.phone_pages import CheckedIn, CheckIn, CodeSeen, PhoneMine, PhonePerson, PhonePlace, meal_times
from desktop.core.roles import APP
from desktop.core.rulebook import Rulebook
from desktop.core.site import short_site
from desktop.core.visit import PRESENCES, VisitRecorded
from hub import phone_people
from hub.database import JOURNAL_LOCK, Session
from hub.ground import HubWriter
from hub.parts import Parts
from hub.screen_codes import look_at

NOTHING = {"zh": "", "en": ""}


class HubPhoneDesk:
    """Fulfils `phone_pages.PhoneDesk` for one site; `rules` are those in force, as a reading connection has them."""

    def __init__(self, parts: Parts, rules: Callable[[Connection], Rulebook], site: str) -> None:
        self._parts, self._rules, self._site = parts, rules, site

    # --- the place -----------------------------------------------------------------------------------------

    def place(self) -> PhonePlace:
        """Opening hours and merchants are the desk's to say, and are left out."""
        now = self._parts.clock.now()
        with self._parts.database.read() as session:
            row = session.row("SELECT name FROM sites WHERE site = ?", (self._site,))
            rules = self._rules(session.connection)
        return PhonePlace(
            site=short_site(self._site),
            name=str(row[0] or "") if row else "",
            now=now,
            hours=NOTHING,
            price_fen=rules.programme.price_fen,
            eat=(),
            periods=meal_times(rules.programme, now),
            consent=rules.choices.consent.texts,
        )

    def is_here(self, site: str) -> bool:
        with self._parts.database.read() as session:
            return site.upper() in {short_site(each) for each in self._names(session)}

    def _names(self, session: Session) -> list[str]:
        rows = session.rows("SELECT alias FROM site_aliases WHERE site = ?", (self._site,))
        return [self._site, *(row[0] for row in rows)]

    def accept(self, code: str) -> CodeSeen:
        with self._parts.database.read() as session:
            return look_at(session, code, self._names(session), self._parts.clock.now())

    def accept_digits(self, digits: str) -> bool:
        """The digits are made of the device's own signature: nobody can check them here, and no page asks for them."""
        return False

    # --- check-in ------------------------------------------------------------------------------------------

    def new_fact(self) -> str:
        return str(uuid_utils.compat.uuid7())

    def new_rider(self) -> str:
        return str(uuid_utils.compat.uuid4())

    @contextmanager
    def _writing(self) -> Iterator[tuple[Session, HubWriter]]:
        """One after another over all workers: what is looked at is still so when it is decided."""
        with self._parts.database.write() as session:
            session.lock(JOURNAL_LOCK)
            yield session, HubWriter(self._parts, session)

    def check_in(self, wanted: CheckIn) -> CheckedIn:
        if wanted.presence not in PRESENCES:
            raise ValueError(wanted.presence)
        clean_group(wanted.group)
        with self._writing() as (session, writer):
            rules = self._rules(session.connection)
            if wanted.name or wanted.phone:
                phone_people.register(self._parts, session, writer, self._site, wanted, rules.choices.consent.version)
            elif wanted.rider and phone_people.sheet_of(self._parts, session, wanted.rider) is None:
                raise Refused("rider_unknown", rider=wanted.rider[:40])
            return self._arrive(session, writer, wanted, rules.choices.already_here_minutes * 60_000)

    def _arrive(self, session: Session, writer: HubWriter, wanted: CheckIn, window: int) -> CheckedIn:
        """As `Visits.by_phone` at a desk: the visit in hand within half an hour, which the desk may have recorded."""
        at = self._parts.clock.now()
        here = session.row(
            "SELECT at FROM visits WHERE fact = ? AND site = ? AND day IS NOT NULL", (wanted.fact, self._site)
        )
        if here:
            return CheckedIn("checked_in", wanted.fact, int(here[0]))
        near, far = at - window, at + window
        if wanted.rider:
            earlier = session.row(
                "SELECT fact, at FROM visits WHERE day >= ? AND day <= ? AND at > ? AND at < ? AND rider = ?"
                " AND site = ? AND voided IS NULL ORDER BY at DESC LIMIT 1",
                (business_day.day_of(near), business_day.day_of(far), near, far, wanted.rider, self._site),
            )
        else:
            earlier = session.row(
                "SELECT fact, at FROM visits WHERE fact = ? AND site = ? AND rider IS NULL AND how = 'self'"
                " AND at > ? AND at < ? AND voided IS NULL",
                (wanted.last, self._site, near, far),
            )
        if earlier:
            return CheckedIn("already_here", earlier[0], int(earlier[1]))
        body = VisitRecorded(
            rider=wanted.rider or None,
            group=wanted.group,
            count=1,
            how="self",
            services=[],
            when=at,
            presence=wanted.presence,
        )
        return CheckedIn("checked_in", writer.append(body, by=APP.id, site=self._site, fact=wanted.fact), at)

    # --- who it is -----------------------------------------------------------------------------------------

    def person(self, rider: str) -> PhonePerson | None:
        """Without a card: the hub issues none, and holds no card's text."""
        now = self._parts.clock.now()
        today = business_day.day_of(now)
        with self._parts.database.read() as session:
            content = phone_people.sheet_of(self._parts, session, rider)
            if content is None:
                return None
            row = session.row('SELECT "group", verified_until FROM riders WHERE rider = ?', (rider,))
            most = self._rules(session.connection).programme.limits.day
            left = max(0, most - phone_people.meals_on(session, rider, today)) if most else None
        verified = bool(row[1]) and row[1] > today
        return PhonePerson(rider, masked_name(content["name"]), row[0] or "other_outdoor", verified, meals_left=left)

    # --- one's own data ------------------------------------------------------------------------------------

    def mine(self, rider: str, fact: str, form: str) -> PhoneMine:
        with self._writing() as (session, writer):
            held = phone_people.held(self._parts, session, rider)
            phone_people.shown(session, writer, self._site, rider, fact, form)
        return held

    def forget(self, rider: str) -> None:
        with self._writing() as (session, writer):
            phone_people.forget(self._parts, session, writer, self._site, rider)
