"""The Qt binding gives back what it borrows.

PySide6 6.12.0 on Python 3.11 loses a reference to None with each call that returns none, and to True with
each signal: after some hours of painting the interpreter ends with `none_dealloc`. Releases up to 6.11.3, and
Python 3.12 and later (where None lives for ever), are well.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


class Sender(QObject):
    """Signals:
    sent: nothing.
    """

    sent = Signal()


def test_none_and_true_are_not_used_up(qtbot: QtBot) -> None:
    widget, sender = QWidget(), Sender()
    qtbot.addWidget(widget)
    before = (sys.getrefcount(None), sys.getrefcount(True))
    for _ in range(200):
        widget.parentWidget()
        sender.sent.emit()
    after = (sys.getrefcount(None), sys.getrefcount(True))
    assert after[0] > before[0] - 100
    assert after[1] > before[1] - 100
