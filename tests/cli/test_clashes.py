import os
from pathlib import Path

import pytest

from tests.cli.running import SAMPLE, VILLAGE, Contents, Run


class TestAnOutputThatIsAnInput:
    """Nothing that is written ever takes the place of what was read: that is wrong usage, before anything is done."""

    def refused(self, run: Run, *arguments: object) -> str:
        ran = run(*arguments, "--json")
        assert (ran.status, ran.err) == (2, "")
        [fault] = ran.object["faults"]
        message: str = fault["message"]
        assert "; name another " in message
        return message

    @pytest.mark.parametrize("name", ["statements.csv", "statements.json"])
    def test_is_no_ledger_where_statements_go(self, village: Path, run: Run, contents: Contents, name: str) -> None:
        before = contents(village)
        assert f"statements go to books/{name}" in self.refused(
            run, *VILLAGE, "--out", "books", "--ledger", f"books/{name}"
        )
        assert contents(village) == before

    def test_is_no_ledger_that_leads_to_statements(self, village: Path, run: Run, contents: Contents) -> None:
        run(*VILLAGE)
        Path("ledger.csv").symlink_to("out/statements.csv")
        Path("elsewhere").symlink_to("out")
        before = contents(village)
        assert "out/statements.csv" in self.refused(run, *VILLAGE, "--ledger", "ledger.csv")
        assert "out/statements.csv" in self.refused(run, *VILLAGE, "--ledger", "elsewhere/statements.csv")
        assert contents(village) == before

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("network/stations.csv", "a file of the network"),
            ("network/calendar.toml", "a file of the network"),
            ("network/../network/models.toml", "a file of the network"),
            ("events/orders.csv", "one of the events"),
            ("events/ledger.csv", "one of the events"),
            ("events/later/ledger.csv", "one of the events"),
            ("plan.toml", "one of the plans"),
            ("linked.csv", "one of the events"),
        ],
    )
    def test_is_no_ledger(self, village: Path, run: Run, contents: Contents, name: str, what: str) -> None:
        Path("linked.csv").symlink_to("events/orders.csv")
        before = contents(village)
        message = self.refused(run, *VILLAGE, "--ledger", name)
        assert f"{Path(name)} is, or would be, {what}" in message
        assert contents(village) == before

    def test_is_no_ledger_where_it_is_named_as_a_file(self, village: Path, run: Run) -> None:
        arguments = ("settle", "network", "events/orders.csv", *VILLAGE[3:], "--ledger")
        assert "one of the events" in self.refused(run, *arguments, "events/orders.csv")
        assert run(*arguments, "events/ledger.csv").status == 0

    @pytest.mark.parametrize("out", ["network", "events", "plans", "events/", "link"])
    def test_is_no_folder_for_statements(self, sample: Path, run: Run, contents: Contents, out: str) -> None:
        Path("link").symlink_to("plans")
        before = contents(sample)
        assert "a folder without input" in self.refused(run, *SAMPLE, "--out", out)
        assert contents(sample) == before

    def test_would_be_taken_for_events_by_the_next_run(self, sample: Path, run: Run, contents: Contents) -> None:
        before = contents(sample)
        assert "one of the events" in self.refused(run, *SAMPLE, "--out", "events/out")
        assert "one of the events" in self.refused(
            run, *SAMPLE, "--out", "events/out", "--ledger", "elsewhere/ledger.csv"
        )
        assert contents(sample) == before

    def test_may_lie_where_nothing_of_it_is_read(self, sample: Path, run: Run) -> None:
        assert run(*SAMPLE, "--out", "plans/out").status == 0
        assert run(*SAMPLE, "--out", ".", "--ledger", "network/ledger.csv").status == 0
        assert run(*SAMPLE, "--out", "plans/out", "--json").object["lines_posted"] == 0
        assert "one of the plans" in self.refused(run, *SAMPLE, "--ledger", "plans/ledger.toml")

    def test_is_told_before_anything_is_read(self, village: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object) -> None:
            raise AssertionError

        monkeypatch.setattr(os, "open", refuse)
        self.refused(run, *VILLAGE, "--ledger", "plan.toml")
