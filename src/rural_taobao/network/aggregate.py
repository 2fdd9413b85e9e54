"""
The network: centres, stations, partners, payees and postings that obey every law, asked about any day.

A network is a value: it is built whole, with every breach of a law told at once, and never changes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final, TypeVar, final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError, first_of
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, ServiceId, StationId, VersionId
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import Word, of_kind, tuple_of
from rural_taobao.network import capacity, laws, permission_laws
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import HelperPosting, Partner, Payee, Posting
from rural_taobao.network.permissions import Permission
from rural_taobao.network.services import Service
from rural_taobao.network.stations import CountyCentre, Station
from rural_taobao.periods import Period, union

__all__ = ["Network", "NetworkRefused", "Vacancy", "VacancyVersionMissing", "VacantCredit", "breaches_of"]

T = TypeVar("T")
_SHOWN: Final = 12
"""The most breaches that an error tells in words; it holds all of them."""


@final
class VacantCredit(Word):
    """Who is credited with what happens at an open station while no partner is in charge."""

    NOBODY = "nobody"
    """Nobody: such events are unattributed."""
    COUNTY_CENTRE = "county_centre"
    PLATFORM = "platform"


@final
class VacancyVersionMissing(RuralTaobaoError, ValueError):
    """Somebody is credited for a vacant station, but under which model version is not said."""

    def __str__(self) -> str:
        return (
            "a vacant station that credits somebody must do so under a model version, but none was given; "
            "name the version whose plan pays, or credit nobody"
        )


def _said(value: "Vacancy", _attribute: object, version: VersionId | None) -> None:
    if version is None and value.credit is not VacantCredit.NOBODY:
        raise VacancyVersionMissing


@final
@frozen
class Vacancy:
    """
    What happens to the credit of a vacant station.

    Attributes:
        credit: Who gets it.
        version: The model version whose plan pays; None where nobody is credited.

    Raises:
        WordUnknown: Nobody is credited by such a word.
        VacancyVersionMissing: Somebody is credited under no version.
    """

    credit: VacantCredit = field(converter=VacantCredit)
    version: VersionId | None = field(default=None, converter=optional(VersionId), validator=_said)


@final
class NetworkRefused(RuralTaobaoError, ValueError):
    """
    A network breaks laws.

    Attributes:
        faults: Every breach, each an error of its own.
    """

    def __init__(self, faults: tuple[RuralTaobaoError, ...]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        told = first_of(self.faults, _SHOWN)
        return f"a network must obey its laws, but breaches were found, {len(self.faults)} in all: {told}"


def breaches_of(error: RuralTaobaoError) -> tuple[RuralTaobaoError, ...]:
    """
    Give each breach that an error tells of: those of a network one by one, or the error itself.

    Example:
        >>> [str(each) for each in breaches_of(NetworkRefused((UnknownReference(None, "payee", "li"),)))]
        ['a payee that is named must be there, but li is not; add it or name another']
    """
    return error.faults if isinstance(error, NetworkRefused) else (error,)


# One converter a type: a generic one has no type that a checker can read.
def _versions(values: Iterable[ModelVersion]) -> tuple[ModelVersion, ...]:
    return tuple_of(ModelVersion, values, "versions", "ModelVersion(...)")


def _centres(values: Iterable[CountyCentre]) -> tuple[CountyCentre, ...]:
    return tuple_of(CountyCentre, values, "centres", "CountyCentre(...)")


def _stations(values: Iterable[Station]) -> tuple[Station, ...]:
    return tuple_of(Station, values, "stations", "Station(...)")


def _partners(values: Iterable[Partner]) -> tuple[Partner, ...]:
    return tuple_of(Partner, values, "partners", "Partner(...)")


def _payees(values: Iterable[Payee]) -> tuple[Payee, ...]:
    return tuple_of(Payee, values, "payees", "Payee(...)")


def _postings(values: Iterable[Posting]) -> tuple[Posting, ...]:
    return tuple_of(Posting, values, "postings", "Posting(...)")


def _helpers(values: Iterable[HelperPosting]) -> tuple[HelperPosting, ...]:
    return tuple_of(HelperPosting, values, "helpers", "HelperPosting(...)")


def _services(values: Iterable[Service]) -> tuple[Service, ...]:
    return tuple_of(Service, values, "services", "Service(...)")


def _permissions(values: Iterable[Permission]) -> tuple[Permission, ...]:
    return tuple_of(Permission, values, "permissions", "Permission(...)")


@final
@frozen(kw_only=True)
class Network:
    """
    A network as it was, is and is planned to be.

    Attributes:
        clock: The fixed offset whose midnights part its days.
        currency: What its orders are in.
        platform: Who is paid the platform's share.
        vacancy: Who is credited while a station is vacant; a choice that moves money, so it has no default.
        versions: The model versions in use.
        centres: The county centres; of one there may be several rows, each for days of its own.
        stations: The stations; what was suspended, reopened or moved to another centre has a row for each span of days.
        partners: The partners; who came back, or changed the engagement, has a row for each span of days.
        payees: Who is paid.
        postings: Who is in charge where, when, under which version and for whose account.
        helpers: Who helps where, when and for whose account.
        services: The services that stations may offer.
        permissions: Who may offer which of them where and when.

    Raises:
        NetworkRefused: Laws are broken; all breaches are told.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> posting = one_village().in_charge("sanhe", datetime(2016, 11, 11, tzinfo=CHINA.timezone))
        >>> posting.partner, posting.version
        (PartnerId('li'), VersionId('2.0'))
    """

    clock: UtcOffset = field(default=CHINA, validator=of_kind(UtcOffset, "UtcOffset(...)"))
    currency: Currency = field(default=CNY, validator=of_kind(Currency, "Currency(...)"))
    platform: PayeeId = field(converter=PayeeId)
    vacancy: Vacancy = field(validator=of_kind(Vacancy, "Vacancy(...)"))
    versions: tuple[ModelVersion, ...] = field(converter=_versions)
    centres: tuple[CountyCentre, ...] = field(converter=_centres)
    stations: tuple[Station, ...] = field(converter=_stations)
    partners: tuple[Partner, ...] = field(converter=_partners)
    payees: tuple[Payee, ...] = field(converter=_payees)
    postings: tuple[Posting, ...] = field(converter=_postings)
    helpers: tuple[HelperPosting, ...] = field(default=(), converter=_helpers)
    services: tuple[Service, ...] = field(default=(), converter=_services)
    permissions: tuple[Permission, ...] = field(default=(), converter=_permissions)
    _centre: dict[str, tuple[CountyCentre, ...]] = field(
        init=False, repr=False, eq=False, factory=dict[str, tuple[CountyCentre, ...]]
    )
    _station: dict[str, tuple[Station, ...]] = field(
        init=False, repr=False, eq=False, factory=dict[str, tuple[Station, ...]]
    )
    _partner: dict[str, tuple[Partner, ...]] = field(
        init=False, repr=False, eq=False, factory=dict[str, tuple[Partner, ...]]
    )
    _version: dict[str, ModelVersion] = field(init=False, repr=False, eq=False, factory=dict[str, ModelVersion])
    _posted: dict[str, list[Posting]] = field(init=False, repr=False, eq=False, factory=dict[str, list[Posting]])
    _helping: dict[str, list[HelperPosting]] = field(
        init=False, repr=False, eq=False, factory=dict[str, list[HelperPosting]]
    )
    _service: dict[str, Service] = field(init=False, repr=False, eq=False, factory=dict[str, Service])
    _permitted: dict[tuple[str, str], list[Permission]] = field(
        init=False, repr=False, eq=False, factory=dict[tuple[str, str], list[Permission]]
    )

    def __attrs_post_init__(self) -> None:
        faults: list[RuralTaobaoError] = []
        self._version.update(laws.unique(self.versions, faults))
        self._centre.update(laws.dated(self.centres, faults))
        self._station.update(laws.dated(self.stations, faults))
        self._partner.update(laws.dated(self.partners, faults))
        payees = laws.unique(self.payees, faults)
        posted: defaultdict[str, list[Posting]] = defaultdict(list)
        for posting in sorted(self.postings, key=lambda each: each.period.start):
            posted[posting.station].append(posting)
        self._posted.update(posted)
        faults.extend(self._references(payees))
        for posting in self.postings:
            faults.extend(laws.posting_breaches(posting, self._station, self._partner, payees, self._version))
        faults.extend(laws.in_charge(self._posted, self._version))
        faults.extend(laws.at_once(self.postings, self._version))
        for helper in sorted(self.helpers, key=lambda each: each.period.start):
            self._helping.setdefault(helper.station, []).append(helper)
        for helper in self.helpers:
            faults.extend(laws.helper_breaches(helper, self._station, self._partner, payees))
        faults.extend(laws.helping(self._helping, self._posted))
        faults.extend(capacity.too_many_helpers(self._helping, self._posted, self._version))
        self._service.update(laws.unique(self.services, faults))
        faults.extend(permission_laws.decisions(self.services, (self._station, self._centre, self._partner)))
        for permission in sorted(self.permissions, key=lambda each: (each.period.start, each.end != each.period.start)):
            self._permitted.setdefault((permission.station, permission.service), []).append(permission)
            faults.extend(permission_laws.references(permission, self._service, self._station, self._partner))
        faults.extend(permission_laws.twice(self._permitted.values()))
        if faults:
            raise NetworkRefused(tuple(faults))

    def _references(self, payees: dict[str, Payee]) -> Iterator[RuralTaobaoError]:
        """Tell what the network, its centres and its stations name in vain or outlive."""
        if self.platform not in payees:
            yield UnknownReference(None, "payee", self.platform)
        if self.vacancy.version is not None and self.vacancy.version not in self._version:
            yield UnknownReference(None, "model version", self.vacancy.version)
        for rows in self._centre.values():
            yield from laws.county_breaches(rows)
        for centre in self.centres:
            if centre.payee in payees:
                payee = payees[centre.payee]
                yield from laws.within(centre, centre.open, payee, payee.known)
            else:
                yield UnknownReference(centre, "payee", centre.payee)
        for station in self.stations:
            if station.centre in self._centre:
                yield from laws.within_rows(station, station.open, self._centre[station.centre])
            else:
                yield UnknownReference(station, "county centre", station.centre)
            if self.platform in payees:
                payee = payees[self.platform]
                yield from laws.within(station, station.open, payee, payee.known)

    def knows(self, station: str) -> bool:
        """Tell whether the network has a station of that id."""
        return station in self._station

    def station_rows(self, station: str) -> tuple[Station, ...]:
        """
        Give all that is told of a station, a row for each span of days, by their first.

        Raises:
            UnknownReference: The network has no such station.
        """
        return self._found(self._station, StationId(station), "station")

    def station_on(self, station: str, day: date) -> Station | None:
        """
        Give what holds of a station on a day; None while it is not open.

        Raises:
            UnknownReference: The network has no such station.
        """
        return next((row for row in self.station_rows(station) if day in row.open), None)

    def centre_rows(self, centre: str) -> tuple[CountyCentre, ...]:
        """
        Give all that is told of a county centre, a row for each span of days, by their first.

        Raises:
            UnknownReference: The network has no such centre.
        """
        return self._found(self._centre, CentreId(centre), "county centre")

    def partner_rows(self, partner: str) -> tuple[Partner, ...]:
        """
        Give all that is told of a partner, a row for each span of days under contract, by their first.

        Raises:
            UnknownReference: The network has no such partner.
        """
        return self._found(self._partner, PartnerId(partner), "partner")

    def contract(self, partner: str, day: date) -> Period | None:
        """
        Give the days of the contract of a partner that holds on a day; rows that touch are one contract.

        Raises:
            UnknownReference: The network has no such partner.
        """
        rows = self.partner_rows(partner)
        return next((days for days in union(row.contract for row in rows) if day in days), None)

    def version(self, version: str) -> ModelVersion:
        """
        Give a model version by its name.

        Raises:
            UnknownReference: The network has no such version.
        """
        return self._found(self._version, VersionId(version), "model version")

    def knows_service(self, service: str) -> bool:
        """Tell whether the network has a service of that id."""
        return service in self._service

    def service(self, service: str) -> Service:
        """
        Give a service by its id.

        Raises:
            UnknownReference: The network has no such service.
        """
        return self._found(self._service, ServiceId(service), "service")

    def permissions_at(self, station: str, service: str) -> tuple[Permission, ...]:
        """
        Give the permissions for a service at a station, by their first day, those that ended or were revoked too.

        Raises:
            UnknownReference: The network has no such station, or no such service.
        """
        return tuple(self._permitted.get((self.station_rows(station)[0].id, self.service(service).id), ()))

    def _found(self, values: dict[str, T], name: str, kind: str) -> T:
        if name not in values:
            raise UnknownReference(None, kind, name)
        return values[name]

    def postings_at(self, station: str) -> tuple[Posting, ...]:
        """
        Give the postings at a station, by their first day.

        Raises:
            UnknownReference: The network has no such station.
        """
        return tuple(self._posted.get(self.station_rows(station)[0].id, ()))

    def helpers_at(self, station: str) -> tuple[HelperPosting, ...]:
        """
        Give the postings of helpers at a station, by their first day.

        Raises:
            UnknownReference: The network has no such station.
        """
        return tuple(self._helping.get(self.station_rows(station)[0].id, ()))

    def posting_on(self, station: str, day: date) -> Posting | None:
        """
        Give the posting that puts a partner in charge of a station on a day; None while it is vacant or closed.

        Raises:
            UnknownReference: The network has no such station.
        """
        for posting in self._posted.get(station) or self.postings_at(station):
            if day in posting.period:
                return posting
        return None

    def in_charge(self, station: str, instant: datetime) -> Posting | None:
        """
        Give the posting that holds at an instant, on the network's own clock.

        Raises:
            UnknownReference: The network has no such station.
            NotAnInstant: The instant has no fixed offset.
        """
        return self.posting_on(station, self.clock.day_of(instant))
