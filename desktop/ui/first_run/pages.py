"""The shorter pages of the guide: language, operator, recovery code, devices, hub, restore."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout

from desktop.core.words import LANGUAGES, Words
from desktop.ui.first_run.draft import Draft
from desktop.ui.first_run.page import GuidePage
from desktop.ui.first_run.place_page import PlacePage
from desktop.ui.look import Look
from desktop.ui.parts.button import Button, Kind
from desktop.ui.parts.card import Card, Icon, column_in, row_in
from desktop.ui.parts.choices import Choices
from desktop.ui.parts.text import Text
from desktop.ui.tokens import SCALES

# What each language calls itself: whoever reads no other finds their own.
ENDONYMS = {"zh": "中文", "en": "English"}


class LanguagePage(GuidePage):
    """Step one. Both take effect at once, so that one sees what one chose."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "language")
        languages = tuple((code, ENDONYMS[code]) for code in LANGUAGES)
        sizes = tuple((str(scale), f"{scale} %") for scale in SCALES)
        for name, parts, here in (("language", languages, words.language), ("scale", sizes, str(look.scale))):
            label = words.say(f"first.language.which_{name}")
            self.column.addSpacing(look.gap(12))
            self.column.addWidget(Text(look, label, "body", 500))
            row = Choices(look, parts, label, "check")
            row.choose(here)
            row.chosen.connect(self._telling(name))
            for code, part in row.parts.items():
                part.setObjectName(f"first.{name}.{code}")
            self.column.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(look.gap(12))
        sample = Card()
        inside = column_in(sample, look.gap(20), look.gap(6))
        inside.addWidget(Text(look, words.say("first.language.sample"), "title", 700, wrap=True))
        inside.addWidget(Text(look, words.say("first.language.sample_said"), "body", 400, "ink_2", wrap=True))
        self.column.addWidget(sample)
        self.column.addStretch(1)

    def start_focus(self) -> None:
        """Next is what one wants here; the window gives it the keyboard."""

    def _telling(self, name: str) -> Callable[[str], None]:
        return lambda code: self.intent.emit(name, code)


class OperatorPage(GuidePage):
    """Step three: who works here."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "operator")
        self.column.addSpacing(look.gap(8))
        self.add_field("operator", hint=words.say("first.operator.hint"))
        self.add_field("pin", hint=words.say("first.operator.pin_hint"), secret=True)
        self.add_field("again", secret=True)
        self.column.addStretch(1)


class CodePage(GuidePage):
    """Step three, continued: the recovery code, shown this once."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "code")
        card = Card()
        inside = column_in(card, look.gap(20), look.gap(12))
        grid = QGridLayout()
        grid.setVerticalSpacing(look.gap(8))
        self.code = draft.code
        for number, group in enumerate(draft.code.split("-")):
            shown = Text(look, group, 26, 700)
            font = QFont(shown.font())
            font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 112)
            shown.setFont(font)
            shown.setObjectName(f"first.group.{number}")
            grid.addWidget(shown, number // 4, number % 4, Qt.AlignmentFlag.AlignCenter)
        inside.addLayout(grid)
        row = row_in(None, 0, look.gap(12))
        for name, icon in (("print", "print"), ("save", "save")):
            button = Button(look, words.say(f"first.code.{name}"), Kind.SOFT, icon)
            button.setObjectName(f"first.code.{name}")
            button.clicked.connect(self._asking(name))
            row.addWidget(button)
        row.addStretch(1)
        inside.addLayout(row)
        self._taken = Text(look, draft.taken, "small", 500, "ink_2", wrap=True)
        self._taken.setVisible(bool(draft.taken))
        inside.addWidget(self._taken)
        self.column.addWidget(card)
        self.add_field("last", hint=words.say("first.code.last_hint"))
        self.fields["last"].line.setMaxLength(8)
        self.column.addStretch(1)

    def show_heard(self, draft: Draft) -> None:
        self._taken.setText(draft.taken)
        self._taken.setVisible(bool(draft.taken))

    def _asking(self, name: str) -> Callable[[], None]:
        def ask() -> None:
            file = ""
            if name == "save":
                suggested = self.words.say("first.code.file")
                file, _ = QFileDialog.getSaveFileName(self, self.words.say("first.code.save"), suggested, "PDF (*.pdf)")
                if not file:
                    return
            self.intent.emit(name, file)

        return ask


class DevicesPage(GuidePage):
    """Step four: is the scanner heard, does the printer print? Either may wait."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "devices")
        across = QHBoxLayout()
        across.setSpacing(look.gap(16))
        self._heard, self._heard_icon = self._card(across, "scan", "scanner", None)
        button = Button(look, words.say("first.devices.print"), Kind.SOFT, "print")
        button.setObjectName("first.devices.print")
        button.clicked.connect(lambda: self.intent.emit("test", ""))
        self._printed, self._printed_icon = self._card(across, "print", "printer", button)
        self.column.addLayout(across)
        self.column.addStretch(1)
        self.show_heard(draft)

    def _card(self, across: QHBoxLayout, icon: str, name: str, button: Button | None) -> tuple[Text, Text]:
        look = self.look
        card = Card()
        column: QVBoxLayout = column_in(card, look.gap(24), look.gap(10))
        column.addWidget(Icon(look, icon, "accent_ink", 30, 52, "accent_tint"))
        column.addWidget(Text(look, self.words.say(f"first.devices.{name}"), "title", 700, wrap=True))
        column.addWidget(Text(look, self.words.say(f"first.devices.{name}_said"), "body", 400, "ink_2", wrap=True))
        if button is not None:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        verdict = Text(look, "", "body", 700, "good_ink", wrap=True)
        verdict.setObjectName(f"first.{name}.verdict")
        seen = Text(look, "", "small", 400, "ink_2", wrap=True)
        column.addWidget(verdict)
        column.addWidget(seen)
        column.addStretch(1)
        across.addWidget(card, 1)
        return verdict, seen

    def show_heard(self, draft: Draft) -> None:
        heard = draft.heard
        self._heard.setText(self.words.say("first.devices.heard" if heard else "first.devices.not_heard"))
        self._heard.set_color("good_ink" if heard else "ink_2")
        # both ends only: what was scanned may be somebody's card
        ends = heard if len(heard) < 13 else f"{heard[:4]} … {heard[-4:]}"
        letters = self.words.say("first.devices.letters", count=len(heard), ends=ends) if heard else ""
        self._heard_icon.setText(letters)
        self._printed.setText(draft.printed)
        self._printed.set_color("ink")

    def start_focus(self) -> None:
        """A scanner types; no field shall take it."""


class HubPage(GuidePage):
    """Step five: joining a hub, or later."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "hub")
        self.column.addSpacing(look.gap(8))
        self.add_field("url", hint=words.say("first.hub.url_hint"))
        self.fields["url"].line.setPlaceholderText("https://…")
        self.add_field("code", hint=words.say("first.hub.code_hint"))
        self.fields["code"].line.setPlaceholderText("XXXX-XXXX-XXXX")
        note = Card("attention")
        inside = column_in(note, look.gap(16), look.gap(4))
        inside.addWidget(Text(look, words.say("first.hub.later"), "body", 400, "attention_ink", wrap=True))
        self.column.addWidget(note)
        self.column.addStretch(1)


class RestorePage(GuidePage):
    """A station that was elsewhere before: a backup file, and the code that was locked away."""

    def __init__(self, look: Look, words: Words, draft: Draft) -> None:
        super().__init__(look, words, draft, "restore")
        self.column.addSpacing(look.gap(8))
        self.add_field("file", hint=words.say("first.restore.file_hint"))
        choose = Button(look, words.say("first.restore.choose"), Kind.SOFT, "search")
        choose.setObjectName("first.restore.choose")
        choose.clicked.connect(self._choose)
        self.column.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.add_field("recovery", hint=words.say("first.restore.code_hint"))
        self.column.addStretch(1)

    def _choose(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, self.words.say("first.restore.choose"))
        if file:
            self.fields["file"].line.setText(file)
            self.typed.emit("file", file)
            self.fields["recovery"].line.setFocus()


PAGES: dict[str, Callable[[Look, Words, Draft], GuidePage]] = {
    "language": LanguagePage,
    "place": PlacePage,
    "operator": OperatorPage,
    "code": CodePage,
    "devices": DevicesPage,
    "hub": HubPage,
    "restore": RestorePage,
}
