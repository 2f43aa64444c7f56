"""Invented people, merchants and faults for the demo. Any likeness is chance."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageDraw

from desktop.core.divisions import Divisions

STATION = "曲水亭驿站"
MERCHANTS = (
    "泉香快餐（县西巷店）",
    "老济南把子肉（芙蓉街店）",
    "大明湖水饺",
    "超意兴（泉城路店）",
    "鲁味小厨（按察司街店）",
)
GROUP_SHARES = {
    "courier": 24,
    "delivery_rider": 46,
    "ride_hailing_driver": 12,
    "truck_driver": 6,
    "live_streamer": 4,
    "other_outdoor": 8,
}
PROOFS = {
    "courier": ("badge", "order_screen"),
    "delivery_rider": ("order_screen", "badge"),
    "ride_hailing_driver": ("ride_hailing_licence", "order_screen"),
    "truck_driver": ("qualification",),
    "live_streamer": ("streamer_console",),
    "other_outdoor": ("employer_letter", "badge"),
}
COMPANIES = ("美团", "饿了么", "顺丰", "中通", "京东物流", "滴滴", "曹操出行", "个体", "达达", "圆通")
FAULTS = {
    "microwave.heats": "转得动，水不热",
    "water_dispenser.hot_and_cold": "热水键灯亮，出来是凉的",
    "medicine_box.in_date": "碘伏棉签过期一盒，已取出封存",
    "phone_charging.charges": "第三个接口不充电",
    "repair_tools.pump": "打气筒漏气",
    "tables_and_chairs.sat_on": "靠窗第二把椅子晃",
    "heating_and_cooling.both_modes": "制热不出热风",
    "site.extinguisher": "年检标签过期",
    "phone_charging.cables": "苹果线破皮",
    "site.hygiene": "垃圾桶满了没倒",
}
_FAMILY = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢"
_COMPOUND = ("欧阳", "司马", "诸葛", "上官")
_GIVEN = (
    "伟强磊军勇杰涛明超刚平辉鹏飞波斌宇浩凯健俊帆帅洋松林峰龙海山敏静丽娟艳霞秀英玲芳燕红梅文华建国志永春立振家子一"
)
_RARE = ("㛃", "䶮", "𬱖")


@dataclass(frozen=True)
class Invented:
    name: str
    phone: str
    group: str
    company: str


def invent(chance: random.Random, count: int) -> list[Invented]:
    """People with phones that no two share."""
    phones: set[str] = set()
    found = []
    for number in range(count):
        while True:
            phone = f"1{chance.choice('35789')}{chance.choice('0123456789')}{chance.randrange(10**8):08d}"
            if phone not in phones:
                phones.add(phone)
                break
        family = chance.choice(_COMPOUND) if chance.random() < 0.02 else chance.choice(_FAMILY)
        given = "".join(chance.choice(_GIVEN) for _ in range(1 if chance.random() < 0.25 else 2))
        if number % 97 == 41:
            given = _RARE[number // 97 % len(_RARE)] + given[1:]
        group = chance.choices(list(GROUP_SHARES), list(GROUP_SHARES.values()))[0]
        found.append(Invented(family + given, phone, group, chance.choice(COMPANIES)))
    return found


def community(divisions: Divisions) -> str:
    """The community of the demo's station, from the city's real list."""
    wanted = [code for code, each in divisions.by_code.items() if each.level == "community" and "曲水亭" in each.name]
    fallback = [code for code, each in divisions.by_code.items() if each.level == "community"]
    return (wanted or fallback)[0]


def picture(chance: random.Random) -> bytes:
    """A small made-up photo: a wall, a machine, a lamp."""
    image = Image.new("RGB", (320, 240), (207, 198, 184))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 180, 320, 240), fill=(150, 138, 120))
    left = chance.randrange(90, 140)
    draw.rectangle((left, 60, left + 100, 220), fill=(244, 241, 234), outline=(120, 120, 120))
    draw.rectangle((left + 18, 80, left + 82, 130), fill=(217, 209, 198))
    draw.ellipse((left + 30, 145, left + 42, 157), fill=(196, 54, 43) if chance.random() < 0.5 else (29, 134, 85))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()
