"""Forged check-in codes by the thousand: none is taken for one that the screen shows."""

from __future__ import annotations

import base64
import random
from dataclasses import dataclass
from uuid import UUID

from desktop.core import checkin_code
from desktop.core.keys import DeviceKey

_ORDER = 2**252 + 27742317777372353535851937790883648493
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
KEY, SITE, NOW = DeviceKey(bytes(range(32))), "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", 1_794_801_607


@dataclass(frozen=True)
class Forged:
    """`accepted` by the check, `believed` by a reader that looks at spelling and fields alone (the control)."""

    tried: int
    accepted: int
    believed: int


def forge(count: int) -> Forged:
    """Tries `count` texts that are not the code shown; the same ones each time."""
    chance = random.Random(7)
    text = checkin_code.show(KEY, SITE, NOW).text
    accepted = believed = 0
    for number in range(count):
        forged = _WAYS[number % len(_WAYS)](text, chance)
        assert forged != text
        believed += _believes(forged)
        try:
            checkin_code.check(forged, KEY.public, SITE, NOW)
        except checkin_code.NotACode:
            continue
        accepted += 1
    return Forged(count, accepted, believed)


def _spell(raw: bytes) -> str:
    return "QYC1" + base64.b32encode(raw).decode()


def _raw(text: str) -> bytes:
    return base64.b32decode(text[4:])


def _one_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice([letter for letter in _LETTERS if letter != text[at]]) + text[at + 1 :]


def _field(text: str, chance: random.Random) -> str:
    raw = bytearray(_raw(text))
    raw[chance.randrange(26)] ^= chance.randrange(1, 256)
    return _spell(bytes(raw))


def _signature(text: str, chance: random.Random) -> str:
    raw = bytearray(_raw(text))
    raw[26 + chance.randrange(64)] ^= chance.randrange(1, 256)
    return _spell(bytes(raw))


def _malleable(text: str, chance: random.Random) -> str:
    raw = _raw(text)
    number = int.from_bytes(raw[58:], "little") + _ORDER * chance.randint(1, 7)
    return _spell(raw[:58] + number.to_bytes(32, "little"))


def _stranger(text: str, chance: random.Random) -> str:
    fields = _raw(text)[:26]
    return _spell(fields + DeviceKey(chance.randbytes(32)).sign(b"quanyi/check-in-code/1\0", fields))


def _other_preamble(text: str, chance: random.Random) -> str:
    """The right key signed it for something else."""
    fields = _raw(text)[:26]
    preamble = chance.choice((b"", b"quanyi/card/1\0", b"quanyi/check-in-code/2\0", b"quanyi/check-in-code/1"))
    return _spell(fields + KEY.sign(preamble, fields))


def _later(text: str, chance: random.Random) -> str:
    """An old code with a step of now: the signature is of another one."""
    old = _raw(checkin_code.show(KEY, SITE, NOW - chance.randrange(60, 86_400)).text)
    return _spell(UUID(SITE).bytes + KEY.key_id + _raw(text)[22:26] + old[26:])


def _case(text: str, chance: random.Random) -> str:
    """The same letters written otherwise are another text."""
    return chance.choice((text.lower(), text + "=", " " + text, text + "\n", text.replace("Q", "\uff31", 1)))


def _noise(text: str, chance: random.Random) -> str:
    return text[:4] + "".join(chance.choices(_LETTERS, k=chance.choice((144, 144, chance.randrange(300)))))


_WAYS = (_one_letter, _field, _signature, _malleable, _stranger, _other_preamble, _later, _case, _noise)


def _believes(text: str) -> bool:
    """Whether the text names this screen and this step, whatever was signed."""
    try:
        return len(text) == 148 and _raw(text)[:26] == _raw(checkin_code.show(KEY, SITE, NOW).text)[:26]
    except ValueError:
        return False
