"""A clinic confirms by phone: once, with the digits of the slip, told as little as it needs; guessing is locked."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from desktop.core import business_day, clinic_code
from desktop.core.checkup import CheckupBatchOpened, Slot, SlotBooked
from desktop.core.referral import ReferralIssued, ReferralMoved
from desktop.core.site import PartnerAdded
from hub.api import build
from hub.app import read_words
from hub.clinic import WRONG_A_MINUTE, Clinic
from hub.locks import TRIES
from hub.side import pages, put_together
from hub.signer import Gate
from tests.hub.in_process import InProcess
from tests.hub.ring import WIDE, Ring, made_ring
from tests.hub.servers import new_parts

PARTNER = "9f42a05e-7db2-4142-a09e-41d2c3beaf90"
RIDER = "7d208e3c-5b90-4f20-8e7c-2fb0a19c8d7e"
TOKEN = re.compile(r'name="csrf" value="([^"]+)"')


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        add_partner(made)
        yield made


def add_partner(ring: Ring) -> None:
    device = ring.devices["device"]
    device.log.append(PartnerAdded(PARTNER, "济南市第四人民医院"))
    device.receipt(device.push(device.log.batch(len(device.log.entries))))


@dataclass
class Slip:
    referral: str
    code: str
    digits: str


def today(ring: Ring, days: int = 0) -> str:
    return business_day.plus_days(business_day.day_of(ring.parts.clock.now()), days)


def issue(ring: Ring, *states: str, until: int = 30, kind: str = "checkup") -> Slip:
    """A slip of the station `device`, moved on, pushed and projected."""
    device = ring.devices["device"]
    first = len(device.log.entries) + 1
    referral = str(uuid.uuid4())
    code = clinic_code.spelled("R" + uuid.uuid4().hex[:8].upper())
    device.log.append(
        ReferralIssued(referral, RIDER, kind, PARTNER, code, today(ring, until), "2026.1", 5), day=today(ring)
    )
    for state in states:
        device.log.append(ReferralMoved(referral, state))
    device.receipt(device.push(device.log.batch(first)))
    ring.project()
    digits = clinic_code.digits(device.key.seed, ring.parts.keys.device.public, referral)
    return Slip(referral, code, digits)


class Phone:
    """A clinic's phone, which keeps cookies; `address` is its own."""

    def __init__(self, ring: Ring, address: str = "", language: str = "zh") -> None:
        self._ring, self._address = ring, address
        transport = ring.client._transport
        self.client = httpx.Client(
            transport=transport, base_url="http://hub.test", headers={"Accept-Language": language}
        )

    def get(self, code: str) -> httpx.Response:
        self._ring.anywhere.fixed = self._address
        try:
            return self.client.get(f"/C/{clinic_code.short(code)}")
        finally:
            self._ring.anywhere.fixed = ""

    def send(self, code: str, digits: str, token: str = "") -> httpx.Response:
        found = TOKEN.search(self.get(code).text)
        given = {"csrf": token or (found[1] if found else ""), "digits": digits}
        self._ring.anywhere.fixed = self._address
        try:
            return self.client.post(f"/C/{clinic_code.short(code)}", data=given)
        finally:
            self._ring.anywhere.fixed = ""


def attended(ring: Ring, slip: Slip) -> int:
    with ring.parts.database.read() as session:
        sql = "SELECT count(*) FROM referral_moves WHERE referral = ? AND state = 'attended'"
        return int(session.row(sql, (slip.referral,))[0])


def wrong(slip: Slip, at: int = 1) -> str:
    return f"{(int(slip.digits) + at) % 1_000_000:06d}"


def test_the_page_says_which_slip_and_nobody(ring: Ring) -> None:
    slip = issue(ring)
    shown = Phone(ring).get(slip.code)
    assert shown.status_code == 200
    for said in ("济南市第四人民医院", "驿站device", today(ring)):
        assert said in shown.text
    assert not re.search("体检|绿色|小哥|骑手|courier|checkup|<script", shown.text.replace("〔", ""))
    assert RIDER not in shown.text
    assert slip.digits not in shown.text
    green = Phone(ring).get(issue(ring, kind="green_channel").code).text

    def same(page: str) -> str:
        return re.sub(r'value="[^"]+"', "", page)

    assert same(green) == same(shown.text)


@pytest.mark.parametrize("spelled", [str, lambda digits: f" {digits[:3]} {digits[3:]} "])
def test_it_is_confirmed_once(ring: Ring, spelled: type[str]) -> None:
    slip = issue(ring, "booked")
    phone = Phone(ring)
    before = ring.entries()
    done = phone.send(slip.code, spelled(slip.digits))
    assert done.status_code == 200
    assert "已确认到诊" in done.text
    assert ring.entries() == before + 1
    again = Phone(ring).get(slip.code).text
    assert "已经确认过到诊" in again
    assert 'name="digits"' not in again
    assert phone.client.post(f"/C/{clinic_code.short(slip.code)}", data={"csrf": "x", "digits": "1"}).status_code == 403
    ring.project()
    assert ring.entries() == before + 1
    assert attended(ring, slip) == 1


def test_a_form_sent_twice_counts_once(ring: Ring) -> None:
    slip = issue(ring)
    phone = Phone(ring)
    found = TOKEN.search(phone.get(slip.code).text)
    assert found
    before = ring.entries()
    answers = [phone.send(slip.code, slip.digits, found[1]) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert ring.entries() == before + 1


def test_the_station_that_recorded_it_too_counts_once(ring: Ring) -> None:
    """Both said so before they heard of each other: one slip that was attended."""
    slip = issue(ring)
    assert Phone(ring).send(slip.code, slip.digits).status_code == 200
    device = ring.devices["device"]
    device.log.append(ReferralMoved(slip.referral, "attended"))
    device.receipt(device.push(device.log.batch(len(device.log.entries))))
    ring.project()
    with ring.parts.database.read() as session:
        counted = session.row(
            "SELECT count(DISTINCT subject) FROM occurrences WHERE kind = 'referral.moved' AND code = 'attended'"
            " AND subject = ?",
            (slip.referral,),
        )
        flagged = session.rows("SELECT code FROM verdicts WHERE fact IN (SELECT fact FROM journal)")
    assert counted[0] == 1
    assert flagged == []


@pytest.mark.parametrize(
    ("states", "until", "said"),
    [
        (("attended",), 30, "已经确认过到诊"),
        (("attended", "closed"), 30, "已经确认过到诊"),
        (("cancelled",), 30, "已经不能用了"),
        (("booked", "no_show"), 30, "已经不能用了"),
        (("waiting",), 30, "还没有约上时间"),
        (("expired",), 30, "到期"),
        ((), -1, "到期"),
    ],
)
def test_what_cannot_be_confirmed_has_one_sentence(ring: Ring, states: tuple[str, ...], until: int, said: str) -> None:
    slip = issue(ring, *states, until=until)
    before = ring.entries()
    shown = Phone(ring).get(slip.code)
    assert (shown.status_code, said in shown.text) == (200, True)
    assert 'name="digits"' not in shown.text
    other = issue(ring)
    phone = Phone(ring)
    found = TOKEN.search(phone.get(other.code).text)
    assert found
    # the form of another slip, sent to this one with the right digits: what is confirmed already is a success
    sent = phone.send(slip.code, slip.digits, found[1]).text
    assert ("已确认到诊。" if "attended" in states else said) in sent
    assert ring.entries() == before


def test_a_booked_slip_is_not_confirmed_before_its_time(ring: Ring) -> None:
    slip, slot, batch = issue(ring, "booked"), "s-" + uuid.uuid4().hex, str(uuid.uuid4())
    device = ring.devices["device"]
    first = len(device.log.entries) + 1
    tomorrow = today(ring, 1)
    place = Slot(slot, tomorrow, 480, 600, 9)
    device.log.append(
        CheckupBatchOpened(batch, 7, PARTNER, "基础体检", tomorrow, tomorrow, [place], [], [], 0, "", [], False)
    )
    device.log.append(SlotBooked(slip.referral, batch, slot, "370102005", "asked", 0, None))
    device.receipt(device.push(device.log.batch(first)))
    ring.project()
    assert f"约的是 {tomorrow}" in Phone(ring).get(slip.code).text


def test_wrong_digits_are_counted_at_the_slip_and_at_the_address(ring: Ring) -> None:
    slip = issue(ring)
    for at in range(TRIES):
        answer = Phone(ring).send(slip.code, wrong(slip, at + 1))
        assert answer.status_code == 422
        assert "确认码不对" in answer.text
    locked = Phone(ring).send(slip.code, slip.digits)
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0
    assert "输错太多次" in locked.text
    assert attended(ring, slip) == 0
    others = [issue(ring) for _ in range(WRONG_A_MINUTE + 1)]
    phone = Phone(ring, "10.7.7.7")
    statuses = [phone.send(other.code, wrong(other)).status_code for other in others]
    assert statuses == [422] * WRONG_A_MINUTE + [429]
    assert phone.send(others[-1].code, others[-1].digits).status_code == 429
    assert Phone(ring, "10.7.7.8").send(others[-1].code, others[-1].digits).status_code == 200


def test_locks_hold_over_workers(ring: Ring) -> None:
    """Another worker's application, on the same database."""
    slip = issue(ring)
    for at in range(TRIES):
        Phone(ring).send(slip.code, wrong(slip, at + 1))
    app = build(Gate(ring.parts, WIDE), pages=pages(ring.parts, read_words()))
    with httpx.Client(transport=InProcess(app, app.application), base_url="http://hub.test") as client:
        found = TOKEN.search(client.get(f"/C/{clinic_code.short(slip.code)}").text)
        assert found
        given = {"csrf": found[1], "digits": slip.digits}
        assert client.post(f"/C/{clinic_code.short(slip.code)}", data=given).status_code == 429


def test_good_ones_are_not_counted(ring: Ring) -> None:
    """Forty come in one morning."""
    phone = Phone(ring, "10.7.7.9")
    slips = [issue(ring) for _ in range(WRONG_A_MINUTE + 3)]
    assert {phone.send(slip.code, slip.digits).status_code for slip in slips} == {200}


@pytest.mark.parametrize(
    "text", ["AAAAAAAAA", "A" * 2_000, "%00", "..%2f..", "'; DROP TABLE referrals; --", "%3Cscript%3E"]
)
def test_a_code_of_nobody_is_one_sentence(ring: Ring, text: str) -> None:
    before = ring.entries()
    answer = ring.client.get("/c/" + text, headers={"Accept-Language": "zh"})
    assert answer.status_code == 404
    if "html" in answer.headers["content-type"]:
        assert "查不到这张单子" in answer.text
        assert "<script" not in answer.text
    assert ring.entries() == before


def test_digits_of_a_revoked_device_and_of_another_station_are_wrong(ring: Ring) -> None:
    slip = issue(ring)
    public = ring.parts.keys.device.public
    for role in ("revoked", "other", "stranger"):
        digits = clinic_code.digits(ring.devices[role].key.seed, public, slip.referral)
        assert Phone(ring).send(slip.code, digits).status_code == 422, role
    assert Phone(ring).send(slip.code, slip.digits).status_code == 200


def test_a_form_of_another_site_is_refused(ring: Ring) -> None:
    slip = issue(ring)
    phone = Phone(ring)
    phone.get(slip.code)
    before = ring.entries()
    stolen = TOKEN.search(Phone(ring).get(slip.code).text)
    assert stolen
    assert phone.send(slip.code, slip.digits, stolen[1]).status_code == 403
    found = TOKEN.search(phone.get(slip.code).text)
    assert found
    given = {"csrf": found[1], "digits": slip.digits}
    path = f"/C/{clinic_code.short(slip.code)}"
    for headers in ({"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"}):
        assert phone.client.post(path, data=given, headers=headers).status_code == 403
    assert phone.client.post(path, content=b"digits=" + b"1" * 70_000).status_code == 413
    assert ring.entries() == before


def test_both_sides_work_out_the_same_digits(ring: Ring) -> None:
    device, hub = ring.devices["device"].key, ring.parts.keys
    referral = str(uuid.uuid4())
    assert clinic_code.digits(device.seed, hub.device.public, referral) == clinic_code.digits(
        hub.seed, device.public, referral
    )
    assert clinic_code.clean_digits("４８２　９１３") == "482913"
    assert clinic_code.clean_digits("48291") == clinic_code.clean_digits("48291a") == ""
    with pytest.raises(ValueError, match="key"):
        clinic_code.digits(device.seed, bytes(32), referral)


def test_in_english(ring: Ring) -> None:
    slip = issue(ring)
    page = Phone(ring, language="en").get(slip.code).text
    assert "Confirm that they came" in page
    assert not re.search("[\u4e00-\u9fff]{10}", page)


def test_the_fact_is_about_the_station(ring: Ring) -> None:
    slip = issue(ring)
    clinic = Clinic(ring.parts, put_together(ring.parts, read_words()).hub)
    assert clinic.confirm(slip.code, slip.digits, "10.9.9.1").standing == "confirmed"
    with ring.parts.database.read() as session:
        site = session.row("SELECT site FROM occurrences WHERE subject = ? AND code = 'attended'", (slip.referral,))
    assert site[0] == ring.known["site"][0]
