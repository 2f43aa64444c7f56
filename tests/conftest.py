"""Settings for all tests: how hard hypothesis tries, where files lie, and how often Python looks for rubbish.

`ci` is the default; `HYPOTHESIS_PROFILE=torture` tries forty times as many examples. `TMPDIR` names another place for
the tests' files than memory.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", max_examples=50, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("torture", settings.get_profile("ci"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

MEMORY, ROOM = Path("/dev/shm"), 2 * 1024**3


def pytest_configure(config: pytest.Config) -> None:
    """Files of tests lie in memory where there is room. A disk is waited for tens of thousands of times, and shows
    nothing of what a power cut does (`torture/power_cut.py` records what was synced). A container's few MB are too few.
    """
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


@pytest.fixture(scope="session", autouse=True)
def quick_pins() -> Iterator[dict[type, object]]:
    """PINs are hashed at the least cost in the process of the tests; argon2 itself stays the real one, and so does its
    cost in every process that tests start. Gives what hashes elsewhere, by class.
    """
    from desktop.services.operators import Operators
    from hub.supervisors import Supervisors

    quick = property(lambda _self: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    real: dict[type, object] = {each: vars(each)["_hasher"] for each in (Operators, Supervisors)}
    with pytest.MonkeyPatch.context() as patch:
        for each in real:
            patch.setattr(each, "_hasher", quick)
        yield real


@pytest.fixture
def real_pins(quick_pins: dict[type, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs at the product's own cost, for what that cost is the point of."""
    for each, hasher in quick_pins.items():
        monkeypatch.setattr(each, "_hasher", hasher)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Modules and thousands of collected tests live to the end: the collector looks through what is new alone, and
    less often, which is an eighth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
