"""The guide of a first start: by keyboard alone, sentences at the fields, and nothing made before its code is known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.core.words import Words
from desktop.ui.first_run.columns import Names
from desktop.ui.first_run.window import FirstRunWindow
from desktop.ui.look import Look
from desktop.ui.shots import settle
from desktop.ui.task_runner import TaskRunner
from tests.gui.fake_beginning import CODE, FakeBeginning
from tests.gui.test_window import cut_off

COMMUNITY = "370102007004"


class Guide:
    """A guide in use."""

    def __init__(self, window: FirstRunWindow, beginning: FakeBeginning, runner: TaskRunner, bot: QtBot) -> None:
        self.window, self.beginning, self.runner, self.bot = window, beginning, runner, bot
        self.printed: list[bytes] = []
        self.ends: list[str] = []
        window.finished.connect(lambda: self.ends.append("finished"))
        window.practice_wanted.connect(lambda: self.ends.append("practice"))

    @property
    def page(self) -> str:
        assert self.window.presenter is not None
        return self.window.presenter.draft.page

    def find(self, name: str) -> QWidget:
        found = [each for each in self.window.findChildren(QWidget, name) if each.isVisible()]
        assert len(found) == 1, (name, len(found))
        return found[0]

    def keys(self, *keys: Qt.Key | str) -> None:
        """Through the window system, to whatever has the focus."""
        handle = self.window.windowHandle()
        detector = self.window.wedge.detector
        gap, detector.gap_ms = detector.gap_ms, 0  # a person: never fast enough for a scanner
        try:
            for each in keys:
                if isinstance(each, str):
                    for letter in each:
                        QTest.keyClick(handle, letter)
                else:
                    QTest.keyClick(handle, each)
                self.bot.waitUntil(lambda: not detector.holding)
                settle(self.runner)
        finally:
            detector.gap_ms = gap
        settle(self.runner)

    def fill(self, name: str, text: str) -> None:
        line = self.find(f"first.{name}")
        assert isinstance(line, QLineEdit)
        line.setFocus()
        line.selectAll()
        line.insert(text)
        line.textEdited.emit(text)
        settle(self.runner)

    def press(self, name: str) -> None:
        button = self.find(f"first.{name}")
        assert isinstance(button, QAbstractButton)
        button.click()
        settle(self.runner)

    def wrong(self, name: str) -> str:
        return self.window.page.fields[name].wrong.sentence.text()

    def to(self, page: str) -> None:
        """Fills in what comes before a page."""
        if page == self.page:
            return
        assert self.window.presenter is not None
        steps = {
            "language": lambda: None,
            "place": lambda: self.window.presenter.search("qst"),  # type: ignore[union-attr]
            "operator": lambda: [
                self.fill(*each) for each in (("operator", "王秀兰"), ("pin", "1234"), ("again", "1234"))
            ],
            "code": lambda: self.fill("last", CODE[-4:]),
        }
        before = ("language", "place", "operator", "code", "devices", "hub")
        while self.page != page:
            at = self.page
            steps.get(at, lambda: None)()
            self.press("next")
            assert self.page == before[before.index(at) + 1]


@pytest.fixture
def guide(qtbot: QtBot, qapp: QApplication, catalogues: dict[str, Words], look: Look) -> Iterator[Guide]:
    look.set_scale(100)
    window = FirstRunWindow(catalogues, look, "zh")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: qapp.focusWindow() is window.windowHandle())
    runner = TaskRunner(window)
    made = Guide(window, FakeBeginning(), runner, qtbot)
    window.attach(made.beginning, runner, lambda paper: made.printed.append(paper) or "first.print.sent")
    settle(runner)
    yield made
    window.close()
    runner.close()


def test_by_keyboard_from_the_first_step_to_the_last(guide: Guide) -> None:
    enter = Qt.Key.Key_Return
    guide.keys(enter)
    assert guide.page == "place"
    guide.keys("qst", enter)
    assert guide.find("first.name").text() == "曲水亭驿站"  # type: ignore[attr-defined]
    guide.keys(enter)
    assert guide.page == "operator"
    guide.keys("Wang", enter, "4321", enter, "4321", enter)
    assert guide.page == "code"
    assert guide.beginning.made == []
    guide.keys("3e9y", enter)
    assert guide.page == "devices"
    guide.keys(enter)
    assert guide.page == "hub"
    guide.keys("https://hub.example", enter, "7K2M-9QXA-B3CD", enter)
    (made,) = guide.beginning.made
    assert (made.role, made.name, made.operator, made.pin) == ("station", "曲水亭驿站", "Wang", "4321")
    assert made.recovery == CODE
    assert guide.window.presenter.draft.communities.shown(made.community) == "曲水亭社区"  # type: ignore[union-attr]
    assert guide.beginning.joined == [("https://hub.example", "7K2M-9QXA-B3CD")]
    assert guide.ends == ["finished"]


def test_the_secrets_are_gone_once_the_place_is_made(guide: Guide) -> None:
    guide.to("devices")
    draft = guide.window.presenter.draft  # type: ignore[union-attr]
    assert "1234" not in str(vars(draft) | {"communities": None})
    assert CODE not in str(vars(draft) | {"communities": None})
    guide.keys(Qt.Key.Key_Escape)
    assert guide.page == "devices", "the place is made: there is no way back before it"


def test_whoever_types_faster_than_the_list_is_read_goes_on(guide: Guide) -> None:
    presenter = guide.window.presenter
    assert presenter is not None
    known, presenter.draft.communities = presenter.draft.communities, None
    guide.press("next")
    guide.fill("search", "qst")
    guide.press("next")
    assert guide.page == "place"
    assert guide.wrong("search") == ""
    presenter.begin()
    settle(guide.runner)
    assert known is not None
    assert guide.page == "operator"


def test_a_till_has_no_community(guide: Guide) -> None:
    guide.to("place")
    guide.press("role.merchant")
    guide.fill("name", "大明湖水饺")
    guide.press("next")
    guide.to("devices")
    (made,) = guide.beginning.made
    assert (made.role, made.name, made.community) == ("merchant", "大明湖水饺", "")


@pytest.mark.parametrize(
    ("page", "filled", "field", "said"),
    [
        ("place", (), "search", "请选驿站所在的社区"),
        ("operator", (("operator", " "), ("pin", "1234"), ("again", "1234")), "operator", "请填姓名"),
        ("operator", (("operator", "王"), ("pin", "12"), ("again", "12")), "pin", "4–12"),
        ("operator", (("operator", "王"), ("pin", "1234"), ("again", "1243")), "again", "不一样"),
        ("code", (("last", "0000"),), "last", "对不上"),
    ],
)
def test_a_sentence_at_the_field(
    guide: Guide, page: str, filled: tuple[tuple[str, str], ...], field: str, said: str
) -> None:
    guide.to(page)
    for name, text in filled:
        guide.fill(name, text)
    guide.press("next")
    assert guide.page == page
    assert said in guide.wrong(field)
    assert guide.find(f"first.{field}").hasFocus()
    assert guide.beginning.made == []
    guide.fill(field, "1")
    assert guide.wrong(field) == "" or field == "search", "it goes as soon as one types"


def test_a_disk_that_is_full_keeps_everything_typed(guide: Guide) -> None:
    guide.to("code")
    guide.beginning.trouble = EnvironmentFailed("disk_full")
    guide.fill("last", CODE[-4:])
    guide.press("next")
    assert guide.page == "code"
    assert "磁盘满了" in guide.wrong("last")
    guide.press("next")
    assert guide.page == "devices"
    assert len(guide.beginning.made) == 1


def test_what_was_typed_outlives_language_size_and_the_way_back(guide: Guide) -> None:
    guide.to("operator")
    guide.fill("operator", "王秀兰")
    guide.keys(Qt.Key.Key_F11)
    guide.keys(Qt.Key.Key_F10)
    assert guide.window.words.language == "en"
    assert guide.find("first.operator").text() == "王秀兰"  # type: ignore[attr-defined]
    guide.press("back")
    assert guide.page == "place"
    guide.press("next")
    assert guide.find("first.operator").text() == "王秀兰"  # type: ignore[attr-defined]


def test_level_by_level_with_arrows(guide: Guide) -> None:
    guide.to("place")
    districts = guide.find("first.districts")
    assert isinstance(districts, Names)
    guide.find("first.search").setFocus()
    guide.keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
    draft = guide.window.presenter.draft  # type: ignore[union-attr]
    assert draft.district
    guide.keys(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert draft.street.startswith(draft.district)
    guide.keys(Qt.Key.Key_Tab, Qt.Key.Key_Down)
    assert draft.community.startswith(draft.street)
    assert guide.find("first.name").text().endswith("驿站")  # type: ignore[attr-defined]


def test_several_found_are_told_apart_by_where_they_are(guide: Guide) -> None:
    guide.to("place")
    guide.fill("search", "大庄")
    results = guide.find("first.results")
    assert isinstance(results, Names)
    assert len(results.codes) > 1
    rows = [str(results.model().index(row, 0).data()) for row in range(len(results.codes))]
    assert len(set(rows)) == len(rows)
    assert not [row for row in rows if "居民委员会" in row]
    guide.find("first.search").setFocus()
    guide.keys(Qt.Key.Key_Return)
    assert guide.window.presenter.draft.community == results.codes[0]  # type: ignore[union-attr]


def test_a_scan_is_heard_and_judged(guide: Guide) -> None:
    guide.to("devices")
    assert "还没听到" in guide.find("first.scanner.verdict").text()  # type: ignore[attr-defined]
    detector = guide.window.wedge.detector
    detector.gap_ms = 60_000
    for letter in "6901234567892":
        QTest.keyClick(guide.window.windowHandle(), letter)
    QTest.keyClick(guide.window.windowHandle(), Qt.Key.Key_Return)
    settle(guide.runner)
    assert "听到了" in guide.find("first.scanner.verdict").text()  # type: ignore[attr-defined]
    assert guide.page == "devices", "the Enter of a scanner presses nothing"


def test_a_scan_elsewhere_does_nothing(guide: Guide) -> None:
    guide.window.wedge.scanned.emit("QY1" + "A" * 156)
    settle(guide.runner)
    assert guide.page == "language"
    assert guide.window.presenter.draft.heard == ""  # type: ignore[union-attr]


def test_the_code_is_printed_and_saved(guide: Guide, tmp_path: Path) -> None:
    guide.to("code")
    guide.press("code.print")
    assert guide.printed == [f"{CODE} zh".encode()]
    file = tmp_path / "code.pdf"
    guide.window.page.intent.emit("save", str(file))
    settle(guide.runner)
    assert file.read_bytes() == f"{CODE} zh".encode()


def test_practice_from_every_step_and_restore_until_it_is_made(guide: Guide) -> None:
    for number, page in enumerate(("language", "place", "operator", "code", "devices", "hub"), 1):
        guide.to(page)
        guide.press("practise")
        assert guide.ends == ["practice"] * number
        names = {each.objectName() for each in guide.window.findChildren(QAbstractButton) if each.isVisible()}
        assert ("first.restore" in names) == (page not in ("devices", "hub"))


def test_a_backup_is_restored(guide: Guide, tmp_path: Path) -> None:
    guide.press("restore")
    guide.press("next")
    assert "请选备份文件" in guide.wrong("file")
    guide.fill("file", "/backup.quanyi")
    guide.fill("recovery", "WRONG")
    guide.beginning.trouble = Refused("recovery_wrong")
    guide.press("next")
    assert "恢复码不对" in guide.wrong("recovery")
    guide.fill("recovery", CODE)
    guide.press("next")
    assert guide.beginning.restored == [("/backup.quanyi", CODE)]
    assert guide.ends == ["finished"]


def test_the_hub_may_be_skipped_and_refused(guide: Guide) -> None:
    guide.to("hub")
    guide.fill("url", "ftp://x")
    guide.beginning.trouble = Refused("hub_url_wrong", url="ftp://x")
    guide.press("next")
    assert "https://" in guide.wrong("url")
    guide.press("skip")
    assert guide.ends == ["finished"]
    assert guide.beginning.joined == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scale", [100, 125, 150])
def test_every_page_fits_and_every_control_has_a_name(guide: Guide, language: str, scale: int) -> None:
    for page in ("language", "place", "operator", "code", "devices", "hub"):
        guide.to(page)
        guide.window.set_language(language)
        guide.window.set_text_size(scale)
        settle(guide.runner)
        assert guide.window.minimumSizeHint().width() <= 1366
        assert guide.window.minimumSizeHint().height() <= 690
        assert cut_off(guide.window) == [], page
        for button in guide.window.findChildren(QAbstractButton):
            if button.isVisible():
                assert button.accessibleName(), button
                assert button.height() >= 44, button.accessibleName()
