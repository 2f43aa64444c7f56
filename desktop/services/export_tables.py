"""The tables for spreadsheets: columns by name, and the SQL that fills them for a span of days.

`name` and `phone` are whole here and masked by `Exports` unless somebody may see them. Instants are ms UTC.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop.services.export_cells import Cell
from desktop.services.stock_exports import TABLES as STOCK
from desktop.tables.meal_states import meal_state

Table = tuple[tuple[str, ...], str]

_MEALS = (
    "SELECT fact, day, at, name, grp, merchant, period, price_fen, subsidy_fen,"
    " CASE state WHEN 'held' THEN held END, voided, state, CASE state WHEN 'counted' THEN subsidy_fen ELSE 0 END FROM ("
    'SELECT m.fact, m.day, m.at, p.name, m."group" AS grp, coalesce(t.name, s.name, m.merchant) AS merchant, m.period,'
    f" m.price_fen, m.subsidy_fen, m.held, m.voided, {meal_state('m')} AS state FROM meals m"
    " LEFT JOIN persons p USING (rider)"
    " LEFT JOIN merchants t ON t.merchant = m.merchant LEFT JOIN sites s ON s.site = m.merchant"
    " WHERE m.day >= ? AND m.day <= ?) ORDER BY day, at"
)

TABLES: dict[str, Table] = {
    "visits": (
        ("fact", "day", "time", "name", "group", "count", "how", "presence", "services", "left", "voided"),
        'SELECT v.fact, v.day, v.at, p.name, v."group", v.count, v.how, v.presence,'
        " coalesce(v.services, v.first_services), v.ended_at, v.voided FROM visits v LEFT JOIN persons p USING (rider)"
        " WHERE v.day >= ? AND v.day <= ? ORDER BY v.day, v.at",
    ),
    "meals": (
        (
            *("fact", "day", "time", "name", "group", "merchant", "period", "price_fen", "subsidy_fen", "held"),
            *("voided", "state", "due_fen"),
        ),
        _MEALS,
    ),
    "inspections": (
        ("inspection", "day", "time", "kind", "compliant", "passed", "failed", "na"),
        "SELECT inspection, day, ended, kind, compliant, passed, failed, na FROM inspections"
        " WHERE day >= ? AND day <= ? ORDER BY day, ended",
    ),
    "rectifications": (
        ("rectification", "number", "day", "item", "checkpoint", "severity", "due", "state"),
        "SELECT rectification, number, opened_day, item, checkpoint, severity, coalesce(extended_due, due), state"
        " FROM rectifications WHERE opened_day >= ? AND opened_day <= ? ORDER BY opened_day, number",
    ),
    "referrals": (
        ("referral", "day", "name", "kind", "partner", "code", "until", "state"),
        "SELECT r.referral, r.issued_day, p.name, r.kind, t.name, r.code, r.until, r.state FROM referrals r"
        " LEFT JOIN persons p USING (rider) LEFT JOIN partners t ON t.partner = r.partner"
        " WHERE r.issued_day >= ? AND r.issued_day <= ? ORDER BY r.issued_day, r.issued_at",
    ),
    "riders": (
        ("rider", "day", "name", "phone", "group", "verified_until", "forgotten"),
        'SELECT r.rider, r.registered_day, p.name, p.phone, r."group", r.verified_until, r.forgotten_day FROM riders r'
        " LEFT JOIN persons p USING (rider) WHERE r.registered_day >= ? AND r.registered_day <= ?"
        " ORDER BY r.registered_day, r.rider",
    ),
    "medicine": (
        ("fact", "day", "group"),
        'SELECT fact, day, "group" FROM medicine_uses WHERE day >= ? AND day <= ? ORDER BY day, fact',
    ),
    **STOCK,
    "settlements": (
        ("number", "merchant", "month", "meals", "subsidy_fen", "held", "day", "state"),
        "SELECT s.number, coalesce(m.name, t.name, s.merchant), s.month, s.lines, s.subsidy_fen, s.held, s.closed_day,"
        " s.state FROM settlements s LEFT JOIN merchants m ON m.merchant = s.merchant"
        " LEFT JOIN sites t ON t.site = s.merchant WHERE s.closed_day >= ? AND s.closed_day <= ?"
        " ORDER BY s.closed_day, s.number",
    ),
    "days": (
        ("day", "opened_at", "closed_at", "facts", "acknowledged", "waiting", "flagged"),
        "SELECT day, opened_at, closed_at, captured, acknowledged, waiting, flagged FROM days"
        " WHERE day >= ? AND day <= ? ORDER BY day, device",
    ),
    "hand_overs": (
        ("fact", "day", "time", "giver", "taker", "chase", "loans", "waiting", "keys"),
        "SELECT h.fact, h.day, h.at, g.name, t.name, h.chase, h.loans, h.waiting, h.keys FROM hand_overs h"
        " LEFT JOIN operator_secrets g ON g.operator = h.giver LEFT JOIN operator_secrets t ON t.operator = h.taker"
        " WHERE h.day >= ? AND h.day <= ? ORDER BY h.day, h.at",
    ),
    "exports": (
        ("fact", "day", "time", "table", "form", "rows", "first_day", "last_day", "unmasked"),
        'SELECT fact, day, at, "table", form, rows, first, last, unmasked FROM exports'
        " WHERE day >= ? AND day <= ? ORDER BY day, at",
    ),
}


def rows_of(table: str, connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
    """A table's rows, both days included; a cell is empty text where there is nothing."""
    for row in connection.exec_driver_sql(TABLES[table][1], (first, last)):
        yield tuple("" if cell is None else cell for cell in row)
