"""The commands `network register` and `network rosters`: what rosters tell goes in, and comes out again."""

import json
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve

from rural_taobao.documents import read_network, read_register, write_calendar, write_network
from rural_taobao.festivals import programme_calendar
from rural_taobao.network import CountyCentre, Network
from rural_taobao.periods import Period
from rural_taobao.samples import one_village, sample_network, service_village
from tests.cli.running import Run

KNOWN = "2017-06-01T09:00:00+08:00"
ENTER = "network", "register", "network", "register", "--known", KNOWN
LEAVE = "network", "rosters", "register", "after"


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the rosters of one village."""
    monkeypatch.chdir(tmp_path)
    Path("network").mkdir()
    write_network(one_village(), Path("network"))
    return tmp_path


def unnamed(network: Network) -> Network:
    """Give a network without what is part of no life: names and positions."""
    return evolve(
        network,
        centres=[evolve(each, name="") for each in network.centres],
        stations=[evolve(each, name="", position=None) for each in network.stations],
        partners=[evolve(each, name="") for each in network.partners],
        payees=[evolve(each, name="") for each in network.payees],
    )


class TestThereAndBack:
    """Rosters that go into a register come out as they were, but for names and positions."""

    @pytest.mark.parametrize("network", [one_village(), service_village(), sample_network(stations=9, seed=3)])
    def test_nothing_that_is_paid_by_is_lost(self, run: Run, village: Path, network: Network) -> None:
        write_network(network, Path("network"))
        assert run(*ENTER).status == 0
        assert read_register(Path("register")).network().centres == unnamed(network).centres
        assert run(*LEAVE).status == 0
        after = read_network(Path("after"))
        for rows in ("centres", "stations", "partners", "payees", "postings", "helpers", "permissions"):
            assert set(getattr(after, rows)) == set(getattr(unnamed(network), rows))

    def test_it_is_said_how_much_there_was(self, run: Run, village: Path) -> None:
        assert run(*ENTER, "--json").object == {
            "known": KNOWN,
            "events": 7,
            "things": {"payee": 3, "centre": 1, "station": 1, "partner": 1, "posting": 1},
        }
        assert run(*LEAVE, "--json").object == {
            "known_by": None,
            "rows": {"centres": 1, "stations": 1, "partners": 1, "payees": 3, "postings": 1, "permissions": 0},
        }

    def test_it_is_said_to_people_what_stays_behind(self, run: Run, village: Path) -> None:
        ran = run(*ENTER)
        assert ran.out.startswith("Entered from network: ")
        assert "Names and positions are part of no life" in ran.out
        assert run(*LEAVE).out.startswith("The network that register knows, in after")

    def test_what_became_known_later_is_left_out(self, run: Run, village: Path) -> None:
        run(*ENTER)
        table = "what,payee,step,day\npayee,zhao,enrol,2017-07-01\n"
        Path("more.csv").write_text(table, encoding="utf-8")
        assert run("network", "take", "register", "more.csv", "--known", "2017-07-01T09:00:00+08:00").status == 0
        assert run(*LEAVE, "--known-by", KNOWN, "--json").object["known_by"] == KNOWN
        assert run("network", "rosters", "register", "now").status == 0
        then, now = (read_network(Path(name)) for name in ("after", "now"))
        assert {str(each.id) for each in now.payees} - {str(each.id) for each in then.payees} == {"zhao"}

    def test_the_register_goes_on_from_there(self, run: Run, village: Path) -> None:
        run(*ENTER)
        history = run("network", "history", "register", "station", "sanhe", "--json").object
        assert (history["state"], history["since"]) == ("open", "2015-06-01")

    def test_with_a_calendar_beside_it_it_is_a_network_like_any_other(self, run: Run, village: Path) -> None:
        run(*ENTER)
        run(*LEAVE)
        write_calendar(programme_calendar(), Path("after/calendar.toml"))
        assert json.loads(run("network", "check", "after", "--json").out)["faults"] == []


class TestRefusals:
    """Nothing is written over, and nothing that a register cannot hold is entered."""

    @pytest.mark.parametrize("command", [ENTER, LEAVE])
    def test_a_folder_that_is_there(self, run: Run, village: Path, command: tuple[str, ...]) -> None:
        if command is LEAVE:
            run(*ENTER)
        Path(command[3]).mkdir()
        [fault] = run(*command, "--json").faults
        assert fault["file"] == command[3]
        assert fault["message"].endswith("written to a new folder, but this one is there already; name another")
        assert not any(Path(command[3]).iterdir())

    def test_faults_of_both_sides_are_told_together(self, run: Run, village: Path) -> None:
        Path("after").mkdir()
        assert {each["file"] for each in run(*LEAVE, "--json").faults} == {"after", "register"}
        Path("network/stations.csv").unlink()
        Path("register").mkdir()
        assert {each["file"] for each in run(*ENTER, "--json").faults} == {"network/stations.csv", "register"}

    def test_a_network_that_no_register_holds(self, run: Run, village: Path) -> None:
        twice = [Period(date(2015, 6, 1), date(2016, 1, 1)), Period(date(2016, 3, 1))]
        centres = [CountyCentre("runan", "411727", "feixi-centre", days) for days in twice]
        write_network(evolve(one_village(), centres=[*one_village().centres, *centres]), Path("network"))
        [fault] = run(*ENTER, "--json").faults
        assert fault["file"] == "network"
        assert "county centre runan" in fault["message"]
        assert not Path("register").exists()

    def test_by_an_instant_at_which_nothing_was_known(self, run: Run, village: Path) -> None:
        run(*ENTER)
        [fault] = run(*LEAVE, "--known-by", "2014-01-01T00:00:00+08:00", "--json").faults
        assert fault["message"] == (
            "a network must have a platform, which is paid what is credited to nobody else, but platform is "
            "enrolled on no day, as far as was known by 2014-01-01T00:00:00+08:00; enrol it first, or "
            "ask for a later instant"
        )
        assert not Path("after").exists()

    def test_before_anything_is_known(self, run: Run, village: Path) -> None:
        run(*ENTER)
        Path("register", "events.jsonl").unlink()
        [fault] = run(*LEAVE, "--json").faults
        assert "platform is enrolled on no day, as far as is known" in fault["message"]
