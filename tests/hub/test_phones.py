"""The pages for phones at the hub: whose code is good, by which clock, and what strangers try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import Mock

import pytest

from desktop.core import checkin_code
from desktop.core.errors import EnvironmentFailed
from desktop.core.keys import DeviceKey
from desktop.core.site import short_site
from desktop.web.app import make_app
from hub.database import Database
from hub.pages.phones import ADDRESSES, LIMITS
from hub.parts import SystemClock
from tests.hub.ring import Ring, made_ring
from tests.hub.servers import new_parts
from tests.web.fake_desk import FakePhoneDesk
from tests.web.phone import SECRET, WORDS, Form, HubPhone
from tests.web.test_attacks import CORPUS, mutations

ELSEWHERE = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
# 12:06 in Shanghai on a day when the hub has been there for a while; the begin of a step
NOON = 1_826_769_960_000


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


@dataclass
class Stands:
    """The hub's clock, set by hand; a station of it, and its screen, whose PC's clock is `off` seconds ahead."""

    ring: Ring
    site: str
    key: DeviceKey
    now: int = NOON
    off: int = 0

    def code(self, age: int = 0, key: DeviceKey | None = None, site: str = "") -> str:
        """What the screen began to show `age` seconds ago by a clock that is right."""
        return checkin_code.show(key or self.key, site or self.site, self.now // 1000 + self.off - age).text

    def told(self, off: int, ago: int = 60_000) -> None:
        """The PC asked for its feed some ms ago, its clock `off` seconds ahead."""
        self.off = off
        with self.ring.parts.database.write() as session:
            session.execute(
                "INSERT INTO contacts (device, at, clock, software, agree) VALUES (?, ?, ?, '', 1) ON CONFLICT (device)"
                " DO UPDATE SET at = excluded.at, clock = excluded.clock",
                (self.key.device, self.now - ago, self.now - ago + off * 1_000),
            )

    def phone(self) -> HubPhone:
        return HubPhone(short_site(self.site), app=self.ring.app)

    def visits(self) -> list[tuple[str, str]]:
        """Presence and device of those by phone, oldest first."""
        with self.ring.parts.database.read() as session:
            rows = session.rows("SELECT presence, device FROM visits WHERE how = 'self' ORDER BY at, fact")
        return [(row[0], row[1]) for row in rows]


@pytest.fixture
def stands(ring: Ring, monkeypatch: pytest.MonkeyPatch) -> Stands:
    device = ring.devices["device"]
    assert device.certificate is not None
    made = Stands(ring, device.certificate.site, device.key)
    monkeypatch.setattr(SystemClock, "now", lambda _clock: made.now)
    return made


def test_the_hub_serves_just_what_the_pages_have() -> None:
    desk = FakePhoneDesk()
    routes = make_app(desk, SECRET, desk.clock, WORDS).routes
    there = {(method, route.path) for route in routes for method in route.methods - {"HEAD"}}  # type: ignore[attr-defined]
    assert there == set(ADDRESSES)


@pytest.mark.parametrize(
    ("off", "age", "said"),
    [
        (0, 30, "辛苦了"), (0, 60, "辛苦了"), (0, 61, "这个码过期了"),
        (20, 0, "辛苦了"), (20, 60, "辛苦了"), (20, 61, "这个码过期了"),
        (-20, 60, "辛苦了"), (-20, 61, "这个码过期了"),
        (120, 60, "辛苦了"), (121, 0, "站里电脑的时间不准"), (-121, 0, "这个码过期了"),
    ],
)  # fmt: skip
def test_how_old_a_code_may_be_by_a_clock_that_is_off(stands: Stands, off: int, age: int, said: str) -> None:
    stands.told(off)
    # the begin of a step by the PC's clock, so that its age is what it says
    stands.now -= off * 1_000
    while (stands.now // 1000 + off - age) % checkin_code.STEP_SECONDS:
        stands.now += 1_000
    assert said in stands.phone().get(f"/S/{stands.code(age)}").text


def test_what_is_known_of_a_clock_is_not_known_for_ever(stands: Stands) -> None:
    stands.told(40, ago=8 * 86_400_000)
    assert "站里电脑的时间不准" in stands.phone().get(f"/s/{stands.code()}").text
    stands.told(40)
    assert "辛苦了" in stands.phone().get(f"/s/{stands.code()}").text


def test_codes_of_others(stands: Stands) -> None:
    stands.told(0)
    phone, stranger = stands.phone(), DeviceKey(bytes(range(32)))
    revoked = stands.ring.devices["revoked"]
    assert revoked.certificate is not None
    own = f"{phone.base}/s/"
    for code, said in (
        (stands.code(key=stranger), "这个码认不出来"),
        (stands.code(key=revoked.key, site=revoked.certificate.site), "这是别的驿站的码"),
        (stands.code(key=stranger, site=ELSEWHERE), "这是别的驿站的码"),
        ("QYC1", "这个码认不出来"),
    ):
        answer = phone.get(own + code)
        assert (answer.status_code, said in answer.text) == (404, True), said
    # by its own address a revoked device's leads to its own station, and nowhere
    assert "这个码认不出来" in phone.get(f"/S/{stands.code(key=revoked.key, site=revoked.certificate.site)}").text
    assert phone.get(f"/S/{stands.code(key=stranger, site=ELSEWHERE)}").status_code == 404


def test_from_the_screen_from_the_poster_and_with_an_old_code(stands: Stands) -> None:
    stands.told(0)
    before = len(stands.visits())
    phone = stands.phone()
    assert "签到成功" in phone.send(phone.get(f"/S/{stands.code()}"), group="courier").text
    poster = stands.phone()
    page = poster.poster()
    assert "这里不用填" in page.text
    assert 'name="digits"' not in page.text
    assert "签到成功" in poster.send(page, group="courier", digits="1234").text
    late = stands.phone()
    page = late.get(f"/S/{stands.code(90)}")
    assert "不用码，直接签到" in page.text
    # who it is comes after, as on the poster's page
    chosen = late.send(page)
    assert "签到成功" in late.send(chosen, group="truck_driver").text
    hub = stands.ring.parts.keys.id
    assert stands.visits()[before:] == [("screen", hub), ("poster", hub), ("poster", hub)]


def test_forged_cookies_and_forms(stands: Stands) -> None:
    stands.told(0)
    phone = stands.phone()
    phone.register(phone.poster(), "马向阳", "13812340427")
    assert "马**" in phone.get(f"{phone.base}/mine").text
    good = phone.client.cookies["qw"]
    before, entries = stands.visits(), stands.ring.entries()
    for forged in mutations(good, 40):
        stranger = stands.phone()
        stranger.client.cookies.set("qw", forged)
        assert "马**" not in stranger.get(f"{stranger.base}/mine").text
    ticket = Form(phone.poster().text, f"{phone.base}/in").fields["ticket"]
    for forged in [*mutations(ticket, 40), ticket]:
        stranger = stands.phone()
        stranger.poster()
        answer = stranger.client.post(f"{stranger.base}/in", data={"ticket": forged, "group": "courier"})
        assert answer.status_code == 409
    # a form of one station is none at another, though the phone is the same
    there = stands.ring.devices["other"].certificate
    assert there is not None
    answer = phone.client.post(f"/at/{short_site(there.site)}/in", data={"ticket": ticket})
    assert answer.status_code == 409
    assert (stands.visits(), stands.ring.entries()) == (before, entries)


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_any_text_in_any_place(stands: Stands, text: str) -> None:
    stands.told(0)
    one, two, three = (stands.phone() for _ in range(3))
    fields = Form(one.poster().text, f"{one.base}/in").fields
    answers = [
        *(
            one.client.post(f"{one.base}/in", data=fields | {"group": "courier", name: text})
            for name in ("keep", "group")
        ),
        two.register(two.poster(), text, "13812340427"),
        three.register(three.poster(), "马向阳", text),
    ]
    for answer in answers:
        assert answer.status_code < 500, answer.text
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_shown_copied_and_forgotten(stands: Stands) -> None:
    stands.told(0)
    phone = stands.phone()
    phone.register(phone.poster(), "单春秀", "15966670001")
    mine = phone.get(f"{phone.base}/mine")
    assert "15966670001" not in mine.text
    assert "15966670001" in phone.send(mine, "/mine/all").text
    copy = phone.send(mine, "/mine/copy")
    assert copy.json()["phone"] == "15966670001"
    assert "这里没有您的卡" in phone.get(f"{phone.base}/card").text
    before = stands.ring.entries()
    gone = phone.send(phone.get(f"{phone.base}/mine/forget"), "/mine/forgotten")
    assert "已经删掉了" in gone.text
    stands.ring.project()
    assert stands.ring.entries() == before + 1, "said once"
    with stands.ring.parts.database.read() as session:
        gone = "SELECT rider FROM riders WHERE forgotten_day IS NOT NULL"
        for left in ("people WHERE rider", "sheet_keys WHERE subject"):
            assert session.rows(f"SELECT 1 FROM {left} IN ({gone})") == []
        kinds = session.rows("SELECT kind, count(*) FROM journal WHERE kind LIKE 'rider.%' GROUP BY kind ORDER BY kind")
    assert dict(tuple(row) for row in kinds)["rider.shown"] == 1
    assert "签到成功" in phone.send(phone.poster(), group="courier").text


def test_a_database_that_does_not_answer(stands: Stands, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page says what happened; pressed again it counts once."""
    stands.told(0)
    phone = stands.phone()
    page, before = phone.poster(), len(stands.visits())
    with monkeypatch.context() as broken:
        broken.setattr(Database, "write", Mock(side_effect=EnvironmentFailed("hub_database_failed", detail="")))
        failed = phone.send(page, group="courier")
    assert failed.status_code == 503
    assert "汇总平台正忙" in failed.text
    assert "站里的电脑" not in failed.text
    assert "签到成功" in phone.send(page, group="courier").text
    assert len(stands.visits()) == before + 1


def test_trying_codes_of_stations_ends_soon(stands: Stands) -> None:
    phone = HubPhone("00000000", app=stands.ring.app)
    stands.now += 60_000
    statuses = [phone.get(f"/at/{number:08X}/").status_code for number in range(LIMITS.acts + 1)]
    assert set(statuses[:-1]) == {404}
    assert statuses[-1] == 429
    # a station that is known is another thing
    assert stands.phone().poster().status_code == 200
