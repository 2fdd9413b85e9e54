"""Running the command line as a user would, in this process, on small files of a village and of a sample."""

import sys
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from rural_taobao.cli import main
from rural_taobao.currencies import CNY
from rural_taobao.documents import write_calendar, write_events, write_network, write_plan
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.samples import one_order, one_plan, one_village, write_sample
from rural_taobao.settlement import in_columns
from tests.cli.running import Ran, Run


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run command lines in this process, on a page of 80 columns that is no terminal."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm-256color")

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["rural-taobao", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Ran(ended.value.code, printed.out, printed.err)  # type: ignore[arg-type] # we exit with a number

    return run


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with the files of one village, and work in it: `network`, `plan.toml`, `events/orders.csv`."""
    monkeypatch.chdir(tmp_path)
    for folder in ("network", "events"):
        Path(folder).mkdir()
    write_network(one_village(), Path("network"))
    write_calendar(programme_calendar(), Path("network", "calendar.toml"))
    write_plan(one_plan(), Path("plan.toml"))
    write_events(in_columns([one_order()], CNY), Path("events"), CHINA)
    return tmp_path


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a sample once: `network`, `events` and `plans`."""
    folder = tmp_path_factory.mktemp("pristine")
    write_sample(folder, stations=6)
    return folder


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pristine: Path) -> Path:
    """Work in a folder with a copy of the sample."""
    copytree(pristine, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def contents() -> Callable[[Path], dict[str, bytes]]:
    """Give what every file below a folder holds, and the folders, which hold nothing."""

    def contents(folder: Path) -> dict[str, bytes]:
        found = folder.rglob("*")
        return {each.relative_to(folder).as_posix(): b"" if each.is_dir() else each.read_bytes() for each in found}

    return contents
