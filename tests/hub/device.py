"""A device made by hand: a key, logs, batches and signed requests, over a real socket."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import uuid_utils.compat

from desktop.core import batch, canonical, enrolment, keys, request, signed
from desktop.core import entry as entries
from desktop.core.business_day import day_of
from desktop.core.entry import NO_HASH, THE_APP, Entry
from desktop.core.fact import Fact
from desktop.core.receipt import PREAMBLE as RECEIPT
from desktop.core.receipt import Receipt
from desktop.core.signed import Signed
from desktop.core.site import Continued, EpochOpened


class Log:
    """One epoch of a device, as entries with their bytes and hashes."""

    def __init__(self, key: keys.DeviceKey, now: int, before: tuple[str, int, str] | None = None) -> None:
        self.key = key
        self.epoch = secrets.token_hex(8)
        self.entries: list[tuple[bytes, str]] = []
        self.now = now
        self.site = str(uuid_utils.compat.uuid4())
        continues = Continued(key.device, *before, high=now) if before else None
        self._start = before[2] if before else NO_HASH
        self.append(EpochOpened(key.public.hex(), "test", "init", continues))

    @property
    def head(self) -> str:
        return self.entries[-1][1] if self.entries else self._start

    def copy(self) -> Log:
        """The same log on another disk."""
        other = object.__new__(Log)
        other.__dict__ = {**self.__dict__, "entries": list(self.entries)}
        return other

    def append(
        self, body: Fact | dict[str, Any], *, kind: str = "", day: str = "", at: int = 0, v: int = 1, fact: str = ""
    ) -> str:
        """Adds a fact, or a body of any kind; returns its id."""
        self.now += 1_000
        entry = Entry(
            v=v,
            device=self.key.device,
            epoch=self.epoch,
            seq=len(self.entries) + 1,
            prev=self.head,
            id=fact or str(uuid_utils.compat.uuid7()),
            kind=kind or body.KIND,  # type: ignore[union-attr]
            at=at or self.now,
            day=day or day_of(at or self.now),
            site=self.site,
            by=THE_APP,
            body=body,
        )
        data = entries.to_bytes(entry)
        self.entries.append((data, entries.hash_of(data)))
        return entry.id

    def batch(self, first: int = 1, last: int = 0) -> bytes:
        last = last or len(self.entries)
        return batch.make(self.key, self.entries[first - 1 : last], self.key.device, self.epoch, first)


class Device:
    """A device at a hub; `answer` of a request is what came over the wire."""

    def __init__(self, client: httpx.Client, now: int) -> None:
        self.client = client
        self.key = keys.DeviceKey(secrets.token_bytes(32))
        self.log = Log(self.key, now)
        self.challenge = ""
        self.certificate: enrolment.Certificate | None = None
        self.shown = Signed("", "")

    @property
    def id(self) -> str:
        return self.key.device

    def enrol(self, code: str, role: str = "station") -> httpx.Response:
        asked = enrolment.request(self.key, code, role)
        answer = self.client.post("/v1/enrol", content=canonical.encode(asked))
        if answer.status_code == 200:
            self.shown = Signed(**answer.json())
            hub_key = bytes.fromhex(canonical.decode(self.shown.text.encode())["hub_key"])
            self.certificate = signed.read(self.shown, hub_key, enrolment.CERTIFICATE_PREAMBLE, enrolment.Certificate)
        return answer

    @property
    def hub_key(self) -> bytes:
        assert self.certificate is not None
        return bytes.fromhex(self.certificate.hub_key)

    def push(self, data: bytes | None = None) -> httpx.Response:
        """A batch, or all of the log."""
        return self.client.post("/v1/batches", content=self.log.batch() if data is None else data)

    def receipt(self, answer: httpx.Response) -> Receipt:
        """The receipt of an answer, its signature checked."""
        assert answer.status_code == 200, answer.text
        return signed.read(Signed(**answer.json()["receipt"]), self.hub_key, RECEIPT, Receipt)

    def ask(self, method: str, target: str, body: bytes | dict[str, Any] = b"") -> httpx.Response:
        """A signed request; takes a challenge first where it has none."""
        data = body if isinstance(body, bytes) else canonical.encode(body)
        if not self.challenge:
            self.challenge = self.client.get("/v1/challenge").json()["challenge"]
        headers = request.headers(self.key, method, target, data, self.challenge)
        return self.client.request(method, target, content=data, headers=headers)
