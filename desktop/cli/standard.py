"""Commands about the standard: inspect, rectify, recheck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.errors import Refused
from desktop.services.answers import read_answers, read_photo


@command("inspect", playable=True)
def inspect(
    session: Session,
    answers: Annotated[Path, typer.Option()],
    kind: Annotated[str, typer.Option()] = "weekly",
) -> Document:
    """One walk round, from an answers file."""
    done = session.office.inspections.complete(session.by, kind, read_answers(answers))
    return {
        "inspection": done.inspection,
        "compliant": done.compliant,
        "passed": done.passed,
        "failed": done.failed,
        "rectifications": list(done.rectifications),
    }


@command("rectify", playable=True)
def rectify(
    session: Session,
    id: Annotated[str, typer.Argument()],
    note: Annotated[str, typer.Option()],
    photo: Annotated[list[Path], typer.Option()],
) -> Document:
    """Reports it put right, with photos."""
    entry, state = session.office.rectifications.rectify(session.by, id, note, [read_photo(file) for file in photo])
    return {"fact": entry.id, "state": state}


@command("recheck", playable=True)
def recheck(
    session: Session,
    id: Annotated[str, typer.Argument()],
    result: Annotated[str, typer.Argument(metavar="pass|fail")],
    note: Annotated[str, typer.Option()],
) -> Document:
    """Closes it, or sends it back."""
    if result not in ("pass", "fail"):
        raise Refused("recheck_result_wrong", result=result[:20])
    entry, state = session.office.rectifications.recheck(session.by, id, result == "pass", note)
    return {"fact": entry.id, "state": state}


@command("rectify-extend", playable=True)
def rectify_extend(
    session: Session,
    id: Annotated[str, typer.Argument()],
    workdays: Annotated[int, typer.Option()],
    reason: Annotated[str, typer.Option()],
) -> Document:
    """More time, once, by a supervisor."""
    entry, due = session.office.rectifications.extend(session.by, id, workdays, reason)
    return {"fact": entry.id, "due": due}


@command("standard", playable=True)
def standard(session: Session) -> Document:
    """Each item met or unmet now, since when, blocked by what."""
    compliant, items = session.office.standard.now(session.by)
    return {
        "compliant": compliant,
        "items": [
            {
                "item": each.item,
                "state": each.state,
                "since": each.since or None,
                "blocked_by": list(each.blocked_by),
                "rectifications": list(each.jobs),
            }
            for each in items
        ],
    }
