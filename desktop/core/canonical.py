"""Canonical JSON: the one spelling of a fact's bytes.

Keys sorted, no white space, UTF-8, integers only and within 64 bits. A reader refuses floats, duplicate
keys and any bytes that its own encoding would not give back, so that a hash means one content and one
spelling. (RFC 8785 is the neighbour; it allows floats, which money has no use for.)
"""

from __future__ import annotations

from typing import Any

import msgspec

_encoder = msgspec.json.Encoder(order="sorted")
_decoder = msgspec.json.Decoder()
LEAST, MOST = -(2**63), 2**63 - 1
# Lists and objects within each other. A fixed number: what is left of the stack differs between machines.
DEEPEST = 32


class NotCanonical(ValueError):
    """Bytes that are not the canonical spelling of anything."""


def encode(value: Any) -> bytes:
    """Canonical bytes of a struct or of plain containers. Raises `NotCanonical` for a float."""
    _check(msgspec.to_builtins(value) if isinstance(value, msgspec.Struct) else value)
    return _encoder.encode(value)


def encode_trusted(value: msgspec.Struct) -> bytes:
    """`encode` without the walk, for structs whose types hold neither float nor unbounded number."""
    return _encoder.encode(value)


def decode(data: bytes) -> Any:
    """Plain containers from canonical bytes; raises `NotCanonical` for every other spelling."""
    try:
        value = _decoder.decode(data)
        _check(value)
        again = _encoder.encode(value)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as error:
        raise NotCanonical(str(error)) from error
    if again != data:
        raise NotCanonical("not the canonical spelling")
    return value


def _check(value: Any, depth: int = 0) -> None:
    if isinstance(value, float):
        raise NotCanonical("a float")
    if isinstance(value, bool):
        return
    if isinstance(value, int) and not LEAST <= value <= MOST:
        raise NotCanonical("a number beyond 64 bits")
    if depth == DEEPEST and isinstance(value, dict | list | tuple):
        raise NotCanonical("nested too deep")
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical("a key that is not text")
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
