"""Commands of the dictionary of figures: all of a period, and the facts behind one."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.errors import Refused
from desktop.core.figures import Named
from desktop.core.periods import Period, Span

Month = Annotated[str | None, typer.Option(help="2026-11; this month without any span")]
Day = Annotated[str | None, typer.Option(help="2026-11-21")]
First = Annotated[str | None, typer.Option("--from", help="first day, with --to")]
Last = Annotated[str | None, typer.Option("--to", help="last day, with --from")]


def _period(session: Session, month: str | None, day: str | None, first: str | None, last: str | None) -> Period:
    if (first is None) != (last is None):
        raise Refused("span_open")
    span = None if first is None or last is None else (first, last)
    return session.office.figures.period(month=month, day=day, span=span)


def _span(span: Span | None) -> list[str] | None:
    return None if span is None else [span.first, span.last]


def _head(session: Session, named: Named) -> dict[str, Any]:
    words = session.tools.words
    return {
        "figure": named.code,
        "name": {language: named.title(each) for language, each in words.items()},
        "unit": named.figure.unit.value,
    }


@command("figures", playable=True)
def figures(
    session: Session, month: Month = None, day: Day = None, from_day: First = None, to_day: Last = None
) -> Document:
    """All figures of a month, a day or a span, with what they are compared with; changes per mille."""
    period = _period(session, month, day, from_day, to_day)
    readings = session.office.figures.read(period)
    return {
        "period": period.kind,
        "span": _span(period.span),
        "running": period.running,
        "before_span": _span(period.before),
        "year_ago_span": _span(period.year_ago),
        "began": readings.began,
        "version": session.office.figures.book.version,
        "figures": [
            {
                **_head(session, row.named),
                "value": row.value,
                "before": row.before,
                "change": row.change,
                "year_ago": row.year_ago,
                "year_change": row.year_change,
                "year_to_date": row.year_to_date,
            }
            for row in readings.rows
        ],
    }


@command("explain", playable=True)
def explain(
    session: Session,
    figure: Annotated[str, typer.Argument()],
    month: Month = None,
    day: Day = None,
    from_day: First = None,
    to_day: Last = None,
    after: Annotated[str | None, typer.Option(help="the fact after which to go on")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 200,
) -> Document:
    """A figure's value, its rule, and the facts behind it, whose amounts together are the value."""
    period = _period(session, month, day, from_day, to_day)
    found = session.office.figures.explain(figure, period, after, limit)
    about = found.named.figure
    return {
        **_head(session, found.named),
        "span": _span(found.span),
        "value": found.value,
        "rule": dict(about.rules),
        "version": session.office.figures.book.version,
        "kinds": list(about.kinds),
        "parts": dict(found.parts),
        "facts": [
            {
                "fact": each.fact,
                "epoch": each.epoch,
                "seq": each.seq,
                "kind": each.kind,
                "day": each.day,
                "amount": each.amount,
            }
            for each in found.facts
        ],
        "next": found.next,
    }
