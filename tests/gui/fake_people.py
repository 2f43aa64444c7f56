"""The page of people without a store: a list of any length, known phones, and what was registered."""

from __future__ import annotations

import threading
from dataclasses import replace

from desktop.core.people import masked_name, masked_phone
from desktop.core.people_pages import CardMade, KnownPhone, NewPerson, PeopleList, PersonLine, RegisterForm

KNOWN = "13805310427"
LONG = "阿卜杜热合曼·买买提江"


def line(at: int) -> PersonLine:
    groups = ("courier", "delivery_rider", "ride_hailing_driver", "truck_driver", "live_streamer", "other_outdoor")
    card = f"QY-{at:04d}-TEST" if at % 4 else ""
    return PersonLine(f"people{at}", "马**", masked_phone(f"138{at:08d}"), groups[at % 6], card, at % 3 > 0)


class FakePeople:
    """Attributes:
    count: how many people there are.
    asked: the pages asked for; made, replaced: what was written.
    trouble: raised by the next write. gate: closed, the next question waits.
    """

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.asked: list[tuple[str, str, int]] = []
        self.checked: list[str] = []
        self.made: list[NewPerson] = []
        self.replaced: list[str] = []
        self.trouble: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.paper = b""
        self.owner: str = ""
        self.companies = ("蓝湾配送大明湖站", "蓝湾配送泉城路站", "顺丰", "中通")
        self.shown = RegisterForm(
            (("badge", {"zh": "工牌或工装", "en": "Badge or uniform"}),
             ("order_screen", {"zh": "骑手端接单页", "en": "The order screen of the rider's app"})),
            {"zh": "我同意驿站为提供服务记下姓名和手机号，随时可以要求删除。" * 3, "en": "I agree. " * 30},
            self.companies,
            "曲水亭驿站",
            "2028-11-20",
        )  # fmt: skip

    def page(self, text: str, after: str, most: int) -> PeopleList:
        self.asked.append((text, after, most))
        if text == "nobody":
            return PeopleList(())
        first = int(after) if after else 0
        rows = tuple(line(at) for at in range(first, min(self.count, first + most)))
        last = first + len(rows)
        return PeopleList(rows, str(last) if last < self.count else "", self.count)

    def form(self) -> RegisterForm:
        return self.shown

    def known(self, phone: str) -> KnownPhone | None:
        self.checked.append(phone)
        self.gate.wait(10)
        if phone != KNOWN:
            return None
        return KnownPhone("people1", "马**", "delivery_rider", "2025-12-03", "曲水亭驿站", "2027-12-03")

    def register(self, person: NewPerson, language: str, *, paper: bool) -> CardMade:
        if self.trouble is not None:
            error, self.trouble = self.trouble, None
            raise error
        self.made.append(replace(person))
        return CardMade("people0", masked_name(person.name), self.paper if paper else b"")

    def replace_card(self, rider: str, language: str) -> CardMade:
        self.replaced.append(rider)
        return CardMade(rider, "马**", self.paper)

    def rider_of(self, card: str) -> str:
        return self.owner
