"""Logs of the hub: JSON lines on stderr; never a body, a name or a number of a person."""

from __future__ import annotations

import logging
import os
import sys

import structlog


def set_up_logs() -> None:
    """`QUANYI_LOG` names the least level, WARNING without it."""
    level = os.environ.get("QUANYI_LOG", "WARNING").upper()
    logging.basicConfig(level=level, stream=sys.stderr)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping().get(level, 30)),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
