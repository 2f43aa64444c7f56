"""Frozen data of the papers of the first start: the recovery code 恢复码, and a page to try the printer with."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.papers import Frame


@dataclass(frozen=True)
class RecoverySheet:
    """`code` in groups of four, as it is typed."""

    frame: Frame
    code: str


@dataclass(frozen=True)
class TrialPage:
    """Nothing but its frame: whether it comes out straight and black is what it is for."""

    frame: Frame
