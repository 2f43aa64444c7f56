"""The Papers page's counter without services: a few kinds, a paper of two pages, and it can be told to wait or fail."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

from reportlab.pdfgen import canvas

from desktop.core.errors import Trouble
from desktop.core.paper_pages import (
    DAY,
    MONTH,
    PaperChoice,
    PaperKind,
    PapersPage,
    PaperStanding,
    PaperWish,
    PrintHabit,
)
from desktop.core.watch import UNWATCHED, Watch

KINDS = (
    PaperKind("figures", "month", MONTH, table="figures"),
    PaperKind("settlement", "month", MONTH, chosen=True, table="meals"),
    PaperKind("callbacks", "month", chosen=True, recorded=True, roles=("supervisor",)),
    PaperKind("daily", "day", DAY, table="visits"),
    PaperKind("register", "day", chosen=True, recorded=True),
    PaperKind("checklist", "standard"),
    PaperKind("inspection", "standard", chosen=True, table="inspections"),
    PaperKind("cards", "station", chosen=True, sizes=("a4", "cr80", "label"), names=True),
)
CHOICES = {
    "settlement": (
        PaperChoice("m1", {"zh": "老街面馆", "en": "Old Street Noodles"}, whose="m1"),
        PaperChoice("m2", {"zh": "济南泉城路阿卜杜热合曼·买买提江清真牛肉拉面馆（泉城路总店）",
                           "en": "Abdurahman Mamatjan's Halal Beef Noodle House of Jinan"}, whose="m2"),
    ),
    "callbacks": (PaperChoice("s1", "2026-10"),),
    "register": (PaperChoice("r1", "2026-11-20"),),
}  # fmt: skip


def paper_of(pages: int = 2, said: str = "paper") -> bytes:
    out = io.BytesIO()
    drawn = canvas.Canvas(out, invariant=1)
    for page in range(1, pages + 1):
        drawn.setFont("Helvetica", 40)
        drawn.drawString(100, 700, f"{said} {page}")
        drawn.rect(60, 60, 200, 200, fill=1)
        drawn.showPage()
    drawn.save()
    return out.getvalue()


class FakePapers:
    """Attributes:
    pdf: what is made.
    trouble: what making it comes to next.
    gate: closed, making takes until it is opened.
    calls: what was asked, but for pages and standings.
    known: what stands beside a paper.
    more: choices of other kinds.
    """

    def __init__(self) -> None:
        self.pdf = paper_of()
        self.trouble: Trouble | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.calls: list[tuple[object, ...]] = []
        self.threads: list[str] = []
        self.known = PaperStanding()
        self.kinds = KINDS
        self.more: dict[str, tuple[PaperChoice, ...]] = {}

    def made(self, what: str) -> list[tuple[object, ...]]:
        return [call[1:] for call in self.calls if call[0] == what]

    def page(self) -> PapersPage:
        return PapersPage(self.kinds, "2026-11-21", "2026-10", "2026-08")

    def choices(self, kind: str, month: str) -> tuple[PaperChoice, ...]:
        """A month before the last is settled: what stands there are settlements, of the same merchants."""
        found = self.more.get(kind) or CHOICES.get(kind, ())
        if kind == "settlement" and month < "2026-10":
            return tuple(replace(each, id=f"{each.id}-{month}") for each in found)
        return found

    def make(self, wish: PaperWish, language: str, watch: Watch = UNWATCHED) -> bytes:
        self.threads.append(threading.current_thread().name)
        watch.step(1200, 30000)
        self.gate.wait(10)
        watch.check()
        self.calls.append(("make", wish, language))
        if self.trouble is not None:
            error, self.trouble = self.trouble, None
            raise error
        return self.pdf

    def standing(self, wish: PaperWish) -> PaperStanding:
        return self.known

    def printed(self, wish: PaperWish, habit: PrintHabit) -> None:
        self.calls.append(("printed", wish, habit))
        self.known = replace(self.known, printed_at=1_795_234_000_000, habit=habit)

    def export(self, wish: PaperWish, place: str, language: str) -> int:
        self.calls.append(("export", wish, place))
        return 7
