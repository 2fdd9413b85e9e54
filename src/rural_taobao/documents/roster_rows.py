"""
Roster rows: what a row of a table says of a centre, a station, a partner, a payee, a posting or a permission.

Days are written 2016-11-11, and a day on which something ends is the first on which it does not hold; what is not said
is empty.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, assert_never, final

from rural_taobao.documents import scalars
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.network import (
    ClusteredDefaults,
    CountyCentre,
    HelperPosting,
    Partner,
    Payee,
    Permission,
    Position,
    Posting,
    Revocation,
    Station,
    WithdrawnByHouse,
    WithdrawnByProvider,
)
from rural_taobao.periods import Period

__all__ = [
    "CENTRES",
    "MET",
    "ON_HOLD",
    "PARTNERS",
    "PAYEES",
    "PERMISSIONS",
    "POSTINGS",
    "ROLE",
    "STATIONS",
    "CauseName",
    "CauseUnfit",
    "MalformedSpan",
    "PositionHalfGiven",
    "Role",
    "RoleUnfit",
    "RosterRow",
    "centre_of",
    "partner_of",
    "payee_of",
    "permission_of",
    "posting_of",
    "spans_of",
    "station_of",
]

CENTRES: Final = ("centre", "county", "payee", "opened", "closed", "name")
STATIONS: Final = ("station", "centre", "opened", "closed", "name", "east_m", "north_m")
PARTNERS: Final = ("partner", "contract_from", "contract_to", "engagement", "examined", "name")
PAYEES: Final = ("payee", "from", "to", "name")
ON_HOLD: Final = "on_hold"
"""The column of payees that is there where one is on hold: spans such as 2016-11-01/2016-12-01, parted by blanks."""
POSTINGS: Final = ("station", "partner", "payee", "version", "from", "to", "reverts")
"""The columns of a table; those that may be left out are among them."""
ROLE: Final = "role"
"""The column of postings that is there where there are helpers."""
MET: Final = ("trained", "local", "premises")
"""The columns of partners that are there where a day is known of any."""
PERMISSIONS: Final = ("service", "station", "partner", "from", "to", "revoked", "cause", "defaults", "within_days")
"""The columns of permissions; all but the first four may be left out."""


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
class MalformedSpan(RuralTaobaoError, ValueError):
    """
    A span of days is written in another way.

    Attributes:
        given: The text.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "a span of days must be its first day, a '/' and the first day after, if it ends, but "
            f"{shown(self.given)} was given; write for example 2016-11-01/2016-12-01"
        )


def span_of(text: str) -> Period:
    """
    Read a span of days.

    Raises:
        MalformedSpan: It is written in another way.
        NotOfKind: A day is none.
        PeriodBackwards: It ends before it begins.

    Example:
        >>> print(span_of("2016-11-01/2016-12-01"), "and", span_of("2017-03-01/"))
        2016-11-01 to before 2016-12-01 and from 2017-03-01
    """
    start, slash, end = text.partition("/")
    if not slash:
        raise MalformedSpan(text)
    return Period(scalars.day(start), scalars.day(end) if end else None)


def spans_of(text: str) -> tuple[Period, ...]:
    """
    Read spans of days, parted by blanks.

    Raises:
        MalformedSpan, NotOfKind, PeriodBackwards: As for `span_of`.
    """
    return tuple(map(span_of, text.split()))


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
class CauseName(StrEnum):
    """Why a permission was revoked, as a table says it."""

    PROVIDER = "provider"
    HOUSE = "house"
    DEFAULTS = "defaults"


@final
class CauseUnfit(RuralTaobaoError, ValueError):
    """
    A permission says what does not go with how it ended, or does not say what it must.

    Attributes:
        column: The column.
        wanted: Whether it must be filled in.
    """

    def __init__(self, column: str, wanted: bool) -> None:  # noqa: FBT001 - a fact of the error
        self.column = column
        self.wanted = wanted
        super().__init__(column, wanted)

    def __str__(self) -> str:
        held = "a permission that is revoked must state the day and the cause, and the figures of defaults alone"
        if self.wanted:
            return f"{held}, but {self.column} is empty; fill it in"
        return f"{held}, but {self.column} is filled in; leave it empty"


@final
class RosterRow:
    """
    A row, each cell of which can be read.

    Args:
        cells: What stands there, by column: texts, or ids and days that were read of them.
    """

    def __init__(self, cells: Mapping[str, Any]) -> None:
        self._cells = cells

    def __getitem__(self, column: str) -> str:
        text: str = self._cells[column]
        return text

    def day(self, column: str) -> date | None:
        """Give the day in a column, if there is one."""
        stated = self._cells[column]
        return scalars.day(stated) if stated else None

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
    met = {column: row.day(column) for column in MET}
    return Partner(row["partner"], days, row["engagement"], row.day("examined"), row["name"], **met)


def payee_of(row: RosterRow) -> Payee:
    """Make a payee."""
    return Payee(row["payee"], row.days("from", "to"), row["name"], on_hold=spans_of(row[ON_HOLD]))


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


def permission_of(row: RosterRow) -> Permission:
    """
    Make a permission.

    Raises:
        CauseUnfit: Of how it ended too much is said, or too little.
        RevokedOutside: It was revoked on a day on which it did not hold.
    """
    return Permission(row["service"], row["station"], row["partner"], row.days("from", "to"), _revocation(row))


def _revocation(row: RosterRow) -> Revocation | None:
    """Make the end of a permission before its time, if there is one."""
    cause = row["cause"]
    day = row.day("revoked")
    asked = {
        "revoked": bool(day or cause),
        "cause": bool(day or cause),
        **dict.fromkeys(("defaults", "within_days"), cause == CauseName.DEFAULTS),
    }
    for column, wanted in asked.items():
        if bool(row[column]) is not wanted:
            raise CauseUnfit(column, wanted)
    if day is None:
        return None
    match CauseName(cause):
        case CauseName.PROVIDER:
            return Revocation(day, WithdrawnByProvider())
        case CauseName.HOUSE:
            return Revocation(day, WithdrawnByHouse())
        case CauseName.DEFAULTS:
            return Revocation(day, ClusteredDefaults(int(row["defaults"]), int(row["within_days"])))
        case _:
            assert_never(CauseName(cause))
