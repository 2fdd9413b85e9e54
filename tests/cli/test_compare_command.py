from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.cli import comparisons
from rural_taobao.currencies import CNY
from rural_taobao.documents import write_events, write_network
from rural_taobao.instants import CHINA
from rural_taobao.samples import one_order, one_village
from rural_taobao.settlement import DifferenceClass, Refund, in_columns
from tests.cli.running import SAMPLE, VILLAGE, Contents, Run, replaced_in

TRIED = ("compare", *VILLAGE[1:], "--with", "tried.toml")
"""Compares the November of the village with what it would be under another plan."""
OTHERS = ("compare", *SAMPLE[1:])


def tried(old: str = '"2 %"', new: str = '"3 %"') -> None:
    """Write a plan to try."""
    Path("tried.toml").write_text(Path("plan.toml").read_text(encoding="utf-8"), encoding="utf-8")
    replaced_in("tried.toml", old, new)


def sums(rows: Iterable[dict[str, Any]], name: str) -> int:
    return sum(row[name] for row in rows)


class TestAPlanToTry:
    """A month is settled as it is and as it would be; what differs is told, and nothing is written."""

    @pytest.fixture
    def raised(self, village: Path) -> Path:
        tried()
        return village

    def test_is_told_on_a_page(self, raised: Path, run: Run, contents: Contents) -> None:
        before = contents(raised)
        ran = run(*TRIED)
        assert (ran.status, ran.err) == (0, "")
        assert "for o-1: 2 % of ¥1,199.00 became 3 % of it: ¥16.79 → ¥25.18 (+¥8.39)\n" in ran.out
        assert ran.out.startswith("2016-11: ¥23.98 → ¥35.97 (+¥11.99)\n")
        assert contents(raised) == before

    def test_is_one_object_for_a_machine(self, raised: Path, run: Run, contents: Contents) -> None:
        before = contents(raised)
        ran = run(*TRIED, "--json")
        found = ran.object
        assert (ran.status, ran.err) == (0, "")
        assert (found["month"], found["currency"]) == ("2016-11", "CNY")
        assert found["total"] == {
            "before_minor": 23_98,
            "after_minor": 35_97,
            "amount_minor": 11_99,
            "differences": 3,
        }
        assert [each["class"] for each in found["classes"]] == ["rate"]
        assert sums(found["differences"], "amount_minor") == sums(found["rules"], "amount_minor") == 11_99
        assert contents(raised) == before

    def test_that_differs_in_nothing_is_said_so(self, village: Path, run: Run) -> None:
        tried('"2 %"', '"2.0 %"')
        ran = run(*TRIED)
        assert (ran.status, ran.out) == (0, "2016-11: nothing differs, ¥23.98 either way\n")
        assert run(*TRIED, "--json").object["differences"] == []

    @pytest.mark.parametrize(("top", "explained"), [("0", 0), ("1", 1), ("20", 3)])
    def test_is_explained_as_far_as_is_asked(self, raised: Path, run: Run, top: str, explained: int) -> None:
        page = run(*TRIED, "--top", top).out
        assert page.count("became 3 % of it") == explained
        assert ("The largest of 3 differences" in page) is (explained > 0)

    def test_goes_on_from_a_ledger_that_is_only_read(self, raised: Path, run: Run, contents: Contents) -> None:
        assert run(*VILLAGE).status == 0
        write_events(in_columns([one_order(), evolve(one_order(), id="o-2")], CNY), Path("events"), CHINA)
        before = contents(raised)
        for ledger in ("out", "out/ledger.csv"):
            found = run(*TRIED, "--ledger", ledger, "--json").object
            assert found["total"]["amount_minor"] == 2 * 11_99
        assert contents(raised) == before

    def test_leaves_out_what_became_known_too_late(self, raised: Path, run: Run) -> None:
        at = datetime.fromisoformat("2016-12-02T09:00:00+08:00")
        refund = Refund(id="r-1", order="o-1", gross=one_order().gross, at=at, known_at=at)
        write_events(in_columns([one_order(), refund], CNY), Path("events"), CHINA)
        assert run(*TRIED, "--json").object["total"]["amount_minor"] == 0
        known = ("--known-before", "2016-12-01T00:00:00+08:00", "--json")
        assert run(*TRIED, *known).object["total"]["amount_minor"] == 11_99

    def test_may_be_of_several_files(self, sample: Path, run: Run) -> None:
        Path("tried").mkdir()
        for path in Path("plans").iterdir():
            text = path.read_text(encoding="utf-8").replace('"1.5 %"', '"1.6 %"').replace('"0.50"', '"0.60"')
            Path("tried", path.name).write_text(text, encoding="utf-8")
        files = sorted(Path("tried").iterdir())
        folder = run(*OTHERS, "--with", "tried", "--json").object
        assert folder["total"]["differences"] > 0
        assert run(*OTHERS, "--with", *files, "--json").object == folder


class TestAnotherModelVersion:
    """Every posting under one model version is settled as if it were under another."""

    def test_pays_by_the_plan_of_that_version(self, sample: Path, run: Run) -> None:
        found = run(*OTHERS, "--as-if", "1.0=2.0", "--json").object
        after = [each["after"] for each in found["differences"] if each["after"] is not None]
        assert {each["model_version"] for each in after} <= {"2.0"}
        assert {each["plan"] for each in after} == {"example-partner"}
        assert {each["before"]["model_version"] for each in found["differences"] if each["before"]} == {"1.0"}

    def test_comes_to_what_settling_says(self, sample: Path, run: Run) -> None:
        as_it_is = run(*SAMPLE, "--json").object["accrued_minor"]
        found = run(*OTHERS, "--as-if", "1.0=2.0", "--as-if", "2.0=1.0", "--json").object
        assert found["total"]["before_minor"] == as_it_is
        swapped = {"1.0": "2.0", "2.0": "1.0"}
        assert found["total"]["after_minor"] - as_it_is == sums(found["differences"], "amount_minor")
        assert all(
            each["after"]["model_version"] == swapped[each["before"]["model_version"]]
            for each in found["differences"]
            if each["before"] and each["after"]
        )

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            (("1.0",), "must be given as 1.0=2.0, but '1.0' was"),
            (("=2.0",), "must be given as 1.0=2.0, but '=2.0' was"),
            (("1.0=",), "must be given as 1.0=2.0, but '1.0=' was"),
            (("1.0=2.0", "1.0=3.0"), "one version must take the place of 1.0, but two are given"),
            (("1.0=9.0",), "a model version that is named must be there, but 9.0 is not"),
        ],
    )
    def test_is_wrong_usage_where_it_is_none(self, sample: Path, run: Run, given: tuple[str, ...], said: str) -> None:
        ran = run(*OTHERS, *(part for each in given for part in ("--as-if", each)), "--json")
        assert (ran.status, ran.err) == (2, "")
        [fault] = ran.object["faults"]
        assert said in fault["message"]

    def test_is_asked_for_or_a_plan_is(self, village: Path, run: Run) -> None:
        ran = run("compare", *VILLAGE[1:])
        assert (ran.status, ran.out) == (2, "")
        assert "state what is to be otherwise: plans, by --with, or model versions, by --as-if" in ran.err


class TestFaults:
    """Whatever is wrong is told at once, each with its file and place, and the exit status is 1."""

    def test_of_both_plans_the_events_and_the_ledger(self, village: Path, run: Run) -> None:
        tried('"2 %"', '"2 %%"')
        replaced_in("plan.toml", '"2 %"', '"2 %%"')
        replaced_in("events/orders.csv", "1199.00", "1e400")
        Path("books.csv").write_text("key\n", encoding="utf-8")
        ran = run(*TRIED, "--ledger", "books.csv", "--json")
        assert {fault["file"] for fault in ran.faults} == {
            "plan.toml",
            "tried.toml",
            "events/orders.csv",
            "books.csv",
        }

    def test_of_a_ledger_that_is_not_there(self, village: Path, run: Run) -> None:
        tried()
        [fault] = run(*TRIED, "--ledger", "missing.csv", "--json").faults
        assert fault["file"] == "missing.csv"

    def test_of_the_plan_to_try_alone(self, village: Path, run: Run) -> None:
        tried('"2 %"', '"2 %%"')
        ran = run(*TRIED)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("tried.toml, versions[0].rules[0].rate.rate: ")

    def test_of_a_plan_that_would_pay_nothing(self, village: Path, run: Run) -> None:
        tried('plan = "example"', 'plan = "proposal"')
        [fault] = run(*TRIED, "--json").faults
        assert (fault["file"], fault["place"]) == ("tried.toml", "plan")
        assert (
            "but proposal is named by none; give it the id of the plan whose place it is to take: example"
            in (fault["message"])
        )

    def test_of_two_plans_with_one_id(self, village: Path, run: Run) -> None:
        tried()
        Path("again.toml").write_text(Path("tried.toml").read_text(encoding="utf-8"), encoding="utf-8")
        [fault] = run(*TRIED, "--with", "again.toml", "--json").faults
        assert fault["file"] == "again.toml"
        assert "a plan must be given once" in fault["message"]

    def test_of_a_festival_that_is_not_there(self, village: Path, run: Run) -> None:
        tried("when = {}", 'when = { festival = { id = "singles-day", clock = "placed" } }')
        [fault] = run(*TRIED, "--json").faults
        assert fault["file"] == "tried.toml"
        assert "singles-day" in fault["message"]

    def test_of_a_festival_beside_other_faults_of_the_plan_to_try_and_of_the_network(
        self, village: Path, run: Run
    ) -> None:
        tried("when = {}", 'when = { festival = { id = "singles-day", clock = "placed" } }')
        replaced_in("tried.toml", "half_up", "as you like")
        replaced_in("network/stations.csv", "feixi", "nowhere")
        assert {(fault["file"], fault["place"]) for fault in run(*TRIED, "--json").faults} == {
            ("network/stations.csv", "centre"),
            ("tried.toml", "versions[0].rules[0].rounding"),
            ("tried.toml", "versions[0].rules[0].when.festival.id"),
        }

    def test_of_rules_that_cannot_be_settled_with(self, village: Path, run: Run) -> None:
        text = Path("plan.toml").read_text(encoding="utf-8")
        start = text.index("[[versions.rules]]")
        again = text[start:].replace('rule = "everything"', 'rule = "again"')
        Path("tried.toml").write_text(f"{text}\n{again}", encoding="utf-8")
        [fault] = run(*TRIED, "--json").faults
        assert fault["file"] == "tried.toml"
        assert "again" in fault["message"]

    def test_of_a_version_whose_plan_is_not_given(self, village: Path, run: Run) -> None:
        [second] = one_village().versions
        third = evolve(second, id="3.0", plan="services")
        write_network(evolve(one_village(), versions=[second, third]), Path("network"))
        [fault] = run("compare", *VILLAGE[1:], "--as-if", "2.0=3.0", "--json").faults
        assert fault["file"] == "network/models.toml"
        assert "services" in fault["message"]


class TestThePage:
    """The page fits 80 columns and 40, and adds up."""

    @pytest.mark.parametrize("width", [40, 80])
    def test_fits(self, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("COLUMNS", str(width))
        page = run(*OTHERS, "--as-if", "1.0=2.0").out
        assert all(len(line) <= width for line in page.splitlines())

    def test_adds_up(self, sample: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        found = run(*OTHERS, "--as-if", "1.0=2.0", "--json").object
        monkeypatch.setattr(comparisons, "_TOP", 3)
        page = run(*OTHERS, "--as-if", "1.0=2.0").out
        total = Decimal(found["total"]["amount_minor"]) / 100
        lasts = [line.split()[-1] for line in page.splitlines() if line.startswith("in all")]
        assert [Decimal(last.replace("¥", "").replace(",", "")) for last in lasts] == [total, total]
        table = page.partition("What changes most, by payee and rule\n\n")[2].partition("\n\n")[0].splitlines()
        shown = [Decimal(line.split()[-1].replace("¥", "").replace(",", "")) for line in table[2:6]]
        assert sum(shown) == total
        assert f"{len(found['rules']) - 3} others" in table[5]

    def test_names_no_others_where_there_are_none(self, village: Path, run: Run) -> None:
        tried()
        assert "other" not in run(*TRIED).out

    def test_has_words_for_every_class(self) -> None:
        assert list(comparisons._WORDS) == list(DifferenceClass)  # noqa: SLF001 - a word for each is what matters
