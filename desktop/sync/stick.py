"""The stick: what waits, sealed to the hub, in a file; and the hub's answer back from one.

Nothing counts as sent because it was packed: only the receipts of the answer, or of a round by network, do.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import msgspec

from desktop.core import batch, canonical, stick
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.signed import BadDocument, Signed
from desktop.core.stick import AnswerHeader, BadStick, Frames, StickHeader
from desktop.store import outbox
from desktop.store.folder import sync_folder
from desktop.store.inbox import take_page, take_receipt
from desktop.store.membership import Membership
from desktop.store.outbox import OwnLog
from desktop.store.rounds import DONE, Packed, Round, RoundResult, note_round
from desktop.sync import beside
from desktop.sync.line import Line
from desktop.sync.pull import ask_of

STICK = "stick"
THINGS_MOST = 100_000


def pack(line: Line, place: Path) -> Packed:
    """Writes all that waits to `place`. A file under that name is replaced only by a whole one, which was read
    back. Raises `Refused("hub_none")` and `EnvironmentFailed`.
    """
    member = line.member()
    with line.store.read() as connection:
        waiting = outbox.sendable(connection, line.store.device)
    header = StickHeader(1, line.store.device, secrets.token_hex(16), member.hub, line.store.clock.now())
    pieces = stick.write(stick.STICK, line.key, header, member.hub_key, _frames(line, member, waiting))
    _write(place, pieces)
    facts = sum(log.last - log.held for log in waiting)
    return Packed(facts, waiting[0].held + 1 if waiting else None, waiting[-1].last if waiting else None)


def _frames(line: Line, member: Membership, waiting: list[OwnLog]) -> Iterator[tuple[str, bytes]]:
    yield "C", canonical.encode(member.certificate)
    for log in waiting:
        yield from (("B", data) for data in _batches(line, log))
    with line.store.read() as connection:
        things = beside.unsent(connection, THINGS_MOST)
    for thing in things:
        with line.store.read() as connection:
            content = beside.content_of(connection, thing)
            key = beside.sheet_key(connection, thing.hash, member) if thing.sort == "sheet" else None
        if content is not None:
            yield beside.LETTERS[thing.sort], content
        if key is not None:
            yield "K", canonical.encode(key)
    yield "F", canonical.encode(ask_of(line.store, line.software))


def _batches(line: Line, log: OwnLog) -> Iterator[bytes]:
    first = log.held + 1
    while first <= log.last:
        with line.store.read() as connection:
            entries = outbox.entries_from(connection, log.log, first, min(batch.ENTRIES_MOST, log.last - first + 1))
        yield batch.make(line.key, entries, line.store.device, log.epoch, first)
        first += len(entries)


def _write(place: Path, pieces: Iterator[bytes]) -> None:
    beside_place = place.with_name(place.name + ".new")
    digest = hashlib.sha256()
    try:
        with beside_place.open("wb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        beside_place.replace(place)
        sync_folder(place.parent)
        with place.open("rb") as file:
            # from the stick itself, as far as the system lets us
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            again = hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise EnvironmentFailed("output_unwritable", file=str(place), detail=error.strerror) from error
    finally:
        beside_place.unlink(missing_ok=True)
    if again != digest.digest():
        raise EnvironmentFailed("stick_unreadable", file=str(place))


def unpack(line: Line, place: Path) -> RoundResult:
    """Takes the hub's answer from a file: receipts and pages mean what they mean by network. Raises `Refused` for
    a file that is no answer to this device.
    """
    member = line.member()
    try:
        data = place.read_bytes()
    except OSError as error:
        raise EnvironmentFailed("input_unreadable", file=str(place), detail=error.strerror) from error
    try:
        pulled, outcome = _take(line, member, data)
    except (BadStick, BadDocument, msgspec.MsgspecError) as error:
        raise _refused(error) from error
    line.note_held()
    note_round(line.store, Round(line.store.clock.now(), STICK, outcome, 0, pulled))
    return line.result(0, pulled)


def _refused(error: Exception) -> Refused:
    code = error.code if isinstance(error, BadStick) else ""
    if code == "not_a_stick":
        return Refused("not_a_stick")
    return Refused("sealed_for_other") if code == "sealed_for_other" else Refused("stick_damaged")


def _take(line: Line, member: Membership, data: bytes) -> tuple[int, str]:
    header, text, signature, at = stick.read_header(data, stick.ANSWER, AnswerHeader)
    if not stick.signed_by(member.hub_key, stick.ANSWER, text, signature) or header.hub != member.hub:
        raise BadStick("not_a_stick")
    if header.device != line.store.device:
        raise BadStick("sealed_for_other")
    pulled, outcome = 0, DONE
    frames = Frames(data, at, line.key.seed)
    for letter, content in frames:
        if letter == "R":
            take_receipt(line.store, member, msgspec.json.decode(content, type=Signed))
        elif letter == "F":
            taken = take_page(line.store, member, msgspec.json.decode(content, type=Signed))
            pulled += taken.items
            if taken.keys:
                line.learn()
        elif letter == "X":
            outcome = "hub_refused"
    return pulled, outcome if frames.whole and header.whole else "stick_cut"
