"""Tables of the medicine box, boxed meals and goods for the export."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from desktop.core.rulebook import Rulebook

Cell = str | int

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


def _source(sql: str, connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
    for row in connection.exec_driver_sql(sql, (first, last)):
        yield tuple("" if cell is None else cell for cell in row)


def stock(connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
    """Movements of the box, a line each; an opening moves nothing."""
    return _source(_STOCK, connection, first, last)


def boxes(connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
    """The day's last count of each merchant."""
    return _source(_BOXES, connection, first, last)


def goods(connection: Connection, first: str, last: str) -> Iterator[tuple[Cell, ...]]:
    """Goods handed out, a line each."""
    return _source(_GOODS, connection, first, last)


TABLES = {
    "medicine_stock": (
        ("fact", "day", "movement", "medicine", "batch", "expiry", "pieces", "medicine_unit", "disposal_reason"),
        stock,
    ),
    "boxes": (("day", "merchant", "received", "handed_out", "left_over", "spoiled"), boxes),
    "goods": (("fact", "day", "goods", "pieces", "group"), goods),
}

# Columns of codes whose words stand in the rules' own lists.
TITLES: dict[str, Callable[[Rulebook, str], str]] = {
    "medicine": lambda rules, code: rules.medicine.titled(code, "zh"),
    "goods": lambda rules, code: rules.goods.titled(code, "zh"),
}
