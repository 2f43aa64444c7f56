"""Which address phones on the same network find this machine at."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys

if sys.platform == "linux":
    import fcntl

_NOWHERE = ("192.0.2.1", 9)
"""An address that is nobody's (RFC 5737): asking the way to it sends nothing."""
# netdevice(7): flags and address of an interface, whose name stands in the first 16 bytes of a request.
_FLAGS, _ADDRESS, _REQUEST = 0x8913, 0x8915, 40
_UP, _LOOPBACK, _RUNNING = 0x1, 0x8, 0x40


def own_address() -> str:
    """IPv4 of the way out, where there is one; else of a network that leads nowhere, as a router without internet, or
    phones on this machine's own hotspot; empty for none. Nothing is sent.
    """
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(_NOWHERE)
        found = str(asked.getsockname()[0])
        if not found.startswith(("127.", "0.")):
            return found
    return next(iter(sorted(_addresses(), key=_made_up)), "")


def _made_up(address: str) -> bool:
    """Chosen by the machine itself, since nobody gave it one (RFC 3927)."""
    return address.startswith("169.254.")


def _addresses() -> list[str]:
    """Those of all networks that are connected."""
    if sys.platform != "linux":
        with contextlib.suppress(OSError):
            names = socket.gethostbyname_ex(socket.gethostname())[2]
            return [each for each in names if not each.startswith("127.")]
        return []
    # on Linux the machine's name often leads to 127.0.1.1, or is asked for over a network that is not there
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        return [found for _, name in socket.if_nameindex() if (found := _address(asked, name))]


if sys.platform == "linux":

    def _address(asked: socket.socket, name: str) -> str:
        request = name.encode()[:15].ljust(_REQUEST, b"\0")
        try:
            flags = struct.unpack_from("H", fcntl.ioctl(asked, _FLAGS, request), 16)[0]
            if flags & _LOOPBACK or ~flags & (_UP | _RUNNING):
                return ""
            return socket.inet_ntoa(fcntl.ioctl(asked, _ADDRESS, request)[20:24])
        except OSError:
            # no IPv4 on it, or unplugged just now
            return ""
