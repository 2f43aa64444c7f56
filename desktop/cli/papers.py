"""Commands that write files: print and export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from desktop.cli.options import Output
from desktop.cli.registry import Document, command
from desktop.cli.session import Session
from desktop.core.day_papers import BlankRegister
from desktop.core.errors import Refused
from desktop.core.paper_check import Verdict
from desktop.core.paper_code import looks_like_paper
from desktop.core.papers import StoredPaper
from desktop.services.exports import NAMES, Exports
from desktop.services.outputs import digest_of, read_input, write_output
from desktop.services.paper_checks import PaperChecks, document
from desktop.services.papers import KINDS, Papers, Wanted


@command("print", playable=True)
def print_paper(
    session: Session,
    kind: Annotated[str | None, typer.Argument()] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output")] = None,
    month: Annotated[str | None, typer.Option()] = None,
    day: Annotated[str | None, typer.Option()] = None,
    id: Annotated[str | None, typer.Option()] = None,
    lang: Annotated[str, typer.Option(help="zh or en")] = "zh",
    list_kinds: Annotated[bool, typer.Option("--list", help="names of all papers")] = False,
) -> Document:
    """One paper as PDF."""
    if list_kinds:
        return {"papers": sorted(KINDS)}
    if kind is None or kind not in KINDS:
        raise Refused("paper_unknown", kind=(kind or "")[:40], kinds=", ".join(sorted(KINDS)))
    if output is None:
        raise Refused("output_needed")
    if lang not in session.tools.words:
        raise Refused("language_unknown", lang=lang[:20])
    office = session.office
    papers = Papers(office.desk, office, session.tools.words[lang])
    data = papers.freeze(session.by, Wanted(kind, month, day, id))
    pdf = data.pdf if isinstance(data, StoredPaper) else office.desk.printer.render(data, lang)
    write_output(output, pdf)
    if isinstance(data, BlankRegister):
        office.sheets.note_out(session.by, data.book)
    return {"pages": session.tools.pages(pdf), "file": str(output), "digest": digest_of(pdf)}


@command("check-paper", playable=True)
def check_paper(
    session: Session,
    code_or_file: Annotated[str, typer.Argument(help="the text of a paper's code, a PDF, or a picture of a paper")],
) -> Document:
    """Whether a paper is genuine, and the figures that its maker signed. Needs no operator and no network."""
    checks = PaperChecks(session.office.desk)
    if looks_like_paper(code_or_file):
        answer = checks.code(code_or_file)
    else:
        data = read_input(Path(code_or_file))
        answer = checks.file(data, lambda: session.tools.look(data))
    told = document(answer)
    verdict = answer.checked.verdict
    if verdict is not Verdict.GENUINE:
        raise _no(verdict, told)
    return {"outcome": "genuine", **told}


def _no(verdict: Verdict, told: Document) -> Refused:
    if verdict is Verdict.ALTERED:
        return Refused("paper_altered", document=told)
    if verdict is Verdict.UNKNOWN_DEVICE:
        return Refused("paper_unknown_device", document=told)
    if verdict is Verdict.REVOKED_DEVICE:
        return Refused("paper_revoked_device", document=told)
    return Refused("paper_not_ours", document=told)


@command("export", playable=True)
def export(
    session: Session,
    table: Annotated[str, typer.Argument()],
    output: Output,
    from_day: Annotated[str | None, typer.Option("--from")] = None,
    to_day: Annotated[str | None, typer.Option("--to")] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="people in full: a supervisor, a reason")] = False,
    reason: Annotated[str, typer.Option(help="why in full")] = "",
) -> Document:
    """A table as CSV or XLSX, personal data masked, formulas neutralised; who took it is a fact."""
    if table not in NAMES:
        raise Refused("table_unknown", table=table[:40], tables=", ".join(sorted(NAMES)))
    exports = Exports(session.office.desk, session.tools.words["zh"])
    rows = exports.write(session.by, table, output, from_day, to_day, unmasked=unmasked, reason=reason)
    return {"rows": rows, "file": str(output)}
