"""`make run`: opens the desk on a demo station; with no display, plays a station's day offscreen.
`make pictures` (argument `pictures`): a picture of every page of that demo station, and those of the user guide.

The day's cards are real QR codes: printed to PDF, rasterised at 150 dpi, read by zxing-cpp, and played through
the ordinary command. What it leaves is in `out/`: papers, pictures of the pages, and a summary.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "out"
DEMO = OUT / "demo"
DAY = OUT / "day"
PIN = "000000"
SHANGHAI = timezone(timedelta(hours=8))
COMMUNITY = "370102005001"
RIDERS = (
    ("马向阳", "13812340427", "delivery_rider", "order_screen"),
    ("欧阳振华", "13953112345", "ride_hailing_driver", "ride_hailing_licence"),
    ("孙丽", "15064018866", "courier", "badge"),
    ("赵㛃", "18660123456", "courier", "badge"),
    ("刘𬱖", "13705310011", "delivery_rider", "order_screen"),
    ("陈建国", "13605319900", "truck_driver", "qualification"),
    ("周小梅", "17862990011", "live_streamer", "streamer_console"),
    ("王永立", "15553187766", "other_outdoor", "employer_letter"),
    ("李家一", "13405310456", "delivery_rider", "order_screen"),
    ("张春雷", "13964078899", "courier", ""),
)


def has_display() -> bool:
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def quanyi(folder: Path, *arguments: str, text: str | None = None) -> str:
    """Runs the program on a data folder; stops with its own sentence when it is refused."""
    environment = {**os.environ, "QUANYI_PIN": PIN, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "desktop.app", "--data", str(folder), "--json", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, input=text, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(arguments[:2])}: {done.stdout}{done.stderr}")
    return done.stdout


def answer(folder: Path, *arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(quanyi(folder, *arguments))
    return document


def make_demo() -> None:
    """The station with a month of history behind it; made anew when its last day is over."""
    today = datetime.now(SHANGHAI).date().isoformat()
    mark = OUT / "demo-day.txt"
    if DEMO.exists() and mark.exists() and mark.read_text() == today:
        return
    shutil.rmtree(DEMO, ignore_errors=True)
    OUT.mkdir(exist_ok=True)
    print("正在准备演示驿站（30 天，200 人）… Making the demo station (30 days, 200 people) …", flush=True)
    print("  ", answer(DEMO, "demo", "--days", "30", "--riders", "200"), flush=True)
    mark.write_text(today)


def prepare_day() -> tuple[str, str]:
    """A new station in a community of the city's list; returns its merchant and its partner."""
    shutil.rmtree(DAY, ignore_errors=True)
    made = answer(DAY, "init", "--station", "曲水亭驿站", "--community", COMMUNITY, "--operator", "王秀兰")
    print("新站 New station:", made["site"], flush=True)
    merchant = answer(DAY, "merchant-add", "泉香快餐（县西巷店）", "--allotment-fen", "100000")["id"]
    partner = answer(DAY, "partner-add", "济南市第四人民医院")["id"]
    lines = [
        {"do": "register", "name": name, "phone": phone, "group": group, "proof": proof, "consent": True}
        for name, phone, group, proof in RIDERS
    ]
    play(lines)
    return merchant, partner


def play(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return [json.loads(line) for line in quanyi(DAY, "play", "-", text=text).splitlines()]


def read_cards(pdf: Path) -> list[str]:
    """The texts of all QR codes on a PDF rasterised at 150 dpi, by zxing-cpp."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    import zxingcpp
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QImage
    from PySide6.QtPdf import QPdfDocument

    application = QGuiApplication.instance() or QGuiApplication([])
    document = QPdfDocument(application)
    document.load(str(pdf))
    texts: list[str] = []
    for page in range(document.pageCount()):
        points = document.pagePointSize(page)
        size = QSize(round(points.width() * 150 / 72), round(points.height() * 150 / 72))
        image = QImage(size, QImage.Format.Format_ARGB32)
        image.fill(0xFFFFFFFF)
        drawn = document.render(page, size)
        picture = drawn.convertToFormat(QImage.Format.Format_Grayscale8) if not drawn.isNull() else image
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        texts.extend(code.text for code in found)
    return texts


def script(cards: list[str], merchant: str, partner: str, answers: Path) -> list[dict[str, Any]]:
    """The day, an action a line, at the times of a plausible day."""
    today = datetime.now(SHANGHAI).date().isoformat()

    def at(clock: str) -> str:
        return f"{today}T{clock}:00+08:00"

    lines: list[dict[str, Any]] = [
        {"do": "open_day"},
        {"do": "inspect", "answers": str(answers), "kind": "weekly"},
    ]
    for number, card in enumerate(cards):
        services = [["rest", "water"], ["charging"], ["meal_heating", "water"], ["warm_or_cool"]][number % 4]
        arrives = f"{8 + number % 12:02d}:{number * 7 % 60:02d}"
        lines.append({"do": "check_in", "card": card, "service": services, "at": at(arrives)})
    for number, card in enumerate(cards[:7]):
        lines.append({"do": "meal", "card": card, "merchant": merchant, "at": at(f"11:{number * 3 + 10}")})
    lines.append({"do": "meal", "card": cards[0], "merchant": merchant, "at": at("12:20")})
    lines.append({"do": "meal", "card": cards[0], "merchant": merchant, "at": at("18:05")})
    lines.append({"do": "check_in", "anonymous": "other_outdoor", "count": 3, "at": at("15:30"), "service": ["rest"]})
    lines.append({"do": "check_in", "card": "QY1" + "A" * 156, "at": at("16:00")})
    slip = {"do": "refer", "card": cards[1], "kind": "checkup", "to": partner, "consent": True}
    lines += [slip, {"do": "close_day"}]
    return lines


def answers_file() -> Path:
    place = OUT / "answers.toml"
    names = [
        "tables_and_chairs.sat_on", "microwave.heats", "phone_charging.charges", "heating_and_cooling.both_modes",
        "medicine_box.in_date", "repair_tools.counted", "site.extinguisher", "site.no_ebike",
    ]  # fmt: skip
    text = "".join(f'[answers."{name}"]\nresult = "pass"\n' for name in names)
    text += '[answers."water_dispenser.hot_and_cold"]\nresult = "fail"\nnote = "热水键灯亮，出来是凉的"\n'
    place.write_text(text, encoding="utf-8")
    return place


def print_papers(merchant: str, referral: str) -> list[str]:
    papers = OUT / "papers"
    papers.mkdir(exist_ok=True)
    rider = answer(DAY, "find", RIDERS[0][0])["riders"][0]["rider"]
    wanted: list[tuple[str, list[str]]] = [
        ("cards", []), ("card", ["--id", rider]), ("poster", []), ("inspection", []), ("daily", []),
        ("settlement", ["--id", merchant]), ("health", ["--id", referral]),
    ]  # fmt: skip
    for kind, more in wanted:
        quanyi(DAY, "print", kind, "-o", str(papers / f"{kind}.pdf"), *more)
    return [f"papers/{kind}.pdf" for kind, _ in wanted]


def play_day() -> None:
    began = time.monotonic()
    merchant, partner = prepare_day()
    quanyi(DAY, "print", "cards", "-o", str(OUT / "cards.pdf"))
    cards = read_cards(OUT / "cards.pdf")
    print(f"从纸面读出服务卡 Cards read from paper: {len(cards)}/{len(RIDERS)}", flush=True)
    if len(cards) != len(RIDERS):
        sys.exit("有服务卡读不出来 Some cards could not be read")
    results = play(script(cards, merchant, partner, answers_file()))
    for result in results:
        mark = "✓" if result["ok"] else "·"
        print(f"  {mark} {result['line']:>2} {result['outcome']:<16} {result['ms']} ms", flush=True)
    referral = next(result["referral"] for result in results if result.get("referral"))
    papers = print_papers(merchant, referral)
    quanyi(DEMO, "desk", "--shots", str(OUT / "pictures"))
    verified = answer(DAY, "verify")
    figures = answer(DAY, "today")
    summary = {
        "verify": verified["ok"],
        "facts": verified["facts"],
        "cards_read": len(cards),
        "actions": len(results),
        "outcomes": {name: sum(each["outcome"] == name for each in results) for name in outcomes(results)},
        "today": figures,
        "papers": papers,
        "pictures": sorted(f"pictures/{file.name}" for file in (OUT / "pictures").glob("*.png")),
        "seconds": round(time.monotonic() - began),
    }
    (OUT / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(summary, ensure_ascii=False, indent=1))
    print("看这里 Look here: out/papers, out/pictures, out/summary.json")


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return sorted({str(result["outcome"]) for result in results})


def main() -> None:
    make_demo()
    if sys.argv[1:] == ["pictures"]:
        print(quanyi(DEMO, "desk", "--shots", str(OUT / "pictures")), end="")
        # of a station of tests, whose clock, ids and keys are always the same
        sys.exit(subprocess.run([sys.executable, "-m", "tests.pictures.guide"], cwd=ROOT, check=False).returncode)
    if has_display():
        print(f"演示操作员的 PIN 是 {PIN}。The demo operators' PIN is {PIN}.", flush=True)
        os.environ.setdefault("QUANYI_PIN", PIN)
        os.execv(sys.executable, [sys.executable, "-m", "desktop.app", "--data", str(DEMO), "desk"])
    print("没有显示器，改为离屏演示一天。No display: playing a station's day offscreen.", flush=True)
    play_day()


if __name__ == "__main__":
    main()
