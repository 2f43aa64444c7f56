"""Visits: once in thirty minutes, medicine linked to nobody, doubts marked, the clock believed by nobody."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.core import card, keys
from desktop.core.business_day import parse_time
from desktop.core.errors import Refused
from desktop.core.people import GROUPS
from desktop.core.visit import SERVICES
from tests.stations import DAY, HOUR, MINUTE, SECOND, Station


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def stranger_card(station: Station, group: str = "courier", *, seed: bytes = b"\x07" * 32, days: int = 730) -> str:
    """A card of an issuer that is not known here."""
    issued = station.clock.now() // 1000
    return card.issue(keys.DeviceKey(seed), "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab", group, issued, days).text


def test_a_scan_records_a_visit(station: Station) -> None:
    made = station.register()
    done = station.office.visits.by_card(station.by, made.card, ["water", "rest", "water"])
    assert (done.outcome, done.rider, done.group, done.since) == (
        "checked_in",
        made.rider,
        "delivery_rider",
        station.clock.now(),
    )
    entry = station.entries()[-1]
    assert (entry.id, entry.kind, entry.day, entry.by) == (done.fact, "visit.recorded", "2026-11-16", station.by.id)
    assert entry.body == {
        "rider": made.rider,
        "group": "delivery_rider",
        "count": 1,
        "how": "card",
        "services": ["rest", "water"],
        "when": station.clock.now(),
        "trust": "verified",
        "card_issued": station.clock.now() // 1000,
        "marks": [],
        "presence": "counter",
    }
    assert station.faults() == []


@pytest.mark.parametrize(
    ("gap", "outcome"),
    [
        (0, "already_here"),
        (29 * MINUTE + 59 * SECOND, "already_here"),
        (30 * MINUTE - 1, "already_here"),
        (30 * MINUTE, "checked_in"),
        (30 * MINUTE + 1, "checked_in"),
    ],
)
@pytest.mark.parametrize("direction", [1, -1])
def test_the_edges_of_the_thirty_minutes(station: Station, gap: int, outcome: str, direction: int) -> None:
    """Either way: a stated time may lie before the visit in hand."""
    made = station.register()
    at = station.clock.now()
    first = station.office.visits.by_card(station.by, made.card, [])
    station.clock.pass_by(2 * HOUR)
    second = station.office.visits.by_card(station.by, made.card, [], at + direction * gap)
    assert second.outcome == outcome
    if outcome == "already_here":
        assert (second.fact, second.since) == (first.fact, at)
    assert len(station.entries("visit.recorded")) == (1 if outcome == "already_here" else 2)


def test_already_here_adds_services_once(station: Station) -> None:
    made = station.register()
    first = station.office.visits.by_card(station.by, made.card, ["rest"])
    again = station.office.visits.by_search(station.by, made.rider, ["charging", "rest"])
    assert (again.outcome, again.fact) == ("already_here", first.fact)
    before = len(station.journal())
    station.office.visits.by_card(station.by, made.card, ["rest"])
    station.office.visits.by_card(station.by, made.card, [])
    assert len(station.journal()) == before, "nothing new, no fact"
    assert station.rows("SELECT first_services, services FROM visits") == [("rest", "rest,charging")]
    figures = station.office.days.figures(None)
    assert (figures.visits, figures.persons) == (1, 1)
    assert dict(figures.by_service)["charging"] == 1


def test_two_riders_are_two_visits(station: Station) -> None:
    for _ in range(2):
        assert station.office.visits.by_card(station.by, station.register().card, []).outcome == "checked_in"


def test_a_voided_visit_is_not_in_hand(station: Station) -> None:
    made = station.register()
    first = station.office.visits.by_card(station.by, made.card, [])
    station.office.visits.void(station.by, first.fact or "", "mis_scan")
    assert station.office.visits.by_card(station.by, made.card, []).outcome == "checked_in"


def test_medicine_is_linked_to_nobody(station: Station) -> None:
    """No body and no column but the box's own count says that this rider took something."""
    made = station.register()
    visits, by = station.office.visits, station.by
    first = visits.by_card(by, made.card, ["rest", "medicine"])
    visits.by_search(by, made.rider, ["medicine"])
    visits.set_services(by, first.fact or "", ["rest", "medicine", "water"])
    station.clock.pass_by(HOUR)
    visits.by_card(by, made.card, ["medicine"])
    visits.anonymous(by, "courier", ["medicine"])
    used = station.entries("medicine.used")
    assert [entry.body for entry in used] == [{"group": "delivery_rider"}] * 4 + [{"group": "courier"}]
    for entry in station.entries():
        if entry.kind != "medicine.used":
            assert "medicine" not in json.dumps(entry.body)
    for (table,) in station.rows("SELECT name FROM sqlite_master WHERE type = 'table'"):
        for row in station.rows(f'SELECT * FROM "{table}"'):
            told = " ".join(str(value) for value in row if not isinstance(value, bytes))
            assert not ("medicine" in told and made.rider in told), (table, row)
    assert {row[0] for row in station.rows("SELECT DISTINCT count(*) FROM medicine_uses")} == {5}
    columns = [row[1] for row in station.rows("PRAGMA table_info(medicine_uses)")]
    assert columns == ["fact", "day", "group"]
    assert dict(station.office.days.figures(None).by_service)["medicine"] == 5
    assert station.faults() == []


@pytest.mark.parametrize("count", [1, 99])
def test_anonymous_counts(station: Station, count: int) -> None:
    for group in GROUPS:
        station.clock.pass_by(MINUTE)
        done = station.office.visits.anonymous(station.by, group, ["rest"], count)
        assert (done.outcome, done.rider) == ("checked_in", None)
    figures = station.office.days.figures(None)
    assert (figures.visits, figures.persons) == (6 * count, 0)
    assert figures.by_group == tuple((group, count) for group in GROUPS)
    assert dict(figures.by_how)["anonymous"] == 6 * count


@pytest.mark.parametrize("count", [0, -1, 100, 10**12])
def test_anonymous_counts_that_are_none(station: Station, count: int) -> None:
    with refused("count_wrong"):
        station.office.visits.anonymous(station.by, "courier", [], count)


@pytest.mark.parametrize(
    ("time", "marks"),
    [
        ("06:59:59", "out_of_hours"),
        ("07:00:00", ""),
        ("20:59:59", ""),
        ("21:00:00", "out_of_hours"),
        ("00:00:00", "out_of_hours"),
    ],
)
def test_out_of_hours_is_marked_and_kept(station: Station, time: str, marks: str) -> None:
    station.clock.set(f"2026-11-17T{time}")
    station.office.visits.anonymous(station.by, "courier", [])
    assert station.rows("SELECT marks FROM visits") == [(marks,)]


def test_faster_than_three_seconds_is_marked_and_kept(station: Station) -> None:
    for gap in (0, 2_999, 3_000, 1, 3_001):
        station.clock.pass_by(gap)
        station.office.visits.anonymous(station.by, "courier", [])
    marks = [entry.body["marks"] for entry in station.entries("visit.recorded")]
    assert marks == [[], ["too_fast"], [], ["too_fast"], []]


def test_a_named_visit_is_never_marked(station: Station) -> None:
    station.clock.set("2026-11-17T03:00")
    for _ in range(2):
        station.office.visits.by_card(station.by, station.register().card, [])
    assert {row[0] for row in station.rows("SELECT marks FROM visits")} == {""}


# --- cards ----------------------------------------------------------------------


def altered(text: str, at: int) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


def test_bad_cards_are_answers_and_record_nothing(station: Station) -> None:
    made = station.register()
    before = station.journal()
    bad = [made.card[:-1], made.card + "A", "", "   ", "https://example.org/", "QYR1" + "A" * 120, "驿", "\x00", "QY1"]
    bad += [altered(made.card, at) for at in range(0, 159, 7)]
    for text in bad:
        done = station.office.visits.by_card(station.by, text, ["rest", "medicine"])
        assert (done.outcome, done.fact) == ("not_a_card", None), text
    assert station.journal() == before


def test_a_card_expires_to_the_second(station: Station) -> None:
    made = station.register()
    read = card.read(made.card)[0]
    last = station.clock.pass_by(730 * DAY - SECOND)
    assert last // 1000 == read.until - 1
    assert station.office.visits.by_card(station.by, made.card, []).outcome == "checked_in"
    station.clock.pass_by(SECOND)
    done = station.office.visits.by_card(station.by, made.card, [])
    assert (done.outcome, done.fact, done.rider) == ("card_expired", None, made.rider)


def test_an_unknown_issuer_is_accepted_and_marked(station: Station) -> None:
    done = station.office.visits.by_card(station.by, stranger_card(station), ["rest"])
    assert done.outcome == "accepted_unverified"
    assert station.rows("SELECT trust, rider FROM visits") == [("unverified", done.rider)]
    assert station.office.visits.by_card(station.by, stranger_card(station), []).outcome == "already_here"
    assert station.faults() == []


def test_a_forged_card_of_a_known_issuer_is_none(station: Station) -> None:
    """Signed by another key that names this station's as its issuer."""
    station.register()
    forger = keys.DeviceKey(b"\x07" * 32)
    forger.__dict__["key_id"] = station.desk.key.key_id
    issued = station.clock.now() // 1000
    text = card.issue(forger, "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab", "courier", issued, 730).text
    assert card.read(text)[0].issuer == station.desk.key.key_id
    assert station.office.visits.by_card(station.by, text, []).outcome == "not_a_card"


# --- stated times and the clock ---------------------------------------------------


def test_a_stated_time_decides_the_day_and_the_entry_keeps_the_clock(station: Station) -> None:
    made = station.register()
    at = parse_time("2026-11-14T23:59:59+08:00")
    done = station.office.visits.by_card(station.by, made.card, ["rest"], at)
    entry = station.entries()[-1]
    assert (entry.day, entry.body["when"], entry.at) == ("2026-11-14", at, station.clock.now())
    assert done.since == at
    assert station.office.visits.by_card(station.by, made.card, [], at + HOUR).outcome == "checked_in"
    assert station.office.days.figures("2026-11-14").visits == 1
    assert station.office.days.figures("2026-11-15").visits == 1
    assert station.office.days.figures(None).visits == 0
    assert station.office.days.figures("2026-11-14").by_hour[23] == 1


def test_a_stated_time_more_than_a_day_ahead_is_a_slip(station: Station) -> None:
    made, ahead = station.register(), station.clock.now() + DAY
    with refused("time_ahead"):
        station.office.visits.by_card(station.by, made.card, [], ahead + 1)
    assert station.office.visits.by_card(station.by, made.card, [], ahead).outcome == "checked_in"


def test_a_clock_two_hours_back_is_recorded_and_flagged(station: Station) -> None:
    made, other = station.register(), station.register()
    station.office.visits.by_card(station.by, made.card, ["rest"])
    right = station.clock.now()
    station.clock.pass_by(-2 * HOUR)
    done = station.office.visits.by_card(station.by, other.card, ["rest", "medicine"])
    station.office.visits.check_out(station.by, done.fact or "")
    assert done.outcome == "checked_in"
    assert station.desk.store.clock_behind() == 2 * HOUR
    assert station.office.upkeep.status()["clock"] == "suspect"
    assert station.office.upkeep.status()["flagged"] == 3
    assert station.rows("SELECT DISTINCT code, detail FROM flags") == [("clock_behind", 2 * HOUR)]
    assert station.faults() == []
    flags = station.rows("SELECT * FROM flags ORDER BY fact")
    assert station.office.upkeep.rebuild()[0].ok
    assert station.rows("SELECT * FROM flags ORDER BY fact") == flags
    station.reopen()
    assert station.desk.store.clock_behind() == 2 * HOUR
    station.clock.pass_by(2 * HOUR + MINUTE)
    station.office.visits.by_card(station.by, made.card, ["water"])
    assert station.desk.store.head.high_water == right + MINUTE
    assert station.office.upkeep.status()["clock"] == "ok"
    assert station.office.upkeep.status()["flagged"] == 3


def test_a_clock_set_back_cannot_take_services_away(station: Station) -> None:
    made = station.register()
    done = station.office.visits.by_card(station.by, made.card, [])
    station.office.visits.set_services(station.by, done.fact or "", ["rest", "water"])
    station.clock.pass_by(-HOUR)
    station.office.visits.set_services(station.by, done.fact or "", ["rest", "water", "tools"])
    assert station.rows("SELECT services FROM visits") == [("rest,water,tools",)]
    assert station.faults() == []


# --- afterwards -----------------------------------------------------------------


def test_services_are_set_and_taken_back(station: Station) -> None:
    done = station.office.visits.anonymous(station.by, "courier", ["rest"], 4)
    fact = done.fact or ""
    station.office.visits.set_services(station.by, fact, list(SERVICES))
    assert station.rows("SELECT services FROM visits") == [(",".join(s for s in SERVICES if s != "medicine"),)]
    station.office.visits.set_services(station.by, fact, [])
    assert station.rows("SELECT services FROM visits") == [("",)]
    assert dict(station.office.days.figures(None).by_service)["rest"] == 0
    before = len(station.journal())
    station.office.visits.set_services(station.by, fact, [])
    assert len(station.journal()) == before
    assert station.faults() == []


def test_leaving(station: Station) -> None:
    visits, by = station.office.visits, station.by
    fact = visits.anonymous(by, "courier", []).fact or ""
    station.clock.pass_by(MINUTE)
    with refused("leaves_before_arrival"):
        visits.check_out(by, fact, station.clock.now() - HOUR)
    entry = visits.check_out(by, fact)
    assert station.rows("SELECT ended_at FROM visits") == [(station.clock.now(),)]
    assert entry.day == "2026-11-16"
    with refused("already_left"):
        visits.check_out(by, fact)
    for odd in ("", "nobody", station.entries()[0].id):
        with refused("visit_unknown"):
            visits.check_out(by, odd)


def test_voiding(station: Station) -> None:
    visits, by = station.office.visits, station.by
    done = visits.by_search(by, station.register().rider, ["rest"])
    fact = done.fact or ""
    with refused("void_reason_unknown"):
        visits.void(by, fact, "because")
    entry = visits.void(by, fact, "other", " 扫错了 ")
    assert station.rows("SELECT text FROM notes WHERE hash = ?", (entry.body.note,)) == [("扫错了",)]
    assert "扫错了".encode() not in station.journal()[-1]
    assert station.office.days.figures(None).visits == 0
    for act in (
        lambda: visits.void(by, fact, "other"),
        lambda: visits.check_out(by, fact),
        lambda: visits.set_services(by, fact, ["rest"]),
    ):
        with refused("already_voided"):
            act()
    for act in (lambda: visits.void(by, "x", "other"), lambda: visits.set_services(by, "x", [])):
        with refused("visit_unknown"):
            act()
    assert station.faults() == []


@pytest.mark.parametrize("services", [["sleep"], ["rest", ""], ["休息"]])
def test_unknown_services(station: Station, services: list[str]) -> None:
    made, before = station.register(), station.desk.store.head
    fact = station.office.visits.anonymous(station.by, "courier", []).fact or ""
    for act in (
        lambda: station.office.visits.by_card(station.by, made.card, services),
        lambda: station.office.visits.by_search(station.by, made.rider, services),
        lambda: station.office.visits.anonymous(station.by, "courier", services),
        lambda: station.office.visits.set_services(station.by, fact, services),
    ):
        with refused("service_unknown"):
            act()
    assert station.desk.store.head.seq == before.seq + 1


def test_unknown_riders_and_groups(station: Station) -> None:
    with refused("rider_unknown"):
        station.office.visits.by_search(station.by, "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab", [])
    with refused("rider_unknown"):
        station.office.visits.by_search(station.by, "", [])
    with refused("group_unknown"):
        station.office.visits.anonymous(station.by, "driver", [])
