"""Functions stay small: none over 60 lines (CONTRIBUTING.md aims at less; `test_tree.py` has the files)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
ROOMS = ("desktop", "hub", "reports", "tools")
FUNCTION_MOST = 60
# Written by a program: the first schemas, a line a column.
MADE = {HERE / room / "migrations/versions/v0001_first.py" for room in ("desktop/store", "hub")}


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (file for file in sorted((HERE / room).rglob("*.py")) if file not in MADE)


def test_no_function_is_long() -> None:
    long = {}
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_MOST:
                    long[f"{file.relative_to(HERE)}:{node.name}"] = lines
    assert long == {}
