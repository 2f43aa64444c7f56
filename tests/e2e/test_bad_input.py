"""Bad input at the command line: the contract's exit code, a sentence in both languages, and nothing changed."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from desktop.app import SystemClock, make_tools, read_words
from desktop.cli.main import build
from desktop.core import card
from desktop.core.keys import DeviceKey
from desktop.core.pages import GivenAnswer
from desktop.store.folder import DATABASE, LABEL, RESTORING
from tests.busy import picture
from tests.e2e.command import Answer, at_time, environment, quanyi
from tests.e2e.folders import make_folder, open_folder, parts
from tests.stations import COMMUNITY, DAY, HOUR, MINUTE, PIN, SetClock, raw_connection

pytestmark = pytest.mark.e2e
BOTH = re.compile(r"[\u4e00-\u9fff].* / .*[A-Za-z]{2}", re.DOTALL)


@dataclasses.dataclass
class Desk:
    """A folder that is asked from within this process, with a clock set by hand."""

    folder: Path
    clock: SetClock
    card: str
    rider: str
    merchant: str
    partner: str
    job: str

    def ask(self, *arguments: str, folder: Path | None = None, **env: str) -> Answer:
        tools = dataclasses.replace(_TOOLS, parts=parts(self.clock))
        given = ["--data", str(folder or self.folder), "--json", *arguments]
        result = CliRunner().invoke(
            build(tools), given, env={"QUANYI_PIN": PIN, "QUANYI_DATA": None, "QUANYI_OPERATOR": None} | env
        )
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        lines = tuple(json.loads(text) for text in result.stdout.splitlines())
        return Answer(result.exit_code, lines, result.stderr)

    def state(self) -> tuple[object, ...]:
        status = self.ask("status").document
        return status["facts"], status["head"], status["flagged"]

    def refuse(self, code: int, error: str, *arguments: str) -> None:
        """The command is refused with this error and exit code, in both languages, and changes nothing."""
        before = self.state()
        refused(self.ask(*arguments), code, error)
        assert self.state() == before


_TOOLS = make_tools(read_words())


def refused(answer: Answer, code: int, error: str) -> None:
    document = answer.document
    assert (answer.code, document.get("error"), document.get("outcome")) == (code, error, error), answer
    assert BOTH.search(document["message"]), document["message"]
    assert "{" not in document["message"], "a place in the sentence was not filled in"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    place = tmp_path_factory.mktemp("bad") / "data"
    clock = SetClock()
    office, by = make_folder(place, clock)
    made = office.people.register(by, "马向阳", "13812340427", "courier", proof="badge", consent=True)
    merchant = office.master.add_merchant(by, "泉香快餐")
    partner = office.master.add_partner(by, "历下区人民医院")
    walk = office.inspections.complete(by, "weekly", [GivenAnswer("microwave.clean", "fail")])
    office.desk.close()
    return Desk(place, clock, made.card, made.rider, merchant, partner, walk.rectifications[0])


@pytest.fixture
def desk(template: Desk, tmp_path: Path) -> Desk:
    shutil.copytree(template.folder, tmp_path / "data")
    return dataclasses.replace(template, folder=tmp_path / "data", clock=SetClock("2026-11-16T12:00:00"))


def with_letter(text: str, at: int) -> str:
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]


# --- cards -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:158],
        lambda text: text[:80],
        lambda text: text[1:],
        lambda text: text + "A",
        *[lambda text, at=at: with_letter(text, at) for at in (0, 2, 3, 40, 60, 100, 140, 157)],
        lambda text: "QYR1" + text[3:],
        *[lambda _, other=other: other for other in ("HTTPS://EXAMPLE.COM/S/1234", "6901234567892", "", " ")],
    ],
)
def test_a_text_that_is_no_card(desk: Desk, spoil: Callable[[str], str]) -> None:
    text = spoil(desk.card)
    before = desk.state()
    refused(desk.ask("check-in", text), 1, "not_a_card")
    refused(desk.ask("meal", text, "--merchant", desk.merchant), 1, "not_a_card")
    refused(desk.ask("withdraw", text), 1, "not_a_card")
    slip = ("--kind", "checkup", "--to", desk.partner, "--consent")
    refused(desk.ask("refer", text, *slip), 1, "not_a_card")
    assert desk.state() == before


def test_a_sample_of_single_changed_letters(desk: Desk) -> None:
    lines = [{"do": "check_in", "card": with_letter(desk.card, at)} for at in range(len(desk.card))]
    script = desk.folder.with_name("letters.ndjson")
    script.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    before = desk.state()
    answer = desk.ask("play", str(script))
    assert {line["outcome"] for line in answer.lines} == {"not_a_card"}
    assert len(answer.lines) == 159
    assert desk.state() == before


def test_an_expired_card(desk: Desk) -> None:
    desk.clock.pass_by(731 * DAY)
    desk.refuse(1, "card_expired", "check-in", desk.card)
    desk.refuse(1, "card_expired", "meal", desk.card, "--merchant", desk.merchant)


def test_a_withdrawn_card(desk: Desk) -> None:
    assert desk.ask("withdraw", desk.card).code == 0
    desk.refuse(1, "card_withdrawn", "check-in", desk.card)
    desk.refuse(1, "card_withdrawn", "meal", desk.card, "--merchant", desk.merchant)
    desk.refuse(1, "already_withdrawn", "withdraw", desk.card)


def test_full_width_and_lower_case_are_the_same_card(desk: Desk) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in desk.card)
    for text in (desk.card.lower(), wide, wide.lower(), f"  {desk.card}\r"):
        answer = desk.ask("check-in", text)
        assert answer.code == 0, answer
        assert answer.document["outcome"] == "checked_in"
        desk.clock.pass_by(31 * MINUTE)


def test_a_card_of_an_unknown_issuer_is_taken_and_marked(desk: Desk) -> None:
    key = DeviceKey(bytes(range(32)))
    text = card.issue(key, "3bbba048-6419-4b52-8ea5-03cc4d51dbbf", "courier", desk.clock.now() // 1000, 730).text
    answer = desk.ask("check-in", text)
    assert (answer.code, answer.document["outcome"]) == (0, "accepted_unverified")
    fed = desk.ask("meal", text, "--merchant", desk.merchant)
    assert (fed.code, fed.document["outcome"], fed.document["held"]) == (0, "served", "unknown_issuer")


# --- people and places -----------------------------------------------------------------------------------


def register(name: str, phone: str = "13900000001") -> tuple[str, ...]:
    return ("register", "--name", name, "--phone", phone, "--group", "courier", "--consent")


@pytest.mark.parametrize(("name", "error"), [("", "name_empty"), ("　 ", "name_empty"), ("长" * 200, "name_too_long")])
def test_an_empty_or_endless_name(desk: Desk, tmp_path: Path, name: str, error: str) -> None:
    desk.refuse(1, error, *register(name))
    there = tmp_path / "new"
    refused(desk.ask(*init(operator=name), folder=there), 1, error)
    refused(desk.ask(*init(station=name), folder=there), 1, error.replace("name", "site_name"))
    assert not there.exists()


@pytest.mark.parametrize(
    "phone", ["1381234042", "138123404277", "23812340427", "", "一三八一二三四〇四二七", "1381234042x"]
)
def test_a_phone_that_is_none(desk: Desk, phone: str) -> None:
    desk.refuse(1, "phone_wrong", *register("张三", phone))


@pytest.mark.parametrize("name", ["牛𬱖📦", "㛃䶮𠅤𬭚", "👨‍👩‍👧李", "Nguyễn Văn Á", "阿卜杜拉·喀迪尔", "\U0002ebf0某"])
def test_emoji_and_rare_characters_are_kept(desk: Desk, name: str) -> None:
    made = desk.ask(*register(name)).document
    office, _by = open_folder(desk.folder, desk.clock)
    with office.desk.store.read() as connection:
        kept = connection.exec_driver_sql("SELECT name FROM persons WHERE rider = ?", (made["rider"],)).scalar_one()
    office.desk.close()
    assert kept == name
    assert [row["rider"] for row in desk.ask("find", name).document["riders"]] == [made["rider"]]


def init(station: str = "曲水亭驿站", community: str = COMMUNITY, operator: str = "王秀兰") -> tuple[str, ...]:
    return ("init", "--station", station, "--community", community, "--operator", operator)


@pytest.mark.parametrize("community", ["", "370102", "370102005999", "曲水亭社区", "３７０１"])
def test_an_unknown_community(desk: Desk, tmp_path: Path, community: str) -> None:
    refused(desk.ask(*init(community=community), folder=tmp_path / "new"), 1, "community_unknown")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_taken(desk: Desk) -> None:
    desk.refuse(1, "folder_taken", *init())


def test_no_consent_no_person(desk: Desk) -> None:
    desk.refuse(1, "consent_needed", *register("张三")[:-1])


# --- the standard ----------------------------------------------------------------------------------------


@pytest.fixture
def answers(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        (tmp_path / "answers.toml").write_text(text, "utf-8")
        return str(tmp_path / "answers.toml")

    return write


def test_answers_for_an_unknown_checkpoint(desk: Desk, answers: Callable[[str], str]) -> None:
    good = '[answers."microwave.heats"]\nresult = "fail"\n'
    file = answers(good + '[answers."microwave.sings"]\nresult = "pass"\n')
    desk.refuse(1, "checkpoint_unknown", "inspect", "--answers", file)
    desk.refuse(1, "answer_result_wrong", "inspect", "--answers", answers(good.replace("fail", "maybe")))
    desk.refuse(1, "answers_not_toml", "inspect", "--answers", answers("[answers"))
    desk.refuse(1, "answers_empty", "inspect", "--answers", answers(""))
    desk.refuse(3, "input_unreadable", "inspect", "--answers", file + ".gone")


def test_a_photo_that_is_too_large_or_none(desk: Desk, answers: Callable[[str], str], tmp_path: Path) -> None:
    with (tmp_path / "huge.jpg").open("wb") as huge:
        huge.write(picture())
        huge.truncate(60 * 1024 * 1024)
    (tmp_path / "text.jpg").write_text("这不是照片" * 100, "utf-8")
    (tmp_path / "half.jpg").write_bytes(picture()[:600])
    errors = {"huge": "photo_too_large", "text": "photo_not_a_picture", "half": "photo_not_a_picture"}
    for name, error in (errors | {"gone": "photo_missing"}).items():
        file = answers(f'[answers."microwave.heats"]\nresult = "fail"\nphotos = ["{name}.jpg"]\n')
        desk.refuse(1, error, "inspect", "--answers", file)
        desk.refuse(1, error, "rectify", desk.job, "--note", "好了", "--photo", str(tmp_path / f"{name}.jpg"))


# --- money and papers --------------------------------------------------------------------------------------


def test_a_month_to_come(desk: Desk, tmp_path: Path) -> None:
    paper = str(tmp_path / "settlement.pdf")
    desk.refuse(1, "month_ahead", "settle", "--merchant", desk.merchant, "--month", "2026-12")
    desk.refuse(1, "month_wrong", "settle", "--merchant", desk.merchant, "--month", "2026-13")
    desk.refuse(1, "month_ahead", "print", "settlement", "--id", desk.merchant, "--month", "2027-01", "-o", paper)
    assert not Path(paper).exists()


def test_an_output_that_cannot_be_written(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "no" / "such", tmp_path / "file", Path("/proc/self")):
        desk.refuse(3, "output_unwritable", "print", "poster", "-o", str(place / "poster.pdf"))
        desk.refuse(3, "output_unwritable", "export", "riders", "-o", str(place / "riders.csv"))
        desk.refuse(3, "output_unwritable", "backup", str(place / "evening.qyb"))


# --- the folder ------------------------------------------------------------------------------------------


@pytest.fixture
def untouched(desk: Desk) -> Iterator[None]:
    """The database's bytes are the same afterwards."""
    before = (desk.folder / DATABASE).read_bytes()
    yield
    assert (desk.folder / DATABASE).read_bytes() == before


@pytest.mark.usefixtures("untouched")
def test_a_folder_of_a_newer_version(desk: Desk) -> None:
    label = json.loads((desk.folder / LABEL).read_text("utf-8"))
    (desk.folder / LABEL).write_text(json.dumps(label | {"format": 99}), "utf-8")
    for command in (("status",), ("check-in", desk.card), ("verify",)):
        refused(desk.ask(*command), 3, "folder_newer")


def test_a_database_of_a_newer_version(desk: Desk) -> None:
    office, _ = open_folder(desk.folder, desk.clock)
    key = office.desk.secrets.database
    office.desk.close()
    raw = raw_connection(desk.folder / DATABASE, key)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    refused(desk.ask("status"), 3, "folder_newer")


@pytest.mark.usefixtures("untouched")
def test_a_folder_that_is_half_restored(desk: Desk) -> None:
    (desk.folder / RESTORING).write_text("")
    refused(desk.ask("status"), 3, "folder_half_restored")
    refused(desk.ask("check-in", desk.card), 3, "folder_half_restored")


def test_a_folder_with_another_key(desk: Desk, tmp_path: Path) -> None:
    office, _ = make_folder(tmp_path / "other", desk.clock)
    office.desk.close()
    before = (desk.folder / DATABASE).read_bytes()
    kept = (desk.folder / "device.key").read_bytes()
    shutil.copy(tmp_path / "other" / "device.key", desk.folder / "device.key")
    refused(desk.ask("status"), 3, "key_other")
    (desk.folder / "device.key").unlink()
    refused(desk.ask("status"), 3, "key_missing")
    (desk.folder / "device.key").write_text("{}")
    assert quanyi(desk.folder, "status").code == 3, "through the real key store"
    (desk.folder / "device.key").write_bytes(kept)
    assert (desk.folder / DATABASE).read_bytes() == before
    assert desk.ask("verify").code == 0


def test_no_folder_at_all(desk: Desk, tmp_path: Path) -> None:
    for command in (("status",), ("check-in", desk.card), ("facts",)):
        refused(desk.ask(*command, folder=tmp_path / "nowhere"), 1, "folder_missing")
    assert not (tmp_path / "nowhere").exists()


def test_one_byte_flipped(desk: Desk) -> None:
    """Somewhere in a page that holds rows: `verify` says so and ends with 4, and still prints its document."""
    whole = (desk.folder / DATABASE).read_bytes()
    found = 0
    for page in range(2, len(whole) // 4096, 7):
        data = bytearray(whole)
        data[page * 4096 + 2000] ^= 0x40
        (desk.folder / DATABASE).write_bytes(data)
        answer = desk.ask("verify")
        assert answer.code == 4, (page, answer)
        assert BOTH.search(answer.message)
        if answer.document["error"] == "verify_failed":
            found += 1
            assert answer.document["ok"] is False
            assert {"facts", "epochs", "head", "tables"} <= set(answer.document)
    assert found > 0
    (desk.folder / DATABASE).write_bytes(whole)
    assert desk.ask("verify").code == 0


def test_a_clock_that_went_back_two_hours(desk: Desk) -> None:
    assert desk.ask("check-in", desk.card).code == 0
    before = desk.ask("status").document
    desk.clock.pass_by(-2 * HOUR)
    status = desk.ask("status").document
    assert (status["clock"], status["flagged"]) == ("suspect", before["flagged"])
    answer = desk.ask("check-in", "--anonymous", "courier")
    assert (answer.code, answer.document["outcome"]) == (0, "checked_in")
    after = desk.ask("status").document
    assert (after["facts"], after["flagged"]) == (before["facts"] + 1, before["flagged"] + 1)
    assert desk.ask("verify").code == 0


# --- in processes of their own -----------------------------------------------------------------------------


@pytest.mark.timeout(300)
def test_a_folder_in_use(desk: Desk) -> None:
    """A second program on the folder is told so at once, and the first goes on."""
    command = [sys.executable, "-m", "desktop.app", "--data", str(desk.folder), "--json", "play", "-"]
    first = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment())
    assert first.stdin
    assert first.stdout
    try:
        line = b'{"do": "check_in", "anonymous": "courier"}\n'
        first.stdin.write(line)
        first.stdin.flush()
        assert json.loads(first.stdout.readline())["ok"]
        refused(quanyi(desk.folder, "status"), 3, "folder_in_use")
        first.stdin.write(line)
        first.stdin.flush()
        assert json.loads(first.stdout.readline())["ok"]
    finally:
        first.communicate(timeout=60)
    assert first.returncode == 0


@pytest.mark.timeout(300)
def test_a_machine_whose_clock_went_back(tmp_path: Path) -> None:
    """By libfaketime around the real program."""
    back = at_time("-2h")
    office, _ = make_folder(tmp_path / "data", SystemClock())
    office.desk.close()
    answer = quanyi(tmp_path / "data", "check-in", "--anonymous", "courier", env=back)
    assert (answer.code, answer.document["outcome"]) == (0, "checked_in")
    status = quanyi(tmp_path / "data", "status", env=back).document
    assert (status["flagged"], status["clock"]) == (1, "suspect")


def test_for_people_the_sentence_goes_to_stderr(desk: Desk) -> None:
    command = [sys.executable, "-m", "desktop.app", "--data", str(desk.folder), "check-in", "no card"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert (done.returncode, done.stdout) == (1, "")
    assert BOTH.search(done.stderr)
    wrong = subprocess.run([*command[:-2], "chek-in"], capture_output=True, text=True, check=False, env=environment())
    assert wrong.returncode == 2
