"""Who asks: limits by address and device, and requests that are signed by a device."""

from __future__ import annotations

import asyncio
import struct

import msgspec
from starlette.requests import Request

from desktop.core import request as requests
from hub.challenge import Challenges
from hub.denied import Denied
from hub.limits import Limits, Rate
from hub.members import Member, find_member
from hub.parts import Parts

# Large batches that are checked at the same time in a worker: each may take some tens of megabytes.
LARGE_MOST = 2


class _Named(msgspec.Struct):
    device: str = ""


_named = msgspec.json.Decoder(_Named)


class Gate:
    def __init__(self, parts: Parts, limits: Limits) -> None:
        self.parts = parts
        self.limits = limits
        self.challenges = Challenges(parts.keys, parts.clock)
        self.rate = Rate(parts.clock)
        self.large = asyncio.Semaphore(LARGE_MOST)

    def address(self, request: Request) -> str:
        return request.client.host if request.client else ""

    def count_address(self, request: Request) -> None:
        """Raises `Denied(429)` for an address that asks too often without being known."""
        self.rate.count(f"address {self.address(request)}", self.limits.address)

    def count_batch(self, address: str, data: bytes) -> bool:
        """Counts a push by its address and the device that it names, unchecked, so that nobody uses up another's
        share; tells whether this worker has met the device. Raises `Denied(429)`.
        """
        device = _device_of(data)
        self.rate.count(f"push {address} {device}", self.limits.device)
        return self.parts.members.remembered(device) is not None

    def signed(self, request: Request, body: bytes) -> Member:
        """The device that signed this request. Raises `Denied`: 401 with a challenge, 403, 429."""
        device = request.headers.get(requests.DEVICE, "")
        challenge = request.headers.get(requests.CHALLENGE, "")
        signature = request.headers.get(requests.SIGNATURE, "")
        if not (device and challenge and signature):
            raise self._again(request, "not_signed")
        with self.parts.database.read() as session:
            member = find_member(session, device) if device.isascii() else None
        if member is None:
            self.count_address(request)
            raise Denied(403, "unknown_device")
        if not self.challenges.good(challenge):
            raise self._again(request, "challenge_wrong")
        query = request.scope["query_string"].decode("latin-1")
        path = request.scope.get("raw_path", request.url.path.encode()).decode("latin-1")
        target = f"{path}?{query}" if query else path
        if not requests.holds(member.public, request.method, target, body, challenge, signature):
            raise self._again(request, "signature_wrong")
        if member.revoked_at:
            raise Denied(403, "revoked")
        self.rate.count(device, self.limits.device)
        return member

    def _again(self, request: Request, code: str) -> Denied:
        self.count_address(request)
        return Denied(401, code, challenge=self.challenges.make())


def _device_of(data: bytes) -> str:
    """The device in a batch's header, unchecked; empty where there is none to read."""
    if len(data) < 8:
        return ""
    (length,) = struct.unpack(">I", data[4:8])
    try:
        return _named.decode(data[8 : 8 + min(length, 4_096)]).device
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return ""
