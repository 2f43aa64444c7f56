"""Icons that are kept look as if they were drawn anew, wherever they fall between pixels."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import resources
from desktop.ui.icons import KEPT_MOST, Icons

SIDE = 40


def canvas() -> QImage:
    made = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
    made.fill(0xFFF6F6F2)
    return made


def drawn(icons: Icons, box: QRectF, scale: float = 1.0) -> QImage:
    made = canvas()
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    icons.draw(painter, "water", box, "#0E7C86", 2.0)
    painter.end()
    return made


def anew(icons: Icons, box: QRectF, scale: float = 1.0) -> QImage:
    """Past everything that is kept."""
    made = canvas()
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    icons._renderer("water", "#0E7C86", 2.0).render(painter, box)
    painter.end()
    return made


def apart(first: QImage, second: QImage) -> int:
    """The largest difference of a channel."""
    one, two = bytes(first.constBits()), bytes(second.constBits())
    return max(abs(left - right) for left, right in zip(one, two, strict=True))


@pytest.mark.parametrize("left", [3.0, 3.25, 3.5, -0.5])
def test_kept_as_drawn(qtbot: QtBot, left: float) -> None:
    assert qtbot
    icons, box = Icons(resources.path("icons")), QRectF(left, 4.5, 20, 20)
    wanted = anew(icons, box)
    assert apart(wanted, canvas()) > 100
    for _ in range(2):
        # a blend of a blend may round by one
        assert apart(drawn(icons, box), wanted) <= 1
    assert len(icons._drawn) == 1
    # the same icon elsewhere between pixels is another picture
    assert apart(drawn(icons, box.translated(0.37, 0)), wanted) > 20
    assert len(icons._drawn) == 2


def test_a_scaled_painter_draws_anew(qtbot: QtBot) -> None:
    assert qtbot
    icons, box = Icons(resources.path("icons")), QRectF(2, 2, 12, 12)
    assert apart(drawn(icons, box, 2.0), anew(icons, box, 2.0)) == 0
    assert not icons._drawn


def test_what_is_kept_is_bounded(qtbot: QtBot) -> None:
    assert qtbot
    icons = Icons(resources.path("icons"))
    for number in range(KEPT_MOST + 5):
        drawn(icons, QRectF(0, 0, 10 + number / 100, 10))
    assert len(icons._drawn) <= KEPT_MOST
