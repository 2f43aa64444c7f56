"""Referrals: a slip on a card with consent, once a calendar year, and states that follow each other."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from typing import Any

import pytest

from desktop.core import card
from desktop.core.errors import Refused
from desktop.core.keys import DeviceKey
from desktop.core.paper_check import Verdict
from desktop.core.paper_code import issue
from desktop.core.referral import STATES
from desktop.services.paper_checks import PaperChecks
from desktop.services.slips import find_slip
from tests.clinic import slip_text
from tests.stations import DAY, Station

PARTNER = "历下区人民医院"
# The ways to each state from `issued`.
WAY: dict[str, tuple[str, ...]] = {
    "issued": (),
    "booked": ("booked",),
    "waiting": ("waiting",),
    "attended": ("attended",),
    "closed": ("attended", "closed"),
    "no_show": ("booked", "no_show"),
    "expired": ("expired",),
    "cancelled": ("cancelled",),
}


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


@pytest.fixture
def clinic(station: Station) -> Station:
    station.office.master.add_partner(station.by, PARTNER)
    return station


def refer(station: Station, text: str, kind: str = "checkup", **changes: Any) -> Any:
    given: dict[str, Any] = {
        "partner": PARTNER,
        "consent": True,
        "reason": "胸闷" if kind == "green_channel" else "",
    } | changes
    return station.office.referrals.refer(station.by, text, kind, given.pop("partner"), **given)


def at(station: Station, state: str) -> str:
    referral = str(refer(station, station.register().card).referral)
    for step in WAY[state]:
        station.office.referrals.move(station.by, referral, step)
    return referral


def test_a_slip(clinic: Station) -> None:
    made = clinic.register()
    done = refer(clinic, made.card, slot="2026-11-20-01")
    assert done.state == "issued"
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{3}(-[2-9A-HJ-NP-Z]{3}){2}", done.code)
    (body,) = [entry.body for entry in clinic.entries("referral.issued")]
    assert (body["rider"], body["referral_kind"], body["until"], body["number"], body["slot"]) == (
        made.rider,
        "checkup",
        "2026-12-16",
        1,
        "2026-11-20-01",
    )
    assert body["consent"] == "2026.1"
    assert refer(clinic, clinic.register().card).state == "issued"
    assert [entry.body["number"] for entry in clinic.entries("referral.issued")] == [1, 2]
    assert clinic.faults() == []


def test_a_slips_code_proves_it_and_says_which_one_it_is(clinic: Station) -> None:
    """One code does both, until the slip's last day; of another kind of paper or from another key it says nothing."""
    slips = [str(refer(clinic, clinic.register(name).card).referral) for name in ("甲", "乙")]
    texts = [slip_text(clinic, slip) for slip in slips]
    said = PaperChecks(clinic.desk).code(texts[1]).checked
    assert (said.verdict, said.code and said.code.origin.kind) == (Verdict.GENUINE, "health")
    assert said.code is not None
    assert (said.code.about.first, said.code.about.last, said.code.about.whom) == (
        *("2026-11-16", "2026-12-16"),
        "",
    )

    def found(text: str) -> str:
        with clinic.desk.store.read() as connection:
            return find_slip(clinic.desk, connection, text)

    assert [found(text) for text in texts] == slips
    daily = issue(clinic.desk.key, replace(said.code.origin, kind="daily"), said.code.about).text
    strange = slip_text(clinic, slips[1], DeviceKey(bytes(range(32))))
    practice = issue(clinic.desk.key, replace(said.code.origin, practice=True), said.code.about).text
    for text in (daily, strange, practice, texts[1][:-1] + ("A" if texts[1][-1] != "A" else "B")):
        with refused("referral_unknown"):
            found(text)


@pytest.mark.parametrize(("state", "to"), list(itertools.product(STATES, STATES)))
def test_the_table_of_states(clinic: Station, state: str, to: str) -> None:
    referral = at(clinic, state)
    before = clinic.journal()
    if to in clinic.desk.rules.choices.referral_moves[state]:
        entry, now = clinic.office.referrals.move(clinic.by, referral, to, "说明")
        assert (now, entry.body.to) == (to, to)
        assert clinic.rows("SELECT state FROM referrals WHERE referral = ?", (referral,)) == [(to,)]
    else:
        with refused("referral_cannot_move"):
            clinic.office.referrals.move(clinic.by, referral, to)
        assert clinic.journal() == before


def test_the_table_is_that_of_the_rules(clinic: Station) -> None:
    moves = clinic.desk.rules.choices.referral_moves
    assert set(moves) == set(STATES) == set(WAY)
    assert {state for state, to in moves.items() if not to} == {"closed", "expired", "cancelled"}
    assert all(to in STATES for tos in moves.values() for to in tos)


@pytest.mark.parametrize("state", STATES)
def test_one_check_a_calendar_year(clinic: Station, state: str) -> None:
    made = clinic.register()
    referral = refer(clinic, made.card).referral
    for step in WAY[state]:
        clinic.office.referrals.move(clinic.by, referral, step)
    if state in ("no_show", "expired", "cancelled"):
        assert refer(clinic, made.card).state == "issued"
    else:
        with refused("checkup_this_year") as caught:
            refer(clinic, made.card)
        assert caught.value.values == {"day": "2026-11-16"}
    assert refer(clinic, made.card, "green_channel").state == "issued", "the green channel has no quota"
    clinic.clock.set("2026-12-31T23:59:59")
    if state not in ("no_show", "expired", "cancelled"):
        with refused("checkup_this_year"):
            refer(clinic, made.card)
    clinic.clock.set("2027-01-01T00:00")
    assert refer(clinic, made.card).state == "issued"


def test_a_no_show_booked_again_is_not_a_second_check(clinic: Station) -> None:
    made = clinic.register()
    first = refer(clinic, made.card).referral
    for step in ("booked", "no_show"):
        clinic.office.referrals.move(clinic.by, first, step)
    second = refer(clinic, made.card).referral
    with refused("checkup_this_year"):
        clinic.office.referrals.move(clinic.by, first, "booked")
    clinic.office.referrals.move(clinic.by, second, "cancelled")
    assert clinic.office.referrals.move(clinic.by, first, "booked")[1] == "booked"


def test_the_green_channel_needs_a_reason(clinic: Station) -> None:
    made = clinic.register()
    for reason in ("", " \u3000"):
        with refused("reason_needed"):
            refer(clinic, made.card, "green_channel", reason=reason)
    for _ in range(3):
        refer(clinic, made.card, "green_channel", reason="出冷汗")
    assert clinic.rows("SELECT DISTINCT text, subject FROM notes") == [("出冷汗", made.rider)]
    assert not any("出冷汗".encode() in data for data in clinic.journal())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": "dentist"}, "referral_kind_unknown"),
        ({"partner": "别的医院"}, "partner_unknown"),
        ({"consent": False}, "consent_needed"),
        ({"kind": "green_channel", "consent": False}, "consent_needed"),
    ],
)
def test_what_is_refused(clinic: Station, changes: dict[str, Any], code: str) -> None:
    made, before = clinic.register(), None
    before = clinic.journal()
    with refused(code):
        refer(clinic, made.card, **changes)
    assert clinic.journal() == before


def test_cards_that_do_not_refer(clinic: Station) -> None:
    made, gone, lost = clinic.register(), clinic.register(), clinic.register()
    clinic.office.people.forget(clinic.by, gone.rider, "本人要求")
    clinic.office.people.withdraw(clinic.by, lost.card)
    issued = clinic.clock.now() // 1000
    stranger = card.issue(DeviceKey(b"\x07" * 32), made.rider, "courier", issued, 730).text
    unseen = card.issue(clinic.desk.key, "3b3e5f5c-6f0e-4a6e-9d55-0123456789ab", "courier", issued, 730).text
    for text, code in (
        ("hello", "not_a_card"),
        (made.card[:-1], "not_a_card"),
        (gone.card, "card_withdrawn"),
        (lost.card, "card_withdrawn"),
        (stranger, "card_unknown_here"),
        (unseen, "card_unknown_here"),
    ):
        with refused(code):
            refer(clinic, text)
    clinic.clock.pass_by(730 * DAY)
    with refused("card_expired"):
        refer(clinic, made.card)
    assert clinic.entries("referral.issued") == []


def test_moving_what_is_not_there(clinic: Station) -> None:
    with refused("referral_unknown"):
        clinic.office.referrals.move(clinic.by, "nobody", "booked")
    with refused("referral_state_unknown"):
        clinic.office.referrals.move(clinic.by, at(clinic, "issued"), "lost")


def test_the_partner_by_id_or_name(clinic: Station) -> None:
    partner = clinic.rows("SELECT partner FROM partners")[0][0]
    assert refer(clinic, clinic.register().card, partner=partner).state == "issued"
