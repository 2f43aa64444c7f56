"""待核: meals that wait for a named decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.core.settlement import DECISIONS
from desktop.services.sections.section import Given, Section, choice, counted, fen, minute, words_of


class Held(Section):
    CODE = "held"
    SEES = "review"
    RIGHTS: ClassVar = {"review": "review"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        names = dict(self.office.master.merchants())
        rows = tuple(
            PlainRow(
                each.fact,
                names.get(each.merchant, each.merchant[:8]),
                (minute(each.at), self.word("held", each.held)),
                Hint("ui.meals.held"),
                "attention",
                fen(each.subsidy_fen),
            )
            for each in self.office.reviews.waiting(by)
        )
        return PlainSection(self.CODE, rows)

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        found = next((each for each in self.office.reviews.waiting(by) if each.fact == row), None)
        if found is None:
            return None
        with self.desk.store.read() as connection:
            person = self.office.people.seen(connection, found.rider)
        pairs = (
            Pair("merchant", dict(self.office.master.merchants()).get(found.merchant, "")),
            Pair("when", minute(found.at)),
            Pair("who", (person.name or Hint("ui.meals.no_name"), person.phone)),
            Pair("why", self.word("held", found.held)),
            Pair("subsidy", fen(found.subsidy_fen)),
        )
        fields = (choice("decision", words_of("review", DECISIONS)), PlainField("reason"))
        act = self.offer(by, "review", *fields, icon="check", weight="primary", note=Hint("plain.note.review"))
        return PlainDetail(row, counted("held", 1), pairs, acts=(act,))

    def do_review(self, given: Given) -> PlainDone:
        decision = given.needed("decision")
        self.office.reviews.review(given.by, given.row, decision, given.text("reason"))
        return PlainDone(Hint("plain.said.reviewed", {"review": decision}))
