"""Hands down what a TOML file holds: a programme, a standard, allotments, health batches; told by its tables."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from desktop.core.errors import Refused
from desktop.core.publishing import ProgrammePublished, StandardPublished, programme_of, standard_of
from hub.allotments import Allotments
from hub.slots import Slots, WantedBatch
from hub.supervision import Supervision, Supervisor, allowed


class Publishing:
    def __init__(self, hub: Supervision, allotments: Allotments, slots: Slots) -> None:
        self.hub = hub
        self._allotments = allotments
        self._slots = slots

    @allowed("publish")
    def publish(self, by: Supervisor, text: str) -> list[tuple[str, str]]:
        """Publishes a file's content; what was made as (`programme`, version), (`standard`, version),
        (`allotment`, fact), (`batch`, id). Raises `Refused` for a file that is none of these.
        """
        try:
            table = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise Refused("publish_unreadable", detail=str(error)[:200]) from error
        if "funding" in table:
            return [("programme", self._hand_down(by, programme_of(text)))]
        if "items" in table:
            return [("standard", self._hand_down(by, standard_of(text)))]
        odd = sorted(set(table) - {"allotments", "batches"})
        if odd:
            raise Refused("publish_unreadable", detail=", ".join(odd)[:200])
        # everything is read before anything is written
        grants = [_granted(each) for each in _list(table, "allotments")]
        batches = [_batch(each) for each in _list(table, "batches")]
        if not grants and not batches:
            raise Refused("publish_empty")
        made = [("allotment", self._allotments.grant(by, *each)) for each in grants]
        return made + [("batch", self._slots.open(by, each)) for each in batches]

    def _hand_down(self, by: Supervisor, body: ProgrammePublished | StandardPublished) -> str:
        with self.hub.ground.write() as txn:
            txn.append(body, by=by.id, site=self.hub.ground.site)
        return body.version


def _granted(table: Mapping[str, Any]) -> tuple[str, str, str, int, int]:
    """Merchant, device, month, fen, portions a day (0: no limit)."""
    odd = sorted(set(table) - {"merchant", "device", "month", "fen", "portions_a_day"})
    if odd:
        raise Refused("publish_unreadable", detail=", ".join(odd)[:200])
    try:
        merchant, device, month = (str(table[name]) for name in ("merchant", "device", "month"))
        return merchant, device, month, _whole(table["fen"]), _whole(table.get("portions_a_day", 0))
    except KeyError as error:
        raise Refused("publish_unreadable", detail=str(error)[:200]) from error


def _list(table: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    found = table.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused("publish_unreadable", detail=name)
    return found


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused("publish_unreadable", detail=str(value)[:40])
    return value


def _batch(table: Mapping[str, Any]) -> WantedBatch:
    try:
        slots = [
            (str(each["day"]), minutes(str(each["from"])), minutes(str(each["to"])), _whole(each["places"]))
            for each in _list(table, "slots")
        ]
        return WantedBatch(
            partner=str(table["partner"]),
            package=str(table["package"]),
            slots=slots,
            quotas=[(str(street), _whole(places)) for street, places in table.get("quotas", {}).items()],
            groups=[str(group) for group in table.get("groups", [])],
            unit_fen=_whole(table.get("unit_fen", 0)),
            payer=str(table.get("payer", "")),
            bring=[str(code) for code in table.get("bring", [])],
            fasting=bool(table.get("fasting", False)),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise Refused("publish_unreadable", detail=str(error)[:200]) from error


def minutes(clock: str) -> int:
    """`08:30` as minutes of the day; raises `Refused`."""
    hours, _, rest = clock.replace("：", ":").partition(":")
    if not (hours.isdecimal() and rest.isdecimal() and int(hours) <= 24 and int(rest) < 60):
        raise Refused("slot_line_wrong", line=clock[:20])
    return int(hours) * 60 + int(rest)
