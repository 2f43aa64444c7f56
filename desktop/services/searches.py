"""Looking for somebody in the whole city 在全市查找: who is found is known here from then on, like a card's owner.

The hub logs the question with device and operator; here it is a fact, which reaches the hub like any other.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.core import business_day, sheet
from desktop.core.errors import Refused
from desktop.core.finding import RiderSearched
from desktop.core.people import clean_phone
from desktop.core.roles import Operator
from desktop.services.desk import Desk, allowed
from desktop.services.names import terms
from desktop.services.people import People, Rider
from desktop.store import persons
from desktop.store.received import forgotten_here, same_person

# Asks the hub: the full phone, the operator → rider, group, what is in the sheet. Raises `Trouble`.
AskEverywhere = Callable[[str, str], list[tuple[str, str, dict[str, str]]]]


def ask_nobody(_phone: str, _by: str) -> list[tuple[str, str, dict[str, str]]]:
    """Stands where there is no line to a hub. Raises `Refused("hub_none")`."""
    raise Refused("hub_none")


class Searches:
    def __init__(self, desk: Desk, people: People) -> None:
        self.desk = desk
        self._people = people

    @allowed("find")
    def everywhere(self, by: Operator, phone: str, ask: AskEverywhere) -> tuple[Rider, ...]:
        """Who has this full number anywhere. Raises `Refused` for another number, and what `ask` raises; then
        nothing is kept. The network is asked before the database is written.
        """
        digits = clean_phone(phone)
        found = ask(digits, by.id)
        day = business_day.day_of(self.desk.now())
        riders: list[str] = []
        with self.desk.store.write() as txn:
            for rider, group, content in found:
                if forgotten_here(txn, same_person(txn, rider)):
                    continue
                riders.append(rider)
                if txn.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,)):
                    txn.append(RiderSearched(rider, group, None), day=day, by=by.id)
                    continue
                sealed = sheet.seal({field: content.get(field, "") for field in persons.FIELDS})
                persons.keep(txn, rider, sealed, terms)
                txn.append(RiderSearched(rider, group, sealed.hash), day=day, by=by.id)
            if not riders:
                txn.append(RiderSearched(None, "", None), day=day, by=by.id)
        with self.desk.store.read() as connection:
            return tuple(self._people.seen(connection, rider) for rider in riders)
