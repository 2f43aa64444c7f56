"""One worker of `quanyi-hub serve`, in a process of its own, on connections that it is handed."""

from __future__ import annotations

import gc
import json
import os
import socket
from pathlib import Path

import uvicorn

from hub.api import build
from hub.app import open_parts, read_words
from hub.limits import Limits
from hub.logs import set_up_logs
from hub.place import find_place
from hub.serve import SETTINGS
from hub.side import pages
from hub.signer import Gate
from hub.turnstile import Handed


def _say_up(pipe: int) -> None:
    os.write(pipe, b".")
    os.close(pipe)


def main() -> None:
    """`python -m hub.worker`, with `{fd, up, db, key, limits}` in the environment as `hub/serve.py` gives them."""
    settings = json.loads(os.environ.pop(SETTINGS))
    set_up_logs()
    parts = open_parts(find_place(settings["db"], Path(settings["key"])))
    app = build(Gate(parts, Limits(**settings["limits"])), lambda: _say_up(settings["up"]), pages(parts, read_words()))
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_keep_alive=75, timeout_graceful_shutdown=10
    )
    # what is here now stays; looking through it again and again would hold up answers by 20 ms
    gc.collect()
    gc.freeze()
    Handed(config, socket.socket(fileno=int(settings["fd"]))).run()


if __name__ == "__main__":
    main()
