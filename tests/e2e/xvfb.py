"""A display of its own, and hands on it: a real X server, keys as a person and a scanner type them, a picture.

A scanner is a machine of its own, which a busy PC does not slow down: where the system allows it, display and
hands go before everything else.

Everything waits for something that can be seen: the number that Xvfb writes when it is ready, a line that the
desk logs, the end of a process.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

_BEFORE_ALL = -15
SCANNER_MS, PERSON_MS = 2, 75
"""Between two keys: what scanners are set to, and a quick typist of 800 strokes a minute."""


class Display:
    """An X server on a free number, without a window manager; close it at the end.

    Attributes:
        name: what DISPLAY must be.
    """

    def __init__(self, size: str = "1366x768") -> None:
        reader, writer = os.pipe()
        command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
        _hurry(self._server.pid)
        os.close(writer)
        with os.fdopen(reader) as told:
            self.name = f":{told.readline().strip()}"
        assert self.name != ":", "Xvfb did not start"

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=20)

    def hands(self, *arguments: str) -> str:
        """Runs xdotool; it returns when the server has taken all keys."""
        env = os.environ | {"DISPLAY": self.name}
        with subprocess.Popen(["xdotool", *arguments], env=env, stdout=subprocess.PIPE, text=True) as hands:
            _hurry(hands.pid)
            told, _ = hands.communicate(timeout=60)
        assert hands.returncode == 0, arguments
        return told.strip()

    def key(self, name: str) -> None:
        self.hands("key", name)

    def scan(self, text: str, end: str = "\r") -> None:
        """As a scanner in keyboard mode: the text and Return, or the key of a line feed."""
        self.hands("type", "--delay", str(SCANNER_MS), f"{text}{end}")

    def type_text(self, text: str) -> None:
        """As a person."""
        self.hands("type", "--delay", str(PERSON_MS), text)

    def enter_text(self, text: str) -> None:
        """As a person who then presses Return."""
        self.hands("type", "--delay", str(PERSON_MS), text)
        self.key("Return")

    def picture(self, file: Path) -> None:
        """What the screen shows, by a client of its own."""
        code = (
            "import sys; from PySide6.QtGui import QGuiApplication; app = QGuiApplication(sys.argv);"
            "sys.exit(not app.primaryScreen().grabWindow(0).save(sys.argv[1]))"
        )
        env = os.environ | {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}
        file.parent.mkdir(exist_ok=True)
        subprocess.run([sys.executable, "-c", code, str(file)], env=env, check=True, timeout=60)

    def close_window(self) -> None:
        """Asks the window in front to close, as a window manager's button does (ICCCM 4.2.8.1)."""
        _delete_window(self.name, int(self.hands("getwindowfocus")))


def _hurry(process: int) -> None:
    """Goes before others, whatever their number: a scanner is no program that waits for its turn. As an ordinary user
    nothing is changed.
    """
    with contextlib.suppress(PermissionError, ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, process, _BEFORE_ALL)
        os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(1))


class Lines:
    """The lines of a stream, to be waited for in order."""

    def __init__(self, stream: IO[str]) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        self.seen: list[str] = []
        self._reader = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self._reader.start()

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line.rstrip())

    def wait(self, text: str, seconds: float = 60) -> str:
        """The next line that has `text` in it; raises `AssertionError` with all lines when it does not come."""
        while True:
            try:
                line = self._lines.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f"no {text!r} in {self.seen}") from None
            self.seen.append(line)
            if text in line:
                return line

    def all(self) -> list[str]:
        """Every line, once the stream has ended."""
        self._reader.join(timeout=60)
        while not self._lines.empty():
            self.seen.append(self._lines.get())
        return self.seen


def start_desk(folder: Path, env: Mapping[str, str]) -> tuple[subprocess.Popen[str], Lines]:
    """The real window on a folder, and what it logs."""
    command = [sys.executable, "-m", "desktop.app", "--data", str(folder), "desk"]
    desk = subprocess.Popen(command, env=dict(env), stderr=subprocess.PIPE, text=True)
    assert desk.stderr
    return desk, Lines(desk.stderr)


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent of Xlib.h, padded to an XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 24),
    )


def _delete_window(display: str, window: int) -> None:
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype = ctypes.c_void_p
    xlib.XInternAtom.restype = ctypes.c_ulong
    opened = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    protocols, delete = (xlib.XInternAtom(opened, name, False) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = _ClientMessage(type=33, window=window, message_type=protocols, format=32)
    message.data[0] = delete
    xlib.XSendEvent(opened, ctypes.c_ulong(window), False, ctypes.c_long(0), ctypes.byref(message))
    xlib.XCloseDisplay(opened)
