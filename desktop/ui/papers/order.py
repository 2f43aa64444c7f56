"""A paper's order to a printer, as it is in front."""

from __future__ import annotations

from desktop.core.preferences import Preferences
from desktop.core.words import Words
from desktop.devices.printer import Order
from desktop.ui.papers.state import Shown


def order_of(pdf: bytes, words: Words, here: Preferences, shown: Shown) -> Order:
    """Its habit decides, else what the machine is set to; the title names nobody."""
    wish, habit = shown.wish, shown.habit
    title = words.say("ui.papers.job", paper=words.say(f"plain.paper.{wish.kind}"), when=wish.day or wish.month)
    both = habit.duplex and shown.leaf is not None and shown.leaf.pages > 1
    shift = (here.shift_x, here.shift_y)
    return Order(pdf, title.strip(), habit.printer or here.printer, habit.copies, both, shift)
