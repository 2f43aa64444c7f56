"""Freezes what stands in the tables into the plain data that a paper is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.money import yuan
from desktop.core.papers import (
    LABEL,
    SHEET,
    SINGLE,
    CallbackPaper,
    DailyPaper,
    Frame,
    LogLine,
    MerchantPoster,
    Poster,
    StoredPaper,
)
from desktop.core.people import masked_name
from desktop.core.phones import CALLBACKS
from desktop.core.roles import Operator
from desktop.core.settlement import REVIEW
from desktop.core.site import short_site
from desktop.core.words import Words
from desktop.services import card_papers, day_papers
from desktop.services.desk import Desk, allowed
from desktop.services.figures_papers import figures_paper
from desktop.services.frames import frame_of
from desktop.services.health_papers import attendance_list, booking_list, chase_paper
from desktop.services.hours import posted_text
from desktop.services.hub_address import hub_address
from desktop.services.inspection_paper import checklist_paper, inspection_paper
from desktop.services.list_papers import binder, card_list, doubts, publicity
from desktop.services.medicine_papers import KINDS as MEDICINE
from desktop.services.monthly import monthly
from desktop.services.office import Office
from desktop.services.operators import operator_name
from desktop.services.phones import note_phones
from desktop.services.settlement_paper import callback_paper, settlement_paper
from desktop.services.settlements import stored_paper
from desktop.services.slip_paper import health
from desktop.services.standard_papers import rectification, rectification_closed
from desktop.services.station_sheet import overview
from desktop.services.till_paper import till
from desktop.tables.meal_states import meal_state


@dataclass(frozen=True)
class Wanted:
    """What somebody asked for: a kind of paper, and which one."""

    kind: str
    month: str | None = None
    day: str | None = None
    id: str | None = None
    size: str | None = None
    full: bool = False


# What a kind may be printed on, the usual first. Cards alone show names in full to whoever may.
SIZES: Mapping[str, tuple[str, ...]] = {
    "cards": (SHEET, SINGLE, LABEL),
    "card": (SINGLE, LABEL),
    "poster": ("a4", "a3"),
    "merchant_poster": ("a4", "a3"),
}
NAMED = ("cards", "card")


class Papers:
    """Makes paper data in one language; names are masked but where a paper needs the full one."""

    def __init__(self, desk: Desk, office: Office, words: Words) -> None:
        self.desk = desk
        self._office = office
        self._words = words

    @property
    def office(self) -> Office:
        return self._office

    @property
    def words(self) -> Words:
        return self._words

    def freeze(self, by: Operator, wanted: Wanted) -> object:
        """The data of a paper. Raises `Refused` when there is nothing to print or no right to."""
        sizes = SIZES.get(wanted.kind, ())
        if wanted.size is not None and wanted.size not in sizes:
            raise Refused("paper_size_unknown", size=wanted.size[:40], sizes=", ".join(sizes))
        if wanted.full and wanted.kind not in NAMED:
            raise Refused("paper_names_fixed", kinds=", ".join(NAMED))
        return KINDS[wanted.kind](self, by, wanted)

    def frame(self, kind: str, number: str = "", subject: str = "") -> Frame:
        return frame_of(self.desk, self._words, kind, number, subject)

    @allowed("print")
    def poster(self, by: Operator, wanted: Wanted) -> Poster:
        """The station's poster; its address says which station, and grants nothing."""
        place = self.desk.place
        community = self.desk.divisions.short_name(place.community)
        # as a hub calls it, once there is one; its own pages know it by every name
        code = short_site(self.desk.store.home.named)
        today = business_day.day_of(self.desk.now())
        return Poster(
            frame=self.frame("poster"),
            station=place.name,
            community=community,
            phone=self.setting("phone"),
            hours=posted_text(self.desk, self._words, today),
            url=self._poster_url(code),
            code=code,
            month=business_day.month_of(today),
            mono=wanted.id == "mono",
            large=wanted.size == "a3",
        )

    @allowed("print")
    def merchant_poster(self, by: Operator, wanted: Wanted) -> MerchantPoster:
        """What hangs at a merchant's: `id` is the merchant, with `/mono` in black and white."""
        merchant, _, look = (wanted.id or "").partition("/")
        if not merchant:
            raise Refused("paper_needs_id")
        name = self._office.master.merchant_name(merchant)
        programme = self.desk.rules.programme
        code = short_site(merchant)
        price = yuan(programme.price_fen).rstrip("0").rstrip(".")
        return MerchantPoster(
            frame=self.frame("merchant_poster", subject=merchant),
            merchant=name,
            price=price,
            periods=tuple(
                (period.titles[self._words.language], f"{_clock(period.begin)}—{_clock(period.end)}")
                for period in programme.periods
            ),
            url=self._url("M", code),
            code=code,
            month=business_day.month_of(business_day.day_of(self.desk.now())),
            phone=self.setting("phone"),
            mono=look == "mono",
            large=wanted.size == "a3",
        )

    def _poster_url(self, code: str) -> str:
        """The station's own page for phones where it serves one, else the hub's."""
        here = self._office.phone_settings.address()
        return f"HTTP://{here}/P/{code}" if here else self._url("P", code)

    def _url(self, way: str, code: str) -> str:
        """In capitals, which a code holds in fewer modules; hosts know no case (RFC 3986, 3.2.2)."""
        with self.desk.store.read() as connection:
            base = hub_address(connection, self.desk)
        return f"{(base or 'https://quanyi.invalid').upper()}/{way}/{code}"

    def setting(self, name: str) -> str:
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    @allowed("print")
    def inspection(self, by: Operator, wanted: Wanted) -> object:
        """An inspection's report: the one with this id, else the latest (of the day)."""
        with self.desk.store.read() as connection:
            return inspection_paper(connection, self.desk, self._words, self.frame, wanted.id, wanted.day)

    @allowed("print")
    def checklist(self, by: Operator, wanted: Wanted) -> object:
        """A blank walk round to fill in by hand."""
        with self.desk.store.read() as connection:
            return checklist_paper(connection, self.desk, self._words, self.frame("checklist"))

    @allowed("print")
    def settlement(self, by: Operator, wanted: Wanted) -> object:
        """A settled month as it was frozen (by its id), or a merchant's month as a draft."""
        if wanted.id is None:
            raise Refused("paper_needs_id")
        with self.desk.store.read() as connection:
            stored = stored_paper(connection, wanted.id)
        if stored is not None:
            return StoredPaper(stored)
        name = self._office.master.merchant_name(wanted.id)
        today = business_day.day_of(self.desk.now())
        month = wanted.month or business_day.month_of(today)
        made = self._office.settlements.draft(by, wanted.id, month)
        with self.desk.store.read() as connection:
            return settlement_paper(connection, self.desk, self._words, wanted.id, name, month, made)

    @allowed("sample")
    def callbacks(self, by: Operator, wanted: Wanted) -> CallbackPaper:
        """A sample's call-back list, with full phones for whoever calls: that it was taken out is a fact first."""
        if wanted.id is None:
            raise Refused("paper_needs_id")
        sample = self._office.doubts.sample(wanted.id)
        name = self._office.master.merchant_name(sample.merchant)
        with self.desk.store.write() as txn:
            found = callback_paper(txn.connection, self.desk, self._words, name, wanted.id)
            assert found is not None
            note_phones(self.desk, txn, by, CALLBACKS, wanted.id, [line.phone for line in found.lines])
        return found

    @allowed("print")
    def figures(self, by: Operator, wanted: Wanted) -> object:
        """A month's figures by the dictionary; the running month's without one."""
        return figures_paper(self._office.figures, self._words, self.frame, wanted.month)

    @allowed("print")
    def daily(self, by: Operator, wanted: Wanted) -> DailyPaper:
        """The log of a business day: figures, and a line for every visit, meal and act of the standard."""
        figures = self._office.days.figures(wanted.day)
        with self.desk.store.read() as connection:
            row = connection.exec_driver_sql(
                "SELECT opened_at, closed_at FROM days WHERE day = ? AND device = ?",
                (figures.day, self.desk.store.device),
            ).fetchone()
            lines = self._lines(connection, figures.day)
        opened, closed = (business_day.clock_time(at) if at else "" for at in (row or (None, None)))
        frame = self.frame("daily", subject=figures.day)
        return DailyPaper(frame, figures, opened, closed, tuple(lines))

    def _lines(self, connection: Connection, day: str) -> list[LogLine]:
        found: list[tuple[int, LogLine]] = []
        names: dict[str, str] = {}

        def who(operator: str) -> str:
            if operator not in names:
                names[operator] = masked_name(operator_name(connection, operator))
            return names[operator]

        visits = connection.exec_driver_sql(
            'SELECT v.at, v.seq, v."group", v.count, p.name, coalesce(v.services, v.first_services), v.voided, v."by"'
            " FROM visits v LEFT JOIN persons p USING (rider) WHERE v.day = ?",
            (day,),
        )
        for at, seq, group, count, name, services, voided, by in visits:
            say = self._words.say
            used = say("list.comma").join(say(f"service.{code}") for code in services.split(",") if code)
            what = say("log.visit", services=used) if used else say("log.visit_plain")
            found.append((at, self._line(at, what, group, count, name, voided, who(by), seq)))
        meals = connection.exec_driver_sql(
            'SELECT m.at, m.seq, m."group", p.name, m.period,'
            f" CASE {meal_state('m')} WHEN 'voided' THEN coalesce(m.voided, '{REVIEW}') END, m.\"by\" FROM meals m"
            " LEFT JOIN persons p USING (rider) WHERE m.day = ?",
            (day,),
        )
        for at, seq, group, name, period, voided, by in meals:
            what = self._words.say("log.meal", period=self._period(period))
            found.append((at, self._line(at, what, group, 1, name, voided, who(by), seq)))
        walks = connection.exec_driver_sql(
            'SELECT ended, seq, kind, passed, failed, "by" FROM inspections WHERE day = ?', (day,)
        )
        for at, seq, kind, passed, failed, by in walks:
            kind_word = self._words.say(f"inspection_kind.{kind}")
            what = self._words.say("log.inspection", kind=kind_word, passed=passed, failed=failed)
            found.append((at, LogLine(business_day.clock_time(at), what, "", who(by), seq)))
        return [line for _, line in sorted(found, key=lambda pair: (pair[0], pair[1].seq))]

    def _line(
        self,
        at: int,
        what: str,
        group: str,
        count: int,
        name: str | None,
        voided: str | None,
        by: str,
        seq: int,
    ) -> LogLine:
        say = self._words.say
        person = masked_name(name) if name else say("log.anonymous")
        whom = f"{person} {say(f'group.{group}')}" + (f" ×{count}" if count > 1 else "")
        if voided:
            what = f"{what}{say('log.voided', reason=say(f'void.{voided}'))}"
        return LogLine(business_day.clock_time(at), what, whom, by, seq)

    def _period(self, code: str) -> str:
        period = self.desk.rules.programme.period(code)
        return period.titles[self._words.language] if period else code


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


KINDS: Mapping[str, Callable[[Papers, Operator, Wanted], object]] = {
    "cards": card_papers.cards,
    "card": card_papers.single,
    "poster": Papers.poster,
    "merchant_poster": Papers.merchant_poster,
    "inspection": Papers.inspection,
    "checklist": Papers.checklist,
    "daily": Papers.daily,
    "figures": Papers.figures,
    "monthly": monthly,
    "settlement": Papers.settlement,
    "callbacks": Papers.callbacks,
    "health": health,
    **MEDICINE,
    "handover": day_papers.handover,
    "till": till,
    "reconciliation": day_papers.reconciliation,
    "closing_notice": day_papers.closing_notice,
    "hours": day_papers.hours,
    "register": day_papers.register,
    "booking-list": booking_list,
    "attendance-list": attendance_list,
    "chase-list": chase_paper,
    "overview": overview,
    "binder": binder,
    "publicity": publicity,
    "doubts": doubts,
    "card-list": card_list,
    "rectification": rectification,
    "rectification-closed": rectification_closed,
}
