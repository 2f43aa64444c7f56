"""The frozen data of the page 服务对象: the list of people, who a phone belongs to, a new person and their card.

And what the page asks: `PeopleCounter`. What is known of the marked person, and what may be done with them, is a
plain detail with its acts (`core/plain.py`, section `people`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

# People asked for at once; the next page begins after the last one's key.
PAGE_ROWS = 50


@dataclass(frozen=True)
class PersonLine:
    """Somebody in the list: name and phone masked, `card` the number of the standing card (empty without one)."""

    rider: str
    name: str
    phone: str
    group: str
    card: str
    verified: bool


@dataclass(frozen=True)
class PeopleList:
    """A page of people, newest first or by id for a search. `more` is the key after which the next page begins,
    empty at the end; `total` how many there are, searched for or not.
    """

    rows: tuple[PersonLine, ...]
    more: str = ""
    total: int = 0


@dataclass(frozen=True)
class KnownPhone:
    """Whose phone it is: `day` and `place` of registering (empty for elsewhere), `card_until` the day on which the
    standing card ends (empty without one).
    """

    rider: str
    name: str
    group: str
    day: str
    place: str
    card_until: str


@dataclass(frozen=True)
class RegisterForm:
    """What the form offers: proofs by code with titles by language, the consent's text, companies typed before
    (the latest first), and what the card will say: whose station, and its last day. `may` and `prints` are the
    operator's rights.
    """

    proofs: tuple[tuple[str, Mapping[str, str]], ...]
    consent: Mapping[str, str]
    companies: tuple[str, ...]
    station: str
    card_until: str
    may: bool = True
    prints: bool = True


@dataclass(frozen=True)
class NewPerson:
    """A person as typed."""

    name: str = ""
    phone: str = ""
    group: str = ""
    company: str = ""
    proof: str = ""
    consent: bool = False


@dataclass(frozen=True)
class CardMade:
    """A person who has a new card; `name` masked, `paper` the card as PDF (empty where none was asked for or could
    be made: the person stands all the same).
    """

    rider: str
    name: str
    paper: bytes = b""


class PeopleCounter(Protocol):
    """What the page asks. Every method may raise `desktop.core.errors.Trouble`; called on worker threads."""

    def page(self, text: str, after: str, most: int) -> PeopleList:
        """People by part of the name, pinyin initials, phone or its tail, or card; all, newest first, without text."""

    def form(self) -> RegisterForm: ...
    def known(self, phone: str) -> KnownPhone | None:
        """Whose this full phone is, here."""

    def register(self, person: NewPerson, language: str, *, paper: bool) -> CardMade: ...
    def replace_card(self, rider: str, language: str) -> CardMade:
        """补打卡: the old card is withdrawn."""

    def rider_of(self, card: str) -> str:
        """Whose card this is, good or not; empty for nobody known here."""
