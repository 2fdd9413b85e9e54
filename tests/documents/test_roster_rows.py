import pickle
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings

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
