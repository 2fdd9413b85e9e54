"""
Services: what a station brings to villagers besides goods, each by its id, with who decides on it.

A partner recommends a service and enters what is needed; whoever provides it decides.
"""

from typing import final

from attrs import field, frozen
from attrs.converters import optional as optionally
from attrs.validators import instance_of, optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import Identifier, ProviderId, ServiceId
from rural_taobao.kinds import Word, positive
from rural_taobao.network.model_versions import ModelVersion, Work
from rural_taobao.timeline import Source

__all__ = ["Area", "DeciderUnstated", "DecidesForItself", "DefaultRule", "Service", "allows", "provider"]


@final
class Area(Word):
    """What a service is of; a model version may allow a whole area, as the work of the same name."""

    EDUCATION = "education"
    MEDICAL_CARE = "medical_care"
    FINANCE = "finance"
    CULTURE = "culture"
    DAILY_LIFE = "daily_life"


@final
class DeciderUnstated(RuralTaobaoError, ValueError):
    """
    Who decides on a service of finance is not stated.

    Attributes:
        service: The service.
    """

    def __init__(self, service: ServiceId) -> None:
        self.service = service
        super().__init__(service)

    def __str__(self) -> str:
        return (
            f"a service of finance must state who decides on it, but {self.service} does not; "
            "name the bank under 'decided_by', since a partner recommends and never approves"
        )


@final
class DecidesForItself(RuralTaobaoError, ValueError):
    """
    A decision on a service is said to be that of a partner, a station or another part of the network.

    Attributes:
        given: The id that was given as that of the provider.
        kind: What it is the id of.
    """

    def __init__(self, given: str, kind: str) -> None:
        self.given = given
        self.kind = kind
        super().__init__(given, kind)

    def __str__(self) -> str:
        return (
            f"whoever decides on a service must stand outside the network, but {self.given} is a {self.kind}; "
            "name the provider, or give one of the two another id, since a partner recommends and never approves"
        )


def provider(given: str) -> ProviderId:
    """
    Make the id of a provider; that of a partner or a station is none.

    Raises:
        DecidesForItself: The id is one of a thing of another kind.

    Example:
        >>> provider("bank")
        ProviderId('bank')
    """
    if isinstance(given, Identifier) and not isinstance(given, ProviderId):
        raise DecidesForItself(given, type(given).__name__.removesuffix("Id").lower())
    return ProviderId(given)


@final
@frozen(kw_only=True)
class DefaultRule:
    """
    When defaults on a product cluster at a station, so that the station is to lose it; an app's own.

    Attributes:
        at_least: How many defaults make a cluster, 1 or more.
        within_days: The most days in which they lie, the first and the last among them, 1 or more.
        source: Who says so.

    Raises:
        WrongNumber: A number is below 1.
    """

    at_least: int = field(validator=positive)
    within_days: int = field(validator=positive)
    source: Source | None = field(default=None, validator=optional(instance_of(Source)))


def _decided(service: "Service", _attribute: object, decided_by: ProviderId | None) -> None:
    if decided_by is None and service.area is Area.FINANCE:
        raise DeciderUnstated(service.id)


@final
@frozen(kw_only=True)
class Service:
    """
    A service that stations may offer.

    Attributes:
        id: The service.
        area: What it is of.
        decided_by: Who alone decides on what a partner recommends; None where that is not stated. A service of finance
            must state it.
        defaults: When defaults on it cost a station the product; None where nothing is stated.
        name: What people call it.
        name_zh: The same in Chinese.
        source: Who says so.

    Raises:
        DeciderUnstated: It is of finance, and who decides is not said.
        DecidesForItself: A partner, a station or another part of the network is to decide.

    Example:
        >>> Service(id="loans", area="finance", decided_by="bank").area
        <Area.FINANCE: 'finance'>
    """

    id: ServiceId = field(converter=ServiceId)
    area: Area = field(converter=Area)
    decided_by: ProviderId | None = field(default=None, converter=optionally(provider), validator=_decided)
    defaults: DefaultRule | None = field(default=None, validator=optional(instance_of(DefaultRule)))
    name: str = ""
    name_zh: str = ""
    source: Source | None = field(default=None, validator=optional(instance_of(Source)))


def allows(version: ModelVersion, service: Service) -> bool:
    """
    Tell whether a model version allows a service: by its id, or all of its area.

    Example:
        >>> from rural_taobao.network import programme_versions
        >>> loans = Service(id="loans", area="finance", decided_by="bank")
        >>> [allows(version, loans) for version in programme_versions({"2.0": "example", "3.0": "example"})]
        [False, True]
    """
    return service.id in version.services or Work(service.area.value) in version.works
