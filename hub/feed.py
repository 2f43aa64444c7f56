"""The feed: signed pages of what a site needs, and the comparison of heads and sums after every round."""

from __future__ import annotations

from desktop.core import canonical, signed
from desktop.core.feed import ITEMS_MOST, PAGE_PREAMBLE, Ask, Compared, Item, Page
from desktop.core.signed import Signed
from hub.compare import compare
from hub.database import Database, Session
from hub.denied import Denied
from hub.journal import Clock, hub_epoch
from hub.keys import HubKeys
from hub.members import Member
from hub.outgoing import POSITION

BYTES_MOST = 2 * 1024 * 1024
HEADS_MOST, SUMS_MOST = 200, 500


class Feed:
    def __init__(self, database: Database, keys: HubKeys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    def page(self, member: Member, ask: Ask) -> Signed:
        """The page behind a cursor. Raises `Denied(400)` for an ask that is beyond its limits."""
        if ask.v != 1 or not 1 <= ask.limit <= ITEMS_MOST or len(ask.heads) > HEADS_MOST or len(ask.sums) > SUMS_MOST:
            raise Denied(400, "body_wrong")
        now = self._clock.now()
        with self._database.read() as session:
            epoch = hub_epoch(session)
            after = ask.after if ask.hub_epoch == epoch else 0
            items, following, more = self._items(session, member, after, ask.limit, now)
            compared = None if more else compare(session, member.device, ask)
        self._note(member, ask, compared, now)
        page = Page(1, self._keys.id, epoch, member.device, after, following, more, items, compared, now)
        return signed.sign(self._keys.device, PAGE_PREAMBLE, page)

    def _items(
        self, session: Session, member: Member, after: int, limit: int, now: int
    ) -> tuple[list[Item], int, bool]:
        """Items, the cursor behind them, and whether more wait."""
        row = session.row("SELECT value FROM hub_state WHERE name = ?", (POSITION,))
        top = int(row[0]) if row else 0
        part = (
            "SELECT position, sort, body FROM (SELECT position, sort, body FROM feed WHERE audience = ?"
            " AND position > ? AND origin <> ? AND source <> ? AND (until = 0 OR until > ?)"
            " ORDER BY position LIMIT ?) p{number}"
        )
        audiences = ("", member.site, member.device)
        sql = " UNION ALL ".join(part.format(number=number) for number in range(len(audiences)))
        values: list[object] = []
        for audience in audiences:
            values += (audience, after, member.site, member.device, now, limit + 1)
        rows = sorted(session.rows(sql, values))[: limit + 1]
        items: list[Item] = []
        size = 0
        for position, sort, body in rows[:limit]:
            size += len(body)
            if items and size > BYTES_MOST:
                break
            items.append(Item(position, sort, canonical.decode(body.encode())))
        more = len(items) < len(rows)
        return items, items[-1].position if more else max(top, after), more

    def _note(self, member: Member, ask: Ask, compared: Compared | None, now: int) -> None:
        """For the supervisor's page: when a device came, its clock, whether both sides agree (-1: not known)."""
        agree = -1 if compared is None else int(compared.agree)
        with self._database.write() as session:
            session.execute(
                "INSERT INTO contacts (device, at, clock, software, agree) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (device) DO UPDATE SET at = excluded.at, clock = excluded.clock,"
                " software = excluded.software, agree = excluded.agree",
                (member.device, now, ask.clock, ask.software[:80].replace("\0", ""), agree),
            )
