"""Settings for all tests: how hard hypothesis tries, and how often Python looks for rubbish.

`ci` is the default; `HYPOTHESIS_PROFILE=torture` tries twenty times as many examples.
"""

from __future__ import annotations

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "ci", max_examples=100, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("torture", settings.get_profile("ci"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Modules and thousands of collected tests live to the end: the collector looks through what is new alone, and
    less often, which is an eighth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
