"""The board over a real store: slips by state with what comes next, calls, eligibility, a new slip with its paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentFailed
from desktop.core.health_pages import NewSlip
from desktop.core.roles import Operator
from desktop.services.counter import OfficeCounter
from desktop.services.health_desk import HealthDesk
from tests.clinic import DAY, HOSPITAL, Clinic, refused
from tests.integration.conftest import MakeStation
from tests.stations import DAY as ONE_DAY


@pytest.fixture
def clinic(make_station: MakeStation) -> Clinic:
    return Clinic(make_station())


def desk_of(clinic: Clinic, *roles: str) -> HealthDesk:
    by = Operator(clinic.by.id, frozenset(roles)) if roles else clinic.by
    return HealthDesk(clinic.office, lambda: by)


def new(clinic: Clinic, name: str, **more: object) -> NewSlip:
    given = {"kind": "checkup", "partner": clinic.partner, "consent": True} | more
    return NewSlip(clinic.riders[name], **given)  # type: ignore[arg-type]


def test_slips_stand_by_state_and_name_what_comes_next(clinic: Clinic) -> None:
    slot = clinic.batch((DAY, "08:00", "10:00", 1)).slots[0].slot
    clinic.slip("甲")
    assert [clinic.book(name, slot) for name in ("乙", "丙")] == ["booked", "waiting"]
    clinic.slip("丁")
    clinic.move("丁", "attended")
    clinic.slip("戊")
    clinic.move("戊", "cancelled")
    board = desk_of(clinic).board()
    issued, booked, attended = board.columns
    assert [(card.state, card.next) for card in issued.cards] == [("issued", "book")]
    assert [(card.state, card.next, card.turn) for card in booked.cards] == [
        ("booked", "attended", 0), ("waiting", "book", 1)]  # fmt: skip
    assert (booked.count, booked.cards[0].day, booked.cards[0].time) == (2, DAY, "08:00")
    assert [(card.state, card.next) for card in attended.cards] == [("attended", "stub")]
    assert dict(board.resting) == {"closed": 0, "no_show": 0, "expired": 0, "cancelled": 1}
    assert [card.state for card in desk_of(clinic).listed("cancelled")] == ["cancelled"]
    assert board.calls == ()


def test_calls_are_those_of_the_chase_list_the_longest_waiting_first(clinic: Clinic) -> None:
    clinic.slip("甲")
    clinic.station.clock.pass_by(2 * ONE_DAY)
    clinic.slip("乙")
    clinic.station.clock.pass_by(4 * ONE_DAY)
    board = desk_of(clinic).board()
    chased = clinic.office.chase.list(clinic.by)
    assert [(card.referral, card.why, card.days) for card in board.calls] == [
        (each.referral, each.why, each.days) for each in chased
    ]
    assert [card.days for card in board.calls] == [6, 4]
    assert [card.why for card in board.columns[0].cards] == ["not_booked", "not_booked"]
    assert all("*" in card.name and "****" in card.phone for card in board.calls)


def test_a_slip_is_issued_booked_and_printed_in_one(clinic: Clinic) -> None:
    slot = clinic.batch((DAY, "08:00", "10:00", 1)).slots[0].slot
    clinic.person("甲")
    desk = desk_of(clinic)
    form = desk.form()
    assert form.partners == ((clinic.partner, HOSPITAL),)
    assert [(each.slot, each.partner, each.time, each.free) for each in form.slots] == [
        (slot, clinic.partner, "08:00–10:00", 1)]  # fmt: skip
    (person,) = desk.whom("甲")
    assert person.checked == ""
    made = desk.issue(new(clinic, "甲", slot=slot), "zh")
    assert made.state == "booked"
    assert made.paper.startswith(b"%PDF")
    (person,) = desk.whom("甲")
    assert person.checked == "2026-11-16"
    with refused("checkup_this_year"):
        desk.issue(new(clinic, "甲"), "zh")
    with refused("reason_needed"):
        desk.issue(new(clinic, "甲", kind="green_channel"), "zh")
    assert desk.issue(new(clinic, "甲", kind="green_channel", reason="头晕"), "zh").state == "issued"


def test_whoever_never_came_may_have_another_check(clinic: Clinic) -> None:
    clinic.slip("甲")
    desk = desk_of(clinic)
    assert desk.whom("甲")[0].checked == "2026-11-16"
    clinic.move("甲", "cancelled")
    assert desk.whom("甲")[0].checked == ""


def test_a_card_finds_whom_and_a_strange_one_is_refused(clinic: Clinic) -> None:
    card = clinic.person("甲")
    desk = desk_of(clinic)
    assert [each.rider for each in desk.whom(card)] == [clinic.riders["甲"]]
    with refused("card_unknown_here"):
        desk.whom("QY1" + "A" * 156)
    assert desk.whom("  ") == ()


def test_a_paper_that_cannot_be_made_takes_no_slip_back(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    clinic.person("甲")
    desk = desk_of(clinic)

    def broken(*_given: object, **_more: object) -> object:
        raise EnvironmentFailed("disk_full")

    monkeypatch.setattr(desk._papers, "paper", broken)
    made = desk.issue(new(clinic, "甲"), "zh")
    assert (made.paper, made.state) == (b"", "issued")
    assert clinic.station.rows("SELECT count(*) FROM referrals") == [(1,)]


def test_a_merchant_sees_no_slip(clinic: Clinic) -> None:
    clinic.slip("甲")
    desk = desk_of(clinic, "merchant")
    for ask in (desk.board, lambda: desk.listed("issued"), lambda: desk.whom("甲")):
        with refused("not_allowed"):
            ask()


def test_a_slip_that_comes_back_says_where_it_is_taken_in_and_its_stub_consents_to_it(
    clinic: Clinic, tmp_path: Path
) -> None:
    clinic.person("甲")
    paper = desk_of(clinic).issue(new(clinic, "甲"), "zh").paper
    assert paper is not None
    (tmp_path / "slip.pdf").write_bytes(paper)
    written = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "slip.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    assert f"本人同意驿站把姓名、电话和预约时间交给{HOSPITAL}，只用于这次体检" in "".join(written.split())
    code = re.search(rb"QYD1\w+", paper)
    assert code is not None
    answer = OfficeCounter(clinic.office, clinic.by).scan_visit(code.group(0).decode())
    assert answer.outcome == "paper_genuine"
    assert [hint.key for hint in answer.hints] == ["hint.paper", "hint.slip_back"]
