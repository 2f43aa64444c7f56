"""The journal as plain SQL, by other code than ours: what happened to each thing, told from the bytes of the entries.

Nothing here knows our tables, services or rules; what a paper prints is held against it. Where two facts decide one
thing, the rule is written down in SQL once more, from docs/decisions (0020, 0082).
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import Any

from tests.stations import Station

_LAST = "ORDER BY x.stamp DESC, x.arrived DESC LIMIT 1"
# Of two decisions the hub's own word comes first, then the earlier by its clock.
_FIRST = "ORDER BY (x.body ->> 'stands') IS NULL, x.at, tie(x.id) DESC LIMIT 1"
_DECIDED = "FROM j x WHERE x.kind = 'meal.reviewed' AND x.body ->> 'meal' = m.id"
# What the till held it for, and what the hub said of it since; the last word counts.
_HELD = """(SELECT why FROM (
    SELECT m.stamp AS stamp, m.arrived AS arrived, m.body ->> 'held' AS why WHERE m.body ->> 'held' IS NOT NULL
    UNION ALL SELECT x.stamp, x.arrived, coalesce(x.body ->> 'why', x.body ->> 'held') FROM j x
      WHERE x.kind IN ('meal.held', 'meal.released') AND x.body ->> 'meal' = m.id) ORDER BY stamp DESC, arrived DESC
    LIMIT 1)"""
VIEWS = f"""
CREATE VIEW visits AS SELECT v.id, v.day, v.seq, v.device, v.body ->> 'rider' AS rider, v.body ->> 'group' AS grp,
  v.body ->> 'count' AS n, v.body ->> 'how' AS how, v.body ->> 'presence' AS seen, v.body ->> 'when' AS at,
  strftime('%H', (v.body ->> 'when') / 1000 + 28800, 'unixepoch') AS hour,
  coalesce((SELECT x.body ->> 'services' FROM j x WHERE x.kind = 'visit.extended' AND x.body ->> 'visit' = v.id
    {_LAST}), v.body ->> 'services') AS services,
  EXISTS (SELECT 1 FROM j x WHERE x.kind = 'visit.voided' AND x.body ->> 'visit' = v.id) AS void
  FROM j v WHERE v.kind = 'visit.recorded';

CREATE VIEW meals AS SELECT *, coalesce(decided = 'void', 0) OR struck NOT NULL AS void,
  CASE WHEN decided = 'void' OR struck NOT NULL THEN 'voided'
    WHEN decided = 'refuse' THEN 'refused' WHEN held NOT NULL AND decided IS NULL THEN 'held'
    ELSE 'counted' END AS state
  FROM (SELECT m.id, m.day, substr(m.day, 1, 7) AS month, m.seq, m.device, m.site, m.body ->> 'rider' AS rider,
    m.body ->> 'group' AS grp, m.body ->> 'merchant' AS merchant, m.body ->> 'period' AS period,
    m.body ->> 'when' AS at, m.body ->> 'list_fen' AS listed, m.body ->> 'price_fen' AS price,
    m.body ->> 'subsidy_fen' AS subsidy, m.body ->> 'source' AS source, {_HELD} AS held,
    (SELECT x.body ->> 'decision' {_DECIDED} {_FIRST}) AS decided,
    EXISTS (SELECT 1 {_DECIDED} AND x.body ->> 'decision' = 'void') AS once_void,
    (SELECT x.body ->> 'reason' FROM j x WHERE x.kind = 'meal.voided' AND x.body ->> 'meal' = m.id
      ORDER BY x.at, tie(x.id) DESC LIMIT 1) AS struck
    FROM j m WHERE m.kind = 'meal.served');

CREATE VIEW jobs AS SELECT o.body ->> 'rectification' AS job, o.body ->> 'number' AS number, o.day, o.at,
  o.body ->> 'inspection' AS walk, o.body ->> 'due' AS first_due,
  coalesce((SELECT x.body ->> 'due' FROM j x WHERE x.kind = 'rectification.extended'
    AND x.body ->> 'rectification' = o.body ->> 'rectification'), o.body ->> 'due') AS due,
  (SELECT coalesce(x.body ->> 'to', 'open') FROM j x WHERE x.kind IN ('rectification.opened', 'rectification.moved')
    AND x.body ->> 'rectification' = o.body ->> 'rectification' {_LAST}) AS state
  FROM j o WHERE o.kind = 'rectification.opened';

CREATE VIEW settlements AS SELECT s.body ->> 'settlement' AS settlement, s.body ->> 'number' AS number,
  s.body ->> 'merchant' AS merchant, s.body ->> 'month' AS month, s.body ->> 'lines' AS lines,
  s.body ->> 'subsidy_fen' AS fen, s.body ->> 'held' AS held,
  (SELECT coalesce(x.body ->> 'to', 'draft') FROM j x WHERE x.kind IN ('settlement.closed', 'settlement.moved')
    AND x.body ->> 'settlement' = s.body ->> 'settlement' {_LAST}) AS state,
  (SELECT max(x.day) FROM j x WHERE x.kind = 'settlement.moved' AND x.body ->> 'to' = 'published'
    AND x.body ->> 'settlement' = s.body ->> 'settlement') AS published
  FROM j s WHERE s.kind = 'settlement.closed';

CREATE VIEW settled AS SELECT line ->> 'meal' AS meal, sum(line ->> 'fen') AS fen FROM (
  SELECT value AS line FROM settlements s, json_each(s.lines) WHERE s.state <> 'returned') GROUP BY 1;

CREATE VIEW slips AS SELECT r.body ->> 'referral' AS slip, r.body ->> 'number' AS number, r.day, r.arrived,
  r.body ->> 'until' AS until, r.body ->> 'code' AS code,
  (SELECT coalesce(x.body ->> 'to', 'issued') FROM j x WHERE x.kind IN ('referral.issued', 'referral.moved')
    AND x.body ->> 'referral' = r.body ->> 'referral' {_LAST}) AS state
  FROM j r WHERE r.kind = 'referral.issued';

CREATE VIEW moves AS
  SELECT id, arrived, stamp, day, 'stocked' AS kind, body ->> 'line' AS line, body ->> 'quantity' AS delta FROM j
    WHERE kind = 'medicine.stocked' AND body ->> 'out_of' IS NULL
  UNION ALL SELECT id, arrived, stamp, day, 'parted', body ->> 'line', body ->> 'quantity' FROM j
    WHERE kind = 'medicine.stocked' AND body ->> 'out_of' IS NOT NULL
  UNION ALL SELECT id, arrived, stamp, day, 'parted', body ->> '$.out_of.line', -(body ->> 'quantity') FROM j
    WHERE kind = 'medicine.stocked' AND body ->> 'out_of' IS NOT NULL
  UNION ALL SELECT id, arrived, stamp, day, 'opened', body ->> 'line', 0 FROM j WHERE kind = 'medicine.opened'
  UNION ALL SELECT id, arrived, stamp, day, 'taken', body ->> 'line', -(body ->> 'quantity') FROM j
    WHERE kind = 'medicine.taken'
  UNION ALL SELECT id, arrived, stamp, day, 'counted', body ->> 'line', (body ->> 'counted') - (body ->> 'expected')
    FROM j WHERE kind = 'medicine.counted'
  UNION ALL SELECT j.id, arrived, stamp, day, 'disposed', value ->> 'line', -(value ->> 'quantity')
    FROM j, json_each(body, '$.lines') WHERE kind = 'medicine.disposed';

CREATE VIEW box AS SELECT body ->> 'line' AS line, body ->> 'product' AS product, min(body ->> 'expiry',
    coalesce((SELECT x.body ->> 'until' FROM j x WHERE x.kind = 'medicine.opened' AND x.body ->> 'line' =
      s.body ->> 'line' {_LAST}), body ->> 'expiry')) AS until,
    (SELECT sum(delta) FROM moves m WHERE m.line = s.body ->> 'line') AS left
  FROM j s WHERE kind = 'medicine.stocked';
"""


def journal(station: Station) -> sqlite3.Connection:
    """The entries as they were written, in a plain database without any of our tables."""
    return ledger(station.rows("SELECT j.data, l.own FROM journal j JOIN logs l USING (log) ORDER BY j.arrived"))


def ledger(told: list[tuple[Any, ...]]) -> sqlite3.Connection:
    """Entries as (bytes, whether they are this device's own) in the order in which they came."""
    plain = sqlite3.connect(":memory:")
    plain.create_function("tie", 1, lambda text: zlib.crc32(text.encode()) & 0x7FFFF, deterministic=True)
    names = "own, device, epoch, seq, id, kind, by, site, at, day, stamp, body"
    plain.execute(f"CREATE TABLE j (arrived INTEGER PRIMARY KEY, {names})")
    high: dict[tuple[str, str], int] = {}
    for arrived, (data, own) in enumerate(told):
        entry = json.loads(bytes(data))
        log = entry["device"], entry["epoch"]
        high[log] = max(high.get(log, 0), entry["at"])
        plainly = (entry[name] for name in ("seq", "id", "kind", "by", "site", "at", "day"))
        row = (arrived, own, *log, *plainly, high[log], json.dumps(entry["body"]))
        plain.execute("INSERT INTO j VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    plain.execute("CREATE INDEX by_kind ON j (kind)")
    plain.executescript(VIEWS)
    return plain


def one(plain: sqlite3.Connection, sql: str, **bound: object) -> Any:
    """The only value of a query; 0 for a sum of nothing."""
    return plain.execute(sql, bound).fetchone()[0] or 0


def rows(plain: sqlite3.Connection, sql: str, **bound: object) -> list[tuple[Any, ...]]:
    return plain.execute(sql, bound).fetchall()
