"""The frozen data of the Hub page: what was captured and where it stands, what needs a hand, the log of rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class KindLine:
    """Entries of one kind: captured = acknowledged + waiting + flagged. The whole has an empty `kind`."""

    kind: str
    captured: int
    acknowledged: int
    waiting: int
    flagged: int


@dataclass(frozen=True)
class TrayRow:
    """What the hub makes of a fact of ours: `verdict.CODE` says it, `verdict_todo.CODE` what to do. `at` ms UTC,
    `day` and `kind` of the fact, empty where it is not here.
    """

    verdict: str
    fact: str
    code: str
    kind: str
    day: str
    at: int
    detail: Mapping[str, str]


@dataclass(frozen=True)
class RoundRow:
    """`outcome` is a code of `sync_outcome.*`, else of `error.*`; `at` ms UTC."""

    at: int
    way: str
    outcome: str
    pushed: int
    pulled: int


@dataclass(frozen=True)
class HubPage:
    """`url` is empty before joining. `agrees` None while both sides have not counted. `cannot_send` entries of a
    replaced device that only its own key could sign. Last success and failure in ms UTC with their outcome.
    """

    url: str
    hub: str
    site: str
    whole: KindLine
    kinds: tuple[KindLine, ...]
    cannot_send: int
    agrees: bool | None
    last_done: tuple[int, str] | None
    last_failed: tuple[int, str] | None
    tray: tuple[TrayRow, ...]
    rounds: tuple[RoundRow, ...]
