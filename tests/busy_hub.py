"""What joining a hub leaves at a station: facts of both, and what came by the feed beside the chain."""

from __future__ import annotations

import resources
from desktop.core.business_day import day_of
from desktop.core.escrow import (
    EscrowAgreed,
    EscrowAsked,
    EscrowDestroyed,
    EscrowKeeperNamed,
    EscrowSealed,
    EscrowShown,
)
from desktop.core.fact import Fact
from desktop.core.finding import RiderSearched
from desktop.core.joining import (
    AliasDeclared,
    DeviceEnrolled,
    DeviceRevoked,
    MealHeld,
    MealReleased,
    RidersJoined,
    SiteJoined,
)
from desktop.core.keys import DeviceKey
from desktop.core.phone_till import PhoneTillClosed, PhoneTillEnded, PhoneTillOpened
from desktop.core.publishing import programme_of, standard_of
from desktop.store.beside import put_note, put_sheet
from desktop.store.journal import Txn
from tests.stations import Station

HUB, OTHER = DeviceKey(b"\x05" * 32), DeviceKey(b"\x06" * 32)
OPENING = "06b917c5-e429-48b9-97a5-1b493ac5b6a7"
SITE = "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"


def joined(station: Station, merchant: str, rider: str) -> None:
    """The facts stand in this device's own log, which is enough for tables, replay and leaks."""
    with station.desk.store.write() as txn:
        meal = txn.rows("SELECT fact FROM meals ORDER BY fact LIMIT 1")[0][0]
        facts: tuple[Fact, ...] = (
            SiteJoined(SITE, HUB.device, HUB.public.hex()),
            DeviceEnrolled(OTHER.device, OTHER.public.hex(), SITE),
            DeviceRevoked(OTHER.device, put_note(txn, "电脑丢了")),
            AliasDeclared("merchant", merchant, SITE),
            RidersJoined(rider, SITE),
            MealHeld(meal, "double_meal", None),
            MealReleased(meal, None),
            programme_of(resources.read_text("rules", "programme.toml")),
            standard_of(resources.read_text("rules", "standard.toml")),
            RiderSearched(SITE, "courier", put_sheet(txn, SITE, {"name": "孔庆生", "phone": "", "company": ""})),
            EscrowKeeperNamed(station.by.id, HUB.public.hex()),
            EscrowSealed(SITE, "2029-11-16"),
            EscrowAsked(OPENING, SITE, put_note(txn, "审计抽查") or "", 0),
            EscrowAgreed(OPENING),
            EscrowShown(OPENING, "asked"),
            EscrowDestroyed(SITE),
            PhoneTillOpened(station.by.id, SITE, "2026-11-30"),
            PhoneTillClosed(station.by.id, SITE, "2026-11-16", 41, 40_590, 20_000, 1),
            PhoneTillEnded(station.by.id),
        )
        for fact in facts:
            txn.append(fact, day=day_of(station.clock.now()), by=station.by.id)
        _fed(txn, meal, rider)


def _fed(txn: Txn, meal: str, rider: str) -> None:
    at = 1_794_801_600_000
    rows: dict[str, tuple[object, ...]] = {
        "receipts": ("00" * 8, OTHER.device, "ab" * 8, 3, "1a" * 32, at, "{}", "2b" * 64),
        "known_devices": (OTHER.device, OTHER.public.hex(), SITE, "甸柳一社区站", 0),
        "known_cards": (SITE, at // 1000, "courier", "2027-11-16", "张**", "0427", ""),
        "meals_elsewhere": ("019a8b5e-1c00-7000-8000-0000000000a9", rider, "2026-11-16", "lunch", at, SITE, "泉香", ""),
        "joined_elsewhere": (SITE, rider),
        "verdicts": (SITE, meal, "double_meal", "{}", at, 0, None),
        "sent_beside": ("3c" * 32, "sheet"),
        "sync_rounds": (1, at, "network", "done", 3, 2),
    }
    for table, values in rows.items():
        txn.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(values))})', values)
