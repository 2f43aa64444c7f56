"""What the hub sent besides entries, and its receipts. Kept private: it can be fetched again, or forgotten."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class ReceiptRow(SQLModel, table=True):
    """The furthest receipt for a log under a hub epoch, as it was signed."""

    __tablename__ = "receipts"

    hub_epoch: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    seq: int
    head: str
    at: int
    text: str
    signature: str


class KnownDevice(SQLModel, table=True):
    __tablename__ = "known_devices"

    device: str = Field(primary_key=True)
    key: str
    site: str
    name: str
    revoked: int


class KnownCard(SQLModel, table=True):
    """A card issued elsewhere. `name` masked, `tail` four digits."""

    __tablename__ = "known_cards"

    rider: str = Field(primary_key=True)
    issued: int = Field(primary_key=True)
    group: str
    verified: str
    name: str
    tail: str
    withdrawn: str


class MealElsewhere(SQLModel, table=True):
    __tablename__ = "meals_elsewhere"

    fact: str = Field(primary_key=True)
    rider: str = Field(index=True)
    day: str
    period: str
    at: int
    merchant: str
    name: str
    voided: str


class JoinedElsewhere(SQLModel, table=True):
    """Two ids of one person, as the feed says; limits run over both."""

    __tablename__ = "joined_elsewhere"

    rider: str = Field(primary_key=True)
    same: str = Field(primary_key=True, index=True)


class Verdict(SQLModel, table=True):
    """What the hub makes of a fact of ours; `detail` JSON, `seen_at` when somebody put it aside (ms UTC)."""

    __tablename__ = "verdicts"

    verdict: str = Field(primary_key=True)
    fact: str = Field(index=True)
    code: str
    detail: str
    at: int
    done: int
    seen_at: int | None = None


class SentBeside(SQLModel, table=True):
    """A sheet, note or photo that the hub has, by its hash."""

    __tablename__ = "sent_beside"

    hash: str = Field(primary_key=True)
    sort: str


class SyncRound(SQLModel, table=True):
    """The log of rounds: when, by `network` or `stick`, what came of it; `outcome` is `done` or a code."""

    __tablename__ = "sync_rounds"

    round: int | None = Field(default=None, primary_key=True)
    at: int
    way: str
    outcome: str
    pushed: int
    pulled: int


ALL: tuple[type[SQLModel], ...] = (
    ReceiptRow,
    KnownDevice,
    KnownCard,
    MealElsewhere,
    JoinedElsewhere,
    Verdict,
    SentBeside,
    SyncRound,
)
