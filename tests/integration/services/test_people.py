"""People: registered with consent, verified by sight, carded, found, and forgotten for good."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from desktop.core import card
from desktop.core.errors import Refused
from desktop.core.people import graphemes
from desktop.services.people import Rider
from desktop.store.beside import destroy_subject
from tests.busy import busy_day
from tests.decrypted import pages_of
from tests.stations import DAY, Station

RARE = [
    "单春秀",
    "牛𬱖",
    "㛃䶮𠅤𬭚",
    "📦小哥👨‍👩‍👧",
    "買買提·艾力",
    "O'Brien Šárka",
    "🇨🇳",
    "é́",
    "%_'\"\\;--",
    "王 小 明",
    "ﾊﾝｶｸ",
]


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def test_registering_makes_a_rider_a_sheet_and_a_card(station: Station) -> None:
    made = station.office.people.register(
        station.by, " 马向阳 ", "+86 138-1234-0427", "courier", company=" 顺丰  速运 ", proof="badge", consent=True
    )
    assert made.verified
    assert station.rows("SELECT rider, name, phone, company FROM persons") == [
        (made.rider, "马向阳", "13812340427", "顺丰 速运")
    ]
    read, trust = card.check(made.card, station.desk.issuers)
    assert (read.rider, read.group, trust) == (made.rider, "courier", card.Trust.VERIFIED)
    assert read.issued == station.clock.now() // 1000
    assert read.valid_days == 730
    (rider,) = station.office.people.find(station.by, "马")
    assert rider == Rider(made.rider, "马**", "138****0427", "courier", "2027-11-16", read.number, "2028-11-15")
    kinds = [entry.kind for entry in station.entries()][-3:]
    assert kinds == ["rider.registered", "rider.verified", "card.issued"]
    assert all(entry.by == station.by.id for entry in station.entries()[-3:])
    assert station.faults() == []


def test_without_proof_nobody_is_verified(station: Station) -> None:
    made = station.register(proof="")
    assert not made.verified
    assert station.office.people.find(station.by, "骑手")[0].verified_until == ""
    assert station.office.people.verify(station.by, made.rider, "order_screen") == "2027-11-16"
    assert station.office.people.find(station.by, "骑手")[0].verified_until == "2027-11-16"


@pytest.mark.parametrize("name", RARE)
def test_names_are_kept_exactly(station: Station, name: str) -> None:
    made = station.register(name)
    station.reopen()
    assert station.rows("SELECT name FROM persons WHERE rider = ?", (made.rider,)) == [(name,)]
    assert [rider.rider for rider in station.office.people.find(station.by, name)] == [made.rider]
    assert [rider.rider for rider in station.office.people.find(station.by, name[-1])] == [made.rider]
    if len(graphemes(name)) > 1:
        assert name not in station.office.people.find(station.by, name)[0].name
    assert station.faults() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": ""}, "name_empty"),
        ({"name": "  \u3000 "}, "name_empty"),
        ({"name": "王" * 200}, "name_too_long"),
        ({"name": "王\x00小"}, "name_controls"),
        ({"name": "王\ud800"}, "name_controls"),
        ({"phone": "1381234042"}, "phone_wrong"),
        ({"phone": "138123404277"}, "phone_wrong"),
        ({"phone": "12812340427"}, "phone_wrong"),
        ({"phone": ""}, "phone_wrong"),
        ({"phone": "1381234042a"}, "phone_wrong"),
        ({"group": "rider"}, "group_unknown"),
        ({"group": "骑手"}, "group_unknown"),
        ({"company": "司" * 61}, "company_too_long"),
        ({"proof": "passport"}, "proof_unknown"),
        ({"consent": False}, "consent_needed"),
    ],
)
def test_bad_input_is_refused_and_changes_nothing(station: Station, changes: dict[str, Any], code: str) -> None:
    before = station.journal()
    given: dict[str, Any] = {"name": "马向阳", "phone": "13812340427", "group": "courier", "consent": True} | changes
    with refused(code) as caught:
        station.office.people.register(station.by, given.pop("name"), given.pop("phone"), given.pop("group"), **given)
    assert station.journal() == before
    assert station.rows("SELECT 1 FROM persons") == station.rows("SELECT 1 FROM person_terms") == []
    assert max(map(len, map(str, caught.value.values.values())), default=0) < 200, "a short value for the sentence"


def test_a_phone_is_registered_once(station: Station) -> None:
    first = station.register(phone="13812340427")
    with refused("already_registered") as caught:
        station.register("别的名字", phone="１３８ 1234 0427")
    assert caught.value.values["rider"] == first.rider
    station.register("骑手1", phone="13812340428")


def test_full_width_and_lower_case_cards_are_the_same_card(station: Station) -> None:
    made = station.register()
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in made.card)
    for text in (made.card.lower(), wide, wide.lower(), f"  {made.card}\n"):
        assert station.office.people.find(station.by, text)[0].rider == made.rider


def test_verifying_and_reissuing_ask_for_a_known_rider(station: Station) -> None:
    nobody = "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab"
    people, by = station.office.people, station.by
    with refused("rider_unknown"):
        people.verify(by, nobody, "badge")
    with refused("rider_unknown"):
        people.reissue(by, nobody)
    with refused("rider_unknown"):
        people.forget(by, nobody, "本人要求")
    made = station.register()
    with refused("proof_unknown"):
        people.verify(by, made.rider, "")
    with refused("reason_needed"):
        people.forget(by, made.rider, "  ")
    people.forget(by, made.rider, "本人要求")
    for act in (
        lambda: people.verify(by, made.rider, "badge"),
        lambda: people.reissue(by, made.rider),
        lambda: people.forget(by, made.rider, "再来一次"),
    ):
        with refused("rider_unknown"):
            act()


def test_a_leap_day_is_verified_to_the_end_of_february(station: Station) -> None:
    station.clock.set("2028-02-29T10:00")
    made = station.register()
    assert station.office.people.verify(station.by, made.rider, "badge") == "2029-02-28"


# --- cards ----------------------------------------------------------------------


def scan(station: Station, text: str) -> str:
    return str(station.office.visits.by_card(station.by, text, []).outcome)


def test_a_reissue_withdraws_every_earlier_card(station: Station) -> None:
    made = station.register()
    second = station.office.people.reissue(station.by, made.rider)
    third = station.office.people.reissue(station.by, made.rider)
    issued = [card.read(text)[0].issued for text in (made.card, second, third)]
    assert issued == sorted(set(issued)), "later each time, even within a second"
    assert [scan(station, text) for text in (made.card, second, third)] == [
        "card_withdrawn",
        "card_withdrawn",
        "checked_in",
    ]
    assert station.office.people.find(station.by, "骑手")[0].card_number == card.read(third)[0].number


def test_a_card_is_later_than_the_last_even_when_the_clock_is_not(station: Station) -> None:
    made = station.register()
    station.clock.pass_by(-3 * DAY)
    second = station.office.people.reissue(station.by, made.rider)
    assert card.read(second)[0].issued == card.read(made.card)[0].issued + 1


@pytest.mark.parametrize("by_number", [False, True])
def test_a_lost_card_is_withdrawn_by_text_or_number(station: Station, by_number: bool) -> None:
    made, other = station.register(), station.register()
    text = card.read(made.card)[0].number.lower() if by_number else made.card
    entry = station.office.people.withdraw(station.by, text)
    assert (entry.kind, entry.body.reason) == ("card.withdrawn", "lost")
    assert scan(station, made.card) == "card_withdrawn"
    assert scan(station, other.card) == "checked_in"
    with refused("already_withdrawn"):
        station.office.people.withdraw(station.by, text)


@pytest.mark.parametrize("text", ["", "QY-0000-0000", "QY1", "hello", "QY1" + "A" * 156, "13812340427"])
def test_what_is_no_card_is_not_withdrawn(station: Station, text: str) -> None:
    station.register()
    with refused("not_a_card"):
        station.office.people.withdraw(station.by, text)


# --- finding --------------------------------------------------------------------


def found(station: Station, text: str) -> set[str]:
    return {rider.rider for rider in station.office.people.find(station.by, text)}


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("单式秀", ["单", "式秀", "秀", "dsx", "ssx", "csx", "SSX", "ｓｓｘ", "ss"]),
        ("仇曾", ["仇曾", "曾", "qz", "qc", "cz", "cc"]),
        ("曾国华", ["国华", "zgh", "cgh"]),
        ("欧阳雨桐", ["阳雨", "oyyt", "OYYT"]),
        ("Abdulla Karim", ["karim", "abdulla k", "ABDULLAKARIM", "lla"]),
        ("牛𬱖", ["𬱖", "牛𬱖", "n"]),
    ],
)
def test_found_by_any_part_and_every_reading(station: Station, name: str, queries: list[str]) -> None:
    made, _other = station.register(name), station.register("彭梅", phone="13700000000")
    for query in queries:
        assert found(station, query) == {made.rider}, query


def test_found_by_phone_and_its_tail_by_card_and_number(station: Station) -> None:
    made, other = station.register(phone="13812340427"), station.register(phone="13900001234")
    number = card.read(made.card)[0].number
    for query in ("0427", "13812340427", "138123", made.card, made.card.lower(), number, number.lower(), "０４２７"):
        assert found(station, query) == {made.rider}, query
    assert found(station, "1234") == {other.rider}, "the tail, not the middle"
    assert found(station, "04") == {made.rider}
    for query in ("", "   ", "nobody", "QY-0000-0000", "QY1ABC", made.card[:-1], "%", "_", "'", "13812340428"):
        assert found(station, query) == set(), query


def test_an_old_card_still_finds_its_rider(station: Station) -> None:
    made = station.register()
    station.office.people.reissue(station.by, made.rider)
    assert found(station, made.card) == {made.rider}


def test_what_is_found_is_masked(station: Station) -> None:
    station.register("欧阳雨桐", phone="13812340427")
    (rider,) = station.office.people.find(station.by, "欧阳")
    assert (rider.name, rider.phone) == ("欧阳**", "138****0427")
    assert "雨" not in repr(rider)
    assert "13812340427" not in repr(rider)


def test_finding_goes_on_after_fifty(station: Station) -> None:
    for _ in range(60):
        station.register("王伟")
    first = station.office.people.find(station.by, "王")
    rest = station.office.people.find(station.by, "王", first[-1].rider)
    assert (len(first), len(rest)) == (50, 10)
    assert len({rider.rider for rider in first + rest}) == 60


# --- forgetting -----------------------------------------------------------------


def test_forgetting_leaves_no_trace_in_the_file(station: Station) -> None:
    """Name and phone are in no page of the decrypted file, free ones included, nor in its log."""
    told = busy_day(station)
    name, phone = "单春秀", "15966670001"
    rider = told.riders[name]
    wanted = [name.encode(), phone.encode(), phone[-4:].encode() + b"\x00", "胸口发闷".encode(), b"scx"]
    database = station.desk.store.database
    database.erase_log()
    before = b"".join(pages_of(station.database, station.key))
    assert [text in before for text in (wanted[0], wanted[1], wanted[3], wanted[4])] == [True] * 4, "the control"

    sheet = station.rows("SELECT key, sealed FROM sheets WHERE subject = ?", (rider,))[0]
    station.office.people.forget(station.by, rider, "本人要求")

    assert not Path(f"{station.database}-wal").stat().st_size
    after = b"".join(pages_of(station.database, station.key))
    for text in (wanted[0], wanted[1], wanted[3], wanted[4], *sheet):
        assert text not in after
    for table in ("persons", "person_terms", "sheets", "notes"):
        column = "rider" if table.startswith("person") else "subject"
        assert station.rows(f"SELECT 1 FROM {table} WHERE {column} = ?", (rider,)) == []
    everything = " ".join(
        str(row)
        for (table,) in station.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
        for row in station.rows(f'SELECT * FROM "{table}"')
    )
    assert name not in everything
    assert not re.search(r"(?<![0-9a-f-])15966670001", everything)
    assert scan(station, told.cards[name]) == "card_withdrawn"
    assert station.office.people.find(station.by, name) == ()
    assert station.office.people.find(station.by, "0001") == ()
    assert station.faults() == []
    assert station.office.upkeep.rebuild()[0].ok
    assert station.rows("SELECT 1 FROM persons WHERE rider = ?", (rider,)) == []


def test_without_secure_delete_the_trace_would_be_found(station: Station) -> None:
    """The control of the test above."""
    made = station.register("单春秀", phone="15966670001")
    station.desk.store.database.writer.exec_driver_sql("PRAGMA secure_delete = OFF")
    with station.desk.store.write() as txn:
        destroy_subject(txn, made.rider)
    station.desk.store.database.erase_log()
    assert "单春秀".encode() in b"".join(pages_of(station.database, station.key))


def test_what_others_wrote_about_a_visit_or_meal_goes_too(station: Station) -> None:
    """Notes are free text, and people write names into them."""
    told = busy_day(station)
    rider = told.riders["马向阳"]
    visit = station.office.visits.by_search(station.by, rider, ["rest"])
    assert visit.fact is not None
    station.office.visits.void(station.by, visit.fact, "other", "马向阳没有来")
    meal = station.rows("SELECT fact FROM meals WHERE rider = ? AND voided IS NULL", (rider,))[0][0]
    station.office.meals.void(station.by, meal, "other", "马向阳退了")
    station.office.people.forget(station.by, rider, "本人要求")
    notes = [text for (text,) in station.rows("SELECT text FROM notes")]
    assert not [text for text in notes if text.startswith("马向阳")]
    assert "本人要求" in notes
    assert station.faults() == []


def test_a_forgotten_phone_may_be_registered_again(station: Station) -> None:
    made = station.register("马向阳", phone="13812340427")
    station.office.people.forget(station.by, made.rider, "本人要求")
    again = station.register("马向阳", phone="13812340427")
    assert again.rider != made.rider
    assert found(station, "马向阳") == {again.rider}
    assert scan(station, made.card) == "card_withdrawn"
    with refused("rider_unknown"):
        station.office.visits.by_search(station.by, made.rider, [])


def test_a_reader_does_not_keep_what_is_forgotten(station: Station) -> None:
    """A report that is being read holds the log; it is cut as soon as nobody reads."""
    made = station.register("单春秀", phone="15966670001")
    station.desk.store.database.writer.exec_driver_sql("PRAGMA busy_timeout = 50")
    with station.desk.store.database.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        station.office.people.forget(station.by, made.rider, "本人要求")
    assert station.rows("SELECT 1 FROM persons") == []
    station.close()
    assert not Path(f"{station.database}-wal").exists()
    assert "单春秀".encode() not in b"".join(pages_of(station.database, station.key))
