from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.cli import summaries
from rural_taobao.cli.folders import files_below
from rural_taobao.currencies import CNY
from rural_taobao.documents import read_ledger, write_events, write_ledger
from rural_taobao.documents.holding import lock_file
from rural_taobao.instants import CHINA
from rural_taobao.money import Money
from rural_taobao.samples import one_order
from rural_taobao.settlement import Cancellation, Event, Ledger, Outcome, Parcel, Refund, in_columns
from tests.cli.running import SAMPLE, VILLAGE, Contents, Ran, Run, replaced_in, rows


def below(page: str, title: str) -> list[str]:
    """Give the lines of the table below a title."""
    return page.partition(f"\n{title}\n\n")[2].partition("\n\n")[0].splitlines()


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

    def test_leaves_statements_that_call_payees_by_their_names(self, ran: Ran) -> None:
        names = {row["payee"]: row["name"] for row in rows("network/payees.csv")}
        assert ran.status == 0
        assert all(row["name"] == names[row["payee"]] != "" for row in rows("out/statements.csv"))


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

    def test_reads_of_a_folder_only_what_is_named_as_a_document(self, village: Path, run: Run) -> None:
        Path("plans").mkdir()
        Path("plan.toml").rename("plans/plan.toml")
        for folder in ("events", "plans"):
            Path(folder, "notes.txt").write_text("These are for November.")
        assert run("settle", "network", "events", "--plan", "plans", "--month", "2016-11").status == 0
        assert len(rows("out/ledger.csv")) == 3

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


class TestKnownBefore:
    """A settlement that states what it knew by when leaves out all that became known later."""

    def test_what_became_known_in_december_is_left_to_december(self, sample: Path, run: Run) -> None:
        november = run(*SAMPLE, "--known-before", "2016-12-01T00:00:00+08:00", "--json").object
        late = [row for row in rows("events/orders.csv", "events/parcels.csv") if row["known_at"] >= "2016-12"]
        assert november["outcomes"]["not_known_yet"]["events"] == len(late) > 0
        assert {row["cause"] for row in rows("out/ledger.csv")}.isdisjoint(
            row["refund"] for row in rows("events/refunds.csv") if row["known_at"] >= "2016-12"
        )
        assert november["events"] == len(rows("events/orders.csv", "events/parcels.csv"))

    def test_both_ways_come_to_the_same_in_the_end(self, sample: Path, run: Run) -> None:
        run(*SAMPLE, "--known-before", "2016-12-01T00:00:00+08:00", "--out", "monthly")
        run(*SAMPLE[:-1], "2016-12", "--out", "monthly")
        run(*SAMPLE, "--out", "backlog")
        run(*SAMPLE[:-1], "2016-12", "--out", "backlog")
        sums = [sum(int(row["amount_minor"]) for row in rows(f"{out}/ledger.csv")) for out in ("monthly", "backlog")]
        assert sums[0] == sums[1] != 0

    def test_what_is_no_instant_is_wrong_usage(self, sample: Path, run: Run) -> None:
        ran = run(*SAMPLE, "--known-before", "2016-12-01")
        assert ran.status == 2
        assert "must be an instant with its offset" in " ".join(ran.err.split())


class TestArrears:
    """What an earlier month was posted otherwise than it is earned now is told, with what to do."""

    def test_where_a_rate_was_changed_after_the_month(self, village: Path, run: Run) -> None:
        run(*VILLAGE)
        replaced_in("plan.toml", '"2 %"', '"3 %"')
        page = " ".join(run(*VILLAGE[:-1], "2016-12").out.split())
        assert (
            "1 event in arrears, such as o-1: what is posted of an earlier month is not what would be earned now"
            in page
        )
        assert "restate those months with --restate and --reason" in page

    def test_nothing_is_said_where_there_is_nothing_to_do(self, village: Path, run: Run) -> None:
        run(*VILLAGE)
        assert "of earlier months" not in run(*VILLAGE[:-1], "2016-12").out


class TestRestating:
    """Closed earned periods are re-rated only by an explicit restatement with a reason."""

    @pytest.fixture
    def raised(self, village: Path, run: Run) -> Path:
        run(*VILLAGE)
        replaced_in("plan.toml", '"2 %"', '"3 %"')
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

    def test_counts_what_the_ledger_holds_of_the_month(self, sample: Path, run: Run) -> None:
        run(*SAMPLE)
        page = run(*SAMPLE[:-1], "2016-12").out
        orders = {row["order"] for row in rows("events/orders.csv")}
        december = [row for row in rows("out/ledger.csv") if row["posted"] == "2016-12"]
        paid = {
            payee: [row for row in december if row["payee"] == payee] for payee in {row["payee"] for row in december}
        }
        best = sorted(paid, key=lambda payee: -sum(int(row["amount_minor"]) for row in paid[payee]))[:5]
        shown = [line.split() for line in below(page, "Who is paid most")[2:7]]
        assert [(line[0], *line[-3:-1]) for line in shown] == [
            (payee, str(len({row["event"] for row in paid[payee]} & orders)), str(len(paid[payee]))) for payee in best
        ]
        for line in below(page, "What each role is paid")[2:]:
            of_role = [row for row in december if line.startswith(row["party"].replace("_", " "))]
            amount = Decimal(sum(int(row["amount_minor"]) for row in of_role)) / 100
            payees = len({row["payee"] for row in of_role})
            assert line.split()[-3:] == [str(payees), str(len(of_role)), f"¥{amount:,.2f}"]

    def test_says_so_when_nothing_was_left_to_post(self, village: Path, run: Run) -> None:
        first = run(*VILLAGE).out
        again = run(*VILLAGE).out
        assert first.startswith("2016-11 is settled: 3 lines posted\n")
        assert "others" not in first
        assert again.startswith("2016-11 is settled: nothing was left to post\n")
        assert "out/ledger.csv: the ledger, 3 lines in all, as it was\n" in again

    def test_has_one_other(self, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        ran = run(*SAMPLE)
        monkeypatch.setattr(summaries, "_TOP", len({row["payee"] for row in rows("out/ledger.csv")}) - 1)
        assert "others" in ran.out
        assert "\n1 other " in run(*SAMPLE).out

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

    def test_counts_no_order_that_is_only_expected(self, village: Path, run: Run) -> None:
        write_events(in_columns([one_order(), evolve(one_order(), id="o-2")], CNY), Path("events"), CHINA)
        assert run(*VILLAGE).status == 0
        lines = list(read_ledger(Path("out/ledger.csv")))
        expected = [evolve(line, state="expected") if line.event == "o-2" else line for line in lines]
        write_ledger(Ledger.of(expected), Path("out/ledger.csv"))
        write_events(in_columns([one_order()], CNY), Path("events"), CHINA)
        [line] = [line for line in run(*VILLAGE).out.splitlines() if line.startswith("li ")]
        assert line.split()[:4] == ["li", "partner", "1", "1"]


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
