"""Merchants and partners over all sites: those the hub knows, and names given locally that wait to be matched.

A name is known when a supervisor said that it is one of its own (`alias.declared` onto itself), or when it is an
enrolled merchant's site. Another id of it is an alias: a name of a station, or the id of a till before it joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, bindparam, text

from desktop.core.errors import Refused
from desktop.core.joining import AliasDeclared
from hub.supervision import Supervision, Supervisor, allowed

PAGE = 50
KNOWN_MOST = 500
_TABLES = {"merchant": "merchants", "partner": "partners"}
_KNOWN = (
    "SELECT m.merchant AS id, m.name AS name FROM merchants m JOIN aliases a ON a.alias = m.merchant"
    " WHERE a.sort = 'merchant' AND a.known = m.merchant AND m.name IS NOT NULL"
    " UNION SELECT s.site, s.name FROM sites s WHERE s.role = 'merchant' AND s.name IS NOT NULL"
)
_KNOWN_PARTNERS = (
    "SELECT p.partner AS id, p.name AS name FROM partners p JOIN aliases a ON a.alias = p.partner"
    " WHERE a.sort = 'partner' AND a.known = p.partner AND p.name IS NOT NULL"
)


@dataclass(frozen=True)
class Known:
    """A merchant the hub knows, with every id that it goes by."""

    merchant: str
    name: str
    ids: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Unmatched:
    """A local name; `sites` are some of the places that use it, `suggested` a known id of the same name."""

    sort: str
    id: str
    name: str
    sites: tuple[str, ...]
    suggested: str


class Merchants:
    def __init__(self, hub: Supervision) -> None:
        self.hub = hub

    @allowed("match")
    def declare(self, by: Supervisor, sort: str, alias: str, known: str) -> str:
        """Says that `alias` is `known` (itself: one of its own). Raises `Refused`."""
        if sort not in _TABLES:
            raise Refused("alias_unknown", alias=alias[:40])
        with self.hub.ground.write() as txn:
            connection = txn.connection
            if _name(connection, sort, alias) is None or _is_site(connection, alias):
                raise Refused("alias_unknown", alias=alias[:40])
            if known != alias and not _is_known(connection, sort, known):
                raise Refused("known_unknown", known=known[:40])
            if _declared(connection, alias) and _settled(connection, alias):
                raise Refused("alias_settled")
            if known != alias and _others(connection, alias):
                raise Refused("alias_has_others")
            return txn.append(AliasDeclared(sort, alias, known), by=by.id, site=known)

    @allowed("match")
    def known(self, by: Supervisor) -> tuple[Known, ...]:
        """Merchants to match a name with, in order of name, at most 500."""
        with self.hub.ground.read() as connection:
            return known_page(connection, most=KNOWN_MOST)

    @allowed("match")
    def known_partners(self, by: Supervisor) -> tuple[Known, ...]:
        with self.hub.ground.read() as connection:
            return partners_known(connection)

    @allowed("match")
    def unmatched(self, by: Supervisor, sort: str, after: str = "") -> tuple[Unmatched, ...]:
        """Names that wait, by id after `after`, at most 50."""
        with self.hub.ground.read() as connection:
            rows = connection.execute(
                text(
                    f"SELECT m.{sort}, m.name FROM {_TABLES[sort]} m LEFT JOIN aliases a ON a.alias = m.{sort}"
                    f" LEFT JOIN sites s ON s.site = m.{sort} AND s.role = 'merchant'"
                    f" WHERE a.alias IS NULL AND s.site IS NULL AND m.name IS NOT NULL AND m.{sort} > :after"
                    f" ORDER BY m.{sort} LIMIT :most"
                ),
                {"after": after, "most": PAGE},
            ).fetchall()
            return tuple(self._described(connection, sort, *row) for row in rows)

    def _described(self, connection: Connection, sort: str, id_: str, name: str) -> Unmatched:
        column, table = ("merchant", "meals") if sort == "merchant" else ("partner", "referrals")
        sites = connection.execute(
            text(
                f"SELECT DISTINCT s.name FROM (SELECT site FROM {table} WHERE {column} = :id LIMIT 200) t"
                " JOIN sites s ON s.site = t.site LIMIT 3"
            ),
            {"id": id_},
        ).scalars()
        return Unmatched(sort, id_, name, tuple(str(site) for site in sites), _alike(connection, sort, name))


def known_page(connection: Connection, after: tuple[str, str] = ("", ""), most: int = PAGE) -> tuple[Known, ...]:
    """Known merchants in order of name, with their ids, after (name, id)."""
    rows = connection.execute(
        text(f"SELECT id, name FROM ({_KNOWN}) k WHERE (name, id) > (:name, :id) ORDER BY name, id LIMIT :most"),
        {"name": after[0], "id": after[1], "most": most},
    ).fetchall()
    ids = ids_of(connection, [row[0] for row in rows])
    return tuple(Known(row[0], row[1], ids[row[0]]) for row in rows)


def partners_known(connection: Connection) -> tuple[Known, ...]:
    """Partners that the hub named itself or matched, in order of name, at most 500."""
    rows = connection.execute(
        text(f"SELECT id, name FROM ({_KNOWN_PARTNERS}) k ORDER BY name, id LIMIT :most"), {"most": KNOWN_MOST}
    )
    return tuple(Known(row[0], row[1]) for row in rows)


def known_one(connection: Connection, merchant: str) -> Known:
    """Raises `Refused("merchant_unknown")`."""
    row = connection.execute(text(f"SELECT id, name FROM ({_KNOWN}) k WHERE id = :id"), {"id": merchant}).fetchone()
    if row is None:
        raise Refused("merchant_unknown", merchant=merchant[:40])
    return Known(row[0], row[1], ids_of(connection, [row[0]])[row[0]])


def known_behind(connection: Connection, merchant: str) -> str:
    """The known id behind any id of a merchant; the id itself where nothing is declared."""
    row = connection.execute(
        text(
            "SELECT known FROM aliases WHERE alias = :id AND sort = 'merchant'"
            " UNION ALL SELECT site FROM site_aliases WHERE alias = :id"
        ),
        {"id": merchant},
    ).fetchone()
    return str(row[0]) if row and row[0] else merchant


def ids_of(connection: Connection, merchants: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Every id that each of these goes by, its own first."""
    found: dict[str, list[str]] = {merchant: [merchant] for merchant in merchants}
    if found:
        rows = connection.execute(
            text(
                "SELECT known, alias FROM aliases WHERE known IN :ids AND sort = 'merchant'"
                " UNION SELECT site, alias FROM site_aliases WHERE site IN :ids ORDER BY 1, 2"
            ).bindparams(bindparam("ids", expanding=True)),
            {"ids": list(found)},
        )
        for known, alias in rows:
            if alias not in found[known]:
                found[known].append(alias)
    return {merchant: tuple(ids) for merchant, ids in found.items()}


def waiting_names(connection: Connection, month: str) -> tuple[str, ...]:
    """Merchants that nobody matched and that served up to this month: a settlement waits for them. At most 20."""
    rows = connection.execute(
        text(
            "SELECT m.name FROM merchants m LEFT JOIN aliases a ON a.alias = m.merchant"
            " LEFT JOIN sites s ON s.site = m.merchant AND s.role = 'merchant' WHERE a.alias IS NULL"
            " AND s.site IS NULL AND m.name IS NOT NULL AND EXISTS (SELECT 1 FROM meals e WHERE e.merchant = m.merchant"
            " AND e.day <= :last) ORDER BY m.name LIMIT 20"
        ),
        {"last": f"{month}-31"},
    )
    return tuple(str(row[0]) for row in rows)


def _name(connection: Connection, sort: str, id_: str) -> str | None:
    found = connection.execute(text(f"SELECT name FROM {_TABLES[sort]} WHERE {sort} = :id"), {"id": id_}).scalar()
    return None if found is None else str(found)


def _is_site(connection: Connection, id_: str) -> bool:
    """An enrolled merchant is itself, whatever anybody says."""
    return bool(connection.execute(text("SELECT 1 FROM sites WHERE site = :id"), {"id": id_}).fetchone())


def _is_known(connection: Connection, sort: str, id_: str) -> bool:
    if sort == "merchant":
        return bool(connection.execute(text(f"SELECT 1 FROM ({_KNOWN}) k WHERE id = :id"), {"id": id_}).fetchone())
    return bool(
        connection.execute(
            text("SELECT 1 FROM aliases WHERE alias = :id AND known = :id AND sort = :sort"), {"id": id_, "sort": sort}
        ).fetchone()
    )


def _alike(connection: Connection, sort: str, name: str) -> str:
    """A known id under the same name, or nothing."""
    known = _KNOWN if sort == "merchant" else _KNOWN_PARTNERS
    found = connection.execute(
        text(f"SELECT id FROM ({known}) k WHERE name = :name ORDER BY id LIMIT 1"), {"name": name}
    ).scalar()
    return str(found or "")


def _declared(connection: Connection, alias: str) -> bool:
    row = connection.execute(text("SELECT 1 FROM aliases WHERE alias = :alias"), {"alias": alias}).fetchone()
    return row is not None


def _settled(connection: Connection, alias: str) -> bool:
    """Whether a meal under this id stands settled: then a match that was said is part of what was paid."""
    row = connection.execute(
        text(
            "SELECT 1 FROM meals m JOIN settlement_lines l ON l.meal = m.fact JOIN settlements s"
            " ON s.settlement = l.settlement WHERE m.merchant = :alias AND s.state <> 'returned' LIMIT 1"
        ),
        {"alias": alias},
    ).fetchone()
    return row is not None


def _others(connection: Connection, alias: str) -> bool:
    """Whether other names were matched onto this one."""
    row = connection.execute(
        text("SELECT 1 FROM aliases WHERE known = :alias AND alias <> :alias LIMIT 1"), {"alias": alias}
    ).fetchone()
    return row is not None
