"""The page 服务对象's side of the services: pages of people by key, whose a phone is, a new person with their card."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core import business_day
from desktop.core.card import looks_like_card
from desktop.core.errors import EnvironmentFailed
from desktop.core.people import clean_phone
from desktop.core.people_pages import CardMade, KnownPhone, NewPerson, PeopleList, PersonLine, RegisterForm
from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.people import FOUND_MOST, Rider
from desktop.services.sections.people import PeopleSection
from desktop.services.sections.section import Given

# Companies offered are those of the latest so many people.
LATEST = 300
COMPANIES_MOST = 40
# Fewer digits than a phone's tail would be found in every phone.
DIGITS_LEAST = 4


class PeopleDesk:
    """Fulfils `people_pages.PeopleCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by
        self._papers = PeopleSection(office)

    def page(self, text: str, after: str, most: int) -> PeopleList:
        by = self._by()
        self._desk.rules.roles.require(by, "find")
        query = text.strip()
        if query:
            return self._found(by, query, after)
        day, _, rider = (after or "~ ~").partition(" ")
        with self._desk.store.read() as connection:
            total = connection.exec_driver_sql("SELECT count(*) FROM persons").scalar_one()
            rows = connection.exec_driver_sql(
                "SELECT r.registered_day, r.rider FROM riders r CROSS JOIN persons p USING (rider)"
                " WHERE (r.registered_day, r.rider) < (?, ?) ORDER BY r.registered_day DESC, r.rider DESC LIMIT ?",
                (day, rider, most),
            ).fetchall()
            lines = tuple(self._line(self._office.people.seen(connection, row[1])) for row in rows)
        return PeopleList(lines, f"{rows[-1][0]} {rows[-1][1]}" if len(rows) == most else "", int(total))

    def _found(self, by: Operator, query: str, after: str) -> PeopleList:
        if query.isascii() and query.isdigit() and len(query) < DIGITS_LEAST:
            return PeopleList(())
        found = self._office.people.find(by, query, after)
        lines = tuple(self._line(each) for each in found)
        return PeopleList(lines, found[-1].rider if len(found) == FOUND_MOST else "", len(found))

    def _line(self, each: Rider) -> PersonLine:
        verified = each.verified_until > business_day.day_of(self._desk.now())
        return PersonLine(each.rider, each.name, each.phone, each.group, each.card_number, verified)

    def form(self) -> RegisterForm:
        by, rules = self._by(), self._desk.rules
        with self._desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT p.company FROM (SELECT rider, registered_day FROM riders"
                " ORDER BY registered_day DESC, rider DESC LIMIT ?) r CROSS JOIN persons p USING (rider)"
                " WHERE p.company <> ''",
                (LATEST,),
            ).fetchall()
        companies = tuple(dict.fromkeys(row[0] for row in rows))[:COMPANIES_MOST]
        over = business_day.plus_days(business_day.day_of(self._desk.now()), rules.choices.card_days)
        return RegisterForm(
            tuple(rules.choices.proof.items()),
            rules.choices.consent.texts,
            companies,
            self._desk.place.name,
            business_day.previous(over),
            rules.roles.allows(by, "register"),
            rules.roles.allows(by, "print_cards"),
        )

    def known(self, phone: str) -> KnownPhone | None:
        self._desk.rules.roles.require(self._by(), "find")
        with self._desk.store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT p.rider, r.registered_day FROM persons p LEFT JOIN riders r USING (rider) WHERE p.phone = ?",
                (clean_phone(phone),),
            ).fetchone()
            if row is None:
                return None
            person = self._office.people.seen(connection, row[0])
        place = self._desk.place.name if row[1] else ""
        return KnownPhone(person.rider, person.name, person.group, row[1] or "", place, person.card_until)

    def register(self, person: NewPerson, language: str, *, paper: bool) -> CardMade:
        made = self._office.people.register(
            self._by(),
            person.name,
            person.phone,
            person.group,
            company=person.company,
            proof=person.proof,
            consent=person.consent,
        )
        return self._card_of(made.rider, language, paper=paper)

    def replace_card(self, rider: str, language: str) -> CardMade:
        self._office.people.reissue(self._by(), rider)
        return self._card_of(rider, language, paper=True)

    def _card_of(self, rider: str, language: str, *, paper: bool) -> CardMade:
        """The card is recorded already: a paper that cannot be made takes nothing of that back."""
        by = self._by()
        with self._desk.store.read() as connection:
            name = self._office.people.seen(connection, rider).name
        if not paper or not self._desk.rules.roles.allows(by, "print_cards"):
            return CardMade(rider, name)
        try:
            done = self._papers.paper(Given(by, rider, {}, language), "card", id=rider)
        except EnvironmentFailed:
            return CardMade(rider, name)
        return CardMade(rider, name, done.paper)

    def rider_of(self, card: str) -> str:
        if not looks_like_card(card):
            return ""
        found = self._office.people.find(self._by(), card)
        return found[0].rider if found and found[0].name else ""
