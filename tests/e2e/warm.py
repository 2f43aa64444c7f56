"""Commands in forks of a process that has everything imported: each its own process, without the start's second.

`Warm` starts the server and asks it; `python -m tests.e2e.warm` is the server: a JSON request a line on stdin,
its answer a line on stdout.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.e2e.command import Answer, environment


class Warm:
    """Runs `quanyi` by a warm server; close it at the end."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.warm"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
        )

    def quanyi(self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None, given: bytes = b"") -> Answer:
        """As `command.quanyi`."""
        assert self._server.stdin
        assert self._server.stdout
        request = {
            "arguments": ["--data", str(folder), "--json", *arguments],
            "env": dict(env or environment()),
            "given": base64.b64encode(given).decode(),
        }
        self._server.stdin.write(json.dumps(request).encode() + b"\n")
        self._server.stdin.flush()
        told = json.loads(self._server.stdout.readline())
        return Answer(told["code"], tuple(json.loads(text) for text in told["out"].splitlines()), told["error"])

    def close(self) -> None:
        self._server.communicate(timeout=60)


def serve() -> None:
    """Forks for each request. What is imported here is what the commands would import."""
    import pypinyin

    import desktop.cli.main
    import desktop.keys  # noqa: F401
    import reports.render  # noqa: F401

    pypinyin.pinyin("单", heteronym=True)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
            given.write(base64.b64decode(request["given"]))
            given.seek(0)
            child = os.fork()
            if child == 0:
                for source, target in ((given, 0), (out, 1), (error, 2)):
                    os.dup2(source.fileno(), target)
                _live(request)
            _, status = os.waitpid(child, 0)
            out.seek(0)
            error.seek(0)
            told = {
                "code": os.waitstatus_to_exitcode(status),
                "out": out.read().decode(),
                "error": error.read().decode(),
            }
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _live(request: dict[str, Any]) -> None:
    """The child's whole life: the program itself, with its own arguments and environment."""
    import desktop.app

    code = 70
    try:
        os.environ.clear()
        os.environ.update(request["env"])
        sys.argv = ["quanyi", *request["arguments"]]
        # what the server had read ahead of its own requests is not the child's
        sys.stdin = os.fdopen(0, closefd=False)
        desktop.app.main()
        code = 0
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
