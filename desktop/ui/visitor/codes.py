"""The codes on the visitor's screen: one alone, or two beside each other, by the network that leads to them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from desktop.core.visitor_pages import VisitorPage
from desktop.ui.look import Look
from desktop.ui.visitor.code import paint_code

RING = 12
ALONE = QRectF(50, 222, 440, 440)
PAIR = (QRectF(50, 222, 290, 290), QRectF(364, 222, 290, 290))


@dataclass(frozen=True)
class Shown:
    """A code in its frame; `name` of the network that leads to it, a key of the words `visitor.*`."""

    text: str
    frame: QRectF
    name: str


def codes_of(page: VisitorPage) -> tuple[Shown, ...]:
    """What a page has: none, one, or that of this network and then that of the mobile one."""
    if page.code and page.hub_code:
        return Shown(page.code, PAIR[0], "by_wifi"), Shown(page.hub_code, PAIR[1], "by_mobile")
    if page.code:
        return (Shown(page.code, ALONE, "by_wifi"),)
    return (Shown(page.hub_code, ALONE, "by_mobile"),) if page.hub_code else ()


def paint_framed(painter: QPainter, look: Look, shown: Shown, left: float) -> None:
    """A code in a ring that empties clockwise from the top while its step goes by; `left` of it, 1 to 0."""
    frame = shown.frame
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.qcolor("warm_tint"), RING))
    painter.drawRoundedRect(frame, 26, 26)
    painter.save()
    painter.setClipRect(frame.adjusted(-RING, -RING, RING, RING))
    painter.setPen(QPen(look.qcolor("warm"), RING))
    turned, past = round(360 * left), frame.width() * 0.73
    pie = frame.adjusted(-past, -past, past, past)
    path = QPainterPath(frame.center())
    path.arcTo(pie, 90 - (360 - turned), -turned)
    path.closeSubpath()
    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
    painter.drawRoundedRect(frame, 26, 26)
    painter.restore()
    # on the screen's own pixels: whole ones are what a camera reads
    device = painter.transform().mapRect(frame.adjusted(8, 8, -8, -8))
    painter.save()
    painter.resetTransform()
    paint_code(painter, shown.text, device)
    painter.restore()
