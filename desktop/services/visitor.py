"""The visitor's screen: what anybody may see of a station, and nothing of anybody."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core import business_day, checkin_code
from desktop.core.programme import Period
from desktop.core.visitor_pages import ItemState, MealPlace, VisitorPage
from desktop.services.hub_address import hub_address
from desktop.services.office import Office
from desktop.services.rectifications import open_jobs

PLACES_MOST = 4


def nowhere() -> str:
    """Stands where no page is served to phones."""
    return ""


class Visitor:
    """Fulfils `visitor_pages.VisitorCounter`. A code is shown only while `where` says at which address a page takes it,
    or a hub does: what nobody can use is not shown.
    """

    def __init__(self, office: Office, where: Callable[[], str] = nowhere) -> None:
        self._office = office
        self._where = where

    def page(self) -> VisitorPage:
        desk = self._office.desk
        now = desk.now()
        programme = desk.rules.programme
        serving = programme.serving(now)
        day = business_day.day_of(now)
        with desk.store.read() as connection:
            broken = {job.item for job in open_jobs(connection)}
            visits = connection.exec_driver_sql(
                "SELECT coalesce(sum(count), 0) FROM visits WHERE day = ? AND voided IS NULL", (day,)
            ).scalar_one()
            came = connection.exec_driver_sql(
                "SELECT \"group\", at FROM visits WHERE day = ? AND how = 'self' AND voided IS NULL"
                " ORDER BY at DESC LIMIT 1",
                (day,),
            ).fetchone()
            hub = "" if self._office.phone_settings.fixed else hub_address(connection, desk)
        until = _time(serving.period.end) if serving else ""
        begins = "" if serving else _time(_next(programme.periods, business_day.minute_of_day(now)).begin)
        items = tuple(ItemState(item.code, item.shorts, item.code in broken) for item in desk.rules.standard.items)
        base = self._where()
        shown = checkin_code.show(desk.key, desk.store.home.named, now // 1000) if base or hub else None
        return VisitorPage(
            station=desk.place.name,
            day=day,
            period=serving.period.titles if serving else {},
            price_fen=programme.price_fen,
            places=tuple(MealPlace(name, until, begins) for _, name in self._office.master.merchants()[:PLACES_MOST]),
            items=tuple(item for item in items if item.code != "site"),
            visits=int(visits),
            code=f"{base}/s/{shown.text}" if shown and base else "",
            came=came[0] if came else "",
            came_at=came[1] if came else 0,
            digits=checkin_code.digits_of(shown.text) if shown and base else "",
            code_until=(shown.begun + checkin_code.STEP_SECONDS) * 1000 if shown else 0,
            hub_code=f"{hub}/s/{shown.text}" if shown and hub else "",
        )


def _next(periods: tuple[Period, ...], minute: int) -> Period:
    """The period that begins next, tomorrow's first one after the last."""
    return min(periods, key=lambda period: (period.begin - minute) % 1440)


def _time(minute: int) -> str:
    return f"{minute // 60 % 24}:{minute % 60:02d}"
