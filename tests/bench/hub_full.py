"""Fills a hub's PostgreSQL with years of a city, fast: rows by `generate_series`, indexes built anew afterwards.

What is as it would be: the number and width of rows in `batches`, `visits`, `meals`, `riders`, `cards`, `feed`,
`members`, `log_states` and `log_sums`; ids in order of time where they are (facts) and by chance where they are
(riders, devices); every index. What is not: a stored batch's bytes are of the right number but by chance (a zstd frame
is no more regular), and nothing is signed. No measured device has such a batch; those have pushed theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from tests.bench.hub_ground import now

DEVICES = 2_000
# Facts of a batch as stations send them through the day, and their bytes: measured on the sweep's devices.
BATCH, BATCH_BYTES = 20, 2_400
DAYS = 365
DAY_MS = 86_400_000
# 300,000 people for 10 million facts.
FACTS_A_PERSON = 33

# UUIDs of version 7 in order of time, and those of people and devices that Python finds too.
_FACT = "(lpad(to_hex(at), 12, '0') || '7' || substr(md5('f' || n), 1, 19))::uuid::text"
_RIDER = "md5('r' || mod(n * 7919::bigint, {riders}))::uuid::text"
_DEVICE = "md5('d' || mod(n, {devices}))::uuid::text"
_SITE = "md5('s' || mod(n, {devices}))::uuid::text"
_TIMES = (
    "(SELECT n, at, to_char(to_timestamp(at / 1000 + 28800) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day FROM"
    " (SELECT n, {begin}::bigint + n * {step}::bigint AS at FROM generate_series(1, {count}) n) o) t"
)

_VISITS = (
    'INSERT INTO visits (fact, day, at, rider, "group", count, how, first_services, trust, marks, site, device, "by",'
    f" seq) SELECT {_FACT}, day, at, {_RIDER}, 'courier', 1, 'card', 'rest,water,charging', 'verified',"
    f" '', {_SITE}, {_DEVICE}, '00000000-0000-0000-0000-000000000000', n / {{devices}} + 1 FROM {_TIMES}"
)
_MEALS = (
    'INSERT INTO meals (fact, day, at, rider, "group", merchant, programme, programme_version, period, list_fen,'
    ' price_fen, subsidy_fen, card_issued, verified, source, site, device, "by", seq)'
    f" SELECT {_FACT}, day, at, {_RIDER}, 'courier', md5('m' || mod(n, {{devices}}))::uuid::text,"
    " 'nuanxin-canteen', '2026.1', 'dinner', 1490, 990, 500, at / 1000, 'yes', 'till',"
    f" {_SITE}, {_DEVICE}, '00000000-0000-0000-0000-000000000000', n / {{devices}} + 1 FROM {_TIMES}"
)
_FEED = (
    "INSERT INTO feed (position, audience, origin, source, sort, until, body)"
    " SELECT row_number() OVER (ORDER BY fact) * 2, '', site, '', 'meal', at + 3456000000,"
    ' concat(\'{"at":\', at, \',"day":"\', day, \'","fact":"\', fact, \'","merchant":"\', merchant,'
    ' \'","name":"泉香快餐","period":"lunch","rider":"\', rider, \'","voided":""}\') FROM meals'
)
_BATCHES = (
    "INSERT INTO batches (device, epoch, branch, first, last, prev, head, count, overlap, at, position, held, data)"
    f" SELECT {_DEVICE}, substr(md5('e' || mod(n, {{devices}})), 1, 16), '', n / {{devices}} * {BATCH} + 1,"
    f" (n / {{devices}} + 1) * {BATCH}, md5('h' || n) || md5('i' || n), md5('j' || n) || md5('k' || n), {BATCH}, 0,"
    f" {{begin}}::bigint + n * {{step}}::bigint, n * 2 - 1, 0, substr(%s::bytea, mod(n, 4096)::int + 1, {BATCH_BYTES})"
    " FROM generate_series(0, {count} - 1) n"
)
_SMALL = (
    'INSERT INTO riders (rider, "group", registered_day, registered_by, proof, verified_until)'
    " SELECT md5('r' || n)::uuid::text, 'courier', '2026-01-01', '00000000-0000-0000-0000-000000000000', 'badge',"
    " '2027-12-31' FROM generate_series(0, {riders} - 1) n",
    'INSERT INTO cards (rider, issued, "group", valid_days, issuer, number, issued_day)'
    " SELECT md5('r' || n)::uuid::text, 1760000000 + n, 'courier', 730, 'abababababab', md5('c' || n), '2026-01-01'"
    " FROM generate_series(0, {riders} - 1) n",
    "INSERT INTO members (device, key, site, role, name, community, at, revoked_at, text, signature)"
    f" SELECT {_DEVICE}, md5('q' || n) || md5('p' || n), {_SITE}, 'station', '驿站' || n, '370102001002', 0, 0,"
    " repeat('x', 400), repeat('0', 128) FROM generate_series(0, {devices} - 1) n",
    "INSERT INTO log_states (device, epoch, branch, seq, high)"
    f" SELECT {_DEVICE}, substr(md5('e' || n), 1, 16), '', 5000, 0 FROM generate_series(0, {{devices}} - 1) n",
    "INSERT INTO log_sums (device, epoch, branch, kind, count, fen)"
    f" SELECT {_DEVICE}, substr(md5('e' || n), 1, 16), '', kind, 1000, 0 FROM generate_series(0, {{devices}} - 1) n,"
    " unnest(ARRAY['visit.recorded', 'meal.served', 'visit.ended', 'inspection.completed', 'day.opened']) kind",
)
_TABLES = ("visits", "meals", "feed", "batches", "riders", "cards")


@dataclass(frozen=True)
class Filled:
    """What is in the full hub: rows by table, bytes of the whole database, how many people there are."""

    rows: dict[str, int]
    bytes: int
    riders: int


def fill_up(url: str, facts: int) -> Filled:
    """Three visits to a meal, over a year up to now, `facts` together."""
    riders, devices = max(1_000, facts // FACTS_A_PERSON), min(DEVICES, max(50, facts // 5_000))
    visits, meals, batches = facts * 3 // 4, facts // 4, facts // BATCH
    begin = now() - DAYS * DAY_MS
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '1GB'")
        again = _without_indexes(connection)
        for sql, count in ((_VISITS, visits), (_MEALS, meals), (_BATCHES, batches)):
            step = DAYS * DAY_MS // count
            made = sql.format(riders=riders, devices=devices, begin=begin, step=step, count=count)
            connection.execute(made, (_chance(connection),) if "%s" in made else None)
        for sql in (_FEED, *_SMALL):
            connection.execute(sql if sql is _FEED else sql.format(riders=riders, devices=devices))
        connection.execute(
            "INSERT INTO hub_state (name, value) SELECT 'position', (greatest((SELECT max(position) FROM feed),"
            " (SELECT max(position) FROM batches)) + 1)::text ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        )
        for statement in again:
            connection.execute(statement)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
        rows = {name: _one(connection, f"SELECT count(*) FROM {name}") for name in _TABLES}
        return Filled(rows, _one(connection, "SELECT pg_database_size(current_database())"), riders)


def _without_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Takes away indexes and primary keys of the large tables; the statements that bring them back."""
    again = []
    for table in _TABLES:
        keys = connection.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass"
            " AND contype = 'p'",
            (table,),
        ).fetchall()
        for name, definition in keys:
            connection.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", (table,)
        ).fetchall()
        for name, definition in indexes:
            connection.execute(f'DROP INDEX "{name}"')
            again.append(definition)
    return again


def _chance(connection: psycopg.Connection[Any]) -> bytes:
    """Bytes that do not compress, to cut stored batches from."""
    found: bytes = connection.execute(
        "SELECT string_agg(sha256(n::text::bytea), ''::bytea) FROM generate_series(1, 256) n"
    ).fetchone()[0]  # type: ignore[index]  # an aggregate always has a row
    return bytes(found)


def _one(connection: psycopg.Connection[Any], sql: Any) -> int:
    return int(connection.execute(sql).fetchone()[0])  # type: ignore[index]  # an aggregate always has a row
