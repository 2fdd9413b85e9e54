"""The three model versions of the programme, as they were described in public."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from attrs import evolve

from rural_taobao.identifiers import PlanId, VersionId
from rural_taobao.network.laws import UnknownReference
from rural_taobao.network.model_versions import Engagement, Focus, ModelVersion, Reach, Work
from rural_taobao.timeline import Source

__all__ = ["programme_versions"]

_SEED: Final = "seed document"
_PARCELS: Final = "handing out parcels is named for the programme as a whole, without a version"


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
            reach=Reach.OWN_VILLAGE,
            works=[Work.ASSISTED_PURCHASE, Work.PARCELS],
            plan="unset",
            source=Source(
                _SEED,
                note=f"since 2014-10, the day is not known; the usual operator is a part-time shop owner; {_PARCELS}",
            ),
        ),
        "2.0": ModelVersion(
            id="2.0",
            since=date(2015, 5, 1),
            focus=Focus.PERSON,
            engagements=[Engagement.FULL_TIME],
            exam=True,
            reach=Reach.VILLAGES_AROUND,
            works=[Work.ASSISTED_PURCHASE, Work.PARCELS, Work.RECRUITING_DEMAND],
            plan="unset",
            source=Source(
                f"{_SEED}; the examination: yicai.com 5035482", note=f"since 2015-05, the day is not known; {_PARCELS}"
            ),
        ),
        "3.0": ModelVersion(
            id="3.0",
            since=date(2016, 8, 1),
            focus=Focus.SERVICES,
            engagements=list(Engagement),
            exam=False,
            reach=Reach.VILLAGES_AROUND,
            works=[
                Work.ASSISTED_PURCHASE,
                Work.PARCELS,
                Work.EDUCATION,
                Work.MEDICAL_CARE,
                Work.FINANCE,
                Work.CULTURE,
            ],
            plan="unset",
            source=Source(
                _SEED,
                quality="inferred",
                note=f"by 2016-08 at the latest; what it demands of a partner was not said, so nothing is; {_PARCELS}",
            ),
        ),
    }
    for name in plans:
        if name not in known:
            raise UnknownReference(None, "model version", VersionId(name))
    return tuple(evolve(known[name], plan=PlanId(plan)) for name, plan in plans.items())
