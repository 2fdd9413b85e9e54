"""`network check`: every fault of the files of a network, and what of it is none and may be seen to."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.coverage import Countryside, Site, Village, land_findings
from rural_taobao.documents import read_countryside, read_network, write_adoptions, write_countryside, write_network
from rural_taobao.network import (
    Adoption,
    Adoptions,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Position,
    Station,
    findings_of,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.samples import one_village, service_village
from tests.cli.running import Run, replaced_in

CHECK = "network", "check", "network"
OPENED = date(2015, 6, 1)
SANHE = "340123101201"


def odd() -> Countryside:
    """A network in which one of everything may be seen to."""
    village = service_village()
    [feixi] = village.centres
    first, *later = village.postings
    rows = [
        *village.stations,
        Station("north", "feixi", Period(OPENED), position=Position(0, 900)),
        Station("old", "ganxian", Period(OPENED)),
    ]
    network = evolve(
        village,
        centres=[feixi, evolve(feixi, id="ganxian", county="360721")],
        versions=[*village.versions, evolve(village.versions[0], id="2.1")],
        stations=[evolve(rows[0], position=Position(0, 0)), *rows[1:]],
        partners=[
            *village.partners,
            Partner("wu", Period(OPENED), "part_time"),
            Partner("xu", Period(OPENED), "full_time"),
        ],
        payees=[*village.payees, Payee("nobody", Period(OPENED))],
        postings=[evolve(first, period=first.period.ended(date(2016, 8, 1))), *later],
        helpers=[HelperPosting("north", "wu", "li", Period(OPENED, date(2016, 1, 1)))],
    )
    return Countryside(
        network=network, villages=[Village(SANHE)], sites=[Site(name, SANHE) for name in ("sanhe", "north")]
    )


class TestFindings:
    """What may be seen to is told in sentences, kind by kind, and is no fault."""

    def test_one_of_everything(self, run: Run, village: Path) -> None:
        write_countryside(odd(), Path("network"))
        ran = run(*CHECK, "--apart", 2500)
        assert (ran.status, ran.err) == (0, "")
        services = [each.id for each in odd().network.services if each.id not in ("loans", "train-tickets")]
        assert ran.out.splitlines() == [
            "Station north is open from 2015-06-01, and no partner is ever posted in charge there.",
            "Station old is open from 2015-06-01, and no partner is ever posted in charge there.",
            "",
            "Station sanhe is open and vacant 2016-08-01 to before 2016-09-01.",
            "",
            "Partner wu helps at station north 2015-06-01 to before 2016-01-01, and nobody is in charge there.",
            "",
            "Partner xu is under contract from 2015-06-01, and posted nowhere on any of these days.",
            "",
            "Partner wu is under contract from 2015-06-01, and no examination is known of.",
            "Partner xu is under contract from 2015-06-01, and no examination is known of.",
            "",
            "Payee nobody is known, and no centre, posting or platform is ever paid to it.",
            "",
            (
                "Centre ganxian goes by county code 360721, which no list after that of 2015 has; "
                "in its place stands 360704."
            ),
            "",
            "Nobody is ever posted under model version 2.1.",
            "",
            *(f"Nobody is ever permitted service {service}." for service in services),
            "",
            f"Village {SANHE} is of stations north and sanhe at once, first on 2015-06-01.",
            "",
            "Stations sanhe and north stand 900 m apart, both open on 2015-06-01.",
            "",
            f"No fault was found; {12 + len(services)} findings to look at.",
        ]

    def test_a_machine_gets_the_facts_of_each(self, run: Run, village: Path) -> None:
        write_countryside(odd(), Path("network"))
        ours = read_countryside(Path("network"))
        ran = run(*CHECK, "--apart", 2500, "--json")
        assert (ran.status, ran.object["faults"]) == (0, [])
        found = ran.object["findings"]
        assert [each["said"] for each in found] == list(
            map(str, (*findings_of(ours.network), *land_findings(ours, 2500)))
        )
        assert sum(ran.object["counts"].values()) == len(found)
        by_kind = {each["kind"]: {key: each[key] for key in each if key not in ("kind", "said")} for each in found}
        assert by_kind["station_never_run"] == {"station": "old", "days": [{"from": "2015-06-01", "to": None}]}
        assert by_kind["station_vacant"] == {"station": "sanhe", "days": {"from": "2016-08-01", "to": "2016-09-01"}}
        assert by_kind["helper_alone"]["posting"]["partner"] == "wu"
        assert by_kind["county_code_out_of_use"] == {
            "centre": "ganxian",
            "county": "360721",
            "year": 2016,
            "last_year": 2015,
            "successors": ["360704"],
        }
        assert by_kind["stations_near"] == {"first": "sanhe", "second": "north", "metres": 900, "day": "2015-06-01"}
        assert "stations_near" not in run(*CHECK, "--json").object["counts"]

    def test_a_posting_beside_what_is_adopted(self, run: Run, village: Path) -> None:
        three = programme_versions({"3.0": "example"})
        network = evolve(one_village(), versions=[*one_village().versions, *three])
        write_network(network, Path("network"))
        adopted = Adoptions([Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))])
        write_adoptions(adopted, Path("network/adoptions.toml"))
        ran = run(*CHECK)
        assert ran.status == 0
        assert ran.out.splitlines()[-3:] == [
            (
                "The posting of partner li at station sanhe from 2015-06-01 is under 2.0, "
                "but 3.0 is adopted there on 2016-09-01."
            ),
            "",
            "No fault was found; 2 findings to look at.",
        ]
        assert run(*CHECK, "--json").object["counts"]["disagreement"] == 1

    def test_where_nothing_is_to_be_seen_to(self, run: Run, village: Path) -> None:
        assert run(*CHECK).out == "No fault was found.\n"
        assert run(*CHECK, "--json").object == {"counts": {}, "findings": [], "faults": [], "aside": []}

    def test_a_file_whose_name_is_misspelt_is_told(self, run: Run, village: Path) -> None:
        write_network(service_village(), Path("network"))
        for name, other in (("permissions.csv", "permision.csv"), ("services.toml", "service.toml")):
            Path("network", name).rename(Path("network", other))
        Path("network", "orders.csv").write_text("order,station\n", encoding="utf-8")
        Path("network", "notes.txt").write_text("of no matter", encoding="utf-8")
        ran = run(*CHECK)
        assert ran.out.splitlines()[-1] == (
            "Left aside, as a network has no file of that name: permision.csv, service.toml"
        )
        assert run(*CHECK, "--json").object["aside"] == ["permision.csv", "service.toml"]
        assert run("network", "check", "nowhere", "--json").object["aside"] == []

    def test_twenty_of_a_kind_are_shown(self, run: Run, village: Path) -> None:
        ours = one_village()
        more = [Payee(f"payee-{number}", Period(OPENED)) for number in range(23)]
        write_network(evolve(ours, payees=[*ours.payees, *more]), Path("network"))
        ran = run(*CHECK)
        assert ran.out.count("is known, and no centre") == 20
        assert "\n3 more of that kind; --json tells all.\n" in ran.out
        assert run(*CHECK, "--json").object["counts"] == {"payee_unused": 23}
        [*twenty] = more[:20]
        write_network(evolve(ours, payees=[*ours.payees, *twenty]), Path("network"))
        assert "more of that kind" not in run(*CHECK).out


class TestFaults:
    """Every fault of every file of the folder is told at once, and then nothing else; the exit status is 1."""

    def test_a_version_that_is_adopted_before_it_began(self, run: Run, village: Path) -> None:
        begins = read_network(Path("network")).version("2.0").since
        days = [begins - timedelta(1), begins]
        adoptions = [Adoption(version="2.0", station="sanhe", start=start) for start in days]
        write_adoptions(Adoptions(adoptions), Path("network/adoptions.toml"))
        [fault] = run(*CHECK, "--json").faults
        assert (fault["place"], f"begins on {begins}" in fault["message"]) == ("adoptions[0].from", True)

    def test_of_all_files(self, run: Run, village: Path) -> None:
        write_countryside(odd(), Path("network"))
        write_adoptions(
            Adoptions([Adoption(version="9.0", station="nowhere", start=OPENED)]), Path("network/adoptions.toml")
        )
        replaced_in("network/calendar.toml", "double-12", "double 12")
        ran = run(*CHECK, "--json")
        assert {each["file"] for each in ran.faults} == {"network/calendar.toml", "network/adoptions.toml"}
        assert [each["place"] for each in ran.faults if each["file"] == "network/adoptions.toml"] == [
            *("adoptions[0].station", "adoptions[0].version"),
        ]
        assert (ran.object["findings"], ran.object["counts"]) == ([], {})
        replaced_in("network/stations.csv", "2015-06-01", "2015-06-31")
        replaced_in("network/villages.csv", SANHE, "34012310120")
        replaced_in("network/adoptions.toml", "2015-06-01", "soon")
        files = {each["file"] for each in run(*CHECK, "--json").faults}
        assert files == {
            *("network/stations.csv", "network/villages.csv", "network/calendar.toml", "network/adoptions.toml")
        }
        page = run(*CHECK)
        assert (page.status, page.err) == (1, "")
        assert "network/stations.csv, row 2, opened: " in page.out
        assert page.out.splitlines()[-1].endswith(" faults found.")

    def test_one_is_one(self, run: Run, village: Path) -> None:
        replaced_in("network/stations.csv", "2015-06-01", "2015-06-31")
        ran = run(*CHECK)
        assert ran.out.endswith("\n\n1 fault found.\n")
        assert "row 2, opened" in ran.out

    def test_a_network_without_a_calendar_is_none(self, run: Run, village: Path) -> None:
        Path("network/calendar.toml").unlink()
        assert run(*CHECK).status == 0

    @pytest.mark.parametrize("folder", ["nowhere", "plan.toml", "events"])
    def test_a_folder_that_is_no_network(self, run: Run, village: Path, folder: str) -> None:
        ran = run("network", "check", folder)
        assert (ran.status, ran.err) == (1, "")
        assert ran.out.startswith(f"{folder}: a network must be a folder that holds centres.csv")

    def test_a_file_that_is_a_folder(self, run: Run, village: Path) -> None:
        Path("network/stations.csv").unlink()
        Path("network/stations.csv").mkdir()
        Path("network/adoptions.toml").mkdir()
        files = {each["file"] for each in run(*CHECK, "--json").faults}
        assert files == {"network/stations.csv", "network/adoptions.toml"}

    def test_wrong_usage(self, run: Run, village: Path) -> None:
        assert run(*CHECK, "--apart", "-1").status == 2
        assert run("network", "check").status == 2

    def test_a_network_of_nothing(self, run: Run, village: Path) -> None:
        empty: Network = evolve(one_village(), centres=[], stations=[], partners=[], postings=[])
        write_network(empty, Path("network"))
        assert run(*CHECK).out.endswith("No fault was found; 3 findings to look at.\n")
