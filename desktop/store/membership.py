"""What this device keeps about the hub that it joined: where it is, its key, the certificate, and the cursor.

It lies in the settings, so that a restored backup brings it back; a certificate that names another device (the
backup was restored on a new machine) counts as none.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from desktop.core import keys, signed
from desktop.core.enrolment import CERTIFICATE_PREAMBLE, Certificate
from desktop.core.signed import Signed
from desktop.store import home
from desktop.store.beside import put_setting, setting
from desktop.store.journal import Txn

URL, CERTIFICATE = "hub.url", "hub.certificate"
EPOCH, EPOCHS, CURSOR = "hub.epoch", "hub.epochs", "hub.cursor"
# First refused number by epoch: another hub, or a hub in another epoch, may take it.
REFUSED = "hub.refused"
COMPARED, CLOCK_OFF = "hub.compared", "hub.clock"


@dataclass(frozen=True)
class Membership:
    """`hub` is its id, `hub_key` its public key of 32 bytes, `site` the hub's id for this place."""

    url: str
    hub: str
    hub_key: bytes
    site: str
    certificate: Signed


@dataclass(frozen=True)
class Cursor:
    """How far the feed was taken; good only with the hub's epoch that it came with."""

    hub_epoch: str = ""
    after: int = 0


def check_certificate(given: Signed, key: keys.DeviceKey) -> Certificate:
    """The certificate for this key, signed by the hub that it names. Raises `signed.BadDocument`."""
    try:
        text = msgspec.json.decode(given.text, type=Certificate)
        public = bytes.fromhex(text.hub_key)
    except (msgspec.MsgspecError, UnicodeError, ValueError) as error:
        raise signed.BadDocument("certificate") from error
    found = signed.read(given, public, CERTIFICATE_PREAMBLE, Certificate)
    if found.hub != keys.device_id(public) or (found.device, found.key) != (key.device, key.public.hex()):
        raise signed.BadDocument("certificate")
    return found


def read_membership(connection: Connection, key: keys.DeviceKey) -> Membership | None:
    """As the settings say; None before joining, and for a certificate that is not this device's."""
    text, url = setting(connection, CERTIFICATE), setting(connection, URL)
    if text is None or url is None:
        return None
    try:
        given = msgspec.json.decode(text, type=Signed)
        found = check_certificate(given, key)
    except (msgspec.MsgspecError, signed.BadDocument):
        return None
    return Membership(url, found.hub, bytes.fromhex(found.hub_key), found.site, given)


def keep(txn: Txn, url: str, given: Signed, site: str) -> None:
    """Keeps the certificate; from here on new entries bear the hub's id for this place. The feed begins anew."""
    put_setting(txn, URL, url)
    put_setting(txn, CERTIFICATE, msgspec.json.encode(given).decode())
    txn.home = txn.home.joining(site)
    txn.site = txn.home.named
    put_setting(txn, home.JOINED, site)
    put_setting(txn, home.BEFORE, " ".join(sorted(txn.home.before)))
    for name in (EPOCH, EPOCHS, CURSOR, COMPARED, REFUSED):
        put_setting(txn, name, "")


def hub_epoch(connection: Connection) -> str:
    """The hub's present epoch as far as this device knows; empty before the first answer."""
    return setting(connection, EPOCH) or ""


def read_cursor(connection: Connection) -> Cursor:
    epoch = hub_epoch(connection)
    return Cursor(epoch, int(setting(connection, CURSOR) or 0)) if epoch else Cursor()


def take_epoch(txn: Txn, named: str) -> bool:
    """Goes over to a hub epoch that was not seen before; false for one that is history by now."""
    seen = (setting(txn.connection, EPOCHS) or "").split()
    if named in seen:
        return named == seen[-1]
    put_setting(txn, EPOCHS, " ".join((*seen, named)))
    put_setting(txn, EPOCH, named)
    put_setting(txn, CURSOR, "0")
    put_setting(txn, REFUSED, "")
    return True
