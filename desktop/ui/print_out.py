"""A paper that a page shows goes to the printer: the usual one, one copy, moved as the calibration page says."""

from __future__ import annotations

from desktop.devices.printer import Order, sent
from desktop.ui.stage import Desk


class PrintOut:
    """For whoever is at the counter. The page 报表 prints by itself: it knows copies, sides and what is recorded."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._busy = False

    def send(self, paper: bytes, place: str) -> None:
        """`place` is the page it was shown on, for the queue: the title names nobody. One at a time."""
        if self._busy or not paper:
            return
        self._busy = True
        desk, stage = self._desk, self._desk.stage
        here, words = desk.machine.preferences, stage.words
        title = words.say("ui.papers.job", paper=words.say(f"ui.page.{place}"), when="").strip()
        order = Order(paper, title, here.printer, 1, False, (here.shift_x, here.shift_y))
        pages, printers = [0], desk.machine.printers

        def told(done: int) -> None:
            pages[0] = done

        def then(code: str) -> None:
            self._busy = False
            said = f"ui.papers.not_printed.{code}"
            stage.show_toast(stage.words.say(said) if code else stage.words.say("ui.papers.sent", count=pages[0]))

        def failed(error: Exception) -> None:
            self._busy = False
            stage.show_trouble(error)

        desk.tasks.run_paper(lambda: sent(printers, order, told), then, failed)
