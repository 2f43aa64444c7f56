"""Writes the first migration from the tables again. Only while nothing is released: afterwards a change of the
tables is a new migration beside it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

import desktop.tables.declared  # noqa: F401  (registers the tables)

PLACE = Path(__file__).resolve().parent.parent / "desktop/store/migrations/versions/v0001_first.py"
HEAD = '''"""The first schema: logs, private, derived."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    '''


def main() -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        options = {"sqlalchemy_module_prefix": "sa.", "alembic_module_prefix": "op."}
        context = MigrationContext.configure(connection, opts=options)
        script = produce_migrations(context, SQLModel.metadata)
        code = render_python_code(script.upgrade_ops) if script.upgrade_ops else "pass"
    lines = [line for line in code.splitlines() if "###" not in line]
    text = HEAD + "\n".join(lines).strip().replace("sqlmodel.sql.sqltypes.AutoString()", "sa.String()") + "\n"
    PLACE.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(PLACE)], check=True)


if __name__ == "__main__":
    main()
