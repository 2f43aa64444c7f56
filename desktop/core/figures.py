"""The dictionary of figures: what each is called, what it counts, and how it is computed.

It is versioned data (`resources/rules/figures.toml`). A figure takes one of five aggregations of the rows of
one source in a span of business days, with filters; nothing else can be computed, so that every figure leads
back to facts. 人次 and 人数 are units of their own, and no figure adds figures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from desktop.core.people import GROUPS
from desktop.core.visit import PRESENCES, SERVICES, SPLIT
from desktop.core.words import Words


class Take(StrEnum):
    """How rows become a number.

    `count`: the rows. `sum`: a column of them. `distinct`: different values of a column. `last`: of the rows
    with one value of a column only the last, where it passes `counts`. `ratio`: two figures, per mille.
    """

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    LAST = "last"
    RATIO = "ratio"


class Unit(StrEnum):
    """What a figure counts. `times` is 人次, `persons` 人数; `per_mille` is shown as a percentage."""

    TIMES = "times"
    PERSONS = "persons"
    USES = "uses"
    PORTIONS = "portions"
    FEN = "fen"
    WALKS = "walks"
    JOBS = "jobs"
    SLIPS = "slips"
    CARDS = "cards"
    ACTS = "acts"
    DAYS = "days"
    MINUTES = "minutes"
    PER_MILLE = "per_mille"


# A condition on a column: there or not there, equal, or one of several. A list column is equal to what it holds.
Condition = bool | int | str | tuple[str, ...]
HOWS = tuple(dict.fromkeys(SPLIT.values()))
# The columns by which a figure may be split, and every value there is of each.
EACH: Mapping[str, tuple[str, ...]] = {
    "group": GROUPS,
    "how": HOWS,
    "presence": PRESENCES,
    # medicine is no service of a visit: it is counted by itself and linked to nobody
    "service": tuple(service for service in SERVICES if service != "medicine"),
    "hour": tuple(f"{hour:02d}" for hour in range(24)),
}
# Sources and their columns; `desktop/tables/figure_sources.py` says where they stand.
SOURCES: Mapping[str, frozenset[str]] = {
    "visits": frozenset({"rider", "group", "how", "presence", "service", "hour", "count", "voided"}),
    "meals": frozenset(
        {"rider", "group", "how", "state", "price_fen", "subsidy_fen", "voided", "verified", "merchant", "period"}
    ),
    "medicine_uses": frozenset({"group"}),
    "occurrences": frozenset({"kind", "subject", "code", "number", "day"}),
    "closed_rectifications": frozenset({"late"}),
    "due_rectifications": frozenset({"late"}),
    "closed_days": frozenset({"minutes"}),
}


class BadDictionary(ValueError):
    """A dictionary of figures that cannot be read."""


@dataclass(frozen=True)
class Figure:
    """One figure, or a family of them: with `each`, one for every value of that column.

    `titles` and `rules` (统计口径) by language; `kinds` the facts that stand behind it. A ratio names figures in
    `part` and `whole` and has no source.
    """

    code: str
    section: str
    titles: Mapping[str, str]
    rules: Mapping[str, str]
    unit: Unit
    take: Take
    kinds: tuple[str, ...] = ()
    source: str = ""
    column: str = ""
    where: Mapping[str, Condition] = field(default_factory=dict)
    counts: Mapping[str, Condition] = field(default_factory=dict)
    each: str = ""
    part: str = ""
    whole: str = ""


@dataclass(frozen=True)
class Named:
    """A figure that has a value: one of the dictionary, with its `member` where that is a family."""

    figure: Figure
    member: str = ""

    @property
    def code(self) -> str:
        return f"{self.figure.code}.{self.member}" if self.member else self.figure.code

    @property
    def where(self) -> Mapping[str, Condition]:
        return {**self.figure.where, self.figure.each: self.member} if self.member else self.figure.where

    def title(self, words: Words) -> str:
        """Its name; a member's after that of the family."""
        name = self.figure.titles[words.language]
        return words.say("figures.of", figure=name, member=self.short(words)) if self.member else name

    def short(self, words: Words) -> str:
        """A member's name by itself."""
        if self.figure.each == "hour":
            return words.say("figures.hour", hour=int(self.member))
        return words.say(f"{self.figure.each}.{self.member}")


@dataclass(frozen=True)
class FigureBook:
    """All figures in the order in which they are shown; `comparisons` the rules of 环比 and the rest."""

    version: str
    sections: Mapping[str, Mapping[str, str]]
    comparisons: Mapping[str, str]
    figures: Mapping[str, Figure]

    def named(self) -> Iterator[Named]:
        for figure in self.figures.values():
            if figure.each:
                yield from (Named(figure, member) for member in EACH[figure.each])
            else:
                yield Named(figure)

    def find(self, code: str) -> Named | None:
        """The figure with this code: `visits_times`, or `visits_by_group.courier`."""
        name, _, member = code.partition(".")
        figure = self.figures.get(name)
        if figure is None or bool(member) != bool(figure.each):
            return None
        return Named(figure, member) if not member or member in EACH[figure.each] else None


def parse_figures(text: str) -> FigureBook:
    """From TOML as in `resources/rules/figures.toml`. Raises `BadDictionary` for what cannot be computed."""
    table = tomllib.loads(text)
    sections = {each["code"]: {"zh": each["zh"], "en": each["en"]} for each in table["sections"]}
    figures: dict[str, Figure] = {}
    for row in table["figures"]:
        figure = _figure(row)
        if figure.code in figures or figure.section not in sections:
            raise BadDictionary(figure.code)
        figures[figure.code] = figure
    for figure in figures.values():
        _check(figure, figures)
    compare = table["comparisons"]
    return FigureBook(table["version"], sections, {"zh": compare["zh"], "en": compare["en"]}, figures)


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        code=row["code"],
        section=row["section"],
        titles={"zh": row["zh"], "en": row["en"]},
        rules={"zh": row["rule_zh"], "en": row["rule_en"]},
        unit=Unit(row["unit"]),
        take=Take(row["take"]),
        kinds=tuple(row.get("kinds", ())),
        source=row.get("source", ""),
        column=row.get("column", ""),
        where=_conditions(row.get("where", {})),
        counts=_conditions(row.get("counts", {})),
        each=row.get("each", ""),
        part=row.get("part", ""),
        whole=row.get("whole", ""),
    )


def _conditions(table: Mapping[str, Any]) -> dict[str, Condition]:
    return {column: tuple(value) if isinstance(value, list) else value for column, value in table.items()}


def _check(figure: Figure, figures: Mapping[str, Figure]) -> None:
    """A figure that names no source, column or figure that there is not, and mixes no units."""
    if figure.take is Take.RATIO:
        parts = [figures.get(code) for code in (figure.part, figure.whole)]
        units = {part.unit for part in parts if part is not None and part.take is not Take.RATIO and not part.each}
        fits = None not in parts and len(units) == 1 and figure.unit is Unit.PER_MILLE and not figure.source
    else:
        columns = SOURCES.get(figure.source, frozenset())
        named = {*figure.where, *figure.counts, *filter(None, (figure.column, figure.each))}
        needs = figure.take is not Take.COUNT
        fits = figure.source in SOURCES and named <= columns
        fits = fits and bool(figure.kinds) and needs == bool(figure.column)
        fits = fits and (not figure.each or figure.each in EACH) and bool(figure.counts) == (figure.take is Take.LAST)
    if not fits:
        raise BadDictionary(figure.code)
