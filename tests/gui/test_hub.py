"""The Hub page in use: real widgets and threads, a fake hub in every state."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget

from desktop.core.errors import Broken, EnvironmentFailed, Refused
from desktop.core.hub_pages import Carried, HubPage
from desktop.ui.hub.state import OUTCOMES
from desktop.ui.parts.button import Button, Kind
from tests.gui import fake_hub
from tests.gui.conftest import PERSON_GAP_MS, Desk, Maker
from tests.gui.fake_counter import GOOD
from tests.gui.test_window import cut_off

STATES = {
    "apart": fake_hub.apart(),
    "all": fake_hub.all_sent(),
    "waiting": fake_hub.page(),
    "flagged": fake_hub.flagged(),
    "offline": fake_hub.failing(),
    "refused": fake_hub.failing("hub_refused"),
    "revoked": fake_hub.failing("hub_revoked"),
    "disagrees": fake_hub.page(agrees=False),
}
SAID = {
    "apart": "还没加入街道，1,246 条存在本机",
    "all": "已全部送达",
    "waiting": "12 条待送",
    "flagged": "有 3 件事要您看",
    "offline": "等待网络，12 条待送",
    "refused": "有一条记录平台不收",
    "revoked": "本机已被街道停用",
    "disagrees": "两边的账对不上",
}
LINE = {
    "apart": "还没接入汇总平台",
    "all": "全部已回执 · 上次 11:51",
    "waiting": "12 条等着上报 · 上次 11:51",
    "flagged": "12 条等着上报 · 上次 11:51",
    "offline": "等网络，12 条待上报 · 上次 11:51",
    "refused": "有一条平台不收",
    "revoked": "本机已被停用",
    "disagrees": "与汇总平台对不上",
}
BADGES = {"flagged": "3", "refused": "1", "revoked": "1", "disagrees": "1"}


def show(desk: Desk, page: HubPage) -> None:
    """The hub's state is that from now on, as after a round."""
    desk.counter.hub.shown = page
    desk.go("hub")
    desk.runner.changed.emit()
    desk.settle()


def said(desk: Desk, name: str) -> str:
    label = desk.find(name)
    assert isinstance(label, QLabel)
    return label.text()


def number(desk: Desk, name: str) -> int:
    return int(said(desk, name).replace(",", "").replace("–", "0"))


@pytest.mark.parametrize("state", STATES)
def test_one_sentence_says_how_things_stand(desk: Desk, state: str) -> None:
    show(desk, STATES[state])
    assert said(desk, "hub.state") == SAID[state]
    assert desk.window.line.waiting.said == LINE[state]
    assert desk.window.rail.items["hub"].accessibleDescription() == BADGES.get(state, "")


@pytest.mark.parametrize("state", ["all", "waiting", "flagged"])
def test_the_sum_is_seen_to_be_equal_in_whole_and_by_kind(desk: Desk, state: str) -> None:
    show(desk, STATES[state])
    names = ("captured", "acknowledged", "waiting", "flagged")
    large = [number(desk, f"figure.{name}") for name in names]
    assert large[0] == sum(large[1:]) == 1246
    for name, figure in zip(names, large, strict=True):
        assert number(desk, f"whole.{name}") == figure
        rows = [each for each in desk.window.findChildren(QLabel, f".{name}") if each.isVisible()]
        assert sum(int(each.text().replace(",", "")) for each in rows if each.text()[0].isdigit()) == figure


def test_a_sum_that_is_wrong_is_said_loudly(desk: Desk) -> None:
    line = fake_hub.KindLine("visit.recorded", 950, 940, 9, 0)
    show(desk, fake_hub.page((*fake_hub.KINDS[:-1], line)))
    assert said(desk, "hub.state") == SAID["disagrees"]


@pytest.mark.parametrize("scale", [100, 125, 150])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_off_in_any_state(make_desk: Maker, language: str, scale: int) -> None:
    desk = make_desk(language=language, scale=scale)
    for state in ("apart", "flagged", "offline", "disagrees"):
        show(desk, STATES[state])
        assert cut_off(desk.window.fronts.view) == [], state
        assert desk.window.minimumSizeHint().width() <= 1366, state
        assert desk.window.minimumSizeHint().height() <= 768, state


def test_every_outcome_has_a_few_words(desk: Desk) -> None:
    for words in desk.window._catalogues.values():
        assert all(words.has(f"ui.hub.reason.{outcome}") for outcome in OUTCOMES)
    show(desk, fake_hub.failing("something_new"))
    assert "没有完成" in said(desk, "hub.told")


# --- joining --------------------------------------------------------------------------------------------------


def fill(desk: Desk, url: str, code: str) -> None:
    for name, text in (("url", url), ("code", code)):
        line = desk.find(f"hub.join.{name}")
        assert isinstance(line, QLineEdit)
        line.setText(text)


def test_joining_by_keyboard_alone(desk: Desk) -> None:
    show(desk, fake_hub.apart())
    assert desk.window.focusWidget() is desk.find("hub.join.url")
    desk.type_keys("https://a.b", PERSON_GAP_MS)
    desk.key(Qt.Key.Key_Return)
    assert desk.window.focusWidget() is desk.find("hub.join.code")
    assert desk.counter.hub.calls == []
    desk.type_keys("7K2M", PERSON_GAP_MS)
    desk.key(Qt.Key.Key_Return)
    assert desk.counter.hub.calls == [("join", "https://a.b", "7K2M")]
    assert said(desk, "hub.state") == SAID["waiting"]
    assert desk.find("hub.sync").isVisible()


@pytest.mark.parametrize(
    ("error", "field", "part"),
    [
        (Refused("hub_code_wrong"), "code", "接入码不对"),
        (Refused("hub_url_wrong", url="x"), "url", "地址不对"),
        (EnvironmentFailed("hub_unreachable", detail="ConnectError"), "", "连不上汇总平台。请看看网络"),
    ],
)
def test_what_is_wrong_with_joining_stands_under_the_form(desk: Desk, error: Refused, field: str, part: str) -> None:
    show(desk, fake_hub.apart())
    desk.counter.hub.trouble = error
    fill(desk, "hub", "AAAA-BBBB-CCCC")
    desk.press(desk.find("hub.join"))
    assert part in said(desk, "hub.said.join")
    assert "ConnectError" not in said(desk, "hub.said.join")
    for name in ("url", "code"):
        assert desk.find(f"hub.join.{name}").property("wrong") == ("true" if name == field else "false")
    desk.key(Qt.Key.Key_F11)
    line = desk.find("hub.join.code")
    assert isinstance(line, QLineEdit)
    assert line.text() == "AAAA-BBBB-CCCC"


def test_a_scan_here_is_a_visit_and_keeps_the_form(desk: Desk) -> None:
    show(desk, fake_hub.apart())
    desk.type_keys("http", PERSON_GAP_MS)
    desk.scan_for_answer(GOOD)
    assert desk.counter.made("scan_visit") == [(GOOD,)]
    line = desk.find("hub.join.url")
    assert isinstance(line, QLineEdit)
    assert line.text() == "http"


# --- rounds ---------------------------------------------------------------------------------------------------


def test_a_round_holds_up_neither_window_nor_counter(desk: Desk) -> None:
    show(desk, fake_hub.page())
    hub = desk.counter.hub
    hub.gate.clear()
    desk.find("hub.sync").click()
    button = desk.find("hub.sync")
    assert isinstance(button, Button)
    assert (button.said, button.kind) == ("正在上报…", Kind.OFF)
    with desk.bot.waitSignal(desk.window.answered, timeout=5000):
        desk.scan(GOOD)
    button.click()
    assert "上一件还没做完" in desk.window.toast.accessibleName()
    hub.shown = fake_hub.all_sent()
    hub.gate.set()
    desk.settle()
    assert hub.calls == [("sync",)]
    assert [name.partition("_")[0] for name in hub.threads] == ["far"]
    assert said(desk, "hub.state") == SAID["all"]
    assert button.said == "立即上报"


def test_while_a_round_goes_on_the_counts_follow(desk: Desk) -> None:
    show(desk, fake_hub.apart())
    show(desk, fake_hub.page())
    hub = desk.counter.hub
    hub.gate.clear()
    desk.find("hub.sync").click()
    halfway = fake_hub.page((*fake_hub.KINDS[:-1], fake_hub.KindLine("visit.recorded", 950, 945, 5, 0)))
    hub.shown = halfway
    desk.runner.moved.emit()
    desk.bot.waitUntil(lambda: said(desk, "hub.state") == "正在上报，还有 7 条")
    desk.bot.waitUntil(lambda: desk.window.line.waiting.said.startswith("7 条"))
    hub.gate.set()
    desk.settle()
    assert said(desk, "hub.state") == "7 条待送"


def test_other_pages_are_left_alone_while_a_round_goes_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.go("visits")
    asked: list[str] = []
    monkeypatch.setattr(desk.window.fronts.presenter, "refresh", lambda: asked.append("visits"))
    desk.counter.hub.shown = fake_hub.all_sent()
    desk.runner.moved.emit()
    desk.settle()
    assert asked == []
    assert desk.window.line.waiting.said == LINE["all"]
    desk.runner.changed.emit()
    assert asked == ["visits"]


def test_a_round_in_vain_says_so_where_one_looks(desk: Desk) -> None:
    show(desk, fake_hub.page())
    desk.counter.hub.trouble = EnvironmentFailed("hub_unreachable", detail="ConnectError")
    desk.counter.hub.shown = fake_hub.failing()
    desk.press(desk.find("hub.sync"))
    assert said(desk, "hub.state") == SAID["offline"]
    assert said(desk, "hub.told").startswith("12:06 又试了一次，没成：连不上汇总平台。")
    desk.counter.hub.shown = fake_hub.all_sent()
    desk.window.fronts.presenter.refresh()  # once: nothing of before stands even for a moment
    desk.settle()
    assert "又试了一次" not in said(desk, "hub.told")


def test_sides_that_disagree_are_never_called_sent(desk: Desk) -> None:
    show(desk, fake_hub.all_sent())
    desk.counter.hub.trouble = Broken("hub_disagrees", document={})
    desk.counter.hub.shown = replace(fake_hub.all_sent(), agrees=False)
    desk.press(desk.find("hub.sync"))
    assert said(desk, "hub.state") == SAID["disagrees"]
    assert "回执" not in desk.window.line.waiting.said


# --- the stick ------------------------------------------------------------------------------------------------


def test_out_to_a_stick(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    show(desk, fake_hub.page())
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: ("/media/stick/out", ""))
    desk.press(desk.find("hub.pack"))
    assert desk.counter.hub.calls == [("pack", "/media/stick/out.qys")]
    assert "已存好 12 条：quanyi.qys" in said(desk, "hub.said.stick")
    later = fake_hub.RoundRow(fake_hub.LAST + 60_000, "network", "done", 12, 0)
    show(desk, fake_hub.page(rounds=(later, *fake_hub.ROUNDS)))
    assert said(desk, "hub.said.stick").startswith("把街道给的回执文件")


def test_the_answer_from_a_stick(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    show(desk, fake_hub.page())
    desk.counter.hub.carried = Carried("/media/stick/a.qya", 0, 12, 0)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: (["/media/stick/a.qya"], ""))
    desk.press(desk.find("hub.unpack"))
    assert desk.counter.hub.calls == [("unpack", ("/media/stick/a.qya",))]
    assert "又有 12 条已确认" in said(desk, "hub.said.stick")


def mime(*urls: str) -> QMimeData:
    made = QMimeData()
    made.setUrls([QUrl(url) for url in urls])
    return made


def drag(view: QWidget, data: QMimeData, *, let_go: bool = True) -> bool:
    """Whether the page takes it."""
    held = (QPoint(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton)
    enter = QDragEnterEvent(*held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, enter)
    if let_go and enter.isAccepted():
        QApplication.sendEvent(view, QDropEvent(*held, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


def test_files_and_folders_are_dropped_anywhere_on_the_page(desk: Desk) -> None:
    show(desk, fake_hub.page())
    view = desk.window.fronts.view
    assert drag(view, mime("file:///media/stick/a.qya", "file:///media/stick"), let_go=False)
    assert view._note.isVisible()
    assert drag(view, mime("file:///media/stick/a.qya", "file:///media/stick"))
    desk.settle()
    assert not view._note.isVisible()
    assert desk.counter.hub.calls == [("unpack", ("/media/stick/a.qya", "/media/stick"))]


def test_what_is_no_file_is_not_taken(desk: Desk) -> None:
    show(desk, fake_hub.page())
    assert not drag(desk.window.fronts.view, mime("https://hub.example/a.qya"))
    assert not drag(desk.window.fronts.view, mime())


@pytest.mark.parametrize(
    ("code", "part"),
    [("not_an_answer", "不是回执文件"), ("stick_outgoing", "上报文件"), ("sealed_for_other", "另一台电脑")],
)
def test_a_wrong_file_is_named_in_a_sentence(desk: Desk, code: str, part: str) -> None:
    show(desk, fake_hub.page())
    desk.counter.hub.trouble = Refused(code)
    drag(desk.window.fronts.view, mime("file:///media/stick/photo.jpg"))
    desk.settle()
    assert part in said(desk, "hub.said.stick")
    assert said(desk, "hub.state") == SAID["waiting"]


def test_an_answer_that_is_not_whole(desk: Desk) -> None:
    show(desk, fake_hub.page())
    desk.counter.hub.carried = Carried("/media/stick/a.qya", 0, 3, 9, "stick_cut")
    drag(desk.window.fronts.view, mime("file:///media/stick/a.qya"))
    desk.settle()
    assert said(desk, "hub.said.stick") == "回执文件不完整，请再拷一次"


# --- what needs a person -----------------------------------------------------------------------------------------


def test_each_row_says_which_what_and_what_to_do(desk: Desk) -> None:
    show(desk, fake_hub.flagged())
    texts = [each.text() for each in desk.window.fronts.view.findChildren(QLabel) if each.isVisible()]
    assert "本机时间与汇总平台相差超过 5 分钟（128 条）" in texts
    assert "11月18日至11月20日记的" in texts
    assert "马** · 用餐 · 11月20日 11:47 · 老街面馆 · 另一家：11:32 泉香快餐" in texts
    assert any(text.startswith("不用处理：较早的一餐有效") for text in texts)


def test_a_row_leads_to_where_it_is_seen_to(make_desk: Maker) -> None:
    desk = make_desk(("caretaker", "supervisor"))
    show(desk, fake_hub.flagged())
    desk.find("hub.go.v1").click()
    desk.settle()
    assert desk.window.fronts.place == "meals.held"
    desk.go("hub")
    desk.find("hub.go.v2").click()
    desk.settle()
    assert desk.window.page == "people"
    assert ("plain_section", "people", {}) in desk.counter.calls


def test_what_was_seen_to_leaves_the_tray(desk: Desk) -> None:
    show(desk, fake_hub.flagged())
    desk.find("hub.aside.clock_skewed").click()
    desk.settle()
    assert desk.counter.hub.calls == [("put_aside", "", "clock_skewed")]
    assert said(desk, "hub.state") == "有 2 件事要您看"
    assert desk.window.rail.items["hub"].accessibleDescription() == "2"


def test_last_success_and_failure_head_the_log(desk: Desk) -> None:
    show(desk, fake_hub.failing())
    spoken = [desk.find("hub.log").model().index(row).data() for row in range(5)]
    assert spoken[:3] == [
        "最近一次成功 · 11:51 · 网络 · 送出 12，收到 3",
        "最近一次没成：连不上汇总平台 · 11:52 · 网络",
        "连不上汇总平台 · 11:52 · 网络",
    ]


def test_all_of_it_is_reached_by_tab(desk: Desk) -> None:
    show(desk, fake_hub.flagged())
    wanted = {"hub.sync", "hub.tab.tray", "hub.pack", "hub.unpack", "hub.go.v2"}
    wanted |= {f"hub.aside.{name}" for name in ("clock_skewed", "v1", "v2")}
    reached = set()
    for _ in range(40):
        desk.key(Qt.Key.Key_Tab)
        if wanted <= reached:
            break
        focus = desk.window.focusWidget()
        reached.add(focus.objectName() if focus is not None else "")
    assert wanted <= reached
    assert all(desk.find(name).accessibleName() for name in wanted)
    desk.find("hub.tab.tray").setFocus()
    desk.key(Qt.Key.Key_Right)
    assert desk.find("hub.log").isVisible()


def test_the_status_line_leads_here(desk: Desk) -> None:
    desk.go("visits")
    desk.press(desk.window.line.waiting)
    opener = next(each for each in desk.window.popover.findChildren(Button) if each.isVisible())
    assert opener.said == "打开数据上报"
    opener.click()
    desk.settle()
    assert desk.window.page == "hub"


def test_a_till_sees_it_among_its_sections(make_desk: Maker) -> None:
    desk = make_desk(("merchant",))
    desk.go("meals.hub")
    assert said(desk, "hub.state") == SAID["waiting"]
