"""A signed document: the exact text that was signed beside its signature, so that nothing is written twice.

As JSON `{"text": …, "signature": …}`: `text` is canonical JSON as a string, `signature` 128 hex digits of Ed25519
over a preamble that names the document's sort + the text's UTF-8 bytes.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from desktop.core import canonical, keys

T = TypeVar("T", bound=msgspec.Struct)


class BadDocument(ValueError):
    """Not a document of this sort, or not signed by this key."""


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    signature: str


def sign(key: keys.DeviceKey, preamble: bytes, document: msgspec.Struct) -> Signed:
    text = canonical.encode(document)
    return Signed(text.decode(), key.sign(preamble, text).hex())


def read(signed: Signed, public: bytes, preamble: bytes, sort: type[T]) -> T:
    """The document, once the signature has been checked. Raises `BadDocument`."""
    text = signed.text.encode("utf-8", "surrogatepass")
    try:
        signature = bytes.fromhex(signed.signature)
    except ValueError as error:
        raise BadDocument("signature") from error
    if len(signature) != 64 or not keys.verifies(public, preamble, text, signature):
        raise BadDocument("signature")
    try:
        plain: Any = canonical.decode(text)
        return msgspec.convert(plain, sort)
    except (canonical.NotCanonical, msgspec.ValidationError) as error:
        raise BadDocument(str(error)) from error
