"""指标: the dictionary's figures of a month, each with its rule and the facts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from desktop.core.figures import Named, Unit
from desktop.core.pages import Hint
from desktop.core.plain import Pair, PlainDetail, PlainDone, PlainRow, PlainSection, Said
from desktop.core.roles import Operator
from desktop.core.shift import part_of
from desktop.services.sections.section import Given, Section, counted, fen

FACTS_SHOWN = 200


class FiguresSection(Section):
    """A row is `<figure>@<month>`."""

    CODE = "figures"
    RIGHTS: ClassVar = {"figures_paper": "print"}

    def show(self, by: Operator, picked: Mapping[str, str]) -> PlainSection:
        month = self.months(picked)
        readings = self.office.figures.read(self.office.figures.period(month=month.here))
        rows = tuple(
            PlainRow(
                f"{row.named.code}@{month.here}",
                self._title(row.named),
                Hint("plain.compared", {"before": self._value(row.named, row.before),
                                        "year_to_date": self._value(row.named, row.year_to_date)}),
                end=self._value(row.named, row.value),
            )
            for row in readings.rows
        )  # fmt: skip
        act = self.offer(by, "figures_paper", icon="papers")
        return PlainSection(self.CODE, rows, (month,), acts=(act,))

    def _title(self, named: Named) -> Mapping[str, str]:
        return {language: named.title(words) for language, words in self.desk.printer.words.items()}

    def _value(self, named: Named, value: int | None) -> Said:
        if value is None:
            return "—"
        unit = named.figure.unit
        if unit is Unit.FEN:
            return fen(value)
        if unit is Unit.PER_MILLE:
            return f"{value / 10:.1f}%"
        if unit is Unit.MINUTES:
            return Hint("plain.hours", {"hours": f"{value / 60:.1f}"})
        return Hint("plain.with_unit", {"value": value, "figures.unit": unit.value})

    def detail(self, by: Operator, row: str) -> PlainDetail | None:
        code, _, month = row.partition("@")
        found = self.office.figures.explain(code, self.office.figures.period(month=month), None, FACTS_SHOWN)
        named = found.named
        pairs = [
            Pair("value", self._value(named, found.value)),
            Pair("span", Hint("plain.from_to", {"first": found.span.first, "last": found.span.last})),
            Pair("rule", named.figure.rules),
        ]
        for part, value in found.parts:
            of = self.office.figures.find(part)
            pairs.append(Pair("part", (self._title(of), self._value(of, value))))
        if not found.parts:
            more = Hint("plain.count.more_facts", {"count": len(found.facts)})
            pairs.append(Pair("behind", more if found.next else counted("facts", len(found.facts))))
        lines = tuple(
            PlainRow(
                each.fact,
                (each.day, Hint(f"paper.reconciliation.{part_of(each.kind)}")),
                each.fact,
                end=self._value(named, each.amount),
            )
            for each in found.facts
        )
        return PlainDetail(row, self._title(named), tuple(pairs), lines)

    def do_figures_paper(self, given: Given) -> PlainDone:
        return self.paper(given, "figures", month=given.maybe("month"))
