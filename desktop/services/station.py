"""Making, opening and restoring a data folder."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop.core import keys
from desktop.core.business_day import day_of
from desktop.core.divisions import Divisions
from desktop.core.entry import THE_APP
from desktop.core.errors import Broken, EnvironmentFailed, Refused
from desktop.core.people import clean_name
from desktop.core.rider import RiderForgotten
from desktop.core.rulebook import Rulebook
from desktop.core.site import SiteCreated
from desktop.services.desk import Desk, Place
from desktop.store import backup, beside, epoch, recovery, schema
from desktop.store.database import Database
from desktop.store.folder import FORMAT, RESTORING, Folder, Label, key_check
from desktop.store.journal import Clock, Ids, Store

SITE_NAME_MOST = 60
PIN_LEAST, PIN_MOST = 4, 12


class KeyRing(Protocol):
    def save(self, folder: Path, name: str, secrets: keys.Secrets) -> None: ...
    def load(self, folder: Path, name: str) -> keys.Secrets: ...


@dataclass(frozen=True)
class Parts:
    """What the composition root hands in: rules, the city's list, clock, ids, keyring."""

    rules: Rulebook
    divisions: Divisions
    clock: Clock
    ids: Ids
    keyring: KeyRing


@dataclass(frozen=True)
class Created:
    desk: Desk
    recovery: str


def create(parts: Parts, path: Path, *, role: str, name: str, community: str = "") -> Created:
    """Makes a data folder with a device key and its first facts. Nothing is left behind when it is refused."""
    clean = clean_site_name(name)
    if role == "station":
        community = parts.divisions.community(community).code
    folder = Folder(path)
    if folder.exists:
        raise Refused("folder_taken", folder=str(path))
    folder.hold(create=True)
    try:
        made = keys.Secrets(secrets.token_bytes(32), secrets.token_bytes(32))
        label = Label(FORMAT, secrets.token_hex(8), key_check(made.database))
        code = recovery.new_code()
        parts.keyring.save(path, label.folder, made)
        store = _store(parts, folder, made)
        schema.migrate(store.database.writer)
        site = parts.ids.other()
        key = keys.DeviceKey(made.seed)
        epoch.begin_epoch(store, site=site, public=key.public, reason="init", before=None)
        with store.write() as txn:
            wrapped = base64.b64encode(recovery.wrap(code, made.database)).decode()
            beside.put_setting(txn, backup.WRAPPED, wrapped)
            beside.put_setting(txn, "site", site)
            txn.append(SiteCreated(role, clean, community), day=day_of(parts.clock.now()), by=THE_APP)
        folder.write_label(label)
    except BaseException:
        folder.release()
        raise
    desk = Desk(folder, store, made, key, Place(site, role, clean, community), parts.rules, parts.divisions)
    desk.learn_issuers()
    return Created(desk, code)


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
        store = _store(parts, folder, made, synchronous=synchronous)
        try:
            return _opened(parts, folder, store, made)
        except BaseException:
            store.close()
            raise
    except BaseException:
        folder.release()
        raise


def _opened(parts: Parts, folder: Folder, store: Store, made: keys.Secrets) -> Desk:
    schema.migrate(store.database.writer)
    with store.database.read() as connection:
        site = beside.setting(connection, "site")
        row = connection.exec_driver_sql("SELECT role, name, community FROM sites WHERE site = ?", (site,)).fetchone()
    if site is None or row is None:
        raise Broken("site_missing")
    if epoch.open_log(store, site) is None:
        raise Broken("log_missing")
    key = keys.DeviceKey(made.seed)
    desk = Desk(folder, store, made, key, Place(site, row[0], row[1], row[2]), parts.rules, parts.divisions)
    desk.learn_issuers()
    return desk


def _store(parts: Parts, folder: Folder, made: keys.Secrets, *, synchronous: str = "FULL") -> Store:
    database = Database(folder.database, made.database, synchronous=synchronous)
    return Store(database, keys.DeviceKey(made.seed).device, parts.clock, parts.ids)


def restore(parts: Parts, path: Path, file: Path, code: str | None) -> Desk:
    """Brings a backup back into `path` and opens a new epoch that continues it.

    An existing folder lends its own key, and its database is kept beside under `replaced-…`; an empty one
    needs the recovery code and becomes a new device. Riders forgotten in what is replaced stay forgotten.
    """
    header = backup.read_header(file)
    folder = Folder(path)
    folder.hold(create=True)
    try:
        made, label, forgotten = _restoring_as(parts, folder, header, code)
        coming = path / "coming.db"
        backup.unpack(file, made.database, coming)
        _swap(folder, coming, label, parts.clock.now())
        parts.keyring.save(path, label.folder, made)
        store = _store(parts, folder, made)
        schema.migrate(store.database.writer)
        with store.database.read() as connection:
            site = beside.setting(connection, "site") or ""
        public = keys.DeviceKey(made.seed).public
        epoch.begin_epoch(store, site=site, public=public, reason="restore", before=epoch.last_of_all(store))
        _forget_again(store, forgotten)
        (path / RESTORING).unlink(missing_ok=True)
        return _opened(parts, folder, store, made)
    except BaseException:
        folder.release()
        raise


def _restoring_as(
    parts: Parts, folder: Folder, header: backup.Header, code: str | None
) -> tuple[keys.Secrets, Label, list[str]]:
    """The secrets to restore with, the folder's label, and who must stay forgotten."""
    if folder.exists and code is None:
        label = _label_of(folder)
        made = parts.keyring.load(folder.path, label.folder)
        return made, label, _forgotten(folder, made)
    if code is None:
        raise Refused("recovery_needed")
    if not header.wrapped:
        raise Refused("recovery_wrong")
    database = recovery.unwrap(code, header.wrapped)
    made = keys.Secrets(secrets.token_bytes(32), database)
    forgotten: list[str] = []
    if folder.exists:
        before = _label_of(folder)
        try:
            own = parts.keyring.load(folder.path, before.folder)
            forgotten = _forgotten(folder, own)
        except EnvironmentFailed:
            forgotten = []
    return made, Label(FORMAT, secrets.token_hex(8), key_check(database)), forgotten


def _label_of(folder: Folder) -> Label:
    """The label even while a restore was broken off: it may be done again."""
    marker = folder.path / RESTORING
    marker.unlink(missing_ok=True)
    return folder.label()


def _forgotten(folder: Folder, made: keys.Secrets) -> list[str]:
    """Riders that the database in this folder knows as forgotten; none when it cannot be read."""
    if not folder.database.exists():
        return []
    try:
        database = Database(folder.database, made.database)
    except (Broken, EnvironmentFailed):
        return []
    try:
        with database.read() as connection:
            rows = connection.exec_driver_sql("SELECT rider FROM riders WHERE forgotten_day IS NOT NULL").fetchall()
        database.erase_log()
        return [row[0] for row in rows]
    except (Broken, EnvironmentFailed):
        return []
    finally:
        database.close()


def _swap(folder: Folder, coming: Path, label: Label, now: int) -> None:
    """Puts the restored file in place; between the marker and the end the folder says `half restored`."""
    (folder.path / RESTORING).write_text("")
    if folder.database.exists():
        kept = folder.path / f"replaced-{now}.db"
        folder.database.replace(kept)
        for end in ("-wal", "-shm"):
            beside_file = Path(f"{folder.database}{end}")
            if beside_file.exists():
                beside_file.replace(Path(f"{kept}{end}"))
    coming.replace(folder.database)
    folder.write_label(label)


def _forget_again(store: Store, forgotten: list[str]) -> None:
    with store.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT rider FROM riders WHERE forgotten_day IS NOT NULL").fetchall()
        known = connection.exec_driver_sql("SELECT rider FROM riders").fetchall()
    done = {row[0] for row in rows}
    present = {row[0] for row in known}
    with store.write() as txn:
        for rider in sorted(done | set(forgotten)):
            beside.destroy_subject(txn, rider)
            if rider in present and rider not in done:
                txn.append(RiderForgotten(rider, None), day=day_of(store.clock.now()), by=THE_APP)
    store.database.erase_log()
