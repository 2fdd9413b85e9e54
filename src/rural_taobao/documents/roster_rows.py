"""
Roster rows: centres, stations, partners, payees and postings as the rows of their tables, as `rosters` reads them.

Days are written 2016-11-11, and a day on which something ends is the first on which it does not hold; what is not said
is empty.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, final

from rural_taobao.documents import scalars
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.network import CountyCentre, HelperPosting, Network, Partner, Payee, Position, Posting, Station
from rural_taobao.periods import Period

__all__ = [
    "CENTRES",
    "PARTNERS",
    "PAYEES",
    "POSTINGS",
    "ROLE",
    "STATIONS",
    "PositionHalfGiven",
    "Role",
    "RoleUnfit",
    "RosterRow",
    "centre_of",
    "centre_rows",
    "partner_of",
    "partner_rows",
    "payee_of",
    "payee_rows",
    "posting_of",
    "posting_rows",
    "station_of",
    "station_rows",
]

CENTRES: Final = ("centre", "county", "payee", "opened", "closed", "name")
STATIONS: Final = ("station", "centre", "opened", "closed", "name", "east_m", "north_m")
PARTNERS: Final = ("partner", "contract_from", "contract_to", "engagement", "examined", "name")
PAYEES: Final = ("payee", "from", "to", "name")
POSTINGS: Final = ("station", "partner", "payee", "version", "from", "to", "reverts")
"""The columns of a table; those that may be left out are among them."""
ROLE: Final = "role"
"""The column of postings that is there where there are helpers."""


@final
class PositionHalfGiven(RuralTaobaoError, ValueError):
    """
    Of the position of a station, one direction is given and the other is not.

    Attributes:
        missing: The column that says nothing.
    """

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing)

    def __str__(self) -> str:
        return f"a position must have both east_m and north_m, but {self.missing} is empty; add it, or leave out both"


@final
class Role(StrEnum):
    """What a posting is for."""

    IN_CHARGE = "in_charge"
    HELPER = "helper"


@final
class RoleUnfit(RuralTaobaoError, ValueError):
    """
    A posting says what one of its role cannot say, or does not say what it must.

    Attributes:
        role: The role.
        column: The column.
    """

    def __init__(self, role: Role, column: str) -> None:
        self.role = role
        self.column = column
        super().__init__(role, column)

    def __str__(self) -> str:
        if self.role is Role.IN_CHARGE:
            return (
                f"a partner in charge must be posted under a model version, but {self.column} is empty; "
                "name the version, or state the role 'helper'"
            )
        return (
            "a helper must be posted without a model version, since that of the partner in charge holds, but "
            f"{self.column} is filled in; leave it empty"
        )


@final
class RosterRow:
    """
    A row, each cell of which can be read.

    Args:
        cells: Its texts, by column.
    """

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        return self._cells[column]

    def day(self, column: str) -> date | None:
        """Give the day in a column, if there is one."""
        text = self._cells[column]
        return scalars.day(text) if text else None

    def days(self, start: str, end: str) -> Period:
        """
        Give the days between those in two columns.

        Raises:
            PeriodBackwards: There are none.
        """
        return Period(scalars.day(self._cells[start]), self.day(end))

    @property
    def position(self) -> Position | None:
        """
        Where the station stands, if that is said.

        Raises:
            PositionHalfGiven: One of the two directions is not.
        """
        east, north = self._cells["east_m"], self._cells["north_m"]
        if bool(east) is not bool(north):
            raise PositionHalfGiven("north_m" if east else "east_m")
        return Position(int(east), int(north)) if east else None


def centre_of(row: RosterRow) -> CountyCentre:
    """Make a county centre."""
    return CountyCentre(row["centre"], row["county"], row["payee"], row.days("opened", "closed"), row["name"])


def station_of(row: RosterRow) -> Station:
    """
    Make a station.

    Raises:
        PositionHalfGiven: Of its position one direction is not said.
    """
    return Station(row["station"], row["centre"], row.days("opened", "closed"), row["name"], row.position)


def partner_of(row: RosterRow) -> Partner:
    """Make a partner."""
    days = row.days("contract_from", "contract_to")
    return Partner(row["partner"], days, row["engagement"], row.day("examined"), row["name"])


def payee_of(row: RosterRow) -> Payee:
    """Make a payee."""
    return Payee(row["payee"], row.days("from", "to"), row["name"])


def posting_of(row: RosterRow) -> Posting | HelperPosting:
    """
    Make a posting, in charge or as a helper.

    Raises:
        RoleUnfit: It is under no version, or a helper under one.
    """
    days = row.days("from", "to")
    who = row["station"], row["partner"], row["payee"]
    if (row[ROLE] or Role.IN_CHARGE) == Role.IN_CHARGE:
        if not row["version"]:
            raise RoleUnfit(Role.IN_CHARGE, "version")
        return Posting(*who, row["version"], days, row["reverts"] == "true")
    for column, nothing in (("version", ""), ("reverts", "false")):
        if row[column] not in {"", nothing}:
            raise RoleUnfit(Role.HELPER, column)
    return HelperPosting(*who, days)


def _last(period: Period) -> str:
    return "" if period.end is None else period.end.isoformat()


def centre_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the centres of a network as rows."""
    for centre in network.centres:
        days = centre.open
        yield centre.id, centre.county, centre.payee, days.start.isoformat(), _last(days), centre.name


def station_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the stations of a network as rows."""
    for station in network.stations:
        days, position = station.open, station.position
        place = ("", "") if position is None else (str(position.east), str(position.north))
        yield station.id, station.centre, days.start.isoformat(), _last(days), station.name, *place


def partner_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the partners of a network as rows."""
    for partner in network.partners:
        days = partner.contract
        examined = "" if partner.examined is None else partner.examined.isoformat()
        yield partner.id, days.start.isoformat(), _last(days), partner.engagement, examined, partner.name


def payee_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the payees of a network as rows."""
    for payee in network.payees:
        yield payee.id, payee.known.start.isoformat(), _last(payee.known), payee.name


def posting_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the postings of a network as rows, those of helpers last; they have a role where there is a helper."""
    for posting in network.postings:
        days = posting.period
        reverts = "true" if posting.reverts else ""
        ids = posting.station, posting.partner, posting.payee, posting.version
        role = (Role.IN_CHARGE,) if network.helpers else ()
        yield *ids, days.start.isoformat(), _last(days), reverts, *role
    for helper in network.helpers:
        days = helper.period
        yield helper.station, helper.partner, helper.payee, "", days.start.isoformat(), _last(days), "", Role.HELPER
