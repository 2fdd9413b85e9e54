"""
Permissions: which partner may offer which service at which station, from a day, each revoked by itself.

A permission that is revoked is kept, with the day and the cause, so that it can be said why a service is not offered.
"""

from datetime import date
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PartnerId, ServiceId, StationId
from rural_taobao.kinds import of_kind, positive
from rural_taobao.periods import Period

__all__ = [
    "Cause",
    "ClusteredDefaults",
    "Permission",
    "Revocation",
    "RevokedOutside",
    "WithdrawnByHouse",
    "WithdrawnByProvider",
]


@final
@frozen
class WithdrawnByProvider:
    """Whoever provides the service withdrew it."""


@final
@frozen
class WithdrawnByHouse:
    """The house that runs the network withdrew it."""


@final
@frozen
class ClusteredDefaults:
    """
    Defaults on what was recommended clustered at the station.

    Attributes:
        defaults: How many, 1 or more.
        within_days: In how many days they lay, 1 or more.

    Raises:
        WrongNumber: A number is below 1.
    """

    defaults: int = field(validator=positive)
    within_days: int = field(validator=positive)


Cause: TypeAlias = WithdrawnByProvider | WithdrawnByHouse | ClusteredDefaults
"""Why a permission was revoked; a closed union."""


def caused(cause: Cause) -> str:
    """
    Say why a permission was revoked.

    Example:
        >>> caused(ClusteredDefaults(3, 90))
        'defaults clustered at the station: 3 within 90 days'
    """
    match cause:
        case WithdrawnByProvider():
            return "the provider withdrew it"
        case WithdrawnByHouse():
            return "the house withdrew it"
        case ClusteredDefaults(count, days):
            return f"defaults clustered at the station: {count} within {days} days"
        case _:
            assert_never(cause)


@final
@frozen
class Revocation:
    """
    The end of a permission before its time.

    Attributes:
        day: The first day on which it holds no more.
        cause: Why.

    Raises:
        NotADay: The day is none.
        WrongKind: The cause is none.
    """

    day: date = field(validator=is_day)
    cause: Cause = field(
        validator=of_kind((WithdrawnByProvider, WithdrawnByHouse, ClusteredDefaults), "WithdrawnByProvider() or such")
    )


@final
class RevokedOutside(RuralTaobaoError, ValueError):
    """
    A permission is revoked on a day on which it does not hold.

    Attributes:
        day: The day of the revocation.
        days: The days of the permission.
    """

    def __init__(self, day: date, days: Period) -> None:
        self.day = day
        self.days = days
        super().__init__(day, days)

    def __str__(self) -> str:
        return (
            f"a permission must be revoked on a day on which it holds, but it holds {self.days} and was revoked on "
            f"{self.day}; give the first day on which it holds no more"
        )


def _while_it_holds(permission: "Permission", _attribute: object, revocation: Revocation | None) -> None:
    if revocation is not None and revocation.day not in permission.period:
        raise RevokedOutside(revocation.day, permission.period)


@final
@frozen
class Permission:
    """
    Leave for a partner to offer a service at a station over some days.

    Attributes:
        service: The service.
        station: The station.
        partner: The partner who is in charge there.
        period: The days that it was given for; they begin and end at midnight on the network's clock.
        revocation: The day on which it was revoked, and why; None where it was not.

    Raises:
        RevokedOutside: It was revoked on a day on which it did not hold.

    Example:
        >>> loans = Permission("loans", "sanhe", "li", Period(date(2016, 1, 1)))
        >>> date(2016, 11, 11) in loans, date(2015, 11, 11) in loans
        (True, False)
    """

    service: ServiceId = field(converter=ServiceId)
    station: StationId = field(converter=StationId)
    partner: PartnerId = field(converter=PartnerId)
    period: Period = field(validator=instance_of(Period))
    revocation: Revocation | None = field(default=None, validator=[optional(instance_of(Revocation)), _while_it_holds])

    def __contains__(self, day: date) -> bool:
        return day in self.period and (self.revocation is None or day < self.revocation.day)

    @property
    def end(self) -> date | None:
        """The first day on which it holds no more; None while no end is known."""
        return self.period.end if self.revocation is None else self.revocation.day

    def __str__(self) -> str:
        return f"the permission for {self.service} of {self.partner} at station {self.station} {self.period}"
