"""Where the projector stands in each log, and what its entries come to by kind, in counts and fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.core.entry import Entry
from desktop.core.meal import MealServed
from hub.database import Session
from hub.projection import write_many
from hub.reading import continued_high, entries_of

# More than any meal costs: a number beyond it is a mistake, and must not spoil a sum.
FEN_MOST = 10_000_000
KIND_MOST = 100


@dataclass
class LogState:
    device: str
    epoch: str
    branch: str
    seq: int
    high: int
    new: bool
    sums: dict[str, list[int]] = field(default_factory=dict)


def fen_of(entry: Entry) -> int:
    """The subsidy of a meal in fen, 0 for other kinds."""
    if entry.kind != MealServed.KIND or not isinstance(entry.body, dict):
        return 0
    fen = entry.body.get("subsidy_fen", 0)
    return fen if isinstance(fen, int) and abs(fen) <= FEN_MOST else 0


def kind_of(entry: Entry) -> str:
    """A kind as sums name it."""
    return entry.kind[:KIND_MOST].replace("\0", "�")


class States:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[tuple[str, str, str], LogState | None] = {}
        self._loaded: set[str] = set()

    def find(self, device: str, epoch: str, branch: str, begins: int) -> LogState | None:
        """The state of a branch; of a new one, which begins at that number, the state of the main one before it.
        None while that is not worked on.
        """
        key = (device, epoch, branch)
        if key not in self._known:
            if device not in self._loaded:
                self.load([device])
            if key in self._known:
                pass
            elif not branch or begins == 1:
                self._known[key] = LogState(*key, 0, 0, new=True)
            else:
                high = self.high_before(device, epoch, begins)
                if high is None:
                    return None
                self._known[key] = LogState(*key, begins - 1, high, new=True)
        return self._known[key]

    def load(self, devices: Sequence[str]) -> None:
        """Reads the states of all logs of these devices at once."""
        rows = self._session.rows_in("SELECT device, epoch, branch, seq, high FROM log_states WHERE device IN", devices)
        for device, epoch, branch, seq, high in rows:
            key = (device, epoch, branch)
            self._known.setdefault(key, LogState(*key, seq, high, new=False))
        self._loaded |= set(devices)

    def is_new(self, device: str, epoch: str, branch: str) -> bool:
        state = self._known.get((device, epoch, branch))
        return state is not None and state.new and not state.sums

    def high_before(self, device: str, epoch: str, begins: int) -> int | None:
        """The latest clock of the main branch before a number; None while it is not worked on so far."""
        high, last = 0, 0
        rows = self._session.rows(
            "SELECT first FROM batches WHERE device = ? AND epoch = ? AND branch = '' AND first < ?"
            " AND position IS NOT NULL ORDER BY first",
            (device, epoch, begins),
        )
        for (first,) in rows:
            data = self._session.row(
                "SELECT data FROM batches WHERE device = ? AND epoch = ? AND branch = '' AND first = ?",
                (device, epoch, first),
            )[0]
            for _, entry in entries_of(bytes(data)):
                if entry.seq < begins:
                    high, last = max(high, continued_high(entry), entry.at), entry.seq
        return high if last == begins - 1 else None

    def count(self, state: LogState, entry: Entry) -> None:
        sums = state.sums.setdefault(kind_of(entry), [0, 0])
        sums[0] += 1
        sums[1] += fen_of(entry)

    def flush(self) -> None:
        states = [state for state in self._known.values() if state is not None and state.sums]
        write_many(
            self._session,
            "INSERT INTO log_states (device, epoch, branch, seq, high) {rows}"
            " ON CONFLICT (device, epoch, branch) DO UPDATE SET seq = excluded.seq, high = excluded.high",
            "tttnn",
            [(state.device, state.epoch, state.branch, state.seq, state.high) for state in states],
        )
        write_many(
            self._session,
            "INSERT INTO log_sums (device, epoch, branch, kind, count, fen) {rows}"
            " ON CONFLICT (device, epoch, branch, kind)"
            " DO UPDATE SET count = log_sums.count + excluded.count, fen = log_sums.fen + excluded.fen",
            "ttttnn",
            [
                (state.device, state.epoch, state.branch, kind, count, fen)
                for state in states
                for kind, (count, fen) in state.sums.items()
            ],
        )
        for state in states:
            state.sums, state.new = {}, False
