"""督查 and 暗访 at the hub: whose they are, what counts how often, what is refused by a sentence and loses nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from desktop.core import business_day
from desktop.core.errors import Refused
from hub.check_draft import PHOTOS_MOST, Given
from hub.checks import DRAFTS_MOST, KEPT_MS, PHOTO_MOST
from tests.hub.furnished import CHAIR, picture
from tests.hub.ring import Ring, made_ring
from tests.hub.servers import new_parts

DAY = 86_400_000
HEIC = b"\0\0\0\x18ftypheic" + b"\0" * 200


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ring]:
    folder = tmp_path_factory.mktemp("ring")
    with new_parts(str(folder / "data" / "hub.db"), folder) as parts, made_ring(parts) as made:
        yield made


@pytest.fixture
def draft(ring: Ring) -> Iterator[str]:
    made = str(uuid.uuid4())
    ring.office.checks.begin(ring.people["street"], made, ring.known["site"][0], "unannounced")
    yield made
    if rows(ring, "SELECT 1 FROM check_drafts WHERE draft = ?", made):
        ring.office.checks.give_up(ring.people["street"], made)


def rows(ring: Ring, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with ring.parts.database.read() as session:
        return [tuple(row) for row in session.rows(sql, values)]


def send_photo(
    ring: Ring, draft: str, data: bytes, *, photo: str = "", role: str = "street", token: str | None = None
) -> httpx.Response:
    path = f"/checks/{draft}/photos/{photo or uuid.uuid4()}?checkpoint={CHAIR}"
    given = token if token is not None else ring.token(role)[1] if role != "nobody" else ""
    form = httpx.Request("POST", "http://x", data={"form": given}, files={"photo": ("a.jpg", data, "image/jpeg")})
    return ring.ask(role, "POST", path, form.read(), {"Content-Type": form.headers["content-type"]})


def photos(ring: Ring, draft: str) -> int:
    return int(rows(ring, "SELECT count(*) FROM check_photos WHERE draft = ?", draft)[0][0])


def answer_all(ring: Ring, draft: str, *fails: str) -> str:
    """Every point, as a phone sees it then."""
    by = ring.people["street"]
    points = [point.code for item in ring.office.checks.draft(by, draft).items for point in item.checkpoints]
    given = [Given(code, "fail", "坏了") if code in fails else Given(code, "pass") for code in points]
    return ring.office.checks.answer(by, draft, given).seen


def test_a_check_of_another_street_is_not_begun(ring: Ring) -> None:
    far, made = ring.known["site"][1], str(uuid.uuid4())
    with capture_logs() as logs:
        assert ring.ask("street", "GET", f"/checks/new/{far}").status_code == 404
        answer = ring.form("street", f"/checks/new/{far}", {"draft": made, "kind": "supervised"})
    assert answer.status_code == 404
    assert [line["code"] for line in logs if line["event"] == "denied"] == ["not_theirs"] * 2
    assert rows(ring, "SELECT 1 FROM check_drafts WHERE draft = ?", made) == []
    assert ring.form("supervisor", f"/checks/new/{far}", {"draft": made, "kind": "supervised"}).status_code == 303
    # the district's check of a far station: the street gets at no piece of it
    for target in (f"/checks/{made}", f"/checks/{made}/summary"):
        assert ring.ask("street", "GET", target).status_code == 404
    assert send_photo(ring, made, picture()).status_code == 404
    assert ring.form("street", f"/checks/{made}", {"item": "microwave", "do": "all"}).status_code == 404


def test_ids_that_are_somebody_elses_or_none(ring: Ring, draft: str) -> None:
    own, by = ring.known["site"][0], ring.people["supervisor"]
    signed = ring.known["inspection"][0]
    for forged in (draft, signed, "x", "'; DROP TABLE meals; --", str(uuid.uuid4()).upper()):
        with pytest.raises(Refused, match="check_unknown"):
            ring.office.checks.begin(by, forged, own, "supervised")
    with pytest.raises(Refused, match="check_kind_wrong"):
        ring.office.checks.begin(by, str(uuid.uuid4()), own, "weekly")
    with pytest.raises(Refused, match="check_unknown"):
        ring.office.signing.sign(by, draft, "", 0)
    for photo in ("x", "..%2F..%2Fetc", "a" * 5_000):
        assert send_photo(ring, draft, picture(), photo=photo).status_code in (404, 405)
    assert photos(ring, draft) == 0


def test_nothing_is_told_before_it_is_signed(ring: Ring, draft: str) -> None:
    before = ring.entries()
    answer_all(ring, draft, CHAIR)
    assert send_photo(ring, draft, picture()).status_code == 303
    assert ring.entries() == before
    ring.office.checks.give_up(ring.people["street"], draft)
    assert ring.entries() == before
    assert photos(ring, draft) == 0


def test_a_photo_counts_once_and_so_many_of_a_finding(ring: Ring, draft: str) -> None:
    photo = str(uuid.uuid4())
    for _ in range(3):
        assert send_photo(ring, draft, picture(), photo=photo).status_code == 303
    assert photos(ring, draft) == 1
    for _ in range(PHOTOS_MOST - 1):
        assert send_photo(ring, draft, picture()).status_code == 303
    answer = send_photo(ring, draft, picture())
    assert (answer.status_code, photos(ring, draft)) == (422, PHOTOS_MOST)
    assert "一条最多 3 张照片" in answer.text
    kept = ring.ask("street", "GET", f"/checks/{draft}/photos/{photo}")
    assert (kept.headers["content-type"], kept.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert b"Exif" not in kept.content


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        (b"", 422, "还没有选照片"),
        (b"hello " * 20, 415, "不是照片"),
        (HEIC, 415, "HEIC"),
        (picture()[:300], 415, "不是照片"),
        (b"\0" * (PHOTO_MOST + 1), 413, "照片太大"),
    ],
    ids=["none", "text", "heic", "cut", "large"],
)
def test_what_is_no_photo_has_its_sentence_and_loses_nothing(
    ring: Ring, draft: str, data: bytes, status: int, said: str
) -> None:
    ring.office.checks.answer(ring.people["street"], draft, [Given(CHAIR, "fail", "晃")])
    answer = send_photo(ring, draft, data)
    assert (answer.status_code, photos(ring, draft)) == (status, 0)
    assert said in answer.text
    assert rows(ring, "SELECT note FROM check_answers WHERE draft = ?", draft) == [("晃",)]


def test_a_photo_without_a_session_or_its_token(ring: Ring, draft: str) -> None:
    gone = send_photo(ring, draft, picture(), role="nobody")
    assert (gone.status_code, gone.headers["location"]) == (303, f"/sign-in?next=/checks/{draft}")
    for token in ("", "0" * 64, ring.token("supervisor")[1], "%" * 50_000):
        assert send_photo(ring, draft, picture(), token=token).status_code in (400, 403)
    assert photos(ring, draft) == 0


def test_it_is_signed_whole_as_it_was_seen_and_once(ring: Ring, draft: str) -> None:
    path, before = f"/checks/{draft}/summary", ring.entries()
    seen = answer_all(ring, draft, CHAIR)
    ring.office.checks.answer(ring.people["street"], draft, [Given(CHAIR, "fail", " ")])
    refused = ring.form("street", path, {"seen": seen, "ended": "0"})
    assert (refused.status_code, "还有 1 项没看完" in refused.text) == (422, True)
    seen = answer_all(ring, draft, CHAIR)
    assert send_photo(ring, draft, picture()).status_code == 303
    refused = ring.form("street", path, {"seen": seen, "ended": "0", "script": "1"})
    assert (refused.status_code, json.loads(refused.text)["code"]) == (422, "check_changed")
    assert ring.entries() == before
    seen = ring.office.checks.draft(ring.people["street"], draft).seen
    for _ in range(3):
        answer = ring.form("street", path, {"seen": seen, "ended": "99999999999999"})
        assert answer.headers["location"].startswith(f"/inspections/{draft}")
    ring.office.signing.sign(ring.people["street"], draft, seen, 0)
    assert json.loads(ring.form("street", path, {"seen": seen, "script": "1"}).text) == {"sent": True}
    assert json.loads(ring.form("street", f"/checks/{draft}", {"script": "1", "item": "site"}).text) == {"sent": True}
    assert ring.ask("street", "GET", f"/checks/{draft}").headers["location"] == f"/inspections/{draft}"
    kinds = [row[0] for row in rows(ring, "SELECT kind FROM journal ORDER BY number")][before:]
    assert sorted(kinds) in (["inspection.completed"], ["inspection.completed", "rectification.opened"])
    ring.project()
    ((by, site, kind, failed),) = rows(
        ring, 'SELECT "by", site, kind, failed FROM inspections WHERE inspection = ?', draft
    )
    assert (by, site, kind, failed) == (ring.people["street"].id, ring.known["site"][0], "unannounced", 1)
    ((note, kept),) = rows(ring, "SELECT note, photos FROM findings WHERE inspection = ? AND result = 'fail'", draft)
    with ring.office.hub.ground.read() as connection:
        assert ring.office.hub.ground.note(connection, note) == "坏了"
        assert (ring.office.hub.ground.blob(connection, kept) or b"")[:2] == b"\xff\xd8"
    paper = ring.ask("street", "GET", f"/inspections/{draft}/paper")
    assert paper.content[:5] == b"%PDF-"


def test_signed_in_a_cellar_yesterday_it_is_of_yesterday(ring: Ring, draft: str) -> None:
    """And never of a day before it began, nor of one to come."""
    by, now = ring.people["street"], ring.parts.clock.now()
    with ring.parts.database.write() as session:
        session.execute("UPDATE check_drafts SET begun = ? WHERE draft = ?", (now - 2 * DAY, draft))
    seen = answer_all(ring, draft, "microwave.heats")
    ring.office.signing.sign(by, draft, seen, now - DAY)
    ring.project()
    yesterday = business_day.day_of(now - DAY)
    assert rows(ring, "SELECT day, begun, ended FROM inspections WHERE inspection = ?", draft) == [
        (yesterday, now - 2 * DAY, now - DAY)
    ]
    assert rows(ring, "SELECT opened_day FROM rectifications WHERE inspection = ?", draft) == [(yesterday,)]


def test_so_many_drafts_and_so_long(ring: Ring) -> None:
    by, site = ring.people["supervisor"], ring.known["site"][0]
    before = len(ring.office.checks.begun(by))
    made = [str(uuid.uuid4()) for _ in range(DRAFTS_MOST - before)]
    for each in made:
        ring.office.checks.begin(by, each, site, "supervised")
        ring.office.checks.begin(by, each, site, "supervised")
    with pytest.raises(Refused, match="checks_many"):
        ring.office.checks.begin(by, str(uuid.uuid4()), site, "supervised")
    with ring.parts.database.write() as session:
        for each in made:
            session.execute(
                "UPDATE check_drafts SET changed = ? WHERE draft = ?", (ring.parts.clock.now() - KEPT_MS - 1, each)
            )
    ring.office.checks.begin(by, made[0], site, "supervised")
    assert len(ring.office.checks.begun(by)) == before + 1


def test_recently_checked_stations_come_first_and_names_are_found(ring: Ring) -> None:
    by = ring.people["street"]
    recent, found = ring.office.checks.places(by, "")
    assert {place.community[:9] for place in found} == {"370102005"}
    assert [place.name for place in ring.office.checks.places(by, "device")[1]] == ["驿站device"]
    assert ring.office.checks.places(by, "%")[1] == ()
    assert all(place.day for place in recent)
