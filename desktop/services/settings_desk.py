"""The side of the services for the page of settings: looks at a code without recording, makes the calibration page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.papers import CalibrationPaper
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.settings_pages import CodeLook
from desktop.services.frames import frame_of
from desktop.services.office import Office
from desktop.services.scanning import CardOutcome, scan


class _Reader:
    """Reads like a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[object] = ()) -> Sequence[Any]:
        return self._connection.exec_driver_sql(sql, tuple(values)).fetchall()


class SettingsDesk:
    """Fulfils `settings_pages.SettingsCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._by = by

    def look_at(self, code: str) -> CodeLook:
        self._by()
        desk = self._office.desk
        with desk.store.read() as connection:
            scanned = scan(desk, _Reader(connection), code, desk.now())
            if scanned.card is None:
                return CodeLook(CardOutcome.NOT_A_CARD)
            row = connection.exec_driver_sql(
                "SELECT name FROM persons WHERE rider = ?", (scanned.card.rider,)
            ).fetchone()
        name = masked_name(row[0]) if row else ""
        last = business_day.day_of((scanned.card.until - 1) * 1000)
        return CodeLook(str(scanned.outcome), name, scanned.card.group, last)

    def calibration(self, shift_tenths: tuple[int, int], language: str) -> bytes:
        self._by()
        desk = self._office.desk
        words = desk.printer.words[language]
        paper = CalibrationPaper(frame_of(desk, words, "calibration"), *shift_tenths)
        return desk.printer.render(paper, language)
