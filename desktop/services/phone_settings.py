"""Whether this station serves pages to phones, at which port, and the secret with which it seals what it hands out.

They are this folder's own, beside the chain; the secret never leaves it but in its backups.
"""

from __future__ import annotations

import secrets

from desktop.core.errors import Refused
from desktop.core.roles import Operator
from desktop.core.serving_pages import PORT, PORTS
from desktop.services.desk import Desk, allowed
from desktop.store.beside import put_setting, setting

_ON, _PORT, _SECRET, _ADDRESS = "phones.on", "phones.port", "phones.secret", "phones.address"
_TABLETS = "phones.tablets"
SECRET_BYTES = 32


class PhoneSettings:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def fixed(self) -> str:
        """Why no page can be served here: a practice station's visits are nobody's, a merchant has no visits."""
        return "practice" if self.desk.practice else "merchant" if self.desk.place.role == "merchant" else ""

    def wanted(self) -> tuple[bool, int]:
        """The switch, and the port."""
        with self.desk.store.read() as connection:
            on, port = setting(connection, _ON), setting(connection, _PORT)
        return on == "yes" and not self.fixed, int(port) if port else PORT

    def address(self) -> str:
        """Where pages were served last, `192.168.1.20:8642`; empty when they never were, or are switched off."""
        with self.desk.store.read() as connection:
            return (setting(connection, _ADDRESS) or "") if setting(connection, _ON) == "yes" else ""

    def secret(self) -> bytes:
        """The same for ever; made when it is first asked for."""
        with self.desk.store.write() as txn:
            kept = setting(txn.connection, _SECRET)
            if kept is None:
                kept = secrets.token_hex(SECRET_BYTES)
                put_setting(txn, _SECRET, kept)
        return bytes.fromhex(kept)

    def note_address(self, address: str) -> None:
        with self.desk.store.write() as txn:
            put_setting(txn, _ADDRESS, address)

    @allowed("phones")
    def switch(self, by: Operator, on: bool, port: int) -> None:
        """Raises `Refused`."""
        if on and self.fixed:
            raise Refused("phones_not_here")
        if not PORTS[0] <= port <= PORTS[1]:
            raise Refused("port_wrong", least=PORTS[0], most=PORTS[1])
        with self.desk.store.write() as txn:
            put_setting(txn, _ON, "yes" if on else "no")
            put_setting(txn, _PORT, str(port))

    # --- tablets as the visitor's screen ---------------------------------------------------------------------

    def tablet_mark(self) -> str:
        """By which connected tablets are known; empty while none may be."""
        with self.desk.store.read() as connection:
            return setting(connection, _TABLETS) or ""

    def make_tablet_mark(self) -> str:
        """The one that is there, or a new one."""
        with self.desk.store.write() as txn:
            kept = setting(txn.connection, _TABLETS)
            if not kept:
                kept = secrets.token_hex(16)
                put_setting(txn, _TABLETS, kept)
        return kept

    @allowed("phones")
    def let_tablets(self, by: Operator) -> None:
        """Whether this operator may connect one. Raises `Refused`."""
        if self.fixed:
            raise Refused("phones_not_here")

    @allowed("phones")
    def forget_tablets(self, by: Operator) -> None:
        """Those that were connected show nothing any more. Raises `Refused`."""
        with self.desk.store.write() as txn:
            put_setting(txn, _TABLETS, "")
