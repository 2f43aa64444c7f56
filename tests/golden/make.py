"""Writes the golden files of this version: `python -m tests.golden.make`.

One entry of every kind of fact, with its exact bytes, hash and derived rows. Once a version is released its
files are never written again; a later version writes its own beside them, and all must replay for ever.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from desktop import __version__
from desktop.core import entry as entries
from desktop.core.boxes import BoxesCounted
from desktop.core.checkup import CheckupBatchOpened, Quota, Slot, SlotAwaited, SlotBooked, SlotReleased
from desktop.core.checkup_lists import (
    AttendanceListReturned,
    BookingListDestroyed,
    BookingListEntered,
    BookingListPrinted,
)
from desktop.core.clock import ClockCorrected
from desktop.core.consent import RiderConsented
from desktop.core.doubt import CallbackRecorded, SampleDrawn, TailAnswered
from desktop.core.entry import Entry
from desktop.core.escrow import (
    EscrowAgreed,
    EscrowAsked,
    EscrowDestroyed,
    EscrowKeeperNamed,
    EscrowSealed,
    EscrowShown,
)
from desktop.core.exported import TableExported
from desktop.core.fact import Fact, Put
from desktop.core.finding import RiderSearched
from desktop.core.goods import GoodsHandedOut
from desktop.core.hours import ClosingCancelled, ClosingPlanned, HoursExtended
from desktop.core.inspection import (
    Answer,
    InspectionCompleted,
    RectificationExtended,
    RectificationMoved,
    RectificationOpened,
)
from desktop.core.joining import (
    AliasDeclared,
    DeviceEnrolled,
    DeviceRevoked,
    MealHeld,
    MealReleased,
    RidersJoined,
    SiteJoined,
)
from desktop.core.meal import MealServed, MealVoided
from desktop.core.medicine import (
    DisposedLine,
    MedicineCounted,
    MedicineDisposed,
    MedicineOpened,
    MedicineStocked,
    MedicineTaken,
    Parted,
)
from desktop.core.merchant_record import MerchantRecorded, Record
from desktop.core.names_shown import NamesShown
from desktop.core.note import NoteBlanked
from desktop.core.operator import OperatorPinChanged, OperatorRetired
from desktop.core.phone_till import PhoneTillClosed, PhoneTillEnded, PhoneTillOpened
from desktop.core.phones import PhonesShown
from desktop.core.publishing import ProgrammePublished, StandardPublished
from desktop.core.referral import ReferralIssued, ReferralMoved
from desktop.core.register import RegisterPrinted, RegisterTakenOut, SheetEntered
from desktop.core.retention import Removed, RetentionRun
from desktop.core.rider import CardIssued, CardWithdrawn, RiderForgotten, RiderRegistered, RiderShown, RiderVerified
from desktop.core.rows import rows_of
from desktop.core.settlement import Line, MealReviewed, SettlementClosed, SettlementMoved
from desktop.core.shift import Counted, DayClosed, DayOpened, ShiftHandedOver
from desktop.core.site import (
    AllotmentGranted,
    Continued,
    EpochOpened,
    MerchantAdded,
    OperatorAdded,
    PartnerAdded,
    SiteCreated,
)
from desktop.core.visit import MedicineUsed, VisitEnded, VisitExtended, VisitRecorded, VisitVoided

HERE = Path(__file__).parent
AT = 1_794_801_600_000  # 2026-11-16T12:00:00+08:00
HIGH_WATER = AT - 60_000
DEVICE, SITE = "0a6fd4e5-2c11-8d5a-9f1d-6d2f0a3b4c5d", "5b0e7c1a-3f7e-4d0e-8c5a-0d9e8f7a6b5c"
OPERATOR, RIDER = "6c1f8d2b-4a8f-4e1f-9d6b-1eaf908b7c6d", "7d208e3c-5b90-4f20-8e7c-2fb0a19c8d7e"
MERCHANT, PARTNER = "8e319f4d-6ca1-4031-9f8d-30c1b2ad9e8f", "9f42a05e-7db2-4142-a09e-41d2c3beaf90"
VISIT, MEAL = "019a8b5e-1c00-7000-8000-0000000000a1", "019a8b5e-1c00-7000-8000-0000000000a2"
INSPECTION, JOB = "a053b16f-8ec3-4253-b1af-52e3d4cfb0a1", "b164c270-9fd4-4364-82b0-63f4e5d0c1b2"
LINE, OTHER_LINE = "d386e492-b1f6-4586-a4d2-851607f2e3d4", "e497f5a3-c207-4697-b5e3-962718a3f4e5"
REFERRAL = "c275d381-a0e5-4475-93c1-7405f6e1d2c3"
BATCH = "d386e492-b1f6-4586-84d2-8516a7f2e3d4"
SLOT = "e497f5a3-c2a7-4697-95e3-9627b8a3f4e5"
SETTLEMENT, SAMPLE = "d386e492-b1f6-4586-a4d2-851607f2e3d4", "e497f5a3-c2a7-4697-b5e3-962718a3f4e5"
OPENING = "06b917c5-e429-48b9-97a5-1b493ac5b6a7"
JOINED_SITE = "f5a806b4-d318-47a8-86f4-0a3829b4a5f6"
SHEET, NOTE, PHOTO = "1a" * 32, "2b" * 32, "3c" * 32

FACTS: dict[str, Fact] = {
    "epoch.opened": EpochOpened("4d" * 32, "quanyi 0.1.0", "init"),
    "epoch.opened-restore": EpochOpened(
        "4d" * 32, "quanyi 0.1.0", "restore", Continued(DEVICE, "ffeeddccbbaa0099", 41, "5e" * 32, AT + 3_600_000)
    ),
    "site.created": SiteCreated("station", "曲水亭驿站", "370102005001"),
    "site.created-merchant": SiteCreated("merchant", "泉香快餐", ""),
    "operator.added": OperatorAdded(OPERATOR, ["caretaker", "supervisor"], SHEET),
    "merchant.added": MerchantAdded(MERCHANT, "泉香快餐"),
    "partner.added": PartnerAdded(PARTNER, "历下区人民医院"),
    "allotment.granted": AllotmentGranted(MERCHANT, DEVICE, "2026-11", 500_000, 40),
    "rider.registered": RiderRegistered(RIDER, "delivery_rider", SHEET, "2026.1"),
    "rider.verified": RiderVerified(RIDER, "order_screen", "2027-11-16"),
    "card.issued": CardIssued(RIDER, "delivery_rider", AT // 1000, 730, "a1b2c3d4e5f6"),
    "card.withdrawn": CardWithdrawn(RIDER, AT // 1000 - 86_400, "lost"),
    "rider.forgotten": RiderForgotten(RIDER, NOTE),
    "rider.shown": RiderShown(RIDER, "copy"),
    "visit.recorded": VisitRecorded(RIDER, "delivery_rider", 1, "card", ["rest", "water"], AT, "verified", AT // 1000),
    "visit.recorded-anonymous": VisitRecorded(
        None, "courier", 99, "anonymous", [], AT - 86_400_000, marks=["out_of_hours", "too_fast"]
    ),
    "visit.extended": VisitExtended(VISIT, ["rest", "water", "charging"]),
    "visit.ended": VisitEnded(VISIT, AT - 1_000),
    "visit.voided": VisitVoided(VISIT, "mis_scan", NOTE),
    "medicine.used": MedicineUsed("truck_driver"),
    "meal.served": MealServed(
        rider=RIDER,
        group="delivery_rider",
        merchant=MERCHANT,
        programme="nuanxin-canteen",
        programme_version="2026.1",
        period="lunch",
        package="standard",
        list_fen=1490,
        price_fen=990,
        subsidy_fen=500,
        when=AT,
        card_issued=AT // 1000 - 86_400,
        issuer="a1b2c3d4e5f6",
        verified="yes",
    ),
    "meal.served-held": MealServed(
        rider=RIDER,
        group="courier",
        merchant=MERCHANT,
        programme="nuanxin-canteen",
        programme_version="2026.1",
        period="night",
        package="standard",
        list_fen=1490,
        price_fen=990,
        subsidy_fen=500,
        when=AT,
        card_issued=AT // 1000 - 86_400,
        issuer="a1b2c3d4e5f6",
        verified="unknown",
        held="unknown_issuer",
    ),
    "meal.voided": MealVoided(MEAL, "returned", True, NOTE),
    "inspection.completed": InspectionCompleted(
        inspection=INSPECTION,
        number=7,
        inspection_kind="weekly",
        standard="2026.1",
        begun=AT - 600_000,
        ended=AT,
        answers=[
            Answer("microwave.heats", "fail", None, NOTE, [PHOTO, "6f" * 32], "days_3", JOB),
            Answer("microwave.clean", "pass"),
            Answer("repair_tools.pump", "na", NOTE),
        ],
        compliant=False,
        role="caretaker",
    ),
    "rectification.opened": RectificationOpened(
        JOB, 3, INSPECTION, "microwave", "microwave.heats", "days_3", "2026-11-19", "supervisor"
    ),
    "rectification.moved": RectificationMoved(JOB, "microwave.heats", "awaiting", NOTE, [PHOTO]),
    "referral.issued": ReferralIssued(
        REFERRAL, RIDER, "checkup", PARTNER, "RQ4-7M2-K9D", "2026-12-16", "2026.1", 5, "2026-11-20-01"
    ),
    "referral.issued-green": ReferralIssued(
        REFERRAL, RIDER, "green_channel", PARTNER, "RQ4-7M2-K9D", "2026-12-16", "2026.1", 6, None, NOTE
    ),
    "referral.moved": ReferralMoved(REFERRAL, "booked", NOTE),
    "meal.reviewed": MealReviewed(MEAL, "pay", NOTE),
    "meal.reviewed-void": MealReviewed(MEAL, "void", NOTE),
    "settlement.closed": SettlementClosed(
        settlement=SETTLEMENT,
        number="JS-5B0E-2026-10-0001",
        merchant=MERCHANT,
        month="2026-10",
        programme_version="2026.1",
        lines=[Line(MEAL, 500, False), Line(VISIT, -500, True)],
        subsidy_fen=0,
        held=1,
        paper="8b" * 32,
    ),
    "settlement.moved": SettlementMoved(SETTLEMENT, "approved", "24372000000012345678", 0, None, NOTE),
    "settlement.moved-paid": SettlementMoved(SETTLEMENT, "paid", voucher="2026-11-0031"),
    "tail.answered": TailAnswered(MEAL, "mismatch"),
    "sample.drawn": SampleDrawn(SAMPLE, MERCHANT, "2026-10", 24, [MEAL, VISIT]),
    "callback.recorded": CallbackRecorded(SAMPLE, MEAL, "denied", NOTE),
    "rectification.extended": RectificationExtended(JOB, "2026-11-26", NOTE),
    "medicine.stocked": MedicineStocked(
        LINE, "iodophor", "solution", "220817", "2027-03-31", 3, "bottle", "street", False, 7, "2026.1", NOTE
    ),
    "medicine.stocked-parted": MedicineStocked(
        line=OTHER_LINE,
        product="iodophor",
        form="solution",
        batch="220817",
        expiry="2027-03-31",
        quantity=1,
        unit="bottle",
        source="street",
        contains_alcohol=False,
        good_days=7,
        listed="2026.1",
        out_of=Parted(LINE, 2),
    ),
    "medicine.opened": MedicineOpened(OTHER_LINE, AT, "2026-11-23", 1),
    "medicine.taken": MedicineTaken(LINE, 1, 1),
    "medicine.counted": MedicineCounted(LINE, 2, 1, NOTE),
    "medicine.disposed": MedicineDisposed(
        4, [DisposedLine(LINE, 2, 0), DisposedLine(OTHER_LINE, 1, 0)], "damaged", RIDER, "pharmacy", "2026.1", NOTE
    ),
    "merchant.recorded": MerchantRecorded(
        MERCHANT,
        Record(
            licence_name="济南泉香餐饮管理有限公司",
            licence_code="91330100799655058B",
            permit="JY23701020012345",
            permit_until="2026-12-01",
            agreement_until="2027-12-31",
            account_tail="6021",
            opens=600,
            closes=1260,
            closed=[1, 7],
        ),
    ),
    "boxes.counted": BoxesCounted(MERCHANT, 30, 26, 3, 1),
    "goods.handed_out": GoodsHandedOut("mineral_water", 24, "courier", AT, "2026.1"),
    "day.opened": DayOpened(AT, AT - 1_200_000, "2026.1", INSPECTION),
    "day.closed": DayClosed(
        when=AT,
        captured=120,
        acknowledged=0,
        waiting=118,
        flagged=2,
        parts=[Counted("visits", 89, 0, 87, 2), Counted("meals", 31, 0, 31, 0)],
        first=881,
        last=1000,
        earlier=0,
        head="7a" * 32,
        meals=31,
        held=1,
        voided=2,
        taken_fen=30_690,
        subsidy_fen=15_000,
        problems=[JOB],
        signature="8b" * 64,
    ),
    "shift.handed_over": ShiftHandedOver(RIDER, 1, [JOB], 3, 0, 0, 120, 2, NOTE, "6f" * 32),
    "closing.planned": ClosingPlanned(REFERRAL, AT, AT + 345_600_000, "spring_festival", NOTE),
    "closing.cancelled": ClosingCancelled(REFERRAL, AT + 3_600_000),
    "hours.extended": HoursExtended("2026-11-17", 1_380, "heat"),
    "register.printed": RegisterPrinted(REFERRAL, "meals", "0011", 6, 10, 5),
    "checkup_batch.opened": CheckupBatchOpened(
        batch=BATCH,
        number=3,
        partner=PARTNER,
        package="基础体检",
        first="2026-11-20",
        last="2026-11-21",
        slots=[Slot(SLOT, "2026-11-20", 480, 600, 20)],
        quotas=[Quota("370102005", 10)],
        groups=["courier"],
        unit_fen=18_000,
        payer="街道办事处",
        bring=["id_card"],
        fasting=True,
    ),
    "slot.booked": SlotBooked(REFERRAL, BATCH, SLOT, "370102005", "changed", 1, JOB),
    "slot.awaited": SlotAwaited(REFERRAL, BATCH, SLOT, "370102005", 4),
    "slot.released": SlotReleased(REFERRAL, BATCH, SLOT, "no_show"),
    "booking_list.entered": BookingListEntered(BATCH, REFERRAL, "9c" * 32),
    "booking_list.printed": BookingListPrinted(BATCH, 18, 2),
    "booking_list.destroyed": BookingListDestroyed(BATCH, 18),
    "attendance_list.returned": AttendanceListReturned(BATCH, 17, 1),
    "sheet.entered": SheetEntered("0011-00006", REFERRAL, "meals", 1, PHOTO, "2026-11-16", [MEAL]),
    "operator.pin_changed": OperatorPinChanged(OPERATOR),
    "operator.retired": OperatorRetired(OPERATOR),
    "rider.consented": RiderConsented(RIDER, "2026.1"),
    "retention.run": RetentionRun("2026.1", [Removed("forgotten", 2), Removed("backups_deleted", 0)]),
    "clock.corrected": ClockCorrected("ffeeddccbbaa0099", 12, 80, -3),
    "rider.searched": RiderSearched(RIDER, "courier", SHEET),
    "rider.searched-nobody": RiderSearched(None, "", None),
    "escrow.keeper_named": EscrowKeeperNamed(OPERATOR, "4d" * 32),
    "escrow.sealed": EscrowSealed(RIDER, "2029-11-16"),
    "escrow.asked": EscrowAsked(OPENING, RIDER, NOTE, AT + 1_800_000),
    "escrow.agreed": EscrowAgreed(OPENING),
    "escrow.shown": EscrowShown(OPENING, "asked"),
    "escrow.shown-agreed": EscrowShown(OPENING, "agreed"),
    "escrow.destroyed": EscrowDestroyed(RIDER),
    "site.joined": SiteJoined(JOINED_SITE, DEVICE, "4d" * 32),
    "device.enrolled": DeviceEnrolled(DEVICE, "4d" * 32, SITE),
    "device.revoked": DeviceRevoked(DEVICE, NOTE),
    "alias.declared": AliasDeclared("merchant", MERCHANT, OTHER_LINE),
    "riders.joined": RidersJoined(RIDER, OPERATOR),
    "meal.held": MealHeld(MEAL, "double_meal", VISIT),
    "note.blanked": NoteBlanked(VISIT, NOTE, "names_somebody"),
    "table.exported": TableExported("riders", "xlsx", 12, "2026-11-01", "2026-11-30", True, NOTE),
    "phones.shown": PhonesShown("callbacks", REFERRAL, 10),
    "names.shown": NamesShown("cards", "2026-11-16", 8),
    "programme.published": ProgrammePublished("2026.2", "ab" * 32, 'version = "2026.2"\n'),
    "standard.published": StandardPublished("2026.2", "cd" * 32, 'version = "2026.2"\nzh = "七个一"\n'),
    "meal.released": MealReleased(MEAL, None),
    "register.taken_out": RegisterTakenOut(REFERRAL),
    "phone_till.opened": PhoneTillOpened(OPERATOR, MERCHANT, "2026-11-30"),
    "phone_till.ended": PhoneTillEnded(OPERATOR),
    "phone_till.closed": PhoneTillClosed(OPERATOR, MERCHANT, "2026-11-16", 41, 40_590, 20_000, 1),
}


def entry_of(number: int, body: Fact, at: int = AT) -> Entry:
    return Entry(
        v=body.VERSION,
        device=DEVICE,
        epoch="00112233445566aa",
        seq=number,
        prev="7a" * 32,
        id=f"019a8b5e-1c00-7000-8000-{number:012d}",
        kind=body.KIND,
        at=at,
        day="2026-11-16",
        site=SITE,
        by=OPERATOR,
        body=body,
    )


def plain(put: Put) -> dict[str, Any]:
    return {"table": put.table, "key": put.key, "values": put.values, "newer": put.newer}


def golden() -> dict[str, dict[str, Any]]:
    """The content of every file of this version, by name."""
    made: dict[str, dict[str, Any]] = {}
    entries_made = [(name, entry_of(number, body)) for number, (name, body) in enumerate(FACTS.items(), 1)]
    # one of a clock that went back two hours: kept, flagged, and stamped with the latest clock before it
    behind = entry_of(len(FACTS) + 1, FACTS["rectification.moved"], HIGH_WATER - 7_200_000)
    for name, entry in [*entries_made, ("rectification.moved-clock-behind", behind)]:
        data = entries.to_bytes(entry)
        read = entries.from_bytes(data)
        made[name] = {
            "kind": entry.kind,
            "v": entry.v,
            "bytes": data.decode(),
            "hash": entries.hash_of(data),
            "high_water": HIGH_WATER,
            "rows": [plain(put) for put in rows_of(read, HIGH_WATER)],
        }
    return made


def spell(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Writes what is missing; a file that would change is written only with `--unreleased`."""
    folder = HERE / f"v{__version__}"
    folder.mkdir(exist_ok=True)
    differs = []
    for name, content in golden().items():
        place, text = folder / f"{name}.json", spell(content)
        if place.exists() and place.read_text("utf-8") != text and "--unreleased" not in sys.argv:
            differs.append(name)
            continue
        place.write_text(text, "utf-8")
    for name in differs:
        print(f"would change: {name}", file=sys.stderr)
    return 1 if differs else 0


if __name__ == "__main__":
    raise SystemExit(main())
