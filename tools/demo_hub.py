"""`make hub` (`python -m tools.demo_hub`): a hub with three demo stations that joined it and pushed their history.

Everything lies in `out/hub`. It is made anew when its last day is over. With `--only-make` it is made and the
program ends; `--port N` takes another port.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hub.app import open_parts, read_words
from hub.place import find_place
from hub.side import put_together
from hub.slots import WantedBatch
from hub.supervision import Supervisor
from hub.supervisors import Supervisors

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out" / "hub"
DB, KEY = OUT / "data" / "hub.db", OUT / "hub.key"
PIN, SUPERVISOR, STREET = "000000", "李敏", "周涛"
SHANGHAI = timezone(timedelta(hours=8))
STATIONS = (
    ("泉城路驿站", "370102001002"),
    ("曲水亭驿站", "370102005001"),
    ("山大路驿站", "370102009003"),
)
WAIT_S = 120.0


def environment() -> dict[str, str]:
    return {**os.environ, "QUANYI_PIN": PIN, "QT_QPA_PLATFORM": "offscreen"}


def run(module: str, *arguments: str) -> dict[str, Any]:
    """A command of ours; its document. Stops with its own sentence when it is refused."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def hub(*arguments: str) -> dict[str, Any]:
    return run("hub.app", "--db", str(DB), "--key", str(KEY), "--json", *arguments)


def station(number: int, *arguments: str) -> dict[str, Any]:
    return run("desktop.app", "--data", str(OUT / f"station-{number}"), "--json", *arguments)


def serve(port: int) -> tuple[subprocess.Popen[str], int]:
    """The hub being served, and its port."""
    command = [sys.executable, "-m", "hub.app", "--db", str(DB), "--key", str(KEY), "--json", "serve"]
    command += ["--port", str(port), "--workers", "1"]
    # three stations on one machine send weeks at once
    command += ["--per-device", "10000", "--per-address", "10000"]
    served = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True)
    assert served.stdout is not None
    said = served.stdout.readline()
    if not said:
        sys.exit("汇总平台没有起来 The hub did not start")
    return served, int(json.loads(said)["port"])


def make(address: str) -> None:
    """The stations: a month and a half of history each, joined and pushed over HTTP."""
    for number, (name, _) in enumerate(STATIONS, 1):
        print(f"  {name} …", flush=True)
        plan = ("--days", "45", "--riders", "60", "--merchants", "2", "--seed", str(number), "--unsettled")
        station(number, "demo", *plan)
    double_meal()
    for number, (name, community) in enumerate(STATIONS, 1):
        code = hub("enrol", "--station", name, "--community", community)["code"]
        round_ = station(number, "enrol", "--hub", address, "--code", code)
        print(f"  {name}：上报 pushed {round_['pushed']}，回执 acknowledged {round_['acknowledged']}", flush=True)
    furnish()
    for number in range(1, len(STATIONS) + 1):
        station(number, "sync")


def double_meal() -> None:
    """One card at two tills that cannot see each other: the hub will hold the later meal."""
    asked = ("--name", "马向阳", "--phone", "13812340427", "--group", "delivery_rider", "--proof", "order_screen")
    card = station(1, "register", *asked, "--consent")["card"]
    yesterday = (datetime.now(SHANGHAI).date() - timedelta(days=1)).isoformat()
    for number, clock in ((1, "12:05"), (2, "12:31")):
        at = f"{yesterday}T{clock}:00+08:00"
        station(number, "meal", card, "--merchant", merchant_of(number), "--at", at)


def merchant_of(number: int) -> str:
    """The first merchant that a station named."""
    command = [sys.executable, "-m", "desktop.app", "--data", str(OUT / f"station-{number}"), "facts"]
    done = subprocess.run(
        [*command, "--kind", "merchant.added"], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    return str(json.loads(done.stdout.splitlines()[0])["body"]["merchant"])


def furnish() -> None:
    """What supervisors did so far: names matched, last month settled, a sample, a batch, allotments."""
    parts = open_parts(find_place(str(DB), KEY))
    office = put_together(parts, read_words())
    signed = Supervisors(parts.database, parts.journal).sign_in(SUPERVISOR, PIN)
    by = Supervisor(signed.id, frozenset(signed.roles), signed.name, "")
    wait(lambda: projected(parts))
    for _ in range(20):
        names = office.merchants.unmatched(by, "merchant")
        if not names:
            break
        office.merchants.declare(by, "merchant", names[0].id, names[0].suggested or names[0].id)
    month = office.settlements.last_month()
    lines = [line for line in office.settlements.month(by, month) if line.subsidy_fen]
    for line in lines[:1]:
        settlement = office.settlements.close(by, line.merchant, month)
        office.settlements.move(by, settlement, "confirmed")
        office.settlements.move(by, settlement, "published", note="街道公告栏")
        office.samples.draw(by, line.merchant, month)
    today = datetime.now(SHANGHAI).date()
    slots = [((today + timedelta(days=days)).isoformat(), 480, 690, 40) for days in (7, 8, 9)]
    office.slots.open(by, WantedBatch("济南市第四人民医院", "基础体检（含心电图）", slots, payer="区总工会"))
    for known in office.allotments.merchants(by):
        for till in office.allotments.tills(by, known.merchant, today.isoformat()[:7])[1]:
            office.allotments.grant(by, till.merchant, till.device, today.isoformat()[:7], 600_000, 120)
    office.doors.add(by, STREET, PIN, "street", STATIONS[1][1][:9])
    parts.database.close()


def projected(parts: Any) -> bool:
    with parts.database.read() as session:
        return session.row("SELECT 1 FROM batches WHERE position IS NULL AND held = 0 LIMIT 1") is None


def wait(done: Any) -> None:
    until = time.monotonic() + WAIT_S
    while not done():
        if time.monotonic() > until:
            sys.exit("汇总平台一直没有算完 The hub did not finish its work")
        threading.Event().wait(0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8440)
    parser.add_argument("--only-make", action="store_true")
    asked = parser.parse_args()
    today = datetime.now(SHANGHAI).date().isoformat()
    mark = OUT / "day.txt"
    fresh = not (mark.exists() and mark.read_text() == today)
    if fresh:
        shutil.rmtree(OUT, ignore_errors=True)
        OUT.mkdir(parents=True)
        print("正在准备汇总平台和三个演示驿站（一两分钟）… Making a hub and three demo stations …", flush=True)
        hub("init", "--supervisor", SUPERVISOR)
    served, port = serve(asked.port)
    address = f"http://127.0.0.1:{port}"
    try:
        if fresh:
            make(address)
            mark.write_text(today)
        print(f"汇总平台 The hub: {address}", flush=True)
        print(f"  区级督导员 District supervisor: {SUPERVISOR}  PIN {PIN}", flush=True)
        print(f"  街道督导员 Street supervisor:   {STREET}  PIN {PIN}", flush=True)
        if not asked.only_make:
            print("  按 Ctrl+C 停下。Ctrl+C stops it.", flush=True)
            served.wait()
    except KeyboardInterrupt:
        pass
    finally:
        served.terminate()
        served.wait()


if __name__ == "__main__":
    main()
