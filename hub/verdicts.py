"""Verdicts: what the hub makes of facts. Opinions, so they are sent, not chained; each goes to the fact's device."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from desktop.core import canonical
from desktop.core.feed import FeedVerdict
from hub.database import Session
from hub.outgoing import Outgoing

_SPACE = UUID("5c2e8a3e-5d0f-4a53-9a57-0d2a4b1e7c10")


def verdict_id(code: str, fact: str, other: str = "") -> str:
    """The same doubt about the same fact has one id, however often it is found."""
    return str(uuid5(_SPACE, f"{code}/{fact}/{other}"))


class Verdicts:
    def __init__(self, session: Session, outgoing: Outgoing, now: int) -> None:
        self._session = session
        self._outgoing = outgoing
        self._now = now

    def find(self, code: str, fact: str, device: str, detail: Mapping[str, str], *, other: str = "") -> None:
        """A verdict, sent unless it stands already."""
        verdict = verdict_id(code, fact, other)
        made = self._session.execute(
            "INSERT INTO verdicts (verdict, fact, device, code, detail, at, done)"
            " VALUES (?, ?, ?, ?, ?, ?, 0) ON CONFLICT (verdict) DO UPDATE SET done = 0, detail = excluded.detail,"
            " at = excluded.at WHERE verdicts.done = 1 OR verdicts.detail <> excluded.detail",
            (verdict, fact, device, code, canonical.encode(dict(detail)).decode(), self._now),
        )
        if made:
            self._send(verdict, fact, code, dict(detail), device, done=False)

    def settle_for(self, code: str, facts: Sequence[str]) -> None:
        """These facts need no hand any more."""
        self._settle(code, "fact", facts)

    def settle_these(self, code: str, verdicts: Sequence[str]) -> None:
        """These verdicts, by their ids."""
        self._settle(code, "verdict", verdicts)

    def _settle(self, code: str, column: str, values: Sequence[str]) -> None:
        if not values or not self._session.row("SELECT 1 FROM verdicts WHERE code = ? AND done = 0 LIMIT 1", (code,)):
            return
        rows = self._session.rows_in(
            f"SELECT verdict, fact, detail, device FROM verdicts WHERE code = ? AND done = 0 AND {column} IN",
            values,
            (code,),
        )
        for verdict, fact, detail, device in rows:
            self._session.execute("UPDATE verdicts SET done = 1, at = ? WHERE verdict = ?", (self._now, verdict))
            self._send(verdict, fact, code, canonical.decode(detail.encode()), device, done=True)

    def _send(self, verdict: str, fact: str, code: str, detail: dict[str, str], device: str, *, done: bool) -> None:
        self._outgoing.send(FeedVerdict(verdict, fact, code, detail, self._now, done), audience=device)
