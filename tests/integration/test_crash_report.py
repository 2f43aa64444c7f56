"""A bug leaves a report that names places in the code, and nobody: no name, phone, PIN, path or word of health."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from desktop.core.errors import EnvironmentFailed, Refused
from desktop.crash_report import FOLDER, KEPT, CrashReports, describe, place
from tests.integration.test_leaks import NAMES, PHONES, WORDS, found_in, found_under
from tests.stations import SetClock, Station

PERSON = f"{NAMES[0]} {PHONES[0]}"


def bug(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011
        act()
    return caught.value


def fail_in_sql(station: Station) -> Exception:
    """SQLAlchemy's own errors quote the statement and its parameters."""

    def act() -> None:
        with station.desk.store.read() as connection:
            connection.exec_driver_sql("SELECT referral FROM no_such_table WHERE name = ?", (PERSON,))

    return bug(act)


def fail_with_a_name() -> Exception:
    def act() -> None:
        try:
            raise KeyError(PERSON)
        except KeyError as error:
            raise ValueError(f"checkup of {PERSON}") from error

    return bug(act)


@pytest.fixture
def reports(station: Station) -> CrashReports:
    return CrashReports(station.folder, SetClock().now)


def test_a_report_names_the_place_and_nobody(
    station: Station, reports: CrashReports, caplog: pytest.LogCaptureFixture
) -> None:
    for error in (fail_in_sql(station), fail_with_a_name()):
        assert found_in(str(error).encode(), WORDS), "the control: the error itself tells"
        told = reports.report(error)
        file = Path(str(told.values["file"]))
        assert file.parent == station.folder / FOLDER
        text = file.read_text(encoding="utf-8")
        assert "tests/integration/test_crash_report.py act:" in text
        assert type(error).__name__ in text
        assert found_in(text.encode(), WORDS) == set()
        assert str(station.folder) not in text
        assert str(Path.home()) not in text
    assert found_in(caplog.text.encode(), WORDS) == set()
    assert "unexpected" in caplog.text
    assert found_under(station.folder) == {}
    caplog.clear()


def test_what_it_came_from_is_told(station: Station) -> None:
    said = describe(fail_with_a_name(), 0)
    assert said.index("builtins.ValueError") < said.index("builtins.KeyError")
    assert isinstance(fail_in_sql(station), SQLAlchemyError)


@pytest.mark.parametrize("name", ["medicine", "referrals", "booking_lists", "health_papers", "slips", "attendance"])
def test_places_of_health_are_veiled_and_can_be_found_again(name: str) -> None:
    veiled = place(f"/home/who/desktop/services/{name}.py", "act")
    assert veiled.startswith("§")
    assert name not in veiled
    assert veiled == place(f"/opt/quanyi/desktop/services/{name}.py", "act")
    assert place("/home/who/desktop/services/meals.py", "serve") == "desktop/services/meals.py serve"
    assert place("/home/who/quanyi/decoder.py", "refer").startswith("decoder.py §")


def test_the_same_bug_is_one_report_and_old_ones_go(
    station: Station, reports: CrashReports, caplog: pytest.LogCaptureFixture
) -> None:
    error = fail_with_a_name()
    assert reports.report(error).values == reports.report(error).values
    assert len(list((station.folder / FOLDER).iterdir())) == 1
    clock = SetClock()
    for second in range(KEPT + 3):
        CrashReports(station.folder, lambda at=second: clock.now() + at).report(error)  # type: ignore[misc]
    left = sorted(file.name for file in (station.folder / FOLDER).iterdir())
    assert len(left) == KEPT
    assert left[-1].startswith(f"crash-{clock.now() + KEPT + 2}-")
    caplog.clear()


def test_a_folder_that_is_not_ours_gets_none(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    told = CrashReports(tmp_path, SetClock().now).report(fail_with_a_name())
    assert told.values == {"file": "stderr"}
    assert list(tmp_path.iterdir()) == []
    assert "test_crash_report.py" in caplog.text
    caplog.clear()


def test_a_disk_that_takes_none_hides_nothing(
    station: Station, reports: CrashReports, caplog: pytest.LogCaptureFixture
) -> None:
    (station.folder / FOLDER).write_text("in the way")
    assert reports.report(fail_with_a_name()).values == {"file": "stderr"}
    assert "test_crash_report.py" in caplog.text
    caplog.clear()


def test_what_nobody_catches_is_told_once_and_trouble_in_its_own_words(
    reports: CrashReports, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    told: list[Exception] = []
    reports.install(told.append)
    error = fail_with_a_name()
    for _ in range(3):
        sys.excepthook(type(error), error, error.__traceback__)
    assert [type(each) for each in told] == [EnvironmentFailed]
    refused = bug(lambda: _refuse())
    sys.excepthook(type(refused), refused, refused.__traceback__)
    assert told[1:] == [refused]
    assert caplog.text.count("unexpected") == 2
    caplog.clear()


def _refuse() -> None:
    raise Refused("fact_unknown", fact="x")


def test_a_bug_in_telling_is_reported_too(
    reports: CrashReports,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def tell(_error: Exception) -> None:
        raise LookupError(PERSON)

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    reports.install(tell)
    error = fail_with_a_name()
    sys.excepthook(type(error), error, error.__traceback__)
    assert "builtins.LookupError" in caplog.text
    assert found_in(caplog.text.encode() + capsys.readouterr().err.encode(), WORDS) == set()
    caplog.clear()
