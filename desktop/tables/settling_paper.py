"""What stands on a settlement's paper, from the rows: a line a meal, the adjustments, the month's sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, text

from desktop.core import business_day, card
from desktop.core.papers import AdjustmentLine, MealLine
from desktop.core.people import masked_name
from desktop.core.programme import Programme
from desktop.core.settlement import Draft, SettledMeal
from desktop.core.words import Words

_MORE = text(
    "SELECT fact, rider, card_issued, seq, voided_at, voided_by FROM meals"
    " WHERE merchant IN :ids AND day >= :first AND day <= :last"
).bindparams(bindparam("ids", expanding=True))
_ONE = text("SELECT day, at, rider, card_issued, seq, voided, decision FROM meals WHERE fact = :fact")
_SAMPLES = (
    "SELECT s.sample, s.merchant, s.month, s.population, count(c.meal),"
    " count(*) FILTER (WHERE c.result = 'confirmed'), count(*) FILTER (WHERE c.result = 'denied'),"
    " count(*) FILTER (WHERE c.result = 'unreachable') FROM samples s JOIN callbacks c ON c.sample = s.sample"
)
_GROUP = " GROUP BY s.sample, s.merchant, s.month, s.population"

# An operator's full name by id, empty where it is not known here.
NameOf = Callable[[Connection, str], str]


@dataclass(frozen=True)
class Sample:
    """A drawn sample and how far its calls have come."""

    sample: str
    merchant: str
    month: str
    population: int
    size: int
    confirmed: int
    denied: int
    unreachable: int


def meal_lines(
    connection: Connection,
    words: Words,
    programme: Programme,
    ids: Sequence[str],
    month: str,
    made: Draft,
    name_of: NameOf,
) -> tuple[MealLine, ...]:
    """Every meal of a merchant's month in order of day and time."""
    span = {"ids": list(ids), "first": f"{month}-01", "last": f"{month}-31"}
    more = {row[0]: row for row in connection.execute(_MORE, span)}
    meals = sorted(
        (*made.counted, *made.voided, *made.held, *made.refused), key=lambda meal: (meal.day, meal.at, meal.fact)
    )
    return tuple(_line(connection, words, programme, meal, more[meal.fact], name_of) for meal in meals)


def _line(
    connection: Connection, words: Words, programme: Programme, meal: SettledMeal, more: Any, name_of: NameOf
) -> MealLine:
    _, rider, issued, seq, voided_at, voided_by = more
    return MealLine(
        day=meal.day,
        time=business_day.clock_time(meal.at),
        period=period_title(words, programme, meal.period),
        card=card.card_number(rider, issued)[-4:],
        list_fen=meal.list_fen,
        price_fen=meal.price_fen,
        subsidy_fen=meal.subsidy_fen,
        state=meal.state,
        why=_why(words, meal),
        seq=seq,
        voided=business_day.stamp(voided_at)[5:16].replace("T", " ") if voided_at else "",
        voided_by=masked_name(name_of(connection, voided_by)) if voided_by else "",
    )


def _why(words: Words, meal: SettledMeal) -> str:
    if meal.state == "voided":
        return words.say(f"void.{meal.voided}")
    if meal.state == "held":
        return words.say(f"held.{meal.held}")
    # the reason's free text stays out of a paper that is kept for ever: it may name somebody
    return words.say(f"review.{meal.decision}") if meal.decision is not None else ""


def period_title(words: Words, programme: Programme, code: str) -> str:
    period = programme.period(code)
    return period.titles[words.language] if period else code


def adjustment_lines(connection: Connection, words: Words, made: Draft) -> tuple[AdjustmentLine, ...]:
    """What is owed beside the month's meals as listed, each with why; with it the paper sums to the lines.

    A meal of an earlier month: a void, a decision, or a late fact. A meal of this month that a later settlement
    has taken, when this month's own was returned: what stands there.
    """
    own = {meal.fact: meal.due_fen for meal in (*made.counted, *made.voided, *made.held, *made.refused)}
    fen = {line.meal: line.fen - own.get(line.meal, 0) for line in made.lines}
    fen |= {meal.fact: -meal.due_fen for meal in made.counted if meal.fact not in fen}
    found = []
    for meal, change in fen.items():
        if meal in own and not change:
            continue
        day, at, rider, issued, seq, voided, decision = connection.execute(_ONE, {"fact": meal}).one()
        if meal in own:
            why = words.say("adjustment.elsewhere")
        elif voided:
            why = words.say("adjustment.voided", reason=words.say(f"void.{voided}"))
        else:
            why = words.say(f"review.{decision}" if decision else "adjustment.late")
        number = card.card_number(rider, issued)[-4:]
        found.append(AdjustmentLine(day, business_day.clock_time(at), number, change, why, seq))
    return tuple(sorted(found, key=lambda line: (line.day, line.time, line.seq)))


def sample_of(connection: Connection, where: str, values: Mapping[str, str]) -> Sample | None:
    """A sample with its results so far, by a condition on `samples s` with named places."""
    row = connection.execute(text(f"{_SAMPLES} WHERE {where}{_GROUP}"), dict(values)).fetchone()
    return Sample(*row) if row else None


def sample_of_month(connection: Connection, ids: Sequence[str], month: str) -> Sample | None:
    """The sample of a merchant's month, None while none is drawn."""
    wanted = text(f"{_SAMPLES} WHERE s.merchant IN :ids AND s.month = :month{_GROUP} LIMIT 1")
    row = connection.execute(
        wanted.bindparams(bindparam("ids", expanding=True)), {"ids": list(ids), "month": month}
    ).fetchone()
    return Sample(*row) if row else None


def sample_sentence(words: Words, sample: Sample | None) -> str:
    if sample is None:
        return ""
    return words.say(
        "sample.stands",
        size=sample.size,
        confirmed=sample.confirmed,
        denied=sample.denied,
        unreachable=sample.unreachable,
    )
