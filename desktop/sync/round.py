"""One round: push all, what lies beside, pull all, compare. Broken off anywhere, the next one goes on."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.core.errors import Broken, EnvironmentFailed
from desktop.core.feed import Compared
from desktop.store import membership, outbox
from desktop.store.membership import Membership
from desktop.store.rounds import DONE, Round, RoundResult, note_round
from desktop.sync.beside import send_beside
from desktop.sync.client import Client
from desktop.sync.line import Line
from desktop.sync.pull import pull
from desktop.sync.push import Push
from desktop.sync.sheets import fetch_sheets
from desktop.sync.told import fetch_told
from desktop.sync.trouble import Final, Later, Over, Revoked

NETWORK = "network"
AGAIN_MOST = 3


@dataclass
class _Counts:
    pushed: int = 0
    pulled: int = 0
    full: bool = False


def run_round(line: Line) -> RoundResult:
    """Raises `Refused("hub_none")`; `Later` when the hub is to be asked again; `Broken("hub_disagrees")` when both
    sides have counted and differ; `EnvironmentFailed("hub_revoked")`. What was done until then is kept, and the
    round stands in the log either way.
    """
    member = line.member()
    client = line.client()
    counts = _Counts()
    outcome = "hub_round_broken"
    try:
        outcome = _steps(line, client, member, counts)
    except Later as later:
        outcome = later.trouble.code
        raise
    finally:
        client.close()
        note_round(line.store, Round(line.store.clock.now(), NETWORK, outcome, counts.pushed, counts.pulled))
    result = line.result(counts.pushed, counts.pulled)
    _say(outcome, result)
    return result


def _say(outcome: str, result: RoundResult) -> None:
    document = {name: getattr(result, name) for name in RoundResult.__dataclass_fields__}
    if outcome == "hub_disagrees":
        raise Broken("hub_disagrees", document=document)
    if outcome == "hub_revoked":
        raise EnvironmentFailed("hub_revoked", document=document)


def _steps(line: Line, client: Client, member: Membership, counts: _Counts) -> str:
    """The round's outcome; begins again where the hub turns out to be in another epoch than it was pushed under."""
    for _ in range(AGAIN_MOST):
        push = Push(line.store, line.key, client, member, line.moved)
        try:
            push.run()
        finally:
            counts.pushed += push.sent
            line.note_held()
        before = _hub_epoch(line)
        try:
            compared = _rest(line, client, member, counts)
        except Revoked:
            return "hub_revoked"
        except Over as over:
            if not _shown_any(line, push):
                raise Later(EnvironmentFailed("hub_confused")) from over
            continue
        if _hub_epoch(line) != before:
            continue
        if compared is None or compared.agree:
            return "hub_refused" if push.refused else "hub_beside_full" if counts.full else DONE
        if not _shown(line, push, compared):
            break
    return "hub_disagrees"


def _hub_epoch(line: Line) -> str:
    with line.store.read() as connection:
        return membership.hub_epoch(connection)


def _rest(line: Line, client: Client, member: Membership, counts: _Counts) -> Compared | None:
    try:
        counts.full = send_beside(line.store, client, member).full
        pulled = pull(line.store, client, member, line.software)
        fetch_sheets(line.store, line.key, client, line.terms)
        fetch_told(line.store, client)
    except Final as final:
        # a hub that knows none of these paths is of another version
        raise Later(EnvironmentFailed("hub_other_version", status=final.status)) from final
    counts.pulled += pulled.items
    if pulled.keys:
        line.learn()
    return pulled.compared


def _shown_any(line: Line, push: Push) -> bool:
    """A hub that was restored to before its present epoch began is shown a receipt of it."""
    with line.store.read() as connection:
        logs = outbox.own_logs(connection, line.store.device, membership.hub_epoch(connection))
    return any(push.show_receipt(log.epoch) for log in logs if log.held)


def _shown(line: Line, push: Push, compared: Compared) -> bool:
    """A hub that holds less than its own receipts say was restored: it is shown them, and all is pushed again."""
    with line.store.read() as connection:
        logs = outbox.own_logs(connection, line.store.device, membership.hub_epoch(connection))
    holds = {head.epoch: head.seq for head in compared.heads}
    behind = [log.epoch for log in logs if log.held and holds.get(log.epoch, log.held) < log.held]
    return any(push.show_receipt(epoch) for epoch in behind)
