"""The answer to a scan as the overlay shows it: tone, masked name, and what is due to them or the next step."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.meal_hints import Told, meal_hints
from desktop.core.meal_tones import meal_tone
from desktop.core.pages import Hint, ScanAnswer, Tone
from desktop.core.people import masked_name
from desktop.services.meals import Served
from desktop.services.office import Office
from desktop.services.visits import CheckedIn

_VISIT_TONES = {
    "checked_in": Tone.SUCCESS,
    "already_here": Tone.ALREADY,
    "accepted_unverified": Tone.ALREADY,
    "card_expired": Tone.ATTENTION,
    "card_withdrawn": Tone.REFUSED,
    "not_a_card": Tone.REFUSED,
    "practice_card": Tone.REFUSED,
    "real_card": Tone.REFUSED,
}


class ScanAnswers:
    """Makes answers from what the services decided."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def visit(self, done: CheckedIn) -> ScanAnswer:
        with self._office.desk.store.read() as connection:
            name, tail = _person(connection, done.rider)
            hints = self._visit_hints(connection, done)
        return ScanAnswer(
            outcome=done.outcome,
            tone=_VISIT_TONES[done.outcome],
            name=name,
            group=done.group,
            tail=tail,
            fact=done.fact,
            hints=hints,
            time=business_day.clock_time(done.since) if done.since else "",
        )

    def _visit_hints(self, connection: Connection, done: CheckedIn) -> tuple[Hint, ...]:
        """What is due to them now, or the next step: at most two lines."""
        if done.outcome == "already_here":
            since = business_day.clock_time(done.since or self._office.desk.now())
            return (Hint("hint.already_here", {"since": since}, "clock"), Hint("hint.leave_here", {}, "leave"))
        if done.fact is None:
            return (Hint(f"hint.{done.outcome}", {}, "info"), Hint("hint.never_turned_away", {}, "rest"))
        if done.rider is None:
            return ()
        found: list[Hint] = []
        if done.outcome == "accepted_unverified":
            found.append(Hint("hint.accepted_unverified", {}, "info"))
        found.append(self._meal_hint(connection, done.rider))
        return tuple(found[:2])

    def _meal_hint(self, connection: Connection, rider: str) -> Hint:
        programme = self._office.desk.rules.programme
        serving = programme.serving(self._office.desk.now())
        if serving is None:
            return Hint("hint.no_meal_now", {}, "meals")
        had = connection.exec_driver_sql(
            "SELECT 1 FROM meals WHERE rider = ? AND day = ? AND period = ? AND voided IS NULL",
            (rider, serving.day, serving.period.code),
        ).fetchone()
        key = "hint.meal_used" if had else "hint.meal_free"
        return Hint(key, {"period": serving.period.titles}, "meals")

    def meal(self, served: Served) -> ScanAnswer:
        with self._office.desk.store.read() as connection:
            name, tail = _person(connection, served.rider)
        return ScanAnswer(
            outcome=str(served.outcome),
            tone=meal_tone(str(served.outcome)),
            name=name,
            group=served.group,
            tail=tail,
            fact=served.fact,
            hints=self._meal_hints(served),
            price_fen=served.price_fen,
            subsidy_fen=served.subsidy_fen,
            list_fen=served.list_fen,
            time=business_day.clock_time(self._office.desk.now()),
            ask_tail=served.ask_tail and bool(tail),
        )

    def _meal_hints(self, served: Served) -> tuple[Hint, ...]:
        desk, earlier = self._office.desk, served.earlier
        programme, now = desk.rules.programme, desk.now()
        where, had = "", 0
        if earlier is not None:
            where = earlier.place or self._office.master.merchant_name(earlier.merchant)
            with desk.store.read() as connection:
                had = connection.exec_driver_sql(
                    "SELECT count(*) FROM meals WHERE rider = ? AND day = ? AND voided IS NULL",
                    (served.rider, programme.business_day(now)),
                ).scalar_one()
        told = Told(str(served.outcome), served.held, served.fact is not None, earlier, where, had)
        return meal_hints(programme, now, told)


def _person(connection: Connection, rider: str | None) -> tuple[str, str]:
    """Masked name and phone tail; empty for the anonymous and for riders whom nobody told of."""
    if rider is None:
        return "", ""
    row = connection.exec_driver_sql("SELECT name, phone FROM persons WHERE rider = ?", (rider,)).fetchone()
    if row:
        return masked_name(row[0]), row[1][-4:]
    told = connection.exec_driver_sql(
        "SELECT name, tail FROM known_cards WHERE rider = ? ORDER BY issued DESC LIMIT 1", (rider,)
    ).fetchone()
    return (str(told[0]), str(told[1])) if told else ("", "")
