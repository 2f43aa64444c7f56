"""The user guide is true of the app where a machine can tell: its pictures, its pages, the words on buttons."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import resources
from desktop.app import read_words
from desktop.ui.guide.text import FILES, PICTURE, Chapter, Guide, chapters_of, read_guide
from desktop.ui.registry import PAGES

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "pictures"
MOST_BYTES = 1_500_000
# Places that are no page of the rail, and what is said in quotation marks that is on no button.
BOARDS = {"today.now", "today.review"}
QUOTED = {"zh": re.compile("“([^”]+)”"), "en": re.compile('"([^"]+)"')}


def titles_of_rules(language: str) -> set[str]:
    """What rules call things, as the window does."""
    found = re.compile(rf'\b{language} = "([^"]+)"')
    return {
        title for file in resources.path("rules").glob("*.toml") for title in found.findall(file.read_text("utf-8"))
    }


def text_of(language: str) -> str:
    return (DOCS / FILES[language]).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", FILES)
def test_every_picture_is_there_and_named_once(language: str) -> None:
    named = PICTURE.findall(text_of(language))
    kept = [f"pictures/{file.name}" for file in PICTURES.iterdir() if f".{language}." in file.name]
    assert sorted(named) == sorted(kept)
    assert all(re.search(rf"!\[[^\]]{{2,}}\]\({re.escape(name)}\)", text_of(language)) for name in named)


def test_pictures_are_small_and_of_a_language_each() -> None:
    files = list(PICTURES.iterdir())
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert {file.name.split(".", 1)[1] for file in files} == {f"{language}.webp" for language in FILES}


def test_both_languages_have_the_same_chapters() -> None:
    zh, en = (chapters_of(text_of(language)) for language in FILES)
    assert [each.pages for each in zh] == [each.pages for each in en]
    for level in ("\n### ", "\n1. ", "\n![", "**", "\n- "):
        assert text_of("zh").count(level) == text_of("en").count(level), level


def test_chapters_are_about_places_of_the_window() -> None:
    places = {kind.place_of(section) for kind in PAGES for section in kind.sections} | BOARDS
    places |= {f"{kind.name}.{section.code}" for kind in PAGES for section in kind.sections}
    said = [place for chapter in chapters_of(text_of("zh")) for place in chapter.pages]
    assert set(said) <= places
    assert len(said) == len(set(said))
    assert {kind.name for kind in PAGES} <= set(said)


@pytest.mark.parametrize("language", FILES)
def test_what_it_quotes_stands_in_the_window(language: str) -> None:
    """Names of pages, sections and buttons, joined by a dot in the middle."""
    words = read_words()[language]
    known = {words.say(name) for name in words.names()} | titles_of_rules(language)
    missing = [
        part
        for quoted in QUOTED[language].findall(text_of(language))
        for part in quoted.split(" · ")
        if part not in known
    ]
    assert missing == []


def test_the_chapter_of_a_place_its_page_else_the_first() -> None:
    guide = Guide("", (Chapter("a"), Chapter("b", ("inspect",)), Chapter("c", ("inspect.box",))))
    assert [guide.about(place) for place in ("inspect.box", "inspect.jobs", "hub")] == [2, 1, 0]


def test_remarks_are_not_read_out() -> None:
    for language in FILES:
        guide = read_guide(DOCS, language)
        assert "<!--" not in guide.text
        assert all(not picture.isNull() for picture in guide.pictures.values())
