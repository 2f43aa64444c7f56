"""服务对象: what is known of the marked person, and what may be done: verify, cards, consent, a slip, forget."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import FieldKind, Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.services.sections.section import DONE, Given, Section, choice, minute
from desktop.services.sections.slips import refer_fields, refer_person

USES_SHOWN = 6


class PeopleSection(Section):
    CODE = "people"
    SEES = "find"
    RIGHTS: ClassVar = {
        "verify": "verify_rider",
        "card_paper": "print_cards",
        "reissue": "reissue",
        "withdraw": "withdraw",
        "reconsent": "consent",
        "refer": "refer",
        "forget": "forget",
    }

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        """The list and the form of a new person are the page's own (`services/people_desk.py`)."""
        return PlainSection(self.CODE)

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
        return PlainDetail(row, person.name, pairs, self._uses(row), tuple(acts))

    def _uses(self, rider: str) -> tuple[PlainRow, ...]:
        """The latest visits and meals, newest first."""
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT * FROM (SELECT fact, at, 'visit', voided FROM visits WHERE rider = ? ORDER BY at DESC LIMIT ?)"
                " UNION ALL SELECT * FROM (SELECT fact, at, 'meal', voided FROM meals WHERE rider = ?"
                " ORDER BY day DESC, at DESC LIMIT ?) ORDER BY 2 DESC LIMIT ?",
                (rider, USES_SHOWN, rider, USES_SHOWN, USES_SHOWN),
            ).fetchall()
        return tuple(
            PlainRow(fact, Hint(f"ui.people.used.{kind}"), minute(at), Hint("ui.people.voided") if voided else "")
            for fact, at, kind, voided in found
        )

    # --- acts ---------------------------------------------------------------------------------------------

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
