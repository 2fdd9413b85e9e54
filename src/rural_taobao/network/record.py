"""The three model versions of the programme and the services seen at its stations, as they were told in public."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import evolve

from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.network.model_versions import Engagement, Focus, ModelVersion, Work
from rural_taobao.network.reaches import OwnVillage, VillagesAround
from rural_taobao.network.services import Area, Service
from rural_taobao.timeline import Source

__all__ = ["programme_services", "programme_versions"]

_SEED: Final = "seed document"
_WHOLE: Final = "handing out parcels and selling produce are named for the programme as a whole, without a version"
_SEEN: Final = (
    "services of daily life (business4etrade.org 2017-04-05) and retail from stock (postandparcel.info/97003) were "
    "seen at stations in 2017, when it was the version of the day; that it allows them is inferred"
)


def programme_versions(plans: Mapping[str, str]) -> tuple[ModelVersion, ...]:
    """
    Give versions 1.0, 2.0 and 3.0, each paid by a plan of the caller's.

    Nobody published the programme's commission rates, so no plan comes with a version.

    Args:
        plans: The id of the plan by the name of the version, for those that are wanted.

    Raises:
        UnknownReference: A name is not `1.0`, `2.0` or `3.0`.

    Example:
        >>> [version.focus.value for version in programme_versions({"1.0": "shop", "2.0": "partner"})]
        ['place', 'person']
    """
    known = {
        "1.0": ModelVersion(
            id="1.0",
            since=date(2014, 10, 1),
            focus=Focus.PLACE,
            engagements=list(Engagement),
            exam=False,
            reach=OwnVillage(),
            works=[Work.ASSISTED_PURCHASE, Work.PARCELS, Work.SALE_OF_PRODUCE],
            plan="unset",
            source=Source(
                _SEED,
                note=f"since 2014-10, the day is not known; the usual operator is a part-time shop owner; {_WHOLE}",
            ),
        ),
        "2.0": ModelVersion(
            id="2.0",
            since=date(2015, 5, 1),
            focus=Focus.PERSON,
            engagements=[Engagement.FULL_TIME],
            exam=True,
            reach=VillagesAround(),
            works=[Work.ASSISTED_PURCHASE, Work.PARCELS, Work.SALE_OF_PRODUCE, Work.RECRUITING_DEMAND],
            plan="unset",
            source=Source(
                f"{_SEED}; the examination: yicai.com 5035482", note=f"since 2015-05, the day is not known; {_WHOLE}"
            ),
        ),
        "3.0": ModelVersion(
            id="3.0",
            since=date(2016, 8, 1),
            focus=Focus.SERVICES,
            engagements=list(Engagement),
            exam=False,
            reach=VillagesAround(),
            works=[
                Work.ASSISTED_PURCHASE,
                Work.PARCELS,
                Work.SALE_OF_PRODUCE,
                Work.RETAIL_FROM_STOCK,
                Work.EDUCATION,
                Work.MEDICAL_CARE,
                Work.FINANCE,
                Work.CULTURE,
                Work.DAILY_LIFE,
            ],
            plan="unset",
            source=Source(
                _SEED,
                quality="inferred",
                note=(
                    "by 2016-08 at the latest; what it demands of a partner was not said, so nothing is; "
                    f"{_WHOLE}; {_SEEN}"
                ),
            ),
        ),
    }
    for name in plans:
        if name not in known:
            raise UnknownReference(None, "model version", VersionId(name))
    return tuple(evolve(known[name], plan=PlanId(plan)) for name, plan in plans.items())


def programme_services() -> tuple[Service, ...]:
    """
    Give the services seen at stations of the programme, each with who told of it.

    When they came, and which model version allowed them, was not told: 3.0 is taken to allow each of them.
    Who decides was told of loans alone.
    The sale of produce and retail from stock, which were seen too, are works of a model version.

    Example:
        >>> [str(service.id) for service in programme_services() if service.decided_by == "bank"]
        ['loans']
    """
    bills = Source("business4etrade.org 2017-04-05", quality="press")
    tickets = Source("Blockchain Chicken Farm (extract)", quality="press")
    loans = Source(
        "Sina Tech 2015-11-25",
        quality="press",
        note=(
            "the partner recommends and types in, the bank alone approves; clustered defaults cost the station the "
            "product and the partner the post; how many make a cluster was not said"
        ),
    )
    return (
        Service(id="utility-bills", area=Area.DAILY_LIFE, name="Utility bills", name_zh="生活缴费", source=bills),
        Service(id="phone-top-ups", area=Area.DAILY_LIFE, name="Phone top-ups", name_zh="话费充值", source=bills),
        Service(id="travel-booking", area=Area.DAILY_LIFE, name="Travel booking", name_zh="旅行预订", source=bills),
        Service(id="train-tickets", area=Area.DAILY_LIFE, name="Train tickets", name_zh="火车票代购", source=tickets),
        Service(
            id="doctor-appointments",
            area=Area.MEDICAL_CARE,
            name="Doctor appointments",
            name_zh="预约挂号",
            source=tickets,
        ),
        Service(
            id="loans",
            area=Area.FINANCE,
            decided_by="bank",
            name="Loan referral",
            name_zh="贷款推荐",
            source=loans,
        ),
    )
