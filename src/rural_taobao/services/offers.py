"""
Offers: whether a service is offered at a station on a day, and if not, why not.

A service is offered only if the station, the model version of whoever is in charge and a permission all allow it.
"""

from datetime import date, datetime
from typing import TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.days import is_day
from rural_taobao.identifiers import PartnerId, ServiceId, StationId, VersionId
from rural_taobao.network import Network, Permission, Posting, allows
from rural_taobao.network.permissions import caused

__all__ = [
    "Answer",
    "NotOffered",
    "NotPermitted",
    "NotPermittedYet",
    "Offered",
    "PermissionEnded",
    "PermissionRevoked",
    "ServiceUnknown",
    "StationClosed",
    "StationInNobodysCharge",
    "VersionDoesNotAllow",
    "answer_text",
    "offered",
    "offered_at",
]


@final
@frozen
class Offered:
    """
    The service is offered.

    Attributes:
        permission: The permission under which it is.
    """

    permission: Permission


@final
@frozen
class ServiceUnknown:
    """
    The network has no such service.

    Attributes:
        service: Its id.
    """

    service: ServiceId


@final
@frozen
class StationClosed:
    """
    The station is not open on that day.

    Attributes:
        station: The station.
        day: The day.
    """

    station: StationId
    day: date


@final
@frozen
class StationInNobodysCharge:
    """
    No partner is in charge of the station on that day, so that nobody is permitted anything there.

    Attributes:
        station: The station.
        day: The day.
    """

    station: StationId
    day: date


@final
@frozen
class VersionDoesNotAllow:
    """
    The model version of whoever is in charge does not allow the service, whatever is permitted.

    Attributes:
        service: The service.
        version: The model version.
    """

    service: ServiceId
    version: VersionId


@final
@frozen
class NotPermitted:
    """
    Whoever is in charge was never permitted the service at the station.

    Attributes:
        service: The service.
        station: The station.
        partner: Who is in charge.
    """

    service: ServiceId
    station: StationId
    partner: PartnerId


@final
@frozen
class NotPermittedYet:
    """
    The permission begins later.

    Attributes:
        permission: The first that begins later.
    """

    permission: Permission


@final
@frozen
class PermissionEnded:
    """
    The permission was given for days that are over.

    Attributes:
        permission: The last that began.
    """

    permission: Permission


@final
@frozen
class PermissionRevoked:
    """
    The permission was revoked; it says when and why.

    Attributes:
        permission: The last that began.
    """

    permission: Permission


NotOffered: TypeAlias = (
    ServiceUnknown
    | StationClosed
    | StationInNobodysCharge
    | VersionDoesNotAllow
    | NotPermitted
    | NotPermittedYet
    | PermissionEnded
    | PermissionRevoked
)
"""Why a service is not offered; a closed union."""
Answer: TypeAlias = Offered | NotOffered
"""Whether a service is offered, or why it is not; a closed union."""


def offered(network: Network, station: str, service: str, day: date) -> Answer:
    """
    Tell whether a service is offered at a station on a day, and if not, why not.

    Args:
        network: The network.
        station: The station.
        service: The service.
        day: The day, on the network's clock.

    Raises:
        UnknownReference: The network has no such station.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.samples import service_village
        >>> village = service_village()
        >>> print(answer_text(offered(village, "sanhe", "loans", date(2016, 11, 11))))
        loans is offered at station sanhe by li, as permitted from 2016-10-01
        >>> print(answer_text(offered(village, "sanhe", "loans", date(2016, 9, 30))))
        loans is not offered at station sanhe: li is permitted it only from 2016-10-01
    """
    is_day(None, None, day)
    row = network.station_on(station, day)
    if not network.knows_service(service):
        return ServiceUnknown(ServiceId(service))
    if row is None:
        return StationClosed(StationId(station), day)
    posting = network.posting_on(station, day)
    if posting is None:
        return StationInNobodysCharge(row.id, day)
    asked = network.service(service)
    if not allows(network.version(posting.version), asked):
        return VersionDoesNotAllow(asked.id, posting.version)
    return _permitted(network, posting, asked.id, day)


def _permitted(network: Network, posting: Posting, service: ServiceId, day: date) -> Answer:
    """Tell whether whoever is in charge is permitted a service on a day, or why not."""
    own = [each for each in network.permissions_at(posting.station, service) if each.partner == posting.partner]
    for permission in own:
        if day in permission:
            return Offered(permission)
    begun = [permission for permission in own if permission.period.start <= day]
    if begun:
        last = begun[-1]
        return PermissionEnded(last) if last.revocation is None else PermissionRevoked(last)
    return NotPermittedYet(own[0]) if own else NotPermitted(service, posting.station, posting.partner)


def offered_at(network: Network, station: str, service: str, instant: datetime) -> Answer:
    """
    Tell whether a service is offered at a station at an instant; see `offered`.

    Raises:
        UnknownReference: The network has no such station.
        NotAnInstant: The instant has no fixed offset.
    """
    return offered(network, station, service, network.clock.day_of(instant))


def answer_text(answer: Answer) -> str:
    """
    Say whether a service is offered, or why it is not.

    Example:
        >>> answer_text(VersionDoesNotAllow(ServiceId("loans"), VersionId("2.0")))
        'loans is not offered: model version 2.0 does not allow it'
    """
    match answer:
        case Offered(permission):
            by = f"{permission.partner}, as permitted {permission.period}"
            return f"{permission.service} is offered at station {permission.station} by {by}"
        case ServiceUnknown(service):
            return f"{service} is not offered: the network has no such service"
        case StationClosed(station, day):
            return f"nothing is offered at station {station}, which is not open on {day}"
        case StationInNobodysCharge(station, day):
            return f"nothing is offered at station {station}, which nobody is in charge of on {day}"
        case VersionDoesNotAllow(service, version):
            return f"{service} is not offered: model version {version} does not allow it"
        case NotPermitted(service, station, partner):
            return f"{service} is not offered at station {station}: {partner} was never permitted it there"
        case NotPermittedYet(permission):
            return f"{_not(permission)} is permitted it only from {permission.period.start}"
        case PermissionEnded(permission):
            return f"{_not(permission)} was permitted it {permission.period}"
        case PermissionRevoked(permission):
            return f"{_not(permission)} was permitted it until before {permission.end}: {_why(permission)}"
        case _:
            assert_never(answer)


def _not(permission: Permission) -> str:
    return f"{permission.service} is not offered at station {permission.station}: {permission.partner}"


def _why(permission: Permission) -> str:
    return "" if permission.revocation is None else caused(permission.revocation.cause)
