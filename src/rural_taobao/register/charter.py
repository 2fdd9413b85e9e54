"""The charter of a register: what holds of its network from the first day to the last, and is not changed by events."""

from collections.abc import Iterable
from typing import final

from attrs import field, frozen

from rural_taobao.currencies import CNY, Currency
from rural_taobao.identifiers import PayeeId
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import of_kind, tuple_of
from rural_taobao.network import ModelVersion, Network, NetworkRefused, Service, Vacancy
from rural_taobao.network.breaches import UnknownReference

__all__ = ["Charter"]


def _versions(versions: Iterable[ModelVersion]) -> tuple[ModelVersion, ...]:
    return tuple_of(ModelVersion, versions, "versions", "ModelVersion(...)")


def _services(services: Iterable[Service]) -> tuple[Service, ...]:
    return tuple_of(Service, services, "services", "Service(...)")


@final
@frozen(kw_only=True)
class Charter:
    """
    The clock, the currency, the model versions and the services of a network, and who is paid for what is nobody's.

    Attributes:
        clock: The fixed offset whose midnights part its days.
        currency: What its orders are in.
        platform: Who is paid the platform's share; a register enrols it like any other payee.
        vacancy: Who is credited while a station is vacant; a choice that moves money, so it has no default.
        versions: The model versions; each says from which day on a posting may be under it.
        services: The services that stations may offer, where partners are permitted them.

    Raises:
        WrongKind: A version, a service or another part is none of its kind.
        NetworkRefused: Two versions or two services have one id, or the vacancy names a version that is not there.

    Example:
        >>> from rural_taobao.network import programme_versions
        >>> versions = programme_versions({"1.0": "shop", "2.0": "partner"})
        >>> charter = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=versions)
        >>> charter.version("2.0").focus.value
        'person'
    """

    clock: UtcOffset = field(default=CHINA, validator=of_kind(UtcOffset, "UtcOffset(...)"))
    currency: Currency = field(default=CNY, validator=of_kind(Currency, "Currency(...)"))
    platform: PayeeId = field(converter=PayeeId)
    vacancy: Vacancy = field(validator=of_kind(Vacancy, "Vacancy(...)"))
    versions: tuple[ModelVersion, ...] = field(converter=_versions)
    services: tuple[Service, ...] = field(default=(), converter=_services)
    _by_id: dict[str, ModelVersion] = field(init=False, repr=False, eq=False, factory=dict[str, ModelVersion])
    _service: dict[str, Service] = field(init=False, repr=False, eq=False, factory=dict[str, Service])
    _deciders: set[str] = field(init=False, repr=False, eq=False, factory=set[str])

    def __attrs_post_init__(self) -> None:
        try:
            Network(
                platform=self.platform,
                vacancy=self.vacancy,
                versions=self.versions,
                centres=(),
                stations=(),
                partners=(),
                payees=(),
                postings=(),
                services=self.services,
            )
        except NetworkRefused as refused:
            # That the platform is a payee is not for the charter to say.
            faults = [each for each in refused.faults if getattr(each, "kind", "") != "payee"]
            if faults:
                raise NetworkRefused(tuple(faults)) from None
        self._by_id.update((version.id, version) for version in self.versions)
        self._service.update((service.id, service) for service in self.services)
        self._deciders.update(service.decided_by for service in self.services if service.decided_by is not None)

    @staticmethod
    def of(network: Network) -> "Charter":
        """Give the charter that a network is under."""
        return Charter(
            clock=network.clock,
            currency=network.currency,
            platform=network.platform,
            vacancy=network.vacancy,
            versions=network.versions,
            services=network.services,
        )

    def version(self, name: str) -> ModelVersion:
        """
        Give a model version by its name.

        Raises:
            UnknownReference: There is none of that name.
        """
        if name not in self._by_id:
            raise UnknownReference(None, "model version", name)
        return self._by_id[name]

    def service(self, name: str) -> Service:
        """
        Give a service by its id.

        Raises:
            UnknownReference: There is none of that id.
        """
        if name not in self._service:
            raise UnknownReference(None, "service", name)
        return self._service[name]

    @property
    def limits_helpers(self) -> bool:
        """Whether a version limits how many help at a station at once."""
        return any(version.helpers_at_once is not None for version in self.versions)

    def is_decided_by(self, name: str) -> bool:
        """Tell whether an id is that of a provider who decides on a service, and so that of nothing else."""
        return name in self._deciders
