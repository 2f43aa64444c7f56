"""到期删除: who and what goes on which day, and when the app does nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.business_day import parse_time
from desktop.core.consent import RiderConsented
from desktop.core.entry import THE_APP
from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.pages import GivenAnswer
from desktop.core.roles import Operator
from desktop.services.retention import ACTS, CANDIDATES, WAS_HERE, Ran
from desktop.services.station import restore
from desktop.store import backup
from tests.busy import picture
from tests.clinic import Clinic, an_id_number
from tests.decrypted import pages_of
from tests.stations import DAY, HOUR, Station, Yard

RIDER, PHONE = "马向阳", "13812340427"


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("retention"))


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    opened = yard.fresh.open(tmp_path / "station", synchronous="OFF")
    yield opened
    opened.close()


def run(station: Station, day: str, backups: Path | None = None) -> dict[str, int]:
    """A run that a supervisor answers for, since nothing ran in between."""
    station.clock.set(f"{day}T07:30")
    return dict(station.office.retention.run(station.by, backups).removed)


def known(station: Station) -> bool:
    return station.rows("SELECT 1 FROM persons") == [(1,)]


# --- people -----------------------------------------------------------------------------------------------

Act = Callable[[Station, str, str], object]


def at(station: Station, time: str) -> None:
    station.clock.set(time)


def _visit(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    station.office.visits.by_card(station.by, card, [])


def _voided_visit(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    visit = station.office.visits.by_card(station.by, card, [])
    station.office.visits.void(station.by, visit.fact or "", "mis_scan")


def _meal(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    assert station.office.meals.serve(station.by, card, merchant).outcome == "served"


def _night_meal(station: Station, rider: str, card: str) -> None:
    """Of the evening before: its day is 30 November."""
    at(station, "2026-12-01T00:30")
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    assert station.office.meals.serve(station.by, card, merchant).outcome == "served"


def _referral(station: Station, rider: str, card: str) -> str:
    at(station, "2026-12-01T12:00")
    partner = station.office.master.add_partner(station.by, "历下区人民医院")
    return station.office.referrals.refer(station.by, card, "checkup", partner, consent=True).referral


def _attended(station: Station, rider: str, card: str) -> None:
    referral = _referral(station, rider, card)
    at(station, "2026-12-20T12:00")
    station.office.referrals.move(station.by, referral, "attended")


def _new_card(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    station.office.people.reissue(station.by, rider)


def _verified(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    station.office.people.verify(station.by, rider, "badge")


def _consented(station: Station, rider: str, card: str) -> None:
    at(station, "2026-12-01T12:00")
    with station.older_text():
        station.office.consents.agree(station.by, rider, consent=True)


def _nothing(station: Station, rider: str, card: str) -> None:
    return


# What happened after the registration on 16 November 2026, and the last day on which the person is still known.
PEOPLE: dict[str, tuple[Act, str]] = {
    "登记后再没来过": (_nothing, "2027-11-16"),
    "入站一次": (_visit, "2027-12-01"),
    "入站登记作废了，不算来过": (_voided_visit, "2027-11-16"),
    "吃过一份餐": (_meal, "2027-12-01"),
    "零点半的夜宵算前一天": (_night_meal, "2027-11-30"),
    "开过转介单": (_referral, "2027-12-01"),
    "转介后到诊": (_attended, "2027-12-20"),
    "补过卡": (_new_card, "2027-12-01"),
    "重新核验过": (_verified, "2027-12-01"),
    "重新签过同意书": (_consented, "2027-12-01"),
}


@pytest.mark.parametrize(("act", "last"), PEOPLE.values(), ids=PEOPLE)
def test_twelve_months_to_the_day(station: Station, act: Act, last: str) -> None:
    made = station.register(RIDER)
    act(station, made.rider, made.card)
    assert run(station, last)["forgotten"] == 0
    assert known(station)
    station.clock.pass_by(DAY)
    assert dict(station.office.retention.run_by_app().removed)["forgotten"] == 1
    assert not known(station)
    assert station.faults() == []


LEAP = {
    "最后一次在2月29日：次年2月28日还在，3月1日删除": ("2028-02-29", "2029-02-28", "2029-03-01"),
    "最后一次在2月28日、满期那年有29日：29日删除": ("2027-02-28", "2028-02-28", "2028-02-29"),
    "最后一次在12月31日：次年最后一天还在，元旦删除": ("2026-12-31", "2027-12-31", "2028-01-01"),
}


@pytest.mark.parametrize(("came", "still", "gone"), LEAP.values(), ids=LEAP)
def test_the_end_of_february_and_of_the_year(station: Station, came: str, still: str, gone: str) -> None:
    station.clock.set(f"{came}T10:00")
    station.register(RIDER)
    assert run(station, still)["forgotten"] == 0
    assert run(station, gone)["forgotten"] == 1


def test_forgotten_by_the_app_as_on_request(station: Station) -> None:
    """软件自己删除：名字电话从文件里消失，卡停用，人次还在，理由是代码，经办是软件."""
    made = station.register(RIDER, phone=PHONE)
    station.office.visits.by_card(station.by, made.card, ["rest"])
    run(station, "2027-11-16")
    station.clock.pass_by(DAY)
    ran = station.office.retention.run_by_app()
    assert dict(ran.removed) == {act: int(act == "forgotten") for act, _ in ACTS}
    (gone,) = station.entries("rider.forgotten")
    assert (gone.by, gone.body["reason"], gone.body["note"], gone.body["rider"]) == (
        THE_APP,
        "no_service",
        None,
        made.rider,
    )
    assert station.rows("SELECT withdrawn_reason FROM cards") == [("forgotten",)]
    assert station.office.visits.by_card(station.by, made.card, []).outcome == "card_withdrawn"
    assert station.rows("SELECT count(*) FROM visits WHERE rider = ?", (made.rider,)) == [(1,)]
    assert station.rows("SELECT (SELECT count(*) FROM sheets WHERE subject = ?)", (made.rider,)) == [(0,)]
    assert station.office.figures.value("visits_times", station.office.figures.period(month="2026-11")) == 1
    station.close()
    for page in pages_of(station.database, station.key):
        assert RIDER.encode() not in page
        assert PHONE.encode() not in page
    station.reopen()


def test_only_those_who_stayed_away(station: Station) -> None:
    """三百个人里只有没来的被删，来过的一个也不少（翻页）."""
    with station.desk.store.write():
        riders = [station.register().rider for _ in range(300)]
        station.clock.set("2027-05-01T09:00")
        for rider in riders[::3]:
            station.office.visits.by_search(station.by, rider, [])
    assert run(station, "2027-11-17")["forgotten"] == 200
    left = {row[0] for row in station.rows("SELECT rider FROM persons")}
    assert left == set(riders[::3])
    assert run(station, "2027-11-18")["forgotten"] == 0


def test_people_of_other_stations_are_theirs(station: Station) -> None:
    """本机没有个人信息的人不在这里删."""
    with station.desk.store.write() as txn:
        rider = station.register().rider
        txn.execute("DELETE FROM persons WHERE rider = ?", (rider,))
    assert run(station, "2029-11-17")["forgotten"] == 0


def test_a_version_that_is_not_known_here_counts_as_the_one_in_force(station: Station) -> None:
    rider = station.register().rider
    with station.desk.store.write() as txn:
        txn.append(RiderConsented(rider, "2031.1"), day="2026-11-16", by=station.by.id)
    assert run(station, "2027-11-16")["forgotten"] == 0
    assert run(station, "2027-11-17")["forgotten"] == 1


# --- when it runs -----------------------------------------------------------------------------------------


def test_once_a_day(station: Station) -> None:
    """每天开门跑一次，跑过就不再跑，第二天再跑."""
    retention = station.office.retention
    assert retention.due()
    ran = retention.run_by_app()
    assert not retention.due()
    assert ran.entry.body.removed  # a run that removed nothing is a fact too
    (entry,) = station.entries("retention.run")
    assert entry.by == THE_APP
    assert entry.body == {
        "rules": "2026.1",
        "removed": [{"act": act, "count": 0} for act, _ in ACTS],
    }
    station.clock.set("2026-11-17T00:00")
    assert retention.due()


PAUSES = {
    "停了三十五天照常": ("2026-12-21", True),
    "停了三十六天要督导员确认": ("2026-12-22", False),
    "时钟跳到十年后，一个人也不删": ("2036-11-16", False),
}


@pytest.mark.parametrize(("day", "runs"), PAUSES.values(), ids=PAUSES)
def test_after_a_pause(station: Station, day: str, runs: bool) -> None:
    station.register(RIDER)
    station.office.retention.run_by_app()
    station.clock.set(f"{day}T08:00")
    if runs:
        station.office.retention.run_by_app()
        return
    before = station.journal()
    with pytest.raises(Refused, match="'retention_pause'"):
        station.office.retention.run_by_app()
    assert station.journal() == before
    assert known(station)


def test_a_clock_that_went_back(station: Station) -> None:
    """时钟倒退，谁确认也不跑."""
    station.office.retention.run_by_app()
    station.clock.pass_by(-HOUR)
    for act in (station.office.retention.run_by_app, lambda: station.office.retention.run(station.by)):
        with pytest.raises(Refused, match="'retention_clock'"):
            act()


@pytest.mark.parametrize("role", ["caretaker", "merchant"])
def test_only_a_supervisor_confirms(station: Station, role: str) -> None:
    with pytest.raises(Refused, match="'not_allowed'"):
        station.office.retention.run(Operator(station.by.id, frozenset({role})))


def test_a_wrong_clock_for_three_days_then_corrected(station: Station) -> None:
    """时钟快了一年三天后才发现：软件没有自己删人，改回来以后照常."""
    rider = station.register(RIDER).rider
    station.office.retention.run_by_app()
    for _ in range(3):
        station.clock.pass_by(366 * DAY if station.clock.now() < parse_time("2027-01-01T00:00") else DAY)
        with pytest.raises(Refused, match="'retention_pause'"):
            station.office.retention.run_by_app()
    assert known(station)
    station.clock.set("2026-11-20T08:00")
    station.office.retention.run_by_app()
    assert station.office.people.find(station.by, RIDER)[0].rider == rider


# --- backups ----------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "backups"
    place.mkdir()
    return place


def back_up(station: Station, folder: Path, day: str) -> Path:
    station.clock.set(f"{day}T20:00")
    place = folder / f"{day}.qyb"
    station.office.upkeep.back_up(place)
    return place


def names(folder: Path) -> list[str]:
    return sorted(place.name for place in folder.iterdir())


def test_backups_go_after_thirty_days(station: Station, folder: Path) -> None:
    """11月16日的备份：12月16日还在，17日删；后面的留着；别的文件不动."""
    back_up(station, folder, "2026-11-16")
    back_up(station, folder, "2026-11-17")
    (folder / "照片.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "假备份.qyb").write_bytes(b"QYB1")
    assert run(station, "2026-12-16", folder)["backups_deleted"] == 0
    assert run(station, "2026-12-17", folder)["backups_deleted"] == 1
    assert names(folder) == ["2026-11-17.qyb", "假备份.qyb", "照片.jpg"]


def test_a_leap_february_is_counted_in_days(station: Station, folder: Path) -> None:
    """2028年1月30日的备份：2月29日是第三十天，3月1日删."""
    back_up(station, folder, "2028-01-30")
    back_up(station, folder, "2028-02-10")
    assert run(station, "2028-02-29", folder)["backups_deleted"] == 0
    assert run(station, "2028-03-01", folder)["backups_deleted"] == 1


def test_never_left_without_a_backup(station: Station, folder: Path) -> None:
    """最后一份也过期了：先做一份新的、核对过的，再删旧的."""
    back_up(station, folder, "2026-11-16")
    assert run(station, "2027-03-01", folder)["backups_deleted"] == 1
    assert names(folder) == ["quanyi-2027-03-01.qyb"]
    header = backup.read_header(folder / "quanyi-2027-03-01.qyb")
    assert header.made == station.clock.now()


def test_when_no_new_one_can_be_made_the_old_one_stays(
    station: Station, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """新备份写不出来：旧的留着，这次运行不算完成，下次再来."""
    back_up(station, folder, "2026-11-16")

    def full(*_args: object) -> None:
        raise EnvironmentFailed("output_unwritable", file="x", detail="full")

    monkeypatch.setattr(backup, "back_up", full)
    with pytest.raises(EnvironmentFailed):
        run(station, "2027-03-01", folder)
    assert names(folder) == ["2026-11-16.qyb"]
    assert station.entries("retention.run") == []


def test_backups_of_another_station_are_let_be(station: Station, yard: Yard, folder: Path, tmp_path: Path) -> None:
    """同一个文件夹里别的站的备份不动."""
    from desktop.services import station as stations
    from tests.stations import COMMUNITY, parts

    made = stations.create(
        parts(tmp_path / "keys", station.clock), tmp_path / "other", role="station", name="别的站", community=COMMUNITY
    )
    backup.back_up(made.desk.store.database, made.desk.secrets.database, folder / "other.qyb", station.clock.now())
    made.desk.close()
    back_up(station, folder, "2026-11-16")
    run(station, "2027-03-01", folder)
    assert names(folder) == ["other.qyb", "quanyi-2027-03-01.qyb"]


def test_folders_are_remembered(station: Station, folder: Path, tmp_path: Path) -> None:
    """备份放在哪里，软件记得：几个文件夹都看；没插的U盘跳过并说明，下次再看."""
    stick = tmp_path / "stick"
    stick.mkdir()
    for place in (folder, stick):
        back_up(station, place, "2026-11-16")
    back_up(station, folder, "2026-11-30")
    assert station.office.upkeep.backup_folders() == (folder, stick)
    away = stick.rename(tmp_path / "away")
    station.clock.set("2026-12-17T07:30")
    ran = station.office.retention.run_by_app()
    assert (dict(ran.removed)["backups_deleted"], ran.missing) == (1, (stick,))
    away.rename(stick)
    station.clock.set("2026-12-18T07:30")
    ran = station.office.retention.run_by_app()
    assert (dict(ran.removed)["backups_deleted"], ran.missing) == (1, ())
    assert (names(folder), names(stick)) == (["2026-11-30.qyb"], [])


def test_a_backup_that_cannot_be_made_teaches_no_folder(station: Station, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFailed):
        station.office.upkeep.back_up(tmp_path / "nowhere" / "x.qyb")
    assert station.office.upkeep.backup_folders() == ()


def test_a_folder_that_is_not_there(station: Station, tmp_path: Path) -> None:
    """文件夹不在（U盘没插）：什么也没做."""
    station.register(RIDER)
    station.clock.set("2027-12-16T08:00")
    before = station.journal()
    with pytest.raises(Refused, match="'backup_folder_missing'"):
        station.office.retention.run(station.by, tmp_path / "usb")
    assert station.journal() == before


# --- what a restore replaced ------------------------------------------------------------------------------


def restored(station: Station, folder: Path, day: str) -> None:
    """A restore from a backup of the same day."""
    place = back_up(station, folder, day)
    station.close()
    station.take(restore(station.parts, station.folder, place, None))


def kept(station: Station) -> list[str]:
    return sorted(place.name for place in station.folder.glob("replaced-*"))


def test_replaced_databases_go_after_thirty_days(station: Station, folder: Path) -> None:
    """恢复备份换下来的旧库：留三十天，第二天连同它的日志一起删；后换下来的还在."""
    restored(station, folder, "2026-11-16")
    first = kept(station)
    (station.folder / f"{first[0]}-wal").write_bytes(b"x")
    restored(station, folder, "2026-11-20")
    others = set(kept(station)) - {*first, f"{first[0]}-wal"}
    assert run(station, "2026-12-16")["replaced_deleted"] == 0
    assert set(first) <= set(kept(station))
    station.clock.set("2026-12-17T07:30")
    assert dict(station.office.retention.run_by_app().removed)["replaced_deleted"] == 1
    assert set(kept(station)) == others
    assert others


def test_a_file_that_only_looks_like_one_is_let_be(station: Station) -> None:
    """别的文件不动：名字差一点的、恢复时在用的."""
    for name in ("replaced-1.db", "replaced-1700000000000.db.txt", "my-replaced-1700000000000.db"):
        (station.folder / name).write_bytes(b"x")
    (station.folder / "replaced-1700000000000.db").write_bytes(b"x")
    assert run(station, "2026-12-17")["replaced_deleted"] == 1
    assert kept(station) == ["replaced-1.db", "replaced-1700000000000.db.txt"]
    assert station.database.exists()


# --- booking lists ----------------------------------------------------------------------------------------


def test_booking_lists_go_thirty_days_after_the_batch(station: Station) -> None:
    """预约名单：批次最后一天是11月20日，12月19日还在，12月20日软件自己销毁，身份证号读不出来了."""
    clinic = Clinic(station)
    slot = clinic.batch(("2026-11-20", "08:00", "10:00", 1)).slots[0].slot
    clinic.book("甲", slot)
    clinic.office.booking_lists.enter(clinic.by, clinic.slips["甲"], an_id_number())
    assert run(station, "2026-12-19")["booking_lists_destroyed"] == 0
    ((key, sealed),) = station.rows('SELECT "key", sealed FROM booking_sheets')
    station.clock.set("2026-12-20T07:30")
    assert dict(station.office.retention.run_by_app().removed)["booking_lists_destroyed"] == 1
    assert station.rows("SELECT count(*) FROM booking_sheets") == [(0,)]
    (entry,) = station.entries("booking_list.destroyed")
    assert (entry.by, entry.body["entries"]) == (THE_APP, 1)
    assert station.faults() == []
    station.close()
    for page in pages_of(station.database, station.key):
        assert key not in page
        assert sealed[:40] not in page
    station.reopen()


# --- notes of hand-overs ----------------------------------------------------------------------------------


def hand_over(station: Station, day: str, note: str, lost: str = "") -> str:
    station.clock.set(f"{day}T18:00")
    taker = station.office.operators.choose("李建国").id
    return station.office.shifts.hand_over(station.by, taker, "135790", note=note, lost_property=lost).id


def test_notes_of_hand_overs_go_after_ninety_days(station: Station) -> None:
    """11月16日的交接班留言：2月14日还在，15日清除；那天交接过班还看得出来；别的留言不动."""
    station.office.operators.add(station.by, "李建国", "caretaker", "135790")
    old = hand_over(station, "2026-11-16", "马向阳的充电宝在抽屉", "雨衣")
    new = hand_over(station, "2026-11-17", "马向阳还没来取")
    station.office.rectifications.rectify(
        station.by,
        station.office.inspections.complete(
            station.by, "weekly", [GivenAnswer("microwave.heats", "fail")]
        ).rectifications[0],
        "换了",
        [picture()],
    )
    assert run(station, "2027-02-14")["hand_over_notes_blanked"] == 0
    station.clock.set("2027-02-15T07:30")
    assert dict(station.office.retention.run_by_app().removed)["hand_over_notes_blanked"] == 1
    assert sorted(text for (text,) in station.rows("SELECT text FROM notes")) == ["换了", "马向阳还没来取"]
    gone = station.entries("note.blanked")
    assert {(entry.by, entry.body["of"], entry.body["reason"]) for entry in gone} == {(THE_APP, old, "expired")}
    assert len(gone) == 2
    assert station.rows("SELECT count(*) FROM hand_overs WHERE fact IN (?, ?)", (old, new)) == [(2,)]
    assert station.faults() == []
    station.close()
    for page in pages_of(station.database, station.key):
        assert "充电宝在抽屉".encode() not in page
    station.reopen()


# --- at the opening ---------------------------------------------------------------------------------------


def test_at_the_opening_once_a_business_day(station: Station) -> None:
    """开门时跑，一个营业日只跑一次；零点过后开的门算新的一天."""
    retention = station.office.retention
    assert retention.run_at_opening() is not None
    for time in ("2026-11-16T12:00", "2026-11-16T23:59:59"):
        station.clock.set(time)
        assert retention.run_at_opening() is None
    station.clock.set("2026-11-17T00:00")
    assert retention.run_at_opening() is not None
    station.reopen()
    assert station.office.retention.run_at_opening() is None
    assert [entry.day for entry in station.entries("retention.run")] == ["2026-11-16", "2026-11-17"]


# --- along indexes ----------------------------------------------------------------------------------------


def test_nobody_is_looked_for_through_a_whole_table(station: Station) -> None:
    bound = {"rider": "x", "end": "2026-01-01", "at": 0}
    with station.desk.store.read() as connection:
        candidates = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {CANDIDATES}", ("2026", "", "", 9)).fetchall()
        services = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {WAS_HERE}", bound).fetchall()
    steps = [str(row[3]) for row in (*candidates, *services)]
    assert any("ix_riders_registered_day" in step for step in steps), steps
    assert not [
        step for step in steps if re.match(r"SCAN (?!CONSTANT)", step) or step == "USE TEMP B-TREE FOR ORDER BY"
    ], steps


def test_what_a_run_answers(station: Station) -> None:
    ran = station.office.retention.run_by_app()
    assert isinstance(ran, Ran)
    assert station.rows("SELECT day, rules, removed FROM retention_runs") == [
        (
            "2026-11-16",
            "2026.1",
            "forgotten=0,booking_lists_destroyed=0,hand_over_notes_blanked=0,backups_deleted=0,replaced_deleted=0",
        )
    ]
    assert station.faults() == []
