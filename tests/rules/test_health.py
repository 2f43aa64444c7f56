"""体检就医 as a clerk would say it: each title is a case, told through the ordinary services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.app import read_words
from desktop.core.errors import Refused
from desktop.core.joining import RidersJoined
from desktop.core.papers import HealthSlip
from desktop.services.booking_lists import destroy_lists_due
from desktop.services.bookings import expire_slips
from desktop.services.desk import Place
from desktop.services.papers import Papers, Wanted
from tests.clinic import DAY, HOSPITAL, STREET, Clinic, an_id_number, refused, slip_text
from tests.decrypted import pages_of
from tests.stations import Station, Yard

APP = "00000000-0000-0000-0000-000000000000"
MORNING, LATER = (DAY, "08:00", "10:00", 1), (DAY, "10:00", "12:00", 1)


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("health"))


@pytest.fixture
def clinic(grounds: Yard, tmp_path: Path) -> Iterator[Clinic]:
    station = grounds.fresh.open(tmp_path / "station", synchronous="OFF")
    yield Clinic(station)
    assert station.faults() == [], "verify"
    station.close()


def one_place(clinic: Clinic) -> str:
    return clinic.batch(MORNING).slots[0].slot


# --- the line ------------------------------------------------------------------------------------------------


def given_back_by_cancelling(clinic: Clinic) -> None:
    slot = one_place(clinic)
    assert [clinic.book(name, slot) for name in ("甲", "乙", "丙")] == ["booked", "waiting", "waiting"]
    clinic.move("甲", "cancelled")
    assert clinic.states("甲", "乙", "丙") == ["cancelled", "booked", "waiting"]
    # the state and the place are said together, in one transaction
    assert clinic.last(4) == ["referral.moved", "slot.released", "slot.booked", "referral.moved"]


def given_back_by_changing(clinic: Clinic) -> None:
    early, late = (slot.slot for slot in clinic.batch(MORNING, LATER).slots)
    assert [clinic.book(name, early) for name in ("甲", "乙")] == ["booked", "waiting"]
    assert clinic.book("甲", late) == "booked"
    assert (clinic.standing("甲"), clinic.standing("乙")) == (("booked", late), ("booked", early))
    assert clinic.states("甲", "乙") == ["booked", "booked"]


def no_show_frees(clinic: Clinic) -> None:
    slot = one_place(clinic)
    assert [clinic.book(name, slot) for name in ("甲", "乙")] == ["booked", "waiting"]
    with refused("slot_not_yet"):
        clinic.move("甲", "no_show")
    clinic.station.clock.set(f"{DAY}T08:30")
    clinic.move("甲", "no_show")
    assert clinic.states("甲", "乙") == ["no_show", "booked"]


def no_show_too_late(clinic: Clinic) -> None:
    slot = one_place(clinic)
    assert [clinic.book(name, slot) for name in ("甲", "乙")] == ["booked", "waiting"]
    clinic.station.clock.set(f"{DAY}T10:00")
    clinic.move("甲", "no_show")
    assert clinic.states("甲", "乙") == ["no_show", "waiting"]


def order_of_asking(clinic: Clinic) -> None:
    slot = one_place(clinic)
    names = ["甲", "乙", "丙", "丁"]
    for name in names:
        clinic.slip(name)
    for name in ("丙", "甲", "丁", "乙"):
        clinic.book(name, slot)
    served = []
    for _ in range(3):
        (booked,) = [name for name in names if clinic.state(name) == "booked"]
        served.append(booked)
        clinic.move(booked, "cancelled")
    assert served == ["丙", "甲", "丁"]
    assert clinic.state("乙") == "booked"


def asks_again_goes_to_the_end(clinic: Clinic) -> None:
    early, late = (slot.slot for slot in clinic.batch(MORNING, LATER).slots)
    for name, slot in (("甲", early), ("乙", late), ("丙", early), ("丁", early)):
        clinic.book(name, slot)
    assert clinic.book("丙", late) == "waiting"
    clinic.move("甲", "cancelled")
    clinic.move("乙", "cancelled")
    assert (clinic.standing("丁"), clinic.standing("丙")) == (("booked", early), ("booked", late))


def waiting_twice(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.book("甲", slot)
    clinic.book("乙", slot)
    before = clinic.station.journal()
    with refused("slot_waiting"):
        clinic.book("乙", slot)
    with refused("slot_in_line"):
        clinic.move("乙", "booked")
    assert clinic.station.journal() == before


def leaves_the_line(clinic: Clinic) -> None:
    slot = one_place(clinic)
    for name in ("甲", "乙", "丙"):
        clinic.book(name, slot)
    clinic.move("乙", "cancelled")
    clinic.move("甲", "cancelled")
    assert clinic.states("乙", "丙") == ["cancelled", "booked"]


def forgotten_gives_back(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.book("甲", slot)
    clinic.book("乙", slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    clinic.office.people.forget(clinic.by, clinic.riders["甲"], "本人要求")
    assert clinic.states("甲", "乙") == ["cancelled", "booked"]
    assert clinic.station.rows("SELECT * FROM booking_sheets") == []


# --- changes -------------------------------------------------------------------------------------------------


def change_once(clinic: Clinic) -> None:
    first, second, third = (slot.slot for slot in clinic.batch(MORNING, LATER, (DAY, "13:00", "15:00", 1)).slots)
    clinic.book("甲", first)
    assert clinic.book("甲", second) == "booked"
    before = clinic.station.journal()
    with refused("slot_changed_already"):
        clinic.book("甲", third)
    assert clinic.station.journal() == before
    assert clinic.standing("甲") == ("booked", second)


def change_to_a_full_one(clinic: Clinic) -> None:
    early, late = (slot.slot for slot in clinic.batch(MORNING, LATER).slots)
    clinic.book("甲", early)
    clinic.book("乙", late)
    with refused("slot_full"):
        clinic.book("甲", late)
    assert clinic.standing("甲") == ("booked", early)


def change_to_the_same(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.book("甲", slot)
    with refused("slot_same"):
        clinic.book("甲", slot)


def change_after_the_slot(clinic: Clinic) -> None:
    early, late = (slot.slot for slot in clinic.batch(MORNING, LATER).slots)
    clinic.book("甲", early)
    clinic.station.clock.set(f"{DAY}T10:00")
    with refused("slot_missed"):
        clinic.book("甲", late)


def change_to_another_batch(clinic: Clinic) -> None:
    clinic.book("甲", one_place(clinic))
    with refused("slot_other_batch"):
        clinic.book("甲", one_place(clinic))


# --- quota, groups, hospital ---------------------------------------------------------------------------------


def at(clinic: Clinic, street: str) -> None:
    """The counter of a station in another street, whose slips come in by the same journal."""
    desk, place = clinic.station.desk, clinic.station.desk.place
    desk.place = Place(place.site, place.role, place.name, f"{street}001")


def quota_by_street(clinic: Clinic) -> None:
    other = "370102001"
    slot = clinic.batch((DAY, "08:00", "10:00", 3), quota={STREET: 1, other: 1}).slots[0].slot
    assert [clinic.book(name, slot) for name in ("甲", "乙")] == ["booked", "waiting"]
    at(clinic, other)
    assert clinic.book("丙", slot) == "booked", "the other street has its own places"
    assert clinic.book("丁", slot) == "waiting"
    clinic.move("丙", "cancelled")
    assert clinic.states("乙", "丁") == ["waiting", "booked"], "a place of one street does not go to another"
    clinic.move("甲", "cancelled")
    assert clinic.state("乙") == "booked"


def quota_names_no_place(clinic: Clinic) -> None:
    slot = clinic.batch(MORNING, quota={"370102001": 1}).slots[0].slot
    with refused("street_not_in_batch"):
        clinic.book("甲", slot)
    assert clinic.state("甲") == "issued"


def group_limits(clinic: Clinic) -> None:
    slot = clinic.batch(MORNING, groups='["courier"]').slots[0].slot
    clinic.person("甲")
    clinic.person("乙", group="courier")
    with refused("group_not_in_batch"):
        clinic.book("甲", slot)
    assert clinic.book("乙", slot) == "booked"


def another_hospital(clinic: Clinic) -> None:
    clinic.office.master.add_partner(clinic.by, "别的医院")
    slot = clinic.batch(MORNING, hospital='"别的医院"').slots[0].slot
    with refused("slot_other_partner"):
        clinic.book("甲", slot)


def green_channel(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.book("乙", slot)
    card = clinic.person("甲")
    refer = clinic.office.referrals.refer
    with refused("reason_needed"):
        refer(clinic.by, card, "green_channel", HOSPITAL, consent=True)
    made = [refer(clinic.by, card, "green_channel", HOSPITAL, reason="出冷汗", consent=True) for _ in range(2)]
    with refused("green_channel_no_slot"):
        clinic.office.bookings.book(clinic.by, made[0].referral, slot)
    assert clinic.office.attendance.stub(clinic.by, made[0].code)[1] == made[0].referral
    assert not any("出冷汗".encode() in data for data in clinic.station.journal())


# --- a check a year, and slips that run out -------------------------------------------------------------------


def second_on_new_years_day(clinic: Clinic) -> None:
    clinic.book("甲", one_place(clinic))
    clinic.station.clock.set(f"{DAY}T09:00")
    clinic.move("甲", "attended")
    clinic.station.clock.set("2026-12-31T23:59:59")
    with refused("checkup_this_year"):
        clinic.slip("甲")
    clinic.station.clock.set("2027-01-01T00:00")
    slot = clinic.batch(("2027-01-05", "08:00", "10:00", 1)).slots[0].slot
    clinic.slip("甲")
    assert clinic.book("甲", slot) == "booked"


def slot_of_the_next_year(clinic: Clinic) -> None:
    """开单在 12 月、体检在 1 月的，算 1 月那一年的。"""
    clinic.station.clock.set("2026-12-28T09:00")
    slots = clinic.batch(("2027-01-05", "08:00", "10:00", 1), ("2027-01-06", "08:00", "10:00", 1)).slots
    clinic.book("甲", slots[0].slot)
    clinic.station.clock.set("2027-01-01T09:00")
    clinic.slip("甲")
    with refused("checkup_this_year") as caught:
        clinic.book("甲", slots[1].slot)
    assert caught.value.values == {"day": "2027-01-05"}


def missed_leaves_the_year(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.book("甲", slot)
    clinic.station.clock.set(f"{DAY}T11:00")
    clinic.move("甲", "no_show")
    clinic.move("甲", "closed")
    assert clinic.slip("甲")


def missed_and_two_slips(clinic: Clinic) -> None:
    slot, later = one_place(clinic), clinic.batch(("2026-11-25", "08:00", "10:00", 2)).slots[0].slot
    clinic.book("甲", slot)
    clinic.station.clock.set(f"{DAY}T11:00")
    clinic.move("甲", "no_show")
    missed = clinic.slips["甲"]
    clinic.slip("甲")
    assert clinic.book("甲", later) == "booked"
    with refused("checkup_this_year"):
        clinic.office.bookings.book(clinic.by, missed, later)


def missed_books_again(clinic: Clinic) -> None:
    slot, later = one_place(clinic), clinic.batch(("2026-11-25", "08:00", "10:00", 1)).slots[0].slot
    clinic.book("甲", slot)
    clinic.station.clock.set(f"{DAY}T11:00")
    clinic.move("甲", "no_show")
    assert clinic.book("甲", later) == "booked"


def missed_cannot_wait(clinic: Clinic) -> None:
    slots = clinic.batch(MORNING, (DAY, "13:00", "15:00", 1)).slots
    clinic.book("甲", slots[0].slot)
    clinic.book("乙", slots[1].slot)
    clinic.station.clock.set(f"{DAY}T11:00")
    clinic.move("甲", "no_show")
    before = clinic.station.journal()
    with refused("slot_full"):
        clinic.book("甲", slots[1].slot)
    assert clinic.station.journal() == before
    assert clinic.standing("甲")[0] == "released"


def slips_run_out(clinic: Clinic) -> None:
    slot = clinic.batch(("2026-12-20", "08:00", "10:00", 1)).slots[0].slot
    for name in ("甲", "乙", "丙"):
        clinic.slip(name)
    assert [clinic.book(name, slot) for name in ("甲", "乙")] == ["booked", "waiting"]
    clinic.station.clock.set("2026-12-16T23:00")
    assert expire_slips(clinic.station.desk, APP) == 0
    clinic.station.clock.set("2026-12-17T00:00")
    assert clinic.office.bookings.expire(clinic.by) == 1
    assert clinic.states("甲", "乙", "丙") == ["booked", "waiting", "expired"], "booked and in line wait for the slot"
    clinic.station.clock.set("2026-12-20T07:00")
    assert expire_slips(clinic.station.desk, APP) == 0, "the slot is today: somebody may still give it back"
    clinic.station.clock.set("2026-12-21T00:00")
    assert expire_slips(clinic.station.desk, APP) == 1
    assert clinic.states("甲", "乙") == ["booked", "expired"]


def slip_too_old_to_book(clinic: Clinic) -> None:
    clinic.slip("甲")
    clinic.station.clock.set("2026-12-17T09:00")
    slot = clinic.batch(("2026-12-20", "08:00", "10:00", 1)).slots[0].slot
    with refused("slip_expired"):
        clinic.book("甲", slot)


def booked_as_it_is_issued(clinic: Clinic) -> None:
    slot = one_place(clinic)
    refer = clinic.office.referrals.refer
    states = [
        refer(clinic.by, clinic.person(name), "checkup", HOSPITAL, consent=True, slot=slot).state
        for name in ("甲", "乙")
    ]
    assert states == ["booked", "waiting"]


def slot_gone_by(clinic: Clinic) -> None:
    slot = one_place(clinic)
    clinic.slip("甲")
    clinic.station.clock.set(f"{DAY}T10:00")
    with refused("slot_over"):
        clinic.book("甲", slot)


# --- the lists -----------------------------------------------------------------------------------------------


def wrong_digit(clinic: Clinic) -> None:
    clinic.book("甲", one_place(clinic))
    good = an_id_number()
    before = clinic.station.journal()
    for at_place in range(17):
        typed = good[:at_place] + str((int(good[at_place]) + 1) % 10) + good[at_place + 1 :]
        with pytest.raises(Refused, match="id_number") as caught:
            clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], typed)
        assert typed not in str(caught.value), "a refusal does not carry the number on"
    with refused("id_number_form"):
        clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], good[:-1])
    assert clinic.station.journal() == before
    assert clinic.station.rows("SELECT * FROM booking_sheets") == []


def number_only_for_a_place(clinic: Clinic) -> None:
    clinic.slip("甲")
    with refused("booking_list_no_place"):
        clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())


def number_goes_with_the_place(clinic: Clinic) -> None:
    clinic.book("甲", one_place(clinic))
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    clinic.move("甲", "cancelled")
    assert clinic.station.rows("SELECT * FROM booking_sheets") == []


def number_nowhere_in_the_clear(clinic: Clinic) -> None:
    batch = clinic.batch(MORNING)
    clinic.book("甲", batch.slots[0].slot)
    first, second = an_id_number(1), an_id_number(2)
    for number in (first, second):
        clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], f" {number.lower()} ")
    (line,) = clinic.office.booking_lists.take_out(clinic.by, batch.batch)
    assert (line.id_number, line.full_name) == (second, "甲")
    assert seen_in(clinic.station, first, second) == []
    assert not any(number.encode() in data for data in clinic.station.journal() for number in (first, second))
    in_the_clear = b"".join(pages_of(clinic.station.database, clinic.station.key))
    assert not any(number.encode() in in_the_clear for number in (first, second)), "sealed even within the database"


def seen_in(station: Station, *texts: str) -> list[Path]:
    """Files of the data folder that hold one of these texts."""
    files = [place for place in station.folder.rglob("*") if place.is_file()]
    return [place for place in files for text in texts if text.encode() in place.read_bytes()]


def destroyed_to_the_day(clinic: Clinic) -> None:
    batch = clinic.batch(MORNING, (("2026-11-22"), "08:00", "10:00", 1))
    clinic.book("甲", batch.slots[0].slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    (key, sealed) = clinic.station.rows("SELECT key, sealed FROM booking_sheets")[0]
    clinic.station.clock.set("2026-12-21T23:59")
    clinic.move("甲", "attended")
    assert destroy_lists_due(clinic.station.desk, APP) == 0
    with refused("booking_list_not_due") as caught:
        clinic.office.booking_lists.destroy(clinic.by, batch.batch)
    assert caught.value.values == {"day": "2026-12-22"}
    clinic.station.clock.set("2026-12-22T00:00")
    assert destroy_lists_due(clinic.station.desk, APP) == 1
    assert destroy_lists_due(clinic.station.desk, APP) == 0
    (fact,) = clinic.station.entries("booking_list.destroyed")
    assert (fact.by, fact.body["entries"]) == (APP, 1)
    left = b"".join(pages_of(clinic.station.database, clinic.station.key))
    assert not any(piece in left for piece in (key, sealed)), "the pages are zeroed"
    assert clinic.station.database.with_name(clinic.station.database.name + "-wal").stat().st_size == 0
    with refused("booking_list_gone"):
        clinic.office.booking_lists.take_out(clinic.by, batch.batch)
    with refused("booking_list_gone"):
        clinic.office.booking_lists.destroy(clinic.by, batch.batch)


def printed_by_somebody(clinic: Clinic) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    for name in ("甲", "乙"):
        clinic.book(name, batch.slots[0].slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["乙"], an_id_number())
    lines = clinic.office.booking_lists.take_out(clinic.by, batch.batch)
    assert [bool(line.id_number) for line in lines] == [False, True]
    (fact,) = clinic.station.entries("booking_list.printed")
    assert (fact.by, fact.body) == (clinic.by.id, {"batch": batch.batch, "lines": 2, "missing": 1})


def only_attended(clinic: Clinic) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 3))
    for name in ("甲", "乙", "丙"):
        clinic.book(name, batch.slots[0].slot)
    clinic.station.clock.set(f"{DAY}T18:00")
    record = clinic.office.attendance.record
    before = clinic.station.journal()
    with refused("referral_unknown"):
        record(clinic.by, batch.batch, [clinic.slips["甲"], "XXX-XXX-XXX"])
    with refused("attendance_not_on_list"):
        record(clinic.by, batch.batch, [clinic.slips["甲"], clinic.slip("丁")])
    assert clinic.station.journal()[: len(before)] == before
    assert clinic.state("甲") == "booked"
    done = record(clinic.by, batch.batch, [clinic.slips["甲"], clinic.slips["乙"]])
    assert (done.attended, done.missed) == (2, 0)
    assert clinic.states("甲", "乙", "丙") == ["attended", "attended", "booked"]
    assert (record(clinic.by, batch.batch, [], missed=True).missed, clinic.state("丙")) == (1, "no_show")


def stub_closes(clinic: Clinic) -> None:
    batch = clinic.batch((DAY, "08:00", "10:00", 2))
    for name in ("甲", "乙"):
        clinic.book(name, batch.slots[0].slot)
    clinic.station.clock.set(f"{DAY}T18:00")
    clinic.office.attendance.record(clinic.by, batch.batch, [clinic.slips["甲"]])
    rows = clinic.station.rows("SELECT referral, code FROM referrals")
    codes = dict(rows)
    qr = slip_text(clinic.station, clinic.slips["乙"])
    clinic.office.attendance.stub(clinic.by, codes[clinic.slips["甲"]].replace("-", "").lower())
    clinic.office.attendance.stub(clinic.by, qr)
    assert clinic.states("甲", "乙") == ["closed", "closed"]
    with refused("referral_cannot_move"):
        clinic.office.attendance.stub(clinic.by, qr)
    with refused("referral_unknown"):
        clinic.office.attendance.stub(clinic.by, qr[:-8] + ("AAAAAAAA" if qr[-8:] != "AAAAAAAA" else "BBBBBBBB"))


def chased(clinic: Clinic) -> None:
    slots = clinic.batch((DAY, "08:00", "10:00", 3), ("2026-11-16", "08:00", "10:00", 3)).slots
    for name in ("甲", "乙", "丙"):
        clinic.slip(name)
    clinic.book("乙", slots[1].slot)
    clinic.book("丙", slots[0].slot)
    clinic.move("丙", "attended")
    found = {
        day: sorted((each.why, each.days) for each in clinic.office.chase.list(clinic.by))
        for day in ("2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23")
        if clinic.station.clock.set(f"{day}T09:00")
    }
    assert found["2026-11-18"] == []
    assert found["2026-11-19"] == [("not_booked", 3)]
    assert found["2026-11-20"] == [("not_booked", 4)], "on its own day nobody is late"
    assert found["2026-11-21"] == [("not_attended", 1), ("not_booked", 5)]
    assert found["2026-11-22"] == [("not_attended", 2), ("not_booked", 6)]
    assert found["2026-11-23"] == [("no_stub", 7), ("not_attended", 3), ("not_booked", 7)]


def slip_shows_the_slot(clinic: Clinic) -> None:
    slot = clinic.batch(("2026-12-20", "08:00", "10:00", 1)).slots[0].slot
    clinic.book("甲", slot)
    papers = Papers(clinic.station.desk, clinic.office, read_words()["zh"])
    slip = papers.freeze(clinic.by, Wanted("health", id=clinic.slips["甲"]))
    assert isinstance(slip, HealthSlip)
    assert (slip.appointment_day, slip.appointment_time) == ("2026-12-20", "08:00—10:00")
    assert (slip.until, slip.partner_note) == ("2026-12-20", "请空腹；请带：身份证、体检单")


CASES: tuple[tuple[str, Callable[[Clinic], None]], ...] = (
    ("取消的名额自动给候补第一位", given_back_by_cancelling),
    ("改约让出的名额自动给候补第一位", given_back_by_changing),
    ("未到诊，名额让出来，当场给候补的人", no_show_frees),
    ("时段过了才记未到诊，候补的人不会补到过去的时段", no_show_too_late),
    ("候补按先来后到，不按姓名和开单先后", order_of_asking),
    ("候补中换等另一个时段，排到那边的末位", asks_again_goes_to_the_end),
    ("同一个时段不能候补两次，也不能手工改成已预约", waiting_twice),
    ("候补的人自己退出，后面的人往前走", leaves_the_line),
    ("注销的人让出名额，身份证号一起销毁", forgotten_gives_back),
    ("改约只能一次", change_once),
    ("想改去的时段满了，原来的还留着", change_to_a_full_one),
    ("改约改到同一个时段，不算", change_to_the_same),
    ("约的时段过了，不能再改约", change_after_the_slot),
    ("改约不能改到另一个批次", change_to_another_batch),
    ("街道名额用完要候补，一个街道的名额不给另一个街道", quota_by_street),
    ("批次没给本街道名额", quota_names_no_place),
    ("批次只给快递员，配送员约不上", group_limits),
    ("单子开给四院，约不了别的医院", another_hospital),
    ("绿色通道要写原因，不占名额，不约时段，不限次数", green_channel),
    ("今年体检过，12月31日不行，1月1日可以再开", second_on_new_years_day),
    ("去年底开的单今年1月才检，今年不能再约第二次", slot_of_the_next_year),
    ("未到诊后办结，不算用掉今年的一次", missed_leaves_the_year),
    ("未到诊又开新单，旧单不能再约成第二次", missed_and_two_slips),
    ("未到诊的旧单可以再约", missed_books_again),
    ("未到诊的旧单想约的时段满了，不能去候补", missed_cannot_wait),
    ("单子过期：已约的和候补的等到时段那天", slips_run_out),
    ("过期的单子约不上", slip_too_old_to_book),
    ("开单时带着时段，当场约上；满了当场候补", booked_as_it_is_issued),
    ("时段已过，约不上", slot_gone_by),
    ("身份证号输错一位，一条也不存", wrong_digit),
    ("没约上的人不用填身份证号", number_only_for_a_place),
    ("取消预约，身份证号当时销毁", number_goes_with_the_place),
    ("身份证号在文件、流水和数据库页里都搜不到", number_nowhere_in_the_clear),
    ("预约名单在批次结束后第30天销毁，早一天不行", destroyed_to_the_day),
    ("谁打印了预约名单有记录，没填号的看得出", printed_by_somebody),
    ("到检名单只记到检，有一个不在名单上就整份不记", only_attended),
    ("回执回来就办结，改过一个字的码不认", stub_closes),
    ("催办：开单3天没约、约过没到、到诊7天没回执", chased),
    ("体检单上印着约好的时段、空腹和要带的东西", slip_shows_the_slot),
)


@pytest.mark.parametrize("case", [pytest.param(case, id=title) for title, case in CASES])
def test_health(clinic: Clinic, case: Callable[[Clinic], None]) -> None:
    case(clinic)


def test_一个人在两处登记过_一年还是只体检一次(clinic: Clinic) -> None:
    """`riders.joined`: what is once a year is once a person, not once an id."""
    clinic.slip("甲")
    clinic.person("乙")
    with clinic.station.desk.store.write() as txn:
        txn.append(RidersJoined(clinic.riders["甲"], clinic.riders["乙"]), day=DAY, by=clinic.by.id)
    with refused("checkup_this_year"):
        clinic.slip("乙")
