"""What is done off the painting thread for a paper: it is made, and sent to a printer; both can be stopped."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.paper_pages import PaperCounter, PaperWish, PrintHabit
from desktop.core.preferences import Preferences
from desktop.core.watch import Halted, Watch
from desktop.devices.printer import Order, Printers, sent
from desktop.ui.papers.pages import Leaf, leaf_of
from desktop.ui.papers.state import Work


def make(
    papers: PaperCounter, wish: PaperWish, language: str, work: Work, wanted: Callable[[], bool]
) -> tuple[bytes, Leaf] | None:
    """The paper; None when 停下 was pressed, or another one is wanted by now."""

    def told(done: int, total: int) -> None:
        work.done, work.total = done, total

    def halted() -> bool:
        return work.halted or not wanted()

    if halted():
        return None
    try:
        pdf = papers.make(wish, language, Watch(told, halted))
    except Halted:
        return None
    return pdf, leaf_of(pdf)


def order_of(pdf: bytes, name: str, leaf: Leaf, habit: PrintHabit, here: Preferences) -> Order:
    """To the printer that was used last for the kind, else the machine's; one page has no other side."""
    shift = here.shift_x, here.shift_y
    return Order(pdf, name, habit.printer or here.printer, habit.copies, habit.duplex and leaf.pages > 1, shift)


def send(printers: Printers, order: Order, work: Work) -> str:
    """Empty when it was sent, else the code of what kept it from being printed."""

    def told(done: int) -> None:
        work.done = done

    return sent(printers, order, told, lambda: work.halted)
