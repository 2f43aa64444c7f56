"""A person's sheet that came from the hub: kept beside the chain, and opened for search and display."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from desktop.core import sheet
from desktop.core.sheet import SealedSheet
from desktop.store.journal import Txn

# The search terms of a name and a phone.
Terms = Callable[[str, str], Iterable[str]]
FIELDS = ("name", "phone", "company")


def no_terms(_name: str, _phone: str) -> Iterable[str]:
    """Stands where nobody is searched for by name."""
    return ()


def index(txn: Txn, rider: str, content: Mapping[str, str], terms: Terms) -> None:
    """What search and pages need of a sheet, in place of what stood there."""
    name, phone, company = (content.get(field, "") for field in FIELDS)
    txn.execute("DELETE FROM person_terms WHERE rider = ?", (rider,))
    txn.execute(
        "INSERT INTO persons (rider, name, phone, company) VALUES (?, ?, ?, ?) ON CONFLICT (rider) DO UPDATE"
        " SET name = excluded.name, phone = excluded.phone, company = excluded.company",
        (rider, name, phone, company),
    )
    for term in sorted(terms(name, phone)):
        txn.execute("INSERT OR IGNORE INTO person_terms (term, rider) VALUES (?, ?)", (term, rider))


def keep(txn: Txn, rider: str, sealed: SealedSheet, terms: Terms) -> None:
    """A sheet that the hub gave; it has it, so it is not sent there. Raises `sheet.Unreadable`."""
    content = sheet.unseal(sealed.key, sealed.sealed)
    txn.execute(
        "INSERT OR IGNORE INTO sheets (hash, subject, key, sealed) VALUES (?, ?, ?, ?)",
        (sealed.hash, rider, sealed.key, sealed.sealed),
    )
    txn.execute("INSERT OR IGNORE INTO sent_beside (hash, sort) VALUES (?, 'sheet')", (sealed.hash,))
    index(txn, rider, content, terms)
