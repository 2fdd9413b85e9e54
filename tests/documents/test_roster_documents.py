from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.documents.countrysides import read_countryside
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.rosters import NETWORK_FILES, SERVICE_FILES, read_network, write_network
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.network import (
    CountyCentre,
    HelperPosting,
    Network,
    Partner,
    Payee,
    Position,
    Posting,
    Station,
    Vacancy,
    programme_versions,
)
from rural_taobao.periods import Period
from rural_taobao.samples import one_village, service_village
from rural_taobao.testing.networks import networks
from rural_taobao.timeline import Source
from tests.documents.table_files import ends_of_rows, folder, told

FEW = settings(max_examples=25)
ROSTERS = NETWORK_FILES[:-1]
NAMES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6) | st.text(
    '",\r\n=三', max_size=4
)
OPENED = Period(date(2015, 6, 1))
SMALL = Network(
    platform="platform",
    vacancy=Vacancy("nobody"),
    versions=programme_versions({"1.0": "shop", "2.0": "partner"}),
    centres=[CountyCentre("feixi", "340123", "feixi-pay", OPENED, "肥西")],
    stations=[
        Station("sanhe", "feixi", OPENED, "三河", Position(1200, -300)),
        Station("north", "feixi", Period(date(2015, 7, 1), date(2017, 1, 1))),
    ],
    partners=[Partner("li", OPENED, "full_time", date(2015, 5, 20)), Partner("wang", OPENED, "part_time")],
    payees=[
        Payee("platform", Period(date(2015, 1, 1))),
        Payee("feixi-pay", OPENED),
        Payee("li", OPENED, "李"),
        Payee("wang", OPENED),
    ],
    postings=[
        Posting("sanhe", "li", "li", "2.0", OPENED),
        Posting("north", "wang", "wang", "1.0", Period(date(2015, 7, 1), date(2016, 1, 1))),
        Posting("north", "wang", "wang", "1.0", Period(date(2016, 1, 1), date(2017, 1, 1)), reverts=True),
    ],
)
CONTENTS = {
    "centres.csv": "centre,county,payee,opened,closed,name\nfeixi,340123,feixi-pay,2015-06-01,,肥西\n",
    "stations.csv": (
        "station,centre,opened,closed,name,east_m,north_m\n"
        "sanhe,feixi,2015-06-01,,三河,1200,-300\n"
        "north,feixi,2015-07-01,2017-01-01,,,\n"
    ),
    "partners.csv": (
        "partner,contract_from,contract_to,engagement,examined,name\n"
        "li,2015-06-01,,full_time,2015-05-20,\n"
        "wang,2015-06-01,,part_time,,\n"
    ),
    "payees.csv": (
        "payee,from,to,name\nplatform,2015-01-01,,\nfeixi-pay,2015-06-01,,\nli,2015-06-01,,李\nwang,2015-06-01,,\n"
    ),
    "postings.csv": (
        "station,partner,payee,version,from,to,reverts\n"
        "sanhe,li,li,2.0,2015-06-01,,\n"
        "north,wang,wang,1.0,2015-07-01,2016-01-01,\n"
        "north,wang,wang,1.0,2016-01-01,2017-01-01,true\n"
    ),
}


def read(changes: dict[str, str | None]) -> Network:
    """Read the small network with some of its files changed, or taken away; files are named as they are."""
    with folder() as home:
        write_network(SMALL, home)
        for name, content in changes.items():
            if content is None:
                (home / name).unlink()
            else:
                (home / name).write_text(content)
        with chdir(home):
            return read_network(Path())


def named(network: Network, names: list[str]) -> Network:
    """Give what has a name another one."""
    new = iter(names * 99)
    return evolve(
        network,
        centres=[evolve(each, name=next(new)) for each in network.centres],
        stations=[evolve(each, name=next(new)) for each in network.stations],
        partners=[evolve(each, name=next(new)) for each in network.partners],
        payees=[evolve(each, name=next(new)) for each in network.payees],
    )


NETWORKS = st.builds(named, networks(), st.lists(NAMES, min_size=1, max_size=9))


class TestHolds:
    """Who is on hold says so in a column of its own, which is there for nobody else."""

    def test_a_hold_is_read(self) -> None:
        text = (
            "payee,from,to,name,on_hold\nplatform,2015-01-01,,,\nfeixi-pay,2015-06-01,,,\n"
            "li,2015-06-01,,李,2016-11-01/2016-12-01 2017-03-01/\nwang,2015-06-01,,,\n"
        )
        network = read({"payees.csv": text})
        days = Period(date(2016, 11, 1), date(2016, 12, 1)), Period(date(2017, 3, 1))
        assert [payee.on_hold for payee in network.payees] == [(), (), days, ()]
        with folder() as home:
            write_network(network, home)
            assert (home / "payees.csv").read_text(encoding="utf-8") == text

    @pytest.mark.parametrize(
        ("cell", "message"),
        [
            ("2016-11-01", "must be its first day, a '/' and the first day after"),
            ("2016-11-01/x", "a day"),
            ("2016-11-01/2016-11-01", "2016-11-01"),
        ],
    )
    def test_what_is_none_is_told_where_it_stands(self, cell: str, message: str) -> None:
        text = CONTENTS["payees.csv"].replace("name\n", "name,on_hold\n").replace(",,\n", ",,,\n")
        with pytest.raises(DocumentsRefused) as refused:
            read({"payees.csv": text.replace("李\n", f"李,{cell}\n")})
        [fault] = refused.value.faults
        assert (fault.row, fault.place) == (4, "on_hold")
        assert message in fault.message


class TestReadingBack:
    """A network that was written is read as it was."""

    @FEW
    @given(NETWORKS)
    def test_it_is_equal(self, network: Network) -> None:
        with folder() as home:
            write_network(network, home)
            there = zip(SERVICE_FILES, (network.services, network.permissions), strict=True)
            files = [*NETWORK_FILES, *(name for name, held in there if held)]
            assert sorted(path.name for path in home.iterdir()) == sorted(files)
            assert read_network(home) == network

    @FEW
    @given(NETWORKS)
    def test_the_same_network_is_the_same_bytes(self, network: Network) -> None:
        with folder() as home, folder() as other:
            write_network(network, home)
            write_network(read_network(home), other)
            for path in home.iterdir():
                assert path.read_bytes() == (other / path.name).read_bytes()

    @FEW
    @given(networks().map(lambda network: named(network, ["三", "x, y", ""])))
    def test_a_byte_order_mark_and_crlf_change_nothing(self, network: Network) -> None:
        with folder() as home:
            write_network(network, home)
            for name in ROSTERS:
                path = home / name
                path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
            assert read_network(home) == network

    @pytest.mark.parametrize("name", ROSTERS)
    def test_it_is_written_so(self, tmp_path: Path, name: str) -> None:
        write_network(SMALL, tmp_path)
        assert (tmp_path / name).read_text(encoding="utf-8") == CONTENTS[name]

    def test_columns_that_may_be_empty_may_be_left_out(self) -> None:
        network = read(
            {
                "centres.csv": "county,centre,payee,opened\n340123,feixi,feixi-pay,2015-06-01\n",
                "stations.csv": "station,centre,opened\nsanhe,feixi,2015-06-01\n",
                "partners.csv": "partner,contract_from,engagement\nwang,2015-06-01,part_time\n",
                "payees.csv": "payee,from\nplatform,2015-06-01\nfeixi-pay,2015-06-01\n",
                "postings.csv": "station,partner,payee,version,from\nsanhe,wang,platform,1.0,2015-06-01\n",
            }
        )
        assert network.stations == (Station("sanhe", "feixi", OPENED),)
        assert network.partners == (Partner("wang", OPENED, "part_time"),)
        assert network.postings == (Posting("sanhe", "wang", "platform", "1.0", OPENED),)

    HELPED = evolve(SMALL, helpers=[HelperPosting("sanhe", "wang", "wang", Period(date(2016, 1, 1), date(2016, 7, 1)))])
    ROLES = (
        "station,partner,payee,version,from,to,reverts,role\n"
        "sanhe,li,li,2.0,2015-06-01,,,in_charge\n"
        "north,wang,wang,1.0,2015-07-01,2016-01-01,,in_charge\n"
        "north,wang,wang,1.0,2016-01-01,2017-01-01,true,in_charge\n"
        "sanhe,wang,wang,,2016-01-01,2016-07-01,,helper\n"
    )

    def test_helpers_stand_among_the_postings_by_their_role(self, tmp_path: Path) -> None:
        write_network(self.HELPED, tmp_path)
        assert (tmp_path / "postings.csv").read_text(encoding="utf-8") == self.ROLES
        assert read({"postings.csv": self.ROLES}) == self.HELPED
        said = self.ROLES.replace(",in_charge", ",").replace("07-01,,helper", "07-01,false,helper")
        assert read({"postings.csv": said}) == self.HELPED

    @pytest.mark.parametrize(
        ("old", "new", "row", "column", "message"),
        [
            ("li,li,2.0,", "li,li,,", 2, "version", "a partner in charge must be posted under a model version"),
            ("wang,wang,,2016", "wang,wang,1.0,2016", 5, "version", "a helper must be posted without a model version"),
            ("07-01,,helper", "07-01,true,helper", 5, "reverts", "a helper must be posted without a model version"),
            ("helper", "help", 5, "role", "a value here must be one of in_charge, helper"),
            (
                "sanhe,wang,wang,,2016",
                "sanhe,li,li,,2016",
                5,
                "from",
                "a helper must not be in charge",
            ),
            ("sanhe,wang,wang,,2016", "sanhe,zhao,wang,,2016", 5, "partner", "a partner that is named must be there"),
            (
                "sanhe,wang,wang,,2016",
                "sanhe,wang,wang,,2014",
                5,
                "from",
                "the posting of helper wang at",
            ),
        ],
    )
    def test_a_role_is_told_where_it_does_not_fit(
        self, old: str, new: str, row: int, column: str, message: str
    ) -> None:
        assert self.ROLES.count(old) == 1
        faults = told(lambda: read({"postings.csv": self.ROLES.replace(old, new)}))
        assert [(fault.row, fault.place) for fault in faults] == [(row, column)] * len(faults)
        assert message in faults[0].message

    def test_a_posting_may_say_that_it_reverts_to_nothing(self) -> None:
        said = CONTENTS["postings.csv"].replace("2015-06-01,,", "2015-06-01,,false")
        assert read({"postings.csv": said}) == SMALL


class TestCutting:
    """A file that was cut short is refused, unless it was cut exactly at the end of a row."""

    @pytest.mark.parametrize("name", ROSTERS)
    def test_wherever_it_is_cut(self, name: str) -> None:
        whole = CONTENTS[name].encode()
        ends = ends_of_rows(whole)
        with folder() as home:
            write_network(SMALL, home)
            for end in range(len(whole)):
                (home / name).write_bytes(whole[:end])
                if end not in ends:
                    assert str(home / name) in {fault.file for fault in told(lambda: read_network(home))}


class TestBadCells:
    """Each cell that cannot be read is told in one sentence, with file, row and column."""

    @pytest.mark.parametrize(
        ("name", "old", "new", "row", "column", "message"),
        [
            (
                "centres.csv",
                "340123",
                "340199",
                2,
                "county",
                "the county of county centre feixi must exist in the year",
            ),
            ("centres.csv", "340123", "34012", 2, "county", "a county code must be 6 ASCII digits"),
            ("centres.csv", "340123", "340100", 2, "county", "the code of a county must name a county, but"),
            ("centres.csv", "feixi,", "肥西,", 2, "centre", "a centre id must be 1 to 64 ASCII letters"),
            ("centres.csv", "2015-06-01", "2015-6-1", 2, "opened", "a value here must be a day, such as 2016-11-11"),
            ("centres.csv", "01,,", "01,2015-06-01,", 2, "closed", "a period must end after it starts, but 2015-06-01"),
            ("stations.csv", "2015-06-01", "2016-02-30", 2, "opened", "a value here must be a day, such as 2016-11-11"),
            ("stations.csv", "2015-06-01", "", 2, "opened", "a value here must be a day, such as 2016-11-11"),
            ("stations.csv", "1200", "1200.5", 2, "east_m", "a value here must be a whole number"),
            ("stations.csv", "1200,-300", "1200,", 2, "north_m", "a position must have both east_m and north_m, but"),
            ("stations.csv", "1200,-300", ",-300", 2, "east_m", "a position must have both east_m and north_m, but"),
            ("stations.csv", "2017-01-01", "2015-07-01", 3, "closed", "a period must end after it starts"),
            ("partners.csv", "full_time", "full", 2, "engagement", "a value here must be one of part_time, full_time"),
            ("partners.csv", "2015-05-20", "20.5.2015", 2, "examined", "a value here must be a day"),
            ("partners.csv", "01,,part", "01,2015-05-01,part", 3, "contract_to", "a period must end after it starts"),
            ("payees.csv", "2015-06-01,,李", "2015-06-01,2015-06-01,李", 4, "to", "a period must end after it starts"),
            ("payees.csv", "李", f'"{"李" * 10_001}"', 4, "name", "a cell must hold at most 10000 characters"),
            ("postings.csv", "true", "yes", 4, "reverts", "a value here must be true or false"),
            ("postings.csv", "2.0", "2,0", 2, "", "a row must have 7 cells, as the header has, but it has 8"),
            ("postings.csv", "2017-01-01,t", "", 4, "", "a row must have 7 cells, as the header has, but it has 6"),
        ],
    )
    def test_a_cell(  # noqa: PLR0917 - each is a part of the example
        self, name: str, old: str, new: str, row: int, column: str, message: str
    ) -> None:
        assert old in CONTENTS[name]
        (fault, *_) = told(lambda: read({name: CONTENTS[name].replace(old, new, 1)}))
        assert (fault.file, fault.row, fault.place) == (name, row, column)
        assert fault.message.startswith(message)


class TestBrokenLaws:
    """Each breach of a law of the network is told at the row that breaks it, and the column that it is about."""

    @pytest.mark.parametrize(
        ("name", "old", "new", "places", "message"),
        [
            ("centres.csv", "feixi-pay", "nobody", [(2, "payee")], "a payee that is named must be there, but county"),
            ("centres.csv", "2015-06-01", "2015-05-31", [(2, "opened")], "county centre feixi must lie within payee"),
            ("stations.csv", "north,feixi", "north,feidong", [(3, "centre")], "a county centre that is named must be"),
            (
                "stations.csv",
                "2015-06-01",
                "2015-05-31",
                [(2, "opened")],
                "station sanhe must lie within county centre",
            ),
            (
                "stations.csv",
                "north,feixi",
                "sanhe,feixi",
                [(3, "station")],
                "what holds of station sanhe must be told",
            ),
            ("partners.csv", "wang", "li", [(3, "partner")], "what holds of partner li must be told once"),
            ("payees.csv", "wang", "li", [(5, "payee")], "an id must be given once, but payee li is there twice"),
            ("postings.csv", "sanhe,li,li", "sanhe,zhao,li", [(2, "partner")], "a partner that is named must be"),
            ("postings.csv", "sanhe,li,li", "south,li,li", [(2, "station")], "a station that is named must be there"),
            ("postings.csv", "sanhe,li,li,2.0", "sanhe,li,zhao,2.0", [(2, "payee")], "a payee that is named must be"),
            ("postings.csv", "2.0", "4.0", [(2, "version")], "a model version that is named must be there, but"),
            ("postings.csv", "2016-01-01,\n", "2016-01-02,\n", [(4, "from")], "a station must have one partner in"),
            (
                "postings.csv",
                "2017-01-01,true",
                "2017-01-02,true",
                [(4, "to")],
                "the posting of partner wang at station",
            ),
            (
                "postings.csv",
                "2015-07-01,2016-01-01",
                "2015-07-01,2018-01-01",
                [(3, "to")],
                "the posting of partner wang at station north 2015-07-01",
            ),
            ("postings.csv", "north,wang,wang,1.0,2015", "sanhe,wang,wang,1.0,2015", [(3, "from")], "a station must"),
            (
                "postings.csv",
                "sanhe,li",
                "sanhe,wang",
                [(2, "version"), (2, "version")],
                "a partner must meet the demand",
            ),
            (
                "postings.csv",
                "north,wang,wang,1.0,2015-07",
                "north,wang,wang,1.0,2015-06",
                [(3, "from")],
                "the posting",
            ),
        ],
    )
    def test_a_row(self, name: str, old: str, new: str, places: list[tuple[int, str]], message: str) -> None:
        assert old in CONTENTS[name]
        faults = [
            fault for fault in told(lambda: read({name: CONTENTS[name].replace(old, new, 1)})) if fault.file == name
        ]
        assert [(fault.row, fault.place) for fault in faults][: len(places)] == places
        assert faults[0].message.startswith(message)

    def test_a_version_that_goes_back(self) -> None:
        postings = (
            "station,partner,payee,version,from,to,reverts\n"
            "sanhe,li,li,2.0,2015-06-01,2016-01-01,\n"
            "sanhe,li,li,1.0,2016-01-01,,\n"
        )
        (fault,) = told(lambda: read({"postings.csv": postings}))
        assert (fault.row, fault.place) == (3, "version")
        assert "state 'reverts' where that is meant" in fault.message

    def test_too_many_stations(self) -> None:
        postings = (
            "station,partner,payee,version,from,to,reverts\n"
            "north,li,li,2.0,2015-07-01,2017-01-01,\n"
            "sanhe,li,li,2.0,2015-06-01,,\n"
        )
        (fault,) = told(lambda: read({"postings.csv": postings}))
        assert (fault.row, fault.place) == (2, "from")
        assert "model version 2.0" in fault.message

    def test_a_row_that_is_there_twice_is_told_at_the_second(self) -> None:
        again = CONTENTS["partners.csv"] + CONTENTS["partners.csv"].split("\n")[1] + "\n"
        (fault,) = told(lambda: read({"partners.csv": again}))
        assert (fault.file, fault.row) == ("partners.csv", 4)

    def test_a_platform_that_is_no_payee_is_told_of_the_models(self) -> None:
        without = CONTENTS["payees.csv"].replace("platform,2015-01-01,,\n", "")
        (fault,) = told(lambda: read({"payees.csv": without}))
        assert (fault.file, fault.row, fault.place) == ("models.toml", 0, "platform")


class TestAllAtOnce:
    """All faults of all files are told at once, and nothing that only follows from another."""

    def test_faults_of_every_file(self) -> None:
        faults = told(
            lambda: read({name: content.replace("2015", "二零一五", 1) for name, content in CONTENTS.items()})
        )
        assert [fault.file for fault in faults] == sorted(ROSTERS)

    def test_laws_that_are_broken_are_told_beside_cells_that_cannot_be_read(self) -> None:
        faults = told(
            lambda: read(
                {
                    "payees.csv": CONTENTS["payees.csv"].replace("feixi-pay,2015", "feixi-pay,x"),
                    "stations.csv": CONTENTS["stations.csv"].replace("2015-06-01", "2015-05-31"),
                }
            )
        )
        assert [(fault.file, fault.row, fault.place) for fault in faults] == [
            ("payees.csv", 3, "from"),
            ("stations.csv", 2, "opened"),
        ]

    def test_a_posting_is_not_blamed_for_one_that_could_not_be_read(self) -> None:
        postings = (
            "station,partner,payee,version,from,to,reverts\n"
            "sanhe,li,li,2.0,2015-06-01,2016-01-01,\n"
            "sanhe,li,li,1.0,2016-01-01,2016-02-01,perhaps\n"
            "sanhe,li,li,1.0,2016-02-01,,\n"
        )
        (fault,) = told(lambda: read({"postings.csv": postings}))
        assert (fault.row, fault.place) == (3, "reverts")

    @pytest.mark.parametrize(
        ("lacks", "unread", "named", "told_too"),
        [
            ("stations.csv", "payees.csv", "nowhere", True),
            ("stations.csv", "stations.csv", "nowhere", True),
            ("stations.csv", "centres.csv", "nowhere", False),
            ("stations.csv", "centres.csv", "elsewhere", True),
            ("postings.csv", "centres.csv", "nowhere", True),
            ("postings.csv", "stations.csv", "nowhere", False),
            ("postings.csv", "stations.csv", "二", True),
        ],
    )
    def test_what_is_missing_is_told_wherever_an_unread_row_could_not_be_it(
        self, lacks: str, unread: str, named: str, *, told_too: bool
    ) -> None:
        missing = {
            "stations.csv": "station,centre,opened,closed,name,east_m,north_m\nsanhe,nowhere,2015-06-01,,,,\n",
            "postings.csv": (
                "station,partner,payee,version,from,to,reverts\nnowhere,li,li,2.0,2015-06-01,2016-01-01,\n"
            ),
        }[lacks]
        texts = {**CONTENTS, lacks: missing}
        columns = texts[unread].partition("\n")[0].count(",")
        texts[unread] += f"{named},{','.join('二' * columns)}\n"
        faults = told(lambda: read({lacks: texts[lacks], unread: texts[unread]}))
        assert any("must be there" in fault.message and fault.file == lacks for fault in faults) == told_too
        assert any(fault.file == unread and "二" in fault.message for fault in faults)

    def test_of_a_file_that_cannot_be_opened_nothing_is_said_to_be_missing(self) -> None:
        with folder() as home:
            write_network(one_village(), home)
            (home / "centres.csv").unlink()
            (home / "centres.csv").mkdir()
            with pytest.raises(DocumentsRefused) as caught:
                read_network(home)
        assert {Path(fault.file).name for fault in caught.value.faults} == {"centres.csv"}

    @pytest.mark.parametrize(
        "rows",
        [
            "li,2015-06-01,2016-01-01,full_time,2015-05-20,\nli,2016-01-01,,full_time,soon,\n",
            "li,2015-06-01,,full_time,,\nli,2015-06-01,,full_time,soon,\n",
        ],
        ids=["how long the contract lasted", "that the examination was passed"],
    )
    def test_a_posting_is_not_blamed_for_what_an_unread_row_of_the_partner_may_tell(self, rows: str) -> None:
        header, _, _ = CONTENTS["partners.csv"].partition("\n")
        wang = "wang,2015-06-01,,part_time,,\n"
        (fault,) = told(lambda: read({"partners.csv": f"{header}\n{rows}{wang}"}))
        assert (fault.file, fault.row, fault.place) == ("partners.csv", 3, "examined")
        blamed = told(lambda: read({"partners.csv": f"{header}\n{rows.splitlines()[0]}\n{wang}"}))
        assert [each.file for each in blamed] == ["postings.csv"]

    @pytest.mark.parametrize("name", NETWORK_FILES)
    def test_a_file_that_is_not_there(self, name: str) -> None:
        (fault,) = told(lambda: read({name: None}))
        assert (fault.file, fault.row) == (name, 0)

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        (fault,) = told(lambda: read_network(tmp_path / "none"))
        assert all(name in fault.message for name in NETWORK_FILES)

    @pytest.mark.parametrize("there", NETWORK_FILES)
    def test_every_file_that_is_missing(self, tmp_path: Path, there: str) -> None:
        (tmp_path / there).touch()
        missing = {Path(fault.file).name for fault in told(lambda: read_network(tmp_path)) if not fault.row}
        assert missing >= {*NETWORK_FILES} - {there}

    def test_a_link_to_nowhere_is_a_file_of_a_network_that_is_missing(self, tmp_path: Path) -> None:
        (tmp_path / "stations.csv").symlink_to("moved.csv")
        missing = {Path(fault.file).name for fault in told(lambda: read_network(tmp_path))}
        assert missing == {*NETWORK_FILES}

    def test_models_and_rosters(self) -> None:
        faults = told(lambda: read({"models.toml": "format = 1\n", "payees.csv": ""}))
        assert {fault.file for fault in faults} == {"models.toml", "payees.csv"}


class TestWriting:
    """The files of a folder are replaced all of them, or none."""

    @pytest.mark.parametrize(
        ("kind", "file", "row"),
        [
            ("centres", "centres.csv", 2),
            ("stations", "stations.csv", 3),
            ("partners", "partners.csv", 3),
            ("payees", "payees.csv", 5),
        ],
    )
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("\0", "a cell must hold text, but a NUL is in this one"),
            ("\ud800", "a cell must hold text, but half a character is in this one"),
            ("x" * 10_001, "a cell must hold at most 10000 characters, but this one holds 10001"),
        ],
    )
    def test_a_name_that_no_file_holds_is_told(  # noqa: PLR0917 - each is a part of the example
        self, tmp_path: Path, kind: str, file: str, row: int, name: str, message: str
    ) -> None:
        *others, last = getattr(SMALL, kind)
        changes: dict[str, Any] = {kind: [*others, evolve(last, name=name)]}
        broken = evolve(SMALL, **changes)
        (tmp_path / file).write_text("old")
        (fault,) = told(lambda: write_network(broken, tmp_path))
        assert (fault.file, fault.row, fault.place) == (str(tmp_path / file), row, "name")
        assert fault.message.startswith(message)
        assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {file: "old"}

    def test_none_is_where_the_models_cannot_be_written(self, tmp_path: Path) -> None:
        version = evolve(SMALL.versions[0], source=Source("\ud800"))
        with pytest.raises(NotWritable):
            write_network(evolve(SMALL, versions=[version, SMALL.versions[1]]), tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_none_is_where_there_is_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(DocumentsRefused):
            write_network(SMALL, tmp_path / "none")


class TestDamagedFiles:
    """Where rows of a file may be missing, that alone is told, and nothing else lacks what may stand there."""

    @pytest.mark.parametrize("damage", ["", "\n", " \n", " , ,\n", "a,b\n", '"a', '"a\n', "cut", "quote", "end"])
    @pytest.mark.parametrize("file", [*NETWORK_FILES, *SERVICE_FILES])
    def test_only_that_file_is_told_of(self, tmp_path: Path, file: str, damage: str) -> None:
        write_network(service_village(), tmp_path)
        whole = (tmp_path / file).read_text("utf-8")
        header = whole.partition("\n")[0] + "\n"
        ways = {"cut": header[:-3], "quote": f'{header}"', "end": whole[:-1] + '"'}
        (tmp_path / file).write_text(ways.get(damage, damage), encoding="utf-8")
        with pytest.raises(DocumentsRefused) as refused:
            read_network(tmp_path)
        assert {Path(fault.file).name for fault in refused.value.faults} == {file}

    def test_what_a_sound_file_lacks_is_told_beside_it(self, tmp_path: Path) -> None:
        write_network(SMALL, tmp_path)
        (tmp_path / "payees.csv").write_text("", encoding="utf-8")
        with (tmp_path / "postings.csv").open("a", encoding="utf-8") as postings:
            postings.write("sanhe,nobody,li,1.0,2014-01-01,2014-02-01,\n")
        with pytest.raises(DocumentsRefused) as refused:
            read_network(tmp_path)
        told = [(Path(fault.file).name, fault.row, fault.place) for fault in refused.value.faults]
        assert told == [("payees.csv", 0, ""), ("postings.csv", 5, "from"), ("postings.csv", 5, "partner")]

    @given(st.integers(1, 400))
    def test_all_faults_are_counted_once_however_many_are_told(self, many: int) -> None:
        with folder() as path:
            write_network(SMALL, path)
            (path / "payees.csv").write_text(CONTENTS["payees.csv"] + "x y,2015-06-01,,\n" * many, encoding="utf-8")
            for read in (read_network, read_countryside):
                with pytest.raises(DocumentsRefused) as refused:
                    read(path)
                faults = refused.value.faults
                assert sum(fault.count for fault in faults) == many
                assert len(faults) == min(many, 100) + (many > 100)
                assert f"{many} faults were found" in str(refused.value) or many == 1
