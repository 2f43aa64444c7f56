"""The command line as its users run it: a process, its JSON lines, its exit code."""

from __future__ import annotations

import glob
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.errors import EnvironmentFailed
from desktop.core.keys import Secrets
from tests.out import HERE
from tests.stations import PIN


@dataclass(frozen=True)
class Answer:
    """What a run came to: exit code, the lines of stdout as documents, and stderr."""

    code: int
    lines: tuple[dict[str, Any], ...]
    error: str = ""

    @property
    def document(self) -> dict[str, Any]:
        """The one document that a command prints."""
        assert len(self.lines) == 1, (self.lines, self.error)
        return self.lines[0]

    @property
    def message(self) -> str:
        return str(self.document.get("message", ""))


def environment(**more: str) -> dict[str, str]:
    """An environment without anything of whoever runs the tests: no folder, no keyring, a known PIN."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("QUANYI_")}
    clean |= {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPATH": str(HERE),
        "QT_QPA_PLATFORM": "offscreen",
        "QUANYI_PIN": PIN,
    }
    return clean | more


def quanyi(folder: Path, *arguments: str, env: Mapping[str, str] | None = None, given: bytes = b"") -> Answer:
    """Runs `quanyi --data FOLDER --json ARGUMENTS` in a process of its own, where a careless write would show."""
    command = [sys.executable, "-m", "desktop.app", "--data", str(folder), "--json", *arguments]
    done = subprocess.run(
        command, input=given, capture_output=True, check=False, timeout=100, env=dict(env or environment())
    )
    lines = tuple(json.loads(text) for text in done.stdout.splitlines())
    return Answer(done.returncode, lines, done.stderr.decode())


def at_time(offset: str, file: Path | None = None) -> dict[str, str]:
    """An environment whose clock is off by `-1d`, `+10y` …, or by what stands in a file and may change
    meanwhile. Raises `FileNotFoundError` without libfaketime, which `packaging/os-packages.txt` names.
    """
    found = sorted(glob.glob("/usr/lib/*/faketime/libfaketime.so.1") + glob.glob("/usr/lib/faketime/libfaketime.so.1"))
    if not found:
        raise FileNotFoundError("libfaketime")
    named = {"LD_PRELOAD": found[0], "DONT_FAKE_MONOTONIC": "1"}
    if file is None:
        return environment(**named, FAKETIME=offset)
    file.write_text(offset)
    return environment(**named, FAKETIME_TIMESTAMP_FILE=str(file), FAKETIME_NO_CACHE="1")


class KeyFile:
    """The key file that a folder has where there is no keyring."""

    def save(self, folder: Path, name: str, secrets: Secrets) -> None:
        text = json.dumps({"seed": secrets.seed.hex(), "database": secrets.database.hex()})
        (folder / "device.key").write_text(text + "\n", "ascii")

    def load(self, folder: Path, name: str) -> Secrets:
        try:
            table = json.loads((folder / "device.key").read_text("ascii"))
        except FileNotFoundError as error:
            raise EnvironmentFailed("key_missing", folder=str(folder)) from error
        return Secrets(bytes.fromhex(table["seed"]), bytes.fromhex(table["database"]))

    def note(self, folder: Path, name: str, text: str) -> None:
        (folder / "acknowledged.json").write_text(text + "\n", "ascii")

    def noted(self, folder: Path, name: str) -> str:
        place = folder / "acknowledged.json"
        return place.read_text("ascii") if place.exists() else ""
