"""The supervisors' use cases put together over one hub."""

from __future__ import annotations

from dataclasses import dataclass

from hub.allotments import Allotments
from hub.check_reading import CheckReading
from hub.check_signing import CheckSigning
from hub.checks import Checks
from hub.doors import Doors, Porter
from hub.escrows import Escrows
from hub.figures import Figures
from hub.held import Held
from hub.merchants import Merchants
from hub.persons import Persons
from hub.phone_tills import PhoneTills
from hub.publishing import Publishing
from hub.samples import Samples
from hub.settlement import Settlements
from hub.slots import Slots
from hub.supervision import Supervision
from hub.till import PhoneTill


@dataclass(frozen=True)
class Office:
    hub: Supervision
    figures: Figures
    held: Held
    merchants: Merchants
    settlements: Settlements
    samples: Samples
    allotments: Allotments
    slots: Slots
    publishing: Publishing
    doors: Doors
    escrows: Escrows
    persons: Persons
    phone_tills: PhoneTills
    till: PhoneTill
    checks: Checks
    signing: CheckSigning
    checked: CheckReading


def open_office(hub: Supervision, porter: Porter) -> Office:
    settlements, allotments, slots = Settlements(hub), Allotments(hub), Slots(hub)
    return Office(
        hub,
        Figures(hub),
        Held(hub),
        Merchants(hub),
        settlements,
        Samples(hub, settlements),
        allotments,
        slots,
        Publishing(hub),
        Doors(hub, porter),
        Escrows(hub),
        Persons(hub),
        PhoneTills(hub, porter),
        PhoneTill(hub),
        Checks(hub),
        CheckSigning(hub),
        CheckReading(hub),
    )
