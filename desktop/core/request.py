"""A request that only one device can make: signed over a challenge of the hub, so that no clock is needed.

Headers `Quanyi-Device` (its id), `Quanyi-Challenge` (as the hub gave it) and `Quanyi-Signature` (128 hex digits
over `quanyi/request/1\\0` + method, target, SHA-256 of the body in hex and challenge, with a line feed between).
"""

from __future__ import annotations

import hashlib

from desktop.core import keys

PREAMBLE = b"quanyi/request/1\0"
DEVICE, CHALLENGE, SIGNATURE = "Quanyi-Device", "Quanyi-Challenge", "Quanyi-Signature"


def _message(method: str, target: str, body: bytes, challenge: str) -> bytes:
    return "\n".join((method, target, hashlib.sha256(body).hexdigest(), challenge)).encode()


def headers(key: keys.DeviceKey, method: str, target: str, body: bytes, challenge: str) -> dict[str, str]:
    """`target` is path and query as sent."""
    signature = key.sign(PREAMBLE, _message(method, target, body, challenge))
    return {DEVICE: key.device, CHALLENGE: challenge, SIGNATURE: signature.hex()}


def holds(public: bytes, method: str, target: str, body: bytes, challenge: str, signature: str) -> bool:
    try:
        given = bytes.fromhex(signature)
    except ValueError:
        return False
    return len(given) == 64 and keys.verifies(public, PREAMBLE, _message(method, target, body, challenge), given)
