"""The small table of a form: typed from paper with Enter, kept when made anew, never more rows than a sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.plain import FieldKind, PlainField
from desktop.core.words import Words
from desktop.ui.look import Look
from desktop.ui.parts.button import Button
from desktop.ui.plain.row_fields import RowsField

COLUMNS = (PlainField("time", label="row_time"), PlainField("who", label="row_who", wide=3))
FIELD = PlainField("rows", FieldKind.ROWS, columns=COLUMNS, most=4)


def made(bot: QtBot, look: Look, words: Words, value: str = "") -> RowsField:
    field = RowsField(look, words, FIELD, ("时刻", "卡号"), value)
    bot.addWidget(field)
    field.resize(340, 400)
    field.show()
    field.activateWindow()
    bot.waitUntil(field.isActiveWindow)
    return field


def cell(field: RowsField, row: int, name: str) -> QLineEdit:
    found = field.findChild(QLineEdit, f"field.rows.{row}.{name}")
    assert isinstance(found, QLineEdit)
    return found


def test_enter_goes_from_cell_to_cell_and_makes_rows_while_there_is_room(
    qtbot: QtBot, look: Look, catalogues: dict[str, Words]
) -> None:
    field = made(qtbot, look, catalogues["zh"])
    heard: list[str] = []
    field.typed.connect(heard.append)
    field.setFocus()
    for text in ("14:00", "马向阳 0427", "14:05", "", "", "", "15:10", "QY-4K7M-82XD"):
        here = QApplication.focusWidget()
        assert isinstance(here, QLineEdit)
        here.setText(text)
        QTest.keyClick(here, Qt.Key.Key_Return)
    assert field.text() == "14:00\t马向阳 0427\n14:05\t\n\t\n15:10\tQY-4K7M-82XD"
    assert heard[-1] == field.text()
    assert not field.findChild(Button, "field.rows.more").isVisible(), "the sheet has four rows"
    field.add_row()
    assert field.findChild(QLineEdit, "field.rows.4.time") is None
    assert cell(field, 3, "who").accessibleName() == "卡号 4"


def test_what_was_typed_comes_back(qtbot: QtBot, look: Look, catalogues: dict[str, Words]) -> None:
    value = "14:00\t马向阳 0427\n\t\n15:10\t"
    field = made(qtbot, look, catalogues["en"], value)
    assert field.text() == value
    assert cell(field, 2, "time").text() == "15:10"
    cell(field, 2, "time").setText("")
    assert field.text() == "14:00\t马向阳 0427", "empty rows at the end are none"


def test_a_tab_that_was_pasted_parts_no_cell(qtbot: QtBot, look: Look, catalogues: dict[str, Words]) -> None:
    field = made(qtbot, look, catalogues["zh"])
    cell(field, 0, "who").setText("马向阳\t0427")
    assert field.text() == "\t马向阳 0427"
