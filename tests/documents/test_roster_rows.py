import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from rural_taobao.cli.recognition import ADOPTIONS_FILE, CALENDAR_FILE
from rural_taobao.documents import COUNTRYSIDE_FILES, NETWORK_FILES, SERVICE_FILES
from rural_taobao.documents.network_rows import (
    centre_rows,
    partner_rows,
    payee_rows,
    permission_rows,
    posting_rows,
    station_rows,
)
from rural_taobao.documents.roster_rows import (
    CENTRES,
    MET,
    ON_HOLD,
    PARTNERS,
    PAYEES,
    PERMISSIONS,
    POSTINGS,
    ROLE,
    STATIONS,
    PositionHalfGiven,
    RosterRow,
    centre_of,
    partner_of,
    payee_of,
    permission_of,
    posting_of,
    station_of,
)
from rural_taobao.documents.village_rows import DEGREES, LISTED, METRES, SITES, VILLAGES
from rural_taobao.network import Network
from rural_taobao.testing.networks import networks

FEW = settings(max_examples=25)


def read(
    names: Sequence[str], make: Callable[[RosterRow], object], rows: Iterator[tuple[str, ...]]
) -> tuple[object, ...]:
    """Make a value of each row; a column that a row does not reach is empty."""
    return tuple(make(RosterRow({**dict.fromkeys(names, ""), **dict(zip(names, row, strict=False))})) for row in rows)


class TestRows:
    """What is written as a row is made of it again."""

    @FEW
    @given(networks())
    def test_a_row_gives_back_what_it_was_written_of(self, network: Network) -> None:
        assert read(CENTRES, centre_of, centre_rows(network)) == network.centres
        assert read(STATIONS, station_of, station_rows(network)) == network.stations
        assert read((*PARTNERS, *MET), partner_of, partner_rows(network)) == network.partners
        assert read(PERMISSIONS, permission_of, permission_rows(network)) == network.permissions
        assert read((*PAYEES, ON_HOLD), payee_of, payee_rows(network)) == network.payees
        assert read((*POSTINGS, ROLE), posting_of, posting_rows(network)) == (*network.postings, *network.helpers)

    @pytest.mark.parametrize("missing", ["east_m", "north_m"])
    def test_half_a_position_is_told_by_what_is_missing(self, missing: str) -> None:
        cells: dict[str, Any] = {**dict.fromkeys(STATIONS, ""), "east_m": "1", "north_m": "1", missing: ""}
        with pytest.raises(PositionHalfGiven) as refused:
            _ = RosterRow(cells).position
        assert refused.value.missing == missing

    def test_the_error_of_half_a_position_is_pickled(self) -> None:
        error = PositionHalfGiven("east_m")
        assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301 - our own bytes


class TestPage:
    """The page on the files of a network names every file and every column, and no other."""

    def test_it_names_every_column(self) -> None:
        page = (Path(__file__).parents[2] / "docs" / "network-files.md").read_text("utf-8")
        named: dict[str, set[str]] = {"permissions.csv": set()}
        file = ""
        for line in page.partition("## Centres")[2].splitlines():
            cells = line.split("|")[1:-1]
            if len(cells) == len(["file", "column", "what", "empty"]):
                file = "".join(re.findall(r"`([a-z]+\.csv)`", cells[0])) or file
                named.setdefault(file, set()).update(re.findall(r"`([a-z_]+)`", cells[1]))
            elif cells:
                named["permissions.csv"].update(re.findall(r"`([a-z_]+)`", cells[0]))
        named.pop("")  # the heads of the tables
        assert named == {
            "centres.csv": {*CENTRES},
            "stations.csv": {*STATIONS},
            "partners.csv": {*PARTNERS, *MET},
            "payees.csv": {*PAYEES, ON_HOLD},
            "postings.csv": {*POSTINGS, ROLE},
            "permissions.csv": {*PERMISSIONS},
            "villages.csv": {*VILLAGES, *DEGREES, *METRES},
            "sites.csv": {*SITES, *DEGREES},
            "listed.csv": {*LISTED},
        }
        files = (*NETWORK_FILES, *SERVICE_FILES, *COUNTRYSIDE_FILES, CALENDAR_FILE, ADOPTIONS_FILE)
        assert all(f"`{name}`" in page for name in files)
