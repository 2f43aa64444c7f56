"""The data of 整改通知单 and 整改销号单: one rectification, from found to closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core import business_day
from desktop.core.errors import Refused
from desktop.core.hours import MINUTE_MS
from desktop.core.people import masked_name
from desktop.core.roles import Operator
from desktop.core.standard_papers import JobStep, RectificationPaper
from desktop.services.desk import allowed
from desktop.services.operators import operator_name
from desktop.store.beside import note_text

if TYPE_CHECKING:
    from desktop.services.papers import Papers, Wanted

_COLUMNS = (
    "r.rectification, r.number, r.item, r.checkpoint, r.severity, r.due, r.extended_due, r.opened_day, r.opened_at,"
    " r.opened_by, r.state, r.inspection"
)


@allowed("print")
def rectification(papers: Papers, _by: Operator, wanted: Wanted) -> RectificationPaper:
    """The notice of a rectification, the latest without an id. Raises `Refused`."""
    return _paper(papers, wanted, closing=False)


@allowed("print")
def rectification_closed(papers: Papers, _by: Operator, wanted: Wanted) -> RectificationPaper:
    """The closing of a rectification, the latest closed without an id. Raises `Refused`."""
    return _paper(papers, wanted, closing=True)


def _paper(papers: Papers, wanted: Wanted, *, closing: bool) -> RectificationPaper:
    desk, words = papers.desk, papers.words
    standard, language = desk.rules.standard, papers.words.language
    closed = " AND r.state = 'closed'" if closing else ""
    with desk.store.read() as connection:
        row = connection.exec_driver_sql(
            f"SELECT {_COLUMNS} FROM rectifications r WHERE r.number NOT NULL AND (? IS NULL OR r.rectification = ?)"
            f"{closed} ORDER BY r.opened_day DESC, r.number DESC LIMIT 1",
            (wanted.id, wanted.id),
        ).fetchone()
        if row is None:
            raise Refused("paper_empty" if wanted.id is None else "rectification_unknown",
                          rectification=(wanted.id or "")[:40])  # fmt: skip
        job, number, item, checkpoint, severity, due, extended, day, at, finder, _, inspection = row
        finding = connection.exec_driver_sql(
            "SELECT note, reason FROM findings WHERE rectification = ? AND result = 'fail'"
            " ORDER BY answered_at LIMIT 1",
            (job,),
        ).fetchone()
        problem = " ".join(note_text(connection, part) for part in finding or () if part).strip()
        walk = connection.exec_driver_sql(
            "SELECT number, kind FROM inspections WHERE inspection = ?", (inspection,)
        ).fetchone()
        moves = connection.exec_driver_sql(
            'SELECT at, state, "by", note, day FROM rectification_moves WHERE rectification = ? ORDER BY at, fact',
            (job,),
        ).fetchall()
        steps = tuple(
            JobStep(_minute(move[0]), move[1], masked_name(operator_name(connection, move[2])),
                    note_text(connection, move[3]))
            for move in moves
        )  # fmt: skip
        who = masked_name(operator_name(connection, finder))
    point = standard.checkpoint(checkpoint)
    named = next((each for each in standard.items if each.code == item), None)
    end: Any = next((move for move in reversed(moves) if move[1] == "closed"), None)
    title = words.say("rectification.paper_number", year=day[:4], number=f"{number:03d}")
    return RectificationPaper(
        frame=papers.frame("rectification-closed" if closing else "rectification", title, job),
        closing=closing,
        day=day,
        inspection=_walk(papers, walk, day),
        item=named.titles[language] if named else item,
        point=point.titles[language] if point else checkpoint,
        hint=point.hints[language] if point else "",
        veto=bool(point and point.veto),
        problem=problem,
        standard=standard.titles[language],
        found=_minute(at),
        finder=who,
        severity=standard.severity_titles[severity][language] if severity in standard.severity_titles else severity,
        due=extended or due,
        first_due=due if extended else "",
        steps=steps,
        closed=_minute(end[0]) if end else "",
        minutes=max(0, end[0] - at) // MINUTE_MS if end else None,
        late=bool(end and end[4] > (extended or due)),
    )


def _walk(papers: Papers, walk: Any, day: str) -> str:
    """The walk that found it: its kind and number."""
    if walk is None or walk[0] is None:
        return ""
    number = papers.words.say("inspection.number", year=day[:4], number=walk[0])
    kind = papers.words.say(f"inspection_kind.{walk[1]}")
    return papers.words.say("rectification.walk", kind=kind, number=number)


def _minute(at: int) -> str:
    return business_day.stamp(at)[:16].replace("T", " ")
