"""Requests to the hub over HTTP, and what each answer means (`docs/sync-protocol.md`, Requests)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import httpx
import msgspec

from desktop.core import canonical, keys, request
from desktop.core.errors import EnvironmentFailed
from desktop.core.signed import BadDocument, Signed
from desktop.sync.trouble import Elsewhere, Final, Full, Later, Revoked

CONNECT_S, SILENCE_S, WHOLE_S = 5.0, 20.0, 90.0
"""How long for a connection, between two bytes, and for a whole answer."""
ANSWER_MOST = 16 * 1024 * 1024
BATCH, JSON = "application/octet-stream", "application/json"
_FINAL = frozenset((400, 413, 422))
_OTHER = frozenset((404, 405, 410))
_LATER = frozenset((408, 425, 429))

T = TypeVar("T", bound=msgspec.Struct)
Answer = dict[str, Any]


class Client:
    """One hub under `url`, asked by one device. `certificate` is shown to a hub that has forgotten the device.
    `silence` and `whole` in seconds; `transport` stands in the place of the network.
    """

    def __init__(
        self,
        url: str,
        key: keys.DeviceKey,
        certificate: Signed | None = None,
        *,
        silence: float = SILENCE_S,
        whole: float = WHOLE_S,
        now: Callable[[], float] = time.monotonic,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._base = url.rstrip("/")
        self._key = key
        self._certificate = certificate
        self._challenge = ""
        self._whole = whole
        self._now = now
        timeout = httpx.Timeout(silence, connect=min(CONNECT_S, silence))
        self._http = httpx.Client(timeout=timeout, follow_redirects=False, transport=transport)

    def close(self) -> None:
        self._http.close()

    def post(self, path: str, document: object, *, signed: bool = False) -> Answer:
        """The answer to canonical JSON. Raises what `trouble.py` holds."""
        return self.send("POST", path, canonical.encode(document), JSON, signed=signed)

    def send(self, method: str, path: str, body: bytes, media: str, *, signed: bool = False) -> Answer:
        """The answer's JSON object, with status 200. `path` begins with `/v1` and has its query."""
        status, answer, wait = (
            self._signed(method, path, body, media) if signed else self._once(method, path, body, media, {})
        )
        if status == 403 and _code(answer) == "unknown_device" and self._certificate is not None:
            shown, _, _ = self._once("POST", "/v1/certificate", canonical.encode(self._certificate), JSON, {})
            if shown == 200:
                status, answer, wait = (
                    self._signed(method, path, body, media) if signed else self._once(method, path, body, media, {})
                )
        return _meaning(status, answer, wait)

    def _signed(self, method: str, path: str, body: bytes, media: str) -> tuple[int, Answer | None, float]:
        """Signs over a challenge; one that has grown old is taken anew, once."""
        for fresh in (False, True):
            if fresh or not self._challenge:
                self._challenge = str(_meaning(*self._once("GET", "/v1/challenge", b"", JSON, {})).get("challenge"))
            headers = request.headers(self._key, method, path, body, self._challenge)
            status, answer, wait = self._once(method, path, body, media, headers)
            if status != 401:
                break
            self._challenge = ""
        return status, answer, wait

    def _once(
        self, method: str, path: str, body: bytes, media: str, headers: dict[str, str]
    ) -> tuple[int, Answer | None, float]:
        """Status, JSON object (None for anything else) and seconds to wait. Raises `Later` for no answer."""
        began = self._now()
        try:
            given = {"Content-Type": media, **headers}
            with self._http.stream(method, self._base + path, content=body, headers=given) as response:
                data = bytearray()
                for chunk in response.iter_raw():
                    data += chunk
                    if len(data) > ANSWER_MOST or self._now() - began > self._whole:
                        raise Later(EnvironmentFailed("hub_slow"))
                return response.status_code, _object(bytes(data)), _wait(response.headers.get("Retry-After", ""))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise Later(EnvironmentFailed("hub_unreachable", detail=type(error).__name__)) from error


def _object(data: bytes) -> Answer | None:
    try:
        found = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _wait(text: str) -> float:
    return float(min(int(text), 86_400)) if text.isascii() and text.isdigit() else 0.0


def _code(answer: Answer | None) -> str:
    return str((answer or {}).get("error", ""))[:40]


def _meaning(status: int, answer: Answer | None, wait: float = 0.0) -> Answer:
    """As the page's table says."""
    if answer is None or status < 200 or (300 <= status < 400):
        if status in _LATER or status >= 500:
            raise Later(EnvironmentFailed("hub_busy", status=status), wait)
        raise Later(EnvironmentFailed("hub_strange", status=status))
    if status == 200:
        return answer
    if status in _FINAL:
        raise Final(status, _code(answer))
    if status == 403:
        if _code(answer) == "revoked":
            raise Revoked
        raise Final(status, _code(answer))
    if status == 409:
        raise Elsewhere(answer)
    if status == 401:
        raise Later(EnvironmentFailed("hub_unsigned"))
    if status in _OTHER:
        raise Later(EnvironmentFailed("hub_other_version", status=status))
    if status == 429:
        sort = Full if _code(answer) == "beside_full" else Later
        raise sort(EnvironmentFailed("hub_too_often", seconds=int(wait) or 60), wait)
    if status in _LATER or status >= 500:
        raise Later(EnvironmentFailed("hub_busy", status=status), wait)
    raise Later(EnvironmentFailed("hub_strange", status=status))


def document(answer: Answer, sort: type[T]) -> T:
    """An answer as the document it should be; anything else is no answer of a hub."""
    try:
        return msgspec.convert(answer, sort)
    except msgspec.ValidationError as error:
        raise Later(EnvironmentFailed("hub_strange", status=200)) from error


def unsigned(error: BadDocument) -> Later:
    """A signature that does not hold, or a signed thing about something else: as if nobody had answered."""
    return Later(EnvironmentFailed("hub_answer_wrong", detail=str(error)[:80]))
