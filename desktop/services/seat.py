"""The seat at the counter: when it locks by itself, and drafts that outlive the process, encrypted with the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.seat_pages import LOCK_MINUTES, LOCK_MOST
from desktop.services.office import Office
from desktop.store.beside import put_setting, setting

_LOCK = "lock_minutes"
_DRAFTS = "drafts."


class Seat:
    """Fulfils `seat_pages.SeatCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office, self._by = office, by

    def lock_minutes(self) -> int:
        with self._office.desk.store.read() as connection:
            kept = setting(connection, _LOCK)
        return int(kept) if kept is not None else LOCK_MINUTES

    def set_lock_minutes(self, minutes: int) -> None:
        self._by()
        if not 0 <= minutes <= LOCK_MOST:
            raise Refused("lock_minutes_wrong", most=LOCK_MOST)
        with self._office.desk.store.write() as txn:
            put_setting(txn, _LOCK, str(minutes))

    def drafts(self) -> str:
        with self._office.desk.store.read() as connection:
            return setting(connection, _DRAFTS + self._by().id) or ""

    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        ids = {known.name: known.id for known in self._office.operators.all()}
        store = self._office.desk.store
        with store.read() as connection:
            before = {name: setting(connection, _DRAFTS + ids[name]) or "" for name in drafts if name in ids}
        changed = {name: drafts[name] for name, text in before.items() if text != drafts[name]}
        if not changed:
            return
        with store.write() as txn:
            for name, text in changed.items():
                if text:
                    put_setting(txn, _DRAFTS + ids[name], text)
                else:
                    txn.execute("DELETE FROM settings WHERE name = ?", (_DRAFTS + ids[name],))
