"""今日工作简报: today's text for the work group, made of the day's figures and of nothing else.

Nothing personal can stand in it: it is made of counts, fen and the station's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.core.money import yuan_sign
from desktop.core.words import Words


@dataclass(frozen=True)
class Brief:
    """Figures of a business day as the dictionary counts them; money in fen. 人次 (`visits`) and 人数 (`persons`,
    registered people) stand apart. `opened`, `closed` are `HH:MM` or empty; `met` of the seven items stand, `seen`
    whether any checkpoint was ever looked at.
    """

    station: str
    day: str
    opened: str
    closed: str
    visits: int
    persons: int
    meals: int
    taken_fen: int
    held: int
    met: int
    compliant: bool
    open_jobs: int
    overdue: int
    medicine: int
    seen: bool = True


def brief_text(words: Words, brief: Brief) -> str:
    """The text in the language of `words`, a line a matter; what is nought and of no interest is left out."""
    lines = [words.say("brief.date.head", station=brief.station, **_day(words, brief.day)), _hours(words, brief)]
    key = "visits" if brief.visits else "no_visits"
    lines.append(words.say(f"brief.{key}", visits=brief.visits, persons=brief.persons))
    if brief.meals:
        lines.append(words.say("brief.meals", meals=brief.meals, sum=yuan_sign(brief.taken_fen)))
    if brief.held:
        lines.append(words.say("brief.held", count=brief.held))
    standing = "unseen" if not brief.seen else "compliant" if brief.compliant else "not_compliant"
    lines.append(words.say(f"brief.{standing}", met=brief.met))
    if brief.open_jobs:
        late = words.say("brief.overdue", count=brief.overdue) if brief.overdue else ""
        lines.append(words.say("brief.jobs", count=brief.open_jobs, late=late))
    else:
        lines.append(words.say("brief.no_jobs"))
    if brief.medicine:
        lines.append(words.say("brief.medicine", count=brief.medicine))
    return "\n".join(lines)


def _hours(words: Words, brief: Brief) -> str:
    key = "not_opened" if not brief.opened else "closed" if brief.closed else "open"
    return words.say(f"brief.{key}", opened=brief.opened, closed=brief.closed)


def _day(words: Words, day: str) -> dict[str, object]:
    given = date.fromisoformat(day)
    month = words.say(f"ui.month.{given.month}")
    return {"m": given.month, "d": given.day, "month": month, "weekday": words.say(f"ui.weekday.{given.weekday()}")}
