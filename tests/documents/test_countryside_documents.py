"""Villages, sites and listings as tables: read as they were written, or refused with every fault at its place."""

from contextlib import chdir
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, ListedVillage, Site, Village
from rural_taobao.documents import (
    COUNTRYSIDE_FILES,
    NETWORK_FILES,
    SERVICE_FILES,
    read_countryside,
    read_network,
    write_countryside,
)
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.village_rows import degrees
from rural_taobao.network import Position
from rural_taobao.periods import Period
from rural_taobao.places import Point
from rural_taobao.samples import one_village, sample_countryside
from rural_taobao.testing.coverage_strategies import countrysides
from tests.documents.table_files import ends_of_rows, folder, told

FEW = settings(max_examples=25)
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6) | st.text(
    '",\r\n=三', max_size=4
)
OPENED = Period(date(2015, 6, 1))
A, B = "340123101201", "340123101202"
FLAT = Countryside(
    network=one_village(),
    villages=[Village(A, "三河", Position(1200, -300)), Village(B)],
    sites=[Site("sanhe", A)],
    listed=[
        ListedVillage("sanhe", B, Period(date(2015, 6, 1), date(2016, 1, 1))),
        ListedVillage("sanhe", B, Period(date(2016, 7, 1))),
    ],
)
GLOBE = Countryside(
    network=one_village(),
    villages=[Village(A, "三河", Point.parse("32.9", "115.25", "gcj-02")), Village(B, "", Point(-1, -1, "gcj-02"))],
    sites=[Site("sanhe", A, Point(32_900_001, 115_250_000, "gcj-02"))],
)
ON_THE_FLAT = {
    "villages.csv": f"village,name,east_m,north_m\n{A},三河,1200,-300\n{B},,,\n",
    "sites.csv": f"station,village\nsanhe,{A}\n",
    "listed.csv": f"station,village,from,to\nsanhe,{B},2015-06-01,2016-01-01\nsanhe,{B},2016-07-01,\n",
}
ON_THE_GLOBE = {
    "villages.csv": (
        "village,name,latitude,longitude,datum\n"
        f"{A},三河,32.900000,115.250000,gcj-02\n"
        f"{B},,-0.000001,-0.000001,gcj-02\n"
    ),
    "sites.csv": f"station,village,latitude,longitude,datum\nsanhe,{A},32.900001,115.250000,gcj-02\n",
    "listed.csv": "station,village,from,to\n",
}


def named(countryside: Countryside, names: list[str]) -> Countryside:
    """Give the villages other names, and whatever the network names none."""
    new, network = iter(names * 99), countryside.network
    return evolve(
        countryside,
        network=evolve(
            network,
            centres=[evolve(each, name="") for each in network.centres],
            stations=[evolve(each, name="") for each in network.stations],
            partners=[evolve(each, name="") for each in network.partners],
            payees=[evolve(each, name="") for each in network.payees],
        ),
        villages=[evolve(each, name=next(new)) for each in countryside.villages],
    )


COUNTRYSIDES = st.builds(named, countrysides(), st.lists(NAMES, min_size=1, max_size=9))


def read(changes: dict[str, str | None], ours: Countryside = FLAT) -> Countryside:
    """Read a countryside with some of its files changed, or taken away; files are named as they are."""
    with folder() as home:
        write_countryside(ours, home)
        for name, content in changes.items():
            if content is None:
                (home / name).unlink()
            else:
                (home / name).write_text(content, encoding="utf-8")
        with chdir(home):
            return read_countryside(Path())


class TestReadingBack:
    """A countryside that was written is read as it was."""

    @FEW
    @given(COUNTRYSIDES)
    def test_it_is_equal_and_the_same_bytes_again(self, countryside: Countryside) -> None:
        with folder() as home, folder() as other:
            write_countryside(countryside, home)
            written = {path.name for path in home.iterdir()} - {*SERVICE_FILES}
            assert written == {*NETWORK_FILES, *COUNTRYSIDE_FILES}
            found = read_countryside(home)
            assert found == countryside
            write_countryside(found, other)
            for name in COUNTRYSIDE_FILES:
                assert (home / name).read_bytes() == (other / name).read_bytes()
            assert read_network(home) == countryside.network

    @pytest.mark.parametrize(("ours", "contents"), [(FLAT, ON_THE_FLAT), (GLOBE, ON_THE_GLOBE)])
    def test_it_is_written_so(self, tmp_path: Path, ours: Countryside, contents: dict[str, str]) -> None:
        write_countryside(ours, tmp_path)
        for name, content in contents.items():
            assert (tmp_path / name).read_text(encoding="utf-8") == content
        assert read_countryside(tmp_path) == ours

    def test_a_sample_reads_back(self, tmp_path: Path) -> None:
        ours = sample_countryside(stations=30, seed=7)
        write_countryside(ours, tmp_path)
        assert read_countryside(tmp_path) == ours

    @pytest.mark.parametrize("name", COUNTRYSIDE_FILES)
    def test_each_file_may_be_left_out(self, name: str) -> None:
        """Without villages neither can sites nor listings name any."""
        gone = dict.fromkeys(COUNTRYSIDE_FILES if name == "villages.csv" else [name])
        found = read(dict(gone))
        assert (not found.villages, not found.sites, not found.listed) == tuple(
            each in gone for each in COUNTRYSIDE_FILES
        )
        assert found.network == FLAT.network

    def test_columns_that_may_be_empty_may_be_left_out(self) -> None:
        found = read(
            {
                "villages.csv": f"longitude,village,latitude,datum\n115.25,{A},32.9,wgs-84\n",
                "sites.csv": f"village,station\n{A},sanhe\n",
                "listed.csv": f"from,village,station\n2015-06-01,{A},sanhe\n",
            }
        )
        assert found.villages == (Village(A, "", Point(32_900_000, 115_250_000, "wgs-84")),)
        assert found.sites == (Site("sanhe", A),)
        assert found.listed == (ListedVillage("sanhe", A, OPENED),)

    def test_a_name_that_would_not_read_back_is_not_written(self, tmp_path: Path) -> None:
        ours = evolve(FLAT, villages=[Village(A), Village(B, "half a \ud800")])
        with pytest.raises(DocumentsRefused) as caught:
            write_countryside(ours, tmp_path)
        [fault] = caught.value.faults
        assert (fault.row, fault.place) == (3, "name")
        assert list(tmp_path.iterdir()) == []


class TestCutting:
    """A file that was cut short is refused, unless it was cut exactly at the end of a row."""

    @pytest.mark.parametrize("name", COUNTRYSIDE_FILES)
    def test_wherever_it_is_cut(self, name: str) -> None:
        whole = ON_THE_FLAT[name].encode()
        ends = ends_of_rows(whole)
        with folder() as home:
            write_countryside(FLAT, home)
            for end in range(len(whole)):
                (home / name).write_bytes(whole[:end])
                if end not in ends:
                    assert str(home / name) in {fault.file for fault in told(lambda: read_countryside(home))}


class TestFaults:
    """Whatever is wrong is told in one sentence, with file, row and column, and all of it at once."""

    @pytest.mark.parametrize(
        ("name", "old", "new", "row", "column", "message"),
        [
            ("villages.csv", f"{B},", "340123,", 3, "village", "the code of a village must name a village"),
            ("villages.csv", "-300", "", 2, "north_m", "a position must have both east_m and north_m"),
            ("villages.csv", "1200", "12.5", 2, "east_m", "a whole number, such as 7"),
            ("villages.csv", f"{B},,,\n", f"{B},,,\n{A},,,\n", 4, "village", "a village must be there once"),
            ("sites.csv", "sanhe,", "north,", 2, "station", "a station that is named must be there"),
            ("sites.csv", A, "340123101299", 2, "village", "a village that is named must be there"),
            ("sites.csv", f"sanhe,{A}\n", f"sanhe,{A}\nsanhe,{B}\n", 3, "station", "a station must have one site"),
            ("listed.csv", "2016-01-01", "2015-06-01", 2, "to", "a period must end after it starts"),
            ("listed.csv", "2015-06-01", "2015-6-1", 2, "from", "a day, such as 2016-11-11"),
            ("listed.csv", "2016-01-01", "2016-09-01", 3, "from", "a village must be listed once for a station"),
            ("listed.csv", f"{B},2016", "340123101299,2016", 3, "village", "a village that is named must be there"),
        ],
    )
    def test_on_the_flat(  # noqa: PLR0917 - the columns of a table
        self, name: str, old: str, new: str, row: int, column: str, message: str
    ) -> None:
        assert ON_THE_FLAT[name].count(old) >= 1
        [fault] = told(lambda: read({name: ON_THE_FLAT[name].replace(old, new, 1)}))
        assert (fault.file, fault.row, fault.place) == (name, row, column)
        assert message in fault.message

    @pytest.mark.parametrize(
        ("name", "old", "new", "row", "column", "message"),
        [
            ("villages.csv", "32.900000", "90", 2, "latitude", "above -90 and below 90"),
            ("villages.csv", "32.900000", "-90", 2, "latitude", "above -90 and below 90"),
            ("villages.csv", "115.250000", "180", 2, "longitude", "from -180 to below 180"),
            ("villages.csv", "115.250000", "-180.000001", 2, "longitude", "from -180 to below 180"),
            ("villages.csv", "32.900000", "32.9000001", 2, "latitude", "decimal places"),
            ("villages.csv", "32.900000", "north", 2, "latitude", "a number must be written in"),
            ("villages.csv", "gcj-02", "bd-09", 2, "datum", "one of wgs-84, gcj-02"),
            ("villages.csv", "gcj-02", "", 2, "datum", "a point must have latitude, longitude and datum, but datum"),
            ("villages.csv", "32.900000", "", 2, "latitude", "but latitude is empty"),
            ("sites.csv", "115.250000", "", 2, "longitude", "but longitude is empty"),
            ("sites.csv", "gcj-02", "wgs-84", 2, "datum", "all places of a countryside must be stated in one way"),
        ],
    )
    def test_on_the_globe(  # noqa: PLR0917 - the columns of a table
        self, name: str, old: str, new: str, row: int, column: str, message: str
    ) -> None:
        [fault] = told(lambda: read({name: ON_THE_GLOBE[name].replace(old, new, 1)}, GLOBE))
        assert (fault.file, fault.row, fault.place) == (name, row, column)
        assert message in fault.message

    @pytest.mark.parametrize(("row", "column"), [("5,,", "east_m"), (",5,", "north_m")])
    def test_a_village_is_placed_in_one_way(self, row: str, column: str) -> None:
        content = f"village,east_m,north_m,latitude,longitude,datum\n{A},{row}32.9,115.25,wgs-84\n{B},,,,,\n"
        [fault] = told(lambda: read({"villages.csv": content}))
        assert (fault.row, fault.place) == (2, column)
        assert fault.message.startswith("a village must be placed in one way")

    def test_the_first_that_is_placed_in_another_way_is_told(self) -> None:
        content = f"village,east_m,north_m,latitude,longitude,datum\n{A},,,32.9,115.25,wgs-84\n{B},5,5,,,\n"
        [fault] = told(lambda: read({"villages.csv": content}))
        assert (fault.row, fault.place) == (3, "east_m")

    def test_a_site_in_another_county_is_told(self) -> None:
        changed = {name: content.replace(A, "341221101201") for name, content in ON_THE_FLAT.items()}
        [fault] = told(lambda: read(dict(changed)))
        assert (fault.file, fault.row, fault.place) == ("sites.csv", 2, "village")
        assert fault.message.startswith("a station must stand in a village of the county of its centre")

    def test_all_files_are_told_at_once_and_nothing_that_only_follows(self) -> None:
        """Beside a village that cannot be read, it is not told that sites and listings name none."""
        faults = told(
            lambda: read(
                {
                    "villages.csv": f"village,name\n34012,\n{B},\n",
                    "sites.csv": f"station,village\nsanhe,{A}\nsanhe,{B}\n",
                    "listed.csv": f"station,village,from,to\nsanhe,{B},soon,\n",
                    "stations.csv": "station,centre,opened\nsanhe,feixi,soon\n",
                }
            )
        )
        assert [(fault.file, fault.row, fault.place) for fault in faults] == [
            ("listed.csv", 2, "from"),
            ("stations.csv", 2, "opened"),
            ("villages.csv", 2, "village"),
        ]
        faults = told(
            lambda: read(
                {
                    "villages.csv": f"village,name\n34012,\n{B},\n",
                    "sites.csv": f"station,village\nsanhe,{A}\nsanhe,{B}\n",
                }
            )
        )
        assert [(fault.file, fault.row, fault.place) for fault in faults] == [
            ("sites.csv", 3, "station"),
            ("villages.csv", 2, "village"),
        ]

    def test_a_column_that_is_missing_or_unknown_is_told(self) -> None:
        faults = told(lambda: read({"sites.csv": f"station,town\nsanhe,{A}\n"}))
        assert {(fault.file, fault.row, fault.place) for fault in faults} == {
            ("sites.csv", 1, "town"),
            ("sites.csv", 1, "village"),
        }

    def test_a_folder_without_a_network_is_refused_as_such(self, tmp_path: Path) -> None:
        (tmp_path / "villages.csv").write_text("village\n")
        [fault] = told(lambda: read_countryside(tmp_path))
        assert fault.message.startswith("a network must be a folder that holds centres.csv")


class TestDegrees:
    """Degrees are read to the microdegree, from within their range."""

    @given(st.integers(-89_999_999, 89_999_999))
    def test_latitudes(self, number: int) -> None:
        assert (
            degrees("latitude", f"{'-' if number < 0 else ''}{abs(number) // 10**6}.{abs(number) % 10**6:06}") == number
        )

    @pytest.mark.parametrize(("text", "number"), [("-180", -180_000_000), ("179.999999", 179_999_999)])
    def test_longitudes_at_the_date_line(self, text: str, number: int) -> None:
        assert degrees("longitude", text) == number
