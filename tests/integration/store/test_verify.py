"""`verify` finds what was tampered with, `rebuild` restores what can be worked out again.

Whoever tampers here has the key: a raw connection past the store. (Without the key, see `test_bit_rot.py`.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core import canonical, sheet
from desktop.core import entry as entries
from desktop.core.kinds import REGISTRY
from desktop.tables.declared import DERIVED, LOGS, PRIVATE
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


def test_a_busy_day_verifies(busy: Station) -> None:
    verdict = busy.office.upkeep.verify()
    assert verdict.faults == []
    assert verdict.ok
    assert verdict.epochs == 2
    assert verdict.facts == len(busy.journal())
    assert verdict.head == busy.desk.store.head.hash
    assert verdict.tables == {name: len(rows) for name, rows in tables_of(busy).items()}
    assert not list(busy.folder.glob("*.replay*"))


def test_the_busy_day_leaves_nothing_out(busy: Station) -> None:
    """What is tampered with, rebuilt and looked for below is every table and every kind of fact."""
    filled = {name for name, rows in tables_of(busy).items() if rows}
    assert filled == {str(table.__tablename__) for table in DERIVED}
    for table in (*LOGS, *PRIVATE):
        assert busy.rows(f'SELECT 1 FROM "{table.__tablename__}" LIMIT 1'), table
    assert {entry.kind for entry in busy.entries()} == REGISTRY.keys()


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
    assert {fault["table"] for fault in faults} == before.keys()
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


# --- what lies beside the chain -----------------------------------------------------------------------------


def other_words(raw: Any) -> None:
    raw.execute("UPDATE notes SET text = text || '。' WHERE hash = (SELECT min(hash) FROM notes)")


def other_salt(raw: Any) -> None:
    raw.execute("UPDATE notes SET salt = zeroblob(16) WHERE hash = (SELECT max(hash) FROM notes)")


def other_picture(raw: Any) -> None:
    raw.execute("UPDATE blobs SET data = zeroblob(100) WHERE hash = (SELECT min(hash) FROM blobs)")


def text_for_a_picture(raw: Any) -> None:
    raw.execute("UPDATE blobs SET data = 'x' WHERE hash = (SELECT min(hash) FROM blobs)")


def bytes_for_words(raw: Any) -> None:
    raw.execute("UPDATE notes SET text = zeroblob(4) WHERE hash = (SELECT min(hash) FROM notes)")


def text_for_a_key(raw: Any) -> None:
    raw.execute("UPDATE sheets SET \"key\" = 'x', sealed = 'x' WHERE subject = (SELECT min(rider) FROM persons)")


def other_sheet(raw: Any) -> None:
    raw.execute("UPDATE sheets SET sealed = zeroblob(80) WHERE subject = (SELECT min(rider) FROM persons)")


def other_key(raw: Any) -> None:
    """The sheet is as it was, and nobody can read it any more."""
    raw.execute('UPDATE sheets SET "key" = zeroblob(32) WHERE subject = (SELECT min(rider) FROM persons)')


def other_id_number(raw: Any) -> None:
    raw.execute("UPDATE booking_sheets SET sealed = zeroblob(80)")


def other_name(raw: Any) -> None:
    raw.execute("UPDATE persons SET name = '别人' WHERE rider = (SELECT min(rider) FROM persons)")


def other_phone(raw: Any) -> None:
    raw.execute("UPDATE persons SET phone = '13900000000' WHERE rider = (SELECT min(rider) FROM persons)")


def lose_a_note(raw: Any) -> None:
    """Of a rectification: nobody who was forgotten, and nobody blanked it."""
    raw.execute("DELETE FROM notes WHERE hash = (SELECT min(note) FROM rectification_moves)")


def lose_a_note_of_somebody(raw: Any) -> None:
    """Of a voided meal, whose rider is still known."""
    raw.execute("DELETE FROM notes WHERE subject IN (SELECT rider FROM persons)")


def lose_a_picture(raw: Any) -> None:
    raw.execute("DELETE FROM blobs WHERE hash = (SELECT max(photo) FROM entered_sheets)")


def lose_a_settlement(raw: Any) -> None:
    raw.execute("DELETE FROM blobs WHERE hash = (SELECT max(paper) FROM settlements)")


def lose_a_sheet(raw: Any) -> None:
    raw.execute("DELETE FROM sheets WHERE subject = (SELECT min(rider) FROM persons)")


def lose_an_operator(raw: Any) -> None:
    raw.execute("DELETE FROM sheets WHERE subject = (SELECT min(operator) FROM operators)")


def lose_an_id_number(raw: Any) -> None:
    """Of a list that is not destroyed yet."""
    raw.execute("DELETE FROM booking_sheets")


def plant_a_note(raw: Any) -> None:
    salt, text = bytes(16), "谁也没写过"
    raw.execute("INSERT INTO notes (hash, salt, text) VALUES (?, ?, ?)", (sheet.note_hash(salt, text), salt, text))


def plant_a_picture(raw: Any) -> None:
    raw.execute(
        "INSERT INTO blobs (hash, media, data) VALUES (?, 'image/jpeg', CAST('x' AS BLOB))",
        (hashlib.sha256(b"x").hexdigest(),),
    )


def plant_a_sheet(raw: Any) -> None:
    made = sheet.seal({"name": "谁"})
    raw.execute(
        "INSERT INTO sheets (hash, subject, \"key\", sealed) VALUES (?, 'x', ?, ?)", (made.hash, made.key, made.sealed)
    )


def bring_a_blanked_note_back(raw: Any) -> None:
    """Under its hash, which a fact names, other words."""
    note = raw.execute("SELECT min(note) FROM blanked_notes").fetchone()[0]
    raw.execute("INSERT INTO notes (hash, salt, text) VALUES (?, ?, '编的')", (note, bytes(16)))


BESIDE: list[tuple[Callable[[Any], None], str]] = [
    (other_words, "note_altered"),
    (other_salt, "note_altered"),
    (other_picture, "blob_altered"),
    (text_for_a_picture, "blob_altered"),
    (bytes_for_words, "note_altered"),
    (text_for_a_key, "sheet_altered"),
    (other_sheet, "sheet_altered"),
    (other_key, "sheet_altered"),
    (other_id_number, "sheet_altered"),
    (other_name, "person_differs"),
    (other_phone, "person_differs"),
    (lose_a_note, "beside_missing"),
    (lose_a_note_of_somebody, "beside_missing"),
    (lose_a_picture, "beside_missing"),
    (lose_a_settlement, "beside_missing"),
    (lose_a_sheet, "beside_missing"),
    (lose_an_operator, "beside_missing"),
    (lose_an_id_number, "beside_missing"),
    (plant_a_note, "beside_unnamed"),
    (plant_a_picture, "beside_unnamed"),
    (plant_a_sheet, "beside_unnamed"),
    (bring_a_blanked_note_back, "note_altered"),
]


@pytest.mark.parametrize(("tamper", "fault"), BESIDE, ids=[tamper.__name__ for tamper, _ in BESIDE])
def test_verify_finds_beside_the_chain(busy: Station, tamper: Callable[[Any], None], fault: str) -> None:
    with busy.raw() as raw:
        tamper(raw)
        assert raw.total_changes, "something was tampered with"
    assert fault in busy.faults()
    assert not {"chain_broken", "hash_differs", "table_differs"} & set(busy.faults()), "only beside the chain"


def test_what_facts_took_away_is_not_missed(busy: Station) -> None:
    """Forgotten, blanked, given back, destroyed: the chain says so, and verifies."""
    office, by = busy.office, busy.by
    rider = busy.rows("SELECT subject FROM booking_sheets")[0][0]
    for (each,) in busy.rows("SELECT rider FROM persons WHERE rider <> ?", (rider,)):
        office.people.forget(by, each, "本人要求")
    slip = busy.rows("SELECT referral FROM booking_sheets")[0][0]
    office.referrals.move(by, slip, "cancelled")
    assert busy.rows("SELECT 1 FROM booking_sheets") == []
    office.notes.blank(by, busy.entries("shift.handed_over")[0].id, "mistake")
    assert busy.faults() == []


def test_what_another_device_wrote_may_lie_there(busy: Station) -> None:
    """Sheets and photos travel apart: a received log names what is not here."""
    with busy.raw() as raw:
        raw.execute("UPDATE logs SET own = 0 WHERE log = 1")
        raw.execute("DELETE FROM notes")
        raw.execute("DELETE FROM blobs")
    missing = [fault for fault in busy.office.upkeep.verify().faults if fault["fault"] == "beside_missing"]
    own = {entry.id for entry in busy.entries() if entry.epoch == busy.desk.store.head.epoch}
    assert missing
    assert {str(fault["of"]) for fault in missing} <= own


def test_a_backup_is_made_though_a_photo_is_lost(busy: Station, tmp_path: Path) -> None:
    with busy.raw() as raw:
        lose_a_picture(raw)
    assert busy.office.upkeep.back_up(tmp_path / "b.qyb").facts == len(busy.journal())


# --- signatures ---------------------------------------------------------------------------------------------


def alter_the_last(raw: Any, old: bytes, new: bytes) -> None:
    """In the last entry of all, with a hash that fits: nothing after it would tell."""
    arrived, data = raw.execute("SELECT arrived, data FROM journal ORDER BY arrived DESC LIMIT 1").fetchone()
    assert data.count(old) == 1
    rehash(raw, arrived, data.replace(old, new))


def test_verify_finds_a_closing_that_its_device_did_not_sign(busy: Station) -> None:
    busy.office.days.close(busy.by)
    assert busy.faults() == []
    meals = canonical.decode(busy.journal()[-1])["body"]["meals"]
    with busy.raw() as raw:
        alter_the_last(raw, b'"meals":%d' % meals, b'"meals":%d' % (meals + 7))
    assert busy.faults() == ["closing_not_signed"]


def test_verify_finds_a_signature_of_nobody(busy: Station) -> None:
    busy.office.days.close(busy.by)
    signature = canonical.decode(busy.journal()[-1])["body"]["signature"].encode()
    for other in (signature[::-1], b"", b"zz"):
        with busy.raw() as raw:
            alter_the_last(raw, b'"signature":"%s"' % signature, b'"signature":"%s"' % other)
        assert busy.faults() == ["closing_not_signed"]
        signature = other
