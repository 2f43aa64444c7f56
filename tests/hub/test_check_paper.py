"""The hub's page for checking papers: by anybody, without signing in, by code and by file; so often and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desktop.core.paper_code import issue, read
from desktop.core.paper_seal import code_in
from hub.pages.checking import FILE_MOST, PATH, TIMES_A_MINUTE
from hub.reports import paper
from tests.hub.ring import Ring, made_ring
from tests.hub.servers import new_parts
from tests.torture.paper_codes import ABOUT, ORIGIN


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


def ask(ring: Ring, code: str = "", file: bytes = b"") -> tuple[int, str]:
    files = {"file": ("paper.pdf", file, "application/pdf")}
    headers = {"Accept-Language": "en"}
    answer = ring.client.post(PATH, data={"code": code}, files=files, headers=headers)
    return answer.status_code, answer.text


def code_of(ring: Ring, role: str, made: int = 0) -> str:
    key = ring.devices[role].key
    return issue(key, replace(ORIGIN, made=made or ring.parts.clock.now() // 1000), ABOUT).text


def test_a_device_that_is_known(ring: Ring) -> None:
    status, said = ask(ring, code_of(ring, "device"))
    assert status == 200
    assert "<b>Genuine</b>" in said
    assert "1,007.40" in said
    assert "泉香快餐（甸柳店）" in said


@pytest.mark.parametrize(
    ("role", "made", "verdict"),
    [
        ("revoked", 0, "Device revoked"),
        ("revoked", 1_700_000_000, "Genuine"),
        ("stranger", 0, "Device not known"),
    ],
)
def test_devices_that_are_not(ring: Ring, role: str, made: int, verdict: str) -> None:
    ring.parts.clock.now()
    assert f"<b>{verdict}</b>" in ask(ring, code_of(ring, role, made or ring.parts.clock.now() // 1000 + 60))[1]


def test_an_altered_code_and_what_is_none(ring: Ring) -> None:
    assert "<b>Altered</b>" in ask(ring, code_of(ring, "device")[:-1])[1]
    assert "<b>Not a paper of this system</b>" in ask(ring, "<script>alert(1)</script>")[1]
    assert "<script" not in ask(ring, "<script>alert(1)</script>")[1]
    assert ask(ring)[0] == 422


def test_the_hubs_own_paper_as_a_file(ring: Ring) -> None:
    pdf = paper(ring.office, ring.people["supervisor"], "district", "2026-10")
    status, said = ask(ring, file=pdf)
    assert status == 200
    assert "<b>Genuine</b>" in said
    assert "byte for byte" in said
    assert "<b>Altered</b>" in ask(ring, file=pdf.replace(b"/Title", b"/Tille", 1))[1]


HERE, DIFFERS, ELSEWHERE = "held here agrees", "another entry in its place", "has not sent its journal"


@pytest.mark.parametrize(
    ("seq", "change", "said"), [(1, "", HERE), (2, "", HERE), (2, "00" * 8, DIFFERS), (99, "00" * 8, ELSEWHERE)]
)
def test_a_devices_paper_is_held_against_what_it_sent(ring: Ring, seq: int, change: str, said: str) -> None:
    device = ring.devices["device"]
    head = change or device.log.entries[seq - 1][1][:16]
    origin = replace(ORIGIN, made=ring.parts.clock.now() // 1000, epoch=device.log.epoch, seq=seq, head=head)
    status, page = ask(ring, issue(device.key, origin, ABOUT).text)
    assert (status, "<b>Genuine</b>" in page) == (200, True)
    assert [each for each in (HERE, DIFFERS, ELSEWHERE) if each in page] == [said]


def test_the_district_month_is_held_against_the_hubs_own_journal(ring: Ring) -> None:
    pdf = paper(ring.office, ring.people["supervisor"], "district", "2026-10")
    assert HERE in ask(ring, file=pdf)[1]
    code = read(code_in(pdf))[0]
    key = ring.parts.keys.device
    other = issue(key, replace(code.origin, head="00" * 8), code.about).text
    later = issue(key, replace(code.origin, seq=code.origin.seq + 1000), code.about).text
    assert [DIFFERS in ask(ring, other)[1], ELSEWHERE in ask(ring, later)[1]] == [True, True]
    # of one that is not genuine nothing is said
    assert "journal" not in ask(ring, other[:-1])[1].lower()


def test_too_large_and_too_often(ring: Ring) -> None:
    assert ask(ring, file=b"%PDF-" + bytes(FILE_MOST))[0] == 413
    ring.anywhere.fixed = "10.200.0.1"
    try:
        statuses = [ask(ring, "x")[0] for _ in range(TIMES_A_MINUTE + 1)]
    finally:
        ring.anywhere.fixed = ""
    assert statuses[0] == 200
    assert statuses[-1] == 429
