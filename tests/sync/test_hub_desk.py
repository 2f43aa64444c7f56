"""The window's side of the hub: joined, sent, carried by stick and seen to, over a real store and real HTTP."""

from __future__ import annotations

import os
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.app import make_line
from desktop.core.errors import EnvironmentFailed, Refused, Trouble
from desktop.core.feed import FeedVerdict
from desktop.services.counter import OfficeCounter
from desktop.services.hub_desk import answers_in
from desktop.sync.attended import Attended, Seldom
from desktop.sync.background import Background
from desktop.sync.round import run_round
from tests.stations import DAY, Station
from tests.sync import devices
from tests.sync.conftest import Town


class Counter:
    """A counter with a line, whose background makes a round at first and then only when it is asked to."""

    def __init__(self, station: Station) -> None:
        self.station = station
        self.told: queue.Queue[Exception | None] = queue.Queue()
        line = make_line(station.desk)
        self.moved = 0
        line.moved = self._moved
        self.background = Background(
            lambda: run_round(line) if line.joined() else None, lambda: False, self.told.put, look=3_600
        )
        self.background.start()
        self.told.get(timeout=20)
        self.counter = OfficeCounter(station.office, station.by)
        self.hub = self.counter.hub
        self.hub.carry_by(Attended(line, self.background))

    def _moved(self) -> None:
        self.moved += 1


@pytest.fixture
def desks(town: Town) -> Iterator[list[Counter]]:
    made: list[Counter] = []
    yield made
    for each in made:
        assert each.background.stop(20)


@pytest.fixture
def apart(town: Town, desks: list[Counter]) -> Counter:
    desks.append(Counter(town.alone()))
    return desks[-1]


@pytest.fixture
def joined(town: Town, desks: list[Counter]) -> Counter:
    desks.append(Counter(town.station()))
    return desks[-1]


def test_joined_and_sent_with_the_status_as_true_as_receipts(town: Town, apart: Counter) -> None:
    assert not apart.counter.status().hub.joined
    assert apart.hub.page().url == ""
    with pytest.raises(Refused) as refused:
        apart.hub.sync()
    assert refused.value.code == "hub_none"
    apart.hub.join(town.url, town.hub.new_code(devices.SITE))
    apart.hub.sync()
    status = apart.counter.status()
    assert (status.hub.joined, status.waiting, status.hub.failed, status.hub.agrees) == (True, 0, "", True)
    assert status.hub.last_done > 0
    assert apart.moved >= 1
    devices.visit(apart.station, 2)
    assert apart.counter.status().waiting == 2


def test_a_round_that_fails_is_told_to_whoever_waits_and_stands_in_the_status(town: Town, joined: Counter) -> None:
    before = joined.counter.status().hub
    assert before.last_done > 0
    town.hub.close()
    devices.visit(joined.station)
    with pytest.raises(EnvironmentFailed) as failed:
        joined.hub.sync()
    assert failed.value.code == "hub_unreachable"
    status = joined.counter.status()
    assert (status.hub.failed, status.hub.last_done, status.waiting) == ("hub_unreachable", before.last_done, 1)


def test_whoever_waits_for_a_round_is_let_go_when_the_program_ends() -> None:
    background = Background(lambda: None, lambda: False, lambda _trouble: None)
    assert not background._thread.is_alive()
    background._over.set()
    with pytest.raises(EnvironmentFailed) as ended:
        background.round_now()
    assert ended.value.code == "hub_round_broken"


def test_there_and_back_by_a_folder(town: Town, joined: Counter, tmp_path: Path) -> None:
    devices.visit(joined.station, 3)
    packed = joined.hub.pack(str(tmp_path / "out.qys"))
    assert packed.facts == 3
    with pytest.raises(Refused) as outgoing:
        joined.hub.unpack((str(tmp_path),))
    assert outgoing.value.code == "stick_outgoing"
    (tmp_path / "answer.qya").write_bytes(town.hub.accept((tmp_path / "out.qys").read_bytes()))
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    carried = joined.hub.unpack((str(tmp_path),))
    assert (carried.acknowledged, carried.waiting, carried.outcome) == (3, 0, "done")
    assert joined.hub.page().rounds[0].way == "stick"


def test_wrong_files_are_told_apart(joined: Counter, tmp_path: Path) -> None:
    picture = tmp_path / "photo.jpg"
    picture.write_bytes(b"\xff\xd8\xff")
    codes = []
    for place in (picture, tmp_path, tmp_path / "gone.qya"):
        with pytest.raises(Trouble) as wrong:
            joined.hub.unpack((str(place),))
        codes.append(wrong.value.code)
    assert codes == ["not_an_answer", "no_answer_there", "input_unreadable"]


def test_before_joining_a_file_says_so(apart: Counter, tmp_path: Path) -> None:
    for act in (lambda: apart.hub.unpack((str(tmp_path),)), lambda: apart.hub.pack(str(tmp_path / "out.qys"))):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "hub_none"


def test_answers_are_read_in_the_order_in_which_they_were_made(tmp_path: Path) -> None:
    for name, at in (("a.qya", 2_000), ("b.qya", 1_000)):
        (tmp_path / name).write_bytes(b"QYA1" + bytes(8))
        os.utime(tmp_path / name, (at, at))
    assert [file.name for file in answers_in((tmp_path,))] == ["b.qya", "a.qya"]


# --- the tray ---------------------------------------------------------------------------------------------------


def test_runs_are_one_row_and_put_aside_together(town: Town, joined: Counter) -> None:
    station, device = joined.station, joined.station.desk.store.device
    facts = devices.visit(station, 3)
    joined.hub.sync()
    for at, fact in enumerate(facts):
        town.hub.say(FeedVerdict(f"v{at}", fact, "clock_skewed", {}, town.hub.now, False), device)
    town.hub.say(FeedVerdict("w", facts[0], "rule_broken", {}, town.hub.now, False), device)
    joined.hub.sync()
    page = joined.hub.page()
    assert [(row.code, row.count, row.verdict) for row in page.tray] == [
        ("clock_skewed", 3, ""),
        ("rule_broken", 1, "w"),
    ]
    assert page.tray[0].kind == "visit.recorded"
    assert (page.tray[1].kind, len(page.tray[1].time)) == ("visit.recorded", 5)
    assert page.whole.flagged == 3
    assert joined.counter.status().hub.tray == len(page.tray)
    joined.hub.put_aside("", "clock_skewed")
    assert [row.code for row in joined.hub.page().tray] == ["rule_broken"]
    assert joined.hub.page().whole.flagged == 1
    joined.hub.put_aside("w", "rule_broken")
    assert joined.counter.status().hub.tray == 0


def test_flags_of_this_device_stand_in_the_tray_until_they_were_seen(joined: Counter) -> None:
    station = joined.station
    station.clock.pass_by(-DAY)
    devices.visit(station, 2)
    page = joined.hub.page()
    assert [(row.code, row.count) for row in page.tray] == [("clock_behind", 2)]
    assert page.whole.flagged == 2
    joined.hub.put_aside("", "clock_behind")
    page = joined.hub.page()
    assert (page.tray, page.whole.flagged) == ((), 0)
    assert page.whole.captured == page.whole.acknowledged + page.whole.waiting
    devices.visit(station)
    assert [row.count for row in joined.hub.page().tray] == [1]
    assert station.faults() == []


def test_seldom_passes_the_first_call_on_and_drops_the_rest() -> None:
    calls: list[int] = []
    seldom = Seldom(lambda: calls.append(1), every=60)
    for _ in range(5):
        seldom()
    assert calls == [1]
