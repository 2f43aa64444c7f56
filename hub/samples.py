"""The monthly sample of a merchant's meals over all sites, and its call-back list 电话回访单."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import business_day, card
from desktop.core.doubt import CALL_RESULTS, CallbackRecorded, SampleDrawn, sample_size
from desktop.core.errors import Refused
from desktop.core.papers import CallbackPaper, CallLine
from desktop.core.people import masked_name
from desktop.core.phones import CALLBACKS, PhonesShown
from desktop.core.separation import require
from desktop.tables.settling import done_about_meals, draft_of
from desktop.tables.settling_paper import Sample, period_title, sample_of, sample_of_month
from hub.merchants import Known, known_one, known_page
from hub.settlement import Settlements, known_name
from hub.settlement_paper import frame
from hub.supervision import Supervision, Supervisor, allowed


@dataclass(frozen=True)
class Call:
    """A sampled meal; `result` empty until somebody called. The phone is not shown here: it is on the paper."""

    meal: str
    day: str
    time: str
    period: str
    card: str
    result: str
    place: str


class Samples:
    def __init__(self, hub: Supervision, settlements: Settlements) -> None:
        self.hub = hub
        self._settlements = settlements

    @allowed("samples_see")
    def month(
        self, by: Supervisor, month: str, after: tuple[str, str] = ("", "")
    ) -> tuple[tuple[Known, Sample | None], ...]:
        """A page of merchants in order of name, each with its month's sample, None while none is drawn."""
        month = self._settlements.past_month(month)
        with self.hub.ground.read() as connection:
            return tuple(
                (known, sample_of_month(connection, known.ids, month)) for known in known_page(connection, after)
            )

    @allowed("sample_draw")
    def draw(self, by: Supervisor, merchant: str, month: str) -> str:
        """Draws 5 % of the meals that count in a month that is over, at least 10, once. Raises `Refused`."""
        month = self._settlements.month_over(month)
        with self.hub.ground.write() as txn:
            known = known_one(txn.connection, merchant)
            if sample_of_month(txn.connection, known.ids, month) is not None:
                raise Refused("sample_drawn", month=month)
            made = draft_of(txn.connection, known.ids, month)
            if not made.counted:
                raise Refused("settlement_empty", month=month)
            size = sample_size(len(made.counted), self.hub.rulebook.doubts)
            meals = secrets.SystemRandom().sample([meal.fact for meal in made.counted], size)
            sample = self.hub.ground.other_id()
            body = SampleDrawn(sample, merchant, month, len(made.counted), sorted(meals))
            txn.append(body, by=by.id, site=merchant)
        return sample

    @allowed("samples_see")
    def one(self, by: Supervisor, sample: str) -> tuple[Sample, str, tuple[Call, ...]]:
        """A sample, its merchant's name and its calls in order of time (a sample is at most some hundred)."""
        with self.hub.ground.read() as connection:
            found = _one(connection, sample)
            rows = connection.execute(
                text(
                    "SELECT c.meal, m.day, m.at, m.period, m.rider, m.card_issued, c.result, s.name FROM callbacks c"
                    " JOIN meals m ON m.fact = c.meal LEFT JOIN sites s ON s.site = m.site"
                    " WHERE c.sample = :sample ORDER BY m.day, m.at, c.meal"
                ),
                {"sample": sample},
            ).fetchall()
            calls = tuple(
                Call(
                    row[0],
                    row[1],
                    business_day.clock_time(row[2]),
                    row[3],
                    card.card_number(row[4], row[5])[-4:],
                    row[6] or "",
                    row[7] or "",
                )
                for row in rows
            )
            return found, known_name(connection, found.merchant), calls

    @allowed("call")
    def call(self, by: Supervisor, sample: str, meal: str, result: str, note: str = "") -> str:
        """What the rider said on the phone; by somebody who did not serve the meal. Raises `Refused`."""
        if result not in CALL_RESULTS:
            raise Refused("call_result_unknown", result=result[:20], results=", ".join(CALL_RESULTS))
        with self.hub.ground.write() as txn:
            row = txn.connection.execute(
                text(
                    "SELECT m.rider, m.merchant FROM callbacks c JOIN meals m ON m.fact = c.meal"
                    " WHERE c.sample = :sample AND c.meal = :meal"
                ),
                {"sample": sample, "meal": meal},
            ).fetchone()
            if row is None:
                raise Refused("not_in_sample", fact=meal[:40])
            separated = self.hub.rules(txn.connection).separation
            require(separated, done_about_meals(txn.connection, [meal]), "call_back", by.id)
            body = CallbackRecorded(sample, meal, result, txn.note(note.strip(), row[0]))
            return txn.append(body, by=by.id, site=row[1])

    @allowed("call")
    def paper(self, by: Supervisor, sample: str, language: str) -> bytes:
        """The call-back list with full phones, of those whose sheets the hub can open. That it was taken out is a
        fact, appended before a page is made; none where nobody's number is on it.
        """
        with self.hub.ground.write() as txn:
            paper = self._list(txn.connection, sample, language)
            shown = sum(bool(line.phone) for line in paper.lines)
            if shown:
                site = _one(txn.connection, sample).merchant
                txn.append(PhonesShown(CALLBACKS, sample, shown), by=by.id, site=site)
        return self.hub.render(paper, language)

    def _list(self, connection: Connection, sample: str, language: str) -> CallbackPaper:
        words = self.hub.words[language]
        found = _one(connection, sample)
        rows = connection.execute(
            text(
                "SELECT m.day, m.at, m.period, m.rider, c.result FROM callbacks c JOIN meals m ON m.fact = c.meal"
                " WHERE c.sample = :sample ORDER BY m.day, m.at, c.meal"
            ),
            {"sample": sample},
        ).fetchall()
        people = self.hub.ground.phones(connection, sorted({row[3] for row in rows}))
        programme = self.hub.rules(connection).programme
        lines = tuple(
            CallLine(
                row[0],
                business_day.clock_time(row[1]),
                period_title(words, programme, row[2]),
                masked_name(people.get(row[3], ("", ""))[0]),
                people.get(row[3], ("", ""))[1],
                words.say(f"call.{row[4]}") if row[4] else "",
            )
            for row in rows
        )
        head = frame(connection, self.hub, words, "callbacks", "", sample)
        return CallbackPaper(head, found.month, known_name(connection, found.merchant), found.population, lines)


def _one(connection: Connection, sample: str) -> Sample:
    found = sample_of(connection, "s.sample = :sample", {"sample": sample})
    if found is None:
        raise Refused("sample_unknown", sample=sample[:40])
    return found
