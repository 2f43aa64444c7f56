"""The settings' counter without a store: knows two cards, makes a page of paper that was handed in."""

from __future__ import annotations

from desktop.core.settings_pages import CodeLook


class FakeSettings:
    """Attributes:
    paper: the calibration page.
    asked: what was asked, in order.
    """

    def __init__(self) -> None:
        self.paper = b""
        self.asked: list[tuple[object, ...]] = []

    def look_at(self, code: str) -> CodeLook:
        self.asked.append(("look_at", code))
        if code.upper().startswith("QY1" + "C" * 20):
            return CodeLook("card_expired", "王*", "courier", "2026-10-01")
        if code.upper().startswith("QY1"):
            return CodeLook("good", "马**", "delivery_rider", "2028-11-20")
        return CodeLook("not_a_card")

    def calibration(self, shift_tenths: tuple[int, int], language: str) -> bytes:
        self.asked.append(("calibration", shift_tenths, language))
        return self.paper
