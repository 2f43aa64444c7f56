"""Modules stay small: no file of code over 400 lines, no function over 60 (CONTRIBUTING.md aims at less)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
ROOMS = ("desktop", "hub", "reports", "tools")
FILE_MOST, FUNCTION_MOST = 400, 60
# Written by a program: the first schema, a line a column.
MADE = {HERE / "desktop/store/migrations/versions/v0001_first.py"}


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (file for file in sorted((HERE / room).rglob("*.py")) if file not in MADE)


def test_no_file_is_long() -> None:
    long = {str(file.relative_to(HERE)): len(file.read_text("utf-8").splitlines()) for file in modules()}
    assert len(long) > 200, "the rooms are where they were"
    assert {name: lines for name, lines in long.items() if lines > FILE_MOST} == {}


def test_no_function_is_long() -> None:
    long = {}
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_MOST:
                    long[f"{file.relative_to(HERE)}:{node.name}"] = lines
    assert long == {}
