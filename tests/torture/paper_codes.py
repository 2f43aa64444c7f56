"""Forged codes of papers by the thousand: none is taken for one that a device signed."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from desktop.core import paper_code
from desktop.core.keys import DeviceKey
from desktop.core.paper_check import Known, Verdict, check_code
from desktop.core.paper_code import About, NotAPaper, Origin
from tests.out import Measurement
from tests.own_time import quickest

FORGERIES = 10_000
LIMIT_MS = 50.0
_ORDER = 2**252 + 27742317777372353535851937790883648493
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
KEY, STRANGER = DeviceKey(bytes(range(32))), DeviceKey(bytes(range(32, 64)))
ORIGIN = Origin(
    "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c", "settlement", 1_794_801_607, "00112233445566ff", 17_200, "c71e08b492dae630"
)
ABOUT = About(
    *("2026-10-01", "2026-10-31", (("meals", 219), ("taken_fen", 216_810), ("subsidy_fen", 100_740), ("held", 2))),
    *("JS-370102-2026-10-0001", False, "泉香快餐（甸柳店）"),
)
KNOWN = Known({KEY.key_id: KEY.public, STRANGER.key_id: STRANGER.public}, {})


def forged_papers(*, few: bool = False) -> Measurement:
    """The value is the number of forgeries found genuine. The control is a reader of spelling and checksum alone, which
    believes some; the code itself must be found genuine.
    """
    count = 700 if few else FORGERIES
    chance = random.Random(17)
    text = paper_code.issue(KEY, ORIGIN, ABOUT).text
    genuine = check_code(text, KNOWN).verdict is Verdict.GENUINE
    passed = believed = crashed = 0
    slowest = 0.0
    for number in range(count):
        forged = _WAYS[number % len(_WAYS)](text, chance)
        assert paper_code.normalise(forged) != text
        believed += _believes(forged)
        verdict, took = quickest(partial(_checked, forged), LIMIT_MS)
        passed += verdict is Verdict.GENUINE
        crashed += verdict is None
        slowest = max(slowest, took)
    return Measurement(
        value=passed,
        unit="genuine",
        limit=0,
        holds=passed == 0 and crashed == 0 and genuine and slowest <= LIMIT_MS,
        n=count,
        control={"what": "spelling and checksum alone", "value": believed, "fails": believed > 0},
        more={"crashes": crashed, "slowest_ms": round(slowest, 2), "the_code_itself": genuine},
    )


def _raw(text: str) -> bytes:
    letters = text[4:]
    return base64.b32decode(letters + "=" * (-len(letters) % 8))


def _spell(signed: bytes) -> str:
    raw = signed + hashlib.sha256(b"quanyi/paper-sum/1\0" + signed).digest()[:4]
    return "QYD1" + base64.b32encode(raw).decode().rstrip("=")


def _one_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice([letter for letter in _LETTERS if letter != text[at]]) + text[at + 1 :]


def _cut_short(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(len(text))]


def _longer(text: str, chance: random.Random) -> str:
    return text + "".join(chance.choices(_LETTERS, k=chance.randint(1, 1_000)))


def _altered(text: str, at: int, chance: random.Random) -> str:
    """With the checksum made right again: only the signature tells."""
    raw = bytearray(_raw(text)[:-4])
    raw[at] ^= chance.randrange(1, 256)
    return _spell(bytes(raw))


def _field(text: str, chance: random.Random) -> str:
    return _altered(text, chance.randrange(len(_raw(text)) - 68), chance)


def _signature(text: str, chance: random.Random) -> str:
    return _altered(text, len(_raw(text)) - 68 + chance.randrange(64), chance)


def _malleable(text: str, chance: random.Random) -> str:
    signed = _raw(text)[:-4]
    number = int.from_bytes(signed[-32:], "little") + _ORDER * chance.randint(1, 7)
    return _spell(signed[:-32] + number.to_bytes(32, "little"))


def _other_figures(text: str, chance: random.Random) -> str:
    """Other figures, properly spelled, under the signature of the true ones."""
    more = replace(ABOUT, figures=(*ABOUT.figures[:2], ("subsidy_fen", 100_740 + chance.randrange(1, 10**6))))
    return _spell(_raw(paper_code.issue(KEY, ORIGIN, more).text)[:-68] + _raw(text)[-68:-4])


def _in_our_name(text: str, chance: random.Random) -> str:
    fields = _raw(text)[:-68]
    return _spell(fields + DeviceKey(chance.randbytes(32)).sign(b"quanyi/paper/1\0", fields))


def _other_preamble(text: str, chance: random.Random) -> str:
    """What our key signed for another purpose."""
    fields = _raw(text)[:-68]
    purpose = chance.choice((b"quanyi/card/1\0", b"quanyi/paper-file/1\0", b"quanyi/batch/1\0", b""))
    return _spell(fields + KEY.sign(purpose, fields))


def _longer_number(text: str, chance: random.Random) -> str:
    """A count in more bytes than it needs, and signed: another text with the same meaning, which nobody may spell."""
    fields = _raw(text)[:-68]
    padded = fields[:-1] + bytes((fields[-1] | 0x80,)) + b"\x80" * chance.randrange(4) + b"\0"
    return _spell(padded + KEY.sign(b"quanyi/paper/1\0", padded))


def _unused_bits(text: str, chance: random.Random) -> str:
    last = _LETTERS.index(text[-1])
    return text[:-1] + _LETTERS[last ^ chance.randrange(1, 32)]


def _other_type(text: str, chance: random.Random) -> str:
    return chance.choice(("QY1", "QYP", "QYC1", "QYD2", "QYF1")) + text[4:]


def _noise(_text: str, chance: random.Random) -> str:
    return "QYD1" + "".join(chance.choices(_LETTERS + "01 -é泉\ud800", k=chance.randrange(420)))


_WAYS: tuple[Callable[[str, random.Random], str], ...] = (
    *(_one_letter, _cut_short, _longer, _field, _signature, _malleable, _other_figures, _in_our_name),
    *(_other_preamble, _longer_number, _unused_bits, _other_type, _noise),
)


def _checked(text: str) -> Verdict | None:
    """None where it crashed."""
    try:
        return check_code(text, KNOWN).verdict
    except Exception:
        return None


def _believes(text: str) -> bool:
    try:
        paper_code.read(text)
    except NotAPaper:
        return False
    return True
