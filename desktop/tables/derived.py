"""Derived: everything that is worked out from the logs, and can be worked out again.

Rows are keyed by the id of their target, and every column but the key may be empty, so that facts may come
in any order (a void before its meal). `core/rows.py` says what is written here.
"""

from __future__ import annotations

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_BY_KEY = {"sqlite_with_rowid": False}


class EpochRow(SQLModel, table=True):
    __tablename__ = "epochs"

    device: str = Field(primary_key=True)
    epoch: str = Field(primary_key=True)
    key: str | None = None
    reason: str | None = None
    continues_epoch: str | None = None
    continues_seq: int | None = None
    continues_hash: str | None = None
    at: int | None = None


class SiteRow(SQLModel, table=True):
    __tablename__ = "sites"

    site: str = Field(primary_key=True)
    role: str | None = None
    name: str | None = None
    community: str | None = None


class OperatorRow(SQLModel, table=True):
    __tablename__ = "operators"

    operator: str = Field(primary_key=True)
    roles: str | None = None
    sheet: str | None = None
    at: int | None = None


class MerchantRow(SQLModel, table=True):
    __tablename__ = "merchants"

    merchant: str = Field(primary_key=True)
    name: str | None = None
    at: int | None = None


class PartnerRow(SQLModel, table=True):
    __tablename__ = "partners"

    partner: str = Field(primary_key=True)
    name: str | None = None
    at: int | None = None


class AllotmentRow(SQLModel, table=True):
    __tablename__ = "allotments"

    merchant: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    fen: int | None = None
    portions_a_day: int | None = None
    granted_at: int | None = None
    granted_by: str | None = None


class RiderRow(SQLModel, table=True):
    __tablename__ = "riders"
    # the list of people is read page by page from the latest on
    __table_args__ = (Index("ix_riders_registered_day_rider", "registered_day", "rider"),)

    rider: str = Field(primary_key=True)
    group: str | None = None
    sheet: str | None = None
    consent: str | None = None
    registered_day: str | None = None
    registered_by: str | None = None
    proof: str | None = None
    verified_until: str | None = None
    verified_by: str | None = None
    verified_at: int | None = None
    forgotten_day: str | None = None
    forgotten_by: str | None = None


class RiderActRow(SQLModel, table=True):
    """Everybody who registered or verified a rider, not only who did so last: 不相容岗位 asks for all of them."""

    __tablename__ = "rider_acts"

    fact: str = Field(primary_key=True)
    rider: str | None = Field(default=None, index=True)
    act: str | None = None
    by: str | None = None
    at: int | None = None


class CardRow(SQLModel, table=True):
    __tablename__ = "cards"
    __table_args__ = (Index("ix_cards_number", "number"), _BY_KEY)

    rider: str = Field(primary_key=True)
    issued: int = Field(primary_key=True)
    group: str | None = None
    valid_days: int | None = None
    issuer: str | None = None
    number: str | None = None
    issued_day: str | None = None
    withdrawn_at: int | None = None
    withdrawn_reason: str | None = None


class VisitRow(SQLModel, table=True):
    """`first_services` as recorded, `services` the whole list once it was extended."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_day_at", "day", "at"),
        Index("ix_visits_rider_at", "rider", "at"),
        _BY_KEY,
    )

    fact: str = Field(primary_key=True)
    day: str | None = None
    at: int | None = None
    rider: str | None = None
    group: str | None = None
    count: int | None = None
    how: str | None = None
    first_services: str | None = None
    services: str | None = None
    extended_at: int | None = None
    trust: str | None = None
    presence: str | None = None
    marks: str | None = None
    ended_at: int | None = None
    voided: str | None = None
    voided_at: int | None = None
    voided_by: str | None = None
    site: str | None = None
    device: str | None = None
    by: str | None = None
    seq: int | None = None


class MedicineUseRow(SQLModel, table=True):
    __tablename__ = "medicine_uses"

    fact: str = Field(primary_key=True)
    day: str | None = Field(default=None, index=True)
    group: str | None = None


class MealRow(SQLModel, table=True):
    __tablename__ = "meals"
    __table_args__ = (
        Index("ix_meals_merchant_day_at", "merchant", "day", "at"),
        # it holds all that a till sums up of a month, so that a scan reads none of the month's rows
        Index("ix_meals_till", "merchant", "device", "voided", "day", "subsidy_fen"),
        Index("ix_meals_rider_day", "rider", "day"),
        Index("ix_meals_day_at", "day", "at"),
        Index("ix_meals_held", "day", "device", sqlite_where=text("held IS NOT NULL")),
        Index("ix_meals_undecided", "fact", sqlite_where=text("held IS NOT NULL AND decision IS NULL")),
        _BY_KEY,
    )

    fact: str = Field(primary_key=True)
    day: str | None = None
    at: int | None = None
    rider: str | None = None
    group: str | None = None
    merchant: str | None = None
    programme: str | None = None
    programme_version: str | None = None
    period: str | None = None
    list_fen: int | None = None
    price_fen: int | None = None
    subsidy_fen: int | None = None
    card_issued: int | None = None
    verified: str | None = None
    held: str | None = None
    held_at: int | None = None
    held_beside: str | None = None
    beside_at: int | None = None
    source: str | None = None
    voided: str | None = None
    voided_at: int | None = None
    voided_by: str | None = None
    voided_late: int | None = None
    decision: str | None = None
    decided_at: int | None = None
    decided_by: str | None = None
    decision_reason: str | None = None
    decision_rank: int | None = None
    void_rank: int | None = None
    site: str | None = None
    device: str | None = None
    by: str | None = None
    seq: int | None = None


class InspectionRow(SQLModel, table=True):
    __tablename__ = "inspections"
    __table_args__ = (
        Index("ix_inspections_day", "day"),
        Index("ix_inspections_site_day", "site", "day"),
        Index("ix_inspections_by_day", "by", "day"),
    )

    inspection: str = Field(primary_key=True)
    day: str | None = None
    kind: str | None = None
    number: int | None = None
    standard: str | None = None
    begun: int | None = None
    ended: int | None = None
    compliant: int | None = None
    passed: int | None = None
    failed: int | None = None
    na: int | None = None
    by: str | None = None
    site: str | None = None
    seq: int | None = None


class FindingRow(SQLModel, table=True):
    __tablename__ = "findings"
    __table_args__ = (Index("ix_findings_checkpoint_answered_at", "checkpoint", "answered_at"),)

    inspection: str = Field(primary_key=True)
    checkpoint: str = Field(primary_key=True)
    result: str | None = None
    reason: str | None = None
    note: str | None = None
    photos: str | None = None
    severity: str | None = None
    rectification: str | None = None
    answered_at: int | None = None


class CheckpointStateRow(SQLModel, table=True):
    """The last answer to each checkpoint."""

    __tablename__ = "checkpoint_states"

    site: str = Field(primary_key=True)
    checkpoint: str = Field(primary_key=True)
    result: str | None = None
    inspection: str | None = None
    day: str | None = None
    answered_at: int | None = None


class RectificationRow(SQLModel, table=True):
    __tablename__ = "rectifications"
    __table_args__ = (
        Index("ix_rectifications_state_due", "state", "due"),
        Index("ix_rectifications_opened_day", "opened_day"),
        Index("ix_rectifications_checkpoint_state", "checkpoint", "state"),
        Index("ix_rectifications_site_opened_day", "site", "opened_day"),
    )

    rectification: str = Field(primary_key=True)
    number: int | None = None
    inspection: str | None = None
    item: str | None = None
    checkpoint: str | None = None
    severity: str | None = None
    due: str | None = None
    found_role: str | None = None
    extended_due: str | None = None
    extended_at: int | None = None
    extended_by: str | None = None
    opened_day: str | None = None
    opened_at: int | None = None
    opened_by: str | None = None
    site: str | None = None
    state: str | None = None
    moved_at: int | None = None


class RectificationMoveRow(SQLModel, table=True):
    __tablename__ = "rectification_moves"

    fact: str = Field(primary_key=True)
    rectification: str | None = Field(default=None, index=True)
    state: str | None = None
    at: int | None = None
    day: str | None = None
    by: str | None = None
    note: str | None = None
    photos: str | None = None


class ReferralRow(SQLModel, table=True):
    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_state_until", "state", "until"),
        Index("ix_referrals_rider", "rider"),
        Index("ix_referrals_issued_day", "issued_day"),
        Index("ix_referrals_code", "code"),
    )

    referral: str = Field(primary_key=True)
    rider: str | None = None
    kind: str | None = None
    partner: str | None = None
    code: str | None = None
    until: str | None = None
    number: int | None = None
    slot: str | None = None
    reason: str | None = None
    issued_day: str | None = None
    issued_at: int | None = None
    issued_by: str | None = None
    site: str | None = None
    state: str | None = None
    moved_at: int | None = None


class ReferralMoveRow(SQLModel, table=True):
    __tablename__ = "referral_moves"

    fact: str = Field(primary_key=True)
    referral: str | None = Field(default=None, index=True)
    state: str | None = None
    at: int | None = None
    day: str | None = None
    by: str | None = None
    note: str | None = None


class DayRow(SQLModel, table=True):
    __tablename__ = "days"

    site: str = Field(primary_key=True)
    day: str = Field(primary_key=True)
    device: str = Field(primary_key=True)
    opened_at: int | None = None
    opened_by: str | None = None
    closed_at: int | None = None
    closed_by: str | None = None
    captured: int | None = None
    acknowledged: int | None = None
    waiting: int | None = None
    flagged: int | None = None


class FlagRow(SQLModel, table=True):
    """A fact that was kept although something about it is odd; `detail` a number (ms behind, version)."""

    __tablename__ = "flags"

    fact: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    detail: int | None = None


ALL: tuple[type[SQLModel], ...] = (
    EpochRow,
    SiteRow,
    OperatorRow,
    MerchantRow,
    PartnerRow,
    AllotmentRow,
    RiderRow,
    RiderActRow,
    CardRow,
    VisitRow,
    MedicineUseRow,
    MealRow,
    InspectionRow,
    FindingRow,
    CheckpointStateRow,
    RectificationRow,
    RectificationMoveRow,
    ReferralRow,
    ReferralMoveRow,
    DayRow,
    FlagRow,
)
