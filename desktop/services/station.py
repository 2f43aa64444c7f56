"""Making, opening and restoring a data folder."""

from __future__ import annotations

import base64
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from desktop.core import keys
from desktop.core.business_day import day_of
from desktop.core.divisions import Divisions
from desktop.core.entry import THE_APP
from desktop.core.errors import Broken, EnvironmentFailed, Refused
from desktop.core.note import NoteBlanked
from desktop.core.people import clean_name
from desktop.core.rider import CardWithdrawn, RiderForgotten
from desktop.core.rulebook import Rulebook
from desktop.core.site import SiteCreated
from desktop.services import acknowledged
from desktop.services.desk import Desk, Place, Printer
from desktop.store import backup, beside, epoch, making, recovery, schema, swap
from desktop.store.database import Database, storage_errors
from desktop.store.folder import FORMAT, Folder, Label, key_check
from desktop.store.home import Home, read_home
from desktop.store.journal import Clock, Ids, Store

SITE_NAME_MOST = 60
# The setting of a practice station: how many entries it was made with; what comes after them was practised.
PRACTICE, PRACTICE_BEING_MADE = "practice", "0"
PIN_LEAST, PIN_MOST = 4, 12


class KeyRing(Protocol):
    def save(self, folder: Path, name: str, secrets: keys.Secrets) -> None: ...
    def load(self, folder: Path, name: str) -> keys.Secrets: ...
    def note(self, folder: Path, name: str, text: str) -> None: ...
    def noted(self, folder: Path, name: str) -> str: ...


@dataclass(frozen=True)
class Parts:
    """What the composition root hands in: rules, the city's list, clock, ids, keyring, and what makes papers."""

    rules: Rulebook
    divisions: Divisions
    clock: Clock
    ids: Ids
    keyring: KeyRing
    printer: Printer = field(default_factory=Printer)


@dataclass(frozen=True)
class Created:
    desk: Desk
    recovery: str


def create(
    parts: Parts,
    path: Path,
    *,
    role: str,
    name: str,
    community: str = "",
    first: Callable[[Desk], object] = lambda _desk: None,
    code: str | None = None,
    practice: bool = False,
) -> Created:
    """Makes a data folder with a device key and its first facts; `first` adds to them (the first operator) before
    the folder counts as made. `code` is a recovery code that was shown beforehand. Nothing is left behind when it is
    refused, and broken off it can begin again.
    """
    clean = clean_site_name(name)
    if role == "station":
        community = parts.divisions.community(community).code
    folder = Folder(path)
    if folder.taken:
        raise Refused("folder_taken", folder=str(path))
    folder.hold(create=True)
    called = _begin_making(parts, folder)
    store = None
    try:
        made = keys.Secrets(secrets.token_bytes(32), secrets.token_bytes(32))
        label = Label(FORMAT, called, key_check(made.database))
        code = code or recovery.new_code()
        parts.keyring.save(path, label.folder, made)
        store = _store(parts, folder, made)
        schema.migrate(store.database.writer)
        site = parts.ids.other()
        key = keys.DeviceKey(made.seed)
        epoch.begin_epoch(store, home=Home(site), public=key.public, reason="init", before=None)
        with store.write() as txn:
            wrapped = base64.b64encode(recovery.wrap(code, made.database)).decode()
            beside.put_setting(txn, backup.WRAPPED, wrapped)
            beside.put_setting(txn, "site", site)
            if practice:
                beside.put_setting(txn, PRACTICE, PRACTICE_BEING_MADE)
            txn.append(SiteCreated(role, clean, community), day=day_of(parts.clock.now()), by=THE_APP)
        place = Place(site, role, clean, community)
        printer = parts.printer.in_practice(practice).signing(key)
        desk = Desk(folder, store, made, key, place, parts.rules, parts.divisions, printer, practice=practice)
        desk.remember = acknowledged.beside_key(parts.keyring, folder, store.device)
        desk.learn_issuers()
        first(desk)
        # from here on it is a station's
        folder.write_label(label)
    except BaseException:
        if store is not None:
            store.close()
        folder.drop_label()
        swap.clear(folder.database)
        making.done(folder)
        folder.release()
        raise
    making.done(folder)
    return Created(desk, code)


def _begin_making(parts: Parts, folder: Folder) -> str:
    """The name of a folder that is made now, cleared of a making that was broken off. Raises `Refused`."""
    try:
        called = making.begin(folder)
        if folder.database.exists():
            # a key or a file that is not whole yet says by itself that nothing was recorded
            with contextlib.suppress(EnvironmentFailed, Broken):
                making.require_nothing_recorded(folder, parts.keyring.load(folder.path, called))
            swap.clear(folder.database)
        return called
    except BaseException:
        folder.release()
        raise


def check_first(parts: Parts, name: str, role: str, community: str, operator: str) -> str:
    """Everything that `create` and the first operator could refuse, before anything is made."""
    if role == "station":
        parts.divisions.community(community)
    clean_name(operator)
    return clean_site_name(name)


def check_pin(pin: str) -> None:
    """A PIN is 4–12 digits; raises `Refused("pin_short")`."""
    if not (PIN_LEAST <= len(pin) <= PIN_MOST and pin.isascii() and pin.isdigit()):
        raise Refused("pin_short", least=PIN_LEAST, most=PIN_MOST)


def clean_site_name(name: str) -> str:
    """The name of a station or merchant; `Refused` when empty or longer than 60 characters."""
    clean = " ".join(name.split())
    if not clean:
        raise Refused("site_name_empty")
    if len(clean) > SITE_NAME_MOST:
        raise Refused("site_name_too_long", most=SITE_NAME_MOST, length=len(clean))
    return clean


def open_desk(parts: Parts, path: Path, *, synchronous: str = "FULL") -> Desk:
    """Opens a data folder; raises `Refused`, `EnvironmentFailed` or `Broken` with what is wrong."""
    folder = Folder(path)
    if not path.is_dir():
        raise Refused("folder_missing", folder=str(path))
    folder.label()
    folder.hold()
    try:
        label = folder.label()
        made = parts.keyring.load(path, label.folder)
        folder.check_key(made.database)
        if not folder.database.exists():
            raise Broken("database_missing", folder=str(path))
        swap.clear_left(folder)
        making.done(folder)
        store = _store(parts, folder, made, synchronous=synchronous)
        return _opened(parts, folder, store, made)
    except BaseException:
        folder.release()
        raise


def _opened(parts: Parts, folder: Folder, store: Store, made: keys.Secrets) -> Desk:
    """The desk of a database that is open; closes it again when something is wrong with it."""
    try:
        with storage_errors():
            schema.migrate(store.database.writer)
        with store.database.read() as connection:
            home = read_home(connection)
            row = connection.exec_driver_sql(
                "SELECT role, name, community FROM sites WHERE site = ?", (home.local if home else "",)
            ).fetchone()
            practice = beside.setting(connection, PRACTICE) is not None
        if home is None or row is None:
            raise Broken("site_missing")
        if epoch.open_log(store, home) is None:
            raise Broken("log_missing")
        key = keys.DeviceKey(made.seed)
        acknowledged.go_on(parts.keyring, folder, store, key)
        place = Place(home.local, row[0], row[1], row[2])
        printer = parts.printer.in_practice(practice).signing(key)
        desk = Desk(folder, store, made, key, place, parts.rules, parts.divisions, printer, practice=practice)
        desk.remember = acknowledged.beside_key(parts.keyring, folder, store.device)
        desk.learn_issuers()
        desk.learn_rules()
        return desk
    except BaseException:
        store.close()
        raise


def _store(parts: Parts, folder: Folder, made: keys.Secrets, *, synchronous: str = "FULL") -> Store:
    database = Database(folder.database, made.database, synchronous=synchronous)
    return Store(database, keys.DeviceKey(made.seed).device, parts.clock, parts.ids)


def restore(parts: Parts, path: Path, file: Path, code: str | None) -> Desk:
    """Brings a backup back into `path` and opens a new epoch that continues it.

    An existing folder lends its own key, and its database is kept beside under `replaced-…`; an empty one
    needs the recovery code and becomes a new device. Riders forgotten in what is replaced stay forgotten, and
    cards withdrawn there stay withdrawn. Broken off, it says `half restored` and can be done again.
    """
    header = backup.read_header(file)
    folder = Folder(path)
    folder.hold(create=True)
    try:
        made, label, remembered = _restoring_as(parts, folder, header, code)
        try:
            backup.unpack(file, made.database, path / swap.COMING)
        except BaseException:
            swap.clear(path / swap.COMING)
            raise
        remembered = swap.begin(folder, remembered, parts.clock.now())
        swap.put_in_place(folder, remembered.kept)
        parts.keyring.save(path, label.folder, made)
        folder.write_label(label)
        making.done(folder)
        _continue(parts, folder, made, remembered)
        swap.finish(folder)
        return _opened(parts, folder, _store(parts, folder, made), made)
    except BaseException:
        folder.release()
        raise


def _restoring_as(
    parts: Parts, folder: Folder, header: backup.Header, code: str | None
) -> tuple[keys.Secrets, Label, swap.Remembered]:
    """The secrets to restore with, the folder's label, and what the database there knows."""
    remembered = swap.read_marker(folder)
    if code is None:
        if not folder.exists:
            raise Refused("recovery_needed")
        before = folder.label(half=True)
        made = parts.keyring.load(folder.path, before.folder)
        known = swap.read_database(folder.database, made.database)
        return made, Label(FORMAT, before.folder, key_check(made.database)), remembered.joined(known)
    if not header.wrapped:
        raise Refused("recovery_wrong")
    database = recovery.unwrap(code, header.wrapped)
    made = keys.Secrets(secrets.token_bytes(32), database)
    try:
        own = parts.keyring.load(folder.path, folder.label(half=True).folder)
        remembered = remembered.joined(swap.read_database(folder.database, own.database))
    except (EnvironmentFailed, Refused):
        # no label or no key: the code is there for just that
        pass
    return made, Label(FORMAT, secrets.token_hex(8), key_check(database)), remembered


def _continue(parts: Parts, folder: Folder, made: keys.Secrets, remembered: swap.Remembered) -> None:
    """Opens the new epoch of a restored database and forgets and withdraws again."""
    store = _store(parts, folder, made)
    try:
        with storage_errors():
            schema.migrate(store.database.writer)
        with store.database.read() as connection:
            home = read_home(connection) or Home("")
        public = keys.DeviceKey(made.seed).public
        epoch.begin_epoch(store, home=home, public=public, reason="restore", before=epoch.last_of_all(store))
        _forget_again(store, remembered)
        acknowledged.begin(parts.keyring, folder, store)
    finally:
        store.close()


def _forget_again(store: Store, remembered: swap.Remembered) -> None:
    day = day_of(store.clock.now())
    with store.write() as txn:
        riders = {row[0]: row[1] for row in txn.rows("SELECT rider, forgotten_day FROM riders")}
        found = {row[0] for row in txn.rows("SELECT rider FROM rider_searches WHERE rider NOT NULL")} - riders.keys()
        cards = txn.rows("SELECT rider, issued, withdrawn_at FROM cards")
        gone = {rider for rider, forgotten in riders.items() if forgotten} | remembered.forgotten
        lost = {(rider, issued): why for rider, issued, why in remembered.withdrawn}
        done = {(row[0], row[1]) for row in cards if row[2] is not None}
        for rider, issued in sorted(lost.keys() - done):
            txn.append(CardWithdrawn(rider, issued, lost[rider, issued]), day=day, by=THE_APP)
        for note, of, why in sorted(remembered.blanked):
            if txn.rows("SELECT 1 FROM notes WHERE hash = ?", (note,)):
                beside.destroy_notes(txn, [note])
                txn.append(NoteBlanked(of, note, why), day=day, by=THE_APP)
        for rider in sorted(gone):
            beside.destroy_subject(txn, rider)
            if (rider in riders and not riders[rider]) or rider in found:
                txn.append(RiderForgotten(rider, None), day=day, by=THE_APP)
    store.database.erase_log()
