"""
Network rows: a network, written as the rows of its tables, which `roster_rows` read.

Days are written 2016-11-11, and a day on which something ends is the first on which it does not hold; what is not said
is empty.
"""

from collections.abc import Iterator
from datetime import date
from typing import assert_never

from rural_taobao.documents.roster_rows import MET, CauseName, Role
from rural_taobao.network import Cause, ClusteredDefaults, Network, WithdrawnByHouse, WithdrawnByProvider
from rural_taobao.periods import Period

__all__ = [
    "centre_rows",
    "partner_rows",
    "payee_rows",
    "permission_rows",
    "posting_rows",
    "says_more",
    "station_rows",
]


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
    """Write the partners of a network as rows; since when each meets more is there where it is known of any."""
    more = MET if says_more(network) else ()
    for partner in network.partners:
        days = partner.contract
        own = partner.id, days.start.isoformat(), _last(days), partner.engagement, _day(partner.examined), partner.name
        yield *own, *(_day(getattr(partner, column)) for column in more)


def says_more(network: Network) -> bool:
    """Tell whether of any partner it is known since when more is met than the examination."""
    return any(getattr(partner, column) is not None for partner in network.partners for column in MET)


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def payee_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the payees of a network as rows."""
    held = any(payee.on_hold for payee in network.payees)
    for payee in network.payees:
        spans = (" ".join(f"{each.start.isoformat()}/{_last(each)}" for each in payee.on_hold),) if held else ()
        yield payee.id, payee.known.start.isoformat(), _last(payee.known), payee.name, *spans


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


def permission_rows(network: Network) -> Iterator[tuple[str, ...]]:
    """Write the permissions of a network as rows."""
    for permission in network.permissions:
        days, revocation = permission.period, permission.revocation
        ids = permission.service, permission.station, permission.partner
        ended = ("", "", "", "") if revocation is None else (revocation.day.isoformat(), *_cause(revocation.cause))
        yield *ids, days.start.isoformat(), _last(days), *ended


def _cause(cause: Cause) -> tuple[str, str, str]:
    """Write why a permission was revoked."""
    match cause:
        case WithdrawnByProvider():
            return CauseName.PROVIDER, "", ""
        case WithdrawnByHouse():
            return CauseName.HOUSE, "", ""
        case ClusteredDefaults(defaults, days):
            return CauseName.DEFAULTS, str(defaults), str(days)
        case _:
            assert_never(cause)
