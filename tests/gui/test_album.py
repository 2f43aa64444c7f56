"""Every page looks as it did, to the last point: a change of a picture must be meant.

After a change that is meant: `make album`, and look at what changed before committing it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from desktop.services.counter import OfficeCounter
from tests.gui.conftest import Maker
from tests.pictures import album
from tests.pictures.station import make_counter
from tests.pictures.walk import walk

# What is kept instead of compared: `QUANYI_KEEP_PICTURES=1`, by `make album`.
KEEPS = bool(os.environ.get("QUANYI_KEEP_PICTURES"))


@pytest.fixture(scope="session")
def pictured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeCounter]:
    office, counter = make_counter(tmp_path_factory.mktemp("pictured"))
    yield counter
    office.desk.close()


@pytest.mark.parametrize(("language", "scale"), [("zh", 100), ("en", 150)])
def test_every_page_is_as_in_the_album(make_desk: Maker, pictured: OfficeCounter, language: str, scale: int) -> None:
    desk = make_desk(counter=pictured, language=language, scale=scale)
    seen = dict(walk(desk))
    assert len(seen) > 20
    if KEEPS:
        for name, each in seen.items():
            album.keep(name, each)
    assert [said for name, each in seen.items() if (said := album.compare(name, each))] == []
