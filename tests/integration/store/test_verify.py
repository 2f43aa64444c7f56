"""`verify` finds what was tampered with, `rebuild` restores what can be worked out again.

Whoever tampers here has the key: a raw connection past the store. (Without the key, see `test_bit_rot.py`.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from desktop.core import canonical
from desktop.core import entry as entries
from desktop.tables import DERIVED
from tests.stations import Station, raw_connection


def tables_of(station: Station) -> dict[str, list[tuple[Any, ...]]]:
    names = [str(table.__tablename__) for table in DERIVED]
    return {name: sorted(station.rows(f'SELECT * FROM "{name}"'), key=repr) for name in names}


def rehash(raw: Any, arrived: int, data: bytes) -> None:
    """Puts other bytes in a row with a hash that fits them, as somebody who knows the format would."""
    values = (data, hashlib.sha256(data).digest(), arrived)
    raw.execute("UPDATE journal SET data = ?, hash = ? WHERE arrived = ?", values)


def last(raw: Any, kind: str) -> tuple[int, bytes]:
    row = raw.execute("SELECT arrived, data FROM journal WHERE kind = ? ORDER BY arrived DESC", (kind,)).fetchone()
    return row[0], row[1]


def first(raw: Any, kind: str) -> tuple[int, bytes]:
    row = raw.execute("SELECT arrived, data FROM journal WHERE kind = ? ORDER BY arrived", (kind,)).fetchone()
    return row[0], row[1]


# Filled, verified and rebuilt by the tests of their own parts (health, hours, registers).
ELSEWHERE = {
    "booking_entries",
    "bookings",
    "checkup_batches",
    "checkup_list_acts",
    "checkup_quotas",
    "checkup_slots",
    "closings",
    "entered_sheets",
    "extensions",
    "hand_overs",
    "phones_shown",
    "registers",
}


def test_a_busy_day_verifies(busy: Station) -> None:
    verdict = busy.office.upkeep.verify()
    assert verdict.faults == []
    assert verdict.ok
    assert verdict.epochs == 2
    assert verdict.facts == len(busy.journal())
    assert verdict.head == busy.desk.store.head.hash
    assert verdict.tables == {name: len(rows) for name, rows in tables_of(busy).items()}
    empty = {name for name, rows in verdict.tables.items() if not rows}
    assert empty <= ELSEWHERE, "the day fills every derived table but those that have a day of their own"
    assert not list(busy.folder.glob("*.replay*"))


def flip_a_byte(raw: Any) -> None:
    arrived, data = first(raw, "visit.recorded")
    middle = len(data) // 2
    altered = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    raw.execute("UPDATE journal SET data = ? WHERE arrived = ?", (altered, arrived))


def alter_and_rehash(raw: Any) -> None:
    arrived, data = first(raw, "meal.served")
    rehash(raw, arrived, data.replace(b'"subsidy_fen":500', b'"subsidy_fen":501'))


def alter_the_hash(raw: Any) -> None:
    arrived, _ = first(raw, "meal.served")
    raw.execute("UPDATE journal SET hash = zeroblob(32) WHERE arrived = ?", (arrived,))


def delete_in_the_middle(raw: Any) -> None:
    arrived, _ = first(raw, "meal.voided")
    raw.execute("DELETE FROM journal WHERE arrived = ?", (arrived,))


def delete_the_last(raw: Any) -> None:
    raw.execute("DELETE FROM journal WHERE arrived = (SELECT max(arrived) FROM journal)")


def delete_the_last_of_an_earlier_epoch(raw: Any) -> None:
    """Its derived rows too: only what the next epoch says it continues tells of it."""
    arrived, data = raw.execute("SELECT arrived, data FROM journal WHERE log = 1 ORDER BY seq DESC LIMIT 1").fetchone()
    assert b'"day.closed"' in data
    raw.execute("DELETE FROM journal WHERE arrived = ?", (arrived,))
    raw.execute(
        "UPDATE days SET closed_at = NULL, closed_by = NULL, captured = NULL, acknowledged = NULL, waiting = NULL,"
        " flagged = NULL"
    )


def change_a_derived_value(raw: Any) -> None:
    raw.execute("UPDATE meals SET subsidy_fen = subsidy_fen + 1 WHERE fact = (SELECT min(fact) FROM meals)")


def add_a_derived_row(raw: Any) -> None:
    raw.execute("INSERT INTO flags (fact, code, detail) VALUES ('x', 'y', 1)")


def delete_a_derived_row(raw: Any) -> None:
    raw.execute("DELETE FROM cards WHERE number = (SELECT min(number) FROM cards)")


def swap_prev(raw: Any) -> None:
    arrived, data = last(raw, "card.issued")
    entry = entries.from_bytes(data)
    rehash(raw, arrived, data.replace(entry.prev.encode(), b"ab" * 32))


def swap_two_entries(raw: Any) -> None:
    rows = raw.execute("SELECT arrived, seq FROM journal WHERE log = 1 ORDER BY seq LIMIT 2 OFFSET 4").fetchall()
    (one, first_seq), (two, second_seq) = rows
    raw.execute("UPDATE journal SET seq = 0 WHERE arrived = ?", (one,))
    raw.execute("UPDATE journal SET seq = ? WHERE arrived = ?", (first_seq, two))
    raw.execute("UPDATE journal SET seq = ? WHERE arrived = ?", (second_seq, one))


def move_to_another_log(raw: Any) -> None:
    """The last fact of one log becomes the next of the other."""
    arrived = raw.execute("SELECT max(arrived) FROM journal WHERE log = 1").fetchone()[0]
    seq = raw.execute("SELECT max(seq) + 1 FROM journal WHERE log = 2").fetchone()[0]
    raw.execute("UPDATE journal SET log = 2, seq = ? WHERE arrived = ?", (seq, arrived))


def rename_the_log(raw: Any) -> None:
    raw.execute("UPDATE logs SET epoch = 'ffffffffffffffff' WHERE log = 1")


def lose_the_log(raw: Any) -> None:
    raw.execute("DELETE FROM logs WHERE log = 1")


def alter_the_kind(raw: Any) -> None:
    raw.execute("UPDATE journal SET kind = 'meal.voided' WHERE kind = 'meal.served'")


def alter_the_fact_id(raw: Any) -> None:
    raw.execute("UPDATE journal SET fact = zeroblob(16) WHERE seq = 3 AND log = 1")


def alter_the_high_water(raw: Any) -> None:
    raw.execute("UPDATE journal SET high = high + 1 WHERE seq = 3 AND log = 1")


def text_for_bytes(raw: Any) -> None:
    raw.execute("UPDATE journal SET data = CAST(data AS TEXT) WHERE seq = 3 AND log = 1")


def continue_something_else(raw: Any) -> None:
    """The later epoch says, with a hash that fits, that it continues an entry that nobody has."""
    _, data = last(raw, "epoch.opened")
    arrived = raw.execute("SELECT arrived FROM journal WHERE log = 2 AND seq = 1").fetchone()[0]
    prev = entries.from_bytes(data).prev.encode()
    assert data.count(prev) == 2
    rehash(raw, arrived, data.replace(prev, b"cd" * 32))


def begin_an_epoch_twice(raw: Any) -> None:
    """A body that is no beginning stands first in a log, and says it continues something."""
    arrived, data = raw.execute("SELECT arrived, data FROM journal WHERE log = 2 AND seq = 1").fetchone()
    plain = canonical.decode(data)
    plain["kind"], plain["body"] = "medicine.used", {"continues": 7}
    rehash(raw, arrived, canonical.encode(plain))


TAMPERINGS: list[tuple[Callable[[Any], None], str]] = [
    (flip_a_byte, "hash_differs"),
    (alter_and_rehash, "chain_broken"),
    (alter_the_hash, "hash_differs"),
    (delete_in_the_middle, "chain_broken"),
    (delete_the_last, "table_differs"),
    (delete_the_last_of_an_earlier_epoch, "chain_broken"),
    (change_a_derived_value, "table_differs"),
    (add_a_derived_row, "table_differs"),
    (delete_a_derived_row, "table_differs"),
    (swap_prev, "chain_broken"),
    (swap_two_entries, "chain_broken"),
    (move_to_another_log, "chain_broken"),
    (rename_the_log, "chain_broken"),
    (lose_the_log, "log_unknown"),
    (alter_the_kind, "chain_broken"),
    (alter_the_fact_id, "chain_broken"),
    (alter_the_high_water, "chain_broken"),
    (text_for_bytes, "unreadable"),
    (continue_something_else, "chain_broken"),
    (begin_an_epoch_twice, "unreadable"),
]


@pytest.mark.parametrize(("tamper", "fault"), TAMPERINGS, ids=[tamper.__name__ for tamper, _ in TAMPERINGS])
def test_verify_finds(busy: Station, tamper: Callable[[Any], None], fault: str) -> None:
    with busy.raw() as raw:
        tamper(raw)
        assert raw.total_changes, "something was tampered with"
    assert fault in [text.split(":")[0] for text in busy.faults()]


def test_a_broken_chain_is_not_rebuilt_upon(busy: Station) -> None:
    before = tables_of(busy)
    with busy.raw() as raw:
        alter_and_rehash(raw)
    verdict, _ = busy.office.upkeep.rebuild()
    assert not verdict.ok
    assert tables_of(busy) == before


def test_rebuild_restores_damaged_derived_tables(busy: Station) -> None:
    before, journal = tables_of(busy), busy.journal()
    with busy.raw() as raw:
        for table in DERIVED:
            name = str(table.__tablename__)
            keys = {column.name for column in table.__table__.primary_key}  # type: ignore[attr-defined]
            column = next(column.name for column in table.__table__.columns if column.name not in keys)  # type: ignore[attr-defined]
            raw.execute(f'UPDATE "{name}" SET "{column}" = 4711')
        raw.execute("DELETE FROM visits")
        raw.execute("INSERT INTO meals (fact, subsidy_fen) VALUES ('invented', 1000000)")
    faults = busy.office.upkeep.verify().faults
    assert {fault["table"] for fault in faults} == {name for name, rows in before.items() if rows}
    verdict, seconds = busy.office.upkeep.rebuild()
    assert verdict.ok
    assert seconds >= 0
    assert tables_of(busy) == before
    assert busy.journal() == journal
    assert busy.faults() == []
    assert busy.office.visits.anonymous(busy.by, "courier", []).outcome == "checked_in"


def test_rebuild_works_what_is_there_out_again(busy: Station) -> None:
    before = tables_of(busy)
    assert busy.office.upkeep.rebuild()[0].ok
    assert tables_of(busy) == before


def test_facts_of_a_later_version_are_kept_and_flagged(busy: Station) -> None:
    """What an older program cannot read it keeps, and says so; nothing else is touched."""
    with busy.raw() as raw:
        head = raw.execute("SELECT seq, high, data, log FROM journal ORDER BY arrived DESC LIMIT 1").fetchone()
        plain = canonical.decode(head[2])
        plain |= {
            "seq": head[0] + 1,
            "prev": hashlib.sha256(head[2]).hexdigest(),
            "id": "019a3f10-0000-7000-8000-00000000ffff",
            "kind": "umbrella.lent",
            "v": 3,
            "body": {"new": {"in": [1, None]}},
        }
        data = canonical.encode(plain)
        raw.execute(
            "INSERT INTO journal (log, seq, fact, kind, high, hash, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                head[3],
                plain["seq"],
                bytes.fromhex(plain["id"].replace("-", "")),
                plain["kind"],
                head[1],
                hashlib.sha256(data).digest(),
                data,
            ),
        )
    assert {fault["table"] for fault in busy.office.upkeep.verify().faults} == {"flags"}
    assert busy.office.upkeep.rebuild()[0].ok
    assert busy.rows("SELECT code, detail FROM flags WHERE fact = ?", (plain["id"],)) == [("unknown_kind", 3)]
    assert busy.faults() == []
    busy.reopen()
    busy.office.visits.anonymous(busy.by, "courier", [])
    assert busy.faults() == []


def test_verify_and_rebuild_leave_no_copy_behind(busy: Station) -> None:
    names = {file.name for file in busy.folder.iterdir()}
    with raw_connection(busy.database, busy.key) as raw:
        raw.execute("DELETE FROM journal WHERE seq = 2")
    busy.office.upkeep.verify()
    busy.office.upkeep.rebuild()
    assert {file.name for file in busy.folder.iterdir()} == names
