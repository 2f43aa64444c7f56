"""`init`: schema, key file, journal, the first supervisor."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.entry import THE_APP
from desktop.core.errors import EnvironmentFailed, Refused
from hub.database import Database
from hub.journal import hub_epoch
from hub.keys import HubKeys, new_keys, read_keys, write_keys
from hub.parts import Parts
from hub.place import Place
from hub.schema import migrate, version
from hub.supervisors import Supervisors


def make_hub(
    place: Place, supervisor: str, pin: str, open_parts: Callable[[Database, HubKeys], Parts]
) -> dict[str, object]:
    """Makes a hub where there is none, as `{hub, hub_epoch, key_file, supervisor}`. Raises `Refused("hub_exists")`.

    A key file that is there already is used: an `init` that was cut short is simply done again.
    """
    if not place.postgres:
        try:
            place.file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EnvironmentFailed("disk_failed", detail=str(error)) from error
        if place.file.exists() and not place.key.exists():
            raise Refused("hub_exists", place=str(place.file))
    if place.key.exists():
        keys = read_keys(place.key)
    else:
        keys = new_keys()
        write_keys(place.key, keys)
    database = Database(place, keys.database)
    try:
        with database.read() as session:
            made = version(session.connection) is not None and bool(hub_epoch(session))
        if made:
            raise Refused("hub_exists", place=str(place.url.database))
        migrate(database)
        parts = open_parts(database, keys)
        with database.write() as session:
            epoch = parts.journal.begin(session, "init")
            operator = Supervisors(database, parts.journal).add(session, supervisor, pin, THE_APP)
    finally:
        database.close()
    return {"hub": keys.id, "hub_epoch": epoch, "key_file": str(place.key), "supervisor": operator}
