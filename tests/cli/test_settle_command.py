import csv
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest
from attrs import evolve

from rural_taobao.cli import jobs, summaries
from rural_taobao.cli.folders import files_below
from rural_taobao.cli.locks import lock_file, locked
from rural_taobao.commission import (
    Boundary,
    CommissionPlan,
    DuringFestival,
    Graduated,
    Moment,
    Overflow,
    Percentage,
    Tier,
    Underflow,
)
from rural_taobao.currencies import CNY
from rural_taobao.documents import (
    DocumentsRefused,
    Fault,
    write_calendar,
    write_events,
    write_ledger,
    write_plan,
)
from rural_taobao.exact import NotANumber, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.samples import one_order, one_plan
from rural_taobao.settlement import Cancellation, Event, Ledger, Line, Outcome, Parcel, Refund, in_columns
from rural_taobao.settlement.lines import Entry
from rural_taobao.timeline import Source, Timeline
from tests.cli.running import Ran, Run

Contents = Callable[[Path], dict[str, bytes]]
VILLAGE = ("settle", "network", "events", "--plan", "plan.toml", "--month", "2016-11")
SAMPLE = ("settle", "network", "events", "--plan", "plans", "--month", "2016-11")


def rows(*paths: Path | str) -> list[dict[str, str]]:
    """Read tables with the standard library alone."""
    found: list[dict[str, str]] = []
    for path in paths:
        with Path(path).open(encoding="utf-8", newline="") as file:
            found += csv.DictReader(file)
    return found


def amended(plan: CommissionPlan, **changes: Any) -> CommissionPlan:
    """Give a plan whose one rule is another."""
    [entry] = plan.versions.entries
    rules = [evolve(rule, **changes) for rule in entry.value.rules]
    return evolve(plan, versions=Timeline([evolve(entry, value=evolve(entry.value, rules=rules))]))


def replaced_in(path: Path | str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


class TestTheOneObject:
    """An order is exactly one of earned, earns nothing, unattributed; counts and bases add up to the input."""

    @pytest.fixture
    def ran(self, sample: Path, run: Run) -> Ran:
        return run(*SAMPLE, "--json")

    def test_counts_every_order_and_parcel_once(self, ran: Ran) -> None:
        found = ran.object
        assert (ran.status, ran.err) == (0, "")
        assert found["events"] == len(rows("events/orders.csv", "events/parcels.csv"))
        assert found["earned"] + found["earns_nothing"] + found["unattributed"] == found["events"]
        assert sum(each["events"] for each in found["outcomes"].values()) == found["events"]

    def test_counts_every_fen_of_the_orders_once(self, ran: Ran) -> None:
        gross = sum(Decimal(row["amount"]) for row in rows("events/orders.csv"))
        assert sum(each["gross_minor"] for each in ran.object["outcomes"].values()) == gross * 100

    def test_states_the_control_of_the_complete_set(self, ran: Ran) -> None:
        files = sorted(Path("events").iterdir())
        gross = sum(Decimal(row["amount"]) for row in rows("events/orders.csv"))
        assert ran.object["control"] == {"events": len(rows(*files)), "gross_minor": int(gross * 100)}

    def test_says_what_the_ledger_says(self, ran: Ran) -> None:
        ledger, found = rows("out/ledger.csv"), ran.object
        assert found["lines_posted"] == len(ledger)
        assert found["accrued_minor"] == found["posted_minor"] == sum(int(row["amount_minor"]) for row in ledger)
        assert found["payees"] == len({row["payee"] for row in ledger})
        assert (found["month"], found["currency"]) == ("2016-11", "CNY")

    def test_names_the_files_that_were_written(self, ran: Ran) -> None:
        assert ran.object["ledger"] == "out/ledger.csv"
        assert ran.object["statements"] == ["out/statements.csv", "out/statements.json"]
        stated = sum(Decimal(row["amount"]) for row in rows("out/statements.csv"))
        assert stated * 100 == ran.object["accrued_minor"]


class TestSettlingAgain:
    """A re-run posts nothing; history never changes."""

    def test_posts_nothing_and_leaves_the_ledger_byte_for_byte(
        self, sample: Path, run: Run, contents: Contents
    ) -> None:
        run(*SAMPLE)
        before, written = contents(sample), Path("out/ledger.csv").stat()
        again = run(*SAMPLE, "--json").object
        assert (again["lines_posted"], again["posted_minor"]) == (0, 0)
        assert again["accrued_minor"] > 0
        assert contents(sample) == before
        assert Path("out/ledger.csv").stat().st_mtime_ns == written.st_mtime_ns

    def test_touches_no_line_of_november_when_december_is_settled(self, sample: Path, run: Run) -> None:
        run(*SAMPLE)
        november = Path("out/ledger.csv").read_text(encoding="utf-8")
        december = run("settle", "network", "events", "--plan", "plans", "--month", "2016-12", "--json").object
        both = Path("out/ledger.csv").read_text(encoding="utf-8")
        assert december["lines_posted"] > 0
        assert both.startswith(november)
        assert {row["posted"] for row in rows("out/ledger.csv")} == {"2016-11", "2016-12"}
        assert both.count("\n") - november.count("\n") == december["lines_posted"]

    def test_writes_the_statements_again_where_they_were_lost(self, sample: Path, run: Run, contents: Contents) -> None:
        run(*SAMPLE)
        before = contents(sample)
        Path("out/statements.csv").unlink()
        Path("out/statements.json").write_text("half of th", encoding="utf-8")
        assert run(*SAMPLE, "--json").object["lines_posted"] == 0
        assert contents(sample) == before

    def test_posts_nothing_whichever_way_the_same_files_are_named(self, sample: Path, run: Run) -> None:
        run(*SAMPLE)
        plans = sorted(Path("plans").iterdir())
        events = sorted(Path("events").iterdir(), reverse=True)
        named = ("settle", "network", *events, "--plan", *plans, "--month", "2016-11", "--out", "out", "--json")
        assert run(*named).object["lines_posted"] == 0

    def test_begins_an_empty_ledger_where_nothing_was_earned(self, village: Path, run: Run) -> None:
        ran = run(*VILLAGE[:-1], "2016-10", "--json")
        assert ran.object["lines_posted"] == ran.object["payees"] == 0
        assert rows("out/ledger.csv") == []
        assert run(*VILLAGE).status == 0

    def test_keeps_a_ledger_of_its_own_elsewhere(self, village: Path, run: Run) -> None:
        assert run(*VILLAGE, "--ledger", "books/2016.csv", "--out", "paper").status == 0
        assert len(rows("books/2016.csv")) == 3
        assert sorted(path.name for path in files_below(Path("paper"))) == ["statements.csv", "statements.json"]

    def test_goes_on_with_a_ledger_that_is_named_by_a_link(self, village: Path, run: Run) -> None:
        run(*VILLAGE, "--ledger", "books/2016.csv")
        Path("link.csv").symlink_to("books/2016.csv")
        assert run(*VILLAGE, "--ledger", "link.csv", "--json").object["lines_posted"] == 0
        assert lock_file(Path("link.csv")) == lock_file(Path("books/2016.csv"))


class TestRestating:
    """Closed earned periods are re-rated only by an explicit restatement with a reason."""

    @pytest.fixture
    def raised(self, village: Path, run: Run) -> Path:
        run(*VILLAGE)
        write_plan(amended(one_plan(), rate=Percentage(Rate.parse("3 %"))), Path("plan.toml"))
        return village

    def test_posts_the_difference_and_why(self, raised: Path, run: Run) -> None:
        arguments = (*VILLAGE[:-1], "2016-12", "--restate", "2016-11", "--reason", "the rate was mistaken", "--json")
        found = run(*arguments).object
        posted = [row for row in rows("out/ledger.csv") if row["posted"] == "2016-12"]
        assert found["lines_posted"] == len(posted) == 3
        assert found["posted_minor"] == 35_97 - 23_98
        assert {row["reason"] for row in posted} == {"restatement"}

    def test_posts_nothing_unasked(self, raised: Path, run: Run) -> None:
        assert run(*VILLAGE[:-1], "2016-12", "--json").object["lines_posted"] == 0

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--restate", "2016-10"),
            ("--restate", "2016-10", "--reason", " "),
            ("--restate", "2016-11", "--reason", "later than itself"),
            ("--restate", "October", "--reason", "no month"),
        ],
    )
    def test_is_wrong_usage_without_a_reason_or_an_earlier_month(
        self, village: Path, run: Run, arguments: tuple[str, ...]
    ) -> None:
        ran = run(*VILLAGE, *arguments)
        assert ran.status == 2
        assert ran.out == ""
        assert "must" in ran.err
        assert not Path("out").exists()


class TestTheExpectedSet:
    """A settlement names a complete set of events with its control count and sum."""

    def test_settles_the_set_that_is_expected(self, village: Path, run: Run) -> None:
        assert run(*VILLAGE, "--expect-events", 1, "--expect-gross", "1199.00").status == 0

    @pytest.mark.parametrize(("events", "gross"), [(2, "1199.00"), (1, "1199.01"), (0, "0")])
    def test_refuses_another_one(self, village: Path, run: Run, events: int, gross: str) -> None:
        [fault] = run(*VILLAGE, "--expect-events", events, "--expect-gross", gross, "--json").faults
        assert fault["file"] == "events"
        assert "complete set" in fault["message"]
        assert not Path("out/ledger.csv").exists()

    @pytest.mark.parametrize(
        "arguments",
        [
            ("--expect-events", "1"),
            ("--expect-gross", "1199.00"),
            ("--expect-events", "1", "--expect-gross", "1e400"),
            ("--expect-events", "1", "--expect-gross", "1199.001"),
            ("--expect-events", "1", "--expect-gross", "-1"),
            ("--expect-events", "-1", "--expect-gross", "1"),
            ("--month", "2016-13"),
        ],
    )
    def test_is_wrong_usage_where_it_cannot_be(self, village: Path, run: Run, arguments: tuple[str, ...]) -> None:
        ran = run(*VILLAGE, *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert "Traceback" not in ran.err
        assert not Path("out/ledger.csv").exists()


class TestFaults:
    """A broken document names file and place; all faults at once; nothing is half-loaded, nothing written."""

    def test_are_told_of_all_files_at_once(self, village: Path, run: Run, contents: Contents) -> None:
        replaced_in("events/orders.csv", "1199.00", "1e400")
        replaced_in("network/stations.csv", "feixi", "nowhere")
        replaced_in("network/calendar.toml", "double-12", "double 12")
        replaced_in("plan.toml", "2 %", "two")
        Path("out").mkdir()
        Path("out/ledger.csv").write_text("key\n", encoding="utf-8")
        before = contents(village)
        ran = run(*VILLAGE, "--json")
        files = {fault["file"] for fault in ran.faults}
        assert files == {
            "events/orders.csv",
            "network/stations.csv",
            "network/calendar.toml",
            "out/ledger.csv",
            "plan.toml",
        }
        assert all({"file", "row", "place", "message"} == fault.keys() for fault in ran.faults)
        assert ran.err == ""
        assert contents(village) == before

    def test_are_told_with_row_and_place_a_line_each(self, village: Path, run: Run) -> None:
        replaced_in("events/orders.csv", "1199.00", "１２")
        ran = run(*VILLAGE)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("events/orders.csv, row 2, amount: a number must be ")
        assert ran.err.count("\n") == 1
        assert not Path("out").exists()

    @pytest.mark.parametrize("missing", ["network", "network/calendar.toml", "events/orders.csv", "plan.toml"])
    def test_name_what_is_not_there(self, village: Path, run: Run, missing: str) -> None:
        gone = Path(missing)
        gone.rename("moved")
        faults = run("settle", "network", "events/orders.csv", *VILLAGE[3:], "--json").faults
        assert {fault["file"].partition("/")[0] for fault in faults} == {Path(missing).parts[0]}
        assert all(fault["message"].startswith("a file must be ") for fault in faults)

    @pytest.mark.parametrize(("argument", "suffix"), [(2, ".csv"), (4, ".toml")])
    def test_name_a_folder_that_holds_nothing_to_read(
        self, village: Path, run: Run, argument: int, suffix: str
    ) -> None:
        Path("empty/.hidden").mkdir(parents=True)
        Path("empty/.hidden.csv").touch()
        arguments = [*VILLAGE, "--json"]
        arguments[argument] = "empty"
        assert {
            "file": "empty",
            "row": 0,
            "place": "",
            "message": f"a folder that is named here must hold files whose names end with {suffix}, "
            "but this one holds none; name another folder, or a file",
        } in run(*arguments).faults

    def test_name_a_folder_that_cannot_be_looked_into(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refusing(path: str, onerror: Callable[[OSError], None]) -> Iterator[object]:
            onerror(PermissionError(13, "Permission denied"))
            yield path

        monkeypatch.setattr(os, "walk", refusing)
        [fault] = run(*VILLAGE, "--json").faults
        assert fault["file"] == "events"
        assert "'Permission denied'" in fault["message"]

    @pytest.mark.parametrize("out", ["plan.toml", "plan.toml/out"])
    def test_name_a_folder_that_cannot_be_made(self, village: Path, run: Run, out: str) -> None:
        [fault] = run(*VILLAGE, "--out", out, "--json").faults
        assert fault["file"] == out
        assert fault["message"].startswith("an output must go into a folder, but ")


class TestFaultsBetweenFiles:
    """What is wrong between sound files is told with the file in which it is mended."""

    def only(self, ran: Ran) -> tuple[str, str, str]:
        [fault] = ran.faults
        return fault["file"], fault["place"], fault["message"]

    def test_a_plan_that_is_missing_is_told_of_the_models(self, village: Path, run: Run) -> None:
        write_plan(evolve(one_plan(), id="other"), Path("plan.toml"))
        file, place, message = self.only(run(*VILLAGE, "--json"))
        assert (file, place) == ("network/models.toml", "versions[2.0].plan")
        assert "add its file" in message

    def test_a_plan_that_only_an_unused_version_names_is_not_missed(self, village: Path, run: Run) -> None:
        models = Path("network/models.toml").read_text(encoding="utf-8")
        another = models[models.index("[[versions]]") :].replace('"2.0"', '"4.0"').replace('"example"', '"later"')
        Path("network/models.toml").write_text(f"{models}\n{another}", encoding="utf-8")
        assert run(*VILLAGE).status == 0

    def test_a_plan_given_twice_is_told_of_its_second_file(self, village: Path, run: Run) -> None:
        write_plan(one_plan(), Path("second.toml"))
        file, place, _ = self.only(run(*VILLAGE, "--plan", "second.toml", "--json"))
        assert (file, place) == ("second.toml", "plan")

    def test_a_festival_that_is_unknown_is_told_of_the_rule(self, village: Path, run: Run) -> None:
        write_plan(amended(one_plan(), when=DuringFestival("double-13", Moment.PLACED)), Path("plan.toml"))
        file, place, _ = self.only(run(*VILLAGE, "--json"))
        assert (file, place) == ("plan.toml", "versions[2015].rules[everything].when")

    def test_a_window_without_an_end_is_told_of_the_calendar(self, village: Path, run: Run) -> None:
        write_plan(amended(one_plan(), when=DuringFestival("double-11", Moment.PLACED)), Path("plan.toml"))
        calendar = programme_calendar()
        edition = calendar.edition("double-11", 2016)
        windows = [evolve(window, end=None) for window in edition.windows]
        announced = evolve(edition, windows=windows, kind="announced", source=Source("a poster"))
        write_calendar(calendar.announcing("double-11", announced), Path("network/calendar.toml"))
        file, _, message = self.only(run(*VILLAGE, "--json"))
        assert file == "network/calendar.toml"
        assert "double-11" in message or "end" in message

    def test_two_rules_that_match_are_told_of_their_plan(self, village: Path, run: Run) -> None:
        rule = one_plan().on(date(2016, 11, 11)).rules[0]
        [entry] = one_plan().versions.entries
        version = evolve(entry.value, rules=[rule, evolve(rule, id="everything-again")])
        twofold = evolve(one_plan(), versions=Timeline([evolve(entry, value=version)]))
        write_plan(twofold, Path("plan.toml"))
        write_plan(evolve(one_plan(), id="another"), Path("another.toml"))
        ran = run("settle", "network", "events", "--plan", "another.toml", "plan.toml", "--month", "2016-11", "--json")
        assert self.only(ran)[0] == "plan.toml"

    def test_a_measure_outside_the_tiers_is_told_of_the_plans(self, village: Path, run: Run) -> None:
        tiers = [Tier(Money(0), Rate.parse("1 %"), Money(100_00))]
        bounded = Graduated(
            tiers=tiers, boundary=Boundary.UPPER_INCLUSIVE, overflow=Overflow.ERROR, underflow=Underflow.ERROR
        )
        write_plan(amended(one_plan(), rate=bounded), Path("plan.toml"))
        assert self.only(run(*VILLAGE, "--json"))[0] == "plan.toml"

    def test_a_closed_period_is_told_of_the_ledger(self, village: Path, run: Run, contents: Contents) -> None:
        at = datetime.fromisoformat("2016-12-12T00:00:00+08:00")
        later = evolve(one_order(), id="o-2", placed=at, paid=at, known_at=at)
        write_events(in_columns([one_order(), later], CNY), Path("events"), CHINA)
        run(*VILLAGE[:-1], "2016-12")
        before = contents(village)
        file, _, message = self.only(run(*VILLAGE, "--json"))
        assert file == "out/ledger.csv"
        assert "closed period" in message
        assert contents(village) == before

    def test_a_posted_event_that_is_missing_is_told_of_the_ledger(self, village: Path, run: Run) -> None:
        run(*VILLAGE)
        order = evolve(one_order(), id="o-2")
        write_events(in_columns([order], CNY), Path("events"), CHINA)
        file, _, message = self.only(run(*VILLAGE, "--json"))
        assert file == "out/ledger.csv"
        assert "o-1" in message


class TestWhateverFails:
    """Output files appear whole or not at all; whatever fails, everything is as it was."""

    @pytest.fixture
    def settled(self, village: Path, run: Run) -> Path:
        run(*VILLAGE)
        orders = [one_order(), evolve(one_order(), id="o-2")]
        write_events(in_columns(orders, CNY), Path("events"), CHINA)
        return village

    @pytest.mark.parametrize("failing", ["write_statements_csv", "write_statements_json", "write_ledger"])
    def test_ledger_and_statements_stay_as_they_were(
        self, settled: Path, run: Run, contents: Contents, monkeypatch: pytest.MonkeyPatch, failing: str
    ) -> None:
        before = contents(settled)

        def full(*_: object, **__: object) -> None:
            raise DocumentsRefused([Fault("out", 0, "", "the disk is full")])

        monkeypatch.setattr(jobs, failing, full)
        ran = run(*VILLAGE)
        assert (ran.status, ran.out, ran.err) == (1, "", "out: the disk is full\n")
        assert contents(settled) == before

    def test_an_error_of_ours_from_anywhere_is_a_sentence(
        self, settled: Path, run: Run, contents: Contents, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = contents(settled)

        def unwritable(*_: object) -> None:
            raise NotANumber(1.5)

        monkeypatch.setattr(jobs, "write_ledger", unwritable)
        ran = run(*VILLAGE)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err == f"{NotANumber(1.5)}\n"
        assert contents(settled) == before

    def test_a_failure_in_the_middle_of_the_ledger_leaves_the_one_before(
        self, settled: Path, run: Run, contents: Contents, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = contents(settled)
        written = write_ledger

        def cut_short(ledger: Ledger, path: Path) -> None:
            written(Ledger((_Failing(), *ledger.blocks)), path)

        monkeypatch.setattr(jobs, "write_ledger", cut_short)
        with pytest.raises(RuntimeError):
            run(*VILLAGE)
        assert contents(settled) == before

    def test_lines_that_reached_the_ledger_are_in_statements_after_the_next_run(
        self, settled: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        class PowerLost(BaseException):
            pass

        def lost(ledger: Ledger, path: Path) -> None:
            write_ledger(ledger, path)
            raise PowerLost

        with monkeypatch.context() as patched:
            patched.setattr(jobs, "write_ledger", lost)
            with pytest.raises(PowerLost):
                run(*VILLAGE)
        assert len(rows("out/ledger.csv")) == 6
        assert run(*VILLAGE, "--json").object["lines_posted"] == 0
        stated = sum(Decimal(row["amount"]) for row in rows("out/statements.csv"))
        assert stated * 100 == sum(int(row["amount_minor"]) for row in rows("out/ledger.csv"))


class _Failing(Sequence[Line]):
    """Lines that cannot be made."""

    def __len__(self) -> int:
        return 1

    def __getitem__(self, place: object) -> NoReturn:
        raise RuntimeError

    def entries(self) -> Iterator[Entry]:
        return iter(())


class TestTwoSettlementsOfOneLedger:
    """Two settlements of one period at once, a killed process: afterwards each line is in the ledger exactly once."""

    def test_one_waits_its_turn(self, village: Path, run: Run) -> None:
        Path("out").mkdir()
        with locked(Path("out/ledger.csv")):
            [fault] = run(*VILLAGE, "--json").faults
        assert fault["file"] == "out/ledger.csv"
        assert "another one holds it" in fault["message"]
        assert not Path("out/ledger.csv").exists()
        assert run(*VILLAGE).status == 0

    def test_each_line_is_there_once_when_both_run(self, sample: Path) -> None:
        command = [sys.executable, "-m", "rural_taobao", *SAMPLE]
        both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        said = [each.communicate()[1].decode() for each in both]
        assert 0 in {each.returncode for each in both}
        assert all(each.returncode == 0 or "one process at a time" in err for each, err in zip(both, said, strict=True))
        keys = [row["key"] for row in rows("out/ledger.csv")]
        assert len(keys) == len(set(keys)) > 0

    def test_a_killed_process_holds_nothing(self, village: Path, run: Run) -> None:
        Path("out").mkdir()
        killed = (
            "import os; from pathlib import Path; from rural_taobao.cli.locks import locked\n"
            "with locked(Path('out/ledger.csv')): os._exit(9)"
        )
        assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == 9
        assert lock_file(Path("out/ledger.csv")).exists()
        assert run(*VILLAGE).status == 0

    def test_a_folder_that_takes_no_lock_is_named(self, village: Path) -> None:
        with (
            pytest.raises(DocumentsRefused, match="must be locked while it is settled"),
            locked(Path("nowhere/ledger.csv")),
        ):
            pass

    def test_a_disk_that_locks_nothing_is_named(self, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def unsupported(handle: int, flags: int) -> None:
            raise OSError(37, "No locks available")

        stub = SimpleNamespace(flock=unsupported, LOCK_EX=2, LOCK_NB=4)
        monkeypatch.setitem(sys.modules, "fcntl", stub)
        with pytest.raises(DocumentsRefused, match="'No locks available'"), locked(Path("ledger.csv")):
            pass

    def test_is_kept_from_the_other_on_windows_too(self, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        held: set[int] = set()

        def locking(handle: int, mode: int, size: int) -> None:
            assert (mode, size) == (2, 1)
            if held:
                raise PermissionError(13, "Permission denied")
            held.add(handle)

        monkeypatch.setitem(sys.modules, "fcntl", None)
        monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=locking, LK_NBLCK=2))
        with locked(Path("ledger.csv")):
            assert len(held) == 1
            with pytest.raises(DocumentsRefused, match="another one holds it"), locked(Path("ledger.csv")):
                pass


class TestThePage:
    """What a person reads fits a page of 80 columns: what became of every order, who is paid, and what was written."""

    def test_tells_outcomes_payees_roles_and_files(self, sample: Path, run: Run) -> None:
        ran = run(*SAMPLE)
        assert (ran.status, ran.err) == (0, "")
        told = {row["payee"] for row in rows("out/ledger.csv")}
        lines = len(rows("out/ledger.csv"))
        assert ran.out.startswith(f"2016-11 is settled: {lines:,} lines posted\n")
        for heading in ("What became of each order and parcel", "Who is paid most", "What each role is paid"):
            assert f"\n{heading}\n" in ran.out
        assert f"{len(told) - 5} others" in ran.out
        assert ran.out.endswith(
            f"out/ledger.csv: the ledger, {lines:,} lines in all\n"
            f"out/statements.csv: {len(told)} statements\nout/statements.json: {len(told)} statements\n"
        )
        assert max(map(len, ran.out.splitlines())) <= 80

    def test_says_so_when_nothing_was_left_to_post(self, village: Path, run: Run) -> None:
        first = run(*VILLAGE).out
        again = run(*VILLAGE).out
        assert first.startswith("2016-11 is settled: 3 lines posted\n")
        assert "others" not in first
        assert again.startswith("2016-11 is settled: nothing was left to post\n")
        assert "out/ledger.csv: the ledger, 3 lines in all, as it was\n" in again

    def test_adds_up(self, village: Path, run: Run) -> None:
        assert [line.split()[-1] for line in run(*VILLAGE).out.splitlines() if line.startswith("in all")] == [
            "¥1,199.00",
            "¥23.98",
        ]

    def test_has_words_for_every_outcome(self) -> None:
        assert list(summaries._WORDS) == list(Outcome)  # noqa: SLF001 - a word for each is what matters
        assert len(set(summaries._WORDS.values())) == len(Outcome)  # noqa: SLF001

    def test_counts_orders_once_however_many_lines_they_have(self, village: Path, run: Run) -> None:
        at = datetime.fromisoformat("2016-11-20T12:00:00+08:00")
        events: list[Event] = [
            one_order(),
            evolve(one_order(), id="o-2"),
            evolve(one_order(), id="o-3"),
            Parcel(id="p-1", station="sanhe", handed_out=at, known_at=at),
            Refund(id="r-1", order="o-1", gross=Money(1000), at=at, known_at=at),
            Cancellation(id="c-1", event="o-3", reason="cancelled", at=at, known_at=at),
        ]
        write_events(in_columns(events, CNY), Path("events"), CHINA)
        [line] = [line for line in run(*VILLAGE).out.splitlines() if line.startswith("li ")]
        assert line.split()[:4] == ["li", "partner", "2", "3"]


class TestColoursAndProgress:
    """No colour codes when not a terminal, nor where NO_COLOR asks for none; progress on a terminal only."""

    def test_a_page_that_is_no_terminal_is_plain(self, village: Path, run: Run) -> None:
        ran = run(*VILLAGE)
        assert "\x1b" not in ran.out + ran.err

    def test_a_terminal_has_both(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        ran = run(*VILLAGE)
        assert "\x1b[1m" in ran.out
        assert "writing the ledger" in ran.err

    def test_a_terminal_without_colours_has_no_codes(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b" not in run(*VILLAGE).out

    def test_a_machine_gets_one_object_even_on_a_terminal(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        ran = run(*VILLAGE, "--json")
        assert ran.object["events"] == 1
        assert ran.err == ""
