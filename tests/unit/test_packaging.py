"""What is no code must be named to arrive: in pyproject.toml for the wheel, in build.spec for the built folder."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parents[2]
PACKAGES = ("desktop", "reports", "resources")
DATA = sorted(
    file.relative_to(HERE)
    for package in PACKAGES
    for file in (HERE / package).rglob("*")
    if file.is_file() and file.suffix not in (".py", ".pyc") and "__pycache__" not in file.parts
)


def test_there_is_data_to_ship() -> None:
    assert Path("resources/words/zh.toml") in DATA
    assert Path("desktop/store/migrations/script.py.mako") in DATA


def test_build_spec_names_the_folder_of_each_data_file() -> None:
    named = re.findall(r'tree\("([^"]+)"\)', (HERE / "build.spec").read_text("utf-8"))
    assert [file for file in DATA if not any(file.is_relative_to(folder) for folder in named)] == []


def test_pyproject_names_each_data_file() -> None:
    table = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]
    shipped = {
        found.relative_to(HERE)
        for package, patterns in table.items()
        for pattern in patterns
        for found in (HERE / package).glob(pattern)
    }
    assert [file for file in DATA if file not in shipped] == []


def test_the_user_guide_goes_with_its_pictures() -> None:
    """The window looks for it beside the resources."""
    spec = (HERE / "build.spec").read_text("utf-8")
    assert '(ROOT / "docs").glob("guide*.md")' in spec
    assert 'tree("docs/pictures")' in spec


def test_migrations_go_as_files() -> None:
    """Alembic reads its revisions from the disk, so the packed modules alone are not enough."""
    assert 'tree("desktop/store/migrations")' in (HERE / "build.spec").read_text("utf-8")
