"""What the page says in one glance: the one sentence that is true now, with its colour and icon, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.core.hub_pages import HubPage, KindLine
from desktop.core.shift import PARTS, part_of
from desktop.core.words import Words

# Outcomes after which the network is what is waited for.
NETWORK = ("hub_unreachable", "hub_slow", "hub_strange")


# What a round may come to besides success; each has a few words under `ui.hub.reason`.
OUTCOMES = (
    "hub_refused",
    "stick_cut",
    "hub_round_broken",
    "hub_unreachable",
    "hub_slow",
    "hub_busy",
    "hub_strange",
    "hub_unsigned",
    "hub_other_version",
    "hub_answer_wrong",
    "hub_confused",
    "hub_disagrees",
    "hub_revoked",
)


@dataclass(frozen=True)
class State:
    """`ui.hub.state.CODE.said` says it with `values`, `…told` what it means. `tone` is good, accent, attention or
    wrong.
    """

    code: str
    tone: str
    icon: str
    values: Mapping[str, object] = field(default_factory=dict)


def latest_failure(page: HubPage) -> str:
    """The outcome of the latest round, when it did not succeed."""
    outcome = page.rounds[0].outcome if page.rounds else "done"
    return "" if outcome == "done" else outcome


def state_of(page: HubPage) -> State:
    """The gravest thing first; being without a network is normal and no alarm."""
    whole, failed = page.whole, latest_failure(page)
    if not page.url:
        return State("apart", "accent", "info", {"count": f"{whole.captured:,}"})
    waiting = {"count": f"{whole.waiting:,}"}
    if page.agrees is False or not adds_up(page):
        return State("disagrees", "wrong", "warn")
    if failed == "hub_revoked":
        return State("revoked", "wrong", "warn")
    if failed == "hub_refused":
        return State("refused", "wrong", "warn", waiting)
    if page.tray:
        more = "more" if whole.waiting else "rest"
        count = {"count": str(len(page.tray)), "waiting": f"{whole.waiting:,}"}
        return State(f"flagged_{more}", "attention", "warn", count)
    if not whole.waiting:
        return State("all", "good", "check")
    if whole.waiting == page.cannot_send:
        return State("cannot_send", "attention", "warn", waiting)
    if failed:
        return State("offline" if failed in NETWORK else "later", "accent", "clock", waiting)
    return State("waiting", "accent", "sync", waiting)


def reason(words: Words, outcome: str) -> str:
    """Why a round did not succeed, or that it did, in a few words."""
    key = f"ui.hub.reason.{outcome}"
    return words.say(key) if words.has(key) else words.say("ui.hub.reason.other")


def adds_up(page: HubPage) -> bool:
    """Whether every line is the sum of its parts, and the whole that of the lines."""
    lines = (*page.kinds, page.whole)
    each = all(line.captured == line.acknowledged + line.waiting + line.flagged for line in lines)
    return each and sum(line.captured for line in page.kinds) == page.whole.captured


def by_part(kinds: tuple[KindLine, ...]) -> tuple[KindLine, ...]:
    """The lines of kinds put together by the parts that people know (`paper.reconciliation.PART`); without empty
    ones.
    """
    sums: dict[str, list[int]] = {part: [0, 0, 0, 0] for part in PARTS}
    for line in kinds:
        counts = (line.captured, line.acknowledged, line.waiting, line.flagged)
        part = sums[part_of(line.kind)]
        sums[part_of(line.kind)] = [one + more for one, more in zip(part, counts, strict=True)]
    return tuple(KindLine(part, *counts) for part, counts in sums.items() if counts[0])
