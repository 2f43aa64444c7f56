"""疑点与电话回访: marks on a merchant's month, its sample, and what was said on the phone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.doubt import CALL_RESULTS
from desktop.core.pages import Hint
from desktop.core.people import masked_name, masked_phone
from desktop.core.plain import Pair, PlainDetail, PlainDone, PlainField, PlainRow, PlainSection
from desktop.core.roles import Operator
from desktop.services.sections.section import Given, Section, choice, counted, fen, minute, words_of
from desktop.tables.settling_paper import sample_of_month

TONES = {"confirmed": "good", "denied": "wrong", "unreachable": "attention"}

FACTS_SHOWN = 60


class Samples(Section):
    """A row is `d:<merchant>:<month>:<at>` for a doubt, `c:<sample>:<meal>` for a call."""

    CODE = "samples"
    SEES = "doubts"
    RIGHTS: ClassVar = {"sample": "sample", "call": "sample", "call_list": "sample"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        merchant, month = self.merchants(picked), self.months(picked)
        if not merchant.here:
            return PlainSection(self.CODE)
        doubts = self.office.doubts.of(by, merchant.here, month.here)
        rows = [
            PlainRow(
                f"d:{merchant.here}:{month.here}:{at}", Hint(f"doubt.{each.rule}", dict(each.values)),
                counted("facts", len(each.facts)), Hint("plain.tag.doubt"), "attention",
            )
            for at, each in enumerate(doubts)
        ]  # fmt: skip
        rows += self._calls(by, merchant.here, month.here)
        with self.desk.store.read() as connection:
            sample = sample_of_month(connection, (merchant.here,), month.here)
        figures: tuple[Pair, ...] = (Pair("doubts", str(len(doubts))),)
        if sample:
            left = sample.size - sample.confirmed - sample.denied - sample.unreachable
            sizes = {"sampled": sample.size, "confirmed": sample.confirmed, "denied": sample.denied, "to_call": left}
            figures = (*figures, *(Pair(name, str(count)) for name, count in sizes.items()))
        acts = (self.offer(by, "call_list", icon="papers"),) if sample else ()
        if not sample and month.here < self.office.settlements.this_month():
            acts = (self.offer(by, "sample", icon="search", note=Hint("plain.note.sample")),)
        return PlainSection(self.CODE, tuple(rows), (merchant, month), figures, acts=acts)

    def _calls(self, by: Operator, merchant: str, month: str) -> list[PlainRow]:
        """The calls of the month's sample, for those who may make them: those still to make first."""
        if not self.desk.rules.roles.allows(by, "sample"):
            return []
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT c.sample, c.meal, c.result, m.at, p.name, p.phone FROM samples s"
                " JOIN callbacks c USING (sample) JOIN meals m ON m.fact = c.meal"
                " LEFT JOIN persons p ON p.rider = m.rider"
                " WHERE s.merchant = ? AND s.month = ? ORDER BY c.result NOT NULL, m.at",
                (merchant, month),
            ).fetchall()
        return [
            PlainRow(
                f"c:{sample}:{meal}",
                masked_name(name) if name else Hint("ui.meals.no_name"),
                (minute(at), masked_phone(phone) if phone else ""),
                Hint(f"call.{result}") if result else Hint("plain.tag.to_call"),
                TONES.get(result or "", "plain"),
            )
            for sample, meal, result, at, name, phone in found
        ]

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        if row.startswith("d:"):
            return self._doubt(by, row)
        _, sample, meal = row.split(":")
        with self.desk.store.read() as connection:
            found = connection.exec_driver_sql(
                "SELECT c.result, m.at, m.merchant, p.name, p.phone FROM callbacks c JOIN meals m ON m.fact = c.meal"
                " LEFT JOIN persons p ON p.rider = m.rider WHERE c.sample = ? AND c.meal = ?",
                (sample, meal),
            ).fetchone()
        if found is None:
            return None
        result, at, merchant, name, phone = found
        pairs = (
            Pair("merchant", self.office.master.merchant_name(merchant)),
            Pair("when", minute(at)),
            Pair("who", (masked_name(name), masked_phone(phone)) if name else Hint("ui.meals.no_name")),
            Pair("result", Hint(f"call.{result}") if result else Hint("plain.tag.to_call")),
        )
        fields = (choice("result", words_of("call", CALL_RESULTS)), PlainField("note", needed=False))
        act = self.offer(by, "call", *fields, icon="phone", weight="primary", note=Hint("plain.note.call"))
        return PlainDetail(row, Hint("plain.title.call"), pairs, acts=(act,))

    def _doubt(self, by: Operator, row: str) -> PlainDetail | None:
        """The meals behind a mark, of which nothing is refused."""
        _, merchant, month, at = row.split(":")
        found = self.office.doubts.of(by, merchant, month)
        if int(at) >= len(found):
            return None
        doubt = found[int(at)]
        shown = doubt.facts[:FACTS_SHOWN]
        with self.desk.store.read() as connection:
            meals = connection.exec_driver_sql(
                "SELECT m.fact, m.at, p.name, m.subsidy_fen FROM meals m LEFT JOIN persons p USING (rider)"
                f" WHERE m.fact IN ({', '.join('?' * len(shown))}) ORDER BY m.at",
                shown,
            ).fetchall()
        lines = tuple(
            PlainRow(fact, minute(when), masked_name(name) if name else Hint("ui.meals.no_name"), end=fen(subsidy))
            for fact, when, name, subsidy in meals
        )
        pairs = (Pair("behind", counted("facts", len(doubt.facts))),)
        return PlainDetail(row, Hint(f"doubt.{doubt.rule}", dict(doubt.values)), pairs, lines)

    def do_sample(self, given: Given) -> PlainDone:
        drawn = self.office.doubts.draw(given.by, given.needed("merchant"), given.needed("month"))
        return PlainDone(Hint("plain.said.sampled", {"count": drawn.size, "of": drawn.population}))

    def do_call(self, given: Given) -> PlainDone:
        _, sample, meal = given.row.split(":")
        result = given.needed("result")
        self.office.doubts.call(given.by, sample, meal, result, given.text("note"))
        return PlainDone(Hint("plain.said.called", {"call": result}))

    def do_call_list(self, given: Given) -> PlainDone:
        with self.desk.store.read() as connection:
            sample = sample_of_month(connection, (given.needed("merchant"),), given.needed("month"))
        return self.paper(given, "callbacks", id=sample.sample if sample else None)
