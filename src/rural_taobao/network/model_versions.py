"""
Model versions: what a way of running stations demands of a partner and allows to be done.

The programme went from a place (1.0) over a person (2.0) to services (3.0); an app may bring versions of its own.
A version is data: nothing in the library asks for one by name.
"""

from collections.abc import Iterable
from datetime import date
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, ServiceId, VersionId, several
from rural_taobao.kinds import Word, non_negative, positive
from rural_taobao.network.reaches import Reach, reach_called
from rural_taobao.periods import Period
from rural_taobao.timeline import Source

__all__ = ["Engagement", "Focus", "ModelVersion", "NobodyAdmitted", "Work"]


@final
class NobodyAdmitted(RuralTaobaoError, ValueError):
    """
    A model version admits no engagement, so that nobody could be posted under it.

    Attributes:
        version: The version.
    """

    def __init__(self, version: VersionId) -> None:
        self.version = version
        super().__init__(version)

    def __str__(self) -> str:
        return (
            f"a model version must admit at least one engagement, but {self.version} admits none; "
            f"name {' or '.join(Engagement)}, or both"
        )


@final
class Focus(Word):
    """What a version puts at its centre."""

    PLACE = "place"
    PERSON = "person"
    SERVICES = "services"


@final
class Engagement(Word):
    """How much of a partner's time the post takes."""

    PART_TIME = "part_time"
    FULL_TIME = "full_time"


@final
class Work(Word):
    """What is done at a station."""

    ASSISTED_PURCHASE = "assisted_purchase"
    """The partner orders online for villagers."""
    PARCELS = "parcels"
    """The partner hands out what has come."""
    RECRUITING_DEMAND = "recruiting_demand"
    SALE_OF_PRODUCE = "sale_of_produce"
    """The partner sells what villagers grow and make."""
    RETAIL_FROM_STOCK = "retail_from_stock"
    """The partner sells goods that are at hand, without an order online."""
    EDUCATION = "education"
    """Every service of education, as of each area below; a single one is allowed by its id."""
    MEDICAL_CARE = "medical_care"
    FINANCE = "finance"
    CULTURE = "culture"
    DAILY_LIFE = "daily_life"


def _engagements(engagements: Iterable[str]) -> frozenset[Engagement]:
    return frozenset(map(Engagement, several(engagements)))


def _day(_version: object, _attribute: object, day: date) -> None:
    """Refuse a first day that is none; a period says how."""
    Period(day)


def _works(works: Iterable[str]) -> frozenset[Work]:
    return frozenset(map(Work, several(works)))


def _services(services: Iterable[str]) -> frozenset[ServiceId]:
    return frozenset(map(ServiceId, several(services)))


def _some(value: "ModelVersion", _attribute: object, engagements: frozenset[Engagement]) -> None:
    if not engagements:
        raise NobodyAdmitted(value.id)


@final
@frozen(kw_only=True)
class ModelVersion:
    """
    One version of the station model.

    Attributes:
        id: Its name, such as `2.0`.
        since: The first day on which a posting may be under it.
        focus: What it puts at its centre.
        engagements: Which engagements it admits; at least one.
        exam: Whether a partner must have passed the examination by the first day of a posting.
        training: Whether a partner must have done the training by that day.
        local: Whether a partner must come from the village of the station or its township.
        premises: Whether a partner must have premises of the partner's own, such as a shop.
        reach: Which villages a station serves; one that needs no distance may be given by its name.
        works: What may be done; an event of other work earns nothing.
        services: Services that are allowed by their ids, besides those of an area that is among the works.
        plan: The commission plan that pays.
        stations_per_partner: How many stations a partner may be in charge of at once, 1 or more.
        helpers_at_once: How many partners may help at one station at once, 0 or more; None for any number.
        source: Who says so.

    Raises:
        NotADay: The first day is none.
        NobodyAdmitted: It admits no engagement.
        ReachUnknown: No reach is called so.
        WrongNumber: A partner may not be in charge of a single station, or the number of helpers is below 0.
    """

    id: VersionId = field(converter=VersionId)
    since: date = field(validator=_day)
    focus: Focus = field(converter=Focus)
    engagements: frozenset[Engagement] = field(converter=_engagements, validator=_some)
    exam: bool = field(validator=instance_of(bool))
    training: bool = field(default=False, validator=instance_of(bool))
    local: bool = field(default=False, validator=instance_of(bool))
    premises: bool = field(default=False, validator=instance_of(bool))
    reach: Reach = field(converter=reach_called)
    works: frozenset[Work] = field(converter=_works)
    services: frozenset[ServiceId] = field(default=frozenset[ServiceId](), converter=_services)
    plan: PlanId = field(converter=PlanId)
    stations_per_partner: int = field(default=1, validator=positive)
    helpers_at_once: int | None = field(default=None, validator=optional(non_negative))
    source: Source | None = field(default=None, validator=optional(instance_of(Source)))
