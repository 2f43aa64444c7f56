"""The queries behind figures: where each source of the dictionary stands, and the SQL of its aggregations.

Names of tables and columns come from here alone; what the dictionary gives as values is bound, never spelled
into a statement. Every query runs along an index on the business day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.core.figures import Condition, Figure, Named, Take
from desktop.core.visit import SPLIT
from desktop.tables.meal_states import meal_state

Values = dict[str, str | int]
_HOW = " ".join(f"WHEN '{how}' THEN '{split}'" for how, split in SPLIT.items())
# The day by which a job is to be done is what a supervisor extended it to.
_DUE = "coalesce({x}_job.extended_due, {x}_job.due)"


@dataclass(frozen=True)
class Source:
    """A source's rows; `{x}` stands for the table's alias, so that a row can be held against others of it.

    `base` is always asked for, `narrow` of the rows of a span, for the sake of an index; `columns` are the
    dictionary's; those in `lists` hold several values.
    """

    tables: str
    day: str
    at: str
    fact: str
    columns: Mapping[str, str]
    base: str = "1 = 1"
    narrow: str = "1 = 1"
    lists: frozenset[str] = frozenset()


SOURCES: Mapping[str, Source] = {
    "visits": Source(
        "visits {x}",
        "{x}.day",
        "{x}.at",
        "{x}.fact",
        {
            "rider": "{x}.rider",
            "group": '{x}."group"',
            "how": f"CASE {{x}}.how {_HOW} END",
            "presence": "{x}.presence",
            "service": "coalesce({x}.services, {x}.first_services)",
            "hour": "printf('%02d', ({x}.at + 28800000) % 86400000 / 3600000)",
            "count": "{x}.count",
            "voided": "{x}.voided",
        },
        lists=frozenset({"service"}),
    ),
    "meals": Source(
        "meals {x}",
        "{x}.day",
        "{x}.at",
        "{x}.fact",
        {
            "state": meal_state("{x}"),
            # a void that was overruled is none
            "voided": f"CASE {meal_state('{x}')} WHEN 'voided' THEN 1 END",
            # a meal is served on a card, or written on paper in a power cut
            "how": "CASE {x}.source WHEN 'paper' THEN 'paper' ELSE 'registered' END",
            **{
                name: f'{{x}}."{name}"'
                for name in (
                    *("rider", "group", "price_fen", "subsidy_fen", "verified"),
                    *("merchant", "period"),
                )
            },
        },
    ),
    "medicine_uses": Source("medicine_uses {x}", "{x}.day", "(0 + 0)", "{x}.fact", {"group": '{x}."group"'}),
    "occurrences": Source(
        "occurrences {x}",
        "{x}.day",
        "{x}.at",
        "{x}.fact",
        {name: f"{{x}}.{name}" for name in ("kind", "subject", "code", "number", "day")},
    ),
    "closed_rectifications": Source(
        "occurrences {x} JOIN rectifications {x}_job ON {x}_job.rectification = {x}.subject",
        "{x}.day",
        "{x}.at",
        "{x}.fact",
        {"late": f"({{x}}.day > {_DUE})"},
        "{x}.kind = 'rectification.moved' AND {x}.code = 'closed'",
    ),
    "due_rectifications": Source(
        "rectifications {x}_job CROSS JOIN occurrences {x}"
        " ON {x}.subject = {x}_job.rectification AND {x}.kind = 'rectification.opened'",
        _DUE,
        "{x}.at",
        "{x}.fact",
        {
            "late": f"({_DUE} < :today AND NOT EXISTS (SELECT 1 FROM occurrences {{x}}_end"
            " WHERE {x}_end.subject = {x}.subject AND {x}_end.kind = 'rectification.moved'"
            f" AND {{x}}_end.code = 'closed' AND {{x}}_end.day <= {_DUE}))"
        },
        # an extension only ever puts the day off; CROSS JOIN begins with the jobs, along their index
        narrow="{x}_job.due <= :last",
    ),
    "closed_days": Source(
        "occurrences {x} JOIN days {x}_day"
        " ON {x}_day.site = {x}.site AND {x}_day.day = {x}.day AND {x}_day.device = {x}.device",
        "{x}.day",
        "{x}.at",
        "{x}.fact",
        {"minutes": "max(0, {x}_day.closed_at - {x}_day.opened_at) / 60000"},
        "{x}.kind = 'day.closed' AND {x}_day.opened_at NOT NULL AND {x}_day.closed_at = {x}.number",
    ),
}


class _Terms:
    """Conditions as SQL with their values bound under names of their own."""

    def __init__(self) -> None:
        self.values: Values = {}

    def bind(self, value: str | int) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    def all(self, source: Source, conditions: Mapping[str, Condition]) -> str:
        return " AND ".join(self._one(source, *each) for each in conditions.items()) or "1 = 1"

    def _one(self, source: Source, column: str, wanted: Condition) -> str:
        term = source.columns[column]
        if isinstance(wanted, bool):
            return f"{term} {'NOT NULL' if wanted else 'IS NULL'}"
        if isinstance(wanted, tuple):
            return f"{term} IN ({', '.join(self.bind(value) for value in wanted)})"
        if column in source.lists:
            return f"instr(',' || {term} || ',', ',' || {self.bind(wanted)} || ',') > 0"
        return f"{term} = {self.bind(wanted)}"


def _range(source: Source, *, from_cursor: bool = False) -> str:
    parts = [source.base, source.narrow, f"{source.day} BETWEEN :first AND :last"]
    if from_cursor:
        parts.append(f"({source.day}, {source.at}, {source.fact}) > (:day, :at, :fact)")
    return " AND ".join(parts)


def totals(wanted: Sequence[Named]) -> tuple[str, Values]:
    """One statement with a column for each of these figures of one source (not `last`); binds besides
    `first`, `last` and `today`.
    """
    source, terms, columns = SOURCES[wanted[0].figure.source], _Terms(), []
    for named in wanted:
        figure = named.figure
        column = source.columns.get(figure.column, "")
        what = {
            Take.COUNT: "count(*)",
            Take.SUM: f"sum({column})",
            Take.DISTINCT: f"count(DISTINCT {column})",
        }[figure.take]
        columns.append(f"coalesce({what} FILTER (WHERE {terms.all(source, named.where)}), 0)")
    sql = f"SELECT {', '.join(columns)} FROM {source.tables} WHERE {_range(source)}"
    return sql.replace("{x}", "x"), terms.values


def split_total(named: Named, keys: Sequence[str]) -> tuple[str, Values]:
    """A figure taken apart by columns of its source (`day` is the business day): their values and the number of
    each, where there are rows; binds as `totals`. Not for `last`.
    """
    figure = named.figure
    source, terms = SOURCES[figure.source], _Terms()
    columns = [source.day if key == "day" else source.columns[key] for key in keys]
    column = source.columns.get(figure.column, "")
    what = {
        Take.COUNT: "count(*)",
        Take.SUM: f"coalesce(sum({column}), 0)",
        Take.DISTINCT: f"count(DISTINCT {column})",
    }[figure.take]
    where = terms.all(source, named.where)
    places = ", ".join(str(place) for place in range(1, len(columns) + 1))
    sql = (
        f"SELECT {', '.join(columns)}, {what} FROM {source.tables} WHERE {_range(source)} AND {where}"
        f" GROUP BY {places} ORDER BY {places}"
    )
    return sql.replace("{x}", "x"), terms.values


def last_total(named: Named) -> tuple[str, Values]:
    """The statement of a `last` figure."""
    figure = named.figure
    source, terms = SOURCES[figure.source], _Terms()
    of = source.columns[figure.column]
    inner = (
        f"SELECT {terms.all(source, figure.counts)} AS passes, row_number() OVER"
        f" (PARTITION BY {of} ORDER BY {source.at} DESC, {source.fact} DESC) AS place"
        f" FROM {source.tables} WHERE {_range(source)} AND {terms.all(source, named.where)}"
    )
    return f"SELECT count(*) FROM ({inner}) WHERE place = 1 AND passes".replace("{x}", "x"), terms.values


def facts_of(named: Named) -> tuple[str, Values]:
    """The rows behind a figure as (fact, day, at, amount), in order of day and time after a cursor (`day`, `at`,
    `fact`), at most `most`. The amounts of all of them together are the figure.
    """
    source, terms = SOURCES[named.figure.source], _Terms()
    where = terms.all(source, named.where)
    sql = (
        f"SELECT {source.fact}, {source.day}, {source.at}, {_amount(named.figure, source, where, terms)}"
        f" FROM {source.tables} WHERE {_range(source, from_cursor=True)} AND {where}"
        f" ORDER BY {source.day}, {source.at}, {source.fact} LIMIT :most"
    )
    return sql.replace("{x}", "x"), terms.values


def _amount(figure: Figure, source: Source, where: str, terms: _Terms) -> str:
    """What a row adds to the figure: 1, its column, or 1 for the first or last of its like and 0 for others."""
    if figure.take is Take.COUNT:
        return "1"
    column = source.columns[figure.column]
    if figure.take is Take.SUM:
        return column
    place = f"({source.day}, {source.at}, {source.fact})"
    sign = "<" if figure.take is Take.DISTINCT else ">"
    other = f"{column} = {column.replace('{x}', 'outer')} AND {place} {sign} {place.replace('{x}', 'outer')}"
    query = f"SELECT 1 FROM {source.tables} WHERE {_range(source)} AND {where} AND {other}"
    # the row itself is `x`; those it is held against are `y`
    beaten = query.replace("{x}", "y").replace("outer", "x")
    passes = terms.all(source, figure.counts)
    return f"({passes} AND NOT EXISTS ({beaten}))"


def cursor_of(named: Named) -> str:
    """The statement that finds a row's (day, at) by its fact."""
    source = SOURCES[named.figure.source]
    sql = f"SELECT {source.day}, {source.at} FROM {source.tables} WHERE {source.base} AND {source.fact} = :fact"
    return sql.replace("{x}", "x")
