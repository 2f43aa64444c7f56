"""Where phones on mobile data find this station's pages: at the hub, as far as a phone could reach it."""

from __future__ import annotations

from urllib.parse import urlsplit

from sqlalchemy import Connection

from desktop.services.desk import Desk
from desktop.store.membership import read_membership


def hub_address(connection: Connection, desk: Desk) -> str:
    """The hub's address without a slash at its end; empty before joining, and for a hub on this machine itself."""
    joined = read_membership(connection, desk.key)
    host = urlsplit(joined.url).hostname if joined else None
    if joined is None or not host or host == "localhost" or host.startswith(("127.", "::1")):
        return ""
    return joined.url.rstrip("/")
