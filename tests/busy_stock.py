"""The medicine box, a merchant's record, boxed meals and goods on a busy day."""

from __future__ import annotations

from tests.stations import Station


def stock_and_goods(station: Station, merchant: str, witness: str, pin: str) -> None:
    """Every use case of them once or more; ends with a bottle opened and one thrown away."""
    office, by = station.office, station.by
    box = office.medicine
    bottles = box.stock(by, "碘伏", batch="220817", expiry="2027-03", quantity=3, note="街道送来").line.line
    plasters = box.stock(by, "创可贴", batch="A2605", expiry="2028-02", quantity=100, source="donation").line.line
    opened = box.open(by, bottles).line.line
    box.take(by, "创可贴", 2)
    box.count(by, plasters, 97, "少了一片")
    box.dispose(by, [(opened, None)], "damaged", witness, pin, receiver="pharmacy", note="瓶口裂了")
    office.merchant_records.set(
        by,
        merchant,
        licence_name="济南泉香餐饮管理有限公司",
        licence_code="91330100799655058B",
        permit="JY23701020012345",
        permit_until="2026-12-01",
        account_tail="6021",
        hours="10:00-21:00",
        closed="7",
    )
    office.boxes.count(by, merchant, received=30, handed_out=26, left_over=3, spoiled=1)
    office.goods.hand_out(by, "矿泉水", 24, "courier")
