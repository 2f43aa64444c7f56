"""The Papers page's side of the services: which papers there are, one made, what is known beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec

from desktop.core import business_day
from desktop.core.day_papers import BlankRegister
from desktop.core.errors import Refused
from desktop.core.paper_pages import DAY, MONTH, PaperChoice, PapersPage, PaperStanding, PaperWish, PrintHabit
from desktop.core.papers import StoredPaper
from desktop.core.roles import Operator
from desktop.core.watch import UNWATCHED, Watch, watched
from desktop.services.exports import Exports
from desktop.services.office import Office
from desktop.services.paper_choices import LISTED, RIGHTS, choices_of
from desktop.services.papers import KINDS, NAMED, SIZES, Papers, Wanted
from desktop.store.beside import put_setting, setting
from desktop.store.membership import read_membership
from desktop.store.standing import waiting_of

# A setting for each kind: how it was printed last, and which ones when.
_PRINTED = "printed."
_TIMES_MOST = 60


class _Printed(msgspec.Struct):
    """Of one kind: habit, and `times` (ms UTC) by what the paper was about."""

    printer: str = ""
    copies: int = 1
    duplex: bool = False
    times: dict[str, int] = {}


class PaperDesk:
    """Fulfils `paper_pages.PaperCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office = office
        self._desk = office.desk
        self._by = by

    def page(self) -> PapersPage:
        """With the month before this one as the one that is due, once there are facts of it."""
        by, roles = self._by(), self._desk.rules.roles
        kinds = []
        for kind in LISTED:
            right = RIGHTS.get(kind.code, "print")
            allowed = roles.actions.get(right, frozenset())
            theirs = () if roles.allows(by, right) else tuple(each for each in roles.titles if each in allowed)
            table = kind.table if roles.allows(by, "export") else ""
            names = kind.code in NAMED and roles.allows(by, "print_cards_full")
            sizes = SIZES.get(kind.code, ())
            kinds.append(replace(kind, roles=theirs, table=table, sizes=sizes, names=names))
        today = business_day.day_of(self._desk.now())
        this = business_day.month_of(today)
        first = self._first_month() or this
        before = business_day.month_of(business_day.previous(f"{this}-01"))
        return PapersPage(tuple(kinds), today, before if first <= before else this, min(first, this))

    def choices(self, kind: str, month: str) -> tuple[PaperChoice, ...]:
        """Raises `Refused` for a kind that is none or not this operator's."""
        self._require(kind)
        with self._desk.store.read() as connection:
            return choices_of(connection, self._desk, kind, month)

    def make(self, wish: PaperWish, language: str, watch: Watch = UNWATCHED) -> bytes:
        """Raises `Refused` where the role may not, and whatever the paper says."""
        with watched(watch):
            return self._make(wish, language)

    def _make(self, wish: PaperWish, language: str) -> bytes:
        by = self._require(wish.kind)
        printer = self._desk.printer
        papers = Papers(self._desk, self._office, printer.words[language])
        wanted = Wanted(wish.kind, wish.month or None, wish.day or None, wish.id or None, wish.size or None, wish.full)
        if wish.kind in ("cards", "reconciliation"):  # chosen by their day
            wanted = replace(wanted, id=None)
        data = papers.freeze(by, wanted)
        pdf = data.pdf if isinstance(data, StoredPaper) else printer.render(data, language)
        if isinstance(data, BlankRegister):
            self._office.sheets.note_out(by, data.book)
        return pdf

    def standing(self, wish: PaperWish) -> PaperStanding:
        with self._desk.store.read() as connection:
            kept = _read(setting(connection, _PRINTED + wish.kind))
            missing = None
            if read_membership(connection, self._desk.key) is not None:
                missing = waiting_of(connection, *self._days(wish))
        habit = PrintHabit(kept.printer, kept.copies, kept.duplex)
        return PaperStanding(missing, kept.times.get(_about(wish), 0), habit)

    def printed(self, wish: PaperWish, habit: PrintHabit) -> None:
        self._require(wish.kind)
        with self._desk.store.write() as txn:
            kept = _read(setting(txn.connection, _PRINTED + wish.kind))
            times = {**kept.times, _about(wish): self._desk.now()}
            latest = dict(sorted(times.items(), key=lambda pair: pair[1])[-_TIMES_MOST:])
            made = _Printed(habit.printer, habit.copies, habit.duplex, latest)
            put_setting(txn, _PRINTED + wish.kind, msgspec.json.encode(made).decode())

    def export(self, wish: PaperWish, place: str, language: str) -> int:
        """Raises `Refused` where the kind has no table, and as `Exports.write`."""
        kind = next((each for each in LISTED if each.code == wish.kind and each.table), None)
        if kind is None:
            raise Refused("table_unknown", table=wish.kind[:40], tables="")
        first, last = self._days(wish)
        exports = Exports(self._desk, self._desk.printer.words[language])
        return exports.write(self._by(), kind.table, Path(place).expanduser(), first, last)

    # --- within ---------------------------------------------------------------------------------------------

    def _require(self, kind: str) -> Operator:
        if kind not in KINDS:
            raise Refused("paper_unknown", kind=kind[:40], kinds=", ".join(sorted(KINDS)))
        by = self._by()
        self._desk.rules.roles.require(by, RIGHTS.get(kind, "print"))
        return by

    def _days(self, wish: PaperWish) -> tuple[str, str]:
        """First and last day of what a paper tells of; this month where it asks for none."""
        asks = next((each.asks for each in LISTED if each.code == wish.kind), "")
        if wish.day and (asks == DAY or not wish.month):
            return wish.day, wish.day
        today = business_day.day_of(self._desk.now())
        return business_day.month_span(wish.month if asks == MONTH and wish.month else business_day.month_of(today))

    def _first_month(self) -> str:
        with self._desk.store.read() as connection:
            row = connection.exec_driver_sql("SELECT min(day) FROM days").fetchone()
            other = connection.exec_driver_sql("SELECT min(day) FROM visits").fetchone()
        found = [day for day in (row and row[0], other and other[0]) if day]
        return business_day.month_of(min(found)) if found else ""


def _about(wish: PaperWish) -> str:
    return "/".join((wish.month, wish.day, wish.id))


def _read(text: str | None) -> _Printed:
    """What was kept; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(text or "{}", type=_Printed)
    except msgspec.MsgspecError:
        return _Printed()
