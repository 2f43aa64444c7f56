"""Full phones that were taken out: a list for whoever calls shows them, and that it was made is a fact."""

from __future__ import annotations

from desktop.core.entry import Entry
from desktop.core.fact import Fact, Put, Value

CALLBACKS, CHASE = "callbacks", "chase"


class PhonesShown(Fact, frozen=True):
    """Somebody took out a list with so many full phones: `list` is `callbacks` (电话回访单; `subject` its sample) or
    `chase` (催办名单; `subject` the day). No number and no name stands here.
    """

    KIND = "phones.shown"
    list: str
    subject: str
    lines: int


def shown_rows(entry: Entry, fact: PhonesShown) -> list[Put]:
    values: dict[str, Value] = {
        "list": fact.list,
        "subject": fact.subject,
        "lines": fact.lines,
        "day": entry.day,
        "at": entry.at,
        "by": entry.by,
    }
    return [Put("phones_shown", {"fact": entry.id}, values)]
