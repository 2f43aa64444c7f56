"""Days as a paper says them, from `YYYY-MM-DD` and `YYYY-MM`."""

from __future__ import annotations

from datetime import date

from desktop.core.words import Words


def long_day(words: Words, day: str, *, weekday: bool = False) -> str:
    """`2026年11月21日　星期六` or `21 November 2026, Saturday`; text that is no day is given back."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    said = words.say("paper.date.day", year=when.year, month=when.month, day=when.day, name=_month(words, when.month))
    if weekday:
        return words.say("paper.date.with_weekday", day=said, weekday=_weekday(words, when, "long"))
    return said


def long_month(words: Words, month: str) -> str:
    """`2026年10月` or `October 2026`."""
    try:
        when = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        return month
    return words.say("paper.date.month", year=when.year, month=when.month, name=_month(words, when.month))


def short_day(words: Words, day: str) -> str:
    """`10-02 周五` or `10-02 Fri`."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{day[5:]} {_weekday(words, when, 'short')}"


def day_of_month(words: Words, day: str) -> str:
    """`11月24日` or `24 November`, where the year is known."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return words.say("paper.date.day_of_month", month=when.month, day=when.day, name=_month(words, when.month))


def month_span(words: Words, month: str) -> str:
    """`10月1日 至 10月31日` or `1–31 October`: the days of a month."""
    try:
        first = date.fromisoformat(f"{month[:7]}-01")
    except ValueError:
        return month
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    last = (following - first).days
    return words.say("paper.date.span", month=first.month, last=last, name=_month(words, first.month))


def _month(words: Words, month: int) -> str:
    return words.say("paper.date.months").split()[month - 1]


def _weekday(words: Words, when: date, form: str) -> str:
    return words.say(f"paper.date.weekdays_{form}").split()[when.weekday()]
