"""The board's side of the services: slips by state with what comes next, whom to chase, a new slip with its paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.card import looks_like_card
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.health_pages import (
    ATTEND,
    BOOK,
    CARDS_MOST,
    LISTED_MOST,
    LIVING,
    RESTING,
    STUB,
    Board,
    Column,
    NewSlip,
    SlipCard,
    SlipForm,
    SlipMade,
    SlipPerson,
    SlotChoice,
)
from desktop.core.people import masked_name, masked_phone
from desktop.core.roles import Operator
from desktop.services.chase import Chased
from desktop.services.health_papers import clock
from desktop.services.office import Office
from desktop.services.sections.section import Given
from desktop.services.sections.slips import Slips

PEOPLE_MOST = 6
_CARD = (
    'SELECT r.referral, p.name, p.phone, g."group", r.kind, t.name, r.code, r.state, r.issued_day, r.moved_at,'
    " s.day, s.begins, k.standing, k.turn FROM referrals r JOIN persons p ON p.rider = r.rider"
    " LEFT JOIN riders g ON g.rider = r.rider LEFT JOIN partners t ON t.partner = r.partner"
    " LEFT JOIN bookings k ON k.referral = r.referral AND k.standing <> 'released'"
    " LEFT JOIN checkup_slots s ON s.slot = k.slot"
)
# A column and the states in it: who waits in a slot's line stands with the booked.
_STATES = {"issued": ("issued",), "booked": ("booked", "waiting"), "attended": ("attended",)}


class HealthDesk:
    """Fulfils `health_pages.HealthCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by
        self._papers = Slips(office)

    def board(self) -> Board:
        by = self._by()
        chased = {each.referral: each for each in self._office.chase.list(by)}
        with self._desk.store.read() as connection:
            states = connection.exec_driver_sql(
                "SELECT r.state, count(*) FROM referrals r JOIN persons p ON p.rider = r.rider GROUP BY r.state"
            ).fetchall()
            counts = {row[0]: int(row[1]) for row in states}
            columns = tuple(self._column(connection, state, counts, chased) for state in LIVING)
            calls = tuple(
                self._card(row, chased)
                for each in chased
                for row in connection.exec_driver_sql(f"{_CARD} WHERE r.referral = ?", (each,)).fetchall()
            )
        may = self._desk.rules.roles.allows(by, "refer")
        order = tuple(sorted(calls, key=lambda card: -card.days))
        return Board(order, columns, tuple((state, counts.get(state, 0)) for state in RESTING), may)

    def _column(self, connection: Connection, column: str, counts: dict[str, int], chased: dict[str, Chased]) -> Column:
        found: list[SlipCard] = []
        for state in _STATES[column]:
            order = "coalesce(s.day, r.until)" if state == "booked" else "r.issued_at"
            rows = connection.exec_driver_sql(
                f"{_CARD} WHERE r.state = ? ORDER BY {order} LIMIT ?", (state, CARDS_MOST)
            ).fetchall()
            found += [self._card(row, chased) for row in rows]
        found.sort(key=lambda card: not card.why)  # what is overdue first, else as it was
        return Column(column, sum(counts.get(state, 0) for state in _STATES[column]), tuple(found[:CARDS_MOST]))

    def listed(self, state: str) -> tuple[SlipCard, ...]:
        by = self._by()
        chased = {each.referral: each for each in self._office.chase.list(by)}
        states = _STATES.get(state, (state,))
        marks = ", ".join("?" * len(states))
        with self._desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                f"{_CARD} WHERE r.state IN ({marks}) ORDER BY r.issued_at DESC LIMIT ?", (*states, LISTED_MOST)
            ).fetchall()
        return tuple(self._card(row, chased) for row in rows)

    def _card(self, row: Any, chased: dict[str, Chased]) -> SlipCard:
        referral, name, phone, group, kind, partner, code, state, issued, moved, day, begins, standing, turn = row
        why = chased.get(referral)
        booked = state == "booked" and day is not None
        when = day if booked else issued
        if state not in ("issued", "booked", "waiting") and moved is not None:
            when = business_day.day_of(moved)
        return SlipCard(
            referral,
            masked_name(name),
            masked_phone(phone),
            group or "",
            kind,
            partner or "",
            code,
            state,
            when,
            clock(begins) if booked else "",
            turn if standing == "waiting" and turn else 0,
            why.why if why else "",
            why.days if why else 0,
            self._next(kind, state),
        )

    def _next(self, kind: str, state: str) -> str:
        """What its button does, as the rules let a slip go on and the operator may."""
        allows, by = self._desk.rules.roles.allows, self._by()
        if state == "attended":
            return STUB if allows(by, "stub") else ""
        if kind == "checkup" and state in ("issued", "waiting", "no_show"):
            return BOOK if allows(by, "book") else ""
        if "attended" in self._desk.rules.choices.referral_moves.get(state, ()):
            return ATTEND if allows(by, "refer_move") else ""
        return ""

    # --- a new slip -----------------------------------------------------------------------------------------

    def form(self) -> SlipForm:
        by, today = self._by(), business_day.day_of(self._desk.now())
        with self._desk.store.read() as connection:
            rows = connection.exec_driver_sql("SELECT partner, name FROM partners ORDER BY name").fetchall()
            batches = connection.exec_driver_sql("SELECT batch, partner FROM checkup_batches").fetchall()
            of_batch = {row[0]: row[1] for row in batches}
        seen = self._desk.rules.roles.allows(by, "batch_see")
        slots = tuple(
            SlotChoice(
                slot.slot,
                of_batch.get(batch.batch) or "",
                slot.day,
                f"{clock(slot.begins)}–{clock(slot.ends)}",
                max(0, slot.places - slot.taken),
            )
            for batch in (self._office.bookings.batches(by) if seen else ())
            for slot in batch.slots
            if slot.day >= today
        )
        return SlipForm(tuple((row[0], row[1]) for row in rows), slots)

    def whom(self, text: str) -> tuple[SlipPerson, ...]:
        query = text.strip()
        if not query:
            return ()
        found = [each for each in self._office.people.find(self._by(), query) if each.name]
        if looks_like_card(query) and not found:
            raise Refused("card_unknown_here")
        return tuple(
            SlipPerson(each.rider, each.name, each.phone, each.group, self._office.referrals.checked(each.rider))
            for each in found[:PEOPLE_MOST]
        )

    def issue(self, slip: NewSlip, language: str) -> SlipMade:
        by = self._by()
        made = self._office.referrals.refer_person(
            by,
            slip.rider,
            slip.kind,
            slip.partner,
            slot=slip.slot or None,
            reason=slip.reason,
            consent=slip.consent,
        )
        with self._desk.store.read() as connection:
            name = self._office.people.seen(connection, slip.rider).name
        if not self._desk.rules.roles.allows(by, "print_health"):
            return SlipMade(made.referral, name, made.state)
        try:  # the slip stands: a paper that cannot be made takes nothing of that back
            paper = self._papers.paper(Given(by, "", {}, language), "health", id=made.referral).paper
        except EnvironmentFailed:
            return SlipMade(made.referral, name, made.state)
        return SlipMade(made.referral, name, made.state, paper)
