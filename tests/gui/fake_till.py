"""A till's allotment and its paper, without a store."""

from __future__ import annotations

from desktop.core.till_pages import Budget


class FakeTill:
    """Fulfils `till_pages.TillCounter`.

    Attributes:
        left: what `budget` says; asked: papers that were asked for; tails: answers to the tail question.
    """

    def __init__(self, paper: bytes = b"") -> None:
        self.left: Budget | None = Budget("2026-11", 3_000_000, 1_234_500, 80, 47)
        self.paper = paper
        self.asked: list[tuple[str, str]] = []
        self.tails: list[tuple[str, str]] = []

    def budget(self, merchant: str) -> Budget | None:
        return self.left if merchant == "M1" else None

    def answer_tail(self, meal: str, result: str) -> None:
        self.tails.append((meal, result))

    def shift_paper(self, merchant: str, language: str) -> bytes:
        self.asked.append((merchant, language))
        return self.paper
