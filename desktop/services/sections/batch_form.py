"""The form of a check-up batch 体检批次: hospital, package, slots with places, quotas; as the TOML file says it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from desktop.core.batch_file import SLOTS_MOST, slot_of
from desktop.core.divisions import Divisions
from desktop.core.errors import Refused
from desktop.core.pages import Hint
from desktop.core.people import GROUPS
from desktop.core.plain import FieldKind, PlainField
from desktop.services.desk import Desk
from desktop.services.sections.section import Given, choice, words_of

BRING = "bring."
# What the form begins with: three mornings, a week of working days ahead.
MORNING, PLACES, DAYS, AHEAD = ("08:00", "11:30"), 40, 3, 5
# What nobody comes without.
BROUGHT = ("id_card", "slip")
QUOTAS_MOST = 40


def batch_fields(desk: Desk, connection: Connection, today: str) -> tuple[PlainField, ...]:
    """The fields, with what the last batch had where there was one."""
    partners = connection.exec_driver_sql("SELECT partner, name FROM partners ORDER BY name").fetchall()
    last = connection.exec_driver_sql(
        "SELECT partner, package, payer, unit_fen, fasting FROM checkup_batches WHERE number NOT NULL"
        " ORDER BY opened_at DESC LIMIT 1"
    ).fetchone()
    partner, package, payer, unit_fen, fasting = last or ("", "", "", 0, 1)
    columns = (
        PlainField("day", label="slot_day", wide=5),
        PlainField("from", label="slot_from", wide=3),
        PlainField("to", label="slot_to", wide=3),
        PlainField("places", label="slot_places", wide=3),
    )
    quotas = (PlainField("street", label="quota_street", wide=5), PlainField("places", label="slot_places", wide=3))
    groups = (("", Hint("plain.all_groups")), *words_of("group", GROUPS))
    return (
        choice("partner", tuple((row[0], row[1]) for row in partners), partner),
        PlainField("package", value=package),
        PlainField("slots", FieldKind.ROWS, columns=columns, most=SLOTS_MOST, value=_first_slots(desk, today)),
        PlainField("payer", value=payer),
        PlainField("unit_price", FieldKind.MONEY, value=f"{unit_fen // 100}.{unit_fen % 100:02d}"),
        PlainField("group", FieldKind.CHOICE, groups, needed=False, label="batch_group"),
        PlainField("quotas", FieldKind.ROWS, columns=quotas, most=QUOTAS_MOST, needed=False),
        PlainField("fasting", FieldKind.YES, value="yes" if fasting else "", needed=False),
        *(
            PlainField(BRING + code, FieldKind.YES, value="yes" if code in BROUGHT else "", needed=False,
                       said=(Hint("plain.bring"), titles))
            for code, titles in desk.rules.health.bring.items()
        ),
    )  # fmt: skip


def _first_slots(desk: Desk, today: str) -> str:
    days = (desk.rules.calendar.after(today, AHEAD + number).day for number in range(DAYS))
    return "\n".join("\t".join((day, *MORNING, str(PLACES))) for day in days)


def batch_table(given: Given, divisions: Divisions) -> Mapping[str, Any]:
    """What was typed, as the table of a batch file. Raises `Refused` with the row that cannot be read."""
    slots = _slots(given.rows("slots"))
    if not slots:
        raise Refused("batch_no_slots")
    quotas: dict[str, int] = {}
    for number, cells in given.rows("quotas"):
        street, places = (*cells, "")[:2]
        code = street_code(divisions, street, number)
        if code in quotas:
            raise Refused("quota_twice", row=number, street=street[:40])
        quotas[code] = _whole(places, Refused("quota_row_wrong", row=number))
    bring = (name.removeprefix(BRING) for name in given.values if name.startswith(BRING) and given.yes(name))
    return {
        "hospital": given.needed("partner"),
        "package": given.needed("package"),
        "slots": slots,
        "payer": given.needed("payer"),
        "unit_price_fen": given.fen("unit_price"),
        "groups": [given.text("group")] if given.text("group") else [],
        "quota": quotas,
        "fasting": given.yes("fasting"),
        "bring": list(bring),
    }


def _slots(rows: list[tuple[int, list[str]]]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = []
    begun: set[tuple[str, int]] = set()
    for number, cells in rows:
        day, begin, end, places = (*cells, "", "", "", "")[:4]
        table = {
            "day": day,
            "from": begin.replace("：", ":"),
            "to": end.replace("：", ":"),
            "places": _whole(places, Refused("slot_row_wrong", row=number)),
        }
        try:
            read = slot_of(table)
        except Refused as error:
            raise Refused("slot_row_wrong", row=number) from error
        if (read.day, read.begin) in begun:
            raise Refused("slot_twice", row=number)
        begun.add((read.day, read.begin))
        found.append(table)
    return found


def _whole(text: str, otherwise: Refused) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 6):
        raise otherwise
    return int(text)


def street_code(divisions: Divisions, typed: str, row: int) -> str:
    """The nine digits of a street given by its code or its name, 街道 left out or not. Raises `Refused`."""
    found = [
        code
        for code, each in divisions.by_code.items()
        if each.level == "street" and typed and typed in (code, each.name, each.name.removesuffix("街道"))
    ]
    if len(found) != 1:
        raise Refused("quota_street_wrong", row=row, street=typed[:40])
    return found[0]
