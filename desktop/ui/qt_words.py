"""Qt's own words (file dialogs, text menus) in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

_NAME = "quanyi.qtbase"


def speak_qt(app: QApplication, language: str) -> None:
    """Replaces the translator of Qt's own texts."""
    old = app.findChild(QTranslator, _NAME)
    if isinstance(old, QTranslator):
        app.removeTranslator(old)
        old.setParent(None)
    if language != "zh":
        return
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale("zh_CN"), "qtbase", "_", folder):
        app.installTranslator(translator)
