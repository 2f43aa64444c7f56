"""How days, times, money and hints are said in the language of the window."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from desktop.core.business_day import clock_time, day_of, previous
from desktop.core.money import yuan_sign
from desktop.core.pages import Hint
from desktop.core.plain import Said
from desktop.core.words import Words

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATED = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?( \d{1,2}:\d{2})?")


def long_day(words: Words, day: str) -> str:
    """`2026年11月21日 星期六`, `Saturday 21 November 2026`."""
    given = date.fromisoformat(day)
    return words.say(
        "ui.date.long",
        y=given.year,
        m=given.month,
        d=given.day,
        month=words.say(f"ui.month.{given.month}"),
        weekday=weekday(words, day),
    )


def short_day(words: Words, day: str) -> str:
    """`11月21日`, `21 Nov`; what is no day is given back."""
    if not _DAY.fullmatch(day):
        return day
    given = date.fromisoformat(day)
    return words.say("ui.date.short", m=given.month, d=given.day, month=words.say(f"ui.month_short.{given.month}"))


def moment(words: Words, at: int, now: int) -> str:
    """A time of today as `10:51`, of yesterday as `昨天 10:51`, an earlier one with its day; ms UTC."""
    day, today = day_of(at), day_of(now)
    clock = clock_time(at)
    if day == today:
        return clock
    if day == previous(today):
        return words.say("ui.hub.yesterday", time=clock)
    return f"{short_day(words, day) if day[:4] == today[:4] else stated(words, day)} {clock}"


def weekday(words: Words, day: str) -> str:
    return words.say(f"ui.weekday.{date.fromisoformat(day).weekday()}")


def hint(words: Words, said: Hint) -> str:
    """A hint as a sentence; days, fen, names in two languages and codes among its values are said."""
    return words.say(said.key, **{name: _value(words, name, value) for name, value in said.values.items()})


def _value(words: Words, name: str, value: object) -> object:
    if isinstance(value, Mapping):
        return title(words, value)
    if name.endswith("_fen") and isinstance(value, int):
        return yuan_sign(value)
    if isinstance(value, str):
        if _DAY.fullmatch(value):
            return short_day(words, value)
        if words.has(f"{name}.{value}"):
            return words.say(f"{name}.{value}")
    return value


def title(words: Words, titles: Mapping[str, str]) -> str:
    """The one of a table's names in this language, else the Chinese one."""
    return titles.get(words.language) or titles.get("zh", "")


def group_word(words: Words, group: str) -> str:
    return words.say(f"group.{group}") if group else ""


def said(words: Words, given: Said) -> str:
    """Anything that a plain section says, on one line; empty parts are left out."""
    if isinstance(given, str):
        return stated(words, given)
    if isinstance(given, Hint):
        values = {name.rpartition(".")[2]: plain_value(words, name, value) for name, value in given.values.items()}
        return words.say(given.key, **values)
    if isinstance(given, tuple):
        return words.say("plain.dot").join(part for part in (said(words, each) for each in given) if part)
    return title(words, given)


def stated(words: Words, text: str) -> str:
    """A day, month or minute of digits with its year written out; anything else as it is."""
    found = _STATED.fullmatch(text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return text
    year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
    key = "plain.date.day" if day else "plain.date.month"
    return words.say(key, y=year, m=month, d=day, month=words.say(f"ui.month_short.{month}")) + (found[4] or "")


def plain_value(words: Words, name: str, value: object) -> object:
    """A value of a plain hint: said like anything else, codes and fen as in `hint`."""
    if isinstance(value, Hint | tuple | Mapping):
        return said(words, value)
    if isinstance(value, str) and not words.has(f"{name}.{value}"):
        return stated(words, value)
    return _value(words, name, value)
