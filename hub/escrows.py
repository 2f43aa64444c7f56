"""What supervisors do with the escrow: become a keeper, ask to see an identity, agree, and look once.

Each act is a fact of the hub's journal. Between the two nothing lies in the database that the hub itself could open:
whoever agrees takes the first lock off, what is left is locked for whoever asked, and what that one then sees is
locked again for the other.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from desktop.core import canonical, sheet
from desktop.core.errors import Refused
from desktop.core.escrow import AGREED, ASKED, EscrowAgreed, EscrowAsked, EscrowKeeperNamed, EscrowShown
from desktop.core.keys import DeviceKey
from desktop.core.stick import seal_to
from desktop.tables.meal_states import meal_state
from hub.escrow_key import key_of, new_code, take_off
from hub.supervision import Supervision, Supervisor, Writer, allowed

PAGE = 50
# From the question to the last look.
OPEN_MS = 30 * 60_000
REASON_LEAST = 4


@dataclass(frozen=True)
class Sealed:
    """An identity in escrow: whose (a pseudonym), until which day, and of how many meals with a subsidy."""

    rider: str
    until: str
    kept_at: int
    meals: int
    subsidy_fen: int


@dataclass(frozen=True)
class Opening:
    """A question that was asked; times in ms UTC, 0 where it did not come to that. Names are full: they are of
    supervisors.
    """

    opening: str
    rider: str
    reason: str
    until: int
    asked_at: int
    asked_by: str
    asker: str
    agreed_at: int
    agreed_by: str
    agreer: str
    asked_shown: int
    agreed_shown: int


@dataclass(frozen=True)
class Keeper:
    keeper: str
    name: str
    named_at: int


class Escrows:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("escrow_see")
    def keepers(self, by: Supervisor) -> tuple[Keeper, ...]:
        """Those who hold a code; a district has a few."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT k.keeper, coalesce(s.name, ''), k.named_at FROM escrow_keepers k"
                    " LEFT JOIN supervisors s ON s.operator = k.keeper ORDER BY k.named_at, k.keeper LIMIT 100"
                )
            )
            return tuple(Keeper(*row) for row in rows)

    @allowed("escrow_see")
    def page(self, by: Supervisor, after: str = "") -> tuple[Sealed, ...]:
        """What lies in escrow, by pseudonym after `after`, at most 50."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    "SELECT e.rider, e.until, e.kept_at, count(m.fact), coalesce(sum(m.subsidy_fen), 0) FROM escrows e"
                    f" LEFT JOIN meals m ON m.rider = e.rider AND m.subsidy_fen > 0 AND {meal_state('m')} <> 'voided'"
                    " WHERE e.destroyed_at IS NULL AND e.until IS NOT NULL AND e.rider > :after"
                    " GROUP BY e.rider, e.until, e.kept_at ORDER BY e.rider LIMIT :most"
                ),
                {"after": after, "most": PAGE},
            )
            # PostgreSQL's sums are numerics
            return tuple(Sealed(rider, until, kept, meals, int(fen)) for rider, until, kept, meals, fen in rows)

    @allowed("escrow_see")
    def openings(self, by: Supervisor) -> tuple[Opening, ...]:
        """The newest questions, with what became of them: at most 50."""
        with self.hub.ground.read() as connection:
            return self._openings(connection, "ORDER BY o.asked_at DESC, o.opening LIMIT :most", {"most": PAGE})

    @allowed("escrow_see")
    def one(self, by: Supervisor, opening: str) -> Opening:
        """Raises `Refused("escrow_opening_unknown")`."""
        with self.hub.ground.read() as connection:
            return self._one(connection, opening)

    @allowed("escrow_keep")
    def become_keeper(self, by: Supervisor, sure: bool) -> str:
        """A new code for this supervisor, shown once and kept nowhere; an older one opens only what it locked."""
        if not sure:
            raise Refused("escrow_not_sure")
        code = new_code()
        with self.hub.ground.write() as txn:
            body = EscrowKeeperNamed(by.id, key_of(code).public.hex())
            txn.append(body, by=by.id, site=self.hub.ground.site)
        return code

    @allowed("escrow_open")
    def sealed(self, by: Supervisor, rider: str) -> str:
        """The id itself; raises `Refused("escrow_unknown")` for nobody whose identity lies here."""
        with self.hub.ground.read() as connection:
            self._sealed(connection, rider)
        return rider

    @allowed("escrow_open")
    def ask(self, by: Supervisor, rider: str, reason: str) -> str:
        """Asks to see an identity, with a reason; another keeper has half an hour to agree. The opening's id."""
        if len(reason.strip()) < REASON_LEAST:
            raise Refused("reason_needed")
        with self.hub.ground.write() as txn:
            self._sealed(txn.connection, rider)
            self._keeper(txn.connection, rider, "other", by)
            note = txn.note(reason.strip()[:1_000])
            assert note is not None
            opening = self.hub.ground.other_id()
            body = EscrowAsked(opening, rider, note, self.hub.ground.now() + OPEN_MS)
            txn.append(body, by=by.id, site=self.hub.ground.site)
        return opening

    @allowed("escrow_open")
    def act(self, by: Supervisor, opening: str, code: str) -> dict[str, str] | None:
        """What a keeper's code does in an opening: the second agrees (None); afterwards each of the two sees the
        identity once. Raises `Refused`.
        """
        key = key_of(code)
        with self.hub.ground.write() as txn:
            found = self._one(txn.connection, opening)
            if found.until < self.hub.ground.now():
                raise Refused("escrow_over")
            if not found.agreed_at:
                if by.id == found.asked_by:
                    raise Refused("escrow_same_person")
                self._agree(txn, by, found, key)
                return None
            if by.id not in (found.asked_by, found.agreed_by):
                raise Refused("escrow_agreed")
            return self._show(txn, by, found, key)

    def _agree(self, txn: Writer, by: Supervisor, found: Opening, key: DeviceKey) -> None:
        """The first lock comes off; what is left is locked for whoever asked."""
        self._keeper(txn.connection, found.rider, "one", by)
        box = txn.connection.execute(
            text("SELECT box FROM escrow_locks WHERE rider = :rider AND one = :one AND other = :other"),
            {"rider": found.rider, "one": by.id, "other": found.asked_by},
        ).scalar()
        if box is None:
            raise Refused("escrow_not_keeper")
        values = {"opening": found.opening, "until": found.until, "other": key.public.hex()}
        txn.connection.execute(
            text(
                "INSERT INTO escrow_hands (opening, until, other, half, seen)"
                " VALUES (:opening, :until, :other, :half, :seen)"
            ),
            {**values, "half": take_off(key, bytes(box)), "seen": b""},
        )
        txn.append(EscrowAgreed(found.opening), by=by.id, site=self.hub.ground.site)

    def _show(self, txn: Writer, by: Supervisor, found: Opening, key: DeviceKey) -> dict[str, str]:
        """Once to each: first to whoever asked, who takes the last lock off, then to the other."""
        asks = by.id == found.asked_by
        if found.asked_shown if asks else found.agreed_shown:
            raise Refused("escrow_shown")
        hand = txn.connection.execute(
            text("SELECT other, half, seen FROM escrow_hands WHERE opening = :opening"), {"opening": found.opening}
        ).fetchone()
        data = txn.connection.execute(
            text("SELECT data FROM escrow_sheets WHERE rider = :rider"), {"rider": found.rider}
        ).scalar()
        if hand is None or data is None:
            raise Refused("escrow_over")
        if asks:
            content = sheet.unseal(take_off(key, bytes(hand[1])), bytes(data))
            seen = seal_to(bytes.fromhex(hand[0]), canonical.encode(content))
            txn.connection.execute(
                text("UPDATE escrow_hands SET half = :none, seen = :seen WHERE opening = :opening"),
                {"none": b"", "seen": seen, "opening": found.opening},
            )
        else:
            if not found.asked_shown:
                raise Refused("escrow_asker_first")
            content = canonical.decode(take_off(key, bytes(hand[2])))
            txn.connection.execute(
                text("DELETE FROM escrow_hands WHERE opening = :opening"), {"opening": found.opening}
            )
        txn.append(EscrowShown(found.opening, ASKED if asks else AGREED), by=by.id, site=self.hub.ground.site)
        return content

    def _sealed(self, connection: Connection, rider: str) -> None:
        """Raises `Refused("escrow_unknown")` for nobody whose identity lies here."""
        if (
            connection.execute(text("SELECT 1 FROM escrow_sheets WHERE rider = :rider"), {"rider": rider}).scalar()
            is None
        ):
            raise Refused("escrow_unknown")

    def _keeper(self, connection: Connection, rider: str, place: str, by: Supervisor) -> None:
        """Raises `Refused("escrow_not_keeper")` for whoever has no lock of this identity in that place."""
        found = connection.execute(
            text(f"SELECT 1 FROM escrow_locks WHERE rider = :rider AND {place} = :keeper LIMIT 1"),
            {"rider": rider, "keeper": by.id},
        ).scalar()
        if found is None:
            raise Refused("escrow_not_keeper")

    def _one(self, connection: Connection, opening: str) -> Opening:
        found = self._openings(connection, "WHERE o.opening = :opening", {"opening": opening})
        if not found:
            raise Refused("escrow_opening_unknown")
        return found[0]

    def _openings(self, connection: Connection, tail: str, values: dict[str, object]) -> tuple[Opening, ...]:
        rows = connection.execute(
            text(
                "SELECT o.opening, o.rider, o.note, o.lapses, o.asked_at, o.asked_by, coalesce(a.name, ''),"
                " coalesce(o.agreed_at, 0), coalesce(o.agreed_by, ''), coalesce(b.name, ''),"
                " coalesce(o.asked_shown_at, 0), coalesce(o.agreed_shown_at, 0) FROM escrow_openings o"
                " LEFT JOIN supervisors a ON a.operator = o.asked_by"
                f" LEFT JOIN supervisors b ON b.operator = o.agreed_by {tail}"
            ),
            values,
        ).fetchall()
        return tuple(Opening(row[0], row[1], self.hub.ground.note(connection, row[2]), *row[3:]) for row in rows)
