"""The three sounds are what `tools/sounds.py` makes, and differ in shape, not only in pitch."""

from __future__ import annotations

import array
import importlib.util
import itertools
import math
import wave
from pathlib import Path
from types import ModuleType

import pytest

import resources
from desktop.devices.sound import NAMES, loudness

RATE, WINDOW_MS = 44_100, 10


def load_tool() -> ModuleType:
    place = Path(__file__).resolve().parents[3] / "tools" / "sounds.py"
    spec = importlib.util.spec_from_file_location("tools_sounds", place)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["tools_sounds"] = made
    spec.loader.exec_module(made)
    return made


def frames(name: str) -> bytes:
    with wave.open(str(resources.path("sounds", f"{name}.wav"))) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return file.readframes(file.getnframes())


def shape(name: str) -> list[float]:
    """How loud it is in each hundredth of a second, the loudest 1."""
    samples = array.array("h", frames(name))
    step = RATE * WINDOW_MS // 1000
    loud = [
        math.sqrt(sum(sample * sample for sample in samples[at : at + step]) / step)
        for at in range(0, len(samples) - step + 1, step)
    ]
    return [each / max(loud) for each in loud]


def pitch(samples: array.array[int]) -> float:
    """Hz, by how often it crosses zero upwards."""
    crossings = sum(before < 0 <= after for before, after in itertools.pairwise(samples))
    return crossings * RATE / len(samples)


def thirds(name: str) -> tuple[float, float]:
    """The pitch of its first and last third."""
    samples = array.array("h", frames(name))
    third = len(samples) // 3
    return pitch(samples[:third]), pitch(samples[-third:])


@pytest.mark.parametrize("name", NAMES)
def test_they_are_made_from_the_numbers(name: str) -> None:
    tool = load_tool()
    assert frames(name) == tool.render(tool.SOUNDS[name])


def test_one_rises_one_repeats_one_falls() -> None:
    rises, equal, falls = (thirds(name) for name in ("success", "already", "refused"))
    assert rises[1] > 1.2 * rises[0]
    assert abs(equal[1] - equal[0]) < 0.1 * equal[0]
    assert falls[1] < 0.85 * falls[0]


def test_they_differ_for_an_ear_that_hears_no_pitch() -> None:
    silent = {name: any(each < 0.02 for each in shape(name)[2:-2]) for name in NAMES}
    assert silent == {"success": False, "already": True, "refused": False}
    long = {name: len(shape(name)) for name in NAMES}
    assert long["refused"] > 1.4 * long["success"]
    success, refused = shape("success"), shape("refused")
    tail = len(success) // 5
    assert sum(success[-tail:]) / tail < 0.5  # it fades away
    assert sum(refused[-8:-2]) / 6 > 0.6  # it is held to the end


def test_loudness_of_a_volume() -> None:
    assert (loudness(0), loudness(100)) == (0, 1)
    assert 0.25 < loudness(50) < 0.4
    assert loudness(400) == 1
