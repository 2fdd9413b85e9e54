import io
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rural_taobao import __version__, cli
from rural_taobao.cli.options import spread
from tests.cli.running import Run

COMMANDS = ["demo", "settle", "compare", "check", "explain", "places", "schema"]


def python(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run Python in a process of its own, without what the surroundings say of colours."""
    import os

    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}}
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


class TestWithoutTheExtra:
    """The command line's package imports nothing optional at its top: without the extra, one sentence and status 2."""

    @pytest.mark.parametrize("missing", ["click", "rich"])
    def test_says_in_one_sentence_what_to_install(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, missing: str
    ) -> None:
        monkeypatch.setitem(sys.modules, missing, None)
        ran = run("demo")
        assert ran.status == 2
        assert ran.out == ""
        assert ran.err.count("\n") == 1
        assert ran.err.startswith(f"rural-taobao needs {missing}, ")
        assert "pip install 'rural_taobao[cli]'" in ran.err

    def test_is_the_same_in_a_process_of_its_own(self) -> None:
        hiding = "import sys; sys.modules['click'] = None; from rural_taobao.cli import main; main()"
        ran = python("-c", hiding)
        assert ran.returncode == 2
        assert ran.stderr.count("\n") == 1

    def test_does_not_take_a_damaged_extra_for_a_missing_one(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(name: str) -> None:
            raise ModuleNotFoundError(name="part_of_click")

        monkeypatch.setattr(cli, "import_module", broken)
        with pytest.raises(ModuleNotFoundError):
            cli.main()

    def test_can_be_imported(self) -> None:
        asked = "import sys, rural_taobao.cli; print({'click', 'rich'} & sys.modules.keys())"
        assert python("-c", asked).stdout == "set()\n"


class TestWithoutACommand:
    """A command line that is usable without reading the manual tells by itself what it can do."""

    def test_shows_the_help(self, run: Run) -> None:
        ran = run()
        assert ran.status == 0
        assert ran.out == run("--help").out == run("-h").out
        assert all(f"  {command} " in ran.out for command in COMMANDS)

    def test_tells_its_version(self, run: Run) -> None:
        assert run("--version").out == f"rural-taobao {__version__}\n"

    @pytest.mark.parametrize("command", COMMANDS)
    def test_shows_examples_with_each_command(self, run: Run, command: str) -> None:
        shown = run(command, "--help").out
        assert f"\n  Examples:\n    rural-taobao {command}" in shown
        assert "--json" in shown
        assert max(map(len, shown.splitlines())) <= 80

    @pytest.mark.parametrize(
        "arguments",
        [
            ["setle"],
            ["demo", "--station", "3", "--sead"],
            ["demo", "--stations", "0"],
            ["demo", "--seed", "-1"],
            ["check"],
            ["explain"],
            ["schema"],
            ["places"],
            ["places", "341221", "--year", "2018"],
            ["places", "341221", "--year", "last"],
            ["places", "鼓楼区", "--within", "--year"],
            ["schema", "plans"],
            ["schema", "plan", "--output", "plan.toml"],
        ],
    )
    def test_ends_with_status_2_where_it_is_used_wrongly(self, run: Run, arguments: list[str]) -> None:
        ran = run(*arguments)
        assert ran.status == 2
        assert ran.out == ""
        assert ran.err.startswith("Usage: rural-taobao")


class TestStartingIt:
    """It runs by its script and by `python -m rural_taobao`, on whatever terminal."""

    def test_runs_as_a_module(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "argv", ["rural-taobao", "--version"])
        with pytest.raises(SystemExit) as ended:
            runpy.run_module("rural_taobao", run_name="__main__")
        assert ended.value.code == 0

    def test_does_nothing_when_the_module_is_only_imported(self) -> None:
        assert "main" in runpy.run_module("rural_taobao.__main__", run_name="imported")

    def test_runs_in_a_process_of_its_own(self) -> None:
        ran = python("-m", "rural_taobao", "--version")
        assert (ran.returncode, ran.stdout) == (0, f"rural-taobao {__version__}\n")

    def test_writes_to_what_is_no_file(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        written = io.StringIO()
        monkeypatch.setattr(sys, "stdout", written)
        assert run("--version").status == 0
        assert written.getvalue().startswith("rural-taobao ")

    def test_replaces_what_a_terminal_cannot_show(self, village: Path, run: Run) -> None:
        assert run("settle", "network", "events", "--plan", "plan.toml", "--month", "2016-11").status == 0
        shown = python("-m", "rural_taobao", "explain", "out", "--line", "o-1", PYTHONIOENCODING="ascii")
        assert shown.returncode == 0
        assert "?16.79 to li as partner" in shown.stdout
        assert "Traceback" not in shown.stderr


class TestSeveralFilesAfterOneOption:
    """`--plan FILE…` takes what a shell makes of `--plan plans/*.toml`."""

    @pytest.mark.parametrize(
        ("given", "understood"),
        [
            ("net ev --plan a.toml", "net ev --plan a.toml"),
            ("net ev --plan a.toml b.toml c.toml", "net ev --plan a.toml --plan b.toml --plan c.toml"),
            ("--plan=a.toml b.toml net ev", "--plan=a.toml --plan b.toml net ev"),
            ("--plan plans net ev", "--plan plans net ev"),
            ("--plan a.toml net b.toml", "--plan a.toml net b.toml"),
            ("--plan a.toml --out b.toml c.toml", "--plan a.toml --out b.toml c.toml"),
            ("--plan a.toml -x.toml", "--plan a.toml -x.toml"),
            ("--plan a.toml --plan b.toml c.toml", "--plan a.toml --plan b.toml --plan c.toml"),
            ("--plan --plan a.toml", "--plan --plan a.toml"),
            ("", ""),
        ],
    )
    def test_repeats_the_option_before_each_of_them_and_touches_nothing_else(self, given: str, understood: str) -> None:
        assert " ".join(spread(given.split(), "--plan", ".toml")) == understood
