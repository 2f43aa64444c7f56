"""Tables as files: what a spreadsheet makes of them, who sees names, and the fact that they were taken out."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.app import read_words
from desktop.core.errors import Refused, Trouble
from desktop.core.roles import Operator
from desktop.services.export_cells import Sort, csv_bytes, neutral, xlsx_bytes
from desktop.services.exports import TABLES, Exports
from tests.stations import Station

WORDS = read_words()["zh"]
# What spreadsheets run, or ran once (OWASP, CSV injection; DDE), also behind what they pass over.
LIVE = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "=IMPORTXML(1)"),
    *("\t=1", "\r=1", "\n=1", " =1", "\u3000=1", "\ufeff=1", "＝1+1", "＋1", "－1", "＠SUM(A1)"),
    "-2+3+cmd|' /C calc'!A0",
)
CELLS = st.one_of(st.integers(-(2**53), 2**53), st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20))


def opened(file: Path) -> tuple[Any, list[tuple[Any, ...]]]:
    sheet = openpyxl.load_workbook(file).active
    return sheet, [tuple(row) for row in sheet.iter_rows()]


def put(station: Station, table: str, file: Path, **more: Any) -> list[tuple[Any, ...]]:
    Exports(station.desk, WORDS).write(station.by, table, file, None, None, **more)
    return opened(file)[1]


@pytest.fixture
def served(station: Station) -> Station:
    station.clock.set("2026-11-16T12:00:00")
    merchant = station.office.master.add_merchant(station.by, "=HYPERLINK(1)")
    made = station.register("王小明", phone="13812345678")
    station.office.visits.by_card(station.by, made.card, ["rest", "water"])
    assert station.office.meals.serve(station.by, made.card, merchant).outcome == "served"
    return station


def test_a_spreadsheet_gets_days_times_and_money(served: Station, tmp_path: Path) -> None:
    heads, row = put(served, "meals", tmp_path / "meals.xlsx")
    by = {head.value: cell for head, cell in zip(heads, row, strict=True)}
    assert by["日期"].value == datetime(2026, 11, 16)
    assert (by["日期"].is_date, by["日期"].number_format) == (True, "yyyy-mm-dd")
    assert by["时间"].value == datetime(2026, 11, 16, 12, 0)
    assert (by["自付（元）"].value, by["补贴（元）"].value) == (9.9, 5)
    assert by["自付（元）"].number_format == "#,##0.00"
    assert by["商户"].value == "'=HYPERLINK(1)"
    assert by["商户"].data_type == "s"
    assert by["姓名"].value == "王**"
    sheet, _ = opened(tmp_path / "meals.xlsx")
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:M2"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 8


def test_a_csv_says_the_same(served: Station, tmp_path: Path) -> None:
    Exports(served.desk, WORDS).write(served.by, "meals", tmp_path / "meals.csv", None, None)
    data = (tmp_path / "meals.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    heads, row = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    by = dict(zip(heads, row, strict=True))
    assert (by["日期"], by["时间"]) == ("2026-11-16", "2026-11-16 12:00")
    assert (by["自付（元）"], by["补贴（元）"]) == ("9.90", "5.00")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_who_took_what_is_a_fact(served: Station, tmp_path: Path, table: str, suffix: str) -> None:
    file = tmp_path / f"x.{suffix}"
    exports = Exports(served.desk, WORDS)
    count = exports.write(served.by, table, file, "2026-11-01", "2026-11-30")
    fact = served.entries("table.exported")[-1]
    told = {key: value for key, value in fact.body.items() if value is not None}
    span = {"first": "2026-11-01", "last": "2026-11-30"}
    assert told == {"table": table, "form": suffix, "rows": count, "unmasked": False, **span}
    assert fact.by == served.by.id
    assert b"13812345678" not in file.read_bytes()


def test_full_names_only_for_a_supervisor_with_a_reason(served: Station, tmp_path: Path) -> None:
    file = tmp_path / "riders.xlsx"
    assert [cell.value for cell in put(served, "riders", file)[1]][2:4] == ["王**", "138****5678"]
    exports = Exports(served.desk, WORDS)
    caretaker = Operator(served.by.id, frozenset({"caretaker"}))
    before = len(served.entries("table.exported"))
    with pytest.raises(Refused, match="'not_allowed'"):
        exports.write(caretaker, "riders", file, None, None, unmasked=True, reason="审计")
    with pytest.raises(Refused, match="'reason_needed'"):
        exports.write(served.by, "riders", file, None, None, unmasked=True, reason=" ")
    assert len(served.entries("table.exported")) == before
    full = put(served, "riders", file, unmasked=True, reason="街道审计")
    assert [cell.value for cell in full[1]][2:4] == ["王小明", "13812345678"]
    fact = served.entries("table.exported")[-1]
    assert fact.body["unmasked"] is True
    assert served.rows("SELECT text FROM notes WHERE hash = ?", (fact.body["reason"],)) == [("街道审计",)]
    heads, *lines = put(served, "exports", tmp_path / "exports.xlsx")
    assert [head.value for head in heads][3:] == ["导出的表", "格式", "行数", "起", "止", "姓名电话完整"]
    assert [line[8].value for line in lines] == ["否", "是"]


def test_a_file_that_cannot_be_written_is_not_told_of(served: Station, tmp_path: Path) -> None:
    """The fact comes before the file, and before the fact the place is tried."""
    (tmp_path / "a_folder.csv").mkdir()
    with pytest.raises(Trouble, match="'output_unwritable'"):
        Exports(served.desk, WORDS).write(served.by, "riders", tmp_path / "a_folder.csv", None, None)
    assert served.entries("table.exported") == []


@pytest.mark.parametrize("text", LIVE)
def test_no_cell_is_run(text: str) -> None:
    assert neutral(text) == f"'{text}"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a"], [Sort.TEXT], [(text,)]))).active
    assert sheet is not None
    assert (sheet["A2"].data_type, str(sheet["A2"].value)[:1]) == ("s", "'")


@settings(max_examples=60)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_what_goes_into_a_file_comes_out(rows: list[tuple[str | int, str | int]]) -> None:
    heads, sorts = ["甲", "乙"], [Sort.TEXT, Sort.TEXT]
    given_ = [tuple(neutral(cell) for cell in row) for row in rows]
    read = list(csv.reader(io.StringIO(csv_bytes(heads, sorts, rows).decode("utf-8-sig"))))
    assert read == [heads, *([str(cell) for cell in row] for row in given_)]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(heads, sorts, rows))).active
    assert sheet is not None
    # a row of nothing at the end is no row of a spreadsheet
    for number, row in enumerate(given_, 2):
        assert tuple(sheet.cell(number, column).value or "" for column in (1, 2)) == tuple(cell or "" for cell in row)


@given(st.integers(-(10**13), 10**13))
def test_money_is_exact_to_the_fen(fen: int) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a"], [Sort.MONEY], [(fen,)]))).active
    assert sheet is not None
    assert round(float(str(sheet["A2"].value)) * 100) == fen


def test_a_day_that_is_none_stays_text() -> None:
    rows = [("2026-02-30",), ("2026-02-28",), ("2027-03",)]
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a"], [Sort.DAY], rows))).active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == ["2026-02-30", datetime(2026, 2, 28), "2027-03"]
