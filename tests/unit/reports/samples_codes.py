"""Cards one after the other, labels, and posters to try."""

from __future__ import annotations

from desktop.core.papers import LABEL, SINGLE, CardRoll, MerchantPoster
from tests.unit.reports.samples import FRAME, LONG, LONG_FRAME, face

PERIODS = (("午餐", "11:00—14:00"), ("错峰", "14:00—17:00"), ("晚餐", "17:00—20:00"), ("夜宵", "20:00—2:00"))


def labels(names: tuple[str, ...] = ("王**", "欧阳**")) -> CardRoll:
    return CardRoll(FRAME, LABEL, tuple(face(number, name) for number, name in enumerate(names)))


def singles(names: tuple[str, ...] = ("王**", "欧阳**")) -> CardRoll:
    return CardRoll(FRAME, SINGLE, tuple(face(number, name) for number, name in enumerate(names)))


def merchant_poster(*, mono: bool = False, large: bool = False, long: bool = False) -> MerchantPoster:
    return MerchantPoster(
        LONG_FRAME if long else FRAME,
        LONG if long else "泉香快餐（甸柳店）",
        "9.9",
        PERIODS,
        "HTTPS://QY.JINAN.EXAMPLE/M/7K2M9Q3A",
        "7K2M9Q3A",
        "2026-11",
        "0531-0000-0001",
        mono,
        large,
    )
