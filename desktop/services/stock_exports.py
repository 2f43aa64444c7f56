"""Tables of the medicine box, boxed meals and goods for the export."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.rulebook import Rulebook

_STOCK = (
    "SELECT m.fact, m.day, m.kind, l.product, l.batch, l.expiry, m.delta, l.unit, d.reason FROM medicine_moves m"
    " JOIN medicine_lines l ON l.line = m.line LEFT JOIN medicine_disposals d ON d.disposal = m.fact"
    " WHERE m.day >= ? AND m.day <= ? ORDER BY m.day, m.moved_at, m.fact, m.delta"
)
_BOXES = (
    "SELECT b.day, coalesce(m.name, b.merchant), b.received, b.handed_out, b.left_over, b.spoiled FROM boxes b"
    " LEFT JOIN merchants m ON m.merchant = b.merchant WHERE b.day >= ? AND b.day <= ? ORDER BY b.day, b.merchant"
)
_GOODS = 'SELECT fact, day, goods, count, "group" FROM goods_handed WHERE day >= ? AND day <= ? ORDER BY day, at, fact'


TABLES = {
    "medicine_stock": (
        ("fact", "day", "movement", "medicine", "batch", "expiry", "pieces", "medicine_unit", "disposal_reason"),
        _STOCK,
    ),
    "boxes": (("day", "merchant", "received", "handed_out", "left_over", "spoiled"), _BOXES),
    "goods": (("fact", "day", "goods", "pieces", "group"), _GOODS),
}

# Columns of codes whose words stand in the rules' own lists.
TITLES: dict[str, Callable[[Rulebook, str], str]] = {
    "medicine": lambda rules, code: rules.medicine.titled(code, "zh"),
    "goods": lambda rules, code: rules.goods.titled(code, "zh"),
}
