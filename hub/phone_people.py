"""People at the hub's pages for phones: registered from their own phone, shown what the hub holds of them, forgotten.

A sheet is sealed as a desk seals it, its key to the hub itself; the desk of the station gets both as from another PC of
its own, so that its caretaker can look at whoever comes and verify them.
"""

from __future__ import annotations

import contextlib

from desktop.core import sheet, stick
from desktop.core.canonical import NotCanonical
from desktop.core.errors import Refused
from desktop.core.people import clean_name, clean_phone
from desktop.core.phone_pages import CheckIn, PhoneMine
from desktop.core.rider import RiderForgotten, RiderRegistered, RiderShown
from desktop.core.roles import APP
from desktop.core.stick import BadStick
from desktop.tables.held_about import held_about
from hub.database import Session
from hub.ground import HubWriter
from hub.parts import Parts
from hub.people import TO_OPEN

FORMS = ("page", "copy")
OWN_PHONE = "own_phone"


def register(parts: Parts, session: Session, writer: HubWriter, site: str, wanted: CheckIn, consent: str) -> None:
    """Unverified, with consent to the version in force; the same id is registered once. A number that is known already
    gets another person beside the first. Raises `Refused` for bad input.
    """
    content = {"name": clean_name(wanted.name), "phone": clean_phone(wanted.phone), "company": ""}
    if session.row("SELECT 1 FROM riders WHERE rider = ?", (wanted.rider,)):
        return
    made, own = sheet.seal(content), parts.keys.device
    session.execute(
        "INSERT INTO beside (hash, sort, size, at, device, data) VALUES (?, ?, ?, ?, ?, ?)",
        (made.hash, "sheet", len(made.sealed), parts.clock.now(), own.device, made.sealed),
    )
    session.execute(
        "INSERT INTO sheet_keys (hash, subject, device, sealed, opened) VALUES (?, ?, ?, ?, ?)",
        (made.hash, wanted.rider, own.device, stick.seal_to(own.public, made.key).hex(), TO_OPEN),
    )
    writer.append(RiderRegistered(wanted.rider, wanted.group, made.hash, consent), by=APP.id, site=site)


def sheet_of(parts: Parts, session: Session, rider: str) -> dict[str, str] | None:
    """Name and phone of somebody whose sheet the hub holds; None for others, and for whoever was forgotten."""
    row = session.row(
        "SELECT k.sealed, b.data FROM riders r JOIN sheet_keys k ON k.hash = r.sheet JOIN beside b ON b.hash = r.sheet"
        " WHERE r.rider = ? AND r.forgotten_day IS NULL",
        (rider,),
    )
    if row is None:
        return None
    with contextlib.suppress(BadStick, sheet.Unreadable, NotCanonical, ValueError):
        content = sheet.unseal(stick.open_with(parts.keys.seed, bytes.fromhex(row[0])), bytes(row[1]))
        return {"name": content.get("name", ""), "phone": content.get("phone", "")}
    return None


def meals_on(session: Session, rider: str, day: str) -> int:
    """Meals 份 of somebody on a business day, at any till."""
    row = session.row("SELECT count(*) FROM meals WHERE rider = ? AND day = ? AND voided IS NULL", (rider, day))
    return int(row[0])


def held(parts: Parts, session: Session, rider: str) -> PhoneMine:
    """All that the hub holds about somebody, of every station. Raises `Refused("rider_unknown")`."""
    content = sheet_of(parts, session, rider)
    if content is None:
        raise Refused("rider_unknown", rider=rider[:40])
    return held_about(session.connection, rider, content["name"], content["phone"])


def shown(session: Session, writer: HubWriter, site: str, rider: str, fact: str, form: str) -> None:
    """That somebody looked, once for each `fact`."""
    if form not in FORMS:
        raise ValueError(form)
    if not session.row("SELECT 1 FROM riders_shown WHERE fact = ?", (fact,)):
        writer.append(RiderShown(rider, form), by=APP.id, site=site, fact=fact)


def forget(parts: Parts, session: Session, writer: HubWriter, site: str, rider: str) -> None:
    """The person asks for it on their own phone. From here on nobody reads the sheet; the projector destroys it, after
    what stands behind publicly paid meals was put into escrow, and tells all places.
    Raises `Refused("rider_unknown")`.
    """
    if sheet_of(parts, session, rider) is None:
        raise Refused("rider_unknown", rider=rider[:40])
    writer.append(RiderForgotten(rider, None, OWN_PHONE), by=APP.id, site=site)
