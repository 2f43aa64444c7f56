"""The kinds of paper as the window lists them, and what each may be about."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from desktop.core import business_day
from desktop.core.pages import Hint
from desktop.core.paper_pages import DAY, MONTH, PaperChoice, PaperKind
from desktop.core.plain import Said
from desktop.services.desk import Desk

CHOICES_MOST = 200
# The right to make a paper, where it is another than `print`.
RIGHTS = {
    "cards": "print_cards",
    "callbacks": "sample",
    "doubts": "doubts",
    "card-list": "print_cards",
    "health": "print_health",
    "booking-list": "booking_list_print",
    "attendance-list": "attendance_print",
    "chase-list": "chase",
}
# In the order of the list: what is handed in, the day's, the standard's, health's, what hangs or is carried.
LISTED = (
    PaperKind("monthly", "month", MONTH, table="figures"),
    PaperKind("figures", "month", MONTH, table="figures"),
    PaperKind("settlement", "month", MONTH, chosen=True, table="meals"),
    PaperKind("publicity", "month", MONTH, table="meals"),
    PaperKind("doubts", "month", MONTH, chosen=True),
    PaperKind("callbacks", "month", chosen=True, recorded=True),
    PaperKind("hours", "month", MONTH),
    PaperKind("binder", "month", MONTH),
    PaperKind("daily", "day", DAY, table="visits"),
    PaperKind("till", "day", DAY, chosen=True, table="meals"),
    PaperKind("handover", "day", chosen=True),
    PaperKind("reconciliation", "day", chosen=True),
    PaperKind("register", "day", chosen=True, recorded=True),
    PaperKind("checklist", "standard"),
    PaperKind("inspection", "standard", chosen=True, table="inspections"),
    PaperKind("rectification", "standard", chosen=True, table="rectifications"),
    PaperKind("rectification-closed", "standard", chosen=True, table="rectifications"),
    PaperKind("medicine", "standard", MONTH, table="medicine"),
    PaperKind("disposal", "standard", chosen=True),
    PaperKind("health", "health", chosen=True, table="referrals"),
    PaperKind("chase-list", "health", recorded=True),
    PaperKind("booking-list", "health", chosen=True, recorded=True),
    PaperKind("attendance-list", "health", chosen=True),
    PaperKind("overview", "station", MONTH),
    PaperKind("cards", "station", chosen=True, table="riders"),
    PaperKind("card-list", "station", MONTH, table="riders"),
    PaperKind("poster", "station", chosen=True),
    PaperKind("merchant_poster", "station", chosen=True),
    PaperKind("closing_notice", "station", chosen=True),
)
# A single card is printed from the person it belongs to.
FROM_ELSEWHERE = ("card",)

Row = Sequence[Any]


def _settlement(row: Row) -> PaperChoice:
    number = Hint("ui.papers.number", {"number": _as_is(row[1])}) if row[1] else ""
    return PaperChoice(row[0], (_as_is(row[2]), number), whose=row[3])


def _rectification(row: Row) -> PaperChoice:
    return PaperChoice(row[0], (row[1], _as_is(f"{row[2]:03d}"), Hint(f"rectification_state.{row[3]}")))


def _minute(at: int) -> str:
    return business_day.stamp(at)[:16].replace("T", " ")


# What is asked of the store (months and days by their places), and how a row is said.
_ASKED: Mapping[str, tuple[str, Callable[[Row], PaperChoice]]] = {
    "settlement": (
        "SELECT coalesce(s.settlement, m.merchant), s.number, m.name, m.merchant FROM merchants m"
        " LEFT JOIN settlements s ON s.merchant = m.merchant AND s.month = :month AND s.paper IS NOT NULL"
        " ORDER BY m.name, s.number DESC",
        _settlement,
    ),
    "callbacks": (
        "SELECT s.sample, coalesce(m.name, ''), s.month FROM samples s LEFT JOIN merchants m USING (merchant)"
        " ORDER BY s.month DESC, m.name LIMIT :most",
        lambda row: PaperChoice(row[0], (row[2], row[1])),
    ),
    "till": (
        "SELECT merchant, name FROM merchants WHERE name NOT NULL ORDER BY name LIMIT :most",
        lambda row: PaperChoice(row[0], _as_is(row[1]), whose=row[0]),
    ),
    "rectification": (
        "SELECT rectification, opened_day, number, state FROM rectifications WHERE number NOT NULL"
        " ORDER BY opened_day DESC, number DESC LIMIT :most",
        _rectification,
    ),
    "rectification-closed": (
        "SELECT rectification, opened_day, number, state FROM rectifications WHERE number NOT NULL"
        " AND state = 'closed' ORDER BY moved_at DESC, number DESC LIMIT :most",
        _rectification,
    ),
    "handover": (
        "SELECT fact, at FROM hand_overs ORDER BY day DESC, at DESC LIMIT :most",
        lambda row: PaperChoice(row[0], _minute(row[1])),
    ),
    "reconciliation": (
        "SELECT day FROM days WHERE closed_at NOT NULL AND device = :device ORDER BY day DESC LIMIT :most",
        lambda row: PaperChoice(row[0], row[0], day=row[0]),
    ),
    "register": (
        "SELECT book, day, kind FROM registers WHERE prefix NOT NULL ORDER BY at DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (row[1], Hint(f"plain.register.{row[2]}"))),
    ),
    "inspection": (
        "SELECT inspection, ended, kind FROM inspections ORDER BY day DESC, ended DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (_minute(row[1]), Hint(f"inspection_kind.{row[2]}"))),
    ),
    "disposal": (
        "SELECT disposal, day, number FROM medicine_disposals ORDER BY day DESC, number DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (row[1], Hint("ui.papers.nth", {"number": row[2]}))),
    ),
    "health": (
        "SELECT r.referral, r.code, r.issued_day, t.name FROM referrals r LEFT JOIN partners t USING (partner)"
        " ORDER BY r.issued_at DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (row[2], _as_is(row[1]), _as_is(row[3]))),
    ),
    "booking-list": (
        "SELECT batch, package, first_day FROM checkup_batches ORDER BY opened_at DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (row[2], row[1])),
    ),
    "cards": (
        "SELECT issued_day, count(*) FROM cards WHERE withdrawn_at IS NULL AND issuer = :issuer GROUP BY issued_day"
        " ORDER BY issued_day DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (row[0], Hint("ui.papers.cards_of_day", {"count": row[1]})), day=row[0]),
    ),
    "merchant_poster": (
        "SELECT merchant, name FROM merchants ORDER BY name LIMIT :most",
        lambda row: PaperChoice(row[0], _as_is(row[1])),
    ),
    "closing_notice": (
        "SELECT closing, begins, reason FROM closings ORDER BY begins DESC LIMIT :most",
        lambda row: PaperChoice(row[0], (_minute(row[1]), row[2] or "")),
    ),
}


# Kinds that are about the same as another.
_SAME = {"attendance-list": "booking-list", "doubts": "till"}


def _as_is(text: str | None) -> Said:
    """Letters and digits of somebody else, never taken for a day."""
    return {"zh": text or "", "en": text or ""}


def choices_of(connection: Connection, desk: Desk, kind: str, month: str) -> tuple[PaperChoice, ...]:
    """What a paper of this kind may be about; none for a kind that stands alone."""
    if kind == "poster":
        return tuple(PaperChoice(id, Hint(f"ui.papers.poster_{id or 'colour'}")) for id in ("", "mono"))
    asked = _ASKED.get(_SAME.get(kind, kind))
    if asked is None:
        return ()
    sql, shape = asked
    named = {"month": month, "most": CHOICES_MOST, "device": desk.store.device, "issuer": desk.key.key_id.hex()}
    wanted = {name: value for name, value in named.items() if f":{name}" in sql}
    found = tuple(shape(row) for row in connection.exec_driver_sql(sql, wanted).fetchall())
    if kind == "closing_notice":
        reasons = desk.rules.hours.closing_reasons
        found = tuple(PaperChoice(each.id, _said_reason(each.said, reasons)) for each in found)
    if kind == "merchant_poster":
        looks = (("", "colour"), ("/mono", "mono"))
        found = tuple(
            PaperChoice(each.id + tail, (each.said, Hint(f"ui.papers.poster_{look}")))
            for each in found
            for tail, look in looks
        )
    if kind == "cards" and found:
        found = (PaperChoice("", Hint("ui.papers.cards_all")), *found)
    return found


def _said_reason(said: Said, reasons: Mapping[str, Mapping[str, str]]) -> Said:
    return tuple(reasons.get(part, part) if isinstance(part, str) else part for part in said)  # type: ignore[union-attr]
