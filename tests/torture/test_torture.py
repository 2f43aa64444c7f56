"""The tortures in small, each with its control; `make torture` runs them in earnest."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.roles import Operator
from desktop.services.office import Office
from desktop.services.station import open_desk
from tests.kill.ground import make_ground, parts
from tests.kill.judge import Account, judge
from tests.out import Measurement
from tests.torture.clocks import clock
from tests.torture.faults import GO_ON_SECONDS, disk_full_io_error, fill_up
from tests.torture.forgery import forged_qr
from tests.torture.histories import hub_restored_to_yesterday, restored_backup_cloned_disk
from tests.torture.lines import slow_half_open_captive_portal
from tests.torture.locks import locked_file
from tests.torture.lost_answer import lost_answer
from tests.torture.names import rare_names
from tests.torture.paper_codes import forged_papers
from tests.torture.photocopies import photocopies
from tests.torture.power_cut import cut_often
from tests.torture.rot import bit_rot

PAGE = 4096
FRAME = PAGE + 24
TIMES = ("ms p99", "s")


def control_fails(measured: Measurement) -> bool:
    return measured.control is not None and bool(measured.control["fails"])


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    full, normal = cut_often(30, 24)
    assert full.outcomes == {"kept": 30}, full
    assert normal.outcomes["lost"] > 0, "the control must lose some"


@pytest.mark.parametrize(
    "torture",
    [
        bit_rot,
        clock,
        disk_full_io_error,
        forged_qr,
        forged_papers,
        hub_restored_to_yesterday,
        locked_file,
        lost_answer,
        photocopies,
        rare_names,
        restored_backup_cloned_disk,
        slow_half_open_captive_portal,
    ],
)
def test_in_small(torture: Callable[..., Measurement]) -> None:
    measured = torture(few=True)
    for _ in range(2):
        # by the clock, beside whatever else the machine does: too slow is what is so each time
        if measured.unit in TIMES and not measured.holds:
            measured = torture(few=True)
    assert measured.holds, measured
    assert control_fails(measured), measured


def test_a_page_that_a_cut_left_half_folded_is_no_damage(tmp_path: Path) -> None:
    """The file's own page is torn, the whole one lies in the log: `verify` folds it before it judges."""
    ground = make_ground(tmp_path / "ground")
    folder = ground.data
    kept = Account((ground.base,))
    live = tmp_path / "live"
    shutil.copytree(folder, live)
    with_log = tmp_path / "cut"
    number = _leave_log(ground.place / "keys", live, with_log)
    with (with_log / "station.db").open("r+b") as file:
        file.seek((number - 1) * PAGE + 1024)
        file.write(bytes(512))
    finding = judge(parts(ground.place / "keys"), with_log, Account((ground.base + 1,)), [])
    assert finding.good, finding
    (with_log / "station.db-wal").unlink(missing_ok=True)
    with (folder / "station.db").open("r+b") as file:
        file.seek((number - 1) * PAGE + 1024)
        file.write(bytes(512))
    assert judge(parts(ground.place / "keys"), folder, kept, []).outcome == "corrupt", "without the log it is damage"


def _leave_log(keys: Path, live: Path, place: Path) -> int:
    """Copies an open folder with an act in its log; the number of a page that stands there and in the file."""
    desk = open_desk(parts(keys), live)
    try:
        office = Office(desk)
        first = office.operators.choose(None)
        office.visits.anonymous(Operator(first.id, frozenset(first.roles)), "courier", [])
        shutil.copytree(live, place, ignore=shutil.ignore_patterns("*-shm"))
    finally:
        desk.close()
    log = (place / "station.db-wal").read_bytes()
    pages = (place / "station.db").stat().st_size // PAGE
    numbers = [int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log) - FRAME + 1, FRAME)]
    return next(number for number in numbers if 1 < number <= pages)


def test_a_small_disk_without_root_is_a_limit_on_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    told = fill_up(make_ground(tmp_path / "ground"), tmp_path)
    assert told.sound
    assert set(told.refused) == {"disk_failed"}
    assert told.false == 0
    assert told.went_on < GO_ON_SECONDS
