"""Commands that write files: print and export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.options import Output
from desktop.cli.progress import Progress
from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.day_papers import BlankRegister
from desktop.core.errors import Refused
from desktop.core.papers import StoredPaper
from desktop.core.watch import Watch, watched
from desktop.services.exports import NAMES, Exports
from desktop.services.outputs import digest_of, write_output
from desktop.services.papers import KINDS, SIZES, Papers, Wanted


@command("print", playable=True)
def print_paper(
    session: Session,
    kind: Annotated[str | None, typer.Argument()] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    month: Annotated[str | None, typer.Option()] = None,
    day: Annotated[str | None, typer.Option()] = None,
    id: Annotated[str | None, typer.Option()] = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    size: Annotated[str | None, typer.Option(help="a4, a3, cr80 or label, as the paper can")] = None,
    full_names: Annotated[bool, typer.Option("--full-names", help="cards: names unmasked, which is recorded")] = False,
    list_kinds: Annotated[bool, typer.Option("--list", help="names of all papers")] = False,
) -> Document:
    """One paper as PDF."""
    if list_kinds:
        return {"papers": sorted(KINDS), "sizes": {kind: list(sizes) for kind, sizes in sorted(SIZES.items())}}
    if kind is None or kind not in KINDS:
        raise Refused("paper_unknown", kind=(kind or "")[:40], kinds=", ".join(sorted(KINDS)))
    if output is None:
        raise Refused("output_needed")
    if lang not in session.tools.words:
        raise Refused("language_unknown", lang=lang[:20])
    office = session.office
    papers = Papers(office.desk, office, session.tools.words[lang])
    with watched(Watch(Progress(session.tools.words[lang]).told)):
        data = papers.freeze(session.by, Wanted(kind, month, day, id, size, full_names))
        pdf = data.pdf if isinstance(data, StoredPaper) else office.desk.printer.render(data, lang)
    write_output(output, pdf)
    if isinstance(data, BlankRegister):
        office.sheets.note_out(session.by, data.book)
    return {"pages": session.tools.pages(pdf), "file": str(output), "digest": digest_of(pdf)}


@command("export", playable=True)
def export(
    session: Session,
    table: Annotated[str, typer.Argument()],
    output: Output,
    from_day: Annotated[str | None, typer.Option("--from")] = None,
    to_day: Annotated[str | None, typer.Option("--to")] = None,
) -> Document:
    """A table as CSV or XLSX, personal data masked, formulas neutralised."""
    if table not in NAMES:
        raise Refused("table_unknown", table=table[:40], tables=", ".join(sorted(NAMES)))
    exports = Exports(session.office.desk, session.tools.words["zh"])
    rows = exports.write(session.by, table, output, from_day, to_day)
    return {"rows": rows, "file": str(output)}
