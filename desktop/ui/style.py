"""The style sheet, made from the tokens: what stock widgets need. Own widgets paint themselves."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.look import Look, load_fonts


def apply_look(app: QApplication, look: Look) -> None:
    """Sets fonts, Fusion, palette and style sheet of the application; again after text size or theme changed.

    Each goes through all widgets that there are (three thousand: 0.3 s), so what stands already is left alone.
    """
    load_fonts(look.folder)
    if app.style().name() != "fusion" and not app.styleSheet():
        app.setStyle("Fusion")
    font, colours, sheet = look.font("body"), palette(look), style_sheet(look)
    if app.font() != font:
        app.setFont(font)
    if app.palette() != colours:
        app.setPalette(colours)
    if app.styleSheet() != sheet:
        app.setStyleSheet(sheet)


def palette(look: Look) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for part, name in (
        (role.Window, "ground"),
        (role.WindowText, "ink"),
        (role.Base, "surface"),
        (role.AlternateBase, "sunken"),
        (role.Text, "ink"),
        (role.Button, "surface"),
        (role.ButtonText, "ink"),
        (role.PlaceholderText, "ink_2"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.ToolTipBase, "toast"),
        (role.ToolTipText, "on_toast"),
        (role.Link, "accent_ink"),
    ):
        made.setColor(part, look.qcolor(name))
    return made


def style_sheet(look: Look) -> str:
    """QSS for fields, cards, scroll bars and tool tips."""
    c = look.color
    control, card = look.radius("control"), look.radius("card")
    return f"""
    QLineEdit, QPlainTextEdit {{
        background: {c("surface")}; color: {c("ink")}; border: 1px solid {c("line_control")};
        border-radius: {control}px; padding: 0 {look.gap(12)}px;
        selection-background-color: {c("accent")}; selection-color: {c("on_accent")};
    }}
    QPlainTextEdit {{ padding: {look.gap(6)}px {look.gap(8)}px; }}
    QLineEdit:focus, QPlainTextEdit:focus {{
        border: 2px solid {c("accent")}; padding-left: {look.gap(12) - 1}px;
    }}
    QPlainTextEdit:focus {{ padding: {look.gap(6) - 1}px {look.gap(8) - 1}px; }}
    QLineEdit[wrong="true"] {{ border: 2px solid {c("wrong")}; }}
    QLineEdit[paper="true"] {{
        border: none; border-right: 1px solid {c("line")}; border-bottom: 1px solid {c("line_control")};
        border-radius: 0; padding: 0 {look.gap(10)}px;
    }}
    QLineEdit[paper="true"]:focus {{ background: {c("accent_tint")}; border-bottom: 2px solid {c("accent")}; }}
    QLineEdit[paper="true"][wrong="true"] {{
        background: {c("wrong_tint")}; border: none; border-right: 1px solid {c("line")};
        border-bottom: 2px solid {c("wrong")};
    }}
    QFrame[card="surface"] {{
        background: {c("surface")}; border: 1px solid {c("line")}; border-radius: {card}px;
    }}
    QFrame[card="empty"] {{
        background: transparent; border: 2px dashed {c("line_control")}; border-radius: {card}px;
    }}
    QFrame[card="attention"] {{ background: {c("attention_tint")}; border: none; border-radius: {control}px; }}
    QFrame[card="wrong"] {{ background: {c("wrong_tint")}; border: none; border-radius: {control}px; }}
    QFrame[card="popover"] {{
        background: {c("surface")}; border: 1px solid {c("line_control")}; border-radius: {card}px;
    }}
    QFrame[rule="true"] {{ background: {c("line")}; border: none; }}
    QScrollArea, QScrollArea > QWidget > QWidget#inside {{ background: transparent; border: none; }}
    QListView {{ background: transparent; border: none; outline: none; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {c("line_control")}; border-radius: 4px; min-height: 44px; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
    QScrollBar::handle:horizontal {{ background: {c("line_control")}; border-radius: 4px; min-width: 44px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: none; border: none; width: 0; height: 0;
    }}
    QToolTip {{ background: {c("toast")}; color: {c("on_toast")}; border: none; padding: 6px 10px; }}
    """
