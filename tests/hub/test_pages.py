"""The supervisors' pages over real HTTP: all of them in both languages, by role, with and without their tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

import resources
from desktop.core.roles import parse_roles
from hub.office import Office
from hub.page_kit import CHECK_POLICY, POLICY
from hub.pages.all import PAGES
from hub.pages.visit import Page
from hub.projector import Projector
from hub.supervision import Supervisor
from tests.hub.conftest import PIN, Hub, make_hub
from tests.hub.filled import SUPERVISOR, History, history, office_of, place
from tests.hub.furnished import begin_check, furnish
from tests.hub.visitor import Visitor

ROLES = parse_roles(resources.read_text("rules", "hub_roles.toml"))
STREET = "370102005"
HOME = "370102005001"
FAR = "370102001002"
NASTY = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "'; DROP TABLE meals; --",
    "=cmd|' /C calc'!A0",
)  # fmt: skip


@dataclass
class Scene:
    hub: Hub
    office: Office
    base: str
    places: dict[str, str]
    supervisor: Visitor
    street: Visitor
    drafts: dict[str, str]

    def path(self, path: str, role: str = "supervisor") -> str:
        """A page's path with the ids of this scene in its places; a check is whose it is."""
        return path.format(**self.places, draft=self.drafts[role])

    def project(self) -> None:
        Projector(self.hub.parts).all()


@pytest.fixture(scope="session")
def histories(tmp_path_factory: pytest.TempPathFactory) -> tuple[History, History]:
    folder: Path = tmp_path_factory.mktemp("histories")
    return history(folder / "one", riders=20, seed=1), history(folder / "two", riders=20, seed=2)


@pytest.fixture(scope="module")
def own(backend: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Hub]:
    """A hub with these two stations alone: pages hold so many lines and no more."""
    made = make_hub(backend, tmp_path_factory.mktemp("pages"), request)
    with made.serve(workers=1):
        yield made
    made.close()


@pytest.fixture(scope="module")
def scene(own: Hub, histories: tuple[History, History]) -> Iterator[Scene]:
    home = place(own, histories[0], "曲水亭驿站", HOME)
    place(own, histories[1], "泉城路驿站", FAR)
    office = office_of(own)
    places = {"site": home, **furnish(office, SUPERVISOR)}
    own_street = Supervisor("x", frozenset({"street"}), "", STREET)
    places["fact"] = min(meal.fact for meal in office.held.waiting(own_street))
    office.doors.add(SUPERVISOR, "街道乙", PIN, "street", STREET)
    drafts = {}
    for each in office.doors.accounts(SUPERVISOR):
        role = each.roles[0]
        drafts[role] = begin_check(office, Supervisor(each.operator, frozenset(each.roles), each.name, each.scope))
    drafts["nobody"] = drafts["street"]
    base = str(own.client.base_url)
    supervisor, street = Visitor(base), Visitor(base)
    assert supervisor.sign_in("督导员甲", PIN).status_code == 303
    assert street.sign_in("街道乙", PIN).status_code == 303
    yield Scene(own, office, base, places, supervisor, street, drafts)
    supervisor.close()
    street.close()


def entries(scene: Scene) -> int:
    with scene.hub.parts.database.read() as session:
        return int(session.row("SELECT count(*) FROM journal")[0])


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", [page.path for page in PAGES if not page.path.endswith("/paper")])
def test_every_page_opens_whole(scene: Scene, path: str, language: str) -> None:
    scene.supervisor.client.cookies.set("quanyi_lang", language)
    answer = scene.supervisor.get(scene.path(path))
    assert answer.status_code == 200, answer.text[-600:]
    assert f'lang="{"zh-CN" if language == "zh" else "en"}"' in answer.text[:120]
    assert "<h1>" in answer.text
    scripted = path == "/checks/{draft}"
    scripts = re.findall(r"<script[^>]*>[^<]*", answer.text)
    assert scripts == scripted * ['<script type="module" src="/static/check.js">']
    assert "style=" not in answer.text
    assert answer.headers["content-security-policy"] == (CHECK_POLICY if scripted else POLICY)
    assert "unsafe" not in CHECK_POLICY
    assert answer.headers["cache-control"] == "no-store"
    outside = set(re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*', answer.text))
    assert not outside
    assert "hub." not in re.sub(r"<[^>]*>", "", answer.text), "a key stands where its words should"


@pytest.mark.parametrize("path", [page.path for page in PAGES if page.path.endswith("/paper")])
def test_papers_open(scene: Scene, path: str) -> None:
    answer = scene.supervisor.get(scene.path(path))
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")


def test_what_pages_load_is_served_here(scene: Scene) -> None:
    sheet = scene.supervisor.get("/static/look.css")
    assert "--accent:#0E7C86" in sheet.text
    assert "prefers-color-scheme: dark" in sheet.text
    assert scene.supervisor.get("/static/regular.ttf").content[:4] == b"\0\1\0\0"
    assert scene.supervisor.get("/static/nothing.css").status_code == 404


@pytest.mark.parametrize("role", ["supervisor", "street", "nobody"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path)
def test_each_page_opens_to_whom_the_roles_say(scene: Scene, page: Page, role: str) -> None:
    path = scene.path(page.path, role)
    if role == "nobody":
        stranger = Visitor(scene.base)
        assert stranger.get(path).headers["location"].startswith("/sign-in?next=")
        stranger.close()
        return
    visitor = scene.supervisor if role == "supervisor" else scene.street
    allowed = role in ROLES.actions[page.action]
    assert visitor.get(path).status_code == (200 if allowed else 403)


@pytest.mark.parametrize("role", ["supervisor", "street", "nobody"])
@pytest.mark.parametrize("page", [page for page in PAGES if page.act], ids=lambda page: page.path)
def test_each_form_is_taken_from_whom_the_roles_say(scene: Scene, page: Page, role: str) -> None:
    """An empty form: refused by the rule of the act, or by the role before it."""
    path, before = scene.path(page.path, role), entries(scene)
    if role == "nobody":
        stranger = Visitor(scene.base)
        assert stranger.client.post(path, data={"csrf": "x"}).status_code == 303
        stranger.close()
    else:
        visitor = scene.supervisor if role == "supervisor" else scene.street
        allowed = role in ROLES.actions[page.act_action]
        if page.path.startswith("/drafts"):
            assert allowed is (role == "supervisor")
            if allowed:
                return
        if page.path.endswith("/list"):
            # nothing to type: the paper comes, without a fact where it shows no number
            assert (visitor.post(path).content[:5] == b"%PDF-") is allowed
            assert entries(scene) == before
            return
        assert visitor.post(path).status_code == (422 if allowed else 403)
    assert entries(scene) == before


@pytest.mark.parametrize("page", [page for page in PAGES if page.act], ids=lambda page: page.path)
def test_a_form_without_its_token_does_nothing(scene: Scene, page: Page) -> None:
    path, before = scene.path(page.path), entries(scene)
    given = {
        "decision": "pay",
        "reason": "看了点餐记录",
        "to": "returned",
        "note": "重开",
        "role": "merchant",
        "name": "某店",
    }
    for token in ("", "0" * 64, scene.street.token("/")):
        assert scene.supervisor.post(path, token, **given).status_code == 403
    assert entries(scene) == before


def test_a_form_of_another_site_does_nothing(scene: Scene) -> None:
    before, token = entries(scene), scene.supervisor.token("/")
    given = {"csrf": token, "role": "merchant", "name": "别家"}
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}):
        answer = scene.supervisor.client.post("/devices", data=given, headers=headers)
        assert answer.status_code == 403
    assert entries(scene) == before
    assert scene.supervisor.client.post("/devices", data=given).status_code == 200
    assert entries(scene) > before


def test_a_form_that_is_too_large_is_not_taken(scene: Scene) -> None:
    answer = scene.supervisor.post("/slots", slots="x" * 70_000)
    assert answer.status_code == 413


def test_a_street_sees_its_own_stations_only(scene: Scene) -> None:
    shown = scene.street.get("/").text
    assert "曲水亭驿站" in shown
    assert "泉城路驿站" not in shown
    far = scene.office.figures.stations(SUPERVISOR)[0].site
    assert scene.street.get(f"/stations/{far}").status_code == 404
    assert scene.supervisor.get(f"/stations/{far}").status_code == 200


def test_a_held_meal_of_another_street_cannot_be_decided(scene: Scene) -> None:
    inside = {meal.fact for meal in scene.office.held.waiting(Supervisor("x", frozenset({"street"}), "", STREET))}
    outside = [meal.fact for meal in scene.office.held.waiting(SUPERVISOR) if meal.fact not in inside]
    assert outside
    before = entries(scene)
    answer = scene.street.post(f"/held/{outside[0]}", decision="pay", reason="看了点餐记录")
    assert answer.status_code == 404
    assert entries(scene) == before


@pytest.mark.parametrize("nasty", NASTY)
def test_a_name_is_shown_and_never_run(scene: Scene, nasty: str) -> None:
    scene.hub.parts.enrolment.new_station(nasty[:60], HOME, SUPERVISOR.id)
    scene.hub.parts.enrolment.new_merchant(nasty[:60], SUPERVISOR.id)
    scene.project()
    for path in ("/", "/checks", "/settlements", "/allotments", "/samples", "/matching", "/devices"):
        shown = scene.supervisor.get(path)
        assert shown.status_code == 200
        assert "<script" not in shown.text
        assert "<img src=x" not in shown.text
        assert "49{%" not in shown.text
    told = scene.supervisor.get("/").text
    assert (
        nasty[:60]
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace('"', "&#34;")
        .replace("'", "&#39;")
        in told
    )
    assert scene.supervisor.get("/sign-in?next=" + nasty).text.count("<script") == 0


def test_one_act_of_each_sort(scene: Scene) -> None:
    """What the forms do reaches the journal, and is said on the page that follows."""
    held = scene.office.held.waiting(SUPERVISOR)[0].fact
    answer = scene.supervisor.post(f"/held/{held}", decision="pay", reason="看了点餐记录，确是两人")
    assert answer.headers["location"] == "/held?done=decided"
    assert "banner good" in scene.supervisor.get("/held?done=decided").text
    again = scene.supervisor.post(f"/held/{held}", decision="void", reason="再想想")
    assert again.status_code == 422
    assert "banner wrong" in again.text
    lines = "2026-12-20 08:00-11:30 40\n2026-12-21 14:00-16:30 25"
    made = scene.supervisor.post("/slots", partner="济南市中心医院", package="基础", slots=lines, unit_yuan="120.5")
    assert made.status_code == 303
    shown = scene.supervisor.get(made.headers["location"]).text
    assert "2026-12-20 08:00–11:30" in shown
    assert ">0 / 25<" in shown
    bad = scene.supervisor.post("/slots", partner="济南市中心医院", package="基础", slots="明天上午")
    assert bad.status_code == 422
    assert "明天上午" in bad.text
    code = scene.supervisor.post("/devices", role="station", name="新站", community=HOME)
    assert re.search(r'class="money code">[0-9A-Z-]{8,}<', code.text)
