"""Health checks through the services and commands: roles, files, papers that are facts, lists that stay gone."""

from __future__ import annotations

import inspect
import itertools
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resources
from desktop.app import make_tools, read_words
from desktop.cli import main  # noqa: F401  (registers the commands)
from desktop.cli.registry import COMMANDS, run
from desktop.cli.session import Session
from desktop.core import clinic_code
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.health_papers import AttendancePaper, BookingListPaper, ChasePaper
from desktop.core.roles import Operator
from desktop.services import station as stations
from desktop.services.attendance import read_attendance
from desktop.services.booking_lists import destroy_lists_due
from desktop.services.chase import chase_list
from desktop.services.office import Office
from desktop.services.papers import Papers, Wanted
from desktop.services.slips import find_slip
from reports.render import pages, render
from tests.clinic import DAY, Clinic, a_file, an_id_number, refused
from tests.stations import Station

ROLES = ("caretaker", "merchant", "supervisor")
TABLE = tomllib.loads(resources.read_text("rules", "roles.toml"))
WORDS = read_words()


@pytest.fixture
def clinic(station: Station) -> Clinic:
    return Clinic(station)


def frozen(clinic: Clinic, kind: str, id: str | None = None, by: Operator | None = None) -> Any:
    return Papers(clinic.station.desk, clinic.office, WORDS["zh"]).freeze(by or clinic.by, Wanted(kind, id=id))


# What each role may do: the action of the data, and the act.
ACTS: dict[str, Callable[[Clinic, str, Operator], object]] = {
    "batch_open": lambda c, _, by: c.office.bookings.open(by, a_file()),
    "batch_see": lambda c, _, by: c.office.bookings.batches(by),
    "book": lambda c, batch, by: c.office.bookings.book(by, c.slips["乙"], slot_of(c, batch)),
    "slips_expire": lambda c, _, by: c.office.bookings.expire(by),
    "booking_list_enter": lambda c, _, by: c.office.booking_lists.enter(by, c.slips["甲"], an_id_number()),
    "booking_list_print": lambda c, batch, by: frozen(c, "booking-list", batch, by),
    "attendance_print": lambda c, batch, by: frozen(c, "attendance-list", batch, by),
    "chase": lambda c, _, by: frozen(c, "chase-list", None, by),
    "attendance": lambda c, batch, by: c.office.attendance.record(by, batch, [c.slips["甲"]]),
    "stub": lambda c, _, by: c.office.attendance.stub(by, c.slips["甲"]),
    "booking_list_destroy": lambda c, batch, by: c.office.booking_lists.destroy(by, batch),
}


def slot_of(clinic: Clinic, batch: str) -> str:
    return str(clinic.station.rows("SELECT slot FROM checkup_slots WHERE batch = ?", (batch,))[0][0])


def test_every_action_for_every_role(clinic: Clinic) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 2)).batch
    clinic.book("甲", slot_of(clinic, batch))
    clinic.slip("乙")
    combinations = [roles for count in range(3) for roles in itertools.combinations(ROLES, count)]
    before = clinic.station.desk.store.head
    for action, roles in itertools.product(ACTS, combinations):
        by = Operator(clinic.by.id, frozenset(roles))
        if set(roles).isdisjoint(TABLE["actions"][action]):
            with refused("not_allowed"):
                ACTS[action](clinic, batch, by)
    assert clinic.station.desk.store.head == before
    for action in list(ACTS)[1:]:
        if action == "attendance":
            clinic.station.clock.set(f"{DAY}T12:00")
        if action == "booking_list_destroy":
            clinic.station.clock.set("2026-12-20T09:00")
        role = TABLE["actions"][action][0]
        ACTS[action](clinic, batch, Operator(clinic.by.id, frozenset({role})))
    assert clinic.station.faults() == []


def test_a_batch_in_the_past_or_for_nobody_is_refused(clinic: Clinic) -> None:
    with refused("batch_past"):
        clinic.batch(("2026-11-15", "08:00", "10:00", 1))
    with refused("partner_unknown"):
        clinic.batch(hospital='"没听说的医院"')
    with refused("slot_unknown"):
        clinic.office.bookings.book(clinic.by, clinic.slip("甲"), "nothing")
    with refused("referral_unknown"):
        clinic.office.bookings.book(clinic.by, "nobody", "nothing")
    assert clinic.station.entries("checkup_batch.opened") == []


def test_a_slot_unknown_here_is_noted_and_nothing_is_booked(clinic: Clinic) -> None:
    slip = clinic.slip("甲", slot="2026-11-20-01")
    assert clinic.state("甲") == "issued"
    assert clinic.station.rows("SELECT slot FROM referrals WHERE referral = ?", (slip,)) == [("2026-11-20-01",)]


def test_batches_number_themselves_and_say_what_is_free(clinic: Clinic) -> None:
    first = clinic.batch((DAY, "08:00", "10:00", 1), quota={"370102005": 5})
    second = clinic.batch(("2026-11-25", "08:00", "10:00", 4))
    assert (first.number, second.number) == (1, 2)
    for name in ("甲", "乙"):
        clinic.book(name, first.slots[0].slot)
    seen = clinic.office.bookings.batches(clinic.by)
    assert [(each.number, each.slots[0].taken, each.slots[0].waiting, each.quotas) for each in seen] == [
        (1, 1, 1, (("370102005", 5, 1),)),
        (2, 0, 0, ()),
    ]
    clinic.station.clock.set("2026-11-21T09:00")
    assert [each.number for each in clinic.office.bookings.batches(clinic.by)] == [2]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_papers(clinic: Clinic, language: str) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    with refused("paper_empty"):
        frozen(clinic, "booking-list", batch.batch)
    clinic.book("欧阳雨桐", batch.slots[0].slot)
    number = an_id_number()
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["欧阳雨桐"], number)
    listed = frozen(clinic, "booking-list", batch.batch)
    assert isinstance(listed, BookingListPaper)
    assert [(line.full_name, line.id_number) for line in listed.lines] == [("欧阳雨桐", number)]
    assert (listed.destroy, listed.printed_by) == ("2026-12-20", "王**")
    expected = frozen(clinic, "attendance-list", batch.batch)
    assert isinstance(expected, AttendancePaper)
    assert [line.name for line in expected.lines] == ["欧阳**"]
    clinic.station.clock.set("2026-11-23T09:00")
    chased = frozen(clinic, "chase-list")
    assert isinstance(chased, ChasePaper)
    (phone,) = clinic.station.rows("SELECT phone FROM persons WHERE name = '欧阳雨桐'")[0]
    assert [(line.why, line.days, line.name, line.phone) for line in chased.lines] == [
        ("not_attended", 3, "欧阳**", phone)
    ]
    for paper in (listed, expected, chased):
        pdf = render(paper, WORDS[language])
        assert pages(pdf) == 1
    assert [entry.by for entry in clinic.station.entries("booking_list.printed")] == [clinic.by.id]


def test_a_list_that_comes_back_from_an_old_backup_is_destroyed_again(clinic: Clinic, tmp_path: Path) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    clinic.book("甲", batch.slots[0].slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    kept = clinic.station
    kept.office.upkeep.back_up(tmp_path / "old.qyb")
    kept.clock.set("2026-12-20T09:00")
    assert destroy_lists_due(kept.desk, kept.by.id) == 1
    kept.close()
    kept.take(stations.restore(kept.parts, kept.folder, tmp_path / "old.qyb", None))
    assert kept.rows("SELECT count(*) FROM booking_sheets") == [(1,)]
    assert destroy_lists_due(kept.desk, kept.by.id) == 1
    assert kept.rows("SELECT count(*) FROM booking_sheets") == [(0,)]
    assert kept.faults() == []


def test_numbers_that_come_back_beside_the_fact_are_destroyed_again(clinic: Clinic) -> None:
    """As when the fact is known again from elsewhere and the rows are those of an old backup."""
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    clinic.book("甲", batch.slots[0].slot)
    clinic.station.clock.set("2026-12-20T09:00")
    assert destroy_lists_due(clinic.station.desk, clinic.by.id) == 1
    with clinic.station.desk.store.write() as txn:
        txn.execute(
            "INSERT INTO booking_sheets (hash, batch, referral, subject, key, sealed) VALUES (?, ?, ?, ?, ?, ?)",
            ("h", batch.batch, clinic.slips["甲"], clinic.riders["甲"], b"k", b"s"),
        )
    assert destroy_lists_due(clinic.station.desk, clinic.by.id) == 1
    assert destroy_lists_due(clinic.station.desk, clinic.by.id) == 0
    assert clinic.station.rows("SELECT * FROM booking_sheets") == []


def test_a_forgotten_rider_stays_out_of_a_restored_list(clinic: Clinic, tmp_path: Path) -> None:
    slot = clinic.batch((DAY, "08:00", "10:00", 2)).slots[0].slot
    clinic.book("甲", slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    kept = clinic.station
    kept.office.upkeep.back_up(tmp_path / "old.qyb")
    kept.office.people.forget(kept.by, clinic.riders["甲"], "本人要求")
    kept.close()
    kept.take(stations.restore(kept.parts, kept.folder, tmp_path / "old.qyb", None))
    assert kept.rows("SELECT count(*) FROM booking_sheets") == [(0,)]
    with kept.desk.store.read() as connection:
        assert chase_list(connection, kept.desk, "2026-12-31") == (), "nobody is chased who has no name"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.csv", "code\nRQ4-7M2-K9D\n\nRQ5-7M2-K9D\n", ("RQ4-7M2-K9D", "RQ5-7M2-K9D")),
        ("a.csv", "\ufeffcode\r\nRQ4-7M2-K9D\r\n", ("RQ4-7M2-K9D",)),
        ("a.toml", 'attended = ["RQ4-7M2-K9D"]', ("RQ4-7M2-K9D",)),
        ("a.csv", "code,result\nRQ4-7M2-K9D,正常\n", "attendance_columns"),
        ("a.csv", "code\nRQ4-7M2-K9D,血压高\n", "attendance_columns"),
        ("a.csv", "RQ4-7M2-K9D\n", "attendance_columns"),
        ("a.csv", "", "attendance_columns"),
        ("a.toml", 'attended = ["RQ4"]\nresult = "正常"', "attendance_columns"),
        ("a.toml", "attended = [1]", "attendance_columns"),
        ("a.toml", "attended", "attendance_unreadable"),
    ],
)
def test_a_stamped_list_brings_attendance_only(tmp_path: Path, name: str, text: str, found: object) -> None:
    place = tmp_path / name
    place.write_text(text, "utf-8")
    if isinstance(found, tuple):
        assert read_attendance(place) == found
    else:
        with pytest.raises(Refused, match=f"'{found}'") as caught:
            read_attendance(place)
        assert "正常" not in str(caught.value)


def test_a_list_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed):
        read_attendance(tmp_path / "none.csv")
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    with refused("attendance_unreadable"):
        read_attendance(tmp_path / "a.csv")


def test_the_commands(clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(make_tools(WORDS), clinic.station.folder, True, None)
    session._office, session._by = Office(clinic.station.desk), clinic.by

    def do(name: str, **arguments: Any) -> Any:
        return run(COMMANDS[name], session, arguments)

    place = tmp_path / "batch.toml"
    place.write_text(a_file(((DAY, "08:00", "10:00", 1),)), "utf-8")
    batch = do("batch-open", file=place)
    slot = batch["slots"][0]["slot"]
    assert batch["slots"][0] == {
        "slot": slot,
        "day": DAY,
        "from": "08:00",
        "to": "10:00",
        "places": 1,
        "free": 1,
        "waiting": 0,
    }
    first, second = clinic.slip("甲"), clinic.slip("乙")
    assert do("book", referral=first, slot=slot)["outcome"] == "booked"
    assert (answer := do("book", referral=second, slot=slot))["outcome"] == "waiting"
    assert answer["position"] == 1
    with refused("id_number_needed"):
        do("booking-enter", referral=first)
    monkeypatch.setenv("QUANYI_ID_NUMBER", an_id_number())
    assert do("booking-enter", referral=first)["fact"]
    listed = do("booking-list", batch=batch["batch"], output=tmp_path / "list.pdf")
    assert listed["pages"] == 1
    assert (tmp_path / "list.pdf").exists()
    clinic.station.clock.set(f"{DAY}T12:00")
    (tmp_path / "back.toml").write_text(f'attended = ["{first}"]', "utf-8")
    done = do("attendance", batch=batch["batch"], file=tmp_path / "back.toml")
    assert (done["attended"], done["missed"]) == (1, 0)
    assert do("stub", referral=first)["state"] == "closed"
    assert do("chase") == do("chase", phones=True) == {"chase": []}, "who waits in line is not chased"
    clinic.station.clock.set("2026-12-20T00:00")
    assert do("expire-slips") == {"expired": 1}
    assert do("booking-list-destroy", batch=batch["batch"])["entries"] == 1
    assert do("batches", after="2026-01-01")["batches"][0]["slots"][0]["waiting"] == 0
    asked = set(inspect.signature(COMMANDS["booking-enter"].run).parameters)
    assert asked == {"session", "referral"}, "an ID number does not stand in a script"


def test_a_stamped_list_may_name_who_was_confirmed_by_phone_before(clinic: Clinic) -> None:
    """The clinic said so by the hub's page already: the list is taken whole, and nobody is attended twice."""
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    for name in ("甲", "乙"):
        clinic.book(name, batch.slots[0].slot)
    clinic.station.clock.set(f"{DAY}T18:00")
    clinic.move("甲", "attended")
    done = clinic.office.attendance.record(clinic.by, batch.batch, [clinic.slips["甲"], clinic.slips["乙"]])
    assert (done.attended, done.missed) == (2, 0)
    assert clinic.states("甲", "乙") == ["attended", "attended"]
    moved = [entry.body for entry in clinic.station.entries("referral.moved") if entry.body["to"] == "attended"]
    assert [body["referral"] for body in moved] == [clinic.slips["甲"], clinic.slips["乙"]]


def test_a_slip_is_found_by_the_address_in_its_small_code(clinic: Clinic) -> None:
    slip = clinic.slip("甲")
    code = clinic.office.referrals.code(slip)
    for text in (clinic_code.address("https://hub.example", code), clinic_code.address("https://hub.example/q", code)):
        with clinic.station.desk.store.read() as connection:
            assert find_slip(clinic.station.desk, connection, text) == slip
