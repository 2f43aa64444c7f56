"""转介: slips to a clinic by their state, those to chase first; green channel, booking and stub."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.card import looks_like_card
from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.people import masked_name, masked_phone
from desktop.core.plain import (
    FieldKind,
    Pair,
    PlainAct,
    PlainDetail,
    PlainDone,
    PlainField,
    PlainRow,
    PlainSection,
    Said,
)
from desktop.core.referral import KINDS
from desktop.core.roles import Operator
from desktop.services.desk import Desk
from desktop.services.health_papers import clock
from desktop.services.office import Office
from desktop.services.sections.section import DONE, Given, Section, as_is, choice, counted, minute, words_of

SLIPS_MOST = 200
TONES = {"booked": "accent", "waiting": "attention", "attended": "good", "closed": "good", "no_show": "wrong"}
# What a hand may move a slip to; attended and closed come by the list and the stub.
BY_HAND = ("attended", "no_show", "cancelled")


def refer_fields(desk: Desk) -> tuple[PlainField, ...]:
    """What a slip says beside whose it is."""
    with desk.store.read() as connection:
        partners = connection.exec_driver_sql("SELECT partner, name FROM partners ORDER BY name").fetchall()
    return (
        choice("kind", words_of("referral_kind", KINDS)),
        choice("partner", tuple((row[0], row[1]) for row in partners)),
        PlainField("reason", needed=False),
        PlainField("consent", FieldKind.YES),
    )


def refer_person(office: Office, given: Given, rider: str) -> PlainDone:
    """A slip to somebody who was found; whom, is said."""
    made = office.referrals.refer_person(given.by, rider, given.needed("kind"), given.needed("partner"),
                                         reason=given.text("reason"), consent=given.yes("consent"))  # fmt: skip
    with office.desk.store.read() as connection:
        person = office.people.seen(connection, rider)
    return PlainDone((Hint("plain.said.referred", {"code": made.code}), as_is(person.name), as_is(person.phone)))


class Slips(Section):
    CODE = "slips"
    SEES = "chase"
    RIGHTS: ClassVar = {
        "refer": "refer",
        "book": "book",
        "id_number": "booking_list_enter",
        "stub": "stub",
        "move": "refer_move",
        "slip_paper": "print_health",
        "chase_paper": "print",
        "expire_slips": "slips_expire",
        "partner_add": "partner_add",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        """The board is the page's own (`services/health_desk.py`); here is what works on no slip."""
        return PlainSection(self.CODE, acts=self._acts(by))

    def _acts(self, by: Operator) -> tuple[PlainAct, ...]:
        fields = (
            PlainField("card", FieldKind.CARD, label="card_or_person"),
            *refer_fields(self.desk),
        )
        return (
            self.offer(by, "refer", *fields, icon="health", weight="primary", note=Hint("plain.note.refer")),
            self.offer(by, "chase_paper", icon="papers"),
            self.offer(by, "expire_slips", icon="clock"),
            self.offer(by, "partner_add", PlainField("name"), icon="plus"),
        )

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT r.kind, r.code, r.until, r.state, r.issued_day, t.name, p.name, p.phone, s.day, s.begins,"
                " s.ends, k.standing, k.turn FROM referrals r JOIN persons p ON p.rider = r.rider"
                " LEFT JOIN partners t ON t.partner = r.partner LEFT JOIN bookings k ON k.referral = r.referral"
                " LEFT JOIN checkup_slots s ON s.slot = k.slot WHERE r.referral = ?",
                (row,),
            ).fetchone()
            moves = connection.exec_driver_sql(
                "SELECT fact, state, at FROM referral_moves WHERE referral = ? ORDER BY at", (row,)
            ).fetchall()
        if found is None:
            return None
        kind, code, until, state, issued, partner, name, phone, day, begins, ends, standing, turn = found
        slot: Said = "—"
        if day and standing != "released":
            slot = (day, f"{clock(begins)}–{clock(ends)}", counted("turn", turn) if standing == "waiting" else "")
        pairs = (
            Pair("kind", Hint(f"referral_kind.{kind}")),
            Pair("state", Hint(f"referral_state.{state}"), TONES.get(state, "")),
            Pair("partner", partner or "—"),
            Pair("slot", slot),
            Pair("code", code),
            Pair("issued", issued),
            Pair("until", until),
        )
        lines = tuple(PlainRow(fact, Hint(f"referral_state.{to}"), minute(at)) for fact, to, at in moves)
        title = (masked_name(name), masked_phone(phone))
        return PlainDetail(row, title, pairs, lines, self._slip_acts(by, kind, state, standing or ""))

    def _slip_acts(self, by: Operator, kind: str, state: str, standing: str) -> tuple[PlainAct, ...]:
        acts: list[PlainAct] = []
        if kind == "checkup" and state in ("issued", "booked", "waiting", "no_show"):
            acts.append(self.offer(by, "book", choice("slot", self._slots(by)), icon="calendar", weight="primary"))
        if standing in ("booked", "waiting") and state in ("booked", "waiting"):
            acts.append(self.offer(by, "id_number", PlainField("id_number", FieldKind.PRIVATE), icon="lock",
                                   note=Hint("plain.note.id_number")))  # fmt: skip
        if state == "attended":
            acts.append(self.offer(by, "stub", icon="check", weight="primary"))
        to = tuple(each for each in self.desk.rules.choices.referral_moves.get(state, ()) if each in BY_HAND)
        if to:
            fields = (choice("to_state", words_of("referral_state", to)), PlainField("note", needed=False))
            acts.append(self.offer(by, "move", *fields, icon="sync"))
        acts.append(self.offer(by, "slip_paper", icon="papers"))
        return tuple(acts)

    def _slots(self, by: Operator) -> tuple[tuple[str, Said], ...]:
        batches = self.office.bookings.batches(by) if self.desk.rules.roles.allows(by, "batch_see") else ()
        return tuple(
            (slot.slot, (slot.day, f"{clock(slot.begins)}–{clock(slot.ends)}", batch.hospital,
                         counted("free", max(0, slot.places - slot.taken))))
            for batch in batches
            for slot in batch.slots
        )  # fmt: skip

    # --- acts ---------------------------------------------------------------------------------------------

    def do_refer(self, given: Given) -> PlainDone:
        text = given.needed("card")
        if looks_like_card(text):
            made = self.office.referrals.refer(given.by, text, given.needed("kind"), given.needed("partner"),
                                               reason=given.text("reason"), consent=given.yes("consent"))  # fmt: skip
            return PlainDone(Hint("plain.said.referred", {"code": made.code}))
        found = self.office.people.find(given.by, text)
        if len(found) != 1:
            raise Refused("person_not_one" if found else "person_not_found", count=len(found))
        return refer_person(self.office, given, found[0].rider)

    def do_book(self, given: Given) -> PlainDone:
        asked = self.office.bookings.book(given.by, given.row, given.needed("slot"))
        if asked.position:
            return PlainDone(Hint("plain.said.in_line", {"position": asked.position}))
        return PlainDone(Hint("plain.said.booked"))

    def do_id_number(self, given: Given) -> PlainDone:
        self.office.booking_lists.enter(given.by, given.row, given.text("id_number"))
        return PlainDone(Hint("plain.said.id_number"))

    def do_stub(self, given: Given) -> PlainDone:
        self.office.attendance.stub(given.by, given.row)
        return PlainDone(Hint("plain.said.stub"))

    def do_move(self, given: Given) -> PlainDone:
        to = given.needed("to_state")
        self.office.referrals.move(given.by, given.row, to, given.text("note"))
        return PlainDone(Hint("plain.said.slip_moved", {"referral_state": to}))

    def do_slip_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "health", id=given.row)

    def do_chase_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "chase-list")

    def do_expire_slips(self, given: Given) -> PlainDone:
        return PlainDone(Hint("plain.said.expired", {"count": self.office.bookings.expire(given.by)}))

    def do_partner_add(self, given: Given) -> PlainDone:
        self.office.master.add_partner(given.by, given.text("name"))
        return DONE
