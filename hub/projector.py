"""The projector: takes stored batches, writes tables, judges, and gives feed positions. One at a time."""

from __future__ import annotations

import threading

from hub.parts import Parts


class Projector:
    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def loop(self, stop: threading.Event) -> None:
        stop.wait()
