"""`accept`: what came on a stick, taken as by network, and a signed answer to carry back."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from desktop.core import batch, canonical, stick
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.feed import Ask
from desktop.core.keys import device_id
from desktop.core.signed import Signed
from desktop.core.stick import AnswerHeader, BadStick, Frames, Refusal, SheetKey, StickHeader
from hub.beside import Beside
from hub.denied import Denied
from hub.feed import Feed
from hub.ingest import Push, receipt_body
from hub.members import Member, find_member
from hub.parts import Parts
from hub.projector import Projector

_BESIDE = {"S": "sheet", "N": "note", "P": "blob"}
TOGETHER = 8


@dataclass
class Accepted:
    """What a stick held: entries of batches taken (again or for the first time), refused ones, things beside."""

    device: str
    facts: int = 0
    batches: int = 0
    refused: int = 0
    beside: int = 0
    whole: bool = False
    frames: list[tuple[str, bytes]] = field(default_factory=list)


class Sticks:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def accept(self, data: bytes, answer: Path) -> Accepted:
        """Takes a stick's content and writes the answer. Raises `Refused` for a file that is no stick for this hub."""
        header, text, signature, at = self._header(data)
        member = self._member(header, data, at)
        if not stick.signed_by(member.public, stick.STICK, text, signature):
            raise Refused("stick_damaged")
        taken = Accepted(member.device)
        asks = self._take(Frames(data, at, self._parts.keys.seed), member, taken)
        Projector(self._parts).all()
        if not member.revoked_at:
            taken.frames += [("F", self._spelled(page)) for ask in asks for page in self._pages(member, ask)]
        said = AnswerHeader(1, self._parts.keys.id, member.device, header.stick, taken.whole, self._parts.clock.now())
        written = stick.write(stick.ANSWER, self._parts.keys.device, said, member.public, taken.frames)
        _write(answer, written)
        return taken

    def _header(self, data: bytes) -> tuple[StickHeader, bytes, bytes, int]:
        try:
            read = stick.read_header(data, stick.STICK, StickHeader)
        except BadStick as error:
            raise Refused("not_a_stick") from error
        if read[0].hub != self._parts.keys.id:
            raise Refused("stick_for_other")
        return read

    def _member(self, header: StickHeader, data: bytes, at: int) -> Member:
        """Who wrote the stick: known here, or by the certificate on it (to a hub that was restored)."""
        with self._parts.database.read() as session:
            member = find_member(session, header.device)
        if member is not None:
            return member
        try:
            for letter, content in Frames(data, at, self._parts.keys.seed):
                if letter == "C":
                    shown = self._parts.enrolment.recognise(msgspec.convert(canonical.decode(content), Signed))
                    if shown.device == header.device == device_id(shown.public):
                        return shown
        except (BadStick, Denied, canonical.NotCanonical, msgspec.ValidationError):
            pass
        raise Refused("device_unknown", device=header.device[:40])

    def _take(self, frames: Frames, member: Member, taken: Accepted) -> list[Ask]:
        """Frame by frame; one that cannot be taken holds up no other."""
        asks: list[Ask] = []
        waiting: list[Push] = []
        try:
            for letter, content in frames:
                if letter == "B":
                    self._check(content, member, taken, waiting)
                    if len(waiting) >= TOGETHER:
                        self._store(waiting, taken)
                elif letter == "F":
                    asks += self._ask(content)
                else:
                    taken.beside += self._keep(letter, content, member)
            taken.whole = frames.whole
        except BadStick:
            # cut short or damaged from here on: what came before it is taken all the same
            taken.whole = False
        self._store(waiting, taken)
        return asks

    def _check(self, content: bytes, member: Member, taken: Accepted, waiting: list[Push]) -> None:
        try:
            push = self._parts.ingest.check(content)
            if push.header.device != member.device:
                raise Denied(403, "unknown_device")
        except Denied as error:
            taken.refused += 1
            taken.frames.append(("X", canonical.encode(Refusal(error.code, *_span(content)))))
            return
        waiting.append(push)

    def _store(self, waiting: list[Push], taken: Accepted) -> None:
        for push in waiting:
            # one by one: the next batch of a log stands on the one before it
            h = push.header
            try:
                result = self._parts.ingest.store(push)
            except Denied as error:
                taken.refused += 1
                more: Any = error.more
                refusal = Refusal(
                    error.code, h.epoch, h.first, h.last, int(more.get("seq", 0)), str(more.get("head", ""))
                )
                taken.frames.append(("X", canonical.encode(refusal)))
                continue
            taken.facts += h.count
            taken.batches += 1
            taken.frames.append(("R", canonical.encode(json.loads(result)["receipt"])))
        waiting.clear()

    def _keep(self, letter: str, content: bytes, member: Member) -> int:
        with self._parts.database.write() as session:
            beside = Beside(session, member.device, self._parts.clock.now())
            if letter in _BESIDE:
                beside.keep(hashlib.sha256(content).hexdigest(), _BESIDE[letter], content)
                return 1
            if letter == "K":
                try:
                    beside.keep_keys([msgspec.convert(canonical.decode(content), SheetKey)])
                except (Denied, canonical.NotCanonical, msgspec.ValidationError):
                    return 0
                return 1
        return 0

    def _ask(self, content: bytes) -> list[Ask]:
        try:
            return [msgspec.convert(canonical.decode(content), Ask)]
        except (canonical.NotCanonical, msgspec.ValidationError):
            return []

    def _pages(self, member: Member, ask: Ask) -> Iterator[Signed]:
        feed = Feed(self._parts.database, self._parts.keys, self._parts.clock)
        more = True
        while more:
            try:
                page = feed.page(member, ask)
            except Denied:
                return
            yield page
            said = json.loads(page.text)
            more = said["more"]
            ask = msgspec.structs.replace(ask, after=said["next"], hub_epoch=said["hub_epoch"])

    def _spelled(self, document: Signed) -> bytes:
        return canonical.encode(receipt_body(document))


def _span(content: bytes) -> tuple[str, int, int]:
    """Epoch, first and last of a batch that was refused, as far as its header can be read."""
    try:
        header = batch.read(content).header
    except batch.BadBatch:
        return "", 0, 0
    return header.epoch, header.first, header.last


def _write(place: Path, pieces: Iterator[bytes]) -> None:
    """To a temporary name, synced, renamed. Raises `EnvironmentFailed`."""
    beside = place.with_name(place.name + ".part")
    try:
        with beside.open("wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, place)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise EnvironmentFailed("disk_failed", detail=str(error)) from error
