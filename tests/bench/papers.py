"""Papers of a busy district: a settlement of 30,000 lines, a thousand cards, and a table beside a bare canvas.

Wall and CPU seconds stand both in the result: the limit is on the wall, the CPU is what another machine can be
compared by.
"""

from __future__ import annotations

import io
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import qrcode
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.app import read_words
from desktop.core.papers import SettlementPaper
from desktop.core.watch import Halted, Watch, watched
from desktop.services.papers import Papers, Wanted
from reports.ink import MM, Align, Weight
from reports.page import LEFT, RIGHT, Paper
from reports.render import pages, render
from reports.sheet import A4
from reports.table import Column, Table
from resources import path
from tests.out import Measurement
from tests.stations import Template, Yard
from tests.unit.reports import samples

CARDS = 1_000
LIMIT_SECONDS = 8.0
TRIED = 20
LINES = 30_000
SETTLEMENT_SECONDS = 15.0
SETTLEMENT_MB = 300
HALTED_SECONDS = 0.5
ROWS = 4_000
TABLE_RATIO = 1.4
ROUNDS = 5


@dataclass(frozen=True)
class Took:
    """Seconds by the wall's clock and of this process's CPU."""

    wall: float
    cpu: float


def took(func: Callable[[], Any]) -> tuple[Any, Took]:
    began, worked = time.perf_counter(), time.process_time()
    made = func()
    return made, Took(time.perf_counter() - began, time.process_time() - worked)


# --- a settlement of 30,000 lines -------------------------------------------------------------------------------


def settlement_30k() -> Measurement:
    """A merchant's month of 30,000 meals, from the tables to the PDF, in a process of its own for its memory; then once
    more, stopped after its first rows. The control makes as many lines with a canvas that forgets nothing of its text:
    every cell through ReportLab's own `drawString`.
    """
    with tempfile.TemporaryDirectory(prefix="quanyi-settle-") as place:
        with get_context("spawn").Pool(1) as pool:
            kept = pool.apply(_fill, (Path(place),))
        with get_context("spawn").Pool(1) as pool:
            found = pool.apply(_settle, kept)
    with get_context("spawn").Pool(1) as pool:
        bare = pool.apply(_bare_lines)
    memory = found["megabytes"]
    holds = (
        found["wall"] <= SETTLEMENT_SECONDS
        and memory <= SETTLEMENT_MB
        and found["lines"] == LINES
        and found["told"] > LINES // 100
        and found["halted_after"] <= HALTED_SECONDS
    )
    return Measurement(
        value=round(found["wall"], 2),
        unit="s",
        limit=SETTLEMENT_SECONDS,
        holds=holds,
        n=LINES,
        control={
            "what": "every line drawn three times over by the canvas's own text",
            "seconds": round(3 * bare.wall, 1),
            "fails": 3 * bare.wall > SETTLEMENT_SECONDS,
        },
        more={
            "cpu_seconds": round(found["cpu"], 2),
            "freeze_seconds": round(found["freeze"], 2),
            "megabytes": memory,
            "megabytes_limit": SETTLEMENT_MB,
            "pages": found["pages"],
            "bytes": found["bytes"],
            "progress_told": found["told"],
            "stopped_within_seconds": round(found["halted_after"], 3),
        },
    )


def _settle(kept: Template, place: Path, merchant: str) -> dict[str, float]:
    words = read_words()["zh"]
    told = kept.open(place)
    try:
        papers = Papers(told.desk, told.office, words)
        steps: list[int] = []

        def make() -> tuple[SettlementPaper, bytes, float]:
            began = time.perf_counter()
            paper = papers.freeze(told.by, Wanted("settlement", "2026-10", id=merchant))
            frozen = time.perf_counter() - began
            assert isinstance(paper, SettlementPaper)
            with watched(Watch(lambda done, _total: steps.append(done))):
                return paper, render(paper, words), frozen

        (paper, pdf, frozen), seconds = took(make)
        peak = _peak_megabytes()
        return {
            "wall": seconds.wall,
            "cpu": seconds.cpu,
            "freeze": frozen,
            "megabytes": peak,
            "lines": len(paper.lines),
            "pages": pages(pdf),
            "bytes": len(pdf),
            "told": len(steps),
            "halted_after": _halted_after(paper),
        }
    finally:
        told.close()


def _peak_megabytes() -> int:
    """Of this process alone: `ru_maxrss` begins with what the process had that started it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert found
    return int(found[1]) // 1024


def _halted_after(paper: SettlementPaper) -> float:
    """Seconds from 停下 to the end of the making."""
    pressed: list[float] = []

    def told(done: int, _total: int) -> None:
        if done and not pressed:
            pressed.append(time.perf_counter())

    try:
        with watched(Watch(told, lambda: bool(pressed))):
            render(paper, read_words()["zh"])
    except Halted:
        return time.perf_counter() - pressed[0]
    return float("inf")


def _fill(place: Path) -> tuple[Template, Path, str]:
    """One meal by the counter and its row copied over the month: only the tables are read for a paper."""
    told = Yard(place / "yard").fresh.open(place / "filled")
    merchant = told.office.master.add_merchant(told.by, "泉香快餐（甸柳店）")
    card = told.register("王建国").card
    told.clock.set("2026-10-05T11:40:00")
    told.office.meals.serve(told.by, card, merchant)
    with told.desk.store.write() as txn:
        ask = txn.connection.exec_driver_sql
        columns = [row[1] for row in ask("PRAGMA table_info(meals)").fetchall()]
        other = {
            "fact": "printf('00000000-0000-4000-8000-%012d', n)",
            "seq": "n + 1000",
            "day": "printf('2026-10-%02d', 1 + n % 31)",
            "at": "at + (n % 600) * 1000",
        }
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(other.get(name, f'"{name}"') for name in columns)
        ask(
            "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            f" INSERT INTO meals ({names}) SELECT {values} FROM meals, numbers",
            (LINES - 1,),
        )
    told.close()
    return Template(place / "filled", told.recovery, told.clock.now()), place / "station", merchant


def _bare_lines() -> Took:
    rows = [tuple(row) for row in _rows(LINES)]
    return took(lambda: _bare(rows))[1]


# --- a table beside a bare canvas -------------------------------------------------------------------------------

COLUMNS = (
    Column("序号", 10, Align.RIGHT),
    Column("日期", 20),
    Column("时间", 12),
    Column("餐段", 16),
    Column("卡号", 20),
    Column("实付", 18, Align.RIGHT),
    Column("补贴", 18, Align.RIGHT),
    Column("流水", 18, Align.RIGHT),
)


def _rows(count: int) -> list[tuple[str, ...]]:
    lines = samples.settlement(count, whole=True).lines
    return [
        (str(at), line.day, line.time, line.period, f"****{line.card}", "9.90", "5.00", str(line.seq))
        for at, line in enumerate(lines, 1)
    ]


def table_vs_canvas() -> Measurement:
    """CPU seconds of our table over those of a bare ReportLab canvas that writes the same cells at the same places with
    the same face, in turns. The control is the library's own table (platypus), which is what one would take.
    """
    rows = _rows(ROWS)
    _ours(rows[:60])
    _bare(rows[:60])
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(took(lambda: _ours(rows))[1])
        bare.append(took(lambda: _bare(rows))[1])
    ratio = statistics.median(one.cpu / other.cpu for one, other in zip(ours, bare, strict=True))
    platypus = took(lambda: _platypus(rows))[1]
    slow = platypus.cpu / statistics.median(one.cpu for one in bare)
    return Measurement(
        value=round(statistics.median(one.wall for one in ours), 2),
        unit="s",
        limit=TABLE_RATIO,
        ratio=round(ratio, 2),
        holds=ratio <= TABLE_RATIO,
        n=ROWS,
        control={"what": "the same rows by platypus", "ratio": round(slow, 2), "fails": slow > TABLE_RATIO},
        more={
            "cpu_seconds": round(statistics.median(one.cpu for one in ours), 2),
            "canvas_cpu_seconds": round(statistics.median(one.cpu for one in bare), 2),
            "rounds": ROUNDS,
        },
    )


def _ours(rows: list[tuple[str, ...]]) -> bytes:
    paper = Paper(samples.FRAME, samples.words(), "表", "2026-10")
    Table(paper, COLUMNS).draw(rows)
    return paper.finish()


def _bare(rows: list[tuple[str, ...]]) -> bytes:
    """The same cells, rules and pages, with nothing measured, fitted, carried or repeated."""
    out = io.BytesIO()
    if "bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("bare", str(path("fonts") / "NotoSansSC-Regular.ttf"), shapable=False))
    drawn = Canvas(out, pagesize=(A4.width * MM, A4.height * MM), pageCompression=1, invariant=1)
    scale = (RIGHT - LEFT) / sum(column.width for column in COLUMNS)
    edges = [LEFT + scale * sum(column.width for column in COLUMNS[:at]) for at in range(len(COLUMNS) + 1)]
    y = 25.0
    drawn.setFont("bare", 9)
    drawn.setLineWidth(0.35)
    for row in rows:
        if y > 270:
            drawn.showPage()
            drawn.setFont("bare", 9)
            drawn.setLineWidth(0.35)
            y = 25.0
        base = (A4.height - y - 4.0) * MM
        for at, (cell, column) in enumerate(zip(row, COLUMNS, strict=True)):
            if column.align is Align.RIGHT:
                drawn.drawRightString((edges[at + 1] - 1.6) * MM, base, cell)
            else:
                drawn.drawString((edges[at] + 1.6) * MM, base, cell)
        y += 6.2
        drawn.line(LEFT * MM, (A4.height - y) * MM, RIGHT * MM, (A4.height - y) * MM)
    drawn.save()
    return out.getvalue()


def _platypus(rows: list[tuple[str, ...]]) -> bytes:
    from reportlab.platypus import SimpleDocTemplate, TableStyle
    from reportlab.platypus import Table as Flowing

    out = io.BytesIO()
    style = TableStyle([("FONT", (0, 0), (-1, -1), Weight.REGULAR.value, 9), ("LINEBELOW", (0, 0), (-1, -1), 0.35, 0)])
    SimpleDocTemplate(out, invariant=1).build([Flowing([column.title for column in COLUMNS] and rows, style=style)])
    return out.getvalue()


# --- a thousand cards -------------------------------------------------------------------------------------------


def cards_1000() -> Measurement:
    """1,000 cards, eight to a page; the control tries all eight masks of each code, as the library does if let."""
    words = read_words()["zh"]
    steps: list[int] = []
    with tempfile.TemporaryDirectory(prefix="quanyi-cards-") as place:
        told = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            with told.desk.store.write():
                texts = [told.register(f"骑手{number}").card for number in range(CARDS)]
            papers = Papers(told.desk, told.office, words)
            render(papers.freeze(told.by, Wanted("card", id=told.rows("SELECT rider FROM cards")[0][0])), words)
            with watched(Watch(lambda done, _total: steps.append(done))):
                pdf, seconds = took(lambda: render(papers.freeze(told.by, Wanted("cards")), words))
        finally:
            told.close()
    slow = seconds.wall + _masks_tried(texts[:TRIED]) * CARDS
    return Measurement(
        value=round(seconds.wall, 2),
        unit="s",
        limit=LIMIT_SECONDS,
        holds=seconds.wall <= LIMIT_SECONDS and pages(pdf) == CARDS // 8 == len(steps),
        n=CARDS,
        control={"what": "every mask tried for every code", "seconds": round(slow, 1), "fails": slow > LIMIT_SECONDS},
        more={"cpu_seconds": round(seconds.cpu, 2), "bytes": len(pdf), "pages": pages(pdf)},
    )


def _masks_tried(texts: list[str]) -> float:
    """Seconds a code when the mask is chosen by trying all."""
    began = time.perf_counter()
    for text in texts:
        made = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M)
        made.add_data(text)
        made.make(fit=True)
    return (time.perf_counter() - began) / len(texts)
