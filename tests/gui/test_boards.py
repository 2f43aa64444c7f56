"""What may stand over the window: finder, keys, the text for the work group, the review's view. Real keys."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QWidget

from desktop.core.brief import brief_text
from desktop.core.pages import PersonRow
from desktop.core.words import Words
from desktop.ui.hotkeys import Hotkey, PageKey
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off, sign_in

CTRL = Qt.KeyboardModifier.ControlModifier
PLACES = ("today", "visits", "meals", "inspect", "health", "people", "papers", "hub", "settings")


def open_finder(desk: Desk) -> QLineEdit:
    desk.key(Qt.Key.Key_K, CTRL)
    field = desk.find("finder.field")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    return field


def look_for(desk: Desk, text: str) -> list[str]:
    """What is found, as it is spoken."""
    field = open_finder(desk)
    field.clear()
    for letter in text:
        if letter.isascii():
            desk.type_keys(letter, PERSON_GAP_MS)
        else:
            field.insert(letter)
            field.textEdited.emit(field.text())
    desk.bot.waitUntil(lambda: field.text() == text)
    desk.settle()
    return rows(desk)


def rows(desk: Desk) -> list[str]:
    (found,) = desk.find("board.find").findChildren(QListView)
    model = found.model()
    return [str(model.index(at, 0).data()) for at in range(model.rowCount())]


def board(desk: Desk) -> QWidget | None:
    assert desk.window.boards is not None
    return desk.window.boards.board


# --- the finder ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place"),
    [("jjb", "today"), ("日结", "today"), ("yaoxiang", "inspect.box"), ("haibao", "papers"), ("fwdj", "visits")],
)
def test_enter_opens_what_was_found(desk: Desk, text: str, place: str) -> None:
    desk.go("hub")
    found = look_for(desk, text)
    assert found, text
    desk.key(Qt.Key.Key_Return)
    assert board(desk) is None
    assert desk.window.fronts.place == place


def test_arrows_choose_among_people_and_pages(desk: Desk) -> None:
    found = look_for(desk, "m")
    people = [each for each in found if "尾号" in each]
    assert people, found
    for _ in range(found.index(people[0])):
        desk.key(Qt.Key.Key_Down)
    desk.key(Qt.Key.Key_Return)
    assert desk.window.page == "people"


def test_only_the_newest_answer_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to what was typed first comes last, and is dropped."""
    slow = threading.Event()

    def search(text: str) -> tuple[PersonRow, ...]:
        if text == "q":
            slow.wait(10)
        return (PersonRow(text, f"为{text}找到的", "courier", "0001", ""),)

    monkeypatch.setattr(desk.counter, "search", search)
    field = open_finder(desk)
    desk.type_keys("q", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: field.text() == "q")
    desk.type_keys("z", PERSON_GAP_MS)
    desk.bot.waitUntil(lambda: any("为qz" in each for each in rows(desk)))
    slow.set()
    desk.settle()
    assert [each for each in rows(desk) if each.startswith("为")] == ["为qz找到的 · 快递员 · 尾号 0001"]


def test_the_finder_is_closed_by_escape_and_gives_the_keyboard_back(desk: Desk) -> None:
    desk.go("visits")
    field = open_finder(desk)
    for _ in range(3):
        desk.key(Qt.Key.Key_Tab)
        assert field.hasFocus(), "Tab goes round within it"
    desk.key(Qt.Key.Key_Escape)
    assert board(desk) is None
    desk.key(Qt.Key.Key_2)
    desk.bot.waitUntil(lambda: bool(desk.counter.made("set_services")))


def test_another_page_closes_it_and_a_new_language_does_not(desk: Desk) -> None:
    open_finder(desk)
    desk.type_keys("r", PERSON_GAP_MS)
    desk.settle()
    desk.key(Qt.Key.Key_F11)
    field = desk.find("finder.field")
    assert isinstance(field, QLineEdit)
    assert field.text() == "r"
    desk.key(Qt.Key.Key_F8)
    assert board(desk) is None
    assert desk.window.page == "hub"


def test_a_scan_is_a_visit_and_stands_in_no_field(desk: Desk) -> None:
    field = open_finder(desk)
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert field.text() == ""


def test_a_merchant_finds_their_own_and_nobody(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    calls: list[str] = []
    desk.counter.search = lambda text: calls.append(text) or ()  # type: ignore[method-assign]
    assert look_for(desk, "s") != []
    desk.find("board.find").field.clear()  # type: ignore[attr-defined]
    desk.window.boards.finder.type("")  # type: ignore[union-attr]
    every = rows(desk)
    assert len(every) > 2
    assert not [each for each in every if "开站" in each or "迎检" in each]
    assert calls == []


def test_every_title_is_found_by_its_pinyin(desk: Desk) -> None:
    """The list of initials in the catalogue is what the titles sound like."""
    from pypinyin import lazy_pinyin

    boards = desk.window.boards
    assert boards is not None
    boards.finder.type("")
    from desktop.ui.finder.entries import entries

    every = entries(desk.window.words, desk.window.fronts, {"lock": desk.window.lock})
    assert len(every) > 20
    for each in every:
        letters = "".join(letter for letter in each.title.partition("：")[2] or each.title if "一" <= letter <= "鿿")
        sounds = lazy_pinyin(letters)
        assert "".join(sound[0] for sound in sounds) in each.more.split(), each
        assert "".join(sounds) in each.more.split(), each


# --- keys -----------------------------------------------------------------------------------


def press(desk: Desk, key: Qt.Key, modifiers: Qt.KeyboardModifier, text: str) -> None:
    event = QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)
    desk.window.keyPressEvent(event)
    desk.settle()


def state(desk: Desk) -> tuple[object, ...]:
    """All that a key may change."""
    window = desk.window
    focus = window.focusWidget()
    shown = window.boards.board.objectName() if window.boards and window.boards.board else ""
    writes = [call for call in desk.counter.calls if not str(call[0]).startswith("plain_")]
    picture = window.grab().toImage()
    return (window.fronts.place, shown, window.words.language, window.look.scale, len(writes), focus, picture)


@pytest.mark.parametrize("place", ["visits", "inspect", "health", "meals"])
def test_every_key_that_is_listed_does_something(make_desk: Maker, place: str) -> None:
    desk = make_desk(("caretaker", "supervisor"))
    desk.go(place)
    desk.window.toggle("keys")
    desk.settle()
    listed = [label.text() for label in desk.find("board.keys").findChildren(QLabel, "keys.what")]
    desk.window.toggle("keys")
    here: tuple[PageKey, ...] = desk.window.fronts.view.keys()
    assert len(listed) == len(here) + len(desk.window.hotkeys())
    assert here or place == "meals"
    for each in here:
        before = state(desk)
        modifiers = CTRL if each.ctrl else Qt.KeyboardModifier.NoModifier
        key, text = (Qt.Key.Key_unknown, each.texts[-1]) if each.texts else (each.keys[-1], "")
        assert desk.window.fronts.view.handle_key(QKeyEvent(QKeyEvent.Type.KeyPress, key, modifiers, text)), each.code
        desk.settle()
        assert state(desk) != before, each.code


def test_every_key_of_the_window_does_something(make_desk: Maker) -> None:
    desk = make_desk(("caretaker", "supervisor"))
    every: tuple[Hotkey, ...] = desk.window.hotkeys()
    assert len(every) == 19
    for own in every:
        if own.page == desk.window.page:
            desk.go("hub")
        before = state(desk)
        press(desk, own.keys[0], CTRL if own.ctrl else Qt.KeyboardModifier.NoModifier, "")
        assert state(desk) != before, own.code
        if desk.window.boards is not None:
            desk.window.boards.close()


def test_no_key_works_that_is_not_listed(make_desk: Maker) -> None:
    """Letters, digits, signs and Esc on every page: what a page makes use of, it lists."""
    desk = make_desk()
    pressed = [(Qt.Key(Qt.Key.Key_A + at), chr(97 + at)) for at in range(26)]
    pressed += [(Qt.Key(Qt.Key.Key_0 + at), str(at)) for at in range(10)]
    pressed += [(Qt.Key.Key_Slash, "/"), (Qt.Key.Key_Plus, "+"), (Qt.Key.Key_Escape, "\x1b")]
    for place in PLACES:
        desk.go(place)
        view = desk.window.fronts.view
        keys = view.keys()
        listed = {key for each in keys for key in each.keys if not each.ctrl} | {t for each in keys for t in each.texts}
        for key, text in pressed:
            event = QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
            used = view.handle_key(event)
            assert not used or {key, text} & listed, (place, text)
    desk.settle()


class Greedy(QWidget):
    """Takes every key, as a line of text takes Ctrl+K on a desktop of X11 (it deletes to the end)."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()


def test_ctrl_works_in_a_field_that_has_a_use_for_it(desk: Desk) -> None:
    field = Greedy(desk.window)
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.show()
    field.setFocus()
    desk.key(Qt.Key.Key_F2)
    assert desk.window.page == "today", "control: it does take keys"
    desk.key(Qt.Key.Key_K, CTRL)
    assert desk.find("board.find").isVisible()


# --- the text for the work group ---------------------------------------------------------------


def test_one_key_copies_todays_text(desk: Desk, catalogues: dict[str, Words]) -> None:
    QGuiApplication.clipboard().setText("before")
    desk.key(Qt.Key.Key_G, CTRL)
    desk.bot.waitUntil(lambda: board(desk) is not None)
    text = brief_text(catalogues["zh"], desk.counter.day.brief())
    assert QGuiApplication.clipboard().text() == text
    shown = desk.find("brief.text")
    assert isinstance(shown, QLabel)
    assert shown.text() == text
    assert desk.find("brief.copy").hasFocus()
    QGuiApplication.clipboard().setText("something else")
    desk.key(Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == text
    desk.key(Qt.Key.Key_F11)
    assert desk.find("brief.text").text() == brief_text(catalogues["en"], desk.counter.day.brief())
    desk.key(Qt.Key.Key_Escape)
    assert board(desk) is None


# --- the review's view ---------------------------------------------------------------------------


def test_a_review_sees_figures_and_no_key_reaches_what_lies_beneath(desk: Desk) -> None:
    desk.press(desk.find("today.review"))
    view = desk.find("board.review")
    assert view.geometry() == desk.window.rect()
    assert desk.find("review.visits").text() == "43"
    for key in (Qt.Key.Key_F2, Qt.Key.Key_F9, Qt.Key.Key_1, Qt.Key.Key_Slash):
        desk.key(key)
    for key in (Qt.Key.Key_K, Qt.Key.Key_1, Qt.Key.Key_Slash, Qt.Key.Key_G):
        desk.key(key, CTRL)
    assert board(desk) is view
    assert desk.window.page == "today"
    assert [call for call in desk.counter.calls if call[0] in ("anonymous_visit", "set_services")] == []
    for _ in range(12):
        desk.key(Qt.Key.Key_Tab)
        focus = desk.window.focusWidget()
        assert focus is not None
        assert view.isAncestorOf(focus)
    desk.key(Qt.Key.Key_Escape)
    assert board(desk) is None


def test_a_scan_goes_on_and_shows_no_name_to_a_review(desk: Desk) -> None:
    desk.window.toggle("review")
    desk.settle()
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    assert "马" not in desk.window.overlay.accessibleName()
    assert desk.window.overlay.isVisible()
    desk.key(Qt.Key.Key_Escape)
    desk.window.boards.close()  # type: ignore[union-attr]
    desk.scan_for_answer("QY1" + "B" * 156)
    assert "孙" in desk.window.overlay.accessibleName(), "control: to the caretaker it is shown"


def test_a_paper_is_looked_at_and_put_away(desk: Desk) -> None:
    desk.window.toggle("review")
    desk.settle()
    desk.press(desk.find("review.paper.figures"))
    desk.bot.waitUntil(lambda: desk.counter.made("paper") == [("figures", "2026-11", "", "", "zh")])


def test_the_lock_works_and_takes_it_away(desk: Desk) -> None:
    desk.window.toggle("review")
    desk.settle()
    desk.key(Qt.Key.Key_F12)
    assert desk.window.page == "signin"
    assert desk.window.boards is None
    desk.key(Qt.Key.Key_K, CTRL)
    sign_in(desk, "1234")
    desk.settle()
    assert board(desk) is None


@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    for name in ("find", "keys", "brief", "review"):
        desk.window.toggle(name)
        desk.bot.waitUntil(lambda: board(desk) is not None)
        desk.settle()
        shown = board(desk)
        assert shown is not None
        assert cut_off(shown) == [], name
        assert desk.window.rect().contains(shown.geometry())
        desk.window.boards.close()  # type: ignore[union-attr]
