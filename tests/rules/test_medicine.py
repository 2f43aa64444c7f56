"""Cases of the medicine box, the merchant's record, boxed meals and goods, as a clerk would say them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Refused
from desktop.core.pages import GivenAnswer
from desktop.services.medicine import Moved
from desktop.services.medicine_papers import medicine_register
from desktop.services.today_page import today_page
from tests.busy import picture
from tests.stations import DAY, Station, Yard

Case = Callable[[Station], None]
CASES: list[Any] = []
PIN = "135790"


@pytest.fixture(scope="module")
def yard(tmp_path_factory: pytest.TempPathFactory) -> Yard:
    return Yard(tmp_path_factory.mktemp("yard"))


@pytest.fixture
def station(yard: Yard, tmp_path: Path) -> Iterator[Station]:
    def with_two(fresh: Station) -> None:
        fresh.office.operators.add(fresh.by, "李建国", "caretaker", PIN)

    opened = yard.after("two", with_two).open(tmp_path / "station", synchronous="OFF")
    yield opened
    opened.close()


def case(title: str) -> Callable[[Case], Case]:
    def keep(act: Case) -> Case:
        CASES.append(pytest.param(act, id=title))
        return act

    return keep


@pytest.mark.parametrize("act", CASES)
def test_case(act: Case, station: Station) -> None:
    """Runs a case; whatever happened in it, what is stored still verifies."""
    act(station)
    assert station.faults() == []


def refused(code: str) -> Any:
    return pytest.raises(Refused, match=f"'{code}'")


def add(station: Station, name: str = "创可贴", **changes: Any) -> Moved:
    given: dict[str, Any] = {"batch": "A2605", "expiry": "2028-02", "quantity": 10} | changes
    return station.office.medicine.stock(station.by, name, **given)


def states(station: Station) -> list[str]:
    return [str(state) for _, state in station.office.medicine.lines(station.by)]


def todos(station: Station) -> list[str]:
    return [todo.title.key for todo in today_page(station.desk).todo if todo.kind in ("medicine", "merchant")]


def dispose_expired(station: Station) -> None:
    station.office.medicine.dispose(station.by, [], "expired", "李建国", PIN, receiver="pharmacy")


def answer(station: Station, result: str) -> tuple[str, ...]:
    """A weekly walk that looks at the dates in the box only; the jobs that it opened or joined."""
    given = GivenAnswer("medicine_box.in_date", result)
    return station.office.inspections.complete(station.by, "weekly", [given]).rectifications


def in_date(station: Station) -> str:
    return str(station.rows("SELECT result FROM checkpoint_states WHERE checkpoint = 'medicine_box.in_date'")[0][0])


# A table: (title, expiry as printed, opened on, days good once opened, today, state).
DATES = (
    ("有效期当天还能用，算快到期", "2026-11-20", None, None, "2026-11-20", "soon"),
    ("有效期第二天起过期", "2026-11-20", None, None, "2026-11-21", "expired"),
    ("只印到月的，用到当月最后一天", "2026-11", None, None, "2026-11-30", "soon"),
    ("只印到月的，下月一日过期", "2026-11", None, None, "2026-12-01", "expired"),
    ("差三十天提醒", "2027-01-15", None, None, "2026-12-16", "soon"),
    ("差三十一天不提醒", "2027-01-15", None, None, "2026-12-15", "ok"),
    ("闰年二月只印到月，用到29日", "2028-02", None, None, "2028-02-29", "soon"),
    ("闰年二月29日到期，3月1日过期", "2028-02-29", None, None, "2028-03-01", "expired"),
    ("平年二月只印到月，用到28日", "2027-02", None, None, "2027-02-28", "soon"),
    ("平年二月只印到月，3月1日过期", "2027-02", None, None, "2027-03-01", "expired"),
    ("眼药水开了四周，第28天还能用", "2028-06", "2026-11-16", 28, "2026-12-14", "soon"),
    ("眼药水开了四周，第29天过期，盒上印的不算", "2028-06", "2026-11-16", 28, "2026-12-15", "expired"),
    ("开了的比盒上印的早到期，按早的", "2026-11-20", "2026-11-16", 28, "2026-11-21", "expired"),
    ("2月1日开的，28天跨过闰日", "2029-12", "2028-02-01", 28, "2028-02-29", "soon"),
    ("2月2日开的，28天到3月1日", "2029-12", "2028-02-02", 28, "2028-03-02", "expired"),
    ("跨年：12月20日开的，28天到1月17日", "2029-12", "2026-12-20", 28, "2027-01-17", "soon"),
)


@pytest.mark.parametrize(
    ("expiry", "opened", "days", "today", "state"), [pytest.param(*row[1:], id=row[0]) for row in DATES]
)
def test_dates(station: Station, expiry: str, opened: str | None, days: int | None, today: str, state: str) -> None:
    line = add(station, "眼药水", expiry=expiry, quantity=1, good_days=days).line.line
    if opened:
        station.clock.set(f"{opened}T09:00")
        station.office.medicine.open(station.by, line)
    station.clock.set(f"{today}T23:59")
    assert states(station) == [state]


@case("目录上没有的药不能入库，并说出相近的")
def _(station: Station) -> None:
    with refused("medicine_not_listed") as caught:
        add(station, "碘伏棉球")
    assert "碘伏" in str(caught.value.values["near"])


@case("藿香正气水含乙醇，不能入库，请换口服液")
def _(station: Station) -> None:
    with refused("medicine_alcohol") as caught:
        add(station, "藿香正气水")
    assert "藿香正气口服液" in str(caught.value.values["instead"])
    assert states(station) == []


@case("藿香正气口服液不含乙醇，可以入库")
def _(station: Station) -> None:
    assert add(station, "藿香正气口服液").state == "ok"


@case("口服药标着含乙醇的，名字再对也不能入库")
def _(station: Station) -> None:
    with refused("medicine_alcohol"):
        add(station, "仁丹", contains_alcohol=True)


@case("酒精棉片是外用的，含乙醇也可以入库")
def _(station: Station) -> None:
    assert add(station, "酒精棉片", contains_alcohol=True).line.contains_alcohol


@case("处方药不能入库")
def _(station: Station) -> None:
    with refused("medicine_prescription"):
        add(station, "阿莫西林胶囊")


@case("已经过期的送来不收")
def _(station: Station) -> None:
    with refused("medicine_came_expired"):
        add(station, expiry="2026-10")


@case("今天到期的送来还收，当天就提醒")
def _(station: Station) -> None:
    assert add(station, expiry="2026-11-16").state == "soon"
    assert todos(station) == ["todo.medicine_soon"]


@case("平年没有2月29日，写了不收")
def _(station: Station) -> None:
    with refused("medicine_expiry_wrong"):
        add(station, expiry="2027-02-29")


@case("库里剩3片要取5片，不给记，说还剩3片")
def _(station: Station) -> None:
    add(station, quantity=3)
    with refused("medicine_short") as caught:
        station.office.medicine.take(station.by, "创可贴", 5)
    assert caught.value.values["left"] == 3
    assert station.office.medicine.take(station.by, "创可贴", 3).state == "empty"


@case("取完最后一片，提醒也没了")
def _(station: Station) -> None:
    add(station, expiry="2026-11-20", quantity=1)
    station.office.medicine.take(station.by, "创可贴")
    assert todos(station) == []
    with refused("medicine_none"):
        station.office.medicine.take(station.by, "创可贴")


@case("过期的不能再取，要两人处置")
def _(station: Station) -> None:
    add(station, expiry="2026-11-16")
    station.clock.pass_by(DAY)
    with refused("medicine_expired"):
        station.office.medicine.take(station.by, "创可贴")
    with refused("medicine_expired"):
        station.office.medicine.open(station.by, "创可贴")


@case("两批都有，先取先到期的")
def _(station: Station) -> None:
    add(station, batch="LATER", expiry="2028-08")
    add(station, batch="SOONER", expiry="2027-08")
    assert station.office.medicine.take(station.by, "创可贴").line.batch == "SOONER"


@case("取药不记是谁，签到记录和取药记录连不起来")
def _(station: Station) -> None:
    rider = station.register()
    done = station.office.visits.by_card(station.by, rider.card, ["medicine"])
    add(station)
    station.office.medicine.take(station.by, "创可贴")
    told = str([entry.body for entry in station.entries("medicine.taken")])
    assert rider.rider not in told
    assert (done.fact or "-") not in told


@case("开一瓶碘伏，另两瓶没开，只有开的那瓶开始算天数")
def _(station: Station) -> None:
    add(station, "碘伏", quantity=3)
    station.office.medicine.open(station.by, "碘伏")
    station.clock.set("2026-11-24T09:00")
    lines = [(line.left, str(state)) for line, state in station.office.medicine.lines(station.by)]
    assert lines == [(1, "expired"), (2, "ok")]


@case("开启日写过就不能重写")
def _(station: Station) -> None:
    line = add(station, "眼药水", quantity=1).line.line
    station.office.medicine.open(station.by, line)
    station.clock.pass_by(20 * DAY)
    with refused("medicine_open_already"):
        station.office.medicine.open(station.by, line)


@case("盘点少了两片，差额看得见，结存照盘点数")
def _(station: Station) -> None:
    moved = station.office.medicine.count(station.by, add(station).line.line, 8, "少两片")
    assert (moved.before, moved.line.left) == (10, 8)


@case("一个人不能处置，见证人得是另一个人")
def _(station: Station) -> None:
    add(station)
    with refused("duties_separated"):
        station.office.medicine.dispose(station.by, [("创可贴", None)], "damaged", station.by.id, "000000")


@case("见证人PIN输错，什么也没处置")
def _(station: Station) -> None:
    add(station)
    with refused("pin_wrong"):
        station.office.medicine.dispose(station.by, [("创可贴", None)], "damaged", "李建国", "111111")
    assert states(station) == ["ok"]


@case("没过期的不能按过期处置")
def _(station: Station) -> None:
    add(station)
    with refused("medicine_not_expired"):
        station.office.medicine.dispose(station.by, [("创可贴", None)], "expired", "李建国", PIN)


@case("两人处置过期药，今日提醒消失")
def _(station: Station) -> None:
    add(station, expiry="2026-11-16")
    add(station, "医用纱布")
    station.clock.pass_by(DAY)
    assert todos(station) == ["todo.medicine_expired"]
    dispose_expired(station)
    assert todos(station) == []
    assert states(station) == ["ok"]


@case("破了两盒，只处置两盒，其余还在")
def _(station: Station) -> None:
    line = add(station).line.line
    station.office.medicine.dispose(station.by, [(line, 2)], "damaged", "李建国", PIN)
    assert station.office.medicine.lines(station.by)[0][0].left == 8


@case("巡查发现过期药，一票否决，处置后复查销号，又过期又重开")
def _(station: Station) -> None:
    add(station, expiry="2026-11-16", batch="FIRST")
    add(station, expiry="2026-11-20", batch="SECOND")
    station.clock.pass_by(DAY)
    (job,) = answer(station, "fail")
    assert in_date(station) == "fail"
    dispose_expired(station)
    assert todos(station) == ["todo.medicine_soon"]
    rectifications = station.office.rectifications
    rectifications.rectify(station.by, job, "过期的已取出封存", [picture()])
    rectifications.recheck(station.by, job, True, "逐盒看过")
    assert in_date(station) == "pass"
    station.clock.set("2026-11-21T09:00")
    assert todos(station) == ["todo.medicine_expired"]
    (again,) = answer(station, "fail")
    assert again != job, "已销号的不再用，另开一张"
    assert in_date(station) == "fail"


@case("过期药还没销号又查到，并入原整改单")
def _(station: Station) -> None:
    add(station, expiry="2026-11-16")
    station.clock.pass_by(DAY)
    assert answer(station, "fail") == answer(station, "fail")


@case("商户食品经营许可证差三十天到期，开始提醒")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    station.office.merchant_records.set(station.by, merchant, permit_until="2026-12-17")
    assert todos(station) == []
    station.clock.pass_by(DAY)
    assert todos(station) == ["todo.merchant_permit"]
    station.office.merchant_records.set(station.by, merchant, permit_until="2031-12-17")
    assert todos(station) == []


@case("统一社会信用代码抄错一位，当场说校验位不对")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    with refused("licence_code_check"):
        station.office.merchant_records.set(station.by, merchant, licence_code="91330100799655085B")
    station.office.merchant_records.set(station.by, merchant, licence_code="91330100799655058B")


@case("收款账户只留尾号，整个账号不收")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    with refused("account_tail_wrong"):
        station.office.merchant_records.set(station.by, merchant, account_tail="6222021602001236021")


@case("蜂享食光收到30份，发出25剩3坏1，少1份不给记")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    with refused("boxes_missing") as caught:
        station.office.boxes.count(station.by, merchant, received=30, handed_out=25, left_over=3, spoiled=1)
    assert caught.value.values["difference"] == 1


@case("蜂享食光当天记错了，后记的为准，月底不重复算")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    boxes = station.office.boxes
    boxes.count(station.by, merchant, received=30, handed_out=30, left_over=0, spoiled=0)
    station.clock.pass_by(3_600_000)
    boxes.count(station.by, merchant, received=30, handed_out=26, left_over=4, spoiled=0)
    (total,) = boxes.month(station.by, "2026-11")
    assert (total.received, total.handed_out, total.left_over) == (30, 26, 4)


@case("时钟倒了半小时再改，还是后记的为准")
def _(station: Station) -> None:
    merchant = station.office.master.add_merchant(station.by, "泉香快餐")
    boxes = station.office.boxes
    boxes.count(station.by, merchant, received=30, handed_out=30, left_over=0, spoiled=0)
    station.clock.pass_by(-1_800_000)
    boxes.count(station.by, merchant, received=30, handed_out=26, left_over=4, spoiled=0)
    assert boxes.month(station.by, "2026-11")[0].handed_out == 26


@case("高温天发矿泉水，只记几瓶，不记发给谁")
def _(station: Station) -> None:
    _, total = station.office.goods.hand_out(station.by, "矿泉水", 24)
    assert total == 24
    assert set(station.entries("goods.handed_out")[0].body) == {
        "goods",
        "count",
        "group",
        "when",
        "listed",
    }


def test_the_register_s_action_is_print() -> None:
    assert medicine_register.action == "print"  # type: ignore[attr-defined]
