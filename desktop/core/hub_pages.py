"""The frozen data of the Hub page: what was captured and where it stands, what needs a hand, the log of rounds.

And what the page asks: `HubCounter`, which the services' side of the window fulfils.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

# Verdicts and flags that come in runs: one row of the tray tells of all of them. The rest stand each by itself.
GATHERED = ("clock_skewed", "clock_behind", "body_wrong", "unknown_kind", "missing_reference", "budget_overspent")
# Flags of this device itself among them.
OWN_FLAGS = ("clock_behind", "body_wrong", "unknown_kind")
# Outcomes of a round that no later round mends by itself: somebody must see to them.
GRAVE = ("hub_disagrees", "hub_revoked", "hub_refused")


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
    """What the hub or this device makes of a fact of ours: `verdict.CODE` says it, `verdict_todo.CODE` what to do.

    `at` ms UTC, `day` and `kind` of the fact, empty where it is not here. `name` (masked), `place` (a merchant's name)
    and `time` (`HH:MM`) tell which one; `subject` is whom it is about. A row of several (`count`) has no `verdict`: it
    is put aside by its code, and `day` is its first one, `last_day` its last.
    """

    verdict: str
    fact: str
    code: str
    kind: str
    day: str
    at: int
    detail: Mapping[str, str]
    name: str = ""
    place: str = ""
    time: str = ""
    subject: str = ""
    count: int = 1
    last_day: str = ""


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


@dataclass(frozen=True)
class HubStatus:
    """What the status line says of the hub: `last_done` ms UTC (0 for never), `failed` the outcome of a round that
    failed after the last success (empty for none), `agrees` as in `HubPage`, `tray` how many rows the tray has.
    """

    joined: bool = False
    last_done: int = 0
    failed: str = ""
    agrees: bool | None = None
    tray: int = 0

    @property
    def grave(self) -> str:
        """What no later round mends by itself, as an outcome; empty for none."""
        return "hub_disagrees" if self.agrees is False else self.failed if self.failed in GRAVE else ""


@dataclass(frozen=True)
class Carried:
    """What came of a file to or from a stick. `file` where it is, `facts` entries in it; `acknowledged` more than
    before by it, `waiting` as it stands after it, `outcome` as of a round.
    """

    file: str
    facts: int = 0
    acknowledged: int = 0
    waiting: int = 0
    outcome: str = "done"


class HubCounter(Protocol):
    """What the Hub page asks. Every method may raise `desktop.core.errors.Trouble`; called on worker threads. Those
    that speak with the hub or a stick may take minutes, and are never called on the thread of the counter's writes.
    """

    def page(self) -> HubPage: ...
    def join(self, url: str, code: str) -> None:
        """Joins the hub; the first round follows in the background."""

    def sync(self) -> None:
        """A round, waited for. Raises what it came to."""

    def pack(self, place: str) -> Carried: ...
    def unpack(self, places: tuple[str, ...]) -> Carried:
        """Takes the hub's answers from files, or from folders that hold them."""

    def put_aside(self, verdict: str, code: str) -> None:
        """A row of the tray was seen to: by its verdict, or all of its code where it has none."""
