import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

import pytest
from attrs import evolve

from rural_taobao.cli import jobs
from rural_taobao.commission import (
    Band,
    Banded,
    Boundary,
    ByKey,
    CommissionPlan,
    DuringFestival,
    Flat,
    Graduated,
    Moment,
    Overflow,
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
from rural_taobao.documents.messages import worded
from rural_taobao.exact import NotANumber, Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.samples import one_order, one_plan
from rural_taobao.settlement import Ledger, Line, in_columns
from rural_taobao.settlement.lines import Entry
from rural_taobao.timeline import Source, Timeline
from tests.cli.running import VILLAGE, Contents, Ran, Run, replaced_in, rows


def amended(plan: CommissionPlan, **changes: Any) -> CommissionPlan:
    """Give a plan whose one rule is another."""
    [entry] = plan.versions.entries
    rules = [evolve(rule, **changes) for rule in entry.value.rules]
    return evolve(plan, versions=Timeline([evolve(entry, value=evolve(entry.value, rules=rules))]))


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
        assert len(faults) == 1
        assert "but nothing is at this path" in faults[0]["message"]

    def test_name_a_folder_that_is_no_network(self, village: Path, run: Run) -> None:
        [fault] = run("settle", "events", "events", *VILLAGE[3:], "--json").faults
        assert (fault["file"], fault["row"]) == ("events", 0)
        assert "a network must be a folder that holds centres.csv, " in fault["message"]

    @pytest.mark.parametrize(
        ("arguments", "file", "these"),
        [
            (("events/orders.csv",), "events/orders.csv", "this one is"),
            (("events/../events",), "events/../events/orders.csv", "this one is"),
            (("link.csv",), "link.csv", "this one is"),
            (("--plan", "plan.toml"), "plan.toml", "this one is"),
            (("events", "events/orders.csv"), "events/orders.csv", "this one and 1 more are"),
        ],
    )
    def test_name_a_file_that_is_given_twice(
        self, village: Path, run: Run, arguments: tuple[str, ...], file: str, these: str
    ) -> None:
        Path("link.csv").symlink_to("events/orders.csv")
        [fault] = run(*VILLAGE, *arguments, "--json").faults
        assert fault["file"] == file
        assert fault["message"] == f"a file must be given once, but {these} given twice; leave one out"

    def test_name_a_ledger_that_is_none(self, village: Path, run: Run) -> None:
        Path("books.csv").write_text(Path("events/orders.csv").read_text("utf-8"), encoding="utf-8")
        [fault] = run(*VILLAGE, "--ledger", "books.csv", "--json").faults
        assert (fault["file"], fault["row"]) == ("books.csv", 1)
        assert "a ledger must have the columns key, event, " in fault["message"]
        assert run("explain", "books.csv", "--line", "o-1", "--json").faults == [fault]

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

    @pytest.mark.parametrize(
        "name", ["network/calendar.toml", "network/postings.csv", "plan.toml", "events/x.csv", "out/ledger.csv"]
    )
    def test_name_a_pipe_and_do_not_wait_for_it(self, village: Path, run: Run, name: str) -> None:
        Path("out").mkdir()
        Path(name).unlink(missing_ok=True)
        os.mkfifo(name)
        [fault] = run(*VILLAGE, "--json").faults
        assert fault["file"] == name
        assert fault["message"].startswith("a document must be a plain file, ")

    def test_are_all_told_of_one_file(self, village: Path, run: Run) -> None:
        replaced_in("plan.toml", "2 %", "two")
        replaced_in("plan.toml", "half_up", "as you like")
        faults = run(*VILLAGE, "--json").faults
        assert [(fault["file"], fault["place"]) for fault in faults] == [
            ("plan.toml", "versions[0].rules[0].rate.rate"),
            ("plan.toml", "versions[0].rules[0].rounding"),
        ]

    def test_of_a_ledger_are_none_where_there_cannot_be_one_yet(self, village: Path, run: Run) -> None:
        replaced_in("plan.toml", "2 %", "two")
        Path("note").touch()
        for ledger in ("note/ledger.csv", "books/ledger.csv"):
            [fault] = run(*VILLAGE, "--ledger", ledger, "--json").faults
            assert fault["file"] == "plan.toml"

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
        assert (file, place) == ("network/models.toml", "versions[0].plan")
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
        assert (file, place) == ("plan.toml", "versions[0].rules[0].when.festival.id")

    def test_what_is_between_files_is_told_beside_what_is_in_them(self, village: Path, run: Run) -> None:
        write_plan(amended(one_plan(), when=DuringFestival("double-13", Moment.PLACED)), Path("plan.toml"))
        replaced_in("plan.toml", "half_up", "as you like")
        replaced_in("plan.toml", "CNY", "KES")
        replaced_in("events/orders.csv", "1199.00", "many")
        replaced_in("network/stations.csv", "feixi", "nowhere")
        faults = run(*VILLAGE, "--json").faults
        assert sorted((fault["file"], fault["place"]) for fault in faults) == [
            ("events/orders.csv", "amount"),
            ("network/stations.csv", "centre"),
            ("plan.toml", "currency"),
            ("plan.toml", "versions[0].rules[0].rounding"),
            ("plan.toml", "versions[0].rules[0].when.festival.id"),
        ]
        checked = run("check", "network", "events", "plan.toml", "--json").faults
        assert sorted((fault["file"], fault["place"]) for fault in checked) == sorted(
            (fault["file"], fault["place"]) for fault in faults
        )

    def test_a_plan_that_cannot_be_read_is_not_missed_besides(self, village: Path, run: Run) -> None:
        Path("plan.toml").write_text("format =", encoding="utf-8")
        [fault] = run(*VILLAGE, "--json").faults
        assert "its parser says" in fault["message"]

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

    def test_so_is_one_between_two_bands(self, village: Path, run: Run) -> None:
        rows = [Band(Money(0), Money(100_00), Flat(Money(1))), Band(Money(5000_00), None, Flat(Money(2)))]
        printed = Banded(step=Money(5000_00), bands=rows)
        write_plan(amended(one_plan(), rate=printed, on_refund="rerate"), Path("plan.toml"))
        assert self.only(run(*VILLAGE, "--json"))[0] == "plan.toml"

    def test_so_is_a_name_that_its_table_calls_an_error(self, village: Path, run: Run) -> None:
        table = ByKey(key="category", table={"seeds": Flat(Money(1))}, otherwise="error")
        write_plan(evolve(one_plan(), id="another"), Path("another.toml"))
        write_plan(amended(one_plan(), rate=table), Path("plan.toml"))
        ran = run("settle", "network", "events", "--plan", "another.toml", "plan.toml", "--month", "2016-11", "--json")
        assert self.only(ran)[0] == "plan.toml"

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


class TestARefusedRun:
    """A run that is refused leaves neither a new folder nor a lock, and takes no folder away that others use."""

    @pytest.mark.parametrize("places", [(), ("--out", "new/er"), ("--ledger", "new/books/2016.csv", "--out", "new/er")])
    def test_leaves_nothing_behind(self, village: Path, run: Run, contents: Contents, places: tuple[str, ...]) -> None:
        before = contents(village)
        assert run(*VILLAGE, *places, "--expect-events", 2, "--expect-gross", "1199.00").status == 1
        assert contents(village) == before

    def test_leaves_a_folder_that_was_there(self, village: Path, run: Run, contents: Contents) -> None:
        Path("out").mkdir()
        before = contents(village)
        assert run(*VILLAGE, "--expect-events", 2, "--expect-gross", "1199.00").status == 1
        assert contents(village) == before

    def test_leaves_a_folder_that_another_has_put_a_file_into(
        self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def meanwhile(*_: object, **__: object) -> NoReturn:
            Path("out/theirs.csv").touch()
            raise NotANumber(1.5)

        monkeypatch.setattr(jobs, "settle", meanwhile)
        assert run(*VILLAGE, "--out", "out").status == 1
        assert [each.name for each in Path("out").iterdir()] == ["theirs.csv"]

    def test_leaves_no_part_of_a_path_that_could_not_be_made(self, village: Path, run: Run, contents: Contents) -> None:
        before = contents(village)
        assert run(*VILLAGE, "--out", f"new/{'r' * 300}").status == 1
        assert contents(village) == before


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
        assert ran.err == f"{worded(NotANumber(1.5))}\n"
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
