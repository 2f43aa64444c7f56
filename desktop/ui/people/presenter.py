"""The page 服务对象 without a window: a person being registered, the list, and what is done with the marked one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from desktop.core.errors import Refused
from desktop.core.people import is_phone
from desktop.core.people_pages import PAGE_ROWS, CardMade, KnownPhone, NewPerson, PeopleList, PersonLine, RegisterForm
from desktop.ui.parts.phone_field import DIGITS
from desktop.ui.plain.presenter import PlainPresenter, PlainShown
from desktop.ui.stage import Desk, trouble_sentence

FORM, LIST = "form", "list"
# A refreshed list asks for as many as it showed, at most these.
KEPT_MOST = 500
_NEEDED = ("name", "phone", "group", "consent")
# Of a form that was left, these are there at the next start. Consent is what somebody at the counter says: asked again.
_OUTLIVES = ("name", "phone", "group", "company", "proof")
# The field that a refusal is about.
_FIELDS = {
    "name_empty": "name",
    "name_too_long": "name",
    "name_controls": "name",
    "phone_wrong": "phone",
    "already_registered": "phone",
    "group_unknown": "group",
    "company_too_long": "company",
    "consent_needed": "consent",
}


class PeopleShown(PlainShown, Protocol):
    def show_mode(self, mode: str) -> None: ...
    def show_form(self, form: RegisterForm) -> None: ...
    def show_draft(self, draft: Mapping[str, str]) -> None: ...
    def show_known(self, known: KnownPhone | None) -> None: ...
    def show_refused(self, field: str, sentence: str) -> None: ...
    def show_people(self, found: PeopleList, query: str, marked: str) -> None: ...
    def focus_on(self, field: str) -> None: ...


class PeoplePresenter(PlainPresenter):
    """What is known of the marked person, and acts on them, are those of the plain section `people`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "people")
        self._page_view: PeopleShown | None = None
        self._mode = FORM
        self._form: RegisterForm | None = None
        self._draft: dict[str, str] = {}
        self._known: KnownPhone | None = None
        self._checked = ""  # the phone that `_known` was asked for
        self._save_after_check = ""
        self._saving = False
        self._refused = ("", "")
        self._query = ""
        self._list: PeopleList | None = None
        self._listed = 0
        self._more_asked = False

    def attach(self, view: PlainShown) -> None:
        super().attach(view)
        self._page_view = view  # type: ignore[assignment]

    # --- what the window asks -------------------------------------------------------------------------------

    def open(self, subject: str) -> None:
        """About somebody, their row is marked in the list."""
        if subject:
            self._mode = LIST
        super().open(subject)

    def keep_draft(self) -> dict[str, Any] | None:
        act, person = super().keep_draft(), {name: self._draft[name] for name in _OUTLIVES if name in self._draft}
        return {"act": act, "person": person} if act or person else None

    def take_up_draft(self, kept: dict[str, Any]) -> bool:
        """Somebody half registered, and the form of an act; each unless another one was begun by then."""
        act, person = kept.get("act"), kept.get("person")
        taken = isinstance(act, dict) and super().take_up_draft(act)
        if isinstance(person, dict) and not self._draft:
            self._draft = {name: str(person[name]) for name in _OUTLIVES if person.get(name)}
        phone = self._draft.get("phone", "")
        if len(phone) == DIGITS and is_phone(phone):
            self._check(phone)
        return taken or bool(self._draft)

    def refresh(self) -> None:
        super().refresh()
        self._ask_list()
        counter, stage = self._desk.counter.people, self._desk.stage

        def then(form: RegisterForm) -> None:
            self._form = form
            if self._page_view is not None:
                self._page_view.show_form(form)
                self._page_view.show_draft(self._draft)

        self._desk.tasks.run_read(counter.form, then, stage.show_trouble)

    def show(self) -> None:
        view = self._page_view
        if view is None:
            return
        if self._form is not None:
            view.show_form(self._form)
        view.show_draft(self._draft)
        view.show_known(self._known)
        view.show_refused(*self._refused)
        view.show_mode(self._mode)
        self._show_people()
        super().show()

    def scanned(self, code: str) -> None:
        """A card was scanned, which recorded a visit as anywhere: whose it is, is marked. A form in progress stays."""
        counter, stage = self._desk.counter.people, self._desk.stage

        def then(rider: str) -> None:
            if not rider or self._panel.act is not None or self._paper:
                return
            if not self._draft:
                self._mode = LIST
            self.mark(rider)
            self.show()

        self._desk.tasks.run_read(lambda: counter.rider_of(code), then, stage.show_trouble)

    def mark(self, row: str) -> None:
        """The list stays as it is: only what is known of that person is asked for."""
        self._row = row
        self._close_act()
        super().refresh()

    # --- the list -------------------------------------------------------------------------------------------

    def choose_mode(self, mode: str) -> None:
        self._mode = mode
        self._paper = b""
        self.show()
        if mode == FORM:
            self._focus_on("name")

    def search(self, text: str) -> None:
        query = text.strip()
        if query == self._query:
            return
        self._query, self._list = query, None
        if query:
            self._mode = LIST
            self._paper = b""
        if self._page_view is not None:
            self._page_view.show_mode(self._mode)
        self._ask_list()

    def more(self) -> None:
        """The list was scrolled to its end: the next page, one at a time."""
        found = self._list
        if found is None or not found.more or self._more_asked:
            return
        self._more_asked = True
        query, after = self._query, found.more
        counter = self._desk.counter.people

        def then(page: PeopleList) -> None:
            self._more_asked = False
            if self._list is found:
                self._list = PeopleList((*found.rows, *page.rows), page.more, max(found.total, page.total))
                self._show_people()

        def failed(error: Exception) -> None:
            self._more_asked = False
            self._desk.stage.show_trouble(error)

        self._desk.tasks.run_read(lambda: counter.page(query, after, PAGE_ROWS), then, failed)

    def _ask_list(self) -> None:
        self._listed += 1
        listed, query = self._listed, self._query
        shown = len(self._list.rows) if self._list is not None else 0
        most = max(PAGE_ROWS, min(shown, KEPT_MOST))
        counter = self._desk.counter.people

        def then(page: PeopleList) -> None:
            if listed == self._listed:
                self._list = page
                self._show_people()

        self._desk.tasks.run_read(lambda: counter.page(query, "", most), then, self._desk.stage.show_trouble)

    def _show_people(self) -> None:
        if self._page_view is not None and self._list is not None:
            self._page_view.show_people(self._list, self._query, self._row)

    def row(self, rider: str) -> PersonLine | None:
        rows = self._list.rows if self._list else ()
        return next((row for row in rows if row.rider == rider), None)

    # --- a new person ---------------------------------------------------------------------------------------

    def draft_typed(self, name: str, value: str) -> None:
        """What stands in a field now. As the eleventh digit is typed, it is asked whose phone it is."""
        if value:
            self._draft[name] = value
        else:
            self._draft.pop(name, None)
        if self._refused[1] and self._refused[0] in (name, ""):
            self._say_refused("", "")
        if name == "phone":
            self._set_known(None)
            self._checked = ""
            if len(value) == DIGITS and is_phone(value):
                self._check(value)
        if self._page_view is not None:
            self._page_view.show_draft(self._draft)

    def save(self, prints: bool) -> None:
        """Saves, and shows the card where it is to be printed. While a known phone stands, asks which of the two."""
        if self._saving:
            return
        if self._known is not None:
            self._focus_on("same")
            return
        missing = next((name for name in _NEEDED if not self._draft.get(name, "").strip()), "")
        if missing:
            self._say_refused(missing, self._desk.stage.words.say(f"ui.people.missing_{missing}"))
            self._focus_on(missing)
            return
        phone = self._draft["phone"]
        if is_phone(phone) and self._checked != phone:
            self._save_after_check = "print" if prints else "save"
            self._check(phone)
            return
        self._register(prints)

    def same(self) -> None:
        """是他，补打卡: the old card is withdrawn, the new one shown; what was typed is put away."""
        known, language = self._known, self._desk.stage.words.language
        if known is None or self._saving:
            return
        counter, rider = self._desk.counter.people, known.rider
        self._saving = True

        def then(made: CardMade) -> None:
            self._done("ui.people.replaced", made)

        self._desk.tasks.run_write(lambda: counter.replace_card(rider, language), then, self._not_saved)

    def other(self) -> None:
        """不是同一人: a number belongs to one person, so it is to be asked for again."""
        self._draft.pop("phone", None)
        self._set_known(None)
        if self._page_view is not None:
            self._page_view.show_draft(self._draft)
        self._say_refused("phone", self._desk.stage.words.say("ui.people.one_phone"))
        self._focus_on("phone")

    def clear(self) -> None:
        self._empty()
        self.show()
        self._focus_on("name")

    def _register(self, prints: bool) -> None:
        draft, language = self._draft, self._desk.stage.words.language
        person = NewPerson(
            draft.get("name", ""),
            draft.get("phone", ""),
            draft.get("group", ""),
            draft.get("company", ""),
            draft.get("proof", ""),
            draft.get("consent") == "yes",
        )
        counter = self._desk.counter.people
        self._saving = True

        def then(made: CardMade) -> None:
            self._done("ui.people.registered" if made.paper or not prints else "ui.people.no_paper", made)

        self._desk.tasks.run_write(lambda: counter.register(person, language, paper=prints), then, self._not_saved)

    def _done(self, key: str, made: CardMade) -> None:
        self._saving = False
        self._empty()
        self._row = made.rider
        self._hand_out(made)
        self._desk.stage.show_toast(self._desk.stage.words.say(key, name=made.name))
        self.show()
        if not made.paper:
            self._focus_on("name")

    def _hand_out(self, made: CardMade) -> None:
        """The one place where a new card's paper arrives: it is shown, to be kept or printed from there."""
        self._paper = made.paper

    def _not_saved(self, error: Exception) -> None:
        """Everything typed stays, and what was refused stands under the form."""
        self._saving = False
        if not isinstance(error, Refused):
            self._desk.stage.show_trouble(error)
            return
        field = _FIELDS.get(error.code, "")
        self._say_refused(field, trouble_sentence(self._desk.stage.words, error))
        if error.code == "already_registered":
            self._check(self._draft.get("phone", ""))
        self._focus_on(field or "name")

    def _check(self, phone: str) -> None:
        counter = self._desk.counter.people

        def then(known: KnownPhone | None) -> None:
            wanted, self._save_after_check = self._save_after_check, ""
            if self._draft.get("phone") != phone:
                return
            self._checked = phone
            self._set_known(known)
            if wanted:
                self.save(wanted == "print")

        def failed(error: Exception) -> None:
            self._save_after_check = ""
            self._desk.stage.show_trouble(error)

        self._desk.tasks.run_read(lambda: counter.known(phone), then, failed)

    def _set_known(self, known: KnownPhone | None) -> None:
        if known != self._known:
            self._known = known
            if self._page_view is not None:
                self._page_view.show_known(known)

    def _empty(self) -> None:
        self._draft.clear()
        self._known, self._checked, self._save_after_check, self._refused = None, "", "", ("", "")

    def _say_refused(self, field: str, sentence: str) -> None:
        self._refused = (field, sentence)
        if self._page_view is not None:
            self._page_view.show_refused(field, sentence)

    def _focus_on(self, field: str) -> None:
        if self._page_view is not None:
            self._page_view.focus_on(field)
