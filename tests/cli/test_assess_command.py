from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.assessment import InSum, Note, assessed
from rural_taobao.currencies import CNY
from rural_taobao.documents import read_events, read_network, write_notes, write_standard
from rural_taobao.periods import Month, Period
from rural_taobao.samples import example_standard
from tests.cli.running import Run, replaced_in

ASSESS = ("network", "assess", "network", "events", "--standard", "standard.toml", "--month", "2016-11")


@pytest.fixture
def standard(village: Path) -> Path:
    """Work in the folder of the village, with the example standard in it."""
    write_standard(example_standard(), Path("standard.toml"))
    return village


class TestThePage:
    """Every partner in charge stands on the page once, with what is proposed and why."""

    def test_shows_what_is_proposed(self, standard: Path, run: Run) -> None:
        ran = run(*ASSESS)
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "2016-11 by standard example, the version of 2015-01",
            "",
            "partner  proposed   why",
            "────────────────────────────────────────────────────────────────────────────────",
            "li       probation  presence: days with an order or a parcel: 1 in 2016-11;",
            "                    missed: at least 4 in each month",
            "",
            "1 partner in charge: fine 0, warning 0, probation 1, removal 0, not judged 0; nothing was done",
            "No event at all was given of 2016-09, 2016-10: see whether the files of those months are there",
        ]

    def test_shows_it_in_chinese(self, standard: Path, run: Run) -> None:
        ran = run(*ASSESS, "--language", "zh")
        assert "合伙人" in ran.out
        assert "转为试用" in ran.out
        assert "未达到：每月至少 4" in ran.out

    def test_shows_everybody_once_the_gravest_first(self, sample: Path, run: Run) -> None:
        write_standard(example_standard(), Path("standard.toml"))
        events = read_events(sorted(Path("events").glob("*.csv")), CNY)
        found = assessed(read_network(Path("network")), example_standard(), events, Month(2016, 11))
        ran = run(*ASSESS)
        assert ran.status == 0
        rows = [line.split()[:2] for line in ran.out.splitlines() if line[:4].isdigit() and "2016-11 by" not in line]
        assert sorted(partner for partner, _ in rows) == [each.partner for each in found.judgements]
        assert [said for _, said in rows] == ["warning"] * len(found.proposed) + ["not"] * len(found.not_judged)

    def test_shows_for_whom_nothing_is_proposed(self, standard: Path, run: Run) -> None:
        [version] = example_standard().versions
        turnover = evolve(version, thresholds=version.thresholds[1:2], ladder=[])
        write_standard(evolve(example_standard(), versions=[turnover]), Path("standard.toml"))
        ran = run(*ASSESS)
        assert "li       nothing" in ran.out
        assert "fine 1, warning 0" in ran.out
        assert "2016-09, 2016-10" in ran.out
        once = [evolve(turnover.thresholds[0], over=InSum(months=1))]
        write_standard(evolve(example_standard(), versions=[evolve(turnover, thresholds=once)]), Path("standard.toml"))
        assert "No event at all" not in run(*ASSESS).out

    def test_is_not_broken_by_a_month_without_partners(self, standard: Path, run: Run) -> None:
        ran = run(*ASSESS[:-1], "2015-05")
        assert ran.status == 0
        assert "0 partners in charge: fine 0" in ran.out

    def test_leaves_out_what_became_known_later(self, standard: Path, run: Run) -> None:
        before = run(*ASSESS, "--known-before", "2016-11-11T00:03:12+08:00", "--json").object
        assert before["silent"] == ["2016-09", "2016-10", "2016-11"]
        assert before["judgements"][0]["findings"][0]["figures"]["2016-11"] == 0


class TestTheObject:
    """A machine is told the same, in one object."""

    def test_tells_every_partner_once_and_counts_that_add_up(self, sample: Path, run: Run) -> None:
        write_standard(example_standard(), Path("standard.toml"))
        found = run(*ASSESS, "--json").object
        assert sum(found["counts"].values()) == found["in_charge"] == len(found["judgements"])
        assert len({each["partner"] for each in found["judgements"]}) == found["in_charge"]
        assert {each["judged"] for each in found["judgements"]} >= {"proposed", "not_judged"}

    def test_tells_figures_and_reasons(self, standard: Path, run: Run) -> None:
        found = run(*ASSESS, "--json").object
        assert (found["month"], found["standard"], found["since"], found["currency"]) == (
            "2016-11",
            "example",
            "2015-01",
            "CNY",
        )
        [li] = found["judgements"]
        assert li["said"].splitlines()[0] == "li: probation is proposed"
        assert li["proposal"] == {
            "consequence": "probation",
            "towards": "probation",
            "holds": False,
            "step": "put_on_probation",
            "missed": ["presence"],
            "reason": "presence: days with an order or a parcel: 1 in 2016-11; missed: at least 4 in each month",
        }
        assert li["findings"][1] == {
            "threshold": "turnover",
            "reached": True,
            "figures": {"2016-09": 0, "2016-10": 0, "2016-11": 119_900},
            "in_all": 119_900,
        }
        assert li["passed_over"] == []

    def test_tells_why_nobody_is_judged(self, standard: Path, run: Run) -> None:
        found = run(*ASSESS[:-1], "2015-06", "--json").object
        [li] = found["judgements"]
        assert li["judged"] == "proposed"
        assert [each["threshold"] for each in li["findings"]] == ["presence"]
        assert li["passed_over"][0] == {
            "threshold": "orders",
            "why": "began",
            "day": "2015-06-01",
            "said": "in charge only since 2015-06-01",
        }

    def test_takes_notes_into_account(self, standard: Path, run: Run) -> None:
        write_notes([Note("li", "suspended", Period(date(2016, 11, 3), date(2016, 11, 5)))], Path("notes.csv"))
        [li] = run(*ASSESS, "--notes", "notes.csv", "--json").object["judgements"]
        assert (li["judged"], li["findings"], li["proposal"]) == ("not_judged", [], None)
        assert li["passed_over"][0] == {
            "threshold": "orders",
            "why": "suspended",
            "from": "2016-11-03",
            "to": "2016-11-05",
            "said": "suspended on the days 2016-11-03 to before 2016-11-05",
        }
        write_notes([Note("li", "on_probation", Period(date(2016, 11, 3)))], Path("notes.csv"))
        [again] = run(*ASSESS, "--notes", "notes.csv", "--json").object["judgements"]
        assert (again["proposal"]["holds"], again["proposal"]["step"]) == (True, None)


class TestFaults:
    """What is wrong with the files is told at once, and nobody is judged."""

    def test_of_several_files_are_told_together(self, standard: Path, run: Run) -> None:
        replaced_in("standard.toml", "at_least = 5", "at_least = 0")
        replaced_in("network/postings.csv", "sanhe", "xihe")
        Path("notes.csv").write_text("partner,standing,from\nli,flogged,2016-11-03\n", encoding="utf-8")
        faults = run(*ASSESS, "--notes", "notes.csv", "--json").faults
        assert {Path(fault["file"]).name for fault in faults} == {"standard.toml", "postings.csv", "notes.csv"}

    def test_a_standard_in_another_currency_is_told_at_its_key(self, standard: Path, run: Run) -> None:
        text = Path("standard.toml").read_text("utf-8")
        Path("standard.toml").write_text(text.replace('"CNY"', '"UGX"').replace(".00", ""), encoding="utf-8")
        ran = run(*ASSESS)
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith(
            "standard.toml, currency: amounts must be in one currency, but CNY and UGX were given"
        )

    def test_a_note_on_nobody_is_told_at_its_row_beside_what_is_wrong_with_it(self, standard: Path, run: Run) -> None:
        rows = "nobody,warned,2016-11-03,2016-11-03\nli,warned,2016-11-03,\nwang,warned,2016-11-04,\n"
        Path("notes.csv").write_text(f"partner,standing,from,to\n{rows}", encoding="utf-8")
        ran = run(*ASSESS, "--notes", "notes.csv")
        assert (ran.status, ran.out) == (1, "")
        assert [line.split(": ")[0] for line in ran.err.splitlines()] == [
            "notes.csv, row 2, partner",
            "notes.csv, row 2, to",
            "notes.csv, row 4, partner",
        ]
        assert "a partner that is named must be there, but wang is not; add it or name another" in ran.err

    def test_of_events_are_told(self, standard: Path, run: Run) -> None:
        replaced_in("events/orders.csv", "1199.00", "-1199.00")
        [fault] = run(*ASSESS, "--json").faults
        assert Path(fault["file"]).name == "orders.csv"

    def test_a_month_before_the_standard_is_refused(self, standard: Path, run: Run) -> None:
        ran = run(*ASSESS[:-1], "2014-12")
        assert ran.status == 1
        assert "a month must not lie before the first version of standard example" in ran.err

    def test_the_group_says_what_it_is_for(self, run: Run) -> None:
        ran = run("network", "--help")
        assert ran.status == 0
        assert "Ask a network, by its folder, about its stations, partners and villages." in ran.out
        assert "assess" in ran.out
