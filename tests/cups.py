"""A CUPS of the test's own: cupsd with all its files in one folder, heard at a socket there, and real queues in it.

`PDF` is Debian's CUPS-PDF where cupsd may run it (as root), else the same queue with a file as its device. `tray` has a
device that says what an empty tray says. Nothing of the machine's own print system is asked or changed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

MODEL = Path("/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd")
PROGRAMS = Path("/usr/lib/cups")
PATIENCE_S = 20.0
# The order's own PDF, untouched but for what CUPS does to every one; without it the driver asks for PostScript.
_TAKES_PDF = '*cupsFilter2: "application/vnd.cups-pdf application/pdf 0 -"\n'
_EMPTY = '#!/bin/sh\n[ $# = 0 ] && exit 0\ncat >/dev/null\necho "STATE: +media-empty-error" >&2\nexit 1\n'

_DAEMON = """
LogLevel warn
MaxLogSize 0
Listen {home}/socket
Browsing Off
WebInterface No
DefaultAuthType None
ErrorPolicy retry-job
JobRetryInterval 3600
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """
ServerRoot {home}
ServerBin {home}/bin
RequestRoot {home}/spool
CacheDir {home}/cache
StateDir {home}/state
TempDir {home}/spool/tmp
DataDir /usr/share/cups
DocumentRoot /usr/share/cups/doc-root
ErrorLog {home}/error.log
AccessLog {home}/access.log
PageLog {home}/page.log
FileDevice Yes
Sandboxing relaxed
"""


class Cups:
    """Attributes:
    home: the folder of all its files; not below pytest's, which only its owner may enter, while filters run as `lp`.
    socket: where it is heard, for `CUPS_SERVER`.
    """

    def __init__(self) -> None:
        self.home = home = Path(tempfile.mkdtemp(prefix="quanyi-cups-"))
        home.chmod(0o755)
        self.socket = str(home / "socket")
        self._file = home / "printed.pdf"
        self._real = os.geteuid() == 0
        self._lay_out()
        self._daemon = subprocess.Popen(
            ["/usr/sbin/cupsd", "-f", "-c", str(home / "cupsd.conf"), "-s", str(home / "cups-files.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.wait(lambda: (home / "socket").exists(), "cupsd is not heard")
        self.add_pdf()

    def stop(self) -> None:
        self._daemon.terminate()
        self._daemon.wait(10)
        shutil.rmtree(self.home)

    def add_pdf(self) -> None:
        if self._real:
            self.run("lpadmin", "-p", "PDF", "-E", "-v", "cups-pdf:/", "-P", str(MODEL), "-D", "办公室的打印机")
        else:
            plain = self.home / "plain.ppd"
            head, _, rest = MODEL.read_text(encoding="latin-1").partition("\n")
            plain.write_text(f"{head}\n{_TAKES_PDF}{rest}", encoding="latin-1")
            self.run("lpadmin", "-p", "PDF", "-E", "-v", f"file:{self._file}", "-P", str(plain), "-D", "办公室的打印机")
        self.run("lpadmin", "-d", "PDF")

    def add_tray(self) -> None:
        """A queue whose tray is found empty by its first job."""
        self.run("lpadmin", "-p", "tray", "-E", "-v", "tray:/", "-m", "raw")

    def run(self, *command: str) -> str:
        done = subprocess.run(
            command,
            env={**os.environ, "CUPS_SERVER": self.socket, "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def jobs(self) -> list[str]:
        """Jobs that are not done."""
        return self.run("lpstat", "-o").splitlines()

    def taken(self, title: str) -> bytes:
        """The PDF that came out of the queue `PDF` for a title, taken away from where it lay."""
        place: list[Path] = []

        def landed() -> bool:
            if self._real:
                folder = Path(pwd.getpwuid(os.geteuid()).pw_dir) / "PDF"
                place[:] = [*folder.glob(f"*{title}*.pdf")]
            else:
                place[:] = [self._file] if self._file.exists() else []
            return bool(place) and not self.jobs()

        self.wait(landed, "nothing came out of the queue")
        found = place[0].read_bytes()
        place[0].unlink()
        return found

    def wait(self, come: Callable[[], bool], else_said: str) -> None:
        """Another process's doing cannot be heard, so it is looked at, thirty times a second."""
        until = time.monotonic() + PATIENCE_S
        while not come():
            if time.monotonic() > until:
                log = self.home / "error.log"
                raise AssertionError(f"{else_said}\n{log.read_text()[-2000:] if log.exists() else ''}")
            threading.Event().wait(0.03)

    def _lay_out(self) -> None:
        home = self.home
        for folder in ("spool/tmp", "cache", "state", "ppd", "ssl", "bin/backend"):
            (home / folder).mkdir(parents=True)
        for part in PROGRAMS.iterdir():
            if part.name != "backend":
                (home / "bin" / part.name).symlink_to(part)
        (home / "bin/backend/cups-pdf").symlink_to(PROGRAMS / "backend/cups-pdf")
        tray = home / "bin/backend/tray"
        tray.write_text(_EMPTY)
        tray.chmod(stat.S_IRWXU)
        (home / "cupsd.conf").write_text(_DAEMON.format(home=home))
        (home / "cups-files.conf").write_text(_FILES.format(home=home))
