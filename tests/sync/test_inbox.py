"""What came from the hub is checked before it counts, and counts once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import pytest

from desktop.core import feed, receipt, signed
from desktop.core.entry import NO_HASH, THE_APP, Entry, hash_of, to_bytes
from desktop.core.feed import FeedEntry, FeedMeal, Page
from desktop.core.keys import DeviceKey
from desktop.core.signed import BadDocument
from desktop.core.site import AllotmentGranted, EpochOpened
from desktop.core.visit import VisitRecorded
from desktop.store.inbox import ITEMS_A_TRANSACTION, Taken, take_page, take_receipt
from desktop.store.journal import Txn
from desktop.store.membership import read_cursor
from desktop.sync.trouble import Later
from tests.stations import HOUR, Station
from tests.sync import devices
from tests.sync.conftest import Town
from tests.sync.hub_journal import HubJournal

OTHER = DeviceKey(b"\x06" * 32)
EPOCH = "0a0a0a0a0a0a0a0a"


class Post:
    """Receipts and pages as the hub signs them, handed to a station."""

    def __init__(self, town: Town) -> None:
        self.hub, self.station = town.hub, town.station()
        self.store = self.station.desk.store
        self.member = devices.line(self.station).member()
        self.position = 0

    def receipt(self, seq: int, *, key: DeviceKey | None = None, **changes: object) -> receipt.Receipt:
        head = self.store.head
        row = self.station.rows("SELECT hash FROM journal WHERE log = ? AND seq = ?", (head.log, seq))
        values = {
            "v": 1, "hub": self.hub.key.device, "hub_epoch": self.hub.state.epoch, "device": self.store.device,
            "epoch": head.epoch, "seq": seq, "head": row[0][0].hex() if row else NO_HASH, "at": 0,
        } | changes  # fmt: skip
        given = receipt.Receipt(**values)  # type: ignore[arg-type]
        return take_receipt(self.store, self.member, signed.sign(key or self.hub.key, receipt.PREAMBLE, given))

    def page(self, *bodies: FeedEntry | FeedMeal, after: int = 0, key: DeviceKey | None = None) -> Taken:
        items = [feed.item(after + number, body) for number, body in enumerate(bodies, 1)]
        page = Page(
            *(1, self.hub.key.device, self.hub.state.epoch, self.store.device, after, after + len(items)),
            *(False, items, None, self.station.clock.now()),
        )
        return take_page(self.store, self.member, signed.sign(key or self.hub.key, feed.PAGE_PREAMBLE, page))

    def received(self) -> int:
        return int(self.station.rows("SELECT count(*) FROM journal JOIN logs USING (log) WHERE own = 0")[0][0])


@pytest.fixture
def post(town: Town) -> Post:
    return Post(town)


def chain(count: int, *, key: DeviceKey = OTHER) -> list[tuple[Entry, FeedEntry]]:
    """A log of another machine of the station."""
    found: list[tuple[Entry, FeedEntry]] = []
    before = NO_HASH
    for seq in range(1, count + 1):
        body = (
            EpochOpened(key.public.hex(), "other", "init")
            if seq == 1
            else VisitRecorded(None, "courier", 1, "anonymous", [], 1_794_800_000_000)
        )
        fact = f"019a8b5e-1c00-7000-8000-0000000000{seq:02d}"
        entry = Entry(
            *(1, key.device, EPOCH, seq, before, fact, body.KIND, 1_794_800_000_000 + seq, "2026-11-16"),
            *(devices.SITE, THE_APP, body),
        )
        data = to_bytes(entry)
        before = hash_of(data)
        found.append((entry, FeedEntry(data.decode())))
    return found


def test_a_receipt_counts(post: Post) -> None:
    post.receipt(1)
    assert devices.stands(post.station).acknowledged == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"key": OTHER},
        {"head": "ab" * 32},
        {"device": OTHER.device},
        {"hub": OTHER.device},
        {"epoch": EPOCH},
        {"seq": 0},
    ],
)
def test_a_receipt_about_anything_else_does_not(post: Post, changes: dict[str, object]) -> None:
    with pytest.raises(BadDocument):
        post.receipt(**{"seq": 1, **changes})  # type: ignore[arg-type]
    assert devices.stands(post.station).acknowledged == 0


def test_an_older_receipt_takes_nothing_back(post: Post) -> None:
    post.receipt(3)
    post.receipt(1)
    assert devices.stands(post.station).acknowledged == 3


def test_a_false_hub_moves_nothing(town: Town) -> None:
    """Somebody else answers under the hub's address, with a key of their own."""
    station = town.station()
    true = town.hub.key
    town.hub.key = OTHER
    with pytest.raises(Later) as later:
        devices.sync(station)
    assert later.value.trouble.code == "hub_answer_wrong"
    assert devices.stands(station).acknowledged == 0
    town.hub.key = true
    town.hub.state.logs.clear()
    devices.sync(station)
    assert devices.all_at_hub(town.hub, station)


def test_a_page_counts_once(post: Post) -> None:
    bodies = [body for _, body in chain(4)]
    assert (post.page(*bodies).odd, post.received()) == (0, 4)
    before = post.station.rows("SELECT * FROM visits")
    again = post.page(*bodies)
    assert (again.odd, post.received()) == (0, 4)
    assert post.station.rows("SELECT * FROM visits") == before
    assert post.station.faults() == []


def test_a_clock_set_back_elsewhere_is_flagged_and_replays_to_the_same(town: Town) -> None:
    station, journal = town.station(), HubJournal(town.hub)
    now = town.hub.now
    for hours in (2, 1, 3, 2):
        grant = AllotmentGranted("m", station.desk.store.device, "2026-11", hours, 0)
        journal.append(grant, at=now + hours * HOUR)
    devices.sync(station)
    assert station.rows("SELECT detail FROM flags ORDER BY detail") == [(HOUR,), (HOUR,)]
    assert devices.stands(station).flagged == 0
    assert station.faults() == []


def test_a_page_that_the_hub_did_not_sign(post: Post) -> None:
    with pytest.raises(BadDocument):
        post.page(chain(1)[0][1], key=OTHER)
    assert post.received() == 0


def test_a_page_behind_what_is_here_is_put_by(post: Post) -> None:
    """A database that was put back has an older cursor than a stick's page begins at."""
    taken = post.page(chain(1)[0][1], after=7)
    assert (taken.stale, post.received()) == (True, 0)
    with post.store.read() as connection:
        assert read_cursor(connection).after == 0


@pytest.mark.parametrize("left_out", [1, 2, 3])
def test_a_gap_in_a_chain_is_not_kept(post: Post, left_out: int) -> None:
    bodies = [body for _, body in chain(4)]
    del bodies[left_out - 1]
    taken = post.page(*bodies)
    assert (taken.odd, post.received()) == (4 - left_out, left_out - 1)
    assert post.station.faults() == []


def test_a_link_to_something_else_is_not_kept(post: Post) -> None:
    entries = chain(3)
    text = json.loads(entries[2][1].text)
    text["prev"] = "cd" * 32
    odd = FeedEntry(json.dumps(text, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
    taken = post.page(entries[0][1], entries[1][1], odd)
    assert (taken.odd, post.received()) == (1, 2)


def test_the_same_fact_in_another_log_is_not_kept(post: Post) -> None:
    post.page(*(body for _, body in chain(3)))
    taken = post.page(*(body for _, body in chain(3, key=DeviceKey(b"\x09" * 32))), after=0)
    assert (taken.odd, post.received()) == (3, 3)
    assert post.station.faults() == []


def test_a_page_is_kept_two_hundred_at_a_time(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    write = post.store.write

    @contextlib.contextmanager
    def counted() -> Iterator[Txn]:
        before = _meals(post.station)
        with write() as txn:
            yield txn
        sizes.append(_meals(post.station) - before)

    monkeypatch.setattr(post.store, "write", counted)
    meals = [FeedMeal(f"fact-{number}", "r", "2026-11-16", "lunch", 0, "m", "n", "") for number in range(450)]
    post.page(*meals)
    assert [size for size in sizes if size] == [ITEMS_A_TRANSACTION, ITEMS_A_TRANSACTION, 50]


def _meals(station: Station) -> int:
    return int(station.rows("SELECT count(*) FROM meals_elsewhere")[0][0])
