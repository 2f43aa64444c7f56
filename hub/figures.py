"""Figures of the supervisor's pages: stations on one page, one station, devices. In order of the division's code:
there is no ranking of stations or people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from desktop.core import business_day
from desktop.core.standard import Standard
from desktop.core.visit import SPLIT
from desktop.tables.meal_states import meal_state
from hub.supervision import Supervision, Supervisor, allowed, station_in_scope

PAGE = 50
DAYS = 14
JOBS_MOST = 60
DEVICES_MOST = 50
_OPEN = "('open', 'awaiting', 'returned')"


@dataclass(frozen=True)
class StationLine:
    """A station today. `compliant` None: nothing was looked at yet. `contact` ms UTC, None: never."""

    site: str
    name: str
    community: str
    contact: int | None
    compliant: bool | None
    unmet: int
    visits: int
    meals: int
    held: int
    open_jobs: int
    late_jobs: int
    verdicts: int


@dataclass(frozen=True)
class Overview:
    """All stations of the scope today: 人次, meals, and meals that wait for a decision."""

    stations: int
    visits: int
    meals: int
    held: int


@dataclass(frozen=True)
class ItemLine:
    """`state` is `met`, `unmet` or `open` (never looked at); `failing` are codes of checkpoints."""

    code: str
    state: str
    failing: tuple[str, ...]
    seen: str


@dataclass(frozen=True)
class JobLine:
    number: int
    checkpoint: str
    severity: str
    due: str
    state: str
    late: bool


@dataclass(frozen=True)
class DayLine:
    """`visits` are 人次, `persons` 人数 (registered people, once each), `split` visits by how they were recorded."""

    day: str
    visits: int
    persons: int
    meals: int
    split: Mapping[str, int]


@dataclass(frozen=True)
class DeviceLine:
    device: str
    site: str
    place: str
    enrolled_at: int
    contact: int | None
    revoked_at: int | None
    reason: str
    verdicts: int


@dataclass(frozen=True)
class StationPage:
    line: StationLine
    items: tuple[ItemLine, ...]
    jobs: tuple[JobLine, ...]
    days: tuple[DayLine, ...]
    devices: tuple[DeviceLine, ...]


class Figures:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("stations_see")
    def overview(self, by: Supervisor) -> Overview:
        low, high = by.span
        places = {"low": low, "high": high, "day": self.today()}
        station = "role = 'station' AND community >= :low AND community <= :high"
        in_scope = f"site IN (SELECT site FROM sites WHERE {station})"
        with self.hub.ground.read() as connection:

            def one(sql: str) -> int:
                return int(connection.execute(text(sql), places).scalar_one() or 0)

            return Overview(
                one(f"SELECT count(*) FROM sites WHERE {station}"),
                one(f'SELECT sum("count") FROM visits WHERE day = :day AND voided IS NULL AND {in_scope}'),
                one(f"SELECT count(*) FROM meals WHERE day = :day AND {meal_state()} <> 'voided' AND {in_scope}"),
                one(f"SELECT count(*) FROM meals WHERE {meal_state()} = 'held' AND {in_scope}"),
            )

    @allowed("stations_see")
    def stations(self, by: Supervisor, after: tuple[str, str] = ("", ""), named: str = "") -> tuple[StationLine, ...]:
        """A page of stations of the scope by community and id, after (community, id); `named` a part of the name."""
        low, high = by.span
        wanted = " AND name LIKE :like ESCAPE '!'" if named else ""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT site, name, community FROM sites WHERE role = 'station' AND community >= :low"
                    f" AND community <= :high AND (community, site) > (:community, :site){wanted}"
                    " ORDER BY community, site LIMIT :most"
                ),
                {
                    "low": low,
                    "high": high,
                    "community": after[0],
                    "site": after[1],
                    "most": PAGE,
                    **({"like": f"%{escaped(named)}%"} if named else {}),
                },
            ).fetchall()
            return self._lines(connection, [(row[0], row[1] or "", row[2]) for row in rows])

    @allowed("stations_see")
    def station(self, by: Supervisor, site: str) -> StationPage:
        """Raises `Refused("site_unknown")`, also for a station outside the scope."""
        with self.hub.ground.read() as connection:
            (line,) = self._lines(connection, [station_in_scope(connection, by, site)])
            standard = self.hub.rules(connection).standard
            return StationPage(
                line,
                _items(connection, standard, site),
                self._jobs(connection, site),
                self._days(connection, site),
                self._devices(connection, "d.site = :site", {"site": site}),
            )

    @allowed("devices_see")
    def devices(self, by: Supervisor, after: tuple[str, str] = ("", "")) -> tuple[DeviceLine, ...]:
        """A page of devices by site and id; tills of merchants for those who answer for more than a street."""
        low, high = by.span
        where = (
            "(d.site, d.device) > (:site, :device) AND ((s.community >= :low AND s.community <= :high)"
            " OR (:all = 1 AND coalesce(s.community, '') = ''))"
        )
        values = {"site": after[0], "device": after[1], "low": low, "high": high, "all": int(not by.street_only)}
        with self.hub.ground.read() as connection:
            return self._devices(connection, where, values)

    def today(self) -> str:
        return business_day.day_of(self.hub.ground.now())

    def _devices(self, connection: Connection, where: str, values: Mapping[str, object]) -> tuple[DeviceLine, ...]:
        rows = connection.execute(
            text(
                "SELECT d.device, d.site, s.name, d.enrolled_at, d.revoked_at, d.revoked_reason FROM devices d"
                f" LEFT JOIN sites s ON s.site = d.site WHERE {where} ORDER BY d.site, d.device LIMIT :most"
            ),
            {**values, "most": DEVICES_MOST},
        ).fetchall()
        devices = [row[0] for row in rows]
        contacts = self.hub.ground.contacts(connection, devices)
        verdicts = self.hub.ground.verdicts(connection, devices)
        note = self.hub.ground.note
        return tuple(
            DeviceLine(
                row[0],
                row[1] or "",
                row[2] or "",
                int(row[3] or 0),
                contacts.get(row[0]),
                row[4],
                note(connection, row[5]) if row[5] else "",
                verdicts.get(row[0], 0),
            )
            for row in rows
        )

    def _lines(self, connection: Connection, places: Sequence[tuple[str, str, str]]) -> tuple[StationLine, ...]:
        sites = [site for site, _, _ in places]
        if not sites:
            return ()
        standard, today = self.hub.rules(connection).standard, self.today()
        results = _results(connection, sites)
        visits = _by_site(
            connection,
            'SELECT site, sum("count") FROM visits WHERE day = :today AND voided IS NULL AND site IN :sites'
            " GROUP BY site",
            sites,
            today,
        )
        meals = _by_site(
            connection,
            f"SELECT site, count(*), count(*) FILTER (WHERE {meal_state()} = 'held') FROM meals"
            f" WHERE day = :today AND {meal_state()} <> 'voided' AND site IN :sites GROUP BY site",
            sites,
            today,
        )
        jobs = _by_site(
            connection,
            "SELECT site, count(*), count(*) FILTER (WHERE coalesce(extended_due, due) < :today) FROM rectifications"
            f" WHERE state IN {_OPEN} AND site IN :sites GROUP BY site",
            sites,
            today,
        )
        devices = _devices_of(connection, sites)
        known = [device for device, _ in devices]
        contacts, verdicts = self.hub.ground.contacts(connection, known), self.hub.ground.verdicts(connection, known)
        lines = []
        for site, name, community in places:
            own = [device for device, at in devices if at == site]
            score = standard.score(results[site]) if site in results else None
            lines.append(
                StationLine(
                    site,
                    name,
                    community,
                    max((contacts[device] for device in own if device in contacts), default=None),
                    score.compliant if score else None,
                    len(score.unmet) + len(score.vetoes) if score else 0,
                    visits.get(site, (0,))[0],
                    meals.get(site, (0, 0))[0],
                    meals.get(site, (0, 0))[1],
                    jobs.get(site, (0, 0))[0],
                    jobs.get(site, (0, 0))[1],
                    sum(verdicts.get(device, 0) for device in own),
                )
            )
        return tuple(lines)

    def _jobs(self, connection: Connection, site: str) -> tuple[JobLine, ...]:
        today = self.today()
        rows = connection.execute(
            text(
                "SELECT number, checkpoint, severity, coalesce(extended_due, due), state FROM rectifications"
                f" WHERE site = :site AND state IN {_OPEN} ORDER BY coalesce(extended_due, due), number LIMIT :most"
            ),
            {"site": site, "most": JOBS_MOST},
        )
        return tuple(JobLine(row[0], row[1], row[2], row[3], row[4], row[3] < today) for row in rows)

    def _days(self, connection: Connection, site: str) -> tuple[DayLine, ...]:
        """The last fourteen days, every one a line."""
        today = self.today()
        span = {"site": site, "first": business_day.plus_days(today, 1 - DAYS), "last": today}
        split: dict[str, dict[str, int]] = {}
        for day, how, count in connection.execute(
            text(
                'SELECT day, how, sum("count") FROM visits WHERE site = :site AND day >= :first AND day <= :last'
                " AND voided IS NULL GROUP BY day, how"
            ),
            span,
        ):
            of_day = split.setdefault(day, {})
            of_day[SPLIT[how]] = of_day.get(SPLIT[how], 0) + int(count)
        persons = _counted(connection, "count(DISTINCT rider)", "visits", "voided IS NULL", span)
        meals = _counted(connection, "count(*)", "meals", f"{meal_state()} <> 'voided'", span)
        days = [business_day.plus_days(span["first"], at) for at in range(DAYS)]
        return tuple(
            DayLine(day, sum(split.get(day, {}).values()), persons.get(day, 0), meals.get(day, 0), split.get(day, {}))
            for day in days
        )


def escaped(named: str) -> str:
    """A text as part of a LIKE that finds just it."""
    return named.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _counted(connection: Connection, what: str, table: str, stands: str, span: Mapping[str, str]) -> dict[str, int]:
    rows = connection.execute(
        text(
            f"SELECT day, {what} FROM {table} WHERE site = :site AND day >= :first AND day <= :last"
            f" AND {stands} GROUP BY day"
        ),
        dict(span),
    )
    return {row[0]: int(row[1]) for row in rows}


def _by_site(connection: Connection, sql: str, sites: Sequence[str], today: str) -> dict[str, tuple[int, ...]]:
    rows = connection.execute(
        text(sql).bindparams(bindparam("sites", expanding=True)), {"sites": list(sites), "today": today}
    )
    return {row[0]: tuple(int(value or 0) for value in row[1:]) for row in rows}


def _results(connection: Connection, sites: Sequence[str]) -> dict[str, dict[str, str]]:
    """The last answer to each checkpoint by station."""
    found: dict[str, dict[str, str]] = {}
    for site, checkpoint, result in connection.execute(
        text("SELECT site, checkpoint, result FROM checkpoint_states WHERE site IN :sites").bindparams(
            bindparam("sites", expanding=True)
        ),
        {"sites": list(sites)},
    ):
        found.setdefault(site, {})[checkpoint] = result
    return found


def _devices_of(connection: Connection, sites: Sequence[str]) -> list[tuple[str, str]]:
    rows = connection.execute(
        text("SELECT device, site FROM devices WHERE site IN :sites AND revoked_at IS NULL").bindparams(
            bindparam("sites", expanding=True)
        ),
        {"sites": list(sites)},
    )
    return [(row[0], row[1]) for row in rows]


def _items(connection: Connection, standard: Standard, site: str) -> tuple[ItemLine, ...]:
    rows = connection.execute(
        text("SELECT checkpoint, result, day FROM checkpoint_states WHERE site = :site"), {"site": site}
    ).fetchall()
    results = {row[0]: (row[1], row[2] or "") for row in rows}
    lines = []
    for item in standard.items:
        given = [results[point.code] for point in item.checkpoints if point.code in results]
        failing = tuple(point.code for point in item.checkpoints if results.get(point.code, ("",))[0] == "fail")
        state = "open"
        if given:
            state = "met" if not failing and any(result == "pass" for result, _ in given) else "unmet"
        lines.append(ItemLine(item.code, state, failing, max((day for _, day in given), default="")))
    return tuple(lines)
