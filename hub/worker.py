"""One worker of `quanyi-hub serve`, in a process of its own on a socket that it was handed."""

from __future__ import annotations

import json
import logging
import os
import socket
import sys
from pathlib import Path

import structlog
import uvicorn

from hub.api import build
from hub.app import open_parts, read_words
from hub.limits import Limits
from hub.place import find_place
from hub.serve import SETTINGS
from hub.side import add_pages
from hub.signer import Gate


def set_up_logs() -> None:
    """JSON lines on stderr; never a body, a name or a number of a person."""
    logging.basicConfig(level=os.environ.get("QUANYI_LOG", "WARNING"), stream=sys.stderr)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def main() -> None:
    """`python -m hub.worker`, with `{fd, db, key, limits}` in the environment as `hub/serve.py` gives them."""
    settings = json.loads(os.environ.pop(SETTINGS))
    set_up_logs()
    parts = open_parts(find_place(settings["db"], Path(settings["key"])))
    app = build(Gate(parts, Limits(**settings["limits"])))
    add_pages(app, parts, read_words())
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_keep_alive=75, timeout_graceful_shutdown=10
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(settings["fd"]))])


if __name__ == "__main__":
    main()
