"""The board of slips without a store: a few slips in every state, and what was issued."""

from __future__ import annotations

from dataclasses import replace

from desktop.core.health_pages import (
    LIVING,
    RESTING,
    Board,
    Column,
    NewSlip,
    SlipCard,
    SlipForm,
    SlipMade,
    SlipPerson,
    SlotChoice,
)

HOSPITAL = "济南市第四人民医院健康管理中心（市中院区）"


def card(number: int, state: str, **more: object) -> SlipCard:
    given = SlipCard(
        f"slips{number}",
        "李**",
        "138****0427",
        "ride_hailing_driver",
        "checkup",
        HOSPITAL,
        f"RQ4-7M2-K9{number}",
        state,
        "2026-11-18",
        next={"issued": "book", "booked": "attended", "attended": "stub"}.get(state, ""),
    )
    return replace(given, **more)  # type: ignore[arg-type]


LATE = card(0, "issued", why="not_booked", days=3, name="阿卜****")
CARDS = (
    LATE,
    card(1, "issued"),
    card(2, "booked", day="2026-11-24", time="08:00"),
    card(3, "waiting", turn=2, next="book"),
    card(4, "attended", why="no_stub", days=8),
)


class FakeHealth:
    """Attributes:
    cards: the slips. made: what was issued. people: who is found. trouble: raised by the next write.
    """

    def __init__(self, *, empty: bool = False) -> None:
        self.cards = () if empty else CARDS
        self.made: list[NewSlip] = []
        self.asked: list[str] = []
        self.trouble: Exception | None = None
        self.paper = b""
        self.people = (
            SlipPerson("p1", "马**", "138****0427", "delivery_rider"),
            SlipPerson("p2", "马*", "139****0427", "courier", "2026-03-02"),
        )
        self.partners = () if empty else (("h1", HOSPITAL), ("h2", "历下区人民医院"))

    def _of(self, *states: str) -> tuple[SlipCard, ...]:
        return tuple(each for each in self.cards if each.state in states)

    def board(self) -> Board:
        columns = tuple(
            Column(state, len(found), found)
            for state in LIVING
            for found in (self._of(*(("booked", "waiting") if state == "booked" else (state,))),)
        )
        calls = tuple(each for each in self.cards if each.why)
        return Board(calls, columns, tuple((state, 26 if self.cards else 0) for state in RESTING))

    def listed(self, state: str) -> tuple[SlipCard, ...]:
        return tuple(card(at, state, next="") for at in range(10, 13))

    def form(self) -> SlipForm:
        slots = (
            SlotChoice("s1", "h1", "2026-11-24", "08:00–10:00", 3),
            SlotChoice("s2", "h1", "2026-11-25", "08:00–10:00", 0),
        )
        return SlipForm(self.partners, slots if self.partners else ())

    def whom(self, text: str) -> tuple[SlipPerson, ...]:
        self.asked.append(text)
        if text.startswith("QY1"):
            return self.people[:1]
        return () if text.startswith("无") else self.people

    def issue(self, slip: NewSlip, language: str) -> SlipMade:
        if self.trouble is not None:
            error, self.trouble = self.trouble, None
            raise error
        self.made.append(slip)
        return SlipMade("slips9", "马**", "booked" if slip.slot else "issued", self.paper)
