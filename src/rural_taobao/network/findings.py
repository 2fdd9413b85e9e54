"""
Findings: what of a network is no fault, and what its house wants to see all the same, each told in a sentence.

A network may well be so: a station waits for a partner, a payee is known before it is paid.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, TypeAlias, final

from attrs import frozen

from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.network.aggregate import Network
from rural_taobao.network.partners import HelperPosting, Posting
from rural_taobao.network.permissions import Permission
from rural_taobao.network.services import allows
from rural_taobao.network.stations import CountyCentre
from rural_taobao.periods import Period, gaps, union
from rural_taobao.places.codes import CountyCode
from rural_taobao.places.tables import county_table

__all__ = [
    "CountyCodeOutOfUse",
    "Finding",
    "HelperAlone",
    "NotExamined",
    "PartnerUnposted",
    "PayeeUnused",
    "PermissionInVain",
    "ServiceMissing",
    "ServiceUnpermitted",
    "StationNeverRun",
    "StationVacant",
    "VersionUnused",
    "findings_of",
]

_JOINED: Final = " and "


@final
@frozen
class StationNeverRun:
    """
    No partner was ever posted in charge of a station, nor will be.

    Attributes:
        station: The station.
        days: The days on which it is open, each span apart.
    """

    station: StationId
    days: tuple[Period, ...]

    def __str__(self) -> str:
        open_days = _JOINED.join(map(str, self.days))
        return f"station {self.station} is open {open_days}, and no partner is ever posted in charge there"


@final
@frozen
class StationVacant:
    """
    A station that has, or had, a partner is open on some days without one.

    Attributes:
        station: The station.
        days: The days.
    """

    station: StationId
    days: Period

    def __str__(self) -> str:
        return f"station {self.station} is open and vacant {self.days}"


@final
@frozen
class PartnerUnposted:
    """
    A partner is under contract, and posted nowhere on any day of it.

    Attributes:
        partner: The partner.
        contract: The days of the contract; rows that touch are one.
    """

    partner: PartnerId
    contract: Period

    def __str__(self) -> str:
        return f"partner {self.partner} is under contract {self.contract}, and posted nowhere on any of these days"


@final
@frozen
class NotExamined:
    """
    A partner is under contract, and no examination is known of.

    Attributes:
        partner: The partner.
        contract: The days of the first contract; rows that touch are one.
    """

    partner: PartnerId
    contract: Period

    def __str__(self) -> str:
        return f"partner {self.partner} is under contract {self.contract}, and no examination is known of"


@final
@frozen
class PayeeUnused:
    """
    A payee is known, and is paid for nothing: no centre, posting or platform names it.

    Attributes:
        payee: The payee.
    """

    payee: PayeeId

    def __str__(self) -> str:
        return f"payee {self.payee} is known, and no centre, posting or platform is ever paid to it"


@final
@frozen
class HelperAlone:
    """
    A partner helps at a station on days on which nobody is in charge there.

    Attributes:
        posting: The posting of the helper.
        days: The days.
    """

    posting: HelperPosting
    days: Period

    def __str__(self) -> str:
        helper = self.posting
        return f"partner {helper.partner} helps at station {helper.station} {self.days}, and nobody is in charge there"


@final
@frozen
class CountyCodeOutOfUse:
    """
    A centre goes by a county code that a list of counties has not, in a year in which the centre is open.

    Attributes:
        centre: The centre.
        county: The code.
        year: The first year at whose end the centre is open and whose list has it not; of days later than all lists
            the last list tells.
        last_year: The last year whose list has it; None where none has.
        successors: What stood in its place by the end of that year, as far as that is known.
    """

    centre: CentreId
    county: CountyCode
    year: int
    last_year: int | None
    successors: tuple[str, ...]

    def __str__(self) -> str:
        if self.last_year is None:
            lacking = "which no list of counties has"
        elif self.last_year < self.year:
            lacking = f"which no list after that of {self.last_year} has"
        else:
            lacking = f"which the list of {self.year} has not"
        place = f"; in its place stands {_JOINED.join(self.successors)}" if self.successors else ""
        return f"centre {self.centre} goes by county code {self.county}, {lacking}{place}"


@final
@frozen
class VersionUnused:
    """
    Nothing is ever under a model version: no posting, and no vacant station.

    Attributes:
        version: The version.
    """

    version: VersionId

    def __str__(self) -> str:
        return f"nobody is ever posted under model version {self.version}"


@final
@frozen
class ServiceUnpermitted:
    """
    Nobody is ever permitted a service.

    Attributes:
        service: The service.
    """

    service: ServiceId

    def __str__(self) -> str:
        return f"nobody is ever permitted service {self.service}"


@final
@frozen
class ServiceMissing:
    """
    A model version allows a service that the network does not have, so that nobody can be permitted it.

    Attributes:
        version: The version.
        service: The service.
    """

    version: VersionId
    service: ServiceId

    def __str__(self) -> str:
        return f"model version {self.version} allows service {self.service}, which the network does not have"


@final
@frozen
class PermissionInVain:
    """
    Nothing is offered by a permission on some of its days.

    Attributes:
        permission: The permission.
        days: The days on which its partner is not in charge of the station under a version that allows the service.
    """

    permission: Permission
    days: Period

    def __str__(self) -> str:
        return (
            f"{self.permission} allows nothing ({self.days}): {self.permission.partner} is not in charge there under a "
            "model version that allows it"
        )


Finding: TypeAlias = (
    StationNeverRun
    | StationVacant
    | HelperAlone
    | PartnerUnposted
    | NotExamined
    | PayeeUnused
    | CountyCodeOutOfUse
    | VersionUnused
    | ServiceMissing
    | ServiceUnpermitted
    | PermissionInVain
)
"""What a house wants to see of its network; a closed union."""


def findings_of(network: Network) -> Iterator[Finding]:
    """
    Give what of a network a house wants to see, kind by kind, and of each kind in the order of the network.

    Example:
        >>> from attrs import evolve
        >>> from rural_taobao.samples import one_village
        >>> for finding in findings_of(evolve(one_village(), postings=[])):
        ...     print(finding)
        station sanhe is open from 2015-06-01, and no partner is ever posted in charge there
        partner li is under contract from 2015-06-01, and posted nowhere on any of these days
        payee li is known, and no centre, posting or platform is ever paid to it
        nobody is ever posted under model version 2.0
    """
    for station, days in _open_days(network):
        if not network.postings_at(station):
            yield StationNeverRun(station, days)
    yield from _vacancies(network)
    yield from _helpers_alone(network)
    yield from _partners(network)
    paid: tuple[CountyCentre | Posting | HelperPosting, ...] = (
        *network.centres,
        *network.postings,
        *network.helpers,
    )
    used = {network.platform, *(each.payee for each in paid)}
    yield from (PayeeUnused(each.id) for each in network.payees if each.id not in used)
    for centre in network.centres:
        yield from _county_codes(centre)
    named = {network.vacancy.version, *(each.version for each in network.postings)}
    yield from (VersionUnused(each.id) for each in network.versions if each.id not in named)
    there = {each.id for each in network.services}
    for version in network.versions:
        yield from (ServiceMissing(version.id, each) for each in sorted(version.services - there))
    permitted = {each.service for each in network.permissions}
    yield from (ServiceUnpermitted(each.id) for each in network.services if each.id not in permitted)
    yield from _permissions_in_vain(network)


def _open_days(network: Network) -> Iterator[tuple[StationId, tuple[Period, ...]]]:
    """Give each station with the days on which it is open; rows that touch are one."""
    for station in dict.fromkeys(each.id for each in network.stations):
        yield station, union(row.open for row in network.station_rows(station))


def _vacancies(network: Network) -> Iterator[StationVacant]:
    for station, days in _open_days(network):
        held = [posting.period for posting in network.postings_at(station)]
        for span in days if held else ():
            yield from (StationVacant(station, gap) for gap in gaps(held, span))


def _helpers_alone(network: Network) -> Iterator[HelperAlone]:
    for helper in network.helpers:
        held = (posting.period for posting in network.postings_at(helper.station))
        yield from (HelperAlone(helper, gap) for gap in gaps(held, helper.period))


def _partners(network: Network) -> Iterator[PartnerUnposted | NotExamined]:
    posted: dict[PartnerId, list[Period]] = {}
    held: tuple[Posting | HelperPosting, ...] = (*network.postings, *network.helpers)
    for each in held:
        posted.setdefault(each.partner, []).append(each.period)
    contracts = {
        partner: union(row.contract for row in network.partner_rows(partner))
        for partner in dict.fromkeys(each.id for each in network.partners)
    }
    for partner, spans in contracts.items():
        for span in spans:
            if not any(span.overlap(days) for days in posted.get(partner, ())):
                yield PartnerUnposted(partner, span)
    for partner, spans in contracts.items():
        if all(row.examined is None for row in network.partner_rows(partner)):
            yield NotExamined(partner, spans[0])


def _permissions_in_vain(network: Network) -> Iterator[PermissionInVain]:
    for permission in network.permissions:
        service = network.service(permission.service)
        held = [
            posting.period
            for posting in network.postings_at(permission.station)
            if posting.partner == permission.partner and allows(network.version(posting.version), service)
        ]
        if permission.end != permission.period.start:
            days = Period(permission.period.start, permission.end)
            yield from (PermissionInVain(permission, gap) for gap in gaps(held, days))


def _county_codes(centre: CountyCentre) -> Iterator[CountyCodeOutOfUse]:
    """Tell of the first list, of the years in which a centre is open, that has not the code it goes by."""
    table = county_table()
    named = table.named(centre.county)
    year = next((each for each in _listed_years(centre.open) if each not in named), None)
    if year is not None:
        yield CountyCodeOutOfUse(
            centre.id, centre.county, year, max(named, default=None), tuple(_standing(centre.county, year))
        )


def _listed_years(days: Period) -> Iterable[int]:
    """Give the years whose lists are of a day among some; of days that are all later than the lists, the last one."""
    years = county_table().years
    return [year for year in years if date(year, 12, 31) in days] or [
        year for year in years[-1:] if days.start > date(year, 12, 31)
    ]


def _standing(county: CountyCode, year: int) -> Iterator[str]:
    """Give the codes of what stood in the place of a county at the end of a year; none where that is not known."""
    try:
        found = county_table().standing(county, year)
    except LookupError:
        return
    yield from (str(each.code) for each in found)
