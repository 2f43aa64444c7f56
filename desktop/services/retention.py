"""Retention: the app removes by itself what has been kept long enough, and each run is a fact.

The desk and `open-day` run it once a day, after the opening. After a long pause (closed for weeks, or a clock that
jumped ahead) it removes nothing until a supervisor has looked at the date. A kind of thing that is to be removed is
a line in `ACTS`.
"""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.core import business_day
from desktop.core.business_day import day_of
from desktop.core.entry import Entry
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.retention import Removed, RetentionRun, over_after_days, over_after_months
from desktop.core.rider import RiderForgotten
from desktop.core.roles import APP, Operator
from desktop.services.booking_lists import destroy_lists_due
from desktop.services.desk import Desk, allowed
from desktop.services.dictionary import first_day
from desktop.services.notes import blank_hand_overs
from desktop.services.people import People
from desktop.services.upkeep import Upkeep
from desktop.store import backup
from desktop.store.beside import setting
from desktop.store.journal import Txn
from desktop.store.received import same_person
from desktop.store.swap import files_of, replaced

PAGE = 200
NO_SERVICE = "no_service"


@dataclass(frozen=True)
class Run:
    """One run: on which day, for whom, and the folders there are where backups were put."""

    desk: Desk
    people: People
    upkeep: Upkeep
    by: Operator
    today: str
    backups: tuple[Path, ...]


@dataclass(frozen=True)
class Ran:
    """The fact of a run, how many things each act removed, and folders of backups that were not there to look at."""

    entry: Entry
    removed: tuple[tuple[str, int], ...]
    missing: tuple[Path, ...] = ()


class Retention:
    def __init__(self, desk: Desk, people: People, upkeep: Upkeep) -> None:
        self.desk = desk
        self._people = people
        self._upkeep = upkeep

    def due(self) -> bool:
        """Whether today's run is still to come."""
        return self._last() < day_of(self.desk.now())

    def run_at_opening(self) -> Ran | None:
        """Today's run when it is still to come, by the app itself. Raises `Refused` where the date is not sure."""
        return self.run_by_app() if self.due() else None

    def run_by_app(self, backups: Path | None = None) -> Ran:
        """Today's run by the app itself. Raises `Refused` where the date is not sure, and nothing is removed."""
        today = day_of(self.desk.now())
        pause = (date.fromisoformat(today) - date.fromisoformat(self._last(today))).days
        if pause > self.desk.rules.retention.gap_days:
            raise Refused("retention_pause", days=pause)
        return self._run(APP, today, backups)

    @allowed("retention")
    def run(self, by: Operator, backups: Path | None = None) -> Ran:
        """A run that a supervisor answers for, who has looked at the date."""
        return self._run(by, day_of(self.desk.now()), backups)

    def _run(self, by: Operator, today: str, backups: Path | None) -> Ran:
        if self.desk.store.clock_behind():
            raise Refused("retention_clock")
        there, missing = self._folders(backups)
        run = Run(self.desk, self._people, self._upkeep, by, today, there)
        removed = tuple((name, act(run)) for name, act in ACTS)
        body = RetentionRun(self.desk.rules.retention.version, [Removed(*each) for each in removed])
        with self.desk.store.write() as txn:
            entry = txn.append(body, day=today, by=by.id)
        return Ran(entry, removed, missing)

    def _last(self, today: str = "") -> str:
        """The day of the last run; before the first one that of the first record, asked for with `today`."""
        with self.desk.store.read() as connection:
            last = connection.exec_driver_sql("SELECT max(day) FROM retention_runs").scalar_one()
            return str(last or (min(first_day(connection), today) if today else ""))

    def _folders(self, given: Path | None) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """The folders of backups that are there, and those that are not (a stick that is not plugged in): where
        backups were put, or the given one. Raises `Refused("backup_folder_missing")` for a given one.
        """
        if given is not None:
            if not given.is_dir():
                raise Refused("backup_folder_missing", folder=str(given))
            return (given,), ()
        known = self._upkeep.backup_folders()
        there = tuple(place for place in known if place.is_dir())
        return there, tuple(place for place in known if place not in there)


def forget_absent(run: Run) -> int:
    """Forgets people without a service for as long as the text says that they agreed to. Returns how many."""
    consents = run.desk.rules.consents
    ends = {
        name: over_after_months(run.today, consent.forget_after_months) for name, consent in consents.versions.items()
    }
    now = ends[consents.current.version]
    forgotten, after = 0, ("", "")
    while True:
        with run.desk.store.write() as txn:
            rows = txn.rows(CANDIDATES, (max(ends.values()), *after, PAGE))
            for registered, rider, version in rows:
                end = ends.get(version, now)
                if registered <= end and not _was_here(txn, rider, end):
                    run.people.destroy(txn, run.by, RiderForgotten(rider, None, NO_SERVICE))
                    forgotten += 1
        if len(rows) < PAGE:
            break
        after = (rows[-1][0], rows[-1][1])
    if forgotten:
        run.desk.store.database.erase_log()
    return forgotten


# Registered long enough ago, with personal data here, along the index of those not forgotten; the latest consent.
CANDIDATES = (
    "SELECT r.registered_day, r.rider, coalesce((SELECT c.version FROM consents c WHERE c.rider = r.rider"
    " ORDER BY c.at DESC, c.fact DESC LIMIT 1), r.consent) FROM riders r CROSS JOIN persons p ON p.rider = r.rider"
    " WHERE r.forgotten_day IS NULL AND r.registered_day <= ? AND (r.registered_day, r.rider) > (?, ?)"
    " ORDER BY r.registered_day, r.rider LIMIT ?"
)
# A visit, a meal, a referral; or an act of registration: a new card, a look at the proof, a new consent.
WAS_HERE = (
    "SELECT EXISTS (SELECT 1 FROM visits WHERE rider = :rider AND at >= :at AND voided IS NULL)"
    " OR EXISTS (SELECT 1 FROM meals WHERE rider = :rider AND day > :end AND voided IS NULL)"
    " OR EXISTS (SELECT 1 FROM meals_elsewhere WHERE rider = :rider AND day > :end AND voided = '')"
    " OR EXISTS (SELECT 1 FROM referrals f WHERE f.rider = :rider AND (f.issued_day > :end OR EXISTS"
    " (SELECT 1 FROM referral_moves m WHERE m.referral = f.referral AND m.day > :end)))"
    " OR EXISTS (SELECT 1 FROM cards WHERE rider = :rider AND issued_day > :end)"
    " OR EXISTS (SELECT 1 FROM riders WHERE rider = :rider AND verified_at >= :at)"
    " OR EXISTS (SELECT 1 FROM consents WHERE rider = :rider AND day > :end)"
)


def _was_here(txn: Txn, rider: str, end: str) -> bool:
    """Whether a person had a service after the day `end` under any of their ids, or was forgotten a moment ago under
    another of them.
    """
    at = business_day.start_of(business_day.plus_days(end, 1))
    for each in same_person(txn, rider):
        found: Any = txn.connection.exec_driver_sql(WAS_HERE, {"rider": each, "end": end, "at": at}).scalar_one()
        if found:
            return True
    return not txn.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,))


def delete_backups(run: Run) -> int:
    """Deletes this station's own backups that are older than the rules allow. Returns how many.

    Where all of them are, a fresh one is made first: a station is never left without a backup.
    """
    end = over_after_days(run.today, run.desk.rules.retention.days["backups"])
    own = [each for folder in run.backups for each in _own_backups(run.desk, folder)]
    old = [place for place, made in own if made <= end]
    if old and len(old) == len(own):
        run.upkeep.back_up(old[-1].parent / f"quanyi-{run.today}.qyb")
    for place in old:
        _unlink(place)
    return len(old)


def delete_replaced(run: Run) -> int:
    """Deletes databases that a restore replaced long enough ago, by the time in their names. Returns how many."""
    end = over_after_days(run.today, run.desk.rules.retention.days["replaced"])
    old = [place for place, kept in replaced(run.desk.folder) if day_of(kept) <= end]
    for place in old:
        for file in files_of(place):
            _unlink(file)
    return len(old)


def destroy_lists(run: Run) -> int:
    """Destroys the booking lists whose time has come; see `health.toml`. Returns how many lists."""
    return destroy_lists_due(run.desk, run.by.id)


def blank_notes(run: Run) -> int:
    """Takes away the notes of old hand-overs. Returns of how many."""
    return blank_hand_overs(
        run.desk, run.by.id, over_after_days(run.today, run.desk.rules.retention.days["hand_over_notes"])
    )


def _unlink(place: Path) -> None:
    try:
        place.unlink()
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(place), detail=error.strerror) from error


def _own_backups(desk: Desk, folder: Path) -> Iterator[tuple[Path, str]]:
    """Backups of this database in a folder, each with the day on which it was made; other files are let be."""
    with desk.store.read() as connection:
        mark = setting(connection, backup.WRAPPED)
    for place in sorted(folder.iterdir()):
        if place.is_file() and not place.is_symlink():
            with contextlib.suppress(Refused, EnvironmentFailed):
                header = backup.read_header(place)
                if mark and base64.b64decode(mark) == header.wrapped:
                    yield place, day_of(header.made)


# What a run removes, by the name under which its fact counts it. A new kind of thing is one line.
ACTS: Sequence[tuple[str, Callable[[Run], int]]] = (
    ("forgotten", forget_absent),
    ("booking_lists_destroyed", destroy_lists),
    ("hand_over_notes_blanked", blank_notes),
    ("backups_deleted", delete_backups),
    ("replaced_deleted", delete_replaced),
)
