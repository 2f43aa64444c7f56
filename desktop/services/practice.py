"""The practice station 练习: a folder of its own beside the real one, and what was practised there, from its facts."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from desktop.core import business_day, canonical
from desktop.core.errors import Refused
from desktop.core.practice_pages import STEPS, PracticePage, PracticeStep, ReadinessPaper
from desktop.core.roles import Operator
from desktop.services import demo
from desktop.services.desk import Desk
from desktop.services.frames import frame_of
from desktop.services.office import Office
from desktop.services.station import PRACTICE, PRACTICE_BEING_MADE, Parts, open_desk
from desktop.store.beside import put_setting, setting

PIN = "000000"
PAPERS = "practice.papers"
PLAN = demo.Plan(days=3, riders=24, merchants=2, seed=7, pin=PIN, settles=False)


def open_practice(parts: Parts, path: Path) -> Desk:
    """The practice station at `path`, made by the demo where there is none, and anew where its making was broken off.

    Raises `Refused("not_practice")` for a folder that is a real station's, which is left alone.
    """
    try:
        desk = open_desk(parts, path)
    except Refused as refused:
        if refused.code != "folder_missing":
            raise
    else:
        with desk.store.read() as connection:
            made = setting(connection, PRACTICE)
        if made not in (None, PRACTICE_BEING_MADE):
            return desk
        desk.close()
        if made is None:
            raise Refused("not_practice", folder=str(path))
        shutil.rmtree(path)
    office, _ = demo.fill(parts, path, PLAN, practice=True)
    with office.desk.store.write() as txn:
        put_setting(txn, PRACTICE, str(office.desk.store.head.seq))
    return office.desk


class Practice:
    """Fulfils `practice_pages.PracticeCounter`; `by` is who is at the counter."""

    def __init__(self, office: Office, by: Callable[[], Operator]) -> None:
        self._office, self._by = office, by

    def page(self) -> PracticePage:
        if not self._office.desk.practice:
            return PracticePage(False)
        return PracticePage(True, self._steps())

    def readiness(self, language: str) -> bytes:
        desk = self._office.desk
        if not desk.practice:
            raise Refused("practice_only")
        words = desk.printer.words[language]
        name = next((known.name for known in self._office.operators.all() if known.id == self._by().id), "")
        day = business_day.day_of(desk.now())
        paper = ReadinessPaper(frame_of(desk, words, "readiness", subject=day), day, name, self._steps())
        return desk.printer.render(paper, language)

    def note_paper(self) -> None:
        """A paper was made; where somebody practises that is a tick."""
        desk = self._office.desk
        if desk.practice:
            with desk.store.write() as txn:
                times = int((setting(txn.connection, PAPERS) or "0").split(" ")[0]) + 1
                put_setting(txn, PAPERS, f"{times} {desk.now()}")

    def _steps(self) -> tuple[PracticeStep, ...]:
        found = {code: [0, 0] for code in STEPS}
        desk = self._office.desk
        with desk.store.read() as connection:
            made = int(setting(connection, PRACTICE) or 0)
            rows = connection.exec_driver_sql(
                "SELECT j.data FROM journal j JOIN logs l USING (log) WHERE l.own = 1 AND j.seq > ?", (made,)
            ).fetchall()
            papers = (setting(connection, PAPERS) or "").split(" ")
        for (data,) in rows:
            entry = canonical.decode(bytes(data))
            code = _step_of(entry["kind"], entry["body"])
            if code:
                found[code] = [found[code][0] + 1, max(found[code][1], entry["at"])]
        with contextlib.suppress(ValueError, IndexError):
            found["paper"] = [int(papers[0]), int(papers[1])]
        return tuple(PracticeStep(code, times, business_day.clock_time(at) if at else "")
                     for code, (times, at) in found.items())  # fmt: skip


def _step_of(kind: str, body: Mapping[str, Any]) -> str:
    """Which step a fact is; empty for none."""
    if kind == "visit.recorded":
        return {"card": "scan", "anonymous": "anonymous"}.get(str(body["how"]), "")
    if kind == "inspection.completed":
        return "inspection" if any(answer["result"] == "fail" for answer in body["answers"]) else ""
    return {
        "meal.served": "meal",
        "visit.voided": "void",
        "meal.voided": "void",
        "referral.issued": "referral",
    }.get(kind, "")
