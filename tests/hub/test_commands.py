"""`quanyi-hub` as support staff and other programs use it: documents and exit codes."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest

from desktop.core import canonical, signed, stick
from desktop.core.feed import PAGE_PREAMBLE, Page
from desktop.core.receipt import PREAMBLE, Receipt
from desktop.core.signed import Signed
from hub.projector import Projector
from tests.hub.conftest import COMMUNITY, Hub
from tests.hub.device import Device
from tests.hub.test_project import meal


def test_init_makes_a_hub(tmp_path: Path) -> None:
    hub = Hub(str(tmp_path / "data" / "hub.db"), tmp_path / "hub.key")
    made = hub.run("init", "--supervisor", "甲")
    assert set(made) == {"hub", "hub_epoch", "key_file", "supervisor"}
    assert made["hub"] == hub.parts.keys.id
    hub.close()


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_init_is_done_once_and_codes_are_handed_out(hub: Hub) -> None:
    assert hub.run("init", "--supervisor", "乙", code=1)["error"] == "hub_exists"
    made = hub.run("enrol", "--station", "泉城路驿站", "--community", COMMUNITY)
    assert set(made) == {"code", "site"}
    again = hub.run("enrol", "--site", made["site"])
    assert again["site"] == made["site"]
    assert again["code"] != made["code"]
    assert hub.run("enrol", "--site", str(uuid.uuid4()), code=1)["error"] == "site_unknown"
    assert hub.run("enrol", "--station", "x", "--community", "1", code=1)["error"] == "community_unknown"
    if hub.db.startswith("/"):
        assert os.stat(hub.key).st_mode & 0o777 == 0o600
        assert b"SQLite format" not in Path(hub.db).read_bytes()[:16]


def test_what_was_sent_verifies_and_is_rebuilt_the_same(hub: Hub) -> None:
    with hub.serve(workers=1):
        devices = [hub.device() for _ in range(3)]
        rider = str(uuid.uuid4())
        for number, device in enumerate(devices):
            device.log.append(meal(rider, device.log.now + number), day="2026-11-16")
            device.receipt(device.push())
        Projector(hub.parts).all()
    status = hub.run_apart("status")
    assert (status["devices"], status["facts"], status["held"], status["waiting"]) == (3, 6, 2, 0)
    before = hub.run("verify")
    assert (before["ok"], before["facts"], before["tables"]["meals"]) == (True, 6, 3)
    held = [row[0] for row in _rows(hub, "SELECT fact FROM meals WHERE held IS NOT NULL ORDER BY fact")]
    assert hub.run("decide", held[0], "pay", "--reason", "善意用餐")["fact"]
    assert hub.run("decide", held[0], "refuse", "--reason", "x", code=1)["error"] == "already_decided"
    assert hub.run("status")["held"] == 1
    with hub.parts.database.write() as session:
        session.execute("UPDATE meals SET subsidy_fen = 1 WHERE fact = ?", (held[1],))
    broken = hub.run("verify", code=4)
    assert [fault["table"] for fault in broken["faults"]] == ["meals"]
    hub.run("rebuild")
    assert hub.run("verify")["ok"] is True
    with hub.parts.database.write() as session:
        session.execute("UPDATE journal SET data = ? WHERE number = 2", (b"{}",))
    assert hub.run("verify", code=4)["ok"] is False


def _rows(hub: Hub, sql: str) -> list[tuple[object, ...]]:
    with hub.parts.database.read() as session:
        return [tuple(row) for row in session.rows(sql)]


def write_stick(device: Device, place: Path, frames: list[tuple[str, bytes]], hub: str = "") -> bytes:
    assert device.certificate is not None
    header = stick.StickHeader(1, device.id, "ab" * 16, hub or device.certificate.hub, device.log.now)
    data = b"".join(stick.write(stick.STICK, device.key, header, device.hub_key, frames))
    place.write_bytes(data)
    return data


def read_answer(device: Device, data: bytes) -> tuple[bool, list[tuple[str, bytes]]]:
    header, text, signature, at = stick.read_header(data, stick.ANSWER, stick.AnswerHeader)
    assert stick.signed_by(device.hub_key, stick.ANSWER, text, signature)
    assert (header.device, header.stick) == (device.id, "ab" * 16)
    return header.whole, list(stick.Frames(data, at, device.key.seed))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_stick_is_taken_as_by_network(hub: Hub, tmp_path: Path) -> None:
    with hub.serve(workers=1):
        device = hub.device()
        for _ in range(3):
            device.log.append(meal(str(uuid.uuid4()), device.log.now))
        device.receipt(device.push(device.log.batch(1, 2)))
    ask = {"v": 1, "hub_epoch": "", "after": 0, "limit": 500, "heads": [], "sums": [], "clock": 0, "software": ""}
    frames = [("B", device.log.batch(1, 2)), ("B", b"junk"), ("B", device.log.batch(3, 4)), ("P", b"photo")]
    frames.append(("F", canonical.encode(ask)))
    data = write_stick(device, tmp_path / "stick", frames)
    done = hub.run("accept", str(tmp_path / "stick"), "-o", str(tmp_path / "answer"))
    assert (done["facts"], done["batches"], done["refused"], done["beside"], done["whole"]) == (4, 2, 1, 1, True)
    whole, answer = read_answer(device, (tmp_path / "answer").read_bytes())
    assert whole
    receipts = [
        signed.read(Signed(**canonical.decode(content)), device.hub_key, PREAMBLE, Receipt)
        for letter, content in answer
        if letter == "R"
    ]
    assert [(each.seq, each.head) for each in receipts][-1] == (4, device.log.head)
    pages = [
        signed.read(Signed(**canonical.decode(content)), device.hub_key, PAGE_PREAMBLE, Page)
        for letter, content in answer
        if letter == "F"
    ]
    assert pages[-1].more is False
    assert [letter for letter, _ in answer].count("X") == 1

    (tmp_path / "stick").write_bytes(data[: len(data) - 200])
    done = hub.run("accept", str(tmp_path / "stick"), "-o", str(tmp_path / "answer"))
    assert (done["whole"], done["batches"]) == (False, 2)
    assert read_answer(device, (tmp_path / "answer").read_bytes())[0] is False

    write_stick(device, tmp_path / "stick", frames, hub=device.id)
    assert hub.run("accept", str(tmp_path / "stick"), "-o", "x", code=1)["error"] == "stick_for_other"
    (tmp_path / "stick").write_bytes(b"hello")
    assert hub.run("accept", str(tmp_path / "stick"), "-o", "x", code=1)["error"] == "not_a_stick"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_allotments_are_handed_down_all_or_none(hub: Hub, tmp_path: Path) -> None:
    with hub.serve(workers=1):
        device = hub.device()
    file = tmp_path / "down.toml"
    line = f'merchant = "{uuid.uuid4()}"\ndevice = "{device.id}"\nmonth = "2026-12"\nfen = 500000\n'
    file.write_text(f"[[allotments]]\n{line}[[partners]]\nname = '济南市第四人民医院'\n", "utf-8")
    assert len(hub.run("publish", str(file))["facts"]) == 2
    file.write_text(f"[[allotments]]\n{line}[[allotments]]\n{line}more = 1\n", "utf-8")
    before = hub.run("status")["own_facts"]
    assert hub.run("publish", str(file), code=1)["error"] == "publish_wrong"
    assert hub.run("status")["own_facts"] == before
    Projector(hub.parts).all()
    assert _rows(hub, "SELECT fen, portions_a_day FROM allotments") == [(500_000, 0)]
