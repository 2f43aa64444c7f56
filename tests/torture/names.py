"""Rare names: every character of 通用规范汉字表 (8,105) and rarer ones of names, from the form to paper and back.

The list beside this file is the set of characters for which Unicode's Unihan database has a reading of
《通用规范汉字字典》 (kTGHZ2013); it holds the 8,105 characters of the State Council's table of 2013.
"""

from __future__ import annotations

import csv
import io
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import openpyxl

from desktop.app import read_words
from desktop.core.people import NAME_MOST
from desktop.services.exports import Exports
from desktop.services.papers import Papers, Wanted
from reports.render import render
from tests.out import Measurement
from tests.stations import Station, Yard

LIST = Path(__file__).with_name("standard_characters.txt")
STANDARD = 8_105
# Characters of names beyond the table (Ext A, B, C, E, F, G), and one that no free font has (Ext I).
RARER = "㛃䶮𬱖𠅤𬭚𠮷𡧛𣲗𤧛𦈡𧯦𨱏𪣻𫍯𫖮𫟹𬀩𬍛𬤊𬶍"
FONTLESS = "\U0002ebf0"


@cache
def standard_characters() -> str:
    letters = "".join(LIST.read_text("utf-8").split())
    if len(letters) != STANDARD or len(set(letters)) != STANDARD:
        raise ValueError("the list of characters is not whole")
    return letters


def rare_names(*, few: bool = False) -> Measurement:
    """Each character begins one name (store and export, where names are masked but for their first character)
    and stands in one long name that is printed in full on a slip; the value is how many came back.
    """
    letters = standard_characters() + "".join(letter for letter in RARER if letter not in standard_characters())
    chosen = letters[::40] + letters[-40:] if few else letters
    chosen = "".join(dict.fromkeys(chosen)) + FONTLESS
    with tempfile.TemporaryDirectory(prefix="quanyi-names-") as place:
        told = Yard(Path(place) / "yard").fresh.open(Path(place) / "station")
        try:
            lost = {
                "store": _stored(told, chosen),
                "find": _found(told, chosen),
                "csv": _exported(told, chosen, Path(place) / "riders.csv"),
                "xlsx": _exported(told, chosen, Path(place) / "riders.xlsx"),
                "paper": _printed(told, chosen.removesuffix(FONTLESS)),
            }
            sound = told.office.upkeep.verify().ok
        finally:
            told.close()
    narrow = sum(not _in_gbk(letter) for letter in chosen)
    missing = sorted(set().union(*lost.values()))
    return Measurement(
        value=round(100 * (len(chosen) - len(missing)) / len(chosen), 2),
        unit="% came back",
        limit=100,
        holds=not missing and sound and (few or len(chosen) > STANDARD),
        n=len(chosen),
        control={"what": "the same names through GB 2312", "lost": narrow, "fails": narrow > 0},
        more={"lost": {way: "".join(sorted(letters))[:50] for way, letters in lost.items()}},
    )


def _in_gbk(letter: str) -> bool:
    try:
        return letter.encode("gb2312").decode("gb2312") == letter
    except UnicodeEncodeError:
        return False


def _stored(told: Station, letters: str) -> set[str]:
    with told.desk.store.write():
        for number, letter in enumerate(letters):
            told.register(f"{letter}小{number}", phone=f"135{number:08d}", proof="")
    rows = told.rows("SELECT name FROM persons")
    return set(letters) - {row[0][0] for row in rows}


def _found(told: Station, letters: str) -> set[str]:
    """A search for the whole name finds its rider, seen as the first character and stars."""
    lost = set()
    for number, letter in enumerate(letters):
        seen = told.office.people.find(told.by, f"{letter}小{number}")
        if not any(rider.name[0] == letter for rider in seen):
            lost.add(letter)
    return lost


def _exported(told: Station, letters: str, file: Path) -> set[str]:
    Exports(told.desk, read_words()["zh"]).write(told.by, "riders", file, None, None)
    if file.suffix == ".csv":
        rows: Sequence[Sequence[object]] = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    else:
        book = openpyxl.load_workbook(file)
        assert book.active is not None
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
        book.close()
    return set(letters) - {str(row[2])[:1] for row in rows[1:]}


def _printed(told: Station, letters: str) -> set[str]:
    """Slips with the full name, as copying from the PDF gives it."""
    words = read_words()["zh"]
    papers = Papers(told.desk, told.office, words)
    partner = told.office.master.add_partner(told.by, "医院")
    lost: set[str] = set()
    for number, begin in enumerate(range(0, len(letters), NAME_MOST)):
        name = letters[begin : begin + NAME_MOST]
        made = told.register(name, phone=f"136{number:08d}")
        slip = told.office.referrals.refer(told.by, made.card, "green_channel", partner, reason="头晕", consent=True)
        pdf = render(papers.freeze(told.by, Wanted("health", id=slip.referral)), words)
        done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
        lost |= set(name) - set(done.stdout.decode())
        if told.rows("SELECT 1 FROM persons WHERE name = ?", (name,)) == []:
            lost |= set(name)
    return lost
