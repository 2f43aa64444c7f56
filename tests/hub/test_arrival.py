"""Where a code leads on mobile data: a station's to its pages for phones; elsewhere what to do is said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from desktop.core.site import short_site
from hub.pages.arrival import TIMES_A_MINUTE
from tests.hub.ring import Ring, made_ring
from tests.hub.servers import new_parts


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


def ask(ring: Ring, path: str, language: str = "zh") -> tuple[int, str]:
    answer = ring.client.get(path, headers={"Accept-Language": language})
    return answer.status_code, answer.text


def site_of(ring: Ring, role: str) -> tuple[str, str]:
    named = {
        "station": "SELECT site, name FROM sites WHERE role = 'station'",
        "merchant": "SELECT merchant, name FROM merchants",
    }
    with ring.parts.database.read() as session:
        site, name = session.row(f"{named[role]} ORDER BY 1 LIMIT 1")
    return str(site), str(name)


@pytest.mark.parametrize("spelling", [str, str.lower])
def test_a_stations_poster_leads_to_its_pages(ring: Ring, spelling: type[str]) -> None:
    code = short_site(site_of(ring, "station")[0])
    answer = ring.client.get(spelling(f"/P/{code}"))
    assert (answer.status_code, answer.headers["location"].upper()) == (303, f"/AT/{code}/P/{code}")


@pytest.mark.parametrize("spelling", [str, str.lower])
def test_a_merchants_poster_says_where_it_hangs_and_what_to_do(ring: Ring, spelling: type[str]) -> None:
    site, name = site_of(ring, "merchant")
    status, page = ask(ring, spelling(f"/M/{short_site(site)}"))
    assert status == 200
    assert f"<h1>{name}</h1>" in page
    assert "收银员扫一下" in page
    assert "<form" not in page
    assert "<script" not in page


def test_in_english(ring: Ring) -> None:
    site, name = site_of(ring, "merchant")
    page = ask(ring, f"/M/{short_site(site)}", "en")[1]
    assert "This page records nothing" in page
    assert not re.search("[\u4e00-\u9fff]{8}", page.replace(name, ""))


@pytest.mark.parametrize("code", ["00000000", "x", "'; DROP TABLE sites; --", "%3Cscript%3E", "A" * 5_000])
def test_a_code_of_nobody_is_told_the_counter_route_all_the_same(ring: Ring, code: str) -> None:
    status, page = ask(ring, f"/P/{code}")
    assert status == 404
    assert "管理员扫一下" in page
    assert "<script" not in page


def test_nothing_is_written(ring: Ring) -> None:
    before = ring.entries()
    ask(ring, f"/P/{short_site(site_of(ring, 'station')[0])}")
    assert ring.entries() == before


def test_so_often_and_no_more(ring: Ring) -> None:
    ring.anywhere.fixed = "10.9.9.9"
    try:
        answers = [ask(ring, "/P/00000000") for _ in range(TIMES_A_MINUTE + 1)]
    finally:
        ring.anywhere.fixed = ""
    assert {status for status, _ in answers[:-1]} == {404}
    assert answers[-1][0] == 429
    assert "请过一分钟再试" in answers[-1][1]
