"""A single page to a printer by name: the calibration page, the pages of the first start."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.errors import EnvironmentFailed
from desktop.devices.printer import NotPrinted, Order, Printers

_TROUBLES: dict[str, Callable[[], EnvironmentFailed]] = {
    "none": lambda: EnvironmentFailed("printer_none"),
    "out_of_paper": lambda: EnvironmentFailed("printer_out_of_paper"),
    "stopped": lambda: EnvironmentFailed("printer_stopped"),
    "failed": lambda: EnvironmentFailed("printer_failed"),
}


class Queue:
    """Fulfils the window's `Printing` on top of the system's printers; called on worker threads."""

    def __init__(self, printers: Printers) -> None:
        self._printers = printers

    def names(self) -> tuple[str, ...]:
        return tuple(found.name for found in self._printers.look())

    def send(self, paper: bytes, printer: str, shift_tenths: tuple[int, int]) -> None:
        """Raises `EnvironmentFailed`: `printer_none`, `printer_out_of_paper`, `printer_stopped`, `printer_failed`."""
        order = Order(paper, "quanyi", printer, shift=shift_tenths)
        try:
            self._printers.send(order, lambda _page: None, lambda: False)
        except NotPrinted as trouble:
            raise _TROUBLES.get(trouble.code, _TROUBLES["failed"])() from trouble
