"""The user guide over the window: real keys, real text, the guide as it lies in docs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit

from desktop.ui.guide.panel import GuideBoard
from desktop.ui.guide.text import FILES, read_guide
from desktop.ui.look import Look
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off

CTRL = Qt.KeyboardModifier.ControlModifier
DOCS = Path(__file__).parents[2] / "docs"


def open_guide(desk: Desk) -> GuideBoard:
    desk.key(Qt.Key.Key_H, CTRL)
    return shown(desk)


def shown(desk: Desk) -> GuideBoard:
    assert desk.window.boards is not None
    board = desk.window.boards.board
    assert isinstance(board, GuideBoard)
    desk.settle()
    return board


def chapter(board: GuideBoard) -> str:
    return str(board.chapters.currentIndex().data())


def told(desk: Desk) -> str:
    found = desk.find("guide.told")
    assert isinstance(found, QLabel)
    return found.text()


@pytest.mark.parametrize(
    ("place", "title"),
    [("people", "新来一位：登记发卡"), ("inspect", "巡查"), ("papers.exports", "报表和打印")],
)
def test_it_opens_where_it_speaks_of_the_page(desk: Desk, place: str, title: str) -> None:
    desk.go(place)
    board = open_guide(desk)
    assert chapter(board) == title
    top = board.reader.cursorForPosition(board.reader.rect().center()).position()
    assert board.reader.toPlainText().index(title) < top
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.boards is not None
    assert desk.window.boards.board is None


def test_from_the_keys_from_settings_and_from_the_line(desk: Desk) -> None:
    desk.key(Qt.Key.Key_Slash, CTRL)
    desk.press(desk.find("keys.guide"))
    shown(desk)
    desk.press(desk.find("guide.close"))
    desk.go("settings")
    desk.press(desk.find("guide.open"))
    assert chapter(shown(desk)) == "写给督导员"
    desk.key(Qt.Key.Key_H, CTRL)
    assert desk.window.boards is not None
    assert desk.window.boards.board is None, "the key closes it again"


def test_a_merchant_finds_their_own_chapter(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    assert chapter(open_guide(desk)) == "9.9 元用餐"
    desk.press(desk.find("guide.close"))
    desk.go("meals.duty")
    assert chapter(open_guide(desk)) == "写给商户"


def test_ctrl_f_finds_from_place_to_place_and_escape_leaves_by_steps(desk: Desk) -> None:
    board = open_guide(desk)
    desk.key(Qt.Key.Key_F, CTRL)
    field = desk.find("guide.search")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    field.setText("恢复码")
    count = board.reader.toPlainText().count("恢复码")
    assert count > 3
    assert told(desk) == f"第 1 处，共 {count} 处"
    assert board.reader.textCursor().selectedText() == "恢复码"
    desk.key(Qt.Key.Key_Return)
    assert told(desk) == f"第 2 处，共 {count} 处"
    for _ in range(2):
        desk.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert told(desk) == f"第 {count} 处，共 {count} 处", "round and round"
    field.setText("没有这样的词")
    assert told(desk) == "没有找到"
    desk.key(Qt.Key.Key_Escape)
    assert (field.text(), told(desk), board.isVisible()) == ("", "", True)
    desk.key(Qt.Key.Key_Escape)
    assert desk.window.boards is not None
    assert desk.window.boards.board is None


def test_a_chapter_is_turned_to_and_another_language_goes_on_there(desk: Desk) -> None:
    board = open_guide(desk)
    for _ in range(30):
        desk.key(Qt.Key.Key_Tab)
        if board.chapters.hasFocus():
            break
    desk.key(Qt.Key.Key_End)
    assert chapter(board) == "按键"
    desk.key(Qt.Key.Key_F11)
    assert chapter(shown(desk)) == "Keys"


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("en", 150)])
def test_nothing_is_cut_off_and_pictures_fit(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    desk.window.resize(1366, 690)
    board = open_guide(desk)
    assert cut_off(board) == []
    assert board.reader.horizontalScrollBar().maximum() == 0
    assert board.reader.toPlainText().count("\ufffc") == len(list((DOCS / "pictures").glob(f"*.{language}.webp")))


def test_a_scan_goes_on_working(desk: Desk) -> None:
    desk.go("visits")
    open_guide(desk)
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]


def test_every_key_that_works_everywhere_is_in_it(desk: Desk) -> None:
    for language, file in FILES.items():
        text = (DOCS / file).read_text("utf-8")
        keys = set(re.findall("`([^`]+)`", text))
        missing = {each.shown for each in desk.window.hotkeys() if not each.page} - keys
        assert missing == set(), language


def test_without_the_files_it_says_so(desk: Desk, look: Look, tmp_path: Path) -> None:
    assert desk.window.boards is not None
    desk.window.boards.guide._folder = tmp_path
    desk.key(Qt.Key.Key_H, CTRL)
    assert "没有装全" in desk.window.toast.accessibleName()


def test_typed_letters_reach_the_search(desk: Desk) -> None:
    open_guide(desk)
    desk.key(Qt.Key.Key_F, CTRL)
    desk.type_keys("PIN", PERSON_GAP_MS)
    field = desk.find("guide.search")
    assert isinstance(field, QLineEdit)
    desk.bot.waitUntil(lambda: field.text() == "PIN")


def test_its_text_engine_is_read_when_it_is_opened() -> None:
    code = "import sys, desktop.ui.window, desktop.ui.registry as r; r.read_all(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=DOCS.parent, capture_output=True, text=True, check=True)
    assert "desktop.ui.boards" in done.stdout.split()
    assert "desktop.ui.guide.panel" not in done.stdout.split()


def test_every_chapter_has_a_heading_to_turn_to(desk: Desk) -> None:
    board = open_guide(desk)
    assert len(board.reader._starts) == len(read_guide(DOCS, "zh").chapters)
