"""For eyes, ears and hands that are not like others: names and roles, the keyboard alone, contrast, size of targets.

On every section of every page, over a station with something of everything.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget

from desktop.core.roles import Operator
from desktop.services.counter import OfficeCounter
from desktop.ui.parts.button import Painted
from desktop.ui.parts.text import Elided, Figure
from desktop.ui.parts.toggle import Toggle
from desktop.ui.shots import sections
from desktop.ui.status_line import StatusPart
from tests.gui.conftest import Desk, Maker
from tests.pictures.album import picture
from tests.stations import Station

BOTH = ("caretaker", "supervisor")
# WCAG 2.2, 1.4.3: text, and text that is large (24 px, or 18.66 px and bold); 1.4.11: what is no text, as a switch.
AA, AA_LARGE = 4.5, 3.0
LEAST_TARGET = 44
NAMELESS = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Pane)


def counter(busy: Station) -> OfficeCounter:
    return OfficeCounter(busy.office, Operator(busy.by.id, frozenset(BOTH)))


def everywhere(desk: Desk) -> Iterator[str]:
    """Goes from section to section; the sign-in page comes last."""
    for page, section in sections(desk.window):
        desk.go(f"{page}.{section}")
        yield f"{page}.{section}"
    desk.window.lock()
    desk.settle()
    yield "signin"


def controls(desk: Desk) -> list[QWidget]:
    """What the keyboard can come to, as it stands on the screen."""
    return [
        widget
        for widget in desk.window.findChildren(QWidget)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}".strip()


def interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None, described(widget)
    return found


def test_every_control_says_its_name_and_what_it_is(make_desk: Maker, busy: Station) -> None:
    desk = make_desk(BOTH, counter=counter(busy))
    wrong = []
    for place in everywhere(desk):
        for widget in controls(desk):
            told = interface(widget)
            if not told.text(QAccessible.Text.Name).strip():
                wrong.append(f"{place}: {described(widget)} has no name")
            if told.role() in NAMELESS:
                wrong.append(f"{place}: {described(widget)} has no role")
            if isinstance(widget, QAbstractItemView):
                wrong += [f"{place}: {row}" for row in nameless_rows(widget)]
    assert wrong == []


def nameless_rows(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    return [
        f"{described(view)} row {row} says nothing"
        for row in range(min(20, model.rowCount()))
        if not str(model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) or "").strip()
        and not str(model.index(row, 0).data(Qt.ItemDataRole.DisplayRole) or "").strip()
    ]


def test_tab_comes_to_every_control(make_desk: Maker, busy: Station) -> None:
    desk = make_desk(BOTH, counter=counter(busy))
    missed = []
    for place in everywhere(desk):
        wanted = {id(widget): described(widget) for widget in controls(desk)}
        start = desk.window.focusWidget() or desk.window
        here, seen = start, set[int]()
        for _ in range(100_000):  # every widget of the window stands in the chain, those without a focus too
            here = here.nextInFocusChain()
            seen.add(id(here))
            if here is start:
                break
        missed += [f"{place}: {said}" for known, said in wanted.items() if known not in seen]
    assert missed == []


def least(widget: QWidget) -> int:
    """px; the parts of the status line are as high as their line lets them be (mock/desk/notes.md)."""
    return 32 if isinstance(widget, StatusPart) else LEAST_TARGET


@pytest.mark.parametrize("scale", [100, 150])
def test_targets_are_large_enough(make_desk: Maker, busy: Station, scale: int) -> None:
    desk = make_desk(BOTH, counter=counter(busy), scale=scale)
    small = []
    for place in everywhere(desk):
        small += [
            f"{place}: {described(widget)} {widget.width()}×{widget.height()}"
            for widget in controls(desk)
            if isinstance(widget, Painted) and min(widget.width(), widget.height()) < least(widget)
        ]
    assert sorted(set(small)) == []


# --- contrast -----------------------------------------------------------------------------------


def luminance(color: tuple[int, int, int]) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in color]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_against_ground(seen: Image.Image) -> float:
    """The contrast of what is written on a piece of a picture with the colour that most of it has: that of the
    strongest shade, since the edges of letters are mixed with the ground.
    """
    colors = seen.getcolors(seen.width * seen.height)
    assert colors is not None
    counted = [(count, color) for count, color in colors if isinstance(color, tuple)]
    ground = max(counted)[1]
    return max(contrast(ground[:3], color[:3]) for _, color in counted)  # type: ignore[arg-type]


def writings(desk: Desk) -> Iterator[tuple[QWidget, QRect, float]]:
    """Everything with words of its own on the screen: where it stands in the window, and the contrast it needs."""
    for widget in desk.window.findChildren(QWidget):
        if not (isinstance(widget, QLabel | Elided | Figure | Painted) and widget.isVisible() and widget.isEnabled()):
            continue
        words = widget.text().strip()
        seen = widget.visibleRegion().boundingRect()
        if not words or seen.width() < 4 or seen.height() < widget.height():
            continue
        font = widget.font()
        large = font.pixelSize() >= 24 or (font.pixelSize() >= 18.66 and font.bold())
        yield (
            widget,
            QRect(widget.mapTo(desk.window, QPoint(0, 0)), widget.size()),
            AA_LARGE if large or isinstance(widget, Toggle) else AA,
        )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_that_is_written_stands_out_from_its_ground(make_desk: Maker, busy: Station, language: str) -> None:
    desk = make_desk(BOTH, counter=counter(busy), language=language)
    pale = []
    for place in everywhere(desk):
        seen = picture(desk.window.grab())
        for widget, where, needed in writings(desk):
            part = seen.crop((where.left(), where.top(), where.right() + 1, where.bottom() + 1))
            found = ink_against_ground(part)
            if found < needed:
                pale.append(f"{place}: {described(widget)} {found:.2f} < {needed}")
    assert pale == []


def test_pale_ink_is_found() -> None:
    """The control: #999 on white has 2.8."""
    seen = Image.new("RGB", (40, 20), "#ffffff")
    seen.paste((0x99, 0x99, 0x99), (5, 5, 12, 15))
    assert 2.8 < ink_against_ground(seen) < 2.9
