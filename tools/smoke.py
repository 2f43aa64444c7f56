"""`make build` ends with this: the built folder does a day's work on its own, far from the sources.

Prints size and start time. Whatever fails ends it with the program's own words and exit code 1.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ANSWERS = '[answers."microwave.heats"]\nresult = "pass"\n'


def clean_environment(home: Path) -> dict[str, str]:
    """Nothing of Python's, Qt's or the desk's own that whoever builds may have set."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(home), "QUANYI_PIN": "246810", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}


class Built:
    """The built program on a data folder, run in `place`."""

    def __init__(self, program: Path, place: Path) -> None:
        self._program, self._place = program, place

    def run(self, *arguments: str, text: str = "") -> tuple[str, float]:
        """stdout and seconds; ends the smoke run when the program fails."""
        began = time.monotonic()
        done = subprocess.run(
            [self._program, "--data", "data", "--json", *arguments],
            cwd=self._place, env=clean_environment(self._place), input=text, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip
        seconds = time.monotonic() - began
        if done.returncode:
            sys.exit(f"quanyi {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        print(f"  ✓ {arguments[0]:<12} {seconds:5.1f} s", flush=True)
        return done.stdout, seconds

    def answer(self, *arguments: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.run(*arguments)[0])
        return document


def size_of(folder: Path) -> int:
    """Bytes of all files, a file that stands under several names once."""
    return sum({file.stat().st_ino: file.stat().st_size for file in folder.rglob("*") if file.is_file()}.values())


def try_out(built: Built, place: Path) -> float:
    """A piece of every part: store, keys, cards, names, pictures, papers, sheets, backup, window."""
    made = built.answer("init", "--station", "曲水亭驿站", "--community", "370102005001", "--operator", "王秀兰")
    person = ("--name", "单㛃", "--phone", "13812340427", "--group", "courier", "--consent")
    rider = built.answer("register", *person)
    assert built.answer("check-in", rider["card"])["outcome"] == "checked_in"
    assert built.answer("find", "sj")["riders"][0]["rider"] == rider["rider"], "readings of names"
    (place / "answers.toml").write_text(ANSWERS, "utf-8")
    built.answer("inspect", "--answers", "answers.toml")
    for kind in ("cards", "poster", "inspection", "daily"):
        assert built.answer("print", kind, "-o", f"{kind}.pdf")["pages"] >= 1
    built.answer("export", "visits", "-o", "visits.xlsx")
    built.answer("backup", "evening.qyb")
    built.run("desk", "--shots", "pictures", "--lang", "zh", "--text", "100")
    assert list((place / "pictures").glob("today-*.png")), "no pictures of the window"
    status, seconds = built.run("status")
    assert json.loads(status)["device"] == made["device"]
    assert built.answer("verify")["ok"] is True
    return seconds


def main() -> None:
    folder = Path(sys.argv[1]).resolve()
    program = folder / ("quanyi.exe" if sys.platform == "win32" else "quanyi")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        seconds = try_out(Built(program, place), place)
        carried = {file.name for file in folder.rglob("docs/**/*") if file.is_file()}
        assert {"guide.md", "guide.zh-CN.md", "today.zh.webp"} <= carried, "no user guide"
        demo = Built(program, place / "demo")
        (place / "demo").mkdir()
        assert demo.answer("demo", "--days", "1", "--riders", "10")["riders"] == 10
    print(f"{folder}: {size_of(folder) / 1e6:.0f} MB, a command in {seconds:.1f} s", flush=True)


if __name__ == "__main__":
    main()
