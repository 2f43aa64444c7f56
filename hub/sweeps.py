"""Python's search for rings among objects, put off while thousands live that are in none: it would take as long as
the work itself.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def no_sweeps() -> Iterator[None]:
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def sweep_young() -> None:
    """Looks once among what was made lately: little, once the thousands are gone."""
    gc.collect(0)
