"""The command `network adopt`: who qualifies, what is to be done by when, and the network after it."""

from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.coverage import Countryside
from rural_taobao.documents import (
    read_network,
    write_adoptions,
    write_calendar,
    write_countryside,
    write_decisions,
    write_network,
)
from rural_taobao.documents.calendars import calendar_text
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import VersionId
from rural_taobao.network import Adoption, Adoptions, HelperPosting, Station
from rural_taobao.periods import Period
from rural_taobao.samples import sample_transition
from rural_taobao.transition import Course, Decisions, Postpone, Refuse, planned
from tests.cli.running import Contents, Run, replaced_in

ADOPT = "network", "adopt", "network", "adoptions.toml"
DECIDED = *ADOPT, "--decisions", "decisions.toml"
FIRST = date(2015, 7, 1)


@pytest.fixture
def counties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a folder with the sample of three counties: `network`, `adoptions.toml` and `decisions.toml`."""
    monkeypatch.chdir(tmp_path)
    sample = sample_transition()
    Path("network").mkdir()
    write_network(sample.network, Path("network"))
    write_adoptions(sample.adoptions, Path("adoptions.toml"))
    write_decisions(sample.decisions, Path("decisions.toml"))
    return tmp_path


class TestAsked:
    """What is printed is what the library plans; nothing is written."""

    def test_a_machine_gets_all_of_it(self, run: Run, counties: Path, contents: Contents) -> None:
        before = contents(counties)
        sample = sample_transition()
        plan = planned(sample.network, sample.adoptions, FIRST, sample.decisions)
        found = run(*DECIDED, "--json").object
        assert found["from"] == "2015-07-01"
        assert found["counts"] == {course.value: plan.counts.get(course, 0) for course in Course}
        assert (found["remedies"], found["in_the_way"], found["idle"], found["written"]) == ({}, 0, [], None)
        assert [each["said"] for each in found["moves"]] == [str(each) for each in plan.moves]
        assert found["moves"][1] == {
            "station": "taohua",
            "day": "2015-07-01",
            "by": "2015-07-01",
            "version": "2.0",
            "before": "1.0",
            "course": "replaced",
            "partner": "chen",
            "successor": "wang",
            "unmet": {"engagement": "replace", "exam": "examine"},
            "lacking": {},
            "in_the_way": False,
            "said": str(plan.moves[1]),
        }
        assert contents(counties) == before

    def test_without_decisions_whoever_does_not_qualify_is_in_the_way(self, run: Run, counties: Path) -> None:
        ran = run(*ADOPT)
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Adoptions in network, from 2015-07-01",
            "",
            "stations that                           2.0  3.0",
            "────────────────────────────────────────────────",
            "do not qualify, and nothing is decided    3    3",
            "go over                                   3    4",
            "are under it already                      2    0",
            "are closed                                1    1",
            "",
            "To be done: examine 1, train 3, replace 2",
            "",
            "by          station    partner  from   to  what",
            "────────────────────────────────────────────────────────────────────────────────",
            "2015-07-01  taohua     chen      1.0  2.0  replace (engagement), examine (exam):",
            "                                           undecided",
            "2015-07-01  shannan    zhao      1.0  2.0  examine (exam): undecided",
            "2015-10-15  xiatang    zhou      1.0  2.0  replace (engagement), examine (exam):",
            "                                           undecided",
            "2016-09-01  taohua     chen      1.0  3.0  train (training): undecided",
            "2016-11-01  shuihu     sun       2.0  3.0  train (training): undecided",
            "2017-03-01  cuozhen    zheng     2.0  3.0  train (training): undecided",
            "2015-07-01  sanhe      li        1.0  2.0  qualifies",
            "2015-10-15  shuihu     sun       1.0  2.0  qualifies",
            "2016-01-01  cuozhen    zheng     1.0  2.0  qualifies",
            "2016-09-01  sanhe      li        2.0  3.0  qualifies",
            "2016-09-01  shannan    zhao      1.0  3.0  qualifies",
            "2016-11-01  xiatang    wu        2.0  3.0  qualifies",
            "2017-03-01  liangyuan  feng      2.0  3.0  qualifies",
            "",
            (
                "5 stations in the way: do it by then, decide with --decisions what is done instead, "
                "or adopt it later. Nothing was written."
            ),
        ]
        assert run(*ADOPT, "--json").object["in_the_way"] == 6

    def test_what_is_decided_is_shown(self, run: Run, counties: Path) -> None:
        ran = run(*DECIDED)
        shown = [line.rstrip() for line in ran.out.splitlines()]
        for line in (
            "stay under their version until a later day    1    1",
            "go to a successor                             1    0",
            "become vacant                                 1    0",
            "are suspended                                 0    1",
            "2015-07-01  taohua     chen      1.0  2.0  replace (engagement), examine (exam):",
            "                                           wang takes charge",
            "2015-10-01  shannan    zhao      1.0  2.0  qualifies; was postponed to this day",
            "                                           the posting ends",
            "2017-03-01  cuozhen    zheng     2.0  3.0  train (training): suspended",
            "Nothing is in the way; nothing was written: name a folder with --write.",
        ):
            assert line in shown
        assert "To be done" not in ran.out

    def test_what_is_left_for_a_successor_and_for_who_was_postponed_is_shown(self, run: Run, counties: Path) -> None:
        replaced_in("network/partners.csv", "wang,2015-06-20,,full_time,2015-06-15", "wang,2015-06-20,,full_time,")
        replaced_in("decisions.toml", "until = 2017-01-01", "until = 2016-12-15")
        ran = run(*DECIDED)
        assert "wang, who is to take charge:" in ran.out
        assert "2016-12-15  shuihu" in ran.out
        assert "train (training): postponed from" in ran.out
        assert "To be done: examine 1, train 1" in ran.out
        assert "1 station in the way" in ran.out

    def test_a_later_first_day_leaves_what_was_before(self, run: Run, counties: Path) -> None:
        found = run(*DECIDED, "--from", "2016-01-01", "--json").object
        assert found["from"] == "2016-01-01"
        assert min(each["day"] for each in found["moves"]) == "2016-01-01"
        assert found["idle"] == [{"station": "shannan", "version": "2.0"}]
        assert "1 decision not needed: shannan 2.0" in run(*DECIDED, "--from", "2016-01-01").out

    def test_a_vacant_station_is_shown(self, run: Run, counties: Path) -> None:
        replaced_in("network/postings.csv", "sanhe,li,li,1.0,2014-11-01,,\n", "")
        lines = [line.split() for line in run(*DECIDED).out.splitlines()]
        assert ["2015-07-01", "sanhe", "2.0", "vacant"] in lines

    def test_where_nothing_is_adopted_it_is_said(self, run: Run, counties: Path) -> None:
        write_adoptions(Adoptions([]), Path("adoptions.toml"))
        ran = run(*ADOPT)
        assert ran.out.splitlines()[0].rstrip() == "Adoptions in network"
        assert "Nothing is adopted at any station." in ran.out
        assert run(*ADOPT, "--json").object["from"] is None
        assert run(*ADOPT, "--json").object["moves"] == []

    def test_where_all_is_so_already_there_is_no_table(self, run: Run, counties: Path) -> None:
        run(*DECIDED, "--write", "after")
        write_adoptions(Adoptions([Adoption(version="2.0", station="sanhe", start=FIRST)]), Path("adoptions.toml"))
        ran = run("network", "adopt", "after", "adoptions.toml")
        assert "are under it already" in ran.out
        assert "by " not in ran.out

    def test_of_many_stations_the_first_are_shown(self, run: Run, counties: Path) -> None:
        sample = sample_transition()
        more = [Station(f"more-{number}", "feixi", Period(date(2014, 11, 1))) for number in range(41)]
        write_network(evolve(sample.network, stations=[*sample.network.stations, *more]), Path("network"))
        assert "more; --json tells all." in run(*DECIDED).out


class TestWritten:
    """With a folder the network after it is written there, and the one that was asked about stays."""

    def test_the_network_is_that_of_the_plan(self, run: Run, counties: Path, contents: Contents) -> None:
        before = contents(counties)
        sample = sample_transition()
        plan = planned(sample.network, sample.adoptions, FIRST, sample.decisions)
        ran = run(*DECIDED, "--write", "after")
        assert "The network after it is in after; network stays as it was." in ran.out
        assert read_network(Path("after")) == plan.after()
        assert {name: held for name, held in contents(counties).items() if not name.startswith("after")} == before
        again = run("network", "adopt", "after", "adoptions.toml", "--decisions", "decisions.toml", "--json").object
        assert again["counts"]["adopts"] == again["in_the_way"] == 0

    def test_calendar_and_villages_are_written_too(self, run: Run, counties: Path) -> None:
        write_calendar(programme_calendar(), Path("network/calendar.toml"))
        write_countryside(Countryside(network=sample_transition().network, villages=[], sites=[]), Path("network"))
        assert run(*DECIDED, "--write", "some/where", "--json").object["written"] == str(Path("some/where"))
        assert Path("some/where/calendar.toml").read_text("utf-8") == calendar_text(programme_calendar())
        assert Path("some/where/villages.csv").read_bytes() == Path("network/villages.csv").read_bytes()

    def test_who_is_in_the_way_is_told_and_nothing_is_written(self, run: Run, counties: Path) -> None:
        ran = run(*ADOPT, "--write", "after")
        plan = planned(
            sample_transition().network, sample_transition().adoptions, FIRST, Decisions([], otherwise=Refuse())
        )
        assert (ran.status, ran.out) == (1, "")
        county = {"feixi": 0, "changfeng": 1, "feidong": 2}
        runs = {row.id: row.centre for row in sample_transition().network.stations}
        places = [county[runs[each.station]] + 3 * (each.version == "3.0") for each in plan.in_the_way]
        assert ran.err.splitlines() == sorted(
            f"adoptions.toml, adoptions[{place}]: {each}" for place, each in zip(places, plan.in_the_way, strict=True)
        )
        assert not Path("after").exists()
        told = run(*ADOPT, "--write", "after", "--json").faults
        assert sorted(each["message"] for each in told) == sorted(map(str, plan.in_the_way))

    def test_a_folder_that_is_there_is_refused(self, run: Run, counties: Path) -> None:
        ran = run(*DECIDED, "--write", "network")
        assert ran.status == 1
        assert "must be written to a new folder, but this one is there already; name another one" in ran.err


class TestFaults:
    """All faults are told at once, each with its file and key; nothing is written."""

    def test_what_is_not_there_is_told_of_all_files(self, run: Run, counties: Path) -> None:
        replaced_in("decisions.toml", 'successor = "wang", payee = "wang"', 'successor = "nobody", payee = "no-one"')
        replaced_in("decisions.toml", 'station = "cuozhen"\nversion = "3.0"', 'station = "nowhere"\nversion = "9.0"')
        made = sample_transition().adoptions.entries
        wrong = (
            Adoption(version="8.0", centre="atlantis", start=FIRST),
            Adoption(version="2.0", station="eldorado", start=FIRST),
        )
        write_adoptions(Adoptions([*made, *wrong]), Path("adoptions.toml"))
        told = run(*DECIDED, "--write", "network", "--json").faults
        assert [(each["file"], each["place"]) for each in told] == [
            ("adoptions.toml", "adoptions[6].centre"),
            ("adoptions.toml", "adoptions[6].version"),
            ("adoptions.toml", "adoptions[7].station"),
            ("decisions.toml", "decisions[0].measure.payee"),
            ("decisions.toml", "decisions[0].measure.successor"),
            ("decisions.toml", "decisions[4].station"),
            ("decisions.toml", "decisions[4].version"),
            ("network", ""),
        ]

    def test_broken_files_are_told_together(self, run: Run, counties: Path) -> None:
        replaced_in("network/stations.csv", "sanhe,feixi", "sanhe,fei xi")
        replaced_in("adoptions.toml", 'version = "2.0"', "version = 2.0")
        replaced_in("decisions.toml", '"refuse"', '"hope"')
        files = {each["file"] for each in run(*DECIDED, "--json").faults}
        assert files == {str(Path("network/stations.csv")), "adoptions.toml", "decisions.toml"}

    def test_missing_files_are_told(self, run: Run, counties: Path) -> None:
        told = run("network", "adopt", "nowhere", "none.toml", "--decisions", "no.toml", "--json").faults
        assert [each["file"] for each in told] == ["no.toml", "none.toml", "nowhere"]

    def test_an_adoption_from_before_its_version_began_is_told_at_its_day(self, run: Run, counties: Path) -> None:
        write_adoptions(
            Adoptions([Adoption(version=VersionId("3.0"), centre="feixi", start=date(2015, 1, 1))]),
            Path("adoptions.toml"),
        )
        [told] = run(*ADOPT, "--json").faults
        assert (told["file"], told["place"]) == ("adoptions.toml", "adoptions[0].from")
        assert "3.0 is adopted from 2015-01-01 and begins on 2016-08-01" in told["message"]

    def test_a_law_that_the_network_after_it_would_break_is_told(self, run: Run, counties: Path) -> None:
        sample = sample_transition()
        alone = [evolve(each, helpers_at_once=0 if each.id == "2.0" else None) for each in sample.network.versions]
        helper = HelperPosting("sanhe", "chen", "chen", Period(date(2016, 9, 1)))
        adopts = Adoption(version=VersionId("2.0"), station="sanhe", start=date(2016, 10, 1))
        ended = [
            evolve(each, period=each.period.ended(date(2016, 9, 1))) if each.partner == "chen" else each
            for each in sample.network.postings
        ]
        examined = [evolve(each, examined=date(2014, 12, 1)) for each in sample.network.partners]
        network = evolve(sample.network, versions=alone, helpers=[helper], postings=ended, partners=examined)
        write_network(network, Path("network"))
        write_adoptions(Adoptions([adopts]), Path("adoptions.toml"))
        [told] = run(*ADOPT, "--json").faults
        assert (told["file"], told["place"]) == ("adoptions.toml", "adoptions[0]")
        assert "no more partners must help at a station at once than 0 under model version 2.0" in told["message"]

    def test_a_decision_that_nobody_can_carry_out_is_told_at_its_place(self, run: Run, counties: Path) -> None:
        successor = "decisions.toml", "decisions[0].measure.successor"

        def places(*more: str) -> set[tuple[str, str]]:
            return {(each["file"], each["place"]) for each in run(*DECIDED, *more, "--json").faults}

        # Li, who is at Sanhe, is to take charge of Taohua too.
        replaced_in("decisions.toml", 'successor = "wang", payee = "wang"', 'successor = "li", payee = "li"')
        assert places() == places("--write", "after") == {successor}
        assert "must not be in charge of more stations at once than 1 under model version 2.0" in run(*DECIDED).err
        # So it is where somebody is in the way elsewhere, of whom --write tells too.
        replaced_in("decisions.toml", "until = 2017-01-01", "until = 2016-01-01")
        assert places() == {successor}
        assert places("--write", "after") == {successor, ("decisions.toml", "decisions[3].measure.until")}

    def test_a_day_to_which_nobody_can_postpone_is_told_at_its_place(self, run: Run, counties: Path) -> None:
        replaced_in("decisions.toml", "until = 2017-01-01", "until = 2016-01-01")
        ran = run(*DECIDED)
        assert (ran.status, ran.err) == (0, "")
        assert "undecided, since 2016-01-01 is no later day" in " ".join(ran.out.split())
        [told] = run(*DECIDED, "--write", "after", "--json").faults
        assert (told["file"], told["place"]) == ("decisions.toml", "decisions[3].measure.until")
        assert "it was postponed to 2016-01-01, which is no later day" in told["message"]

    def test_what_is_decided_for_the_rest_is_told_as_that(self, run: Run, counties: Path) -> None:
        write_decisions(Decisions([], otherwise=Postpone(FIRST)), Path("decisions.toml"))
        told = run(*DECIDED, "--write", "after", "--json").faults
        assert {(each["file"], each["place"]) for each in told} == {("decisions.toml", "otherwise.until")}

    def test_a_station_that_first_opens_then_cannot_be_suspended(self, run: Run, counties: Path) -> None:
        # Feng, who opens Liangyuan under 2.0, is to be under 3.0 from the first day on, and is not trained.
        replaced_in("adoptions.toml", "from = 2017-03-01", "from = 2016-08-01")
        replaced_in("network/stations.csv", "liangyuan,feidong,2016-05-01", "liangyuan,feidong,2016-08-01")
        replaced_in("network/postings.csv", "liangyuan,feng,feng,2.0,2016-05-01", "liangyuan,feng,feng,2.0,2016-08-01")
        replaced_in("decisions.toml", '"refuse"', '"suspend"')
        ran = run(*DECIDED)
        assert "undecided, since it first opens then" in " ".join(ran.out.split())
        [told] = run(*DECIDED, "--write", "after", "--json").faults
        assert (told["file"], told["place"]) == ("decisions.toml", "otherwise")

    @pytest.mark.parametrize("wrong", ["2016-13-01", "soon"])
    def test_a_day_is_one(self, run: Run, counties: Path, wrong: str) -> None:
        assert run(*ADOPT, "--from", wrong).status == 2
