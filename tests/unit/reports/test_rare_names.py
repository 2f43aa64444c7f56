"""Names of rare characters on every paper that prints names: copied as they are, in order, from faces in the file."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import pytest

from desktop.core.papers import Frame
from reports.fonts import fonts
from reports.render import PAPERS, render
from tests.torture.names import RARER
from tests.unit.reports import rasters, samples
from tests.unit.reports.test_papers import MAKERS

# Short names of the rare list, no character twice; the first two need the rare face.
NAMES = ("𬭚𠮷", "𡧛𣲗", "㛃䶮", "𬱖𠅤", "𤧛𦈡", "𧯦𨱏", "𪣻𫍯", "𫖮𫟹", "𬀩𬍛", "𬤊𬶍")
# Fields that hold a person's or a place's name, by what the papers' data call them.
FIELDS = frozenset({
    "name", "full_name", "masked_name", "inspector", "merchant", "operator", "whom", "who", "by", "partner",
    "hospital", "station", "cashier", "handed", "taker", "giver", "maker", "witness", "seller", "person", "voided_by",
})  # fmt: skip


def renamed(data: Any, names: Callable[[], str]) -> Any:
    """The same paper with rare names in each such field; dictionaries and the frame's site too."""
    if isinstance(data, Frame):
        return dataclasses.replace(data, site=names())
    if isinstance(data, tuple):
        return tuple(renamed(each, names) for each in data)
    if not dataclasses.is_dataclass(data) or isinstance(data, type):
        return data
    changes = {}
    for field in dataclasses.fields(data):
        value = getattr(data, field.name)
        if field.name in FIELDS and isinstance(value, str) and value:
            changes[field.name] = names()
        else:
            changes[field.name] = renamed(value, names)
    return dataclasses.replace(data, **changes)


@functools.cache
def rare(name: str) -> tuple[bytes, frozenset[str]]:
    """The paper with rare names, and which of them it was given."""
    given: list[str] = []

    def names() -> str:
        given.append(NAMES[len(given) % len(NAMES)])
        return given[-1]

    pdf = render(renamed(MAKERS[name](), names), samples.words())
    return pdf, frozenset(given)


KINDS = {type(make()): name for name, make in reversed(MAKERS.items()) if not name.endswith(("-empty", "-long"))}
every_kind = pytest.mark.parametrize("name", sorted(KINDS.values()))


def test_every_kind_is_tried() -> None:
    assert set(KINDS) == set(PAPERS)


def test_the_list_holds_every_rare_character() -> None:
    assert set("".join(NAMES)) == set(RARER)


@every_kind
def test_names_come_back_in_order_when_copied(name: str) -> None:
    """The site stands on every paper; a paper that cannot show all of its names is one of few that has none."""
    pdf, given = rare(name)
    assert given
    said = rasters.text(pdf).replace("\n", "")
    shown = {each for each in given if each in said}
    torn = [each for each in given - shown if each[0] in said or each[1] in said]
    assert not torn, f"{name}: half a name, or in another order"
    assert shown, name
    assert "\ufffd" not in said


@every_kind
def test_faces_of_rare_names_are_in_the_file(name: str) -> None:
    faces = rasters.faces(rare(name)[0])
    assert len(faces) > 1
    assert all(embedded == "yes" and to_unicode == "yes" for _, embedded, to_unicode in faces), faces
    assert any("HanaMin" in face for face, _, _ in faces)


def test_a_wrong_table_beyond_the_bmp_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: ReportLab's own table of characters gives other text back."""
    from reportlab.pdfbase import ttfonts

    monkeypatch.setattr("reports.fonts.to_unicode", ttfonts.makeToUnicodeCMap)
    said = rasters.text(render(samples.single_card("𠅤𬭚"), samples.words()))
    assert "𠅤𬭚" not in said
    assert fonts().covers("𠅤")
