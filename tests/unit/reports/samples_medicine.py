"""Papers of the medicine box to try: plain, with long names over many lines, and with nothing in them."""

from __future__ import annotations

from desktop.core.medicine_papers import (
    DisposalPaper,
    GoneLine,
    HoldingLine,
    MedicineRegister,
    MoveLine,
    ProductSum,
)
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME

NAMES = ("创可贴", "碘伏", "藿香正气口服液", "布洛芬缓释胶囊", "医用纱布")
KINDS = ("stocked", "taken", "counted", "opened", "parted", "disposed")
STATES = ("expired", "soon", "ok", "odd")


def register(count: int = 12, *, long: bool = False, empty: bool = False) -> MedicineRegister:
    def name(number: int) -> str:
        return LONG if long and number % 4 == 1 else NAMES[number % len(NAMES)]

    batch = "H" * 30 if long else "220817"
    moves = tuple(
        MoveLine(
            day=f"2026-11-{number % 20 + 1:02d}",
            name=name(number),
            batch=batch,
            kind=KINDS[number % len(KINDS)],
            came=9_999 if number % 3 == 0 else 0,
            went=2 if number % 3 == 1 else 0,
            left=9_999 - number,
            by="王**",
            note="破损或污染" if number % 6 == 5 else "",
        )
        for number in range(count)
    )
    sums = tuple(ProductSum(name(n), "片", 97, 50, 2, n - 2, 3, 142) for n in range(0 if empty else 5))
    holdings = tuple(
        HoldingLine(
            name(number), "缓释胶囊", batch, "2027-03-31", "2026-11-16", "2026-11-23", 96, "片", STATES[number % 4]
        )
        for number in range(0 if empty else 30 if long else 6)
    )
    frame = LONG_FRAME if long else FRAME
    return MedicineRegister(frame, "2026-11", "2026-11-21", "2026.1", sums, moves, holdings)


def disposal(count: int = 3, *, long: bool = False) -> DisposalPaper:
    lines = tuple(
        GoneLine(
            LONG if long and number % 3 == 1 else NAMES[number % len(NAMES)],
            "缓释胶囊",
            "H" * 30 if long else "Z33-1",
            "2026-11-05",
            "2026-11-05",
            number + 1,
            "盒",
            "街道配发",
        )
        for number in range(count)
    )
    return DisposalPaper(
        frame=LONG_FRAME if long else FRAME,
        day="2026-11-21",
        time="09:00",
        reason="过期",
        receiver=LONG if long else "",
        note="包装完好，交共青团路药店。" * (8 if long else 1),
        operator="王**",
        witness="李**",
        lines=lines,
    )
