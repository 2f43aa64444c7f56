"""The Papers page without a window: which paper is in front, how far it has come, and what became of printing it."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from desktop.core.business_day import month_of, plus_days, plus_months
from desktop.core.errors import Refused
from desktop.core.paper_pages import (
    DAY,
    MONTH,
    PaperChoice,
    PaperKind,
    PapersPage,
    PaperStanding,
    PaperWish,
    PrintHabit,
)
from desktop.ui.papers import jobs
from desktop.ui.papers.pages import Leaf, picture_of
from desktop.ui.papers.state import (
    ASKING,
    HALTED,
    MADE,
    MAKING,
    NOT_YOURS,
    NOTHING,
    PLACES,
    WHOLE,
    Shown,
    Work,
    begins,
    size_of,
    step_from,
    why_not,
    within,
)
from desktop.ui.stage import Desk

_PICTURES_KEPT = 8


class PapersShown(Protocol):
    def show_papers(self, shown: Shown) -> None: ...
    def show_picture(self, at: int, width: int, picture: object) -> None: ...


class PapersPresenter:
    """Holds which paper was looked at, and how; what names people is put away when another page is opened."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._view: PapersShown | None = None
        self._shown: Shown | None = None
        self._kind = ""
        self._month = self._day = ""
        self._ids: dict[str, str] = {}
        self._sizes: dict[str, str] = {}
        self._full = False
        self._habits: dict[str, PrintHabit] = {}
        self._pdf, self._language = b"", ""
        self._token = 0
        self._pictures: dict[tuple[int, int], object] = {}

    def attach(self, view: PapersShown) -> None:
        self._view = view

    @property
    def shown(self) -> Shown | None:
        return self._shown

    def clock(self) -> int:
        """Now, ms UTC."""
        return self._desk.now()

    # --- what the window asks -------------------------------------------------------------------------------

    def open(self, subject: str) -> None:
        """About a paper as `KIND`, `KIND:ID`, `KIND:ID:MONTH` or `KIND::DAY`; else the one looked at last."""
        kind, _, rest = subject.partition(":")
        id, _, when = rest.partition(":")
        if kind:
            self._kind = kind
        if id:
            self._ids[self._kind] = id
        if len(when) == len("2026-11"):
            self._month = when
        elif when:
            self._day = when
        self._full = False
        self._ask()

    def refresh(self) -> None:
        """Something changed: the paper in front stays as it was made, what is known beside it is asked anew."""
        shown = self._shown
        if shown is None:
            self._ask()
            return
        token = self._token

        def then(standing: PaperStanding) -> None:
            if token == self._token:
                self._put(standing=standing)

        if shown.state != NOT_YOURS:
            papers = self._desk.counter.papers
            self._desk.tasks.run_read(lambda: papers.standing(shown.wish), then, self._desk.stage.show_trouble)

    def show(self) -> None:
        shown = self._shown
        if shown is None or self._view is None:
            return
        if self._language != self._desk.stage.words.language and shown.state == MADE and not shown.recorded:
            self._make()
            return
        self._view.show_papers(shown)

    def left(self) -> None:
        """Another page stands in front: a paper that is only looked at is not made for nobody, and holds up no scan."""
        shown = self._shown
        if shown is not None and not shown.recorded and shown.work is not None and shown.work.doing == "make":
            self.halt()

    # --- which paper ------------------------------------------------------------------------------------------

    def mark(self, kind: str) -> None:
        if kind != self._kind or self._shown is None or self._shown.state == HALTED:
            self._kind = kind
            self._full = False
            self._ask()

    def choose(self, id: str) -> None:
        """One of the choices; a merchant stays chosen over the months, whatever is settled."""
        choices = self._shown.choices if self._shown is not None else ()
        whose = next((each.whose for each in choices if each.id == id), "")
        self._ids[self._kind] = whose or id
        self._ask()

    def set_size(self, size: str) -> None:
        """What it is printed on."""
        self._sizes[self._kind] = size
        self._ask()

    def set_full(self, full: bool) -> None:
        """Names in full, or masked again; only until another paper is looked at."""
        self._full = full
        self._ask()

    def step(self, by: int) -> None:
        """A month, or a day, back or on; never beyond today."""
        shown = self._shown
        if shown is None:
            return
        if shown.kind.asks == DAY:
            self._day = min(plus_days(shown.wish.day, by), shown.page.today)
        else:
            self._month = within(month_of(plus_months(f"{shown.wish.month}-01", by)), shown.page)
        self._ask()

    def now(self) -> None:
        """This month, or today."""
        if self._shown is not None:
            self._day, self._month = self._shown.page.today, month_of(self._shown.page.today)
            self._ask()

    def look(self) -> None:
        """A paper whose making is recorded, or that was stopped, is wanted after all."""
        self._make()

    def go_there(self) -> None:
        if self._shown is not None and self._shown.place:
            self._desk.stage.go(self._shown.place)

    # --- how it is looked at ------------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        shown = self._shown
        if shown is not None and shown.leaf is not None:
            at = max(0, min(shown.leaf.pages - 1, shown.at + by))
            if at != shown.at:
                self._put(at=at)

    def zoom(self, to: str) -> None:
        """`page`, `width` or percent."""
        self._put(zoom=to)

    def zoom_by(self, by: int, percent: int) -> None:
        """A step larger or smaller than the percent that it stands at now."""
        self._put(zoom=str(step_from(percent, by)))

    def picture(self, at: int, width: int) -> None:
        """A page so many px wide is wanted; it comes by `show_picture`."""
        key = (at, width)
        if key in self._pictures:
            self._give(at, width, self._pictures[key])
            return
        pdf, token = self._pdf, self._token

        def then(made: object) -> None:
            if token != self._token or made is None:
                return
            while len(self._pictures) >= _PICTURES_KEPT:
                self._pictures.pop(next(iter(self._pictures)))
            self._pictures[key] = made
            self._give(at, width, made)

        def draw() -> object:
            return picture_of(pdf, at, width) if token == self._token and pdf else None

        self._desk.tasks.run_paper(draw, then, self._desk.stage.show_trouble)

    def _give(self, at: int, width: int, made: object) -> None:
        if self._view is not None:
            self._view.show_picture(at, width, made)

    # --- what is done with it -------------------------------------------------------------------------------------

    def set_habit(self, habit: PrintHabit) -> None:
        self._habits[self._kind] = habit
        self._put(habit=habit)

    def halt(self) -> None:
        """停下: what is being made is put aside, what is being printed ends before its next page."""
        shown = self._shown
        if shown is None or shown.work is None:
            return
        shown.work.halted = True
        if shown.work.doing == "make":
            self._token += 1
            self._put(work=None, state=HALTED)

    def print(self) -> None:
        shown = self._shown
        if shown is None or shown.state != MADE or shown.work is not None or shown.leaf is None:
            return
        words, printers, wish, habit = self._desk.stage.words, self._desk.machine.printers, shown.wish, shown.habit
        name = words.say("ui.papers.job", paper=words.say(f"plain.paper.{wish.kind}"), when=wish.day or wish.month)
        order = jobs.order_of(self._pdf, name.strip(), shown.leaf, habit, self._desk.machine.preferences)
        work = Work("print", shown.leaf.pages)

        self._put(work=work, not_printed="")
        self._desk.tasks.run_paper(
            lambda: jobs.send(printers, order, work),
            lambda code: self._sent(work, wish, habit, code),
            self._failed_to_print,
        )

    def _sent(self, work: Work, wish: PaperWish, habit: PrintHabit, code: str) -> None:
        stage = self._desk.stage
        self._put(work=None, not_printed="" if code == "halted" else code, printers=self._desk.machine.printers.known)
        if code:
            if code == "halted":
                stage.show_toast(stage.words.say("ui.papers.print_halted"))
            return
        stage.show_toast(stage.words.say("ui.papers.sent", count=work.total))
        told = self._desk.counter.papers.printed
        self._desk.tasks.run_write(lambda: told(wish, habit), lambda _none: None, stage.show_trouble)

    def _failed_to_print(self, error: Exception) -> None:
        self._put(work=None, not_printed="failed")
        self._desk.stage.show_trouble(error)

    def save(self, place: str) -> None:
        pdf, stage = self._pdf, self._desk.stage

        def then(_none: None) -> None:
            self._put(not_printed="")
            stage.show_toast(stage.words.say("plain.said.saved", file=place))

        self._desk.tasks.run_write(lambda: self._desk.counter.save_paper(place, pdf), then, stage.show_trouble)

    def export(self, place: str) -> None:
        shown, stage = self._shown, self._desk.stage
        if shown is None:
            return
        papers, wish, language = self._desk.counter.papers, shown.wish, stage.words.language

        def then(rows: int) -> None:
            stage.show_toast(stage.words.say("plain.said.exported", count=rows, file=place))

        self._desk.tasks.run_paper(lambda: papers.export(wish, place, language), then, stage.show_trouble)

    def printers_changed(self) -> None:
        self._put(printers=self._desk.machine.printers.known)

    def file_name(self, ending: str) -> str:
        """What a file of this paper is called at first; it names nobody."""
        wish = self._shown.wish if self._shown is not None else PaperWish("figures")
        name = self._desk.stage.words.say(f"plain.paper.{wish.kind}")
        return f"{f'{name} {wish.day or wish.month}'.strip()}.{ending}"

    # --- within -----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Which papers there are and what the wanted one may be about; then it is made."""
        self._token += 1
        token, papers = self._token, self._desk.counter.papers
        self._pdf = b""
        self._pictures.clear()

        def read() -> tuple[PapersPage, PaperKind, tuple[PaperChoice, ...]]:
            page = papers.page()
            kind = next((each for each in page.kinds if each.code == self._kind), page.kinds[0])
            month = within(self._month or page.month, page)
            return page, kind, papers.choices(kind.code, month) if kind.chosen and not kind.roles else ()

        def then(found: tuple[PapersPage, PaperKind, tuple[PaperChoice, ...]]) -> None:
            if token == self._token:
                self._asked(*found)

        self._desk.tasks.run_read(read, then, self._desk.stage.show_trouble)

    def _asked(self, page: PapersPage, kind: PaperKind, choices: tuple[PaperChoice, ...]) -> None:
        self._kind = kind.code
        kept = self._ids.get(kind.code, "")
        here = next((each for each in choices if kept in (each.id, each.whose)), choices[0] if choices else None)
        month = within(self._month or page.month, page) if kind.asks == MONTH else ""
        day = min(self._day or page.today, page.today) if kind.asks == DAY else here.day if here else ""
        size = size_of(kind, self._sizes.get(kind.code, ""))
        full = self._full and kind.names
        wish = PaperWish(kind.code, month, day, here.id if here else "", size, full)
        before = self._shown
        same = before is not None and before.wish == wish
        words = self._desk.stage.words
        state, sentence = begins(words, kind, choices, full)
        self._shown = Shown(
            page,
            kind,
            wish,
            state,
            choices,
            None,
            before.at if same and before else 0,
            before.zoom if before else WHOLE,
            before.standing if same and before else PaperStanding(),
            self._habits.get(kind.code, PrintHabit()),
            self._desk.machine.printers.known,
            None,
            sentence,
            self._place(kind) if state == NOTHING else "",
        )
        if state == ASKING:
            self._make()
        else:
            self.show()
            self._ask_standing()

    def _make(self) -> None:
        shown = self._shown
        if shown is None or not self._kind:
            return
        self._token += 1
        self._pictures.clear()
        self._language = self._desk.stage.words.language
        token, wish, language, papers = self._token, shown.wish, self._language, self._desk.counter.papers
        work = Work("make")

        def then(made: tuple[bytes, Leaf] | None) -> None:
            if token != self._token or made is None or self._shown is None:
                return
            self._pdf = made[0]
            at = min(self._shown.at, made[1].pages - 1)
            self._put(state=MADE, leaf=made[1], at=at, work=None, sentence="", place="")
            self._ask_standing()

        def failed(error: Exception) -> None:
            if token != self._token:
                return
            known = isinstance(error, Refused)
            sentence = why_not(self._desk.stage.words, self._kind, error)
            self._put(state=NOTHING, work=None, sentence=sentence, place=self._place(shown.kind) if known else "")

        self._put(state=MAKING, work=work, leaf=None, not_printed="")
        # one that is recorded is a write, and stands in line with the counter's
        run = self._desk.tasks.run_write if shown.recorded else self._desk.tasks.run_paper
        run(lambda: jobs.make(papers, wish, language, work, lambda: token == self._token), then, failed)

    def _ask_standing(self) -> None:
        """How it was printed last, and what the hub still lacks of it."""
        shown, token, papers = self._shown, self._token, self._desk.counter.papers
        if shown is None or shown.state == NOT_YOURS:
            return

        def then(standing: PaperStanding) -> None:
            if token == self._token:
                habit = self._habits.setdefault(shown.kind.code, standing.habit)
                self._put(standing=standing, habit=habit)

        self._desk.tasks.run_read(lambda: papers.standing(shown.wish), then, self._desk.stage.show_trouble)

    def _place(self, kind: PaperKind) -> str:
        place = PLACES.get(kind.code, "")
        return place if place and self._desk.stage.has_page(place) else ""

    def _put(self, **changes: object) -> None:
        if self._shown is not None:
            self._shown = replace(self._shown, **changes)  # type: ignore[arg-type]
            if self._view is not None:
                self._view.show_papers(self._shown)
