"""Phones as they are, at the hub: Chromium without a script, on a real socket; a clinic, and a merchant's till."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe

from desktop.core import clinic_code
from tests.hub import test_clinic as clinic
from tests.hub.counter import Counter
from tests.hub.ring import PIN
from tests.hub.snapshots import snapshot
from tests.web.browser import SHOTS, WECHAT, chromium, phone, serving

NAME = "泉香快餐（甸柳店）王芳"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with chromium(tmp_path_factory.mktemp("browser")) as made:
        yield made


@pytest.fixture(scope="module")
def base(counter: Counter) -> Iterator[str]:
    clinic.add_partner(counter.ring)
    # the ring's own sign-ins ask for no PIN, these pages do
    counter.cashier(counter.merchant("泉香快餐（甸柳店）"), NAME)
    with serving(lambda: counter.ring.anywhere) as where:
        yield where


def tap(page: Any, what: Any) -> None:
    """Presses, and waits for the page that comes of it."""
    with page.expect_navigation():
        what.tap()


def confirm(page: Any, base: str, counter: Counter, seen: Callable[[str], None]) -> None:
    slip = clinic.issue(counter.ring, "booked")
    page.goto(f"{base}/C/{clinic_code.short(slip.code)}")
    seen("clinic")
    field = page.locator("input[name=digits]")
    field.fill(clinic.wrong(slip))
    tap(page, page.locator("button.main"))
    page.get_by_role("alert").wait_for()
    seen("clinic_wrong")
    field.fill(f"{slip.digits[:3]} {slip.digits[3:]}")
    tap(page, page.locator("button.main"))
    page.get_by_role("status").wait_for()
    seen("clinic_done")
    page.reload()
    page.goto(f"{base}/C/{clinic_code.short(slip.code)}")
    page.get_by_role("status").wait_for()
    seen("clinic_again")
    counter.ring.project()
    assert clinic.attended(counter.ring, slip) == 1
    page.goto(f"{base}/C/AAAAAAAAA")
    seen("clinic_unknown")


def serve(page: Any, base: str, counter: Counter, seen: Callable[[str], None], place: Path) -> None:
    page.goto(f"{base}/sign-in")
    page.locator("input[name=name]").fill(NAME)
    page.locator("input[name=pin]").fill(PIN)
    tap(page, page.locator("button.main"))
    assert page.url.endswith("/till")
    seen("till")
    text = counter.rider()
    picture = place / "card.jpg"
    picture.write_bytes(snapshot(text))
    go = page.locator("form.shoot button.main")
    for name, said in (("served", "success"), ("already", "attention")):
        page.set_input_files("input[type=file]", str(picture))
        tap(page, go)
        page.locator(f"section.answer.{said}").wait_for()
        seen(f"till_{name}")
    page.reload()  # the browser sends the form again
    page.locator("section.answer.attention").wait_for()
    page.locator("input[name=card]").fill("QY-0000-0000")
    tap(page, go)
    page.locator("section.answer.refused").wait_for()
    seen("till_none")
    tap(page, go)
    page.get_by_role("alert").wait_for()
    seen("till_nothing")
    page.goto(f"{base}/till/shift")
    seen("till_shift")
    tap(page, page.locator("ul.lines a").first)
    seen("till_void")
    tap(page, page.locator("form.reasons button").first)
    page.get_by_role("status").wait_for()
    seen("till_voided")
    tap(page, page.locator("form.card button"))
    seen("till_ended")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_clinic_and_a_till_on_a_phone(
    language: str, counter: Counter, base: str, browser: Any, tmp_path: Path
) -> None:
    """Every page fits, says nothing in the other tongue, can be pressed with a thumb, and axe finds nothing serious."""
    page = phone(browser, WECHAT, language, script=True)
    faults, names = [], []
    # after the shift that the other language ended
    counter.clock.time += 60_000

    def seen(name: str) -> None:
        names.append(name)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/hub_{name}_{language[:2]}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        small = page.evaluate(
            "[...document.querySelectorAll('main button, main a, main input:not([type=hidden])')]"
            ".filter(each => each.offsetHeight < 44).map(each => each.textContent || each.name)"
        )
        # the same page in either language: looked through once
        zh = language == "zh-CN"
        found = Axe().run(page, options={"resultTypes": ["violations"]})["violations"] if zh else []
        bad = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
        faults.extend((name, fault) for fault in (*bad, *small, *([f"{wide} px"] if wide > 390 else [])))
        if re.search("hub\\.[a-z]", page.inner_text("body")):
            faults.append((name, "a key"))

    confirm(page, base, counter, seen)
    serve(page, base, counter, seen, tmp_path)
    page.context.close()
    assert len(names) == 14
    assert faults == []
