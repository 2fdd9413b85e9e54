"""Demands: what a model version asks of whoever is to be in charge of a station, and what of it a partner lacks."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, assert_never, final

from rural_taobao.kinds import Word
from rural_taobao.network.model_versions import ModelVersion
from rural_taobao.network.partners import Partner
from rural_taobao.periods import Period

__all__ = ["Demand", "unmet", "worded"]


@final
class Demand(Word):
    """What a model version may ask of a partner."""

    ENGAGEMENT = "engagement"
    EXAM = "exam"
    TRAINING = "training"
    LOCAL = "local"
    PREMISES = "premises"


_FACTS: Final = {
    Demand.EXAM: "examined",
    Demand.TRAINING: "trained",
    Demand.LOCAL: "local",
    Demand.PREMISES: "premises",
}
"""What of a partner says since when a demand is met; the engagement is one of its own."""


def unmet(partner: Sequence[Partner], version: ModelVersion, days: Period) -> Iterator[Demand]:
    """
    Give what a model version asks of a partner who is in charge on some days, and the partner does not meet.

    What is not known of a partner does not meet a demand.

    Args:
        partner: All that is told of the partner.
        version: The model version.
        days: The days in charge. The engagement is asked for on those that are under contract, since no other has one;
            all else by the first of them.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.network import programme_versions
        >>> from rural_taobao.samples import one_village
        >>> [version] = programme_versions({"2.0": "example"})
        >>> [*unmet(one_village().partners, version, Period(date(2015, 5, 1)))]
        [<Demand.EXAM: 'exam'>]
    """
    if any(row.engagement not in version.engagements and row.contract.overlap(days) for row in partner):
        yield Demand.ENGAGEMENT
    for demand in _FACTS:
        if getattr(version, demand.value):
            since = met_since(partner, demand)
            if since is None or since > days.start:
                yield demand


def met_since(partner: Iterable[Partner], demand: Demand) -> date | None:
    """Give the day from which a partner meets a demand; None where that is not known."""
    if demand is Demand.ENGAGEMENT:
        return min(row.contract.start for row in partner)
    known = (getattr(row, _FACTS[demand]) for row in partner)
    return min((day for day in known if day is not None), default=None)


def worded(demand: Demand, version: ModelVersion) -> str:
    """
    Say what a model version demands.

    Example:
        >>> from rural_taobao.network import programme_versions
        >>> [version] = programme_versions({"2.0": "example"})
        >>> worded(Demand.ENGAGEMENT, version), worded(Demand.LOCAL, version)
        ('full time work', 'a partner of the village or its township')
    """
    match demand:
        case Demand.ENGAGEMENT:
            return " or ".join(sorted(version.engagements)).replace("_", " ") + " work"
        case Demand.EXAM:
            return "the examination by the first day"
        case Demand.TRAINING:
            return "the training by the first day"
        case Demand.LOCAL:
            return "a partner of the village or its township"
        case Demand.PREMISES:
            return "premises of the partner's own"
        case _:
            assert_never(demand)
