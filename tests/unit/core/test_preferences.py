"""What this machine is set to: whatever stands in the file, the window opens."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.preferences import BOUNDS, CHOICES, Preferences, parse_preferences, spell_preferences
from desktop.store.preferences import FILE, keep_preferences, read_preferences


def test_as_it_was_kept(tmp_path: Path) -> None:
    here = Preferences("en", 150, "dark", 0, 80, 5, 3000, "]Q3", "*", True, "c1", "佳能 LBP2900", -15, 20)
    keep_preferences(tmp_path, here)
    assert read_preferences(tmp_path) == here
    keep_preferences(tmp_path, here.but(volume=35))
    assert read_preferences(tmp_path).volume == 35


def test_where_nothing_was_kept(tmp_path: Path) -> None:
    assert read_preferences(tmp_path) == Preferences()
    keep_preferences(tmp_path / "not there", Preferences("en"))
    assert not (tmp_path / "not there").exists()
    (tmp_path / FILE).mkdir()
    assert read_preferences(tmp_path) == Preferences()


@given(st.binary(max_size=200))
def test_a_broken_file_is_as_if_there_were_none(data: bytes) -> None:
    parse_preferences(data.decode("utf-8", "replace"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda of: st.lists(of, max_size=3)
)


@given(st.dictionaries(st.sampled_from(sorted(Preferences.__dataclass_fields__)) | st.text(max_size=8), JSON))
def test_what_is_out_of_bounds_is_left_out(table: dict[str, object]) -> None:
    here = parse_preferences(json.dumps(table))
    for name, (least, most) in BOUNDS.items():
        assert least <= getattr(here, name) <= most
    for name, choices in CHOICES.items():
        assert getattr(here, name) in choices
    assert parse_preferences(spell_preferences(here)) == here


def test_a_truth_is_no_number() -> None:
    assert Preferences().but(volume=True, camera=1) == Preferences()
    assert Preferences().but(volume=0, camera=True) == Preferences(volume=0, camera=True)
