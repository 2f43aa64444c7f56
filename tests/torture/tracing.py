"""Watches a program's writes and syncs below SQLite, with strace, and reads them as events on a folder."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CALLS = (
    "openat,open,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,msync,"
    "ftruncate,truncate,fallocate,unlink,unlinkat,rename,renameat,renameat2,link,linkat"
)
# What the model of a disk knows; any other traced call on the folder stops the run.
KNOWN = {"openat", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "unlink", "rename"}


@dataclass(frozen=True)
class Event:
    """One act on the disk. `what`: create, empty (create, or cut to nothing), write, append, cut, sync,
    sync_folder, unlink, rename, or say (a line of output, its text in `data`). `name` is a file's in the folder;
    for rename `data` is the new name.
    """

    what: str
    name: str = ""
    at: int = 0
    data: bytes = b""


def run_traced(arguments: Sequence[str], trace: Path, *extra: str) -> subprocess.CompletedProcess[bytes]:
    """Runs `python arguments` under strace; the trace holds all bytes written."""
    command = ["strace", "-f", "--seccomp-bpf", "-y", "-xx", "-s", "4194304", "-o", str(trace)]
    command += [*extra] if extra else ["-e", f"trace={CALLS}"]
    return subprocess.run([*command, sys.executable, *arguments], capture_output=True, check=False)


_LINE = re.compile(r"^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
_FD = re.compile(r"^(\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def events_of(trace: Path, folder: Path) -> Iterator[Event]:
    """The events on files of `folder` and on standard output, in order."""
    inside = str(folder) + "/"
    with trace.open(encoding="ascii") as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None or int(found[3]) < 0:
                if "unfinished" in line and inside in line:
                    raise RuntimeError("two threads write; the order cannot be told")
                continue
            event = _event(found[1], found[2], inside, int(found[3]))
            if event is not None:
                yield event


def _event(call: str, arguments: str, inside: str, result: int) -> Event | None:
    opened = _FD.match(arguments)
    texts = [_bytes(text) for text in _TEXT.findall(arguments)]
    place = _path(opened[2]) if opened else ""
    if call == "write" and opened and opened[1] == "1":
        return Event("say", data=texts[0])
    named = texts[0].decode(errors="replace") if not opened or call == "openat" else place
    if not (named + "/").startswith(inside):
        return None
    name = named[len(inside) :]
    if name.endswith("-shm"):
        return None  # never synced by anybody, and made anew after a crash
    if call not in KNOWN:
        raise RuntimeError(f"the model of the disk does not know {call}")
    if call in ("fsync", "fdatasync"):
        return Event("sync", name) if name else Event("sync_folder")
    if call == "openat":
        how = "empty" if "O_TRUNC" in arguments else "create"
        return Event(how, name) if "O_CREAT" in arguments else None
    if call == "write":
        return Event("append", name, data=texts[0][:result])
    if call == "pwrite64":
        return Event("write", name, int(arguments.rsplit(", ", 1)[1]), texts[0][:result])
    if call == "ftruncate":
        return Event("cut", name, int(arguments.rsplit(", ", 1)[1]))
    if call == "unlink":
        return Event("unlink", name)
    if call == "rename":
        return Event("rename", name, data=texts[1].decode()[len(inside) :].encode())
    raise RuntimeError(f"{call} on {name} has no place in the model of the disk")


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _path(text: str) -> str:
    """A descriptor's path; strace spells it in hex like any other string."""
    return _bytes(text).decode(errors="replace") if text.startswith("\\x") else text
