"""Papers over many sites: a month's settlements (or one merchant's draft), and the stations of a scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy import Connection, bindparam, text

from desktop.core.business_day import month_span
from desktop.core.errors import Refused
from desktop.core.hub_papers import DistrictLine, DistrictPaper, SettledLine, SettlementList
from desktop.tables.meal_states import meal_state
from hub.office import Office
from hub.settlement import MonthLine
from hub.settlement_paper import frame
from hub.supervision import Supervisor

STATIONS_MOST = 5_000
IDS_AT_ONCE = 500
Make = Callable[[Office, Supervisor, str, str], bytes]


def settlement(office: Office, by: Supervisor, month: str, merchant: str) -> bytes:
    """All merchants of a month, or with `merchant` one's draft as it stands. Raises `Refused`."""
    if merchant:
        return office.settlements.draft_paper(by, merchant, month)
    month = office.settlements.past_month(month)
    lines: list[MonthLine] = []
    while page := office.settlements.month(by, month, (lines[-1].name, lines[-1].merchant) if lines else ("", "")):
        lines += page
    words = office.hub.words["zh"]
    with office.hub.ground.read() as connection:
        portions = _portions(connection, [line.settled.settlement for line in lines if line.settled])
        paper = SettlementList(
            frame(connection, office.hub, words, "settlement_list", "", month),
            month,
            tuple(
                SettledLine(
                    line.name,
                    line.settled.number if line.settled else "",
                    portions.get(line.settled.settlement, 0) if line.settled else line.counted,
                    line.settled.held if line.settled else line.held,
                    line.settled.subsidy_fen if line.settled else line.subsidy_fen,
                    words.say(f"settlement_state.{line.settled.state}") if line.settled else "",
                )
                for line in lines
            ),
        )
    return office.hub.render(paper, "zh")


def _portions(connection: Connection, settlements: list[str]) -> dict[str, int]:
    """How many portions were settled under each number; what was adjusted of others is in the money alone."""
    found: dict[str, int] = {}
    asked = text(
        "SELECT settlement, count(*) FROM settlement_lines WHERE adjustment = 0 AND settlement IN :ids"
        " GROUP BY settlement"
    ).bindparams(bindparam("ids", expanding=True))
    for at in range(0, len(settlements), IDS_AT_ONCE):
        rows = connection.execute(asked, {"ids": settlements[at : at + IDS_AT_ONCE]})
        found |= {row[0]: int(row[1]) for row in rows}
    return found


def district(office: Office, by: Supervisor, month: str, _merchant: str) -> bytes:
    """The month of every station in the supervisor's scope. Raises `Refused`."""
    hub = office.hub
    hub.roles.require(by, "stations_see")
    month = office.settlements.past_month(month)
    words = hub.words["zh"]
    first, last = month_span(month)
    low, high = by.span
    values = {"low": low, "high": high, "first": first, "last": last, "most": STATIONS_MOST}
    with hub.ground.read() as connection:
        stations = connection.execute(
            text(
                "SELECT site, name, community FROM sites WHERE role = 'station' AND community >= :low"
                " AND community <= :high ORDER BY community, site LIMIT :most"
            ),
            values,
        ).fetchall()
        visits = _counted(connection, _VISITS, values)
        meals = _counted(connection, _MEALS, values)
        walks = _counted(connection, _WALKS, values)
        jobs = _counted(connection, _JOBS, values)
        persons = connection.execute(text(_PERSONS), values).scalar_one()
        lines = []
        for site, name, community in stations:
            seen, walked, left = visits.get(site, (0, 0)), walks.get(site, (0, 0)), jobs.get(site, (0, 0))
            place = " · ".join(hub.divisions.path(community)[:-1])
            served = meals.get(site, (0,))[0]
            lines.append(
                DistrictLine(place, name or "", seen[0], seen[1], served, walked[0], walked[1], left[0], left[1])
            )
        scope = " · ".join(hub.divisions.path(by.scope)) or words.say("hub.stations.all")
        head = frame(connection, hub, words, "district", "", f"{by.scope} {month}")
        paper = DistrictPaper(head, month, scope, tuple(lines), int(persons))
    return hub.render(paper, "zh")


_IN = "site IN (SELECT site FROM sites WHERE role = 'station' AND community >= :low AND community <= :high)"
_SPAN = f"day >= :first AND day <= :last AND {_IN}"
# Ids that are one person's stand for the least of them.
_PERSON = (
    "WITH RECURSIVE pair (rider, same) AS (SELECT rider, same FROM joined_riders UNION SELECT same, rider FROM"
    " joined_riders), every (rider, same) AS (SELECT rider, same FROM pair UNION SELECT e.rider, p.same FROM every e"
    " JOIN pair p ON p.rider = e.same), person (rider, id) AS (SELECT rider, min(same) FROM every GROUP BY rider) "
)
_SEEN = f"FROM visits v LEFT JOIN person p ON p.rider = v.rider WHERE v.voided IS NULL AND {_SPAN}"
_VISITS = f'{_PERSON}SELECT site, sum("count"), count(DISTINCT coalesce(p.id, v.rider)) {_SEEN} GROUP BY site'
_PERSONS = f"{_PERSON}SELECT count(DISTINCT coalesce(p.id, v.rider)) {_SEEN}"
_MEALS = f"SELECT site, count(*) FROM meals WHERE {meal_state()} <> 'voided' AND {_SPAN} GROUP BY site"
_WALKS = f"SELECT site, count(*), sum(compliant) FROM inspections WHERE {_SPAN} GROUP BY site"
_JOBS = (
    "SELECT site, count(*) FILTER (WHERE opened_day >= :first AND opened_day <= :last),"
    " count(*) FILTER (WHERE state IN ('open', 'awaiting', 'returned')) FROM rectifications"
    f" WHERE {_IN} GROUP BY site"
)


def _counted(connection: Connection, sql: str, values: Mapping[str, object]) -> dict[str, tuple[int, ...]]:
    return {row[0]: tuple(int(value or 0) for value in row[1:]) for row in connection.execute(text(sql), dict(values))}


def paper(office: Office, by: Supervisor, kind: str, month: str, merchant: str = "") -> bytes:
    """A paper by its kind. Raises `Refused`."""
    if kind not in PAPERS:
        raise Refused("report_unknown", kind=kind[:20], kinds=", ".join(PAPERS))
    return PAPERS[kind](office, by, month, merchant)


PAPERS: Mapping[str, Make] = MappingProxyType({"settlement": settlement, "district": district})
"""Papers by the kind that `report` names."""
