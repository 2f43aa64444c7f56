"""Forged cards by the thousand: none is taken for a good one, none crashes, each is answered at once."""

from __future__ import annotations

import base64
import hashlib
import random
import string
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from desktop.core import card
from desktop.core.keys import DeviceKey
from desktop.core.people import GROUPS
from tests.out import Measurement
from tests.own_time import quickest
from tests.stations import DAY, Station, Yard
from tests.torture.checkin_codes import forge

FORGERIES = 10_000
LIMIT_MS = 50.0
# The order of Ed25519's group: s + L signs the same for a careless verifier.
_ORDER = 2**252 + 27742317777372353535851937790883648493
# Where a card names its issuer.
ISSUER = range(17, 23)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


class Forger:
    """Makes texts that are no card of this station from one that is."""

    def __init__(self, text: str, chance: random.Random) -> None:
        self.text, self.chance = text, chance
        self.raw = base64.b32decode(text[3:] + "=" * (-len(text[3:]) % 8))
        self.ways: tuple[Callable[[], str], ...] = (
            self.one_letter,
            self.two_letters,
            self.cut_short,
            self.longer,
            self.field,
            self.signature,
            self.malleable,
            self.other_issuer,
            self.other_key,
            self.other_type,
            self.unused_bits,
            self.noise,
            self.any_text,
        )

    def one_letter(self) -> str:
        at = self.chance.randrange(len(self.text))
        other = self.chance.choice([letter for letter in LETTERS if letter != self.text[at]])
        return self.text[:at] + other + self.text[at + 1 :]

    def two_letters(self) -> str:
        at = self.chance.randrange(3, len(self.text) - 1)
        swapped = self.text[:at] + self.text[at + 1] + self.text[at] + self.text[at + 2 :]
        return swapped if swapped != self.text else self.one_letter()

    def cut_short(self) -> str:
        return self.text[: self.chance.randrange(len(self.text))]

    def longer(self) -> str:
        return self.text + "".join(self.chance.choices(LETTERS, k=self.chance.randint(1, 2_000)))

    def field(self) -> str:
        """A field altered and the checksum made right again: only the signature tells."""
        at = self.chance.choice([at for at in range(29) if at not in ISSUER])
        return self._altered(at)

    def unknown_issuer(self) -> str:
        """Not among `ways`: this is what a card of a station unknown here looks like, and is taken as such."""
        return self._altered(self.chance.choice(ISSUER))

    def _altered(self, at: int) -> str:
        raw = bytearray(self.raw)
        raw[at] ^= self.chance.randrange(1, 256)
        return spell(bytes(raw[:93]))

    def signature(self) -> str:
        return self._altered(29 + self.chance.randrange(64))

    def malleable(self) -> str:
        """The same signature with s + L: another text that a careless verifier would take."""
        number = int.from_bytes(self.raw[61:93], "little") + _ORDER * self.chance.randint(1, 7)
        return spell(self.raw[:61] + number.to_bytes(32, "little"))

    def other_issuer(self) -> str:
        """Signed by a stranger in our name."""
        return spell(self.raw[:29] + DeviceKey(self.chance.randbytes(32)).sign(b"quanyi/card/1\0", self.raw[:29]))

    def other_key(self) -> str:
        """A signature of zeros and one of a small-order point."""
        return spell(self.raw[:29] + self.chance.choice((bytes(64), b"\x01" + bytes(63))))

    def other_type(self) -> str:
        """The right key over another preamble would be a slip, a batch, anything but a card."""
        return "QY" + self.chance.choice("02R3S") + self.text[3:]

    def unused_bits(self) -> str:
        last = LETTERS.index(self.text[-1])
        return self.text[:-1] + LETTERS[last + self.chance.randrange(1, 16)]

    def noise(self) -> str:
        return "QY1" + "".join(self.chance.choices(LETTERS, k=156))

    def any_text(self) -> str:
        kinds = (
            string.printable,
            "骑手驿站９９５２\u200d\U00030729\x00\ud800",
            "https://example.com/?q=" + string.digits,
        )
        return "".join(self.chance.choices(self.chance.choice(kinds), k=self.chance.randrange(400)))


def spell(signed: bytes) -> str:
    """Fields and signature with a right checksum."""
    raw = signed + hashlib.sha256(signed).digest()[:4]
    return "QY1" + base64.b32encode(raw).decode().rstrip("=")


def forged_qr(*, few: bool = False) -> Measurement:
    """The value is the number of forgeries checked in; expired cards are among those tried."""
    count = 650 if few else FORGERIES
    with tempfile.TemporaryDirectory(prefix="quanyi-forged-") as place:
        told = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            return _forge(told, count)
        finally:
            told.close()


def _forge(told: Station, count: int) -> Measurement:
    good = [told.register(group=group).card for group in GROUPS]
    chance = random.Random(11)
    outcomes: Counter[str] = Counter()
    times: list[float] = []
    facts, fooled = len(told.journal()), 0
    for number in range(count):
        forger = Forger(good[number % len(good)], chance)
        way = forger.ways[number % len(forger.ways)]
        text = way()
        outcome, took = quickest(partial(_shown, told, text), LIMIT_MS)
        times.append(took)
        outcomes[outcome] += 1
        fooled += _believes(text)
    made = len(told.journal()) - facts
    strangers = [
        told.office.visits.by_card(told.by, Forger(text, chance).unknown_issuer(), []).outcome for text in good
    ]
    told.clock.pass_by(731 * DAY)
    expired = [told.office.visits.by_card(told.by, text, []).outcome for text in good]
    slowest = max(times)
    codes = forge(count)
    return Measurement(
        value=outcomes.total() - outcomes["not_a_card"] + codes.accepted,
        unit="accepted",
        limit=0,
        holds=set(outcomes) == {"not_a_card"}
        and made == 0
        and codes.accepted == 0
        and codes.believed > 0
        and slowest <= LIMIT_MS
        and set(strangers) == {"accepted_unverified"}
        and set(expired) == {"card_expired"}
        and len(told.journal()) == facts + len(strangers),
        n=count + len(strangers) + len(expired),
        control={"what": "a reader that does not check the signature", "accepted": fooled, "fails": fooled > 0},
        more={
            "outcomes": dict(outcomes),
            "check_in_codes": codes.tried,
            "slowest_ms": round(slowest, 2),
            "limit_ms": LIMIT_MS,
        },
    )


def _shown(told: Station, text: str) -> str:
    """What the counter says."""
    try:
        return told.office.visits.by_card(told.by, text, []).outcome
    except Exception as error:
        return f"crashed: {type(error).__name__}"


def _believes(text: str) -> bool:
    """The control: whether the text passes for a card by spelling and checksum alone."""
    try:
        card.read(text)
    except card.NotACard:
        return False
    return True
