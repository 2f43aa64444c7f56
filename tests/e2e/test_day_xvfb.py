"""A scripted day at the real window: opened, scanned and typed through, walked round, closed; then all that can be
asked afterwards agrees with what was done.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.busy import picture
from tests.e2e.command import at_time, quanyi
from tests.e2e.day_at_desk import DayAtDesk, ahead
from tests.e2e.folders import make_folder
from tests.money import text_of
from tests.stations import SetClock

TAKER, THEIR_PIN = "欧阳建国", "864297"
NAMES = "赵钱孙李周吴郑王冯陈"
FOREIGN = "QY1" + "A" * 156


# What the script does, in facts; the self-check of the opening is an inspection too.
DONE = {
    "day.opened": 1,
    "visit.recorded": 18,
    "meal.served": 6,
    "inspection.completed": 2,
    "rectification.opened": 1,
    "referral.issued": 1,
    "shift.handed_over": 1,
    "day.closed": 1,
}


def tomorrow() -> str:
    """A day that no test's clock has reached: time only goes on in a journal."""
    return (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_day_by_hand_agrees_with_its_facts_figures_and_papers(tmp_path: Path) -> None:
    day, folder = tomorrow(), tmp_path / "data"
    clock = SetClock(f"{day}T07:30:00")
    office, by = make_folder(folder, clock)
    people = [
        office.people.register(by, f"{name}向阳", f"1381234000{at}", "courier", proof="badge", consent=True)
        for at, name in enumerate(NAMES)
    ]
    cards = [person.card for person in people]
    office.operators.add(by, TAKER, "caretaker", THEIR_PIN)
    office.master.add_merchant(by, "泉香快餐")
    office.master.add_partner(by, "济南市第四人民医院")
    office.desk.close()
    photo = tmp_path / "before.jpg"
    photo.write_bytes(picture())

    with DayAtDesk(folder, f"{day}T08:00:00") as desk:
        display = desk.display
        # 开站
        desk.press("flow.open_day")
        desk.ask("at steps.step.check", "at steps.step.check")
        display.type_text("123456789")
        desk.idle()
        desk.scan(cards[:1], "checked_in")
        desk.press("steps.next", "steps.next", "steps.next")
        desk.text("steps.said")
        desk.press("steps.drop")
        # scans among typing: three forms, each half done
        desk.page("F6", "people")
        desk.press("people.name")
        display.type_text("half a na")
        desk.scan(cards[1:8], "checked_in")
        desk.scan(cards[:8], "already_here")
        display.type_text("me")
        assert desk.text("people.name") == "half a name"
        desk.press("people.phone")
        display.type_text("139")
        desk.scan([*cards[:4], FOREIGN])
        assert (desk.text("people.name"), desk.text("people.phone")) == ("half a name", "139")
        desk.set_clock(f"{day}T12:10:00")
        # 用餐: six of them, two once more
        desk.page("F3", "meals")
        desk.meal(cards[:6])
        desk.meal(cards[:2])
        # 巡查 with a fail and a photo
        desk.set_clock(f"{day}T15:00:00")
        desk.page("F4", "inspect")
        for _ in range(8):
            display.key("ctrl+Return")
        desk.press("item.microwave", "point.microwave.heats", "inspect.note")
        display.type_text("cold af")
        desk.scan(cards, "checked_in")
        desk.scan(cards, "already_here")
        display.type_text("ter a minute")
        desk.ask(f"copy {photo}", "copy done")
        display.key("ctrl+v")
        assert desk.text("inspect.note") == "cold after a minute"
        desk.press("inspect.finish")
        desk.ask("at inspect.again", "at inspect.again")
        # 体检就医: a slip for who shows a card
        desk.page("F5", "health")
        desk.press("health.begin")
        desk.idle()
        display.scan(cards[4])
        desk.ask("at health.chosen", "at health.chosen")
        desk.press("health.consent", "health.issue")
        desk.ask("at health.begin", "at health.begin")
        # 交接班, with the PIN of whoever takes over
        desk.page("F1", "today")
        desk.press("flow.hand_over", "steps.next", "steps.next", "steps.pin")
        display.type_text(THEIR_PIN)
        desk.press("steps.next")
        assert TAKER in desk.text("steps.said")
        desk.press("steps.drop")
        # somebody is looked for while people come in
        desk.page("F2", "visits")
        display.key("slash")
        display.type_text("z")
        desk.scan(cards, "already_here")
        # 日结
        desk.set_clock(f"{day}T20:30:00")
        desk.page("F1", "today")
        desk.press("flow.close_day")
        desk.press("steps.next", "steps.next", "steps.next")
        said = desk.text("steps.said")
        desk.press("steps.drop")
        desk.page("F6", "people")
        assert (desk.text("people.name"), desk.text("people.phone")) == ("half a name", "139"), "since the morning"
        display.key("ctrl+g")
        group = desk.ask("copied", "copied")
        assert desk.close() == 0

    facts = quanyi(folder, "facts").lines
    counted = Counter(fact["kind"] for fact in facts)
    assert {kind: counted[kind] for kind in DONE} == DONE
    (opened,) = (fact["body"] for fact in facts if fact["kind"] == "rectification.opened")
    assert opened["checkpoint"] == "microwave.heats"
    walk = [fact["body"] for fact in facts if fact["kind"] == "inspection.completed"][-1]
    (found,) = [answer for answer in walk["answers"] if answer["result"] == "fail"]
    assert (found["checkpoint"], len(found["photos"])) == ("microwave.heats", 1)
    referred = [fact["body"]["rider"] for fact in facts if fact["kind"] == "referral.issued"]
    assert referred == [people[4].rider]
    visitors = Counter(fact["body"]["rider"] for fact in facts if fact["kind"] == "visit.recorded")
    assert visitors == {person.rider: 2 if at < 8 else 1 for at, person in enumerate(people)}
    agree(folder, day, said, group, len([fact for fact in facts if fact["day"] == day]))


def agree(folder: Path, day: str, said: str, group: str, captured: int) -> None:
    """What the window said at the end, the commands, and the papers."""
    env = at_time(f"{ahead(f'{day}T20:40:00') // 1000:+d}")
    today = quanyi(folder, "today", env=env).document
    assert (today["day"], today["visits"], today["persons"], today["meals"], today["open_rectifications"]) == (
        day, 18, 10, 6, 1)  # fmt: skip
    assert "18 人次" in group
    assert "10 人" in group
    assert "6 份，自付合计 ￥59.40" in group
    assert "6/7" in group
    status = quanyi(folder, "status", env=env).document
    assert status["waiting"] + status["acknowledged"] == status["facts"]
    assert f"记下 {captured} 条" in said
    assert quanyi(folder, "verify", env=env).document["ok"] is True
    for kind, wanted in (("daily", ("18人次", "10人", "6份", "30.00元")), ("reconciliation", (str(captured),))):
        place = folder / f"{kind}.pdf"
        answer = quanyi(folder, "print", kind, "--day", day, "-o", str(place), env=env)
        assert answer.code == 0, answer
        text = text_of(place.read_bytes())
        assert all(part in text for part in wanted), (kind, text)
