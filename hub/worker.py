"""One worker of `quanyi-hub serve`, on connections that it is handed."""

from __future__ import annotations

import gc
import socket
import sys
from pathlib import Path

import uvicorn

from hub.api import build
from hub.app import open_parts, read_words
from hub.crew import give_back, say_up, told
from hub.limits import Limits
from hub.logs import set_up_logs
from hub.place import find_place
from hub.side import pages
from hub.signer import Gate
from hub.turnstile import Handed


def work(channel: socket.socket) -> None:
    """Waits for `{db, key, limits}` as `hub/serve.py` gives them, and serves until it is stopped."""
    settings = told(channel)
    if settings is None:
        return
    give_back()
    set_up_logs()
    parts = open_parts(find_place(settings["db"], Path(settings["key"])))
    app = build(Gate(parts, Limits(**settings["limits"])), lambda: say_up(channel), pages(parts, read_words()))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_keep_alive=75, timeout_graceful_shutdown=10
    )
    # what is here now stays; looking through it again and again would hold up answers by 20 ms
    gc.collect()
    gc.freeze()
    Handed(config, channel).run()


if __name__ == "__main__":
    work(socket.socket(fileno=int(sys.argv[1])))
