"""The figures of a day. 人次 and 人数 are never mixed: visits count uses, persons count registered people once."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from desktop.core.business_day import hour_of
from desktop.core.papers import DayFigures
from desktop.core.people import GROUPS
from desktop.core.visit import SERVICES, SPLIT

HOWS = ("registered", "anonymous", "self", "paper")


def day_figures(connection: Connection, day: str) -> DayFigures:
    """What stands of a business day; money in fen. A held meal is counted, its subsidy is not."""
    hours, groups, hows, services = [0] * 24, Counter[str](), Counter[str](), Counter[str]()
    persons: set[str] = set()
    visits = 0
    for at, group, count, how, rider, used in connection.exec_driver_sql(
        'SELECT at, "group", count, how, rider, coalesce(services, first_services) FROM visits'
        " WHERE day = ? AND voided IS NULL",
        (day,),
    ):
        visits += count
        hours[hour_of(at)] += count
        groups[group] += count
        hows[SPLIT[how]] += count
        services.update({name: count for name in used.split(",") if name})
        if rider is not None:
            persons.add(rider)
    services["medicine"] = connection.exec_driver_sql(
        "SELECT count(*) FROM medicine_uses WHERE day = ?", (day,)
    ).scalar_one()
    meals = connection.exec_driver_sql(
        "SELECT count(*) FILTER (WHERE voided IS NULL), count(*) FILTER (WHERE voided NOT NULL),"
        " count(*) FILTER (WHERE voided IS NULL AND held NOT NULL),"
        " coalesce(sum(subsidy_fen) FILTER (WHERE voided IS NULL AND held IS NULL), 0),"
        " coalesce(sum(price_fen) FILTER (WHERE voided IS NULL), 0) FROM meals WHERE day = ?",
        (day,),
    ).one()
    return DayFigures(
        day=day,
        visits=visits,
        persons=len(persons),
        by_hour=tuple(hours),
        by_group=tuple((group, groups[group]) for group in GROUPS),
        by_how=tuple((how, hows[how]) for how in HOWS),
        by_service=tuple((service, services[service]) for service in SERVICES),
        meals=meals[0],
        meals_voided=meals[1],
        meals_held=meals[2],
        subsidy_fen=meals[3],
        taken_fen=meals[4],
        open_rectifications=open_rectifications(connection),
        waiting=waiting(connection),
    )


def open_rectifications(connection: Connection) -> int:
    return int(
        connection.exec_driver_sql(
            "SELECT count(*) FROM rectifications WHERE state IN ('open', 'awaiting', 'returned')"
        ).scalar_one()
    )


def own_facts(connection: Connection) -> int:
    """Entries of this device's own logs: the last number of each."""
    return int(
        connection.exec_driver_sql(
            "SELECT coalesce(sum((SELECT max(seq) FROM journal WHERE journal.log = logs.log)), 0)"
            " FROM logs WHERE own = 1"
        ).scalar_one()
    )


def waiting(connection: Connection) -> int:
    """Own entries that no hub has acknowledged; before there is a hub, all of them."""
    return own_facts(connection)


def flagged(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(DISTINCT fact) FROM flags").scalar_one())
