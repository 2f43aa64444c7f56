"""Files on a stick: what goes to the hub, and its answer. Sealed frames behind a signed header.

`QYS1` or `QYA1`, header length (u32, big-endian), header (canonical JSON), signature (64), then frames: length
(u32) and a NaCl sealed box of frame number (u32), a letter, and content. The last frame is `E`, so that a file
that was cut short is noticed; frames that were put in another order or left out are, too.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator
from typing import TypeVar

import msgspec
import nacl.exceptions
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from desktop.core import canonical, keys

STICK, ANSWER = b"QYS1", b"QYA1"
PREAMBLES = {STICK: b"quanyi/stick/1\0", ANSWER: b"quanyi/answer/1\0"}
HEADER_MOST = 4 * 1024
FRAME_MOST = 4 * 1024 * 1024 + 1024
END = "E"

T = TypeVar("T", bound=msgspec.Struct)


class BadStick(ValueError):
    """Not such a file, not signed by its sender, or not for this reader; `code` is a key of `error.*`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class StickHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    device: str
    stick: str
    hub: str
    at: int


class AnswerHeader(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    hub: str
    device: str
    stick: str
    whole: bool
    at: int


class End(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`digest`: SHA-256 (hex) over all boxes before this frame's."""

    frames: int
    digest: str


class SheetKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A sheet's key sealed to a box key, hex; `subject` whose sheet it is."""

    hash: str
    subject: str
    sealed: str


class Refusal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A batch on a stick that was not taken; `seq` and `head` where the hub stands, for `expected`."""

    error: str
    epoch: str
    first: int
    last: int
    seq: int = 0
    head: str = ""


def seal_to(public: bytes, content: bytes) -> bytes:
    """A sealed box to the X25519 key of an Ed25519 public key of 32 bytes."""
    return SealedBox(VerifyKey(public).to_curve25519_public_key()).encrypt(content)


def open_with(seed: bytes, box: bytes) -> bytes:
    """What was sealed to the key of this seed. Raises `BadStick("sealed_for_other")`."""
    try:
        return SealedBox(SigningKey(seed).to_curve25519_private_key()).decrypt(box)
    except (nacl.exceptions.CryptoError, nacl.exceptions.ValueError, nacl.exceptions.TypeError) as error:
        raise BadStick("sealed_for_other") from error


def write(
    magic: bytes, key: keys.DeviceKey, header: msgspec.Struct, to: bytes, frames: Iterable[tuple[str, bytes]]
) -> Iterator[bytes]:
    """The file's bytes in pieces, the end frame included; frames as (letter, content)."""
    text = canonical.encode(header)
    yield magic + struct.pack(">I", len(text)) + text + key.sign(PREAMBLES[magic], text)
    digest = hashlib.sha256()
    number = 0
    for letter, content in frames:
        box = seal_to(to, struct.pack(">I", number) + letter.encode() + content)
        digest.update(box)
        number += 1
        yield struct.pack(">I", len(box)) + box
    end = canonical.encode(End(number, digest.hexdigest()))
    box = seal_to(to, struct.pack(">I", number) + END.encode() + end)
    yield struct.pack(">I", len(box)) + box


def read_header(data: bytes, magic: bytes, sort: type[T]) -> tuple[T, bytes, bytes, int]:
    """Header, its text, its signature, and where the frames begin; the signature is still to be checked, since
    the header says by whose key. Raises `BadStick("not_a_stick")`.
    """
    if data[:4] != magic or len(data) < 8:
        raise BadStick("not_a_stick")
    (length,) = struct.unpack(">I", data[4:8])
    if length > HEADER_MOST or len(data) < 8 + length + 64:
        raise BadStick("not_a_stick")
    text = data[8 : 8 + length]
    try:
        header = msgspec.convert(canonical.decode(text), sort)
    except (canonical.NotCanonical, msgspec.ValidationError) as error:
        raise BadStick("not_a_stick") from error
    return header, text, data[8 + length : 8 + length + 64], 8 + length + 64


def signed_by(public: bytes, magic: bytes, text: bytes, signature: bytes) -> bool:
    return keys.verifies(public, PREAMBLES[magic], text, signature)


class Frames:
    """Iterates (letter, content) of a file's frames; `whole` is true once the end frame has been seen and fits."""

    def __init__(self, data: bytes, at: int, seed: bytes) -> None:
        self._data, self._at, self._seed = data, at, seed
        self.whole = False

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        digest, number = hashlib.sha256(), 0
        while (box := self._next()) is not None:
            plain = open_with(self._seed, box)
            if len(plain) < 5 or struct.unpack(">I", plain[:4])[0] != number:
                raise BadStick("stick_damaged")
            letter, content = plain[4:5].decode("latin-1"), plain[5:]
            if letter == END:
                self.whole = content == canonical.encode(End(number, digest.hexdigest())) and self._at == len(
                    self._data
                )
                return
            digest.update(box)
            number += 1
            yield letter, content

    def _next(self) -> bytes | None:
        """The next box; None at an end that was cut short."""
        if self._at + 4 > len(self._data):
            return None
        (length,) = struct.unpack(">I", self._data[self._at : self._at + 4])
        if length > FRAME_MOST:
            raise BadStick("stick_damaged")
        box = self._data[self._at + 4 : self._at + 4 + length]
        if len(box) < length:
            return None
        self._at += 4 + length
        return box
