"""The business day: Asia/Shanghai, a fixed +08:00 (no daylight saving since 1991), from 00:00.

Instants are integer milliseconds UTC, days `YYYY-MM-DD`, months `YYYY-MM`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EARLIEST, _LATEST = 1_577_808_000_000, 4_102_416_000_000  # 2020-01-01 and 2100-01-01 in Shanghai


def local(at: int) -> datetime:
    """The Shanghai wall time of an instant (ms UTC)."""
    return datetime.fromtimestamp(at / 1000, UTC).astimezone(SHANGHAI)


def day_of(at: int) -> str:
    return local(at).date().isoformat()


def month_of(day: str) -> str:
    return day[:7]


def minute_of_day(at: int) -> int:
    """Minutes since local midnight, 0–1439."""
    return (at + 8 * HOUR_MS) % DAY_MS // 60_000


def hour_of(at: int) -> int:
    return minute_of_day(at) // 60


def clock_time(at: int) -> str:
    """`HH:MM` of the local time."""
    return local(at).strftime("%H:%M")


def stamp(at: int) -> str:
    """RFC 3339 with offset, whole seconds."""
    return local(at).replace(microsecond=0).isoformat()


def previous(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def plus_days(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def plus_months(day: str, months: int) -> str:
    """The same day some months on; the last of the month where that day does not exist (29 February)."""
    start = date.fromisoformat(day)
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    for last in (start.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(start.day, last)).isoformat()
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")


def start_of(day: str) -> int:
    """The instant (ms UTC) at which a business day begins."""
    return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).timestamp()) * 1000


def parse_time(text: str) -> int:
    """An RFC 3339 time (without offset: Shanghai) as ms UTC; `ValueError` when it is none or out of range."""
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=SHANGHAI)
    at = (moment - _EPOCH) // timedelta(milliseconds=1)
    if not _EARLIEST <= at < _LATEST:
        raise ValueError("out of range")
    return at


def parse_day(text: str) -> str:
    """A day as `YYYY-MM-DD`; `ValueError` when it is none or out of range."""
    day = date.fromisoformat(text.strip()).isoformat()
    if not _EARLIEST <= start_of(day) < _LATEST:
        raise ValueError("out of range")
    return day


def parse_month(text: str) -> str:
    """A month as `YYYY-MM`; `ValueError` when it is none or out of range."""
    return month_of(parse_day(text.strip() + "-01"))


def month_span(month: str) -> tuple[str, str]:
    """First and last day of a month."""
    first = month + "-01"
    return first, plus_days(plus_months(first, 1), -1)
