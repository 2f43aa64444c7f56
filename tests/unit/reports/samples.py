"""Papers to try: plain ones, and ones with long names, rare characters, nothing in them, or many pages."""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import replace

from PIL import Image

from desktop.app import read_words
from desktop.core import clinic_code
from desktop.core.figures import Unit
from desktop.core.figures_papers import FigureLine, FigureSection, FiguresPaper
from desktop.core.keys import DeviceKey
from desktop.core.paper_code import About, Origin, issue
from desktop.core.papers import (
    AdjustmentLine,
    CallbackPaper,
    CallLine,
    CardFace,
    CardSheet,
    CheckedItem,
    CheckedPoint,
    DailyPaper,
    DayFigures,
    Frame,
    HealthSlip,
    InspectionPaper,
    LogLine,
    MealLine,
    Photo,
    Poster,
    RectificationLine,
    SettlementPaper,
    SingleCard,
)
from desktop.core.periods import Span
from desktop.core.words import Words

RARE = "㛃䶮𬱖𠅤𬭚"
LONG = "内蒙古自治区锡林郭勒盟西乌珠穆沁旗巴拉嘎尔高勒镇巴音宝力格嘎查阿拉坦乌力吉图雅其其格"[:40]
KEY = DeviceKey(bytes(range(32)))
ORIGIN = Origin(
    "01890a5d-ac96-774b-bcce-b302099a8057", "settlement", 1_795_266_360, "00112233445566ff", 17_200, "c71e08b492dae630"
)
CODE = issue(
    KEY, ORIGIN, About("2026-10-01", "2026-10-31", (("meals", 219), ("subsidy_fen", 100_740)), "JS-370102-2026-10-0001")
)
FRAME = Frame(
    *("甸柳一社区站", "泉驿〔2026〕286号", "2026-11-21 21:06", "泉驿 1.0.0"), "K8R2-6VNA-P0X5", "zh", ORIGIN, CODE.text
)
LONG_FRAME = replace(FRAME, site=LONG, number="泉驿内蒙古〔2026〕第00286号")
GROUPS = (
    "courier",
    "delivery_rider",
    "ride_hailing_driver",
    "truck_driver",
    "live_streamer",
    "other_outdoor",
)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def words(language: str = "zh") -> Words:
    return catalogues()[language]


@functools.cache
def catalogues() -> dict[str, Words]:
    return read_words()


def card_text(number: int) -> str:
    """159 characters as a card has them: `QY1` and base32."""
    digest = b"".join(hashlib.sha256(b"%d %d" % (number, part)).digest() for part in range(5))
    return "QY1" + "".join(ALPHABET[byte % 32] for byte in digest[:156])


def face(number: int, name: str = "王**") -> CardFace:
    text = card_text(number)
    return CardFace(text, f"QY-{text[3:7]}-{text[7:11]}", name, GROUPS[number % len(GROUPS)], "2027-11-20")


def card_sheet(count: int = 8, names: tuple[str, ...] = ("王**", "李*", "欧阳**", "张**")) -> CardSheet:
    faces = tuple(face(number, names[number % len(names)]) for number in range(count))
    return CardSheet(FRAME, "2026-11-21-01", faces)


def single_card(name: str = "王**") -> SingleCard:
    return SingleCard(FRAME, face(1, name))


def poster(*, mono: bool = False, long: bool = False) -> Poster:
    return Poster(
        LONG_FRAME if long else FRAME,
        LONG if long else "甸柳一社区站",
        LONG if long else "甸柳新村第一社区",
        "0531-0000-0001",
        "每天 7:00—21:00",
        "https://qy.jinan.example/s/7K2M9Q",
        "7K2M9Q",
        "2026-11",
        mono,
    )


def photo(number: int, size: tuple[int, int] = (320, 240), caption: str = "微波炉：通电，显示正常") -> Photo:
    picture = Image.new("RGB", size, (190 - number * 20, 180, 150 + number * 20))
    for x in range(size[0] // 4, size[0] // 2):
        for y in range(size[1] // 4, size[1] // 2):
            picture.putpixel((x, y), (40, 50, 60))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=80)
    return Photo(number, f"{caption}　10-12 08:21　刘*", buffer.getvalue())


ITEMS = (
    (
        "tables_and_chairs",
        "一套桌椅",
        "桌椅",
        ("每把椅子坐一下，每张桌子按一下", "数一遍桌椅，和公示数量对", "用手摸桌面"),
    ),
    ("microwave", "一台微波炉", "微波炉", ("放一杯水热一分钟", "打开门看内腔", "摸一遍插头和电线")),
    ("phone_charging", "一处手机充电设备", "手机充电", ("每个插口插一部手机", "看线缆外皮", "周围没有杂物")),
    ("water_dispenser", "一台饮水机", "饮水机", ("冷水热水各接一杯", "看滤芯日期或开桶日期", "擦一遍出水口")),
    ("heating_and_cooling", "一套冷暖电器", "冷暖电器", ("制冷制热各开一次，手放出风口", "看滤网")),
    (
        "medicine_box",
        "一个共享药箱",
        "共享药箱",
        ("逐盒看有效期", "照清单点数", "藿香正气水看成分，不含乙醇"),
    ),
    ("repair_tools", "一组维修工具", "维修工具", ("照清单点数", "打气筒打一次气")),
)


def inspection(*, photos: int = 2, problems: int = 1, long: bool = False, clean: bool = False) -> InspectionPaper:
    def point(item: int, at: int, title: str) -> CheckedPoint:
        veto = item == 5 and at == 0
        if not clean and (item, at) == (1, 0):
            note = "运转有声，水不热。" * (6 if long else 1)
            return CheckedPoint(title, "水烫手为合格", "fail", note, veto, (1, 2))
        if (item, at) == (4, 0):
            return CheckedPoint(title, "", "na", "供暖季未到（11月15日起检查）", veto)
        return CheckedPoint(title, "", "pass", LONG if long and at == 1 else "", veto)

    items = tuple(
        CheckedItem(
            code,
            title,
            short,
            "unmet" if number == 1 and not clean else "met",
            tuple(point(number, at, text) for at, text in enumerate(points)),
        )
        for number, (code, title, short, points) in enumerate(ITEMS)
    )
    site = CheckedItem(
        "site",
        "基础管理",
        "基础管理",
        "met",
        (
            CheckedPoint("实际开放与公示一致", "", "pass", "", True),
            CheckedPoint("门牌和投诉电话都在", "", "pass", "", False),
            CheckedPoint("室内没有电动车和电池", "", "open", "", True),
        ),
    )
    what = LONG if long else "微波炉不加热"
    return InspectionPaper(
        LONG_FRAME if long else FRAME,
        "2026-10-12",
        "weekly",
        "泉新泉驿达标标准（2026年第1版）",
        LONG if long else "刘*",
        "08:12",
        "08:31",
        clean,
        7 if clean else 6,
        20,
        0 if clean else 1,
        1,
        items,
        site,
        tuple(
            RectificationLine(f"{number:03d}", what, "days_3", "10-12", "10-15", "open")
            for number in range(17, 17 + problems)
        ),
        tuple(photo(number, (240, 320) if number % 2 else (320, 240)) for number in range(1, photos + 1)),
    )


def daily(lines: int = 12, *, long: bool = False, empty: bool = False) -> DailyPaper:
    by_hour = [0] * 24
    if not empty:
        for hour, count in zip(range(7, 21), (3, 5, 2, 4, 9, 14, 6, 3, 2, 4, 6, 8, 5, 2), strict=True):
            by_hour[hour] = count
    total = sum(by_hour)
    counts = (20, 31, 9, 6, 2, total - 68) if total else ()
    figures = DayFigures(
        "2026-11-21",
        total,
        0 if empty else 41,
        tuple(by_hour),
        tuple(zip(GROUPS, counts, strict=False)),
        () if empty else (("registered", 44), ("anonymous", 25), ("self", 3), ("paper", 1)),
        ()
        if empty
        else tuple(
            (name, count)
            for name, count in zip(
                (
                    "rest",
                    "water",
                    "charging",
                    "meal_heating",
                    "medicine",
                    "tools",
                    "warm_or_cool",
                    "handover",
                ),
                (51, 44, 30, 22, 1, 3, 12, 4),
                strict=True,
            )
        ),
        0 if empty else 31,
        0 if empty else 15500,
        0 if empty else 30690,
        0 if empty else 1,
        0 if empty else 1,
        0 if empty else 2,
        0 if empty else 110,
    )
    what = "入站服务：歇脚、喝水、充电" if not long else f"入站服务：歇脚、喝水、充电、热饭、取暖纳凉；备注：{LONG}"
    return DailyPaper(
        LONG_FRAME if long else FRAME,
        figures,
        "" if empty else "06:58",
        "" if empty else "21:02",
        tuple(
            LogLine(
                f"{7 + at * 14 // max(1, lines):02d}:{at % 60:02d}",
                what,
                (LONG, f"{RARE}*", "")[at % 3] if long else "王**（网约配送员）",
                "刘*",
                18829 + at,
            )
            for at in range(lines)
        ),
        () if empty else ("20:41 起网络中断，记录都在本机，已存好。",),
    )


def settlement(
    count: int = 60,
    *,
    draft: bool = True,
    long: bool = False,
    list_fen: int = 1490,
    whole: bool = False,
    adjustments: tuple[AdjustmentLine, ...] = (),
    refused: bool = False,
) -> SettlementPaper:
    def line(at: int) -> MealLine:
        state, why, voided, by = "counted", "", "", ""
        if not whole and at % 40 == 7:
            state, why, voided, by = "voided", "误扫，重复录入", "10-02 11:53", "刘*"
        elif refused and at % 30 == 11:
            state, why = "refused", "核定：不予补贴"
        elif not whole and at % 50 == 16:
            state, why = "held", LONG if long else "同一张卡当日另有一份"
        day = 1 + at * 31 // max(1, count)
        return MealLine(
            f"2026-10-{day:02d}",
            f"{11 + at % 8:02d}:{at * 7 % 60:02d}",
            ("午餐", "错峰", "晚餐")[at % 3],
            card_text(at)[3:7],
            list_fen,
            990,
            500,
            state,
            why,
            12050 + at * 19,
            voided,
            by,
        )

    return SettlementPaper(
        LONG_FRAME if long else FRAME,
        "2026-10",
        LONG if long else "泉香快餐（甸柳店）",
        "91370102MA3XXXXX7X",
        LONG if long else "历下区甸柳街道办事处",
        "4471",
        "暖“新”食堂 9.9元专属套餐（2026年第1版）",
        "街道办事处",
        "历下甸街〔2026〕12号",
        draft,
        tuple(line(at) for at in range(count)),
        adjustments,
    )


def adjustment(at: int, fen: int) -> AdjustmentLine:
    why = "结算后补记" if fen > 0 else "冲销：退餐"
    return AdjustmentLine(f"2026-09-{at % 30 + 1:02d}", "12:10", card_text(at)[3:7], fen, why, 9_000 + at)


def callbacks(count: int = 12, *, long: bool = False) -> CallbackPaper:
    def line(at: int) -> CallLine:
        name = LONG if long else ("王**", "李*", f"{RARE}*")[at % 3]
        result = ("", "属实", "")[at % 3]
        return CallLine(f"2026-10-{at % 31 + 1:02d}", "12:10", "午餐", name, f"1380000{at:04d}", result)

    merchant = LONG if long else "泉香快餐（甸柳店）"
    lines = tuple(line(at) for at in range(count))
    return CallbackPaper(LONG_FRAME if long else FRAME, "2026-10", merchant, 20 * count, lines)


def health(kind: str = "checkup", *, name: str = "王建国", long: bool = False, hub: str = "") -> HealthSlip:
    return HealthSlip(
        LONG_FRAME if long else FRAME,
        kind,
        name,
        name[0] + "*" * min(2, len(name) - 1),
        "138****1234",
        "delivery_rider",
        LONG if long else "济南市第四人民医院",
        LONG if long else "体检中心（门诊楼 2 层）",
        "0531-0000-0000",
        "2026-11-21 12:10",
        "2026-12-21",
        "刘*",
        "RQ4-7M2-K9D",
        "0531-0000-0001",
        "本人同意驿站把姓名、电话交给上列单位，只用于这一次预约和就诊。",
        confirm_at=clinic_code.address(hub, "RQ4-7M2-K9D") if hub else "",
        confirm_code="482913" if hub else "",
    )


def figures(*, long: bool = False, empty: bool = False) -> FiguresPaper:
    name = LONG if long else "入站人次"
    big = 9_999_999_999 if long else 1_526
    lines = [FigureLine(f"{name}{unit}", "", unit, big, big, big if long else -58, None, None, big) for unit in Unit]
    members = [FigureLine(name, "按人群", Unit.TIMES, at, 0, None, None, None, at) for at in range(40 if long else 6)]
    sections = (
        FigureSection("入站服务", () if empty else tuple(lines)),
        FigureSection("入站服务构成", () if empty else tuple(members)),
    )
    rule = "每次入站服务计一人次；匿名按所记人数计；30分钟内再扫并入同一次；作废的不计。" * (4 if long else 1)
    return FiguresPaper(
        frame=LONG_FRAME if long else FRAME,
        month="2026-11",
        version="2026.1",
        running=long,
        span=Span("2026-11-01", "2026-11-21"),
        before=Span("2026-10-01", "2026-10-21"),
        year_ago=None if empty else Span("2025-11-01", "2025-11-21"),
        began="2026-01-05",
        sections=sections,
        rules=tuple((name, rule) for _ in range(30 if long else 4)),
        comparisons=rule,
    )
