"""服务对象: find, register, verify, cards, forget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.people import GROUPS
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.people import FOUND_MOST, Rider
from desktop.services.sections.section import DONE, Given, Section, choice, words_of
from desktop.services.sections.slips import refer_fields, refer_person


class PeopleSection(Section):
    CODE = "people"
    SEES = "find"
    RIGHTS: ClassVar = {
        "register": "register",
        "verify": "verify_rider",
        "card_paper": "print_cards",
        "reissue": "reissue",
        "withdraw": "withdraw",
        "reconsent": "consent",
        "refer": "refer",
        "forget": "forget",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        text = picked.get("search", "").strip()
        found = self.office.people.find(by, text) if text else self._newest()
        rows = tuple(self._row(each) for each in found)
        proofs: tuple[tuple[str, Said], ...] = (("", Hint("plain.no_proof")), *self.desk.rules.choices.proof.items())
        fields = (
            PlainField("name", label="person_name"),
            PlainField("phone"),
            choice("group", words_of("group", GROUPS)),
            PlainField("company", needed=False),
            PlainField("proof", FieldKind.CHOICE, proofs, needed=False),
            PlainField("consent", FieldKind.YES),
        )
        consent = self.desk.rules.choices.consent.texts
        act = self.offer(by, "register", *fields, icon="plus", weight="primary", note=consent)
        return PlainSection(self.CODE, rows, acts=(act,), searches=True)

    def _newest(self) -> tuple[Rider, ...]:
        with self.desk.store.read() as connection:
            rows = connection.exec_driver_sql(
                "SELECT r.rider FROM riders r JOIN persons p USING (rider)"
                " ORDER BY r.registered_day DESC, r.rider LIMIT ?",
                (FOUND_MOST,),
            ).fetchall()
            return tuple(self.office.people.seen(connection, row[0]) for row in rows)

    def _row(self, each: Rider) -> PlainRow:
        verified = each.verified_until > self.today
        tag = Hint("plain.tag.verified" if verified else "plain.tag.unverified")
        detail = (Hint(f"group.{each.group}") if each.group else "", each.card_number)
        return PlainRow(each.rider, (each.name, each.phone), detail, tag, "good" if verified else "attention")

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        with self.desk.store.read() as connection:
            person = self.office.people.seen(connection, row)
            known = connection.exec_driver_sql(
                "SELECT p.company, r.registered_day, r.proof FROM persons p LEFT JOIN riders r USING (rider)"
                " WHERE rider = ?",
                (row,),
            ).fetchone()
            consent = connection.exec_driver_sql(
                "SELECT coalesce((SELECT version FROM consents WHERE rider = r.rider ORDER BY at DESC LIMIT 1),"
                " r.consent) FROM riders r WHERE r.rider = ?",
                (row,),
            ).scalar()
        if known is None:
            return None
        company, registered, proof = known
        proofs = self.desk.rules.choices.proof
        card: Said = (person.card_number, person.card_until) if person.card_number else Hint("plain.no_card")
        pairs = (
            Pair("phone", person.phone),
            Pair("group", Hint(f"group.{person.group}") if person.group else "—"),
            Pair("company", company or "—"),
            Pair("verified_until", person.verified_until or "—"),
            Pair("proof", proofs.get(proof, "—") if proof else "—"),
            Pair("card", card, "" if person.card_number else "attention"),
            Pair("registered", registered or Hint("plain.registered_elsewhere")),
            Pair("consent", consent or "—"),
        )
        acts = [
            self.offer(by, "card_paper", icon="card", weight="primary"),
            self.offer(by, "verify", choice("proof", tuple(proofs.items())), icon="check"),
            self.offer(by, "refer", *refer_fields(self.desk), icon="health", note=Hint("plain.note.refer")),
            self.offer(by, "reissue", icon="sync", weight="asked", note=Hint("plain.note.reissue")),
        ]
        if person.card_number:
            acts.append(self.offer(by, "withdraw", icon="cross", weight="asked", note=Hint("plain.note.withdraw")))
        if registered and consent != self.desk.rules.choices.consent.version:
            yes = PlainField("consent", FieldKind.YES)
            acts.append(self.offer(by, "reconsent", yes, icon="info", note=self.desk.rules.choices.consent.texts))
        acts.append(self.offer(by, "forget", PlainField("reason"), icon="trash", weight="danger",
                               note=Hint("plain.note.forget")))  # fmt: skip
        return PlainDetail(row, person.name, pairs, acts=tuple(acts))

    # --- acts ---------------------------------------------------------------------------------------------

    def do_register(self, given: Given) -> PlainDone:
        made = self.office.people.register(
            given.by,
            given.text("name"),
            given.text("phone"),
            given.needed("group"),
            company=given.text("company"),
            proof=given.text("proof"),
            consent=given.yes("consent"),
        )
        if not self.desk.rules.roles.allows(given.by, "print_cards"):
            return PlainDone(Hint("plain.said.registered"))
        card = self.paper(given, "card", id=made.rider)
        return PlainDone(Hint("plain.said.registered"), paper=card.paper)

    def do_verify(self, given: Given) -> PlainDone:
        until = self.office.people.verify(given.by, given.row, given.needed("proof"))
        return PlainDone(Hint("plain.said.verified", {"day": until}))

    def do_card_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "card", id=given.row)

    def do_reissue(self, given: Given) -> PlainDone:
        self.office.people.reissue(given.by, given.row)
        if not self.desk.rules.roles.allows(given.by, "print_cards"):
            return PlainDone(Hint("plain.said.reissued"))
        return PlainDone(Hint("plain.said.reissued"), paper=self.paper(given, "card", id=given.row).paper)

    def do_withdraw(self, given: Given) -> PlainDone:
        with self.desk.store.read() as connection:
            number = self.office.people.seen(connection, given.row).card_number
        if not number:
            raise Refused("already_withdrawn")
        self.office.people.withdraw(given.by, number)
        return PlainDone(Hint("plain.said.withdrawn"))

    def do_reconsent(self, given: Given) -> PlainDone:
        self.office.consents.agree(given.by, given.row, None, consent=given.yes("consent"))
        return DONE

    def do_refer(self, given: Given) -> PlainDone:
        return refer_person(self.office, given, given.row)

    def do_forget(self, given: Given) -> PlainDone:
        self.office.people.forget(given.by, given.row, given.text("reason"))
        return PlainDone(Hint("plain.said.forgotten"))
