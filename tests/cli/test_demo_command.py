import csv
import shlex
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rural_taobao.cli import demonstrations
from rural_taobao.documents import read_ledger
from rural_taobao.periods import Month
from rural_taobao.samples import write_sample
from rural_taobao.samples.folders import DEMO_STATIONS
from rural_taobao.settlement import explained
from tests.cli.running import Contents, Run

DEMO = Path("rural-taobao-demo")
SMALL = ("demo", "--stations", 2)
CHECK = Path(__file__).parents[2] / "scripts" / "check_demo.py"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


class TestWhatItMakes:
    """One command makes a month of a village network, settled: exact statements for every payee."""

    def test_is_every_file_that_a_user_would_have(self, run: Run) -> None:
        found = run(*SMALL, "--json").object
        made = {path.relative_to(DEMO).as_posix() for path in DEMO.rglob("*.*") if not path.name.startswith(".")}
        assert {"ledger.csv", "statements.csv", "statements.json", "network/calendar.toml"} < made
        assert all(Path(path).is_file() for path in (*found["files"]["events"], *found["files"]["plans"]))
        assert (found["stations"], found["month"], found["out"]) == (2, "2016-11", str(DEMO))

    def test_is_the_same_for_the_same_seed_and_another_for_another(self, run: Run, contents: Contents) -> None:
        for name, seed in (("one", 7), ("two", 7), ("three", 8)):
            run(*SMALL, "--out", name, "--seed", seed)
        assert contents(Path("one")) == contents(Path("two"))
        assert contents(Path("one"))["ledger.csv"] != contents(Path("three"))["ledger.csv"]

    def test_passes_every_check(self, run: Run) -> None:
        run(*SMALL)
        assert run("check", DEMO, "--json").object["faults"] == []

    def test_adds_up_to_the_fen_for_who_does_not_know_the_library(self, run: Run) -> None:
        found = run(*SMALL, "--json").object
        checked = subprocess.run([sys.executable, "-I", CHECK, DEMO], capture_output=True, text=True, check=False)
        assert (checked.returncode, checked.stderr) == (0, "")
        assert (
            f"{found['lines_posted']} lines, {found['payees']} statements, {found['accrued_minor']} " in checked.stdout
        )

    @pytest.mark.parametrize(
        ("file", "old", "new"),
        [
            ("ledger.csv", ",1,", ",2,"),
            ("statements.csv", ".", ".0"),
            ("statements.json", '"accrued_minor":', '"accrued_minor":1'),
            ("statements.json", '"amount_minor":', '"amount_minor":1'),
            ("statements.json", '"lines":', '"lines":1'),
            ("network/payees.csv", "platform", "nobody"),
        ],
    )
    def test_would_not_add_up_with_a_digit_changed(self, run: Run, file: str, old: str, new: str) -> None:
        run(*SMALL)
        text = (DEMO / file).read_text(encoding="utf-8")
        (DEMO / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        checked = subprocess.run([sys.executable, "-I", CHECK, DEMO], capture_output=True, text=True, check=False)
        assert checked.returncode == 1


class TestThePage:
    """A newcomer understands the page: what was made, what came of it, one line in words, and what to try next."""

    def test_fits_80_columns_and_has_all_its_parts(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        ran = run("demo")
        assert ran.status == 0
        assert max(map(len, ran.out.splitlines())) <= 80
        for part in (
            f", {DEMO_STATIONS} stations, ",
            "\nWhat became of each order and parcel\n",
            "\nWho is paid most\n",
            "\nWhat each role is paid\n",
            "\nOne line of them, explained\n",
            f"\nThe files are in {DEMO}\n",
            "\nWhat to try next\n",
        ):
            assert part in ran.out
        reasons = ("cancelled", "station unknown", "station not open", "station without partner", "not earned yet")
        assert all(reason in ran.out for reason in reasons)

    def test_explains_a_line_of_the_ledger(self, run: Run) -> None:
        found = run(*SMALL, "--json").object
        ledger = list(read_ledger(DEMO / "ledger.csv"))
        line = {explained(line): line for line in ledger}[found["explained"]]
        assert line.party == "partner"
        assert line.amount == max(each.amount for each in ledger if each.payee == line.payee)
        paid: Counter[str] = Counter()
        for each in ledger:
            paid[each.payee] += each.amount.minor
        partners = {each.payee for each in ledger if each.party == "partner"}
        assert len(partners) > 1
        assert paid[line.payee] == max(paid[payee] for payee in partners)
        shown = "\n".join(f"  {text}" for text in found["explained"].splitlines())
        assert f"\n{shown}\n" in run(*SMALL).out

    def test_says_what_came_in(self, run: Run) -> None:
        page = " ".join(run(*SMALL).out.split())
        for name in ("orders", "parcels", "refunds", "cancellations"):
            with (DEMO / "events" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                number = len(list(csv.DictReader(file)))
            assert f" {number} {name if number > 1 else name[:-1]}" in page

    def test_does_without_a_line_where_no_partner_was_paid(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(demonstrations, "DEMO_MONTH", Month(2014, 1))
        ran = run(*SMALL)
        assert ran.status == 0
        assert "explained" not in ran.out
        assert "explain" not in ran.out.partition("What to try next")[2]
        assert run(*SMALL, "--json").object["explained"] == ""


class TestWhatToTryNext:
    """What the page says to try next can be pasted, and works."""

    def test_works_as_it_stands(self, run: Run, contents: Contents) -> None:
        out = "a demo's"
        asked = run(*SMALL, "--out", out, "--json").object["next"]
        commands = [shlex.split(command) for command in asked]
        assert all("  " not in command and "\n" not in command for command in asked)
        before = contents(Path(out))
        assert [command[:2] for command in commands] == [
            ["rural-taobao", name] for name in ("settle", "explain", "explain", "check")
        ]
        for _, *arguments in commands:
            assert run(*arguments).status == 0
        assert run(*commands[0][1:], "--json").object["lines_posted"] == 0
        assert contents(Path(out)) == before

    @pytest.mark.parametrize("terminal", ["none", "narrow"])
    def test_stands_on_the_page_as_a_shell_reads_it(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, terminal: str
    ) -> None:
        if terminal == "narrow":
            monkeypatch.setenv("FORCE_COLOR", "1")
            monkeypatch.setenv("NO_COLOR", "1")
            monkeypatch.setenv("COLUMNS", "40")
        ran = run(*SMALL)
        _, _, tried = ran.out.partition("What to try next\n")
        lines = [line for line in tried.replace("\\\n", "").splitlines() if line.startswith("    ")]
        asked = run(*SMALL, "--json").object["next"]
        assert [shlex.split(line) for line in lines] == [shlex.split(command) for command in asked]

    def test_pays_the_difference_after_a_rate_was_changed(self, run: Run) -> None:
        first = run("demo", "--stations", 6, "--json").object
        plan = DEMO / "plans" / "example-partner.toml"
        plan.write_text(plan.read_text(encoding="utf-8").replace('"1.5 %"', '"1.6 %"'), encoding="utf-8")
        again = run(*shlex.split(first["next"][0])[1:], "--json").object
        assert again["lines_posted"] > 0
        assert again["accrued_minor"] == first["accrued_minor"] + again["posted_minor"]


class TestTheFolder:
    """A demo replaces an earlier demo, and nothing else."""

    def test_takes_the_place_of_an_earlier_one(self, run: Run, contents: Contents) -> None:
        run(*SMALL, "--seed", 7, "--out", "other")
        run(*SMALL)
        run(*shlex.split(run(*SMALL, "--json").object["next"][0])[1:])
        assert run(*SMALL, "--seed", 7).status == 0
        assert contents(DEMO) == contents(Path("other"))

    def test_takes_the_place_of_a_sample_that_was_written_in_python_and_the_other_way_round(
        self, run: Run, contents: Contents
    ) -> None:
        run(*SMALL, "--seed", 7, "--out", "other")
        write_sample(DEMO, stations=5, seed=1)
        assert run(*SMALL, "--seed", 7).status == 0
        assert contents(DEMO) == contents(Path("other"))
        write_sample(DEMO, stations=2, seed=7)
        assert contents(DEMO) == contents(Path("other"))

    def test_is_taken_where_it_is_there_and_empty(self, run: Run) -> None:
        DEMO.mkdir()
        assert run(*SMALL).status == 0

    @pytest.mark.parametrize("strange", ["ledger.csv", "network/stations.csv", "notes.txt", "plans/my-plan.toml"])
    def test_is_left_alone_where_somebody_has_put_a_file(self, run: Run, contents: Contents, strange: str) -> None:
        path = DEMO / strange
        path.parent.mkdir(parents=True)
        path.write_text("my own work", encoding="utf-8")
        before = contents(DEMO)
        [fault] = run(*SMALL, "--json").faults
        assert fault["file"] == str(DEMO)
        assert f"this one holds {strange}, which no sample made" in fault["message"]
        assert contents(DEMO) == before

    def test_is_left_alone_where_somebody_has_added_a_file_to_a_demo(self, run: Run, contents: Contents) -> None:
        run(*SMALL)
        (DEMO / "plans" / "my-plan.toml").write_text("my own work", encoding="utf-8")
        before = contents(DEMO)
        ran = run(*SMALL)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.count("\n") == 1
        assert "plans/my-plan.toml" in ran.err
        assert contents(DEMO) == before

    def test_is_named_where_it_cannot_be_made(self, run: Run) -> None:
        Path("file").touch()
        [fault] = run(*SMALL, "--out", "file/demo", "--json").faults
        assert fault["file"] == "file/demo"
