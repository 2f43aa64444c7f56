"""`desk --shots`: pictures as asked for, and a sentence instead of a wait where they cannot be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from desktop.app import SystemClock
from tests.e2e.command import environment, quanyi
from tests.e2e.folders import make_folder
from tests.e2e.test_bad_input import refused

PAGES = {"today", "visits", "scan", "meals", "inspect"}


@pytest.mark.e2e
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_pictures_obey_their_options(tmp_path: Path) -> None:
    office, _ = make_folder(tmp_path / "data", SystemClock())
    office.desk.close()
    place = tmp_path / "pictures"
    shots = ("desk", "--shots", str(place))
    done = quanyi(tmp_path / "data", *shots, "--size", "1280x800", "--text", "125", "--lang", "en")
    assert done.code == 0, done
    made = [Path(file) for file in done.document["pictures"]]
    assert {file.name for file in made} >= {f"{page}-en-125.png" for page in PAGES}
    assert sorted(made) == sorted(place.iterdir()), "no other language, no other text size"
    for file in made:
        picture = QImage(str(file))
        assert (picture.width(), picture.height()) == (1280, 800)

    locked = environment()
    del locked["QUANYI_PIN"]
    refused(quanyi(tmp_path / "data", *shots, env=locked), 1, "pin_needed")
    refused(quanyi(tmp_path / "data", *shots, "--size", "5x5"), 1, "size_wrong")
    (tmp_path / "file").write_text("")
    nowhere = str(tmp_path / "file" / "pictures")
    refused(quanyi(tmp_path / "data", "desk", "--shots", nowhere), 3, "output_unwritable")
    assert quanyi(tmp_path / "data", *shots, "--text", "110").code == 2
    no_display = {name: value for name, value in environment().items() if name not in ("QT_QPA_PLATFORM", "DISPLAY")}
    refused(quanyi(tmp_path / "data", "desk", env=no_display), 3, "no_window")
