import errno
import io
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from rural_taobao.cli import app
from rural_taobao.cli.streams import listening
from tests.cli.running import VILLAGE, Run, rows

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class Failing(io.RawIOBase):
    """A device that takes some bytes and then fails."""

    def __init__(self, error: OSError | None, takes: int = 0) -> None:
        self.error = error
        self.taken = b""
        self.takes = takes

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1

    def write(self, data: "ReadableBuffer", /) -> int | None:
        if len(self.taken) >= self.takes:
            if self.error is None:
                return None
            raise self.error
        self.taken += bytes(data)
        return len(bytes(data))


def printing_to(device: Failing) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedWriter(device), encoding="utf-8")


FULL = OSError(errno.ENOSPC, "No space left on device")
CLOSED = BrokenPipeError(errno.EPIPE, "Broken pipe")


class TestAClosedPipe:
    """Who stops reading, as `head` does, changes nothing of the work, its exit status included; nothing is told."""

    @pytest.mark.parametrize(
        ("arguments", "status"),
        [
            (VILLAGE, 0),
            ((*VILLAGE, "--json"), 0),
            (("check", "network"), 0),
            (("check", "missing.toml"), 1),
            (("settle", "--json"), 2),
            (("--help",), 0),
            (("--version",), 0),
        ],
    )
    def test_ends_quietly_with_the_status_of_the_work(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int
    ) -> None:
        monkeypatch.setattr(sys, "stdout", printing_to(Failing(CLOSED)))
        ran = run(*arguments)
        assert (ran.status, ran.err) == (status, "")
        assert Path("out/ledger.csv").exists() is (arguments[0] == "settle" and status == 0)

    def test_stops_explaining(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        run(*VILLAGE)
        device = Failing(CLOSED)
        explained = 0

        def counted(*_: object, **__: object) -> str:
            nonlocal explained
            explained += 1
            return "x" * io.DEFAULT_BUFFER_SIZE * 2

        monkeypatch.setattr("rural_taobao.cli.explanations._shown", counted)
        monkeypatch.setattr(sys, "stdout", printing_to(device))
        assert run("explain", "out", "--line", "o-1").status == 0
        assert explained == 1

    def test_is_quiet_in_a_process_of_its_own(self, village: Path) -> None:
        command = [sys.executable, "-m", "rural_taobao", *VILLAGE]
        reading, writing = os.pipe()
        os.close(reading)
        ran = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, check=False)
        os.close(writing)
        assert (ran.returncode, ran.stderr) == (0, b"")
        assert len(rows("out/ledger.csv")) == 3


class TestAFullDevice:
    """What could not be printed is told in one sentence, with what was done nonetheless; the exit status is not 0."""

    @pytest.mark.parametrize(("more", "takes"), [((), 0), ((), 1), (("--json",), 0)])
    def test_says_that_the_ledger_was_written(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch, more: tuple[str, ...], takes: int
    ) -> None:
        device = Failing(FULL, takes)
        monkeypatch.setattr(sys, "stdout", printing_to(device))
        ran = run(*VILLAGE, *more)
        assert bool(device.taken) is bool(takes)
        assert ran.status == 1
        assert ran.err == (
            "what is printed must go somewhere, but the system said 'No space left on device'; "
            "out/ledger.csv, out/statements.csv, out/statements.json were written nonetheless, so only print again, "
            "where there is room\n"
        )
        assert len(rows("out/ledger.csv")) == 3

    @pytest.mark.parametrize(
        ("arguments", "status"),
        [(("check", "network"), 1), (("check", "missing.toml"), 1), (("settle", "--json"), 2), (("--help",), 1)],
    )
    def test_is_told_where_nothing_was_done_besides(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], status: int
    ) -> None:
        monkeypatch.setattr(sys, "stdout", printing_to(Failing(FULL)))
        ran = run(*arguments)
        assert ran.status == status
        assert ran.err.endswith("'No space left on device'; print again, where there is room\n")
        assert ran.err.count("\n") == 1

    def test_gets_nothing_more_though_there_is_room_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        device = Failing(FULL)
        monkeypatch.setattr(sys, "stdout", printing_to(device))
        with listening() as listener:
            sys.stdout.write("the beginning\n")
            sys.stdout.flush()
            device.takes = 1
            sys.stdout.write("the end\n")
        assert (device.taken, listener.lost) == (b"", FULL)

    @pytest.mark.parametrize(("error", "said"), [(None, "'the reader takes nothing now'"), (OSError(), "'OSError'")])
    def test_is_told_with_what_the_system_said(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch, error: OSError | None, said: str
    ) -> None:
        monkeypatch.setattr(sys, "stdout", printing_to(Failing(error)))
        assert f"the system said {said}; print again" in run("check", "network").err

    def test_says_that_a_demo_was_written(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdout", printing_to(Failing(FULL)))
        assert "rural-taobao-demo/ledger.csv, " in run("demo", "--stations", 2).err

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
    def test_is_no_traceback_in_a_process_of_its_own(self, village: Path) -> None:
        command = [sys.executable, "-m", "rural_taobao", *VILLAGE]
        with Path("/dev/full").open("wb") as full:
            ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
            silent = subprocess.run(command[:-1], stdout=subprocess.PIPE, stderr=full, check=False)
        assert ran.returncode == 1
        assert ran.stderr.count(b"\n") == 1
        assert b"were written nonetheless" in ran.stderr
        assert (silent.returncode, silent.stdout) == (2, b"")


class TestWhatAProgramAsksOfAStream:
    """A stream that is listened to answers as the one behind it: whether it is a terminal, and which one."""

    def test_is_answered_as_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        device = Failing(CLOSED, takes=100)
        monkeypatch.setattr(sys, "stdout", printing_to(device))
        with listening() as listener:
            assert (sys.stdout.isatty(), sys.stdout.fileno(), sys.stdout.encoding) == (False, 1, "utf-8")
            sys.stdout.write("¥1\n")
        assert device.taken.decode() == f"¥1{os.linesep}"
        assert listener.lost is None


class TestNoOutputAtAll:
    """Without standard output, or without standard error, the work is done as ever."""

    @pytest.mark.parametrize("stream", ["stdout", "stderr"])
    def test_is_no_reason_to_fail(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
        monkeypatch.setattr(sys, stream, None)
        assert run(*VILLAGE).status == 0
        assert run("check", "missing.toml").status == 1
        assert len(rows("out/ledger.csv")) == 3


class TestWrongUsage:
    """Wrong usage ends with status 2, and with --json as one object in the shape of all refusals."""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("setle",), "No such command 'setle'"),
            (("demo", "--stations", "0"), "'--stations': 0 is not in the range"),
            (("check",), "Missing argument 'PATH...'"),
            (("explain", "out"), "state one of --line and --payee"),
            (("explain", "out", "--line", ""), "'--line': an id or a key must be given, but '' is blank;"),
            (("explain", "out", "--payee", " "), "'--payee': an id or a key must be given, but ' ' is blank;"),
            ((*VILLAGE, "--restate", "2016-12", "--reason", "x"), "must"),
            ((*VILLAGE, "--reason", "without any month"), "--reason goes with --restate"),
            ((*VILLAGE, "--expect-events", "1"), "--expect-events and --expect-gross go together"),
            ((*VILLAGE, "--expect-events", "1", "--expect-gross", "NaN"), "--expect-gross: a number must"),
        ],
    )
    def test_is_one_object_for_a_machine(self, village: Path, run: Run, arguments: tuple[str, ...], said: str) -> None:
        told = run(*arguments)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith("Usage: rural-taobao")
        ran = run(*arguments, "--json")
        assert (ran.status, ran.err) == (2, "")
        assert ran.object.keys() == {"faults"}
        [fault] = ran.object["faults"]
        assert fault.keys() == {"file", "row", "place", "message"}
        assert (fault["file"], fault["row"], fault["place"]) == ("", 0, "")
        assert said in fault["message"]
        assert not Path("out").exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("settle", "network", "events", "--month", "2016-11", "--plan"),
            (*VILLAGE, "--ledger"),
            (*VILLAGE, "--out"),
            ("demo", "--out"),
            ("explain", "out", "--line"),
            ("explain", "out", "--payee"),
            (*VILLAGE, "--restate", "2016-10", "--reason"),
        ],
    )
    def test_is_an_option_where_a_name_was_forgotten(self, village: Path, run: Run, arguments: tuple[str, ...]) -> None:
        ran = run(*arguments, "--json")
        assert ran.status == 2
        [fault] = ran.object["faults"]
        assert arguments[-1] in fault["message"]
        assert "--json" in fault["message"]
        assert not Path("--json").exists()

    def test_is_no_file_whose_name_begins_like_an_option(self, village: Path, run: Run) -> None:
        Path("plan.toml").rename("--plan.toml")
        assert run("check", "--", "--plan.toml").status == 0
        assert run(*VILLAGE[:4], "./--plan.toml", *VILLAGE[5:]).status == 0

    def test_of_a_missing_extra_is_one_object_too(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "click", None)
        ran = run("demo", "--json")
        assert (ran.status, ran.err) == (2, "")
        [fault] = ran.object["faults"]
        assert fault["message"].startswith("rural-taobao needs click, ")

    def test_is_told_from_an_interruption(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupted(**_: object) -> None:
            raise click.Abort

        monkeypatch.setattr(app.app, "main", interrupted)
        ran = run("demo")
        assert (ran.status, ran.out, ran.err) == (1, "", "Aborted!\n")


class TestPathsThatCannotBeRead:
    """A path that may not be read is a fault like any other: status 1, in one sentence, and as JSON."""

    @pytest.fixture
    def forbidden(self, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let nothing be readable, whoever runs this."""
        opening = os.open

        def refuse(path: object, flags: int, mode: int = 0o777, **more: int) -> int:
            if str(path).endswith((".toml", ".csv")) and not flags & os.O_CREAT:
                raise PermissionError(errno.EACCES, "Permission denied")
            return opening(path, flags, mode, **more)  # type: ignore[arg-type] # whatever was given

        monkeypatch.setattr(os, "open", refuse)
        monkeypatch.setattr(os, "access", lambda *_, **__: False)

    @pytest.mark.usefixtures("forbidden")
    @pytest.mark.parametrize(
        ("arguments", "file"),
        [
            (("check", "plan.toml"), "plan.toml"),
            (("check", "events/orders.csv"), "events/orders.csv"),
            (("explain", "plan.toml", "--line", "o-1"), "plan.toml"),
        ],
    )
    def test_are_faults(self, run: Run, arguments: tuple[str, ...], file: str) -> None:
        [fault] = run(*arguments, "--json").faults
        assert (fault["file"], fault["message"]) == (
            file,
            "a document must be readable, but permission was refused; ask its owner",
        )

    @pytest.mark.usefixtures("forbidden")
    def test_are_faults_of_each_file_of_a_settlement(self, run: Run) -> None:
        files = {fault["file"] for fault in run(*VILLAGE, "--json").faults}
        assert {"plan.toml", "events/orders.csv", "network/calendar.toml", "network/stations.csv"} < files

    def test_take_output_nevertheless(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied")

        Path("out").mkdir()
        with monkeypatch.context() as patched:
            patched.setattr(os, "access", lambda *_, **__: False)
            patched.setattr(os, "listdir", refuse)
            assert run(*VILLAGE).status == 0
        assert sorted(each.name for each in Path("out").iterdir()) == [
            "ledger.csv",
            "statements.csv",
            "statements.json",
        ]

    def test_of_a_ledger_that_nobody_may_look_for_are_faults(self, village: Path, run: Run) -> None:
        [fault] = run(*VILLAGE, "--ledger", "l" * 300, "--json").faults
        assert fault["file"] == "l" * 300
        assert "'File name too long'" in fault["message"]
        assert not Path("out").exists()
        faults = run(*VILLAGE, "--plan", "missing.toml", "--ledger", "l" * 300, "--json").faults
        assert {fault["file"] for fault in faults} == {"missing.toml", "l" * 300}
