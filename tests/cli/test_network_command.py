"""The commands of `network`: what it covers, with shares, what nobody told, and what lies far away."""

from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.coverage import Countryside, Site, Village, covered, nearest, spacing, unserved
from rural_taobao.days import is_day
from rural_taobao.documents import read_countryside, write_countryside
from rural_taobao.documents.scalars import day
from rural_taobao.network import Position, VillagesWithin
from rural_taobao.places import CountyCode, Point
from rural_taobao.samples import one_village
from tests.cli.running import Run, replaced_in

A, B, C = (f"34012310120{number}" for number in (1, 2, 3))
COVERAGE = "network", "coverage", "network", "--on", "2016-11-11"


def write(ours: Countryside) -> None:
    write_countryside(ours, Path("network"))


def small() -> Countryside:
    """One station in the first of three villages on a line, 2 km and 9 km apart from it."""
    places = {A: 0, B: 2000, C: 9000}
    villages = [Village(code, f"village {code[-1]}", Position(east, 0)) for code, east in places.items()]
    return Countryside(network=one_village(), villages=villages, sites=[Site("sanhe", A)])


class TestCoverage:
    """What is printed is what the library counts."""

    def test_a_machine_gets_all_of_it(self, run: Run, sample: Path) -> None:
        ours, on = read_countryside(sample / "network"), day("2016-11-11")
        is_day(None, None, on)
        found, far, close = covered(ours, on), unserved(ours, 5000, on), spacing(ours, 4000, on)
        by = nearest(ours, far.villages, on)
        told = run(*COVERAGE, "--metres", 5000, "--apart", 4000, "--json").object
        assert told["on"] == "2016-11-11"
        assert told["covered"] == {
            "counties": found.tally.counties,
            "stations": found.tally.stations,
            "villages": found.tally.villages,
            "provinces": found.tally.provinces,
        }
        assert told["shares"] == {
            "counties": {"part": len(found.counties), "of": 2851},
            "villages": {"part": len(found.villages), "of": 554_037},
        }
        assert told["idle_stations"] == found.idle
        assert [each["province"] for each in told["provinces"]] == list(found.provinces)
        assert sum(each["villages"] for each in told["provinces"]) == len(found.villages)
        assert told["untold"] == {untold.value: count for untold, count in found.untold.items()}
        assert [(each["village"], each["nearest"], each["metres"]) for each in told["unserved"]["villages"]] == [
            (code, by[code].station, by[code].metres) for code in far.villages
        ]
        assert [(each["first"], each["second"], each["metres"]) for each in told["too_near"]["pairs"]] == [
            (each.first, each.second, each.metres) for each in close.pairs
        ]
        assert (told["unserved"]["metres"], told["too_near"]["metres"]) == (5000, 4000)

    def test_what_was_not_asked_for_is_null(self, run: Run, village: Path) -> None:
        told = run(*COVERAGE, "--json").object
        assert (told["unserved"], told["too_near"]) == (None, None)
        assert told["covered"]["villages"] is None
        assert told["shares"] == {"counties": {"part": 1, "of": 2851}, "villages": None}
        assert told["provinces"] == [{"province": "340000", "counties": 1, "stations": 1, "villages": None}]

    def test_it_is_shown_on_a_page(self, run: Run, village: Path) -> None:
        write(small())
        nobody_stated = (
            "nobody stated how far the villages around lie that are reached; those in listed.csv are counted."
        )
        ran = run(*COVERAGE, "--metres", 2000, "--apart", 2500)
        assert (ran.status, ran.err) == (0, "")
        assert [line.rstrip() for line in ran.out.splitlines()] == [
            "Covered on 2016-11-11",
            "",
            "what       covered  of all in 2016   share",
            "──────────────────────────────────────────",
            "counties         1           2,851  0.03 %",
            "stations         1",
            "villages         1         554,037  0.00 %",
            "provinces        1",
            "",
            "By province",
            "",
            "code    province  counties  stations  villages",
            "──────────────────────────────────────────────",
            "340000  Anhui            1         1         1",
            "",
            f"1 station may serve more villages: {nobody_stated}",
            "",
            "Villages without an open station within 2,000 m: 1",
            "",
            "village       name       nearest station      m",
            "───────────────────────────────────────────────",
            "340123101203  village 3  sanhe            9,000",
            "",
            "Stations less than 2,500 m apart: 0 pairs",
        ]

    def test_a_year_without_a_number_has_no_share(self, run: Run, village: Path) -> None:
        write(small())
        ran = run("network", "coverage", "network", "--on", "2015-11-11")
        assert "How many villages there were in 2015 is not known, so that no share of them is told." in ran.out
        assert "How many counties" not in ran.out
        told = run("network", "coverage", "network", "--on", "2015-11-11", "--json").object
        assert told["shares"] == {"counties": {"part": 1, "of": 2850}, "villages": None}

    def test_more_than_there_were_are_told(self, run: Run, village: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        write(small())
        too_many = frozenset(CountyCode(f"34{number // 99 + 1:02}{number % 99 + 1:02}") for number in range(2852))
        monkeypatch.setattr("rural_taobao.coverage.covering.counties_on", lambda _network, _day: too_many)
        assert "More counties are covered than there were in 2016: 2,852 of 2,851." in run(*COVERAGE).out

    def test_without_villages_what_to_add_is_told(self, run: Run, village: Path) -> None:
        ran = run(*COVERAGE)
        assert "villages   not known" in ran.out
        assert "No village is known: add villages.csv and sites.csv to the folder, and listed.csv." in ran.out
        assert "may serve" not in ran.out

    def test_before_the_first_day_nothing_is_covered(self, run: Run, village: Path) -> None:
        write(small())
        ran = run("network", "coverage", "network", "--on", "2014-11-11", "--metres", 5)
        assert "counties         0" in ran.out
        assert "By province" not in ran.out
        assert "340123101203  village 3  none" in ran.out
        [first, *_] = run("network", "coverage", "network", "--on", "2014-11-11", "--metres", 5, "--json").object[
            "unserved"
        ]["villages"]
        assert first == {"village": A, "nearest": None, "metres": None}

    def test_an_idle_station_is_told(self, run: Run, village: Path) -> None:
        ours = small()
        write(evolve(ours, network=evolve(ours.network, postings=[])))
        assert "1 station vacant, with nobody credited: no village is counted for that." in run(*COVERAGE).out

    def test_what_is_not_placed_is_told(self, run: Run, village: Path) -> None:
        ours = small()
        [version] = ours.network.versions
        within = evolve(ours.network, versions=[evolve(version, reach=VillagesWithin(3000))])
        write(evolve(ours, network=within, villages=[Village(A), Village(B), Village(C)]))
        ran = run(*COVERAGE, "--metres", 5, "--apart", 5)
        assert (
            "1 station may serve more villages: villages are reached by their distance, and nothing says where"
            in ran.out
        )
        assert ran.out.count("1 station open and not placed, so that it cannot be told of them.") == 2
        assert "3 villages not placed, so that it cannot be told." in ran.out
        told = run(*COVERAGE, "--metres", 5, "--apart", 5, "--json").object
        assert told["unserved"]["unplaced_villages"] == [A, B, C]
        assert told["unserved"]["unplaced_stations"] == told["too_near"]["unplaced_stations"] == ["sanhe"]
        assert told["untold"] == {"station_place": 1, "village_places": 1}

    def test_twenty_are_shown_and_the_others_counted(self, run: Run, sample: Path) -> None:
        ran = run(*COVERAGE, "--metres", 0, "--apart", 100_000)
        assert ran.out.count("more; --json tells all.") == 1
        far = run(*COVERAGE, "--metres", 0, "--json").object["unserved"]["villages"]
        assert f"{len(far) - 20} more; --json tells all." in ran.out
        shown = sorted((each["metres"] for each in far), reverse=True)[:20]
        lines = [line for line in ran.out.splitlines() if line[:12].isdigit()]
        assert [int(line.split()[-1].replace(",", "")) for line in lines] == shown

    def test_on_the_globe(self, run: Run, village: Path) -> None:
        points = [
            Village(code, "", Point(32_900_000, longitude, "wgs-84")) for code, longitude in ((A, 0), (B, 10_000))
        ]
        write(Countryside(network=one_village(), villages=points, sites=[Site("sanhe", A)]))
        told = run(*COVERAGE, "--metres", 900, "--json").object["unserved"]["villages"]
        assert told == [{"village": B, "nearest": "sanhe", "metres": 934}]


class TestRefusals:
    """What is wrong with the files is told as everywhere, and wrong usage is usage."""

    def test_every_fault_of_the_files(self, run: Run, village: Path) -> None:
        write(small())
        replaced_in("network/sites.csv", A, "340123101299")
        replaced_in("network/villages.csv", "9000", "far")
        faults = run(*COVERAGE, "--json").faults
        assert [(each["file"], each["row"], each["place"]) for each in faults] == [
            ("network/villages.csv", 4, "east_m"),
        ]
        replaced_in("network/villages.csv", "far", "9000")
        ran = run(*COVERAGE)
        assert ran.status == 1
        assert ran.err.startswith("network/sites.csv, row 2, village: a village that is named must be there")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("network", "coverage", "network"), "Missing option '--on'"),
            (("network", "coverage", "network", "--on", "soon"), "a value here must be a day"),
            ((*COVERAGE, "--metres", "-1"), "x>=0"),
            (("network", "coverages"), "No such command 'coverages'"),
        ],
    )
    def test_wrong_usage(self, run: Run, village: Path, arguments: tuple[str, ...], message: str) -> None:
        ran = run(*arguments)
        assert ran.status == 2
        assert message in ran.err

    def test_the_group_names_its_commands(self, run: Run) -> None:
        ran = run("network", "--help")
        assert "coverage  Count the villages, counties and provinces that a network covers." in ran.out


class TestCheck:
    """The files of a countryside are checked with their network."""

    def test_villages_are_counted_and_faults_are_told(self, run: Run, village: Path) -> None:
        write(small())
        ran = run("check", "network")
        assert "3 villages" in " ".join(ran.out.split())
        replaced_in("network/sites.csv", "sanhe", "north")
        ran = run("check", "network")
        assert ran.status == 1
        assert "network/sites.csv, row 2, station: a station that is named must be there" in ran.out


class TestPictures:
    """A map of the provinces shows counts, or the share of their counties."""

    @pytest.mark.parametrize("of", ["counties", "stations", "villages", "share"])
    def test_each_is_drawn(self, run: Run, sample: Path, of: str) -> None:
        ran = run(*COVERAGE, "--picture", "a.png", "--of", of, "--language", "zh")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.endswith("\n\na.png: a picture\n")
        assert Path("a.png").read_bytes().startswith(b"\x89PNG")
        assert run(*COVERAGE, "--picture", "a.svg", "--of", of, "--json").object["picture"] == "a.svg"

    def test_each_is_another_picture(self, run: Run, sample: Path) -> None:
        pictures = set[bytes]()
        for of in ("counties", "stations", "villages", "share"):
            run(*COVERAGE, "--picture", "a.svg", "--of", of)
            pictures.add(Path("a.svg").read_bytes())
        assert len(pictures) == 4

    def test_without_one_there_is_none(self, run: Run, village: Path) -> None:
        assert run(*COVERAGE, "--json").object["picture"] is None

    def test_what_is_not_known_is_not_drawn(self, run: Run, village: Path) -> None:
        ran = run(*COVERAGE, "--picture", "a.png", "--of", "villages")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.startswith("what is asked for must have been counted, but a tally says nothing of villages")
        ran = run("network", "coverage", "network", "--on", "2018-01-01", "--picture", "a.png", "--of", "share")
        assert ran.err.startswith("how many counties there are must be known for the year of a share, but for 2018")
        assert not Path("a.png").exists()
