"""What a caretaker does in the sections of the window, as clerks tell it: typed from paper, by name, in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.plain import PlainDone, PlainField
from desktop.services.sections.registry import Sections
from tests.day_station import DayStation, open_station, photo

DAY, EVENING = "2026-11-16", "2026-11-16T23:30"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DayStation]:
    opened = open_station(tmp_path / "data")
    yield opened
    assert opened.sound()
    opened.office.desk.close()


@pytest.fixture
def picture(tmp_path: Path) -> str:
    place = tmp_path / "sheet.jpg"
    place.write_bytes(photo())
    return str(place)


def act(desk: DayStation, section: str, code: str, row: str = "", **values: str) -> PlainDone:
    return Sections(desk.office).act(desk.by, section, code, row, values, "zh")


def fields(desk: DayStation, section: str, code: str, row: str = "") -> dict[str, PlainField]:
    """The form of an act as it is offered."""
    sections = Sections(desk.office)
    detail = sections.detail(desk.by, section, row) if row else None
    offered = detail.acts if detail else sections.section(desk.by, section, {}).acts
    return {each.name: each for found in offered if found.code == code for each in found.fields}


def table(*rows: tuple[str, ...]) -> str:
    """A small table as the window gives it."""
    return "\n".join("\t".join(row) for row in rows)


def book(desk: DayStation, kind: str, sheets: int = 2) -> tuple[str, str]:
    """A register and its first number; it is evening then."""
    made = desk.office.sheets.add_register(desk.by, kind, sheets)
    desk.clock.set(EVENING)
    return made.register, made.first


def test_照着纸上一行一行补录(desk: DayStation, picture: str) -> None:
    register, number = book(desk, "visits")
    form = fields(desk, "registers", "enter_rows", register)
    assert form["sheet"].value == number, "头一张没录的，号不用打"
    assert form["day"].value == DAY
    assert [each.name for each in form["rows"].columns] == ["time", "group", "who", "count", "services"]
    rows = table(
        ("14:00", "1", "", "3", "ab"),
        ("", "", "", "", ""),
        ("14:05", "", "马向阳 0427", "", "C"),
        ("１４:１０", "２", "", "", ""),
    )
    act(desk, "registers", "enter_rows", register, sheet=number, day=DAY, rows=rows, photo=picture)
    told = desk.rows('SELECT "group", count, rider, how, coalesce(services, first_services) FROM visits ORDER BY at')
    assert [row[:4] for row in told] == [
        ("courier", 3, None, "paper"),
        ("delivery_rider", 1, desk.rider, "paper"),
        ("delivery_rider", 1, None, "paper"),
    ]
    assert [set(row[4].split(",")) for row in told] == [{"rest", "water"}, {"charging"}, {""}]
    following = fields(desk, "registers", "enter_rows", register)["sheet"].value
    assert following > number, "下一张的号接着来"


@pytest.mark.parametrize(
    ("row", "changes", "code"),
    [
        pytest.param(("14:00", "9", "", "", ""), {}, "row_group_unknown", id="照纸补录_群体写了九"),
        pytest.param(("14:00", "1", "", "三", ""), {}, "row_wrong", id="照纸补录_人数写了汉字"),
        pytest.param(("14:00", "1", "马向阳", "", ""), {}, "row_who_wrong", id="照纸补录_只写了名字没写尾号"),
        pytest.param(("", "1", "", "", ""), {}, "row_time_wrong", id="照纸补录_没写时刻"),
        pytest.param(("14:00", "1", "", "", ""), {"photo": ""}, "sheet_photo_needed", id="照纸补录_没有拍照"),
        pytest.param(("", "", "", "", ""), {}, "sheet_empty", id="照纸补录_一行也没写"),
    ],
)
def test_typed_rows_refused_whole(
    desk: DayStation, picture: str, row: tuple[str, ...], changes: dict[str, str], code: str
) -> None:
    register, number = book(desk, "visits")
    before = desk.count()
    good = [("13:00", "1", "", "", "")] if any(row) else []
    given = {"sheet": number, "day": DAY, "photo": picture, "rows": table(*good, row)} | changes
    with pytest.raises(Refused, match=code):
        act(desk, "registers", "enter_rows", register, **given)
    assert desk.count() == before


def test_照纸补录用餐_签了字才收_先待核(desk: DayStation, picture: str) -> None:
    register, number = book(desk, "meals")
    assert "signatures" in fields(desk, "registers", "enter_rows", register)
    given = {
        "sheet": number, "day": DAY, "photo": picture, "merchant": desk.merchant,
        "rows": table(("12:03", "马向阳 0427"), ("18:20", desk.number.lower())),
    }  # fmt: skip
    with pytest.raises(Refused, match="row_signature_needed"):
        act(desk, "registers", "enter_rows", register, **given)
    act(desk, "registers", "enter_rows", register, **given, signatures="yes")
    assert desk.rows("SELECT rider, held FROM meals ORDER BY at") == [(desk.rider, "paper")] * 2


def test_当班里开站连一分钟自查(desk: DayStation) -> None:
    form = fields(desk, "duty", "open_day")
    checks = [name for name in form if name.startswith("check.")]
    asked = [point.code for item in desk.office.desk.rules.standard.asked("opening") for point in item.checkpoints]
    assert checks == [f"check.{code}" for code in asked]
    assert {form[name].value for name in checks} == {""}, "不替人先填合格"
    answers = dict.fromkeys(checks[:-1], "pass") | {checks[1]: "fail", checks[-1]: ""}
    done = act(desk, "duty", "open_day", **answers, check_note="转盘不转")
    assert done.said == (Hint("ui.today.opened_done"), Hint("plain.said.checked", {"passed": 7, "failed": 1}))
    (opened,) = desk.entries("day.opened")
    (checked,) = desk.entries("inspection.completed")
    assert opened.body["inspection"] == checked.body["inspection"]
    assert desk.rows("SELECT checkpoint FROM rectifications") == [(checks[1].removeprefix("check."),)]


def test_没看就开站_开了_说自查还没做(desk: DayStation) -> None:
    done = act(desk, "duty", "open_day", **dict.fromkeys(fields(desk, "duty", "open_day"), ""))
    assert done.said == (Hint("ui.today.opened_done"), Hint("plain.said.not_checked"))
    assert desk.entries("inspection.completed") == []


def test_交接班的格子旁边写明不写姓名(desk: DayStation) -> None:
    form = fields(desk, "duty", "hand_over")
    assert (form["note"].label, form["lost_property"].label) == ("note_nameless", "lost_property_nameless")
    for words in desk.office.desk.printer.words.values():
        for name in ("note_nameless", "lost_property_nameless"):
            said = words.say(f"plain.field.{name}")
            assert "不写" in said or "no names" in said


REFER = {"kind": "checkup", "consent": "yes"}


def test_没带卡_按手机尾号找到人开单(desk: DayStation) -> None:
    clinic = desk.office.master.add_partner(desk.by, "历下区人民医院")
    done = act(desk, "slips", "refer", card="0427", partner=clinic, **REFER)
    assert desk.rows("SELECT rider FROM referrals") == [(desk.rider,)]
    assert isinstance(done.said, tuple)
    assert done.said[1:] == ({"zh": "马**", "en": "马**"}, {"zh": "138****0427", "en": "138****0427"})


def test_没带卡_在服务对象里点人开单(desk: DayStation) -> None:
    clinic = desk.office.master.add_partner(desk.by, "历下区人民医院")
    assert {"kind", "partner", "reason", "consent"} == set(fields(desk, "people", "refer", desk.rider))
    with pytest.raises(Refused, match="consent_needed"):
        act(desk, "people", "refer", desk.rider, partner=clinic, kind="checkup")
    act(desk, "people", "refer", desk.rider, partner=clinic, **REFER)
    with pytest.raises(Refused, match="checkup_this_year"):
        act(desk, "people", "refer", desk.rider, partner=clinic, **REFER)
    assert len(desk.entries("referral.issued")) == 1


def test_同尾号两个人_不猜_也没有这个人(desk: DayStation) -> None:
    clinic = desk.office.master.add_partner(desk.by, "历下区人民医院")
    desk.office.people.register(desk.by, "王小虎", "15900000427", "courier", consent=True)
    for text, code in (("0427", "person_not_one"), ("赵六", "person_not_found")):
        with pytest.raises(Refused, match=code):
            act(desk, "slips", "refer", card=text, partner=clinic, **REFER)
    assert desk.entries("referral.issued") == []


def test_注销了的人开不出单(desk: DayStation) -> None:
    clinic = desk.office.master.add_partner(desk.by, "历下区人民医院")
    desk.office.people.forget(desk.by, desk.rider, "本人要求")
    with pytest.raises(Refused, match="card_unknown_here"):
        act(desk, "people", "refer", desk.rider, partner=clinic, **REFER)
